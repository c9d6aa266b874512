//! Interruptions of a session: one tap on the register, and a page to correct what was noted; how they are judged.

mod policy;

use super::Pages;
use super::error::PageError;
use super::form::{Choice, Form};
use super::manage::complaints;
use super::page::{Event, Page, go};
use crate::pages::form::choices;
use crate::policy::TEACHERS;
use crate::site::Site;
use askama::Template;
use chrono::{DateTime, Utc};
use poem::http::StatusCode;
use poem::web::{Data, Path};
use poem::{Response, handler};
use postup_app::Error;
use postup_app::interruption::Interrupted;
use postup_domain::id::{InterruptionId, SessionId};
use postup_domain::interruption::{
    HeldState, Interruption, InterruptionCause, InterruptionSource, RawPause, on_the_wall, open,
};
use postup_domain::rejection::{Fault, Invalid};
use postup_domain::session::Session;
use postup_domain::text::Line;

pub fn pages(pages: Pages) -> Pages {
    policy::pages(pages)
        .post("/teach/sessions/:id/pause", TEACHERS, stop)
        .post("/teach/sessions/:id/resumption", TEACHERS, resume)
        .get("/teach/sessions/:id/interruptions", TEACHERS, show)
        .post("/teach/sessions/:id/interruptions", TEACHERS, write_down)
        .post("/teach/sessions/:id/end", TEACHERS, end)
        .get("/teach/sessions/:id/interruptions/:interruption", TEACHERS, ask)
        .post("/teach/sessions/:id/interruptions/:interruption", TEACHERS, correct)
        .post("/teach/sessions/:id/interruptions/:interruption/withdrawal", TEACHERS, withdraw)
}

/// What the register says of interruptions, and the one tap.
pub(super) struct Pausing {
    /// "Stopped since 10:20: air-raid alert"; empty when nothing lasts.
    pub(super) lasts: String,
    /// "50 of 90 minutes count"; empty when all do.
    pub(super) counts: String,
    pub(super) causes: Vec<Choice>,
    /// A way to plan what makes up for it, for those who may: the address and the proposed time.
    pub(super) make_up: Option<(String, String)>,
    pub(super) may_pause: bool,
}

fn clock(page: &Page, session: &Session, at: DateTime<Utc>) -> String {
    page.locale.time(at.with_timezone(&session.plan.time_zone).time())
}

fn causes(page: &Page) -> Vec<Choice> {
    choices(page, "interruption-cause", InterruptionCause::ALL)
}

pub(super) fn counts(page: &Page, state: HeldState, held: i32, planned: i32) -> String {
    match state {
        HeldState::Held => String::new(),
        HeldState::PartlyHeld => page.t2("interruption-counts-partly", "held", held, "planned", planned),
        HeldState::NotHeld => page.t("interruption-counts-not"),
    }
}

impl Pausing {
    pub(super) fn new(page: &Page, of: &Interrupted, may_plan: bool, takes_marks: bool) -> Self {
        let session = &of.session;
        let lasts = open(&of.standing).map(|one| {
            let cause = page.word("interruption-cause", one.pause.cause);
            let since = clock(page, session, one.pause.began_at);
            page.t2("interruption-lasts", "cause", cause, "since", since)
        });
        let (held, planned) = (session.held_minutes(), session.plan.minutes());
        let path = format!("/manage/cohorts/{}/sessions/new?makes_up={}", session.cohort, session.id);
        let proposed = of.proposal.map(|slot| {
            let day = page.locale.date(slot.from.0.date());
            let times = [slot.from, slot.until].map(|local| page.locale.time(local.0.time()));
            page.say(
                "interruption-proposal",
                &[("day", day.into()), ("from", times[0].clone().into()), ("to", times[1].clone().into())],
            )
        });
        let owed = of.owed_minutes > 0 && may_plan;
        Self {
            lasts: lasts.unwrap_or_default(),
            counts: counts(page, session.count.state, held, planned),
            causes: causes(page),
            make_up: owed.then(|| (path, proposed.unwrap_or_else(|| page.t("interruption-proposal-none")))),
            may_pause: takes_marks && session.plan.starts_at <= page.now,
        }
    }
}

/// One interruption as a row.
struct Row {
    id: InterruptionId,
    cause: String,
    when: String,
}

