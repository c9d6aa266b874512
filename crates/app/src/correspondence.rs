//! What people want of optional mail: said on their own page, or by the link in a letter.

use crate::{App, Error, entry};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use postup_domain::access::{Actor, Author, MayEditPerson, Sight};
use postup_domain::correspondence::{Correspondence, MailRhythm};
use postup_domain::email::{MailKind, Need};
use postup_domain::id::PersonId;
use postup_domain::person::Language;
use postup_domain::rejection::Refusal;
use postup_persistence::{Tx, audit, correspondence, person};
use sha2::Sha256;
use subtle::ConstantTimeEq;
use uuid::Uuid;

/// So much of the code that proves a link ours: 128 bits, which nobody guesses.
const PROOF: usize = 16;

/// What the link in a letter leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subscription {
    pub kind: MailKind,
    /// The reader's language; they need not be signed in.
    pub language: Language,
    /// Whether letters of this kind reach the reader now.
    pub wanted: bool,
}

impl App {
    /// What the actor wants of optional mail.
    pub async fn own_correspondence(&self, actor: &Actor) -> Result<Correspondence, Error> {
        let person = actor.person().ok_or(Error::Missing("person"))?;
        Ok(correspondence::of_person(&self.reader(), person).await?)
    }

    /// Keeps what a person wants of optional mail. What is held for a digest already stays with it.
    pub async fn choose_correspondence(
        &self,
        permit: &MayEditPerson,
        wish: &Correspondence,
    ) -> Result<(), Error> {
        let tx = self.store.begin().await?;
        self.keep_wish(&tx, permit.person(), wish, permit.author(), "person.mail").await?;
        Ok(tx.commit().await?)
    }

    /// Where a reader ends a kind of mail without signing in. Only we can make such a path; it says for whom and what, and
    /// works as long as the installation keeps its secret.
    pub fn unsubscribe_path(&self, kind: MailKind, person: PersonId) -> String {
        let mut bytes = person.0.as_bytes().to_vec();
        bytes.extend(self.proof(kind, person).unwrap_or_default());
        format!("/unsubscribe/{kind}/{}", BASE64_URL_SAFE_NO_PAD.encode(bytes))
    }

    /// What a link leads to.
    ///
    /// # Errors
    /// `LinkNotValid` when we did not make it.
    pub async fn subscription(&self, kind: &str, token: &str) -> Result<Subscription, Error> {
        let (kind, person) = self.opened(kind, token)?;
        let reader = self.reader();
        let wish = correspondence::of_person(&reader, person).await?;
        let found = person::find(&reader, &Sight::system(), person).await?.ok_or(Refusal::LinkNotValid)?;
        Ok(Subscription { kind, language: found.language, wanted: reaches(&wish, kind) })
    }

    /// Ends a kind of mail for whoever holds the link.
    pub async fn unsubscribe(&self, kind: &str, token: &str) -> Result<Subscription, Error> {
        let (kind, person) = self.opened(kind, token)?;
        self.rewrite(kind, person, "person.unsubscribed", |wish| wish.without(kind)).await
    }

    /// Takes [`Self::unsubscribe`] back.
    pub async fn subscribe_again(&self, kind: &str, token: &str) -> Result<Subscription, Error> {
        let (kind, person) = self.opened(kind, token)?;
        self.rewrite(kind, person, "person.subscribed", |wish| wish.with(kind)).await
    }

    async fn rewrite(
        &self,
        kind: MailKind,
        person: PersonId,
        action: &str,
        change: impl FnOnce(Correspondence) -> Correspondence,
    ) -> Result<Subscription, Error> {
        let tx = self.store.begin().await?;
        let found = person::find(&tx, &Sight::system(), person).await?.ok_or(Refusal::LinkNotValid)?;
        let before = correspondence::of_person(&tx, person).await?;
        let wish = change(before.clone());
        // A link proves that a letter was read, not who read it.
        if wish != before {
            self.keep_wish(&tx, person, &wish, None, action).await?;
        }
        tx.commit().await?;
        Ok(Subscription { kind, language: found.language, wanted: reaches(&wish, kind) })
    }

    async fn keep_wish(
        &self,
        tx: &Tx,
        person: PersonId,
        wish: &Correspondence,
        author: Author,
        action: &str,
    ) -> Result<(), Error> {
        let now = self.clock.now();
        correspondence::write(tx, person, wish, now).await?;
        let kinds: Vec<_> = wish.unwanted.iter().map(|kind| kind.as_str()).collect();
        let detail = format!("{} {}", wish.rhythm, kinds.join(" ")).trim_end().to_owned();
        let subject = ("person", person.to_string());
        audit::record(tx, &entry(now, &*self.entropy, author, action, subject, detail)).await?;
        Ok(())
    }

    fn opened(&self, kind: &str, token: &str) -> Result<(MailKind, PersonId), Error> {
        let opened = || {
            let kind = kind.parse::<MailKind>().ok().filter(|kind| kind.need() == Need::Optional)?;
            let bytes = BASE64_URL_SAFE_NO_PAD.decode(token).ok()?;
            let (id, proof) = bytes.split_at_checked(16)?;
            let person = PersonId(Uuid::from_slice(id).ok()?);
            bool::from(self.proof(kind, person)?.as_slice().ct_eq(proof)).then_some((kind, person))
        };
        Ok(opened().ok_or(Refusal::LinkNotValid)?)
    }

    /// HMAC (RFC 2104) over kind and person, cut to [`PROOF`] bytes. A key of any length is taken, so there always is one.
    fn proof(&self, kind: MailKind, person: PersonId) -> Option<Vec<u8>> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.settings.letters.secret).ok()?;
        mac.update(b"unsubscribe/");
        mac.update(kind.as_str().as_bytes());
        mac.update(b"/");
        mac.update(person.0.as_bytes());
        Some(mac.finalize().into_bytes().iter().copied().take(PROOF).collect())
    }
}

/// Whether letters of a kind reach a person; digests do when they are what the person chose.
fn reaches(wish: &Correspondence, kind: MailKind) -> bool {
    if kind == MailKind::DailyDigest { wish.rhythm == MailRhythm::Daily } else { wish.wants(kind) }
}
