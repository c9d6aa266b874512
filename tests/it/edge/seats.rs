//! How many connections there may be, and what becomes of the others.

use super::{SOON, echo, start, until};
use postup_http::edge::Limits;
use std::time::Duration;
use tokio::io::AsyncWriteExt as _;
use tokio::time::{sleep, timeout};

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
