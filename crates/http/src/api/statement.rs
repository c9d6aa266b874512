//! Credits of a year as JSON: one's own, and those of an employer's people.

use super::Tag;
use super::answer::{Bilingual, Many};
use super::import::Table;
use super::paging;
use super::problem::Failure;
use crate::caller::Caller;
use crate::policy::{EMPLOYERS, Line, Policy};
use crate::record;
use crate::site::Site;
use chrono::NaiveDate;
use poem::Request;
use poem::http::Method;
use poem_openapi::param::{Path, Query};
use poem_openapi::payload::Json;
use poem_openapi::{Object, OpenApi};
use postup_app::App;
use postup_app::statement::{LedgerLine, OwnStatement};
use postup_domain::cohort::Form;
use postup_domain::enrollment::NamedEquivalent;
use postup_domain::id::{CertificateId, OrganizationId, PersonId};
use postup_domain::import::TableFormat;
use postup_domain::statement::{Balance, Entry};

/// Who may call which operation.
pub const POLICIES: &[Line] = &[
    (Method::GET, "/me/statement", Policy::SignedIn),
    (Method::GET, "/organizations/:id/credits", EMPLOYERS),
    (Method::GET, "/organizations/:id/credits/table", EMPLOYERS),
];

/// The hours of a year beside what is expected of it.
#[derive(Debug, Object)]
struct YearBalance {
    /// Academic hours, as a decimal.
    hours: String,
    /// Hours divided by 30, cut after two decimals and never rounded up.
    ects_credits: String,
    /// What is expected of the year, in whole credits.
    #[oai(skip_serializing_if_is_none)]
    needed_credits: Option<i64>,
    /// The hours that are still to come for it.
    #[oai(skip_serializing_if_is_none)]
    missing_hours: Option<String>,
}

impl From<Balance> for YearBalance {
    fn from(balance: Balance) -> Self {
        Self {
            hours: balance.hours.to_string(),
            ects_credits: balance.credits().to_string(),
            needed_credits: balance.needed,
            missing_hours: balance.missing().map(|hours| hours.to_string()),
        }
    }
}

/// What one certificate adds to the year in which the training ended.
#[derive(Debug, Object)]
struct StatementEntry {
    certificate_id: CertificateId,
    number: String,
    /// Where anybody can check it.
    check_url: String,
    course: Bilingual,
    provider: Bilingual,
    form: Form,
    starts_on: NaiveDate,
    ends_on: NaiveDate,
    /// As the certificate says.
    hours: String,
    ects_credits: String,
    /// Hours that it adds to the year: none where the same course counts already.
    counted_hours: String,
}

fn entry(app: &App, entry: &Entry) -> StatementEntry {
    StatementEntry {
        certificate_id: entry.certificate,
        number: entry.number.to_string(),
        check_url: app.check_url(&entry.check_code),
        course: (&entry.course).into(),
        provider: (&entry.provider).into(),
        form: entry.form,
        starts_on: entry.starts_on,
        ends_on: entry.ends_on,
        hours: entry.hours.to_string(),
        ects_credits: entry.hours.credits().to_string(),
        counted_hours: entry.counted.to_string(),
    }
}

/// Learning elsewhere that was accepted in place of a course; it adds no hours here.
#[derive(Debug, Object)]
struct StatementEquivalent {
    title: String,
    provider: String,
    completed_on: NaiveDate,
    document: String,
    in_place_of: Bilingual,
}

impl From<NamedEquivalent> for StatementEquivalent {
    fn from(one: NamedEquivalent) -> Self {
        let evidence = one.equivalent.evidence;
        Self {
            title: evidence.title.to_string(),
            provider: evidence.provider.to_string(),
            completed_on: evidence.completed_on,
            document: evidence.document.to_string(),
            in_place_of: (&one.course).into(),
        }
    }
}

/// A year of one person's training.
#[derive(Debug, Object)]
struct YearStatement {
    person_id: PersonId,
    /// Surname first.
    name: String,
    year: i32,
    /// Years with anything in them, and the present one; the newest first.
    years: Vec<i32>,
    balance: YearBalance,
    certificates: Vec<StatementEntry>,
    elsewhere: Vec<StatementEquivalent>,
}

/// How one person stands in a year.
#[derive(Debug, Object)]
struct LedgerEntry {
    person_id: PersonId,
    /// Surname first.
    name: String,
    #[oai(skip_serializing_if_is_none)]
    position: Option<String>,
    balance: YearBalance,
    certificates: Vec<StatementEntry>,
}

/// The operations.
pub struct StatementApi {
    pub site: Site,
}

#[OpenApi(tag = "Tag::Certificates")]
impl StatementApi {
    /// One's own hours and credits of a calendar year
    ///
    /// Training belongs to the year in which it ended.
    #[oai(path = "/me/statement", method = "get", operation_id = "getStatement")]
    async fn own(
        &self,
        caller: Caller,
        /// The present one when absent.
        year: Query<Option<i32>>,
    ) -> Result<Json<YearStatement>, Failure> {
        let app = &self.site.app;
        let OwnStatement { person, statement, elsewhere } =
            app.own_statement(&caller.0, app.statement_year(year.0)?).await?;
        Ok(Json(YearStatement {
            person_id: person.id,
            name: person.name.in_register(),
            year: statement.year,
            balance: statement.balance.into(),
            certificates: statement.entries.iter().map(|one| entry(app, one)).collect(),
            years: statement.years,
            elsewhere: elsewhere.into_iter().map(StatementEquivalent::from).collect(),
        }))
    }

    /// Hours and credits of everybody who works in an organization, by surname
    #[oai(path = "/organizations/:id/credits", method = "get", operation_id = "listCredits")]
    #[expect(clippy::too_many_arguments, reason = "each is a parameter of the address")]
    async fn ledger(
        &self,
        request: &Request,
        caller: Caller,
        id: Path<OrganizationId>,
        /// The present one when absent.
        year: Query<Option<i32>>,
        /// Words of a name or an address.
        q: Query<Option<String>>,
        cursor: Query<Option<String>>,
        limit: Query<Option<u64>>,
    ) -> Result<Many<LedgerEntry>, Failure> {
        let app = &self.site.app;
        let (after, limit) = (paging::open(cursor.0.as_deref())?, paging::limit(limit.0)?);
        let permit = app.may_read_credits(&caller.0, id.0).await?;
        let (year, words) = (app.statement_year(year.0)?, q.0.unwrap_or_default());
        let page = app.credit_ledger(&permit, year, &words, after.as_ref(), limit).await?;
        Ok(Many::page(request, page, |line: LedgerLine| LedgerEntry {
            person_id: line.person.id,
            name: line.person.name.in_register(),
            position: line.person.position.map(|position| position.to_string()),
            balance: line.balance.into(),
            certificates: line.entries.iter().map(|one| entry(app, one)).collect(),
        }))
    }

    /// The same as a table
    #[oai(path = "/organizations/:id/credits/table", method = "get", operation_id = "getCreditsTable")]
    async fn table(
        &self,
        caller: Caller,
        id: Path<OrganizationId>,
        year: Query<Option<i32>>,
        /// `csv` when absent.
        format: Query<Option<TableFormat>>,
    ) -> Result<Table, Failure> {
        let app = &self.site.app;
        let permit = app.may_read_credits(&caller.0, id.0).await?;
        let format = format.0.unwrap_or(TableFormat::Csv);
        let body = record::credits(app, permit, app.statement_year(year.0)?, format)?;
        Ok(Table::of("credits", format, body))
    }
}
