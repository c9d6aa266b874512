//! Registers after their sessions: closed by rule, their trainers and managers reminded before.

use crate::{App, Error, entry};
use chrono::{DateTime, TimeDelta, Utc};
use postup_domain::access::{Actor, Author, MayManageCohort, MayRuleClosing};
use postup_domain::closing::{ClosingRule, Due, OpenRegister, RawClosing, SetClosing, Told, in_force};
use postup_domain::email::Email;
use postup_domain::id::{CohortId, NotificationId, OrganizationId, PersonId};
use postup_domain::notification::NewNotification;
use postup_domain::text::Line;
use postup_persistence::{Tx, access, audit, closing, cohort, outbox};
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// Nobody is reminded of what is older.
const BACK: TimeDelta = TimeDelta::days(60);
/// Registers looked at together.
const ROUND: u64 = 500;

/// The rules by which registers are closed.
#[derive(Clone, Debug)]
pub struct Closing {
    /// For sessions that end now.
    pub present: ClosingRule,
    /// The document that says so.
    pub source: Option<Line>,
    /// The cohort has one of its own.
    pub own: bool,
    /// Everything that was ever set, the newest first.
    pub all: Vec<SetClosing>,
}

impl App {
    /// Whether the actor may say when an organization's registers are closed by themselves.
    ///
    /// # Errors
    /// `Missing` also for those with rights over everything, when there is no such organization.
    pub async fn may_rule_closing(
        &self,
        actor: &Actor,
        organization: OrganizationId,
    ) -> Result<MayRuleClosing, Error> {
        let permit = actor.may_rule_closing(organization)?;
        self.organization(organization).await?;
        Ok(permit)
    }

    /// The rules of an organization.
    pub async fn closing_of_organization(&self, permit: &MayRuleClosing) -> Result<Closing, Error> {
        let mut all = closing::rules(&self.reader(), permit.organization()).await?;
        all.retain(|one| one.cohort.is_none());
        let present = all.first().and_then(|one| one.rule).unwrap_or_default();
        let source = all.first().and_then(|one| one.source.clone());
        Ok(Closing { present, source, own: false, all })
    }

    /// The rules of a cohort: its own, where it has one.
    pub async fn closing_of_cohort(&self, permit: &MayManageCohort) -> Result<Closing, Error> {
        let cohort = self.cohort(&Actor::system(), permit.cohort()).await?;
        let mut all = closing::rules(&self.reader(), cohort.organization).await?;
        let (present, source) = in_force(&all, cohort.id, self.clock.now());
        all.retain(|one| one.cohort == Some(cohort.id));
        let own = all.first().is_some_and(|one| one.rule.is_some());
        Ok(Closing { present, source, own, all })
    }

    /// Sets the rule of an organization, for sessions that end from now on.
    pub async fn set_closing(&self, permit: &MayRuleClosing, raw: &RawClosing) -> Result<(), Error> {
        let rule = Some(raw.check()?);
        let tx = self.store.begin().await?;
        self.append_closing(&tx, permit.organization(), None, rule, permit.author()).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Sets the rule of one cohort; without one, it follows its organization again.
    pub async fn set_closing_of_cohort(
        &self,
        permit: &MayManageCohort,
        raw: Option<&RawClosing>,
    ) -> Result<(), Error> {
        let rule = raw.map(RawClosing::check).transpose()?;
        let tx = self.store.begin().await?;
        let cohort = cohort::lock(&tx, permit.cohort()).await?.ok_or(Error::Missing("cohort"))?;
        self.append_closing(&tx, cohort.organization, Some(cohort.id), rule, permit.author()).await?;
        tx.commit().await?;
        Ok(())
    }

    async fn append_closing(
        &self,
        tx: &Tx,
        organization: OrganizationId,
        cohort: Option<CohortId>,
        rule: Option<(ClosingRule, Option<Line>)>,
        author: Author,
    ) -> Result<(), Error> {
        let (rule, source) = rule.map_or((None, None), |(rule, source)| (Some(rule), source));
        let now = self.clock.now();
        let number = closing::rules(tx, organization).await?.first().map_or(1, |last| last.number + 1);
        let set = SetClosing { rule, cohort, since: now, number, source };
        closing::set(tx, organization, &set, author).await?;
        let subject = match cohort {
            Some(cohort) => ("cohort", cohort.to_string()),
            None => ("organization", organization.to_string()),
        };
        let detail = match rule {
            Some(ClosingRule { close_hours: Some(hours), .. }) => format!("{hours} hours"),
            Some(_) => "by hand".to_owned(),
            None => "as the organization".to_owned(),
        };
        audit::record(tx, &entry(now, self.entropy(), author, "register.closing-ruled", subject, detail))
            .await?;
        Ok(())
    }

    /// Looks at every register that is open after its session: closes those whose time has come, and reminds of others.
    /// Answers of how many something was done. The worker calls it; several may at once.
    pub async fn settle_registers(&self) -> Result<u64, Error> {
        let now = self.clock.now();
        let (reader, mut after, mut done) = (self.reader(), None, 0);
        let mut rules: HashMap<OrganizationId, Vec<SetClosing>> = HashMap::new();
        loop {
            let found = closing::open_registers(&reader, (now - BACK, now), after, ROUND).await?;
            let Some(last) = found.last() else { return Ok(done) };
            after = Some((last.ends_at, last.session));
            for of in &found {
                let set = match rules.entry(of.place.organization) {
                    Entry::Occupied(known) => known.into_mut(),
                    Entry::Vacant(new) => new.insert(closing::rules(&reader, of.place.organization).await?),
                };
                done += u64::from(match in_force(set, of.place.cohort, of.ends_at).0.due(of, now) {
                    Some(Due::Close) => self.close_by_rule(of).await?,
                    Some(Due::Remind(whom)) => self.remind_of_register(of, whom, now).await?,
                    None => false,
                });
            }
        }
    }

    async fn close_by_rule(&self, of: &OpenRegister) -> Result<bool, Error> {
        let permit = Actor::system().may_close_register(of.session, of.place)?;
        match self.close_register(&permit).await {
            Ok(()) => Ok(true),
            // Somebody was first.
            Err(Error::Rejected(_)) => Ok(false),
            Err(other) => Err(other),
        }
    }

    async fn remind_of_register(
        &self,
        of: &OpenRegister,
        whom: Told,
        now: DateTime<Utc>,
    ) -> Result<bool, Error> {
        let tx = self.store.begin().await?;
        if !closing::note_told(&tx, of, whom).await? {
            return Ok(false);
        }
        let readers = self.keepers(&tx, of, whom, now).await?;
        let event = format!("{}/{}", of.session, of.ends_at.timestamp());
        let letters: Vec<NewNotification> = readers
            .into_iter()
            .map(|person| {
                let id = NotificationId::new(now, self.entropy());
                let email = Email::RegisterUnfilled { session: of.session };
                NewNotification::now(id, person, email, format!("{event}/{whom:?}"), now)
                    .about(of.place.cohort)
            })
            .collect();
        outbox::push_all(&tx, &letters).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// The trainers of the cohort; where it has none, and later, whoever manages it.
    async fn keepers(
        &self,
        tx: &Tx,
        of: &OpenRegister,
        whom: Told,
        now: DateTime<Utc>,
    ) -> Result<Vec<PersonId>, Error> {
        if whom == Told::Trainers {
            let trainers = access::trainers_of(tx, of.place.cohort, now).await?;
            if !trainers.is_empty() {
                return Ok(trainers);
            }
        }
        Ok(access::managers_of(tx, &of.place, now).await?)
    }
}
