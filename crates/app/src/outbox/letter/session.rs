//! Sessions, for those who hold a seat in their cohort or are offered one, and for guests.

use super::{No, Theirs, both};
use chrono::{DateTime, Utc};
use postup_domain::access::Sight;
use postup_domain::cohort;
use postup_domain::enrollment::EnrollmentState;
use postup_domain::id::{CohortId, SessionId};
use postup_domain::notification::DropReason;
use postup_domain::rejection::Invalid;
use postup_domain::session::SessionState;
use postup_domain::text::Line;
use postup_mail::{Former, Meeting, Message, Moved, Rest, Training};
use postup_persistence::outbox::{self, EnrollmentFacts, SessionFacts};
use postup_persistence::{Reader, cohort as cohorts, guest, session};

impl Theirs<'_> {
    /// A session ahead, for somebody who holds a seat in its cohort.
    pub(super) async fn meeting(
        &self,
        session: SessionId,
        state: SessionState,
    ) -> Result<(Training, Meeting), No> {
        let seated = |state| state == EnrollmentState::Confirmed;
        let (training, meeting, _) = self.session(session, state, seated).await?;
        if meeting.starts_at <= self.now {
            return Err(No::Drop(DropReason::Expired));
        }
        Ok((training, meeting))
    }

    /// A session that was called off, for somebody who is offered a seat too; who has none is not told the place.
    pub(super) async fn cancelled(&self, session: SessionId) -> Result<(Training, Meeting), No> {
        let concerns = |state| matches!(state, EnrollmentState::Confirmed | EnrollmentState::Offered);
        let (training, meeting, _) = self.session(session, SessionState::Cancelled, concerns).await?;
        if meeting.starts_at <= self.now {
            return Err(No::Drop(DropReason::Expired));
        }
        if self.is_seated().await? {
            return Ok((training, meeting));
        }
        Ok((Training { venue: None, ..training }, Meeting { venue: None, link: None, ..meeting }))
    }

    async fn is_seated(&self) -> Result<bool, No> {
        let facts = outbox::enrollment_facts(self.db, self.enrollment).await?;
        Ok(facts.is_some_and(|facts| facts.state == EnrollmentState::Confirmed))
    }

    /// Sessions that were moved by changes of these numbers and are still ahead, for the same people.
    pub(super) async fn moved(&self, all: &[(SessionId, i64)]) -> Result<(Training, Moved, Vec<Moved>), No> {
        let concerns = |state| matches!(state, EnrollmentState::Confirmed | EnrollmentState::Offered);
        let enrollment = self.facts(concerns).await?;
        let seated = enrollment.state == EnrollmentState::Confirmed;
        let first = all.first().ok_or(No::Drop(DropReason::Overtaken))?;
        let of = outbox::session_facts(self.db, first.0).await?.ok_or(No::Drop(DropReason::Overtaken))?;
        let cohort = of.cohort_id;
        let training = self.told_in(enrollment, first.0, cohort).await?;
        let (moved, rest) = moved(self.db, cohort, all, seated, self.now).await?;
        let venue = training.venue.filter(|_| seated);
        Ok((Training { venue, ..training }, moved, rest))
    }

    /// What is left of a session.
    pub(super) async fn interrupted(&self, session: SessionId) -> Result<Message, No> {
        let seated = |state| state == EnrollmentState::Confirmed;
        let (training, meeting, facts) = self.session(session, SessionState::Planned, seated).await?;
        let held = (facts.minutes - facts.lost_minutes).max(0);
        let rest = Rest { state: facts.held, held, planned: facts.minutes };
        Ok(Message::SessionInterrupted(training, meeting, rest))
    }

    async fn session(
        &self,
        session: SessionId,
        state: SessionState,
        fits: impl Fn(EnrollmentState) -> bool,
    ) -> Result<(Training, Meeting, SessionFacts), No> {
        let enrollment = self.facts(fits).await?;
        let facts = outbox::session_facts(self.db, session).await?;
        let facts = facts.ok_or(No::Drop(DropReason::Overtaken))?;
        let training = self.told_in(enrollment, session, facts.cohort_id).await?;
        if facts.state != state {
            return Err(No::Drop(DropReason::Overtaken));
        }
        let meeting = meeting(&facts)?;
        Ok((training, meeting, facts))
    }

    /// A session that the reader was to visit as a guest and does not any more.
    pub(super) async fn left(&self, session: SessionId) -> Result<(Training, Meeting), No> {
        let enrollment = self.facts(|_| true).await?;
        let facts = outbox::session_facts(self.db, session).await?;
        let facts = facts.ok_or(No::Drop(DropReason::Overtaken))?;
        if guest::is_guest(self.db, session, self.enrollment).await? {
            return Err(No::Drop(DropReason::Overtaken));
        }
        if facts.starts_at <= self.now {
            return Err(No::Drop(DropReason::Expired));
        }
        let (training, meeting) = (self.as_guest(enrollment, facts.cohort_id).await?, meeting(&facts)?);
        // The place is told to those who come.
        Ok((Training { venue: None, ..training }, Meeting { venue: None, link: None, ..meeting }))
    }

    /// The reader's training as a session of this cohort makes it: their own, or that in which they are a guest.
    async fn told_in(
        &self,
        enrollment: EnrollmentFacts,
        session: SessionId,
        of: CohortId,
    ) -> Result<Training, No> {
        if of == enrollment.cohort_id {
            return self.told(enrollment).await;
        }
        if !guest::is_guest(self.db, session, self.enrollment).await? {
            return Err(No::Drop(DropReason::NotTheirs));
        }
        self.as_guest(enrollment, of).await
    }

    async fn as_guest(&self, enrollment: EnrollmentFacts, host: CohortId) -> Result<Training, No> {
        let host = cohorts::find(self.db, &Sight::system(), host).await?;
        let plan = host.ok_or(No::Drop(DropReason::Overtaken))?.plan;
        let own = self.told(enrollment).await?;
        Ok(Training {
            code: plan.code,
            form: plan.form,
            starts_on: plan.starts_on,
            ends_on: plan.ends_on,
            time_zone: plan.time_zone,
            venue: plan.venue.map(|venue| venue.to_string()),
            first_session: None,
            contact: plan.contact.map(|contact| contact.to_string()),
            ..own
        })
    }
}

