//! What the trainer has of check-ins: the screen of the room, the word, the codes at the door, the heads.

use super::Drawn;
use crate::headers::WITH_CAMERA;
use crate::pages::Pages;
use crate::pages::error::PageError;
use crate::pages::form::Form;
use crate::pages::page::{Page, go, query};
use crate::policy::TEACHERS;
use crate::reason;
use crate::site::Site;
use askama::Template;
use chrono::{DateTime, Utc};
use poem::web::{Data, Path};
use poem::{Response, handler};
use postup_app::Error;
use postup_app::attendance::Register;
use postup_domain::access::MayTakeAttendance;
use postup_domain::attendance::Meeting;
use postup_domain::check_in::{CheckedIn, PersonalCode, SpokenWord, Turnout, heads, open_at, spaced};
use postup_domain::id::{EnrollmentId, SessionId};
use postup_domain::rejection::Refusal;

pub(super) fn pages(pages: Pages) -> Pages {
    pages
        .get("/teach/sessions/:id/check-in", TEACHERS, show)
        .post("/teach/sessions/:id/check-in", TEACHERS, open)
        .get("/teach/sessions/:id/word", TEACHERS, ask_word)
        .post("/teach/sessions/:id/word", TEACHERS, say)
        .get("/teach/sessions/:id/heads", TEACHERS, ask_heads)
        .post("/teach/sessions/:id/heads", TEACHERS, count_heads)
        .get("/teach/sessions/:id/codes", TEACHERS, bearers)
        .post("/teach/sessions/:id/codes", TEACHERS, enter)
}

/// What a register says of check-ins.
pub(in crate::pages) struct Doors {
    pub turnout: String,
    pub word: Option<String>,
    /// "27 heads counted, …"; empty while nobody has.
    pub counted: String,
    /// How that differs from who is marked: the tone, and the words.
    pub difference: Option<(&'static str, String)>,
}

pub(in crate::pages) async fn doors(
    page: &Page,
    site: &Site,
    id: SessionId,
    register: &Register,
) -> Result<Doors, PageError> {
    let permit = page.actor.may_take_attendance(id, register.meeting.place).map_err(Error::from)?;
    let desk = site.app.check_in_desk(&permit).await?;
    let turnout = &desk.turnout;
    Ok(Doors {
        word: desk.word.as_ref().map(ToString::to_string),
        turnout: page.say(
            "check-in-turnout",
            &[
                ("scans", turnout.scans.into()),
                ("there", turnout.there.into()),
                ("people", turnout.people.into()),
            ],
        ),
        counted: counted(page, turnout),
        difference: turnout.difference().map(|difference| match difference {
            0 => ("good", page.t("check-in-heads-agree")),
            more if more > 0 => ("caution", page.tn("check-in-heads-more", more)),
            fewer => ("caution", page.tn("check-in-heads-fewer", -fewer)),
        }),
    })
}

fn counted(page: &Page, turnout: &Turnout) -> String {
    let Some(count) = &turnout.counted else { return String::new() };
    let who = count.author.as_ref().map(|name| format!(" · {}", name.in_register()));
    let said = page.t2("check-in-heads-counted", "people", count.people, "when", page.moment(&count.at));
    format!("{said}{}", who.unwrap_or_default())
}

#[derive(Template)]
#[template(path = "check_in/open.html")]
struct Open<'a> {
    page: &'a Page,
    meeting: &'a Meeting,
}

#[derive(Template)]
#[template(path = "check_in/screen.html")]
struct Shown<'a> {
    page: &'a Page,
    meeting: &'a Meeting,
    symbol: Drawn,
    /// Where the digits are typed.
    address: String,
    digits: String,
    taken_until: String,
    bar: String,
    /// What is to be known of the hour: too early, waiting, over.
    hour: String,
    /// In so many seconds the next code is there.
    seconds: i64,
    here: String,
}

