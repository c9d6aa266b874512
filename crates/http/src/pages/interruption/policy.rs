//! How an organization judges interruptions.

use crate::pages::Pages;
use crate::pages::error::PageError;
use crate::pages::form::choices;
use crate::pages::form::{Choice, Form};
use crate::pages::manage::complaints;
use crate::pages::page::{Page, go};
use crate::policy::MANAGERS;
use crate::site::Site;
use askama::Template;
use poem::http::StatusCode;
use poem::web::{Data, Path};
use poem::{Response, handler};
use postup_domain::id::OrganizationId;
use postup_domain::interruption::{Earlier, PolicyInForce, RawPolicy};

pub fn pages(pages: Pages) -> Pages {
    pages.get("/manage/organizations/:id/interruptions", MANAGERS, show).post(
        "/manage/organizations/:id/interruptions",
        MANAGERS,
        set,
    )
}

/// A policy as a sentence, with where it comes from.
pub(super) fn rule(page: &Page, rule: &PolicyInForce) -> String {
    let said = page.say(
        "interruption-rule",
        &[("final", rule.policy.final_minutes.into()), ("overrun", rule.policy.overrun_minutes.into())],
    );
    let earlier = page.word("interruption-earlier-rule", rule.policy.earlier);
    let source = match &rule.source {
        Some(source) => page.t1("interruption-rule-source", "source", source.as_str()),
        None => page.t("interruption-rule-default"),
    };
    format!("{said} {earlier} {source}")
}

#[derive(Template)]
#[template(path = "interruption/policy.html")]
struct Judging<'a> {
    page: &'a Page,
    organization: String,
    rules: Vec<(String, String)>,
    present: String,
    action: String,
    earlier: Vec<Choice>,
    form: Form,
}

async fn judging(
    page: &Page,
    site: &Site,
    id: OrganizationId,
    form: Option<Form>,
    status: StatusCode,
) -> Result<Response, PageError> {
    let permit = site.app.may_judge_interruptions(&page.actor, id).await?;
    let policies = site.app.interruption_policies(&permit).await?;
    let organization = site.app.organization(id).await?;
    let present = policies.present.policy;
    let form = form.unwrap_or_else(|| {
        Form::blank(page.locale)
            .about("interruption")
            .with("final_minutes", present.final_minutes)
            .with("overrun_minutes", present.overrun_minutes)
            .with("earlier", present.earlier)
    });
    let rules = policies.all.iter().map(|one| {
        let since = one.since.map(|since| page.moment(&since)).unwrap_or_default();
        (since, rule(page, one))
    });
    page.show_as(
        status,
        &Judging {
            page,
            organization: page.pick(&organization.name).to_string(),
            rules: rules.collect(),
            present: rule(page, &policies.present),
            action: format!("/manage/organizations/{id}/interruptions"),
            earlier: choices(page, "interruption-earlier", Earlier::ALL),
            form,
        },
    )
}

#[handler]
async fn show(page: Page, id: Path<OrganizationId>, site: Data<&Site>) -> Result<Response, PageError> {
    judging(&page, &site, *id, None, StatusCode::OK).await
}

#[handler]
async fn set(
    page: Page,
    id: Path<OrganizationId>,
    site: Data<&Site>,
    form: Form,
) -> Result<Response, PageError> {
    let permit = site.app.may_judge_interruptions(&page.actor, *id).await?;
    let form = form.about("interruption");
    let raw = RawPolicy {
        final_minutes: form.raw("final_minutes"),
        overrun_minutes: form.raw("overrun_minutes"),
        earlier: form.raw("earlier"),
        source: form.raw("source"),
    };
    match site.app.set_interruption_policy(&permit, &raw).await {
        Ok(_) => {
            let path = format!("/manage/organizations/{}/interruptions", *id);
            Ok(go(&path, Some("interruption-policy-flash")))
        }
        Err(error) => {
            let form = complaints(form, error)?;
            judging(&page, &site, *id, Some(form), StatusCode::UNPROCESSABLE_ENTITY).await
        }
    }
}
