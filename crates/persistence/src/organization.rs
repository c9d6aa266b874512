//! Organizations and their names, each from a day on (standards ORG-01).

use crate::found::HAS_SOUNDS;
use crate::store::{Read, Tx};
use crate::{Cursor, Page, StoreError};
use chrono::NaiveDate;
use postup_domain::collation::sort_key;
use postup_domain::id::OrganizationId;
use postup_domain::organization::{DatedName, Edrpou, Organization, OrganizationKind};
use postup_domain::search::searchable;
use postup_domain::text::{Both, Title};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::OnConflict,
};
use std::collections::HashMap;

mod row {
    use super::{Edrpou, OrganizationId, OrganizationKind};
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "organization")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: OrganizationId,
        pub kind: OrganizationKind,
        pub edrpou: Option<Edrpou>,
        #[sea_orm(column_type = "Text", nullable)]
        pub territory: Option<String>,
        #[sea_orm(column_type = "Text")]
        pub sort_key: String,
        #[sea_orm(column_type = "Text")]
        pub search: String,
        pub version: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod name {
    use super::{Both, DatedName, OrganizationId, Title};
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "organization_name")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub organization_id: OrganizationId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub valid_from: Date,
        pub name_uk: Title,
        pub name_en: Title,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}

    impl From<Model> for DatedName {
        fn from(row: Model) -> Self {
            Self { name: Both::new(row.name_uk, row.name_en), valid_from: row.valid_from }
        }
    }
}

fn active(organization: &Organization) -> row::ActiveModel {
    let edrpou = organization.edrpou.as_ref().map_or("", Edrpou::as_str);
    let name = &organization.name;
    row::ActiveModel {
        id: Set(organization.id),
        kind: Set(organization.kind),
        edrpou: Set(organization.edrpou.clone()),
        territory: Set(organization.territory.clone()),
        sort_key: Set(sort_key(name.uk.as_str())),
        search: Set(searchable([name.uk.as_str(), name.en.as_str(), edrpou])),
        version: Set(organization.version),
    }
}

/// Writes an organization down with the name it bears from a day on.
pub async fn insert(tx: &Tx, organization: &Organization, since: NaiveDate) -> Result<(), StoreError> {
    insert_all(tx, std::slice::from_ref(organization), since).await
}

/// Writes many organizations down, a thousand a statement.
pub async fn insert_all(tx: &Tx, organizations: &[Organization], since: NaiveDate) -> Result<(), StoreError> {
    for chunk in organizations.chunks(1_000) {
        row::Entity::insert_many(chunk.iter().map(active)).exec_without_returning(tx.db()).await?;
        let names = chunk.iter().map(|organization| dated(organization, since));
        name::Entity::insert_many(names).exec_without_returning(tx.db()).await?;
    }
    Ok(())
}

fn dated(organization: &Organization, since: NaiveDate) -> name::ActiveModel {
    name::ActiveModel {
        organization_id: Set(organization.id),
        valid_from: Set(since),
        name_uk: Set(organization.name.uk.clone()),
        name_en: Set(organization.name.en.clone()),
    }
}

