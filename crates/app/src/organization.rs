//! Organizations: adding, editing, finding. A name counts from a day on; documents keep the one that was in force.

use crate::{App, Error, entry};
use chrono::NaiveDate;
use chrono_tz::Europe::Kyiv;
use postup_domain::access::MayManageOrganizations;
use postup_domain::id::OrganizationId;
use postup_domain::organization::{DatedName, Edrpou, Organization, OrganizationKind, Profile, RawProfile};
use postup_domain::program::of_the_calendar;
use postup_domain::rejection::Fault;
use postup_persistence::{Cursor, Page, Tx, audit, organization};

impl App {
    /// The present day in Kyiv, by which names are in force.
    pub fn today(&self) -> NaiveDate {
        self.now().with_timezone(&Kyiv).date_naive()
    }

    /// One organization with its present name. Organizations are no secret.
    pub async fn organization(&self, id: OrganizationId) -> Result<Organization, Error> {
        organization::find(&self.reader(), id, self.today()).await?.ok_or(Error::Missing("organization"))
    }

    /// These organizations with their present names.
    pub async fn organizations_by_id(&self, ids: &[OrganizationId]) -> Result<Vec<Organization>, Error> {
        Ok(organization::find_all(&self.reader(), ids, self.today()).await?)
    }

    /// The organization with this number of the register, if there is exactly one.
    pub async fn organization_with_number(&self, number: &Edrpou) -> Result<Option<OrganizationId>, Error> {
        let found = organization::with_edrpou(&self.reader(), number, self.today()).await?;
        Ok(match found.as_slice() {
            [only] => Some(only.id),
            _ => None,
        })
    }

    /// All names of an organization, the newest first.
    pub async fn organization_names(&self, id: OrganizationId) -> Result<Vec<DatedName>, Error> {
        Ok(organization::names(&self.reader(), id).await?)
    }

    /// Organizations whose name or number has these words, in the order of the Ukrainian alphabet.
    pub async fn organizations(
        &self,
        words: &str,
        kind: Option<OrganizationKind>,
        after: Option<&Cursor>,
        limit: u64,
    ) -> Result<Page<Organization>, Error> {
        Ok(organization::list(&self.reader(), words, kind, self.today(), after, limit).await?)
    }

    /// Adds an organization under the name it bears from `since` on, today when that is not said.
    ///
    /// # Errors
    /// `Taken` for a number of the register that another organization has, unless `twin_is_meant`: two records may be one
    /// body and its branch, but mostly they are a mistake.
    pub async fn add_organization(
        &self,
        permit: &MayManageOrganizations,
        raw: &RawProfile,
        since: Option<NaiveDate>,
        twin_is_meant: bool,
    ) -> Result<Organization, Error> {
        let now = self.now();
        let id = OrganizationId::new(now, self.entropy());
        let organization = with_profile(id, Profile::try_from(raw)?, 1);
        let since = since.map(|day| of_the_calendar("name_since", day)).transpose()?;
        let tx = self.store.begin().await?;
        self.check(&tx, &organization, twin_is_meant).await?;
        organization::insert(&tx, &organization, since.unwrap_or_else(|| self.today())).await?;
        let subject = ("organization", id.to_string());
        audit::record(&tx, &entry(now, self.entropy(), permit.author(), "organization.added", subject, ""))
            .await?;
        tx.commit().await?;
        Ok(organization)
    }

    /// Adds many organizations at once, or none of them, under the names they bear from `since` on.
    ///
    /// # Errors
    /// As when adding one.
    pub async fn add_organizations(
        &self,
        permit: &MayManageOrganizations,
        raw: &[RawProfile],
        since: NaiveDate,
    ) -> Result<Vec<Organization>, Error> {
        let now = self.now();
        let tx = self.store.begin().await?;
        let mut organizations = Vec::with_capacity(raw.len());
        let mut lines = Vec::with_capacity(raw.len());
        for raw in raw {
            let id = OrganizationId::new(now, self.entropy());
            let organization = with_profile(id, Profile::try_from(raw)?, 1);
            self.check(&tx, &organization, false).await?;
            let subject = ("organization", id.to_string());
            lines.push(entry(now, self.entropy(), permit.author(), "organization.added", subject, ""));
            organizations.push(organization);
        }
        organization::insert_all(&tx, &organizations, since).await?;
        audit::record_all(&tx, &lines).await?;
        tx.commit().await?;
        Ok(organizations)
    }

    /// Writes an organization anew, made from a version of it. Another name counts from `since` on, today when that is not
    /// said; the names before stay (standards ORG-01).
    ///
    /// # Errors
    /// `Stale` when it was edited since that version; `Taken` as when adding.
    pub async fn edit_organization(
        &self,
        permit: &MayManageOrganizations,
        id: OrganizationId,
        version: i64,
        raw: &RawProfile,
        since: Option<NaiveDate>,
        twin_is_meant: bool,
    ) -> Result<Organization, Error> {
        let now = self.now();
        let profile = Profile::try_from(raw)?;
        let since = since.map(|day| of_the_calendar("name_since", day)).transpose()?;
        let tx = self.store.begin().await?;
        let known = organization::find(&tx, id, self.today()).await?.ok_or(Error::Missing("organization"))?;
        let mut edited = with_profile(id, profile, version);
        self.check(&tx, &edited, twin_is_meant || known.edrpou == edited.edrpou).await?;
        organization::update(&tx, &edited).await?;
        let renamed = known.name != edited.name;
        if renamed {
            organization::rename(&tx, &edited, since.unwrap_or_else(|| self.today())).await?;
        }
        edited.version += 1;
        let subject = ("organization", id.to_string());
        let detail = if renamed { "renamed" } else { "" };
        let line = entry(now, self.entropy(), permit.author(), "organization.edited", subject, detail);
        audit::record(&tx, &line).await?;
        tx.commit().await?;
        Ok(edited)
    }

    async fn check(&self, tx: &Tx, organization: &Organization, twin_is_meant: bool) -> Result<(), Error> {
        if let Some(code) = &organization.territory
            && !self.is_territory(tx, code).await?
        {
            return Err(Error::field("territory", Fault::Unknown));
        }
        if let Some(edrpou) = &organization.edrpou
            && !twin_is_meant
            && !organization::with_edrpou(tx, edrpou, self.today()).await?.is_empty()
        {
            return Err(Error::field("edrpou", Fault::Taken));
        }
        Ok(())
    }
}

fn with_profile(id: OrganizationId, profile: Profile, version: i64) -> Organization {
    Organization {
        id,
        kind: profile.kind,
        name: profile.name,
        edrpou: profile.edrpou,
        territory: profile.territory,
        version,
    }
}
