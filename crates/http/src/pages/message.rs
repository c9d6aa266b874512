//! Messages to people of a cohort: written, looked at, confirmed, and followed letter by letter.

use super::Pages;
use super::error::PageError;
use super::form::{Choice, Form};
use super::mail::{Fate, tone};
use super::manage::{after, complaints, pager, trail};
use super::page::{Page, go};
use crate::pages::form::choices;
use crate::policy::MANAGERS;
use crate::site::Site;
use askama::Template;
use poem::http::StatusCode;
use poem::web::{Data, Path};
use poem::{Response, handler};
use postup_app::Error;
use postup_app::message::{Confirmation, Prepared};
use postup_domain::access::MayManageCohort;
use postup_domain::cohort::Cohort;
use postup_domain::id::{CohortId, EnrollmentId, MessageId};
use postup_domain::message::{Audience, Group, Message, MessagePlan, RawMessage};
use postup_domain::notification::NotificationState;
use postup_domain::person::Language;
use postup_domain::rejection::{Refusal, Rejection};
use postup_persistence::outbox::Filter;

pub fn pages(pages: Pages) -> Pages {
    pages
        .get("/manage/cohorts/:id/messages", MANAGERS, list)
        .get("/manage/cohorts/:id/messages/new", MANAGERS, new)
        .post("/manage/cohorts/:id/messages/preview", MANAGERS, look)
        .post("/manage/cohorts/:id/messages", MANAGERS, send)
        .get("/manage/messages/:id", MANAGERS, show)
}

const ROWS: u64 = 30;
const LETTERS: u64 = 50;
/// What the form holds, in order; it goes along from the form to the confirmation.
const FIELDS: &[&str] = &["groups", "enrollment", "subject_uk", "body_uk", "subject_en", "body_en"];

fn path_of(id: CohortId) -> String {
    format!("/manage/cohorts/{id}/messages")
}

fn steps(page: &Page, cohort: &Cohort, more: &[(String, String)]) -> Vec<(String, String)> {
    let own = format!("/manage/cohorts/{}", cohort.id);
    let mut trail =
        trail(page, &[("/manage/cohorts", page.t("manage-cohorts")), (&own, cohort.plan.code.to_string())]);
    trail.extend_from_slice(more);
    trail
}

/// To whom, in words.
fn whom(page: &Page, audience: &Audience) -> String {
    match audience {
        Audience::Groups(groups) => {
            groups.iter().map(|group| page.word("message-group", group)).collect::<Vec<_>>().join(", ")
        }
        Audience::One(_) => page.t("message-to-one"),
    }
}

/// The subject in the reader's language, or in the one there is.
fn subject(page: &Page, message: &Message) -> String {
    let language = match page.locale {
        postup_i18n::Locale::Uk => Language::Ukrainian,
        postup_i18n::Locale::En => Language::English,
    };
    message.plan.text_for(language).map(|(_, text)| text.subject.to_string()).unwrap_or_default()
}

/// A message in the list.
struct Row {
    path: String,
    subject: String,
    whom: String,
    author: String,
    when: String,
    people: String,
}

#[derive(Template)]
#[template(path = "message/list.html")]
struct List<'a> {
    page: &'a Page,
    trail: Vec<(String, String)>,
    cohort: &'a Cohort,
    rows: Vec<Row>,
    first: String,
    next: String,
}

fn author(message: &Message) -> String {
    message.author_name.as_ref().map(|name| name.in_register()).unwrap_or_default()
}

#[handler]
async fn list(page: Page, id: Path<CohortId>, form: Form, site: Data<&Site>) -> Result<Response, PageError> {
    let permit = site.app.may_manage_cohort(&page.actor, *id).await?;
    let cohort = site.app.cohort(&page.actor, *id).await?;
    let found = site.app.messages(&permit, after(&form).as_ref(), ROWS).await?;
    let (first, next) = pager(&path_of(*id), &form, &[], found.next.as_ref());
    let row = |message: &Message| Row {
        path: format!("/manage/messages/{}", message.id),
        subject: subject(&page, message),
        whom: whom(&page, &message.plan.audience),
        author: author(message),
        when: page.moment(&message.sent_at),
        people: page.tn("message-people", message.recipients),
    };
    page.show(&List {
        page: &page,
        trail: steps(&page, &cohort, &[]),
        cohort: &cohort,
        rows: found.items.iter().map(row).collect(),
        first,
        next,
    })
}

