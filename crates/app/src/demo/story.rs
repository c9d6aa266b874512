//! What happened before somebody opens the demonstration, told through the use-cases: two programs with their courses, and
//! a life for each of the cohorts in the plot.

use super::cast::Cast;
use super::plot::{self, RUNS};
use super::programs::{PROGRAMS, Program, TERM};
use super::{catalogue, cohorts};
use crate::story_clock::StoryClock;
use crate::{App, Error};
use chrono::{DateTime, Duration, NaiveDate, NaiveTime, Utc};
use chrono_tz::Europe::Kyiv;
use postup_domain::access::Actor;
use postup_domain::course::Course;
use postup_domain::enrollment::{Condition, ConditionKind};
use postup_domain::id::{OrganizationId, ProgramId};
use postup_domain::indicator;
use postup_domain::interest::RawWish;
use postup_domain::organization;
use postup_domain::program;
use postup_persistence::{cohort, program as program_rows};

/// The day on which the first thing is written down.
const BEGINNING: i64 = TERM[0] - 10;

/// Tells the story up to `now`.
pub(super) async fn tell(app: &App, clock: &StoryClock, now: DateTime<Utc>) -> Result<(), Error> {
    let stage = Stage { app, clock, now, system: Actor::system() };
    stage.at_day(BEGINNING, 9);
    app.import_compact_territories().await.map_err(|error| Error::Broken(error.to_string()))?;
    let courses = stage.programs().await?;
    let cast = stage.cast().await?;
    stage.cohorts(&courses, &cast).await?;
    stage.indicators().await?;
    stage.pleas().await?;
    stage.interests(&courses, &cast).await?;
    stage.requirements(&courses).await?;
    clock.turn_to(now);
    Ok(())
}

/// Where the story is told: the use-cases, their clock, and the day that all days are counted from.
pub(super) struct Stage<'a> {
    pub app: &'a App,
    pub clock: &'a StoryClock,
    pub now: DateTime<Utc>,
    pub system: Actor,
}

