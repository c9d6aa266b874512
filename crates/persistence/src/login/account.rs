//! Accounts: who may sign in, with the hash of the password.

use crate::StoreError;
use crate::store::{Read, Tx};
use chrono::{DateTime, Utc};
use postup_domain::id::{AccountId, PersonId};
use postup_domain::login::Account;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

mod row {
    use super::{Account, AccountId, PersonId};
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "account")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: AccountId,
        pub person_id: PersonId,
        #[sea_orm(column_type = "Text")]
        pub password_hash: String,
        pub email_confirmed_at: Option<DateTimeUtc>,
        pub suspended_at: Option<DateTimeUtc>,
        pub created_at: DateTimeUtc,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}

    impl From<Model> for Account {
        fn from(row: Model) -> Self {
            Self {
                id: row.id,
                person: row.person_id,
                confirmed_at: row.email_confirmed_at,
                suspended_at: row.suspended_at,
                created_at: row.created_at,
            }
        }
    }
}

/// An account with the hash of its password. The hash leaves the use-cases of this noun nowhere.
#[derive(Clone, PartialEq, Eq)]
pub struct Credentials {
    pub account: Account,
    /// A PHC string: algorithm, parameters, salt, hash.
    pub password_hash: String,
}

/// Writes an account down. A second one of the same person is a `Duplicate` of `person_id`.
pub async fn insert_account(tx: &Tx, new: &Credentials) -> Result<(), StoreError> {
    insert_accounts(tx, std::slice::from_ref(new)).await
}

/// Writes many accounts down, a thousand a statement.
pub async fn insert_accounts(tx: &Tx, new: &[Credentials]) -> Result<(), StoreError> {
    for chunk in new.chunks(1_000) {
        let rows = chunk.iter().map(|Credentials { account, password_hash }| row::ActiveModel {
            id: Set(account.id),
            person_id: Set(account.person),
            password_hash: Set(password_hash.clone()),
            email_confirmed_at: Set(account.confirmed_at),
            suspended_at: Set(account.suspended_at),
            created_at: Set(account.created_at),
        });
        row::Entity::insert_many(rows).exec_without_returning(tx.db()).await?;
    }
    Ok(())
}

/// The account of a person, with its hash.
pub async fn credentials(db: &impl Read, person: PersonId) -> Result<Option<Credentials>, StoreError> {
    let row = row::Entity::find().filter(row::Column::PersonId.eq(person)).one(db.db()).await?;
    Ok(row.map(with_hash))
}

/// One account, with its hash.
pub async fn find_credentials(db: &impl Read, id: AccountId) -> Result<Option<Credentials>, StoreError> {
    Ok(row::Entity::find_by_id(id).one(db.db()).await?.map(with_hash))
}

/// The same, held against other changes until the end of this one.
pub async fn lock_credentials(tx: &Tx, id: AccountId) -> Result<Option<Credentials>, StoreError> {
    Ok(row::Entity::find_by_id(id).lock_exclusive().one(tx.db()).await?.map(with_hash))
}

fn with_hash(row: row::Model) -> Credentials {
    let password_hash = row.password_hash.clone();
    Credentials { account: row.into(), password_hash }
}

/// The accounts of these persons.
pub async fn accounts(db: &impl Read, persons: &[PersonId]) -> Result<Vec<Account>, StoreError> {
    let rows =
        row::Entity::find().filter(row::Column::PersonId.is_in(persons.iter().copied())).all(db.db()).await?;
    Ok(rows.into_iter().map(Account::from).collect())
}

/// One account.
pub async fn find_account(db: &impl Read, id: AccountId) -> Result<Option<Account>, StoreError> {
    Ok(row::Entity::find_by_id(id).one(db.db()).await?.map(Account::from))
}

pub async fn set_password(tx: &Tx, id: AccountId, hash: &str) -> Result<(), StoreError> {
    row::Entity::update_many()
        .col_expr(row::Column::PasswordHash, Expr::value(hash))
        .filter(row::Column::Id.eq(id))
        .exec(tx.db())
        .await?;
    Ok(())
}

/// Writes down that the address belongs to the person; the first time counts.
pub async fn set_confirmed(tx: &Tx, id: AccountId, now: DateTime<Utc>) -> Result<(), StoreError> {
    row::Entity::update_many()
        .col_expr(row::Column::EmailConfirmedAt, Expr::value(now))
        .filter(row::Column::Id.eq(id))
        .filter(row::Column::EmailConfirmedAt.is_null())
        .exec(tx.db())
        .await?;
    Ok(())
}

/// Suspends an account, or ends its suspension with `None`.
pub async fn set_suspended(tx: &Tx, id: AccountId, at: Option<DateTime<Utc>>) -> Result<(), StoreError> {
    row::Entity::update_many()
        .col_expr(row::Column::SuspendedAt, Expr::value(at))
        .filter(row::Column::Id.eq(id))
        .exec(tx.db())
        .await?;
    Ok(())
}
