//! What the trainer does for check-ins: the code on the screen, the word that is said, the heads that are counted.

use super::seal;
use crate::attendance::lock_held;
use crate::{App, Error, entry};
use chrono::{DateTime, Utc};
use postup_domain::access::MayTakeAttendance;
use postup_domain::check_in::{SpokenWord, Step, Turnout};
use postup_domain::entropy::{sixteen, thirty_two};
use postup_domain::id::EnrollmentId;
use postup_domain::person::FullName;
use postup_i18n::{Locale, Words};
use postup_persistence::{audit, check_in};

/// How check-ins to a session go.
#[derive(Clone, Debug)]
pub struct Desk {
    /// It has a code for the screen.
    pub opened: bool,
    pub word: Option<SpokenWord>,
    pub turnout: Turnout,
}

/// What the screen of the room shows.
#[derive(Clone, Debug)]
pub struct Screen {
    /// What the symbol says: the address that a phone opens.
    pub address: String,
    /// For whoever cannot scan.
    pub digits: String,
    /// When the next code takes its place.
    pub next_at: DateTime<Utc>,
    /// Until when it is taken.
    pub taken_until: DateTime<Utc>,
}

impl App {
    /// How check-ins to a session go.
    pub async fn check_in_desk(&self, permit: &MayTakeAttendance) -> Result<Desk, Error> {
        let keys = self.keys_of(permit.session()).await?;
        let turnout = check_in::turnout(&self.reader(), permit.session(), permit.cohort()).await?;
        Ok(Desk { opened: keys.secret.is_some(), word: keys.word, turnout })
    }

    /// What the screen shows now; `None` before it was opened.
    pub async fn check_in_screen(&self, permit: &MayTakeAttendance) -> Result<Option<Screen>, Error> {
        let (id, step) = (permit.session(), Step::at(self.now()));
        let Some(secret) = self.keys_of(id).await?.secret else { return Ok(None) };
        let code = seal::code(&secret, id, step);
        let code = code.ok_or_else(|| Error::Broken("no code can be made".to_owned()))?;
        Ok(Some(Screen {
            address: format!("{}/check-in/{id}/{}", self.settings.origin, code.token),
            digits: code.digits,
            next_at: step.ends(),
            taken_until: step.next().ends(),
        }))
    }

    /// Gives a session the secret behind its code. A second time changes nothing.
    pub async fn open_check_in(&self, permit: &MayTakeAttendance) -> Result<(), Error> {
        let (now, entropy) = (self.clock.now(), &*self.entropy);
        let tx = self.store.begin().await?;
        let session = lock_held(&tx, permit.session()).await?;
        if check_in::open(&tx, session.id, &thirty_two(entropy), permit.author(), now).await? {
            let subject = ("session", session.id.to_string());
            let line = entry(now, entropy, permit.author(), "check_in.opened", subject, "");
            audit::record(&tx, &line).await?;
            tx.commit().await?;
        }
        Ok(())
    }

    /// Says which word opens a session from now on: this one, or one of the reader's language that chance picks.
    pub async fn say_word(
        &self,
        permit: &MayTakeAttendance,
        word: Option<SpokenWord>,
        locale: Locale,
    ) -> Result<SpokenWord, Error> {
        let (now, entropy) = (self.clock.now(), &*self.entropy);
        let word = match word {
            Some(word) => word,
            None => self.picked_word(locale)?,
        };
        let tx = self.store.begin().await?;
        let session = lock_held(&tx, permit.session()).await?;
        check_in::say(&tx, session.id, &word, permit.author(), now).await?;
        let subject = ("session", session.id.to_string());
        audit::record(&tx, &entry(now, entropy, permit.author(), "check_in.word", subject, "")).await?;
        tx.commit().await?;
        Ok(word)
    }

    fn picked_word(&self, locale: Locale) -> Result<SpokenWord, Error> {
        let list = Words::embedded().text(locale, "check-in-words");
        let count = u128::try_from(list.split(',').count()).unwrap_or(1).max(1);
        let chance = u128::from_be_bytes(sixteen(&*self.entropy)) % count;
        let picked = usize::try_from(chance).ok().and_then(|place| list.split(',').nth(place));
        Ok(SpokenWord::new("word", picked.unwrap_or_default())?)
    }

    /// Writes down how many heads somebody counted in the room.
    pub async fn count_heads(&self, permit: &MayTakeAttendance, people: i32) -> Result<(), Error> {
        let (now, entropy) = (self.clock.now(), &*self.entropy);
        let tx = self.store.begin().await?;
        let session = lock_held(&tx, permit.session()).await?;
        check_in::count_heads(&tx, session.id, people, permit.author(), now).await?;
        let subject = ("session", session.id.to_string());
        let line =
            entry(now, entropy, permit.author(), "register.heads_counted", subject, people.to_string());
        audit::record(&tx, &line).await?;
        Ok(tx.commit().await?)
    }

    /// The name of somebody who was let in.
    pub async fn name_of_seat(
        &self,
        permit: &MayTakeAttendance,
        seat: EnrollmentId,
    ) -> Result<Option<FullName>, Error> {
        Ok(check_in::name_of_seat(&self.reader(), permit.session(), seat).await?)
    }
}
