//! Accounts, sign-ins, links in mail, and how often things were tried. Secrets are kept as hashes only.

use crate::StoreError;
use crate::store::{Read, Tx};
use chrono::{DateTime, Duration, Utc};
use postup_domain::id::{AccountId, LoginId, PersonId};
use postup_domain::login::{Account, AttemptKind, LinkPurpose, Login, LoginKind};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

mod account {
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

mod row {
    use super::{AccountId, Login, LoginId, LoginKind};
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "login")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: LoginId,
        pub account_id: AccountId,
        #[sea_orm(column_type = "Text")]
        pub token_hash: String,
        pub kind: LoginKind,
        pub created_at: DateTimeUtc,
        pub seen_at: DateTimeUtc,
        pub expires_at: DateTimeUtc,
        pub revoked_at: Option<DateTimeUtc>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}

    impl From<Model> for Login {
        fn from(row: Model) -> Self {
            Self {
                id: row.id,
                account: row.account_id,
                kind: row.kind,
                created_at: row.created_at,
                seen_at: row.seen_at,
                expires_at: row.expires_at,
                revoked_at: row.revoked_at,
            }
        }
    }
}

mod link {
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

mod attempt {
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
        let rows = chunk.iter().map(|Credentials { account, password_hash }| account::ActiveModel {
            id: Set(account.id),
            person_id: Set(account.person),
            password_hash: Set(password_hash.clone()),
            email_confirmed_at: Set(account.confirmed_at),
            suspended_at: Set(account.suspended_at),
            created_at: Set(account.created_at),
        });
        account::Entity::insert_many(rows).exec_without_returning(tx.db()).await?;
    }
    Ok(())
}

/// The account of a person, with its hash.
pub async fn credentials(db: &impl Read, person: PersonId) -> Result<Option<Credentials>, StoreError> {
    let row = account::Entity::find().filter(account::Column::PersonId.eq(person)).one(db.db()).await?;
    Ok(row.map(with_hash))
}

/// One account, with its hash.
pub async fn find_credentials(db: &impl Read, id: AccountId) -> Result<Option<Credentials>, StoreError> {
    Ok(account::Entity::find_by_id(id).one(db.db()).await?.map(with_hash))
}

/// The same, held against other changes until the end of this one.
pub async fn lock_credentials(tx: &Tx, id: AccountId) -> Result<Option<Credentials>, StoreError> {
    Ok(account::Entity::find_by_id(id).lock_exclusive().one(tx.db()).await?.map(with_hash))
}

fn with_hash(row: account::Model) -> Credentials {
    let password_hash = row.password_hash.clone();
    Credentials { account: row.into(), password_hash }
}

/// The accounts of these persons.
pub async fn accounts(db: &impl Read, persons: &[PersonId]) -> Result<Vec<Account>, StoreError> {
    let rows = account::Entity::find()
        .filter(account::Column::PersonId.is_in(persons.iter().copied()))
        .all(db.db())
        .await?;
    Ok(rows.into_iter().map(Account::from).collect())
}

/// One account.
pub async fn find_account(db: &impl Read, id: AccountId) -> Result<Option<Account>, StoreError> {
    Ok(account::Entity::find_by_id(id).one(db.db()).await?.map(Account::from))
}

pub async fn set_password(tx: &Tx, id: AccountId, hash: &str) -> Result<(), StoreError> {
    account::Entity::update_many()
        .col_expr(account::Column::PasswordHash, Expr::value(hash))
        .filter(account::Column::Id.eq(id))
        .exec(tx.db())
        .await?;
    Ok(())
}

/// Writes down that the address belongs to the person; the first time counts.
pub async fn set_confirmed(tx: &Tx, id: AccountId, now: DateTime<Utc>) -> Result<(), StoreError> {
    account::Entity::update_many()
        .col_expr(account::Column::EmailConfirmedAt, Expr::value(now))
        .filter(account::Column::Id.eq(id))
        .filter(account::Column::EmailConfirmedAt.is_null())
        .exec(tx.db())
        .await?;
    Ok(())
}

/// Suspends an account, or ends its suspension with `None`.
pub async fn set_suspended(tx: &Tx, id: AccountId, at: Option<DateTime<Utc>>) -> Result<(), StoreError> {
    account::Entity::update_many()
        .col_expr(account::Column::SuspendedAt, Expr::value(at))
        .filter(account::Column::Id.eq(id))
        .exec(tx.db())
        .await?;
    Ok(())
}

/// Writes a sign-in down under the hash of its token.
pub async fn insert(tx: &Tx, login: &Login, token_hash: &str) -> Result<(), StoreError> {
    let row = row::ActiveModel {
        id: Set(login.id),
        account_id: Set(login.account),
        token_hash: Set(token_hash.to_owned()),
        kind: Set(login.kind),
        created_at: Set(login.created_at),
        seen_at: Set(login.seen_at),
        expires_at: Set(login.expires_at),
        revoked_at: Set(login.revoked_at),
    };
    row::Entity::insert(row).exec_without_returning(tx.db()).await?;
    Ok(())
}

/// The sign-in with this token hash, alive or not.
pub async fn find_by_token(db: &impl Read, token_hash: &str) -> Result<Option<Login>, StoreError> {
    let row = row::Entity::find().filter(row::Column::TokenHash.eq(token_hash)).one(db.db()).await?;
    Ok(row.map(Login::from))
}

/// The sign-ins of an account that were not ended, the newest first.
pub async fn list(db: &impl Read, account: AccountId) -> Result<Vec<Login>, StoreError> {
    let rows = row::Entity::find()
        .filter(row::Column::AccountId.eq(account))
        .filter(row::Column::RevokedAt.is_null())
        .order_by_desc(row::Column::Id)
        .limit(100)
        .all(db.db())
        .await?;
    Ok(rows.into_iter().map(Login::from).collect())
}

