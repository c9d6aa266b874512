//! Files that are not taken: each says why and where, and changes nothing.

use super::*;
use postup_app::territory::codifier::Finding;
use postup_app::territory::wording;
use postup_i18n::{Locale, Words};
use std::fmt::Write;

/// The units with one cell changed; `row` counts from 0.
fn with(row: usize, column: usize, text: &'static str) -> Vec<u8> {
    changed(|units| units[row][column] = text)
}

/// A file, the first finding expected in it as key, row and column.
type Case = (&'static str, Vec<u8>, (&'static str, Option<u32>, Option<char>));

fn damaged_files() -> Vec<Case> {
    let sound = workbook(&table(NOTE, &UNITS));
    let zeros = vec![0; 60 * 1024 * 1024];
    let dense = vec![b' '; 20 * 1024 * 1024];
    let many = packed((0..2_001).map(|number| (format!("{number}.xml"), b"".as_slice())));
    let broken_sheet = pack(&format!(
        "<row r=\"1\">{}</row><row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><t>x",
        cell("A1", "x")
    ));
    vec![
        ("nothing", vec![], ("territory-flaw-empty", None, None)),
        ("cut in half", sound[..sound.len() / 2].to_vec(), ("territory-flaw-damaged", None, None)),
        ("only the beginning", b"PK\x03\x04".to_vec(), ("territory-flaw-damaged", None, None)),
        (
            "sixty megabytes of nothing",
            packed([("a".to_owned(), zeros.as_slice())].into_iter()),
            ("territory-flaw-bomb", None, None),
        ),
        (
            "packed a thousandfold",
            packed([("a".to_owned(), dense.as_slice())].into_iter()),
            ("territory-flaw-bomb", None, None),
        ),
        ("too many parts", many, ("territory-flaw-too-many-parts", None, None)),
        (
            "a packed file of something else",
            packed([("a.txt".to_owned(), b"hello".as_slice())].into_iter()),
            ("territory-flaw-damaged", None, None),
        ),
        ("a sheet that ends in the middle", broken_sheet, ("territory-flaw-damaged", Some(1), None)),
        (
            "an old workbook",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec(),
            ("territory-flaw-old-workbook", None, None),
        ),
        ("text named .xlsx", "Це просто текст\n".into(), ("territory-flaw-no-heading", None, None)),
        (
            "text in another encoding",
            b"UA\nUA\n\xc2\xb3\xed\xed\xe8\xf6\xff".to_vec(),
            ("territory-flaw-not-text", Some(3), None),
        ),
        ("too large", vec![b';'; codifier::LARGEST_FILE + 1], ("territory-flaw-too-large", None, None)),
        (
            "too many cells",
            ";\n".repeat(500_001).into(),
            ("territory-flaw-too-many-cells", Some(500_001), None),
        ),
        (
            "another workbook",
            workbook(&[["Прізвище", "Ім’я", "", "", "", "", ""]]),
            ("territory-flaw-no-heading", None, None),
        ),
        ("titles and nothing else", workbook(&table(NOTE, &[])), ("territory-flaw-no-units", None, None)),
    ]
}

