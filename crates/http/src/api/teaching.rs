//! Hours of trainers, as JSON and as a table.

use super::Tag;
use super::answer::{Bilingual, Many};
use super::import::Table;
use super::paging;
use super::problem::Failure;
use crate::caller::Caller;
use crate::policy::{Line, TEACHERS};
use crate::record;
use crate::site::Site;
use chrono::{DateTime, FixedOffset, NaiveDate, Utc};
use poem::Request;
use poem::http::Method;
use poem_openapi::param::Query;
use poem_openapi::{Object, OpenApi};
use postup_app::Error;
use postup_app::teaching::Taught;
use postup_domain::id::{CohortId, PersonId, SessionId};
use postup_domain::import::TableFormat;
use postup_domain::interruption::HeldState;
use postup_domain::session::RegisterState;
use postup_domain::teaching::{Hours, Lesson, period};

/// Who may call which operation.
pub const POLICIES: &[Line] =
    &[(Method::GET, "/trainer-hours", TEACHERS), (Method::GET, "/trainer-hours/table", TEACHERS)];

/// A session that is over, and what of it was taught.
#[derive(Debug, Object)]
struct TaughtSession {
    session_id: SessionId,
    cohort_id: CohortId,
    code: String,
    title: Bilingual,
    starts_at: DateTime<FixedOffset>,
    planned_minutes: i64,
    /// After interruptions.
    delivered_minutes: i64,
    held: HeldState,
    /// Until it is closed, the rest may still change.
    register: RegisterState,
}

impl From<Lesson> for TaughtSession {
    fn from(lesson: Lesson) -> Self {
        let Hours { planned, delivered, .. } = lesson.hours();
        Self {
            session_id: lesson.session,
            cohort_id: lesson.place.cohort,
            code: lesson.code.to_string(),
            title: Bilingual::from(&lesson.title),
            starts_at: paging::offset(lesson.starts_at, lesson.time_zone),
            planned_minutes: planned,
            delivered_minutes: delivered,
            held: lesson.held,
            register: lesson.register,
        }
    }
}

/// What one trainer taught. Who teaches together is each said to have taught.
#[derive(Debug, Object)]
struct TrainerHours {
    person_id: PersonId,
    /// Surname first.
    name: String,
    planned_minutes: i64,
    /// After interruptions.
    delivered_minutes: i64,
    /// Sessions whose register is not closed yet.
    open_registers: i64,
    sessions: Vec<TaughtSession>,
}

impl From<Taught> for TrainerHours {
    fn from(taught: Taught) -> Self {
        let mut all = Hours::default();
        for lesson in &taught.lessons {
            all += lesson.hours();
        }
        Self {
            person_id: taught.trainer,
            name: taught.name.in_register(),
            planned_minutes: all.planned,
            delivered_minutes: all.delivered,
            open_registers: all.open,
            sessions: taught.lessons.into_iter().map(TaughtSession::from).collect(),
        }
    }
}

/// The operations.
pub struct TeachingApi {
    pub site: Site,
}

impl TeachingApi {
    fn period(&self, from: NaiveDate, until: NaiveDate) -> Result<(DateTime<Utc>, DateTime<Utc>), Error> {
        Ok(period(from, until, self.site.look.time_zone)?)
    }
}

#[OpenApi(tag = "Tag::Attendance")]
impl TeachingApi {
    /// What was taught from one day to another, after interruptions: one's own, and in the cohorts one manages
    #[oai(path = "/trainer-hours", method = "get", operation_id = "listTrainerHours")]
    #[expect(clippy::too_many_arguments, reason = "each is a parameter of the address")]
    async fn list(
        &self,
        request: &Request,
        caller: Caller,
        from: Query<NaiveDate>,
        /// The last day.
        until: Query<NaiveDate>,
        person_id: Query<Option<PersonId>>,
        cursor: Query<Option<String>>,
        limit: Query<Option<u64>>,
    ) -> Result<Many<TrainerHours>, Failure> {
        let (after, limit) = (paging::open(cursor.0.as_deref())?, paging::limit(limit.0)?);
        let period = self.period(from.0, until.0)?;
        let page = self.site.app.taught(&caller.0, period, person_id.0, after.as_ref(), limit).await?;
        Ok(Many::page(request, page, TrainerHours::from))
    }

    /// The same as a table, one row for each trainer of each session
    #[oai(path = "/trainer-hours/table", method = "get", operation_id = "getTrainerHoursTable")]
    async fn table(
        &self,
        caller: Caller,
        from: Query<NaiveDate>,
        /// The last day.
        until: Query<NaiveDate>,
        person_id: Query<Option<PersonId>>,
        /// `csv` when absent.
        format: Query<Option<TableFormat>>,
    ) -> Result<Table, Failure> {
        let period = self.period(from.0, until.0)?;
        let format = format.0.unwrap_or(TableFormat::Csv);
        let body = record::teaching(&self.site.app, &caller.0, period, person_id.0, format)?;
        Ok(Table::of("trainer-hours", format, body))
    }
}
