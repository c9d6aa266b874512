//! Sessions that were moved or called off, for those who teach them.

use super::No;
use super::session::{meeting, moved};
use chrono::{DateTime, Utc};
use postup_domain::access::{Role, Scope, Sight};
use postup_domain::id::{CohortId, SessionId};
use postup_domain::notification::DropReason;
use postup_domain::session::SessionState;
use postup_mail::{Moved, Taught};
use postup_persistence::outbox::{self, Claimed, SessionFacts};
use postup_persistence::{Reader, access, cohort, course};

/// Sessions after changes of these numbers, if their reader still teaches them.
pub(super) async fn changed(
    db: &Reader,
    claimed: &Claimed,
    all: &[(SessionId, i64)],
    now: DateTime<Utc>,
) -> Result<Taught, No> {
    let (session, _) = all.first().ok_or(No::Drop(DropReason::Overtaken))?;
    let facts = taught(db, claimed, *session, now).await?;
    let (moved, rest) = moved(db, facts.cohort_id, all, true, now).await?;
    told(db, *session, facts.cohort_id, moved, rest).await
}

/// A session that was called off.
pub(super) async fn cancelled(
    db: &Reader,
    claimed: &Claimed,
    session: SessionId,
    now: DateTime<Utc>,
) -> Result<Taught, No> {
    let facts = taught(db, claimed, session, now).await?;
    if facts.state != SessionState::Cancelled {
        return Err(No::Drop(DropReason::Overtaken));
    }
    if facts.starts_at <= now {
        return Err(No::Drop(DropReason::Expired));
    }
    let moved = Moved { meeting: meeting(&facts)?, former: None };
    told(db, session, facts.cohort_id, moved, Vec::new()).await
}

async fn taught(
    db: &Reader,
    claimed: &Claimed,
    id: SessionId,
    now: DateTime<Utc>,
) -> Result<SessionFacts, No> {
    let facts = outbox::session_facts(db, id).await?.ok_or(No::Drop(DropReason::Overtaken))?;
    let grants = access::of_persons(db, &[claimed.person]).await?;
    let teaches = grants.iter().any(|grant| {
        grant.role == Role::Trainer && grant.scope == Scope::Cohort(facts.cohort_id) && grant.counts_at(now)
    });
    if teaches { Ok(facts) } else { Err(No::Drop(DropReason::NotTheirs)) }
}

async fn told(
    db: &Reader,
    session: SessionId,
    of: CohortId,
    moved: Moved,
    rest: Vec<Moved>,
) -> Result<Taught, No> {
    let of = cohort::find(db, &Sight::system(), of).await?.ok_or(No::Drop(DropReason::Overtaken))?;
    let version = course::version(db, of.course_version).await?;
    let version = version.ok_or_else(|| No::Broken("the cohort runs no version".to_owned()))?;
    Ok(Taught { session, moved, rest, title: version.title, code: of.plan.code, form: of.plan.form })
}
