//! The parent's side: a small pool of typesetting processes.

use std::ffi::OsString;
use std::io;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use postup_domain::attendance::SignatureSheet;
use postup_domain::certificate::{CheckCode, Facts};
use postup_domain::person::FullName;
use postup_domain::statement::Statement;
use postup_i18n::{Locale, Words};
use postup_jail::{Inmate, Jail};
use tokio::sync::Semaphore;
use tokio::time::timeout;

use crate::document::Document;
use crate::frame::{self, FrameError, Kind};
use crate::sheet::Sheet;
use crate::signatures::Signatures;
use crate::year::Year;

/// How long a new child may take to load its fonts and say that it is ready.
const START: Duration = Duration::from_secs(20);

/// What each line of a list may take beyond the deadline of a certificate.
const LINE: Duration = Duration::from_millis(20);

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
    #[error("the document cannot be typeset: {0}")]
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
        self.typeset(&Document::Certificate(Box::new(sheet)), self.settings.deadline).await
    }

    /// Typesets the sheets of sessions of one cohort, in one language and by the clock of `zone`. What no font has is
    /// printed as a question mark: the code of the line still says who is meant.
    ///
    /// # Errors
    /// See [`RenderError`].
    pub async fn signatures(
        &self,
        locale: Locale,
        sheets: &[SignatureSheet],
        as_of: DateTime<Utc>,
        zone: Tz,
    ) -> Result<Vec<u8>, RenderError> {
        let list = Signatures::new(Words::embedded(), locale, sheets, as_of, zone);
        let document = Document::Signatures(Box::new(list));
        let lines = sheets.iter().map(|sheet| sheet.lines.len()).sum::<usize>();
        let lines = u32::try_from(lines).unwrap_or(u32::MAX);
        let deadline = self.settings.deadline.saturating_add(LINE.saturating_mul(lines));
        match self.typeset(&document, deadline).await {
            Err(RenderError::Refused(_)) => self.typeset(&printable(&document)?, deadline).await,
            settled => settled,
        }
    }

    /// Typesets the statement of a year, in one language and by the clock of `zone`. What no font has is printed as a question
    /// mark: the numbers still say which certificates are meant.
    ///
    /// # Errors
    /// See [`RenderError`].
    pub async fn year(
        &self,
        locale: Locale,
        holder: &FullName,
        of: &Statement,
        check: impl Fn(&CheckCode) -> String,
        at: (DateTime<Utc>, Tz),
    ) -> Result<Vec<u8>, RenderError> {
        let year = Year::new(Words::embedded(), locale, holder, of, check, at);
        let document = Document::Year(Box::new(year));
        match self.typeset(&document, self.settings.deadline).await {
            Err(RenderError::Refused(_)) => {
                self.typeset(&printable(&document)?, self.settings.deadline).await
            }
            settled => settled,
        }
    }

    async fn typeset(&self, document: &Document, deadline: Duration) -> Result<Vec<u8>, RenderError> {
        let request = serde_json::to_vec(document).map_err(|_| RenderError::Garbled)?;
        let Ok(_seat) = self.seats.acquire().await else { return Err(RenderError::Died) };
        if let Some(typesetter) = self.rested() {
            match self.ask(typesetter, &request, deadline).await {
                // It may have been killed while it had nothing to do, which says nothing about these facts.
                Err(RenderError::Died) => {}
                settled => return settled,
            }
        }
        let fresh = self.start().await?;
        self.ask(fresh, &request, deadline).await
    }

    async fn ask(
        &self,
        mut typesetter: Typesetter,
        request: &[u8],
        deadline: Duration,
    ) -> Result<Vec<u8>, RenderError> {
        let answer = timeout(deadline, typesetter.answer(request));
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

/// The same document in letters that our fonts have.
fn printable(document: &Document) -> Result<Document, RenderError> {
    let known = |letter: char| {
        let is_known = matches!(letter, '\u{20}'..='\u{7e}' | '\u{a0}'..='\u{17f}' | '\u{400}'..='\u{45f}')
            || matches!(letter, 'Ґ' | 'ґ' | 'ʼ' | '–' | '—' | '‘'..='”' | '„' | '№' | '·' | '\u{2212}');
        if is_known { letter } else { '?' }
    };
    let text = serde_json::to_string(document).map_err(|_| RenderError::Garbled)?;
    serde_json::from_str(&text.chars().map(known).collect::<String>()).map_err(|_| RenderError::Garbled)
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