#[handler]
async fn show(page: Page, id: Path<SessionId>, site: Data<&Site>) -> Result<Response, PageError> {
    let permit = site.app.may_take_attendance(&page.actor, *id).await?;
    let register = site.app.register(&page.actor, *id, None, 1).await?;
    let meeting = &register.meeting;
    let Some(screen) = site.app.check_in_screen(&permit).await? else {
        return page.show(&Open { page: &page, meeting });
    };
    let desk = site.app.check_in_desk(&permit).await?;
    let clock = |at: DateTime<Utc>| page.locale.time(at.with_timezone(&meeting.time_zone).time());
    let hour = match open_at(meeting.frame(), page.now) {
        Ok(CheckedIn::Waiting) => page.t1("check-in-screen-waits", "time", clock(meeting.starts_at)),
        Ok(_) => String::new(),
        Err(no) if no.refusal == Refusal::CheckInNotYet => {
            page.t1("check-in-screen-not-yet", "time", clock(no.instant.unwrap_or(meeting.starts_at)))
        }
        Err(_) => page.t("check-in-screen-over"),
    };
    let origin = &site.app.settings().origin;
    let host = origin.split("://").last().unwrap_or_default();
    page.show(&Shown {
        page: &page,
        symbol: Drawn::new(&screen.address, page.t("check-in-symbol"))?,
        address: format!("{host}/check-in"),
        digits: spaced(&screen.digits),
        taken_until: page.t1("check-in-taken-until", "time", clock(screen.taken_until)),
        bar: page.t2("check-in-screen-bar", "scans", desk.turnout.scans, "people", desk.turnout.people),
        hour,
        seconds: (screen.next_at - page.now).num_seconds().clamp(1, 60),
        here: format!("/teach/sessions/{}/check-in", *id),
        meeting,
    })
}

#[handler]
async fn open(page: Page, id: Path<SessionId>, site: Data<&Site>) -> Result<Response, PageError> {
    let permit = site.app.may_take_attendance(&page.actor, *id).await?;
    site.app.open_check_in(&permit).await?;
    Ok(go(&format!("/teach/sessions/{}/check-in", *id), None))
}

/// A form of one field about a session.
#[derive(Template)]
#[template(path = "check_in/field.html")]
struct Field<'a> {
    page: &'a Page,
    meeting: Meeting,
    form: Form,
    /// The word, or the heads.
    is_word: bool,
    stands: String,
}

async fn field(
    page: &Page,
    site: &Site,
    permit: &MayTakeAttendance,
    form: Form,
    is_word: bool,
) -> Result<Response, PageError> {
    let desk = site.app.check_in_desk(permit).await?;
    let said = |word: SpokenWord| page.t1("check-in-word-now", "word", word.to_string());
    let status = form.status();
    let shown = Field {
        page,
        meeting: site.app.register(&page.actor, permit.session(), None, 1).await?.meeting,
        stands: if is_word { desk.word.map(said).unwrap_or_default() } else { counted(page, &desk.turnout) },
        form,
        is_word,
    };
    page.show_as(status, &shown)
}

#[handler]
async fn ask_word(page: Page, id: Path<SessionId>, site: Data<&Site>) -> Result<Response, PageError> {
    let permit = site.app.may_take_attendance(&page.actor, *id).await?;
    field(&page, &site, &permit, Form::blank(page.locale).about("check-in"), true).await
}

#[handler]
async fn say(page: Page, id: Path<SessionId>, form: Form, site: Data<&Site>) -> Result<Response, PageError> {
    let permit = site.app.may_take_attendance(&page.actor, *id).await?;
    let form = form.about("check-in");
    let typed = form.value("word").trim();
    let word = if typed.is_empty() { Ok(None) } else { SpokenWord::new("word", typed).map(Some) };
    match word {
        Ok(word) => site.app.say_word(&permit, word, page.locale).await?,
        Err(fault) => return field(&page, &site, &permit, form.blame(&[fault]), true).await,
    };
    Ok(go(&format!("/teach/sessions/{}", *id), Some("check-in-word-flash")))
}

