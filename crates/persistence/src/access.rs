//! Grants: who has which role, where, for how long.

use crate::store::{Read, Tx};
use crate::{StoreError, circle};
use chrono::{DateTime, Utc};
use postup_domain::access::{Author, CohortPlace, Grant, Role, Scope};
use postup_domain::id::{CohortId, GrantId, OrganizationId, PersonId};
use postup_domain::text::{Both, Title};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect,
};
use std::collections::{BTreeSet, HashMap};

mod row {
    use super::{Grant, GrantId, PersonId, Role, Scope};
    use crate::StoreError;
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "access_grant")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: GrantId,
        pub person_id: PersonId,
        pub role: Role,
        #[sea_orm(column_type = "Text")]
        pub scope_kind: String,
        #[sea_orm(column_type = "Text")]
        pub scope_target: String,
        pub valid_from: DateTimeUtc,
        pub valid_to: Option<DateTimeUtc>,
        pub granted_by: Option<PersonId>,
        pub granted_at: DateTimeUtc,
        pub revoked_at: Option<DateTimeUtc>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}

    impl TryFrom<Model> for Grant {
        type Error = StoreError;

        fn try_from(row: Model) -> Result<Self, StoreError> {
            let scope = Scope::parse(&row.scope_kind, &row.scope_target)
                .ok_or_else(|| StoreError::corrupt(format!("scope of grant {}", row.id)))?;
            Ok(Self {
                id: row.id,
                person: row.person_id,
                role: row.role,
                scope,
                valid_from: row.valid_from,
                valid_to: row.valid_to,
            })
        }
    }
}

fn grants(rows: Vec<row::Model>) -> Result<Vec<Grant>, StoreError> {
    rows.into_iter().map(Grant::try_from).collect()
}

/// Writes a grant down. The same role in the same scope twice is a `Duplicate`.
pub async fn insert(tx: &Tx, grant: &Grant, author: Author, now: DateTime<Utc>) -> Result<(), StoreError> {
    let row = row::ActiveModel {
        id: Set(grant.id),
        person_id: Set(grant.person),
        role: Set(grant.role),
        scope_kind: Set(grant.scope.kind().to_owned()),
        scope_target: Set(grant.scope.target()),
        valid_from: Set(grant.valid_from),
        valid_to: Set(grant.valid_to),
        granted_by: Set(author),
        granted_at: Set(now),
        revoked_at: Set(None),
    };
    row::Entity::insert(row).exec_without_returning(tx.db()).await?;
    Ok(())
}

/// A grant that was not taken back.
pub async fn find(db: &impl Read, id: GrantId) -> Result<Option<Grant>, StoreError> {
    row::Entity::find_by_id(id)
        .filter(row::Column::RevokedAt.is_null())
        .one(db.db())
        .await?
        .map(Grant::try_from)
        .transpose()
}

/// Takes a grant back; `false` when it was not there.
pub async fn revoke(tx: &Tx, id: GrantId, now: DateTime<Utc>) -> Result<bool, StoreError> {
    let taken = row::Entity::update_many()
        .col_expr(row::Column::RevokedAt, Expr::value(now))
        .filter(row::Column::Id.eq(id))
        .filter(row::Column::RevokedAt.is_null())
        .exec(tx.db())
        .await?;
    Ok(taken.rows_affected == 1)
}

/// The grants of these persons that were not taken back, also those to come and those that have run out.
pub async fn of_persons(db: &impl Read, persons: &[PersonId]) -> Result<Vec<Grant>, StoreError> {
    let rows = row::Entity::find()
        .filter(row::Column::PersonId.is_in(persons.iter().copied()))
        .filter(row::Column::RevokedAt.is_null())
        .order_by_asc(row::Column::Id)
        .all(db.db())
        .await?;
    grants(rows)
}

/// The grants of one role in one scope that were not taken back: the trainers of a cohort.
pub async fn of_scope(db: &impl Read, role: Role, scope: &Scope) -> Result<Vec<Grant>, StoreError> {
    of_scopes(db, role, std::slice::from_ref(scope)).await
}

/// The grants of one role in some scopes that were not taken back.
pub async fn of_scopes(db: &impl Read, role: Role, scopes: &[Scope]) -> Result<Vec<Grant>, StoreError> {
    let mut any = circle::none();
    for scope in scopes {
        any = any.add(in_scope(scope));
    }
    let rows = row::Entity::find()
        .filter(row::Column::Role.eq(role))
        .filter(row::Column::RevokedAt.is_null())
        .filter(any)
        .order_by_asc(row::Column::Id)
        .all(db.db())
        .await?;
    grants(rows)
}

/// Who teaches a cohort now, each once.
pub async fn trainers_of(
    db: &impl Read,
    cohort: CohortId,
    now: DateTime<Utc>,
) -> Result<Vec<PersonId>, StoreError> {
    let grants = of_scope(db, Role::Trainer, &Scope::Cohort(cohort)).await?;
    let teach = grants.into_iter().filter(|grant| grant.counts_at(now));
    let mut trainers: Vec<PersonId> = teach.map(|grant| grant.person).collect();
    trainers.sort_unstable();
    trainers.dedup();
    Ok(trainers)
}

