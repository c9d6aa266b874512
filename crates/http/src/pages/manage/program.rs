//! Programs as their managers see them.

use super::cohort::{archiving, publishing};
use super::{ROWS, after, complaints, pager, tone, trail, version};
use crate::pages::Pages;
use crate::pages::error::PageError;
use crate::pages::form::{Choice, Form};
use crate::pages::page::{Page, go};
use crate::policy::MANAGERS;
use crate::site::Site;
use askama::Template;
use poem::http::StatusCode;
use poem::web::{Data, Path};
use poem::{Response, handler};
use postup_domain::course::Course;
use postup_domain::id::{OrganizationId, ProgramId};
use postup_domain::program::{Contact, Plan, Program, Publication, RawPlan};
use postup_domain::text::Both;
use postup_persistence::{Circle, course, program};

pub fn pages(pages: Pages) -> Pages {
    pages
        .get("/manage/programs", MANAGERS, list)
        .post("/manage/programs", MANAGERS, create)
        .get("/manage/programs/new", MANAGERS, new)
        .get("/manage/programs/:id", MANAGERS, show)
        .post("/manage/programs/:id", MANAGERS, save)
        .get("/manage/programs/:id/edit", MANAGERS, edit)
        .get("/manage/programs/:id/publication", MANAGERS, ask_to_publish)
        .post("/manage/programs/:id/publication", MANAGERS, publish)
        .get("/manage/programs/:id/archiving", MANAGERS, ask_to_archive)
        .post("/manage/programs/:id/archiving", MANAGERS, archive)
}

#[derive(Template)]
#[template(path = "manage/program/list.html")]
struct List<'a> {
    page: &'a Page,
    trail: Vec<(String, String)>,
    programs: Vec<Program>,
    first: String,
    next: String,
}

#[handler]
async fn list(page: Page, form: Form, site: Data<&Site>) -> Result<Response, PageError> {
    let filter = program::Filter { circle: Circle::Managed, state: None };
    let found = site.app.programs(&page.actor, &filter, after(&form).as_ref(), ROWS).await?;
    let (first, next) = pager("/manage/programs", &form, &[], found.next.as_ref());
    let trail = trail(&page, &[]);
    page.show(&List { page: &page, trail, programs: found.items, first, next })
}

#[derive(Template)]
#[template(path = "manage/program/show.html")]
struct Show<'a> {
    page: &'a Page,
    trail: Vec<(String, String)>,
    program: Program,
    tone: &'static str,
    courses: Vec<(Course, &'static str)>,
}

#[handler]
async fn show(page: Page, id: Path<ProgramId>, site: Data<&Site>) -> Result<Response, PageError> {
    site.app.may_manage_program(&page.actor, *id).await?;
    let program = site.app.program(&page.actor, *id).await?;
    let filter = course::Filter { circle: Circle::Managed, program: Some(program.id), ..Default::default() };
    let courses = site.app.courses(&page.actor, &filter, None, 200).await?.items;
    let trail = trail(&page, &[("/manage/programs", page.t("manage-programs"))]);
    let courses = courses
        .into_iter()
        .map(|course| {
            let tone = tone(course.state);
            (course, tone)
        })
        .collect();
    page.show(&Show { page: &page, trail, tone: tone(program.state), program, courses })
}

#[derive(Template)]
#[template(path = "manage/program/form.html")]
struct Edit<'a> {
    page: &'a Page,
    trail: Vec<(String, String)>,
    title: String,
    form: Form,
    action: String,
    /// Empty when the organization stays as it is.
    organizations: Vec<Choice>,
    parties: Vec<Choice>,
    back: String,
}

#[handler]
async fn new(page: Page, site: Data<&Site>) -> Result<Response, PageError> {
    let form = Form::blank(page.locale).about("program");
    fill_in(&page, &site, None, form, StatusCode::OK).await
}

#[handler]
async fn edit(page: Page, id: Path<ProgramId>, site: Data<&Site>) -> Result<Response, PageError> {
    site.app.may_manage_program(&page.actor, *id).await?;
    let program = site.app.program(&page.actor, *id).await?;
    let form = filled(&page, &program);
    fill_in(&page, &site, Some(*id), form, StatusCode::OK).await
}

async fn fill_in(
    page: &Page,
    site: &Site,
    id: Option<ProgramId>,
    form: Form,
    status: StatusCode,
) -> Result<Response, PageError> {
    let known = site.app.organizations_of_programs().await?;
    let choice = |(id, name): &(OrganizationId, Both<String>)| Choice::new(id, page.pick(name).to_string());
    let own = known.iter().filter(|(id, _)| page.actor.may_create_program(*id).is_ok());
    let (title, action, back) = match id {
        Some(id) => {
            ("manage-program-edit", format!("/manage/programs/{id}"), format!("/manage/programs/{id}"))
        }
        None => ("manage-program-new", "/manage/programs".to_owned(), "/manage/programs".to_owned()),
    };
    let trail = trail(page, &[("/manage/programs", page.t("manage-programs"))]);
    let organizations = if id.is_some() { Vec::new() } else { own.map(choice).collect() };
    let parties = known.iter().map(choice).collect();
    let title = page.t(title);
    page.show_as(status, &Edit { page, trail, title, form, action, organizations, parties, back })
}

