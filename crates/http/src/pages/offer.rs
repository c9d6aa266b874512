//! A cohort as everybody may see it: when, how, in which settlement, and whether a seat is left (product rule 11).

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::Duration;
use postup_app::{Error, territory::wording};
use postup_domain::access::Actor;
use postup_domain::cohort::{Cohort, EnrollmentPolicy, Form};
use postup_domain::enrollment::Clash;
use postup_domain::id::CourseVersionId;
use postup_domain::territory::{Territory, TerritoryCode};
use postup_domain::text::{Both, Title};
use postup_i18n::{Value, Words};
use postup_persistence::{course, territory};

use super::page::Page;
use crate::site::Site;

/// A cohort with the title of its course and the name of its settlement.
pub struct Offer {
    pub cohort: Cohort,
    pub title: Both<Title>,
    pub place: Option<String>,
}

impl Offer {
    /// "Вільно 12 місць із 30".
    pub fn seats(&self, page: &Page) -> String {
        let counts =
            [("left", Value::from(self.cohort.seats_left())), ("of", Value::from(self.cohort.plan.capacity))];
        page.say("cohort-seats-left", &counts)
    }

    /// The taken share of the seats, in percent, for the bar beside the words.
    pub fn taken_percent(&self) -> i32 {
        let capacity = self.cohort.plan.capacity.max(1);
        self.cohort.confirmed.saturating_mul(100).checked_div(capacity).unwrap_or_default().clamp(0, 100)
    }

    /// Until when, or from when, one can apply.
    pub fn window(&self, page: &Page) -> String {
        let plan = &self.cohort.plan;
        if page.now < plan.enrollment_opens {
            let moment = page.occasion(&plan.enrollment_opens, &plan.time_zone);
            return page.t1("cohort-enrollment-from", "moment", moment);
        }
        // The window ends where its last day does, so the instant before names that day.
        let last =
            (plan.enrollment_closes - Duration::seconds(1)).with_timezone(&plan.time_zone).date_naive();
        let key = if page.now < plan.enrollment_closes {
            "cohort-enrollment-until"
        } else {
            "cohort-enrollment-over"
        };
        page.t1(key, "date", page.date(&last))
    }

    /// The words on the button.
    pub fn invitation(&self) -> &'static str {
        if self.cohort.seats_left() > 0 { "cohort-apply" } else { "cohort-apply-waitlist" }
    }

    /// What follows from pressing it.
    pub fn promise(&self) -> &'static str {
        match self.cohort.plan.policy {
            EnrollmentPolicy::Approval => "cohort-apply-approval-note",
            EnrollmentPolicy::Employer => "cohort-apply-employer-note",
            EnrollmentPolicy::Nomination => "cohort-apply-nomination-note",
            EnrollmentPolicy::Open if self.cohort.seats_left() > 0 => "cohort-apply-open-note",
            EnrollmentPolicy::Open => "cohort-apply-waitlist-note",
        }
    }

    /// Where it takes place, as far as everybody may know.
    pub fn whereabouts(&self, page: &Page) -> String {
        match (&self.place, self.cohort.plan.form) {
            (_, Form::Online) => page.t("cohort-place-online"),
            (Some(place), _) => page.t1("cohort-place-settlement", "settlement", place.as_str()),
            (None, _) => page.t("cohort-place-later"),
        }
    }
}

/// How many people a cohort takes, and what was decided by that or is to be; nothing where it takes place in any case.
pub fn minimum(page: &Page, cohort: &Cohort) -> Option<String> {
    let minimum = cohort.plan.terms.minimum?;
    let key = if cohort.is_tentative() {
        "cohort-minimum-tentative"
    } else if cohort.decided_at.is_some() {
        "cohort-minimum-confirmed"
    } else {
        "cohort-minimum-people"
    };
    let on = cohort.plan.terms.last_decision_day(cohort.plan.time_zone);
    let arguments = [
        ("minimum", Value::from(minimum.people)),
        ("people", Value::from(cohort.confirmed)),
        ("date", on.map(|day| page.date(&day)).unwrap_or_default().into()),
    ];
    Some(page.say(key, &arguments))
}

/// What else somebody has at the time of a cohort's sessions, one sentence for each.
pub fn clashes(page: &Page, clashes: &[Clash]) -> Vec<String> {
    let sentence = |clash: &Clash| {
        let arguments = [
            ("session", Value::from(page.pick(&clash.session).as_str())),
            ("moment", page.occasion(&clash.starts_at, &clash.time_zone).into()),
            ("course", page.pick(&clash.course).as_str().into()),
            ("code", clash.code.as_str().into()),
        ];
        page.say("enrollment-clash", &arguments)
    };
    clashes.iter().map(sentence).collect()
}

/// Joins cohorts with titles and settlements: two statements, however many they are.
pub async fn offers(site: &Site, page: &Page, cohorts: Vec<Cohort>) -> Result<Vec<Offer>, Error> {
    let reader = site.app.reader();
    let versions: BTreeSet<CourseVersionId> = cohorts.iter().map(|cohort| cohort.course_version).collect();
    let titles: BTreeMap<CourseVersionId, Both<Title>> =
        course::versions(&reader, &versions.into_iter().collect::<Vec<_>>())
            .await?
            .into_iter()
            .map(|version| (version.id, version.title))
            .collect();
    let codes: BTreeSet<TerritoryCode> = cohorts.iter().filter_map(code).collect();
    let places: HashMap<TerritoryCode, Territory> = territory::find_all(&reader, &codes).await?;
    cohorts
        .into_iter()
        .map(|cohort| {
            let title = titles.get(&cohort.course_version).cloned();
            let title = title.ok_or_else(|| Error::Broken("a cohort runs no version".to_owned()))?;
            let place = code(&cohort).and_then(|code| places.get(&code).map(|unit| named(page, unit)));
            Ok(Offer { cohort, title, place })
        })
        .collect()
}

/// The next cohorts that take applications, of one course or of all.
pub async fn open(
    site: &Site,
    page: &Page,
    course: Option<postup_domain::id::CourseId>,
    limit: u64,
) -> Result<Vec<Offer>, Error> {
    let filter = postup_persistence::cohort::Filter {
        course,
        taking_applications_at: Some(page.now),
        soonest_first: true,
        ..Default::default()
    };
    let sight = Actor::visitor().sight();
    let cohorts = postup_persistence::cohort::list(&site.app.reader(), &sight, &filter, None, limit).await?;
    offers(site, page, cohorts.items).await
}

fn code(cohort: &Cohort) -> Option<TerritoryCode> {
    cohort.plan.territory.as_deref()?.parse().ok()
}

fn named(page: &Page, unit: &Territory) -> String {
    wording::name(Words::embedded(), page.locale, unit)
}
