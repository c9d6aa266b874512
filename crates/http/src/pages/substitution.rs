//! Passing a seat on to a colleague: a personnel officer, or the coordinator, chooses who is asked.

use super::Pages;
use super::error::PageError;
use super::form::Form;
use super::page::{Page, go};
use super::people::{cursor, pager};
use crate::policy::NOMINATORS;
use crate::site::Site;
use askama::Template;
use poem::http::StatusCode;
use poem::web::{Data, Path};
use poem::{Response, handler};
use postup_app::Error;
use postup_app::enrollment::wording;
use postup_domain::enrollment::Listed;
use postup_domain::id::{EnrollmentId, PersonId};
use postup_domain::person::Person;
use postup_domain::rejection::{Fault, Invalid};
use postup_domain::text::Line;
use postup_persistence::person::Filter;

pub fn pages(pages: Pages) -> Pages {
    pages.get("/employer/enrollments/:id/substitution", NOMINATORS, ask).post(
        "/employer/enrollments/:id/substitution",
        NOMINATORS,
        substitute,
    )
}

const LINES: u64 = 50;

#[derive(Template)]
#[template(path = "employer/substitution.html")]
struct Ask<'a> {
    page: &'a Page,
    trail: Vec<(String, String)>,
    of: &'a Listed,
    /// Why there is nothing to choose.
    closed: Option<String>,
    lead: String,
    /// Whom the seat is kept for, and until when.
    quota: Option<String>,
    form: Form,
    people: Vec<Person>,
    first: String,
    next: String,
}

fn path(id: EnrollmentId) -> String {
    format!("/employer/enrollments/{id}/substitution")
}

#[handler]
async fn ask(
    page: Page,
    id: Path<EnrollmentId>,
    form: Form,
    site: Data<&Site>,
) -> Result<Response, PageError> {
    choose(&page, &site, *id, form, StatusCode::OK).await
}

async fn choose(
    page: &Page,
    site: &Site,
    id: EnrollmentId,
    form: Form,
    status: StatusCode,
) -> Result<Response, PageError> {
    let of = site.app.enrollment(&page.actor, id).await?;
    site.app.may_substitute(&page.actor, id, of.enrollment.person).await?;
    let by_manager = page.actor.sight().manages.covers(&of.run.place);
    let cohort = site.app.cohort(&page.actor, of.enrollment.cohort).await?;
    let closes = cohort.substitution_closes(by_manager);
    let closed = match of.passes_on_at(by_manager, page.now) {
        true => None,
        false if closes <= page.now => Some(page.t1(
            "enrollment-substitution-closed",
            "moment",
            page.occasion(&closes, &of.run.time_zone),
        )),
        false => Some(page.t("enrollment-substitution-no-seat")),
    };
    let filter = Filter { words: form.raw("q"), employer: of.employer, ..Filter::default() };
    let found = match closed {
        None => site.app.people(&page.actor, &filter, cursor(&form)?.as_ref(), LINES).await?,
        Some(_) => postup_persistence::Page { items: Vec::new(), next: None },
    };
    let sought = form.pairs().iter().filter(|(name, _)| name == "q").cloned().collect();
    let (first, next) = pager(&path(id), &Form::of(page.locale, sought), found.next.as_ref());
    let answer_by = page.occasion(&cohort.substitute_answers_by(page.now), &of.run.time_zone);
    let lead = page.t2("enrollment-substitution-lead", "name", of.name.in_register(), "moment", answer_by);
    let quota = site.app.quota_of(&of.enrollment).await?;
    page.show_as(
        status,
        &Ask {
            page,
            trail: vec![("/employer".to_owned(), page.t("employer-title"))],
            closed,
            lead,
            quota: quota.map(|quota| wording::seat_of(page.locale, &quota)),
            form,
            people: found.items.into_iter().filter(|person| person.id != of.enrollment.person).collect(),
            first,
            next,
            of: &of,
        },
    )
}

#[handler]
async fn substitute(
    page: Page,
    id: Path<EnrollmentId>,
    site: Data<&Site>,
    form: Form,
) -> Result<Response, PageError> {
    let form = form.about("enrollment");
    let again = StatusCode::UNPROCESSABLE_ENTITY;
    let newcomer: Option<PersonId> = form.value("person_id").parse().ok();
    let note = Line::optional("note", form.value("note"));
    let (Some(newcomer), Ok(note)) = (newcomer, &note) else {
        let nobody = newcomer.is_none().then(|| Invalid::new("person_id", Fault::Missing));
        let faults: Vec<Invalid> = nobody.into_iter().chain(note.err()).collect();
        return choose(&page, &site, *id, form.blame(&faults), again).await;
    };
    let permit = site.app.may_substitute(&page.actor, *id, newcomer).await?;
    match site.app.substitute(permit, note.clone()).await {
        Ok(done) => {
            Ok(go(&after(&page, &site, done.enrollment.id).await?, Some("enrollment-substituted-flash")))
        }
        Err(Error::Rejected(rejection)) => choose(&page, &site, *id, form.refused(&rejection), again).await,
        Err(other) => Err(other.into()),
    }
}

/// Where the answer of the colleague will be seen.
async fn after(page: &Page, site: &Site, id: EnrollmentId) -> Result<String, PageError> {
    let of = site.app.enrollment(&page.actor, id).await?;
    let manages = page.actor.sight().manages.covers(&of.run.place);
    Ok(if manages { format!("/manage/enrollments/{id}") } else { "/employer".to_owned() })
}
