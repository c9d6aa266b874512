//! Figures for everybody: national totals, and tables from which no small number can be worked out.

use crate::{App, Error};
use chrono::{DateTime, Utc};
use postup_domain::disclosure::{Outcome, follows, is_tellable, kept_back, tellable, tells_places};
use postup_domain::figures::{Dimension, Figure, Reach, Slice};
use postup_persistence::figures::{self, Label, Start};
use std::collections::{BTreeMap, BTreeSet, HashMap};

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

impl App {
    /// The national totals, for everybody.
    pub async fn public_total(&self) -> Result<(PublicTotal, DateTime<Utc>), Error> {
        let as_of = self.figures_as_of().await?;
        let total = figures::people_total(&self.reader(), Dimension::All, "").await?;
        Ok((PublicTotal::new(&total, self.settings.threshold), as_of))
    }

    /// National totals, and tables by oblast, program, course and month, for everybody.
    pub async fn public_figures(&self) -> Result<PublicFigures, Error> {
        let (reader, threshold) = (self.reader(), self.settings.threshold);
        let (total, as_of) = self.public_total().await?;
        let mut oblasts = figures::table(&reader, Dimension::Oblast).await?;
        self.add_regions(&mut oblasts).await?;
        let shown = protected(&oblasts, threshold);
        let programs = figures::table(&reader, Dimension::Program).await?;
        let courses = figures::table(&reader, Dimension::Course).await?;
        let months = figures::table(&reader, Dimension::Month).await?;
        let calendar = figures::calendar(&reader).await?;
        let linked = Linked::new(&programs, &courses, &months, &calendar, threshold);
        let reach = self
            .reach(&Slice::default())
            .await?
            .into_iter()
            .filter(|one| {
                let outcome = shown.iter().find(|row| row.key == one.oblast).and_then(|row| row.outcome);
                outcome.is_some_and(|it| tells_places(it.people_completed, one.reached, threshold))
            });
        Ok(PublicFigures {
            total,
            reach: reach.collect(),
            oblasts: self.public_table(Dimension::Oblast, &oblasts, shown).await?,
            programs: self.public_table(Dimension::Program, &programs, linked.programs).await?,
            courses: self.public_table(Dimension::Course, &courses, linked.courses).await?,
            months: self.public_table(Dimension::Month, &months, linked.months).await?,
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
    ) -> Result<PublicTable, Error> {
        let keys = counted.iter().map(|row| row.key.clone()).filter(|key| !key.is_empty());
        let labels = figures::labels(&self.reader(), by, &keys.collect::<Vec<_>>()).await?;
        Ok(PublicTable { by, rows, labels })
    }
}

/// The rows of a table whose totals everybody knows; none when no part of it can be shown.
fn protected(rows: &[Figure], threshold: i64) -> Vec<PublicRow> {
    let told: Vec<[i64; 6]> = rows.iter().map(|row| Outcome::from(row).told()).collect();
    let Some(kept) = kept_back(&told, threshold) else { return Vec::new() };
    rows.iter().zip(kept).map(|(row, kept)| public(row, !kept)).collect()
}

fn public(row: &Figure, is_shown: bool) -> PublicRow {
    PublicRow { key: row.key.clone(), outcome: is_shown.then(|| Outcome::from(row)) }
}

/// Tables that everybody can lay beside each other: the catalogue tells which courses a program has, and in which months
/// cohorts of a course started.
struct Linked {
    programs: Vec<PublicRow>,
    courses: Vec<PublicRow>,
    months: Vec<PublicRow>,
}

impl Linked {
    fn new(
        programs: &[Figure],
        courses: &[Figure],
        months: &[Figure],
        calendar: &[Start],
        threshold: i64,
    ) -> Self {
        let programs = protected(programs, threshold);
        let mut of_program: BTreeMap<&str, Vec<Figure>> = BTreeMap::new();
        let owner: HashMap<&str, &str> =
            calendar.iter().map(|start| (start.course.as_str(), start.program.as_str())).collect();
        for course in courses {
            let program = owner.get(course.key.as_str()).copied().unwrap_or_default();
            of_program.entry(program).or_default().push(course.clone());
        }
        let mut shown = Vec::with_capacity(courses.len());
        for (program, courses) in of_program {
            // What a program has in all is public only where its row is.
            let is_known = programs.iter().any(|row| row.key == program && row.outcome.is_some());
            let rows = if is_known { protected(&courses, threshold) } else { Vec::new() };
            if rows.is_empty() {
                shown.extend(courses.iter().map(|course| public(course, false)));
            } else {
                shown.extend(rows);
            }
        }
        if shown.iter().all(|row| row.outcome.is_none()) {
            shown.clear();
        }
        let linked = Self { programs, courses: shown, months: protected(months, threshold) };
        if linked.tells_what_is_kept_back(calendar) { Self { months: Vec::new(), ..linked } } else { linked }
    }

    /// Whether some row that is kept back follows from those that are shown, of all three tables.
    fn tells_what_is_kept_back(&self, calendar: &[Start]) -> bool {
        let parts: BTreeSet<&Start> = calendar.iter().collect();
        let sum = |holds: &dyn Fn(&Start) -> bool| -> Vec<i64> {
            parts.iter().map(|part| i64::from(holds(part))).collect()
        };
        let (mut known, mut wanted) = (vec![sum(&|_| true)], Vec::new());
        let mut sort = |row: &PublicRow, parts: Vec<i64>| match row.outcome {
            Some(_) => known.push(parts),
            None => wanted.push(parts),
        };
        for row in &self.programs {
            sort(row, sum(&|start| start.program == row.key));
        }
        for row in &self.courses {
            sort(row, sum(&|start| start.course == row.key));
        }
        for row in &self.months {
            sort(row, sum(&|start| start.month == row.key));
        }
        wanted.iter().any(|row| row.iter().any(|part| *part != 0) && follows(&known, row))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use postup_domain::figures::Stages;

    fn figure(key: &str, confirmed: i64, completed: i64) -> Figure {
        let stages = Stages { applied: confirmed, confirmed, present: confirmed, completed, certified: 0 };
        Figure { key: key.to_owned(), participations: stages, people: stages, minutes: 0 }
    }

    fn starts(lines: &[(&str, &str, &str)]) -> Vec<Start> {
        let start = |(program, course, month): &(&str, &str, &str)| Start {
            program: (*program).to_owned(),
            course: (*course).to_owned(),
            month: (*month).to_owned(),
        };
        lines.iter().map(start).collect()
    }

    fn shown(rows: &[PublicRow]) -> Vec<&str> {
        rows.iter().filter(|row| row.outcome.is_some()).map(|row| row.key.as_str()).collect()
    }

    #[test]
    fn a_small_course_is_hidden_by_one_of_its_own_program() {
        let programs = [figure("p", 100, 40), figure("q", 60, 30)];
        let courses = [
            figure("a", 3, 2),
            figure("b", 47, 18),
            figure("c", 50, 20),
            figure("d", 30, 15),
            figure("e", 30, 15),
        ];
        let months = [figure("2026-01", 90, 40), figure("2026-02", 70, 30)];
        let both = ["2026-01", "2026-02"];
        let calendar: Vec<_> = [("p", "a"), ("p", "b"), ("p", "c"), ("q", "d"), ("q", "e")]
            .iter()
            .flat_map(|(program, course)| both.map(|month| (*program, *course, month)))
            .collect();
        let linked = Linked::new(&programs, &courses, &months, &starts(&calendar), 5);
        assert_eq!(shown(&linked.programs), ["p", "q"]);
        assert_eq!(shown(&linked.courses), ["c", "d", "e"], "b hides a; a course of q would not");
        assert_eq!(linked.months.len(), 2);
    }

    #[test]
    fn months_are_left_out_where_they_would_tell_a_course() {
        let programs = [figure("p", 100, 40)];
        let courses = [figure("a", 3, 2), figure("b", 47, 18), figure("c", 50, 20)];
        // Only b took place in February, so February tells b, and b tells a.
        let months = [figure("2026-01", 53, 22), figure("2026-02", 47, 18)];
        let calendar = [("p", "a", "2026-01"), ("p", "b", "2026-02"), ("p", "c", "2026-01")];
        let linked = Linked::new(&programs, &courses, &months, &starts(&calendar), 5);
        assert_eq!(shown(&linked.courses), ["c"]);
        assert!(linked.months.is_empty());
    }

    #[test]
    fn a_table_of_small_rows_is_not_shown_at_all() {
        assert_eq!(protected(&[figure("a", 4, 1), figure("b", 3, 0)], 5), []);
        assert_eq!(shown(&protected(&[figure("a", 0, 0), figure("b", 30, 10)], 5)), ["a", "b"]);
    }
}
