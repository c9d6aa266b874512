//! Bodies have their measure, and whoever is refused can read why.

use super::{SHORT, SOON, echo, rest, start};
use postup_http::edge::Limits;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::time::{sleep, timeout};

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
