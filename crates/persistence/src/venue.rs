//! Venues: the places of organizations.

use crate::store::{Read, Tx};
use crate::{Cursor, Page, StoreError};
use postup_domain::access::Sight;
use postup_domain::collation::sort_key;
use postup_domain::id::{OrganizationId, VenueId};
use postup_domain::text::{Name, Title};
use postup_domain::venue::{Plan, Venue};
use row::{Column, Entity};
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::HashSet;

mod row {
    use super::{Name, OrganizationId, Title, VenueId};
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "venue")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: VenueId,
        pub organization_id: OrganizationId,
        pub name: Name,
        pub address: Title,
        #[sea_orm(column_type = "Text", nullable)]
        pub territory: Option<String>,
        pub seats: i32,
        pub shelter: Option<i32>,
        pub archived: bool,
        #[sea_orm(column_type = "Text")]
        pub sort_key: String,
        pub version: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

impl From<row::Model> for Venue {
    fn from(row: row::Model) -> Self {
        Self {
            id: row.id,
            organization: row.organization_id,
            plan: Plan {
                name: row.name,
                address: row.address,
                territory: row.territory,
                seats: row.seats,
                shelter: row.shelter,
            },
            archived: row.archived,
            version: row.version,
        }
    }
}

fn columns(venue: &Venue) -> row::ActiveModel {
    let plan = venue.plan.clone();
    row::ActiveModel {
        id: Set(venue.id),
        organization_id: Set(venue.organization),
        sort_key: Set(sort_key(plan.name.as_str())),
        name: Set(plan.name),
        address: Set(plan.address),
        territory: Set(plan.territory),
        seats: Set(plan.seats),
        shelter: Set(plan.shelter),
        archived: Set(venue.archived),
        version: Set(venue.version),
    }
}

/// Places exist for those who manage something that their organization runs.
fn visible(sight: &Sight) -> Condition {
    let reach = &sight.manages;
    if reach.everything {
        return crate::circle::all();
    }
    let runs = |table: &'static str, ids: Vec<sea_orm::Value>| {
        Query::select().column("organization_id").from(table).and_where(Expr::col("id").is_in(ids)).take()
    };
    let mut any = crate::circle::none();
    if !reach.organizations.is_empty() {
        any = any.add(Column::OrganizationId.is_in(reach.organizations.iter().copied()));
    }
    if !reach.programs.is_empty() {
        let ids = reach.programs.iter().map(|id| (*id).into()).collect();
        any = any.add(Column::OrganizationId.in_subquery(runs("program", ids)));
    }
    if !reach.cohorts.is_empty() {
        let ids = reach.cohorts.iter().map(|id| (*id).into()).collect();
        any = any.add(Column::OrganizationId.in_subquery(runs("cohort", ids)));
    }
    any
}

/// Writes a new place down.
pub async fn insert(tx: &Tx, venue: &Venue) -> Result<(), StoreError> {
    Entity::insert(columns(venue)).exec_without_returning(tx.db()).await?;
    Ok(())
}

/// Writes a place back and counts its version up.
///
/// # Errors
/// `Stale` when somebody else did so meanwhile.
pub async fn update(tx: &Tx, venue: &mut Venue) -> Result<(), StoreError> {
    let seen = venue.version;
    venue.version += 1;
    let done = Entity::update_many()
        .set(columns(venue))
        .filter(Column::Id.eq(venue.id))
        .filter(Column::Version.eq(seen))
        .exec(tx.db())
        .await?;
    if done.rows_affected == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// The place, if it exists for the actor.
pub async fn find(db: &impl Read, sight: &Sight, id: VenueId) -> Result<Option<Venue>, StoreError> {
    let row = Entity::find_by_id(id).filter(visible(sight)).one(db.db()).await?;
    Ok(row.map(Venue::from))
}

/// Those of some places that were not put away.
pub async fn usable(db: &impl Read, ids: &[VenueId]) -> Result<HashSet<VenueId>, StoreError> {
    let rows = Entity::find().filter(Column::Id.is_in(ids.to_vec())).filter(Column::Archived.eq(false));
    Ok(rows.all(db.db()).await?.into_iter().map(|row| row.id).collect())
}

/// The place, locked until the change ends.
pub async fn lock(tx: &Tx, id: VenueId) -> Result<Option<Venue>, StoreError> {
    Ok(Entity::find_by_id(id).lock_exclusive().one(tx.db()).await?.map(Venue::from))
}

/// Which places a list is about.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub organization: Option<OrganizationId>,
    /// Those too in which nothing new is planned.
    pub archived: bool,
}

/// Places in the order of the Ukrainian alphabet.
pub async fn list(
    db: &impl Read,
    sight: &Sight,
    filter: &Filter,
    after: Option<&Cursor>,
    limit: u64,
) -> Result<Page<Venue>, StoreError> {
    let mut query = Entity::find()
        .filter(visible(sight))
        .order_by_asc(Column::SortKey)
        .order_by_asc(Column::Id)
        .limit(limit + 1);
    if let Some(organization) = filter.organization {
        query = query.filter(Column::OrganizationId.eq(organization));
    }
    if !filter.archived {
        query = query.filter(Column::Archived.eq(false));
    }
    if let Some((key, id)) =
        after.and_then(|cursor| Some((&cursor.value, cursor.id.parse::<VenueId>().ok()?)))
    {
        query = query.filter(
            Condition::any()
                .add(Column::SortKey.gt(key))
                .add(Condition::all().add(Column::SortKey.eq(key)).add(Column::Id.gt(id))),
        );
    }
    let rows = query.all(db.db()).await?;
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let cursor = |row: &row::Model| Cursor { value: row.sort_key.clone(), id: row.id.to_string() };
    Ok(Page::cut(rows, limit, cursor).map(Venue::from))
}
