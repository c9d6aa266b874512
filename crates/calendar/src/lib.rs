//! Sessions as calendars understand them: iCalendar text (RFC 5545, standards CAL-01 to CAL-05). Knows no tables.
//!
//! The writer is our own: the crate at hand gives every `VTIMEZONE` an identity and a time stamp, which the RFC does not
//! allow, and reads the system clock for it.

mod invitation;
mod line;
mod zone;

pub use invitation::{Invitation, Method, Party};

use chrono::{DateTime, Duration, NaiveDateTime, Utc};
use chrono_tz::Tz;
use line::Lines;
use std::collections::BTreeMap;

/// One meeting in somebody's calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The same for life, unique in the world: `session-…@postup.example`.
    pub uid: String,
    /// Grows with every change of time or place, from 0.
    pub sequence: i64,
    pub changed_at: DateTime<Utc>,
    /// Times on the wall of `zone`, which stay when clocks or their rules change (CAL-05).
    pub local_start: NaiveDateTime,
    pub local_end: NaiveDateTime,
    pub zone: Tz,
    pub summary: String,
    pub location: Option<String>,
    /// Where to join online, `https://…`.
    pub conference: Option<String>,
    /// The page about it.
    pub url: String,
    /// Called off; it stays in calendars as such.
    pub cancelled: bool,
}

/// A calendar to subscribe to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feed {
    pub name: String,
    /// BCP 47.
    pub language: &'static str,
    /// Who holds the meetings.
    pub organizer: Party,
    /// How often readers may look again.
    pub refresh: Duration,
    pub events: Vec<Event>,
}

impl Feed {
    /// The calendar as text: lines end in CRLF and have at most 75 octets (CAL-04). It depends on nothing but its fields.
    pub fn text(&self) -> String {
        let mut lines = Lines::default();
        let minutes = format!("PT{}M", self.refresh.num_minutes());
        begin(&mut lines, self.language, "PUBLISH");
        lines.say("NAME", &self.name);
        lines.say("X-WR-CALNAME", &self.name);
        lines.put("REFRESH-INTERVAL;VALUE=DURATION", &minutes);
        lines.put("X-PUBLISHED-TTL", &minutes);
        for (zone, (first, last)) in self.zones() {
            zone::put(&mut lines, zone, first, last);
        }
        for event in &self.events {
            lines.put("BEGIN", "VEVENT");
            // Without a method that invites somebody, the stamp is the last change (RFC 5545, 3.8.7.2).
            event.put(&mut lines, &self.organizer, event.changed_at, event.cancelled);
            lines.put("END", "VEVENT");
        }
        lines.put("END", "VCALENDAR");
        lines.into_text()
    }

    /// The zones in use, by name, each with the earliest and the latest time in it.
    fn zones(&self) -> Vec<(Tz, (NaiveDateTime, NaiveDateTime))> {
        let mut zones: BTreeMap<&str, (Tz, (NaiveDateTime, NaiveDateTime))> = BTreeMap::new();
        for event in &self.events {
            let (_, span) =
                zones.entry(event.zone.name()).or_insert((event.zone, (event.local_start, event.local_end)));
            *span = (span.0.min(event.local_start), span.1.max(event.local_end));
        }
        zones.into_values().collect()
    }
}

/// What every object begins with.
fn begin(lines: &mut Lines, language: &str, method: &str) {
    lines.put("BEGIN", "VCALENDAR");
    lines.put("VERSION", "2.0");
    lines.put("PRODID", &format!("-//Postup//Postup//{}", language.to_uppercase()));
    lines.put("CALSCALE", "GREGORIAN");
    lines.put("METHOD", method);
}

