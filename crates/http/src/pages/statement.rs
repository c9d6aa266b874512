//! Credits of a year: one's own statement, and the ledger of an employer.

use super::Pages;
use super::error::PageError;
use super::form::{Choice, Form};
use super::page::{Page, Tab, query};
use super::people::{cursor, pager};
use crate::policy::{EMPLOYERS, Policy};
use crate::site::Site;
use crate::{paper, record, table};
use askama::Template;
use poem::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use poem::web::{Data, Path};
use poem::{Response, handler};
use postup_app::statement::{LedgerLine, OwnStatement};
use postup_domain::access::MayReadCredits;
use postup_domain::id::OrganizationId;
use postup_domain::import::TableFormat;
use postup_domain::statement::{Balance, Entry};

const LINES: u64 = 50;

pub fn pages(pages: Pages) -> Pages {
    pages
        .get("/me/statement", Policy::SignedIn, show)
        .get("/me/statement/pdf", Policy::SignedIn, own_document)
        .get("/me/statement/tables/:name", Policy::SignedIn, own_table)
        .get("/employer/credits", EMPLOYERS, list)
        .get("/employer/credits/tables/:name", EMPLOYERS, ledger_table)
}

/// How much of what is expected there is, in words, with the shape of a state.
struct Outcome {
    tone: &'static str,
    words: String,
}

fn outcome(page: &Page, balance: Balance) -> Option<Outcome> {
    balance.needed?;
    Some(match balance.missing() {
        Some(hours) => {
            Outcome { tone: "caution", words: page.t1("statement-missing", "hours", page.hours(hours)) }
        }
        None => Outcome { tone: "good", words: page.t("statement-met") },
    })
}

#[derive(Template)]
#[template(path = "statement/show.html")]
struct Show<'a> {
    page: &'a Page,
    trail: Vec<(String, String)>,
    own: OwnStatement,
    outcome: Option<Outcome>,
    /// Where there is another year to look at.
    years: Vec<Tab>,
    /// Each entry with the address at which anybody can check it.
    entries: Vec<(Entry, String)>,
    csv: String,
    xlsx: String,
}

fn year(form: &Form) -> Option<i32> {
    form.value("year").trim().parse().ok()
}

#[handler]
async fn show(page: Page, form: Form, site: Data<&Site>) -> Result<Response, PageError> {
    let app = &site.app;
    let year = app.statement_year(year(&form)).map_err(|_| PageError::Missing)?;
    let own = app.own_statement(&page.actor, year).await?;
    let entries = own.statement.entries.iter().map(|entry| (entry.clone(), app.check_url(&entry.check_code)));
    let file = |format: &str| {
        query(&format!("/me/statement/tables/statement.{format}"), [("year", year.to_string().as_str())])
    };
    let tab = |other: &i32| Tab {
        path: format!("/me/statement?year={other}"),
        words: other.to_string(),
        here: *other == year,
    };
    let years: Vec<Tab> = own.statement.years.iter().map(tab).collect();
    page.show(&Show {
        page: &page,
        trail: vec![("/me".to_owned(), page.t("common-section-me"))],
        outcome: outcome(&page, own.statement.balance),
        years: if years.iter().all(|tab| tab.here) { Vec::new() } else { years },
        entries: entries.collect(),
        csv: file("csv"),
        xlsx: file("xlsx"),
        own,
    })
}

#[handler]
async fn own_document(page: Page, form: Form, site: Data<&Site>) -> Result<Response, PageError> {
    let year = site.app.statement_year(year(&form)).map_err(|_| PageError::Missing)?;
    let own = site.app.own_statement(&page.actor, year).await?;
    let pdf = paper::year(&site, &own, page.locale).await?;
    Ok(Response::builder()
        .header(CONTENT_TYPE, "application/pdf")
        .header(CONTENT_DISPOSITION, format!("inline; filename=\"statement-{year}.pdf\""))
        .body(pdf))
}

fn format(name: &str, stem: &str) -> Result<TableFormat, PageError> {
    let format = name.strip_prefix(stem).and_then(|rest| rest.strip_prefix('.'));
    format.and_then(|format| format.parse().ok()).ok_or(PageError::Missing)
}

