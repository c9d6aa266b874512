//! Courses as their managers see them. Units are a repeated group of fields that grows by a button, without scripts.

use super::cohort::{archiving, publishing};
use super::{ROWS, after, complaints, pager, rows, tone, trail, version};
use crate::pages::Pages;
use crate::pages::course::{rule, volume};
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
use postup_domain::course::{ContentType, Course, LengthType, Plan, RawPlan, RawUnit, Subject};
use postup_domain::id::{CourseId, ProgramId};
use postup_domain::program::Publication;
use postup_persistence::{Circle, cohort, course};

pub fn pages(pages: Pages) -> Pages {
    pages
        .get("/manage/courses", MANAGERS, list)
        .get("/manage/programs/:id/courses/new", MANAGERS, new)
        .post("/manage/programs/:id/courses", MANAGERS, create)
        .get("/manage/courses/:id", MANAGERS, show)
        .post("/manage/courses/:id", MANAGERS, save)
        .get("/manage/courses/:id/edit", MANAGERS, edit)
        .get("/manage/courses/:id/publication", MANAGERS, ask_to_publish)
        .post("/manage/courses/:id/publication", MANAGERS, publish)
        .get("/manage/courses/:id/archiving", MANAGERS, ask_to_archive)
        .post("/manage/courses/:id/archiving", MANAGERS, archive)
}

/// Units a new course shows room for.
const ROOM: usize = 3;
/// The most units a form takes.
const MOST_UNITS: usize = 60;

#[derive(Template)]
#[template(path = "manage/course/list.html")]
struct List<'a> {
    page: &'a Page,
    trail: Vec<(String, String)>,
    form: Form,
    states: Vec<Choice>,
    subjects: Vec<Choice>,
    courses: Vec<(Course, &'static str)>,
    first: String,
    next: String,
}

#[handler]
async fn list(page: Page, form: Form, site: Data<&Site>) -> Result<Response, PageError> {
    let filter = course::Filter {
        circle: Circle::Managed,
        state: form.value("state").parse().ok(),
        subject: form.value("subject").parse().ok(),
        text: Some(form.raw("q")).filter(|text| !text.trim().is_empty()),
        ..Default::default()
    };
    let found = site.app.courses(&page.actor, &filter, after(&form).as_ref(), ROWS).await?;
    let (first, next) = pager("/manage/courses", &form, &["q", "subject", "state"], found.next.as_ref());
    let with_tone = |course: Course| {
        let tone = tone(course.state);
        (course, tone)
    };
    page.show(&List {
        page: &page,
        trail: trail(&page, &[]),
        form,
        states: choices(&page, "course-state", Publication::ALL),
        subjects: choices(&page, "course-subject", Subject::ALL),
        courses: found.items.into_iter().map(with_tone).collect(),
        first,
        next,
    })
}

#[derive(Template)]
#[template(path = "manage/course/show.html")]
struct Show<'a> {
    page: &'a Page,
    trail: Vec<(String, String)>,
    course: Course,
    tone: &'static str,
    warning: Option<String>,
    rule: String,
    volume: String,
    cohorts: Vec<super::Row>,
    new_cohort: String,
}

impl Show<'_> {
    fn path(&self, tail: &str) -> String {
        format!("/manage/courses/{}/{tail}", self.course.id)
    }

    fn is_draft(&self) -> bool {
        self.course.state == Publication::Draft
    }

    fn is_archived(&self) -> bool {
        self.course.state == Publication::Archived
    }
}

#[handler]
async fn show(page: Page, id: Path<CourseId>, site: Data<&Site>) -> Result<Response, PageError> {
    let (_, course) = site.app.may_manage_course(&page.actor, *id).await?;
    let program = site.app.program(&page.actor, course.program).await?;
    let filter = cohort::Filter { circle: Circle::Managed, course: Some(course.id), ..Default::default() };
    let cohorts = site.app.cohorts(&page.actor, &filter, None, 100).await?;
    let path = format!("/manage/programs/{}", program.id);
    page.show(&Show {
        page: &page,
        trail: trail(&page, &[(path.as_str(), page.pick(&program.plan.title).to_string())]),
        tone: tone(course.state),
        warning: course.content.band_warning().map(|warning| page.t(warning.code())),
        rule: rule(&page, &course.content.rule),
        volume: volume(&page, &course.content.hours),
        cohorts: rows(&page, &site, &cohorts.items).await?,
        new_cohort: format!("/manage/courses/{}/cohorts/new", course.id),
        course,
    })
}

