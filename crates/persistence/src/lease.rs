//! Work that one worker keeps at a time. Whoever is silent for longer than it said is followed by another.

use crate::store::Tx;
use crate::{StoreError, sql};
use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;
use uuid::Uuid;

/// The oldest work of `table` in one of `states` that no worker keeps, kept until `lease_until` from now on. It is not read
/// yet: what cannot be read holds up nothing behind it.
pub(crate) async fn claim(
    tx: &Tx,
    table: &str,
    states: &str,
    now: DateTime<Utc>,
    lease_until: DateTime<Utc>,
) -> Result<Option<Uuid>, StoreError> {
    #[derive(FromQueryResult)]
    struct Next {
        id: Uuid,
    }
    let held = if tx.is_postgres() { " FOR UPDATE SKIP LOCKED" } else { "" };
    let text = format!(
        "SELECT id FROM {table} WHERE state IN ({states}) AND (lease_until IS NULL OR lease_until <= $1) \
         ORDER BY id LIMIT 1{held}"
    );
    let Some(Next { id }) = sql::one::<Next>(tx, &text, vec![now.into()]).await? else { return Ok(None) };
    let text = format!("UPDATE {table} SET lease_until = $2 WHERE id = $1");
    sql::execute(tx, &text, vec![id.into(), lease_until.into()]).await?;
    Ok(Some(id))
}
