//! Statements that span tables, written out. Placeholders are `$1`, `$2` … on both databases.

use crate::StoreError;
use crate::store::Read;
use sea_orm::{ConnectionTrait, ExecResult, FromQueryResult, Statement, Value};
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

fn statement<C: ConnectionTrait>(db: &C, sql: &str, values: Vec<Value>) -> Statement {
    Statement::from_sql_and_values(db.get_database_backend(), sql, values)
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

/// The only row of the answer, if there is one.
pub(crate) async fn one<T: FromQueryResult>(
    db: &impl Read,
    sql: &str,
    values: Vec<Value>,
) -> Result<Option<T>, StoreError> {
    let row = db.db().query_one_raw(statement(db.db(), sql, values)).await?;
    Ok(row.map(|row| T::from_query_result(&row, "")).transpose()?)
}

/// Runs a statement that answers nothing.
pub(crate) async fn execute(db: &impl Read, sql: &str, values: Vec<Value>) -> Result<ExecResult, StoreError> {
    Ok(db.db().execute_raw(statement(db.db(), sql, values)).await?)
}