fn contradictory_files() -> Vec<Case> {
    let mut titles = table(NOTE, &UNITS);
    titles[2][3] = "П’ятий рівень";
    let mut after = table(NOTE, &UNITS);
    after.extend([[""; 7], ["Директор департаменту", "", "", "", "", "", ""]]);
    let far = format!("<row r=\"1048576\">{}</row>", cell("XFD1048576", "x"));
    let sheet_with_far = {
        let cells: String =
            TITLES.iter().zip('A'..).map(|(title, column)| cell(&format!("{column}1"), title)).collect();
        pack(&format!("<row r=\"1\">{cells}</row>{far}"))
    };
    let long: &'static str = Box::leak("я".repeat(1_001).into_boxed_str());
    vec![
        ("a wrong title", workbook(&titles), ("territory-flaw-wrong-title", Some(3), Some('D'))),
        ("a signature below", workbook(&after), ("territory-flaw-after-end", Some(13), None)),
        ("a cell far off", sheet_with_far, ("territory-flaw-beyond-columns", Some(1_048_576), Some('H'))),
        ("a long text", with(1, 6, long), ("territory-flaw-too-long", Some(5), Some('G'))),
        (
            "no code",
            changed(|units| units[1] = ["", "", "", "", "", "P", "Назва"]),
            ("territory-flaw-no-code", Some(5), None),
        ),
        ("a gap", with(2, 1, ""), ("territory-flaw-gap", Some(6), Some('B'))),
        (
            "a Cyrillic beginning",
            with(1, 1, "UА05020000000026686"),
            ("territory-flaw-code-prefix", Some(5), Some('B')),
        ),
        (
            "a digit short",
            with(1, 1, "UA0502000000002668"),
            ("territory-flaw-code-length", Some(5), Some('B')),
        ),
        (
            "a letter in a code",
            with(1, 1, "UA0502000000002668O"),
            ("territory-flaw-code-digit", Some(5), Some('B')),
        ),
        (
            "no oblast in a code",
            with(1, 1, "UA00020000000026686"),
            ("territory-flaw-code-first-level", Some(5), Some('B')),
        ),
        (
            "a row twice",
            changed(|units| units.push(units[1])),
            ("territory-flaw-duplicate-code", Some(12), Some('B')),
        ),
        ("an unknown category", with(3, 5, "Щ"), ("territory-flaw-unknown-category", Some(7), Some('F'))),
        ("a raion called a hromada", with(1, 5, "H"), ("territory-flaw-wrong-level", Some(5), Some('B'))),
        ("no name", with(3, 6, " "), ("territory-flaw-no-name", Some(7), Some('G'))),
        (
            "a formula for a name",
            with(3, 6, "=HYPERLINK(1)"),
            ("territory-flaw-bad-name", Some(7), Some('G')),
        ),
        (
            "a name written backwards",
            with(3, 6, "Він\u{202e}ниця"),
            ("territory-flaw-bad-name", Some(7), Some('G')),
        ),
        ("a raion alone", with(1, 0, VINNYTSKYI), ("territory-flaw-no-parent", Some(5), Some('A'))),
        (
            "an oblast in an oblast",
            changed(|units| (units[6][0], units[6][1]) = (VINNYTSKA, KYIV)),
            ("territory-flaw-parent-above-first", Some(10), Some('A')),
        ),
        ("a missing hromada", without(2), ("territory-flaw-parent-missing", Some(6), Some('C'))),
        (
            "a raion in a raion",
            changed(|units| (units[5][1], units[5][2]) = (VINNYTSKYI, HAISYNSKYI)),
            ("territory-flaw-parent-not-above", Some(9), Some('B')),
        ),
        (
            "another path than the parent's",
            with(3, 1, HAISYNSKYI),
            ("territory-flaw-wrong-path", Some(7), Some('C')),
        ),
    ]
}

#[tokio::test]
async fn a_refused_file_says_where_and_why_and_changes_nothing() {
    let test = TestApp::new().await;
    import(&test, workbook(&table(NOTE, &UNITS))).await;
    let (units, edition) =
        (stored(&test).await, territory::latest_edition(&test.app.reader()).await.unwrap());
    for (what, file, (key, row, column)) in damaged_files().into_iter().chain(contradictory_files()) {
        let failure = test.app.import_territories(file, true).await.expect_err(what);
        let ImportFailure::Unusable(unusable) = &failure else { panic!("{what}: {failure}") };
        let Finding { flaw, row: found_row, column: found_column } = unusable.findings[0].clone();
        assert_eq!((flaw.code(), found_row, found_column), (key, row, column), "{what}: {failure}");
        for locale in [Locale::Uk, Locale::En] {
            let lines = wording::refusal(Words::embedded(), locale, &failure).unwrap();
            assert!(lines.len() > unusable.findings.len() && !lines.iter().any(String::is_empty), "{what}");
        }
    }
    assert_eq!(stored(&test).await, units);
    assert_eq!(territory::latest_edition(&test.app.reader()).await.unwrap(), edition);
}

#[test]
fn a_broken_row_is_named_once_and_not_for_those_below_it() {
    let file = changed(|units| (units[2][5], units[7][6]) = ("?", ""));
    let unusable = codifier::read(&file, day(2026, 5, 4)).unwrap_err();
    let found: Vec<_> = unusable.findings.iter().map(|finding| (finding.row, finding.flaw.code())).collect();
    let expected = [(Some(6), "territory-flaw-unknown-category"), (Some(11), "territory-flaw-no-name")];
    assert_eq!(found, expected);
}

#[test]
fn a_hundred_thousand_bad_rows_are_counted_and_a_hundred_told() {
    let mut file = text(&table(NOTE, &UNITS));
    for number in 0..100_000 {
        writeln!(file, "UB{number};;;;;O;Назва").unwrap();
    }
    let unusable = codifier::read(file.as_bytes(), day(2026, 5, 4)).unwrap_err();
    assert_eq!((unusable.total, unusable.findings.len()), (100_000, 100));
    let lines = wording::refusal(Words::embedded(), Locale::En, &unusable.into()).unwrap();
    assert_eq!(lines[0], "The file was not taken and nothing was changed. Findings: 100,000.");
    assert_eq!(lines[101], "Further findings: 99,900.");
}
