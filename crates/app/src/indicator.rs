//! Indicators: what a memorandum promises, what was counted or reported, and what everybody may read of it.

use crate::figures::PublicFigures;
use crate::{App, Error, entry};
use chrono::{DateTime, NaiveDate, Utc};
use postup_domain::access::{MayManageProgram, Sight};
use postup_domain::disclosure::{Outcome, tells_places};
use postup_domain::figures::Dimension;
use postup_domain::id::{IndicatorId, ProgramId, ReportId};
use postup_domain::indicator::{Indicator, Measure, NewReport, Plan, RawPlan, Report, Standing};
use postup_domain::program::{Program, Publication};
use postup_domain::rejection::Refusal;
use postup_persistence::figures::{self, Label};
use postup_persistence::{Circle, Tx, audit, indicator, program};

/// More programs than this are on no page.
const MOST_PROGRAMS: u64 = 100;

/// An indicator with its values and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    pub indicator: Indicator,
    /// The present value; nothing when none is known or it is kept back.
    pub value: Option<i64>,
    /// The day of which the value speaks.
    pub on: NaiveDate,
    /// It is counted, but so small that it is not told.
    pub is_kept_back: bool,
    pub standing: Standing,
    /// What was reported, newest first.
    pub reports: Vec<Report>,
}

impl Progress {
    /// What share of the way from the baseline to the target is gone, in whole percent.
    pub fn percent(&self) -> Option<i64> {
        self.value.map(|value| self.indicator.plan.percent(value))
    }

    /// The same, as far as it can be drawn.
    pub fn drawn(&self) -> Option<i64> {
        self.percent().map(|percent| percent.clamp(0, 100))
    }
}

/// A program under its memorandum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProgramProgress {
    pub program: Program,
    pub indicators: Vec<Progress>,
}

/// What came of every memorandum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AllProgress {
    pub programs: Vec<ProgramProgress>,
    /// What the parties are called.
    pub parties: Vec<Label>,
    /// Counts below it are not told.
    pub threshold: i64,
    pub as_of: DateTime<Utc>,
}

impl App {
    /// The indicators of every program that is shown, with their values, for everybody.
    pub async fn progress(&self) -> Result<AllProgress, Error> {
        let reader = self.reader();
        let filter = program::Filter { circle: Circle::Visible, state: Some(Publication::Published) };
        let programs = program::list(&reader, &Sight::visitor(), &filter, None, MOST_PROGRAMS).await?.items;
        let ids: Vec<ProgramId> = programs.iter().map(|program| program.id).collect();
        let figures = self.public_figures().await?;
        let mut shown = self.progress_of(&ids, &figures).await?;
        shown.retain(|one| !one.indicator.archived);
        let organizations = programs.iter().flat_map(|program| {
            let plan = &program.plan;
            std::iter::once(plan.organization).chain(plan.partners.clone()).chain(plan.funders.clone())
        });
        let mut parties: Vec<String> = organizations.map(|id| id.to_string()).collect();
        parties.sort_unstable();
        parties.dedup();
        let parties = figures::labels(&reader, Dimension::Organization, &parties).await?;
        let programs = programs
            .into_iter()
            .map(|program| {
                let of = |one: &&Progress| one.indicator.program == program.id;
                let indicators = shown.iter().filter(of).cloned().collect();
                ProgramProgress { program, indicators }
            })
            .collect();
        Ok(AllProgress { programs, parties, threshold: figures.threshold, as_of: figures.as_of })
    }

    /// The indicators of one program, also those no longer shown, as its manager sees them.
    pub async fn program_progress(&self, permit: &MayManageProgram) -> Result<Vec<Progress>, Error> {
        let figures = self.public_figures().await?;
        self.progress_of(&[permit.program()], &figures).await
    }

    async fn progress_of(
        &self,
        programs: &[ProgramId],
        figures: &PublicFigures,
    ) -> Result<Vec<Progress>, Error> {
        let reader = self.reader();
        let indicators = indicator::of(&reader, programs).await?;
        let ids: Vec<IndicatorId> = indicators.iter().map(|indicator| indicator.id).collect();
        let mut reports = indicator::reports(&reader, &ids).await?;
        reports.reverse();
        let today = figures.as_of.with_timezone(&chrono_tz::Europe::Kyiv).date_naive();
        Ok(indicators
            .into_iter()
            .map(|indicator| {
                let reports: Vec<Report> =
                    reports.iter().filter(|report| report.indicator == indicator.id).cloned().collect();
                let key = indicator.program.to_string();
                let row = figures.programs.rows.iter().find(|row| row.key == key);
                let outcome = row.and_then(|row| row.outcome);
                let measure = indicator.plan.measure;
                // A program that nobody applied to has no row, unless the whole table is withheld.
                let nothing = (row.is_none()
                    && (!figures.programs.rows.is_empty() || figures.total.is_empty()))
                .then_some(0);
                let (value, on) = match measure {
                    Measure::Reported => match reports.first() {
                        Some(report) => (Some(report.value), report.on),
                        None => (None, today),
                    },
                    Measure::PeopleTrained => (outcome.map(|one| one.people_completed).or(nothing), today),
                    Measure::Completions => (outcome.map(|one| one.completed).or(nothing), today),
                    Measure::Participations => (outcome.map(|one| one.participations).or(nothing), today),
                    Measure::Hromadas => {
                        let count = figures.reached.iter().find(|(program, _)| *program == indicator.program);
                        let count = count.map_or(0, |(_, count)| *count);
                        let tells =
                            |it: &Outcome| tells_places(it.people_completed, count, figures.threshold);
                        (outcome.filter(tells).map(|_| count).or(nothing), today)
                    }
                };
                Progress {
                    standing: indicator.plan.standing(value, on),
                    is_kept_back: value.is_none() && measure != Measure::Reported,
                    indicator,
                    value,
                    on,
                    reports,
                }
            })
            .collect())
    }

