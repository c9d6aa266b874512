//! Approvals of an office and decisions of a manager: many on one page, or one by the link of a letter.

use askama::Template;
use poem::http::StatusCode;
use poem::web::{Data, Path};
use poem::{Response, handler};
use postup_app::Error;
use postup_app::enrollment::approval::{MOST_DECISIONS, One, Verdict};
use postup_app::stand_in::Named;
use postup_domain::access::{MayApprove, Role};
use postup_domain::enrollment::{EnrollmentState, Listed};
use postup_domain::id::{CohortId, EnrollmentId};
use postup_domain::rejection::Refusal;
use postup_domain::text::Line;

use super::Pages;
use super::application;
use super::error::PageError;
use super::form::Form;
use super::page::Page;
use super::people::{cursor, pager};
use crate::policy::{APPROVERS, MANAGERS};
use crate::reason;
use crate::site::Site;

pub fn pages(pages: Pages) -> Pages {
    pages.get("/employer/approvals", APPROVERS, list).post("/employer/approvals", APPROVERS, decide).post(
        "/manage/cohorts/:id/decisions",
        MANAGERS,
        decide_in,
    )
}

const LINES: u64 = 50;

/// What became of decisions: how many were taken, and who stands how.
#[derive(Default)]
pub(super) struct Outcome {
    pub done: Vec<(String, String)>,
    pub refused: Vec<(String, String)>,
}

impl Outcome {
    fn of(page: &Page, decided: Vec<One>) -> Result<Self, PageError> {
        let mut outcome = Self::default();
        for One { of, outcome: one, .. } in decided {
            let name = of.map(|of| of.name.in_register()).unwrap_or_default();
            match one {
                Ok(done) => outcome.done.push((name, page.word("enrollment-state", done.enrollment.state))),
                Err(Error::Rejected(rejection)) => {
                    outcome.refused.push((name, reason::rejection(page.locale, &rejection)));
                }
                // What was the reader's to decide a moment ago is not any more.
                Err(Error::Denied(_) | Error::Missing(_)) => {
                    let moved_on = reason::rejection(page.locale, &Refusal::StepNotAllowed.into());
                    outcome.refused.push((name, moved_on));
                }
                Err(other) => return Err(other.into()),
            }
        }
        Ok(outcome)
    }
}

/// An application that waits for the reader's office.
struct Waiting {
    id: EnrollmentId,
    name: String,
    post: String,
    title: String,
    dates: String,
    until: String,
}

#[derive(Template)]
#[template(path = "employer/approvals.html")]
struct Approvals<'a> {
    page: &'a Page,
    trail: Vec<(String, String)>,
    /// In whose place the reader approves, and until when.
    stands_in: Vec<String>,
    /// Says who approves when somebody is away.
    is_officer: bool,
    form: Form,
    outcome: Outcome,
    lines: Vec<Waiting>,
    first: String,
    next: String,
}

#[handler]
async fn list(page: Page, form: Form, site: Data<&Site>) -> Result<Response, PageError> {
    show(&page, &site, form, Outcome::default()).await
}

