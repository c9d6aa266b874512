//! Links in mail, each good once.

use crate::StoreError;
use crate::store::{Read, Tx};
use chrono::{DateTime, Utc};
use postup_domain::id::AccountId;
use postup_domain::login::LinkPurpose;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter};

pub(super) mod row {
    use super::{AccountId, LinkPurpose};
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "email_link")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
        pub token_hash: String,
        pub account_id: AccountId,
        pub purpose: LinkPurpose,
        pub created_at: DateTimeUtc,
        pub expires_at: DateTimeUtc,
        pub used_at: Option<DateTimeUtc>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Writes a link down under the hash of its token, and ends those sent before for the same purpose.
pub async fn insert_link(
    tx: &Tx,
    token_hash: &str,
    account: AccountId,
    purpose: LinkPurpose,
    now: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> Result<(), StoreError> {
    end_links(tx, account, Some(purpose), now).await?;
    let row = row::ActiveModel {
        token_hash: Set(token_hash.to_owned()),
        account_id: Set(account),
        purpose: Set(purpose),
        created_at: Set(now),
        expires_at: Set(expires_at),
        used_at: Set(None),
    };
    row::Entity::insert(row).exec_without_returning(tx.db()).await?;
    Ok(())
}

/// Ends the unused links of an account, of one purpose or of all.
pub async fn end_links(
    tx: &Tx,
    account: AccountId,
    purpose: Option<LinkPurpose>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let mut unused = row::Entity::update_many()
        .col_expr(row::Column::UsedAt, Expr::value(now))
        .filter(row::Column::AccountId.eq(account))
        .filter(row::Column::UsedAt.is_null());
    if let Some(purpose) = purpose {
        unused = unused.filter(row::Column::Purpose.eq(purpose));
    }
    unused.exec(tx.db()).await?;
    Ok(())
}

/// Whose link this is, if it still works.
pub async fn find_link(
    db: &impl Read,
    token_hash: &str,
    purpose: LinkPurpose,
    now: DateTime<Utc>,
) -> Result<Option<AccountId>, StoreError> {
    let row = row::Entity::find_by_id(token_hash.to_owned()).filter(works(purpose, now)).one(db.db()).await?;
    Ok(row.map(|row| row.account_id))
}

/// Uses a link up. `false` when it does not work any more: of two at once, one gets `true`.
pub async fn use_link(
    tx: &Tx,
    token_hash: &str,
    purpose: LinkPurpose,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let used = row::Entity::update_many()
        .col_expr(row::Column::UsedAt, Expr::value(now))
        .filter(row::Column::TokenHash.eq(token_hash))
        .filter(works(purpose, now))
        .exec(tx.db())
        .await?;
    Ok(used.rows_affected == 1)
}

fn works(purpose: LinkPurpose, now: DateTime<Utc>) -> Condition {
    Condition::all()
        .add(row::Column::Purpose.eq(purpose))
        .add(row::Column::UsedAt.is_null())
        .add(row::Column::ExpiresAt.gt(now))
}
