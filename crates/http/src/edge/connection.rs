//! One connection from its first byte to its last, and the requests on it.

use std::convert::Infallible;
use std::future::poll_fn;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use futures_util::FutureExt as _;
use http_body_util::combinators::BoxBody;
use hyper::body::{Bytes, Incoming};
use hyper::header::{CONNECTION, HOST, RETRY_AFTER};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use poem::http::uri::Scheme;
use poem::http::{HeaderMap, HeaderValue, StatusCode, Version};
use poem::web::{LocalAddr, RemoteAddr};
use poem::{Addr, Endpoint, Request, Response};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, timeout, timeout_at};

use super::body::{Intake, Refusal, Share};
use super::limits::Limits;
use super::seats::Seat;
use super::stream::{Progress, Stream};
use crate::headers::Headers;
use crate::refusal::{Reader, refuse};

/// How far the server is on its way out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// Requests are welcome.
    Open,
    /// Requests in hand are finished, no more are read.
    Draining,
    /// The time to finish is over.
    Cut,
}

/// What an overloaded server says without having read a request.
const FULL: &[u8] = b"HTTP/1.1 503 Service Unavailable\r\n\
    Content-Type: application/problem+json\r\nContent-Length: 85\r\n\
    Retry-After: 5\r\nConnection: close\r\nCache-Control: no-store\r\n\r\n\
    {\"type\":\"about:blank\",\"title\":\"Service Unavailable\",\"status\":503,\"code\":\"overloaded\"}";

/// How long a refused client is listened to, so that it can read why.
const LINGER: Duration = Duration::from_secs(2);

/// Everything the connections of one server share.
pub(super) struct House<E> {
    endpoint: E,
    headers: Headers,
    limits: Limits,
    intake: Intake,
    local: LocalAddr,
    /// Held by whatever must end before the server may.
    alive: mpsc::WeakSender<()>,
}

