//! Absences announced in advance and appeals against marks: asked on a page of one's own, decided on that of the register.

mod decision;

use super::Pages;
use super::error::PageError;
use super::form::Form;
use super::manage::complaints;
use super::page::{Event, Page, go};
use super::upload::{Sent, read};
use crate::policy::{Policy, TEACHERS};
use crate::site::Site;
use askama::Template;
use poem::http::StatusCode;
use poem::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use poem::web::{Data, Multipart, Path};
use poem::{Response, handler};
use postup_app::Error;
use postup_app::plea::RawPlea;
use postup_domain::attendance::{Attendance, AttendanceStatus, Meeting};
use postup_domain::enrollment::Listed;
use postup_domain::id::{EnrollmentId, PleaId, SessionId};
use postup_domain::plea::{Attached, NamedPlea, Pending, PleaFile, PleaKind, PleaState};
use postup_domain::rejection::{Fault, Invalid};
use std::collections::HashMap;

pub fn pages(pages: Pages) -> Pages {
    pages
        .get("/me/pleas/:enrollment/:session", Policy::SignedIn, ask)
        .post("/me/pleas/:enrollment/:session", Policy::SignedIn, send)
        .get("/pleas/:id/document", Policy::SignedIn, document)
        .get("/teach/sessions/:id/pleas/:plea", TEACHERS, decision::show)
        .post("/teach/sessions/:id/pleas/:plea", TEACHERS, decision::decide)
}

/// Something that waits for the reader, who teaches or manages.
pub(super) struct Waiting {
    pub(super) path: String,
    pub(super) what: String,
    pub(super) session: String,
    pub(super) when: String,
    pub(super) code: String,
}

pub(super) async fn agenda(page: &Page, site: &Site) -> Result<Vec<Waiting>, PageError> {
    fn entry<T>(page: &Page, of: &Pending<T>, tail: &str, what: String) -> Waiting {
        Waiting {
            path: format!("/teach/sessions/{}{tail}", of.session),
            what,
            session: page.pick(&of.title).to_string(),
            when: page.occasion(&of.starts_at, &of.time_zone),
            code: of.code.to_string(),
        }
    }
    let agenda = site.app.agenda(&page.actor).await?;
    let pleas = agenda.pleas.iter().map(|of| {
        let (id, kind, name) = &of.what;
        entry(page, of, &format!("/pleas/{id}"), format!("{}: {name}", page.word("plea-kind", kind)))
    });
    let corrections = agenda
        .corrections
        .iter()
        .map(|of| entry(page, of, "#corrections", page.tn("plea-agenda-corrections", of.what)));
    Ok(pleas.chain(corrections).collect())
}

/// Where a document is read, and what it is called.
fn attached(of: &NamedPlea) -> Option<(String, String)> {
    let Attached { name, .. } = of.plea.file.as_ref()?;
    Some((format!("/pleas/{}/document", of.plea.id), name.to_string()))
}

/// What the register says of somebody.
fn mark(page: &Page, of: Option<Attendance>) -> String {
    match of {
        Some(of) => format!(
            "{} · {}",
            page.word("attendance-kind", of.status),
            page.tn("common-count-minutes", of.minutes)
        ),
        None => page.t("enrollment-show-not-marked"),
    }
}

/// Something that was asked, in one line of a timetable.
pub(super) struct Said {
    pub(super) words: String,
    pub(super) file: Option<(String, String)>,
}

/// What a person can ask about a session, and what they have asked: for one line of their timetable.
#[derive(Default)]
pub(super) struct Asking {
    /// Where it is asked, and how that is called.
    pub(super) way: Option<(String, String)>,
    pub(super) said: Vec<Said>,
}

/// The same for all sessions of an enrollment.
pub(super) async fn asking(
    page: &Page,
    site: &Site,
    of: &Listed,
    meetings: &[Meeting],
) -> Result<HashMap<SessionId, Asking>, PageError> {
    let mut found: HashMap<SessionId, Asking> = HashMap::new();
    let own = page.actor.person() == Some(of.enrollment.person);
    let pleas = match site.app.pleas_of(&page.actor, of).await {
        Ok(pleas) => pleas,
        Err(Error::Missing(_)) => return Ok(found),
        Err(other) => return Err(other.into()),
    };
    for named in pleas.iter().rev() {
        let said = Said { words: say(page, named), file: attached(named) };
        found.entry(named.plea.session).or_default().said.push(said);
    }
    for (session, moments) in site.app.pleadable(of).await?.into_iter().filter(|_| own) {
        let waits = pleas.iter().any(|one| one.plea.session == session && !is_settled(one));
        let full = meetings.iter().any(|one| one.session == session && is_full(one));
        let Some(kind) = moments.kind_at(page.now).filter(|_| !waits && !full) else { continue };
        let path = format!("/me/pleas/{}/{session}", of.enrollment.id);
        found.entry(session).or_default().way = Some((path, page.word("plea-ask", kind)));
    }
    Ok(found)
}

/// There is nothing to appeal against in all the minutes there were.
fn is_full(meeting: &Meeting) -> bool {
    let full =
        |own: Attendance| own.status == AttendanceStatus::Present && own.minutes >= meeting.held_minutes();
    meeting.own.is_some_and(full)
}

/// Nobody has to say anything more to it.
fn is_settled(of: &NamedPlea) -> bool {
    !matches!(of.plea.state(), PleaState::Waiting | PleaState::Proposed)
}

/// "Absence: waits for a decision".
fn say(page: &Page, named: &NamedPlea) -> String {
    let kind = page.word("plea-kind", named.plea.kind);
    let state = page.word("plea-state", named.plea.state());
    match named.plea.reason() {
        Some(reason) => format!("{kind}: {state}. {reason}"),
        None => format!("{kind}: {state}"),
    }
}

