//! Courses as JSON.

use super::Tag;
use super::answer::{Bilingual, Created, Many, One};
use super::paging::{limit, open, version};
use super::problem::{EditFailure, Failure};
use crate::caller::Caller;
use crate::policy::{Line, MANAGERS, Policy};
use crate::site::Site;
use chrono::NaiveDate;
use poem::Request;
use poem::http::Method;
use poem_openapi::param::{Header, Path, Query};
use poem_openapi::payload::Json;
use poem_openapi::{Enum, Object, OpenApi};
use postup_domain::cohort::{Form, TeachingLanguage};
use postup_domain::course::{ContentType, Course, LengthType, Plan, RawPlan, RawUnit, Subject};
use postup_domain::id::{CourseId, CourseVersionId, ProgramId, UnitId};
use postup_domain::program::Publication;
use postup_persistence::Circle;
use postup_persistence::course::{Filter, Order};

/// Who may call which operation.
pub const POLICIES: &[Line] = &[
    (Method::GET, "/courses", Policy::Everyone),
    (Method::POST, "/programs/:id/courses", MANAGERS),
    (Method::GET, "/courses/:id", Policy::Everyone),
    (Method::PUT, "/courses/:id", MANAGERS),
    (Method::POST, "/courses/:id/publication", MANAGERS),
    (Method::POST, "/courses/:id/archiving", MANAGERS),
];

/// A part of a course.
#[derive(Debug, Object)]
#[oai(rename = "CourseUnit")]
struct UnitOut {
    id: UnitId,
    title: Bilingual,
    /// Academic hours, as a decimal.
    hours: String,
}

/// When a course counts as completed.
#[derive(Debug, Object)]
#[oai(rename = "CompletionRule")]
struct RuleOut {
    /// The least share of the planned minutes, in percent.
    attendance_percent: i16,
    /// The least final score of 100; null where there is no final assessment.
    final_score: Option<i16>,
}

/// A catalogue entry with its newest version.
#[derive(Debug, Object)]
#[oai(rename = "Course")]
struct CourseOut {
    id: CourseId,
    program_id: ProgramId,
    code: String,
    state: Publication,
    /// Names the version; cohorts and certificates point to one.
    version_id: CourseVersionId,
    /// 1 for the first version.
    version_number: i32,
    title: Bilingual,
    summary: Bilingual,
    /// One outcome a line.
    outcomes: Bilingual,
    subject: Subject,
    content_type: ContentType,
    length_type: LengthType,
    /// Academic hours, as a decimal.
    hours: String,
    /// Hours divided by 30, cut after two decimals and never rounded up.
    ects_credits: String,
    /// The code of a warning when the volume lies outside the band of the length type.
    warning: Option<String>,
    completion_rule: RuleOut,
    units: Vec<UnitOut>,
}

impl From<Course> for CourseOut {
    fn from(course: Course) -> Self {
        let content = course.content;
        Self {
            id: course.id,
            program_id: course.program,
            code: course.code.to_string(),
            state: course.state,
            version_id: content.id,
            version_number: content.number,
            title: (&content.title).into(),
            summary: (&content.summary).into(),
            outcomes: (&content.outcomes).into(),
            subject: content.subject,
            content_type: content.content_type,
            length_type: content.length_type,
            hours: content.hours.to_string(),
            ects_credits: content.hours.credits().to_string(),
            warning: content.band_warning().map(|warning| warning.code().to_owned()),
            completion_rule: RuleOut {
                attendance_percent: content.rule.attendance_percent,
                final_score: content.rule.final_score,
            },
            units: content
                .units
                .into_iter()
                .map(|unit| UnitOut {
                    id: unit.id,
                    title: (&unit.title).into(),
                    hours: unit.hours.to_string(),
                })
                .collect(),
        }
    }
}

/// A part of a course to be written down.
#[derive(Debug, Object)]
#[oai(rename = "CourseUnitPlan", deny_unknown_fields)]
struct UnitIn {
    title: Bilingual,
    /// Academic hours with at most two decimals, e.g. `7.5`.
    hours: String,
}

/// What it takes to write a course down.
#[derive(Debug, Object)]
#[oai(rename = "CoursePlan", deny_unknown_fields)]
struct CourseIn {
    /// Capital Latin letters, digits, hyphens.
    code: String,
    title: Bilingual,
    summary: Bilingual,
    /// One outcome a line.
    outcomes: Bilingual,
    subject: Subject,
    content_type: ContentType,
    length_type: LengthType,
    /// 1 to 100.
    attendance_percent: i16,
    /// 1 to 100; absent where there is no final assessment.
    final_score: Option<i16>,
    #[oai(default)]
    units: Vec<UnitIn>,
}

impl From<CourseIn> for RawPlan {
    fn from(typed: CourseIn) -> Self {
        Self {
            code: typed.code,
            title_uk: typed.title.uk,
            title_en: typed.title.en,
            summary_uk: typed.summary.uk,
            summary_en: typed.summary.en,
            outcomes_uk: typed.outcomes.uk,
            outcomes_en: typed.outcomes.en,
            subject: typed.subject.to_string(),
            content_type: typed.content_type.to_string(),
            length_type: typed.length_type.to_string(),
            attendance_percent: typed.attendance_percent.to_string(),
            final_score: typed.final_score.map(|score| score.to_string()).unwrap_or_default(),
            units: typed
                .units
                .into_iter()
                .map(|unit| RawUnit { title_uk: unit.title.uk, title_en: unit.title.en, hours: unit.hours })
                .collect(),
        }
    }
}

