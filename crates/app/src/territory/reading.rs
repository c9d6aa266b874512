//! Finding units. The codifier is public, so these reads need neither a permit nor a sight.

use crate::{App, Error};
use postup_domain::territory::{Category, Located, Territory, TerritoryCode};
use postup_persistence::territory::{self, Filter, Period};
use postup_persistence::{Cursor, Page};

impl App {
    /// The unit of a code with all those above it, also when it is no longer in force.
    pub async fn territory(&self, code: &TerritoryCode) -> Result<Located, Error> {
        let reader = self.reader();
        let unit = territory::find(&reader, code).await?.ok_or(Error::Missing("territory"))?;
        let located = territory::locate(&reader, vec![unit]).await?;
        located.into_iter().next().ok_or(Error::Missing("territory"))
    }

    /// What the unit was called, and where it lay, before; oldest first.
    pub async fn territory_history(&self, code: &TerritoryCode) -> Result<Vec<Period>, Error> {
        Ok(territory::history_of(&self.reader(), code).await?)
    }

    /// The units in force that fit, each with those above it: the best fits first, then larger units first.
    pub async fn territories(
        &self,
        filter: &Filter,
        after: Option<&Cursor>,
        limit: u64,
    ) -> Result<Page<Located>, Error> {
        let reader = self.reader();
        let Page { items, next } = territory::list(&reader, filter, after, limit).await?;
        Ok(Page { items: territory::locate(&reader, items).await?, next })
    }

    /// The first level: oblasts, the Autonomous Republic of Crimea, Kyiv and Sevastopol, in the official order.
    pub async fn oblasts(&self) -> Result<Vec<Territory>, Error> {
        let first = [Category::Oblast, Category::SpecialStatusCity];
        Ok(territory::of_categories(&self.reader(), &first).await?)
    }
}
