//! Pictures of figures: what stands where is worked out here, `components/chart.html` draws it.
//!
//! Each picture has a name, its message in words, and the table with the same numbers under it.

mod map;
mod series;

pub use map::{Class, Map, Region, Tile, regions};
pub use series::{Column, Rule, Series};

use crate::pages::page::Page;

/// What stands in the place of a number that is kept back (standards SDC-05).
pub const KEPT_BACK: &str = "[c]";

/// One bar of the funnel: a stage, how many reached it, what share of the first that is, and how many fewer than before.
#[derive(Clone, Debug)]
pub struct Bar {
    pub name: String,
    pub participations: String,
    pub people: String,
    pub percent: Option<i64>,
    pub lost: i64,
}

/// The stages from application to certificate, in participations and people; some may be kept back.
pub fn funnel(page: &Page, participations: [Option<i64>; 5], people: [Option<i64>; 5]) -> Vec<Bar> {
    const STAGES: [&str; 5] = ["applied", "confirmed", "present", "completed", "certified"];
    let said = |count: Option<i64>| count.map_or_else(|| KEPT_BACK.to_owned(), |count| page.number(count));
    let first = participations.first().copied().flatten().filter(|count| *count > 0);
    let mut before = first;
    let mut bars = Vec::with_capacity(STAGES.len());
    for ((stage, participations), people) in STAGES.into_iter().zip(participations).zip(people) {
        let lost = before.zip(participations).map_or(0, |(before, now)| (before - now).max(0));
        before = participations;
        bars.push(Bar {
            name: page.t(&format!("figures-stage-{stage}")),
            participations: said(participations),
            people: said(people),
            percent: first.zip(participations).map(|(all, some)| some * 100 / all),
            lost,
        });
    }
    bars
}
