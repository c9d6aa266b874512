//! The steps of approval on the way into a cohort, as JSON.

use super::Tag;
use super::answer::{Bilingual, One};
use super::paging::version;
use super::problem::{EditFailure, Failure};
use crate::caller::{self, Caller};
use crate::policy::{Line, MANAGERS, Policy};
use crate::site::Site;
use poem::Request;
use poem::http::Method;
use poem_openapi::param::{Header, Path};
use poem_openapi::payload::Json;
use poem_openapi::{Object, OpenApi};
use postup_app::Error;
use postup_app::enrollment::wording;
use postup_domain::cohort::{Cohort, EnrollmentPolicy};
use postup_domain::enrollment::{ApproverKind, Lapse, RawApprovalStep, Route};
use postup_domain::id::{CohortId, OrganizationId};
use postup_i18n::Locale;

/// The operations.
pub struct RouteApi {
    pub site: Site,
}

pub const POLICIES: &[Line] =
    &[(Method::GET, "/cohorts/:id/route", Policy::Everyone), (Method::PUT, "/cohorts/:id/route", MANAGERS)];

/// One step of approval.
#[derive(Debug, Object)]
#[oai(rename = "ApprovalStepPlan", deny_unknown_fields)]
struct StepIn {
    /// `manager` may only be the last.
    approver: ApproverKind,
    /// Goes with `organization`.
    organization_id: Option<OrganizationId>,
    /// How many hours of daytime (7 to 22 by the clock of the cohort) there are to decide; without end when absent.
    #[oai(validator(minimum(value = "1"), maximum(value = "720")))]
    hours: Option<i32>,
    /// What follows when they are over; `pass_on` when absent.
    silence: Option<Lapse>,
}

impl From<StepIn> for RawApprovalStep {
    fn from(typed: StepIn) -> Self {
        Self {
            approver: typed.approver.to_string(),
            organization: typed.organization_id.map(|id| id.to_string()).unwrap_or_default(),
            hours: typed.hours.map(|hours| hours.to_string()).unwrap_or_default(),
            silence: typed.silence.map(|silence| silence.to_string()).unwrap_or_default(),
        }
    }
}

/// The steps of approval, one after another.
#[derive(Debug, Object)]
#[oai(rename = "ApprovalRoutePlan", deny_unknown_fields)]
struct RouteIn {
    #[oai(validator(min_items = 1, max_items = 3))]
    steps: Vec<StepIn>,
}

/// One step of approval.
#[derive(Debug, Object)]
#[oai(rename = "ApprovalStep")]
struct StepOut {
    approver: ApproverKind,
    #[oai(skip_serializing_if_is_none)]
    organization_id: Option<OrganizationId>,
    #[oai(skip_serializing_if_is_none)]
    organization_name: Option<Bilingual>,
    #[oai(skip_serializing_if_is_none)]
    hours: Option<i32>,
    #[oai(skip_serializing_if_is_none)]
    silence: Option<Lapse>,
}

/// How applications to a cohort are approved.
#[derive(Debug, Object)]
#[oai(rename = "ApprovalRoute")]
struct RouteOut {
    /// Whether applications go by it: the policy of the cohort is `employer`.
    applies: bool,
    steps: Vec<StepOut>,
    /// The same as sentences in the caller's language.
    explanation: Vec<String>,
}

impl RouteApi {
    async fn present(&self, locale: Locale, cohort: &Cohort) -> Result<One<RouteOut>, Error> {
        let offices = self.site.app.offices_on(&cohort.route).await?;
        let named = cohort.route.steps.iter().map(|step| {
            let id = step.office.organization();
            let office = offices.iter().find(|office| Some(office.id) == id);
            StepOut {
                approver: step.office.approver(),
                organization_id: id,
                organization_name: office.map(|office| Bilingual::from(&office.name)),
                hours: step.limit.map(|(hours, _)| hours),
                silence: step.limit.map(|(_, silence)| silence),
            }
        });
        let manager = cohort.route.then_manager.then_some(StepOut {
            approver: ApproverKind::Manager,
            organization_id: None,
            organization_name: None,
            hours: None,
            silence: None,
        });
        let out = RouteOut {
            applies: cohort.plan.policy == EnrollmentPolicy::Employer,
            steps: named.chain(manager).collect(),
            explanation: wording::route(locale, &cohort.route, &offices),
        };
        Ok(One::at(cohort.version, out))
    }
}

#[OpenApi(tag = "Tag::Cohorts")]
impl RouteApi {
    /// The steps of approval of a cohort
    #[oai(path = "/cohorts/:id/route", method = "get", operation_id = "get_route")]
    async fn get(
        &self,
        caller: Caller,
        request: &Request,
        id: Path<CohortId>,
    ) -> Result<One<RouteOut>, Failure> {
        let cohort = self.site.app.cohort(&caller.0, id.0).await?;
        Ok(self.present(caller::locale(request), &cohort).await?)
    }

    /// Replaces the steps of approval
    ///
    /// Applications that are on their way keep the steps they began with. The entity tag is that of the cohort.
    #[oai(path = "/cohorts/:id/route", method = "put", operation_id = "set_route")]
    async fn set(
        &self,
        caller: Caller,
        request: &Request,
        id: Path<CohortId>,
        #[oai(name = "If-Match")] seen: Header<Option<String>>,
        body: Json<RouteIn>,
    ) -> Result<One<RouteOut>, EditFailure> {
        let permit = self.site.app.may_manage_cohort(&caller.0, id.0).await?;
        let version = version(seen.0.as_deref()).map_err(EditFailure)?;
        let steps: Vec<RawApprovalStep> = body.0.steps.into_iter().map(Into::into).collect();
        let route = Route::read(&steps).map_err(Error::from)?;
        let cohort = self.site.app.set_route(&permit, version, route).await?;
        Ok(self.present(caller::locale(request), &cohort).await?)
    }
}
