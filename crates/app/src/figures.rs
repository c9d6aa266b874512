//! Figures: counted incrementally, read as tables, proven by a recount.

mod linked;
mod public;

pub(crate) use public::Kept;
pub use public::{PublicFigures, PublicRow, PublicTable, PublicTotal};

use crate::{App, Error, entry};
use chrono::{DateTime, Utc};
use postup_domain::access::MayReadFigures;
use postup_domain::figures::{Dimension, Figure, Figures, Reach, Slice, Stages};
use postup_domain::territory::Category;
use postup_persistence::figures::{self, Label};
use postup_persistence::{audit, territory};
use std::collections::{HashMap, HashSet};

/// How many changes are counted in one transaction.
const BATCH: u64 = 1_000;

/// A table of figures with what its keys are called.
#[derive(Clone, Debug)]
pub struct Named {
    pub figures: Figures,
    pub labels: Vec<Label>,
}

/// By what a table of figures can be narrowed.
#[derive(Clone, Debug, Default)]
pub struct Choices {
    pub courses: Vec<Label>,
    pub programs: Vec<Label>,
    /// Oldest first.
    pub months: Vec<String>,
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

    /// Completion along a dimension, of what the slice leaves, for those who may read figures. By oblast there is a row for
    /// each, also where nobody applied, unless the slice is one of them.
    pub async fn completion_figures(
        &self,
        _permit: &MayReadFigures,
        by: Dimension,
        slice: &Slice,
    ) -> Result<Named, Error> {
        let reader = self.reader();
        let as_of = self.figures_as_of().await?;
        let mut rows = self.figure_rows(by, slice).await?;
        let total = if slice.is_whole() {
            figures::people_total(&reader, Dimension::All, "").await?
        } else {
            figures::slice(&reader, Dimension::All, slice).await?.pop().unwrap_or_else(|| nobody(""))
        };
        if by == Dimension::Oblast && slice.territory.is_none() {
            self.add_regions(&mut rows).await?;
        }
        let keys: Vec<String> =
            rows.iter().map(|row| row.key.clone()).filter(|key| !key.is_empty()).collect();
        let labels = figures::labels(&reader, by, &keys).await?;
        Ok(Named { figures: Figures { by, rows, total, as_of }, labels })
    }

    /// Adds the first-level units under which nobody was counted.
    async fn add_regions(&self, rows: &mut Vec<Figure>) -> Result<(), Error> {
        let known: HashSet<String> = rows.iter().map(|row| row.key.clone()).collect();
        let first = [Category::Oblast, Category::SpecialStatusCity];
        let regions = territory::of_categories(&self.reader(), &first).await?;
        let codes = regions.iter().map(|region| region.code.as_str());
        rows.extend(codes.filter(|code| !known.contains(*code)).map(nobody));
        Ok(())
    }

    async fn figure_rows(&self, by: Dimension, slice: &Slice) -> Result<Vec<Figure>, Error> {
        let reader = self.reader();
        let rows = if slice.is_whole() {
            figures::table(&reader, by).await?
        } else {
            figures::slice(&reader, by, slice).await?
        };
        Ok(rows)
    }

    /// Of how many hromadas of each oblast somebody completed, of what the slice leaves.
    pub async fn hromada_reach(&self, _permit: &MayReadFigures, slice: &Slice) -> Result<Vec<Reach>, Error> {
        self.reach(slice).await
    }

    async fn reach(&self, slice: &Slice) -> Result<Vec<Reach>, Error> {
        let mut reached: HashMap<String, i64> = HashMap::new();
        for row in self.figure_rows(Dimension::Hromada, slice).await? {
            if row.people.completed > 0 {
                *reached.entry(region(&row.key).to_owned()).or_default() += 1;
            }
        }
        let oblasts = figures::hromadas(&self.reader()).await?;
        let reach = |(oblast, hromadas): (String, i64)| {
            let reached = reached.get(region(&oblast)).copied().unwrap_or_default();
            Reach { oblast, hromadas, reached }
        };
        Ok(oblasts.into_iter().map(reach).collect())
    }

    /// Leaves a trace of figures that are told as they are, small counts included, being taken away (standards SDC-08);
    /// `question` says of what they are.
    pub async fn trace_figures(
        &self,
        permit: &MayReadFigures,
        by: Dimension,
        question: &str,
    ) -> Result<(), Error> {
        let tx = self.store.begin().await?;
        let subject = ("figures", by.to_string());
        let line =
            entry(self.now(), self.entropy(), permit.author(), "figures.downloaded", subject, question);
        audit::record(&tx, &line).await?;
        Ok(tx.commit().await?)
    }

    /// By what figures can be narrowed: whatever anybody was counted under.
    pub async fn figure_choices(&self, _permit: &MayReadFigures) -> Result<Choices, Error> {
        let reader = self.reader();
        let mut choices = Choices::default();
        let (mut courses, mut programs) = (Vec::new(), Vec::new());
        let of = [Dimension::Course, Dimension::Program, Dimension::Month];
        for (dimension, key) in figures::keys(&reader, &of).await? {
            match dimension {
                Dimension::Course => courses.push(key),
                Dimension::Program => programs.push(key),
                _ => choices.months.push(key),
            }
        }
        choices.courses = figures::labels(&reader, Dimension::Course, &courses).await?;
        choices.programs = figures::labels(&reader, Dimension::Program, &programs).await?;
        Ok(choices)
    }

    /// Everything that happened before this instant is in the figures.
    async fn figures_as_of(&self) -> Result<DateTime<Utc>, Error> {
        let now = self.now();
        Ok(figures::oldest_due(&self.reader()).await?.unwrap_or(now))
    }
}

fn nobody(key: &str) -> Figure {
    let none = Stages::default();
    Figure { key: key.to_owned(), participations: none, people: none, minutes: 0 }
}

/// The beginning that the codes of all units of one oblast share.
fn region(code: &str) -> &str {
    code.get(..4).unwrap_or(code)
}
