//! What table programs do to tables: each of these has come from an office.

use super::*;
use crate::territory::files::{cell, pack};
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
