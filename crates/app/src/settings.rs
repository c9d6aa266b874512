//! What the operator decides and the use-cases need to know.

use chrono::Duration;
use postup_domain::statement::Need;
use std::ffi::OsString;
use std::path::PathBuf;

/// Settings of the use-cases; the binary reads them from its configuration.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where readers reach us, without a slash at the end: `https://postup.example`. All links are made from it.
    pub origin: String,
    pub passwords: Passwords,
    pub logins: Logins,
    pub letters: Letters,
    /// How long documents that people send with pleas are kept once decision and session lie behind.
    pub documents: Duration,
    /// How a registration number is written: `{series}`, `{year}`, `{number}` are filled in.
    pub certificate_number: String,
    /// The series that stands in registration numbers.
    pub certificate_series: String,
    /// The least that is expected of a person's year of training.
    pub need: Need,
    /// Public figures tell no count from one up to below this.
    pub threshold: i64,
    /// So many certificates are issued at once; more are left to the worker.
    pub certificates_at_once: usize,
    /// Tables of so many rows are written while they are waited for; longer ones are gathered by the worker.
    pub exports_at_once: i64,
    /// Reads the tables that people send.
    pub table_reader: Program,
    /// Demonstration data and its log-ins are allowed.
    pub demo: bool,
    /// Where an embedded database lies.
    pub data_folder: Option<PathBuf>,
    /// Every setting as it is in effect, for administrators to look at; of secrets, only whether they are set.
    pub shown: Vec<(String, String)>,
}

/// A program that is started for work which it does walled in; usually this very one.
#[derive(Clone, Debug, Default)]
pub struct Program {
    pub path: PathBuf,
    /// What makes it do so.
    pub arguments: Vec<OsString>,
}

/// How passwords are judged and hashed (standards SEC-03).
#[derive(Clone, Debug)]
pub struct Passwords {
    /// In characters.
    pub shortest: usize,
    pub memory_kib: u32,
    pub iterations: u32,
    /// How many hashes may run at once.
    pub parallel: usize,
}

/// How long a sign-in lasts (standards SEC-05).
#[derive(Clone, Debug)]
pub struct Logins {
    pub official_idle: Duration,
    pub official_absolute: Duration,
    pub staff_idle: Duration,
    pub staff_absolute: Duration,
    /// For confirming an address.
    pub confirm_link: Duration,
    /// For choosing a new password.
    pub reset_link: Duration,
}

/// What is decided about mail that a reader may do without.
#[derive(Clone)]
pub struct Letters {
    /// The hour, 0 to 23 in Kyiv, at which daily digests leave.
    pub digest_hour: u32,
    /// Who holds the meetings, for calendars: name and address of the sender of letters.
    pub organizer: (String, String),
    /// Makes the links that end a kind of mail unguessable; stays the same for the life of the installation.
    pub secret: Vec<u8>,
}

impl std::fmt::Debug for Letters {
    /// Without the secret.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Letters").field("digest_hour", &self.digest_hour).finish_non_exhaustive()
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            origin: "http://localhost:8080".to_owned(),
            passwords: Passwords { shortest: 15, memory_kib: 19 * 1024, iterations: 2, parallel: 2 },
            logins: Logins {
                official_idle: Duration::days(7),
                official_absolute: Duration::days(30),
                staff_idle: Duration::hours(12),
                staff_absolute: Duration::hours(24),
                confirm_link: Duration::days(3),
                reset_link: Duration::hours(1),
            },
            letters: Letters {
                digest_hour: 16,
                organizer: ("Postup".to_owned(), "postup@localhost".to_owned()),
                secret: Vec::new(),
            },
            documents: Duration::days(180),
            certificate_number: "{series} {year}/{number}".to_owned(),
            certificate_series: "ПК".to_owned(),
            need: Need { credits: 1, since: 2020 },
            threshold: 5,
            certificates_at_once: 100,
            exports_at_once: 10_000,
            table_reader: Program::default(),
            demo: false,
            data_folder: None,
            shown: Vec::new(),
        }
    }
}
