//! The places of an organization: adding, changing, putting away.

use crate::{App, Error, entry};
use postup_domain::access::{Actor, MayManageVenues};
use postup_domain::id::{CohortId, OrganizationId, VenueId};
use postup_domain::rejection::Fault;
use postup_domain::session::Session;
use postup_domain::text::Line;
use postup_domain::venue::{Plan, RawPlan, Venue};
use postup_persistence::venue::Filter;
use postup_persistence::{Cursor, Page, Tx, audit, session, venue};
use std::collections::BTreeMap;

impl App {
    /// The place, if it exists for the actor.
    pub async fn venue(&self, actor: &Actor, id: VenueId) -> Result<Venue, Error> {
        venue::find(&self.reader(), &actor.sight(), id).await?.ok_or(Error::Missing("venue"))
    }

    /// Places that exist for the actor, in the order of the Ukrainian alphabet.
    pub async fn venues(
        &self,
        actor: &Actor,
        filter: &Filter,
        after: Option<&Cursor>,
        limit: u64,
    ) -> Result<Page<Venue>, Error> {
        Ok(venue::list(&self.reader(), &actor.sight(), filter, after, limit).await?)
    }

    /// The permit to change the places of an organization.
    pub async fn may_manage_venues(
        &self,
        actor: &Actor,
        organization: OrganizationId,
    ) -> Result<MayManageVenues, Error> {
        let permit = actor.may_manage_venues(organization)?;
        self.organization(organization).await?;
        Ok(permit)
    }

    /// The permit to change a place, and the place as it stands.
    pub async fn may_manage_venue(
        &self,
        actor: &Actor,
        id: VenueId,
    ) -> Result<(MayManageVenues, Venue), Error> {
        let venue = self.venue(actor, id).await?;
        Ok((actor.may_manage_venues(venue.organization)?, venue))
    }

    pub async fn add_venue(&self, permit: &MayManageVenues, raw: &RawPlan) -> Result<Venue, Error> {
        let (now, entropy) = (self.now(), self.entropy());
        let plan = Plan::try_from(raw)?;
        let tx = self.store.begin().await?;
        self.look_at_venue(&tx, &plan).await?;
        let id = VenueId::new(now, entropy);
        let venue = Venue { id, organization: permit.organization(), plan, archived: false, version: 1 };
        venue::insert(&tx, &venue).await?;
        let subject = ("venue", id.to_string());
        audit::record(&tx, &entry(now, entropy, permit.author(), "venue.added", subject, "")).await?;
        tx.commit().await?;
        Ok(venue)
    }

    /// Writes a place anew, as it was at `version`. Where its name or address changes, its sessions to come change their
    /// place, and everybody concerned is told.
    pub async fn edit_venue(
        &self,
        permit: &MayManageVenues,
        id: VenueId,
        version: i64,
        raw: &RawPlan,
    ) -> Result<Venue, Error> {
        let plan = Plan::try_from(raw)?;
        self.change_venue(permit, id, "venue.edited", async |tx, venue| {
            if venue.version != version {
                return Err(Error::Stale);
            }
            self.look_at_venue(tx, &plan).await?;
            let before = std::mem::replace(&mut venue.plan, plan);
            if (&before.name, &before.address) == (&venue.plan.name, &venue.plan.address) {
                return Ok(());
            }
            self.rename_place(tx, permit, venue, &before).await
        })
        .await
    }

    /// Plans nothing new there any more, or again.
    pub async fn archive_venue(
        &self,
        permit: &MayManageVenues,
        id: VenueId,
        archived: bool,
    ) -> Result<Venue, Error> {
        let action = if archived { "venue.archived" } else { "venue.restored" };
        self.change_venue(permit, id, action, async |_, venue| {
            venue.archived = archived;
            Ok(())
        })
        .await
    }

    async fn change_venue(
        &self,
        permit: &MayManageVenues,
        id: VenueId,
        action: &str,
        change: impl AsyncFnOnce(&Tx, &mut Venue) -> Result<(), Error>,
    ) -> Result<Venue, Error> {
        let tx = self.store.begin().await?;
        let venue = venue::lock(&tx, id).await?.filter(|venue| venue.organization == permit.organization());
        let mut venue = venue.ok_or(Error::Missing("venue"))?;
        change(&tx, &mut venue).await?;
        venue::update(&tx, &mut venue).await?;
        let subject = ("venue", id.to_string());
        audit::record(&tx, &entry(self.now(), self.entropy(), permit.author(), action, subject, "")).await?;
        tx.commit().await?;
        Ok(venue)
    }

    async fn look_at_venue(&self, tx: &Tx, plan: &Plan) -> Result<(), Error> {
        match &plan.territory {
            Some(code) if !self.is_territory(tx, code).await? => {
                Err(Error::field("territory", Fault::Unknown))
            }
            _ => Ok(()),
        }
    }

    /// Gives the sessions to come in a place its new name and address.
    async fn rename_place(
        &self,
        tx: &Tx,
        permit: &MayManageVenues,
        venue: &Venue,
        before: &Plan,
    ) -> Result<(), Error> {
        let now = self.now();
        let mut moved: BTreeMap<CohortId, Vec<Session>> = BTreeMap::new();
        for mut session in session::lock_ahead_in(tx, venue.id, now).await? {
            let detail = match &session.plan.venue {
                Some(told) => Line::optional("venue", &before.detail_of(told))?,
                None => None,
            };
            let place = venue.plan.place_with(detail.as_ref())?;
            let plan = postup_domain::session::Plan { venue: Some(place), ..session.plan.clone() };
            self.replan(tx, &mut session, plan, permit.author(), now).await?;
            moved.entry(session.cohort).or_default().push(session);
        }
        for sessions in moved.values_mut() {
            sessions.sort_by_key(|session| session.plan.starts_at);
            self.tell_of_moves(tx, sessions, now).await?;
        }
        Ok(())
    }
}