/// Those of one scope, held until the end of the change.
pub async fn lock_scope(tx: &Tx, role: Role, scope: &Scope) -> Result<Vec<Grant>, StoreError> {
    let rows = row::Entity::find()
        .filter(row::Column::Role.eq(role))
        .filter(row::Column::RevokedAt.is_null())
        .filter(in_scope(scope))
        .order_by_asc(row::Column::Id)
        .lock_exclusive()
        .all(tx.db())
        .await?;
    grants(rows)
}

fn in_scope(scope: &Scope) -> Condition {
    Condition::all()
        .add(row::Column::ScopeKind.eq(scope.kind()))
        .add(row::Column::ScopeTarget.eq(scope.target()))
}

/// Who manages a cohort now: those whose grants reach least far, so that a letter about it goes to whoever is nearest.
pub async fn managers_of(
    db: &impl Read,
    at: &CohortPlace,
    now: DateTime<Utc>,
) -> Result<Vec<PersonId>, StoreError> {
    let scopes = [
        Scope::Cohort(at.cohort),
        Scope::Program(at.program),
        Scope::Organization(at.organization),
        Scope::Everything,
    ];
    let grants = of_scopes(db, Role::ProgramManager, &scopes).await?;
    let grants: Vec<Grant> = grants.into_iter().filter(|grant| grant.counts_at(now)).collect();
    let within = |scope: &Scope| -> BTreeSet<PersonId> {
        grants.iter().filter(|grant| grant.scope == *scope).map(|grant| grant.person).collect()
    };
    let nearest = scopes.iter().map(within).find(|people| !people.is_empty());
    Ok(nearest.unwrap_or_default().into_iter().collect())
}

/// The persons who can administer now and for good: with a working account and a grant that counts and has no end. All
/// such grants are held until the end of the change, so that two administrators cannot take each other away at once.
pub async fn lock_administrators(tx: &Tx, now: DateTime<Utc>) -> Result<Vec<PersonId>, StoreError> {
    let account = Query::select()
        .column(Alias::new("person_id"))
        .from(Alias::new("account"))
        .and_where(Expr::col(Alias::new("suspended_at")).is_null())
        .and_where(Expr::col(Alias::new("email_confirmed_at")).is_not_null())
        .take();
    row::Entity::find()
        .filter(row::Column::Role.eq(Role::Administrator))
        .filter(row::Column::RevokedAt.is_null())
        .order_by_asc(row::Column::Id)
        .lock_exclusive()
        .all(tx.db())
        .await?;
    let rows = row::Entity::find()
        .filter(row::Column::Role.eq(Role::Administrator))
        .filter(row::Column::RevokedAt.is_null())
        .filter(row::Column::ValidFrom.lte(now))
        .filter(row::Column::ValidTo.is_null())
        .filter(row::Column::PersonId.in_subquery(account))
        .all(tx.db())
        .await?;
    Ok(rows.into_iter().map(|row| row.person_id).collect())
}

/// What programs, cohorts and organizations in scopes are called; the rest needs no name.
pub async fn scope_names(
    db: &impl Read,
    scopes: &[Scope],
    on: chrono::NaiveDate,
) -> Result<HashMap<String, Both<String>>, StoreError> {
    let mut names = HashMap::new();
    let organizations: Vec<OrganizationId> = scopes
        .iter()
        .filter_map(|scope| if let Scope::Organization(id) = scope { Some(*id) } else { None })
        .collect();
    for organization in crate::organization::find_all(db, &organizations, on).await? {
        let Both { uk, en } = organization.name;
        names.insert(organization.id.to_string(), both(&uk, &en));
    }
    for (table, ids) in [
        (
            "program",
            scopes
                .iter()
                .filter_map(|scope| if let Scope::Program(id) = scope { Some(id.0) } else { None })
                .collect::<Vec<_>>(),
        ),
        (
            "cohort",
            scopes
                .iter()
                .filter_map(|scope| if let Scope::Cohort(id) = scope { Some(id.0) } else { None })
                .collect(),
        ),
    ] {
        if ids.is_empty() {
            continue;
        }
        let select = Query::select()
            .columns([Alias::new("id"), Alias::new("code")])
            .from(Alias::new(table))
            .and_where(Expr::col(Alias::new("id")).is_in(ids))
            .take();
        for row in db.db().query_all(&select).await? {
            let (id, code): (uuid::Uuid, String) = (row.try_get("", "id")?, row.try_get("", "code")?);
            names.insert(id.to_string(), Both::new(code.clone(), code));
        }
    }
    Ok(names)
}

fn both(uk: &Title, en: &Title) -> Both<String> {
    Both::new(uk.to_string(), en.to_string())
}
