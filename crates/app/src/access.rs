//! Grants: giving and taking roles. A taken role ends the sign-ins of who had it, in the same change (S5).

use crate::{App, Error, entry};
use chrono::{DateTime, Utc};
use postup_domain::access::{
    Actor, Author, Grant, GrantPlan, MayManageAccess, MayManageCohort, Role, Scope, Sight,
};
use postup_domain::id::{GrantId, PersonId};
use postup_domain::login::Account;
use postup_domain::person::Person;
use postup_domain::rejection::{Fault, Refusal};
use postup_domain::text::{Both, EmailAddress, tidy};
use postup_persistence::person::Filter;
use postup_persistence::{Cursor, Page, Read, StoreError, Tx, access, audit, login, person, stand_in};
use std::collections::HashMap;

/// A person as who keeps accounts sees them.
#[derive(Clone, Debug)]
pub struct Holder {
    pub person: Person,
    pub account: Option<Account>,
    /// Those not taken back: present, to come, and run out.
    pub grants: Vec<Grant>,
}

/// A person who is not here, with what they may do now.
pub(crate) async fn away(db: &impl Read, person: PersonId, now: DateTime<Utc>) -> Result<Actor, StoreError> {
    let grants = access::of_persons(db, &[person]).await?;
    Ok(Actor::away(person, grants, now).standing_in(stand_in::of_deputy(db, person, now).await?, now))
}

/// A grant for the trail, with the reason that was given.
fn told(grant: &Grant, reason: &str) -> String {
    let what = format!("{} {}:{}", grant.role, grant.scope.kind(), grant.scope.target());
    match tidy(reason) {
        reason if reason.is_empty() => what,
        reason => format!("{what}: {reason}"),
    }
}

impl App {
    /// Gives a person a role.
    ///
    /// # Errors
    /// `Missing` person; `Taken` when the person has the role in that scope already.
    pub async fn grant(
        &self,
        permit: &MayManageAccess,
        person: PersonId,
        plan: &GrantPlan,
        reason: &str,
    ) -> Result<Grant, Error> {
        self.give(permit.author(), person, plan, reason).await
    }

    /// Gives the person with this address a role; for the command line.
    pub async fn grant_by_email(&self, email: &str, plan: &GrantPlan) -> Result<Grant, Error> {
        let email = EmailAddress::new("email", email)?;
        let person = person::find_by_email(&self.reader(), &email).await?.ok_or(Error::Missing("person"))?;
        self.give(None, person.id, plan, "").await
    }

    /// Makes a person a trainer of a cohort.
    pub async fn assign_trainer(&self, permit: &MayManageCohort, person: PersonId) -> Result<Grant, Error> {
        let plan = GrantPlan::lasting(Role::Trainer, Scope::Cohort(permit.cohort()));
        self.give(permit.author(), person, &plan, "").await
    }

    /// Makes the person with this address a trainer of a cohort.
    ///
    /// # Errors
    /// `Unknown` address; `Taken` when the person is a trainer of it already.
    pub async fn assign_trainer_by_email(
        &self,
        permit: &MayManageCohort,
        email: &str,
    ) -> Result<Grant, Error> {
        let email = EmailAddress::new("email", email)?;
        let known = person::find_by_email(&self.reader(), &email).await?;
        let person = known.ok_or_else(|| Error::field("email", Fault::Unknown))?;
        self.assign_trainer(permit, person.id).await.map_err(|error| match error {
            Error::Invalid(_) => Error::field("email", Fault::Taken),
            other => other,
        })
    }

    /// Ends a person's being a trainer of a cohort.
    pub async fn dismiss_trainer(&self, permit: &MayManageCohort, id: GrantId) -> Result<(), Error> {
        let grant = access::find(&self.reader(), id).await?.ok_or(Error::Missing("grant"))?;
        if grant.role != Role::Trainer || grant.scope != Scope::Cohort(permit.cohort()) {
            return Err(Error::Missing("grant"));
        }
        self.take(permit.author(), id, "").await
    }

    /// The trainers of a cohort, by the permit to manage it.
    pub async fn trainers(&self, permit: &MayManageCohort) -> Result<Vec<(Grant, Person)>, Error> {
        let reader = self.reader();
        let grants = access::of_scope(&reader, Role::Trainer, &Scope::Cohort(permit.cohort())).await?;
        let ids: Vec<PersonId> = grants.iter().map(|grant| grant.person).collect();
        let persons = person::find_all(&reader, &Sight::system(), &ids).await?;
        let grant_of = |person: &Person| grants.iter().find(|grant| grant.person == person.id).cloned();
        Ok(persons.into_iter().filter_map(|person| Some((grant_of(&person)?, person))).collect())
    }

