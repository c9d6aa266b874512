//! Asking everybody with a seat, some days before the training begins, whether they still come.

use super::By;
use crate::login::{Token, token};
use crate::{App, Error, entry};
use chrono::{DateTime, Duration, Utc};
use postup_domain::access::{Actor, MayAnswer, Sight};
use postup_domain::cohort::{Cohort, Silence};
use postup_domain::email::Email;
use postup_domain::enrollment::{
    Decided, Enrollment, Explanation, Listed, Reconfirmation, ReconfirmationState,
};
use postup_domain::id::{CohortId, EnrollmentId, NotificationId};
use postup_domain::notification::NewNotification;
use postup_domain::rejection::Refusal;
use postup_persistence::enrollment::reconfirmation::{self, NewQuestion};
use postup_persistence::{audit, cohort, enrollment, outbox};

/// No cohort asks earlier than so many days before it begins.
const EARLIEST: i64 = 31;
/// How many cohorts with answers overdue are looked at in one round.
const BATCH: u64 = 100;

impl App {
    /// What the link with this secret asks, without using it up.
    pub async fn reconfirmation_behind(&self, secret: &str) -> Result<Listed, Error> {
        let (reader, now) = (self.reader(), self.clock.now());
        let id = reconfirmation::find_link(&reader, &token::hash(secret), now).await?;
        let id = id.ok_or(Refusal::LinkNotValid)?;
        enrollment::find(&reader, &Sight::system(), id).await?.ok_or(Error::Missing("enrollment"))
    }

    /// The permit that lies in the letter: who holds its secret is the person it was sent to.
    pub async fn may_reconfirm_by_letter(&self, secret: &str) -> Result<MayAnswer, Error> {
        let Enrollment { id, person, cohort, .. } = self.reconfirmation_behind(secret).await?.enrollment;
        Ok(MayAnswer::by_letter(person, id, cohort))
    }

    /// The person's answer, once: "yes" is noted, with "no" the seat goes to the queue in the same change.
    ///
    /// # Errors
    /// `NothingToReconfirm` when nobody asked or it was answered, `AnswerTooLate` after the deadline.
    pub async fn reconfirm(&self, permit: MayAnswer, comes: bool) -> Result<Decided, Error> {
        let (now, author, id) = (self.clock.now(), permit.author(), permit.enrollment());
        let tx = self.store.begin().await?;
        let mut cohort = cohort::lock(&tx, permit.cohort()).await?.ok_or(Error::Missing("cohort"))?;
        let asked = reconfirmation::find(&tx, &cohort, id).await?.ok_or(Refusal::NothingToReconfirm)?;
        asked.is_open_at(now)?;
        let enrollment = enrollment::read(&tx, id).await?.ok_or(Error::Missing("enrollment"))?;
        if comes {
            reconfirmation::settle(&tx, &[id], ReconfirmationState::Confirmed, now).await?;
            let subject = ("enrollment", id.to_string());
            let line = entry(now, self.entropy(), author, "enrollment.reconfirmed", subject, "");
            audit::record(&tx, &line).await?;
        } else {
            reconfirmation::settle(&tx, &[id], ReconfirmationState::Declined, now).await?;
            let step = enrollment.on_not_coming(true)?;
            self.step(&tx, &mut cohort, enrollment, step.into(), None, author.into(), None, None, now)
                .await?;
            self.fill_free_seats(&tx, &mut cohort, now).await?;
        }
        tx.commit().await?;
        self.as_it_stands(id).await
    }

    async fn as_it_stands(&self, id: EnrollmentId) -> Result<Decided, Error> {
        let of = self.enrollment(&Actor::system(), id).await?;
        let explanation: Explanation = self.explain(&of).await?;
        Ok(Decided { enrollment: of.enrollment, cause: of.cause, queue: of.queue, explanation })
    }

    /// Asks the people of every cohort whose day has come, and takes silence for what was said it means. Answers how many
    /// were asked or silent. The worker calls it; several may at once.
    pub async fn settle_reconfirmations(&self) -> Result<usize, Error> {
        Ok(self.ask_for_reconfirmation().await? + self.expire_reconfirmations().await?)
    }