/// Writes down that a sign-in was used. One that has ended stays ended, whatever the order of two requests (S5).
pub async fn touch(tx: &Tx, id: LoginId, now: DateTime<Utc>) -> Result<(), StoreError> {
    row::Entity::update_many()
        .col_expr(row::Column::SeenAt, Expr::value(now))
        .filter(row::Column::Id.eq(id))
        .filter(row::Column::RevokedAt.is_null())
        .exec(tx.db())
        .await?;
    Ok(())
}

/// Ends one sign-in of an account; `false` when there is none such.
pub async fn revoke(
    tx: &Tx,
    account: AccountId,
    id: LoginId,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let ended = row::Entity::update_many()
        .col_expr(row::Column::RevokedAt, Expr::value(now))
        .filter(row::Column::Id.eq(id))
        .filter(row::Column::AccountId.eq(account))
        .filter(row::Column::RevokedAt.is_null())
        .exec(tx.db())
        .await?;
    Ok(ended.rows_affected == 1)
}

/// Ends every sign-in of an account; returns how many there were.
pub async fn revoke_all(tx: &Tx, account: AccountId, now: DateTime<Utc>) -> Result<u64, StoreError> {
    let ended = row::Entity::update_many()
        .col_expr(row::Column::RevokedAt, Expr::value(now))
        .filter(row::Column::AccountId.eq(account))
        .filter(row::Column::RevokedAt.is_null())
        .exec(tx.db())
        .await?;
    Ok(ended.rows_affected)
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
    let row = link::ActiveModel {
        token_hash: Set(token_hash.to_owned()),
        account_id: Set(account),
        purpose: Set(purpose),
        created_at: Set(now),
        expires_at: Set(expires_at),
        used_at: Set(None),
    };
    link::Entity::insert(row).exec_without_returning(tx.db()).await?;
    Ok(())
}

/// Ends the unused links of an account, of one purpose or of all.
pub async fn end_links(
    tx: &Tx,
    account: AccountId,
    purpose: Option<LinkPurpose>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let mut unused = link::Entity::update_many()
        .col_expr(link::Column::UsedAt, Expr::value(now))
        .filter(link::Column::AccountId.eq(account))
        .filter(link::Column::UsedAt.is_null());
    if let Some(purpose) = purpose {
        unused = unused.filter(link::Column::Purpose.eq(purpose));
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
    let row =
        link::Entity::find_by_id(token_hash.to_owned()).filter(works(purpose, now)).one(db.db()).await?;
    Ok(row.map(|row| row.account_id))
}

/// Uses a link up. `false` when it does not work any more: of two at once, one gets `true`.
pub async fn use_link(
    tx: &Tx,
    token_hash: &str,
    purpose: LinkPurpose,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let used = link::Entity::update_many()
        .col_expr(link::Column::UsedAt, Expr::value(now))
        .filter(link::Column::TokenHash.eq(token_hash))
        .filter(works(purpose, now))
        .exec(tx.db())
        .await?;
    Ok(used.rows_affected == 1)
}

fn works(purpose: LinkPurpose, now: DateTime<Utc>) -> Condition {
    Condition::all()
        .add(link::Column::Purpose.eq(purpose))
        .add(link::Column::UsedAt.is_null())
        .add(link::Column::ExpiresAt.gt(now))
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
    let fresh = attempt::ActiveModel {
        kind: Set(kind.to_string()),
        address_hash: Set(address_hash.to_owned()),
        tries: Set(0),
        since: Set(now),
        locked_until: Set(None),
    };
    attempt::Entity::insert(fresh)
        .on_conflict(
            OnConflict::columns([attempt::Column::Kind, attempt::Column::AddressHash])
                .update_column(attempt::Column::AddressHash)
                .to_owned(),
        )
        .exec_without_returning(tx.db())
        .await?;
    let row = attempt::Entity::find_by_id((kind.to_string(), address_hash.to_owned()))
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
    attempt::Entity::update_many()
        .col_expr(attempt::Column::Tries, Expr::value(attempts.tries))
        .col_expr(attempt::Column::Since, Expr::value(attempts.since))
        .col_expr(attempt::Column::LockedUntil, Expr::value(attempts.locked_until))
        .filter(attempt::Column::Kind.eq(kind.as_str()))
        .filter(attempt::Column::AddressHash.eq(address_hash))
        .exec(tx.db())
        .await?;
    Ok(())
}

/// Forgets the tries at an address.
pub async fn forget_attempts(tx: &Tx, kind: AttemptKind, address_hash: &str) -> Result<(), StoreError> {
    attempt::Entity::delete_by_id((kind.to_string(), address_hash.to_owned())).exec(tx.db()).await?;
    Ok(())
}

/// Forgets what has had no meaning for a month: ended sign-ins, dead links; and tries of yesterday.
pub async fn purge(tx: &Tx, now: DateTime<Utc>) -> Result<(), StoreError> {
    let month_ago = now - Duration::days(30);
    row::Entity::delete_many()
        .filter(
            Condition::any()
                .add(row::Column::ExpiresAt.lt(month_ago))
                .add(row::Column::RevokedAt.lt(month_ago)),
        )
        .exec(tx.db())
        .await?;
    link::Entity::delete_many().filter(link::Column::ExpiresAt.lt(month_ago)).exec(tx.db()).await?;
    attempt::Entity::delete_many()
        .filter(attempt::Column::Since.lt(now - Duration::days(1)))
        .exec(tx.db())
        .await?;
    Ok(())
}