    async fn give(
        &self,
        author: Author,
        person: PersonId,
        plan: &GrantPlan,
        reason: &str,
    ) -> Result<Grant, Error> {
        if !plan.role.fits(&plan.scope) {
            return Err(Error::field("scope_kind", Fault::Unknown));
        }
        let now = self.now();
        let tx = self.store.begin().await?;
        person::find(&tx, &Sight::system(), person).await?.ok_or(Error::Missing("person"))?;
        self.check_target(&tx, &plan.scope, now).await?;
        let before = access::of_persons(&tx, &[person]).await?;
        let grant = Grant {
            id: GrantId::new(now, self.entropy()),
            person,
            role: plan.role,
            scope: plan.scope.clone(),
            valid_from: plan.valid_from.unwrap_or(now),
            valid_to: plan.valid_to,
        };
        if grant.valid_to.is_some_and(|end| end <= grant.valid_from) {
            return Err(Error::field("valid_to", Fault::EndsBeforeStart));
        }
        access::insert(&tx, &grant, author, now).await.map_err(|error| match error {
            StoreError::Duplicate(_) => Error::field("role", Fault::Taken),
            other => other.into(),
        })?;
        // A new kind of power asks for a new token (SEC-05); one more cohort does not.
        if !before.iter().any(|other| other.role == grant.role) {
            self.end_logins(&tx, person, now).await?;
        }
        let detail = told(&grant, reason);
        let subject = ("grant", grant.id.to_string());
        audit::record(&tx, &entry(now, self.entropy(), author, "grant.given", subject, detail)).await?;
        tx.commit().await?;
        Ok(grant)
    }

    /// The thing a scope names must be there.
    async fn check_target(&self, tx: &Tx, scope: &Scope, now: DateTime<Utc>) -> Result<(), Error> {
        let there = match scope {
            Scope::Everything => true,
            Scope::Territory(code) => self.is_territory(tx, code).await?,
            named => access::scope_names(tx, std::slice::from_ref(named), now.date_naive())
                .await?
                .contains_key(&named.target()),
        };
        if there { Ok(()) } else { Err(Error::field("scope_target", Fault::Unknown)) }
    }

    /// Takes a role back.
    ///
    /// # Errors
    /// `LastAdministrator` when nobody would be left to give any.
    pub async fn revoke_grant(
        &self,
        permit: &MayManageAccess,
        id: GrantId,
        reason: &str,
    ) -> Result<(), Error> {
        self.take(permit.author(), id, reason).await
    }

    async fn take(&self, author: Author, id: GrantId, reason: &str) -> Result<(), Error> {
        let now = self.now();
        let tx = self.store.begin().await?;
        let administrators = access::lock_administrators(&tx, now).await?;
        let grant = access::find(&tx, id).await?.ok_or(Error::Missing("grant"))?;
        if !access::revoke(&tx, id, now).await? {
            return Err(Error::Missing("grant"));
        }
        let was_one = grant.role == Role::Administrator && administrators.contains(&grant.person);
        if was_one && administrators.iter().all(|person| *person == grant.person) {
            return Err(Refusal::LastAdministrator.into());
        }
        self.end_logins(&tx, grant.person, now).await?;
        let detail = told(&grant, reason);
        let subject = ("grant", id.to_string());
        audit::record(&tx, &entry(now, self.entropy(), author, "grant.taken", subject, detail)).await?;
        Ok(tx.commit().await?)
    }

    pub(crate) async fn end_logins(
        &self,
        tx: &Tx,
        person: PersonId,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        if let Some(known) = login::credentials(tx, person).await? {
            login::revoke_all(tx, known.account.id, now).await?;
        }
        Ok(())
    }

    /// Persons with their accounts and grants, in the order of the alphabet; with a role, only who was given it.
    pub async fn holders(
        &self,
        _permit: &MayManageAccess,
        filter: &Filter,
        after: Option<&Cursor>,
        limit: u64,
    ) -> Result<Page<Holder>, Error> {
        let reader = self.reader();
        let page = person::list(&reader, &Sight::system(), filter, after, limit).await?;
        let ids: Vec<PersonId> = page.items.iter().map(|person| person.id).collect();
        let mut accounts: HashMap<PersonId, Account> = login::accounts(&reader, &ids)
            .await?
            .into_iter()
            .map(|account| (account.person, account))
            .collect();
        let mut grants: HashMap<PersonId, Vec<Grant>> = HashMap::new();
        for grant in access::of_persons(&reader, &ids).await? {
            grants.entry(grant.person).or_default().push(grant);
        }
        let items = page
            .items
            .into_iter()
            .map(|person| Holder {
                account: accounts.remove(&person.id),
                grants: grants.remove(&person.id).unwrap_or_default(),
                person,
            })
            .collect();
        Ok(Page { items, next: page.next })
    }

    /// One person with account and grants.
    pub async fn holder(&self, _permit: &MayManageAccess, id: PersonId) -> Result<Holder, Error> {
        let reader = self.reader();
        let person = person::find(&reader, &Sight::system(), id).await?.ok_or(Error::Missing("person"))?;
        let account = login::accounts(&reader, &[id]).await?.into_iter().next();
        let grants = access::of_persons(&reader, &[id]).await?;
        Ok(Holder { person, account, grants })
    }

    /// What the programs, cohorts and organizations in scopes are called, by their ids.
    pub async fn scope_names(&self, grants: &[Grant]) -> Result<HashMap<String, Both<String>>, Error> {
        let scopes: Vec<Scope> = grants.iter().map(|grant| grant.scope.clone()).collect();
        Ok(access::scope_names(&self.reader(), &scopes, self.now().date_naive()).await?)
    }
}
