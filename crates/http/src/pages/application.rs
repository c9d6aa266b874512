//! Applications to a cohort, and how far its people have come: for those who run it.

use super::Pages;
use super::approval::{Outcome, waits_for_manager};
use super::enrollment::event;
use super::error::PageError;
use super::form::Form;
use super::me::tone;
use super::page::{Event, Page, Tab, go, query};
use super::reconfirmation;
use crate::api::paging;
use crate::explain;
use crate::policy::{MANAGERS, TEACHERS};
use crate::site::Site;
use askama::Template;
use poem::http::StatusCode;
use poem::web::{Data, Path};
use poem::{Response, handler};
use postup_app::Error;
use postup_app::completion::Judged;
use postup_app::enrollment::wording;
use postup_domain::cohort::Cohort;
use postup_domain::completion::CompletionState;
use postup_domain::enrollment::{EnrollmentState, Listed};
use postup_domain::id::{CohortId, EnrollmentId};
use postup_domain::rejection::{Fault, Invalid};
use postup_domain::text::Line;

pub fn pages(pages: Pages) -> Pages {
    pages
        .get("/manage/cohorts/:id/applications", MANAGERS, list)
        .get("/manage/enrollments/:id", MANAGERS, show)
        .post("/manage/enrollments/:id/confirmation", MANAGERS, confirm)
        .post("/manage/enrollments/:id/rejection", MANAGERS, reject)
        .get("/manage/cohorts/:id/completion", TEACHERS, completion)
        .post("/manage/enrollments/:id/score", TEACHERS, assess)
}

const ROWS: u64 = 50;

/// One application in the list.
struct Row {
    id: EnrollmentId,
    name: String,
    employer: String,
    applied: String,
    tone: &'static str,
    state: String,
    queue: Option<String>,
    /// Whether the person still comes: tone and words.
    comes: Option<(&'static str, String)>,
    may_confirm: bool,
    may_reject: bool,
    /// Whose approval is awaited.
    asked: Option<String>,
}

impl Row {
    fn is_decidable(&self) -> bool {
        self.may_confirm || self.may_reject
    }
}

#[derive(Template)]
#[template(path = "application/list.html")]
struct List<'a> {
    page: &'a Page,
    cohort: &'a Cohort,
    taken: i32,
    form: Form,
    outcome: Outcome,
    tabs: Vec<Tab>,
    /// How many were asked whether they still come, and what they said.
    comes: Vec<String>,
    /// Somebody in it can be decided on.
    decidable: bool,
    /// Everybody who can be decided on is chosen beforehand.
    all_chosen: bool,
    /// Leads to this page with everybody chosen, or nobody.
    choose: (String, String),
    rows: Vec<Row>,
    first: String,
    next: String,
}

#[derive(Template)]
#[template(path = "application/show.html")]
struct Show<'a> {
    page: &'a Page,
    of: &'a Listed,
    form: Form,
    tone: &'static str,
    explanation: String,
    may_confirm: bool,
    may_reject: bool,
    may_substitute: bool,
    may_go_on: bool,
    /// What else the person has at the time of the sessions.
    clashes: Vec<String>,
    history: Vec<Event>,
}

/// One person's verdict.
struct Verdict {
    id: EnrollmentId,
    name: String,
    minutes: String,
    score: String,
    tone: &'static str,
    state: String,
    missing: Vec<String>,
}

#[derive(Template)]
#[template(path = "completion/show.html")]
struct Completion<'a> {
    page: &'a Page,
    cohort: &'a Cohort,
    rule: Option<String>,
    scored: bool,
    completed: usize,
    rows: Vec<Verdict>,
}

fn applications(id: CohortId) -> String {
    format!("/manage/cohorts/{id}/applications")
}

#[handler]
async fn list(page: Page, id: Path<CohortId>, form: Form, site: Data<&Site>) -> Result<Response, PageError> {
    overview(&page, &site, *id, form, Outcome::default()).await
}

