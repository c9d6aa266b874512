//! What stands on lists to be signed, said in one language.

use crate::sheet::Entry;
use crate::speaker::Speaker;
use chrono::{DateTime, NaiveDateTime, Utc};
use chrono_tz::Tz;
use postup_domain::attendance::{Meeting, SignatureLine, SignatureSheet};
use postup_domain::person::FullName;
use postup_i18n::{Locale, Words};
use serde::{Deserialize, Serialize};

/// Empty lines for people who are not on the list.
const GUESTS: usize = 3;

/// The sheets of some sessions, ready for typesetting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Signatures {
    /// The title in the document's properties.
    pub title: String,
    pub lang: String,
    pub as_of: NaiveDateTime,
    as_of_words: String,
    guests: usize,
    words: Labels,
    sheets: Vec<Sheet>,
}

/// Headings, and what stands around page numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Labels {
    number: String,
    name: String,
    code: String,
    came: String,
    left: String,
    signature: String,
    page: String,
    of: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Sheet {
    program: String,
    course: String,
    facts: Vec<Entry>,
    /// Above every further page.
    running: String,
    note: String,
    lines: Vec<Line>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Line {
    name: String,
    /// The name as its owner writes it, where the sheet is in another language.
    also: String,
    code: String,
}

impl Signatures {
    /// Says the sheets of sessions of one cohort. `zone` is that of whoever prints.
    pub(crate) fn new(
        words: &Words,
        locale: Locale,
        sheets: &[SignatureSheet],
        as_of: DateTime<Utc>,
        zone: Tz,
    ) -> Self {
        let speaker = Speaker { words, locale, of: "signature-sheet" };
        let code = sheets.first().map(|sheet| sheet.meeting.code.to_string()).unwrap_or_default();
        let title = match sheets {
            [one] => {
                let day = locale.date(one.meeting.local_start.0.date());
                speaker.say_with("title", &[("code", code.into()), ("day", day.into())])
            }
            _ => speaker.say_with("title-cohort", &[("code", code.into())]),
        };
        let moment = format!("{} {}", locale.moment(as_of, zone), locale.clock_of(as_of, zone));
        Self {
            title,
            lang: locale.to_string(),
            as_of: as_of.naive_utc(),
            as_of_words: speaker.say_with("as-of", &[("moment", moment.into())]),
            guests: GUESTS,
            words: speaker.labels(),
            sheets: sheets.iter().map(|sheet| speaker.list(sheet)).collect(),
        }
    }
}

impl Speaker<'_> {
    fn labels(&self) -> Labels {
        Labels {
            number: self.say("number"),
            name: self.say("name"),
            code: self.say("code"),
            came: self.say("came"),
            left: self.say("left"),
            signature: self.say("signature"),
            page: self.say("page"),
            of: self.say("of"),
        }
    }

    fn list(&self, sheet: &SignatureSheet) -> Sheet {
        let meeting = &sheet.meeting;
        let trainers: Vec<String> = sheet.trainers.iter().map(|name| self.surname_first(name)).collect();
        let facts = [
            ("session", self.choose(&meeting.title)),
            ("when", self.when(meeting)),
            ("cohort", meeting.code.to_string()),
            ("trainers", trainers.join(", ")),
        ];
        let facts = facts.into_iter().filter(|(_, value)| !value.is_empty());
        let people = i64::try_from(sheet.lines.len()).unwrap_or(i64::MAX);
        Sheet {
            program: self.choose(&sheet.program),
            course: self.choose(&meeting.course),
            running: [meeting.code.to_string(), self.choose(&meeting.title), self.when(meeting)].join(" · "),
            facts: facts.map(|(label, value)| Entry { label: self.say(label), value }).collect(),
            note: self.say_with("note", &[("count", people.into())]),
            lines: sheet.lines.iter().map(|line| self.line(line)).collect(),
        }
    }

    /// `Вівторок, 12 травня 2026 р., 10:00–11:30 за Києвом`.
    fn when(&self, meeting: &Meeting) -> String {
        let (start, end) = (meeting.local_start.0, meeting.local_end.0);
        format!(
            "{}, {}, {}–{} {}",
            self.locale.weekday(start.date()),
            self.locale.date_long(start.date()),
            self.locale.time(start.time()),
            self.locale.time(end.time()),
            self.locale.clock_of(meeting.starts_at, meeting.time_zone),
        )
    }

    fn line(&self, line: &SignatureLine) -> Line {
        let also = match self.locale {
            Locale::Uk => String::new(),
            Locale::En => line.name.in_register(),
        };
        Line { name: self.surname_first(&line.name), also, code: line.code.to_string() }
    }

    /// Surname first in both languages: that is how people look for themselves.
    fn surname_first(&self, name: &FullName) -> String {
        match self.locale {
            Locale::Uk => name.in_register(),
            Locale::En => format!("{} {}", name.latin_family, name.latin_given),
        }
    }
}
