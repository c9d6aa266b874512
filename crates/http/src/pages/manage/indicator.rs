//! Indicators of a program, as its manager writes them down and reports on them.

use super::{complaints, trail, version};
use crate::pages::Pages;
use crate::pages::error::PageError;
use crate::pages::form::choices;
use crate::pages::form::{Choice, Form};
use crate::pages::page::{Page, go};
use crate::pages::progress;
use crate::policy::MANAGERS;
use crate::site::Site;
use askama::Template;
use poem::web::{Data, Path};
use poem::{Response, handler};
use postup_app::Error;
use postup_app::indicator::Progress;
use postup_domain::access::MayManageProgram;
use postup_domain::id::{IndicatorId, ProgramId};
use postup_domain::indicator::{Indicator, Measure, RawPlan};
use postup_domain::program::Program;

pub fn pages(pages: Pages) -> Pages {
    pages
        .get("/manage/programs/:id/indicators", MANAGERS, list)
        .post("/manage/programs/:id/indicators", MANAGERS, create)
        .get("/manage/programs/:id/indicators/new", MANAGERS, new)
        .get("/manage/programs/:id/indicators/:indicator", MANAGERS, edit_page)
        .post("/manage/programs/:id/indicators/:indicator", MANAGERS, save)
        .get("/manage/programs/:id/indicators/:indicator/reports", MANAGERS, report_page)
        .post("/manage/programs/:id/indicators/:indicator/reports", MANAGERS, take_report)
        .post("/manage/programs/:id/indicators/:indicator/archiving", MANAGERS, archive)
        .post("/manage/programs/:id/indicators/:indicator/restoration", MANAGERS, restore)
}

fn home(program: ProgramId) -> String {
    format!("/manage/programs/{program}/indicators")
}

/// The way up from a page below a program.
fn way(page: &Page, program: &Program, is_below: bool) -> Vec<(String, String)> {
    let mut steps = trail(page, &[("/manage/programs", page.t("manage-programs"))]);
    steps.push((format!("/manage/programs/{}", program.id), page.pick(&program.plan.title).to_string()));
    if is_below {
        steps.push((home(program.id), page.t("progress-indicators")));
    }
    steps
}

#[derive(Template)]
#[template(path = "manage/indicator/list.html")]
struct List<'a> {
    page: &'a Page,
    trail: Vec<(String, String)>,
    home: String,
    indicators: Vec<Progress>,
}

impl List<'_> {
    fn sentence(&self, one: &Progress) -> String {
        progress::sentence(self.page, one)
    }

    #[expect(clippy::unused_self, reason = "templates call methods")]
    fn tone(&self, one: &Progress) -> &'static str {
        progress::tone(one.standing)
    }
}

#[handler]
async fn list(page: Page, id: Path<ProgramId>, site: Data<&Site>) -> Result<Response, PageError> {
    let (permit, program) = managed(&page, &site, *id).await?;
    let indicators = site.app.program_progress(&permit).await?;
    page.show(&List { page: &page, trail: way(&page, &program, false), home: home(*id), indicators })
}

async fn managed(page: &Page, site: &Site, id: ProgramId) -> Result<(MayManageProgram, Program), PageError> {
    let permit = site.app.may_manage_program(&page.actor, id).await?;
    Ok((permit, site.app.program(&page.actor, id).await?))
}

async fn found(site: &Site, permit: &MayManageProgram, id: IndicatorId) -> Result<Progress, PageError> {
    let all = site.app.program_progress(permit).await?;
    all.into_iter().find(|one| one.indicator.id == id).ok_or(PageError::Missing)
}

#[derive(Template)]
#[template(path = "manage/indicator/form.html")]
struct Edit<'a> {
    page: &'a Page,
    trail: Vec<(String, String)>,
    title: String,
    form: Form,
    action: String,
    home: String,
    measures: Vec<Choice>,
    /// Where it is put away or shown again, and in which words.
    putting_away: Option<(String, &'static str)>,
}

fn fill_in(
    page: &Page,
    program: &Program,
    form: Form,
    of: Option<&Indicator>,
) -> Result<Response, PageError> {
    let status = form.status();
    let home = home(program.id);
    let putting_away = of.map(|indicator| match indicator.archived {
        true => (format!("{home}/{}/restoration", indicator.id), "progress-restore"),
        false => (format!("{home}/{}/archiving", indicator.id), "progress-archive"),
    });
    let shown = Edit {
        page,
        trail: way(page, program, true),
        title: of.map_or_else(|| page.t("progress-new"), |one| page.pick(&one.plan.name).to_string()),
        action: of.map_or_else(|| home.clone(), |indicator| format!("{home}/{}", indicator.id)),
        measures: choices(page, "progress-measure", Measure::ALL),
        form,
        home,
        putting_away,
    };
    page.show_as(status, &shown)
}

fn typed(form: &Form) -> RawPlan {
    RawPlan {
        name_uk: form.raw("name_uk"),
        name_en: form.raw("name_en"),
        definition_uk: form.raw("definition_uk"),
        definition_en: form.raw("definition_en"),
        unit_uk: form.raw("unit_uk"),
        unit_en: form.raw("unit_en"),
        measure: form.raw("measure"),
        baseline: form.raw("baseline"),
        baseline_on: form.day_text("baseline_on"),
        target: form.raw("target"),
        due_on: form.day_text("due_on"),
    }
}

