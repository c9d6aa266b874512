//! The memoranda and what came of them, as JSON.

use super::Tag;
use super::answer::Bilingual;
use super::problem::Failure;
use crate::policy::{Line, Policy};
use crate::site::Site;
use chrono::{DateTime, NaiveDate, Utc};
use poem::http::Method;
use poem_openapi::payload::Json;
use poem_openapi::{Object, OpenApi};
use postup_app::indicator::{ProgramProgress, Progress};
use postup_domain::id::{IndicatorId, OrganizationId, ProgramId};
use postup_domain::indicator::{Measure, Report, Standing};

pub const POLICIES: &[Line] = &[(Method::GET, "/public/progress", Policy::Everyone)];

/// A value that somebody reported.
#[derive(Object)]
struct IndicatorReport {
    value: i64,
    /// The day of which it speaks.
    on: NaiveDate,
    source: String,
    reported_at: DateTime<Utc>,
}

impl From<&Report> for IndicatorReport {
    fn from(report: &Report) -> Self {
        Self { value: report.value, on: report.on, source: report.source.to_string(), reported_at: report.at }
    }
}

/// What a memorandum promises, and where it stands.
#[derive(Object)]
struct IndicatorProgress {
    id: IndicatorId,
    name: Bilingual,
    definition: Bilingual,
    unit: Bilingual,
    measure: Measure,
    baseline: i64,
    baseline_on: NaiveDate,
    target: i64,
    due_on: NaiveDate,
    /// Nothing when none is known, or when it is too small to be told.
    value: Option<i64>,
    /// The day of which the value speaks.
    value_on: NaiveDate,
    /// What share of the way from the baseline to the target that is.
    percent: Option<i64>,
    standing: Standing,
    /// Newest first.
    reports: Vec<IndicatorReport>,
}

impl From<&Progress> for IndicatorProgress {
    fn from(one: &Progress) -> Self {
        let plan = &one.indicator.plan;
        Self {
            id: one.indicator.id,
            name: (&plan.name).into(),
            definition: (&plan.definition).into(),
            unit: (&plan.unit).into(),
            measure: plan.measure,
            baseline: plan.baseline,
            baseline_on: plan.baseline_on,
            target: plan.target,
            due_on: plan.due_on,
            value: one.value,
            value_on: one.on,
            percent: one.percent(),
            standing: one.standing,
            reports: one.reports.iter().map(IndicatorReport::from).collect(),
        }
    }
}

/// A program under its memorandum.
#[derive(Object)]
struct MemorandumProgress {
    program_id: ProgramId,
    code: String,
    title: Bilingual,
    memorandum: Option<String>,
    starts_on: NaiveDate,
    ends_on: NaiveDate,
    organization_id: OrganizationId,
    partner_ids: Vec<OrganizationId>,
    funder_ids: Vec<OrganizationId>,
    indicators: Vec<IndicatorProgress>,
}

impl From<&ProgramProgress> for MemorandumProgress {
    fn from(one: &ProgramProgress) -> Self {
        let plan = &one.program.plan;
        Self {
            program_id: one.program.id,
            code: plan.code.to_string(),
            title: (&plan.title).into(),
            memorandum: plan.memorandum.as_ref().map(ToString::to_string),
            starts_on: plan.starts_on,
            ends_on: plan.ends_on,
            organization_id: plan.organization,
            partner_ids: plan.partners.clone(),
            funder_ids: plan.funders.clone(),
            indicators: one.indicators.iter().map(IndicatorProgress::from).collect(),
        }
    }
}

/// What came of every memorandum.
#[derive(Object)]
struct PublicProgress {
    as_of: DateTime<Utc>,
    programs: Vec<MemorandumProgress>,
}

/// See [`Tag::Statistics`].
pub struct ProgressApi {
    pub site: Site,
}

#[OpenApi(tag = "Tag::Statistics")]
impl ProgressApi {
    /// Every program with its indicators: baseline, target, the present value and what was reported, for everybody.
    #[oai(path = "/public/progress", method = "get")]
    async fn progress(&self) -> Result<Json<PublicProgress>, Failure> {
        let all = self.site.app.progress().await?;
        let programs = all.programs.iter().map(MemorandumProgress::from).collect();
        Ok(Json(PublicProgress { as_of: all.as_of, programs }))
    }
}