#[derive(Template)]
#[template(path = "message/new.html")]
struct New<'a> {
    page: &'a Page,
    trail: Vec<(String, String)>,
    cohort: &'a Cohort,
    form: Form,
    /// Groups with how many are in each.
    groups: Vec<Choice>,
    /// The name of the one it goes to.
    one: Option<String>,
    /// What can be filled in, and what each becomes.
    placeholders: Vec<(String, String)>,
}

async fn write(page: &Page, site: &Site, id: CohortId, form: Form) -> Result<Response, PageError> {
    let cohort = site.app.cohort(&page.actor, id).await?;
    let counts = site.app.count_enrollments(&page.actor, id).await?;
    let answers = site.app.count_reconfirmations(id).await?;
    let one = match form.value("enrollment").parse::<EnrollmentId>() {
        Ok(one) => {
            let found = site.app.enrollment(&page.actor, one).await?;
            if found.enrollment.cohort != id {
                return Err(PageError::Missing);
            }
            Some(found.name.in_register())
        }
        Err(_) => None,
    };
    let group = |group: &Group| {
        let people: i64 = match group {
            Group::NotReconfirmed => {
                let silent = answers.iter().filter(|(state, _)| state.is_unanswered());
                silent.map(|(_, count)| *count).sum()
            }
            _ => {
                let people = counts.iter().filter(|(state, _)| Group::of(*state) == Some(*group));
                people.map(|(_, count)| *count).sum()
            }
        };
        Choice::new(
            group,
            page.t2("message-group-of", "group", page.word("message-group", group), "people", people),
        )
    };
    let placeholder = |place: &postup_domain::pattern::Placeholder| {
        (format!("{{{place}}}"), page.word("pattern-placeholder", place))
    };
    let status = form.status();
    page.show_as(
        status,
        &New {
            page,
            trail: steps(page, &cohort, &[(path_of(id), page.t("message-title"))]),
            cohort: &cohort,
            groups: Group::ALL.iter().map(group).collect(),
            one,
            placeholders: postup_domain::message::PLACEHOLDERS.iter().map(placeholder).collect(),
            form,
        },
    )
}

#[handler]
async fn new(page: Page, id: Path<CohortId>, form: Form, site: Data<&Site>) -> Result<Response, PageError> {
    site.app.may_manage_cohort(&page.actor, *id).await?;
    write(&page, &site, *id, form.about("message")).await
}

fn typed(form: &Form) -> RawMessage {
    RawMessage {
        groups: form.all("groups").map(str::to_owned).collect(),
        enrollment: form.raw("enrollment"),
        subject_uk: form.raw("subject_uk"),
        body_uk: form.raw("body_uk"),
        subject_en: form.raw("subject_en"),
        body_en: form.raw("body_en"),
    }
}

#[derive(Template)]
#[template(path = "message/confirm.html")]
struct Confirm<'a> {
    page: &'a Page,
    trail: Vec<(String, String)>,
    cohort: &'a Cohort,
    whom: String,
    prepared: Prepared,
    /// How many by language, and what else is to be known before sending.
    notes: Vec<String>,
    /// Who wrote in one language only: the others get that.
    fallback: Option<String>,
    kept: Vec<(String, String)>,
    /// Why it was not sent the first time.
    refusal: Option<String>,
}

impl Confirm<'_> {
    fn sample_title(&self, language: &Language) -> String {
        self.page.word("message-sample", language)
    }
}

/// Shows what would go to whom, with the button that sends it.
async fn confirm(
    page: &Page,
    site: &Site,
    permit: &MayManageCohort,
    form: &Form,
    plan: &MessagePlan,
    refusal: Option<&Rejection>,
) -> Result<Response, PageError> {
    let prepared = site.app.prepare_message(permit, plan).await?;
    let cohort = site.app.cohort(&page.actor, permit.cohort()).await?;
    let counts = prepared.counts;
    let mut notes = vec![page.t2(
        "message-by-language",
        "uk",
        page.tn("message-read-uk", counts.in_ukrainian),
        "en",
        page.tn("message-read-en", counts.in_english),
    )];
    let more = [
        ("message-must-have", counts.must_have),
        ("message-optional", counts.optional),
        ("message-unwanted", counts.unwanted),
        ("message-unreachable", counts.unreachable),
    ];
    notes.extend(more.into_iter().filter(|(_, count)| *count > 0).map(|(key, count)| page.tn(key, count)));
    let fallback = match (&plan.uk, &plan.en) {
        (Some(_), None) if counts.in_english > 0 => Some(page.tn("message-fallback-uk", counts.in_english)),
        (None, Some(_)) if counts.in_ukrainian > 0 => {
            Some(page.tn("message-fallback-en", counts.in_ukrainian))
        }
        _ => None,
    };
    let kept = form.pairs().iter().filter(|(name, _)| FIELDS.contains(&name.as_str())).cloned().collect();
    let status = if refusal.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    page.show_as(
        status,
        &Confirm {
            page,
            trail: steps(page, &cohort, &[(path_of(cohort.id), page.t("message-title"))]),
            whom: whom(page, &plan.audience),
            cohort: &cohort,
            prepared,
            notes,
            fallback,
            kept,
            refusal: refusal.map(|refusal| crate::reason::rejection(page.locale, refusal)),
        },
    )
}