async fn show(page: &Page, site: &Site, form: Form, outcome: Outcome) -> Result<Response, PageError> {
    let found = site.app.awaiting_approval(&page.actor, cursor(&form)?.as_ref(), LINES).await?;
    let here = form.pairs().iter().filter(|(name, _)| name == "cursor").cloned().collect();
    let here = Form::of(page.locale, here);
    let (first, next) = pager("/employer/approvals", &here, found.next.as_ref());
    let is_fine = outcome.refused.is_empty() && !form.is_faulty();
    let status = if is_fine { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let lines = found.items.iter().map(|of| line(page, of)).collect();
    let stands_in = site.app.stands_in(&page.actor).await?.iter().map(|one| yours(page, one)).collect();
    let is_officer = page.actor.has(Role::PersonnelOfficer);
    let looks_after = is_officer || page.actor.has(Role::ProgramManager);
    let trail = looks_after.then(|| ("/employer".to_owned(), page.t("employer-title"))).into_iter().collect();
    page.show_as(status, &Approvals { page, trail, stands_in, is_officer, form, outcome, lines, first, next })
}

fn yours(page: &Page, one: &Named) -> String {
    let (absent, date) = (one.absent.in_register(), page.date(&one.stand_in.days().1));
    let organization = page.pick(&one.organization).to_string();
    let said = [("absent", absent.into()), ("organization", organization.into()), ("date", date.into())];
    page.say("stand-in-yours", &said)
}

fn line(page: &Page, of: &Listed) -> Waiting {
    let until = of.enrollment.answer_by.map(|at| page.occasion(&at, &of.run.time_zone));
    Waiting {
        id: of.enrollment.id,
        name: of.name.in_register(),
        post: of.post.as_ref().map(ToString::to_string).unwrap_or_default(),
        title: page.pick(&of.run.title).to_string(),
        dates: page.period(&of.run.starts_on, &of.run.ends_on),
        until: until.unwrap_or_else(|| page.t("employer-approval-no-limit")),
    }
}

/// What was chosen and what is to be done with it; complaints go into the form.
fn read(form: &mut Form) -> Result<Option<(Vec<EnrollmentId>, Verdict)>, PageError> {
    let mut chosen: Vec<EnrollmentId> = Vec::new();
    for id in form.all("enrollment_id") {
        chosen.push(id.parse().map_err(|_| PageError::Unreadable)?);
    }
    chosen.dedup();
    if chosen.is_empty() || chosen.len() > MOST_DECISIONS {
        form.complain("enrollment_id", "employer-nobody-chosen");
        return Ok(None);
    }
    let verdict = match form.value("verdict") {
        "yes" => Verdict::Yes,
        "no" => match Line::new("reason", form.value("reason")) {
            Ok(reason) => Verdict::No(reason),
            Err(invalid) => {
                *form = form.clone().blame(&[invalid]);
                return Ok(None);
            }
        },
        _ => return Err(PageError::Unreadable),
    };
    Ok(Some((chosen, verdict)))
}

#[handler]
async fn decide(page: Page, form: Form, site: Data<&Site>) -> Result<Response, PageError> {
    let mut form = form.about("enrollment");
    let Some((chosen, verdict)) = read(&mut form)? else {
        return show(&page, &site, form, Outcome::default()).await;
    };
    let decided = site.app.decide_all(&page.actor, &chosen, &verdict).await;
    show(&page, &site, Form::blank(page.locale), Outcome::of(&page, decided)?).await
}

#[handler]
async fn decide_in(
    page: Page,
    id: Path<CohortId>,
    form: Form,
    site: Data<&Site>,
) -> Result<Response, PageError> {
    let mut form = form.about("enrollment");
    let Some((chosen, verdict)) = read(&mut form)? else {
        return application::overview(&page, &site, *id, form, Outcome::default()).await;
    };
    let decided = site.app.decide_all(&page.actor, &chosen, &verdict).await;
    let outcome = Outcome::of(&page, decided)?;
    application::overview(&page, &site, *id, Form::blank(page.locale), outcome).await
}

/// The decision that a letter asks for.
#[derive(Template)]
#[template(path = "enrollment/approval.html")]
struct Ask<'a> {
    page: &'a Page,
    of: &'a Listed,
    form: Form,
    until: Option<String>,
    action: String,
}

/// What it led to, for somebody who did not sign in.
#[derive(Template)]
#[template(path = "enrollment/approved.html")]
struct Answered<'a> {
    page: &'a Page,
    of: &'a Listed,
    state: String,
}

/// Shows what a link lets an officer decide.
pub(super) fn ask(page: &Page, of: &Listed, form: Form, token: &str) -> Result<Response, PageError> {
    let until = of.enrollment.answer_by.map(|at| page.occasion(&at, &of.run.time_zone));
    let status = form.status();
    page.show_as(status, &Ask { page, of, form, until, action: format!("/answer/{token}") })
}

/// Takes an officer's decision by a link.
pub(super) async fn answer(
    page: &Page,
    site: &Site,
    of: &Listed,
    permit: MayApprove,
    form: Form,
    token: &str,
) -> Result<Response, PageError> {
    let done = match form.value("answer") {
        "yes" => site.app.approve(permit).await?,
        "no" => match Line::new("reason", form.value("reason")) {
            Ok(reason) => site.app.disapprove(permit, reason).await?,
            Err(invalid) => return ask(page, of, form.about("enrollment").blame(&[invalid]), token),
        },
        _ => return ask(page, of, form, token),
    };
    let state = page.word("enrollment-state", done.enrollment.state);
    page.show(&Answered { page, of, state })
}

/// Whether a manager can say "yes" to it now.
pub(super) fn waits_for_manager(of: &Listed) -> bool {
    let waits = matches!(of.enrollment.state, EnrollmentState::Applied | EnrollmentState::EmployerApproved);
    waits && of.enrollment.turn.asked.is_none()
}
