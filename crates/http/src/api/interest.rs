//! Waiting for a course that has no date yet, as JSON.

use super::Tag;
use super::answer::{Bilingual, Done};
use super::problem::Failure;
use crate::caller::Caller;
use crate::policy::{Line, MANAGERS, Policy};
use crate::site::Site;
use chrono::{DateTime, Utc};
use poem::http::Method;
use poem_openapi::param::{Path, Query};
use poem_openapi::payload::Json;
use poem_openapi::{Object, OpenApi};
use postup_app::Error;
use postup_app::interest::LEAST;
use postup_app::territory::wording;
use postup_domain::access::Actor;
use postup_domain::cohort::Form;
use postup_domain::id::CourseId;
use postup_domain::interest::{Interest, RawWish, Waiters};
use postup_domain::rejection::Fault;
use postup_domain::territory::{Located, TerritoryCode};
use postup_i18n::{Locale, Words};

/// Who may call which operation.
pub const POLICIES: &[Line] = &[
    (Method::GET, "/courses/:id/interest", Policy::SignedIn),
    (Method::PUT, "/courses/:id/interest", Policy::SignedIn),
    (Method::DELETE, "/courses/:id/interest", Policy::SignedIn),
    (Method::GET, "/courses/:id/demand", MANAGERS),
];

/// What somebody wishes of a cohort to come.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields)]
struct CourseWish {
    /// The code of a unit of the codifier; where the caller works when absent.
    territory: Option<String>,
    /// Any form when absent.
    form: Option<Form>,
    /// `2026-05`: from this month on; any time when absent.
    month: Option<String>,
}

/// The caller waits for a course.
#[derive(Debug, Object)]
struct CourseInterest {
    course_id: CourseId,
    territory: String,
    form: Option<Form>,
    month: Option<String>,
    since: DateTime<Utc>,
}

impl From<Interest> for CourseInterest {
    fn from(interest: Interest) -> Self {
        Self {
            course_id: interest.course,
            territory: interest.wish.territory.to_string(),
            form: interest.wish.form,
            month: interest.wish.month.map(|month| month.format("%Y-%m").to_string()),
            since: interest.since,
        }
    }
}

/// How many people wait, and what form they wish.
#[derive(Debug, Object)]
struct WaitingCount {
    people: i64,
    in_person: i64,
    online: i64,
    blended: i64,
    any_form: i64,
}

impl From<Waiters> for WaitingCount {
    fn from(count: Waiters) -> Self {
        let Waiters { people, in_person, online, blended, any_form } = count;
        Self { people, in_person, online, blended, any_form }
    }
}

/// How many wait in one unit of the codifier.
#[derive(Debug, Object)]
struct WaitingRegion {
    territory: String,
    name: Bilingual,
    waiting: WaitingCount,
}

/// A cohort that enough people wait for.
#[derive(Debug, Object)]
struct CohortProposal {
    /// Where people come together; null online.
    territory: Option<String>,
    name: Option<Bilingual>,
    form: Form,
    people: i64,
}

/// Who waits for a course, by region, and the cohorts that would make.
#[derive(Debug, Object)]
struct CourseDemand {
    waiting: WaitingCount,
    /// The oblasts, or the parts of the unit that `within` names; most people first.
    regions: Vec<WaitingRegion>,
    /// As near to people as at least `least` of them allow; nobody is counted twice.
    proposals: Vec<CohortProposal>,
}

/// The operations.
pub struct InterestApi {
    pub site: Site,
}

impl InterestApi {
    async fn course(&self, actor: &Actor, name: &str) -> Result<CourseId, Error> {
        Ok(self.site.app.course_named(actor, name).await?.id)
    }
}