#[handler]
async fn look(page: Page, id: Path<CohortId>, site: Data<&Site>, form: Form) -> Result<Response, PageError> {
    let permit = site.app.may_manage_cohort(&page.actor, *id).await?;
    let form = form.about("message");
    if form.value("edit") == "yes" {
        return write(&page, &site, *id, form).await;
    }
    let plan = match MessagePlan::try_from(&typed(&form)) {
        Ok(plan) => plan,
        Err(faults) => return write(&page, &site, *id, form.blame(&faults)).await,
    };
    match confirm(&page, &site, &permit, &form, &plan, None).await {
        // Nobody is meant.
        Err(PageError::Rejected(rejection)) => write(&page, &site, *id, form.refused(&rejection)).await,
        shown => shown,
    }
}

#[handler]
async fn send(page: Page, id: Path<CohortId>, site: Data<&Site>, form: Form) -> Result<Response, PageError> {
    let permit = site.app.may_manage_cohort(&page.actor, *id).await?;
    let form = form.about("message");
    let plan = match MessagePlan::try_from(&typed(&form)) {
        Ok(plan) => plan,
        Err(faults) => return write(&page, &site, *id, form.blame(&faults)).await,
    };
    let confirmation: Confirmation = form.value("confirmation").parse().map_err(|_| PageError::Unreadable)?;
    match site.app.send_message(&permit, plan.clone(), &confirmation).await {
        Ok(sent) => Ok(go(&format!("/manage/messages/{}", sent.id), Some("message-sent-flash"))),
        Err(Error::Rejected(rejection)) if rejection.refusal == Refusal::SelectionChanged => {
            confirm(&page, &site, &permit, &form, &plan, Some(&rejection)).await
        }
        Err(error) => write(&page, &site, *id, complaints(form, error)?).await,
    }
}

#[derive(Template)]
#[template(path = "message/show.html")]
struct Show<'a> {
    page: &'a Page,
    trail: Vec<(String, String)>,
    message: &'a Message,
    subject: String,
    whom: String,
    author: String,
    fates: Vec<(&'static str, String)>,
    form: Form,
    states: Vec<Choice>,
    letters: Vec<Fate>,
    first: String,
    next: String,
}

#[handler]
async fn show(page: Page, id: Path<MessageId>, site: Data<&Site>, form: Form) -> Result<Response, PageError> {
    let (message, fates) = site.app.message(&page.actor, *id).await?;
    let cohort = site.app.cohort(&page.actor, message.cohort).await?;
    let filter = Filter { message: Some(*id), state: form.value("state").parse().ok(), ..Filter::default() };
    let letters =
        site.app.notifications(&page.actor.sight(), &filter, after(&form).as_ref(), LETTERS).await?;
    let path = format!("/manage/messages/{}", *id);
    let (first, next) = pager(&path, &form, &["state"], letters.next.as_ref());
    let fate = |(state, count): &(NotificationState, i64)| {
        let words = page.word("mail-state", state);
        (tone(*state), page.t2("message-fate", "state", words, "count", *count))
    };
    page.show(&Show {
        page: &page,
        trail: steps(&page, &cohort, &[(path_of(cohort.id), page.t("message-title"))]),
        subject: subject(&page, &message),
        whom: whom(&page, &message.plan.audience),
        author: author(&message),
        fates: fates.iter().map(fate).collect(),
        states: choices(&page, "mail-state", NotificationState::ALL),
        letters: letters.items.iter().map(|found| Fate::new(&page, found)).collect(),
        first,
        next,
        form,
        message: &message,
    })
}
