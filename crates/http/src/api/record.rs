//! Attendance across cohorts, as JSON and as a table.

use super::Tag;
use super::answer::{Bilingual, Many};
use super::import::Table;
use super::paging;
use super::problem::Failure;
use crate::caller::Caller;
use crate::policy::{Line, Policy};
use crate::record;
use crate::site::Site;
use chrono::NaiveDate;
use poem::Request;
use poem::http::Method;
use poem_openapi::param::Query;
use poem_openapi::{Object, OpenApi};
use postup_app::Error;
use postup_app::attendance::Record;
use postup_domain::attendance::RecordFilter;
use postup_domain::id::{CohortId, EnrollmentId, OrganizationId, PersonId};
use postup_domain::import::TableFormat;
use postup_domain::rejection::Fault;

/// Who may call which operation.
pub const POLICIES: &[Line] = &[
    (Method::GET, "/attendance-records", Policy::SignedIn),
    (Method::GET, "/attendance-records/table", Policy::SignedIn),
];

/// How one person stood in the sessions of one cohort.
#[derive(Debug, Object)]
struct AttendanceRecord {
    enrollment_id: EnrollmentId,
    person_id: PersonId,
    /// Surname first.
    name: String,
    /// The employer when the person applied.
    #[oai(skip_serializing_if_is_none)]
    organization_id: Option<OrganizationId>,
    cohort_id: CohortId,
    code: String,
    course_title: Bilingual,
    starts_on: NaiveDate,
    ends_on: NaiveDate,
    /// Sessions that are over and were not lost as a whole.
    sessions: i64,
    present: i64,
    late: i64,
    excused: i64,
    absent: i64,
    /// Those whose register says nothing of the person.
    unmarked: i64,
    planned_minutes: i64,
    credited_minutes: i64,
    /// What registers that are still open could add.
    available_minutes: i64,
    /// Which share of the planned time is credited, in whole percent.
    #[oai(skip_serializing_if_is_none)]
    credited_percent: Option<i64>,
}

impl From<Record> for AttendanceRecord {
    fn from(record: Record) -> Self {
        let credited_percent = record.percent();
        let Record { of, tally, evidence } = record;
        Self {
            enrollment_id: of.enrollment.id,
            person_id: of.enrollment.person,
            name: of.name.in_register(),
            organization_id: of.employer,
            cohort_id: of.enrollment.cohort,
            code: of.run.code.to_string(),
            course_title: Bilingual::from(&of.run.title),
            starts_on: of.run.starts_on,
            ends_on: of.run.ends_on,
            sessions: tally.sessions,
            present: tally.present,
            late: tally.late,
            excused: tally.excused,
            absent: tally.absent,
            unmarked: tally.unmarked(),
            planned_minutes: evidence.planned,
            credited_minutes: evidence.credited,
            available_minutes: evidence.available,
            credited_percent,
        }
    }
}

fn filter(
    person: Option<PersonId>,
    organization: Option<OrganizationId>,
    territory: Option<String>,
) -> Result<RecordFilter, Error> {
    let territory = territory.map(|code| code.parse().map_err(|_| Error::field("territory", Fault::Unknown)));
    Ok(RecordFilter { person, organization, territory: territory.transpose()? })
}

/// The operations.
pub struct RecordApi {
    pub site: Site,
}

#[OpenApi(tag = "Tag::Attendance")]
impl RecordApi {
    /// Attendance across cohorts: one's own, of one's people, and of the cohorts one manages or teaches
    #[oai(path = "/attendance-records", method = "get", operation_id = "listAttendanceRecords")]
    #[expect(clippy::too_many_arguments, reason = "each is a parameter of the address")]
    async fn list(
        &self,
        request: &Request,
        caller: Caller,
        person_id: Query<Option<PersonId>>,
        /// The employer when the person applied.
        organization_id: Query<Option<OrganizationId>>,
        /// A unit of the codifier: where the person worked then, or any unit below it.
        territory: Query<Option<String>>,
        cursor: Query<Option<String>>,
        limit: Query<Option<u64>>,
    ) -> Result<Many<AttendanceRecord>, Failure> {
        let filter = filter(person_id.0, organization_id.0, territory.0)?;
        let (after, limit) = (paging::open(cursor.0.as_deref())?, paging::limit(limit.0)?);
        let page = self.site.app.attendance_records(&caller.0, &filter, after.as_ref(), limit).await?;
        Ok(Many::page(request, page, AttendanceRecord::from))
    }

    /// The same as a table
    #[oai(path = "/attendance-records/table", method = "get", operation_id = "getAttendanceTable")]
    async fn table(
        &self,
        caller: Caller,
        person_id: Query<Option<PersonId>>,
        organization_id: Query<Option<OrganizationId>>,
        territory: Query<Option<String>>,
        /// `csv` when absent.
        format: Query<Option<TableFormat>>,
    ) -> Result<Table, Failure> {
        let filter = filter(person_id.0, organization_id.0, territory.0)?;
        let format = format.0.unwrap_or(TableFormat::Csv);
        let body = record::attendance(&self.site.app, &caller.0, filter, format)?;
        Ok(Table::of("attendance", format, body))
    }
}
