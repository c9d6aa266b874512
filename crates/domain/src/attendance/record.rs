//! How one person stood in the sessions of one cohort, all in all.

use crate::id::{OrganizationId, PersonId};
use crate::territory::TerritoryCode;

/// Whose attendance is asked for; everything that is given must fit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecordFilter {
    pub person: Option<PersonId>,
    /// The employer when the person applied.
    pub organization: Option<OrganizationId>,
    /// Where the person worked then: the unit or any below it.
    pub territory: Option<TerritoryCode>,
}

/// Sessions that are over and count, by how the person stood.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub sessions: i64,
    pub present: i64,
    pub late: i64,
    pub excused: i64,
    pub absent: i64,
}

impl Tally {
    /// Those in which the person was there, late or not.
    pub fn attended(&self) -> i64 {
        self.present + self.late
    }

    /// Those whose register says nothing of the person.
    pub fn unmarked(&self) -> i64 {
        (self.sessions - self.present - self.late - self.excused - self.absent).max(0)
    }
}
