//! Applications that arrive while a change to their cohort is under way are decided together in the next: one lock, one
//! commit, in the order in which they came.

use super::Applicant;
use crate::line::Served;
use crate::{App, Error};
use postup_domain::access::MayEnroll;
use postup_domain::cohort::Cohort;
use postup_domain::enrollment::Decided;
use postup_domain::id::CohortId;
use postup_persistence::idempotency::{self, Attempt};
use postup_persistence::{Tx, cohort};
use tokio::sync::oneshot;

/// How many are decided in one change: others want the database too.
const TOGETHER: usize = 256;

/// An application that waits to be decided.
pub(crate) struct Waiting {
    applicant: Applicant,
    /// The key it came under.
    attempt: Option<Attempt>,
    answer: oneshot::Sender<Result<Decided, Error>>,
}

impl App {
    /// Applies: a seat while there is one and nobody waits, else the queue, or the manager's decision. Who comes first is
    /// decided first; a caller who goes away is decided on all the same.
    ///
    /// # Errors
    /// `Busy` when too many wait for this cohort already.
    pub async fn enroll(&self, permit: MayEnroll) -> Result<Decided, Error> {
        let (answer, decided) = oneshot::channel();
        let applicant = Applicant { person: permit.person(), author: permit.author(), at: self.clock.now() };
        let waiting = Waiting { applicant, attempt: Attempt::current(), answer };
        if let Some(served) = self.admissions.join(permit.cohort(), waiting)? {
            tokio::spawn(self.clone().serve_line(permit.cohort(), served));
        }
        decided.await.unwrap_or_else(|_| Err(Error::Broken("nobody decided on an application".to_owned())))
    }

    async fn serve_line(self, cohort: CohortId, mut served: Served<CohortId, Waiting>) {
        while let Some(batch) = served.next(TOGETHER, |_| 1) {
            self.decide(cohort, batch).await;
        }
    }

    /// Decides on a batch in one change and answers everybody in it.
    async fn decide(&self, cohort: CohortId, batch: Vec<Waiting>) {
        let failure = match self.decide_together(cohort, &batch).await {
            Ok((tx, cohort, decisions)) => match tx.commit().await {
                Ok(()) => {
                    let decisions = self.explained_all(decisions, &cohort).await;
                    return batch.into_iter().zip(decisions).for_each(answer);
                }
                Err(error) => Error::from(error),
            },
            // One of them may be what is broken: the others shall not suffer for it.
            Err(Error::Broken(why)) if batch.len() > 1 => {
                tracing::warn!(%cohort, why, "applications are decided one by one");
                for one in batch {
                    Box::pin(self.decide(cohort, vec![one])).await;
                }
                return;
            }
            Err(error) => error,
        };
        for one in batch {
            let same = match &failure {
                Error::Missing(what) => Error::Missing(what),
                Error::Broken(why) => Error::Broken(why.clone()),
                _ => Error::Busy,
            };
            answer((one, Err(same)));
        }
    }

    /// Everything but the commit; the keys they came under are stamped by it.
    async fn decide_together(&self, id: CohortId, batch: &[Waiting]) -> Result<Undone, Error> {
        let applicants: Vec<Applicant> = batch.iter().map(|one| one.applicant).collect();
        let tx = self.store.begin().await?;
        let mut cohort = cohort::lock(&tx, id).await?.ok_or(Error::Missing("cohort"))?;
        let decisions = self.apply(&tx, &mut cohort, &applicants, self.clock.now()).await?;
        let mut attempts = Vec::new();
        for (one, decision) in batch.iter().zip(&decisions) {
            if let (Some(attempt), Ok(done)) = (&one.attempt, decision) {
                attempt.is_about("enrollment", &done.enrollment.id.to_string());
                attempts.push(attempt.clone());
            }
        }
        idempotency::stamp_all(&tx, &attempts).await?;
        Ok((tx, cohort, decisions))
    }
}

/// A change that was not committed yet, the cohort as it stands in it, and what became of each application.
type Undone = (Tx, Cohort, Vec<Result<Decided, Error>>);

fn answer((one, decision): (Waiting, Result<Decided, Error>)) {
    // Whoever has gone away reads it in the list of their enrollments.
    let _ = one.answer.send(decision);
}
