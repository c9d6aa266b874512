//! Tables that everybody can lay beside each other: what a program has in all is the sum of its courses, and the catalogue
//! tells in which months cohorts of a course start.

use super::public::PublicRow;
use postup_domain::disclosure::{Count, Network, Outcome, kept_back};
use postup_domain::figures::Figure;
use postup_persistence::figures::Cell;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Months are rounded down to multiples of so many times the threshold: the first that tells nothing small.
const BASES: [i64; 3] = [2, 4, 8];

/// The rows of a table whose totals everybody knows; none when no part of it can be shown.
pub(super) fn protected(rows: &[Figure], threshold: i64) -> Vec<PublicRow> {
    let told: Vec<[i64; 6]> = rows.iter().map(|row| Outcome::from(row).told()).collect();
    let Some(kept) = kept_back(&told, threshold) else { return Vec::new() };
    rows.iter().zip(kept).map(|(row, kept)| public(row, !kept)).collect()
}

fn public(row: &Figure, is_shown: bool) -> PublicRow {
    PublicRow { key: row.key.clone(), outcome: is_shown.then(|| Outcome::from(row)) }
}

/// Programs and courses as counted, small rows kept back; months rounded, since laid beside courses they would tell how a
/// course parts among its months.
pub(super) struct Linked {
    pub programs: Vec<PublicRow>,
    pub courses: Vec<PublicRow>,
    pub months: Vec<PublicRow>,
    /// To what months are rounded.
    pub base: i64,
}

impl Linked {
    pub fn new(
        programs: &[Figure],
        courses: &[Figure],
        months: &[Figure],
        cells: &[Cell],
        threshold: i64,
    ) -> Self {
        let programs = protected(programs, threshold);
        let courses = courses_of(&programs, courses, cells, threshold);
        let safe = |base: &i64| {
            MEASURES.into_iter().all(|measure| {
                network(&programs, &courses, cells, measure, *base).hides_what_is_small(threshold)
            })
        };
        let base = BASES.map(|times| times * threshold).into_iter().find(safe);
        let rounded = |base: i64| {
            let row = |row: &Figure| PublicRow {
                key: row.key.clone(),
                outcome: Some(Outcome::from(row).rounded(base)),
            };
            months.iter().map(row).collect()
        };
        Self { months: base.map(rounded).unwrap_or_default(), programs, courses, base: base.unwrap_or(1) }
    }
}

