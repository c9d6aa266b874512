//! Notifications: one message to one person, and how long we try.

use crate::email::Email;
use crate::id::{CohortId, NotificationId, PersonId};
use crate::words;
use chrono::{DateTime, Duration, Utc};

words! {
    /// Where a message stands.
    NotificationState {
        /// Waits for its first or next attempt.
        Queued = "queued",
        /// Waits for the digest of its reader, or is in one that waits.
        Held = "held",
        /// A mail server took it.
        Sent = "sent",
        /// Refused for good, given up after five days, or impossible to put together.
        Failed = "failed",
        /// Never sent, because its purpose had passed.
        Dropped = "dropped",
    }
}

words! {
    /// Why a message was dropped.
    DropReason {
        /// Its last useful moment passed.
        Expired = "expired",
        /// The recipient is not there any more.
        RecipientGone = "recipient_gone",
        /// The recipient's account was suspended.
        RecipientSuspended = "recipient_suspended",
        /// What it says is no longer so.
        Overtaken = "overtaken",
        /// The recipient may no longer see what it speaks of.
        NotTheirs = "not_theirs",
        /// The recipient does not want messages of its kind.
        Unwanted = "unwanted",
    }
}

/// A message to be written down with the change that causes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewNotification {
    pub id: NotificationId,
    pub person: PersonId,
    /// The cohort whose manager sees the message, if it is about one.
    pub cohort: Option<CohortId>,
    pub email: Email,
    /// Names the event and the person: a second message with the same effect is not written.
    pub effect: String,
    /// When it happened; the first attempt is due at once.
    pub at: DateTime<Utc>,
    /// Dropped rather than sent after this.
    pub not_after: Option<DateTime<Utc>>,
}

impl NewNotification {
    /// A message about what happened `now`. `event` names what happened, e.g. by the id of the step; together with the
    /// message's key and the person it makes the effect.
    pub fn now(
        id: NotificationId,
        person: PersonId,
        email: Email,
        event: impl std::fmt::Display,
        now: DateTime<Utc>,
    ) -> Self {
        let effect = format!("{}/{person}/{event}", email.key());
        Self { id, person, cohort: None, email, effect, at: now, not_after: None }
    }

    /// About a cohort.
    #[must_use]
    pub fn about(mut self, cohort: CohortId) -> Self {
        self.cohort = Some(cohort);
        self
    }

    /// Useless after this moment.
    #[must_use]
    pub fn until(mut self, not_after: DateTime<Utc>) -> Self {
        self.not_after = Some(not_after);
        self
    }
}

/// What a manager sees of a message: its fate, never its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notification {
    pub id: NotificationId,
    pub person: PersonId,
    /// Surname and given name of the person.
    pub reader: String,
    pub cohort: Option<CohortId>,
    /// Which message, as in [`Email::key`].
    pub key: String,
    pub state: NotificationState,
    pub attempts: i32,
    pub created_at: DateTime<Utc>,
    /// The next attempt, while it is queued; the digest it waits for, while it is held.
    pub due_at: DateTime<Utc>,
    pub not_after: Option<DateTime<Utc>>,
    pub finished_at: Option<DateTime<Utc>>,
    /// What the mail server said last, or why the message was dropped.
    pub last_reply: Option<String>,
}

impl Notification {
    /// Only what ended without being sent can be sent again; a message with a link that opens once cannot, since its
    /// token is forgotten then.
    pub fn may_go_again(&self) -> bool {
        let over = matches!(self.state, NotificationState::Failed | NotificationState::Dropped);
        over && !matches!(self.key.as_str(), "confirm_address" | "reset_password")
    }
}

/// How long a message is tried (RFC 5321, 4.5.4.1: at least four to five days).
pub const PATIENCE: Duration = Duration::days(5);

/// So many tries has a message that cannot be put together.
pub const BUILDS: i32 = 3;

/// When to try again after `attempts` tries, the last of them at `now`: growing waits, `None` once the patience that
/// began at `since` has run out.
pub fn next_try(attempts: i32, since: DateTime<Utc>, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let wait = match attempts {
        ..=1 => Duration::minutes(1),
        2 => Duration::minutes(5),
        3 => Duration::minutes(15),
        4 => Duration::minutes(30),
        5 => Duration::hours(1),
        _ => Duration::hours(4),
    };
    let end = since + PATIENCE;
    // The last try comes at the very end, so that the whole time is used.
    if now >= end { None } else { Some(Ord::min(now + wait, end)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_and_end_after_five_days() {
        let since = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        let (mut now, mut attempts, mut waits) = (since, 1, Vec::new());
        while let Some(next) = next_try(attempts, since, now) {
            waits.push((next - now).num_minutes());
            (now, attempts) = (next, attempts + 1);
        }
        assert_eq!(now - since, PATIENCE);
        assert_eq!(waits.get(..7), Some([1, 5, 15, 30, 60, 240, 240].as_slice()));
        assert!(waits.iter().all(|wait| *wait <= 240));
        assert_eq!(attempts, 36);
    }

    #[test]
    fn a_clock_that_stood_still_for_long_gives_up_at_once() {
        let since = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        assert_eq!(next_try(1, since, since + Duration::days(400)), None);
    }
}
