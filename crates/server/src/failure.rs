//! Why a command ends early, in sentences, and with which exit code.

use std::fmt;
use std::process::ExitCode;

/// The end of a command that did not do what it was asked.
#[derive(Debug)]
pub struct Failure {
    code: u8,
    sentence: String,
}

impl Failure {
    /// What was asked could not be done.
    pub fn failed(reason: impl fmt::Display) -> Self {
        Self { code: 1, sentence: reason.to_string() }
    }

    /// The settings cannot be used, or not safely.
    pub fn settings(reason: impl fmt::Display) -> Self {
        Self { code: 3, sentence: reason.to_string() }
    }

    /// The database is not there, not ours, or not up to date.
    pub fn database(reason: impl fmt::Display) -> Self {
        Self { code: 4, sentence: reason.to_string() }
    }

    /// The audit found rows that break a rule.
    pub fn audit(reason: impl fmt::Display) -> Self {
        Self { code: 5, sentence: reason.to_string() }
    }

    /// For the operating system.
    pub fn exit_code(&self) -> ExitCode {
        self.code.into()
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence)
    }
}
