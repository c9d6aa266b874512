//! Who may do what. A read demands a [`Sight`], a write demands a permit; only this module makes either.

mod actor;
mod grant;
mod permit;
mod sight;

pub use actor::{Action, Actor, CohortPlace, Denied, Place};
pub use grant::{Grant, GrantPlan, RawGrantPlan, Role, Scope};
pub use permit::*;
pub use sight::{Reach, Sight};
