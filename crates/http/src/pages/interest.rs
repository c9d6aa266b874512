//! "Tell me when it runs": waiting for a course that has no date yet; and what managers make of it.

use crate::pages::form::choices;
use askama::Template;
use chrono::{Datelike as _, Months};
use poem::http::StatusCode;
use poem::web::{Data, Path};
use poem::{Response, handler};
use postup_app::Error;
use postup_app::interest::{Demand, LEAST};
use postup_app::territory::wording;
use postup_domain::cohort::Form as Teaching;
use postup_domain::course::{Course, number};
use postup_domain::id::CourseId;
use postup_domain::interest::{Interest, RawWish};
use postup_domain::territory::{Level, Located, TerritoryCode};
use postup_i18n::{Value, Words};

use super::Pages;
use super::error::PageError;
use super::form::{Choice, Form};
use super::manage::{complaints, trail};
use super::page::{Page, go, query};
use super::whereabouts::{Whereabouts, fill_place, find};
use crate::policy::{MANAGERS, Policy};
use crate::site::Site;

/// So many months ahead can be wished.
const MONTHS: u32 = 12;

pub fn pages(pages: Pages) -> Pages {
    pages
        .get("/courses/:code/interest", Policy::SignedIn, ask)
        .post("/courses/:code/interest", Policy::SignedIn, note)
        .post("/courses/:code/interest/end", Policy::SignedIn, end)
        .get("/manage/courses/:id/demand", MANAGERS, demand)
}

#[derive(Template)]
#[template(path = "interest/form.html")]
struct Ask<'a> {
    page: &'a Page,
    trail: Vec<(String, String)>,
    course: &'a Course,
    form: Form,
    forms: Vec<Choice>,
    months: Vec<Choice>,
    whereabouts: Whereabouts,
}

fn path_of(course: &Course) -> String {
    format!("/courses/{}", course.code)
}

fn render(
    page: &Page,
    course: &Course,
    form: Form,
    whereabouts: Whereabouts,
    status: StatusCode,
) -> Result<Response, PageError> {
    let first = page.now.date_naive().with_day(1).unwrap_or_default();
    let months = (0..MONTHS).filter_map(|ahead| first.checked_add_months(Months::new(ahead)));
    let month = |first: chrono::NaiveDate| Choice::new(first.format("%Y-%m"), page.locale.month(first));
    let title = page.pick(&course.content.title).to_string();
    page.show_as(
        status,
        &Ask {
            page,
            trail: vec![("/courses".to_owned(), page.t("course-catalog")), (path_of(course), title)],
            course,
            form,
            forms: choices(page, "cohort-form", Teaching::ALL),
            months: months.map(month).collect(),
            whereabouts,
        },
    )
}

#[handler]
async fn ask(page: Page, code: Path<String>, site: Data<&Site>) -> Result<Response, PageError> {
    let course = site.app.course_named(&page.actor, &code).await?;
    let mut form = Form::blank(page.locale).about("interest");
    let territory = match site.app.own_interest(&page.actor, course.id).await? {
        Some(Interest { wish, .. }) => {
            form.set("form", wish.form.map(|form| form.to_string()).unwrap_or_default());
            form.set("month", wish.month.map(|month| month.format("%Y-%m").to_string()).unwrap_or_default());
            Some(wish.territory.to_string())
        }
        None => site.app.own_territory(&page.actor).await?,
    };
    fill_place(&page, &mut form, &site, territory.as_deref()).await?;
    render(&page, &course, form, Whereabouts::default(), StatusCode::OK)
}

#[handler]
async fn note(page: Page, code: Path<String>, site: Data<&Site>, form: Form) -> Result<Response, PageError> {
    let course = site.app.course_named(&page.actor, &code).await?;
    let person = page.actor.person().ok_or(PageError::Missing)?;
    let permit = site.app.may_edit_person(&page.actor, person).await?;
    let (form, whereabouts) = find(&page, form.about("interest"), &site).await?;
    let raw = RawWish { territory: form.raw("territory"), form: form.raw("form"), month: form.raw("month") };
    let noted = match form.is_faulty() {
        true => Err(Error::Invalid(Vec::new())),
        false => site.app.note_interest(&permit, course.id, &raw).await,
    };
    match noted {
        Ok(_) => Ok(go(&path_of(&course), Some("interest-noted"))),
        Err(error) => {
            // The place is typed as words in another field.
            let error = match error {
                Error::Invalid(mut faults) => {
                    for fault in faults.iter_mut().filter(|fault| fault.field == "territory") {
                        "place".clone_into(&mut fault.field);
                    }
                    Error::Invalid(faults)
                }
                other => other,
            };
            render(&page, &course, complaints(form, error)?, whereabouts, StatusCode::UNPROCESSABLE_ENTITY)
        }
    }
}

#[handler]
async fn end(page: Page, code: Path<String>, site: Data<&Site>) -> Result<Response, PageError> {
    let course = site.app.course_named(&page.actor, &code).await?;
    let person = page.actor.person().ok_or(PageError::Missing)?;
    let permit = site.app.may_edit_person(&page.actor, person).await?;
    site.app.end_interest(&permit, course.id).await?;
    Ok(go(&path_of(&course), Some("interest-ended")))
}

