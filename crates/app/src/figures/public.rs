//! Figures for everybody: national totals, and tables from which no small number can be worked out.

use super::linked::{Linked, protected};
use crate::{App, Error};
use chrono::{DateTime, Duration, Utc};
use postup_domain::disclosure::{Outcome, is_tellable, tellable, tells_places};
use postup_domain::figures::{Dimension, Figure, Reach, Slice};
use postup_domain::id::ProgramId;
use postup_persistence::figures::{self, Label};
use std::sync::Arc;
use tokio::sync::Mutex;
use tokio::task::spawn_blocking;

/// They are reckoned anew when they are older than this: what they cost does not depend on how many look at them, and two
/// looks one after the other seldom tell what happened in between.
const GOOD_FOR: Duration = Duration::seconds(30);

/// A row of a public table; without an outcome when it is kept back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicRow {
    pub key: String,
    pub outcome: Option<Outcome>,
}

/// A public table. Without rows when no part of it can be shown, or nothing is counted yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicTable {
    pub by: Dimension,
    pub rows: Vec<PublicRow>,
    pub labels: Vec<Label>,
    /// All numbers are rounded down to multiples of it; one where they are as counted.
    pub base: i64,
}

/// National totals, stage by stage; a small number is not told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PublicTotal {
    pub participations: [Option<i64>; 5],
    pub people: [Option<i64>; 5],
    /// Credited, in minutes.
    pub minutes: Option<i64>,
}

impl PublicTotal {
    fn new(total: &Figure, threshold: i64) -> Self {
        let people = tellable(total.people, threshold);
        Self {
            participations: tellable(total.participations, threshold),
            people,
            minutes: is_tellable(total.people.present, threshold).then_some(total.minutes),
        }
    }

    /// Whether nothing has happened that could be counted.
    pub fn is_empty(&self) -> bool {
        self.participations == [Some(0); 5]
    }
}

/// What everybody may know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicFigures {
    pub total: PublicTotal,
    pub oblasts: PublicTable,
    pub programs: PublicTable,
    pub courses: PublicTable,
    pub months: PublicTable,
    /// Of the oblasts that are shown, unless it would tell that there is one person in each hromada.
    pub reach: Vec<Reach>,
    /// In how many hromadas somebody completed a course of each program, as counted.
    pub(crate) reached: Vec<(ProgramId, i64)>,
    /// Counts below it are not told.
    pub threshold: i64,
    pub as_of: DateTime<Utc>,
}

impl PublicFigures {
    /// The table along a dimension, where there is a public one.
    pub fn table(&self, by: Dimension) -> Option<&PublicTable> {
        [&self.oblasts, &self.programs, &self.courses, &self.months].into_iter().find(|table| table.by == by)
    }
}

/// The figures as they were reckoned last. Whoever comes while they are being reckoned waits for them.
#[derive(Default)]
pub(crate) struct Kept(Mutex<Option<(DateTime<Utc>, Arc<PublicFigures>)>>);

impl App {
    /// National totals, and tables by oblast, program, course and month, for everybody.
    pub async fn public_figures(&self) -> Result<Arc<PublicFigures>, Error> {
        let mut kept = self.public.0.lock().await;
        let now = self.now();
        if let Some((at, figures)) = &*kept
            && *at <= now
            && now - *at < GOOD_FOR
        {
            return Ok(figures.clone());
        }
        let figures = match self.reckon().await {
            Ok(figures) => Arc::new(figures),
            Err(error) => match &*kept {
                // Those of a while ago say of when they are, and nobody has to wait for what just failed.
                Some((_, old)) => {
                    tracing::warn!(%error, "public figures stay as they were");
                    old.clone()
                }
                None => return Err(error),
            },
        };
        *kept = Some((now, figures.clone()));
        Ok(figures)
    }

    async fn reckon(&self) -> Result<PublicFigures, Error> {
        let (reader, threshold) = (self.reader(), self.settings.threshold);
        let as_of = self.figures_as_of().await?;
        let total = figures::people_total(&reader, Dimension::All, "").await?;
        let mut oblasts = figures::table(&reader, Dimension::Oblast).await?;
        self.add_regions(&mut oblasts).await?;
        let shown = protected(&oblasts, threshold);
        let programs = figures::table(&reader, Dimension::Program).await?;
        let courses = figures::table(&reader, Dimension::Course).await?;
        let months = figures::table(&reader, Dimension::Month).await?;
        let cells = figures::cells(&reader).await?;
        let tables = (programs.clone(), courses.clone(), months.clone());
        let linked = spawn_blocking(move || {
            let (programs, courses, months) = &tables;
            Linked::new(programs, courses, months, &cells, threshold)
        });
        let linked = linked.await.map_err(|error| Error::Broken(format!("public figures: {error}")))?;
        let reach = self.reach(&Slice::default()).await?.into_iter().filter(|one| {
            let outcome = shown.iter().find(|row| row.key == one.oblast).and_then(|row| row.outcome);
            outcome.is_some_and(|it| tells_places(it.people_completed, one.reached, threshold))
        });
        Ok(PublicFigures {
            total: PublicTotal::new(&total, threshold),
            reach: reach.collect(),
            reached: figures::reached(&reader).await?,
            oblasts: self.public_table(Dimension::Oblast, &oblasts, shown, 1).await?,
            programs: self.public_table(Dimension::Program, &programs, linked.programs, 1).await?,
            courses: self.public_table(Dimension::Course, &courses, linked.courses, 1).await?,
            months: self.public_table(Dimension::Month, &months, linked.months, linked.base).await?,
            threshold,
            as_of,
        })
    }

    /// Named whether or not they are shown, so that a page asks the same of the database in any case.
    async fn public_table(
        &self,
        by: Dimension,
        counted: &[Figure],
        rows: Vec<PublicRow>,
        base: i64,
    ) -> Result<PublicTable, Error> {
        let keys = counted.iter().map(|row| row.key.clone()).filter(|key| !key.is_empty());
        let labels = figures::labels(&self.reader(), by, &keys.collect::<Vec<_>>()).await?;
        Ok(PublicTable { by, rows, labels, base })
    }
}
