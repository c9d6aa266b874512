//! Certificates and the register of issued numbers (standards UA-09). Nothing here deletes.

mod issue;
mod row;

pub use issue::{Candidate, Subject, advance_series, candidates, insert_all, lock_series, subject};

use crate::store::{Read, Tx};
use crate::{Cursor, Page, StoreError, sql};
use chrono::{DateTime, Utc};
use postup_domain::access::{Author, CohortPlace, Reach, Sight};
use postup_domain::certificate::{
    Certificate, CertificateState, CheckCode, RegistrationNumber, Standing, Step,
};
use postup_domain::id::{CertificateId, CohortId, CourseId, OrganizationId, PersonId, ProgramId, StepId};
use postup_domain::text::{Both, Title};
use row::{Column, Entity, Model, step};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, FromQueryResult, QueryFilter, QueryOrder,
    QuerySelect, Value,
};
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

/// Certificates that exist for an actor: the own ones, and those of cohorts within reach.
fn visible(sight: &Sight) -> Condition {
    let mut any = managed(sight);
    if let Some(person) = sight.person {
        any = any.add(Column::PersonId.eq(person));
    }
    any
}

/// Those of cohorts that the actor manages.
fn managed(sight: &Sight) -> Condition {
    let reach = &sight.manages;
    let mut any = Condition::any().add(Expr::cust("1 = 0"));
    if reach.everything {
        any = any.add(Expr::cust("1 = 1"));
    }
    if !reach.organizations.is_empty() || !reach.programs.is_empty() {
        any = any.add(Column::CohortId.in_subquery(cohorts_within(reach)));
    }
    if !reach.cohorts.is_empty() {
        any = any.add(Column::CohortId.is_in(reach.cohorts.iter().copied()));
    }
    any
}

fn cohorts_within(reach: &Reach) -> SelectStatement {
    let organizations =
        Expr::col(Alias::new("organization_id")).is_in(reach.organizations.iter().map(|id| id.0));
    let programs = Expr::col(Alias::new("program_id")).is_in(reach.programs.iter().map(|id| id.0));
    Query::select()
        .column(Alias::new("id"))
        .from(Alias::new("cohort"))
        .cond_where(Condition::any().add(organizations).add(programs))
        .take()
}

/// The certificate, if it exists for the actor.
pub async fn find(
    db: &impl Read,
    sight: &Sight,
    id: CertificateId,
) -> Result<Option<Certificate>, StoreError> {
    one(db, Entity::find_by_id(id).filter(visible(sight)).one(db.db()).await?).await
}

/// The certificate that a check code opens, for anybody who has the code.
pub async fn find_by_code(db: &impl Read, code: CheckCode) -> Result<Option<Certificate>, StoreError> {
    one(db, Entity::find().filter(Column::Code.eq(code)).one(db.db()).await?).await
}

/// Certificates of a number in any of these spellings; issuers number independently of each other. For anybody who also knows the surname.
pub async fn find_by_number(
    db: &impl Read,
    spellings: Vec<RegistrationNumber>,
) -> Result<Vec<Certificate>, StoreError> {
    let query = Entity::find().filter(Column::RegistrationNumber.is_in(spellings));
    all(db, query.order_by_desc(Column::IssuedAt).limit(20).all(db.db()).await?).await
}

/// The number of a certificate.
pub async fn number_of(db: &impl Read, id: CertificateId) -> Result<Option<RegistrationNumber>, StoreError> {
    let query = Entity::find_by_id(id).select_only().column(Column::RegistrationNumber);
    Ok(query.into_tuple().one(db.db()).await?)
}

/// The certificate, locked until the change ends.
pub async fn lock(tx: &Tx, id: CertificateId) -> Result<Option<Certificate>, StoreError> {
    one(tx, Entity::find_by_id(id).lock_exclusive().one(tx.db()).await?).await
}

async fn one(db: &impl Read, row: Option<Model>) -> Result<Option<Certificate>, StoreError> {
    Ok(all(db, row.into_iter().collect()).await?.pop())
}

async fn all(db: &impl Read, rows: Vec<Model>) -> Result<Vec<Certificate>, StoreError> {
    let successors = successors(db, &rows).await?;
    rows.into_iter()
        .map(|row| {
            let successor = successors.get(&row.id).copied();
            row::read(row, successor)
        })
        .collect()
}

/// Which certificate stands in the place of which.
async fn successors(
    db: &impl Read,
    rows: &[Model],
) -> Result<HashMap<CertificateId, CertificateId>, StoreError> {
    let replaced: Vec<_> =
        rows.iter().filter(|row| row.state == CertificateState::Replaced).map(|row| row.id).collect();
    if replaced.is_empty() {
        return Ok(HashMap::new());
    }
    let pairs: Vec<(Option<CertificateId>, CertificateId)> = Entity::find()
        .select_only()
        .column(Column::Replaces)
        .column(Column::Id)
        .filter(Column::Replaces.is_in(replaced))
        .into_tuple()
        .all(db.db())
        .await?;
    Ok(pairs.into_iter().filter_map(|(old, new)| Some((old?, new))).collect())
}

