//! Statements that span tables, written out. Placeholders are `$1`, `$2` … on both databases.

use crate::StoreError;
use crate::store::Read;
use sea_orm::sea_query::SelectStatement;
use sea_orm::{ConnectionTrait, DbBackend, ExecResult, FromQueryResult, Statement, Value};
use std::fmt::Write as _;

/// `$first, $first+1 …`: one placeholder for each of `count` values of a list.
pub(crate) fn places(first: usize, count: usize) -> String {
    let mut text = String::with_capacity(count * 5);
    for number in first..first + count {
        let comma = if number == first { "" } else { ", " };
        // Writing to a string cannot fail.
        let _ = write!(text, "{comma}${number}");
    }
    text
}

/// `($1, $2), ($3, $4) …`: so many rows of so many values.
pub(crate) fn rows(count: usize, width: usize) -> String {
    let mut text = String::with_capacity(count * width * 7);
    for number in 0..count {
        let comma = if number == 0 { "" } else { ", " };
        // Writing to a string cannot fail.
        let _ = write!(text, "{comma}({})", places(number * width + 1, width));
    }
    text
}

fn statement<C: ConnectionTrait>(db: &C, sql: &str, values: Vec<Value>) -> Statement {
    match db.get_database_backend() {
        DbBackend::Sqlite => {
            let (sql, values) = in_order(sql, values);
            Statement::from_sql_and_values(DbBackend::Sqlite, sql, values)
        }
        other => Statement::from_sql_and_values(other, sql, values),
    }
}

/// The statement with a nameless `?` for every placeholder, and the values in the order they are used. SQLite looks a
/// named placeholder up in a list, so that a statement with ten thousand of them would take a second to prepare.
pub(crate) fn in_order(sql: &str, values: Vec<Value>) -> (String, Vec<Value>) {
    let mut used = Vec::with_capacity(values.len());
    let text = replaced(sql, |place, text| {
        text.push('?');
        used.extend(place.checked_sub(1).and_then(|place| values.get(place)).cloned());
    });
    (text, used)
}

/// The statement with its placeholders counted on from so many others.
pub(crate) fn shifted(sql: &str, by: usize) -> String {
    replaced(sql, |place, text| {
        // Writing to a string cannot fail.
        let _ = write!(text, "${}", place + by);
    })
}

/// The statement with something else for each placeholder.
fn replaced(sql: &str, mut replace: impl FnMut(usize, &mut String)) -> String {
    let mut text = String::with_capacity(sql.len());
    // Odd parts stand between quotes.
    for (number, part) in sql.split('\'').enumerate() {
        if number > 0 {
            text.push('\'');
        }
        if number % 2 == 1 {
            text.push_str(part);
            continue;
        }
        let mut pieces = part.split('$');
        text.push_str(pieces.next().unwrap_or_default());
        for piece in pieces {
            let digits = piece.find(|c: char| !c.is_ascii_digit()).unwrap_or(piece.len());
            let (place, rest) = piece.split_at(digits);
            replace(place.parse().unwrap_or_default(), &mut text);
            text.push_str(rest);
        }
    }
    text
}

/// Every row of the answer.
pub(crate) async fn all<T: FromQueryResult>(
    db: &impl Read,
    sql: &str,
    values: Vec<Value>,
) -> Result<Vec<T>, StoreError> {
    let rows = db.db().query_all_raw(statement(db.db(), sql, values)).await?;
    Ok(rows.iter().map(|row| T::from_query_result(row, "")).collect::<Result<_, _>>()?)
}

/// Every row of the answer to a statement that was built.
pub(crate) async fn built<T: FromQueryResult>(
    db: &impl Read,
    select: &SelectStatement,
) -> Result<Vec<T>, StoreError> {
    let rows = db.db().query_all(select).await?;
    Ok(rows.iter().map(|row| T::from_query_result(row, "")).collect::<Result<_, _>>()?)
}

/// The only row of the answer, if there is one.
pub(crate) async fn one<T: FromQueryResult>(
    db: &impl Read,
    sql: &str,
    values: Vec<Value>,
) -> Result<Option<T>, StoreError> {
    let row = db.db().query_one_raw(statement(db.db(), sql, values)).await?;
    Ok(row.map(|row| T::from_query_result(&row, "")).transpose()?)
}

/// How many rows there are in `from`, counted no further than `most`, so that the answer costs the same however many there are.
pub(crate) async fn count(
    db: &impl Read,
    from: &str,
    values: Vec<Value>,
    most: i64,
) -> Result<i64, StoreError> {
    #[derive(FromQueryResult)]
    struct Counted {
        answer: i64,
    }
    let text = format!("SELECT COUNT(*) AS answer FROM (SELECT 1 AS one FROM {from} LIMIT {most}) counted");
    Ok(one::<Counted>(db, &text, values).await?.map_or(0, |counted| counted.answer))
}

/// Runs a statement that answers nothing.
pub(crate) async fn execute(db: &impl Read, sql: &str, values: Vec<Value>) -> Result<ExecResult, StoreError> {
    Ok(db.db().execute_raw(statement(db.db(), sql, values)).await?)
}

/// The same for SQLite, where the values stand in the order in which they are used.
pub(crate) async fn execute_in_order(
    db: &impl Read,
    sql: String,
    values: Vec<Value>,
) -> Result<ExecResult, StoreError> {
    Ok(db.db().execute_raw(Statement::from_sql_and_values(DbBackend::Sqlite, sql, values)).await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_given_as_often_as_it_is_used() {
        let values = vec![Value::from(7), Value::from("x"), Value::from(9)];
        let (text, used) = in_order("SELECT $2, '$1 it''s', a FROM t WHERE a IN ($1, $3) OR b = $1", values);
        assert_eq!(text, "SELECT ?, '$1 it''s', a FROM t WHERE a IN (?, ?) OR b = ?");
        assert_eq!(used, ["x".into(), 7.into(), 9.into(), 7.into()]);
        assert_eq!(shifted("SELECT $2, '$1' WHERE b = $1", 3), "SELECT $5, '$1' WHERE b = $4");
    }
}
