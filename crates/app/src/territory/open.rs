//! The codifier as it was imported, for everybody.

use crate::{App, Error};
use chrono::NaiveDate;
use postup_domain::territory::Territory;
use postup_persistence::{Cursor, Page, territory};

impl App {
    /// Since when the edition that was imported last is in force; nothing before the first.
    pub async fn codifier_in_force(&self) -> Result<Option<NaiveDate>, Error> {
        Ok(territory::latest_edition(&self.reader()).await?.map(|edition| edition.in_force_on))
    }

    /// The units in force, in the order of their codes.
    pub async fn codifier_units(&self, after: Option<&Cursor>, limit: u64) -> Result<Page<Territory>, Error> {
        Ok(territory::in_force_after(&self.reader(), after, limit).await?)
    }
}