fn filled(page: &Page, program: &Program) -> Form {
    let plan = &program.plan;
    let contact = |say: fn(&Contact) -> String| plan.contact.as_ref().map(say).unwrap_or_default();
    let mut pairs = vec![("organization_id".to_owned(), plan.organization.to_string())];
    pairs.extend(plan.partners.iter().map(|id| ("partner_ids".to_owned(), id.to_string())));
    pairs.extend(plan.funders.iter().map(|id| ("funder_ids".to_owned(), id.to_string())));
    Form::of(page.locale, pairs)
        .about("program")
        .with("version", program.version)
        .with("code", &plan.code)
        .with("title_uk", &plan.title.uk)
        .with("title_en", &plan.title.en)
        .with("description_uk", &plan.description.uk)
        .with("description_en", &plan.description.en)
        .with("memorandum", plan.memorandum.as_ref().map(ToString::to_string).unwrap_or_default())
        .with("starts_on", plan.starts_on)
        .with("ends_on", plan.ends_on)
        .with("signatory_name_uk", &plan.signatory_name.uk)
        .with("signatory_name_en", &plan.signatory_name.en)
        .with("signatory_position_uk", &plan.signatory_position.uk)
        .with("signatory_position_en", &plan.signatory_position.en)
        .with("contact_office_uk", contact(|contact| contact.office.uk.to_string()))
        .with("contact_office_en", contact(|contact| contact.office.en.to_string()))
        .with("contact_email", contact(|contact| contact.email.to_string()))
        .with(
            "contact_phone",
            contact(|contact| contact.phone.as_ref().map(ToString::to_string).unwrap_or_default()),
        )
}

fn typed(form: &Form) -> RawPlan {
    let all = |name| form.all(name).map(str::to_owned).collect();
    RawPlan {
        code: form.raw("code"),
        title_uk: form.raw("title_uk"),
        title_en: form.raw("title_en"),
        description_uk: form.raw("description_uk"),
        description_en: form.raw("description_en"),
        organization_id: form.raw("organization_id"),
        partner_ids: all("partner_ids"),
        funder_ids: all("funder_ids"),
        memorandum: form.raw("memorandum"),
        starts_on: form.day_text("starts_on"),
        ends_on: form.day_text("ends_on"),
        signatory_name_uk: form.raw("signatory_name_uk"),
        signatory_name_en: form.raw("signatory_name_en"),
        signatory_position_uk: form.raw("signatory_position_uk"),
        signatory_position_en: form.raw("signatory_position_en"),
        contact_office_uk: form.raw("contact_office_uk"),
        contact_office_en: form.raw("contact_office_en"),
        contact_email: form.raw("contact_email"),
        contact_phone: form.raw("contact_phone"),
    }
}

#[handler]
async fn create(page: Page, form: Form, site: Data<&Site>) -> Result<Response, PageError> {
    let form = form.about("program");
    let created = async {
        let plan = Plan::try_from(&typed(&form))?;
        let permit = site.app.may_create_program(&page.actor, &plan)?;
        site.app.create_program(&permit, plan).await
    };
    match created.await {
        Ok(program) => Ok(go(&format!("/manage/programs/{}", program.id), Some("manage-done-created"))),
        Err(error) => {
            let form = complaints(form, error)?;
            fill_in(&page, &site, None, form, StatusCode::UNPROCESSABLE_ENTITY).await
        }
    }
}

#[handler]
async fn save(page: Page, form: Form, id: Path<ProgramId>, site: Data<&Site>) -> Result<Response, PageError> {
    let form = form.about("program");
    let permit = site.app.may_manage_program(&page.actor, *id).await?;
    let version = version(&form)?;
    let saved = async {
        let plan = Plan::try_from(&typed(&form))?;
        site.app.edit_program(&permit, version, plan).await
    };
    match saved.await {
        Ok(_) => Ok(go(&format!("/manage/programs/{}", *id), Some("manage-done-saved"))),
        Err(error) => {
            let form = complaints(form, error)?;
            fill_in(&page, &site, Some(*id), form, StatusCode::UNPROCESSABLE_ENTITY).await
        }
    }
}

#[handler]
async fn ask_to_publish(page: Page, id: Path<ProgramId>, site: Data<&Site>) -> Result<Response, PageError> {
    site.app.may_manage_program(&page.actor, *id).await?;
    let program = site.app.program(&page.actor, *id).await?;
    program.on_publication()?;
    let name = page.pick(&program.plan.title).to_string();
    publishing(&page, name, "manage-program-publish-consequence", format!("/manage/programs/{}", program.id))
}

#[handler]
async fn publish(page: Page, id: Path<ProgramId>, site: Data<&Site>) -> Result<Response, PageError> {
    let permit = site.app.may_manage_program(&page.actor, *id).await?;
    site.app.publish_program(&permit).await?;
    Ok(go(&format!("/manage/programs/{}", *id), Some("manage-done-published")))
}

#[handler]
async fn ask_to_archive(page: Page, id: Path<ProgramId>, site: Data<&Site>) -> Result<Response, PageError> {
    site.app.may_manage_program(&page.actor, *id).await?;
    let program = site.app.program(&page.actor, *id).await?;
    let name = page.pick(&program.plan.title).to_string();
    archiving(&page, name, format!("/manage/programs/{}", program.id))
}

#[handler]
async fn archive(page: Page, id: Path<ProgramId>, site: Data<&Site>) -> Result<Response, PageError> {
    let permit = site.app.may_manage_program(&page.actor, *id).await?;
    site.app.archive_program(&permit).await?;
    Ok(go(&format!("/manage/programs/{}", *id), Some("manage-done-archived")))
}

impl Show<'_> {
    fn path(&self, tail: &str) -> String {
        format!("/manage/programs/{}/{tail}", self.program.id)
    }

    fn is_draft(&self) -> bool {
        self.program.state == Publication::Draft
    }

    fn is_archived(&self) -> bool {
        self.program.state == Publication::Archived
    }
}
