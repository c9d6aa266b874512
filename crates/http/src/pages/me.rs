//! An official's own training: what comes next, how each enrollment stands, whether the course can still be passed.

use super::Pages;
use super::error::PageError;
use super::page::Page;
use crate::explain;
use crate::policy::Policy;
use crate::site::Site;
use askama::Template;
use poem::web::Data;
use poem::{Response, handler};
use postup_app::completion::Outlook as Outlooked;
use postup_app::enrollment::wording;
use postup_domain::attendance::Meeting;
use postup_domain::completion::{Chance, CompletionState, Verdict};
use postup_domain::enrollment::{EnrollmentState, Explanation, Listed};
use postup_domain::id::EnrollmentId;

pub fn pages(pages: Pages) -> Pages {
    pages.get("/me", Policy::SignedIn, show)
}

/// A session that lies ahead, as the page tells it.
pub(super) struct Ahead {
    pub(super) title: String,
    pub(super) course: String,
    pub(super) when: String,
    pub(super) venue: Option<String>,
    pub(super) link: Option<String>,
}

/// One enrollment, as a list of them tells it.
struct Card {
    path: String,
    title: String,
    code: String,
    period: String,
    tone: &'static str,
    state: String,
    explanation: String,
    verdict: Option<Outlook>,
}

/// Can I still pass, and what is missing.
pub(super) struct Outlook {
    pub(super) tone: &'static str,
    pub(super) sentence: String,
    pub(super) missing: Vec<String>,
    /// What was attended in other cohorts and counts here.
    pub(super) carried: Option<String>,
}

/// Where a person can still pass.
pub(super) struct Ways {
    /// The sessions that can still bring something: what, when, how much, and what is to be said of it.
    pub(super) here: Vec<(String, String, String, Option<&'static str>)>,
    /// Other cohorts in which it is enough: where to go on, and what counts there.
    pub(super) elsewhere: Vec<(String, String, String)>,
}

pub(super) fn ways(page: &Page, id: EnrollmentId, of: &Outlooked) -> Ways {
    let reached = of.chance == Chance::Reached;
    let here = of.hopes.iter().filter(|_| !reached).map(|hope| {
        let plan = &hope.session.plan;
        let when = page.occasion(&plan.starts_at, &plan.time_zone);
        let minutes = page.tn("common-count-minutes", hope.minutes);
        let remark = match (hope.over, hope.needed) {
            (true, _) => Some("completion-unfilled"),
            (false, true) => Some("completion-needed"),
            (false, false) => None,
        };
        (page.pick(&plan.title).to_string(), when, minutes, remark)
    });
    let elsewhere = of.elsewhere.iter().map(|one| {
        let plan = &one.cohort.plan;
        let said = page.say(
            "completion-elsewhere",
            &[
                ("code", plan.code.as_str().into()),
                ("dates", page.period(&plan.starts_on, &plan.ends_on).into()),
                ("credited", one.credited.into()),
                ("available", one.available.into()),
                ("required", one.required.into()),
            ],
        );
        (format!("/me/enrollments/{id}/transfer"), plan.code.to_string(), said)
    });
    Ways { here: here.collect(), elsewhere: elsewhere.collect() }
}

#[derive(Template)]
#[template(path = "me/show.html")]
struct Show<'a> {
    page: &'a Page,
    next: Option<Ahead>,
    current: Vec<Card>,
    past: Vec<Card>,
    /// Courses waited for: path, title, and whether a cohort is open.
    waiting: Vec<(String, String, bool)>,
}

/// The shape and colour of a state.
pub(super) fn tone(state: EnrollmentState) -> &'static str {
    match state {
        EnrollmentState::Confirmed => "good",
        EnrollmentState::Applied | EnrollmentState::EmployerApproved => "going",
        EnrollmentState::Nominated | EnrollmentState::Offered | EnrollmentState::Waitlisted => "caution",
        _ => "",
    }
}

pub(super) fn outlook(page: &Page, verdict: &Verdict) -> Outlook {
    Outlook {
        tone: match verdict.state {
            CompletionState::Completed => "good",
            CompletionState::InProgress => "going",
            CompletionState::NotCompleted => "bad",
        },
        sentence: page.word("completion-me", verdict.state),
        missing: verdict.reasons.iter().map(|reason| explain::missing(page.locale, *reason)).collect(),
        carried: Some(verdict.evidence.carried)
            .filter(|minutes| *minutes > 0)
            .map(|minutes| page.tn("completion-carried", minutes)),
    }
}

pub(super) fn ahead(page: &Page, meeting: &Meeting) -> Ahead {
    Ahead {
        title: page.pick(&meeting.title).to_string(),
        course: page.pick(&meeting.course).to_string(),
        when: page.occasion(&meeting.starts_at, &meeting.time_zone),
        venue: meeting.venue.as_ref().map(ToString::to_string),
        link: meeting.link.as_ref().map(ToString::to_string),
    }
}

#[handler]
async fn show(page: Page, site: Data<&Site>) -> Result<Response, PageError> {
    let own = site.app.own_enrollments(&page.actor).await?;
    let next = site.app.next_meetings(&page.actor).await?;
    let seated: Vec<_> = own.iter().filter(|one| one.tells_place()).map(|one| one.enrollment.id).collect();
    let verdicts = site.app.verdicts(&seated).await?;
    let why = site.app.explain_all(&own).await?;
    let own: Vec<(Listed, Explanation)> = own.into_iter().zip(why).collect();
    let card = |(of, why): &(Listed, Explanation)| {
        let verdict = verdicts.iter().find(|(id, ..)| *id == of.enrollment.id);
        Card {
            path: format!("/me/enrollments/{}", of.enrollment.id),
            title: page.pick(&of.run.title).to_string(),
            code: of.run.code.to_string(),
            period: page.period(&of.run.starts_on, &of.run.ends_on),
            tone: tone(of.enrollment.state),
            state: page.word("enrollment-state", of.enrollment.state),
            explanation: wording::explanation(page.locale, true, why),
            verdict: verdict.map(|(_, _, verdict)| outlook(&page, verdict)),
        }
    };
    let is_past = |(of, _): &(Listed, Explanation)| {
        let today = page.now.with_timezone(&of.run.time_zone).date_naive();
        of.enrollment.state.is_over() || of.run.ends_on < today
    };
    let interests = site.app.own_interests(&page.actor).await?;
    let courses: Vec<_> = interests.iter().map(|(_, course)| course.id).collect();
    let openings = site.app.openings(&courses).await?;
    let waiting = interests.iter().map(|(_, course)| {
        let title = page.pick(&course.content.title).to_string();
        (format!("/courses/{}", course.code), title, openings.iter().any(|(id, _)| *id == course.id))
    });
    page.show(&Show {
        page: &page,
        waiting: waiting.collect(),
        next: next.first().map(|meeting| ahead(&page, meeting)),
        current: own.iter().filter(|of| !is_past(of)).map(card).collect(),
        past: own.iter().filter(|of| is_past(of)).map(card).collect(),
    })
}
