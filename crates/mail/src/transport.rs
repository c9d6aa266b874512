//! How a message leaves: over SMTP, into a folder, or into memory.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::folder::Folder;
use crate::rendered::{Rendered, Unbuildable};
use crate::smtp::Smtp;

/// Where messages go.
#[derive(Clone, Debug)]
pub enum Transport {
    /// To a mail server.
    Smtp(Arc<Smtp>),
    /// Into files, for a demonstration and for development.
    Folder(Folder),
    /// Into a list, for tests.
    Memory(Memory),
}

/// Messages kept in memory; clones share one list.
#[derive(Clone, Debug, Default)]
pub struct Memory(Arc<Mutex<Vec<Rendered>>>);

impl Memory {
    /// Takes everything that has arrived since the last call.
    pub fn take(&self) -> Vec<Rendered> {
        std::mem::take(&mut *self.lock())
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Rendered>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What the receiving side said last, kept for the manager: a reply code and a text without line breaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// The three digits of an SMTP reply, when there was one.
    pub code: Option<u16>,
    /// The reply's words or the network's error, at most 300 characters.
    pub text: String,
}

impl Reply {
    /// Cuts and flattens whatever the other side wrote.
    pub fn new(code: Option<u16>, text: impl fmt::Display) -> Self {
        let text = text.to_string().chars().map(|c| if c.is_control() { ' ' } else { c }).take(300).collect();
        Self { code, text }
    }
}

impl fmt::Display for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.code {
            Some(code) => write!(f, "{code} {}", self.text),
            None => f.write_str(&self.text),
        }
    }
}

/// Why a message was not accepted, and so what to do with it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// Later may be better: a 4xx reply, a lost line, a deadline, or a server that refuses us rather than the message.
    #[error("not accepted yet: {0}")]
    Retry(Reply),
    /// Refused for good by a 5xx reply to this message. `address` tells whether the recipient's address was the reason.
    #[error("refused: {reply}")]
    GiveUp {
        /// What the server said.
        reply: Reply,
        /// Whether the refusal answered the recipient's address.
        address: bool,
    },
    /// There is no such message to send.
    #[error(transparent)]
    Unbuildable(#[from] Unbuildable),
}

impl Transport {
    /// Sends one message and returns what the receiver answered. Nothing holds it longer than `deadline` in total.
    ///
    /// # Errors
    /// [`SendError`] says whether to try again.
    pub async fn send(&self, message: &Rendered, deadline: Duration) -> Result<Reply, SendError> {
        let bytes = message.bytes()?;
        let sending = async {
            match self {
                Self::Smtp(smtp) => smtp.send(message, &bytes).await,
                Self::Folder(folder) => folder.keep(message, &bytes).await,
                Self::Memory(memory) => {
                    memory.lock().push(message.clone());
                    Ok(Reply::new(None, "kept in memory"))
                }
            }
        };
        let late =
            || SendError::Retry(Reply::new(None, format!("no answer within {} s", deadline.as_secs())));
        tokio::time::timeout(deadline, sending).await.unwrap_or_else(|_| Err(late()))
    }

    /// The folder whose messages may be shown, if they go there.
    pub fn folder(&self) -> Option<&Folder> {
        match self {
            Self::Folder(folder) => Some(folder),
            Self::Smtp(_) | Self::Memory(_) => None,
        }
    }
}