/// Those of these sessions of a cohort that are still to come, each with how it stood before its change; where only for
/// those who may know.
pub(super) async fn moved(
    db: &Reader,
    cohort: CohortId,
    all: &[(SessionId, i64)],
    seated: bool,
    now: DateTime<Utc>,
) -> Result<(Moved, Vec<Moved>), No> {
    let mut ahead = Vec::with_capacity(all.len());
    let mut why = DropReason::Overtaken;
    for (id, number) in all {
        let Some(facts) = outbox::session_facts(db, *id).await? else { continue };
        if facts.cohort_id != cohort || facts.state != SessionState::Planned {
            continue;
        }
        if facts.starts_at <= now {
            why = DropReason::Expired;
            continue;
        }
        let place = |line: Option<Line>| line.filter(|_| seated).map(|line| line.to_string());
        let former = session::former(db, *id, *number).await?.map(|former| Former {
            starts_at: former.starts_at,
            ends_at: former.ends_at,
            venue: place(former.venue),
            link: place(former.link),
        });
        let meeting = meeting(&facts)?;
        let (venue, link) = (meeting.venue.filter(|_| seated), meeting.link.filter(|_| seated));
        ahead.push(Moved { meeting: Meeting { venue, link, ..meeting }, former });
    }
    let mut ahead = ahead.into_iter();
    let first = ahead.next().ok_or(No::Drop(why))?;
    Ok((first, ahead.collect()))
}

pub(super) fn meeting(facts: &SessionFacts) -> Result<Meeting, Invalid> {
    Ok(Meeting {
        title: both(&facts.title_uk, &facts.title_en)?,
        starts_at: facts.starts_at,
        ends_at: facts.ends_at,
        time_zone: cohort::time_zone("time_zone", &facts.time_zone)?,
        venue: facts.venue.clone(),
        link: facts.link.clone(),
    })
}
