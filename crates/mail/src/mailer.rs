//! The one who writes and sends: everything the installation decides about its mail.

use std::fmt;
use std::time::Duration;

use chrono::{DateTime, Utc};
use postup_domain::id::NotificationId;
use postup_domain::template::Patterns;
use postup_i18n::{Locale, Words};

use crate::letter::{NoValue, Writer};
use crate::line::Line;
use crate::message::Message;
use crate::rendered::{List, Mailbox, MessageId, Rendered, Unbuildable};
use crate::transport::{Reply, SendError, Transport};

/// Nothing holds a message longer than this in total, however slowly the other side speaks (reliability N5).
pub const DEADLINE: Duration = Duration::from_mins(2);

/// What the installation decides.
#[derive(Clone)]
pub struct MailerSettings {
    /// Display name of the sender.
    pub sender_name: String,
    /// Address of the sender, of the operator's own domain (standards MAIL-01).
    pub sender_address: String,
    /// Scheme and host that all links start with, e.g. `https://postup.example`.
    pub origin: String,
    /// Makes Message-IDs unguessable; at least 16 bytes that stay the same for the life of the installation.
    pub secret: Vec<u8>,
    /// The longest time one message may take, [`DEADLINE`] unless set.
    pub deadline: Duration,
}

/// To whom, and in which language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recipient {
    /// The name as it stands in the header.
    pub name: String,
    /// `user@domain`.
    pub address: String,
    /// What the letter is written in.
    pub locale: Locale,
    /// The path at which the reader ends mail of this kind; only for what one may do without.
    pub unsubscribe: Option<String>,
}

/// Writes messages in the reader's language and sends them.
pub struct Mailer {
    transport: Transport,
    sender: Mailbox,
    origin: String,
    secret: Vec<u8>,
    deadline: Duration,
}

impl fmt::Debug for Mailer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mailer")
            .field("transport", &self.transport)
            .field("sender", &self.sender)
            .finish_non_exhaustive()
    }
}

impl Mailer {
    /// Checks the sender.
    ///
    /// # Errors
    /// [`Unbuildable`] when the sender's name or address cannot stand in a header.
    pub fn new(transport: Transport, settings: MailerSettings) -> Result<Self, Unbuildable> {
        Ok(Self {
            transport,
            sender: Mailbox::new(&settings.sender_name, &settings.sender_address)?,
            origin: settings.origin.trim_end_matches('/').to_owned(),
            secret: settings.secret,
            deadline: settings.deadline,
        })
    }

    /// Where the messages go.
    pub fn transport(&self) -> &Transport {
        &self.transport
    }

    /// The longest time one message may take.
    pub fn deadline(&self) -> Duration {
        self.deadline
    }

    /// The Message-ID of a notification: the same for every attempt (reliability N2).
    pub fn message_id(&self, notification: NotificationId) -> MessageId {
        MessageId::derive(notification.0.as_bytes(), &self.secret, &self.sender.domain())
    }

    /// Writes a message in the product's words.
    ///
    /// # Errors
    /// [`Unbuildable`] when the recipient or the text cannot make one; waiting will not help.
    pub fn write(
        &self,
        notification: NotificationId,
        message: &Message,
        recipient: &Recipient,
        now: DateTime<Utc>,
    ) -> Result<Rendered, Unbuildable> {
        self.write_in(None, notification, message, recipient, now).map(|(rendered, _)| rendered)
    }

    /// Writes a message in the installation's own words, where there are some. When those fail it is written in the
    /// product's words, and the answer says why.
    ///
    /// # Errors
    /// As [`Self::write`].
    pub fn write_in(
        &self,
        own: Option<&Patterns>,
        notification: NotificationId,
        message: &Message,
        recipient: &Recipient,
        now: DateTime<Utc>,
    ) -> Result<(Rendered, Option<NoValue>), Unbuildable> {
        let to = Mailbox::new(&recipient.name, &recipient.address)?;
        let (locale, reader) = (recipient.locale, recipient.name.as_str());
        let writer = Writer { words: Words::embedded(), locale, origin: &self.origin, reader };
        let unsubscribe = recipient.unsubscribe.as_ref().map(|path| format!("{}{path}", self.origin));
        let (letter, failure) = match own.map(|own| writer.write_own(own, message, unsubscribe.as_deref())) {
            Some(Ok(letter)) => (letter?, None),
            Some(Err(failure)) => (writer.write(message, unsubscribe.as_deref())?, Some(failure)),
            None => (writer.write(message, unsubscribe.as_deref())?, None),
        };
        let list = unsubscribe.map(|unsubscribe| List {
            id: format!("{}.{}", message.key().replace('_', "-"), self.sender.domain()),
            unsubscribe,
        });
        let rendered = Rendered {
            from: self.sender.clone(),
            to,
            list,
            message_id: self.message_id(notification),
            date: now,
            language: recipient.locale.as_str(),
            subject: Line::shortened(&letter.subject)?,
            text: letter.text,
            html: letter.html,
            invites: Vec::new(),
        };
        Ok((rendered, failure))
    }

    /// Sends a message within the deadline.
    ///
    /// # Errors
    /// [`SendError`] says whether to try again.
    pub async fn send(&self, message: &Rendered) -> Result<Reply, SendError> {
        self.transport.send(message, self.deadline).await
    }
}
