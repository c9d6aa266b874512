//! The rows of a file with their verdicts.

use super::row::line;
use crate::StoreError;
use crate::store::{Read, Tx};
use postup_domain::id::ImportId;
use postup_domain::import::{Judged, Verdict};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

fn active(id: ImportId, row: &Judged) -> Result<line::ActiveModel, StoreError> {
    Ok(line::ActiveModel {
        import_id: Set(id),
        number: Set(place(row.number)?),
        cells: Set(serde_json::to_string(&row.cells).map_err(StoreError::corrupt)?),
        verdict: Set(row.verdict),
        faults: Set(serde_json::to_string(&row.faults).map_err(StoreError::corrupt)?),
    })
}

fn place(number: u32) -> Result<i32, StoreError> {
    i32::try_from(number).map_err(StoreError::corrupt)
}

/// Writes rows down, a thousand a statement.
pub async fn append(tx: &Tx, id: ImportId, rows: &[Judged]) -> Result<(), StoreError> {
    for chunk in rows.chunks(1_000) {
        let lines = chunk.iter().map(|row| active(id, row)).collect::<Result<Vec<_>, _>>()?;
        line::Entity::insert_many(lines).exec_without_returning(tx.db()).await?;
    }
    Ok(())
}

/// Rows in the order of the file, those with one verdict when it is named; `after` is the number of the last one seen.
/// The caller has looked whether the job exists for the actor.
pub async fn rows(
    db: &impl Read,
    id: ImportId,
    verdict: Option<Verdict>,
    after: u32,
    limit: u64,
) -> Result<Vec<Judged>, StoreError> {
    let mut query = line::Entity::find()
        .filter(line::Column::ImportId.eq(id))
        .filter(line::Column::Number.gt(place(after)?))
        .order_by_asc(line::Column::Number)
        .limit(limit);
    if let Some(verdict) = verdict {
        query = query.filter(line::Column::Verdict.eq(verdict));
    }
    query.all(db.db()).await?.into_iter().map(Judged::try_from).collect()
}

/// One row by its number.
pub async fn find_row(db: &impl Read, id: ImportId, number: u32) -> Result<Option<Judged>, StoreError> {
    let row = line::Entity::find_by_id((id, place(number)?)).one(db.db()).await?;
    row.map(Judged::try_from).transpose()
}

/// Writes a row anew.
pub async fn replace_row(tx: &Tx, id: ImportId, row: &Judged) -> Result<(), StoreError> {
    let cells = serde_json::to_string(&row.cells).map_err(StoreError::corrupt)?;
    let faults = serde_json::to_string(&row.faults).map_err(StoreError::corrupt)?;
    line::Entity::update_many()
        .col_expr(line::Column::Cells, Expr::value(cells))
        .col_expr(line::Column::Verdict, Expr::value(row.verdict))
        .col_expr(line::Column::Faults, Expr::value(faults))
        .filter(line::Column::ImportId.eq(id))
        .filter(line::Column::Number.eq(place(row.number)?))
        .exec(tx.db())
        .await?;
    Ok(())
}

/// Takes a row out of the file.
pub async fn remove_row(tx: &Tx, id: ImportId, number: u32) -> Result<(), StoreError> {
    line::Entity::delete_by_id((id, place(number)?)).exec(tx.db()).await?;
    Ok(())
}
