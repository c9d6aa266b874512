//! The rows of separated text, as table programs write it: semicolons, commas or tabs, any line ends, a first line
//! `sep=;` that names the sign.

use super::encoding::decoded;
use super::{Bounds, Flaw, Meter, Row, Trouble};

/// Hands every row that is not an empty line to `take`.
pub fn read<E: From<Trouble>>(
    file: &[u8],
    bounds: &Bounds,
    take: impl FnMut(Row) -> Result<(), E>,
) -> Result<(), E> {
    let text = decoded(file)?;
    let (separator, text) = separator(&text);
    read_parted(text, separator, bounds, take)
}

/// The same of a text whose sign between cells is known.
pub fn read_parted<E: From<Trouble>>(
    text: &str,
    separator: u8,
    bounds: &Bounds,
    mut take: impl FnMut(Row) -> Result<(), E>,
) -> Result<(), E> {
    look_at(text, separator)?;
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut meter = Meter::new(bounds);
    let mut record = csv::StringRecord::new();
    // A table program counts a cell of several lines as one row.
    let mut inner_lines = 0;
    while reader.read_record(&mut record).map_err(damaged)? {
        let line =
            record.position().map_or(0, |position| position.line() + empty_lines(text, position.byte()));
        let number = u32::try_from(line.saturating_sub(inner_lines)).unwrap_or(u32::MAX);
        let mut row = Row { number, cells: Vec::new() };
        for (column, cell) in record.iter().enumerate() {
            inner_lines += u64::try_from(cell.matches('\n').count()).unwrap_or_default();
            meter.put(&mut row, column, cell)?;
        }
        take(row)?;
    }
    Ok(())
}

/// How many lines without anything stand at a place: the reader passes over them, a table program counts them.
fn empty_lines(text: &str, from: u64) -> u64 {
    let rest = usize::try_from(from).ok().and_then(|from| text.as_bytes().get(from..)).unwrap_or_default();
    let breaks = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n'));
    u64::try_from(breaks.filter(|byte| **byte == b'\n').count()).unwrap_or_default()
}

/// The sign between cells, and the text without the line that only names it.
fn separator(text: &str) -> (u8, &str) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    if let Some(named) = first.trim_end_matches('\r').strip_prefix("sep=")
        && let [sign] = named.as_bytes()
    {
        return (*sign, rest);
    }
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let mut is_quoted = false;
    let outside: String = first
        .chars()
        .filter(|sign| {
            is_quoted ^= *sign == '"';
            !is_quoted
        })
        .collect();
    // Of equals the last one counts: the semicolon is what programs here write.
    let sign = ['\t', ',', ';'].into_iter().max_by_key(|sign| outside.matches(*sign).count());
    let sign = sign.and_then(|sign| u8::try_from(sign).ok());
    (sign.unwrap_or(b';'), text)
}

/// As many as a sheet of a table program has.
const MOST_COLUMNS: usize = 16_384;

/// Refuses a text in which a cell is opened by a quotation mark and never closed, so that everything after it would be one
/// cell, and one with a row that no sheet would hold.
fn look_at(text: &str, separator: u8) -> Result<(), Trouble> {
    let (mut is_start, mut is_quoted, mut columns) = (true, false, 1);
    let (mut line, mut opened) = (1_u32, 1_u32);
    for byte in text.bytes() {
        if byte == b'\n' {
            line = line.saturating_add(1);
        }
        if is_quoted {
            // A doubled mark closes and opens again at once.
            is_quoted = byte != b'"';
            is_start = byte == b'"';
        } else if byte == b'"' && is_start {
            (is_quoted, opened) = (true, line);
        } else {
            let ends_row = byte == b'\n' || byte == b'\r';
            is_start = ends_row || byte == separator;
            columns = if ends_row { 1 } else { columns + usize::from(is_start) };
            if columns > MOST_COLUMNS {
                return Err(Trouble::of_row(line, Flaw::TooWide { most: MOST_COLUMNS }));
            }
        }
    }
    if is_quoted { Err(Trouble::of_row(opened, Flaw::OpenQuote)) } else { Ok(()) }
}

fn damaged(error: csv::Error) -> Trouble {
    Trouble::of_file(Flaw::Damaged { detail: error.to_string() })
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOUNDS: Bounds = Bounds { file: 1_000, inflated: 1_000, cells: 20, longest: 5, cut: true };

    fn rows(text: &str) -> Result<Vec<(u32, Vec<String>)>, Trouble> {
        let mut rows = Vec::new();
        read(text.as_bytes(), &BOUNDS, |row: Row| {
            rows.push((row.number, row.cells.into_iter().map(|(_, text)| text).collect()));
            Ok::<(), Trouble>(())
        })?;
        Ok(rows)
    }

    #[test]
    fn the_sign_between_cells_is_found_or_named() {
        for text in [
            "a;b\n1;2\n",
            "a,b\r\n1,2\r\n",
            "a\tb\n1\t2",
            "sep=;\na;b\n1;2",
            "sep=|\r\na|b\r\n1|2",
            "\"a\";b\n1;2",
        ] {
            let read = rows(text).unwrap();
            assert_eq!(read[0], (1, vec!["a".to_owned(), "b".to_owned()]), "{text:?}");
            assert_eq!(read[1], (2, vec!["1".to_owned(), "2".to_owned()]), "{text:?}");
        }
        assert_eq!(
            rows("\"a;b;c\",d\n").unwrap()[0].1,
            ["a;b;c", "d"].map(|cell| cell.chars().take(6).collect::<String>())
        );
    }

    #[test]
    fn rows_are_counted_as_table_programs_do() {
        let read = rows("a;b\n\n\"1\n2\n3\";x\ny;z\n").unwrap();
        assert_eq!(read.iter().map(|(number, _)| *number).collect::<Vec<_>>(), [1, 3, 4]);
    }

    #[test]
    fn what_goes_beyond_the_bounds_is_cut_or_refused() {
        assert_eq!(rows("1234567890;b").unwrap()[0].1, ["123456", "b"]);
        let wide = "a;b;c\n".repeat(10);
        assert_eq!(rows(&wide), Err(Trouble::of_row(7, Flaw::TooManyCells { most: 20 })));
        assert_eq!(rows("a;b\nc;\"d\ne;f\n"), Err(Trouble::of_row(2, Flaw::OpenQuote)));
        assert_eq!(rows("a;5\" x\nc;d\n").unwrap().len(), 2);
        assert_eq!(rows("a;\"5\"\" x\"\nc;d\n").unwrap().len(), 2);
    }
}
