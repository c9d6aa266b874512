//! The accept loop over real sockets. Deadlines are given as short limits, so that the tests wait
//! little; what is asserted is what happens, with generous bounds on when.

mod bodies;
mod deadlines;
mod seats;
mod stopping;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use poem::endpoint::BoxEndpoint;
use poem::{Endpoint, EndpointExt as _, Middleware as _, Request, Response};
use postup_domain::entropy::Entropy;
use postup_http::edge::{Limits, serve};
use postup_http::headers::Headers;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::timeout;

/// Far more than anything here needs, far less than a stuck connection would take.
const SOON: Duration = Duration::from_secs(10);
const SHORT: Duration = Duration::from_millis(300);

struct Counting(AtomicU64);

impl Entropy for Counting {
    fn fill(&self, bytes: &mut [u8]) {
        for byte in bytes {
            *byte = self.0.fetch_add(1, Ordering::Relaxed).to_le_bytes()[0];
        }
    }
}

struct Edge {
    address: std::net::SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    ended: JoinHandle<()>,
}

/// Deadlines that a test may wait for; everything else as in production.
fn short() -> Limits {
    Limits {
        first_byte: SHORT,
        header: SHORT,
        idle: SHORT,
        body_grace: SHORT,
        write_stall: SHORT,
        connections_per_address: 500,
        ..Limits::default()
    }
}

async fn start(limits: Limits, endpoint: impl Endpoint + 'static) -> Edge {
    let headers = Headers::new(false, Arc::new(Counting(AtomicU64::new(1))));
    let endpoint: BoxEndpoint<'static> = headers.transform(endpoint.map_to_response()).boxed();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let ended = tokio::spawn(async move {
        let stopped = async { stopped.await.unwrap_or(()) };
        serve(listener, endpoint, limits, headers, stopped).await.unwrap();
    });
    Edge { address, stop: Some(stop), ended }
}

/// Answers with the method, the path, the client's address and the length of the body.
fn echo() -> impl Endpoint {
    poem::endpoint::make(|mut request: Request| async move {
        let client = request.remote_addr().as_socket_addr().unwrap().ip();
        let body = request.take_body().into_bytes().await?;
        let (method, path) = (request.method(), request.uri().path());
        Ok::<_, poem::Error>(format!("{method} {path} from {client} with {}", body.len()))
    })
}

impl Edge {
    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    /// Sends `text` on a fresh connection and reads until the server closes it.
    async fn converse(&self, text: &str) -> String {
        let mut socket = self.connect().await;
        socket.write_all(text.as_bytes()).await.unwrap();
        rest(&mut socket).await
    }

    async fn healthy(&self) -> bool {
        self.converse("GET /ok HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").await.contains("GET /ok")
    }
}

