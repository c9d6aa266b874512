//! Who may call a route at all: the coarse gate in front of permits. A route without a policy does not start.

use crate::caller::Caller;
use poem::http::Method;
use poem::{Endpoint, Request, Response, Result};
use postup_domain::access::{Actor, Role};
use std::fmt;

/// Who may call a route. What they may do there is the permit's business.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Policy {
    Everyone,
    SignedIn,
    /// Holds one of the roles, anywhere.
    Any(&'static [Role]),
    /// The same, or acts in the place of a personnel officer.
    AnyOrStandIn(&'static [Role]),
}

/// Those who run programs.
pub const MANAGERS: Policy = Policy::Any(&[Role::ProgramManager]);
/// Those who stand before people.
pub const TEACHERS: Policy = Policy::Any(&[Role::Trainer, Role::ProgramManager]);
/// Those who name people for a course.
pub const NOMINATORS: Policy = Policy::Any(&[Role::PersonnelOfficer, Role::ProgramManager]);
/// Those who look after the people of an employer.
pub const EMPLOYERS: Policy = Policy::Any(&[Role::PersonnelOfficer]);
/// Those who approve applications.
pub const APPROVERS: Policy = Policy::AnyOrStandIn(&[Role::PersonnelOfficer, Role::ProgramManager]);
/// Those who say who approves when somebody is away.
pub const OFFICERS: Policy = Policy::Any(&[Role::PersonnelOfficer, Role::Administrator]);
/// Those who keep accounts.
pub const ADMINISTRATORS: Policy = Policy::Any(&[Role::Administrator]);
/// Those who read figures.
pub const READERS: Policy = Policy::Any(&[Role::Analyst, Role::Donor, Role::ProgramManager]);
/// Those who look after people.
pub const KEEPERS: Policy = Policy::Any(&[Role::Administrator, Role::ProgramManager, Role::PersonnelOfficer]);

/// Those who send and take tables; whoever only teaches, those of sessions.
pub const SENDERS: Policy =
    Policy::Any(&[Role::Administrator, Role::ProgramManager, Role::PersonnelOfficer, Role::Trainer]);

impl Policy {
    pub fn admits(self, actor: &Actor) -> bool {
        match self {
            Self::Everyone => true,
            Self::SignedIn => actor.person().is_some(),
            Self::Any(roles) => roles.iter().any(|role| actor.has(*role)),
            Self::AnyOrStandIn(roles) => {
                !actor.stands_in().is_empty() || roles.iter().any(|role| actor.has(*role))
            }
        }
    }
}

/// One line of a table of policies: method, path as registered, who.
pub type Line = (Method, &'static str, Policy);

/// Routes that name no policy, or policies that name no route.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unpoliced(pub Vec<String>);

impl fmt::Display for Unpoliced {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "routes and policies do not match: {}", self.0.join(", "))
    }
}

impl std::error::Error for Unpoliced {}

/// What a gate answers when it stays shut.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Shut {
    #[error("sign in first")]
    SignInFirst,
    #[error("not for this role")]
    WrongRole,
}

impl poem::error::ResponseError for Shut {
    fn status(&self) -> poem::http::StatusCode {
        match self {
            Self::SignInFirst => poem::http::StatusCode::UNAUTHORIZED,
            Self::WrongRole => poem::http::StatusCode::FORBIDDEN,
        }
    }
}

/// An endpoint behind its policy.
pub struct Gate<E> {
    policy: Policy,
    inner: E,
}

impl<E> Gate<E> {
    pub fn new(policy: Policy, inner: E) -> Self {
        Self { policy, inner }
    }
}

impl<E: Endpoint<Output = Response>> Endpoint for Gate<E> {
    type Output = Response;

    async fn call(&self, request: Request) -> Result<Response> {
        let actor = &Caller::of(&request).0;
        if self.policy.admits(actor) {
            return self.inner.call(request).await;
        }
        Err(if actor.person().is_none() { Shut::SignInFirst } else { Shut::WrongRole }.into())
    }
}
