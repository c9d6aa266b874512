//! Programs and their parties.

pub(crate) mod row;

use crate::circle::{Circle, within};
use crate::store::{Read, Tx};
use crate::{Cursor, Page, StoreError, sql};
use chrono::{DateTime, NaiveDate, Utc};
use postup_domain::access::{Reach, Sight};
use postup_domain::id::{OrganizationId, ProgramId};
use postup_domain::program::{Program, Publication};
use postup_domain::text::Both;
use row::{party, program};
use sea_orm::sea_query::SelectStatement;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, FromQueryResult, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait,
};

const PARTNER: &str = "partner";
const FUNDER: &str = "funder";

/// Narrows a list of programs.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub circle: Circle,
    pub state: Option<Publication>,
}

/// Programs that exist for an actor: the published, and the drafts within reach.
pub(crate) fn visible(sight: &Sight) -> Condition {
    Condition::any()
        .add(program::Column::State.eq(Publication::Published))
        .add(within_reach(&sight.manages))
        .add(within_reach(&sight.teaches))
}

fn within_reach(reach: &Reach) -> Condition {
    let programs = owned(reach);
    if reach.cohorts.is_empty() {
        return programs;
    }
    let of_cohorts = crate::cohort::row::Entity::find()
        .select_only()
        .column(crate::cohort::row::Column::ProgramId)
        .filter(crate::cohort::row::Column::Id.is_in(reach.cohorts.iter().copied()))
        .into_query();
    Condition::any().add(programs).add(program::Column::Id.in_subquery(of_cohorts))
}

/// The program, if it exists for the actor.
pub async fn find(db: &impl Read, sight: &Sight, id: ProgramId) -> Result<Option<Program>, StoreError> {
    let row = program::Entity::find_by_id(id).filter(visible(sight)).one(db.db()).await?;
    one(db, row).await
}

/// The same by its code.
pub async fn find_by_code(db: &impl Read, sight: &Sight, code: &str) -> Result<Option<Program>, StoreError> {
    let query = program::Entity::find().filter(program::Column::Code.eq(code));
    one(db, query.filter(visible(sight)).one(db.db()).await?).await
}

/// The program, locked until the change ends.
pub async fn lock(tx: &Tx, id: ProgramId) -> Result<Option<Program>, StoreError> {
    let row = program::Entity::find_by_id(id).lock_exclusive().one(tx.db()).await?;
    one(tx, row).await
}

async fn one(db: &impl Read, row: Option<program::Model>) -> Result<Option<Program>, StoreError> {
    let Some(row) = row else { return Ok(None) };
    let parties = parties(db, &[row.id]).await?;
    Ok(Some(row::assemble(row, &parties)))
}

async fn parties(db: &impl Read, programs: &[ProgramId]) -> Result<Vec<party::Model>, StoreError> {
    Ok(party::Entity::find()
        .filter(party::Column::ProgramId.is_in(programs.iter().copied()))
        .order_by_asc(party::Column::OrganizationId)
        .all(db.db())
        .await?)
}

/// Programs by code.
pub async fn list(
    db: &impl Read,
    sight: &Sight,
    filter: &Filter,
    after: Option<&Cursor>,
    limit: u64,
) -> Result<Page<Program>, StoreError> {
    let scope = match filter.circle {
        Circle::Visible => visible(sight),
        Circle::Managed => owned(&sight.manages),
    };
    let mut query = program::Entity::find().filter(scope).order_by_asc(program::Column::Code);
    if let Some(state) = filter.state {
        query = query.filter(program::Column::State.eq(state));
    }
    if let Some(cursor) = after {
        query = query.filter(program::Column::Code.gt(&cursor.value));
    }
    let rows = query.limit(limit + 1).all(db.db()).await?;
    let parties = parties(db, &rows.iter().map(|row| row.id).collect::<Vec<_>>()).await?;
    let programs = rows.into_iter().map(|row| row::assemble(row, &parties)).collect();
    Ok(Page::cut(programs, usize::try_from(limit).unwrap_or(usize::MAX), |program: &Program| Cursor {
        value: program.plan.code.to_string(),
        id: program.id.to_string(),
    }))
}

/// Organizations that run, support or fund programs, each under its present name, by that name.
pub async fn organizations(
    db: &impl Read,
    today: NaiveDate,
) -> Result<Vec<(OrganizationId, Both<String>)>, StoreError> {
    #[derive(FromQueryResult)]
    struct Named {
        id: OrganizationId,
        name_uk: String,
        name_en: String,
    }
    let text = "SELECT o.id, n.name_uk, n.name_en FROM organization o \
        JOIN organization_name n ON n.organization_id = o.id \
        WHERE o.kind IN ('ministry', 'ngo', 'provider', 'donor') AND n.valid_from = \
        (SELECT MAX(m.valid_from) FROM organization_name m WHERE m.organization_id = o.id AND m.valid_from <= $1) \
        ORDER BY n.name_uk";
    let rows = sql::all::<Named>(db, text, vec![today.into()]).await?;
    Ok(rows.into_iter().map(|row| (row.id, Both::new(row.name_uk, row.name_en))).collect())
}

/// Writes a new program.
pub async fn insert(tx: &Tx, program: &Program, now: DateTime<Utc>) -> Result<(), StoreError> {
    let mut columns = row::columns(program);
    columns.id = Set(program.id);
    columns.created_at = Set(now);
    program::Entity::insert(columns).exec_without_returning(tx.db()).await?;
    insert_parties(tx, program).await
}

/// Writes a program back and counts its version up; [`StoreError::Stale`] when somebody else did so meanwhile.
pub async fn update(tx: &Tx, program: &mut Program) -> Result<(), StoreError> {
    let seen = program.version;
    program.version += 1;
    let done = program::Entity::update_many()
        .set(row::columns(program))
        .filter(program::Column::Id.eq(program.id))
        .filter(program::Column::Version.eq(seen))
        .exec(tx.db())
        .await?;
    if done.rows_affected != 1 {
        return Err(StoreError::Stale);
    }
    party::Entity::delete_many().filter(party::Column::ProgramId.eq(program.id)).exec(tx.db()).await?;
    insert_parties(tx, program).await
}

async fn insert_parties(tx: &Tx, program: &Program) -> Result<(), StoreError> {
    let row = |role: &str, organization: OrganizationId| party::ActiveModel {
        program_id: Set(program.id),
        organization_id: Set(organization),
        role: Set(role.to_owned()),
    };
    let partners = program.plan.partners.iter().map(|id| row(PARTNER, *id));
    let rows: Vec<_> = partners.chain(program.plan.funders.iter().map(|id| row(FUNDER, *id))).collect();
    if !rows.is_empty() {
        party::Entity::insert_many(rows).exec_without_returning(tx.db()).await?;
    }
    Ok(())
}

/// Ids of programs that every visitor may see.
pub(crate) fn published() -> SelectStatement {
    program::Entity::find()
        .select_only()
        .column(program::Column::Id)
        .filter(program::Column::State.eq(Publication::Published))
        .into_query()
}

/// Programs whose organization or own id lies within a reach.
pub(crate) fn owned(reach: &Reach) -> Condition {
    within(reach, program::Column::OrganizationId, program::Column::Id)
}

/// Ids of programs that fit a condition.
pub(crate) fn ids(of: Condition) -> SelectStatement {
    program::Entity::find().select_only().column(program::Column::Id).filter(of).into_query()
}
