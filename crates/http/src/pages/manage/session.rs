//! Sessions as their managers plan, move and call them off.

use super::cohort::Ask;
use super::{complaints, timetable, trail, version};
use crate::pages::Pages;
use crate::pages::error::PageError;
use crate::pages::form::choices;
use crate::pages::form::{Choice, Form};
use crate::pages::page::{Page, go};
use crate::policy::MANAGERS;
use crate::site::Site;
use askama::Template;
use poem::http::StatusCode;
use poem::web::{Data, Path};
use poem::{Response, handler};
use postup_app::timetable::{MoveProspect, Told};
use postup_domain::cohort::Cohort;
use postup_domain::id::{CohortId, SessionId, VenueId};
use postup_domain::interruption::Span;
use postup_domain::series::{DayOfWeek, Every, RawRepeat};
use postup_domain::session::{Former, Plan, RawPlan, Session};
use postup_domain::venue::Venue;

pub fn pages(pages: Pages) -> Pages {
    pages
        .get("/manage/cohorts/:id/sessions/new", MANAGERS, new)
        .post("/manage/cohorts/:id/sessions", MANAGERS, create)
        .get("/manage/sessions/:id", MANAGERS, edit)
        .post("/manage/sessions/:id", MANAGERS, save)
        .get("/manage/sessions/:id/cancellation", MANAGERS, ask_to_cancel)
        .post("/manage/sessions/:id/cancellation", MANAGERS, cancel)
}

#[derive(Template)]
#[template(path = "manage/session/form.html")]
struct Edit<'a> {
    page: &'a Page,
    trail: Vec<(String, String)>,
    title: String,
    form: Form,
    action: String,
    back: String,
    units: Vec<Choice>,
    /// Places of the organization; empty where it has written none down.
    venues: Vec<Choice>,
    everies: Vec<Choice>,
    weekdays: Vec<Choice>,
    /// What was typed means more than one session.
    repeats: bool,
    /// Whether the rest of a series can be changed with it.
    scopes: Vec<Choice>,
    zone: String,
    is_new: bool,
    /// Where the session can be called off; empty for a new one.
    cancellation: String,
}

async fn fill_in(
    page: &Page,
    site: &Site,
    form: Form,
    cohort: &Cohort,
    session: Option<SessionId>,
    status: StatusCode,
) -> Result<Response, PageError> {
    let content = site.app.course_version(cohort.course_version).await?;
    let back = format!("/manage/cohorts/{}", cohort.id);
    let (title, action, cancellation) = match session {
        Some(id) => (
            "manage-session-edit",
            format!("/manage/sessions/{id}"),
            format!("/manage/sessions/{id}/cancellation"),
        ),
        None => ("manage-session-new", format!("{back}/sessions"), String::new()),
    };
    let up = [(back.as_str(), page.t1("cohort-name", "code", cohort.plan.code.as_str()))];
    let form_venue = form.value("venue_id").parse().ok();
    let series = form.value("series") == "yes";
    let scopes = if series { choices(page, "session-scope", &["one", "rest"]) } else { Vec::new() };
    let repeats = !matches!(form.value("times"), "" | "1") || !form.day_text("until").is_empty();
    let units = content.units.iter().map(|unit| Choice::new(unit.id, page.pick(&unit.title).to_string()));
    page.show_as(
        status,
        &Edit {
            page,
            trail: trail(page, &up),
            title: page.t(title),
            form,
            action,
            units: units.collect(),
            venues: venues(page, site, cohort, form_venue).await?,
            everies: choices(page, "session-every", Every::ALL),
            weekdays: choices(page, "session-weekday", DayOfWeek::ALL),
            repeats,
            scopes,
            zone: cohort.plan.time_zone.name().to_owned(),
            is_new: session.is_none(),
            cancellation,
            back: back.clone(),
        },
    )
}

