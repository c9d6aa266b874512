//! Nominations: the employer names a person, the person is asked, and silence frees the seat on the stated date.

use super::{Arriving, Moved};
use crate::login::Token;
use crate::{App, Error, entry};
use chrono::{DateTime, Duration, Utc};
use postup_domain::access::{Actor, Author, EnrollmentPlace, MayNominate};
use postup_domain::cohort::Cohort;
use postup_domain::enrollment::{Decided, Enrollment, Explanation, on_nomination};
use postup_domain::id::{CohortId, EnrollmentId, NotificationId, OrganizationId, PersonId};
use postup_domain::notification::NewNotification;
use postup_domain::rejection::{Refusal, Rejection};
use postup_persistence::enrollment::{Asked, NewLink};
use postup_persistence::{Tx, audit, cohort, enrollment, outbox, together};

/// Nobody is asked twice within this time.
pub(super) const PATIENCE: Duration = Duration::hours(4);

/// Somebody who is named for a cohort.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Nominated {
    pub person: PersonId,
    /// Where the person's record does not say it yet.
    pub employer: Option<OrganizationId>,
    /// In the name of the employer.
    pub by_employer: bool,
    /// Whoever names the person sees their record.
    pub is_seen: bool,
}

impl App {
    /// Whether the actor may name this person for this cohort: a personnel officer the people of the own organization,
    /// a manager everybody.
    pub async fn may_nominate(
        &self,
        actor: &Actor,
        cohort: CohortId,
        person: PersonId,
    ) -> Result<MayNominate, Error> {
        let reader = self.reader();
        let found = cohort::find(&reader, &actor.sight(), cohort).await?;
        let cohort = found.ok_or(Error::Missing("cohort"))?.place();
        let employer = enrollment::employer_of(&reader, person).await?.ok_or(Error::Missing("person"))?;
        Ok(actor.may_nominate(EnrollmentPlace::of(person, employer, cohort))?)
    }

    /// Names the person: a letter asks, and a free seat is kept until the answer or the deadline.
    pub async fn nominate(&self, permit: MayNominate) -> Result<Decided, Error> {
        let now = self.clock.now();
        let tx = self.store.begin().await?;
        let mut cohort = cohort::lock(&tx, permit.cohort()).await?.ok_or(Error::Missing("cohort"))?;
        let person = Nominated {
            person: permit.person(),
            employer: None,
            by_employer: permit.by_employer(),
            is_seen: true,
        };
        let moved = self.nominate_within(&tx, &mut cohort, person, permit.author(), now).await?;
        tx.commit().await?;
        let (cause, explanation) = (moved.cause, Explanation::default());
        let done = Decided { enrollment: moved.enrollment, cause, queue: None, explanation };
        Ok(self.explained(done, &cohort, None).await)
    }

    /// One nomination within a change that holds the lock on the cohort.
    pub(crate) async fn nominate_within(
        &self,
        tx: &Tx,
        cohort: &mut Cohort,
        Nominated { person, employer, by_employer, is_seen }: Nominated,
        author: Author,
        now: DateTime<Utc>,
    ) -> Result<Moved, Error> {
        let matches = self.matches_with(tx, cohort, person, employer).await?;
        let seat = self.seat_for_newcomer(tx, cohort, matches).await?;
        let (passage, is_kept) = on_nomination(cohort, by_employer, seat.is_some(), now)?;
        // A seat is kept only for somebody of whom is known that they fit.
        let seat = seat.filter(|_| is_kept && (is_seen || cohort.requirements_since.is_none()));
        let unseen = !is_seen;
        let arriving = Arriving { person, passage, matches, seat, counterpart: None, unseen };
        self.arrive(tx, cohort, arriving, author, now).await
    }

    /// Whether the actor may send the question of this nomination again.
    pub async fn may_ask_again(&self, actor: &Actor, id: EnrollmentId) -> Result<MayNominate, Error> {
        let place = self.enrollment(actor, id).await?.place();
        Ok(actor.may_nominate(place)?)
    }

    /// Sends the question again, with a link of its own; the deadline stays.
    ///
    /// # Errors
    /// `StepNotAllowed` when no answer is awaited any more, `AskedJustNow` within four hours of the last letter.
    pub async fn ask_again(&self, permit: MayNominate) -> Result<(), Error> {
        let now = self.clock.now();
        let tx = self.store.begin().await?;
        cohort::lock(&tx, permit.cohort()).await?.ok_or(Error::Missing("cohort"))?;
        let found = enrollment::nominated(&tx, permit.cohort(), permit.person()).await?;
        let nominated = found.ok_or(Refusal::StepNotAllowed)?;
        let deadline = nominated.answer_by.filter(|deadline| *deadline > now);
        let deadline = deadline.ok_or(Refusal::StepNotAllowed)?;
        let asked = enrollment::asked(&tx, &[nominated.id]).await?;
        if let Some(last) = asked.last().filter(|last| now < last.at + PATIENCE) {
            return Err(Rejection::from(Refusal::AskedJustNow).at(last.at + PATIENCE).into());
        }
        self.push_question(&tx, &nominated, deadline, permit.author(), now).await?;
        Ok(tx.commit().await?)
    }

    /// One more letter that asks, with a link of its own.
    pub(super) async fn push_question(
        &self,
        tx: &Tx,
        nominated: &Enrollment,
        deadline: DateTime<Utc>,
        author: Author,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        let entropy = &*self.entropy;
        let (id, token) = (NotificationId::new(now, entropy), Token::new(entropy));
        let email = nominated.question().opened_by(token.reveal().to_owned());
        let letter = NewNotification::now(id, nominated.person, email, id, now).about(nominated.cohort);
        outbox::push(tx, &letter.until(deadline)).await?;
        let link = NewLink {
            token_hash: token.hash(),
            enrollment: nominated.id,
            approver: None,
            number: nominated.version,
            expires_at: deadline,
        };
        together(tx, enrollment::insert_links(&[link])).await?;
        let subject = ("enrollment", nominated.id.to_string());
        Ok(audit::record(tx, &entry(now, entropy, author, "enrollment.asked_again", subject, "")).await?)
    }

    /// What became of the letters that asked these people, the oldest first. The enrollments were read within the
    /// actor's sight.
    pub async fn letters_that_asked(&self, enrollments: &[EnrollmentId]) -> Result<Vec<Asked>, Error> {
        Ok(enrollment::asked(&self.reader(), enrollments).await?)
    }
}
