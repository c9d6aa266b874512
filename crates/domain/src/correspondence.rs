//! How a person wants to be written to: optional messages at once, once a day, or not at all.

use crate::email::{MailKind, Need};
use crate::rejection::{Fault, Invalid};
use crate::words;
use chrono::{DateTime, Days, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;
use std::collections::BTreeSet;

words! {
    /// When optional messages reach a person.
    MailRhythm {
        /// Each as soon as it is written.
        AtOnce = "at_once",
        /// All of a day in one letter.
        Daily = "daily",
        /// Not at all.
        Never = "none",
    }
}

/// What a person wants of optional messages. Must-have messages do not ask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correspondence {
    pub rhythm: MailRhythm,
    /// Kinds that are not wanted in any rhythm.
    pub unwanted: BTreeSet<MailKind>,
}

impl Default for Correspondence {
    /// Of whom nothing else is known.
    fn default() -> Self {
        Self { rhythm: MailRhythm::AtOnce, unwanted: BTreeSet::new() }
    }
}

/// What is to be done with a message that could go out now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Send,
    /// Keep it for the digest of this moment.
    Hold(DateTime<Utc>),
    /// Its reader does not want it.
    Drop,
}

impl Correspondence {
    /// Takes a wish. Only kinds that a reader may do without can be unwanted.
    pub fn new(rhythm: MailRhythm, unwanted: impl IntoIterator<Item = MailKind>) -> Result<Self, Invalid> {
        let unwanted: BTreeSet<_> = unwanted.into_iter().collect();
        if unwanted.iter().all(|kind| kind.may_be_refused()) {
            Ok(Self { rhythm, unwanted })
        } else {
            Err(Invalid::new("unwanted", Fault::Unknown))
        }
    }

    /// Whether letters of a kind reach this person at all.
    pub fn wants(&self, kind: MailKind) -> bool {
        let refused = self.rhythm == MailRhythm::Never || self.unwanted.contains(&kind);
        kind.need() == Need::MustHave || !refused
    }

    /// What to do with a message that is useless after `not_after`, when digests leave at `hour`. What could not wait for
    /// the next digest goes at once: late news is none.
    pub fn way(
        &self,
        kind: MailKind,
        now: DateTime<Utc>,
        not_after: Option<DateTime<Utc>>,
        hour: u32,
    ) -> Way {
        if !self.wants(kind) {
            return Way::Drop;
        }
        let digest = next_digest(now, hour);
        let too_late = not_after.is_some_and(|end| end <= digest);
        if kind.may_be_refused() && self.rhythm == MailRhythm::Daily && !too_late {
            Way::Hold(digest)
        } else {
            Way::Send
        }
    }

    /// Ends a kind: the digest ends with everything that would be in it. Other kinds that must be had do not end.
    #[must_use]
    pub fn without(mut self, kind: MailKind) -> Self {
        if kind == MailKind::DailyDigest {
            self.rhythm = MailRhythm::Never;
        } else if kind.may_be_refused() {
            self.unwanted.insert(kind);
        }
        self
    }

    /// Takes back what [`Self::without`] did. Who wants nothing but this kind gets this kind and nothing else.
    #[must_use]
    pub fn with(mut self, kind: MailKind) -> Self {
        if kind == MailKind::DailyDigest {
            self.rhythm = MailRhythm::Daily;
            return self;
        }
        if self.rhythm == MailRhythm::Never {
            self = Self { rhythm: MailRhythm::AtOnce, unwanted: MailKind::refusable().collect() };
        }
        self.unwanted.remove(&kind);
        self
    }
}

/// Whose clock tells when digests leave.
const ZONE: Tz = Tz::Europe__Kyiv;

/// The first moment after `now` at which digests leave: each day at `hour` (0 to 23) in Kyiv.
pub fn next_digest(now: DateTime<Utc>, hour: u32) -> DateTime<Utc> {
    let last = last_digest(now, hour);
    digest_of(last, 1, hour).unwrap_or(last + chrono::Duration::days(1))
}

/// The last moment at which digests left, `now` included.
pub fn last_digest(now: DateTime<Utc>, hour: u32) -> DateTime<Utc> {
    let today = digest_of(now, 0, hour).unwrap_or(now);
    if today <= now {
        return today;
    }
    let there = now.with_timezone(&ZONE).date_naive();
    let yesterday = there.checked_sub_days(Days::new(1)).unwrap_or(there);
    at(yesterday, hour).unwrap_or(today - chrono::Duration::days(1))
}

fn digest_of(of: DateTime<Utc>, days_on: u64, hour: u32) -> Option<DateTime<Utc>> {
    at(of.with_timezone(&ZONE).date_naive().checked_add_days(Days::new(days_on))?, hour)
}