/// Which course comes first.
#[derive(Clone, Copy, Debug, Enum)]
#[oai(rename = "CourseSort", rename_all = "snake_case")]
enum Sort {
    Code,
    NextStart,
}

/// The operations.
pub struct CourseApi {
    pub site: Site,
}

#[OpenApi(tag = "Tag::Courses")]
impl CourseApi {
    /// Courses
    ///
    /// `form`, `language`, `oblast`, `starts_from`, `starts_until` and `free_seats` ask for a published cohort that fits all of them.
    #[oai(path = "/courses", method = "get", operation_id = "list_courses")]
    #[expect(clippy::too_many_arguments, reason = "one for each parameter of the query")]
    async fn list(
        &self,
        request: &Request,
        caller: Caller,
        program: Query<Option<ProgramId>>,
        state: Query<Option<Publication>>,
        subject: Query<Option<Subject>>,
        /// Words of code, title or summary, in either script; slips are forgiven when no course has a word as it is.
        q: Query<Option<String>>,
        form: Query<Option<Form>>,
        language: Query<Option<TeachingLanguage>>,
        /// The code of an oblast in the codifier.
        oblast: Query<Option<String>>,
        /// A cohort begins on this day or later.
        starts_from: Query<Option<NaiveDate>>,
        /// A cohort begins on this day or before.
        starts_until: Query<Option<NaiveDate>>,
        /// Only courses that take applications now and have a free seat.
        free_seats: Query<Option<bool>>,
        /// `code`, or `next_start`: what begins next among the open cohorts that fit comes first.
        sort: Query<Option<Sort>>,
        cursor: Query<Option<String>>,
        #[oai(name = "limit")] most: Query<Option<u64>>,
    ) -> Result<Many<CourseOut>, Failure> {
        let app = &self.site.app;
        let filter = Filter {
            circle: Circle::Visible,
            program: program.0,
            state: state.0,
            subject: subject.0,
            text: q.0,
            form: form.0,
            language: language.0,
            oblast: oblast.0,
            starts: (starts_from.0, starts_until.0),
            with_seats_at: free_seats.0.unwrap_or_default().then(|| app.now()),
            order: match sort.0 {
                Some(Sort::NextStart) => Order::NextStart(app.now()),
                Some(Sort::Code) | None => Order::Code,
            },
        };
        let (after, most) = (open(cursor.0.as_deref())?, limit(most.0)?);
        let page = app.courses(&caller.0, &filter, after.as_ref(), most).await?;
        Ok(Many::page(request, page, CourseOut::from))
    }

    /// A new course of a program, as a draft
    #[oai(path = "/programs/:id/courses", method = "post", operation_id = "create_course")]
    async fn create(
        &self,
        caller: Caller,
        id: Path<ProgramId>,
        body: Json<CourseIn>,
    ) -> Result<Created<CourseOut>, Failure> {
        let permit = self.site.app.may_manage_program(&caller.0, id.0).await?;
        let plan = Plan::try_from(&RawPlan::from(body.0))?;
        let course = self.site.app.create_course(&permit, plan).await?;
        Ok(Created::of("courses", course.id, course.version, course))
    }

    /// One course, by its id or its code
    #[oai(path = "/courses/:id", method = "get", operation_id = "get_course")]
    async fn get(
        &self,
        caller: Caller,
        id: Path<String>,
        #[oai(name = "If-None-Match")] known: Header<Option<String>>,
    ) -> Result<One<CourseOut>, Failure> {
        let course = self.site.app.course_named(&caller.0, &id.0).await?;
        Ok(One::unless(known.0.as_deref(), course.version, course))
    }

    /// Replaces what a course says
    ///
    /// Cohorts keep the version they were made with: once there is one, other words make a new version.
    #[oai(path = "/courses/:id", method = "put", operation_id = "edit_course")]
    async fn edit(
        &self,
        caller: Caller,
        id: Path<CourseId>,
        #[oai(name = "If-Match")] seen: Header<Option<String>>,
        body: Json<CourseIn>,
    ) -> Result<One<CourseOut>, EditFailure> {
        let (permit, _) = self.site.app.may_manage_course(&caller.0, id.0).await?;
        let version = version(seen.0.as_deref()).map_err(EditFailure)?;
        let plan = Plan::try_from(&RawPlan::from(body.0))?;
        let course = self.site.app.edit_course(&permit, id.0, version, plan).await?;
        Ok(One::at(course.version, course))
    }

    /// Shows a course to everyone
    #[oai(path = "/courses/:id/publication", method = "post", operation_id = "publish_course")]
    async fn publish(&self, caller: Caller, id: Path<CourseId>) -> Result<One<CourseOut>, Failure> {
        let (permit, _) = self.site.app.may_manage_course(&caller.0, id.0).await?;
        let course = self.site.app.publish_course(&permit, id.0).await?;
        Ok(One::at(course.version, course))
    }

    /// Puts a course away once its cohorts are over
    #[oai(path = "/courses/:id/archiving", method = "post", operation_id = "archive_course")]
    async fn archive(&self, caller: Caller, id: Path<CourseId>) -> Result<One<CourseOut>, Failure> {
        let (permit, _) = self.site.app.may_manage_course(&caller.0, id.0).await?;
        let course = self.site.app.archive_course(&permit, id.0).await?;
        Ok(One::at(course.version, course))
    }
}
