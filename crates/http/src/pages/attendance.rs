//! The register of a session: works without scripts, for thirty people on a phone and for three thousand by pages.

mod correction;
mod dispute;
mod grid;
mod meeting_log;
mod paper;
mod roll;
pub(super) mod sheet;
mod signature;
mod walk_in;

use super::Pages;
use super::check_in::{Doors, doors};
use super::error::PageError;
use super::form::{Choice, Form};
use super::interruption::Pausing;
use super::page::{Event, Page, go, query};
use super::plea;
use crate::api::paging;
use crate::policy::{MANAGERS, TEACHERS};
use crate::site::Site;
use askama::Template;
use poem::http::StatusCode;
use poem::web::{Data, Path, Query};
use poem::{Response, handler};
use postup_app::Error;
use postup_app::attendance::Register;
use postup_domain::attendance::RULE_VERSION;
use postup_domain::id::{EnrollmentId, SessionId};
use postup_domain::rejection::Refusal;
use postup_domain::session::{RegisterState, SessionState};
use postup_domain::text::Line;
use serde::Deserialize;
use sheet::Sheet;

pub fn pages(pages: Pages) -> Pages {
    pages
        .get("/teach/sessions/:id", TEACHERS, show)
        .post("/teach/sessions/:id", TEACHERS, save)
        .post("/teach/sessions/:id/everyone", TEACHERS, everyone)
        .get("/teach/sessions/:id/closing", TEACHERS, ask_to_close)
        .post("/teach/sessions/:id/closing", TEACHERS, close)
        .post("/teach/sessions/:id/reopening", MANAGERS, reopen)
        .get("/teach/sessions/:id/people/:person", TEACHERS, of_person)
        .post("/teach/sessions/:id/people/:person", TEACHERS, correction::propose)
        .post("/teach/sessions/:id/corrections/:correction/confirmation", TEACHERS, correction::confirm)
        .post("/teach/sessions/:id/corrections/:correction/refusal", TEACHERS, correction::refuse)
        .get("/teach/sessions/:id/roll", TEACHERS, roll::show)
        .post("/teach/sessions/:id/roll", TEACHERS, roll::save)
        .get("/teach/cohorts/:id/grid", TEACHERS, grid::show)
        .get("/teach/sessions/:id/sheet.pdf", TEACHERS, signature::of_session)
        .get("/teach/cohorts/:id/sheets.pdf", TEACHERS, signature::of_cohort)
        .get("/teach/sessions/:id/log", TEACHERS, meeting_log::show)
        .post("/teach/sessions/:id/log", TEACHERS, meeting_log::receive)
        .post("/teach/sessions/:id/log/entry", TEACHERS, meeting_log::enter)
        .get("/teach/sessions/:id/paper", TEACHERS, paper::show)
        .post("/teach/sessions/:id/paper", TEACHERS, paper::send)
        .post("/teach/sessions/:id/settlements", TEACHERS, dispute::settle)
        .post("/teach/sessions/:id/walk-ins", TEACHERS, walk_in::add)
        .post("/teach/sessions/:id/walk-ins/:walk_in", TEACHERS, walk_in::merge)
}

/// People on one page of a register.
const ROWS: u64 = 100;
/// From so many people on, a register can be searched.
const MANY: i64 = 40;

/// "Counted by rule 2 since …".
fn rule(page: &Page, register: &Register) -> String {
    let since = register
        .rule_since
        .map(|since| page.date(&since.with_timezone(&register.meeting.time_zone).date_naive()));
    page.t2("attendance-rule", "version", i64::from(RULE_VERSION), "since", since.unwrap_or_default())
}

#[derive(Default, Deserialize)]
struct At {
    after: Option<String>,
    /// Names that were typed.
    q: Option<String>,
}

impl At {
    fn path(&self, id: SessionId) -> String {
        let path = format!("/teach/sessions/{id}");
        self.query(&path, self.after.as_deref())
    }

    fn query(&self, path: &str, after: Option<&str>) -> String {
        let typed = self.q.as_deref().filter(|typed| !typed.is_empty());
        query(
            path,
            [("q", typed), ("after", after)].into_iter().filter_map(|(name, value)| Some((name, value?))),
        )
    }
}

