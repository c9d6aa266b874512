//! The steps of approval as they are typed and as they are kept.

use super::approval::{ApprovalStep, ApproverKind, Lapse, MOST_STEPS, Office, Route};
use crate::rejection::{Checks, Fault, Invalid};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// One step as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RawApprovalStep {
    pub approver: String,
    /// An id, where the approver is another organization.
    pub organization: String,
    /// Without end when empty.
    pub hours: String,
    /// `pass_on` when empty.
    pub silence: String,
}

impl Route {
    /// Reads the steps; those without an approver are none. Without any it is the usual route. Faults name the fields as
    /// [`step_field`] does.
    pub fn read(raw: &[RawApprovalStep]) -> Result<Self, Vec<Invalid>> {
        let mut checks = Checks::default();
        let mut route = Self { steps: Vec::new(), then_manager: false };
        for (number, raw) in raw.iter().enumerate().filter(|(_, raw)| !raw.approver.trim().is_empty()) {
            let field = |name: &str| step_field(number, name);
            if route.then_manager || number >= MOST_STEPS {
                checks.note(field("approver"), Fault::Unknown);
                break;
            }
            let office = match raw.approver.trim().parse() {
                Ok(ApproverKind::Manager) => {
                    route.then_manager = true;
                    continue;
                }
                Ok(ApproverKind::Employer) => Some(Office::Employer),
                Ok(ApproverKind::Organization) => {
                    let fault =
                        if raw.organization.trim().is_empty() { Fault::Missing } else { Fault::Unknown };
                    let id = raw.organization.trim().parse().map(Office::Organization);
                    checks.take(id.map_err(|_| Invalid::new(field("organization_id"), fault)))
                }
                Err(_) => {
                    checks.note(field("approver"), Fault::NotAWord);
                    None
                }
            };
            let limit = limit(&mut checks, raw, &field);
            route.steps.extend(office.map(|office| ApprovalStep { office, limit }));
        }
        checks.finish()?;
        Ok(if route.steps.is_empty() && !route.then_manager { Self::default() } else { route })
    }

    /// The steps as they are typed.
    pub fn raw(&self) -> Vec<RawApprovalStep> {
        let typed = |step: &ApprovalStep| RawApprovalStep {
            approver: step.office.approver().to_string(),
            organization: step.office.organization().map(|id| id.to_string()).unwrap_or_default(),
            hours: step.limit.map(|(hours, _)| hours.to_string()).unwrap_or_default(),
            silence: step.limit.map(|(_, silence)| silence.to_string()).unwrap_or_default(),
        };
        let manager = RawApprovalStep { approver: ApproverKind::Manager.to_string(), ..Default::default() };
        self.steps.iter().map(typed).chain(self.then_manager.then_some(manager)).collect()
    }
}

/// What a field of a step is called, counted from 0: `steps.0.hours`.
pub fn step_field(number: usize, name: &str) -> String {
    format!("steps.{number}.{name}")
}

fn limit(
    checks: &mut Checks,
    raw: &RawApprovalStep,
    field: &impl Fn(&str) -> String,
) -> Option<(i32, Lapse)> {
    let silence = match raw.silence.trim() {
        "" => Some(Lapse::PassOn),
        text => checks.take(text.parse().map_err(|_| Invalid::new(field("silence"), Fault::NotAWord))),
    };
    let hours = match raw.hours.trim() {
        "" => None,
        text => {
            let hours = text.parse::<i32>().map_err(|_| Invalid::new(field("hours"), Fault::NotANumber));
            checks.take(hours.and_then(|hours| match hours {
                1..=720 => Ok(hours),
                _ => Err(Invalid::new(field("hours"), Fault::OutOfRange { least: 1, most: 720 })),
            }))
        }
    };
    hours.zip(silence)
}

/// How a route is kept: `employer:72:pass_on organization=…:: manager`.
impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let steps = self.steps.iter().map(|step| {
            let office = match step.office {
                Office::Employer => "employer".to_owned(),
                Office::Organization(id) => format!("organization={id}"),
            };
            match step.limit {
                Some((hours, silence)) => format!("{office}:{hours}:{silence}"),
                None => office,
            }
        });
        let manager = self.then_manager.then(|| "manager".to_owned());
        f.write_str(&steps.chain(manager).collect::<Vec<_>>().join(" "))
    }
}