/// The courses of each program, protected among themselves: what a program has in all is public where its row is.
fn courses_of(programs: &[PublicRow], courses: &[Figure], cells: &[Cell], threshold: i64) -> Vec<PublicRow> {
    let owner: HashMap<&str, &str> =
        cells.iter().map(|cell| (cell.course.as_str(), cell.program.as_str())).collect();
    let mut of_program: BTreeMap<&str, Vec<Figure>> = BTreeMap::new();
    for course in courses {
        let program = owner.get(course.key.as_str()).copied().unwrap_or_default();
        of_program.entry(program).or_default().push(course.clone());
    }
    let mut shown = Vec::with_capacity(courses.len());
    for (program, courses) in of_program {
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
    shown
}

/// What is counted of a cell, and how much of that the rounded numbers of its month leave open.
#[derive(Clone, Copy)]
enum Measure {
    Confirmed,
    Completed,
    /// Have a seat and have not completed.
    Left,
}

const MEASURES: [Measure; 3] = [Measure::Confirmed, Measure::Completed, Measure::Left];

impl Measure {
    fn of(self, confirmed: i64, completed: i64) -> i64 {
        match self {
            Self::Confirmed => confirmed,
            Self::Completed => completed,
            Self::Left => confirmed - completed,
        }
    }

    fn bounds(self, confirmed: i64, completed: i64, base: i64) -> (i64, i64) {
        let down = |count: i64| count - count.rem_euclid(base);
        let up = |count: i64| down(count) + base - 1;
        match self {
            Self::Confirmed => (down(confirmed), up(confirmed)),
            Self::Completed => (down(completed), up(completed)),
            Self::Left => ((down(confirmed) - up(completed)).max(0), up(confirmed) - down(completed)),
        }
    }
}

/// Everything that is told of a measure: total, programs, courses within them, and months rounded to `base`.
fn network(
    programs: &[PublicRow],
    courses: &[PublicRow],
    cells: &[Cell],
    measure: Measure,
    base: i64,
) -> Network {
    const WHOLE: (usize, usize) = (0, 1);
    let told = |rows: &[PublicRow]| -> HashSet<String> {
        rows.iter().filter(|row| row.outcome.is_some()).map(|row| row.key.clone()).collect()
    };
    let (programs, courses) = (told(programs), told(courses));
    let mut places: HashMap<(char, &str), usize> = HashMap::new();
    let mut sums: BTreeMap<(usize, usize), (i64, bool)> = BTreeMap::new();
    let mut months: BTreeMap<usize, (i64, i64)> = BTreeMap::new();
    let mut counts = Vec::with_capacity(cells.len());
    for cell in cells {
        let mut place = |kind, key| {
            let next = places.len() + 2;
            *places.entry((kind, key)).or_insert(next)
        };
        let (program, course) = (place('p', cell.program.as_str()), place('c', cell.course.as_str()));
        let month = place('m', cell.month.as_str());
        let count = measure.of(cell.confirmed, cell.completed);
        for (arc, is_told) in [
            ((WHOLE.1, WHOLE.0), true),
            ((WHOLE.0, program), programs.contains(&cell.program)),
            ((program, course), courses.contains(&cell.course)),
        ] {
            sums.entry(arc).or_insert((0, is_told)).0 += count;
        }
        let (confirmed, completed) = months.entry(month).or_default();
        *confirmed += cell.confirmed;
        *completed += cell.completed;
        counts.push(Count::new((course, month), count, false));
    }
    counts.extend(sums.into_iter().map(|(arc, (sum, is_told))| Count::new(arc, sum, is_told)));
    counts.extend(months.into_iter().map(|(month, (confirmed, completed))| {
        let (least, most) = measure.bounds(confirmed, completed, base);
        Count { from: month, to: WHOLE.1, is: measure.of(confirmed, completed), least, most }
    }));
    Network::new(counts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use postup_domain::figures::Stages;

    fn figure(key: &str, confirmed: i64, completed: i64) -> Figure {
        let stages = Stages { applied: confirmed, confirmed, present: confirmed, completed, certified: 0 };
        Figure { key: key.to_owned(), participations: stages, people: stages, minutes: 0 }
    }

    fn cells(lines: &[(&str, &str, &str, i64, i64)]) -> Vec<Cell> {
        let cell = |(program, course, month, confirmed, completed): &(&str, &str, &str, i64, i64)| Cell {
            program: (*program).to_owned(),
            course: (*course).to_owned(),
            month: (*month).to_owned(),
            confirmed: *confirmed,
            completed: *completed,
        };
        lines.iter().map(cell).collect()
    }

    /// The tables that these cells add up to.
    fn tables(cells: &[Cell]) -> [Vec<Figure>; 3] {
        let keys: [fn(&Cell) -> &str; 3] = [|cell| &cell.program, |cell| &cell.course, |cell| &cell.month];
        keys.map(|key| {
            let mut sums: BTreeMap<&str, (i64, i64)> = BTreeMap::new();
            for cell in cells {
                let sum = sums.entry(key(cell)).or_default();
                *sum = (sum.0 + cell.confirmed, sum.1 + cell.completed);
            }
            sums.into_iter().map(|(key, (confirmed, completed))| figure(key, confirmed, completed)).collect()
        })
    }

    fn linked(cells: &[Cell]) -> Linked {
        let [programs, courses, months] = tables(cells);
        Linked::new(&programs, &courses, &months, cells, 5)
    }

    fn shown(rows: &[PublicRow]) -> Vec<&str> {
        rows.iter().filter(|row| row.outcome.is_some()).map(|row| row.key.as_str()).collect()
    }

    #[test]
    fn a_small_course_is_hidden_by_one_of_its_own_program() {
        let linked = linked(&cells(&[
            ("p", "a", "2026-01", 3, 2),
            ("p", "b", "2026-01", 23, 9),
            ("p", "b", "2026-02", 24, 9),
            ("p", "c", "2026-02", 50, 20),
            ("q", "d", "2026-01", 30, 15),
            ("q", "e", "2026-02", 30, 15),
        ]));
        assert_eq!(shown(&linked.programs), ["p", "q"]);
        assert_eq!(shown(&linked.courses), ["c", "d", "e"], "b hides a; a course of q would not");
        assert_eq!(shown(&linked.months), ["2026-01", "2026-02"]);
    }

    /// Nothing in the three tables is small, and yet, as counted, they tell that three began b in January: a and c took
    /// place in February only.
    #[test]
    fn months_do_not_tell_how_a_course_parts_among_them() {
        let cells = cells(&[
            ("p", "a", "2026-02", 50, 20),
            ("p", "b", "2026-01", 3, 0),
            ("p", "b", "2026-02", 47, 20),
            ("p", "d", "2026-01", 60, 30),
        ]);
        let linked = linked(&cells);
        assert_eq!(shown(&linked.courses), ["a", "b", "d"]);
        let tells = |base| {
            let net = |measure| network(&linked.programs, &linked.courses, &cells, measure, base);
            MEASURES.into_iter().any(|measure| !net(measure).hides_what_is_small(5))
        };
        assert!(tells(1), "months as counted");
        assert!(!tells(linked.base));
        for row in &linked.months {
            let told = row.outcome.unwrap();
            assert!([told.participations, told.completed].iter().all(|count| count % linked.base == 0));
        }
    }

    /// Only b took place in February: rounded to tens, 48 of 50 leave for January one to ten, but 31 of 33 none to three.
    #[test]
    fn months_are_rounded_further_where_they_would_still_tell() {
        let of = |january, february| {
            linked(&cells(&[
                ("p", "b", "2026-01", january, 0),
                ("p", "b", "2026-02", february, 0),
                ("p", "c", "2026-01", 60, 0),
            ]))
        };
        assert_eq!(of(2, 48).base, 10);
        assert_eq!(of(2, 31).base, 20);
    }

    #[test]
    fn a_table_of_small_rows_is_not_shown_at_all() {
        assert_eq!(protected(&[figure("a", 4, 1), figure("b", 3, 0)], 5), []);
        assert_eq!(shown(&protected(&[figure("a", 0, 0), figure("b", 30, 10)], 5)), ["a", "b"]);
    }
}