/// The applications, with what became of decisions on several of them.
pub(super) async fn overview(
    page: &Page,
    site: &Site,
    id: CohortId,
    form: Form,
    outcome: Outcome,
) -> Result<Response, PageError> {
    let app = &site.app;
    let cohort = app.cohort_of_applications(&page.actor, id).await?;
    let counts = app.count_enrollments(&page.actor, id).await?;
    let state = form.value("state").parse::<EnrollmentState>().ok();
    let after = Some(form.value("after")).filter(|after| !after.is_empty());
    let after = paging::open(after).map_err(|failure| PageError::from(failure.0))?;
    let found = app.enrollments_of_cohort(&page.actor, id, state, after.as_ref(), ROWS).await?;
    let path = applications(id);
    let here = match state {
        Some(state) => query(&path, [("state", state.as_str())]),
        None => path.clone(),
    };
    let onward = found.next.as_ref().map(paging::seal).map(|next| match state {
        Some(state) => query(&path, [("state", state.as_str()), ("after", next.as_str())]),
        None => query(&path, [("after", next.as_str())]),
    });
    let rows: Vec<Row> = found.items.iter().map(|of| row(page, of)).collect();
    let all_chosen = form.value("chosen") == "all";
    let kept = [("state", form.value("state")), ("after", form.value("after"))];
    let kept = kept.into_iter().filter(|(_, value)| !value.is_empty());
    let choose = if all_chosen {
        (query(&path, kept), page.t("enrollment-decide-nobody"))
    } else {
        (query(&path, kept.chain([("chosen", "all")])), page.t("enrollment-decide-everybody"))
    };
    let is_fine = outcome.refused.is_empty() && !form.is_faulty();
    let status = if is_fine { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let content = List {
        page,
        taken: cohort.confirmed * 100 / cohort.plan.capacity.max(1),
        tabs: tabs(page, &path, state, &counts),
        comes: app
            .count_reconfirmations(id)
            .await?
            .into_iter()
            .map(|(state, count)| {
                let state = page.word("enrollment-reconfirmation", state);
                page.t2("enrollment-applications-tab", "state", state, "count", count)
            })
            .collect(),
        decidable: rows.iter().any(Row::is_decidable),
        all_chosen,
        choose,
        rows,
        first: if after.is_some() { here } else { String::new() },
        next: onward.unwrap_or_default(),
        cohort: &cohort,
        form,
        outcome,
    };
    page.show_as(status, &content)
}

/// Everybody, and each state that somebody is in.
fn tabs(
    page: &Page,
    path: &str,
    chosen: Option<EnrollmentState>,
    counts: &[(EnrollmentState, i64)],
) -> Vec<Tab> {
    let tab = |state: &EnrollmentState| {
        let count = counts.iter().find(|(one, _)| one == state).map_or(0, |(_, count)| *count);
        let words = page.word("enrollment-state", state);
        (count > 0 || chosen == Some(*state)).then(|| Tab {
            path: query(path, [("state", state.as_str())]),
            words: page.t2("enrollment-applications-tab", "state", words, "count", count),
            here: chosen == Some(*state),
        })
    };
    let all =
        Tab { path: path.to_owned(), words: page.t("enrollment-applications-all"), here: chosen.is_none() };
    std::iter::once(all).chain(EnrollmentState::ALL.iter().filter_map(tab)).collect()
}

/// What the coordinator can still do with it.
fn choices(of: &Listed) -> (bool, bool) {
    match of.enrollment.state {
        EnrollmentState::Applied | EnrollmentState::EmployerApproved => (waits_for_manager(of), true),
        EnrollmentState::Nominated | EnrollmentState::Waitlisted | EnrollmentState::Offered => (false, true),
        _ => (false, false),
    }
}

fn row(page: &Page, of: &Listed) -> Row {
    let state = of.enrollment.state;
    let (may_confirm, may_reject) = choices(of);
    let employer = of.employer_name.as_ref().map(|name| page.pick(name).to_string());
    let post = of.post.as_ref().map(ToString::to_string);
    Row {
        id: of.enrollment.id,
        name: of.name.in_register(),
        employer: employer.into_iter().chain(post).collect::<Vec<_>>().join(", "),
        applied: page.moment(&of.enrollment.applied_at),
        tone: tone(state),
        state: page.word("enrollment-state", state),
        comes: reconfirmation::tag(page, of.reconfirmation.as_ref()),
        queue: of.queue.map(|queue| page.t1("enrollment-applications-queue", "queue", queue)),
        may_confirm,
        may_reject,
        asked: of
            .asked_name
            .as_ref()
            .map(|asked| page.t1("enrollment-applications-asked", "office", page.pick(asked).as_str())),
    }
}

#[handler]
async fn show(page: Page, id: Path<EnrollmentId>, site: Data<&Site>) -> Result<Response, PageError> {
    let form = Form::blank(page.locale);
    one(&page, &site, *id, form, StatusCode::OK).await
}

async fn one(
    page: &Page,
    site: &Site,
    id: EnrollmentId,
    form: Form,
    status: StatusCode,
) -> Result<Response, PageError> {
    site.app.may_decide(&page.actor, id).await?;
    let of = site.app.enrollment(&page.actor, id).await?;
    let history = site.app.enrollment_history(&page.actor, &of).await?;
    let clashes = site.app.clashes_of(&of).await?;
    let (may_confirm, may_reject) = choices(&of);
    page.show_as(
        status,
        &Show {
            page,
            form,
            tone: tone(of.enrollment.state),
            explanation: wording::explanation(page.locale, false, &site.app.explain(&of).await?),
            may_confirm,
            may_reject,
            may_go_on: of.may_go_on_elsewhere(),
            may_substitute: of.passes_on_at(true, page.now),
            clashes: super::offer::clashes(page, &clashes),
            history: history.iter().map(|step| event(page, &of, step)).collect(),
            of: &of,
        },
    )
}

#[handler]
async fn confirm(page: Page, id: Path<EnrollmentId>, site: Data<&Site>) -> Result<Response, PageError> {
    let permit = site.app.may_decide(&page.actor, *id).await?;
    let done = site.app.confirm_enrollment(permit).await?;
    let flash = match done.enrollment.state {
        EnrollmentState::Waitlisted => "enrollment-queued-flash",
        _ => "enrollment-confirmed-flash",
    };
    Ok(go(&applications(done.enrollment.cohort), Some(flash)))
}

#[handler]
async fn reject(
    page: Page,
    id: Path<EnrollmentId>,
    site: Data<&Site>,
    form: Form,
) -> Result<Response, PageError> {
    let permit = site.app.may_decide(&page.actor, *id).await?;
    let form = form.about("enrollment");
    let reason = match Line::new("reason", form.value("reason")) {
        Ok(reason) => reason,
        Err(invalid) => {
            let form = form.blame(&[invalid]);
            return one(&page, &site, *id, form, StatusCode::UNPROCESSABLE_ENTITY).await;
        }
    };
    let done = site.app.reject_enrollment(permit, reason).await?;
    Ok(go(&applications(done.enrollment.cohort), Some("enrollment-rejected-flash")))
}

#[handler]
async fn completion(page: Page, id: Path<CohortId>, site: Data<&Site>) -> Result<Response, PageError> {
    let (cohort, judged) = site.app.completion(&page.actor, *id).await?;
    let completed = judged.iter().filter(|one| one.verdict.state == CompletionState::Completed).count();
    page.show(&Completion {
        page: &page,
        rule: judged.first().map(|one| explain::rule(page.locale, one.rule)),
        scored: judged.first().is_some_and(|one| one.rule.final_score.is_some()),
        completed,
        rows: judged.iter().map(|one| verdict(&page, one)).collect(),
        cohort: &cohort,
    })
}

fn verdict(page: &Page, of: &Judged) -> Verdict {
    let outlook = super::me::outlook(page, &of.verdict);
    Verdict {
        id: of.enrollment,
        name: of.name.in_register(),
        minutes: page.t2(
            "completion-minutes-of",
            "credited",
            of.verdict.evidence.credited,
            "required",
            of.verdict.required,
        ),
        score: of.verdict.evidence.final_score.map(|score| score.to_string()).unwrap_or_default(),
        tone: outlook.tone,
        state: page.word("completion-state", of.verdict.state),
        missing: outlook.missing,
    }
}

#[handler]
async fn assess(
    page: Page,
    id: Path<EnrollmentId>,
    site: Data<&Site>,
    form: Form,
) -> Result<Response, PageError> {
    let permit = site.app.may_assess(&page.actor, *id).await?;
    let form = form.about("enrollment");
    let back = format!("/manage/cohorts/{}/completion", permit.cohort());
    let score = form.value("score").trim().parse::<i64>();
    let score = score.map_err(|_| Error::from(Invalid::new("score", Fault::NotANumber)))?;
    site.app.assess(&permit, score, None).await?;
    Ok(go(&back, Some("completion-saved-flash")))
}