#[derive(Template)]
#[template(path = "register/show.html")]
struct Show<'a> {
    page: &'a Page,
    register: &'a Register,
    sheet: Sheet,
    /// Where the form goes.
    here: String,
    first: String,
    next: String,
    takes_marks: bool,
    may_close: bool,
    may_reopen: bool,
    history: Vec<Event>,
    /// What a human has to decide, where the reader may.
    disputes: Vec<dispute::Question>,
    guests: Vec<walk_in::Guest>,
    waiting: Vec<correction::Waiting>,
    /// What people ask, and where that is decided.
    pleas: Vec<(String, String, String)>,
    /// What was typed to find people; a filter is offered when there are many.
    typed: String,
    many: bool,
    rule: String,
    pausing: Pausing,
    doors: Doors,
    session: SessionId,
}

#[derive(Template)]
#[template(path = "register/closing.html")]
struct Closing<'a> {
    page: &'a Page,
    register: &'a Register,
    missing: i64,
    form: Form,
}

#[derive(Template)]
#[template(path = "register/person.html")]
struct Person<'a> {
    page: &'a Page,
    session: SessionId,
    enrollment: EnrollmentId,
    name: String,
    history: Vec<Event>,
    /// Where a change of the closed register is proposed.
    form: Form,
    kinds: Vec<Choice>,
    may_propose: bool,
}

/// Whether marks can be made in it now.
fn takes_marks_now(register: &Register) -> bool {
    register.meeting.register.takes_marks() && register.meeting.state == SessionState::Planned
}

/// Renders the page of the register that `at` names, with what was chosen and what stood in the way.
async fn render(
    page: &Page,
    site: &Site,
    id: SessionId,
    at: &At,
    status: StatusCode,
    sheet: impl FnOnce(&Page, &Register) -> Sheet,
) -> Result<Response, PageError> {
    let after = paging::open(at.after.as_deref()).map_err(|failure| PageError::from(failure.0))?;
    let typed = at.q.as_deref().unwrap_or_default();
    let register = site.app.register_of(&page.actor, id, typed, after.as_ref(), ROWS).await?;
    let disputes =
        if register.bar.disputed > 0 { dispute::questions(page, site, id).await? } else { Vec::new() };
    let steps = site.app.register_history(&page.actor, id).await?;
    let (waiting, corrected) = correction::of_session(page, site, id).await?;
    let (pleas, pleaded) = plea::waiting(page, site, id).await?;
    let history = steps
        .iter()
        .map(|step| Event {
            what: page.word("attendance-register", step.to),
            why: step.reason.as_ref().map(ToString::to_string).unwrap_or_default(),
            when: page.moment(&step.at),
            who: match &step.name {
                Some(name) => name.in_register(),
                None => page.t("common-history-by-system"),
            },
            ..Event::default()
        })
        .chain(corrected)
        .chain(pleaded)
        .collect();
    let meeting = &register.meeting;
    let takes_marks = takes_marks_now(&register);
    let interrupted = site.app.interruptions(&page.actor, id).await?;
    let may_plan = page.actor.may_manage_cohort(meeting.place).is_ok();
    let pausing = Pausing::new(page, &interrupted, may_plan, takes_marks);
    let next = register.people.next.as_ref().map(paging::seal);
    let path = format!("/teach/sessions/{id}");
    page.show_as(
        status,
        &Show {
            page,
            sheet: sheet(page, &register),
            here: at.path(id),
            first: if at.after.is_some() { at.query(&path, None) } else { String::new() },
            next: next.map(|next| at.query(&path, Some(&next))).unwrap_or_default(),
            disputes,
            guests: walk_in::guests(page, site, id).await?,
            waiting,
            pleas,
            many: register.bar.people > MANY,
            typed: typed.to_owned(),
            rule: rule(page, &register),
            pausing,
            doors: doors(page, site, id, &register).await?,
            session: id,
            takes_marks,
            may_close: takes_marks && meeting.starts_at <= page.now,
            may_reopen: meeting.register == RegisterState::Closed
                && page.actor.may_reopen_register(id, meeting.place).is_ok(),
            history,
            register: &register,
        },
    )
}

#[handler]
async fn show(
    page: Page,
    id: Path<SessionId>,
    at: Query<At>,
    site: Data<&Site>,
) -> Result<Response, PageError> {
    render(&page, &site, *id, &at, StatusCode::OK, Sheet::standing).await
}

