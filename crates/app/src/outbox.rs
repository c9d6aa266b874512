//! Delivering what the outbox holds, and showing managers what became of it.

mod digest;
mod lanes;
mod letter;
mod remind;

use crate::template::{Templates, language_of};
use crate::{App, Error, entry};
use chrono::{DateTime, Duration, Utc};
use lanes::{Lanes, Turn};
use letter::{Letter, Ready, letter};
use postup_domain::access::{Actor, MayManageMail, Sight};
use postup_domain::id::NotificationId;
use postup_domain::notification::{BUILDS, DropReason, Notification, NotificationState, next_try};
use postup_domain::rejection::Refusal;
use postup_mail::{Mailer, Message, Recipient, Rendered, SendError, Unbuildable};
use postup_persistence::outbox::{self, Claimed, Filter, Outcome, QueueHealth};
use postup_persistence::{Cursor, Page};
use std::collections::HashMap;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration as Span;
use tokio::task::{Id, JoinError, JoinSet};
use tokio::time::Instant;

/// A claimed message is ours for so long; a worker that dies gives it back by then.
const LEASE: Duration = Duration::minutes(5);
/// So many messages are claimed at a time by the worker.
const BATCH: u64 = 200;
/// So many batches may be under way at once, all but the newest held up by slow destinations.
const BATCHES: usize = 8;
/// A batch that takes longer than this no longer keeps the next one waiting.
const PATIENCE_WITH_BATCH: Span = Span::from_secs(2);
/// So many outcomes are written in one transaction.
const SETTLED_TOGETHER: usize = 100;
/// How often an idle worker looks.
const LOOK: Span = Span::from_secs(1);

/// Delivers messages: one per worker process. Several may work on one outbox.
pub struct Postman {
    app: App,
    mailer: Arc<Mailer>,
    lanes: Lanes,
}

/// What became of a batch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Delivered {
    /// Taken by the mail server.
    pub sent: u64,
    /// To be tried again.
    pub again: u64,
    /// Refused for good, given up, or impossible to put together.
    pub failed: u64,
    /// Not sent, because the purpose had passed.
    pub dropped: u64,
    /// Not attempted yet, because their destination is slow.
    pub postponed: u64,
    /// Kept for the daily digests of their readers.
    pub held: u64,
}

impl Delivered {
    /// How many messages were claimed.
    pub fn total(self) -> u64 {
        self.sent + self.again + self.failed + self.dropped + self.postponed + self.held
    }

    fn count(&mut self, outcome: &Outcome) {
        let counter = match outcome {
            Outcome::Over(NotificationState::Sent, _) => &mut self.sent,
            Outcome::Over(NotificationState::Dropped, _) => &mut self.dropped,
            Outcome::Over(..) => &mut self.failed,
            Outcome::Again(..) => &mut self.again,
            Outcome::NotYet(_) => &mut self.postponed,
            Outcome::Held(_) => &mut self.held,
        };
        *counter += 1;
    }
}

impl Postman {
    pub fn new(app: App, mailer: Arc<Mailer>) -> Self {
        Self { app, mailer, lanes: Lanes::default() }
    }

    /// Delivers up to `limit` of the messages that are due, and returns when each of them has met its fate. A panic over
    /// one message costs that message an attempt and the others nothing.
    pub async fn deliver_due(self: &Arc<Self>, limit: u64) -> Result<Delivered, Error> {
        let now = self.app.now();
        let claimed_at = Instant::now();
        let templates = Arc::new(self.app.templates_in_use().await?);
        let tx = self.app.store.begin().await?;
        let claimed = outbox::claim(&tx, limit, now, now + LEASE).await?;
        tx.commit().await?;
        let mut tasks = JoinSet::new();
        let mut whose = HashMap::new();
        for claimed in claimed {
            let (postman, message, templates) = (Arc::clone(self), claimed.clone(), Arc::clone(&templates));
            let task =
                tasks.spawn(async move { Box::pin(postman.attempt(&message, &templates, claimed_at)).await });
            whose.insert(task.id(), claimed);
        }
        let mut delivered = Delivered::default();
        while let Some(ended) = tasks.join_next_with_id().await {
            // Whatever else has ended by now is settled with it, in one transaction.
            let more = std::iter::from_fn(|| tasks.try_join_next_with_id()).take(SETTLED_TOGETHER);
            let ended = std::iter::once(ended).chain(more).filter_map(|ended| self.fate(&mut whose, ended));
            let fates: Vec<(Claimed, Outcome)> = ended.collect();
            self.settle(&fates).await;
            fates.iter().for_each(|(_, outcome)| delivered.count(outcome));
        }
        Ok(delivered)
    }

