//! How often things were tried at an address, known to us or not.

use crate::StoreError;
use crate::store::{Read, Tx};
use chrono::{DateTime, Utc};
use postup_domain::login::AttemptKind;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

pub(super) mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "attempt")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
        pub kind: String,
        #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
        pub address_hash: String,
        pub tries: i64,
        pub since: DateTimeUtc,
        pub locked_until: Option<DateTimeUtc>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// What is known of tries at an address, known to us or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attempts {
    pub tries: i64,
    /// Since when they are counted.
    pub since: DateTime<Utc>,
    pub locked_until: Option<DateTime<Utc>>,
}

/// The tries at an address, held against other changes. The row comes into being here, so that two first tries at once
/// wait for each other too.
pub async fn lock_attempts(
    tx: &Tx,
    kind: AttemptKind,
    address_hash: &str,
    now: DateTime<Utc>,
) -> Result<Attempts, StoreError> {
    let fresh = row::ActiveModel {
        kind: Set(kind.to_string()),
        address_hash: Set(address_hash.to_owned()),
        tries: Set(0),
        since: Set(now),
        locked_until: Set(None),
    };
    row::Entity::insert(fresh)
        .on_conflict(
            OnConflict::columns([row::Column::Kind, row::Column::AddressHash])
                .update_column(row::Column::AddressHash)
                .to_owned(),
        )
        .exec_without_returning(tx.db())
        .await?;
    let row = row::Entity::find_by_id((kind.to_string(), address_hash.to_owned()))
        .lock_exclusive()
        .one(tx.db())
        .await?
        .ok_or_else(|| StoreError::corrupt("attempt vanished"))?;
    Ok(Attempts { tries: row.tries, since: row.since, locked_until: row.locked_until })
}

/// Writes the tries at an address anew.
pub async fn set_attempts(
    tx: &Tx,
    kind: AttemptKind,
    address_hash: &str,
    attempts: Attempts,
) -> Result<(), StoreError> {
    row::Entity::update_many()
        .col_expr(row::Column::Tries, Expr::value(attempts.tries))
        .col_expr(row::Column::Since, Expr::value(attempts.since))
        .col_expr(row::Column::LockedUntil, Expr::value(attempts.locked_until))
        .filter(row::Column::Kind.eq(kind.as_str()))
        .filter(row::Column::AddressHash.eq(address_hash))
        .exec(tx.db())
        .await?;
    Ok(())
}

/// Forgets the tries at an address.
pub async fn forget_attempts(tx: &Tx, kind: AttemptKind, address_hash: &str) -> Result<(), StoreError> {
    row::Entity::delete_by_id((kind.to_string(), address_hash.to_owned())).exec(tx.db()).await?;
    Ok(())
}
