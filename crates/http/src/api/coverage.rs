//! Hromadas in which nobody has been trained, and invitations, as JSON.

use super::Tag;
use super::answer::Bilingual;
use super::problem::Failure;
use crate::caller::Caller;
use crate::policy::{Line, MANAGERS};
use crate::site::Site;
use chrono::{DateTime, Utc};
use poem::http::Method;
use poem_openapi::param::Path;
use poem_openapi::payload::Json;
use poem_openapi::{Object, OpenApi};
use postup_app::coverage::{Gap, Office};
use postup_domain::coverage::Choice;
use postup_domain::id::{CohortId, OrganizationId};
use postup_domain::notification::NotificationState;

/// Where nobody has been trained yet.
pub struct CoverageApi {
    pub site: Site,
}

pub const POLICIES: &[Line] =
    &[(Method::GET, "/cohorts/:id/coverage", MANAGERS), (Method::POST, "/cohorts/:id/invitations", MANAGERS)];

/// A local authority of a hromada.
#[derive(Debug, Object)]
struct CoverageOffice {
    organization_id: OrganizationId,
    name: Bilingual,
    /// Whether somebody looks after its staff, to whom an invitation can go.
    has_officer: bool,
    /// How often it was invited to this cohort.
    invitations: i32,
    #[oai(skip_serializing_if_is_none)]
    invited_at: Option<DateTime<Utc>>,
    /// What became of the last letter.
    #[oai(skip_serializing_if_is_none)]
    fate: Option<NotificationState>,
    /// How many people it has named for the cohort.
    nominated: i64,
}

impl From<&Office> for CoverageOffice {
    fn from(office: &Office) -> Self {
        let invited = office.invited.as_ref();
        Self {
            organization_id: office.organization,
            name: (&office.name).into(),
            has_officer: office.officer.is_some(),
            invitations: invited.map_or(0, |invited| invited.round),
            invited_at: invited.map(|invited| invited.at),
            fate: invited.map(|invited| invited.fate),
            nominated: office.nominated,
        }
    }
}

/// A hromada in which nobody has completed a course of the cohort's subject.
#[derive(Debug, Object)]
struct CoverageGap {
    code: String,
    name: Bilingual,
    oblast: String,
    oblast_name: Bilingual,
    offices: Vec<CoverageOffice>,
}

/// Who is still to be reached.
#[derive(Debug, Object)]
#[oai(rename = "Coverage")]
struct CoverageOut {
    /// How many hromadas the codifier has.
    hromadas: usize,
    missing: Vec<CoverageGap>,
}

/// Which hromadas to invite.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields)]
struct NewInvitations {
    /// Codes of hromadas.
    #[oai(default)]
    hromadas: Vec<String>,
    /// Codes of oblasts, for all of their hromadas.
    #[oai(default)]
    oblasts: Vec<String>,
    /// Those too that were invited to this cohort before.
    #[oai(default)]
    again: bool,
}

/// What came of it.
#[derive(Debug, Object)]
#[oai(rename = "Invitations")]
struct InvitationsOut {
    /// Local authorities that get a letter.
    sent: usize,
    /// Those that had one before and get none.
    before: usize,
    /// Chosen hromadas in which nobody looks after staff.
    nobody: usize,
}

#[OpenApi(tag = "Tag::Cohorts")]
impl CoverageApi {
    /// The hromadas in which nobody has completed a course of the cohort's subject
    #[oai(path = "/cohorts/:id/coverage", method = "get", operation_id = "get_coverage")]
    async fn get(&self, caller: Caller, id: Path<CohortId>) -> Result<Json<CoverageOut>, Failure> {
        let permit = self.site.app.may_manage_cohort(&caller.0, id.0).await?;
        let coverage = self.site.app.coverage(&permit).await?;
        let missing = coverage.oblasts.iter().flat_map(|oblast| {
            oblast.gaps.iter().map(move |gap: &Gap| CoverageGap {
                code: gap.code.clone(),
                name: (&gap.name).into(),
                oblast: oblast.code.clone(),
                oblast_name: (&oblast.name).into(),
                offices: gap.offices.iter().map(CoverageOffice::from).collect(),
            })
        });
        Ok(Json(CoverageOut { hromadas: coverage.hromadas, missing: missing.collect() }))
    }

    /// Invites the local authorities of hromadas to name people, one letter each
    #[oai(path = "/cohorts/:id/invitations", method = "post", operation_id = "invite")]
    async fn invite(
        &self,
        caller: Caller,
        id: Path<CohortId>,
        body: Json<NewInvitations>,
    ) -> Result<Json<InvitationsOut>, Failure> {
        let permit = self.site.app.may_manage_cohort(&caller.0, id.0).await?;
        let choice = Choice::read(&body.0.hromadas, &body.0.oblasts, body.0.again)?;
        let done = self.site.app.invite(&permit, &choice).await?;
        Ok(Json(InvitationsOut { sent: done.sent, before: done.before, nobody: done.nobody }))
    }
}
