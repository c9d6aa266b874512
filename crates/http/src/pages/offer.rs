//! A cohort as everybody may see it: when, how, in which settlement, and whether a seat is left (product rule 11).

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::Duration;
use postup_app::{Error, enrollment::wording as said, territory::wording};
use postup_domain::access::Actor;
use postup_domain::cohort::{Cohort, EnrollmentPolicy, Form, Queue, Seats, Told};
use postup_domain::enrollment::{Clash, Explanation, alternatives};
use postup_domain::id::CourseVersionId;
use postup_domain::territory::{Nearness, Territory, TerritoryCode};
use postup_domain::text::{Both, Title};
use postup_i18n::{Value, Words};
use postup_persistence::{course, territory};

use super::form::Choice;
use super::page::Page;
use crate::site::Site;

/// A cohort with the title of its course and the name of its settlement.
pub struct Offer {
    pub cohort: Cohort,
    /// Of its counts what the reader may know.
    pub told: Told,
    pub title: Both<Title>,
    pub place: Option<String>,
    /// How near it is to where the reader works, where that is known.
    pub nearness: Option<Nearness>,
    /// Whom it is for, one sentence for each thing it asks.
    pub asks: Vec<String>,
    /// Whether the reader is one of them, and what stands between, where somebody is signed in.
    pub fit: Option<Fit>,
}

/// Whether a cohort is for the reader.
pub enum Fit {
    Good,
    /// What is missing, and what would change that.
    Not(String),
}

impl Offer {
    /// "Вільно 12 місць із 30".
    pub fn seats(&self, page: &Page) -> String {
        let of = ("of", Value::from(self.cohort.plan.capacity));
        match self.told.seats {
            Some(Seats { left, is_least }) => {
                let key = if is_least { "cohort-seats-least" } else { "cohort-seats-left" };
                page.say(key, &[("left", Value::from(left)), of])
            }
            None => page.say("cohort-seats-all", &[of]),
        }
    }

    /// The taken share of the seats, in percent, for the bar beside the words.
    pub fn taken_percent(&self) -> Option<i32> {
        let capacity = self.cohort.plan.capacity.max(1);
        let taken = capacity - self.told.seats?.left;
        Some(taken.saturating_mul(100).checked_div(capacity).unwrap_or_default().clamp(0, 100))
    }

    /// How many wait for a seat, if somebody does.
    pub fn queue(&self, page: &Page) -> Option<String> {
        match self.told.queue? {
            Queue::Exactly(0) => None,
            Queue::Exactly(count) => Some(page.tn("cohort-waitlist", count)),
            Queue::FewerThan(few) => Some(page.tn("cohort-waitlist-few", few)),
        }
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
pub fn minimum(page: &Page, cohort: &Cohort, told: &Told) -> Option<String> {
    let minimum = cohort.plan.terms.minimum?;
    let key = if cohort.is_tentative() {
        if told.confirmed.is_some() { "cohort-minimum-tentative" } else { "cohort-minimum-open" }
    } else if cohort.decided_at.is_some() {
        "cohort-minimum-confirmed"
    } else {
        "cohort-minimum-people"
    };
    let on = cohort.plan.terms.last_decision_day(cohort.plan.time_zone);
    let arguments = [
        ("minimum", Value::from(minimum.people)),
        ("people", Value::from(told.confirmed.unwrap_or_default())),
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
            let told = site.app.counts_told(&page.actor, &cohort);
            Ok(Offer { cohort, told, title, place, nearness: None, asks: Vec::new(), fit: None })
        })
        .collect()
}

/// Where offers are looked for first.
pub struct Around {
    pub unit: Territory,
    pub name: String,
    /// The reader's own place, not one that was chosen.
    pub is_own: bool,
}

/// Around the unit that was chosen, otherwise around where the reader works. A code that names nothing chooses nothing.
pub async fn around(site: &Site, page: &Page, chosen: &str) -> Result<Option<Around>, Error> {
    let (code, is_own) = match chosen.parse::<TerritoryCode>() {
        Ok(code) => (Some(code), false),
        Err(_) => (site.app.own_territory(&page.actor).await?.and_then(|code| code.parse().ok()), true),
    };
    let unit = match code {
        Some(code) => territory::find(&site.app.reader(), &code).await?,
        None => None,
    };
    Ok(unit.map(|unit| Around { name: named(page, &unit), unit, is_own }))
}

/// The cohorts that take applications, the nearest first.
pub async fn near(site: &Site, page: &Page, around: &Around, limit: u64) -> Result<Vec<Offer>, Error> {
    let reader = site.app.reader();
    let cohorts = postup_persistence::cohort::nearest(&reader, &around.unit.code, page.now, limit).await?;
    let mut offers = offers(site, page, cohorts).await?;
    for offer in &mut offers {
        let plan = &offer.cohort.plan;
        let online = plan.form == Form::Online;
        let nearness = Nearness::between(online, plan.territory.as_deref(), &around.unit.code);
        // Of a place that was chosen, nothing is the reader's own.
        offer.nearness = around.is_own.then_some(nearness);
    }
    Ok(offers)
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

/// The units of the first level to choose from.
pub async fn oblasts(page: &Page, site: &Site) -> Result<Vec<Choice>, Error> {
    Ok(site
        .app
        .oblasts()
        .await?
        .iter()
        .map(|unit| Choice::new(unit.code.as_str(), named(page, unit)))
        .collect())
}

/// Says of each offer whom it is for, and whether the reader is one of them.
pub async fn fit(site: &Site, page: &Page, offers: &mut [Offer]) -> Result<(), Error> {
    let cohorts: Vec<Cohort> = offers.iter().map(|offer| offer.cohort.clone()).collect();
    let mut looks = site.app.own_looks(&page.actor, &cohorts).await?;
    for offer in offers {
        let Some((asked, look)) = looks.remove(&offer.cohort.id) else {
            offer.fit = page.is_signed_in().then_some(Fit::Good);
            continue;
        };
        offer.asks = alternatives(&asked).iter().map(|group| said::requirement(page.locale, group)).collect();
        offer.fit = look.map(|look| match look.is_good() {
            true => Fit::Good,
            false => {
                Fit::Not(said::explanation(page.locale, true, &Explanation::of_shortfall(&look.shortfall)))
            }
        });
    }
    Ok(())
}

fn code(cohort: &Cohort) -> Option<TerritoryCode> {
    cohort.plan.territory.as_deref()?.parse().ok()
}

fn named(page: &Page, unit: &Territory) -> String {
    wording::name(Words::embedded(), page.locale, unit)
}
