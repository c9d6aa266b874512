//! What table programs do to tables: each of these has come from an office.

use super::*;
use crate::territory::files::{cell, pack, packed};
use postup_app::sheet::{Bounds, Row, Trouble, workbook};
use postup_domain::organization::Edrpou;

#[tokio::test]
async fn empty_columns_and_rows_at_the_ends_are_nothing() {
    let house = TestApp::new().await;
    Ground::new(&house).await;
    let file = ";;;;\nemail;family_name;given_name;;\na@rada.test;Коваль;Іван;;\n;;;;\n \u{a0};;;;\n;;;;\n";
    let job = checked(&house, &Actor::system(), ImportKind::People, file).await;
    assert_eq!((job.tally, job.ignored.len()), (tally(1, 0, 0, 0), 0));
}

#[tokio::test]
async fn a_number_of_the_register_survives_what_programs_do_to_it() {
    let house = TestApp::new().await;
    let ground = Ground::new(&house).await;
    let number = (0..10).find_map(|digit| Edrpou::new("edrpou", &format!("0003294{digit}")).ok()).unwrap();
    ground
        .run(
            "UPDATE organization SET edrpou = $1 WHERE id = $2",
            vec![number.to_string().into(), ground.council.into()],
        )
        .await;
    let bare = number.to_string().trim_start_matches('0').to_owned();
    for cell in [
        number.to_string(),
        format!("=\"\"{number}\"\""),
        bare.clone(),
        format!("\u{a0}{bare} "),
        format!("'{number}"),
    ] {
        let quoted = if cell.contains('"') { format!("\"{cell}\"") } else { cell };
        let file = format!("email;family_name;given_name;єдрпоу\na@rada.test;Коваль;Іван;{quoted}\n");
        let job = checked(&house, &Actor::system(), ImportKind::People, &file).await;
        assert_eq!(job.tally, tally(1, 0, 0, 0), "{file} {:?}", verdicts(&house, &job).await);
    }
    let sheet = format!(
        "<row r=\"1\">{}{}{}{}</row><row r=\"2\">{}{}{}<c r=\"D2\"><v>{bare}</v></c></row>",
        cell("A1", "email"),
        cell("B1", "family_name"),
        cell("C1", "given_name"),
        cell("D1", "єдрпоу"),
        cell("A2", "a@rada.test"),
        cell("B2", "Коваль"),
        cell("C2", "Іван")
    );
    let job = checked(&house, &Actor::system(), ImportKind::People, pack(&sheet)).await;
    assert_eq!(job.tally, tally(1, 0, 0, 0));
}

#[test]
fn what_programs_compute_or_format_is_read_as_its_text() {
    let rows = "<row r=\"1\"><c r=\"A1\"><v>45658</v></c><c r=\"B1\"><v>1.50</v></c><c r=\"C1\" t=\"b\"><v>1</v></c>\
                <c r=\"D1\" t=\"e\"><v>#REF!</v></c><c r=\"E1\" t=\"str\"><f>HYPERLINK(\"http://x\")</f><v>x</v></c>\
                <c r=\"F1\"><f>1+1</f></c><c r=\"H1\" t=\"d\"><v>2025-01-01</v></c></row>";
    let bounds = Bounds { file: 1 << 20, inflated: 1 << 20, cells: 100, longest: 100, cut: true };
    let mut read = Vec::new();
    workbook::read(&pack(rows), &bounds, |row: Row| {
        read.extend(row.cells);
        Ok::<(), Trouble>(())
    })
    .unwrap();
    let said: Vec<(usize, &str)> = read.iter().map(|(column, text)| (*column, text.as_str())).collect();
    assert_eq!(said, [(0, "45658"), (1, "1.5"), (2, "true"), (3, "#REF!"), (4, "x"), (7, "2025-01-01")]);
}

#[tokio::test]
async fn windows_1251_with_semicolons_and_lone_line_ends() {
    let house = TestApp::new().await;
    Ground::new(&house).await;
    for (end, mark) in [("\r\n", ""), ("\r", ""), ("\n", "sep=;\n"), ("\r\n", "sep=;\r\n")] {
        let text = format!("Пошта;Прізвище;Ім’я{end}nova@rada.test;Ґалаґан;Їжак{end}");
        let file = [mark.as_bytes(), &legacy(&text)].concat();
        let job = checked(&house, &Actor::system(), ImportKind::People, file).await;
        assert_eq!(job.tally, tally(1, 0, 0, 0), "{end:?} {:?}", job.flaw);
    }
}

/// A row of texts.
fn row(number: u32, texts: &[&str]) -> String {
    let cells = ('A'..).zip(texts).map(|(column, text)| cell(&format!("{column}{number}"), text));
    format!("<row r=\"{number}\">{}</row>", cells.collect::<String>())
}