    async fn ask_for_reconfirmation(&self) -> Result<usize, Error> {
        let now = self.clock.now();
        // The day is another one on the other side of the world.
        let (from, until) = (now - Duration::days(1), now + Duration::days(EARLIEST));
        let reader = self.reader();
        let mut asked = 0;
        for id in reconfirmation::cohorts_to_ask(&reader, from.date_naive(), until.date_naive()).await? {
            let found = cohort::find(&reader, &Sight::system(), id).await?;
            // Most of them only begin within the month.
            if found.is_some_and(|cohort| cohort.reconfirmation_due(now).is_some()) {
                asked += self.ask_in(id, now).await?;
            }
        }
        Ok(asked)
    }

    async fn ask_in(&self, id: CohortId, now: DateTime<Utc>) -> Result<usize, Error> {
        let tx = self.store.begin().await?;
        let cohort = cohort::lock(&tx, id).await?.ok_or(Error::Missing("cohort"))?;
        let Some(answer_by) = cohort.reconfirmation_due(now) else { return Ok(0) };
        if !reconfirmation::note_asked(&tx, &cohort).await? {
            return Ok(0);
        }
        let silence = cohort.plan.terms.reconfirmation.map_or(Silence::Keep, |asked| asked.silence);
        let state = ReconfirmationState::Asked;
        let asked = Reconfirmation { state, asked_at: now, answer_by, silence, answered_at: None };
        let (mut questions, mut letters) = (Vec::new(), Vec::new());
        for (enrollment, person) in cohort::seated(&tx, id).await? {
            let (letter, secret) = (NotificationId::new(now, self.entropy()), Token::new(self.entropy()));
            questions.push(NewQuestion { enrollment, token_hash: secret.hash() });
            let email = Email::ReconfirmationAsked { enrollment, token: secret.reveal().to_owned() };
            let event = format!("{enrollment}/{}", cohort.plan.starts_on);
            let letter = NewNotification::now(letter, person, email, event, now);
            letters.push(letter.about(id).until(answer_by));
        }
        reconfirmation::insert_all(&tx, &cohort, &questions, &asked).await?;
        outbox::push_all(&tx, &letters).await?;
        let detail = format!("{} asked until {answer_by}", questions.len());
        let subject = ("cohort", id.to_string());
        audit::record(&tx, &entry(now, self.entropy(), None, "cohort.reconfirmation_asked", subject, detail))
            .await?;
        tx.commit().await?;
        Ok(questions.len())
    }

    async fn expire_reconfirmations(&self) -> Result<usize, Error> {
        let mut silent = 0;
        loop {
            let overdue =
                reconfirmation::cohorts_with_silent(&self.reader(), self.clock.now(), BATCH).await?;
            if overdue.is_empty() {
                return Ok(silent);
            }
            for cohort in overdue {
                silent += self.expire_reconfirmations_in(cohort).await?;
            }
        }
    }

    async fn expire_reconfirmations_in(&self, id: CohortId) -> Result<usize, Error> {
        let now = self.clock.now();
        let tx = self.store.begin().await?;
        let mut cohort: Cohort = cohort::lock(&tx, id).await?.ok_or(Error::Missing("cohort"))?;
        let silent = reconfirmation::silent(&tx, &cohort, now).await?;
        let ids: Vec<EnrollmentId> = silent.iter().map(|(id, _)| *id).collect();
        reconfirmation::settle(&tx, &ids, ReconfirmationState::Silent, now).await?;
        // Nobody needs the seats of a cohort that was called off.
        let is_on = cohort.is_planned();
        for (id, _) in silent.iter().filter(|(_, frees)| *frees && is_on) {
            let enrollment = enrollment::read(&tx, *id).await?.ok_or(Error::Missing("enrollment"))?;
            let step = enrollment.on_not_coming(false)?;
            self.step(&tx, &mut cohort, enrollment, step.into(), None, By::default(), None, None, now)
                .await?;
        }
        self.fill_free_seats(&tx, &mut cohort, now).await?;
        tx.commit().await?;
        Ok(silent.len())
    }

    /// How many of those who hold a seat in a cohort were asked whether they still come, and what they said. The caller has
    /// looked whether the actor decides on its applications.
    pub async fn count_reconfirmations(
        &self,
        cohort: CohortId,
    ) -> Result<Vec<(ReconfirmationState, i64)>, Error> {
        Ok(reconfirmation::count_by_state(&self.reader(), cohort).await?)
    }
}