    /// Writes a new indicator of a program down.
    pub async fn add_indicator(&self, permit: &MayManageProgram, raw: &RawPlan) -> Result<Indicator, Error> {
        let plan = Plan::try_from(raw)?;
        let (now, entropy) = (self.now(), self.entropy());
        let tx = self.store.begin().await?;
        still_runs(&tx, permit).await?;
        let id = IndicatorId::new(now, entropy);
        let indicator = Indicator { id, program: permit.program(), plan, archived: false, version: 1 };
        indicator::insert(&tx, &indicator, now).await?;
        let subject = ("indicator", id.to_string());
        audit::record(&tx, &entry(now, entropy, permit.author(), "indicator.added", subject, "")).await?;
        tx.commit().await?;
        Ok(indicator)
    }

    /// Writes an indicator anew, as it was at `version`.
    pub async fn edit_indicator(
        &self,
        permit: &MayManageProgram,
        id: IndicatorId,
        version: i64,
        raw: &RawPlan,
    ) -> Result<Indicator, Error> {
        let plan = Plan::try_from(raw)?;
        let change = |indicator: &mut Indicator| {
            if indicator.version != version {
                return Err(Error::Stale);
            }
            // What is counted and promised is public: the trail tells what it was before.
            let before = &indicator.plan;
            let detail = format!("target {} by {}, {}", before.target, before.due_on, before.measure);
            indicator.plan = plan;
            Ok(detail)
        };
        self.change_indicator(permit, id, "indicator.edited", change).await
    }

    /// Shows an indicator no longer, or again.
    pub async fn archive_indicator(
        &self,
        permit: &MayManageProgram,
        id: IndicatorId,
        archived: bool,
    ) -> Result<Indicator, Error> {
        let action = if archived { "indicator.archived" } else { "indicator.restored" };
        let change = |indicator: &mut Indicator| {
            indicator.archived = archived;
            Ok(String::new())
        };
        self.change_indicator(permit, id, action, change).await
    }

    async fn change_indicator(
        &self,
        permit: &MayManageProgram,
        id: IndicatorId,
        action: &str,
        change: impl FnOnce(&mut Indicator) -> Result<String, Error>,
    ) -> Result<Indicator, Error> {
        let tx = self.store.begin().await?;
        still_runs(&tx, permit).await?;
        let found = indicator::find(&tx, permit.program(), id).await?;
        let mut indicator = found.ok_or(Error::Missing("indicator"))?;
        let detail = change(&mut indicator)?;
        indicator::update(&tx, &mut indicator).await?;
        let subject = ("indicator", id.to_string());
        let line = entry(self.now(), self.entropy(), permit.author(), action, subject, detail);
        audit::record(&tx, &line).await?;
        tx.commit().await?;
        Ok(indicator)
    }

    /// Reports the value of an indicator of a day, with where it comes from.
    ///
    /// # Errors
    /// `NotReported` when the house counts it itself.
    pub async fn report_indicator(
        &self,
        permit: &MayManageProgram,
        id: IndicatorId,
        [value, on, source]: [&str; 3],
    ) -> Result<Report, Error> {
        let NewReport { value, on, source } = NewReport::read(value, on, source, self.today())?;
        let (now, entropy) = (self.now(), self.entropy());
        let tx = self.store.begin().await?;
        still_runs(&tx, permit).await?;
        let found = indicator::find(&tx, permit.program(), id).await?;
        let indicator = found.ok_or(Error::Missing("indicator"))?;
        if indicator.plan.measure != Measure::Reported {
            return Err(Refusal::CountedByTheHouse.into());
        }
        let report = Report { id: ReportId::new(now, entropy), indicator: id, value, on, source, at: now };
        indicator::report(&tx, &report, permit.author()).await?;
        let subject = ("indicator", id.to_string());
        let detail = format!("{value} on {on}");
        audit::record(&tx, &entry(now, entropy, permit.author(), "indicator.reported", subject, detail))
            .await?;
        tx.commit().await?;
        Ok(report)
    }
}

/// Locks the program; nothing of one that was put away is changed.
async fn still_runs(tx: &Tx, permit: &MayManageProgram) -> Result<(), Error> {
    let program = program::lock(tx, permit.program()).await?.ok_or(Error::Missing("program"))?;
    if program.state == Publication::Archived {
        return Err(Refusal::NotPublished.into());
    }
    Ok(())
}
