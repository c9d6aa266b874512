//! A session that was moved or called off, for those who teach it.

use super::{No, both, former};
use chrono::{DateTime, Utc};
use postup_domain::access::{Role, Scope, Sight};
use postup_domain::cohort::time_zone;
use postup_domain::id::SessionId;
use postup_domain::notification::DropReason;
use postup_domain::session::SessionState;
use postup_mail::{Meeting, Taught};
use postup_persistence::outbox::{self, Claimed};
use postup_persistence::{Reader, access, cohort, course};

/// The session after the change of this number, or after it was called off, if its reader still teaches it.
pub(super) async fn taught(
    db: &Reader,
    claimed: &Claimed,
    (id, changed): (SessionId, Option<i64>),
    now: DateTime<Utc>,
) -> Result<Taught, No> {
    let overtaken = || No::Drop(DropReason::Overtaken);
    let facts = outbox::session_facts(db, id).await?.ok_or_else(overtaken)?;
    let grants = access::of_persons(db, &[claimed.person]).await?;
    let teaches = grants.iter().any(|grant| {
        grant.role == Role::Trainer && grant.scope == Scope::Cohort(facts.cohort_id) && grant.counts_at(now)
    });
    if !teaches {
        return Err(No::Drop(DropReason::NotTheirs));
    }
    let state = if changed.is_some() { SessionState::Planned } else { SessionState::Cancelled };
    if facts.state != state {
        return Err(overtaken());
    }
    if facts.starts_at <= now {
        return Err(No::Drop(DropReason::Expired));
    }
    let of = cohort::find(db, &Sight::system(), facts.cohort_id).await?.ok_or_else(overtaken)?;
    let version = course::version(db, of.course_version).await?;
    let version = version.ok_or_else(|| No::Broken("the cohort runs no version".to_owned()))?;
    Ok(Taught {
        session: id,
        former: match changed {
            Some(number) => former(db, id, number, true).await?,
            None => None,
        },
        meeting: Meeting {
            title: both(&facts.title_uk, &facts.title_en)?,
            starts_at: facts.starts_at,
            ends_at: facts.ends_at,
            time_zone: time_zone("time_zone", &facts.time_zone)?,
            venue: facts.venue,
            link: facts.link,
        },
        title: version.title,
        code: of.plan.code,
        form: of.plan.form,
    })
}
