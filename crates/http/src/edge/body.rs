//! Reads a request's whole body before its handler starts: counted, timed and paid for.
//!
//! Handlers therefore never wait for a client, and a client that vanishes in the middle of its
//! body has started nothing.

use std::sync::Arc;
use std::time::Duration;

use http_body_util::BodyExt as _;
use http_body_util::combinators::BoxBody;
use hyper::body::{Body as _, Bytes};
use poem::http::StatusCode;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, timeout_at};

use super::limits::Limits;

/// The first bytes of a body that need no share of the common memory.
const FREE_BYTES: usize = 16 * 1024;
/// What one permit of the common memory stands for.
const PERMIT_BYTES: usize = 1024;

/// Why a body was not taken in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// More bytes than this path allows.
    TooLarge,
    /// Slower than the deadline allows.
    TooSlow,
    /// Too many bodies are in memory at this moment.
    Overloaded,
    /// Not a well-formed body, or cut off.
    Malformed,
}

impl Refusal {
    pub(super) fn status(self) -> StatusCode {
        match self {
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::Overloaded => StatusCode::SERVICE_UNAVAILABLE,
            Self::Malformed => StatusCode::BAD_REQUEST,
        }
    }

    pub(super) fn code(self) -> &'static str {
        match self {
            Self::TooLarge => "body-too-large",
            Self::TooSlow => "body-too-slow",
            Self::Overloaded => "overloaded",
            Self::Malformed => "body-malformed",
        }
    }
}

/// A whole body and its share of the common memory, to be held until the answer is ready.
pub(super) struct Taken {
    pub(super) bytes: Vec<u8>,
    pub(super) share: Share,
}

/// Takes bodies in within `limits`.
pub(super) struct Intake {
    memory: Arc<Semaphore>,
    grace: Duration,
    bytes_per_second: u64,
}

impl Intake {
    pub(super) fn new(limits: &Limits) -> Self {
        let permits = usize::try_from(limits.body_memory_bytes).unwrap_or(usize::MAX) / PERMIT_BYTES;
        Self {
            memory: Arc::new(Semaphore::new(permits.min(Semaphore::MAX_PERMITS))),
            grace: limits.body_grace,
            bytes_per_second: limits.body_bytes_per_second.max(1),
        }
    }

    /// Reads `body` to its end. The length a client declares is used only to refuse early; what
    /// counts is what arrives, so a chunked body meets the same `limit` (in bytes).
    pub(super) async fn take<E>(&self, mut body: BoxBody<Bytes, E>, limit: u64) -> Result<Taken, Refusal> {
        if body.size_hint().lower() > limit {
            return Err(Refusal::TooLarge);
        }
        let begun = Instant::now();
        let mut taken =
            Taken { bytes: Vec::new(), share: Share { memory: Arc::clone(&self.memory), held: None } };
        loop {
            let frame = match timeout_at(begun + self.allowance(taken.bytes.len()), body.frame()).await {
                Err(_late) => return Err(Refusal::TooSlow),
                Ok(None) => return Ok(taken),
                Ok(Some(Err(_broken))) => return Err(Refusal::Malformed),
                Ok(Some(Ok(frame))) => frame,
            };
            let Ok(data) = frame.into_data() else { continue };
            let length = taken.bytes.len().saturating_add(data.len());
            if u64::try_from(length).unwrap_or(u64::MAX) > limit {
                return Err(Refusal::TooLarge);
            }
            taken.share.grow_to(length)?;
            taken.bytes.extend_from_slice(&data);
        }
    }

    /// The time a body may have taken once `received` bytes of it are here. Chunked bodies and
    /// those of declared length earn time alike, by what they really delivered.
    fn allowance(&self, received: usize) -> Duration {
        let received = u64::try_from(received).unwrap_or(u64::MAX);
        self.grace + Duration::from_millis(received.saturating_mul(1000) / self.bytes_per_second)
    }
}

/// A body's part of the memory that all bodies share.
pub(super) struct Share {
    memory: Arc<Semaphore>,
    held: Option<OwnedSemaphorePermit>,
}

impl Share {
    /// Reserves memory for `length` bytes; fails at once when there is none.
    fn grow_to(&mut self, length: usize) -> Result<(), Refusal> {
        let needed = length.saturating_sub(FREE_BYTES).div_ceil(PERMIT_BYTES);
        let held = self.held.as_ref().map_or(0, OwnedSemaphorePermit::num_permits);
        let missing = u32::try_from(needed.saturating_sub(held)).map_err(|_| Refusal::Overloaded)?;
        if missing == 0 {
            return Ok(());
        }
        let more =
            Arc::clone(&self.memory).try_acquire_many_owned(missing).map_err(|_| Refusal::Overloaded)?;
        match &mut self.held {
            Some(held) => held.merge(more),
            none => *none = Some(more),
        }
        Ok(())
    }
}
