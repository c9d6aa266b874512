//! Small codifiers in both forms, sound and broken.

use std::fmt::Write as _;
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

pub type Row = [&'static str; 7];

pub const TITLES: Row = [
    "Перший рівень",
    "Другий рівень",
    "Третій рівень",
    "Четвертий рівень",
    "Додатковий рівень",
    "Категорія об’єкта",
    "Назва об’єкта",
];

pub const VINNYTSKA: &str = "UA05000000000010236";
pub const VINNYTSKYI: &str = "UA05020000000026686";
pub const HAISYNSKYI: &str = "UA05040000000018145";
pub const HROMADA: &str = "UA05020030000031457";
pub const VINNYTSIA: &str = "UA05020030010063857";
pub const VILLAGE: &str = "UA05020030090084722";
pub const KYIV: &str = "UA80000000000093317";
pub const DISTRICT: &str = "UA80000000000126643";

/// Every oddity of the real file on eight rows: stray blanks, the plain apostrophe, a district of Kyiv.
pub const UNITS: [Row; 8] = [
    [VINNYTSKA, "", "", "", "", "O", "Вінницька"],
    [VINNYTSKA, VINNYTSKYI, "", "", "", "P", "Вінницький"],
    [VINNYTSKA, VINNYTSKYI, HROMADA, "", "", "H", "Вінницька  "],
    [VINNYTSKA, VINNYTSKYI, HROMADA, VINNYTSIA, "", "M", "Вінниця"],
    [VINNYTSKA, VINNYTSKYI, HROMADA, VILLAGE, "", "C", "Слов'янка"],
    [VINNYTSKA, HAISYNSKYI, "", "", "", "P", "Гайсинський"],
    [KYIV, "", "", "", "", "K", "Київ"],
    [KYIV, KYIV, KYIV, KYIV, DISTRICT, "B", "Голосіївський"],
];

pub const NOTE: &str =
    "наказом від 26 листопада 2020 року № 290 (в редакції наказу від 19 січня \n2024 року № 48)";

/// Note of approval, an empty row, titles, units: the shape of the official workbook.
pub fn table(note: &'static str, units: &[Row]) -> Vec<Row> {
    let mut rows = vec![["", "", "", "", "", note, ""], [""; 7], TITLES];
    rows.extend_from_slice(units);
    rows
}

/// A workbook of one sheet.
pub fn workbook(rows: &[Row]) -> Vec<u8> {
    let mut sheet = String::new();
    for (row, number) in rows.iter().zip(1..) {
        write!(sheet, "<row r=\"{number}\">").unwrap();
        for (text, column) in row.iter().zip('A'..) {
            if !text.is_empty() {
                sheet.push_str(&cell(&format!("{column}{number}"), text));
            }
        }
        sheet.push_str("</row>");
    }
    pack(&sheet)
}

/// One cell with a text of its own.
pub fn cell(place: &str, text: &str) -> String {
    format!("<c r=\"{place}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{text}</t></is></c>")
}

/// A workbook around the rows of its sheet.
pub fn pack(rows: &str) -> Vec<u8> {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const LINKS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
    let relation = |kind: &str, target: &str| {
        format!(
            "<Relationships xmlns=\"{PACKAGE}\"><Relationship Id=\"rId1\" Type=\"{LINKS}/{kind}\" \
             Target=\"{target}\"/></Relationships>"
        )
    };
    let parts = [
        ("_rels/.rels", relation("officeDocument", "xl/workbook.xml")),
        ("xl/_rels/workbook.xml.rels", relation("worksheet", "worksheets/sheet1.xml")),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{LINKS}\"><sheets>\
                 <sheet name=\"Кодифікатор\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/worksheets/sheet1.xml",
            format!("<worksheet xmlns=\"{MAIN}\"><sheetData>{rows}</sheetData></worksheet>"),
        ),
    ];
    packed(parts.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes())))
}

/// A packed file of any parts.
pub fn packed<'a>(parts: impl Iterator<Item = (String, &'a [u8])>) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// The text form.
pub fn text(rows: &[Row]) -> String {
    rows.iter().map(|row| row.map(quoted).join(";") + "\r\n").collect()
}

fn quoted(text: &str) -> String {
    if text.contains(['\n', ';', '"']) { format!("\"{text}\"") } else { text.to_owned() }
}
