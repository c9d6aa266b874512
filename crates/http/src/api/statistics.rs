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
use postup_domain::figures::{Dimension, Figure, Stages};

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

/// National totals.
#[derive(Object)]
struct PublicFigures {
    as_of: DateTime<Utc>,
    total: FigureOut,
}

/// See [`Tag::Statistics`].
pub struct StatisticsApi {
    pub site: Site,
}

#[OpenApi(tag = "Tag::Statistics")]
impl StatisticsApi {
    /// Applied, confirmed, present, completed, certified and hours, along one dimension.
    ///
    /// `within` narrows raions and hromadas to an oblast or raion, by its code.
    #[oai(path = "/statistics/completion", method = "get")]
    async fn completion(
        &self,
        request: &Request,
        caller: Caller,
        by: Query<Dimension>,
        within: Query<Option<String>>,
    ) -> Result<Json<FiguresOut>, Failure> {
        let locale = caller::locale(request);
        let permit = caller.0.may_read_figures()?;
        let named = self.site.app.completion_figures(&permit, by.0, within.0.as_deref()).await?;
        let rows = reckoning::lines(&named, locale)
            .into_iter()
            .map(|line| FigureOut::new(line.name, &line.figure))
            .collect();
        let total = FigureOut::new(String::new(), &named.figures.total);
        Ok(Json(FiguresOut { by: by.0, as_of: named.figures.as_of, rows, total }))
    }

    /// National totals for everybody.
    #[oai(path = "/public/statistics", method = "get")]
    async fn public(&self) -> Result<Json<PublicFigures>, Failure> {
        let (total, as_of) = self.site.app.public_figures().await?;
        Ok(Json(PublicFigures { as_of, total: FigureOut::new(String::new(), &total) }))
    }
}
