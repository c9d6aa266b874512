//! Trainers of a cohort: a role in that cohort, given and taken by who manages it.

use super::Tag;
use super::answer::Done;
use super::problem::Failure;
use crate::caller::Caller;
use crate::policy::{Line, MANAGERS};
use crate::site::Site;
use chrono::{DateTime, Utc};
use poem::http::Method;
use poem_openapi::param::Path;
use poem_openapi::payload::Json;
use poem_openapi::{ApiResponse, Object, OpenApi};
use postup_domain::id::{CohortId, GrantId, PersonId};

/// Who may call which operation.
pub const POLICIES: &[Line] = &[
    (Method::GET, "/cohorts/:id/trainers", MANAGERS),
    (Method::POST, "/cohorts/:id/trainers", MANAGERS),
    (Method::DELETE, "/cohorts/:id/trainers/:grant_id", MANAGERS),
];

/// A trainer of a cohort.
#[derive(Object)]
struct Trainer {
    /// Names the role in this cohort, to take it back by.
    grant_id: GrantId,
    person_id: PersonId,
    /// Surname first.
    name: String,
    email: String,
    since: DateTime<Utc>,
}

#[derive(Object)]
#[oai(deny_unknown_fields)]
struct NewTrainer {
    /// The address of somebody we know.
    email: String,
}

#[derive(Object)]
struct Assigned {
    grant_id: GrantId,
    person_id: PersonId,
}

#[derive(ApiResponse)]
enum Given {
    #[oai(status = 201)]
    Created(Json<Assigned>, #[oai(header = "Location")] String),
}

/// The operations.
pub struct TrainerApi {
    pub site: Site,
}

#[OpenApi(tag = "Tag::Cohorts")]
impl TrainerApi {
    /// Trainers of a cohort
    #[oai(path = "/cohorts/:id/trainers", method = "get", operation_id = "list_trainers")]
    async fn list(&self, caller: Caller, id: Path<CohortId>) -> Result<Json<Vec<Trainer>>, Failure> {
        let permit = self.site.app.may_manage_cohort(&caller.0, id.0).await?;
        let trainers = self.site.app.trainers(&permit).await?;
        let view = trainers.into_iter().map(|(grant, person)| Trainer {
            grant_id: grant.id,
            person_id: person.id,
            name: person.name.in_register(),
            email: person.email.to_string(),
            since: grant.valid_from,
        });
        Ok(Json(view.collect()))
    }

    /// Make somebody a trainer of a cohort
    #[oai(path = "/cohorts/:id/trainers", method = "post", operation_id = "assign_trainer")]
    async fn assign(
        &self,
        caller: Caller,
        id: Path<CohortId>,
        body: Json<NewTrainer>,
    ) -> Result<Given, Failure> {
        let permit = self.site.app.may_manage_cohort(&caller.0, id.0).await?;
        let grant = self.site.app.assign_trainer_by_email(&permit, &body.0.email).await?;
        let location = format!("/api/v1/cohorts/{}/trainers/{}", id.0, grant.id);
        Ok(Given::Created(Json(Assigned { grant_id: grant.id, person_id: grant.person }), location))
    }

    /// End somebody's being a trainer of a cohort
    #[oai(path = "/cohorts/:id/trainers/:grant_id", method = "delete", operation_id = "dismiss_trainer")]
    async fn dismiss(
        &self,
        caller: Caller,
        id: Path<CohortId>,
        grant_id: Path<GrantId>,
    ) -> Result<Done, Failure> {
        let permit = self.site.app.may_manage_cohort(&caller.0, id.0).await?;
        self.site.app.dismiss_trainer(&permit, grant_id.0).await?;
        Ok(Done::Done)
    }
}
