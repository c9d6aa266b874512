//! Who approves in the place of a personnel officer who is away: named by an officer of the organization, ended by one.

use crate::access::away;
use crate::{App, Error, entry};
use chrono::{DateTime, TimeDelta, Utc};
use postup_domain::access::{Actor, Author, Grant, MayNameStandIn, Role, Scope, Sight};
use postup_domain::email::Email;
use postup_domain::id::{NotificationId, OrganizationId, PersonId, StandInId};
use postup_domain::notification::NewNotification;
use postup_domain::person::FullName;
use postup_domain::rejection::{Fault, Refusal};
use postup_domain::stand_in::{StandIn, StandInPlan, is_short};
use postup_domain::text::{Both, Title};
use postup_persistence::{Read, StoreError, Tx, access, audit, organization, outbox, person, stand_in};

/// What is over is shown for so long.
const BACK: TimeDelta = TimeDelta::days(366);
/// The most that are shown.
const MOST: u64 = 200;

/// One with the names of everybody in it.
#[derive(Clone, Debug)]
pub struct Named {
    pub stand_in: StandIn,
    pub absent: FullName,
    pub deputy: FullName,
    pub organization: Both<Title>,
}

/// An officer in whose place somebody can approve.
#[derive(Clone, Debug)]
pub struct Officer {
    pub organization: OrganizationId,
    pub organization_name: Both<Title>,
    pub person: PersonId,
    pub name: FullName,
}

impl App {
    /// Whether the actor may say who approves in the place of an organization's officers.
    ///
    /// # Errors
    /// `Missing` also for those with rights over everything, when there is no such organization.
    pub async fn may_name_stand_in(
        &self,
        actor: &Actor,
        organization: OrganizationId,
    ) -> Result<MayNameStandIn, Error> {
        let permit = actor.may_name_stand_in(organization)?;
        self.organization(organization).await?;
        Ok(permit)
    }

    /// Whether the actor may end this one; it does not exist for anybody else.
    pub async fn may_end_stand_in(&self, actor: &Actor, id: StandInId) -> Result<MayNameStandIn, Error> {
        let found = stand_in::find(&self.reader(), id).await?.ok_or(Error::Missing("stand-in"))?;
        actor.may_name_stand_in(found.organization).map_err(|_| Error::Missing("stand-in"))
    }

    /// Those of some organizations, the newest first: present, to come, and over within a year.
    pub async fn stand_ins(&self, permits: &[MayNameStandIn]) -> Result<Vec<Named>, Error> {
        let of: Vec<OrganizationId> = permits.iter().map(MayNameStandIn::organization).collect();
        let reader = self.reader();
        let found = stand_in::of_organizations(&reader, &of, self.now() - BACK, MOST).await?;
        Ok(named(&reader, found, self.now()).await?)
    }

    /// In whose place the actor acts now.
    pub async fn stands_in(&self, actor: &Actor) -> Result<Vec<Named>, Error> {
        Ok(named(&self.reader(), actor.stands_in().to_vec(), self.now()).await?)
    }

    /// The officers of some organizations, by organization.
    pub async fn officers(&self, permits: &[MayNameStandIn]) -> Result<Vec<Officer>, Error> {
        let (reader, now) = (self.reader(), self.now());
        let of: Vec<OrganizationId> = permits.iter().map(MayNameStandIn::organization).collect();
        let organizations = organization::find_all(&reader, &of, now.date_naive()).await?;
        let scopes: Vec<Scope> = of.into_iter().map(Scope::Organization).collect();
        let grants = access::of_scopes(&reader, Role::PersonnelOfficer, &scopes).await?;
        let people: Vec<PersonId> = grants.iter().map(|grant| grant.person).collect();
        let people = person::find_all(&reader, &Sight::system(), &people).await?;
        let mut officers = Vec::new();
        for organization in organizations {
            let scope = Scope::Organization(organization.id);
            let theirs = |person: PersonId| {
                grants
                    .iter()
                    .any(|grant| grant.person == person && grant.scope == scope && !has_run_out(grant, now))
            };
            officers.extend(people.iter().filter(|person| theirs(person.id)).map(|person| Officer {
                organization: organization.id,
                organization_name: organization.name.clone(),
                person: person.id,
                name: person.name.clone(),
            }));
        }
        Ok(officers)
    }

