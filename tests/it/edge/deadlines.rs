//! What is too slow is closed.

use super::{SHORT, SOON, echo, rest, short, start, until};
use poem::Response;
use postup_http::edge::Limits;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::sync::Notify;
use tokio::time::{sleep, timeout};

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
