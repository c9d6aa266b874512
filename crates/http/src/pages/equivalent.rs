//! Stating a course from elsewhere in place of one that a cohort asks for, and deciding on that.

use super::Pages;
use super::error::PageError;
use super::form::{Choice, Form};
use super::manage::{complaints, trail};
use super::page::{Page, go};
use crate::policy::{MANAGERS, Policy};
use crate::site::Site;
use askama::Template;
use poem::http::StatusCode;
use poem::web::{Data, Path};
use poem::{Response, handler};
use postup_app::Error;
use postup_app::enrollment::wording;
use postup_domain::cohort::Cohort;
use postup_domain::enrollment::{EquivalentState, NamedEquivalent, RawEvidence};
use postup_domain::id::{CohortId, CourseId, EquivalentId};
use postup_domain::rejection::{Fault, Invalid};
use postup_domain::text::Line;

pub fn pages(pages: Pages) -> Pages {
    pages
        .get("/cohorts/:id/equivalents", Policy::SignedIn, ask)
        .post("/cohorts/:id/equivalents", Policy::SignedIn, state)
        .get("/manage/equivalents/:id", MANAGERS, show)
        .post("/manage/equivalents/:id/decision", MANAGERS, decide)
}

/// What somebody states.
#[derive(Template)]
#[template(path = "equivalent/new.html")]
struct Ask<'a> {
    page: &'a Page,
    trail: Vec<(String, String)>,
    cohort: &'a Cohort,
    form: Form,
    /// What the cohort asks for.
    courses: Vec<Choice>,
    /// What the reader has stated, and what became of it.
    stated: Vec<String>,
}

#[derive(Template)]
#[template(path = "equivalent/show.html")]
struct Show<'a> {
    page: &'a Page,
    trail: Vec<(String, String)>,
    named: &'a NamedEquivalent,
    explanation: String,
    is_open: bool,
    form: Form,
}

fn path_of(id: CohortId) -> String {
    format!("/cohorts/{id}/equivalents")
}

async fn render(
    page: &Page,
    site: &Site,
    id: CohortId,
    mut form: Form,
    status: StatusCode,
) -> Result<Response, PageError> {
    let cohort = site.app.cohort(&page.actor, id).await?;
    let conditions = site.app.requirements(&page.actor, id).await?;
    let course = |one: &postup_domain::enrollment::NamedCondition| {
        one.condition.course().map(|course| Choice::new(course, page.pick(&one.name).as_str()))
    };
    let courses: Vec<Choice> = conditions.iter().filter_map(course).collect();
    if let ([only], "") = (courses.as_slice(), form.value("course_id")) {
        let only = only.value.clone();
        form.set("course_id", only);
    }
    let stated = site.app.own_equivalents(&page.actor, id).await?;
    let name = page.t1("cohort-name", "code", cohort.plan.code.as_str());
    page.show_as(
        status,
        &Ask {
            page,
            trail: vec![("/courses".to_owned(), page.t("course-catalog")), (format!("/cohorts/{id}"), name)],
            cohort: &cohort,
            form,
            courses,
            stated: stated.iter().map(|one| wording::equivalent(page.locale, one)).collect(),
        },
    )
}

#[handler]
async fn ask(page: Page, id: Path<CohortId>, site: Data<&Site>) -> Result<Response, PageError> {
    render(&page, &site, *id, Form::blank(page.locale).about("equivalent"), StatusCode::OK).await
}

#[handler]
async fn state(page: Page, id: Path<CohortId>, site: Data<&Site>, form: Form) -> Result<Response, PageError> {
    let person = page.actor.person().ok_or(PageError::Missing)?;
    let permit = site.app.may_enroll(&page.actor, *id, person).await?;
    let form = form.about("equivalent");
    let raw = RawEvidence {
        title: form.raw("title"),
        provider: form.raw("provider"),
        completed_on: form.day_text("completed_on"),
        document: form.raw("document"),
    };
    let stated = match form.value("course_id").parse::<CourseId>() {
        Ok(course) => site.app.state_equivalent(&permit, course, &raw).await.map(|_| ()),
        Err(_) => Err(Error::Invalid(vec![Invalid::new("course_id", Fault::Missing)])),
    };
    match stated {
        Ok(()) => Ok(go(&path_of(*id), Some("cohort-equivalents-stated"))),
        Err(error) => {
            let form = complaints(form, error)?;
            render(&page, &site, *id, form, StatusCode::UNPROCESSABLE_ENTITY).await
        }
    }
}

/// What waits for a decision in a cohort and what was decided: in words, and where it is decided.
pub(super) fn listed(page: &Page, equivalents: &[NamedEquivalent], waiting: bool) -> Vec<(String, String)> {
    let those = equivalents.iter();
    those
        .filter(|one| (one.equivalent.state == EquivalentState::Stated) == waiting)
        .map(|one| {
            let said = format!("{}: {}", one.person, wording::equivalent(page.locale, one));
            (format!("/manage/equivalents/{}", one.equivalent.id), said)
        })
        .collect()
}

async fn question(
    page: &Page,
    site: &Site,
    id: EquivalentId,
    form: Form,
    status: StatusCode,
) -> Result<Response, PageError> {
    let (_, named) = site.app.equivalent(&page.actor, id).await?;
    let cohort = site.app.cohort(&page.actor, named.equivalent.cohort).await?;
    let own = format!("/manage/cohorts/{}", cohort.id);
    let steps = [
        ("/manage/cohorts", page.t("manage-cohorts")),
        (own.as_str(), cohort.plan.code.to_string()),
        (&format!("{own}/requirements"), page.t("cohort-requirements")),
    ];
    page.show_as(
        status,
        &Show {
            page,
            trail: trail(page, &steps),
            explanation: wording::equivalent(page.locale, &named),
            is_open: named.equivalent.state == EquivalentState::Stated,
            named: &named,
            form,
        },
    )
}

#[handler]
async fn show(page: Page, id: Path<EquivalentId>, site: Data<&Site>) -> Result<Response, PageError> {
    question(&page, &site, *id, Form::blank(page.locale).about("equivalent"), StatusCode::OK).await
}

#[handler]
async fn decide(
    page: Page,
    id: Path<EquivalentId>,
    site: Data<&Site>,
    form: Form,
) -> Result<Response, PageError> {
    let (permit, named) = site.app.equivalent(&page.actor, *id).await?;
    let form = form.about("equivalent");
    let decided = match (form.value("answer"), Line::optional("reason", form.value("reason"))) {
        (_, Err(invalid)) => Err(invalid.into()),
        ("no", Ok(None)) => Err(Error::Invalid(vec![Invalid::new("reason", Fault::Missing)])),
        (answer @ ("yes" | "no"), Ok(reason)) => {
            site.app.decide_equivalent(&permit, *id, answer == "yes", reason).await.map(|_| ())
        }
        _ => Err(Error::Invalid(Vec::new())),
    };
    match decided {
        Ok(()) => {
            let back = format!("/manage/cohorts/{}/requirements", named.equivalent.cohort);
            Ok(go(&back, Some("cohort-equivalents-done")))
        }
        Err(error) => {
            let form = complaints(form, error)?;
            question(&page, &site, *id, form, StatusCode::UNPROCESSABLE_ENTITY).await
        }
    }
}