#[derive(Template)]
#[template(path = "interruption/show.html")]
struct Show<'a> {
    page: &'a Page,
    of: &'a Interrupted,
    title: String,
    pausing: Pausing,
    rows: Vec<Row>,
    causes: Vec<Choice>,
    form: Form,
    takes_marks: bool,
    rule: String,
    rule_path: Option<String>,
    makers: Vec<String>,
    history: Vec<Event>,
}

fn when(page: &Page, session: &Session, one: &Interruption) -> String {
    let from = clock(page, session, one.pause.began_at);
    match one.pause.ended_at {
        Some(until) => page.t2("interruption-span", "from", from, "to", clock(page, session, until)),
        None => page.t1("interruption-span-open", "from", from),
    }
}

async fn render(
    page: &Page,
    site: &Site,
    id: SessionId,
    form: Form,
    status: StatusCode,
) -> Result<Response, PageError> {
    let of = site.app.interruptions(&page.actor, id).await?;
    let session = &of.session;
    let place = site.app.cohort(&page.actor, session.cohort).await?.place();
    let may_plan = page.actor.may_manage_cohort(place).is_ok();
    let takes_marks = session.register.takes_marks();
    let rows = of.standing.iter().map(|one| Row {
        id: one.id,
        cause: page.word("interruption-cause", one.pause.cause),
        when: when(page, session, one),
    });
    let history = of.notes.iter().rev().map(|named| {
        let note = &named.note;
        let one = Interruption { id: note.interruption, pause: note.pause };
        let cause = page.word("interruption-cause", note.pause.cause);
        let said = format!("{cause}, {}", when(page, session, &one));
        Event {
            what: if note.withdrawn { page.t1("interruption-withdrawn", "said", said) } else { said },
            why: note.reason.as_ref().map(ToString::to_string).unwrap_or_default(),
            when: page.moment(&note.at),
            who: match &named.author {
                Some(name) => name.in_register(),
                None => page.t("common-history-by-system"),
            },
            ..Event::default()
        }
    });
    let rule_path = page
        .actor
        .may_judge_interruptions(place.organization)
        .is_ok()
        .then(|| format!("/manage/organizations/{}/interruptions", place.organization));
    let makers =
        of.made_up_by.iter().map(|maker| page.occasion(&maker.plan.starts_at, &maker.plan.time_zone));
    page.show_as(
        status,
        &Show {
            page,
            title: page.pick(&session.plan.title).to_string(),
            pausing: Pausing::new(page, &of, may_plan, takes_marks),
            rows: rows.collect(),
            causes: causes(page),
            form,
            takes_marks,
            rule: policy::rule(page, &of.rule),
            rule_path,
            makers: makers.collect(),
            history: history.collect(),
            of: &of,
        },
    )
}

fn register(id: SessionId) -> String {
    format!("/teach/sessions/{id}")
}

fn here(id: SessionId) -> String {
    format!("/teach/sessions/{id}/interruptions")
}

#[handler]
async fn stop(page: Page, id: Path<SessionId>, site: Data<&Site>, form: Form) -> Result<Response, PageError> {
    let permit = site.app.may_take_attendance(&page.actor, *id).await?;
    let cause = form.value("cause").parse().map_err(|_| Error::field("cause", Fault::NotAWord))?;
    site.app.pause_session(&permit, cause, InterruptionSource::Web).await?;
    Ok(go(&register(*id), Some("interruption-paused-flash")))
}

#[handler]
async fn resume(page: Page, id: Path<SessionId>, site: Data<&Site>) -> Result<Response, PageError> {
    let permit = site.app.may_take_attendance(&page.actor, *id).await?;
    site.app.resume_session(&permit, None, InterruptionSource::Web).await?;
    Ok(go(&register(*id), Some("interruption-resumed-flash")))
}

#[handler]
async fn show(page: Page, id: Path<SessionId>, site: Data<&Site>) -> Result<Response, PageError> {
    let form = Form::blank(page.locale).about("interruption");
    render(&page, &site, *id, form, StatusCode::OK).await
}

fn typed(form: &Form) -> RawPause {
    RawPause { cause: form.raw("cause"), began_at: form.raw("began_at"), ended_at: form.raw("ended_at") }
}

