//! The parent's side: a small pool of typesetting processes.

use std::ffi::OsString;
use std::io;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use postup_domain::certificate::Facts;
use postup_i18n::Words;
use postup_jail::{Inmate, Jail};
use tokio::sync::Semaphore;
use tokio::time::timeout;

use crate::frame::{self, FrameError, Kind};
use crate::sheet::Sheet;

/// How long a new child may take to load its fonts and say that it is ready.
const START: Duration = Duration::from_secs(20);

/// After so many documents a child is replaced, so that nothing can pile up in it for years.
const DOCUMENTS_PER_CHILD: u32 = 10_000;

/// How typesetting is run.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The program whose `main` calls [`child_main`](crate::child_main); usually this very program.
    pub program: PathBuf,
    /// The arguments that make it do so.
    pub arguments: Vec<OsString>,
    /// The most children at a time. Each works on one processor.
    pub children: NonZeroUsize,
    /// The longest that one certificate may take; a child over it is killed.
    pub deadline: Duration,
}

impl Settings {
    /// Two children and five seconds for each certificate.
    pub fn new(program: PathBuf, arguments: Vec<OsString>) -> Self {
        let children = NonZeroUsize::MIN.saturating_add(1);
        Self { program, arguments, children, deadline: Duration::from_secs(5) }
    }
}

/// Why there is no PDF. None of these concerns the next certificate: the child in question is gone.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// The program could not be started.
    #[error("the typesetting process could not be started")]
    Start(#[source] io::Error),
    /// The child took longer than the deadline and was killed.
    #[error("typesetting took too long")]
    Overdue,
    /// The child ended without an answer.
    #[error("the typesetting process died")]
    Died,
    /// The child answered something that is no answer, and was killed.
    #[error("the typesetting process answered nonsense")]
    Garbled,
    /// These facts cannot be set, for example because no font has a character of theirs. The reason may quote them: it
    /// is for the person who issues, not for the log.
    #[error("the certificate cannot be typeset: {0}")]
    Refused(String),
}

impl From<FrameError> for RenderError {
    fn from(error: FrameError) -> Self {
        match error {
            FrameError::Ended => Self::Died,
            FrameError::Garbled => Self::Garbled,
        }
    }
}

/// Makes PDFs out of facts in jailed processes that may crash, hang or babble without hurting this one. Share one per
/// program; processes start when they are first needed and stay.
pub struct Renderer {
    settings: Settings,
    seats: Semaphore,
    idle: Mutex<Vec<Typesetter>>,
    has_warned: AtomicBool,
}

impl Renderer {
    /// Starts nothing yet.
    pub fn new(settings: Settings) -> Self {
        let seats = Semaphore::new(settings.children.get());
        Self { settings, seats, idle: Mutex::default(), has_warned: AtomicBool::new(false) }
    }

    /// Typesets one certificate. `check_url` is the public page that opens with its check code, as the QR symbol and the
    /// words beside it give it. Equal facts and addresses give equal bytes.
    ///
    /// # Errors
    /// See [`RenderError`]. Dropping the future kills the child that works on it.
    pub async fn render(&self, facts: &Facts, check_url: &str) -> Result<Vec<u8>, RenderError> {
        let sheet = Sheet::new(Words::embedded(), facts, check_url);
        let request = serde_json::to_vec(&sheet).map_err(|_| RenderError::Garbled)?;
        let Ok(_seat) = self.seats.acquire().await else { return Err(RenderError::Died) };
        if let Some(typesetter) = self.rested() {
            match self.ask(typesetter, &request).await {
                // It may have been killed while it had nothing to do, which says nothing about these facts.
                Err(RenderError::Died) => {}
                settled => return settled,
            }
        }
        let fresh = self.start().await?;
        self.ask(fresh, &request).await
    }

    async fn ask(&self, mut typesetter: Typesetter, request: &[u8]) -> Result<Vec<u8>, RenderError> {
        let answer = timeout(self.settings.deadline, typesetter.answer(request));
        let (kind, body) = answer.await.map_err(|_| RenderError::Overdue)??;
        let settled = match kind {
            Kind::Pdf => Ok(body),
            Kind::Refusal => Err(RenderError::Refused(String::from_utf8_lossy(&body).into_owned())),
            Kind::Ready | Kind::Request => return Err(RenderError::Garbled),
        };
        if typesetter.documents < DOCUMENTS_PER_CHILD {
            self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(typesetter);
        }
        settled
    }

    fn rested(&self) -> Option<Typesetter> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop()
    }

    async fn start(&self) -> Result<Typesetter, RenderError> {
        let mut typesetter = Typesetter::spawn(&self.settings).map_err(RenderError::Start)?;
        let jail = timeout(START, typesetter.ready()).await.map_err(|_| RenderError::Overdue)??;
        if !jail.is_whole() && !self.has_warned.swap(true, Ordering::Relaxed) {
            tracing::warn!(
                ?jail,
                "certificates are typeset behind fewer walls than designed: this kernel lacks some"
            );
        }
        Ok(typesetter)
    }
}

/// One child.
struct Typesetter {
    child: Inmate,
    documents: u32,
}

impl Typesetter {
    fn spawn(settings: &Settings) -> io::Result<Self> {
        Ok(Self { child: postup_jail::start(&settings.program, &settings.arguments)?, documents: 0 })
    }

    async fn ready(&mut self) -> Result<Jail, FrameError> {
        match frame::receive_async(&mut self.child.output, frame::LONGEST_REQUEST).await? {
            (Kind::Ready, jail) => serde_json::from_slice(&jail).map_err(|_| FrameError::Garbled),
            _ => Err(FrameError::Garbled),
        }
    }

    async fn answer(&mut self, request: &[u8]) -> Result<(Kind, Vec<u8>), FrameError> {
        self.documents = self.documents.saturating_add(1);
        frame::send_async(&mut self.child.input, Kind::Request, request).await?;
        frame::receive_async(&mut self.child.output, frame::LONGEST_ANSWER).await
    }
}