/// Everything until the end of the connection, however it ends; panics when it does not.
async fn rest(socket: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    let end = timeout(SOON, socket.read_to_end(&mut bytes)).await;
    assert!(end.is_ok(), "the connection is still open; so far: {}", String::from_utf8_lossy(&bytes));
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Reads until `text` has come.
async fn until(socket: &mut TcpStream, text: &str) -> String {
    let mut bytes = Vec::new();
    let mut chunk = [0; 1024];
    while !String::from_utf8_lossy(&bytes).contains(text) {
        let read = timeout(SOON, socket.read(&mut chunk)).await.expect("an answer in time").unwrap();
        assert!(read > 0, "closed before \"{text}\": {}", String::from_utf8_lossy(&bytes));
        bytes.extend_from_slice(&chunk[..read]);
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[tokio::test]
async fn connections_are_kept_and_pipelined_requests_are_answered_in_order() {
    let edge = start(Limits::default(), echo()).await;
    let mut socket = edge.connect().await;
    for turn in 0..3 {
        let request = format!("POST /{turn} HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nab");
        socket.write_all(request.as_bytes()).await.unwrap();
        until(&mut socket, &format!("POST /{turn} from 127.0.0.1 with 2")).await;
    }
    socket
        .write_all(
            b"POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n\
              GET /b HTTP/1.1\r\nHost: x\r\n\r\n\
              GET /c HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        )
        .await
        .unwrap();
    let answers = rest(&mut socket).await;
    let places = ["POST /a from 127.0.0.1 with 3", "GET /b", "GET /c"].map(|text| answers.find(text));
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{answers}");
}

#[tokio::test]
async fn a_panic_is_an_opaque_500_with_a_request_id_and_the_server_lives() {
    let endpoint = poem::endpoint::make_sync(|request: Request| {
        assert!(request.uri().path() != "/panic", "secret detail");
        request.uri().path().to_owned()
    });
    let edge = start(Limits::default(), endpoint).await;
    for method in ["GET", "POST"] {
        let request = format!("{method} /panic HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        let answer = edge.converse(&request).await;
        assert!(answer.starts_with("HTTP/1.1 500") && !answer.contains("secret"), "{answer}");
        let id = answer.lines().find_map(|line| line.strip_prefix("x-request-id: ")).unwrap();
        assert!(answer.contains(&format!("\"instance\":\"urn:postup:request:{id}\"")), "{answer}");
    }
    assert!(
        edge.converse("GET /fine HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").await.contains("/fine")
    );
}

#[tokio::test]
async fn the_address_is_the_socket_s_unless_a_trusted_proxy_says_otherwise() {
    let request = "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\
                   X-Forwarded-For: 198.51.100.7, 203.0.113.9, 10.0.0.5\r\n\r\n";
    let cases = [(vec![], "127.0.0.1"), (vec!["127.0.0.1", "10.0.0.0/8"], "203.0.113.9")];
    for (proxies, expected) in cases {
        let trusted_proxies = proxies.iter().map(|proxy| proxy.parse().unwrap()).collect();
        let edge = start(Limits { trusted_proxies, ..Limits::default() }, echo()).await;
        let answer = edge.converse(request).await;
        assert!(answer.contains(&format!("from {expected} with")), "{proxies:?}: {answer}");
    }
}

#[tokio::test]
async fn a_request_without_exactly_one_host_is_malformed() {
    let edge = start(Limits::default(), echo()).await;
    for hosts in ["", "Host: a\r\nHost: b\r\n"] {
        let answer = edge.converse(&format!("GET / HTTP/1.1\r\n{hosts}\r\n")).await;
        assert!(answer.starts_with("HTTP/1.1 400"), "{hosts}: {answer}");
    }
}

#[tokio::test]
async fn answers_carry_the_security_headers_unless_the_handler_chose_its_own() {
    let endpoint = poem::endpoint::make_sync(|request: Request| {
        let answer = Response::builder().content_type("text/html; charset=utf-8");
        match request.uri().path() {
            "/own" => answer.header("cache-control", "public, max-age=60").body("own"),
            "/long" => answer.body("слово ".repeat(1000)),
            _ => answer.body("short"),
        }
    });
    let edge = start(Limits::default(), endpoint).await;
    let get = |path: &str| {
        format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAccept-Encoding: gzip\r\n\r\n")
    };
    let answer = edge.converse(&get("/")).await;
    for header in [
        "content-security-policy: default-src 'none'; script-src 'self'; style-src 'self';",
        "x-content-type-options: nosniff",
        "referrer-policy: same-origin",
        "cross-origin-opener-policy: same-origin",
        "cross-origin-resource-policy: same-origin",
        "permissions-policy: ",
        "cache-control: no-store",
        "x-request-id: ",
        "vary: Accept-Encoding",
    ] {
        assert!(answer.contains(header), "{header} is missing in {answer}");
    }
    assert!(!answer.contains("unsafe-inline") && !answer.contains("strict-transport-security"), "{answer}");
    assert!(!answer.contains("content-encoding"), "{answer}");
    assert!(edge.converse(&get("/own")).await.contains("cache-control: public, max-age=60"));
    let long = edge.converse(&get("/long")).await;
    assert!(long.contains("content-encoding: gzip") && long.len() < 2000, "{long}");
}
