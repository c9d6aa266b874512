//! Work that is done piece by piece by whoever holds it. Whoever is silent for too long is followed by another.

use crate::{App, Error};
use chrono::{DateTime, TimeDelta, Utc};
use futures_util::future::BoxFuture;
use postup_persistence::{StoreError, Tx};
use std::fmt::Display;

/// How long a worker may be silent about its work before another one goes on with it.
pub(crate) const LEASE: TimeDelta = TimeDelta::minutes(1);

/// Takes the next work, and holds it until the second instant.
type Claim<I> =
    for<'t> fn(&'t Tx, DateTime<Utc>, DateTime<Utc>) -> BoxFuture<'t, Result<Option<I>, StoreError>>;
/// Does the next piece of a work; `false` when there is none.
type Piece<I> = for<'a> fn(&'a App, I) -> BoxFuture<'a, Result<bool, Error>>;

impl App {
    /// Takes one piece of work after the other by `claim`, and does it by `piece` until that says that there is no more of it.
    /// Returns how many pieces were done.
    ///
    /// # Errors
    /// The last of those that some work ended in; it is tried again when its lease is over, and holds up no other.
    pub(crate) async fn work_off<I: Copy + Display>(
        &self,
        claim: Claim<I>,
        piece: Piece<I>,
    ) -> Result<usize, Error> {
        let (mut done, mut failed) = (0, None);
        loop {
            let now = self.now();
            let tx = self.store.begin().await?;
            let claimed = claim(&tx, now, now + LEASE).await?;
            tx.commit().await?;
            let Some(id) = claimed else { return failed.map_or(Ok(done), Err) };
            loop {
                match piece(self, id).await {
                    Ok(true) => done += 1,
                    Ok(false) => break,
                    Err(error) => {
                        tracing::warn!(%id, %error, "long work could not go on");
                        failed = Some(error);
                        break;
                    }
                }
            }
        }
    }
}
