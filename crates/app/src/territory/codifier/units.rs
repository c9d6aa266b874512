//! From rows to units: every row is looked at, and every finding is named.

use super::finding::{Finding, Flaw, Unusable, quoted};
use super::rows::{CATEGORY, COLUMNS, NAME, Row};
use chrono::NaiveDate;
use postup_domain::territory::{Category, Territory, TerritoryCode};
use postup_domain::text::Title;
use std::collections::HashMap;

/// The units of the rows below the heading, parents before their parts; or all that is wrong with them.
pub fn read(body: &[Row], in_force_on: NaiveDate) -> Result<Vec<Territory>, Unusable> {
    let mut unusable = Unusable::default();
    let entries = entries(body, &mut unusable);
    let units = place(entries, in_force_on, &mut unusable);
    if unusable.total > 0 {
        unusable.findings.sort_by_key(|finding| finding.row);
        return Err(unusable);
    }
    if units.is_empty() { Err(Finding::of_file(Flaw::NoUnits).into()) } else { Ok(units) }
}

/// What one row says.
struct Entry {
    row: u32,
    /// The column of its own code, from 0.
    column: usize,
    code: TerritoryCode,
    category: Category,
    name: Title,
    /// The units above, from the whole to the part. Districts of Kyiv repeat the code of the city in four columns, so
    /// a code counts only where it differs from the one before.
    path: Vec<TerritoryCode>,
}

/// The codes that were met, with their first row; `None` in the second place stands for a row with a finding.
type Entries = Vec<(TerritoryCode, u32, Option<Entry>)>;

fn entries(body: &[Row], unusable: &mut Unusable) -> Entries {
    let mut first_rows: HashMap<TerritoryCode, u32> = HashMap::new();
    let mut entries = Entries::new();
    let mut ended = false;
    for row in body {
        if row.is_blank() {
            ended = !entries.is_empty();
            continue;
        }
        if ended {
            unusable.note(Finding::of_row(row.number, Flaw::AfterEnd { found: row.first_text() }));
            break;
        }
        match codes(row) {
            Err(finding) => unusable.note(finding),
            Ok((code, column, path)) => {
                if let Some(first_row) = first_rows.get(&code) {
                    let flaw = Flaw::DuplicateCode { code: code.to_string(), first_row: *first_row };
                    unusable.note(Finding::of_cell(row.number, column, flaw));
                    continue;
                }
                first_rows.insert(code.clone(), row.number);
                let entry = entry(row, &code, column, path).map_err(|finding| unusable.note(finding)).ok();
                entries.push((code, row.number, entry));
            }
        }
    }
    entries
}

/// The row's own code, its column, and the differing codes before it.
fn codes(row: &Row) -> Result<(TerritoryCode, usize, Vec<TerritoryCode>), Finding> {
    if let Some(found) = &row.beyond {
        let flaw = Flaw::BeyondColumns { found: found.clone() };
        return Err(Finding::of_cell(row.number, COLUMNS, flaw));
    }
    let mut path: Vec<TerritoryCode> = Vec::new();
    let mut gap = None;
    let mut own_column = 0;
    for (column, text) in row.cells.iter().take(CATEGORY).enumerate() {
        if text.is_empty() {
            gap = gap.or(Some(column));
            continue;
        }
        if let Some(gap) = gap {
            return Err(Finding::of_cell(row.number, gap, Flaw::Gap));
        }
        let code = text.parse().map_err(|reason| {
            Finding::of_cell(row.number, column, Flaw::BadCode { found: quoted(text), reason })
        })?;
        own_column = column;
        if path.last() != Some(&code) {
            path.push(code);
        }
    }
    let own = path.pop().ok_or(Finding::of_row(row.number, Flaw::NoCode))?;
    Ok((own, own_column, path))
}

fn entry(row: &Row, code: &TerritoryCode, column: usize, path: Vec<TerritoryCode>) -> Result<Entry, Finding> {
    let category = category(row)?;
    if code.level() != category.level() {
        let flaw = Flaw::WrongLevel {
            code: code.to_string(),
            code_level: code.level().number(),
            category: category.to_string(),
            category_level: category.level().number(),
        };
        return Err(Finding::of_cell(row.number, column, flaw));
    }
    Ok(Entry { row: row.number, column, code: code.clone(), category, name: name(row)?, path })
}

