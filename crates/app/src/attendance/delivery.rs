//! Marks that arrive while others are being entered in the same register are entered together in the next change: one lock,
//! one commit, in the order in which they came, each delivery under its own name.

use super::{lock_held, marked, open_book, reopener, shut_for};
use crate::line::Served;
use crate::{App, Error};
use chrono::{DateTime, Utc};
use postup_domain::access::{Author, MayTakeAttendance};
use postup_domain::attendance::{MarkSource, NewMark, Outcome};
use postup_domain::id::{MarkId, SessionId};
use postup_persistence::Tx;
use postup_persistence::idempotency::{self, Attempt};
use tokio::sync::oneshot;

/// How many marks are entered in one change: others want the database too.
const TOGETHER: usize = 1_000;

type Outcomes = Vec<(MarkId, Outcome)>;

/// Marks of one call that wait to be entered.
pub(crate) struct Delivery {
    marks: Vec<NewMark>,
    author: Author,
    source: MarkSource,
    /// By how many milliseconds the clock of the device is ahead, where they were made on one that was away.
    away: Option<i64>,
    at: DateTime<Utc>,
    /// The key they came under.
    attempt: Option<Attempt>,
    answer: oneshot::Sender<Result<Outcomes, Error>>,
}

impl App {
    /// Appends marks to a register, and says of each, in the order they came, what became of it. A second delivery
    /// changes nothing; one mark that is refused does not hold up the others.
    ///
    /// # Errors
    /// `Busy` when too many wait for this register already.
    pub async fn record_marks(
        &self,
        permit: &MayTakeAttendance,
        marks: Vec<NewMark>,
        source: MarkSource,
    ) -> Result<Outcomes, Error> {
        self.enter_marks(permit, marks, source, None).await
    }

    /// The same for marks that were made on a device and wait to be delivered; `sent_at` is what its clock says now.
    /// Nothing is refused for being late or overtaken: it is kept for a human to decide on.
    pub async fn deliver_marks(
        &self,
        permit: &MayTakeAttendance,
        marks: Vec<NewMark>,
        sent_at: DateTime<Utc>,
    ) -> Result<Outcomes, Error> {
        self.enter_marks(permit, marks, MarkSource::Device, Some(sent_at)).await
    }

    async fn enter_marks(
        &self,
        permit: &MayTakeAttendance,
        marks: Vec<NewMark>,
        source: MarkSource,
        sent_at: Option<DateTime<Utc>>,
    ) -> Result<Outcomes, Error> {
        let (answer, entered) = oneshot::channel();
        let at = self.clock.now();
        let delivery = Delivery {
            marks,
            author: permit.author(),
            source,
            away: sent_at.map(|sent_at| (sent_at - at).num_milliseconds()),
            at,
            attempt: Attempt::current(),
            answer,
        };
        if let Some(served) = self.deliveries.join(permit.session(), delivery)? {
            tokio::spawn(self.clone().serve_register(permit.session(), served));
        }
        entered.await.unwrap_or_else(|_| Err(Error::Broken("nobody entered a delivery of marks".to_owned())))
    }

    async fn serve_register(self, session: SessionId, mut served: Served<SessionId, Delivery>) {
        while let Some(batch) = served.next(TOGETHER, |delivery| delivery.marks.len()) {
            self.enter(session, batch).await;
        }
    }

    /// Enters a batch in one change and answers everybody in it.
    async fn enter(&self, session: SessionId, batch: Vec<Delivery>) {
        match self.enter_together(session, &batch).await {
            Ok(outcomes) => {
                batch.into_iter().zip(outcomes).for_each(|(one, outcomes)| answer(one, Ok(outcomes)));
            }
            Err(Error::Busy) => batch.into_iter().for_each(|one| answer(one, Err(Error::Busy))),
            // One of them may be what is broken: the others shall not suffer for it.
            Err(_) if batch.len() > 1 => {
                for one in batch {
                    Box::pin(self.enter(session, vec![one])).await;
                }
            }
            Err(error) => {
                if let Some(one) = batch.into_iter().next() {
                    answer(one, Err(error));
                }
            }
        }
    }

    async fn enter_together(&self, id: SessionId, batch: &[Delivery]) -> Result<Vec<Outcomes>, Error> {
        let Some(first) = batch.first() else { return Ok(Vec::new()) };
        let tx = self.store.begin().await?;
        let session = lock_held(&tx, id).await?;
        let reopener = reopener(&tx, &session).await?;
        let marks = || batch.iter().flat_map(|delivery| &delivery.marks);
        let people = marks().map(|mark| mark.enrollment).collect();
        let ids: Vec<MarkId> = marks().map(|mark| mark.id).collect();
        let mut book = open_book(&tx, &session, people, &ids, first.author, first.source, first.at).await?;
        let (mut lines, mut attempts) = (Vec::new(), Vec::new());
        let outcomes = batch.iter().map(|delivery| {
            (book.author, book.source, book.now) = (delivery.author, delivery.source, delivery.at);
            book.away = delivery.away;
            book.shut = shut_for(&session, reopener, delivery.author);
            let before = book.taken.len();
            let outcomes: Outcomes =
                delivery.marks.iter().map(|mark| (mark.id, book.enter(mark.clone()))).collect();
            if book.taken.len() > before {
                lines.push(marked(&book, book.taken.len() - before, &*self.entropy));
                attempts.extend(delivery.attempt.clone());
            }
            outcomes
        });
        let outcomes: Vec<Outcomes> = outcomes.collect();
        if book.taken.is_empty() {
            return Ok(outcomes);
        }
        self.close_book(&tx, &session, &book, &lines).await?;
        self.stamp(&tx, id, &attempts).await?;
        tx.commit().await?;
        Ok(outcomes)
    }

    async fn stamp(&self, tx: &Tx, session: SessionId, attempts: &[Attempt]) -> Result<(), Error> {
        for attempt in attempts {
            attempt.is_about("session", &session.to_string());
        }
        Ok(idempotency::stamp_all(tx, attempts).await?)
    }
}

fn answer(one: Delivery, outcomes: Result<Outcomes, Error>) {
    // Whoever has gone away sends the marks again.
    let _ = one.answer.send(outcomes);
}
