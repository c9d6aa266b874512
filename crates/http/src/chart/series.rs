//! Months in a row: participations with a seat, and within them those that completed.

use super::KEPT_BACK;
use crate::pages::page::Page;
use postup_domain::figures::Month;

/// The last two years; what lies before stands in the table.
const MOST_MONTHS: usize = 24;
/// The field in which bars stand.
const LEFT: i64 = 30;
const WIDTH: i64 = 326;
const TOP: i64 = 16;
const HEIGHT: i64 = 120;
/// With more months than this there is no room for numbers over the bars.
const MOST_LABELS: usize = 12;

/// One month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    pub x: i64,
    pub width: i64,
    pub middle: i64,
    /// Top and height of the bar of all, and of the bar of those that completed.
    pub top: i64,
    pub height: i64,
    pub inner_top: i64,
    pub inner_height: i64,
    /// Empty where there is no room.
    pub value: String,
    pub month: String,
    /// Where a year begins.
    pub year: String,
}

/// A line across with its number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    pub y: i64,
    pub text: String,
}

/// The picture with its message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series {
    pub name: String,
    pub message: String,
    pub columns: Vec<Column>,
    pub rules: Vec<Rule>,
}

/// A round number that is not less.
fn round_up(most: i64) -> i64 {
    let mut unit = 1;
    loop {
        for step in [2, 4, 10] {
            if most <= unit * step {
                return unit * step;
            }
        }
        unit *= 10;
    }
}

/// A month with its participations and how many of them completed; nothing where that is kept back.
type Told = (Month, Option<(i64, i64)>);

/// Every month from the first to the last, also those in which nothing began.
fn filled(months: &[Told]) -> Vec<Told> {
    let (Some(first), Some(last)) =
        (months.iter().map(|one| one.0).min(), months.iter().map(|one| one.0).max())
    else {
        return Vec::new();
    };
    let all =
        std::iter::successors(Some(first), |month| Some(month.next())).take_while(|month| *month <= last);
    let mut filled: Vec<_> = all
        .map(|month| months.iter().find(|one| one.0 == month).copied().unwrap_or((month, Some((0, 0)))))
        .collect();
    filled.drain(..filled.len().saturating_sub(MOST_MONTHS));
    filled
}

impl Series {
    /// Of months with their participations and how many of these completed; nothing where there are none.
    pub fn new(page: &Page, months: &[Told]) -> Option<Self> {
        let months = filled(months);
        let known =
            months.iter().rev().filter_map(|(month, told)| told.map(|(all, done)| (*month, all, done)));
        let (best, most, completed) = known.max_by_key(|(_, all, _)| *all)?;
        let scale = round_up(most.max(1));
        let count = i64::try_from(months.len()).unwrap_or(i64::MAX);
        let pitch = (WIDTH / count).min(48);
        let width = (pitch * 3 / 4).max(4);
        let tall = |value: i64| if value == 0 { 0 } else { (value * HEIGHT / scale).max(1) };
        let every = if pitch >= 20 { 1 } else { 2 };
        let columns = months
            .iter()
            .zip(0_i64..)
            .map(|((month, told), index)| {
                let (all, done) = told.unwrap_or_default();
                let x = LEFT + index * pitch + (pitch - width) / 2;
                let text = month.to_string();
                let (year, number) = text.split_once('-').unwrap_or_default();
                let (height, inner_height) = (tall(all), tall(done));
                let value = match told {
                    None => KEPT_BACK.to_owned(),
                    Some((all, _)) if months.len() <= MOST_LABELS && *all > 0 => page.number(all),
                    Some(_) => String::new(),
                };
                Column {
                    x,
                    width,
                    middle: x + width / 2,
                    top: TOP + HEIGHT - height,
                    height,
                    inner_top: TOP + HEIGHT - inner_height,
                    inner_height,
                    value,
                    month: if index % every == 0 { number.to_owned() } else { String::new() },
                    year: if index == 0 || number == "01" { year.to_owned() } else { String::new() },
                }
            })
            .collect();
        let rules = [0, scale / 2, scale]
            .map(|value| Rule { y: TOP + HEIGHT - value * HEIGHT / scale, text: page.number(value) });
        let month = page.locale.month(best.first_day());
        let arguments =
            [("month", month.as_str().into()), ("count", most.into()), ("completed", completed.into())];
        Some(Self {
            name: page.t("figures-series-name"),
            message: page.say("figures-series-message", &arguments),
            columns,
            rules: rules.into(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scales_end_on_round_numbers() {
        for (most, scale) in [(1, 2), (2, 2), (3, 4), (5, 10), (11, 20), (37, 40), (41, 100), (1_234, 2_000)]
        {
            assert_eq!(round_up(most), scale);
        }
    }

    #[test]
    fn months_without_anything_are_not_left_out() {
        let month = |text| Month::new("month", text).unwrap();
        let filled = filled(&[(month("2026-03"), Some((4, 1))), (month("2025-12"), Some((2, 2)))]);
        let said: Vec<_> =
            filled.iter().map(|(month, told)| format!("{month} {}", told.unwrap().0)).collect();
        assert_eq!(said, ["2025-12 2", "2026-01 0", "2026-02 0", "2026-03 4"]);
    }
}
