//! What people who are not on the list look like on the wire.

use crate::api::paging;
use chrono::{DateTime, FixedOffset, Utc};
use chrono_tz::Tz;
use poem_openapi::Object;
use postup_app::Error;
use postup_domain::attendance::{MarkKind, NewWalkIn, WalkIn};
use postup_domain::id::{EnrollmentId, MarkId, WalkInId};
use postup_domain::rejection::{Checks, Fault};
use postup_domain::text::Line;

/// Somebody who is not on the list.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields)]
pub(super) struct WalkInInput {
    /// A UUID made by the client; sending the same walk-in again changes nothing.
    pub(super) id: WalkInId,
    /// The name, or a code that leads to it.
    pub(super) name: String,
    /// `present` or `late`.
    pub(super) kind: MarkKind,
    pub(super) minutes: Option<i32>,
    pub(super) device_at: Option<DateTime<FixedOffset>>,
}

/// Who a walk-in was.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields)]
pub(super) struct NewMerging {
    pub(super) enrollment_id: EnrollmentId,
}

/// The mark by which a walk-in joined the register.
#[derive(Debug, Object)]
#[oai(rename = "Merging")]
pub(super) struct MergingDocument {
    pub(super) mark_id: MarkId,
}

/// Somebody who came without being on the list.
#[derive(Debug, Object)]
#[oai(rename = "WalkIn")]
pub(super) struct WalkInDocument {
    pub(super) id: WalkInId,
    pub(super) name: String,
    pub(super) kind: MarkKind,
    #[oai(skip_serializing_if_is_none)]
    pub(super) minutes: Option<i32>,
    pub(super) server_at: DateTime<FixedOffset>,
    /// The person it was found to be.
    #[oai(skip_serializing_if_is_none)]
    pub(super) enrollment_id: Option<EnrollmentId>,
}

pub(super) fn walk_in(of: &WalkIn) -> WalkInDocument {
    WalkInDocument {
        id: of.id,
        name: of.name.to_string(),
        kind: of.kind,
        minutes: of.minutes,
        server_at: paging::offset(of.server_at, Tz::Europe__Kyiv),
        enrollment_id: of.merged,
    }
}

/// The input as the domain wants it, or every field at fault.
pub(super) fn new_walk_in(input: &WalkInInput) -> Result<NewWalkIn, Error> {
    let mut checks = Checks::default();
    let name = checks.take(Line::new("name", &input.name));
    if !matches!(input.kind, MarkKind::Present | MarkKind::Late) {
        checks.note("kind", Fault::NotAWord);
    }
    if input.minutes.is_some_and(|minutes| !(0..=1_440).contains(&minutes)) {
        checks.note("minutes", Fault::OutOfRange { least: 0, most: 1_440 });
    }
    let Some(name) = name else { return Err(checks.into_faults().into()) };
    checks.finish()?;
    Ok(NewWalkIn {
        id: input.id,
        name,
        kind: input.kind,
        minutes: input.minutes,
        device_at: input.device_at.map(|at| postup_domain::clock::to_millis(at.with_timezone(&Utc))),
    })
}