/// What somebody waits for, as one sentence.
pub(super) async fn sentence(page: &Page, site: &Site, interest: &Interest) -> Result<String, PageError> {
    let wish = &interest.wish;
    let place =
        wording::full_name(Words::embedded(), page.locale, &site.app.territory(&wish.territory).await?);
    let form = match wish.form {
        Some(form) => page.word("cohort-form", form),
        None => page.t("interest-any-form"),
    };
    let since = page.date(&interest.since.with_timezone(&chrono_tz::Europe::Kyiv).date_naive());
    let mut arguments: Vec<(&str, Value<'_>)> =
        vec![("since", since.into()), ("place", place.into()), ("form", form.into())];
    let key = match wish.month {
        Some(month) => {
            arguments.push(("month", page.locale.month(month).into()));
            "interest-waiting-from"
        }
        None => "interest-waiting",
    };
    Ok(page.say(key, &arguments))
}

/// People who wait in one region.
struct Region {
    name: String,
    /// Where its parts are counted, if it has some.
    below: Option<String>,
    people: i64,
    wishes: String,
}

/// A cohort that could be, and the form in which to write it down.
struct Suggestion {
    what: String,
    people: String,
    path: String,
}

#[derive(Template)]
#[template(path = "interest/demand.html")]
struct Shown<'a> {
    page: &'a Page,
    trail: Vec<(String, String)>,
    title: String,
    all: i64,
    within: String,
    regions: Vec<Region>,
    suggestions: Vec<Suggestion>,
    form: Form,
    path: String,
}

#[handler]
async fn demand(
    page: Page,
    id: Path<CourseId>,
    form: Form,
    site: Data<&Site>,
) -> Result<Response, PageError> {
    let (permit, course) = site.app.may_manage_course(&page.actor, *id).await?;
    let mut form = form.about("interest");
    let typed = form.raw("least");
    let least = match typed.as_str() {
        "" => LEAST,
        typed => match number("least", typed, 1, 1000) {
            Ok(least) => least,
            Err(fault) => {
                form = form.blame(&[fault]);
                LEAST
            }
        },
    };
    let within: Option<TerritoryCode> = form.value("within").parse().ok();
    let found = site.app.demand(&permit, course.id, within.as_ref(), least).await?;
    if typed.is_empty() {
        form.set("least", least);
    }
    let path = format!("/manage/courses/{}/demand", course.id);
    let title = page.pick(&course.content.title).to_string();
    let mut way = vec![
        ("/manage/courses".to_owned(), page.t("manage-courses")),
        (format!("/manage/courses/{}", course.id), title.clone()),
    ];
    if found.within.is_some() {
        way.push((path.clone(), page.t("interest-demand")));
    }
    let way: Vec<(&str, String)> = way.iter().map(|(path, words)| (path.as_str(), words.clone())).collect();
    page.show(&Shown {
        page: &page,
        trail: trail(&page, &way),
        title,
        all: found.all.people,
        within: found.within.as_ref().map(|unit| full_name(&page, unit)).unwrap_or_default(),
        regions: regions(&page, &path, &found),
        suggestions: found
            .proposals
            .iter()
            .map(|(proposal, place)| {
                let form = proposal.form.to_string();
                let capacity = proposal.people.to_string();
                let code = proposal.territory.as_ref().map(TerritoryCode::as_str).unwrap_or_default();
                let fields = [("form", form.as_str()), ("territory", code), ("capacity", capacity.as_str())];
                let kind = page.word("cohort-form", proposal.form);
                Suggestion {
                    what: match place {
                        Some(place) => format!("{}, {kind}", full_name(&page, place)),
                        None => kind,
                    },
                    people: page.tn("interest-people", proposal.people),
                    path: query(&format!("/manage/courses/{}/cohorts/new", course.id), fields),
                }
            })
            .collect(),
        form,
        path,
    })
}

fn full_name(page: &Page, unit: &Located) -> String {
    wording::full_name(Words::embedded(), page.locale, unit)
}

fn regions(page: &Page, path: &str, found: &Demand) -> Vec<Region> {
    let here = found.within.as_ref().map(|unit| &unit.territory.code);
    let region = |(unit, count): &(Located, postup_domain::interest::Waiters)| {
        let code = &unit.territory.code;
        let deeper = matches!(code.level(), Level::First | Level::Second) && Some(code) != here;
        let wishes = [
            ("cohort-form-in-person", count.in_person),
            ("cohort-form-online", count.online),
            ("cohort-form-blended", count.blended),
            ("interest-any-form", count.any_form),
        ];
        let wishes = wishes.into_iter().filter(|(_, people)| *people > 0);
        Region {
            name: wording::name(Words::embedded(), page.locale, &unit.territory),
            below: deeper.then(|| query(path, [("within", code.as_str())])),
            people: count.people,
            wishes: wishes
                .map(|(key, people)| format!("{}: {people}", page.t(key)))
                .collect::<Vec<_>>()
                .join(" · "),
        }
    };
    found.regions.iter().map(region).collect()
}
