//! Writing a cohort down, and changing it.

use super::settlement;
use crate::pages::error::PageError;
use crate::pages::form::choices;
use crate::pages::form::{Choice, Form};
use crate::pages::manage::{complaints, trail, version};
use crate::pages::page::{Page, go};
use crate::site::Site;
use askama::Template;
use poem::http::StatusCode;
use poem::web::{Data, Path};
use poem::{Response, handler};
use postup_app::Error;
use postup_app::territory::{self, wording};
use postup_domain::cohort::{
    Cohort, EnrollmentPolicy, Plan, RawPlan, Silence, TeachingLanguage, WaitlistPolicy,
};
use postup_domain::course::Course;
use postup_domain::id::{CohortId, CourseId};
use postup_domain::rejection::Fault;
use postup_i18n::{Locale, Words};

/// The fields that differ from cohort to cohort.
const DIFFERS: &[&str] = &[
    "code",
    "starts_on",
    "ends_on",
    "enrollment_opens_on",
    "enrollment_closes_on",
    "withdrawal_closes_on",
    "substitution_closes_on",
    "decision_on",
];

/// The fields that a proposal fills in.
const PROPOSED: &[&str] = &["form", "territory", "capacity"];

/// The fields of rules that most cohorts leave as they are, folded away together.
const QUEUE: &[&str] = &["waitlist_policy", "answer_hours", "withdrawal_closes_on", "substitution_closes_on"];
const RECONFIRMING: &[&str] = &["reconfirm_days", "reconfirm_silence"];
const MINIMUM: &[&str] = &["minimum", "decision_on"];

/// Settlements offered for what was typed.
const OFFERED: u64 = 8;

#[derive(Template)]
#[template(path = "manage/cohort/form.html")]
struct Edit<'a> {
    page: &'a Page,
    trail: Vec<(String, String)>,
    title: String,
    form: Form,
    action: String,
    back: String,
    forms: Vec<Choice>,
    languages: Vec<Choice>,
    policies: Vec<Choice>,
    waitlists: Vec<Choice>,
    silences: Vec<Choice>,
    settlements: Vec<Choice>,
    copied: bool,
    /// How free seats are passed on, as the form has it.
    queue: String,
    /// When people are asked whether they still come, as the form has it.
    reconfirming: String,
}

impl Edit<'_> {
    /// Whether something in these fields is wrong, or is not what it usually is.
    fn opens(&self, fields: &[&str]) -> bool {
        let usual = usual(self.page.locale);
        fields.iter().any(|name| {
            let typed = self.form.day_text(name);
            let is_usual = ["", "0", usual.value(name)].contains(&typed.as_str());
            !is_usual || self.form.error(name).is_some()
        })
    }
}

/// What the form is about: a new cohort of a course, or one that is there.
enum Of<'a> {
    Course(&'a Course),
    Cohort(CohortId),
}

async fn fill_in(
    page: &Page,
    site: &Site,
    form: Form,
    of: Of<'_>,
    settlements: Vec<Choice>,
    status: StatusCode,
) -> Result<Response, PageError> {
    let (title, action, back) = match of {
        Of::Course(course) => (
            page.t1("manage-cohort-new", "course", page.pick(&course.content.title).as_str()),
            format!("/manage/courses/{}/cohorts", course.id),
            format!("/manage/courses/{}", course.id),
        ),
        Of::Cohort(id) => {
            let path = format!("/manage/cohorts/{id}");
            (page.t("manage-cohort-edit"), path.clone(), path)
        }
    };
    let settlements = match (settlements.is_empty(), form.value("territory")) {
        (true, code) if !code.is_empty() => vec![Choice::new(code, settlement(page, site, code).await?)],
        _ => settlements,
    };
    let copied = form.value("copied") == "yes";
    let queue = match form.value("waitlist_policy").parse::<WaitlistPolicy>() {
        Ok(policy) => page.word("cohort-waitlist-policy", policy),
        Err(_) => String::new(),
    };
    let reconfirming = match (
        form.value("reconfirm_days").parse::<i32>(),
        form.value("reconfirm_silence").parse::<Silence>(),
    ) {
        (Ok(0), _) => page.t("cohort-reconfirming-none"),
        (Ok(days), Ok(silence)) => super::reconfirming(page, days, silence),
        _ => String::new(),
    };
    page.show_as(
        status,
        &Edit {
            page,
            trail: trail(page, &[("/manage/cohorts", page.t("manage-cohorts"))]),
            title,
            form,
            action,
            back,
            forms: choices(page, "cohort-form", postup_domain::cohort::Form::ALL),
            languages: choices(page, "cohort-language", TeachingLanguage::ALL),
            policies: choices(page, "cohort-policy", EnrollmentPolicy::ALL),
            waitlists: choices(page, "cohort-waitlist-policy", WaitlistPolicy::ALL),
            silences: choices(page, "cohort-reconfirm-silence", Silence::ALL),
            settlements,
            copied,
            queue,
            reconfirming,
        },
    )
}

