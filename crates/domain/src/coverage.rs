//! Hromadas in which nobody has been trained, and inviting their local authorities to name people.

use crate::access::Author;
use crate::id::{CohortId, NotificationId, OrganizationId, PersonId};
use crate::rejection::{Fault, Invalid};
use crate::territory::TerritoryCode;
use chrono::{DateTime, Utc};
use std::collections::BTreeSet;

/// Which hromadas are to be invited.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    pub hromadas: BTreeSet<TerritoryCode>,
    /// All hromadas of these.
    pub oblasts: BTreeSet<TerritoryCode>,
    /// Those too that were invited before.
    pub again: bool,
}

impl Choice {
    /// Takes codes as they were sent.
    pub fn read(hromadas: &[String], oblasts: &[String], again: bool) -> Result<Self, Vec<Invalid>> {
        let codes = |field: &str, codes: &[String]| {
            let unknown = |_| Invalid::new(field, Fault::NotACode);
            codes
                .iter()
                .map(|code| code.parse::<TerritoryCode>().map_err(unknown))
                .collect::<Result<BTreeSet<_>, _>>()
        };
        let (hromadas, oblasts) = (codes("hromadas", hromadas), codes("oblasts", oblasts));
        match (hromadas, oblasts) {
            (Ok(hromadas), Ok(oblasts)) if hromadas.is_empty() && oblasts.is_empty() => {
                Err(vec![Invalid::new("hromadas", Fault::Missing)])
            }
            (Ok(hromadas), Ok(oblasts)) => Ok(Self { hromadas, oblasts, again }),
            (hromadas, oblasts) => Err([hromadas.err(), oblasts.err()].into_iter().flatten().collect()),
        }
    }
}

/// One letter to one local authority about one cohort.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    pub cohort: CohortId,
    pub organization: OrganizationId,
    /// 1 for the first; the next one only when somebody asked for it.
    pub round: i32,
    /// The personnel officer it goes to.
    pub person: PersonId,
    pub notification: NotificationId,
    pub author: Author,
    pub at: DateTime<Utc>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn something_has_to_be_chosen() {
        let fault = |hromadas: &[&str]| {
            let hromadas: Vec<String> = hromadas.iter().map(|code| (*code).to_owned()).collect();
            Choice::read(&hromadas, &[], false).unwrap_err().remove(0)
        };
        assert_eq!(fault(&[]), Invalid::new("hromadas", Fault::Missing));
        assert_eq!(fault(&["Суми"]), Invalid::new("hromadas", Fault::NotACode));
        let all = Choice::read(&[], &["UA59000000000057109".to_owned()], true).unwrap();
        assert!(all.again && all.oblasts.len() == 1);
    }
}