    /// Lets somebody approve in the place of an officer, for a while.
    ///
    /// # Errors
    /// The officer is none, the address is of nobody who works there, the period is none; who approves anyway or stands in
    /// then already is refused.
    pub async fn name_stand_in(&self, permit: &MayNameStandIn, plan: &StandInPlan) -> Result<StandIn, Error> {
        let (now, organization) = (self.now(), permit.organization());
        let period = plan.period(now)?;
        is_short(period)?;
        let tx = self.store.begin().await?;
        let grants =
            access::lock_scope(&tx, Role::PersonnelOfficer, &Scope::Organization(organization)).await?;
        let mut officers = grants.iter().filter(|grant| !has_run_out(grant, now));
        let office = officers.clone().find(|grant| grant.person == plan.absent);
        let office = office.ok_or_else(|| Error::field("absent_id", Fault::Unknown))?;
        let deputy = person::find_by_email(&tx, &plan.deputy).await?;
        let deputy = deputy.filter(|person| person.employer == Some(organization));
        let deputy = deputy.ok_or_else(|| Error::field("deputy_email", Fault::Unknown))?.id;
        if officers.any(|grant| grant.person == deputy) {
            return Err(Refusal::ApprovesAlready.into());
        }
        let (valid_from, valid_to) = period;
        let id = StandInId::new(now, self.entropy());
        let absent = plan.absent;
        let new = StandIn { id, organization, absent, deputy, valid_from, valid_to, ended_at: None };
        let others = stand_in::of_organizations(&tx, &[organization], valid_from, MOST).await?;
        let same = |one: &StandIn| one.absent == absent && one.deputy == deputy && one.ended_at.is_none();
        if others.iter().any(|one| same(one) && one.valid_from < valid_to) {
            return Err(Refusal::StandsInAlready.into());
        }
        // A new kind of power asks for a new token (SEC-05).
        if !away(&tx, deputy, now).await?.is_staff() {
            self.end_logins(&tx, deputy, now).await?;
        }
        stand_in::insert(&tx, &new, office.id, permit.author(), now).await?;
        self.tell_of(&tx, &new, Email::StandInNamed { stand_in: id }, permit.author(), now).await?;
        let detail = format!("{deputy} in the place of {absent} until {}", valid_to.to_rfc3339());
        let subject = ("stand_in", id.to_string());
        audit::record(&tx, &entry(now, self.entropy(), permit.author(), "stand_in.named", subject, detail))
            .await?;
        tx.commit().await?;
        Ok(new)
    }

    /// Ends one before its time. Ending what is over changes nothing.
    pub async fn end_stand_in(&self, permit: &MayNameStandIn, id: StandInId) -> Result<(), Error> {
        let now = self.now();
        let tx = self.store.begin().await?;
        let found = stand_in::find(&tx, id).await?.filter(|one| one.organization == permit.organization());
        let found = found.ok_or(Error::Missing("stand-in"))?;
        if !stand_in::end(&tx, id, permit.author(), now).await? {
            return Ok(());
        }
        self.end_logins(&tx, found.deputy, now).await?;
        self.tell_of(&tx, &found, Email::StandInEnded { stand_in: id }, permit.author(), now).await?;
        let subject = ("stand_in", id.to_string());
        audit::record(&tx, &entry(now, self.entropy(), permit.author(), "stand_in.ended", subject, ""))
            .await?;
        Ok(tx.commit().await?)
    }

    /// Writes to both, but not to whoever did it.
    async fn tell_of(
        &self,
        tx: &Tx,
        of: &StandIn,
        email: Email,
        author: Author,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        let readers = [of.deputy, of.absent].into_iter().filter(|person| Some(*person) != author);
        let letters: Vec<NewNotification> = readers
            .map(|person| {
                let id = NotificationId::new(now, self.entropy());
                NewNotification::now(id, person, email.clone(), of.id, now)
            })
            .collect();
        outbox::push_all(tx, &letters).await?;
        Ok(())
    }
}

fn has_run_out(grant: &Grant, now: DateTime<Utc>) -> bool {
    grant.valid_to.is_some_and(|end| end <= now)
}

/// With the names of everybody in them; without what somebody is missing from.
pub(crate) async fn named(
    db: &impl Read,
    found: Vec<StandIn>,
    now: DateTime<Utc>,
) -> Result<Vec<Named>, StoreError> {
    let people: Vec<PersonId> = found.iter().flat_map(|one| [one.absent, one.deputy]).collect();
    let people = person::find_all(db, &Sight::system(), &people).await?;
    let organizations: Vec<OrganizationId> = found.iter().map(|one| one.organization).collect();
    let organizations = organization::find_all(db, &organizations, now.date_naive()).await?;
    let name = |id: PersonId| people.iter().find(|person| person.id == id).map(|person| person.name.clone());
    let named = found.into_iter().filter_map(|stand_in| {
        let organization = organizations.iter().find(|one| one.id == stand_in.organization)?;
        Some(Named {
            absent: name(stand_in.absent)?,
            deputy: name(stand_in.deputy)?,
            organization: organization.name.clone(),
            stand_in,
        })
    });
    Ok(named.collect())
}
