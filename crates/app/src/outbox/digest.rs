//! One letter a day for those who want it so: everything optional that was held for them since the last one.

use crate::{App, Error};
use chrono::{DateTime, Utc};
use chrono_tz::Europe::Kyiv;
use postup_domain::correspondence::{last_digest, next_digest};
use postup_domain::email::Email;
use postup_domain::id::{NotificationId, PersonId};
use postup_domain::notification::{DropReason, NewNotification};
use postup_persistence::Tx;
use postup_persistence::outbox;

/// People of one change; the next change takes the rest.
const TOGETHER: u64 = 200;

impl App {
    /// Writes the digest of everybody for whom something is held until now: one for each person and day, however many
    /// workers try and however often they die in between. Days with nothing to tell have none. Returns how many digests
    /// were written.
    pub async fn write_digests(&self) -> Result<u64, Error> {
        let mut written = 0;
        loop {
            let now = self.clock.now();
            let due = outbox::people_due(&self.reader(), now, TOGETHER).await?;
            let tx = self.store.begin().await?;
            let ours = outbox::lock_readers(&tx, &due).await?;
            for person in &ours {
                written += u64::from(self.write_digest(&tx, *person, now).await?);
            }
            tx.commit().await?;
            // People whom another worker has in hand are that worker's.
            if ours.is_empty() {
                return Ok(written);
            }
        }
    }

    /// `false` when the person has had the digest of this day: what came late waits for the next one.
    async fn write_digest(&self, tx: &Tx, person: PersonId, now: DateTime<Utc>) -> Result<bool, Error> {
        let hour = self.settings.letters.digest_hour;
        let day = last_digest(now, hour).with_timezone(&Kyiv).date_naive();
        let id = NotificationId::new(now, &*self.entropy);
        let new = NewNotification::now(id, person, Email::DailyDigest { day }, day, now);
        if !outbox::push(tx, &new).await? {
            outbox::postpone(tx, person, next_digest(now, hour), now).await?;
            return Ok(false);
        }
        outbox::gather(tx, person, id, now).await?;
        Ok(true)
    }

    /// Notes the fate of what a digest does not tell after all.
    pub(super) async fn leave_out(
        &self,
        left_out: &[(NotificationId, DropReason)],
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        if left_out.is_empty() {
            return Ok(());
        }
        let tx = self.store.begin().await?;
        for (id, reason) in left_out {
            outbox::drop_held(&tx, *id, reason.as_str(), now).await?;
        }
        Ok(tx.commit().await?)
    }
}
