//! The memoranda and what came of them, for everybody.

use super::Pages;
use super::error::PageError;
use super::figures::file;
use super::open_data::sets;
use super::page::Page;
use crate::policy::Policy;
use crate::reckoning::{self, comma_separated};
use crate::site::Site;
use askama::Template;
use poem::web::Data;
use poem::{Response, handler};
use postup_app::indicator::{AllProgress, ProgramProgress, Progress};
use postup_domain::figures::Dimension;
use postup_domain::id::OrganizationId;
use postup_domain::indicator::Standing;

pub fn pages(pages: Pages) -> Pages {
    pages.public("/progress", show).get("/progress/indicators.csv", Policy::Everyone, table)
}

#[derive(Template)]
#[template(path = "progress/show.html")]
struct Show<'a> {
    page: &'a Page,
    all: &'a AllProgress,
}

impl Show<'_> {
    fn parties(&self, ids: &[OrganizationId]) -> String {
        let names = ids.iter().map(|id| {
            reckoning::name(Dimension::Organization, &id.to_string(), &self.all.parties, self.page.locale)
        });
        names.collect::<Vec<_>>().join(", ")
    }

    fn runner(&self, one: &ProgramProgress) -> String {
        self.parties(&[one.program.plan.organization])
    }

    fn sentence(&self, one: &Progress) -> String {
        sentence(self.page, one)
    }

    #[expect(clippy::unused_self, reason = "templates call methods")]
    fn tone(&self, one: &Progress) -> &'static str {
        tone(one.standing)
    }
}

/// "412 of 1,200 people by 31 December 2027: 34% of the way."
pub fn sentence(page: &Page, one: &Progress) -> String {
    let plan = &one.indicator.plan;
    let (target, due) = (page.number(plan.target), page.date(&plan.due_on));
    let unit = page.pick(&plan.unit).to_string();
    let mut arguments = vec![
        ("target", target.as_str().into()),
        ("unit", unit.as_str().into()),
        ("due", due.as_str().into()),
    ];
    let Some(value) = one.value else {
        let key = if one.is_kept_back { "progress-kept-back" } else { "progress-not-reported" };
        return page.say(key, &arguments);
    };
    let (value, percent) = (page.number(value), page.locale.percent(plan.percent(value)));
    arguments.extend([("value", value.as_str().into()), ("percent", percent.as_str().into())]);
    page.say("progress-stands", &arguments)
}

/// The shape beside the word of where an indicator stands.
pub fn tone(standing: Standing) -> &'static str {
    match standing {
        Standing::Reached => "good",
        Standing::OnTheWay => "going",
        Standing::Behind => "caution",
        Standing::Missed => "bad",
        Standing::Unknown => "",
    }
}

#[handler]
async fn show(page: Page, site: Data<&Site>) -> Result<Response, PageError> {
    let all = site.app.progress().await?;
    page.show(&Show { page: &page, all: &all })
}

#[handler]
async fn table(page: Page, site: Data<&Site>) -> Result<Response, PageError> {
    let all = site.app.progress().await?;
    let as_of = all.as_of.to_rfc3339();
    let rows = all.programs.iter().flat_map(|one| {
        one.indicators.iter().flat_map(|progress| {
            let plan = &progress.indicator.plan;
            let common = vec![
                one.program.plan.code.to_string(),
                progress.indicator.id.to_string(),
                page.pick(&plan.name).to_string(),
                page.pick(&plan.unit).to_string(),
                plan.measure.to_string(),
                plan.baseline.to_string(),
                plan.baseline_on.to_string(),
                plan.target.to_string(),
                plan.due_on.to_string(),
            ];
            let present = progress.value.map(|value| value.to_string()).unwrap_or_default();
            let now = ["actual".to_owned(), present, progress.on.to_string(), String::new()];
            let before = progress.reports.iter().map(|report| {
                let said = [report.value.to_string(), report.on.to_string(), report.source.to_string()];
                let [value, on, source] = said;
                ["reported".to_owned(), value, on, source]
            });
            let standing = progress.standing.to_string();
            let as_of = as_of.clone();
            std::iter::once(now).chain(before).map(move |line| {
                let tail = [standing.clone(), as_of.clone()];
                common.iter().cloned().chain(line).chain(tail).collect::<Vec<_>>()
            })
        })
    });
    file("progress", comma_separated(&sets::names("progress"), rows))
}
