//! Accounts and sign-ins: how long a sign-in lasts, how long wrong passwords make one wait.

use crate::id::{AccountId, LoginId, PersonId};
use crate::words;
use chrono::{DateTime, Duration, Utc};

words! {
    /// What a sign-in was opened for. Both carry the same rights.
    LoginKind {
        /// A browser, by cookie.
        Web = "web",
        /// A program, by bearer token.
        Bearer = "bearer",
    }
}

words! {
    /// What a link in a mail does, once.
    LinkPurpose {
        ConfirmAddress = "confirm_address",
        ResetPassword = "reset_password",
    }
}

words! {
    /// What can be tried too often.
    AttemptKind {
        SignIn = "sign_in",
        Letter = "letter",
        /// The code or the word of a session.
        CheckIn = "check_in",
    }
}

impl AttemptKind {
    /// How long to wait after so many tries that failed, one after the other.
    pub fn wait_after(self, tries: i64) -> Duration {
        match self {
            Self::SignIn | Self::Letter => wait_after(tries),
            Self::CheckIn => crate::check_in::wait_after(tries),
        }
    }
}

/// The log-in of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    pub id: AccountId,
    pub person: PersonId,
    /// When the address was shown to belong to the person; nobody signs in before.
    pub confirmed_at: Option<DateTime<Utc>>,
    pub suspended_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
}

/// One sign-in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Login {
    pub id: LoginId,
    pub account: AccountId,
    pub kind: LoginKind,
    pub created_at: DateTime<Utc>,
    pub seen_at: DateTime<Utc>,
    /// The first instant at which it no longer counts, however busy it is.
    pub expires_at: DateTime<Utc>,
    pub revoked_at: Option<DateTime<Utc>>,
}

/// How long a sign-in lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Without a request.
    pub idle: Duration,
    /// In all.
    pub absolute: Duration,
}

/// How often `seen_at` is written at most.
const SEEN_STEP: Duration = Duration::minutes(1);

impl Login {
    /// Whether it still opens anything at `now`, under the limits of what its person is now (standards SEC-05).
    pub fn is_alive(&self, limits: Limits, now: DateTime<Utc>) -> bool {
        self.revoked_at.is_none() && now < self.ends_at(limits) && now < self.seen_at + limits.idle
    }

    /// When it ends, however busy it is.
    pub fn ends_at(&self, limits: Limits) -> DateTime<Utc> {
        self.expires_at.min(self.created_at + limits.absolute)
    }

    /// How long it certainly goes on after a request at `now`: so long without another one, and in all.
    pub fn stay(&self, limits: Limits, now: DateTime<Utc>) -> Limits {
        let absolute = self.ends_at(limits) - now;
        // A request is not always written down; what is promised here is kept all the same.
        Limits { idle: (limits.idle - SEEN_STEP).min(absolute), absolute }
    }

    /// Whether it is time to write down that it was seen.
    pub fn is_seen_anew(&self, now: DateTime<Utc>) -> bool {
        now - self.seen_at >= SEEN_STEP
    }
}

/// Wrong passwords in a row that cost nothing.
const FREE_FAILURES: i64 = 3;
const LONGEST_WAIT: Duration = Duration::hours(1);

/// How long to wait after so many wrong passwords in a row: nothing at first, then one second, doubled each time, up to
/// an hour (reliability, decision 14).
pub fn wait_after(failures: i64) -> Duration {
    if failures <= FREE_FAILURES {
        return Duration::zero();
    }
    let doublings = (failures - FREE_FAILURES - 1).min(12);
    Duration::seconds(1_i64 << doublings).min(LONGEST_WAIT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_from_a_second_to_an_hour() {
        let waits: Vec<_> = [0, 3, 4, 5, 8, 15, 16, 1_000_000, i64::MAX]
            .map(|failures| wait_after(failures).num_seconds())
            .into();
        assert_eq!(waits, [0, 0, 1, 2, 16, 2048, 3600, 3600, 3600]);
    }

    #[test]
    fn a_sign_in_ends_idle_at_its_limit_and_when_revoked() {
        let at = |minutes: i64| DateTime::from_timestamp(1_800_000_000 + minutes * 60, 0).unwrap();
        let limits = Limits { idle: Duration::minutes(60), absolute: Duration::minutes(600) };
        let login = Login {
            id: LoginId(uuid::Uuid::nil()),
            account: AccountId(uuid::Uuid::nil()),
            kind: LoginKind::Web,
            created_at: at(0),
            seen_at: at(590),
            expires_at: at(5_000),
            revoked_at: None,
        };
        assert!(login.is_alive(limits, at(599)));
        assert!(!login.is_alive(limits, at(600)), "absolute");
        assert!(!Login { seen_at: at(530), ..login.clone() }.is_alive(limits, at(590)), "idle");
        assert!(
            !Login { expires_at: at(599), ..login.clone() }.is_alive(limits, at(599)),
            "as promised at sign-in"
        );
        assert!(!Login { revoked_at: Some(at(1)), ..login.clone() }.is_alive(limits, at(599)), "revoked");
        for (seen, seconds) in [(0, 10), (0, 59), (575, 30)] {
            let login = Login { seen_at: at(seen), ..login.clone() };
            let now = at(seen) + Duration::seconds(seconds);
            let last = now + login.stay(limits, now).idle - Duration::milliseconds(1);
            assert!(login.is_alive(limits, last), "a promise {seconds} s after {seen} is kept");
        }
        assert_eq!(login.stay(limits, at(590)).absolute, Duration::minutes(10));
    }
}
