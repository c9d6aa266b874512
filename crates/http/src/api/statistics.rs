//! Completion figures as JSON.

use super::Tag;
use super::problem::Failure;
use crate::caller::{self, Caller};
use crate::policy::{Line, Policy, READERS};
use crate::reckoning;
use crate::site::Site;
use chrono::{DateTime, Utc};
use poem::Request;
use poem::http::Method;
use poem_openapi::param::Query;
use poem_openapi::payload::Json;
use poem_openapi::{Object, OpenApi};
use postup_app::figures::{PublicRow, PublicTable};
use postup_domain::disclosure::{Disclosure, Outcome};
use postup_domain::figures::{Dimension, Figure, Month, Slice, Stages};
use postup_domain::id::{CourseId, ProgramId};
use postup_domain::rejection::{Checks, Fault, Invalid};
use postup_i18n::Locale;

pub const POLICIES: &[Line] = &[
    (Method::GET, "/statistics/completion", READERS),
    (Method::GET, "/public/statistics", Policy::Everyone),
];

/// How many came how far.
#[derive(Object)]
struct StagesOut {
    applied: i64,
    confirmed: i64,
    /// Present in at least one session.
    present: i64,
    completed: i64,
    certified: i64,
}

impl From<Stages> for StagesOut {
    fn from(stages: Stages) -> Self {
        let Stages { applied, confirmed, present, completed, certified } = stages;
        Self { applied, confirmed, present, completed, certified }
    }
}

/// One row.
#[derive(Object)]
struct FigureOut {
    /// Code or id of what the row stands for; empty where it is not known.
    key: String,
    /// Its name in the caller's language.
    name: String,
    participations: StagesOut,
    /// The same, each person once.
    people: StagesOut,
    /// Credited hours of sixty minutes, as a decimal.
    hours: String,
}

impl FigureOut {
    fn new(name: String, figure: &Figure) -> Self {
        Self {
            key: figure.key.clone(),
            name,
            participations: figure.participations.into(),
            people: figure.people.into(),
            hours: reckoning::hours(figure.minutes),
        }
    }
}

/// A table of figures.
#[derive(Object)]
struct FiguresOut {
    by: Dimension,
    /// Everything before this instant is counted.
    as_of: DateTime<Utc>,
    rows: Vec<FigureOut>,
    total: FigureOut,
}

/// National totals, each stage a number or, where that would be small, nothing.
#[derive(Object)]
struct PublicStages {
    applied: Option<i64>,
    confirmed: Option<i64>,
    present: Option<i64>,
    completed: Option<i64>,
    certified: Option<i64>,
}

impl From<[Option<i64>; 5]> for PublicStages {
    fn from([applied, confirmed, present, completed, certified]: [Option<i64>; 5]) -> Self {
        Self { applied, confirmed, present, completed, certified }
    }
}

/// National totals.
#[derive(Object)]
struct PublicTotals {
    participations: PublicStages,
    people: PublicStages,
    hours: Option<String>,
}

/// One row of a public table. Suppressed rows have no numbers: one of them is small, or would give a small one away.
#[derive(Object)]
struct PublicLine {
    key: String,
    name: String,
    status: Disclosure,
    /// With a confirmed seat.
    participations: Option<i64>,
    people: Option<i64>,
    participations_completed: Option<i64>,
    people_completed: Option<i64>,
}

impl PublicLine {
    fn new(table: &PublicTable, row: &PublicRow, locale: Locale) -> Self {
        let number = |of: fn(&Outcome) -> i64| row.outcome.as_ref().map(of);
        Self {
            key: row.key.clone(),
            name: reckoning::name(table.by, &row.key, &table.labels, locale),
            status: if row.outcome.is_some() { Disclosure::Shown } else { Disclosure::Suppressed },
            participations: number(|one| one.participations),
            people: number(|one| one.people),
            participations_completed: number(|one| one.completed),
            people_completed: number(|one| one.people_completed),
        }
    }
}

/// What everybody may know. A table is empty when no part of it can be shown.
#[derive(Object)]
struct PublicStatistics {
    as_of: DateTime<Utc>,
    /// No count from one up to below this is told.
    threshold: i64,
    total: PublicTotals,
    oblasts: Vec<PublicLine>,
    programs: Vec<PublicLine>,
    courses: Vec<PublicLine>,
    /// By the month in which the cohort starts, rounded down: laid beside courses, months as counted would tell small numbers.
    months: Vec<PublicLine>,
    /// The numbers of months are multiples of it.
    months_rounded_to: i64,
}

/// See [`Tag::Statistics`].
pub struct StatisticsApi {
    pub site: Site,
}

#[OpenApi(tag = "Tag::Statistics")]
impl StatisticsApi {
    /// Applied, confirmed, present, completed, certified and hours, along one dimension.
    ///
    /// Each of the others narrows what is counted: `within` to an oblast, raion or hromada, by its code; `from` and `until`
    /// to cohorts that start in these months (`2026-05`) or between them.
    #[oai(path = "/statistics/completion", method = "get")]
    #[expect(clippy::too_many_arguments, reason = "each parameter of the address is one")]
    async fn completion(
        &self,
        request: &Request,
        caller: Caller,
        by: Query<Dimension>,
        within: Query<Option<String>>,
        program: Query<Option<ProgramId>>,
        course: Query<Option<CourseId>>,
        from: Query<Option<String>>,
        until: Query<Option<String>>,
    ) -> Result<Json<FiguresOut>, Failure> {
        let locale = caller::locale(request);
        let permit = caller.0.may_read_figures()?;
        let mut checks = Checks::default();
        let within = within.0.filter(|code| !code.is_empty());
        let unknown = |_| Invalid::new("within", Fault::Unknown);
        let territory = within.and_then(|code| checks.take(code.parse().map_err(unknown)));
        let from = checks.take(Month::optional("from", from.0.as_deref().unwrap_or_default())).flatten();
        let until = checks.take(Month::optional("until", until.0.as_deref().unwrap_or_default())).flatten();
        checks.finish()?;
        let slice = Slice { territory, course: course.0, program: program.0, from, until };
        let named = self.site.app.completion_figures(&permit, by.0, &slice).await?;
        self.site.app.trace_figures(&permit, by.0, request.uri().query().unwrap_or_default()).await?;
        let rows = reckoning::lines(&named, locale)
            .into_iter()
            .map(|line| FigureOut::new(line.name, &line.figure))
            .collect();
        let total = FigureOut::new(String::new(), &named.figures.total);
        Ok(Json(FiguresOut { by: by.0, as_of: named.figures.as_of, rows, total }))
    }

    /// National totals, and tables by oblast, program, course and month, for everybody.
    #[oai(path = "/public/statistics", method = "get")]
    async fn public(&self, request: &Request) -> Result<Json<PublicStatistics>, Failure> {
        let locale = caller::locale(request);
        let figures = self.site.app.public_figures().await?;
        let lines = |table: &PublicTable| {
            table.rows.iter().map(|row| PublicLine::new(table, row, locale)).collect::<Vec<_>>()
        };
        Ok(Json(PublicStatistics {
            as_of: figures.as_of,
            threshold: figures.threshold,
            total: PublicTotals {
                participations: figures.total.participations.into(),
                people: figures.total.people.into(),
                hours: figures.total.minutes.map(reckoning::hours),
            },
            oblasts: lines(&figures.oblasts),
            programs: lines(&figures.programs),
            courses: lines(&figures.courses),
            months: lines(&figures.months),
            months_rounded_to: figures.months.base,
        }))
    }
}
