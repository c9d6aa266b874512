//! What a cohort asks of everybody in it, and exceptions from that, as JSON.

use super::Tag;
use super::answer::{Bilingual, Done};
use super::clash::ClashDocument;
use super::equivalent::EquivalentDocument;
use super::problem::Failure;
use crate::caller::{self, Caller};
use crate::policy::{Line as PolicyLine, MANAGERS, Policy};
use crate::site::Site;
use chrono::{DateTime, Utc};
use poem::Request;
use poem::http::Method;
use poem_openapi::param::Path;
use poem_openapi::payload::Json;
use poem_openapi::{Object, OpenApi};
use postup_app::enrollment::wording;
use postup_domain::enrollment::{
    Clash, Condition, ConditionKind, Explanation, Look, NamedCondition, NamedEquivalent, REQUIREMENTS_RULE,
};
use postup_domain::id::{CohortId, PersonId};
use postup_domain::rejection::Invalid;
use postup_domain::text::Line;
use postup_i18n::Locale;

/// Whom a cohort is for.
pub struct RequirementApi {
    pub site: Site,
}

pub const POLICIES: &[PolicyLine] = &[
    (Method::GET, "/cohorts/:id/requirements", Policy::Everyone),
    (Method::PUT, "/cohorts/:id/requirements", MANAGERS),
    (Method::GET, "/cohorts/:id/exceptions", MANAGERS),
    (Method::POST, "/cohorts/:id/exceptions", MANAGERS),
];

/// A condition.
#[derive(Debug, Object)]
#[oai(rename = "ConditionPlan", deny_unknown_fields)]
struct ConditionIn {
    kind: ConditionKind,
    /// The code of a unit, the id of an organization or a course, a kind of organizations, a category from 1 to 7, `elected`
    /// or `appointed`.
    value: String,
}

/// What a cohort is to ask from now on.
#[derive(Debug, Object)]
#[oai(rename = "RequirementsPlan", deny_unknown_fields)]
struct RequirementsIn {
    /// Those of one kind are alternatives, but for courses; none means that the cohort is for everybody.
    conditions: Vec<ConditionIn>,
}

/// A condition with the name of what it asks for.
#[derive(Debug, Object)]
#[oai(rename = "Condition")]
struct ConditionOut {
    kind: ConditionKind,
    value: String,
    /// The name of the unit, the organization or the course.
    #[oai(skip_serializing_if_is_none)]
    name: Option<Bilingual>,
}

/// What a cohort asks of everybody in it.
#[derive(Debug, Object)]
struct Requirements {
    /// The version of the rule by which people are looked at.
    rule_version: u16,
    conditions: Vec<ConditionOut>,
    /// The same as sentences in the caller's language.
    explanation: Vec<String>,
    /// Whether the caller meets them; absent where nothing is asked or nobody is signed in.
    #[oai(skip_serializing_if_is_none)]
    own: Option<OwnEligibility>,
    /// Sessions of the cohort at the time of others of the caller's. They keep nobody out.
    clashes: Vec<ClashDocument>,
    /// What the caller stated in place of courses.
    equivalents: Vec<EquivalentDocument>,
}

/// What would come of an application of the caller.
#[derive(Debug, Object)]
struct OwnEligibility {
    is_eligible: bool,
    has_exception: bool,
    /// Why not, and what would change that.
    #[oai(skip_serializing_if_is_none)]
    explanation: Option<String>,
}

fn requirements_document(
    locale: Locale,
    conditions: &[NamedCondition],
    look: Option<&Look>,
    clashes: Vec<Clash>,
    equivalents: &[NamedEquivalent],
) -> Requirements {
    let one = |NamedCondition { condition, name }: &NamedCondition| ConditionOut {
        kind: condition.kind(),
        value: condition.value(),
        name: Some(Bilingual::from(name)).filter(|_| !name.uk.is_empty()),
    };
    let own = look.map(|look| OwnEligibility {
        is_eligible: look.is_good(),
        has_exception: look.record.is_excepted,
        explanation: (!look.is_good())
            .then(|| wording::explanation(locale, true, &Explanation::of_shortfall(&look.shortfall))),
    });
    Requirements {
        rule_version: REQUIREMENTS_RULE,
        conditions: conditions.iter().map(one).collect(),
        explanation: wording::requirements(locale, conditions),
        own,
        clashes: clashes.into_iter().map(ClashDocument::from).collect(),
        equivalents: equivalents.iter().map(|one| EquivalentDocument::new(locale, one)).collect(),
    }
}

