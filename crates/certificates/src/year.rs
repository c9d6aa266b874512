//! What stands on the statement of a year of training, said in one language.

use crate::sheet::Entry;
use crate::speaker::Speaker;
use chrono::{DateTime, NaiveDateTime, Utc};
use chrono_tz::Tz;
use postup_domain::certificate::CheckCode;
use postup_domain::course::Hours;
use postup_domain::person::FullName;
use postup_domain::statement::{self, Statement};
use postup_i18n::{Locale, Value, Words};
use serde::{Deserialize, Serialize};

/// One year of one person, ready for typesetting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Year {
    /// The title in the document's properties.
    pub title: String,
    pub lang: String,
    pub as_of: NaiveDateTime,
    as_of_words: String,
    heading: String,
    name: String,
    facts: Vec<Entry>,
    labels: Labels,
    rows: Vec<Row>,
    /// Said in place of rows where there are none.
    none: String,
    notes: Vec<String>,
}

/// Headings, and what stands around page numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Labels {
    course: String,
    dates: String,
    hours: String,
    credits: String,
    number: String,
    page: String,
    of: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Row {
    course: String,
    provider: String,
    dates: String,
    hours: String,
    credits: String,
    number: String,
    check: String,
}

impl Year {
    /// Says a statement. `check` gives the address at which a certificate can be checked, `zone` is that of whoever prints.
    pub(crate) fn new(
        words: &Words,
        locale: Locale,
        holder: &FullName,
        of: &Statement,
        check: impl Fn(&CheckCode) -> String,
        (as_of, zone): (DateTime<Utc>, Tz),
    ) -> Self {
        let speaker = Speaker { words, locale, of: "statement-sheet" };
        let year = of.year.to_string();
        let name = match locale {
            Locale::Uk => holder.in_register(),
            Locale::En => format!("{} {}", holder.latin_given, holder.latin_family),
        };
        let heading = speaker.say_with("heading", &[("year", year.as_str().into())]);
        let moment = format!("{} {}", locale.moment(as_of, zone), locale.clock_of(as_of, zone));
        Self {
            title: format!("{heading}: {name}"),
            lang: locale.to_string(),
            as_of: as_of.naive_utc(),
            as_of_words: speaker.say_with("as-of", &[("moment", moment.into())]),
            heading,
            name,
            facts: speaker.sums(of),
            labels: speaker.columns(),
            rows: of.entries.iter().map(|entry| speaker.row(entry, check(&entry.check_code))).collect(),
            none: speaker.say("none"),
            notes: vec![speaker.say("how"), speaker.say("accrual")],
        }
    }
}

impl Speaker<'_> {
    fn columns(&self) -> Labels {
        Labels {
            course: self.say("course"),
            dates: self.say("dates"),
            hours: self.say("hours"),
            credits: self.say("credits"),
            number: self.say("number"),
            page: self.say("page"),
            of: self.say("of"),
        }
    }

    fn sums(&self, of: &Statement) -> Vec<Entry> {
        let balance = of.balance;
        let mut sums = vec![
            ("total-hours", self.locale.decimal(balance.hours)),
            ("total-credits", self.locale.decimal(balance.credits())),
        ];
        if let Some(needed) = balance.needed {
            let said = match balance.missing() {
                None => self.say("met"),
                Some(hours) => self.missing(hours),
            };
            sums.push(("need", format!("{needed} – {said}")));
        }
        sums.into_iter().map(|(label, value)| Entry { label: self.say(label), value }).collect()
    }

    fn missing(&self, hours: Hours) -> String {
        self.say_with("missing", &[("hours", Value::try_number(&hours.to_string()))])
    }

    fn row(&self, entry: &statement::Entry, check: String) -> Row {
        let mut course = self.choose(&entry.course);
        if entry.is_repeated() {
            course = format!("{course} ({})", self.say("repeated"));
        }
        Row {
            course,
            provider: self.choose(&entry.provider),
            dates: self.locale.period(entry.starts_on, entry.ends_on),
            hours: self.locale.decimal(entry.counted),
            credits: self.locale.decimal(entry.counted.credits()),
            number: entry.number.to_string(),
            check,
        }
    }
}
