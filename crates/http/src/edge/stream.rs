//! A socket that keeps the deadlines which only the byte level can see.

use std::future::Future as _;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Instant, Sleep, sleep};

/// Counts the requests of one connection. Shared by the socket and the service above it: the
/// socket starts the clock of a head at its first byte, the service stops it.
#[derive(Default)]
pub(super) struct Progress {
    begun: AtomicU64,
    answered: AtomicU64,
}

impl Progress {
    /// A whole request head has arrived.
    pub(super) fn begin(&self) {
        self.begun.fetch_add(1, Ordering::AcqRel);
    }

    /// Its answer is ready; what arrives next is another head.
    pub(super) fn answer(&self) {
        self.answered.fetch_add(1, Ordering::AcqRel);
    }

    /// The number of the head being waited for, or `None` while a request is in hand.
    fn awaited(&self) -> Option<u64> {
        let begun = self.begun.load(Ordering::Acquire);
        (begun == self.answered.load(Ordering::Acquire)).then_some(begun)
    }
}

/// A TCP stream with a deadline for request heads and one for a peer that does not read.
pub(super) struct Stream {
    socket: TcpStream,
    progress: Arc<Progress>,
    head: Deadline,
    /// The head for which the clock runs.
    timed: Option<u64>,
    write: Deadline,
}

impl Stream {
    pub(super) fn new(socket: TcpStream, progress: Arc<Progress>, head: Duration, write: Duration) -> Self {
        Self { socket, progress, head: Deadline::new(head), timed: None, write: Deadline::new(write) }
    }

    pub(super) fn into_socket(self) -> TcpStream {
        self.socket
    }

    fn poll_written<T>(
        &mut self,
        context: &mut Context<'_>,
        outcome: Poll<io::Result<T>>,
    ) -> Poll<io::Result<T>> {
        if outcome.is_ready() {
            self.write.stop();
            return outcome;
        }
        self.write.start();
        self.write.poll(context)
    }
}

impl AsyncRead for Stream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = &mut *self;
        let before = buffer.filled().len();
        let outcome = Pin::new(&mut this.socket).poll_read(context, buffer);
        let awaited = this.progress.awaited();
        if this.timed != awaited {
            this.timed = None;
            this.head.stop();
        }
        if awaited.is_some() && buffer.filled().len() > before {
            this.timed = awaited;
            this.head.start();
        }
        if outcome.is_pending() { this.head.poll(context) } else { outcome }
    }
}

impl AsyncWrite for Stream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let outcome = Pin::new(&mut self.socket).poll_write(context, bytes);
        self.poll_written(context, outcome)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let outcome = Pin::new(&mut self.socket).poll_write_vectored(context, slices);
        self.poll_written(context, outcome)
    }

    fn is_write_vectored(&self) -> bool {
        self.socket.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_shutdown(context)
    }
}

/// A timer that can be started, stopped and asked; it keeps its place in the runtime's wheel.
struct Deadline {
    after: Duration,
    timer: Option<Pin<Box<Sleep>>>,
    running: bool,
}

impl Deadline {
    fn new(after: Duration) -> Self {
        Self { after, timer: None, running: false }
    }

    /// Starts the clock unless it runs already.
    fn start(&mut self) {
        if self.running {
            return;
        }
        self.running = true;
        let after = self.after;
        match &mut self.timer {
            Some(timer) => timer.as_mut().reset(Instant::now() + after),
            None => self.timer = Some(Box::pin(sleep(after))),
        }
    }

    fn stop(&mut self) {
        self.running = false;
    }

    /// Pending until the time is up, then an error; pending for ever when the clock stands.
    fn poll<T>(&mut self, context: &mut Context<'_>) -> Poll<io::Result<T>> {
        match &mut self.timer {
            Some(timer) if self.running => {
                ready!(timer.as_mut().poll(context));
                Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
            }
            _ => Poll::Pending,
        }
    }
}