/// The names of the fields of one unit.
struct UnitFields {
    number: usize,
    title_uk: String,
    title_en: String,
    hours: String,
}

#[derive(Template)]
#[template(path = "manage/course/form.html")]
struct Edit<'a> {
    page: &'a Page,
    trail: Vec<(String, String)>,
    title: String,
    form: Form,
    action: String,
    back: String,
    subjects: Vec<Choice>,
    contents: Vec<Choice>,
    lengths: Vec<Choice>,
    units: Vec<UnitFields>,
}

fn fill_in(
    page: &Page,
    form: Form,
    room: usize,
    of: Result<&Course, ProgramId>,
    status: StatusCode,
) -> Result<Response, PageError> {
    let (title, action, back) = match of {
        Ok(course) => {
            let path = format!("/manage/courses/{}", course.id);
            ("manage-course-edit", path.clone(), path)
        }
        Err(program) => (
            "manage-course-new",
            format!("/manage/programs/{program}/courses"),
            format!("/manage/programs/{program}"),
        ),
    };
    let units = (0..room.min(MOST_UNITS))
        .map(|index| UnitFields {
            number: index + 1,
            title_uk: format!("units.{index}.title_uk"),
            title_en: format!("units.{index}.title_en"),
            hours: format!("units.{index}.hours"),
        })
        .collect();
    page.show_as(
        status,
        &Edit {
            page,
            trail: trail(page, &[("/manage/courses", page.t("manage-courses"))]),
            title: page.t(title),
            form,
            action,
            back,
            subjects: choices(page, "course-subject", Subject::ALL),
            contents: choices(page, "course-content-type", ContentType::ALL),
            lengths: choices(page, "course-length-type", LengthType::ALL),
            units,
        },
    )
}

/// How many units a form that was sent has fields for.
fn room(form: &Form) -> usize {
    let index = |name: &str| name.strip_prefix("units.")?.split_once('.')?.0.parse::<usize>().ok();
    form.pairs().iter().filter_map(|(name, _)| index(name)).max().map_or(0, |most| most + 1)
}

/// The button that makes room for another unit was pressed.
fn wants_more(form: &Form) -> bool {
    form.value("do") == "add_unit"
}

fn typed(form: &Form) -> RawPlan {
    let unit = |index| {
        let field = |part: &str| form.raw(&format!("units.{index}.{part}"));
        RawUnit { title_uk: field("title_uk"), title_en: field("title_en"), hours: field("hours") }
    };
    RawPlan {
        code: form.raw("code"),
        title_uk: form.raw("title_uk"),
        title_en: form.raw("title_en"),
        summary_uk: form.raw("summary_uk"),
        summary_en: form.raw("summary_en"),
        outcomes_uk: form.raw("outcomes_uk"),
        outcomes_en: form.raw("outcomes_en"),
        subject: form.raw("subject"),
        content_type: form.raw("content_type"),
        length_type: form.raw("length_type"),
        attendance_percent: form.raw("attendance_percent"),
        final_score: form.raw("final_score"),
        units: (0..room(form).min(MOST_UNITS)).map(unit).collect(),
    }
}

fn filled(page: &Page, course: &Course) -> Form {
    let content = &course.content;
    let rule = content.rule;
    let form = Form::blank(page.locale)
        .about("course")
        .with("version", course.version)
        .with("code", &course.code)
        .with("title_uk", &content.title.uk)
        .with("title_en", &content.title.en)
        .with("summary_uk", &content.summary.uk)
        .with("summary_en", &content.summary.en)
        .with("outcomes_uk", &content.outcomes.uk)
        .with("outcomes_en", &content.outcomes.en)
        .with("subject", content.subject)
        .with("content_type", content.content_type)
        .with("length_type", content.length_type)
        .with("attendance_percent", rule.attendance_percent)
        .with("final_score", rule.final_score.map(|score| score.to_string()).unwrap_or_default());
    content.units.iter().enumerate().fold(form, |form, (index, unit)| {
        form.with(&format!("units.{index}.title_uk"), &unit.title.uk)
            .with(&format!("units.{index}.title_en"), &unit.title.en)
            .with(&format!("units.{index}.hours"), unit.hours)
    })
}

