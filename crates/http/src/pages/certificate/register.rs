//! The register of issued numbers, one certificate in it, and taking one back.

use super::claims::{Shown, shown, tone};
use crate::api::paging::{open, seal};
use crate::caller::Caller;
use crate::pages::error::PageError;
use crate::pages::form::{Choice, Form};
use crate::pages::page::{Event, Page, go};
use crate::reason;
use crate::site::Site;
use askama::Template;
use poem::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use poem::web::{Data, Path};
use poem::{Response, handler};
use postup_app::Error;
use postup_app::certificate::Checked;
use postup_domain::access::Actor;
use postup_domain::certificate::{Certificate, CertificateState, RevocationReason, Standing, Step};
use postup_domain::id::{CertificateId, OrganizationId};
use postup_domain::import::guarded;
use postup_domain::rejection::{Fault, Invalid};

/// Lines of the register on one page.
const ON_A_PAGE: u64 = 100;
/// Lines that the download reads at a time.
const AT_ONCE: u64 = 1_000;

#[derive(Template)]
#[template(path = "certificate/register.html")]
struct Register<'a> {
    page: &'a Page,
    form: Form,
    choices: Vec<Choice>,
    lines: Vec<Line>,
    csv: String,
    first: String,
    next: String,
}

struct Line {
    id: CertificateId,
    number: String,
    holder: String,
    course: String,
    issued: String,
    tone: &'static str,
    state: String,
}

impl Line {
    fn new(page: &Page, certificate: &Certificate) -> Self {
        let facts = &certificate.facts;
        let state = certificate.standing.state();
        Self {
            id: certificate.id,
            number: facts.registration_number.to_string(),
            holder: facts.holder.in_ukrainian(),
            course: page.pick(&facts.course).to_string(),
            issued: page.date(&facts.issued_on),
            tone: tone(state),
            state: page.t(&format!("certificate-state-{state}")),
        }
    }
}

/// Issuer and year of a text like `2026.0191…`.
fn series_of(text: &str) -> Option<(OrganizationId, i32)> {
    let (year, issuer) = text.split_once('.')?;
    Some((issuer.parse().ok()?, year.parse().ok()?))
}

fn key((issuer, year): (OrganizationId, i32)) -> String {
    format!("{year}.{issuer}")
}

#[handler]
pub async fn list(
    page: Page,
    Data(site): Data<&Site>,
    Caller(actor): Caller,
    form: Form,
) -> Result<Response, PageError> {
    let all = site.app.certificate_series(&actor).await?;
    let named = |series: &postup_persistence::certificate::Series| {
        let words = format!("{}, {}", series.year, page.pick(&series.name));
        Choice::new(key((series.issuer, series.year)), words)
    };
    let choices: Vec<Choice> = all.iter().map(named).collect();
    let newest = all.first().map(|series| (series.issuer, series.year));
    let Some(series) = series_of(form.value("series")).or(newest) else {
        let (csv, first, next) = Default::default();
        return page.show(&Register { page: &page, form, choices, lines: Vec::new(), csv, first, next });
    };
    let cursor = Some(form.value("cursor")).filter(|cursor| !cursor.is_empty());
    let after = open(cursor).map_err(|_| PageError::Unreadable)?;
    let found = site.app.certificate_register(&actor, series, after.as_ref(), ON_A_PAGE).await?;
    let here = format!("/manage/certificates?series={}", key(series));
    let further = |next| format!("{here}&cursor={}", seal(next));
    page.show(&Register {
        page: &page,
        form: form.with("series", key(series)),
        choices,
        lines: found.items.iter().map(|certificate| Line::new(&page, certificate)).collect(),
        csv: format!("/manage/certificates.csv?series={}", key(series)),
        first: if after.is_some() { here.clone() } else { String::new() },
        next: found.next.as_ref().map(further).unwrap_or_default(),
    })
}

/// The register as it goes into a spreadsheet: UTF-8 with a mark, so that Excel reads Cyrillic.
#[handler]
pub async fn download(
    page: Page,
    Data(site): Data<&Site>,
    Caller(actor): Caller,
    form: Form,
) -> Result<Response, PageError> {
    let series = series_of(form.value("series")).ok_or(PageError::Unreadable)?;
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(b"\xEF\xBB\xBF".to_vec());
    let broken = |error: csv::Error| PageError::broken(&error);
    writer
        .write_record(COLUMNS.map(|column| page.t(&format!("certificate-csv-{column}"))))
        .map_err(broken)?;
    let mut after = None;
    loop {
        let found = site.app.certificate_register(&actor, series, after.as_ref(), AT_ONCE).await?;
        for certificate in &found.items {
            writer.write_record(record(&page, certificate)).map_err(broken)?;
        }
        after = found.next;
        if after.is_none() {
            break;
        }
    }
    let body = writer.into_inner().map_err(|error| PageError::broken(&error))?;
    Ok(Response::builder()
        .header(CONTENT_TYPE, "text/csv; charset=utf-8")
        .header(CONTENT_DISPOSITION, format!("attachment; filename=\"certificates-{}.csv\"", series.1))
        .body(body))
}