/// The places that are in use, and the one where the session is already.
async fn venues(
    page: &Page,
    site: &Site,
    cohort: &Cohort,
    there: Option<VenueId>,
) -> Result<Vec<Choice>, PageError> {
    let mut found = site.app.venues_for(&page.actor, cohort).await?;
    if let Some(id) = there.filter(|id| found.iter().all(|venue| venue.id != *id)) {
        found.extend(site.app.venue(&page.actor, id).await.ok());
    }
    let said = |venue: &Venue| {
        let plan = &venue.plan;
        let shelter = match plan.shelter {
            Some(people) => people.to_string(),
            None => page.t("venue-shelter-unknown"),
        };
        page.say(
            "venue-choice",
            &[("name", plan.name.as_str().into()), ("seats", plan.seats.into()), ("shelter", shelter.into())],
        )
    };
    Ok(found.iter().map(|venue| Choice::new(venue.id, said(venue))).collect())
}

fn repeated(form: &Form) -> RawRepeat {
    if !form.value("makes_up").is_empty() {
        return RawRepeat::once();
    }
    RawRepeat {
        every: form.raw("every"),
        weekdays: form.all("weekdays").map(str::to_owned).collect(),
        times: form.raw("times"),
        until: form.day_text("until"),
        except: form.raw("except"),
    }
}

fn typed(form: &Form) -> RawPlan {
    RawPlan {
        title_uk: form.raw("title_uk"),
        title_en: form.raw("title_en"),
        unit_id: form.raw("unit_id"),
        on: form.day_text("on"),
        from: form.raw("from"),
        to: form.raw("to"),
        venue_id: form.raw("venue_id"),
        venue: form.raw("venue"),
        link: form.raw("link"),
        makes_up: form.raw("makes_up"),
    }
}

fn filled(page: &Page, session: &Session) -> Form {
    let plan = &session.plan;
    let time = |local: postup_domain::session::LocalTime| local.0.format("%H:%M").to_string();
    let text =
        |line: &Option<postup_domain::text::Line>| line.as_ref().map(ToString::to_string).unwrap_or_default();
    Form::blank(page.locale)
        .about("session")
        .with("version", session.version)
        .with("series", if session.series.is_some() { "yes" } else { "" })
        .with("scope", "one")
        .with("title_uk", &plan.title.uk)
        .with("title_en", &plan.title.en)
        .with("unit_id", plan.unit.map(|unit| unit.to_string()).unwrap_or_default())
        .with("on", plan.local_start.0.date())
        .with("from", time(plan.local_start))
        .with("to", time(plan.local_end))
        .with("venue_id", plan.venue_id.map(|id| id.to_string()).unwrap_or_default())
        .with("venue", text(&plan.venue))
        .with("link", text(&plan.link))
        .with("makes_up", plan.makes_up.map(|id| id.to_string()).unwrap_or_default())
}

/// What makes up for the time that a session lost, as proposed.
async fn proposed(page: &Page, site: &Site, form: Form, lost: SessionId) -> Result<Form, PageError> {
    let of = site.app.interruptions(&page.actor, lost).await?;
    let mut form = filled(page, &of.session)
        .with("times", "1")
        .with("makes_up", lost)
        .with("venue", form.value("venue"));
    for field in ["on", "from", "to"] {
        form.set(field, "");
    }
    let Some(slot) = of.proposal else { return Ok(form) };
    let time = |local: postup_domain::session::LocalTime| local.0.format("%H:%M").to_string();
    Ok(form.with("on", slot.from.0.date()).with("from", time(slot.from)).with("to", time(slot.until)))
}

#[handler]
async fn new(page: Page, query: Form, id: Path<CohortId>, site: Data<&Site>) -> Result<Response, PageError> {
    site.app.may_manage_cohort(&page.actor, *id).await?;
    let cohort = site.app.cohort(&page.actor, *id).await?;
    // Beside a room that is chosen from the list, the cohort's own place would be a second one.
    let has_rooms = !site.app.venues_for(&page.actor, &cohort).await?.is_empty();
    let own = cohort.plan.venue.as_ref().filter(|_| !has_rooms);
    let venue = own.map(ToString::to_string).unwrap_or_default();
    let form = Form::blank(page.locale).about("session").with("venue", venue).with("times", "1");
    let form = match query.value("makes_up").parse() {
        Ok(lost) => proposed(&page, &site, form, lost).await?,
        Err(_) => form,
    };
    fill_in(&page, &site, form, &cohort, None, StatusCode::OK).await
}

