//! The list of a session on paper, for people to sign.

use super::{LineCode, Meeting};
use crate::id::EnrollmentId;
use crate::person::FullName;
use crate::text::{Both, Title};

/// The most lines that are printed at once, over all sessions.
pub const MOST_LINES: usize = 3_000;

/// The sheet of one session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignatureSheet {
    pub meeting: Meeting,
    pub program: Both<Title>,
    pub trainers: Vec<FullName>,
    /// Everybody who holds a seat, by surname.
    pub lines: Vec<SignatureLine>,
}

/// Somebody who is expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignatureLine {
    pub enrollment: EnrollmentId,
    pub name: FullName,
    /// Names this line when the sheet is entered.
    pub code: LineCode,
}
