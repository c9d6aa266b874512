//! People named by an address, as JSON.

use super::Tag;
use super::answer::Many;
use super::problem::Failure;
use crate::caller::Caller;
use crate::policy::{Line, NOMINATORS};
use crate::site::Site;
use chrono::{DateTime, Utc};
use poem::Request;
use poem::http::Method;
use poem_openapi::param::{Path, Query};
use poem_openapi::payload::Json;
use poem_openapi::{ApiResponse, Object, OpenApi};
use postup_app::App;
use postup_app::enrollment::nominee::Naming;
use postup_domain::enrollment::NomineeState;
use postup_domain::id::{CohortId, NomineeId, OrganizationId};
use postup_domain::notification::NotificationState;
use postup_domain::person::RawProfile;
use postup_persistence::enrollment::Named;

/// Naming people who are not on the employer's list.
pub struct NomineeApi {
    pub site: Site,
}

pub const POLICIES: &[Line] = &[
    (Method::GET, "/nominees", NOMINATORS),
    (Method::POST, "/cohorts/:id/nominees", NOMINATORS),
    (Method::POST, "/nominees/:id/question", NOMINATORS),
];

/// Somebody to be asked by a letter.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields)]
struct NewNominee {
    email: String,
    family_name: String,
    given_name: String,
    patronymic: Option<String>,
    position: Option<String>,
    /// In whose name; may be absent for a personnel officer of one organization.
    organization_id: Option<OrganizationId>,
}

/// Somebody who was named by an address, as the employer typed it.
#[derive(Debug, Object)]
#[oai(rename = "Nominee")]
struct NomineeDocument {
    id: NomineeId,
    cohort_id: CohortId,
    organization_id: OrganizationId,
    email: String,
    family_name: String,
    given_name: String,
    #[oai(skip_serializing_if_is_none)]
    patronymic: Option<String>,
    state: NomineeState,
    /// What became of the last letter that asked.
    letter: NotificationState,
    /// When a link from a letter was first opened, by its reader or by a program that looks at mail.
    #[oai(skip_serializing_if_is_none)]
    opened_at: Option<DateTime<Utc>>,
    answer_by: DateTime<Utc>,
    asked_at: DateTime<Utc>,
    created_at: DateTime<Utc>,
}

impl NomineeDocument {
    fn new(app: &App, named: Named) -> Self {
        let state = app.nominee_state(&named);
        let letter = named.letter();
        let Named { nominee, opened_at, .. } = named;
        Self {
            id: nominee.id,
            cohort_id: nominee.cohort,
            organization_id: nominee.organization,
            email: nominee.email.to_string(),
            family_name: nominee.family_name.to_string(),
            given_name: nominee.given_name.to_string(),
            patronymic: nominee.patronymic.map(|name| name.to_string()),
            state,
            letter,
            opened_at,
            answer_by: nominee.answer_by,
            asked_at: nominee.asked_at,
            created_at: nominee.created_at,
        }
    }
}

#[derive(ApiResponse)]
enum Asked {
    /// Whoever has the address is asked.
    #[oai(status = 201)]
    Nominee(Json<NomineeDocument>),
}

#[derive(ApiResponse)]
enum Again {
    /// The letter is on its way.
    #[oai(status = 204)]
    Sent,
}

#[OpenApi(tag = "Tag::Enrollments")]
impl NomineeApi {
    /// People named by an address who have not said yes, the newest first
    #[oai(path = "/nominees", method = "get", operation_id = "list_nominees")]
    async fn list(
        &self,
        request: &Request,
        caller: Caller,
        cursor: Query<Option<String>>,
        #[oai(name = "limit")] most: Query<Option<u64>>,
    ) -> Result<Many<NomineeDocument>, Failure> {
        let (after, most) = (super::paging::open(cursor.0.as_deref())?, super::paging::limit(most.0)?);
        let page = self.site.app.nominees(&caller.0, after.as_ref(), most).await?;
        Ok(Many::page(request, page, |named| NomineeDocument::new(&self.site.app, named)))
    }

    /// Names somebody by an address, who is asked by a letter and answers without a sign-in
    ///
    /// The answer is the same whether the address is known here or not.
    #[oai(path = "/cohorts/:id/nominees", method = "post", operation_id = "name_nominee")]
    async fn name(
        &self,
        caller: Caller,
        id: Path<CohortId>,
        body: Json<NewNominee>,
    ) -> Result<Asked, Failure> {
        let app = &self.site.app;
        let typed = body.0;
        let employer = app.employer_for(&caller.0, "organization_id", typed.organization_id)?;
        let permit = app.may_name(&caller.0, id.0, employer).await?;
        let raw = RawProfile {
            family_name: typed.family_name,
            given_name: typed.given_name,
            patronymic: typed.patronymic.unwrap_or_default(),
            position: typed.position.unwrap_or_default(),
            ..RawProfile::default()
        };
        let named = app.name_by_address(&permit, &Naming::read(&typed.email, &raw)?).await?;
        Ok(Asked::Nominee(Json(NomineeDocument::new(app, app.nominee(&caller.0, named).await?))))
    }

    /// Sends the question again; the deadline stays
    #[oai(path = "/nominees/:id/question", method = "post", operation_id = "ask_nominee_again")]
    async fn ask_again(&self, caller: Caller, id: Path<NomineeId>) -> Result<Again, Failure> {
        self.site.app.ask_nominee_again(&caller.0, id.0).await?;
        Ok(Again::Sent)
    }
}