/// Letting somebody in whom the conditions would keep out.
#[derive(Debug, Object)]
#[oai(rename = "NewRequirementException", deny_unknown_fields)]
struct ExceptionIn {
    person_id: PersonId,
    reason: String,
}

/// Somebody who is let in whatever the conditions say.
#[derive(Debug, Object)]
#[oai(rename = "RequirementException")]
struct ExceptionOut {
    person_id: PersonId,
    reason: String,
    /// Who made it.
    author_id: Option<PersonId>,
    at: DateTime<Utc>,
}

#[OpenApi(tag = "Tag::Cohorts")]
impl RequirementApi {
    /// What a cohort asks of everybody in it
    #[oai(path = "/cohorts/:id/requirements", method = "get", operation_id = "getRequirements")]
    async fn get(
        &self,
        caller: Caller,
        request: &Request,
        id: Path<CohortId>,
    ) -> Result<Json<Requirements>, Failure> {
        let conditions = self.site.app.requirements(&caller.0, id.0).await?;
        let look = self.site.app.own_look(&caller.0, id.0).await?;
        let clashes = self.site.app.own_clashes(&caller.0, id.0).await?;
        let equivalents = self.site.app.own_equivalents(&caller.0, id.0).await?;
        let locale = caller::locale(request);
        Ok(Json(requirements_document(locale, &conditions, look.as_ref(), clashes, &equivalents)))
    }

    /// Sets what a cohort asks from now on
    ///
    /// Who is in it stays; everybody is looked at again before they get a seat.
    #[oai(path = "/cohorts/:id/requirements", method = "put", operation_id = "setRequirements")]
    async fn set(
        &self,
        caller: Caller,
        request: &Request,
        id: Path<CohortId>,
        body: Json<RequirementsIn>,
    ) -> Result<Json<Requirements>, Failure> {
        let permit = self.site.app.may_manage_cohort(&caller.0, id.0).await?;
        let read = |(number, one): (usize, &ConditionIn)| {
            let placed = |fault: Invalid| Invalid::new(format!("conditions.{number}.value"), fault.fault);
            Condition::new(one.kind, &one.value).map_err(placed)
        };
        let conditions: Result<Vec<Condition>, Invalid> =
            body.0.conditions.iter().enumerate().map(read).collect();
        let set = self.site.app.set_requirements(&permit, conditions?).await?;
        Ok(Json(requirements_document(caller::locale(request), &set, None, Vec::new(), &[])))
    }

    /// Who is let in whatever a cohort asks
    #[oai(path = "/cohorts/:id/exceptions", method = "get", operation_id = "listExceptions")]
    async fn exceptions(
        &self,
        caller: Caller,
        id: Path<CohortId>,
    ) -> Result<Json<Vec<ExceptionOut>>, Failure> {
        let permit = self.site.app.may_manage_cohort(&caller.0, id.0).await?;
        let exceptions = self.site.app.exceptions(&permit).await?.into_iter().map(|one| ExceptionOut {
            person_id: one.person_id,
            reason: one.reason.to_string(),
            author_id: one.author,
            at: one.at,
        });
        Ok(Json(exceptions.collect()))
    }

    /// Lets a person in whom the conditions would keep out
    #[oai(path = "/cohorts/:id/exceptions", method = "post", operation_id = "makeException")]
    async fn make_exception(
        &self,
        caller: Caller,
        id: Path<CohortId>,
        body: Json<ExceptionIn>,
    ) -> Result<Done, Failure> {
        let permit = self.site.app.may_manage_cohort(&caller.0, id.0).await?;
        let reason = Line::new("reason", &body.0.reason)?;
        self.site.app.make_exception(&permit, body.0.person_id, &reason).await?;
        Ok(Done::Done)
    }
}
