//! Persons.

use crate::found::HAS_SOUNDS;
use crate::store::{Read, Tx};
use crate::{Cursor, Page, StoreError, sql};
use chrono::{DateTime, Utc};
use postup_domain::access::{Reach, Role, Sight};
use postup_domain::collation::sort_key;
use postup_domain::id::{CohortId, OrganizationId, PersonId};
use postup_domain::person::{AppointmentKind, FullName, Language, Person};
use postup_domain::search::searchable;
use postup_domain::text::{EmailAddress, Line, Name};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, FromQueryResult, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait as _,
};

mod row {
    use super::{
        AppointmentKind, EmailAddress, FullName, Language, Line, Name, OrganizationId, Person, PersonId,
    };
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "person")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: PersonId,
        pub family_name: Name,
        pub given_name: Name,
        pub patronymic: Option<Name>,
        pub latin_family_name: Name,
        pub latin_given_name: Name,
        pub email: EmailAddress,
        pub organization_id: Option<OrganizationId>,
        pub position: Option<Line>,
        pub position_category: Option<i16>,
        pub appointment: Option<AppointmentKind>,
        #[sea_orm(column_type = "Text", nullable)]
        pub territory: Option<String>,
        pub language: Language,
        #[sea_orm(column_type = "Text")]
        pub sort_key: String,
        #[sea_orm(column_type = "Text")]
        pub search: String,
        pub created_at: DateTimeUtc,
        pub version: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}

    impl From<Model> for Person {
        fn from(row: Model) -> Self {
            Self {
                id: row.id,
                name: FullName {
                    family: row.family_name,
                    given: row.given_name,
                    patronymic: row.patronymic,
                    latin_family: row.latin_family_name,
                    latin_given: row.latin_given_name,
                },
                email: row.email,
                employer: row.organization_id,
                position: row.position,
                position_category: row.position_category,
                appointment: row.appointment,
                territory: row.territory,
                language: row.language,
                version: row.version,
            }
        }
    }
}

/// Which persons to list.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Words of the name or the address, in any order and any spelling.
    pub words: String,
    pub employer: Option<OrganizationId>,
    /// Holds this role somewhere, now or at another time.
    pub role: Option<Role>,
    /// Only those whose account is suspended.
    pub suspended: bool,
}

/// What lists are sorted by, and what is searched in.
pub(crate) fn keys(person: &Person) -> (String, String) {
    let name = &person.name;
    let patronymic = name.patronymic.as_ref().map_or("", Name::as_str);
    let search = searchable([
        name.family.as_str(),
        name.given.as_str(),
        patronymic,
        name.latin_family.as_str(),
        name.latin_given.as_str(),
        person.email.as_str(),
    ]);
    (sort_key(&name.in_register()), search)
}

fn active(person: &Person) -> row::ActiveModel {
    let name = &person.name;
    let (sort_key, search) = keys(person);
    row::ActiveModel {
        id: Set(person.id),
        family_name: Set(name.family.clone()),
        given_name: Set(name.given.clone()),
        patronymic: Set(name.patronymic.clone()),
        latin_family_name: Set(name.latin_family.clone()),
        latin_given_name: Set(name.latin_given.clone()),
        email: Set(person.email.clone()),
        organization_id: Set(person.employer),
        position: Set(person.position.clone()),
        position_category: Set(person.position_category),
        appointment: Set(person.appointment),
        territory: Set(person.territory.clone()),
        language: Set(person.language),
        sort_key: Set(sort_key),
        search: Set(search),
        version: Set(person.version),
        ..Default::default()
    }
}

/// Writes a person down. A second one with the same address is a `Duplicate` of `email`, an employer that does not exist
/// is `Dangling`.
pub async fn insert(tx: &Tx, person: &Person, now: DateTime<Utc>) -> Result<(), StoreError> {
    insert_all(tx, std::slice::from_ref(person), now).await
}