/// The certificates of a person, the newest first.
pub async fn of_person(
    db: &impl Read,
    sight: &Sight,
    person: PersonId,
) -> Result<Vec<Certificate>, StoreError> {
    let query = Entity::find().filter(visible(sight)).filter(Column::PersonId.eq(person));
    all(db, query.order_by_desc(Column::IssuedAt).order_by_desc(Column::Number).all(db.db()).await?).await
}

/// The certificates of some people that were neither revoked nor replaced, person by person, each with its course.
pub async fn counting_of(
    db: &impl Read,
    people: &[PersonId],
) -> Result<Vec<(Certificate, CourseId)>, StoreError> {
    let counting = [CertificateState::Valid, CertificateState::Expired];
    let query = Entity::find()
        .filter(Column::PersonId.is_in(people.iter().copied()))
        .filter(Column::State.is_in(counting));
    let query = query.order_by_asc(Column::PersonId).order_by_asc(Column::IssuedAt).order_by_asc(Column::Id);
    let found = all(db, query.all(db.db()).await?).await?;
    let cohorts: BTreeSet<CohortId> = found.iter().map(|certificate| certificate.cohort).collect();
    let courses: HashMap<CohortId, CourseId> = courses_of(db, cohorts).await?;
    let of = |certificate: Certificate| {
        let course = courses.get(&certificate.cohort).copied();
        course
            .map(|course| (certificate, course))
            .ok_or_else(|| StoreError::corrupt("a certificate of no course"))
    };
    found.into_iter().map(of).collect()
}

async fn courses_of(
    db: &impl Read,
    cohorts: BTreeSet<CohortId>,
) -> Result<HashMap<CohortId, CourseId>, StoreError> {
    #[derive(FromQueryResult)]
    struct Row {
        id: CohortId,
        course_id: CourseId,
    }
    if cohorts.is_empty() {
        return Ok(HashMap::new());
    }
    let text = format!("SELECT id, course_id FROM cohort WHERE id IN ({})", sql::places(1, cohorts.len()));
    let rows = sql::all::<Row>(db, &text, cohorts.into_iter().map(Value::from).collect()).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.course_id)).collect())
}

/// The certificates of a cohort that exist for the actor, in issue order.
pub async fn of_cohort(
    db: &impl Read,
    sight: &Sight,
    cohort: CohortId,
    after: Option<&Cursor>,
    limit: u64,
) -> Result<Page<Certificate>, StoreError> {
    let mut query = Entity::find()
        .filter(visible(sight))
        .filter(Column::CohortId.eq(cohort))
        .order_by_asc(Column::Year)
        .order_by_asc(Column::Number)
        .limit(limit + 1);
    if let Some((year, number)) = after.and_then(place_in_register) {
        let later = Condition::all().add(Column::Year.eq(year)).add(Column::Number.gt(number));
        query = query.filter(Condition::any().add(Column::Year.gt(year)).add(later));
    }
    page(all(db, query.all(db.db()).await?).await?, limit)
}

fn page(certificates: Vec<Certificate>, limit: u64) -> Result<Page<Certificate>, StoreError> {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    Ok(Page::cut(certificates, limit, |certificate: &Certificate| Cursor {
        value: format!("{}/{}", certificate.year, certificate.ordinal),
        id: certificate.id.to_string(),
    }))
}

/// Year and number where the page before ended.
fn place_in_register(cursor: &Cursor) -> Option<(i32, i64)> {
    let (year, number) = cursor.value.split_once('/')?;
    Some((year.parse().ok()?, number.parse().ok()?))
}

/// The register of an issuer and year in issue order, as far as the actor manages what is in it.
pub async fn register(
    db: &impl Read,
    sight: &Sight,
    (issuer, year): (OrganizationId, i32),
    after: Option<&Cursor>,
    limit: u64,
) -> Result<Page<Certificate>, StoreError> {
    let mut query = Entity::find()
        .filter(managed(sight))
        .filter(Column::OrganizationId.eq(issuer))
        .filter(Column::Year.eq(year))
        .order_by_asc(Column::Number)
        .limit(limit + 1);
    if let Some((_, number)) = after.and_then(place_in_register) {
        query = query.filter(Column::Number.gt(number));
    }
    page(all(db, query.all(db.db()).await?).await?, limit)
}

/// One issuer's numbers of one year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series {
    pub issuer: OrganizationId,
    /// The issuer under its newest name.
    pub name: Both<Title>,
    pub year: i32,
    /// The last number given out.
    pub last: i64,
}

#[derive(FromQueryResult)]
struct SeriesRow {
    organization_id: OrganizationId,
    year: i32,
    last: i64,
    name_uk: Title,
    name_en: Title,
}

