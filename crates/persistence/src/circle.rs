//! What an actor sees and manages, as conditions on rows.

use postup_domain::access::Reach;
use sea_orm::{ColumnTrait, Condition, sea_query::Expr};

/// Which rows a list is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Circle {
    /// Everything that exists for the actor.
    #[default]
    Visible,
    /// What the actor manages.
    Managed,
}

/// No row.
pub(crate) fn none() -> Condition {
    Condition::any().add(Expr::cust("1 = 0"))
}

/// Every row.
pub(crate) fn all() -> Condition {
    Condition::all().add(Expr::cust("1 = 1"))
}

/// Rows whose organization or program lies within a reach.
pub(crate) fn within(reach: &Reach, organization: impl ColumnTrait, program: impl ColumnTrait) -> Condition {
    if reach.everything {
        return all();
    }
    let mut any = none();
    if !reach.organizations.is_empty() {
        any = any.add(organization.is_in(reach.organizations.iter().copied()));
    }
    if !reach.programs.is_empty() {
        any = any.add(program.is_in(reach.programs.iter().copied()));
    }
    any
}
