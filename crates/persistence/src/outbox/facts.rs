//! What a letter needs to know, read at the moment of sending, so that it tells what is so now and only to those whom it
//! still concerns (reliability N8).

use crate::StoreError;
use crate::store::Read;
use chrono::{DateTime, NaiveDate, Utc};
use postup_domain::cohort::Form;
use postup_domain::enrollment::EnrollmentState;
use postup_domain::id::{CertificateId, CohortId, EnrollmentId, PersonId, SessionId};
use postup_domain::interruption::HeldState;
use postup_domain::person::Language;
use postup_domain::session::SessionState;
use sea_orm::sea_query::{Expr, ExprTrait, JoinType, Order, Query, SelectStatement};
use sea_orm::{ConnectionTrait, FromQueryResult};

/// Who is to read it.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Reader {
    pub family_name: String,
    pub given_name: String,
    pub latin_family_name: String,
    pub latin_given_name: String,
    pub email: String,
    pub language: Language,
    pub email_confirmed_at: Option<DateTime<Utc>>,
    pub suspended_at: Option<DateTime<Utc>>,
    /// What mail servers said when they refused the address for good.
    pub refused: Option<String>,
}

/// The enrollment a letter speaks of, with its cohort and course.
#[derive(Clone, Debug, FromQueryResult)]
pub struct EnrollmentFacts {
    pub person_id: PersonId,
    pub cohort_id: CohortId,
    pub state: EnrollmentState,
    pub arrival: i64,
    /// The last moment for an answer, while one is awaited.
    pub answer_by: Option<DateTime<Utc>>,
    pub title_uk: String,
    pub title_en: String,
    pub code: String,
    pub form: Form,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
    pub time_zone: String,
    pub venue: Option<String>,
    pub contact: Option<String>,
}

/// The session a letter speaks of.
#[derive(Clone, Debug, FromQueryResult)]
pub struct SessionFacts {
    pub cohort_id: CohortId,
    pub title_uk: String,
    pub title_en: String,
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
    pub time_zone: String,
    pub venue: Option<String>,
    pub link: Option<String>,
    pub state: SessionState,
    pub minutes: i32,
    pub held: HeldState,
    pub lost_minutes: i32,
}

/// The certificate a letter speaks of.
#[derive(Clone, Debug, FromQueryResult)]
pub struct CertificateFacts {
    pub person_id: PersonId,
    pub state: String,
    pub registration_number: String,
    pub code: String,
    pub title_uk: String,
    pub title_en: String,
}

async fn one<T: FromQueryResult>(db: &impl Read, query: &SelectStatement) -> Result<Option<T>, StoreError> {
    let found = db.db().query_one(query).await?;
    found.map(|row| T::from_query_result(&row, "")).transpose().map_err(StoreError::from)
}

/// The recipient; `None` when there is no such person any more.
pub async fn reader_of(db: &impl Read, person: PersonId) -> Result<Option<Reader>, StoreError> {
    let query = Query::select()
        .columns(
            ["family_name", "given_name", "latin_family_name", "latin_given_name", "language"]
                .map(|name| ("person", name)),
        )
        .column(("person", "email"))
        .columns(["email_confirmed_at", "suspended_at"].map(|name| ("account", name)))
        .expr_as(Expr::col(("refused_address", "reply")), "refused")
        .from("person")
        .join(JoinType::LeftJoin, "account", Expr::col(("account", "person_id")).equals(("person", "id")))
        .join(
            JoinType::LeftJoin,
            "refused_address",
            Expr::col(("refused_address", "address")).equals(("person", "email")),
        )
        .and_where(Expr::col(("person", "id")).eq(person))
        .take();
    one(db, &query).await
}

/// Whom to ask: whoever is named for the cohort, otherwise the office of the program.
const CONTACT: &str =
    "COALESCE(cohort.contact, program.contact_email || COALESCE(', ' || program.contact_phone, ''))";

