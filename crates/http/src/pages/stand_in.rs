//! Who approves in the place of personnel officers who are away.

use super::Pages;
use super::error::PageError;
use super::form::{Choice, Form};
use super::page::{Page, go};
use crate::policy::OFFICERS;
use crate::site::Site;
use askama::Template;
use poem::http::StatusCode;
use poem::web::{Data, Path};
use poem::{Response, handler};
use postup_app::Error;
use postup_app::stand_in::{Named, Officer};
use postup_domain::access::MayNameStandIn;
use postup_domain::id::{OrganizationId, StandInId};
use postup_domain::rejection::{Fault, Invalid};
use postup_domain::stand_in::{RawStandIn, StandInPlan};

const PATH: &str = "/employer/stand-ins";

pub fn pages(pages: Pages) -> Pages {
    pages.get(PATH, OFFICERS, list).post(PATH, OFFICERS, appoint).post(
        "/employer/stand-ins/:id/end",
        OFFICERS,
        end,
    )
}

/// One person in the place of another.
struct Line {
    id: StandInId,
    organization: String,
    absent: String,
    deputy: String,
    days: String,
    tone: &'static str,
    standing: String,
    may_end: bool,
}

#[derive(Template)]
#[template(path = "employer/stand_ins.html")]
struct StandIns<'a> {
    page: &'a Page,
    trail: Vec<(String, String)>,
    lines: Vec<Line>,
    /// The reader is an officer of more than one organization.
    several: bool,
    officers: Vec<Choice>,
    form: Form,
}

#[handler]
async fn list(page: Page, site: Data<&Site>) -> Result<Response, PageError> {
    show(&page, &site, Form::blank(page.locale).about("stand-in"), StatusCode::OK).await
}

/// The organizations whose officer the reader is.
async fn permits(page: &Page, site: &Site) -> Result<Vec<MayNameStandIn>, PageError> {
    let mut permits = Vec::new();
    for organization in page.actor.sight().employs.organizations {
        permits.push(site.app.may_name_stand_in(&page.actor, organization).await?);
    }
    Ok(permits)
}

async fn show(page: &Page, site: &Site, form: Form, status: StatusCode) -> Result<Response, PageError> {
    let permits = permits(page, site).await?;
    let several = permits.len() > 1;
    let officers = site.app.officers(&permits).await?;
    let officers: Vec<Choice> = officers.iter().map(|officer| choice(page, officer, several)).collect();
    let form = match officers.as_slice() {
        [only] if form.value("absent_id").is_empty() => form.with("absent_id", &only.value),
        _ => form,
    };
    let trail = vec![
        ("/employer".to_owned(), page.t("employer-title")),
        ("/employer/approvals".to_owned(), page.t("employer-approvals")),
    ];
    let view = StandIns {
        page,
        trail,
        lines: site.app.stand_ins(&permits).await?.iter().map(|one| line(page, one)).collect(),
        several,
        officers,
        form,
    };
    page.show_as(status, &view)
}

fn choice(page: &Page, officer: &Officer, several: bool) -> Choice {
    let mut label = officer.name.in_register();
    if several {
        label.push_str(&format!(", {}", page.pick(&officer.organization_name)));
    }
    Choice::new(format!("{}/{}", officer.organization, officer.person), label)
}

fn line(page: &Page, one: &Named) -> Line {
    let Named { stand_in, absent, deputy, organization } = one;
    let (first, last) = stand_in.days();
    let (tone, standing) = match stand_in {
        one if one.ended_at.is_some() => ("", "stand-in-ended"),
        one if one.counts_at(page.now) => ("good", "stand-in-counts"),
        one if one.is_ahead_or_counts(page.now) => ("going", "stand-in-ahead"),
        _ => ("", "stand-in-over"),
    };
    Line {
        id: stand_in.id,
        organization: page.pick(organization).to_string(),
        absent: absent.in_register(),
        deputy: deputy.in_register(),
        days: page.period(&first, &last),
        tone,
        standing: page.t(standing),
        may_end: stand_in.is_ahead_or_counts(page.now),
    }
}

#[handler]
async fn appoint(page: Page, form: Form, site: Data<&Site>) -> Result<Response, PageError> {
    let form = form.about("stand-in");
    // The choice names the organization and the officer.
    let (organization, absent) = form.value("absent_id").split_once('/').unwrap_or_default();
    let raw = RawStandIn {
        absent_id: absent.to_owned(),
        deputy_email: form.raw("deputy_email"),
        first_day: form.day_text("first_day"),
        last_day: form.day_text("last_day"),
    };
    let again = StatusCode::UNPROCESSABLE_ENTITY;
    let plan = match StandInPlan::try_from(&raw) {
        Ok(plan) => plan,
        Err(faults) => return show(&page, &site, form.blame(&faults), again).await,
    };
    let Ok(organization) = organization.parse::<OrganizationId>() else {
        let unknown = [Invalid::new("absent_id", Fault::Unknown)];
        return show(&page, &site, form.blame(&unknown), again).await;
    };
    let permit = site.app.may_name_stand_in(&page.actor, organization).await?;
    match site.app.name_stand_in(&permit, &plan).await {
        Ok(_) => Ok(go(PATH, Some("stand-in-named-flash"))),
        Err(Error::Invalid(faults)) => show(&page, &site, form.blame(&faults), again).await,
        Err(Error::Rejected(rejection)) => show(&page, &site, form.refused(&rejection), again).await,
        Err(other) => Err(other.into()),
    }
}

#[handler]
async fn end(page: Page, id: Path<StandInId>, site: Data<&Site>) -> Result<Response, PageError> {
    let permit = site.app.may_end_stand_in(&page.actor, *id).await?;
    site.app.end_stand_in(&permit, *id).await?;
    Ok(go(PATH, Some("stand-in-ended-flash")))
}
