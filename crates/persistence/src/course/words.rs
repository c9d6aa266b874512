//! Which words courses are found by, and what somebody meant who mistyped one.

use super::newest_versions;
use super::row::{course, version};
use crate::store::{Read, Tx};
use crate::{StoreError, sql};
use postup_domain::id::CourseVersionId;
use postup_domain::search::{Sought, pairs, pairs_in_common, searchable, slips, slips_allowed};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, QueryFilter, QuerySelect, QueryTrait, Value,
};
use std::collections::{BTreeMap, BTreeSet};

/// Words as long as this and longer are told apart by their beginning.
const LONGEST: usize = 40;
/// Words looked at for one that was mistyped, those with the most pairs of letters in common first.
const CANDIDATES: usize = 60;
/// Words one may have meant.
const MOST_MEANT: usize = 8;

/// What a version is found by.
pub(crate) fn text_of(content: &postup_domain::course::CourseVersion, code: &str) -> String {
    let (title, summary) = (&content.title, &content.summary);
    searchable([code, title.uk.as_str(), title.en.as_str(), summary.uk.as_str(), summary.en.as_str()])
}

/// Writes the words of a version anew.
pub(super) async fn write(tx: &Tx, id: CourseVersionId, search: &str) -> Result<(), StoreError> {
    sql::execute(tx, "DELETE FROM course_word WHERE course_version_id = $1", vec![id.into()]).await?;
    let sounds = search.lines().last().unwrap_or_default().split(' ').filter(|word| !word.is_empty());
    let words: BTreeSet<String> = sounds.map(|word| word.chars().take(LONGEST).collect()).collect();
    let rows: Vec<[Value; 2]> = words.iter().map(|word| [id.into(), word.clone().into()]).collect();
    insert(tx, "course_word (course_version_id, word)", rows).await?;
    let mistaken = words.iter().filter(|word| slips_allowed(word.chars().count()) > 0);
    let rows = mistaken.flat_map(|word| {
        pairs(word).into_iter().map(|pair| [Value::from(pair), word.clone().into()]).collect::<Vec<_>>()
    });
    insert(tx, "word_pair (pair, word)", rows.collect()).await
}

async fn insert(tx: &Tx, into: &str, rows: Vec<[Value; 2]>) -> Result<(), StoreError> {
    for chunk in rows.chunks(1_000) {
        let rows = sql::rows(chunk.len(), 2);
        let text = format!("INSERT INTO {into} VALUES {rows} ON CONFLICT DO NOTHING");
        sql::execute(tx, &text, chunk.iter().flatten().cloned().collect()).await?;
    }
    Ok(())
}

/// A word somebody looks for, with those they may have meant when no course has it.
#[derive(Clone, Debug)]
pub(super) struct Meant {
    pub sought: Sought,
    pub words: Vec<String>,
}

impl Meant {
    /// Versions that have the word, or one that was meant.
    pub fn found(&self) -> Condition {
        let meant = Query::select()
            .column(Alias::new("course_version_id"))
            .from(Alias::new("course_word"))
            .and_where(Expr::col(Alias::new("word")).is_in(self.words.iter().cloned()))
            .take();
        crate::found::has_word(version::Column::Search, &self.sought)
            .add_option((!self.words.is_empty()).then(|| version::Column::Id.in_subquery(meant)))
    }
}

/// What is meant by what was typed, among the courses that are seen: words as they are where a course has them, otherwise the
/// nearest ones, `more` slips away than usual. One statement for each word that is long enough, and one for all.
pub(super) async fn meant(
    db: &impl Read,
    seen: Condition,
    typed: &str,
    more: usize,
) -> Result<Vec<Meant>, StoreError> {
    let sought = crate::search_words(typed);
    let mut candidates: BTreeSet<String> = BTreeSet::new();
    for word in &sought {
        candidates.extend(alike(db, &word.sound, more).await?);
    }
    let known = if candidates.is_empty() { BTreeSet::new() } else { in_use(db, seen, candidates).await? };
    Ok(sought
        .into_iter()
        .map(|sought| Meant { words: nearest(&sought.sound, &known, more), sought })
        .collect())
}

#[derive(FromQueryResult)]
struct Word {
    word: String,
}

async fn alike(db: &impl Read, sound: &str, more: usize) -> Result<Vec<String>, StoreError> {
    let letters = sound.chars().count();
    if slips_allowed(letters) == 0 || letters > LONGEST {
        return Ok(Vec::new());
    }
    let pairs = pairs(sound);
    let fewest = pairs_in_common(pairs.len(), slips_allowed(letters) + more);
    let text = format!(
        "SELECT word FROM (SELECT word, COUNT(*) AS shared FROM word_pair WHERE pair IN ({}) GROUP BY word) AS w \
         WHERE shared >= {fewest} ORDER BY shared DESC, ABS(LENGTH(word) - {letters}), word LIMIT {CANDIDATES}",
        sql::places(1, pairs.len())
    );
    let words = sql::all::<Word>(db, &text, pairs.into_iter().map(Value::from).collect()).await?;
    Ok(words.into_iter().map(|row| row.word).collect())
}

/// Those of these words that a course has which is seen, in its newest version.
async fn in_use(
    db: &impl Read,
    seen: Condition,
    words: BTreeSet<String>,
) -> Result<BTreeSet<String>, StoreError> {
    let versions = newest_versions().select_only().column(version::Column::Id).filter(seen).into_query();
    let (table, word) = (Alias::new("course_word"), Alias::new("word"));
    let statement = Query::select()
        .distinct()
        .column(word.clone())
        .from(table)
        .and_where(Expr::col(word).is_in(words))
        .and_where(Expr::col(Alias::new("course_version_id")).in_subquery(versions))
        .take();
    let rows = sql::built::<Word>(db, &statement).await?;
    Ok(rows.into_iter().map(|row| row.word).collect())
}

/// The words fewest slips away; none where one has what was typed in it, since then it is found as it is.
fn nearest(sound: &str, known: &BTreeSet<String>, more: usize) -> Vec<String> {
    let usual = slips_allowed(sound.chars().count());
    if usual == 0 || known.iter().any(|word| word.contains(sound)) {
        return Vec::new();
    }
    let allowed = usual + more;
    let mut by_slips: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for word in known {
        if let Some(made) = slips(sound, word, allowed) {
            by_slips.entry(made).or_default().push(word.clone());
        }
    }
    by_slips.into_values().next().unwrap_or_default().into_iter().take(MOST_MEANT).collect()
}

/// Writes anew what some versions are found by that were written down before there were sounds; how many they were.
pub(crate) async fn renew_search(tx: &Tx) -> Result<usize, StoreError> {
    let old = version::Entity::find()
        .find_also_related(course::Entity)
        .filter(version::Column::Search.not_like(crate::found::HAS_SOUNDS))
        .limit(100)
        .all(tx.db())
        .await?;
    let count = old.len();
    for (row, course) in old {
        let id = row.id;
        let code = course.map(|course| course.code.to_string()).unwrap_or_default();
        let search = text_of(&super::row::assemble_version(row, &[]), &code);
        version::Entity::update_many()
            .col_expr(version::Column::Search, Expr::value(search.clone()))
            .filter(version::Column::Id.eq(id))
            .exec(tx.db())
            .await?;
        write(tx, id, &search).await?;
    }
    Ok(count)
}
