//! Quotas as JSON.

use super::Tag;
use super::answer::Bilingual;
use super::problem::Failure;
use crate::caller::{self, Caller};
use crate::policy::{Line, MANAGERS, Policy};
use crate::site::Site;
use chrono::{DateTime, NaiveDate, Utc};
use poem::Request;
use poem::http::Method;
use poem_openapi::param::Path;
use poem_openapi::payload::Json;
use poem_openapi::{Object, OpenApi};
use postup_app::enrollment::wording;
use postup_domain::enrollment::{CriterionKind, NamedQuota, Quota, QuotaPlan, RawQuota};
use postup_domain::id::CohortId;
use postup_i18n::Locale;

/// Seats kept for some people.
pub struct QuotaApi {
    site: Site,
}

pub const POLICIES: &[Line] = &[
    (Method::GET, "/cohorts/:id/quotas", Policy::Everyone),
    (Method::POST, "/cohorts/:id/quotas", MANAGERS),
    (Method::PUT, "/cohorts/:id/quotas/:number", MANAGERS),
    (Method::POST, "/cohorts/:id/quotas/:number/release", MANAGERS),
];

/// What it takes to keep seats.
#[derive(Debug, Object)]
#[oai(rename = "QuotaPlan", deny_unknown_fields)]
struct QuotaIn {
    kind: CriterionKind,
    /// The code of a unit, the id of an organization, a kind of organizations, a category from 1 to 7, `elected` or
    /// `appointed`; nothing for `uncovered`.
    value: Option<String>,
    seats: i32,
    /// As this day begins by the clock of the cohort, free seats join the rest; not after the cohort's first day.
    release_on: NaiveDate,
}

impl From<QuotaIn> for RawQuota {
    fn from(typed: QuotaIn) -> Self {
        Self {
            kind: typed.kind.to_string(),
            value: typed.value.unwrap_or_default(),
            seats: typed.seats.to_string(),
            release_on: typed.release_on.to_string(),
        }
    }
}

/// Seats of a cohort kept for some people until a day.
#[derive(Debug, Object)]
#[oai(rename = "Quota")]
struct QuotaOut {
    number: i32,
    kind: CriterionKind,
    /// Absent for `uncovered`.
    #[oai(skip_serializing_if_is_none)]
    value: Option<String>,
    /// The name of the unit or the organization.
    #[oai(skip_serializing_if_is_none)]
    name: Option<Bilingual>,
    seats: i32,
    /// Seats that are somebody's; for staff.
    #[oai(skip_serializing_if_is_none)]
    used: Option<i32>,
    /// Seats that wait for those who fit; for staff.
    #[oai(skip_serializing_if_is_none)]
    free: Option<i32>,
    release_on: NaiveDate,
    /// When its free seats joined the rest.
    #[oai(skip_serializing_if_is_none)]
    released_at: Option<DateTime<Utc>>,
    /// How many they were; for staff.
    #[oai(skip_serializing_if_is_none)]
    freed: Option<i32>,
    /// The same as a sentence in the caller's language.
    explanation: String,
}

fn quota_out(locale: Locale, named: &NamedQuota, to_staff: bool) -> QuotaOut {
    let NamedQuota { quota, name } = named;
    let value = quota.criterion.value();
    QuotaOut {
        number: quota.number,
        kind: quota.criterion.kind(),
        value: Some(value).filter(|value| !value.is_empty()),
        name: Some(Bilingual::from(name)).filter(|_| !name.uk.is_empty()),
        seats: quota.seats,
        used: to_staff.then_some(quota.used),
        free: to_staff.then(|| quota.free()),
        release_on: quota.release_on,
        released_at: quota.released_at,
        freed: quota.released_at.filter(|_| to_staff).map(|_| quota.freed),
        explanation: if to_staff {
            wording::quota(locale, named)
        } else {
            wording::quota_kept(locale, named)
        },
    }
}

impl QuotaApi {
    pub fn new(site: Site) -> Self {
        Self { site }
    }

    /// The quota as whoever changes it reads it.
    async fn one(
        &self,
        caller: &Caller,
        locale: Locale,
        of: CohortId,
        quota: &Quota,
    ) -> Result<QuotaOut, Failure> {
        let quotas = self.site.app.quotas(&caller.0, of).await?;
        let found = quotas.iter().find(|one| one.quota.number == quota.number);
        Ok(quota_out(locale, found.ok_or(postup_app::Error::Missing("quota"))?, true))
    }
}

#[OpenApi(tag = "Tag::Cohorts")]
impl QuotaApi {
    /// The quotas of a cohort with what became of them
    #[oai(path = "/cohorts/:id/quotas", method = "get", operation_id = "list_quotas")]
    async fn list(
        &self,
        caller: Caller,
        request: &Request,
        id: Path<CohortId>,
    ) -> Result<Json<Vec<QuotaOut>>, Failure> {
        let locale = caller::locale(request);
        let quotas = self.site.app.quotas(&caller.0, id.0).await?;
        let place = self.site.app.cohort(&caller.0, id.0).await?.place();
        let to_staff = caller.0.sight().sees_register(&place);
        Ok(Json(quotas.iter().map(|one| quota_out(locale, one, to_staff)).collect()))
    }

    /// Keeps seats for some people
    ///
    /// Who has a seat keeps it. Seats that are others' cannot be kept.
    #[oai(path = "/cohorts/:id/quotas", method = "post", operation_id = "add_quota")]
    async fn add(
        &self,
        caller: Caller,
        request: &Request,
        id: Path<CohortId>,
        body: Json<QuotaIn>,
    ) -> Result<Json<QuotaOut>, Failure> {
        let permit = self.site.app.may_manage_cohort(&caller.0, id.0).await?;
        let plan = QuotaPlan::try_from(&RawQuota::from(body.0))?;
        let quota = self.site.app.add_quota(&permit, plan).await?;
        Ok(Json(self.one(&caller, caller::locale(request), id.0, &quota).await?))
    }

    /// Changes a quota that was not released yet
    #[oai(path = "/cohorts/:id/quotas/:number", method = "put", operation_id = "edit_quota")]
    async fn edit(
        &self,
        caller: Caller,
        request: &Request,
        id: Path<CohortId>,
        number: Path<i32>,
        body: Json<QuotaIn>,
    ) -> Result<Json<QuotaOut>, Failure> {
        let permit = self.site.app.may_manage_cohort(&caller.0, id.0).await?;
        let plan = QuotaPlan::try_from(&RawQuota::from(body.0))?;
        let quota = self.site.app.edit_quota(&permit, number.0, plan).await?;
        Ok(Json(self.one(&caller, caller::locale(request), id.0, &quota).await?))
    }

    /// Lets the seats of a quota go before their day; free ones go to the queue at once
    #[oai(path = "/cohorts/:id/quotas/:number/release", method = "post", operation_id = "release_quota")]
    async fn release(
        &self,
        caller: Caller,
        request: &Request,
        id: Path<CohortId>,
        number: Path<i32>,
    ) -> Result<Json<QuotaOut>, Failure> {
        let permit = self.site.app.may_manage_cohort(&caller.0, id.0).await?;
        let quota = self.site.app.release_quota(&permit, number.0).await?;
        Ok(Json(self.one(&caller, caller::locale(request), id.0, &quota).await?))
    }
}