#[tokio::test]
async fn headings_are_known_in_any_case_under_a_title_that_spans_them() {
    let house = TestApp::new().await;
    Ground::new(&house).await;
    let titles = ["ЕЛЕКТРОННА ПОШТА ", " ПРІЗВИЩЕ", "Ім\u{2019}я*", "По-батькові:", "ПОСАДА\u{a0}"];
    let rows = row(1, &["Список учасників"])
        + &row(3, &titles)
        + &row(4, &["a@rada.test", "Коваль", "Іван", "Петрович", "голова"]);
    let merged = pack(&rows);
    let text = format!(
        "\u{feff}Список учасників;;;;\r\n;;;;\r\n{}\r\nb@rada.test;Коваль;Іван;;\r\n",
        titles.join(";")
    );
    for file in [merged, text.into_bytes()] {
        let job = checked(&house, &Actor::system(), ImportKind::People, file).await;
        assert_eq!((job.tally, job.ignored.as_slice()), (tally(1, 0, 0, 0), [].as_slice()), "{:?}", job.flaw);
    }
}

#[tokio::test]
async fn lines_within_a_quoted_cell_are_one_row_and_tidied() {
    let house = TestApp::new().await;
    Ground::new(&house).await;
    let file = "email;family_name;given_name;position\r\n\
                a@rada.test;Коваль;Іван;\"головний\r\nспеціаліст\"\r\nb@rada.test;Коваль;;\r\n";
    let job = checked(&house, &Actor::system(), ImportKind::People, file).await;
    let found: Vec<(u32, Verdict)> =
        verdicts(&house, &job).await.into_iter().map(|(number, verdict, _)| (number, verdict)).collect();
    assert_eq!(found, [(2, Verdict::New), (3, Verdict::Faulty)]);
}

#[tokio::test]
async fn a_sheet_that_is_hidden_in_front_is_not_the_table() {
    let house = TestApp::new().await;
    Ground::new(&house).await;
    let two = |hidden: &str| {
        let rows =
            row(1, &["email", "family_name", "given_name"]) + &row(2, &["a@rada.test", "Коваль", "Іван"]);
        let book = pack(&rows);
        let sheets = format!("<sheets><sheet name=\"lists\" sheetId=\"7\"{hidden} r:id=\"rId7\"/>");
        let link = "<Relationship Id=\"rId7\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" \
                    Target=\"worksheets/sheet7.xml\"/></Relationships>";
        let list = "<worksheet><sheetData/></worksheet>";
        rebuilt(&book, &sheets, link, list)
    };
    for (hidden, code) in
        [(" state=\"hidden\"", None), (" state=\"veryHidden\"", None), ("", Some("import-flaw-no-heading"))]
    {
        let job = checked(&house, &Actor::system(), ImportKind::People, two(hidden)).await;
        assert_eq!(job.flaw.is_some(), code.is_some(), "{hidden} {:?}", job.flaw);
        assert!(code.is_none_or(|code| job.flaw.unwrap().contains(code)));
    }
}

/// The workbook with one more sheet in front.
fn rebuilt(book: &[u8], sheets: &str, link: &str, list: &str) -> Vec<u8> {
    use std::io::Read as _;
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(book)).unwrap();
    let mut parts = vec![("xl/worksheets/sheet7.xml".to_owned(), list.to_owned())];
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let mut text = String::new();
        part.read_to_string(&mut text).unwrap();
        let text = match &*part.name().unwrap() {
            "xl/workbook.xml" => text.replace("<sheets>", sheets),
            "xl/_rels/workbook.xml.rels" => text.replace("</Relationships>", link),
            _ => text,
        };
        parts.push((part.name().unwrap().into_owned(), text));
    }
    packed(parts.iter().map(|(name, text)| (name.clone(), text.as_bytes())))
}

#[test]
fn columns_that_are_hidden_and_formulas_without_a_value_are_what_they_hold() {
    let rows = "<row r=\"1\" hidden=\"1\"><c r=\"A1\" t=\"str\"><f>A2&amp;\"x\"</f></c><c r=\"B1\"><f>1/0</f><v></v></c>\
                <c r=\"C1\" t=\"inlineStr\"><is><t>=cmd|' /C calc'!A0</t></is></c></row>";
    let bounds = Bounds { file: 1 << 20, inflated: 1 << 20, cells: 100, longest: 100, cut: true };
    let mut read = Vec::new();
    workbook::read(&pack(rows), &bounds, |row: Row| {
        read.extend(row.cells);
        Ok::<(), Trouble>(())
    })
    .unwrap();
    assert_eq!(read, [(2, "=cmd|' /C calc'!A0".to_owned())]);
}