#[handler]
async fn write_down(
    page: Page,
    id: Path<SessionId>,
    site: Data<&Site>,
    form: Form,
) -> Result<Response, PageError> {
    let permit = site.app.may_take_attendance(&page.actor, *id).await?;
    let form = form.about("interruption");
    let session = site.app.interruptions(&page.actor, *id).await?.session;
    let noted = async {
        let pause = typed(&form).check(&session.plan)?;
        site.app.note_interruption(&permit, pause, InterruptionSource::Web).await
    };
    match noted.await {
        Ok(_) => Ok(go(&here(*id), Some("interruption-noted-flash"))),
        Err(error) => {
            let form = complaints(form, error)?;
            render(&page, &site, *id, form, StatusCode::UNPROCESSABLE_ENTITY).await
        }
    }
}

#[handler]
async fn end(page: Page, id: Path<SessionId>, site: Data<&Site>, form: Form) -> Result<Response, PageError> {
    let permit = site.app.may_take_attendance(&page.actor, *id).await?;
    let form = form.about("interruption");
    let session = site.app.interruptions(&page.actor, *id).await?.session;
    let ended = async {
        let at = match form.value("real_end").trim() {
            "" => None,
            text => Some(on_the_wall("ended_at", text, &session.plan)?),
        };
        site.app.end_session(&permit, at).await
    };
    match ended.await {
        Ok(()) => Ok(go(&here(*id), Some("interruption-ended-flash"))),
        Err(Error::Invalid(faults)) => {
            let faults: Vec<Invalid> =
                faults.into_iter().map(|fault| Invalid::new("real_end", fault.fault)).collect();
            let form = form.blame(&faults);
            render(&page, &site, *id, form, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(other) => Err(other.into()),
    }
}

#[derive(Template)]
#[template(path = "interruption/correction.html")]
struct Correction<'a> {
    page: &'a Page,
    title: String,
    back: String,
    action: String,
    causes: Vec<Choice>,
    form: Form,
}

async fn correction(
    page: &Page,
    site: &Site,
    (id, interruption): (SessionId, InterruptionId),
    form: Option<Form>,
    status: StatusCode,
) -> Result<Response, PageError> {
    site.app.may_take_attendance(&page.actor, id).await?;
    let of = site.app.interruptions(&page.actor, id).await?;
    let one = of.standing.iter().find(|one| one.id == interruption);
    let one = one.ok_or(Error::Missing("interruption"))?;
    let time = |at: DateTime<Utc>| at.with_timezone(&of.session.plan.time_zone).format("%H:%M").to_string();
    let form = form.unwrap_or_else(|| {
        Form::blank(page.locale)
            .about("interruption")
            .with("cause", one.pause.cause)
            .with("began_at", time(one.pause.began_at))
            .with("ended_at", one.pause.ended_at.map(time).unwrap_or_default())
    });
    page.show_as(
        status,
        &Correction {
            page,
            title: page.pick(&of.session.plan.title).to_string(),
            back: here(id),
            action: format!("{}/{interruption}", here(id)),
            causes: causes(page),
            form,
        },
    )
}

#[handler]
async fn ask(
    page: Page,
    path: Path<(SessionId, InterruptionId)>,
    site: Data<&Site>,
) -> Result<Response, PageError> {
    correction(&page, &site, *path, None, StatusCode::OK).await
}

async fn change(
    page: &Page,
    site: &Site,
    path: (SessionId, InterruptionId),
    form: Form,
    withdrawn: bool,
) -> Result<Response, PageError> {
    let permit = site.app.may_take_attendance(&page.actor, path.0).await?;
    let form = form.about("interruption");
    let session = site.app.interruptions(&page.actor, path.0).await?.session;
    let changed = async {
        let reason = Line::new("reason", form.value("reason"))?;
        let pause = if withdrawn { None } else { Some(typed(&form).check(&session.plan)?) };
        site.app.correct_interruption(&permit, path.1, pause, reason, InterruptionSource::Web).await
    };
    match changed.await {
        Ok(()) => Ok(go(&here(path.0), Some("interruption-corrected-flash"))),
        Err(error) => {
            let form = complaints(form, error)?;
            correction(page, site, path, Some(form), StatusCode::UNPROCESSABLE_ENTITY).await
        }
    }
}

#[handler]
async fn correct(
    page: Page,
    path: Path<(SessionId, InterruptionId)>,
    site: Data<&Site>,
    form: Form,
) -> Result<Response, PageError> {
    change(&page, &site, *path, form, false).await
}

#[handler]
async fn withdraw(
    page: Page,
    path: Path<(SessionId, InterruptionId)>,
    site: Data<&Site>,
    form: Form,
) -> Result<Response, PageError> {
    change(&page, &site, *path, form, true).await
}
