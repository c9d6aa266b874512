//! The day of an edition, from the note of approval above the table.

use super::rows::Row;
use chrono::NaiveDate;

const MONTHS: [&str; 12] = [
    "січня",
    "лютого",
    "березня",
    "квітня",
    "травня",
    "червня",
    "липня",
    "серпня",
    "вересня",
    "жовтня",
    "листопада",
    "грудня",
];

/// The latest date written as "19 січня 2024", if there is any: the note names the first order, then its last revision.
pub fn find(preamble: &[Row]) -> Option<NaiveDate> {
    preamble.iter().flat_map(|row| &row.cells).flat_map(|cell| dates(cell)).max()
}

/// The day in the words that [`find`] reads.
pub fn say(day: NaiveDate) -> String {
    use chrono::Datelike;
    let month = usize::try_from(day.month0()).ok().and_then(|month| MONTHS.get(month)).copied();
    format!("{} {} {} року", day.day(), month.unwrap_or_default(), day.year())
}

fn dates(text: &str) -> Vec<NaiveDate> {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.windows(3).filter_map(date).collect()
}

fn date(words: &[&str]) -> Option<NaiveDate> {
    let [day, month, year] = words else { return None };
    let month = MONTHS.iter().position(|name| name == month)?;
    let year = year.trim_end_matches(|c: char| !c.is_ascii_digit());
    NaiveDate::from_ymd_opt(year.parse().ok()?, u32::try_from(month).ok()? + 1, day.parse().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn preamble(text: &str) -> Vec<Row> {
        let mut row = Row::new(1);
        row.put(5, text).unwrap();
        vec![row]
    }

    #[test]
    fn the_last_revision_counts() {
        let note =
            "наказом від 26 листопада 2020 року № 290\r\n(в редакції наказу від 19 січня \r\n2024 року № 48)";
        assert_eq!(find(&preamble(note)), NaiveDate::from_ymd_opt(2024, 1, 19));
        assert_eq!(find(&preamble("31 лютого 2024 року")), None);
        assert_eq!(find(&preamble("")), None);
    }

    #[test]
    fn what_is_said_is_read() {
        for (year, month, day) in [(2024, 1, 19), (2026, 12, 31), (2020, 11, 6)] {
            let date = NaiveDate::from_ymd_opt(year, month, day).unwrap();
            assert_eq!(find(&preamble(&say(date))), Some(date));
        }
    }
}
