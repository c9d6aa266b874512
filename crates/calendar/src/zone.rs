//! `VTIMEZONE`: when the clocks of a zone change, from the zone database, for the years that a calendar speaks of.

use crate::line::Lines;
use chrono::{DateTime, Duration, NaiveDateTime, Offset, TimeZone, Utc};
use chrono_tz::{OffsetComponents, OffsetName, Tz};

/// Writes a zone down from a year before the first time to a year after the last: one observance for each change of the
/// clocks, no rules, so that it is right in every zone.
pub fn put(lines: &mut Lines, zone: Tz, first: NaiveDateTime, last: NaiveDateTime) {
    let (begin, end) = (first.and_utc() - Duration::days(366), last.and_utc() + Duration::days(366));
    lines.put("BEGIN", "VTIMEZONE");
    lines.put("TZID", zone.name());
    observe(lines, zone, begin, begin);
    let mut day = begin;
    while day < end {
        let next = day + Duration::days(1);
        if offset(zone, day) != offset(zone, next) {
            let change = turn(zone, day, next);
            observe(lines, zone, change - Duration::seconds(1), change);
        }
        day = next;
    }
    lines.put("END", "VTIMEZONE");
}

/// The clocks as they stand from an instant on; its own time is told by the clocks before.
fn observe(lines: &mut Lines, zone: Tz, before: DateTime<Utc>, from: DateTime<Utc>) {
    let old = offset(zone, before);
    let new = zone.offset_from_utc_datetime(&from.naive_utc());
    let kind = if new.dst_offset().is_zero() { "STANDARD" } else { "DAYLIGHT" };
    let onset = from.naive_utc() + Duration::seconds(old);
    lines.put("BEGIN", kind);
    lines.put("DTSTART", &onset.format("%Y%m%dT%H%M%S").to_string());
    lines.put("TZOFFSETFROM", &written(old));
    lines.put("TZOFFSETTO", &written(offset(zone, from)));
    if let Some(name) = new.abbreviation() {
        lines.say("TZNAME", name);
    }
    lines.put("END", kind);
}

/// Seconds east of Greenwich.
fn offset(zone: Tz, at: DateTime<Utc>) -> i64 {
    zone.offset_from_utc_datetime(&at.naive_utc()).fix().local_minus_utc().into()
}

/// The first second with the offset of the later of two instants.
fn turn(zone: Tz, mut before: DateTime<Utc>, mut after: DateTime<Utc>) -> DateTime<Utc> {
    while after - before > Duration::seconds(1) {
        let middle = before + Duration::seconds((after - before).num_seconds() / 2);
        if offset(zone, middle) == offset(zone, before) { before = middle } else { after = middle }
    }
    after
}

fn written(seconds: i64) -> String {
    let (sign, size) = if seconds < 0 { ('-', -seconds) } else { ('+', seconds) };
    let tail = if size % 60 == 0 { String::new() } else { format!("{:02}", size % 60) };
    format!("{sign}{:02}{:02}{tail}", size / 3600, size % 3600 / 60)
}