#[handler]
async fn create(
    page: Page,
    form: Form,
    id: Path<CohortId>,
    site: Data<&Site>,
) -> Result<Response, PageError> {
    let form = form.about("session");
    let permit = site.app.may_manage_cohort(&page.actor, *id).await?;
    let cohort = site.app.cohort(&page.actor, *id).await?;
    let (plan, repeat) = (typed(&form), repeated(&form));
    let done = match form.value("step") {
        "back" => return fill_in(&page, &site, form, &cohort, None, StatusCode::OK).await,
        "look" => site.app.look_at_plans(&permit, &plan, &repeat).await.map(Some),
        _ => site.app.plan_sessions(&permit, &plan, &repeat).await.map(|_| None),
    };
    match done {
        Ok(None) => Ok(go(&format!("/manage/cohorts/{}", *id), Some("manage-done-planned"))),
        Ok(Some(found)) => {
            let spans: Vec<Span> = found.plans.iter().map(Plan::span).collect();
            let place = found.plans.first().map(|plan| place(&plan.former())).unwrap_or_default();
            let back = format!("/manage/cohorts/{}", *id);
            page.show(&Preview {
                page: &page,
                trail: trail(
                    &page,
                    &[(back.as_str(), page.t1("cohort-name", "code", cohort.plan.code.as_str()))],
                ),
                title: page.t("session-look-title"),
                what: both_titles(&page, &form),
                former: None,
                times: found.plans.iter().map(|plan| time(&page, &plan.former(), plan.time_zone)).collect(),
                rest: Vec::new(),
                place_was: String::new(),
                place,
                told: Vec::new(),
                overlaps: timetable::overlaps(&page, &found.overlaps, &spans),
                shortages: timetable::shortages(&page, &found.cramped),
                action: format!("{back}/sessions"),
                pairs: kept(&form),
                button: "session-plan",
                back,
            })
        }
        Err(error) => {
            let form = complaints(form, error)?;
            fill_in(&page, &site, form, &cohort, None, StatusCode::UNPROCESSABLE_ENTITY).await
        }
    }
}

/// What would be, before it is.
#[derive(Template)]
#[template(path = "manage/session/preview.html")]
struct Preview<'a> {
    page: &'a Page,
    trail: Vec<(String, String)>,
    title: String,
    what: String,
    /// The time until now, of a session that is there.
    former: Option<String>,
    times: Vec<String>,
    /// The rest of the series that moves along: the time until now, and the one that would be.
    rest: Vec<(String, String)>,
    /// The place until now, where it would be another.
    place_was: String,
    place: String,
    told: Vec<String>,
    overlaps: Vec<String>,
    shortages: Vec<String>,
    action: String,
    /// What was typed.
    pairs: Vec<(String, String)>,
    button: &'static str,
    back: String,
}

/// What was typed but for what belongs to one sending.
fn kept(form: &Form) -> Vec<(String, String)> {
    let stays = |(name, _): &&(String, String)| name != "step" && name != "_once";
    form.pairs().iter().filter(stays).cloned().collect()
}

fn both_titles(page: &Page, form: &Form) -> String {
    form.raw(match page.locale {
        postup_i18n::Locale::Uk => "title_uk",
        postup_i18n::Locale::En => "title_en",
    })
}

fn time(page: &Page, of: &Former, zone: chrono_tz::Tz) -> String {
    let until = page.locale.time(of.ends_at.with_timezone(&zone).time());
    page.t2("session-time", "start", page.occasion(&of.starts_at, &zone), "end", until)
}

fn place(of: &Former) -> String {
    let told = [&of.venue, &of.link].into_iter().flatten().map(ToString::to_string);
    told.collect::<Vec<_>>().join(", ")
}

#[handler]
async fn edit(page: Page, id: Path<SessionId>, site: Data<&Site>) -> Result<Response, PageError> {
    let (_, session) = site.app.may_manage_session(&page.actor, *id).await?;
    session.may_change()?;
    let cohort = site.app.cohort(&page.actor, session.cohort).await?;
    let mut form = filled(&page, &session);
    if let Some((venue, told)) = session.plan.venue_id.zip(session.plan.venue.as_ref()) {
        form.set("venue", site.app.venue(&page.actor, venue).await?.plan.detail_of(told));
    }
    fill_in(&page, &site, form, &cohort, Some(*id), StatusCode::OK).await
}

