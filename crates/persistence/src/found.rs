//! Finding by words: how a search field is compared with searchable columns.

use crate::store::Store;
use crate::{StoreError, course, organization, person};
use postup_domain::search::{Sought, sought};
use sea_orm::{ColumnTrait, Condition};

/// What stands in every searchable column since there are sounds in it.
pub(crate) const HAS_SOUNDS: &str = "%\n%";

/// How much of a search field is read, in characters: databases refuse patterns of more.
const MOST_SOUGHT: usize = 200;

/// The words of a search field, without the signs that mean something to `LIKE`.
pub(crate) fn search_words(typed: &str) -> Vec<Sought> {
    let short: String = typed.chars().take(MOST_SOUGHT).collect();
    sought(&short.replace(['%', '_', '\\'], " "))
}

/// Every word occurs somewhere in the searchable column, as it is spelled or as it sounds.
pub(crate) fn has_words(column: impl ColumnTrait, typed: &str) -> Condition {
    search_words(typed).iter().fold(Condition::all(), |all, word| all.add(has_word(column, word)))
}

pub(crate) fn has_word(column: impl ColumnTrait, word: &Sought) -> Condition {
    Condition::any().add(column.contains(&word.spelled)).add(column.like(word.sound_pattern()))
}

/// Writes the searchable columns anew that say no sounds yet, some at a time.
pub(crate) async fn renew(store: &Store) -> Result<(), StoreError> {
    let mut left = true;
    while left {
        let tx = store.begin().await?;
        let renewed = course::renew_search(&tx).await?
            + organization::renew_search(&tx).await?
            + person::renew_search(&tx).await?;
        tx.commit().await?;
        left = renewed > 0;
    }
    Ok(())
}
