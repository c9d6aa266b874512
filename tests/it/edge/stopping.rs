//! What ends, and what is finished before.

use super::{SHORT, SOON, rest, start, until};
use poem::Request;
use poem::http::Method;
use postup_http::edge::Limits;
use std::sync::Arc;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use tokio::sync::Notify;
use tokio::time::{sleep, timeout};

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