/// The series that issuers within reach have given numbers out of, the newest year first.
pub async fn series(db: &impl Read, sight: &Sight) -> Result<Vec<Series>, StoreError> {
    let reach = &sight.manages;
    let mut values: Vec<Value> = Vec::new();
    let mut within = |column: &str, ids: Vec<Uuid>| {
        let list = sql::places(values.len() + 1, ids.len());
        values.extend(ids.into_iter().map(Value::from));
        if list.is_empty() { "1 = 0".to_owned() } else { format!("{column} IN ({list})") }
    };
    let organizations = within("c.organization_id", reach.organizations.iter().map(|id| id.0).collect());
    let programs = within("c.program_id", reach.programs.iter().map(|id| id.0).collect());
    let cohorts = within("c.id", reach.cohorts.iter().map(|id| id.0).collect());
    let scope = if reach.everything { "1 = 1" } else { "1 = 0" };
    let text = format!(
        "SELECT s.organization_id, s.year, s.last, n.name_uk, n.name_en FROM certificate_series s \
         JOIN organization_name n ON n.organization_id = s.organization_id AND n.valid_from = \
             (SELECT MAX(m.valid_from) FROM organization_name m WHERE m.organization_id = s.organization_id) \
         WHERE s.last > 0 AND ({scope} OR EXISTS (SELECT 1 FROM cohort c JOIN program p ON p.id = c.program_id \
             WHERE p.organization_id = s.organization_id AND ({organizations} OR {programs} OR {cohorts}))) \
         ORDER BY s.year DESC, n.name_uk, s.organization_id"
    );
    let rows = sql::all::<SeriesRow>(db, &text, values).await?;
    Ok(rows
        .into_iter()
        .map(|row| Series {
            issuer: row.organization_id,
            name: Both::new(row.name_uk, row.name_en),
            year: row.year,
            last: row.last,
        })
        .collect())
}

#[derive(FromQueryResult)]
struct PlaceRow {
    id: CohortId,
    program_id: ProgramId,
    organization_id: OrganizationId,
}

/// Where the cohort of a certificate stands in the tree of scopes.
pub async fn place(db: &impl Read, id: CertificateId) -> Result<Option<CohortPlace>, StoreError> {
    let text = "SELECT c.id, c.program_id, c.organization_id FROM certificate k \
         JOIN cohort c ON c.id = k.cohort_id WHERE k.id = $1";
    let row = sql::one::<PlaceRow>(db, text, vec![id.into()]).await?;
    Ok(row.map(|row| CohortPlace {
        cohort: row.id,
        program: row.program_id,
        organization: row.organization_id,
    }))
}

#[derive(FromQueryResult)]
struct StepRow {
    to_state: CertificateState,
    author: Option<PersonId>,
    at: DateTime<Utc>,
    reason: Option<String>,
    family_name: Option<String>,
    given_name: Option<String>,
}

/// The life of a certificate, the newest step first, each with the name of who took it.
pub async fn steps(db: &impl Read, id: CertificateId) -> Result<Vec<(Step, Option<String>)>, StoreError> {
    let text = "SELECT s.to_state, s.author, s.at, s.reason, p.family_name, p.given_name \
         FROM certificate_step s LEFT JOIN person p ON p.id = s.author \
         WHERE s.certificate_id = $1 ORDER BY s.at DESC, (CASE WHEN s.to_state = 'valid' THEN 1 ELSE 0 END), s.id DESC";
    let rows = sql::all::<StepRow>(db, text, vec![id.into()]).await?;
    let named = |row: StepRow| {
        let name = row.family_name.zip(row.given_name).map(|(family, given)| format!("{family} {given}"));
        (Step { to: row.to_state, author: row.author, at: row.at, reason: row.reason }, name)
    };
    Ok(rows.into_iter().map(named).collect())
}

/// Writes down that a certificate was revoked, with the step that says by whom.
pub async fn revoke(
    tx: &Tx,
    step_id: StepId,
    certificate: &Certificate,
    author: Author,
) -> Result<(), StoreError> {
    let Standing::Revoked { reason, at } = certificate.standing else {
        return Err(StoreError::corrupt("a certificate to be written down as revoked is not"));
    };
    let written = Entity::update_many()
        .col_expr(Column::State, Expr::value(certificate.standing.state()))
        .col_expr(Column::StateReason, Expr::value(reason.as_str()))
        .col_expr(Column::StateSince, Expr::value(at))
        .filter(Column::Id.eq(certificate.id))
        .filter(Column::State.eq(CertificateState::Valid))
        .exec(tx.db())
        .await?;
    if written.rows_affected != 1 {
        return Err(StoreError::Stale);
    }
    let row = step::ActiveModel {
        id: Set(step_id),
        certificate_id: Set(certificate.id),
        to_state: Set(certificate.standing.state()),
        author: Set(author),
        at: Set(at),
        reason: Set(Some(reason.as_str().to_owned())),
    };
    step::Entity::insert(row).exec_without_returning(tx.db()).await?;
    Ok(())
}