impl Stage<'_> {
    pub(super) fn day(&self, days: i64) -> NaiveDate {
        self.now.with_timezone(&Kyiv).date_naive() + Duration::days(days)
    }

    /// Turns the clock to an hour (UTC) of a day counted from today.
    pub(super) fn at_day(&self, days: i64, hour: u32) {
        let midnight = self.day(days).and_time(NaiveTime::MIN).and_utc();
        self.clock.turn_to(midnight + Duration::hours(hour.into()));
    }

    async fn organization(&self, kind: &str, (uk, en): (&str, &str)) -> Result<OrganizationId, Error> {
        let raw = organization::RawProfile {
            kind: kind.to_owned(),
            name_uk: uk.to_owned(),
            name_en: en.to_owned(),
            ..organization::RawProfile::default()
        };
        let permit = self.system.may_manage_organizations()?;
        Ok(self.app.add_organization(&permit, &raw, Some(self.day(BEGINNING - 90)), false).await?.id)
    }

    /// Founds the programs and publishes their courses.
    async fn programs(&self) -> Result<Vec<Course>, Error> {
        let ministry = self
            .organization("ministry", ("Міністерство (демонстрація)", "Ministry (demonstration)"))
            .await?;
        let mut courses = Vec::new();
        for outline in PROGRAMS {
            let program = self.program(outline, ministry).await?;
            courses.extend(self.courses(program, outline.courses).await?);
        }
        Ok(courses)
    }

    async fn program(&self, outline: &Program, ministry: OrganizationId) -> Result<ProgramId, Error> {
        let runner = self.organization("ngo", outline.runner).await?;
        let funder = self.organization("donor", outline.funder).await?;
        let [starts, ends] = TERM;
        let raw = program::RawPlan {
            code: outline.code.to_owned(),
            title_uk: outline.title.0.to_owned(),
            title_en: outline.title.1.to_owned(),
            description_uk: outline.description.0.to_owned(),
            description_en: outline.description.1.to_owned(),
            organization_id: runner.to_string(),
            partner_ids: vec![ministry.to_string()],
            funder_ids: vec![funder.to_string()],
            memorandum: outline.memorandum.to_owned(),
            starts_on: self.day(starts).to_string(),
            ends_on: self.day(ends).to_string(),
            signatory_name_uk: outline.signatory.0.to_owned(),
            signatory_name_en: outline.signatory.1.to_owned(),
            signatory_position_uk: outline.position.0.to_owned(),
            signatory_position_en: outline.position.1.to_owned(),
            contact_office_uk: outline.office.0.to_owned(),
            contact_office_en: outline.office.1.to_owned(),
            contact_email: outline.office.2.to_owned(),
            contact_phone: outline.office.3.to_owned(),
        };
        let plan = program::Plan::try_from(&raw)?;
        let permit = self.app.may_create_program(&self.system, &plan)?;
        let program = self.app.create_program(&permit, plan).await?;
        let permit = self.app.may_manage_program(&self.system, program.id).await?;
        self.app.publish_program(&permit).await?;
        Ok(program.id)
    }

    async fn courses(&self, program: ProgramId, codes: &[&str]) -> Result<Vec<Course>, Error> {
        let permit = self.app.may_manage_program(&self.system, program).await?;
        let mut courses = Vec::new();
        for raw in catalogue::courses().filter(|raw| codes.contains(&raw.code.as_str())) {
            let course = self.app.create_course(&permit, (&raw).try_into()?).await?;
            courses.push(self.app.publish_course(&permit, course.id).await?);
        }
        Ok(courses)
    }

    async fn cohorts(&self, courses: &[Course], cast: &Cast) -> Result<(), Error> {
        for (number, run) in RUNS.iter().enumerate() {
            let course = courses.iter().find(|course| course.code.as_str() == run.course);
            let course = course.ok_or(Error::Missing("course"))?;
            cohorts::live(self, run, course, &cast.applicants(number, run), cast).await?;
        }
        Ok(())
    }

    /// What each memorandum promises, and what was reported on it since.
    async fn indicators(&self) -> Result<(), Error> {
        let visible = program_rows::Filter::default();
        for program in self.app.programs(&self.system, &visible, None, 100).await?.items {
            let Some(outline) = PROGRAMS.iter().find(|one| one.code == program.plan.code.as_str()) else {
                continue;
            };
            let permit = self.app.may_manage_program(&self.system, program.id).await?;
            for one in outline.indicators {
                self.at_day(TERM[0] + 5, 9);
                let raw = indicator::RawPlan {
                    name_uk: one.name.0.to_owned(),
                    name_en: one.name.1.to_owned(),
                    definition_uk: one.definition.0.to_owned(),
                    definition_en: one.definition.1.to_owned(),
                    unit_uk: one.unit.0.to_owned(),
                    unit_en: one.unit.1.to_owned(),
                    measure: one.measure.to_string(),
                    baseline: one.baseline.to_string(),
                    baseline_on: program.plan.starts_on.to_string(),
                    target: one.target.to_string(),
                    due_on: program.plan.ends_on.to_string(),
                };
                let added = self.app.add_indicator(&permit, &raw).await?;
                for (day, value, source) in one.reports {
                    self.at_day(*day, 12);
                    let on = self.day(*day).to_string();
                    self.app.report_indicator(&permit, added.id, [&value.to_string(), &on, source]).await?;
                }
            }
        }
        Ok(())
    }

    /// One cohort is for some only, and builds on an earlier course.
    async fn requirements(&self, courses: &[Course]) -> Result<(), Error> {
        self.at_day(-1, 9);
        let cohorts = self.app.cohorts(&self.system, &cohort::Filter::default(), None, 100).await?.items;
        let cohort = cohorts.iter().find(|cohort| cohort.plan.code.as_str() == plot::FOR_SOME);
        let cohort = cohort.ok_or(Error::Missing("cohort"))?;
        let earlier = courses.iter().find(|course| course.code.as_str() == plot::EARLIER);
        let earlier = earlier.ok_or(Error::Missing("course"))?;
        let categories = plot::CATEGORIES.iter();
        let conditions = categories.map(|one| Condition::new(ConditionKind::PositionCategory, one));
        let mut conditions = conditions.collect::<Result<Vec<_>, _>>()?;
        conditions.push(Condition::of_course(earlier.id));
        let permit = self.app.may_manage_cohort(&self.system, cohort.id).await?;
        self.app.set_requirements(&permit, conditions).await?;
        Ok(())
    }

    /// Some wait for a course that has no open cohort, each near the own council.
    async fn interests(&self, courses: &[Course], cast: &Cast) -> Result<(), Error> {
        self.at_day(-3, 10);
        let course = courses.iter().find(|course| course.code.as_str() == plot::WAITED_FOR);
        let course = course.ok_or(Error::Missing("course"))?;
        let everybody = cast.officials.iter().step_by(plot::ONE_WAITS_OF).chain([&cast.official]);
        for (number, person) in everybody.enumerate() {
            let territory = self.app.territory_of(*person).await?.unwrap_or_default();
            let form = plot::WISHES.get(number % plot::WISHES.len()).copied().unwrap_or_default();
            let raw = RawWish { territory, form: form.to_owned(), month: String::new() };
            let permit = self.system.may_edit_person(*person, None)?;
            self.app.note_interest(&permit, course.id, &raw).await?;
        }
        Ok(())
    }
}

impl Cast {
    /// Who applies for a cohort: every seventh official of the list, from a place of its own on. Where offices approve, the
    /// colleagues of the personnel officer come first.
    fn applicants(&self, number: usize, run: &plot::Run) -> Vec<postup_domain::id::PersonId> {
        let officials = (0..).map_while(|place| {
            self.officials.get((number * 41 + place * 7) % self.officials.len().max(1)).copied()
        });
        let colleagues = if run.policy == "employer" { self.colleagues.as_slice() } else { &[] };
        let others = officials.filter(|official| !colleagues.contains(official));
        let first = run.with_official.then_some(self.official).into_iter().chain(colleagues.iter().copied());
        first.chain(others).take(run.applicants).collect()
    }
}