/// What a cohort has unless somebody says otherwise.
fn usual(locale: Locale) -> Form {
    Form::blank(locale)
        .about("cohort")
        .with("language", TeachingLanguage::Ukrainian)
        .with("policy", EnrollmentPolicy::Open)
        .with("waitlist_policy", WaitlistPolicy::Automatic)
        .with("answer_hours", 48)
        .with("reconfirm_days", 3)
        .with("reconfirm_silence", Silence::Keep)
}

fn filled(page: &Page, cohort: &Cohort) -> Form {
    let plan = &cohort.plan;
    let text =
        |line: &Option<postup_domain::text::Line>| line.as_ref().map(ToString::to_string).unwrap_or_default();
    let day = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    Form::blank(page.locale)
        .about("cohort")
        .with("version", cohort.version)
        .with("code", &plan.code)
        .with("form", plan.form)
        .with("language", plan.language)
        .with("starts_on", plan.starts_on)
        .with("ends_on", plan.ends_on)
        .with("territory", plan.territory.clone().unwrap_or_default())
        .with("venue", text(&plan.venue))
        .with("time_zone", plan.time_zone.name())
        .with("capacity", plan.capacity)
        .with("policy", plan.policy)
        .with("waitlist_policy", plan.waitlist.policy)
        .with("answer_hours", plan.waitlist.answer_hours)
        .with("enrollment_opens_on", plan.first_enrollment_day())
        .with("enrollment_closes_on", plan.last_enrollment_day())
        .with("withdrawal_closes_on", day(plan.terms.last_withdrawal_day(plan.time_zone)))
        .with("substitution_closes_on", day(plan.terms.last_substitution_day(plan.time_zone)))
        .with("reconfirm_days", plan.terms.reconfirmation.map_or(0, |asked| asked.days))
        .with("reconfirm_silence", plan.terms.reconfirmation.map_or(Silence::Keep, |asked| asked.silence))
        .with("minimum", plan.terms.minimum.map(|minimum| minimum.people.to_string()).unwrap_or_default())
        .with("decision_on", day(plan.terms.last_decision_day(plan.time_zone)))
        .with("contact", text(&plan.contact))
}

fn typed(form: &Form) -> RawPlan {
    RawPlan {
        code: form.raw("code"),
        form: form.raw("form"),
        language: form.raw("language"),
        starts_on: form.day_text("starts_on"),
        ends_on: form.day_text("ends_on"),
        territory: form.raw("territory"),
        venue: form.raw("venue"),
        time_zone: form.raw("time_zone"),
        capacity: form.raw("capacity"),
        policy: form.raw("policy"),
        waitlist_policy: form.raw("waitlist_policy"),
        answer_hours: form.raw("answer_hours"),
        enrollment_opens_on: form.day_text("enrollment_opens_on"),
        enrollment_closes_on: form.day_text("enrollment_closes_on"),
        withdrawal_closes_on: form.day_text("withdrawal_closes_on"),
        substitution_closes_on: form.day_text("substitution_closes_on"),
        reconfirm_days: form.raw("reconfirm_days"),
        reconfirm_silence: form.raw("reconfirm_silence"),
        minimum: form.raw("minimum"),
        decision_on: form.day_text("decision_on"),
        contact: form.raw("contact"),
    }
}

