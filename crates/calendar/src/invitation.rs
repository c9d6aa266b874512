//! An invitation to one meeting, or its end, for one person (iTIP, RFC 5546): one object each, since all that a request
//! holds has to be one and the same meeting.

use crate::line::Lines;
use crate::{Event, begin, zone};
use chrono::{DateTime, Utc};

/// Somebody with an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    pub name: String,
    /// `user@domain`.
    pub address: String,
}

impl Party {
    /// With the parameters that stand between its name and its address.
    pub(crate) fn put(&self, lines: &mut Lines, property: &str, parameters: &str) {
        // A quoted value may hold anything but a quote (RFC 5545, 3.2).
        let name: String = self.name.chars().filter(|one| !one.is_control()).collect();
        let name = name.replace('"', "\u{201d}");
        let named = if name.trim().is_empty() { String::new() } else { format!(";CN=\"{name}\"") };
        let address = self.address.replace('%', "%25").replace('?', "%3F").replace('&', "%26");
        lines.put(&format!("{property}{named}{parameters}"), &format!("mailto:{address}"));
    }
}

/// What it asks of whoever gets it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Put it down, or put it down anew.
    Request,
    /// Take it out.
    Cancel,
}

impl Method {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Request => "REQUEST",
            Self::Cancel => "CANCEL",
        }
    }
}

/// One meeting, for one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    pub method: Method,
    /// BCP 47.
    pub language: &'static str,
    pub event: Event,
    /// The same for the life of the meeting: calendars take changes from nobody else.
    pub organizer: Party,
    /// The one who is asked; nobody sees who else is.
    pub attendee: Party,
    /// Whom to ask.
    pub contact: Option<String>,
    /// When it was put together. Of two with the same sequence calendars follow the later.
    pub stamp: DateTime<Utc>,
}

impl Invitation {
    /// The object as text, written as feeds are.
    pub fn text(&self) -> String {
        let mut lines = Lines::default();
        let event = &self.event;
        begin(&mut lines, self.language, self.method.as_str());
        zone::put(&mut lines, event.zone, event.local_start, event.local_end);
        lines.put("BEGIN", "VEVENT");
        event.put(&mut lines, &self.organizer, self.stamp, self.method == Method::Cancel);
        // Answers are given on the pages; a program must not send them by mail.
        let asked = match self.method {
            Method::Request => ";ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=FALSE",
            Method::Cancel => ";ROLE=REQ-PARTICIPANT",
        };
        self.attendee.put(&mut lines, "ATTENDEE", asked);
        if let Some(contact) = &self.contact {
            lines.say("CONTACT", contact);
        }
        lines.put("END", "VEVENT");
        lines.put("END", "VCALENDAR");
        lines.into_text()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::{event, school};

    fn invitation(method: Method) -> Invitation {
        Invitation {
            method,
            language: "uk",
            event: event("2026-10-26"),
            organizer: school(),
            attendee: Party {
                name: "Олександра \"Леся\" Переяславська-Хмельницька".into(),
                address: "a%b@hromada.test".into(),
            },
            contact: Some("Ірина; +380 44".into()),
            stamp: DateTime::from_timestamp(1_800_000_500, 0).unwrap(),
        }
    }

    #[test]
    fn one_meeting_asks_one_person_and_says_who_asks() {
        let text = invitation(Method::Request).text();
        assert!(text.split("\r\n").all(|line| line.len() <= 75));
        let whole = text.replace("\r\n ", "");
        for line in [
            "METHOD:REQUEST",
            "UID:session-1@postup.test",
            "SEQUENCE:2",
            "DTSTAMP:20270115T080820Z",
            "LAST-MODIFIED:20270115T080000Z",
            "DTSTART;TZID=Europe/Kyiv:20261026T100000",
            "ORGANIZER;CN=\"Школа; міст\":mailto:school@postup.test",
            "ATTENDEE;CN=\"Олександра ”Леся” Переяславська-Хмельницька\";ROLE=REQ-PARTICIPANT;\
             PARTSTAT=NEEDS-ACTION;RSVP=FALSE:mailto:a%25b@hromada.test",
            "CONTACT:Ірина\\; +380 44",
            "STATUS:CONFIRMED",
        ] {
            assert_eq!(whole.split("\r\n").filter(|found| *found == line).count(), 1, "{line} in {whole}");
        }
        assert_eq!(whole.matches("BEGIN:VEVENT").count(), 1);
        assert_eq!(whole.matches("BEGIN:VTIMEZONE").count(), 1);
    }

    #[test]
    fn its_end_is_the_same_meeting_called_off() {
        let whole = invitation(Method::Cancel).text().replace("\r\n ", "");
        assert!(whole.contains("METHOD:CANCEL\r\n") && whole.contains("UID:session-1@postup.test\r\n"));
        // Whether the meeting itself was, or only this person is no longer asked.
        assert!(whole.contains("STATUS:CANCELLED\r\n") && !whole.contains("PARTSTAT"));
    }
}
