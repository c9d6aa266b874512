//! What is offered: programs with the courses of the demonstration, and the plan of each cohort.

use super::Maker;
use crate::Error;
use crate::demo::catalogue;
use chrono::{Duration, NaiveDate};
use chrono_tz::Europe::Kyiv;
use postup_domain::course::Course;
use postup_domain::id::OrganizationId;
use postup_domain::{cohort, organization, program};

/// The day, counted from today, on which the country begins.
pub(super) const BEGINNING: i64 = -800;
/// The term of the programs.
const TERM: [i64; 2] = [-790, 420];
/// The first and the last day on which a cohort may start.
const STARTS: [i64; 2] = [-720, 120];
/// One program for so many people.
const PEOPLE_IN_A_PROGRAM: usize = 20_000;
/// One cohort for so many people.
const PEOPLE_TO_A_COHORT: usize = 20;
/// Seats of cohorts, as often as they come.
const SEATS: &[usize] = &[20, 24, 30, 30, 30, 30, 40, 40, 60, 60, 90, 120, 250, 300];
/// The one webinar that everybody wants, where there are people enough.
const WEBINAR: usize = 3_000;
/// Sessions of cohorts, as often as they come.
const SESSIONS: &[usize] = &[3, 6, 6, 8, 9, 12, 12, 16, 20];

/// How many cohorts there are for so many people.
pub(super) fn cohorts(people: usize) -> usize {
    (people / PEOPLE_TO_A_COHORT).max(4)
}

/// How one cohort is meant to be.
pub(super) struct Draft {
    pub plan: cohort::Plan,
    pub applicants: usize,
    /// The days of its sessions.
    pub days: Vec<NaiveDate>,
}

impl Maker {
    pub(super) fn day(&self, days: i64) -> NaiveDate {
        self.now.with_timezone(&Kyiv).date_naive() + Duration::days(days)
    }

    pub(super) async fn courses(&self, people: usize) -> Result<Vec<Course>, Error> {
        let mut courses = Vec::new();
        for number in 1..=people.div_ceil(PEOPLE_IN_A_PROGRAM).clamp(1, 8) {
            let runner = self.organization("ngo", &format!("ГО {number}"), &format!("NGO {number}")).await?;
            let funder =
                self.organization("donor", &format!("Фонд {number}"), &format!("Fund {number}")).await?;
            let plan = self.program(number, runner, funder)?;
            let permit = self.app.may_create_program(&self.system, &plan)?;
            let program = self.app.create_program(&permit, plan).await?;
            let permit = self.app.may_manage_program(&self.system, program.id).await?;
            self.app.publish_program(&permit).await?;
            for mut raw in catalogue::courses() {
                raw.code = format!("{}-{}-{number}", raw.code, self.tag);
                let course = self.app.create_course(&permit, (&raw).try_into()?).await?;
                courses.push(self.app.publish_course(&permit, course.id).await?);
            }
        }
        Ok(courses)
    }

    async fn organization(&self, kind: &str, uk: &str, en: &str) -> Result<OrganizationId, Error> {
        let raw = organization::RawProfile {
            kind: kind.to_owned(),
            name_uk: format!("{uk} ({})", self.tag),
            name_en: format!("{en} ({})", self.tag),
            ..organization::RawProfile::default()
        };
        let permit = self.system.may_manage_organizations()?;
        Ok(self.app.add_organization(&permit, &raw, Some(self.day(BEGINNING)), false).await?.id)
    }

    fn program(
        &self,
        number: usize,
        runner: OrganizationId,
        funder: OrganizationId,
    ) -> Result<program::Plan, Error> {
        let raw = program::RawPlan {
            code: format!("P{number}-{}", self.tag),
            title_uk: format!("Програма {number}"),
            title_en: format!("Program {number}"),
            description_uk: "Дані для навантажувальних випробувань.".to_owned(),
            description_en: "Data for load tests.".to_owned(),
            organization_id: runner.to_string(),
            funder_ids: vec![funder.to_string()],
            starts_on: self.day(TERM[0]).to_string(),
            ends_on: self.day(TERM[1]).to_string(),
            signatory_name_uk: "Марія Вишневецька".to_owned(),
            signatory_name_en: "Mariia Vyshnevetska".to_owned(),
            signatory_position_uk: "голова правління".to_owned(),
            signatory_position_en: "Chair of the Board".to_owned(),
            ..program::RawPlan::default()
        };
        Ok(program::Plan::try_from(&raw)?)
    }

    /// The plan of the cohort of a number: they start one after the other, evenly over the years.
    pub(super) fn draft(&self, number: usize, people: usize, city: &str) -> Result<Draft, Error> {
        let webinar = number == 0 && people >= 2 * WEBINAR;
        let seats = if webinar { WEBINAR } else { *self.dice.pick(SEATS).unwrap_or(&30) };
        let wanted = seats * (70 + self.dice.below(50)) / 100;
        let starts = day_of(number, cohorts(people));
        let count = if webinar { 1 } else { *self.dice.pick(SESSIONS).unwrap_or(&6) };
        let gap = 1 + i64::try_from(self.dice.below(4)).unwrap_or_default();
        let days: Vec<NaiveDate> =
            (0..count).zip(0..).map(|(_, place)| self.day(starts + place * gap)).collect();
        let online = webinar || self.dice.below(2) == 0;
        let raw = cohort::RawPlan {
            code: format!("C{}-{}", number + 1, self.tag),
            form: if online { "online" } else { "in_person" }.to_owned(),
            language: "uk".to_owned(),
            starts_on: self.day(starts).to_string(),
            ends_on: days.last().copied().unwrap_or_else(|| self.day(starts)).to_string(),
            territory: if online { String::new() } else { city.to_owned() },
            venue: if online { "" } else { "зала 2, укриття в будівлі" }.to_owned(),
            capacity: seats.to_string(),
            policy: if !webinar && self.dice.below(4) == 0 { "approval" } else { "open" }.to_owned(),
            enrollment_opens_on: self.day(starts - 45).to_string(),
            enrollment_closes_on: self.day(starts - 5).to_string(),
            ..cohort::RawPlan::default()
        };
        let plan = cohort::Plan::try_from(&raw)?;
        Ok(Draft { plan, applicants: wanted.min(people / 2), days })
    }
}

fn day_of(number: usize, cohorts: usize) -> i64 {
    let [first, last] = STARTS;
    let place = |number: usize| i64::try_from(number).unwrap_or_default();
    first + (last - first) * place(number) / place(cohorts).max(1)
}