#[handler]
async fn new(page: Page, asked: Form, id: Path<ProgramId>, site: Data<&Site>) -> Result<Response, PageError> {
    site.app.may_manage_program(&page.actor, *id).await?;
    if let Ok(from) = asked.value("from").parse() {
        // Another one is everything that this one is, but for its code.
        let (_, course) = site.app.may_manage_course(&page.actor, from).await?;
        let room = course.content.units.len().max(1);
        let form = filled(&page, &course).with("code", "").with("copied", course.code);
        return fill_in(&page, form, room, Err(*id), StatusCode::OK);
    }
    let form = Form::blank(page.locale).about("course").with("attendance_percent", "80");
    fill_in(&page, form, ROOM, Err(*id), StatusCode::OK)
}

#[handler]
async fn edit(page: Page, id: Path<CourseId>, site: Data<&Site>) -> Result<Response, PageError> {
    let (_, course) = site.app.may_manage_course(&page.actor, *id).await?;
    let room = course.content.units.len().max(1);
    fill_in(&page, filled(&page, &course), room, Ok(&course), StatusCode::OK)
}

#[handler]
async fn create(
    page: Page,
    form: Form,
    id: Path<ProgramId>,
    site: Data<&Site>,
) -> Result<Response, PageError> {
    let (room, form) = (room(&form), form.about("course"));
    let permit = site.app.may_manage_program(&page.actor, *id).await?;
    if wants_more(&form) {
        return fill_in(&page, form, room + 1, Err(*id), StatusCode::OK);
    }
    let created = async {
        let plan = Plan::try_from(&typed(&form))?;
        site.app.create_course(&permit, plan).await
    };
    match created.await {
        Ok(course) => Ok(go(&format!("/manage/courses/{}", course.id), Some("manage-done-created"))),
        Err(error) => {
            fill_in(&page, complaints(form, error)?, room, Err(*id), StatusCode::UNPROCESSABLE_ENTITY)
        }
    }
}

#[handler]
async fn save(page: Page, form: Form, id: Path<CourseId>, site: Data<&Site>) -> Result<Response, PageError> {
    let (room, form) = (room(&form), form.about("course"));
    let (permit, course) = site.app.may_manage_course(&page.actor, *id).await?;
    if wants_more(&form) {
        return fill_in(&page, form, room + 1, Ok(&course), StatusCode::OK);
    }
    let version = version(&form)?;
    let saved = async {
        let plan = Plan::try_from(&typed(&form))?;
        site.app.edit_course(&permit, *id, version, plan).await
    };
    match saved.await {
        Ok(_) => Ok(go(&format!("/manage/courses/{}", *id), Some("manage-done-saved"))),
        Err(error) => {
            fill_in(&page, complaints(form, error)?, room, Ok(&course), StatusCode::UNPROCESSABLE_ENTITY)
        }
    }
}

#[handler]
async fn ask_to_publish(page: Page, id: Path<CourseId>, site: Data<&Site>) -> Result<Response, PageError> {
    let (_, course) = site.app.may_manage_course(&page.actor, *id).await?;
    course.on_publication()?;
    let name = format!("{} · {}", course.code, page.pick(&course.content.title));
    publishing(&page, name, "manage-course-publish-consequence", format!("/manage/courses/{}", course.id))
}

#[handler]
async fn publish(page: Page, id: Path<CourseId>, site: Data<&Site>) -> Result<Response, PageError> {
    let (permit, _) = site.app.may_manage_course(&page.actor, *id).await?;
    site.app.publish_course(&permit, *id).await?;
    Ok(go(&format!("/manage/courses/{}", *id), Some("manage-done-published")))
}

#[handler]
async fn ask_to_archive(page: Page, id: Path<CourseId>, site: Data<&Site>) -> Result<Response, PageError> {
    let (_, course) = site.app.may_manage_course(&page.actor, *id).await?;
    let name = format!("{} · {}", course.code, page.pick(&course.content.title));
    archiving(&page, name, format!("/manage/courses/{}", course.id))
}

#[handler]
async fn archive(page: Page, id: Path<CourseId>, site: Data<&Site>) -> Result<Response, PageError> {
    let (permit, _) = site.app.may_manage_course(&page.actor, *id).await?;
    site.app.archive_course(&permit, *id).await?;
    Ok(go(&format!("/manage/courses/{}", *id), Some("manage-done-archived")))
}
