//! The code that a person carries: theirs to renew and to void.

use crate::{App, Error, entry};
use chrono::{DateTime, Utc};
use postup_domain::access::{Actor, MayEditPerson};
use postup_domain::check_in::PersonalCode;
use postup_domain::entropy::sixteen;
use postup_persistence::{StoreError, audit, check_in};

/// So often another code is tried when somebody carries the first; of ten billion that never happens twice.
const TRIES: u32 = 4;

impl App {
    /// The code that the actor carries, and since when.
    pub async fn own_code(&self, actor: &Actor) -> Result<Option<(PersonalCode, DateTime<Utc>)>, Error> {
        let person = actor.person().ok_or(Error::Missing("person"))?;
        Ok(check_in::personal_code(&self.reader(), person).await?)
    }

    /// Gives a person a new code; the one before opens nothing any more.
    pub async fn renew_code(&self, permit: &MayEditPerson) -> Result<(), Error> {
        for _ in 1..TRIES {
            match self.take_code(permit).await {
                Err(StoreError::Duplicate(_)) => {}
                other => return Ok(other?),
            }
        }
        Ok(self.take_code(permit).await?)
    }

    async fn take_code(&self, permit: &MayEditPerson) -> Result<(), StoreError> {
        let (now, entropy) = (self.clock.now(), &*self.entropy);
        let tx = self.store.begin().await?;
        check_in::carry(&tx, permit.person(), &PersonalCode::from_bytes(sixteen(entropy)), now).await?;
        let subject = ("person", permit.person().to_string());
        audit::record(&tx, &entry(now, entropy, permit.author(), "person.code_renewed", subject, "")).await?;
        tx.commit().await
    }

    /// Makes a person's code void, without another.
    pub async fn void_code(&self, permit: &MayEditPerson) -> Result<(), Error> {
        let (now, entropy) = (self.clock.now(), &*self.entropy);
        let tx = self.store.begin().await?;
        if check_in::put_down(&tx, permit.person()).await? {
            let subject = ("person", permit.person().to_string());
            audit::record(&tx, &entry(now, entropy, permit.author(), "person.code_void", subject, ""))
                .await?;
            tx.commit().await?;
        }
        Ok(())
    }
}
