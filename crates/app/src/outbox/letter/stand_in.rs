//! Somebody approves in the place of an officer who is away, or does so no more: to both of them.

use super::No;
use crate::stand_in::{Named, named as with_names};
use chrono::{DateTime, Utc};
use postup_domain::id::StandInId;
use postup_domain::notification::DropReason;
use postup_i18n::Locale;
use postup_mail::Deputy;
use postup_persistence::outbox::Claimed;
use postup_persistence::{Reader, stand_in};

/// As long as it counts, or is to come.
pub(super) async fn named(
    db: &Reader,
    claimed: &Claimed,
    id: StandInId,
    locale: Locale,
    now: DateTime<Utc>,
) -> Result<Deputy, No> {
    let found = found(db, claimed, id, now).await?;
    if !found.stand_in.is_ahead_or_counts(now) {
        return Err(No::Drop(DropReason::Overtaken));
    }
    Ok(told(claimed, found, locale))
}

pub(super) async fn ended(
    db: &Reader,
    claimed: &Claimed,
    id: StandInId,
    locale: Locale,
    now: DateTime<Utc>,
) -> Result<Deputy, No> {
    Ok(told(claimed, found(db, claimed, id, now).await?, locale))
}

async fn found(db: &Reader, claimed: &Claimed, id: StandInId, now: DateTime<Utc>) -> Result<Named, No> {
    let found = stand_in::find(db, id).await?.ok_or(No::Drop(DropReason::Overtaken))?;
    if ![found.absent, found.deputy].contains(&claimed.person) {
        return Err(No::Drop(DropReason::NotTheirs));
    }
    let named = with_names(db, vec![found], now).await?;
    named.into_iter().next().ok_or(No::Drop(DropReason::Overtaken))
}

fn told(claimed: &Claimed, of: Named, locale: Locale) -> Deputy {
    let (first_day, last_day) = of.stand_in.days();
    let name = |name: &postup_domain::person::FullName| match locale {
        Locale::Uk => name.in_register(),
        Locale::En => name.in_latin(),
    };
    let reads_deputy = claimed.person == of.stand_in.deputy;
    Deputy {
        path: if reads_deputy { "/employer/approvals" } else { "/employer/stand-ins" },
        organization: of.organization,
        absent: name(&of.absent),
        deputy: name(&of.deputy),
        first_day,
        last_day,
    }
}