#[derive(Template)]
#[template(path = "register/plea.html")]
struct Ask<'a> {
    page: &'a Page,
    kind: PleaKind,
    course: String,
    title: String,
    occasion: String,
    lead: String,
    /// What is appealed against.
    mark: Option<String>,
    back: String,
    action: String,
    form: Form,
}

async fn asked(
    page: &Page,
    site: &Site,
    (id, session): (EnrollmentId, SessionId),
    form: Option<Form>,
) -> Result<Response, PageError> {
    let of = site.app.enrollment(&page.actor, id).await?;
    site.app.may_plead(&page.actor, id).await?;
    let pleadable = site.app.pleadable(&of).await?;
    let (_, moments) =
        pleadable.into_iter().find(|(known, _)| *known == session).ok_or(Error::Missing("session"))?;
    let Some(kind) = moments.kind_at(page.now) else {
        let kind = if page.now < moments.ends_at { PleaKind::Absence } else { PleaKind::Appeal };
        moments.allow(kind, page.now).map_err(Error::from)?;
        return Err(PageError::Missing);
    };
    let meetings = site.app.timetable(&of).await?;
    let meeting = meetings.iter().find(|one| one.session == session).ok_or(Error::Missing("session"))?;
    let status = if form.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let lead = match (kind, moments.appeal_until()) {
        (PleaKind::Absence, _) => page.t("plea-lead-absence"),
        (PleaKind::Appeal, Some(until)) => {
            page.t1("plea-lead-appeal-until", "until", page.occasion(&until, &meeting.time_zone))
        }
        (PleaKind::Appeal, None) => {
            page.t1("plea-lead-appeal", "days", page.tn("plea-days", moments.appeal_days))
        }
    };
    let standing = mark(page, meeting.own);
    page.show_as(
        status,
        &Ask {
            page,
            kind,
            course: page.pick(&of.run.title).to_string(),
            title: page.pick(&meeting.title).to_string(),
            occasion: page.occasion(&meeting.starts_at, &meeting.time_zone),
            lead,
            mark: (kind == PleaKind::Appeal).then(|| page.t1("plea-stands-now", "mark", standing)),
            action: format!("/me/pleas/{id}/{session}"),
            back: format!("/me/enrollments/{id}"),
            form: form.unwrap_or_else(|| Form::blank(page.locale).about("plea")),
        },
    )
}

#[handler]
async fn ask(
    page: Page,
    path: Path<(EnrollmentId, SessionId)>,
    site: Data<&Site>,
) -> Result<Response, PageError> {
    asked(&page, &site, *path, None).await
}

#[handler]
async fn send(
    page: Page,
    path: Path<(EnrollmentId, SessionId)>,
    parts: Multipart,
    site: Data<&Site>,
) -> Result<Response, PageError> {
    let (id, session) = *path;
    let permit = site.app.may_plead(&page.actor, id).await?;
    let Sent { form, name, content } = read(Form::blank(page.locale).about("plea"), parts).await?;
    let unknown = |_| Error::from(Invalid::new("kind", Fault::NotAWord));
    let kind = form.value("kind").parse().map_err(unknown)?;
    let raw =
        RawPlea { text: form.raw("text"), document: form.raw("document"), file_name: name, file: content };
    match site.app.plead(&permit, session, kind, raw).await {
        Ok(_) => Ok(go(&format!("/me/enrollments/{id}"), Some("plea-sent-flash"))),
        Err(error) => {
            let form = complaints(form, error)?;
            asked(&page, &site, (id, session), Some(form)).await
        }
    }
}

#[handler]
async fn document(page: Page, id: Path<PleaId>, site: Data<&Site>) -> Result<Response, PageError> {
    let PleaFile { kind, content, .. } = site.app.plea_file(&page.actor, *id).await?;
    Ok(Response::builder()
        .header(CONTENT_TYPE, kind.media_type())
        .header(CONTENT_DISPOSITION, disposition(*id, kind))
        .body(content))
}

/// Saved under a name of ours, and never shown by the browser within our pages.
pub(crate) fn disposition(id: PleaId, kind: impl std::fmt::Display) -> String {
    format!("attachment; filename=\"document-{id}.{kind}\"")
}

/// What waits for a decision about a session: where it is decided, what it is, and since when; and what was decided.
pub(super) async fn waiting(
    page: &Page,
    site: &Site,
    id: SessionId,
) -> Result<(Vec<(String, String, String)>, Vec<Event>), PageError> {
    let found = site.app.pleas(&page.actor, id).await?;
    let path = |named: &NamedPlea| format!("/teach/sessions/{id}/pleas/{}", named.plea.id);
    let waits = found.iter().filter(|named| named.plea.decision.is_none()).map(|named| {
        let words = format!("{}: {}", page.word("plea-kind", named.plea.kind), named.name.in_register());
        (path(named), words, page.moment(&named.plea.at))
    });
    let decided = found.iter().filter_map(|named| {
        let decision = named.plea.decision.as_ref()?;
        let kind = page.word("plea-kind", named.plea.kind);
        let state = page.word("plea-state", named.plea.state());
        Some(Event {
            what: format!("{kind}, {}: {state}", named.name.in_register()),
            why: named.plea.reason().map(ToString::to_string).unwrap_or_default(),
            when: page.moment(&decision.at),
            who: named.decider.as_ref().map(|name| name.in_register()).unwrap_or_default(),
            link: Some((path(named), page.t("plea-read"))),
        })
    });
    Ok((waits.collect(), decided.collect()))
}