    /// Whose task it was, and what came of it.
    fn fate(
        &self,
        whose: &mut HashMap<Id, Claimed>,
        ended: Result<(Id, Outcome), JoinError>,
    ) -> Option<(Claimed, Outcome)> {
        match ended {
            Ok((task, outcome)) => Some((whose.remove(&task)?, outcome)),
            Err(error) => {
                let claimed = whose.remove(&error.id())?;
                let outcome = unbuildable(&claimed, "the worker panicked over it", self.app.now());
                Some((claimed, outcome))
            }
        }
    }

    /// Delivers until `stop` resolves; then ends what is under way. Batches that a slow destination holds up go on beside
    /// the next ones, so that it delays nobody else.
    pub async fn run(self: Arc<Self>, stop: impl Future<Output = ()>) {
        let mut batches = JoinSet::new();
        let mut stop = std::pin::pin!(stop);
        loop {
            while batches.len() >= BATCHES {
                batches.join_next().await;
            }
            let postman = Arc::clone(&self);
            batches.spawn(async move { postman.deliver_due(BATCH).await });
            let full = match tokio::time::timeout(PATIENCE_WITH_BATCH, batches.join_next()).await {
                Ok(Some(Ok(Ok(delivered)))) => delivered.total() == BATCH,
                Ok(Some(Ok(Err(error)))) => {
                    tracing::warn!(%error, "the outbox cannot be read");
                    false
                }
                // Held up, or a panic outside any message; either way the next batch is not its business.
                _ => false,
            };
            let pause = if full { Span::ZERO } else { LOOK };
            tokio::select! {
                () = &mut stop => break,
                () = tokio::time::sleep(pause) => {}
            }
        }
        while batches.join_next().await.is_some() {}
    }

    async fn attempt(&self, claimed: &Claimed, templates: &Templates, claimed_at: Instant) -> Outcome {
        let now = self.app.now();
        if claimed.not_after.is_some_and(|end| now > end) {
            return dropped(DropReason::Expired);
        }
        let Ready { recipient, message, invites, left_out } = match letter(&self.app, claimed, now).await {
            Ok(Letter::Ready(ready)) => *ready,
            Ok(Letter::Hold(until)) => return Outcome::Held(until),
            Ok(Letter::Drop(reason)) => return dropped(reason),
            Ok(Letter::Refused(reply)) => return Outcome::Over(NotificationState::Failed, reply),
            Ok(Letter::Broken(why)) => return unbuildable(claimed, &why, now),
            Err(error) => {
                tracing::warn!(notification = %claimed.id, %error, "the facts of a message cannot be read");
                return unbuildable(claimed, "its facts cannot be read", now);
            }
        };
        if let Err(error) = self.app.leave_out(&left_out, now).await {
            // They are left out of the next attempt too; only their fate is not seen yet.
            tracing::warn!(notification = %claimed.id, %error, "what a digest leaves out was not noted");
        }
        let rendered = match self.written(claimed.id, templates, &message, &recipient, now).await {
            Ok(rendered) => Rendered { invites, ..rendered },
            Err(error) => return unbuildable(claimed, &error.to_string(), now),
        };
        // Whoever waits so long for a turn that the lease could end during the attempt leaves it to the next claim.
        let lease = LEASE.to_std().unwrap_or_default().saturating_sub(self.mailer.deadline());
        let Turn::Mine(turn) = self.lanes.turn(&rendered.to.domain(), claimed_at + lease).await else {
            return Outcome::NotYet(now + Duration::seconds(30));
        };
        let answer = turn.run(self.mailer.send(&rendered)).await;
        let now = self.app.now();
        match answer {
            Ok(reply) => Outcome::Over(NotificationState::Sent, reply.to_string()),
            Err(SendError::Retry(reply)) => match next_try(claimed.attempts, claimed.since, now) {
                Some(at) => Outcome::Again(at, reply.to_string()),
                None => {
                    Outcome::Over(NotificationState::Failed, format!("given up after five days: {reply}"))
                }
            },
            Err(SendError::GiveUp { reply, address }) => {
                let reply = reply.to_string();
                if address {
                    self.refuse(&recipient.address, now, &reply).await;
                }
                Outcome::Over(NotificationState::Failed, reply)
            }
            Err(SendError::Unbuildable(error)) => unbuildable(claimed, &error.to_string(), now),
        }
    }

    /// The letter in the installation's own words, where it has some that can be used, and in the product's otherwise.
    async fn written(
        &self,
        id: NotificationId,
        templates: &Templates,
        message: &Message,
        recipient: &Recipient,
        now: DateTime<Utc>,
    ) -> Result<Rendered, Unbuildable> {
        let own = templates.find(message.kind(), language_of(recipient.locale));
        let words = own.and_then(|own| own.words.as_ref().ok());
        let (rendered, failure) = self.mailer.write_in(words, id, message, recipient, now)?;
        let unreadable = own.and_then(|own| own.words.as_ref().err().cloned());
        let why = unreadable.or_else(|| failure.map(|failure| failure.to_string()));
        if let (Some(own), Some(why)) = (own, why) {
            let kind = message.kind();
            tracing::warn!(%kind, %why, "the installation's own words of a letter failed");
            let noted = self.app.note_template_failure(kind, recipient.locale, own.number, &why).await;
            if let Err(error) = noted {
                // The next letter of the kind meets the same failure.
                tracing::warn!(%kind, %error, "the failure of a template was not noted");
            }
        }
        Ok(rendered)
    }