/// Writes the record anew; `organization.version` is the one that was read. The names are kept by [`rename`].
///
/// # Errors
/// `Stale` when somebody wrote it meanwhile.
pub async fn update(tx: &Tx, organization: &Organization) -> Result<(), StoreError> {
    let next = row::ActiveModel { version: Set(organization.version + 1), ..active(organization) };
    let written = row::Entity::update_many()
        .set(next)
        .filter(row::Column::Id.eq(organization.id))
        .filter(row::Column::Version.eq(organization.version))
        .exec(tx.db())
        .await?;
    if written.rows_affected == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// Writes anew what some organizations are found by that were written down before there were sounds; how many they were.
pub(crate) async fn renew_search(tx: &Tx) -> Result<usize, StoreError> {
    let old = row::Entity::find().filter(row::Column::Search.not_like(HAS_SOUNDS)).limit(1_000);
    let organizations = named(tx, old.all(tx.db()).await?, NaiveDate::MAX).await?;
    for organization in &organizations {
        row::Entity::update_many()
            .set(row::ActiveModel { search: active(organization).search, ..Default::default() })
            .filter(row::Column::Id.eq(organization.id))
            .exec(tx.db())
            .await?;
    }
    Ok(organizations.len())
}

/// Adds the name in force from a day on, or corrects the one that is written for that day.
pub async fn rename(tx: &Tx, organization: &Organization, since: NaiveDate) -> Result<(), StoreError> {
    name::Entity::insert(dated(organization, since))
        .on_conflict(
            OnConflict::columns([name::Column::OrganizationId, name::Column::ValidFrom])
                .update_columns([name::Column::NameUk, name::Column::NameEn])
                .to_owned(),
        )
        .exec_without_returning(tx.db())
        .await?;
    Ok(())
}

/// All names of an organization, the newest first.
pub async fn names(db: &impl Read, id: OrganizationId) -> Result<Vec<DatedName>, StoreError> {
    let rows = name::Entity::find()
        .filter(name::Column::OrganizationId.eq(id))
        .order_by_desc(name::Column::ValidFrom)
        .all(db.db())
        .await?;
    Ok(rows.into_iter().map(DatedName::from).collect())
}

/// One organization with the name in force on a day. Organizations are no secret.
pub async fn find(
    db: &impl Read,
    id: OrganizationId,
    on: NaiveDate,
) -> Result<Option<Organization>, StoreError> {
    Ok(find_all(db, &[id], on).await?.into_iter().next())
}

/// These organizations with the names in force on a day, in the order of the alphabet.
pub async fn find_all(
    db: &impl Read,
    ids: &[OrganizationId],
    on: NaiveDate,
) -> Result<Vec<Organization>, StoreError> {
    let rows = row::Entity::find()
        .filter(row::Column::Id.is_in(ids.iter().copied()))
        .order_by_asc(row::Column::SortKey)
        .order_by_asc(row::Column::Id)
        .all(db.db())
        .await?;
    named(db, rows, on).await
}

/// Those with this number of the register of legal entities.
pub async fn with_edrpou(
    db: &impl Read,
    edrpou: &Edrpou,
    on: NaiveDate,
) -> Result<Vec<Organization>, StoreError> {
    let rows = row::Entity::find().filter(row::Column::Edrpou.eq(edrpou.clone())).all(db.db()).await?;
    named(db, rows, on).await
}

/// Organizations whose name or number has these words, in the order of the Ukrainian alphabet.
pub async fn list(
    db: &impl Read,
    words: &str,
    kind: Option<OrganizationKind>,
    on: NaiveDate,
    after: Option<&Cursor>,
    limit: u64,
) -> Result<Page<Organization>, StoreError> {
    let mut query = row::Entity::find()
        .filter(crate::has_words(row::Column::Search, words))
        .order_by_asc(row::Column::SortKey)
        .order_by_asc(row::Column::Id)
        .limit(limit + 1);
    if let Some(kind) = kind {
        query = query.filter(row::Column::Kind.eq(kind));
    }
    if let Some((key, id)) =
        after.and_then(|cursor| Some((&cursor.value, cursor.id.parse::<OrganizationId>().ok()?)))
    {
        query = query.filter(
            Condition::any()
                .add(row::Column::SortKey.gt(key))
                .add(Condition::all().add(row::Column::SortKey.eq(key)).add(row::Column::Id.gt(id))),
        );
    }
    let rows = query.all(db.db()).await?;
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let page = Page::cut(rows, limit, |row| Cursor { value: row.sort_key.clone(), id: row.id.to_string() });
    Ok(Page { items: named(db, page.items, on).await?, next: page.next })
}

/// Puts to each row the name in force on the day; before the first name, that first one.
async fn named(
    db: &impl Read,
    rows: Vec<row::Model>,
    on: NaiveDate,
) -> Result<Vec<Organization>, StoreError> {
    let names = name::Entity::find()
        .filter(name::Column::OrganizationId.is_in(rows.iter().map(|row| row.id)))
        .order_by_asc(name::Column::ValidFrom)
        .all(db.db())
        .await?;
    let mut in_force: HashMap<OrganizationId, name::Model> = HashMap::new();
    for name in names {
        if name.valid_from <= on || !in_force.contains_key(&name.organization_id) {
            in_force.insert(name.organization_id, name);
        }
    }
    rows.into_iter()
        .map(|row| {
            let name = in_force
                .remove(&row.id)
                .ok_or_else(|| StoreError::corrupt(format!("organization {} has no name", row.id)))?;
            Ok(Organization {
                id: row.id,
                kind: row.kind,
                name: Both::new(name.name_uk, name.name_en),
                edrpou: row.edrpou,
                territory: row.territory,
                version: row.version,
            })
        })
        .collect()
}