#[handler]
async fn save(page: Page, form: Form, id: Path<SessionId>, site: Data<&Site>) -> Result<Response, PageError> {
    let form = form.about("session");
    let (permit, session) = site.app.may_manage_session(&page.actor, *id).await?;
    let cohort = site.app.cohort(&page.actor, session.cohort).await?;
    let (version, plan, of) = (version(&form)?, typed(&form), session.cohort);
    let rest = form.value("scope") == "rest";
    let looked_at = match form.value("step") {
        "back" => return fill_in(&page, &site, form, &cohort, Some(*id), StatusCode::OK).await,
        "look" => site.app.look_at_move(&permit, session, &plan, rest).await.map(Some),
        _ => Ok(None),
    };
    let done = match looked_at {
        Ok(Some(found)) if found.moves => return show_move(&page, &form, &cohort, &found),
        // Nothing that anybody goes by would change.
        Ok(_) => site.app.edit_sessions(&permit, *id, version, &plan, rest).await,
        Err(error) => Err(error),
    };
    match done {
        Ok(_) => Ok(go(&format!("/manage/cohorts/{of}"), Some("manage-done-saved"))),
        Err(error) => {
            let form = complaints(form, error)?;
            fill_in(&page, &site, form, &cohort, Some(*id), StatusCode::UNPROCESSABLE_ENTITY).await
        }
    }
}

fn show_move(page: &Page, form: &Form, cohort: &Cohort, found: &MoveProspect) -> Result<Response, PageError> {
    let Some(((session, plan), rest)) = found.changes.split_first() else {
        return Err(PageError::Unreadable);
    };
    let (before, after) = (session.plan.former(), plan.former());
    let back = format!("/manage/cohorts/{}", cohort.id);
    let (was, will_be) = (place(&before), place(&after));
    let time_of = |plan: &Plan| time(page, &plan.former(), plan.time_zone);
    let spans: Vec<Span> = found.changes.iter().map(|(_, plan)| plan.span()).collect();
    page.show(&Preview {
        page,
        trail: trail(page, &[(back.as_str(), page.t1("cohort-name", "code", cohort.plan.code.as_str()))]),
        title: page.t("session-look-move-title"),
        what: both_titles(page, form),
        former: Some(time_of(&session.plan)),
        times: vec![time_of(plan)],
        rest: rest.iter().map(|(session, plan)| (time_of(&session.plan), time_of(plan))).collect(),
        place_was: if was == will_be { String::new() } else { was },
        place: will_be,
        told: timetable::told(page, found.told),
        overlaps: timetable::overlaps(page, &found.overlaps, &spans),
        shortages: timetable::shortages(page, &found.cramped),
        action: format!("/manage/sessions/{}", session.id),
        pairs: kept(form),
        button: "session-move",
        back,
    })
}

#[handler]
async fn ask_to_cancel(page: Page, id: Path<SessionId>, site: Data<&Site>) -> Result<Response, PageError> {
    let (permit, session) = site.app.may_manage_session(&page.actor, *id).await?;
    session.may_change()?;
    let told = match session.plan.starts_at > page.now {
        true => site.app.told_of_changes(&permit).await?,
        false => Told::default(),
    };
    let mut consequence = timetable::told(&page, told);
    consequence.push(page.t("manage-session-cancel-consequence"));
    let title = page.pick(&session.plan.title).to_string();
    let when = page.occasion(&session.plan.starts_at, &session.plan.time_zone);
    page.show(&Ask {
        page: &page,
        title: page.t("manage-session-cancel-title"),
        what: format!("{title}, {when}"),
        consequence: consequence.join(" "),
        action: format!("/manage/sessions/{}/cancellation", *id),
        button: "manage-session-cancel",
        back: format!("/manage/cohorts/{}", session.cohort),
    })
}

#[handler]
async fn cancel(page: Page, id: Path<SessionId>, site: Data<&Site>) -> Result<Response, PageError> {
    let (permit, session) = site.app.may_manage_session(&page.actor, *id).await?;
    site.app.cancel_session(&permit, *id).await?;
    Ok(go(&format!("/manage/cohorts/{}", session.cohort), Some("manage-done-cancelled")))
}