    /// Without the note the next message meets the same refusal, so a failure here is only logged.
    async fn refuse(&self, address: &str, now: DateTime<Utc>, reply: &str) {
        let noted = async {
            let tx = self.app.store.begin().await?;
            outbox::refuse_address(&tx, address, now, reply).await?;
            tx.commit().await
        };
        if let Err(error) = noted.await {
            tracing::warn!(%error, "a refused address was not noted");
        }
    }

    /// Writes outcomes down, trying again for a while: an outcome that is lost means a second delivery later, with the
    /// same Message-ID.
    async fn settle(&self, fates: &[(Claimed, Outcome)]) {
        for pause in [0, 100, 1_000, 5_000] {
            tokio::time::sleep(Span::from_millis(pause)).await;
            match self.write_down(fates).await {
                Ok(()) => return,
                Err(error) => tracing::warn!(count = fates.len(), %error, "outcomes were not written"),
            }
        }
    }

    async fn write_down(&self, fates: &[(Claimed, Outcome)]) -> Result<(), Error> {
        let now = self.app.now();
        let tx = self.app.store.begin().await?;
        for (claimed, outcome) in fates {
            if !outbox::settle(&tx, claimed, outcome, now).await? {
                tracing::warn!(notification = %claimed.id, "the lease of a message ended before its delivery did");
            }
        }
        Ok(tx.commit().await?)
    }
}

fn dropped(reason: DropReason) -> Outcome {
    Outcome::Over(NotificationState::Dropped, reason.to_string())
}

/// A message that cannot be put together is set aside after a few tries (reliability N6).
fn unbuildable(claimed: &Claimed, why: &str, now: DateTime<Utc>) -> Outcome {
    let why = format!("cannot be put together: {why}");
    match next_try(claimed.attempts, claimed.since, now) {
        Some(at) if claimed.attempts < BUILDS => Outcome::Again(at, why),
        _ => Outcome::Over(NotificationState::Failed, why),
    }
}

impl App {
    /// Messages that can be seen, newest first.
    pub async fn notifications(
        &self,
        sight: &Sight,
        filter: &Filter,
        after: Option<&Cursor>,
        limit: u64,
    ) -> Result<Page<Notification>, Error> {
        Ok(outbox::list(&self.reader(), sight, filter, after, limit).await?)
    }

    /// One message that can be seen.
    pub async fn notification(&self, sight: &Sight, id: NotificationId) -> Result<Notification, Error> {
        outbox::find(&self.reader(), sight, id).await?.ok_or(Error::Missing("notification"))
    }

    /// Whether the actor may send this message again.
    pub async fn may_send_again(&self, actor: &Actor, id: NotificationId) -> Result<MayManageMail, Error> {
        let found = self.notification(&actor.sight(), id).await?;
        let place = match found.cohort {
            Some(cohort) => outbox::cohort_place(&self.reader(), cohort).await?,
            None => None,
        };
        Ok(actor.may_manage_mail(place)?)
    }

    /// Puts a message that is over back into the queue, and gives its address another chance.
    pub async fn send_again(
        &self,
        permit: &MayManageMail,
        id: NotificationId,
    ) -> Result<Notification, Error> {
        let now = self.clock.now();
        let tx = self.store.begin().await?;
        let found = outbox::find(&tx, &Sight::system(), id).await?.ok_or(Error::Missing("notification"))?;
        if !found.may_go_again() || !outbox::requeue(&tx, id, now).await? {
            return Err(Refusal::StepNotAllowed.into());
        }
        if let Some(reader) = outbox::reader_of(&tx, found.person).await? {
            outbox::accept_address(&tx, &reader.email).await?;
        }
        let subject = ("notification", id.to_string());
        let line = entry(now, &*self.entropy, permit.author(), "notification.sent_again", subject, found.key);
        postup_persistence::audit::record(&tx, &line).await?;
        let found = outbox::find(&tx, &Sight::system(), id).await?.ok_or(Error::Missing("notification"))?;
        tx.commit().await?;
        Ok(found)
    }

    /// How the queue of messages is doing.
    pub async fn mail_health(&self) -> Result<QueueHealth, Error> {
        Ok(outbox::health(&self.reader(), self.clock.now()).await?)
    }
}