/// The text is no route.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a route")]
pub struct NotARoute;

impl FromStr for Route {
    type Err = NotARoute;

    fn from_str(text: &str) -> Result<Self, NotARoute> {
        if text.is_empty() {
            return Ok(Self::default());
        }
        let mut route = Self { steps: Vec::new(), then_manager: false };
        for step in text.split(' ') {
            if step == "manager" {
                route.then_manager = true;
                continue;
            }
            let mut parts = step.split(':');
            let office = match parts.next().unwrap_or_default() {
                "employer" => Office::Employer,
                other => {
                    let id = other.strip_prefix("organization=").and_then(|id| id.parse().ok());
                    Office::Organization(id.ok_or(NotARoute)?)
                }
            };
            let limit = match (parts.next(), parts.next()) {
                (Some(hours), Some(silence)) => {
                    let hours = hours.parse().map_err(|_| NotARoute)?;
                    Some((hours, silence.parse().map_err(|_| NotARoute)?))
                }
                _ => None,
            };
            route.steps.push(ApprovalStep { office, limit });
        }
        Ok(route)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::enrollment::Turn;
    use crate::id::OrganizationId;
    use uuid::Uuid;

    const COUNCIL: OrganizationId = OrganizationId(Uuid::from_u128(1));
    const OFFICE: OrganizationId = OrganizationId(Uuid::from_u128(2));

    fn raw(approver: &str, organization: &str, hours: &str, silence: &str) -> RawApprovalStep {
        let text = str::to_owned;
        RawApprovalStep {
            approver: text(approver),
            organization: text(organization),
            hours: text(hours),
            silence: text(silence),
        }
    }

    #[test]
    fn what_is_kept_is_read_back() {
        let office = OFFICE.to_string();
        let steps = [
            raw("employer", "", "72", "reject"),
            raw("organization", &office, "", ""),
            raw("manager", "", "", ""),
        ];
        let route = Route::read(&steps).unwrap();
        assert_eq!(route.to_string(), format!("employer:72:reject organization={OFFICE} manager"));
        assert_eq!(route.to_string().parse(), Ok(route.clone()));
        assert_eq!(route.silence(Turn { number: 1, asked: Some(COUNCIL) }), Some(Lapse::Reject));
        assert_eq!(route.silence(Turn { number: 2, asked: Some(OFFICE) }), None);
        assert_eq!((route.vouched(), route.organizations().collect::<Vec<_>>()), (1, vec![OFFICE]));
        assert_eq!(route.raw(), steps);
        assert_eq!("".parse(), Ok(Route::default()));
        let manager = Route::read(&[raw("manager", "", "", "")]).unwrap();
        assert_eq!(manager, Route { steps: Vec::new(), then_manager: true });
        assert_eq!(manager.to_string().parse(), Ok(manager));
        assert_eq!("mayor:72:reject".parse::<Route>(), Err(NotARoute));
        assert_eq!("employer:72:perhaps".parse::<Route>(), Err(NotARoute));
    }

    #[test]
    fn everything_wrong_with_a_route_is_said_at_once() {
        let steps = [raw("mayor", "", "0", "perhaps"), raw("organization", "", "x", "")];
        let faults = Route::read(&steps).unwrap_err();
        let fields: Vec<&str> = faults.iter().map(|fault| fault.field.as_str()).collect();
        assert_eq!(
            fields,
            [
                "steps.0.approver",
                "steps.0.silence",
                "steps.0.hours",
                "steps.1.organization_id",
                "steps.1.hours"
            ]
        );
        // The manager is the last.
        let after = Route::read(&[raw("manager", "", "", ""), raw("employer", "", "", "")]).unwrap_err();
        assert_eq!(after, [Invalid::new("steps.1.approver", Fault::Unknown)]);
        assert_eq!(Route::read(&[raw("", "", "", "")]), Ok(Route::default()));
    }
}
