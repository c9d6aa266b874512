//! Entering a sheet that was signed: ticks beside the printed lines, codes one after another, then a look before it counts.

use super::sheet;
use crate::pages::error::PageError;
use crate::pages::form::Form;
use crate::pages::page::{Page, go, query};
use crate::site::Site;
use askama::Template;
use poem::http::StatusCode;
use poem::web::{Data, Path};
use poem::{Response, handler};
use postup_app::Error;
use postup_app::attendance::{PaperLook, PaperSheet, ReadLine, Unread};
use postup_domain::attendance::{LineMeaning, MarkSource, Meeting, typed_codes};
use postup_domain::id::{EnrollmentId, MarkId, SessionId};
use postup_domain::rejection::{Checks, Fault, Refusal};
use postup_domain::session::SessionState;
use postup_domain::text::Line;
use std::collections::HashSet;

/// As long as the names of walk-ins may be together.
const LONGEST: usize = 5_000;
/// So many codes of another sheet go along in the address of its page.
const MOST_ALONG: usize = 200;

/// A line of the sheet as it was printed.
struct Row {
    id: EnrollmentId,
    number: usize,
    name: String,
    code: String,
    /// What the register says of the person.
    stands: Option<String>,
    ticked: bool,
}

#[derive(Template)]
#[template(path = "register/paper.html")]
struct Entry<'a> {
    page: &'a Page,
    meeting: &'a Meeting,
    rows: Vec<Row>,
    form: Form,
    is_held: bool,
    takes_marks: bool,
}

/// The people of whom the sheet says the same.
struct Group {
    title: String,
    names: Vec<String>,
    /// To be looked at before anything is saved.
    open: bool,
}

/// Codes that stand on the sheet of another session.
struct Elsewhere {
    session: String,
    typed: String,
    path: String,
}

#[derive(Template)]
#[template(path = "register/paper_look.html")]
struct Look<'a> {
    page: &'a Page,
    meeting: &'a Meeting,
    groups: Vec<Group>,
    unread: Vec<(String, String)>,
    elsewhere: Vec<Elsewhere>,
    walk_ins: Vec<String>,
    /// What goes along to be saved.
    pairs: Vec<(String, String)>,
    takes_marks: bool,
    overtaken: bool,
    saves: bool,
}

/// What was read off the sheet, or every field at fault.
fn read(page: &Page, form: &Form) -> Result<PaperSheet, Error> {
    let mut checks = Checks::default();
    let codes = checks.take(typed_codes("codes", form.value("codes"))).unwrap_or_default();
    let names = form.value("walk_ins");
    if names.chars().nth(LONGEST).is_some() {
        checks.note("walk_ins", Fault::TooLong { longest: LONGEST });
    }
    let names = names.lines().map(str::trim).filter(|name| !name.is_empty());
    let walk_ins = names.filter_map(|name| checks.take(Line::new("walk_ins", name))).collect();
    let reason = checks.take(Line::new("reason", &page.t("paper-reason")));
    checks.finish()?;
    Ok(PaperSheet {
        ticked: form.all("signed").filter_map(|id| id.parse().ok()).collect(),
        codes,
        others_absent: form.value("others_absent") == "yes",
        walk_ins,
        reason,
    })
}

/// The form, with these lines ticked.
async fn entry(
    page: &Page,
    site: &Site,
    id: SessionId,
    form: Form,
    ticked: Option<bool>,
) -> Result<Response, PageError> {
    let look = site.app.look_at_paper(&page.actor, id, &PaperSheet::default()).await?;
    let chosen: HashSet<&str> = form.all("signed").collect();
    let row = |(index, of): (usize, &ReadLine)| Row {
        id: of.line.enrollment,
        number: index + 1,
        name: of.line.name.in_register(),
        code: of.line.code.to_string(),
        stands: of.standing.map(|now| sheet::say(page, now.attendance)),
        ticked: ticked.unwrap_or_else(|| chosen.contains(of.line.enrollment.to_string().as_str())),
    };
    let meeting = &look.meeting;
    let is_held = meeting.state == SessionState::Planned;
    let status = form.status();
    let rows = look.lines.iter().enumerate().map(row).collect();
    let takes_marks = meeting.register.takes_marks();
    page.show_as(status, &Entry { page, meeting, rows, form, is_held, takes_marks })
}

fn groups(page: &Page, look: &PaperLook) -> Vec<Group> {
    let order = [
        (LineMeaning::Unsigned, true),
        (LineMeaning::Changed, true),
        (LineMeaning::Absent, true),
        (LineMeaning::Blank, true),
        (LineMeaning::Signed, false),
        (LineMeaning::Known, false),
    ];
    let group = |(meaning, open): (LineMeaning, bool)| {
        let of = look.lines.iter().filter(|line| line.meaning == meaning);
        let names: Vec<String> = of.map(|line| line.line.name.in_register()).collect();
        let count = i64::try_from(names.len()).unwrap_or(i64::MAX);
        let title = page.tn(&format!("paper-meaning-{meaning}"), count);
        Group { title, names, open }
    };
    order.into_iter().map(group).filter(|group| !group.names.is_empty()).collect()
}