#[handler]
async fn new(page: Page, id: Path<ProgramId>, site: Data<&Site>) -> Result<Response, PageError> {
    let (_, program) = managed(&page, &site, *id).await?;
    let form = Form::blank(page.locale)
        .about("progress")
        .with("measure", Measure::Reported)
        .with("baseline", 0)
        .with("baseline_on", program.plan.starts_on)
        .with("due_on", program.plan.ends_on);
    fill_in(&page, &program, form, None)
}

#[handler]
async fn create(
    page: Page,
    form: Form,
    id: Path<ProgramId>,
    site: Data<&Site>,
) -> Result<Response, PageError> {
    let (permit, program) = managed(&page, &site, *id).await?;
    let form = form.about("progress");
    match site.app.add_indicator(&permit, &typed(&form)).await {
        Ok(_) => Ok(go(&home(*id), Some("manage-done-saved"))),
        Err(error) => fill_in(&page, &program, complaints(form, error)?, None),
    }
}

#[handler]
async fn edit_page(
    page: Page,
    ids: Path<(ProgramId, IndicatorId)>,
    site: Data<&Site>,
) -> Result<Response, PageError> {
    let (permit, program) = managed(&page, &site, ids.0.0).await?;
    let indicator = found(&site, &permit, ids.0.1).await?.indicator;
    let plan = &indicator.plan;
    let form = Form::blank(page.locale)
        .about("progress")
        .with("version", indicator.version)
        .with("name_uk", &plan.name.uk)
        .with("name_en", &plan.name.en)
        .with("definition_uk", &plan.definition.uk)
        .with("definition_en", &plan.definition.en)
        .with("unit_uk", &plan.unit.uk)
        .with("unit_en", &plan.unit.en)
        .with("measure", plan.measure)
        .with("baseline", plan.baseline)
        .with("baseline_on", plan.baseline_on)
        .with("target", plan.target)
        .with("due_on", plan.due_on);
    fill_in(&page, &program, form, Some(&indicator))
}

#[handler]
async fn save(
    page: Page,
    form: Form,
    ids: Path<(ProgramId, IndicatorId)>,
    site: Data<&Site>,
) -> Result<Response, PageError> {
    let (permit, program) = managed(&page, &site, ids.0.0).await?;
    let indicator = found(&site, &permit, ids.0.1).await?.indicator;
    let version = version(&form)?;
    let form = form.about("progress");
    match site.app.edit_indicator(&permit, indicator.id, version, &typed(&form)).await {
        Ok(_) => Ok(go(&home(program.id), Some("manage-done-saved"))),
        Err(error) => fill_in(&page, &program, complaints(form, error)?, Some(&indicator)),
    }
}

#[derive(Template)]
#[template(path = "manage/indicator/reports.html")]
struct Reports<'a> {
    page: &'a Page,
    trail: Vec<(String, String)>,
    one: &'a Progress,
    sentence: String,
    form: Form,
    action: String,
    home: String,
}

fn look_back(page: &Page, program: &Program, form: Form, one: &Progress) -> Result<Response, PageError> {
    let status = form.status();
    let home = home(program.id);
    let shown = Reports {
        page,
        trail: way(page, program, true),
        sentence: progress::sentence(page, one),
        action: format!("{home}/{}/reports", one.indicator.id),
        one,
        form,
        home,
    };
    page.show_as(status, &shown)
}

#[handler]
async fn report_page(
    page: Page,
    ids: Path<(ProgramId, IndicatorId)>,
    site: Data<&Site>,
) -> Result<Response, PageError> {
    let (permit, program) = managed(&page, &site, ids.0.0).await?;
    let one = found(&site, &permit, ids.0.1).await?;
    look_back(&page, &program, Form::blank(page.locale).about("progress-report"), &one)
}

#[handler]
async fn take_report(
    page: Page,
    form: Form,
    ids: Path<(ProgramId, IndicatorId)>,
    site: Data<&Site>,
) -> Result<Response, PageError> {
    let (permit, program) = managed(&page, &site, ids.0.0).await?;
    let one = found(&site, &permit, ids.0.1).await?;
    let form = form.about("progress-report");
    let on = form.day_text("on");
    let said = [form.value("value"), on.as_str(), form.value("source")];
    match site.app.report_indicator(&permit, one.indicator.id, said).await {
        Ok(_) => {
            Ok(go(&format!("{}/{}/reports", home(program.id), one.indicator.id), Some("manage-done-saved")))
        }
        Err(error) => look_back(&page, &program, complaints(form, error)?, &one),
    }
}

async fn put_away(
    page: &Page,
    site: &Site,
    ids: (ProgramId, IndicatorId),
    archived: bool,
) -> Result<Response, Error> {
    let permit = site.app.may_manage_program(&page.actor, ids.0).await?;
    site.app.archive_indicator(&permit, ids.1, archived).await?;
    Ok(go(&home(ids.0), Some("manage-done-saved")))
}

#[handler]
async fn archive(
    page: Page,
    ids: Path<(ProgramId, IndicatorId)>,
    site: Data<&Site>,
) -> Result<Response, PageError> {
    Ok(put_away(&page, &site, ids.0, true).await?)
}

#[handler]
async fn restore(
    page: Page,
    ids: Path<(ProgramId, IndicatorId)>,
    site: Data<&Site>,
) -> Result<Response, PageError> {
    Ok(put_away(&page, &site, ids.0, false).await?)
}