/// Writes many persons down, a thousand a statement.
pub async fn insert_all(tx: &Tx, persons: &[Person], now: DateTime<Utc>) -> Result<(), StoreError> {
    for chunk in persons.chunks(1_000) {
        let rows = chunk.iter().map(|person| row::ActiveModel { created_at: Set(now), ..active(person) });
        row::Entity::insert_many(rows).exec_without_returning(tx.db()).await?;
    }
    Ok(())
}

/// Writes the record anew; `person.version` is the one that was read, the one kept is the next.
///
/// # Errors
/// `Stale` when somebody wrote it meanwhile.
pub async fn update(tx: &Tx, person: &Person) -> Result<(), StoreError> {
    let next = row::ActiveModel { version: Set(person.version + 1), ..active(person) };
    let written = row::Entity::update_many()
        .set(next)
        .filter(row::Column::Id.eq(person.id))
        .filter(row::Column::Version.eq(person.version))
        .exec(tx.db())
        .await?;
    if written.rows_affected == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// One person, if the actor may see them.
pub async fn find(db: &impl Read, sight: &Sight, id: PersonId) -> Result<Option<Person>, StoreError> {
    let row = row::Entity::find_by_id(id).filter(seen_by(sight)).one(db.db()).await?;
    Ok(row.map(Person::from))
}

/// Some of these persons: those the actor may see, in the order of the alphabet.
pub async fn find_all(db: &impl Read, sight: &Sight, ids: &[PersonId]) -> Result<Vec<Person>, StoreError> {
    let mut persons = Vec::with_capacity(ids.len());
    for chunk in ids.chunks(10_000) {
        let rows = row::Entity::find()
            .filter(row::Column::Id.is_in(chunk.iter().copied()))
            .filter(seen_by(sight))
            .order_by_asc(row::Column::SortKey)
            .order_by_asc(row::Column::Id)
            .all(db.db())
            .await?;
        persons.extend(rows.into_iter().map(Person::from));
    }
    Ok(persons)
}

/// The person with this address, whoever asks; for the use-cases of sign-in and grants.
pub async fn find_by_email(db: &impl Read, email: &EmailAddress) -> Result<Option<Person>, StoreError> {
    let row = row::Entity::find().filter(row::Column::Email.eq(email.clone())).one(db.db()).await?;
    Ok(row.map(Person::from))
}

/// The persons with these addresses, whoever asks; for imports, which then look at what the importer may do.
pub async fn find_by_emails(db: &impl Read, emails: &[EmailAddress]) -> Result<Vec<Person>, StoreError> {
    let mut persons = Vec::with_capacity(emails.len());
    for chunk in emails.chunks(10_000) {
        let found = row::Entity::find().filter(row::Column::Email.is_in(chunk.iter().cloned()));
        persons.extend(found.all(db.db()).await?.into_iter().map(Person::from));
    }
    Ok(persons)
}

/// When the person was written down.
pub async fn created_at(db: &impl Read, id: PersonId) -> Result<Option<DateTime<Utc>>, StoreError> {
    let row = row::Entity::find_by_id(id).one(db.db()).await?;
    Ok(row.map(|row| row.created_at))
}

/// The persons an actor may see, in the order of the Ukrainian alphabet.
pub async fn list(
    db: &impl Read,
    sight: &Sight,
    filter: &Filter,
    after: Option<&Cursor>,
    limit: u64,
) -> Result<Page<Person>, StoreError> {
    let mut query = row::Entity::find()
        .filter(seen_by(sight))
        .filter(crate::has_words(row::Column::Search, &filter.words))
        .order_by_asc(row::Column::SortKey)
        .order_by_asc(row::Column::Id)
        .limit(limit + 1);
    if let Some(employer) = filter.employer {
        query = query.filter(row::Column::OrganizationId.eq(employer));
    }
    if let Some(role) = filter.role {
        let given = Query::select()
            .column(Alias::new("person_id"))
            .from(Alias::new("access_grant"))
            .and_where(Expr::col(Alias::new("role")).eq(role.as_str()))
            .and_where(Expr::col(Alias::new("revoked_at")).is_null())
            .take();
        query = query.filter(row::Column::Id.in_subquery(given));
    }
    if filter.suspended {
        let suspended = Query::select()
            .column(Alias::new("person_id"))
            .from(Alias::new("account"))
            .and_where(Expr::col(Alias::new("suspended_at")).is_not_null())
            .take();
        query = query.filter(row::Column::Id.in_subquery(suspended));
    }
    if let Some((key, id)) =
        after.and_then(|cursor| Some((&cursor.value, cursor.id.parse::<PersonId>().ok()?)))
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
    Ok(page.map(Person::from))
}

/// How many persons the actor sees, counted no further than `most`.
pub async fn count(db: &impl Read, sight: &Sight, most: i64) -> Result<i64, StoreError> {
    #[derive(FromQueryResult)]
    struct Counted {
        answer: i64,
    }
    let most = u64::try_from(most).unwrap_or_default();
    let seen = row::Entity::find().select_only().column(row::Column::Id).filter(seen_by(sight)).limit(most);
    let counted = Query::select()
        .expr_as(Expr::col("id").count(), "answer")
        .from_subquery(seen.into_query(), "seen")
        .take();
    Ok(sql::built::<Counted>(db, &counted).await?.first().map_or(0, |counted| counted.answer))
}

/// Writes anew what some persons are found by who were written down before there were sounds; how many they were.
pub(crate) async fn renew_search(tx: &Tx) -> Result<usize, StoreError> {
    let old = row::Entity::find().filter(row::Column::Search.not_like(HAS_SOUNDS)).limit(1_000);
    let persons: Vec<Person> = old.all(tx.db()).await?.into_iter().map(Person::from).collect();
    for person in &persons {
        row::Entity::update_many()
            .col_expr(row::Column::Search, Expr::value(keys(person).1))
            .filter(row::Column::Id.eq(person.id))
            .exec(tx.db())
            .await?;
    }
    Ok(persons.len())
}

/// Oneself; everybody for administrators and managers of everything; one's employees for personnel officers; for other
/// managers whoever has a place or an application in what they manage.
fn seen_by(sight: &Sight) -> Condition {
    if sight.administers || sight.manages.everything {
        return Condition::all();
    }
    let mut seen = Condition::any().add(Expr::val(1).eq(0));
    if let Some(person) = sight.person {
        seen = seen.add(row::Column::Id.eq(person));
    }
    if sight.employs.everything {
        seen = seen.add(row::Column::OrganizationId.is_not_null());
    } else if !sight.employs.organizations.is_empty() {
        seen = seen.add(row::Column::OrganizationId.is_in(sight.employs.organizations.iter().copied()));
    }
    match enrolled_within(&sight.manages) {
        Some(enrolled) => seen.add(row::Column::Id.in_subquery(enrolled)),
        None => seen,
    }
}

/// Those with an enrollment in what a role reaches, unless it reaches nothing.
fn enrolled_within(reach: &Reach) -> Option<SelectStatement> {
    let cohort = |column: &'static str| Expr::col((Alias::new("cohort"), Alias::new(column)));
    let mut within = Condition::any();
    if !reach.cohorts.is_empty() {
        within = within.add(cohort("id").is_in(reach.cohorts.iter().map(|id: &CohortId| id.0)));
    }
    if !reach.programs.is_empty() {
        within = within.add(cohort("program_id").is_in(reach.programs.iter().map(|id| id.0)));
    }
    if !reach.organizations.is_empty() {
        within = within.add(cohort("organization_id").is_in(reach.organizations.iter().map(|id| id.0)));
    }
    if within.is_empty() {
        return None;
    }
    let enrollment = |column: &'static str| (Alias::new("enrollment"), Alias::new(column));
    let select = Query::select()
        .column(enrollment("person_id"))
        .from(Alias::new("enrollment"))
        .inner_join(Alias::new("cohort"), cohort("id").equals(enrollment("cohort_id")))
        .cond_where(within)
        .take();
    Some(select)
}

/// Whether anybody is written down.
pub async fn any(db: &impl Read) -> Result<bool, StoreError> {
    Ok(row::Entity::find().one(db.db()).await?.is_some())
}