impl Event {
    /// What stands in every component about it. `off` for whomever it does not take place.
    fn put(&self, lines: &mut Lines, organizer: &Party, stamp: DateTime<Utc>, off: bool) {
        let utc = |at: DateTime<Utc>| at.format("%Y%m%dT%H%M%SZ").to_string();
        let local = |at: NaiveDateTime| at.format("%Y%m%dT%H%M%S").to_string();
        let zone = self.zone.name();
        lines.put("UID", &self.uid);
        lines.put("SEQUENCE", &self.sequence.to_string());
        lines.put("DTSTAMP", &utc(stamp));
        lines.put("LAST-MODIFIED", &utc(self.changed_at));
        lines.put(&format!("DTSTART;TZID={zone}"), &local(self.local_start));
        lines.put(&format!("DTEND;TZID={zone}"), &local(self.local_end));
        lines.say("SUMMARY", &self.summary);
        if let Some(location) = &self.location {
            lines.say("LOCATION", location);
        }
        if let Some(link) = &self.conference {
            lines.put("CONFERENCE;VALUE=URI;FEATURE=VIDEO,AUDIO", link);
        }
        lines.put("URL", &self.url);
        organizer.put(lines, "ORGANIZER", "");
        lines.put("STATUS", if off { "CANCELLED" } else { "CONFIRMED" });
        if off {
            lines.put("TRANSP", "TRANSPARENT");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(day: &str, time: &str) -> NaiveDateTime {
        format!("{day}T{time}:00").parse().unwrap()
    }

    pub(crate) fn school() -> Party {
        Party { name: "Школа; міст".into(), address: "school@postup.test".into() }
    }

    pub(crate) fn event(day: &str) -> Event {
        Event {
            uid: "session-1@postup.test".into(),
            sequence: 2,
            changed_at: DateTime::from_timestamp(1_800_000_000, 0).unwrap(),
            local_start: at(day, "10:00"),
            local_end: at(day, "13:00"),
            zone: Tz::Europe__Kyiv,
            summary: "Доступність, безбар’єрність; \\ і безпека\nв укриттях громади".into(),
            location: Some("Суми, майдан Незалежності, 2".into()),
            conference: Some("https://meet.example/a,b;c".into()),
            url: "https://postup.test/me".into(),
            cancelled: false,
        }
    }

    fn feed(events: Vec<Event>) -> String {
        let name = "Поступ: моє навчання".into();
        Feed { name, language: "uk", organizer: school(), refresh: Duration::hours(1), events }.text()
    }

    #[test]
    fn lines_end_in_crlf_have_75_octets_and_keep_their_words() {
        let text = feed(vec![event("2026-05-12")]);
        assert!(text.ends_with("END:VCALENDAR\r\n"));
        assert!(!text.replace("\r\n", "").contains(['\r', '\n']));
        let longest = text.split("\r\n").map(str::len).max().unwrap();
        assert!(longest <= 75, "{longest} octets");
        let whole = text.replace("\r\n ", "");
        assert!(
            whole
                .contains("SUMMARY:Доступність\\, безбар’єрність\\; \\\\ і безпека\\nв укриттях громади\r\n")
        );
        // A URI is no text: nothing in it is escaped.
        assert!(whole.contains("CONFERENCE;VALUE=URI;FEATURE=VIDEO,AUDIO:https://meet.example/a,b;c\r\n"));
    }

    #[test]
    fn times_stay_on_the_wall_beside_both_clock_changes() {
        for day in ["2026-03-27", "2026-03-30", "2026-10-23", "2026-10-26"] {
            let text = feed(vec![event(day)]);
            let start = format!("DTSTART;TZID=Europe/Kyiv:{}T100000\r\n", day.replace('-', ""));
            assert!(text.contains(&start), "{text}");
        }
        let text = feed(vec![event("2026-03-27"), event("2026-10-26")]);
        for onset in [
            "BEGIN:DAYLIGHT\r\nDTSTART:20260329T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0300\r\n",
            "BEGIN:STANDARD\r\nDTSTART:20261025T040000\r\nTZOFFSETFROM:+0300\r\nTZOFFSETTO:+0200\r\n",
        ] {
            assert_eq!(text.matches(onset).count(), 1, "{onset} in {text}");
        }
        assert_eq!(text.matches("BEGIN:VTIMEZONE").count(), 1);
    }

    #[test]
    fn what_was_called_off_stays_as_such_and_takes_no_time() {
        let text = feed(vec![Event { cancelled: true, ..event("2026-05-12") }]);
        assert!(text.contains("STATUS:CANCELLED\r\nTRANSP:TRANSPARENT\r\n"));
        assert!(!feed(Vec::new()).contains("VTIMEZONE"));
    }

    #[test]
    fn a_zone_without_clock_changes_has_its_one_offset() {
        let text = feed(vec![Event { zone: Tz::UTC, ..event("2026-05-12") }]);
        assert!(text.contains("TZID:UTC\r\nBEGIN:STANDARD\r\n"));
        assert_eq!(text.matches("BEGIN:STANDARD").count(), 1);
        assert!(text.contains("TZOFFSETFROM:+0000\r\nTZOFFSETTO:+0000\r\n"));
    }
}
