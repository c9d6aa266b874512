//! The official codifier: reading, importing, exporting, finding.

mod api;
pub mod files;
mod finding;
mod refusals;

use chrono::{Duration, NaiveDate};
use files::*;
use postup_app::territory::{ImportFailure, ImportReport, codifier};
use postup_domain::import::TableFormat;
use postup_domain::territory::{Category, Territory, TerritoryCode};
use postup_persistence::territory;
use postup_tests::TestApp;
use std::collections::BTreeMap;
use std::path::Path;

fn code(text: &str) -> TerritoryCode {
    text.parse().unwrap()
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

async fn import(test: &TestApp, file: impl Into<Vec<u8>>) -> ImportReport {
    test.app.import_territories(file.into(), false).await.unwrap()
}

async fn stored(test: &TestApp) -> Vec<Territory> {
    let mut units = territory::all(&test.app.reader()).await.unwrap();
    units.sort_by(|one, other| one.code.cmp(&other.code));
    units
}

/// Added, renamed, moved, removed, unchanged.
fn counts(report: &ImportReport) -> [usize; 5] {
    [report.added, report.renamed, report.moved, report.removed, report.unchanged]
}

/// The eight units with some rows changed.
fn changed(change: impl Fn(&mut Vec<Row>)) -> Vec<u8> {
    let mut units = UNITS.to_vec();
    change(&mut units);
    workbook(&table("в редакції від 1 липня 2026 року", &units))
}

/// The eight units but one.
fn without(row: usize) -> Vec<u8> {
    changed(|units| {
        units.remove(row);
    })
}

#[tokio::test]
async fn a_workbook_is_taken_with_its_oddities() {
    let test = TestApp::new().await;
    let report = import(&test, workbook(&table(NOTE, &UNITS))).await;
    assert_eq!((counts(&report), report.in_force_on), ([8, 0, 0, 0, 0], day(2024, 1, 19)));
    let village = test.app.territory(&code(VILLAGE)).await.unwrap();
    assert_eq!(village.territory.name.as_str(), "Слов’янка");
    assert_eq!(village.territory.name_en, "Slovianka");
    let above: Vec<&str> = village.above.iter().map(|unit| unit.code.as_str()).collect();
    assert_eq!(above, [HROMADA, VINNYTSKYI, VINNYTSKA]);
    let hromada = test.app.territory(&code(HROMADA)).await.unwrap().territory;
    assert_eq!((hromada.name.as_str(), hromada.category), ("Вінницька", Category::Hromada));
    let district = test.app.territory(&code(DISTRICT)).await.unwrap();
    assert_eq!(district.territory.parent, Some(code(KYIV)));
    assert_eq!(district.above.len(), 1);
}

#[tokio::test]
async fn the_same_file_again_writes_nothing() {
    let test = TestApp::new().await;
    import(&test, workbook(&table(NOTE, &UNITS))).await;
    let (units, edition) =
        (stored(&test).await, territory::latest_edition(&test.app.reader()).await.unwrap());
    test.clock.pass(Duration::days(1));
    let report = import(&test, workbook(&table(NOTE, &UNITS))).await;
    assert_eq!(counts(&report), [0, 0, 0, 0, 8]);
    assert_eq!(stored(&test).await, units);
    assert_eq!(territory::latest_edition(&test.app.reader()).await.unwrap(), edition);
}

#[tokio::test]
async fn the_text_form_says_the_same_in_either_script() {
    let today = day(2026, 5, 4);
    let expected = codifier::read(&workbook(&table(NOTE, &UNITS)), today).unwrap();
    let windows = text(&table(NOTE, &UNITS));
    let cyrillic = UNITS.map(|mut row| {
        row[5] = ["О", "К", "Р", "Н", "М", "С", "В"]["OKPHMCB".find(row[5]).unwrap()];
        row
    });
    for file in [
        windows.clone(),
        windows.replace("\r\n", "\n"),
        format!("\u{feff}{windows}"),
        text(&table(NOTE, &cyrillic)),
    ] {
        assert_eq!(codifier::read(file.as_bytes(), today).unwrap(), expected);
    }
    let mut bare = vec![TITLES];
    bare.extend_from_slice(&UNITS);
    assert_eq!(codifier::read(text(&bare).as_bytes(), today).unwrap().in_force_on, today);
}

#[tokio::test]
async fn a_new_name_ends_the_old_one() {
    let test = TestApp::new().await;
    import(&test, workbook(&table(NOTE, &UNITS))).await;
    let report = import(
        &test,
        changed(|units| {
            units[4] = {
                let mut row = units[4];
                (row[5], row[6]) = ("X", "Софіївка");
                row
            }
        }),
    )
    .await;
    assert_eq!(counts(&report), [0, 1, 0, 0, 7]);
    let now = test.app.territory(&code(VILLAGE)).await.unwrap().territory;
    assert_eq!((now.name.as_str(), now.valid_from), ("Софіївка", day(2026, 7, 1)));
    let history = test.app.territory_history(&code(VILLAGE)).await.unwrap();
    let [before] = history.as_slice() else { panic!("{history:?}") };
    assert_eq!((before.name.as_str(), before.category), ("Слов’янка", Category::Village));
    assert_eq!((before.valid_from, before.valid_to), (day(2024, 1, 19), day(2026, 7, 1)));
}

#[tokio::test]
async fn a_hromada_moves_with_all_that_lies_in_it() {
    let test = TestApp::new().await;
    import(&test, workbook(&table(NOTE, &UNITS))).await;
    let report =
        import(&test, changed(|units| units[2..5].iter_mut().for_each(|row| row[1] = HAISYNSKYI))).await;
    assert_eq!(counts(&report), [0, 0, 3, 0, 5]);
    let village = test.app.territory(&code(VILLAGE)).await.unwrap().territory;
    assert_eq!(village.raion, Some(code(HAISYNSKYI)));
    let history = test.app.territory_history(&code(HROMADA)).await.unwrap();
    assert_eq!(history[0].parent, Some(code(VINNYTSKYI)));
}

#[tokio::test]
async fn what_is_gone_stays_readable_and_may_come_back() {
    let test = TestApp::new().await;
    import(&test, workbook(&table(NOTE, &UNITS))).await;
    let report = import(&test, without(4)).await;
    assert_eq!(counts(&report), [0, 0, 0, 1, 7]);
    let gone = test.app.territory(&code(VILLAGE)).await.unwrap().territory;
    assert_eq!(gone.valid_to, Some(day(2026, 7, 1)));
    assert!(!gone.is_in_force_on(day(2026, 7, 1)));
    let again = import(&test, without(4)).await;
    assert_eq!(counts(&again), [0, 0, 0, 0, 7]);
    let back = import(&test, text(&table("від 1 серпня 2027 року", &UNITS))).await;
    assert_eq!(counts(&back), [1, 0, 0, 0, 7]);
    let unit = test.app.territory(&code(VILLAGE)).await.unwrap().territory;
    assert_eq!((unit.valid_from, unit.valid_to), (day(2027, 8, 1), None));
    assert_eq!(test.app.territory_history(&code(VILLAGE)).await.unwrap().len(), 1);
}

#[tokio::test]
async fn half_a_codifier_is_taken_for_a_mistake() {
    let test = TestApp::new().await;
    import(&test, workbook(&table(NOTE, &UNITS))).await;
    let half = workbook(&table(NOTE, &UNITS[..4]));
    let refused = test.app.import_territories(half.clone(), false).await.unwrap_err();
    assert!(matches!(refused, ImportFailure::TooManyRemovals { removed: 4, present: 8 }), "{refused}");
    assert!(stored(&test).await.iter().all(|unit| unit.valid_to.is_none()));
    let report = test.app.import_territories(half, true).await.unwrap();
    assert_eq!(counts(&report), [0, 0, 0, 4, 4]);
}

#[tokio::test]
async fn the_compact_edition_is_taken_once_and_exported_as_it_is() {
    let test = TestApp::new().await;
    let report = test.app.import_compact_territories().await.unwrap().unwrap();
    assert_eq!((report.added, report.in_force_on), (2_396, day(2024, 1, 19)));
    assert_eq!(test.app.import_compact_territories().await.unwrap(), None);
    let exported = test.app.export_territories(true, TableFormat::Csv).await.unwrap();
    let carried = include_bytes!("../../crates/app/src/territory/edition.csv");
    assert!(
        exported == carried,
        "edition.csv differs from what `postup export territories --compact` writes"
    );
    let workbook = test.app.export_territories(true, TableFormat::Xlsx).await.unwrap();
    let again = import(&test, workbook).await;
    assert_eq!((counts(&again), again.in_force_on), ([0, 0, 0, 0, 2_396], day(2024, 1, 19)));
}

/// The ministry's own file, where it is at hand: beside the clone, as in continuous integration.
#[tokio::test]
async fn the_official_file_is_taken_whole() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/kodifikator.xlsx");
    let Ok(file) = std::fs::read(&path) else {
        println!("There is no {}: only the small files were tested.", path.display());
        return;
    };
    let test = TestApp::new().await;
    let report = import(&test, file.clone()).await;
    assert_eq!((counts(&report), report.in_force_on), ([31_744, 0, 0, 0, 0], day(2024, 1, 19)));
    let mut by_category: BTreeMap<&str, usize> = BTreeMap::new();
    for unit in stored(&test).await {
        *by_category.entry(unit.category.as_str()).or_default() += 1;
    }
    let expected =
        [("B", 108), ("C", 27_261), ("H", 1_772), ("K", 2), ("M", 461), ("O", 25), ("P", 136), ("X", 1_979)];
    assert_eq!(by_category, BTreeMap::from(expected));
    assert_eq!(counts(&import(&test, file).await), [0, 0, 0, 0, 31_744]);
    for format in [TableFormat::Csv, TableFormat::Xlsx] {
        let exported = test.app.export_territories(false, format).await.unwrap();
        assert_eq!(counts(&import(&test, exported).await), [0, 0, 0, 0, 31_744]);
    }
    let compact = test.app.export_territories(true, TableFormat::Csv).await.unwrap();
    assert!(compact == include_bytes!("../../crates/app/src/territory/edition.csv"));
}
