//! Territories: the units in force, those that were, and the editions they came from.

mod edition;
mod history;
mod row;

pub use edition::{Edition, insert as insert_edition, latest as latest_edition};
pub use history::{Period, insert as insert_history, of as history_of};

use crate::store::{Read, Tx};
use crate::{Cursor, Page, StoreError};
use chrono::NaiveDate;
use postup_domain::search::search_key;
use postup_domain::territory::{Category, Located, Territory, TerritoryCode};
use sea_orm::sea_query::{Expr, ExprTrait, LikeExpr};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect,
};
use std::collections::{BTreeSet, HashMap};

/// Rows in one statement: eleven values each stay below SQLite's limit of 32,766.
const CHUNK: usize = 2_000;

/// More words than this in a search say nothing more.
const MOST_WORDS: usize = 8;

/// Which units to list; only units in force are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Directly below this unit.
    pub parent: Option<TerritoryCode>,
    /// Anywhere below this unit, and the unit itself.
    pub within: Option<TerritoryCode>,
    pub category: Option<Category>,
    /// Every word of it occurs in the name, in either script and any spelling, or is the noun.
    pub text: String,
}

/// The unit of a code, also when it is no longer in force.
pub async fn find(db: &impl Read, code: &TerritoryCode) -> Result<Option<Territory>, StoreError> {
    row::Entity::find_by_id(code.clone()).one(db.db()).await?.map(Territory::try_from).transpose()
}

/// The units of many codes, in no particular order.
pub async fn find_all(
    db: &impl Read,
    codes: &BTreeSet<TerritoryCode>,
) -> Result<HashMap<TerritoryCode, Territory>, StoreError> {
    let codes: Vec<&TerritoryCode> = codes.iter().collect();
    let mut found = HashMap::with_capacity(codes.len());
    for chunk in codes.chunks(CHUNK) {
        let codes = chunk.iter().map(|code| (*code).clone());
        for row in row::Entity::find().filter(row::Column::Code.is_in(codes)).all(db.db()).await? {
            found.insert(row.code.clone(), row.try_into()?);
        }
    }
    Ok(found)
}

/// The same units with all those above them, in two statements however many there are.
pub async fn locate(db: &impl Read, territories: Vec<Territory>) -> Result<Vec<Located>, StoreError> {
    let codes: BTreeSet<TerritoryCode> = territories.iter().flat_map(Territory::above).cloned().collect();
    let above = find_all(db, &codes).await?;
    let place = |territory: Territory| {
        let above = territory.above().into_iter().filter_map(|code| above.get(code).cloned()).collect();
        Located { territory, above }
    };
    Ok(territories.into_iter().map(place).collect())
}

/// All units, also those no longer in force.
pub async fn all(db: &impl Read) -> Result<Vec<Territory>, StoreError> {
    row::Entity::find().all(db.db()).await?.into_iter().map(Territory::try_from).collect()
}

/// All units in force, the whole before its parts.
pub async fn in_force(db: &impl Read) -> Result<Vec<Territory>, StoreError> {
    let rows = row::Entity::find().filter(row::Column::ValidTo.is_null()).order_by_asc(row::Column::Code);
    rows.all(db.db()).await?.into_iter().map(Territory::try_from).collect()
}

/// The units in force, in the order of their codes.
pub async fn in_force_after(
    db: &impl Read,
    after: Option<&Cursor>,
    limit: u64,
) -> Result<Page<Territory>, StoreError> {
    let rows = row::Entity::find()
        .filter(row::Column::ValidTo.is_null())
        .filter(row::Column::Code.gt(after.map(|last| last.id.as_str()).unwrap_or_default()))
        .order_by_asc(row::Column::Code)
        .limit(limit + 1)
        .all(db.db())
        .await?;
    let units = rows.into_iter().map(Territory::try_from).collect::<Result<Vec<_>, _>>()?;
    Ok(Page::cut(units, usize::try_from(limit).unwrap_or(usize::MAX), |unit| Cursor {
        value: String::new(),
        id: unit.code.to_string(),
    }))
}

/// The units in force of one category, in the order of their codes: for oblasts, cities with special status included,
/// this is the order of the official list.
pub async fn of_categories(db: &impl Read, categories: &[Category]) -> Result<Vec<Territory>, StoreError> {
    let rows = row::Entity::find()
        .filter(row::Column::ValidTo.is_null())
        .filter(row::Column::Category.is_in(categories.iter().copied()))
        .order_by_asc(row::Column::Code);
    rows.all(db.db()).await?.into_iter().map(Territory::try_from).collect()
}