#[OpenApi(tag = "Tag::Courses")]
impl InterestApi {
    /// What the caller wishes of a course
    #[oai(path = "/courses/:id/interest", method = "get", operation_id = "get_interest")]
    async fn get(&self, caller: Caller, id: Path<String>) -> Result<Json<CourseInterest>, Failure> {
        let course = self.course(&caller.0, &id.0).await?;
        let interest = self.site.app.own_interest(&caller.0, course).await?;
        Ok(Json(interest.ok_or(Error::Missing("interest"))?.into()))
    }

    /// Be told when a course runs
    ///
    /// A letter comes as soon as a cohort is published that fits: in the wished form, from the wished month on, online or in
    /// the same oblast. Sent again, the new wish replaces the one before.
    #[oai(path = "/courses/:id/interest", method = "put", operation_id = "note_interest")]
    async fn note(
        &self,
        caller: Caller,
        id: Path<String>,
        body: Json<CourseWish>,
    ) -> Result<Json<CourseInterest>, Failure> {
        let app = &self.site.app;
        let course = self.course(&caller.0, &id.0).await?;
        let person = caller.0.person().ok_or(Error::Missing("person"))?;
        let permit = app.may_edit_person(&caller.0, person).await?;
        let territory = match body.0.territory {
            Some(territory) => territory,
            None => app.own_territory(&caller.0).await?.unwrap_or_default(),
        };
        let form = body.0.form.map(|form| form.to_string()).unwrap_or_default();
        let raw = RawWish { territory, form, month: body.0.month.unwrap_or_default() };
        Ok(Json(app.note_interest(&permit, course, &raw).await?.into()))
    }

    /// Wait no longer
    #[oai(path = "/courses/:id/interest", method = "delete", operation_id = "end_interest")]
    async fn end(&self, caller: Caller, id: Path<String>) -> Result<Done, Failure> {
        let app = &self.site.app;
        let course = self.course(&caller.0, &id.0).await?;
        let person = caller.0.person().ok_or(Error::Missing("person"))?;
        let permit = app.may_edit_person(&caller.0, person).await?;
        app.end_interest(&permit, course).await?;
        Ok(Done::Done)
    }

    /// Who waits for a course, by region, and the cohorts that would make
    #[oai(path = "/courses/:id/demand", method = "get", operation_id = "get_demand")]
    async fn demand(
        &self,
        caller: Caller,
        id: Path<CourseId>,
        /// Count the parts of this unit of the codifier; the oblasts when absent.
        within: Query<Option<String>>,
        /// How many people make a cohort, 1 to 1000; 15 when absent.
        least: Query<Option<i64>>,
    ) -> Result<Json<CourseDemand>, Failure> {
        let (permit, course) = self.site.app.may_manage_course(&caller.0, id.0).await?;
        let within = within.0.map(|code| code.parse::<TerritoryCode>());
        let within = within.transpose().map_err(|_| Error::field("within", Fault::Unknown))?;
        let least = least.0.unwrap_or(LEAST);
        if !(1..=1000).contains(&least) {
            return Err(Error::field("least", Fault::OutOfRange { least: 1, most: 1000 }).into());
        }
        let demand = self.site.app.demand(&permit, course.id, within.as_ref(), least).await?;
        Ok(Json(CourseDemand {
            waiting: demand.all.into(),
            regions: demand
                .regions
                .into_iter()
                .map(|(unit, count)| WaitingRegion {
                    territory: unit.territory.code.to_string(),
                    name: named(&unit),
                    waiting: count.into(),
                })
                .collect(),
            proposals: demand
                .proposals
                .into_iter()
                .map(|(proposal, place)| CohortProposal {
                    territory: proposal.territory.map(|code| code.to_string()),
                    name: place.as_ref().map(named),
                    form: proposal.form,
                    people: proposal.people,
                })
                .collect(),
        }))
    }
}

fn named(unit: &Located) -> Bilingual {
    let said = |locale| wording::full_name(Words::embedded(), locale, unit);
    Bilingual { uk: said(Locale::Uk), en: said(Locale::En) }
}
