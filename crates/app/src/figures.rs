//! Figures: counted incrementally, read as tables, proven by a recount.

use crate::{App, Error};
use chrono::{DateTime, Utc};
use postup_domain::access::MayReadFigures;
use postup_domain::figures::{Dimension, Figure, Figures};
use postup_persistence::figures::{self, Label};

/// How many changes are counted in one transaction.
const BATCH: u64 = 1_000;

/// A table of figures with what its keys are called.
#[derive(Clone, Debug)]
pub struct Named {
    pub figures: Figures,
    pub labels: Vec<Label>,
}

impl App {
    /// Counts whatever has changed; returns how many changes it took.
    pub async fn settle_figures(&self) -> Result<usize, Error> {
        let mut total = 0;
        loop {
            let tx = self.store.begin().await?;
            let taken = figures::settle(&tx, BATCH).await?;
            tx.commit().await?;
            total += taken;
            if taken == 0 {
                return Ok(total);
            }
        }
    }

    /// How many changes wait to be counted.
    pub async fn figures_due(&self) -> Result<i64, Error> {
        Ok(figures::count_due(&self.reader()).await?)
    }

    /// Completion along a dimension, for those who may read figures; of one oblast or raion when `within` names it.
    pub async fn completion_figures(
        &self,
        _permit: &MayReadFigures,
        by: Dimension,
        within: Option<&str>,
    ) -> Result<Named, Error> {
        let reader = self.reader();
        let as_of = self.figures_as_of().await?;
        let rows = figures::table(&reader, by, within).await?;
        let total = match within {
            None => figures::people_total(&reader, Dimension::All, "").await?,
            Some(code) => self.figures_of_territory(code).await?,
        };
        let keys: Vec<String> =
            rows.iter().map(|row| row.key.clone()).filter(|key| !key.is_empty()).collect();
        let labels = figures::labels(&reader, by, &keys).await?;
        Ok(Named { figures: Figures { by, rows, total, as_of }, labels })
    }

    async fn figures_of_territory(&self, code: &str) -> Result<Figure, Error> {
        let reader = self.reader();
        for dimension in [Dimension::Oblast, Dimension::Raion, Dimension::Hromada] {
            let figure = figures::people_total(&reader, dimension, code).await?;
            if figure.participations.applied > 0 {
                return Ok(figure);
            }
        }
        Ok(figures::people_total(&reader, Dimension::Oblast, code).await?)
    }

    /// The national totals, for everybody. Nothing finer is public before small numbers are protected.
    pub async fn public_figures(&self) -> Result<(Figure, DateTime<Utc>), Error> {
        let as_of = self.figures_as_of().await?;
        Ok((figures::people_total(&self.reader(), Dimension::All, "").await?, as_of))
    }

    /// Everything that happened before this instant is in the figures.
    async fn figures_as_of(&self) -> Result<DateTime<Utc>, Error> {
        let now = self.now();
        Ok(figures::oldest_due(&self.reader()).await?.unwrap_or(now))
    }
}
