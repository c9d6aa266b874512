//! How organizations judge interruptions.

use crate::{App, Error, entry};
use postup_domain::access::{Actor, MayJudgeInterruptions};
use postup_domain::id::OrganizationId;
use postup_domain::interruption::{PolicyInForce, RawPolicy};
use postup_persistence::{audit, interruption};

/// The policies of an organization.
#[derive(Clone, Debug)]
pub struct Policies {
    /// By which sessions are judged that begin now.
    pub present: PolicyInForce,
    /// Everything that was ever set, the newest first.
    pub all: Vec<PolicyInForce>,
}

impl App {
    /// Whether the actor may say how an organization judges interruptions.
    ///
    /// # Errors
    /// `Missing` also for those with rights over everything, when there is no such organization.
    pub async fn may_judge_interruptions(
        &self,
        actor: &Actor,
        organization: OrganizationId,
    ) -> Result<MayJudgeInterruptions, Error> {
        let permit = actor.may_judge_interruptions(organization)?;
        self.organization(organization).await?;
        Ok(permit)
    }

    /// The policies of an organization.
    pub async fn interruption_policies(&self, permit: &MayJudgeInterruptions) -> Result<Policies, Error> {
        let reader = self.reader();
        let present = interruption::policy_at(&reader, permit.organization(), self.clock.now()).await?;
        let all = interruption::policies(&reader, permit.organization()).await?;
        Ok(Policies { present, all })
    }

    /// Sets the policy for sessions that begin from now on. What was judged stays as it was.
    pub async fn set_interruption_policy(
        &self,
        permit: &MayJudgeInterruptions,
        raw: &RawPolicy,
    ) -> Result<PolicyInForce, Error> {
        let (policy, source) = raw.check()?;
        let (now, entropy) = (self.clock.now(), &*self.entropy);
        let tx = self.store.begin().await?;
        let organization = permit.organization();
        let last = interruption::policies(&tx, organization).await?;
        let number = last.first().map_or(1, |last| last.number + 1);
        let set = PolicyInForce { policy, since: Some(now), source: Some(source), number };
        interruption::set_policy(&tx, organization, &set, now, permit.author()).await?;
        let subject = ("organization", organization.to_string());
        let detail = set.source.as_ref().map(ToString::to_string).unwrap_or_default();
        let action = "organization.interruptions-judged";
        audit::record(&tx, &entry(now, entropy, permit.author(), action, subject, detail)).await?;
        tx.commit().await?;
        Ok(set)
    }
}