/// The enrollment; `None` when it is gone.
pub async fn enrollment_facts(
    db: &impl Read,
    enrollment: EnrollmentId,
) -> Result<Option<EnrollmentFacts>, StoreError> {
    let query = Query::select()
        .columns(["person_id", "cohort_id", "state", "arrival", "answer_by"].map(|name| ("enrollment", name)))
        .columns(["title_uk", "title_en"].map(|name| ("course_version", name)))
        .columns(["code", "form", "starts_on", "ends_on", "time_zone", "venue"].map(|name| ("cohort", name)))
        .expr_as(Expr::cust(CONTACT), "contact")
        .from("enrollment")
        .inner_join("cohort", Expr::col(("cohort", "id")).equals(("enrollment", "cohort_id")))
        .inner_join("program", Expr::col(("program", "id")).equals(("cohort", "program_id")))
        .inner_join(
            "course_version",
            Expr::col(("course_version", "id")).equals(("cohort", "course_version_id")),
        )
        .and_where(Expr::col(("enrollment", "id")).eq(enrollment))
        .take();
    one(db, &query).await
}

/// How many wait in the queue of a cohort up to and including this arrival: the place of whoever arrived then.
pub async fn queue_place(db: &impl Read, cohort: CohortId, arrival: i64) -> Result<u32, StoreError> {
    let query = Query::select()
        .expr_as(Expr::col("id").count(), "place")
        .from("enrollment")
        .and_where(Expr::col("cohort_id").eq(cohort))
        .and_where(Expr::col("state").eq(EnrollmentState::Waitlisted))
        .and_where(Expr::col("arrival").lte(arrival))
        .take();
    let row = db.db().query_one(&query).await?;
    let place: i64 = row.map(|row| row.try_get("", "place")).transpose()?.unwrap_or_default();
    Ok(u32::try_from(place).unwrap_or(u32::MAX))
}

/// When the first session of a cohort that is not over begins.
pub async fn first_session(
    db: &impl Read,
    cohort: CohortId,
    now: DateTime<Utc>,
) -> Result<Option<DateTime<Utc>>, StoreError> {
    let query = Query::select()
        .column("starts_at")
        .from("session")
        .and_where(Expr::col("cohort_id").eq(cohort))
        .and_where(Expr::col("state").eq(SessionState::Planned))
        .and_where(Expr::col("ends_at").gt(now))
        .order_by("starts_at", Order::Asc)
        .limit(1)
        .take();
    let row = db.db().query_one(&query).await?;
    Ok(row.map(|row| row.try_get("", "starts_at")).transpose()?)
}

/// The session; `None` when it is gone.
pub async fn session_facts(db: &impl Read, session: SessionId) -> Result<Option<SessionFacts>, StoreError> {
    let query = Query::select()
        .columns([
            "cohort_id",
            "title_uk",
            "title_en",
            "starts_at",
            "ends_at",
            "time_zone",
            "venue",
            "link",
            "state",
            "minutes",
            "held",
            "lost_minutes",
        ])
        .from("session")
        .and_where(Expr::col("id").eq(session))
        .take();
    one(db, &query).await
}

/// The certificate; `None` when it is gone.
pub async fn certificate_facts(
    db: &impl Read,
    certificate: CertificateId,
) -> Result<Option<CertificateFacts>, StoreError> {
    let query = Query::select()
        .columns(["person_id", "state", "registration_number", "code"].map(|name| ("certificate", name)))
        .columns(["title_uk", "title_en"].map(|name| ("course_version", name)))
        .from("certificate")
        .inner_join("cohort", Expr::col(("cohort", "id")).equals(("certificate", "cohort_id")))
        .inner_join(
            "course_version",
            Expr::col(("course_version", "id")).equals(("cohort", "course_version_id")),
        )
        .and_where(Expr::col(("certificate", "id")).eq(certificate))
        .take();
    one(db, &query).await
}