#[handler]
async fn ask_heads(page: Page, id: Path<SessionId>, site: Data<&Site>) -> Result<Response, PageError> {
    let permit = site.app.may_take_attendance(&page.actor, *id).await?;
    field(&page, &site, &permit, Form::blank(page.locale).about("check-in"), false).await
}

#[handler]
async fn count_heads(
    page: Page,
    id: Path<SessionId>,
    form: Form,
    site: Data<&Site>,
) -> Result<Response, PageError> {
    let permit = site.app.may_take_attendance(&page.actor, *id).await?;
    let form = form.about("check-in");
    match heads("heads", form.value("heads")) {
        Ok(people) => site.app.count_heads(&permit, people).await?,
        Err(fault) => return field(&page, &site, &permit, form.blame(&[fault]), false).await,
    }
    Ok(go(&format!("/teach/sessions/{}", *id), Some("check-in-heads-flash")))
}

#[derive(Template)]
#[template(path = "check_in/bearers.html")]
struct Bearers<'a> {
    page: &'a Page,
    register: Register,
    bar: String,
    form: Form,
    /// What became of the last code.
    last: Option<String>,
}

async fn door(page: &Page, site: &Site, id: SessionId, form: Form) -> Result<Response, PageError> {
    let permit = site.app.may_take_attendance(&page.actor, id).await?;
    let seat: Option<EnrollmentId> = form.value("in").parse().ok();
    let name = match seat {
        Some(seat) => site.app.name_of_seat(&permit, seat).await?,
        None => None,
    };
    let said = match form.value("as") {
        "known" => "check-in-bearer-known",
        "waiting" => "check-in-bearer-waiting",
        _ => "check-in-bearer-in",
    };
    let turnout = site.app.check_in_desk(&permit).await?.turnout;
    let status = form.status();
    let register = site.app.register(&page.actor, id, None, 1).await?;
    let last = name.map(|name| page.t1(said, "name", name.in_register()));
    let bar = page.t2("check-in-screen-bar", "scans", turnout.scans, "people", turnout.people);
    let mut response = page.show_as(status, &Bearers { page, register, bar, form, last })?;
    response.headers_mut().extend([WITH_CAMERA]);
    Ok(response)
}

#[handler]
async fn bearers(
    page: Page,
    id: Path<SessionId>,
    form: Form,
    site: Data<&Site>,
) -> Result<Response, PageError> {
    door(&page, &site, *id, form.about("check-in")).await
}

/// After each person the page is ready for the next.
#[handler]
async fn enter(
    page: Page,
    id: Path<SessionId>,
    form: Form,
    site: Data<&Site>,
) -> Result<Response, PageError> {
    let permit = site.app.may_take_attendance(&page.actor, *id).await?;
    let form = form.about("check-in");
    let entered = match PersonalCode::new("bearer", form.value("bearer")) {
        Ok(code) => site.app.check_in_bearer(&permit, &code).await,
        Err(fault) => Err(fault.into()),
    };
    let form = match entered {
        Ok((seat, outcome)) => {
            let said = match outcome {
                CheckedIn::Recorded => "recorded",
                CheckedIn::Waiting => "waiting",
                CheckedIn::Known => "known",
            };
            let seat = seat.to_string();
            let path = format!("/teach/sessions/{}/codes", *id);
            return Ok(go(&query(&path, [("in", seat.as_str()), ("as", said)]), None));
        }
        Err(Error::Invalid(faults)) => form.blame(&faults),
        Err(Error::Rejected(no)) => {
            let mut form = form;
            form.complain_with("bearer", reason::rejection(page.locale, &no));
            form
        }
        Err(other) => return Err(other.into()),
    };
    door(&page, &site, *id, form).await
}