const COLUMNS: [&str; 13] = [
    "number",
    "issued",
    "family-name",
    "given-name",
    "patronymic",
    "course",
    "program",
    "hours",
    "credits",
    "starts",
    "ends",
    "state",
    "reason",
];

fn record(page: &Page, certificate: &Certificate) -> [String; COLUMNS.len()] {
    let facts = &certificate.facts;
    let holder = &facts.holder;
    let state = certificate.standing.state();
    let reason = match &certificate.standing {
        Standing::Valid | Standing::Expired { .. } => String::new(),
        Standing::Revoked { reason, .. } => page.t(&format!("certificate-revocation-{reason}")),
        Standing::Replaced { reason, .. } => page.t(&format!("certificate-replacement-{reason}")),
    };
    [
        facts.registration_number.to_string(),
        facts.issued_on.to_string(),
        holder.family_name.to_string(),
        holder.given_name.to_string(),
        holder.patronymic.as_ref().map(ToString::to_string).unwrap_or_default(),
        page.pick(&facts.course).to_string(),
        page.pick(&facts.program).to_string(),
        facts.hours.to_string(),
        facts.ects_credits.clone(),
        facts.starts_on.to_string(),
        facts.ends_on.to_string(),
        page.t(&format!("certificate-state-{state}")),
        reason,
    ]
    .map(|cell| guarded(&cell))
}

#[derive(Template)]
#[template(path = "certificate/show.html")]
struct Show<'a> {
    page: &'a Page,
    form: Form,
    certificate: Certificate,
    revocable: bool,
    shown: Shown,
    reasons: Vec<Choice>,
    history: Vec<Event>,
    check_url: String,
}

async fn show_one(
    page: &Page,
    site: &Site,
    actor: &Actor,
    id: CertificateId,
    form: Form,
) -> Result<Response, PageError> {
    let checked = site.app.certificate(actor, id).await?;
    let steps = site.app.certificate_history(actor, id).await?;
    let reason =
        |reason: &RevocationReason| Choice::new(reason, page.t(&format!("certificate-revocation-{reason}")));
    let shown = shown(page, &checked);
    let Checked { certificate, .. } = checked;
    let status = form.status();
    let template = Show {
        page,
        form,
        shown,
        reasons: RevocationReason::ALL.iter().map(reason).collect(),
        history: steps.iter().map(|(step, name)| event(page, step, name.as_deref())).collect(),
        check_url: site.app.check_url(&certificate.facts.check_code),
        revocable: certificate.standing == Standing::Valid,
        certificate,
    };
    page.show_as(status, &template)
}

fn event(page: &Page, step: &Step, name: Option<&str>) -> Event {
    let what = match step.to {
        CertificateState::Valid => page.t("certificate-step-issued"),
        other => page.t(&format!("certificate-state-{other}")),
    };
    let reason = |reason: &String| match step.to {
        CertificateState::Replaced => page.t(&format!("certificate-replacement-{reason}")),
        _ => page.t(&format!("certificate-revocation-{reason}")),
    };
    Event {
        what,
        why: step.reason.as_ref().map(reason).unwrap_or_default(),
        when: page.moment(&step.at),
        who: name.map_or_else(|| page.t("common-history-by-system"), str::to_owned),
        ..Event::default()
    }
}

#[handler]
pub async fn show(
    page: Page,
    Data(site): Data<&Site>,
    Caller(actor): Caller,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let id = id.parse().map_err(|_| PageError::Missing)?;
    show_one(&page, site, &actor, id, Form::blank(page.locale).about("certificate")).await
}

#[handler]
pub async fn revoke(
    page: Page,
    Data(site): Data<&Site>,
    Caller(actor): Caller,
    Path(id): Path<String>,
    form: Form,
) -> Result<Response, PageError> {
    let id: CertificateId = id.parse().map_err(|_| PageError::Missing)?;
    let form = form.about("certificate");
    let permit = site.app.may_revoke_certificate(&actor, id).await?;
    let Ok(reason) = form.value("reason").parse::<RevocationReason>() else {
        let form = form.blame(&[Invalid::new("reason", Fault::Missing)]);
        return show_one(&page, site, &actor, id, form).await;
    };
    match site.app.revoke_certificate(permit, reason).await {
        Ok(_) => Ok(go(&format!("/manage/certificates/{id}"), Some("certificate-revoked"))),
        Err(Error::Rejected(rejection)) => {
            let mut form = form;
            form.complain_with("", reason::rejection(page.locale, &rejection));
            show_one(&page, site, &actor, id, form).await
        }
        Err(error) => Err(error.into()),
    }
}
