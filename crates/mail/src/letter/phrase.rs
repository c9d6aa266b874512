//! What letters say again and again: titles, dates, places, minutes, in the language of the reader.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use postup_domain::cohort::Form;
use postup_domain::text::{Both, Code, Title};
use postup_i18n::{Locale, Value};

use super::Writer;
use crate::message::{Claim, Former, Meeting, Message, Moved, Rest, Share, Training};

impl Writer<'_> {
    pub(super) fn of(&self, message: &Message, part: &str, arguments: &[(&str, Value<'_>)]) -> String {
        self.words.text_with(self.locale, &format!("mail-{}-{part}", hyphenated(message.key())), arguments)
    }

    pub(super) fn word(&self, key: &str) -> String {
        self.words.text(self.locale, key)
    }

    pub(super) fn link(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }

    pub(super) fn title(&self, title: &Both<Title>) -> String {
        match self.locale {
            Locale::Uk => flat(title.uk.as_str()),
            Locale::En => flat(title.en.as_str()),
        }
    }

    pub(super) fn course(&self, training: &Training) -> String {
        self.named(&training.title, &training.code)
    }

    pub(super) fn named(&self, title: &Both<Title>, code: &Code) -> String {
        let arguments = [("title", self.title(title).into()), ("code", flat(code.as_str()).into())];
        self.words.text_with(self.locale, "mail-course", &arguments)
    }

    /// Subject and first line of a letter about a cohort.
    pub(super) fn about(&self, message: &Message, title: &Both<Title>, code: &Code) -> (String, String) {
        let subject = self.of(message, "subject", &[("title", self.title(title).into())]);
        (subject, self.of(message, "what", &[("course", self.named(title, code).into())]))
    }

    pub(super) fn dates(&self, training: &Training) -> String {
        let period = self.locale.period(training.starts_on, training.ends_on);
        let Some(first) = training.first_session else { return period };
        let occasion = self.locale.occasion(first, training.time_zone);
        let arguments = [("period", period.into()), ("occasion", occasion.into())];
        self.words.text_with(self.locale, "mail-first-session", &arguments)
    }

    pub(super) fn span(&self, meeting: &Meeting) -> String {
        self.between(meeting.starts_at, meeting.ends_at, meeting.time_zone)
    }

    /// A session that was moved with another, on one line.
    pub(super) fn moved_too(&self, moved: &Moved) -> String {
        let now = [
            ("session", self.title(&moved.meeting.title).into()),
            ("time", self.span(&moved.meeting).into()),
        ];
        let said = self.words.text_with(self.locale, "mail-moved-to", &now);
        let before = moved.former.as_ref().and_then(|former| self.former_time(&moved.meeting, former));
        let Some(before) = before else { return said };
        self.words.text_with(
            self.locale,
            "mail-moved-from",
            &[("said", said.into()), ("before", before.into())],
        )
    }

    /// The time that a session had before, if it was another.
    pub(super) fn former_time(&self, meeting: &Meeting, former: &Former) -> Option<String> {
        let differs = (former.starts_at, former.ends_at) != (meeting.starts_at, meeting.ends_at);
        differs.then(|| self.between(former.starts_at, former.ends_at, meeting.time_zone))
    }

    fn between(&self, starts_at: DateTime<Utc>, ends_at: DateTime<Utc>, zone: Tz) -> String {
        let start = self.locale.occasion_with_year(starts_at, zone);
        let end = self.locale.time(ends_at.with_timezone(&zone).time());
        self.words.text_with(self.locale, "mail-until", &[("start", start.into()), ("end", end.into())])
    }

    /// The title of the course that something is to count as.
    pub(super) fn claimed(&self, claim: &Claim) -> String {
        match self.locale {
            Locale::Uk => flat(&claim.course.uk),
            Locale::En => flat(&claim.course.en),
        }
    }

    pub(super) fn minutes_left(&self, rest: Rest) -> String {
        let minutes = [("held", rest.held.into()), ("planned", rest.planned.into())];
        self.words.text_with(self.locale, "mail-counted-minutes", &minutes)
    }

    pub(super) fn minutes_credited(&self, share: &Share) -> String {
        let minutes = [("credited", share.credited.into()), ("required", share.required.into())];
        self.words.text_with(self.locale, "mail-credited-of", &minutes)
    }

    /// A session that must not be missed.
    pub(super) fn needed(&self, meeting: &Meeting) -> String {
        format!("{}, {}", self.title(&meeting.title), self.span(meeting))
    }

    pub(super) fn place(&self, training: &Training) -> String {
        training.venue.as_ref().map_or_else(|| self.no_place(training.form), |venue| flat(venue))
    }

    /// For whoever is not told the place, or not yet.
    pub(super) fn no_place(&self, form: Form) -> String {
        match form {
            Form::Online => self.word("mail-where-online"),
            Form::InPerson | Form::Blended => self.word("mail-where-later"),
        }
    }

    pub(super) fn contact(&self, training: &Training) -> Option<String> {
        training.contact.as_ref().map(|contact| format!("{}: {}", self.word("mail-ask"), flat(contact)))
    }
}

/// The place that a session had before, if it was another.
pub(super) fn former_place(meeting: &Meeting, former: &Former) -> Option<String> {
    let places = [(&former.venue, &meeting.venue), (&former.link, &meeting.link)];
    let differing = places.into_iter().filter(|(old, new)| old != new);
    let told: Vec<String> = differing.filter_map(|(old, _)| old.as_deref().map(flat)).collect();
    (!told.is_empty()).then(|| told.join(", "))
}

/// Where a session takes place and where to join it; `None` when it says neither.
pub(super) fn place_of_meeting(meeting: &Meeting) -> Option<Vec<String>> {
    let told: Vec<String> =
        [&meeting.venue, &meeting.link].into_iter().flatten().map(|place| flat(place)).collect();
    (!told.is_empty()).then_some(told)
}

/// Keys of words have hyphens where the words of the code have underscores.
pub(super) fn hyphenated(word: &str) -> String {
    word.replace('_', "-")
}

/// A value keeps to its line, whatever was stored: nobody can write lines of their own into our letters.
pub(super) fn flat(value: &str) -> String {
    value
        .chars()
        .map(|c| if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') { ' ' } else { c })
        .collect()
}