fn why(page: &Page, code: &Unread) -> (String, String) {
    (code.typed.clone(), page.word("paper-unread", code.why))
}

fn elsewhere(page: &Page, look: &PaperLook) -> Vec<Elsewhere> {
    let of = |meeting: &Meeting| {
        let its = look.unread.iter().filter(|code| code.elsewhere == Some(meeting.session));
        let typed: Vec<&str> = its.map(|code| code.typed.as_str()).collect();
        let path = format!("/teach/sessions/{}/paper", meeting.session);
        let along = typed.iter().take(MOST_ALONG).copied().collect::<Vec<_>>().join("\n");
        Elsewhere {
            session: page.occasion(&meeting.starts_at, &meeting.time_zone),
            typed: typed.join(", "),
            path: query(&path, [("codes", along.as_str())]),
        }
    };
    look.elsewhere.iter().map(of).collect()
}

/// What the sheet would do, or why it cannot be read.
async fn look(
    page: &Page,
    site: &Site,
    id: SessionId,
    form: Form,
    overtaken: bool,
) -> Result<Response, PageError> {
    let sheet = match read(page, &form) {
        Ok(sheet) => sheet,
        Err(Error::Invalid(faults)) => return entry(page, site, id, form.blame(&faults), None).await,
        Err(other) => return Err(other.into()),
    };
    let look = site.app.look_at_paper(&page.actor, id, &sheet).await?;
    let takes_marks = look.meeting.register.takes_marks();
    let seen: Vec<String> = look.replaced().iter().map(ToString::to_string).collect();
    let typed = form.pairs().iter().filter(|(name, _)| !matches!(name.as_str(), "step" | "seen" | "_once"));
    let pairs = typed.cloned().chain([("seen".to_owned(), seen.join(" "))]).collect();
    let absent = if takes_marks { look.count(LineMeaning::Absent) + look.walk_ins.len() } else { 0 };
    let saves = look.count(LineMeaning::Signed) + look.count(LineMeaning::Changed) + absent > 0;
    let status = if overtaken { StatusCode::CONFLICT } else { StatusCode::OK };
    page.show_as(
        status,
        &Look {
            page,
            meeting: &look.meeting,
            groups: groups(page, &look),
            unread: look
                .unread
                .iter()
                .filter(|code| code.elsewhere.is_none())
                .map(|code| why(page, code))
                .collect(),
            elsewhere: elsewhere(page, &look),
            walk_ins: look.walk_ins.iter().map(ToString::to_string).collect(),
            pairs,
            takes_marks,
            overtaken,
            saves,
        },
    )
}

/// With codes in the address, where the sheet of another session has led here.
#[handler]
pub(super) async fn show(
    page: Page,
    id: Path<SessionId>,
    form: Form,
    site: Data<&Site>,
) -> Result<Response, PageError> {
    let codes = form.value("codes").to_owned();
    let form = Form::blank(page.locale).about("paper").with("codes", codes);
    entry(&page, &site, *id, form, None).await
}

#[handler]
pub(super) async fn send(
    page: Page,
    id: Path<SessionId>,
    form: Form,
    site: Data<&Site>,
) -> Result<Response, PageError> {
    let permit = site.app.may_take_attendance(&page.actor, *id).await?;
    let form = form.about("paper");
    match form.value("step") {
        "all" => return entry(&page, &site, *id, form, Some(true)).await,
        "none" => return entry(&page, &site, *id, form, Some(false)).await,
        "back" => return entry(&page, &site, *id, form, None).await,
        "save" => {}
        _ => return look(&page, &site, *id, form, false).await,
    }
    let sheet = match read(&page, &form) {
        Ok(sheet) => sheet,
        Err(Error::Invalid(faults)) => return entry(&page, &site, *id, form.blame(&faults), None).await,
        Err(other) => return Err(other.into()),
    };
    let seen: Vec<MarkId> = form.value("seen").split(' ').filter_map(|id| id.parse().ok()).collect();
    match site.app.enter_paper(&permit, &sheet, Some(&seen), MarkSource::Web).await {
        Ok(entered) => {
            let done = if entered.proposed > 0 { "paper-proposed-flash" } else { "paper-saved-flash" };
            Ok(go(&format!("/teach/sessions/{}", *id), Some(done)))
        }
        Err(Error::Rejected(no)) if no.refusal == Refusal::RegisterChanged => {
            look(&page, &site, *id, form, true).await
        }
        Err(Error::Rejected(no)) => entry(&page, &site, *id, form.refused(&no), None).await,
        Err(other) => Err(other.into()),
    }
}