#[handler]
async fn own_table(
    page: Page,
    name: Path<String>,
    form: Form,
    site: Data<&Site>,
) -> Result<Response, PageError> {
    let format = format(&name, "statement")?;
    let year = site.app.statement_year(year(&form)).map_err(|_| PageError::Missing)?;
    let own = site.app.own_statement(&page.actor, year).await?;
    Ok(table::file("statement", format, record::statement(&site.app, &own.statement, format)?))
}

/// One person of the organization.
struct Line {
    name: String,
    position: String,
    hours: String,
    credits: String,
    numbers: String,
    outcome: Option<Outcome>,
}

#[derive(Template)]
#[template(path = "statement/ledger.html")]
struct Ledger<'a> {
    page: &'a Page,
    trail: Vec<(String, String)>,
    form: Form,
    year: i32,
    years: Vec<Choice>,
    organizations: Vec<Choice>,
    lines: Vec<Line>,
    /// What is expected of the year, in whole credits.
    needed: Option<i64>,
    csv: String,
    xlsx: String,
    first: String,
    next: String,
}

/// The organizations whose people the reader looks after, and the one that is meant.
async fn organization(
    page: &Page,
    site: &Site,
    form: &Form,
) -> Result<(Vec<Choice>, Option<MayReadCredits>), PageError> {
    let employs = page.actor.sight().employs;
    let known = site.app.organizations_by_id(&employs.organizations).await?;
    let choices: Vec<Choice> =
        known.iter().map(|one| Choice::new(one.id, page.pick(&one.name).to_string())).collect();
    let meant: Option<OrganizationId> = match form.value("organization") {
        "" => known.first().map(|one| one.id),
        id => Some(id.parse().map_err(|_| PageError::Missing)?),
    };
    let permit = match meant {
        Some(id) => Some(site.app.may_read_credits(&page.actor, id).await?),
        None => None,
    };
    Ok((choices, permit))
}

#[handler]
async fn list(page: Page, form: Form, site: Data<&Site>) -> Result<Response, PageError> {
    let app = &site.app;
    let year = app.statement_year(year(&form)).map_err(|_| PageError::Missing)?;
    let (organizations, permit) = organization(&page, &site, &form).await?;
    let found = match &permit {
        Some(permit) => {
            app.credit_ledger(permit, year, form.value("q"), cursor(&form)?.as_ref(), LINES).await?
        }
        None => postup_persistence::Page { items: Vec::new(), next: None },
    };
    let (first, next) = pager("/employer/credits", &form, found.next.as_ref());
    let of = permit.map(|permit| permit.organization().to_string()).unwrap_or_default();
    let file = |format: &str| {
        let path = format!("/employer/credits/tables/credits.{format}");
        query(&path, [("organization", of.as_str()), ("year", year.to_string().as_str())])
    };
    let present = app.statement_year(None).map_err(|_| PageError::Missing)?;
    page.show(&Ledger {
        page: &page,
        trail: vec![("/employer".to_owned(), page.t("employer-title"))],
        year,
        years: (present - 4..=present).rev().map(|year| Choice::new(year, year.to_string())).collect(),
        organizations,
        needed: site.app.settings().need.of(year),
        lines: found.items.iter().map(|one| line(&page, one)).collect(),
        csv: file("csv"),
        xlsx: file("xlsx"),
        first,
        next,
        form: form.with("year", year),
    })
}

fn line(page: &Page, of: &LedgerLine) -> Line {
    let numbers: Vec<String> = of.entries.iter().map(|entry| entry.number.to_string()).collect();
    Line {
        name: of.person.name.in_register(),
        position: of.person.position.as_ref().map(ToString::to_string).unwrap_or_default(),
        hours: page.number(of.balance.hours),
        credits: page.number(of.balance.credits()),
        numbers: numbers.join(", "),
        outcome: outcome(page, of.balance),
    }
}

#[handler]
async fn ledger_table(
    page: Page,
    name: Path<String>,
    form: Form,
    site: Data<&Site>,
) -> Result<Response, PageError> {
    let format = format(&name, "credits")?;
    let year = site.app.statement_year(year(&form)).map_err(|_| PageError::Missing)?;
    let (_, permit) = organization(&page, &site, &form).await?;
    let body = record::credits(&site.app, permit.ok_or(PageError::Missing)?, year, format)?;
    Ok(table::file("credits", format, body))
}