#[handler]
async fn save(
    page: Page,
    id: Path<SessionId>,
    at: Query<At>,
    site: Data<&Site>,
    form: Form,
) -> Result<Response, PageError> {
    let permit = site.app.may_take_attendance(&page.actor, *id).await?;
    let form = form.about("attendance");
    let marks = match sheet::marks(&page, &form, site.app.entropy()) {
        Ok(marks) => marks,
        Err(faults) => {
            let form = form.blame(&faults);
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            let back = |page: &Page, register: &Register| Sheet::again(page, register, form, &[]);
            return render(&page, &site, *id, &at, status, back).await;
        }
    };
    let conflicts = sheet::enter(&site, &permit, marks).await?;
    if conflicts.is_empty() {
        return Ok(go(&at.path(*id), Some("attendance-saved-flash")));
    }
    let shut = [Refusal::RegisterClosed, Refusal::SecondPersonNeeded];
    if let Some(conflict) = conflicts.iter().find(|conflict| shut.contains(&conflict.refusal)) {
        return Err(Error::from(conflict.refusal).into());
    }
    let overtaken = conflicts.iter().any(|conflict| conflict.refusal == Refusal::RegisterChanged);
    let status = if overtaken { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
    let back = |page: &Page, register: &Register| Sheet::again(page, register, form, &conflicts);
    render(&page, &site, *id, &at, status, back).await
}

#[handler]
async fn everyone(page: Page, id: Path<SessionId>, site: Data<&Site>) -> Result<Response, PageError> {
    let permit = site.app.may_take_attendance(&page.actor, *id).await?;
    site.app.mark_rest_present(&permit).await?;
    Ok(go(&At::default().path(*id), Some("attendance-everyone-flash")))
}

#[handler]
async fn ask_to_close(page: Page, id: Path<SessionId>, site: Data<&Site>) -> Result<Response, PageError> {
    site.app.may_close_register(&page.actor, *id).await?;
    let register = site.app.register(&page.actor, *id, None, 1).await?;
    let missing = register.bar.people - register.bar.marked;
    let form = Form::blank(page.locale);
    page.show(&Closing { page: &page, register: &register, missing, form })
}

#[handler]
async fn close(page: Page, id: Path<SessionId>, site: Data<&Site>) -> Result<Response, PageError> {
    let permit = site.app.may_close_register(&page.actor, *id).await?;
    site.app.close_register(&permit).await?;
    Ok(go(&At::default().path(*id), Some("attendance-closed-flash")))
}

#[handler]
async fn reopen(
    page: Page,
    id: Path<SessionId>,
    site: Data<&Site>,
    form: Form,
) -> Result<Response, PageError> {
    let permit = site.app.may_reopen_register(&page.actor, *id).await?;
    let form = form.about("attendance");
    let reason = match Line::new("reason", form.value("reason")) {
        Ok(reason) => reason,
        Err(invalid) => {
            let form = form.blame(&[invalid]);
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            let back = |page: &Page, register: &Register| Sheet::again(page, register, form, &[]);
            return render(&page, &site, *id, &At::default(), status, back).await;
        }
    };
    site.app.reopen_register(&permit, reason).await?;
    Ok(go(&At::default().path(*id), Some("attendance-reopened-flash")))
}

async fn person<'a>(
    page: &'a Page,
    site: &Site,
    session: SessionId,
    enrollment: EnrollmentId,
    form: Option<Form>,
) -> Result<Person<'a>, PageError> {
    let marks = site.app.marks_of_person(&page.actor, session, enrollment).await?;
    let register = site.app.register(&page.actor, session, None, 1).await?.meeting;
    let permit = site.app.may_take_attendance(&page.actor, session).await?;
    let name = site.app.name_of_seat(&permit, enrollment).await?.ok_or(Error::Missing("enrollment"))?;
    let history = marks
        .iter()
        .map(|named| Event {
            what: page.word("attendance-kind", named.mark.kind),
            why: named.mark.reason.as_ref().map(ToString::to_string).unwrap_or_default(),
            when: page.moment(&named.mark.server_at),
            who: match &named.author {
                Some(name) => name.in_register(),
                None => page.t("common-history-by-system"),
            },
            ..Event::default()
        })
        .collect();
    Ok(Person {
        page,
        session,
        enrollment,
        name: name.in_register(),
        history,
        form: form.unwrap_or_else(|| Form::blank(page.locale).about("correction")),
        kinds: sheet::kinds(page),
        may_propose: register.register == RegisterState::Closed && register.state == SessionState::Planned,
    })
}

#[handler]
async fn of_person(
    page: Page,
    path: Path<(SessionId, EnrollmentId)>,
    site: Data<&Site>,
) -> Result<Response, PageError> {
    let (session, enrollment) = *path;
    page.show(&person(&page, &site, session, enrollment, None).await?)
}