/// Finds the settlement that was typed by name: one is taken, several are offered.
async fn find_settlement(page: &Page, site: &Site, form: &mut Form) -> Result<Vec<Choice>, PageError> {
    let text = form.raw("territory_search");
    if text.trim().is_empty() {
        return Ok(Vec::new());
    }
    let filter = territory::Filter { text, ..Default::default() };
    let found = site.app.territories(&filter, None, OFFERED).await?.items;
    let named = |unit| wording::full_name(Words::embedded(), page.locale, unit);
    let offered: Vec<Choice> =
        found.iter().map(|unit| Choice::new(&unit.territory.code, named(unit))).collect();
    match offered.as_slice() {
        [] => form.complain("territory_search", Fault::Unknown.code()),
        [only] => form.set("territory", &only.value),
        _ => {
            form.complain("territory", "manage-cohort-settlement-several");
            form.set("territory", "");
            form.set("territory_search", "");
        }
    }
    Ok(offered)
}

#[handler]
pub(super) async fn new(
    page: Page,
    asked: Form,
    id: Path<CourseId>,
    site: Data<&Site>,
) -> Result<Response, PageError> {
    let (_, course) = site.app.may_manage_course(&page.actor, *id).await?;
    let form = match site.app.newest_cohort(&page.actor, *id).await? {
        // What differs from cohort to cohort is left to be typed.
        Some(last) => {
            DIFFERS.iter().fold(filled(&page, &last), |form, name| form.with(name, "")).with("copied", "yes")
        }
        None => usual(page.locale),
    };
    // What the link that led here says of the cohort.
    let said = PROPOSED.iter().filter(|name| asked.pairs().iter().any(|(other, _)| other == *name));
    let form = said.fold(form, |form, name| form.with(name, asked.value(name)));
    fill_in(&page, &site, form, Of::Course(&course), Vec::new(), StatusCode::OK).await
}

#[handler]
pub(super) async fn edit(page: Page, id: Path<CohortId>, site: Data<&Site>) -> Result<Response, PageError> {
    site.app.may_manage_cohort(&page.actor, *id).await?;
    let cohort = site.app.cohort(&page.actor, *id).await?;
    let form = filled(&page, &cohort);
    fill_in(&page, &site, form, Of::Cohort(*id), Vec::new(), StatusCode::OK).await
}

#[handler]
pub(super) async fn create(
    page: Page,
    form: Form,
    id: Path<CourseId>,
    site: Data<&Site>,
) -> Result<Response, PageError> {
    let mut form = form.about("cohort");
    let (permit, course) = site.app.may_manage_course(&page.actor, *id).await?;
    let offered = find_settlement(&page, &site, &mut form).await?;
    let plan = Plan::try_from(&typed(&form)).map_err(Error::from);
    let created = match plan {
        Ok(plan) if !form.is_faulty() => site.app.create_cohort(&permit, *id, plan).await,
        Ok(_) => Err(Error::Invalid(Vec::new())),
        Err(error) => Err(error),
    };
    match created {
        Ok(cohort) => Ok(go(&format!("/manage/cohorts/{}", cohort.id), Some("manage-done-created"))),
        Err(error) => {
            let form = complaints(form, error)?;
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            fill_in(&page, &site, form, Of::Course(&course), offered, status).await
        }
    }
}

#[handler]
pub(super) async fn save(
    page: Page,
    form: Form,
    id: Path<CohortId>,
    site: Data<&Site>,
) -> Result<Response, PageError> {
    let mut form = form.about("cohort");
    let permit = site.app.may_manage_cohort(&page.actor, *id).await?;
    let version = version(&form)?;
    let offered = find_settlement(&page, &site, &mut form).await?;
    let plan = Plan::try_from(&typed(&form)).map_err(Error::from);
    let saved = match plan {
        Ok(plan) if !form.is_faulty() => site.app.edit_cohort(&permit, version, plan).await,
        Ok(_) => Err(Error::Invalid(Vec::new())),
        Err(error) => Err(error),
    };
    match saved {
        Ok(_) => Ok(go(&format!("/manage/cohorts/{}", *id), Some("manage-done-saved"))),
        Err(error) => {
            let form = complaints(form, error)?;
            fill_in(&page, &site, form, Of::Cohort(*id), offered, StatusCode::UNPROCESSABLE_ENTITY).await
        }
    }
}