/// An hour that the clocks jump over counts as the next one; of one that comes twice the first counts.
fn at(day: chrono::NaiveDate, hour: u32) -> Option<DateTime<Utc>> {
    let moment =
        |hour| ZONE.from_local_datetime(&day.and_time(NaiveTime::from_hms_opt(hour, 0, 0)?)).earliest();
    moment(hour).or_else(|| moment(hour + 1)).map(|at| at.with_timezone(&Utc))
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::Duration;

    fn instant(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    const REMINDER: MailKind = MailKind::SessionTomorrow;

    #[test]
    fn digests_leave_at_the_same_hour_of_kyiv_all_year() {
        let cases = [
            // Summer: 16:00 in Kyiv is 13:00 UTC; winter: 14:00 UTC.
            ("2026-05-04T06:00:00Z", "2026-05-04T13:00:00Z"),
            ("2026-05-04T12:59:59Z", "2026-05-04T13:00:00Z"),
            ("2026-05-04T13:00:00Z", "2026-05-05T13:00:00Z"),
            ("2026-05-04T22:30:00Z", "2026-05-05T13:00:00Z"),
            ("2026-01-10T13:30:00Z", "2026-01-10T14:00:00Z"),
            // The night in which the clocks go forward, and the one in which they go back.
            ("2026-03-28T20:00:00Z", "2026-03-29T13:00:00Z"),
            ("2026-10-24T20:00:00Z", "2026-10-25T14:00:00Z"),
        ];
        for (now, expected) in cases {
            assert_eq!(next_digest(instant(now), 16), instant(expected), "{now}");
        }
    }

    #[test]
    fn an_hour_that_the_clocks_jump_over_is_the_next_one() {
        assert_eq!(next_digest(instant("2026-03-28T12:00:00Z"), 3), instant("2026-03-29T01:00:00Z"));
        assert_eq!(next_digest(instant("2026-03-28T12:00:00Z"), 23), instant("2026-03-28T21:00:00Z"));
    }

    #[test]
    fn every_moment_lies_between_two_digests() {
        for hour in [0, 3, 4, 16, 23] {
            let mut now = instant("2026-03-27T00:00:00Z");
            while now < instant("2026-04-01T00:00:00Z") {
                let (last, next) = (last_digest(now, hour), next_digest(now, hour));
                assert!(last <= now && now < next, "{last} {now} {next}");
                assert!(next - last >= Duration::hours(22) && next - last <= Duration::hours(26));
                now += Duration::minutes(20);
            }
        }
    }

    #[test]
    fn must_have_mail_asks_nobody() {
        let mut none = Correspondence { rhythm: MailRhythm::Never, ..Correspondence::default() };
        none.unwanted.insert(MailKind::SeatConfirmed);
        let now = instant("2026-05-04T06:00:00Z");
        for kind in MailKind::must_have() {
            assert_eq!(none.way(kind, now, None, 16), Way::Send, "{kind}");
        }
        assert!(Correspondence::new(MailRhythm::Daily, [MailKind::SeatConfirmed]).is_err());
    }

    #[test]
    fn optional_mail_goes_its_readers_way() {
        let (now, digest) = (instant("2026-05-04T06:00:00Z"), instant("2026-05-04T13:00:00Z"));
        let daily = Correspondence::new(MailRhythm::Daily, []).unwrap();
        assert_eq!(Correspondence::default().way(REMINDER, now, None, 16), Way::Send);
        assert_eq!(daily.way(REMINDER, now, None, 16), Way::Hold(digest));
        assert_eq!(daily.way(REMINDER, now, Some(digest), 16), Way::Send);
        assert_eq!(daily.way(REMINDER, now, Some(digest + Duration::seconds(1)), 16), Way::Hold(digest));
        // The digest itself is not held for a digest.
        assert_eq!(daily.way(MailKind::DailyDigest, now, None, 16), Way::Send);
        assert_eq!(daily.without(REMINDER).way(REMINDER, now, None, 16), Way::Drop);
    }

    #[test]
    fn what_was_ended_can_be_taken_up_again() {
        let wish = Correspondence::new(MailRhythm::Daily, []).unwrap();
        assert_eq!(wish.clone().without(REMINDER).with(REMINDER), wish);
        assert_eq!(wish.clone().without(MailKind::DailyDigest).with(MailKind::DailyDigest), wish);
        assert!(!wish.clone().without(MailKind::DailyDigest).wants(REMINDER));
        assert_eq!(wish.clone().without(MailKind::SeatConfirmed), wish);
        let none = Correspondence { rhythm: MailRhythm::Never, ..Correspondence::default() };
        assert!(none.with(REMINDER).wants(REMINDER));
    }
}
