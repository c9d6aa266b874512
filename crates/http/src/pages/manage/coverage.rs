//! The hromadas in which nobody has been trained in what a cohort teaches, and inviting them.

use super::complaints;
use super::quota::steps;
use crate::pages::Pages;
use crate::pages::error::PageError;
use crate::pages::form::Form;
use crate::pages::page::{Page, go};
use crate::policy::MANAGERS;
use crate::site::Site;
use askama::Template;
use poem::web::{Data, Path};
use poem::{Response, handler};
use postup_app::Error;
use postup_app::coverage::{Coverage, Office};
use postup_domain::access::MayManageCohort;
use postup_domain::coverage::Choice;
use postup_domain::id::CohortId;

pub fn pages(pages: Pages) -> Pages {
    pages.get("/manage/cohorts/:id/coverage", MANAGERS, show).post(
        "/manage/cohorts/:id/invitations",
        MANAGERS,
        invite,
    )
}

/// A hromada with what is to be said of its local authorities.
struct Row {
    code: String,
    name: String,
    offices: Vec<String>,
    /// Somebody there can be written to who was not yet.
    may_invite: bool,
    may_invite_again: bool,
}

/// An oblast with its hromadas.
struct Group {
    code: String,
    title: String,
    rows: Vec<Row>,
}

#[derive(Template)]
#[template(path = "manage/cohort/coverage.html")]
struct Show<'a> {
    page: &'a Page,
    trail: Vec<(String, String)>,
    cohort: CohortId,
    form: Form,
    /// "1 460 of 1 469".
    count: String,
    groups: Vec<Group>,
}

/// Who was invited when, and what came of it.
fn said(page: &Page, office: &Office) -> String {
    let name = page.pick(&office.name).as_str();
    let nominated = page.tn("cohort-coverage-nominated", office.nominated);
    match (&office.invited, office.officer) {
        (Some(invited), _) => page.say(
            "cohort-coverage-invited",
            &[
                ("name", name.into()),
                ("moment", page.moment(&invited.at).into()),
                ("by", invited.by.as_str().into()),
                ("fate", page.word("mail-state", invited.fate).into()),
                ("nominated", nominated.into()),
            ],
        ),
        (None, Some(_)) => page.t2("cohort-coverage-ready", "name", name, "nominated", nominated),
        (None, None) => page.t1("cohort-coverage-nobody", "name", name),
    }
}

async fn render(
    page: &Page,
    site: &Site,
    permit: &MayManageCohort,
    form: Form,
) -> Result<Response, PageError> {
    let cohort = site.app.cohort(&page.actor, permit.cohort()).await?;
    let Coverage { hromadas, oblasts } = site.app.coverage(permit).await?;
    let count: usize = oblasts.iter().map(|oblast| oblast.gaps.len()).sum();
    let groups = oblasts.iter().map(|oblast| Group {
        code: oblast.code.clone(),
        title: page.t2(
            "cohort-coverage-oblast",
            "name",
            page.pick(&oblast.name).as_str(),
            "count",
            oblast.gaps.len(),
        ),
        rows: oblast
            .gaps
            .iter()
            .map(|gap| Row {
                code: gap.code.clone(),
                name: page.pick(&gap.name).clone(),
                may_invite: gap.offices.iter().any(|one| one.officer.is_some() && one.invited.is_none()),
                may_invite_again: gap
                    .offices
                    .iter()
                    .any(|one| one.officer.is_some() && one.invited.is_some()),
                offices: if gap.offices.is_empty() {
                    vec![page.t("cohort-coverage-no-office")]
                } else {
                    gap.offices.iter().map(|office| said(page, office)).collect()
                },
            })
            .collect(),
    });
    let status = form.status();
    page.show_as(
        status,
        &Show {
            page,
            trail: steps(page, &cohort),
            cohort: cohort.id,
            count: page.t2("cohort-coverage-count", "count", count, "of", hromadas),
            groups: groups.collect(),
            form,
        },
    )
}

#[handler]
async fn show(page: Page, id: Path<CohortId>, site: Data<&Site>) -> Result<Response, PageError> {
    let permit = site.app.may_manage_cohort(&page.actor, *id).await?;
    let form = Form::blank(page.locale);
    render(&page, &site, &permit, form).await
}

#[handler]
async fn invite(
    page: Page,
    id: Path<CohortId>,
    site: Data<&Site>,
    form: Form,
) -> Result<Response, PageError> {
    let permit = site.app.may_manage_cohort(&page.actor, *id).await?;
    let form = form.about("cohort-coverage");
    let all = |name: &str| form.all(name).map(str::to_owned).collect::<Vec<_>>();
    // The button beside a hromada invites that one alone.
    let again = all("again");
    let choice = match again.is_empty() {
        true => Choice::read(&all("hromadas"), &all("oblasts"), false),
        false => Choice::read(&again, &[], true),
    };
    let done = match choice.map_err(Error::from) {
        Ok(choice) => site.app.invite(&permit, &choice).await,
        Err(error) => Err(error),
    };
    match done {
        Ok(_) => Ok(go(&format!("/manage/cohorts/{}/coverage", *id), Some("cohort-coverage-invited-flash"))),
        Err(error) => render(&page, &site, &permit, complaints(form, error)?).await,
    }
}