/// The units that fit. First those whose name is or contains the text as whole words, then those that begin with it;
/// among equals larger units first, then in the order of codes.
pub async fn list(
    db: &impl Read,
    filter: &Filter,
    after: Option<&Cursor>,
    limit: u64,
) -> Result<Page<Territory>, StoreError> {
    let key = search_key(&filter.text);
    let rank = rank_in_sql(&key);
    let mut query = row::Entity::find()
        .filter(fits(filter, &key))
        .order_by_asc(rank.clone())
        .order_by_asc(row::Column::Code)
        .limit(limit + 1);
    if let Some((last, code)) = after.and_then(place) {
        let same_rank = Condition::all().add(rank.clone().eq(last)).add(row::Column::Code.gt(code));
        query = query.filter(Condition::any().add(rank.gt(last)).add(same_rank));
    }
    let rows = query.all(db.db()).await?;
    let territories = rows.into_iter().map(Territory::try_from).collect::<Result<Vec<_>, _>>()?;
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    Ok(Page::cut(territories, limit, |unit| Cursor {
        value: rank_of(unit, &key).to_string(),
        id: unit.code.to_string(),
    }))
}

fn fits(filter: &Filter, key: &str) -> Condition {
    let mut fits = Condition::all()
        .add(row::Column::ValidTo.is_null())
        .add_option(filter.parent.as_ref().map(|code| row::Column::ParentCode.eq(code.clone())))
        .add_option(filter.category.map(|category| row::Column::Category.eq(category)));
    if let Some(whole) = &filter.within {
        let columns = [
            row::Column::Code,
            row::Column::ParentCode,
            row::Column::OblastCode,
            row::Column::RaionCode,
            row::Column::HromadaCode,
        ];
        let inside = columns.iter().map(|column| column.eq(whole.clone()));
        fits = fits.add(inside.fold(Condition::any(), Condition::add));
    }
    if let Ok(code) = filter.text.parse::<TerritoryCode>() {
        return fits.add(row::Column::Code.eq(code));
    }
    key.split(' ')
        .filter(|word| !word.is_empty())
        .take(MOST_WORDS)
        .fold(fits, |fits, word| fits.add(search_like(&format!("%{}%", escaped(word)))))
}

/// Rank and code of the last unit of the page before.
fn place(cursor: &Cursor) -> Option<(i32, TerritoryCode)> {
    Some((cursor.value.parse().ok()?, cursor.id.parse().ok()?))
}

/// Ten times how badly the name fits, plus the place of the category among all of them.
fn rank_in_sql(key: &str) -> Expr {
    let mut category = Expr::case(row::Column::Category.eq(Category::Oblast), 0);
    for (other, place) in Category::ALL.iter().zip(0_i32..).skip(1) {
        category = category.case(row::Column::Category.eq(*other), place);
    }
    let key = escaped(key);
    let first_words = search_like(&format!("{key} %"));
    let other_words = search_like(&format!("% {key} %"));
    let beginning = search_like(&format!("{key}%"));
    let misfit = Expr::case(first_words, 0).case(other_words, 10).case(beginning, 20).finally(30);
    Expr::Case(Box::new(misfit)).add(Expr::Case(Box::new(category.finally(9))))
}

/// The same, of a unit that was read.
fn rank_of(unit: &Territory, key: &str) -> i32 {
    let search = unit.search_text();
    let misfit = match search.strip_prefix(key) {
        Some(rest) if rest.starts_with(' ') => 0,
        _ if search.contains(&format!(" {key} ")) => 10,
        Some(_) => 20,
        None => 30,
    };
    let place = Category::ALL.iter().zip(0_i32..).find(|(category, _)| **category == unit.category);
    misfit + place.map_or(9, |(_, place)| place)
}

fn search_like(pattern: &str) -> Expr {
    Expr::col(row::Column::Search).like(LikeExpr::new(pattern).escape('\\'))
}

fn escaped(text: &str) -> String {
    text.chars().flat_map(|c| matches!(c, '%' | '_' | '\\').then_some('\\').into_iter().chain([c])).collect()
}

/// Writes units that were never there.
pub async fn insert(tx: &Tx, territories: &[Territory]) -> Result<(), StoreError> {
    for chunk in territories.chunks(CHUNK) {
        let rows = chunk.iter().map(|unit| row::Model::from(unit).into_active_model());
        row::Entity::insert_many(rows).exec_without_returning(tx.db()).await?;
    }
    Ok(())
}

/// Writes new values over the unit of the same code.
pub async fn replace(tx: &Tx, territory: &Territory) -> Result<(), StoreError> {
    let row = row::Model::from(territory).into_active_model().reset_all();
    row::Entity::update(row).exec(tx.db()).await?;
    Ok(())
}

/// Ends the force of units. Each keeps its last values and stays readable.
pub async fn end(tx: &Tx, ends: &[(TerritoryCode, NaiveDate)]) -> Result<(), StoreError> {
    let mut by_day: HashMap<NaiveDate, Vec<TerritoryCode>> = HashMap::new();
    for (code, day) in ends {
        by_day.entry(*day).or_default().push(code.clone());
    }
    for (day, codes) in by_day {
        for chunk in codes.chunks(CHUNK) {
            row::Entity::update_many()
                .col_expr(row::Column::ValidTo, Expr::value(day))
                .filter(row::Column::Code.is_in(chunk.iter().cloned()))
                .exec(tx.db())
                .await?;
        }
    }
    Ok(())
}
