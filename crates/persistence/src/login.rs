//! Accounts, sign-ins, links in mail, and how often things were tried. Secrets are kept as hashes only.

mod account;
mod attempt;
mod link;

pub use account::{
    Credentials, accounts, credentials, find_account, find_credentials, insert_account, insert_accounts,
    lock_credentials, set_confirmed, set_password, set_suspended,
};
pub use attempt::{Attempts, forget_attempts, lock_attempts, set_attempts};
pub use link::{end_links, find_link, insert_link, use_link};

use crate::StoreError;
use crate::sql;
use crate::store::{Read, Tx};
use chrono::{DateTime, Duration, Utc};
use postup_domain::access::{Grant, Role, Scope};
use postup_domain::id::{AccountId, GrantId, LoginId, OrganizationId, PersonId, StandInId};
use postup_domain::login::{Login, LoginKind};
use postup_domain::person::Language;
use postup_domain::stand_in::StandIn;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, FromQueryResult, QueryFilter, QueryOrder,
    QuerySelect,
};

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

/// Who brings a token: the sign-in, its account and person, and the roles that were not taken back.
#[derive(Clone, Debug)]
pub struct Bearer {
    pub login: Login,
    pub suspended_at: Option<DateTime<Utc>>,
    pub person: PersonId,
    pub given_name: String,
    pub family_name: String,
    pub language: Language,
    pub grants: Vec<Grant>,
    /// In whose place the person acts now.
    pub stands_in: Vec<StandIn>,
}

#[derive(FromQueryResult)]
struct BearerRow {
    id: LoginId,
    account_id: AccountId,
    kind: LoginKind,
    created_at: DateTime<Utc>,
    seen_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
    revoked_at: Option<DateTime<Utc>>,
    suspended_at: Option<DateTime<Utc>>,
    person_id: PersonId,
    given_name: String,
    family_name: String,
    language: Language,
    grant_id: Option<GrantId>,
    role: Option<Role>,
    scope_kind: Option<String>,
    scope_target: Option<String>,
    valid_from: Option<DateTime<Utc>>,
    valid_to: Option<DateTime<Utc>>,
    stand_in: Option<StandInId>,
    stood_in: Option<OrganizationId>,
    absent: Option<PersonId>,
    stands_from: Option<DateTime<Utc>>,
    stands_to: Option<DateTime<Utc>>,
}

/// Whose token has this hash, alive or not. One statement, since every request of a signed-in person begins with it.
pub async fn find_bearer(
    db: &impl Read,
    token_hash: &str,
    now: DateTime<Utc>,
) -> Result<Option<Bearer>, StoreError> {
    let text = "SELECT l.id, l.account_id, l.kind, l.created_at, l.seen_at, l.expires_at, l.revoked_at, \
         a.suspended_at, p.id AS person_id, p.given_name, p.family_name, p.language, \
         g.id AS grant_id, g.role, g.scope_kind, g.scope_target, g.valid_from, g.valid_to, \
         s.id AS stand_in, s.organization_id AS stood_in, o.person_id AS absent, s.valid_from AS stands_from, \
         s.valid_to AS stands_to FROM login l JOIN account a ON a.id = l.account_id JOIN person p ON p.id = a.person_id \
         LEFT JOIN access_grant g ON g.person_id = p.id AND g.revoked_at IS NULL \
         LEFT JOIN stand_in s ON s.deputy_id = p.id AND s.organization_id = p.organization_id AND s.ended_at IS NULL \
         AND s.valid_from <= $2 AND s.valid_to > $2 \
         LEFT JOIN access_grant o ON o.id = s.grant_id AND o.revoked_at IS NULL AND o.valid_from <= $2 \
         AND (o.valid_to IS NULL OR o.valid_to > $2) WHERE l.token_hash = $1 ORDER BY g.id";
    let rows = sql::all::<BearerRow>(db, text, vec![token_hash.into(), now.into()]).await?;
    let Some(first) = rows.first() else { return Ok(None) };
    let mut bearer = first.bearer();
    for row in rows {
        // Each role comes with each person whose place is taken.
        let stands_in = row.stands_in().filter(|one| !bearer.stands_in.contains(one));
        bearer.stands_in.extend(stands_in);
        let grant = row.into_grant()?.filter(|grant| bearer.grants.last() != Some(grant));
        bearer.grants.extend(grant);
    }
    Ok(Some(bearer))
}

impl BearerRow {
    fn bearer(&self) -> Bearer {
        Bearer {
            login: Login {
                id: self.id,
                account: self.account_id,
                kind: self.kind,
                created_at: self.created_at,
                seen_at: self.seen_at,
                expires_at: self.expires_at,
                revoked_at: self.revoked_at,
            },
            suspended_at: self.suspended_at,
            person: self.person_id,
            given_name: self.given_name.clone(),
            family_name: self.family_name.clone(),
            language: self.language,
            grants: Vec::new(),
            stands_in: Vec::new(),
        }
    }

    /// In whose place the person acts, by this row; nothing where the officer has the role no more.
    fn stands_in(&self) -> Option<StandIn> {
        Some(StandIn {
            id: self.stand_in?,
            organization: self.stood_in?,
            absent: self.absent?,
            deputy: self.person_id,
            valid_from: self.stands_from?,
            valid_to: self.stands_to?,
            ended_at: None,
        })
    }

    /// The role in this row; nothing where the person has none.
    fn into_grant(self) -> Result<Option<Grant>, StoreError> {
        let (Some(id), Some(role), Some(kind), Some(target), Some(valid_from)) =
            (self.grant_id, self.role, self.scope_kind, self.scope_target, self.valid_from)
        else {
            return Ok(None);
        };
        let scope = Scope::parse(&kind, &target)
            .ok_or_else(|| StoreError::corrupt(format!("scope of grant {id}")))?;
        Ok(Some(Grant { id, person: self.person_id, role, scope, valid_from, valid_to: self.valid_to }))
    }
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
    link::row::Entity::delete_many().filter(link::row::Column::ExpiresAt.lt(month_ago)).exec(tx.db()).await?;
    attempt::row::Entity::delete_many()
        .filter(attempt::row::Column::Since.lt(now - Duration::days(1)))
        .exec(tx.db())
        .await?;
    Ok(())
}
