//! Tables of people in all the forms that table programs write.

use crate::territory::files::{cell, pack};
use std::fmt::Write;

/// Three people; the cells are parted by tabs.
pub const PEOPLE: &str = "Пошта\tПрізвище\tІм'я\tПо батькові\tПосада\tКатегорія посади\tСпосіб зайняття посади\n\
    daria@rada.test\tҐалаґан\tДар’я\tПетрівна\tГоловний спеціаліст\t2\tпризначена\n\
    \u{a0}Ivan@rada.test \tЇжакевич\tІван\t\t\t\telected\n\
    o.koval@rada.test\tКоваль\tОлена\t\t\t7\t\n";

/// The same in Windows-1251. Letters outside of it are not used but for the apostrophe, which it has.
pub fn legacy(text: &str) -> Vec<u8> {
    text.chars()
        .map(|c| match c {
            '\0'..='\u{7f}' => c as u8,
            'А'..='я' => (c as u32 - 'А' as u32) as u8 + 0xc0,
            '\u{a0}' => 0xa0,
            '’' => 0x92,
            'Ґ' => 0xa5,
            'ґ' => 0xb4,
            'Ї' => 0xaf,
            'ї' => 0xbf,
            'І' => 0xb2,
            'і' => 0xb3,
            'Є' => 0xaa,
            'є' => 0xba,
            other => panic!("{other} is not in Windows-1251"),
        })
        .collect()
}

/// The same as a workbook: digits as numbers, a formula with the value its program left there.
pub fn workbook(text: &str) -> Vec<u8> {
    let mut rows = String::new();
    for (number, line) in (1..).zip(text.lines()) {
        write!(rows, "<row r=\"{number}\">").unwrap();
        for (column, text) in ('A'..).zip(line.split('\t')) {
            let place = format!("{column}{number}");
            match text {
                "" => {}
                text if text.chars().all(|c| c.is_ascii_digit()) => {
                    write!(rows, "<c r=\"{place}\"><v>{text}</v></c>").unwrap()
                }
                "Петрівна" => {
                    write!(
                        rows,
                        "<c r=\"{place}\" t=\"str\"><f>CONCAT(\"Петр\",\"івна\")</f><v>{text}</v></c>"
                    )
                    .unwrap();
                }
                text => rows.push_str(&cell(&place, text)),
            }
        }
        rows.push_str("</row>");
    }
    pack(&rows)
}