impl<E> House<E>
where
    E: Endpoint + 'static,
{
    pub(super) fn new(
        endpoint: E,
        headers: Headers,
        limits: Limits,
        local: SocketAddr,
        alive: mpsc::WeakSender<()>,
    ) -> Self {
        let intake = Intake::new(&limits);
        Self { endpoint, headers, limits, intake, local: LocalAddr(Addr::SocketAddr(local)), alive }
    }

    /// Whether `peer` is a proxy of ours.
    pub(super) fn trusts(&self, peer: IpAddr) -> bool {
        self.limits.trusts(peer)
    }

    /// Serves one connection until it ends, fails, overstays a deadline or the server stops. Its
    /// `seat` is given back when its last handler has ended, too.
    pub(super) async fn host(
        self: Arc<Self>,
        socket: TcpStream,
        peer: SocketAddr,
        seat: Seat,
        mut stage: watch::Receiver<Stage>,
    ) {
        let seat = Arc::new(seat);
        let mut first = [0];
        let spoke = tokio::select! {
            spoke = timeout(self.limits.first_byte, socket.peek(&mut first)) => spoke,
            _ = stage.wait_for(|stage| *stage != Stage::Open) => return,
        };
        if !matches!(spoke, Ok(Ok(1))) {
            return;
        }
        let progress = Arc::new(Progress::default());
        let refused = Arc::new(AtomicBool::new(false));
        let stream = Stream::new(socket, Arc::clone(&progress), self.limits.header, self.limits.write_stall);
        let service = service_fn(|request| {
            let (house, seat) = (Arc::clone(&self), Arc::clone(&seat));
            let (progress, refused) = (Arc::clone(&progress), Arc::clone(&refused));
            Box::pin(async move {
                progress.begin();
                let reply = house.reply(request, peer, seat, &refused).await;
                progress.answer();
                Ok::<_, Infallible>(reply)
            })
        });
        let mut connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(self.limits.idle.max(self.limits.header))
            .max_buf_size(64 * 1024)
            .serve_connection(TokioIo::new(stream), service);
        loop {
            tokio::select! {
                ended = poll_fn(|context| connection.poll_without_shutdown(context)) => match ended {
                    Ok(()) => break,
                    Err(_gone) => return,
                },
                changed = stage.changed() => match changed.map(|()| *stage.borrow_and_update()) {
                    Ok(Stage::Open) => {}
                    Ok(Stage::Draining) => std::pin::Pin::new(&mut connection).graceful_shutdown(),
                    Ok(Stage::Cut) | Err(_) => return,
                },
            }
        }
        let socket = connection.into_parts().io.into_inner().into_socket();
        part(socket, refused.load(Ordering::Acquire)).await;
    }

    /// One request in, one answer out.
    async fn reply(
        self: Arc<Self>,
        request: hyper::Request<Incoming>,
        peer: SocketAddr,
        seat: Arc<Seat>,
        refused: &AtomicBool,
    ) -> hyper::Response<BoxBody<Bytes, io::Error>> {
        let client = self.client(peer, request.headers());
        let remote = RemoteAddr(Addr::SocketAddr(client));
        let request: Request = (request, self.local.clone(), remote, Scheme::HTTP).into();
        let response = match self.admit(request).await {
            Ok((request, share)) => self.handle(request, (share, seat)).await,
            Err((request, refusal)) => {
                refused.store(true, Ordering::Release);
                self.refuse(&request, refusal).await
            }
        };
        response.into()
    }

    /// Takes the body in, or says why not.
    async fn admit(&self, mut request: Request) -> Result<(Request, Share), (Request, Refusal)> {
        let hosts = request.headers().get_all(HOST).iter().count();
        if hosts > 1 || (hosts == 0 && request.version() == Version::HTTP_11) {
            return Err((request, Refusal::Malformed));
        }
        let limit = self.limits.body_limit(request.uri().path());
        match self.intake.take(request.take_body().into(), limit).await {
            Ok(taken) => {
                request.set_body(taken.bytes);
                Ok((request, taken.share))
            }
            Err(refusal) => Err((request, refusal)),
        }
    }

    /// Runs the endpoint. What may write runs in a task of its own, so that a client that
    /// vanishes cannot cut it in half; what only reads ends with its client.
    async fn handle(self: Arc<Self>, request: Request, held: (Share, Arc<Seat>)) -> Response {
        let (writes, reader) = (!request.method().is_safe(), Reader::of(&request));
        let (house, alive) = (Arc::clone(&self), self.alive.upgrade());
        let work = async move {
            let response = AssertUnwindSafe(house.endpoint.get_response(request)).catch_unwind().await;
            drop((held, alive));
            response.ok()
        };
        let response = if writes { tokio::spawn(work).await.ok().flatten() } else { work.await };
        response.unwrap_or_else(|| refuse(reader, StatusCode::INTERNAL_SERVER_ERROR, "broken", None))
    }

    async fn refuse(&self, request: &Request, refusal: Refusal) -> Response {
        let reader = Reader::of(request);
        let mut response = self
            .headers
            .dress(request, |id| async move { refuse(reader, refusal.status(), refusal.code(), Some(&id)) })
            .await;
        response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
        if refusal == Refusal::Overloaded {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("5"));
        }
        response
    }

    /// The client's address: the socket's, unless that is a trusted proxy; then the last one in
    /// `X-Forwarded-For` that is none. What a client writes there itself stands further left.
    fn client(&self, peer: SocketAddr, headers: &HeaderMap) -> SocketAddr {
        let mut client = SocketAddr::new(peer.ip().to_canonical(), peer.port());
        let forwarded: Vec<&str> = headers
            .get_all("x-forwarded-for")
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .collect();
        let mut hops = forwarded.into_iter().rev();
        while self.limits.trusts(client.ip()) {
            let Some(hop) = hops.next().and_then(|hop| hop.trim().parse::<IpAddr>().ok()) else { break };
            client = SocketAddr::new(hop.to_canonical(), 0);
        }
        client
    }
}

/// Turns a client away that found no seat.
pub(super) async fn turn_away(mut socket: TcpStream) {
    if let Ok(Ok(())) = timeout(LINGER, socket.write_all(FULL)).await {
        part(socket, true).await;
    }
}

/// Closes a connection. A client that still sends would, at a plain close, lose the answer to a
/// reset; so what it sends is thrown away for a while.
async fn part(mut socket: TcpStream, still_sending: bool) {
    let deadline = Instant::now() + LINGER;
    if !matches!(timeout_at(deadline, socket.shutdown()).await, Ok(Ok(()))) || !still_sending {
        return;
    }
    let mut scrap = vec![0; 2 * 1024];
    while let Ok(Ok(1..)) = timeout_at(deadline, socket.read(&mut scrap)).await {}
}
