//! The accept loop over real sockets. Deadlines are given as short limits, so that the tests wait
//! little; what is asserted is what happens, with generous bounds on when.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use poem::endpoint::BoxEndpoint;
use poem::http::Method;
use poem::{Endpoint, EndpointExt as _, Middleware as _, Request, Response};
use postup_domain::entropy::Entropy;
use postup_http::edge::{Limits, serve};
use postup_http::headers::Headers;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, oneshot};
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};

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
async fn a_connection_that_never_speaks_is_closed() {
    let edge = start(short(), echo()).await;
    assert_eq!(rest(&mut edge.connect().await).await, "");
}

#[tokio::test]
async fn a_head_that_never_ends_is_closed_even_when_it_drips() {
    let limits = Limits { idle: Duration::from_hours(1), ..short() };
    let edge = start(limits, echo()).await;
    let half = edge.converse("GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ").await;
    assert!(!half.contains("200"), "{half}");

    let mut socket = edge.connect().await;
    socket.write_all(b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ").await.unwrap();
    let (mut reader, mut writer) = socket.into_split();
    let drip = tokio::spawn(async move {
        while writer.write_all(b"a").await.is_ok() {
            sleep(SHORT / 10).await;
        }
    });
    let mut bytes = Vec::new();
    assert!(timeout(SOON, reader.read_to_end(&mut bytes)).await.is_ok(), "still open while dripping");
    drip.abort();
}

#[tokio::test]
async fn the_head_of_a_second_request_has_its_own_deadline() {
    let limits = Limits { idle: Duration::from_hours(1), ..short() };
    let edge = start(limits, echo()).await;
    let mut socket = edge.connect().await;
    socket.write_all(b"GET /first HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
    until(&mut socket, "GET /first").await;
    sleep(SHORT * 2).await;
    socket.write_all(b"GET /second HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
    until(&mut socket, "GET /second").await;
    socket.write_all(b"GET /third HTT").await.unwrap();
    assert!(!rest(&mut socket).await.contains("/third"));
}

#[tokio::test]
async fn a_kept_connection_is_closed_when_it_stays_idle() {
    let edge = start(short(), echo()).await;
    let mut socket = edge.connect().await;
    socket.write_all(b"GET /kept HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
    until(&mut socket, "GET /kept").await;
    assert_eq!(rest(&mut socket).await, "");
}

#[tokio::test]
async fn a_body_that_drips_is_answered_408_and_closed() {
    let edge = start(short(), echo()).await;
    for framing in ["Content-Length: 1000", "Transfer-Encoding: chunked"] {
        let mut socket = edge.connect().await;
        let head = format!("POST / HTTP/1.1\r\nHost: x\r\n{framing}\r\n\r\n");
        socket.write_all(head.as_bytes()).await.unwrap();
        let (mut reader, mut writer) = socket.into_split();
        let drip = tokio::spawn(async move {
            while writer.write_all(b"1\r\na\r\n").await.is_ok() {
                sleep(SHORT / 10).await;
            }
        });
        let mut bytes = Vec::new();
        let _ = timeout(SOON, reader.read_to_end(&mut bytes)).await.expect("closed in time");
        let answer = String::from_utf8_lossy(&bytes);
        assert!(answer.starts_with("HTTP/1.1 408"), "{framing}: {answer}");
        assert!(answer.contains("application/problem+json") && answer.contains("x-request-id"), "{answer}");
        drip.abort();
    }
}

#[tokio::test]
async fn a_body_of_a_hundred_megabytes_is_refused_early_whatever_it_declares() {
    let called = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&called);
    let endpoint = poem::endpoint::make_sync(move |_| seen.store(true, Ordering::SeqCst));
    let edge = start(Limits::default(), endpoint).await;

    let declared = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 104857600\r\n\r\n";
    assert!(edge.converse(declared).await.starts_with("HTTP/1.1 413"));

    let socket = edge.connect().await;
    let (mut reader, mut writer) = socket.into_split();
    let sent = Arc::new(AtomicU64::new(0));
    let counted = Arc::clone(&sent);
    let flood = tokio::spawn(async move {
        let head = b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
        writer.write_all(head).await.unwrap();
        let mut chunk = b"10000\r\n".to_vec();
        chunk.resize(7 + 0x10000, b'a');
        chunk.extend_from_slice(b"\r\n");
        for _ in 0..1600 {
            if writer.write_all(&chunk).await.is_err() {
                return;
            }
            counted.fetch_add(0x10000, Ordering::SeqCst);
        }
    });
    let mut first = [0; 12];
    timeout(SOON, reader.read_exact(&mut first)).await.expect("an answer in time").unwrap();
    let sent = sent.load(Ordering::SeqCst);
    assert_eq!(&first, b"HTTP/1.1 413");
    assert!(sent < 50 * 1024 * 1024, "{sent} bytes were taken before the refusal");
    assert!(!called.load(Ordering::SeqCst), "the handler never starts");
    flood.abort();
}

#[tokio::test]
async fn a_refused_client_that_still_sends_can_read_why() {
    let edge = start(Limits::default(), echo()).await;
    let mut socket = edge.connect().await;
    let length = 6 * 1024 * 1024;
    let mut request =
        format!("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n{length:x}\r\n")
            .into_bytes();
    request.resize(request.len() + length, b'a');
    timeout(SOON, socket.write_all(&request)).await.unwrap().expect("all of it is taken or thrown away");
    sleep(SHORT).await;
    let answer = rest(&mut socket).await;
    assert!(answer.starts_with("HTTP/1.1 413") && answer.contains("body-too-large"), "{answer}");
}

#[tokio::test]
async fn a_refused_browser_gets_a_page_in_its_language_and_a_program_a_problem_document() {
    let edge = start(Limits::default(), echo()).await;
    let ask = |path: &str, wish: &str| {
        format!(
            "POST {path} HTTP/1.1\r\nHost: x\r\n{wish}Accept-Language: en\r\nContent-Length: 104857600\r\n\r\n"
        )
    };
    let browser = "Accept: text/html,application/xhtml+xml;q=0.9,*/*;q=0.8\r\n";
    let page = edge.converse(&ask("/manage/imports", browser)).await;
    assert!(page.starts_with("HTTP/1.1 413") && page.contains("content-type: text/html"), "{page}");
    assert!(page.contains("<html lang=\"en\">") && page.contains("The file is too large"), "{page}");
    assert!(!page.contains("style=") && page.contains("/app.css"), "{page}");
    for (path, wish) in [("/api/v1/imports", browser), ("/manage/imports", ""), ("/", "Accept: */*\r\n")] {
        let answer = edge.converse(&ask(path, wish)).await;
        assert!(answer.contains("application/problem+json"), "{path}: {answer}");
    }
}

#[tokio::test]
async fn upload_paths_take_more_and_all_bodies_together_have_a_roof() {
    let limits = Limits {
        body_bytes: 1000,
        upload_bytes: 200 * 1024,
        upload_paths: vec!["/imports".to_owned()],
        body_memory_bytes: 100 * 1024,
        ..Limits::default()
    };
    let edge = start(limits, echo()).await;
    let post = |path: &str, length: usize| {
        let body = "a".repeat(length);
        let head = "Host: x\r\nConnection: close";
        format!("POST {path} HTTP/1.1\r\n{head}\r\nContent-Length: {length}\r\n\r\n{body}")
    };
    assert!(edge.converse(&post("/forms", 1000)).await.contains("with 1000"));
    assert!(edge.converse(&post("/forms", 1001)).await.starts_with("HTTP/1.1 413"));
    assert!(edge.converse(&post("/imports", 90_000)).await.contains("with 90000"));
    let full = edge.converse(&post("/imports", 150_000)).await;
    assert!(full.starts_with("HTTP/1.1 503") && full.contains("retry-after: 5"), "{full}");
    assert!(edge.converse(&post("/imports", 90_000)).await.contains("with 90000"), "memory is given back");
}

#[tokio::test]
async fn a_client_that_vanishes_ends_what_reads_but_not_what_writes() {
    struct Gone(Arc<Notify>);
    impl Drop for Gone {
        fn drop(&mut self) {
            self.0.notify_one();
        }
    }
    let (begun, go_on, finished, dropped) = <(Arc<Notify>, Arc<Notify>, Arc<Notify>, Arc<Notify>)>::default();
    let endpoint = {
        let (begun, go_on, finished, dropped) =
            (begun.clone(), go_on.clone(), finished.clone(), dropped.clone());
        poem::endpoint::make(move |_| {
            let (begun, go_on, finished) = (begun.clone(), go_on.clone(), finished.clone());
            let gone = Gone(dropped.clone());
            async move {
                begun.notify_one();
                go_on.notified().await;
                finished.notify_one();
                drop(gone);
                Ok::<_, poem::Error>("done")
            }
        })
    };
    let edge = start(Limits { connections: 1, ..Limits::default() }, endpoint).await;
    for (method, writes) in [(Method::POST, true), (Method::GET, false)] {
        let mut socket = edge.connect().await;
        let request = format!("{method} / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n");
        socket.write_all(request.as_bytes()).await.unwrap();
        timeout(SOON, begun.notified()).await.expect("the handler begins");
        drop(socket);
        if writes {
            let cut = timeout(SHORT, dropped.notified()).await;
            assert!(cut.is_err(), "the handler that writes was cut");
            let refusal = edge.converse("GET / HTTP/1.1\r\nHost: x\r\n\r\n").await;
            assert!(refusal.starts_with("HTTP/1.1 503"), "its seat is taken while it works: {refusal}");
            go_on.notify_one();
            timeout(SOON, finished.notified()).await.expect("the handler ends");
        }
        timeout(SOON, dropped.notified()).await.expect("the handler is gone");
        sleep(SHORT).await;
    }
}

#[tokio::test]
async fn silent_connections_do_not_delay_a_healthy_one() {
    let edge = start(Limits { connections_per_address: 500, ..Limits::default() }, echo()).await;
    let mut silent = Vec::new();
    for _ in 0..200 {
        silent.push(edge.connect().await);
    }
    assert!(edge.healthy().await);
}

#[tokio::test]
async fn everybody_in_a_rush_that_fills_the_house_is_told_to_come_again() {
    let limits = Limits { connections: 1, connections_per_address: 500, ..Limits::default() };
    let edge = start(limits, echo()).await;
    let mut held = edge.connect().await;
    held.write_all(b"GET /held HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
    until(&mut held, "GET /held").await;
    // None of them leaves before all have come.
    let mut waiting = Vec::new();
    for _ in 0..200 {
        let mut socket = edge.connect().await;
        socket.write_all(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
        waiting.push(socket);
    }
    for mut socket in waiting {
        until(&mut socket, "Retry-After").await;
    }
}

#[tokio::test]
async fn one_address_and_the_whole_house_have_a_cap_and_seats_come_back() {
    for (in_all, per_address) in [(3, 500), (500, 3)] {
        let limits =
            Limits { connections: in_all, connections_per_address: per_address, ..Limits::default() };
        let edge = start(limits, echo()).await;
        let mut held = Vec::new();
        for _ in 0..3 {
            let mut socket = edge.connect().await;
            socket.write_all(b"GET /held HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
            until(&mut socket, "GET /held").await;
            held.push(socket);
        }
        let refusal = edge.converse("GET / HTTP/1.1\r\nHost: x\r\n\r\n").await;
        assert!(refusal.starts_with("HTTP/1.1 503") && refusal.contains("Retry-After"), "{refusal}");
        let (head, body) = refusal.split_once("\r\n\r\n").unwrap();
        assert!(head.contains(&format!("Content-Length: {}", body.len())), "{refusal}");
        drop(held);
        let again = async {
            while !edge.healthy().await {
                sleep(Duration::from_millis(10)).await;
            }
        };
        timeout(SOON, again).await.expect("the seats come back");
    }
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
async fn a_client_that_does_not_read_is_closed() {
    let dropped = Arc::new(Notify::new());
    struct Source(Arc<Notify>);
    impl Drop for Source {
        fn drop(&mut self) {
            self.0.notify_one();
        }
    }
    let seen = Arc::clone(&dropped);
    let endpoint = poem::endpoint::make_sync(move |_| {
        let source = Source(Arc::clone(&seen));
        let endless = futures_util::stream::repeat_with(move || {
            let _ = &source;
            Ok::<_, std::io::Error>(vec![b'a'; 64 * 1024])
        });
        Response::builder().body(poem::Body::from_bytes_stream(endless))
    });
    let edge = start(short(), endpoint).await;
    let mut socket = edge.connect().await;
    socket.write_all(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
    timeout(SOON, dropped.notified()).await.expect("the answer is given up");
}

#[tokio::test]
async fn stopping_ends_idle_connections_at_once_and_waits_for_requests_in_flight() {
    let (begun, go_on) = <(Arc<Notify>, Arc<Notify>)>::default();
    let endpoint = {
        let (begun, go_on) = (begun.clone(), go_on.clone());
        poem::endpoint::make(move |request: Request| {
            let (begun, go_on) = (begun.clone(), go_on.clone());
            async move {
                if request.uri().path() == "/slow" {
                    begun.notify_one();
                    go_on.notified().await;
                }
                Ok::<_, poem::Error>("finished")
            }
        })
    };
    let mut edge = start(Limits::default(), endpoint).await;
    let silent = edge.connect().await;
    let mut idle = edge.connect().await;
    idle.write_all(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
    until(&mut idle, "finished").await;
    let mut busy = edge.connect().await;
    busy.write_all(b"POST /slow HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n").await.unwrap();
    timeout(SOON, begun.notified()).await.unwrap();

    edge.stop.take().unwrap().send(()).unwrap();
    assert_eq!(rest(&mut idle).await, "");
    assert!(TcpStream::connect(edge.address).await.is_err(), "nothing new is accepted");
    assert!(!edge.ended.is_finished(), "a request is in flight");
    go_on.notify_one();
    assert!(rest(&mut busy).await.contains("finished"));
    timeout(SOON, edge.ended).await.expect("the server ends").unwrap();
    drop(silent);
}

#[tokio::test]
async fn stopping_waits_no_longer_than_the_drain_limit() {
    let begun = Arc::new(Notify::new());
    let seen = Arc::clone(&begun);
    let endpoint = poem::endpoint::make(move |_| {
        let begun = Arc::clone(&seen);
        async move {
            begun.notify_one();
            std::future::pending::<Result<&'static str, poem::Error>>().await
        }
    });
    let mut edge = start(Limits { drain: SHORT, ..Limits::default() }, endpoint).await;
    let mut stuck = edge.connect().await;
    stuck.write_all(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
    timeout(SOON, begun.notified()).await.unwrap();
    edge.stop.take().unwrap().send(()).unwrap();
    timeout(SOON, edge.ended).await.expect("the server ends").unwrap();
    assert_eq!(rest(&mut stuck).await, "");
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
