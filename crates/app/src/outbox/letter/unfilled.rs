//! A register that is not closed after its session, for those who keep it.

use super::No;
use chrono::{DateTime, Utc};
use postup_domain::access::Actor;
use postup_domain::closing::in_force;
use postup_domain::id::SessionId;
use postup_domain::notification::DropReason;
use postup_domain::session::RegisterState;
use postup_mail::{Meeting, Unfilled};
use postup_persistence::attendance::Meetings;
use postup_persistence::outbox::Claimed;
use postup_persistence::{Reader, access, attendance, closing};

pub(super) async fn unfilled(
    db: &Reader,
    claimed: &Claimed,
    id: SessionId,
    now: DateTime<Utc>,
) -> Result<Unfilled, No> {
    let overtaken = || No::Drop(DropReason::Overtaken);
    let open = closing::open_register(db, id).await?.ok_or_else(overtaken)?;
    if open.register != RegisterState::Open {
        return Err(overtaken());
    }
    let grants = access::of_persons(db, &[claimed.person]).await?;
    if Actor::away(claimed.person, grants, now).may_take_attendance(id, open.place).is_err() {
        return Err(No::Drop(DropReason::NotTheirs));
    }
    let rules = closing::rules(db, open.place.organization).await?;
    let (rule, _) = in_force(&rules, open.place.cohort, open.ends_at);
    let found = attendance::meetings(db, Meetings::One { session: id }).await?;
    let of = found.into_iter().next().ok_or_else(overtaken)?;
    Ok(Unfilled {
        session: id,
        meeting: Meeting {
            title: of.title,
            starts_at: of.starts_at,
            ends_at: of.ends_at,
            time_zone: of.time_zone,
            venue: None,
            link: None,
        },
        title: of.course,
        code: of.code,
        people: open.people,
        marked: open.marked,
        closes_at: rule.closes_at(&open),
    })
}