fn category(row: &Row) -> Result<Category, Finding> {
    let text = row.cells.get(CATEGORY).map_or("", String::as_str);
    Category::read(text)
        .ok_or_else(|| Finding::of_cell(row.number, CATEGORY, Flaw::UnknownCategory { found: quoted(text) }))
}

/// The name with the official apostrophe. It begins with a letter and has only letters, digits and a few signs.
fn name(row: &Row) -> Result<Title, Finding> {
    let text = row.cells.get(NAME).map_or("", String::as_str);
    if text.is_empty() {
        return Err(Finding::of_cell(row.number, NAME, Flaw::NoName));
    }
    let official: String = text.chars().map(|c| if "'ʼ‘`´′".contains(c) { '’' } else { c }).collect();
    let bad = || Finding::of_cell(row.number, NAME, Flaw::BadName { found: quoted(text) });
    let name = Title::new("name", &official).map_err(|_| bad())?;
    let fits = |c: char| c.is_alphanumeric() || " ’-.№()/".contains(c);
    let sound = name.as_str().starts_with(char::is_alphabetic) && name.as_str().chars().all(fits);
    if sound { Ok(name) } else { Err(bad()) }
}

/// Puts every unit under its parent. A unit whose parent has a finding of its own is passed over in silence.
fn place(entries: Entries, in_force_on: NaiveDate, unusable: &mut Unusable) -> Vec<Territory> {
    let met: HashMap<TerritoryCode, Option<Category>> =
        entries.iter().map(|(code, _, entry)| (code.clone(), entry.as_ref().map(|e| e.category))).collect();
    let mut sound: Vec<Entry> = entries.into_iter().filter_map(|(_, _, entry)| entry).collect();
    sound.sort_by_key(|entry| entry.category.level());
    let mut units: Vec<Territory> = Vec::with_capacity(sound.len());
    let mut positions: HashMap<TerritoryCode, usize> = HashMap::with_capacity(sound.len());
    for entry in sound {
        let parent = entry.path.last().and_then(|code| positions.get(code)).and_then(|at| units.get(*at));
        match placement(&entry, parent, &met) {
            Err(Some(flaw)) => {
                unusable.note(Finding::of_cell(entry.row, entry.column.saturating_sub(1), flaw));
            }
            Err(None) => {}
            Ok(()) => {
                let unit = Territory::new(entry.code, entry.category, entry.name, parent, in_force_on);
                positions.insert(unit.code.clone(), units.len());
                units.push(unit);
            }
        }
    }
    units
}

/// Whether the unit may stand where its row puts it; an error without a flaw has its cause in another row.
fn placement(
    entry: &Entry,
    parent: Option<&Territory>,
    met: &HashMap<TerritoryCode, Option<Category>>,
) -> Result<(), Option<Flaw>> {
    let category = || entry.category.to_string();
    let first = entry.category.level().number() == 1;
    let Some(above) = entry.path.last() else {
        return if first { Ok(()) } else { Err(Some(Flaw::NoParent { category: category() })) };
    };
    if first {
        return Err(Some(Flaw::ParentAboveFirst { category: category() }));
    }
    let Some(parent) = parent else {
        return Err(match met.get(above) {
            None => Some(Flaw::ParentMissing { parent: above.to_string() }),
            Some(Some(met)) if met.level() >= entry.category.level() => {
                Some(Flaw::ParentNotAbove { parent: above.to_string() })
            }
            Some(_) => None,
        });
    };
    if parent.category.level() >= entry.category.level() {
        return Err(Some(Flaw::ParentNotAbove { parent: above.to_string() }));
    }
    let expected: Vec<&TerritoryCode> = parent.above().into_iter().rev().chain([&parent.code]).collect();
    let found: Vec<&TerritoryCode> = entry.path.iter().collect();
    if expected == found {
        return Ok(());
    }
    Err(Some(Flaw::WrongPath { expected: joined(&expected), found: joined(&found) }))
}

fn joined(codes: &[&TerritoryCode]) -> String {
    codes.iter().map(|code| code.as_str()).collect::<Vec<_>>().join(" → ")
}
