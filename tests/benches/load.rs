//! A client that keeps connections open and counts what comes back.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Some clients in front of one address, each with one request in flight.
pub struct Load {
    address: SocketAddr,
    clients: usize,
    bearer: String,
}

/// What a run found.
pub struct Found {
    pub per_second: f64,
    pub seconds: f64,
    pub p50_ms: f64,
    pub p99_ms: f64,
}

impl Load {
    pub fn new(address: SocketAddr, clients: usize) -> Self {
        Self { address, clients, bearer: String::new() }
    }

    pub fn bearer(mut self, token: &str) -> Self {
        self.bearer = format!("authorization: Bearer {token}\r\n");
        self
    }

    /// Asks for a page again and again.
    pub async fn gets(&self, path: &str, time: Duration) -> Found {
        let request: Arc<str> =
            format!("GET {path} HTTP/1.1\r\nhost: postup.test\r\n{}accept: text/html\r\n\r\n", self.bearer)
                .into();
        let end = Instant::now() + time;
        self.run(move |_| (Instant::now() < end).then(|| (request.to_string(), 200))).await
    }

    /// Posts each body once.
    pub async fn posts(&self, path: &str, bodies: Vec<String>, status: u16) -> Found {
        let (path, bearer) = (path.to_owned(), self.bearer.clone());
        self.run(move |number| {
            let body = bodies.get(number)?;
            let length = body.len();
            let head = format!(
                "POST {path} HTTP/1.1\r\nhost: postup.test\r\n{bearer}content-type: application/json\r\n"
            );
            Some((format!("{head}content-length: {length}\r\n\r\n{body}"), status))
        })
        .await
    }

    /// Posts an empty object once as each of these.
    pub async fn posts_as(&self, path: &str, tokens: &[String], status: u16) -> Found {
        let (path, tokens) = (path.to_owned(), tokens.to_vec());
        self.run(move |number| {
            let token = tokens.get(number)?;
            let request = format!(
                "POST {path} HTTP/1.1\r\nhost: postup.test\r\nauthorization: Bearer {token}\r\n\
                 content-type: application/json\r\ncontent-length: 2\r\n\r\n{{}}"
            );
            Some((request, status))
        })
        .await
    }

    async fn run(&self, next: impl Fn(usize) -> Option<(String, u16)> + Send + Sync + 'static) -> Found {
        let (next, number) = (Arc::new(next), Arc::new(AtomicUsize::new(0)));
        let begun = Instant::now();
        let tasks: Vec<_> = (0..self.clients)
            .map(|_| {
                let (next, number, address) = (next.clone(), number.clone(), self.address);
                tokio::spawn(async move {
                    let mut stream = TcpStream::connect(address).await.unwrap();
                    stream.set_nodelay(true).unwrap();
                    let mut times = Vec::new();
                    while let Some((request, expected)) = next(number.fetch_add(1, Ordering::Relaxed)) {
                        let sent = Instant::now();
                        stream.write_all(request.as_bytes()).await.unwrap();
                        let status = answer(&mut stream).await;
                        assert_eq!(status, expected, "{request}");
                        times.push(sent.elapsed());
                    }
                    times
                })
            })
            .collect();
        let mut times: Vec<Duration> = Vec::new();
        for task in tasks {
            times.extend(task.await.unwrap());
        }
        let seconds = begun.elapsed().as_secs_f64();
        times.sort_unstable();
        let at =
            |share: usize| times[(times.len() * share / 100).min(times.len() - 1)].as_secs_f64() * 1_000.0;
        Found {
            per_second: f64::from(u32::try_from(times.len()).unwrap()) / seconds,
            seconds,
            p50_ms: at(50),
            p99_ms: at(99),
        }
    }
}

/// Reads one whole answer and returns its status.
async fn answer(stream: &mut TcpStream) -> u16 {
    let mut buffer = Vec::with_capacity(32 * 1024);
    let (head, length) = loop {
        assert!(stream.read_buf(&mut buffer).await.unwrap() > 0, "the server hung up");
        if let Some(end) = buffer.windows(4).position(|four| four == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&buffer[..end]).to_lowercase();
            let length = head
                .lines()
                .find_map(|line| line.strip_prefix("content-length:"))
                .map_or(0, |length| length.trim().parse().unwrap());
            break ((head, end + 4), length);
        }
    };
    let (head, start) = head;
    while buffer.len() < start + length {
        assert!(stream.read_buf(&mut buffer).await.unwrap() > 0, "the server hung up");
    }
    head.split_whitespace().nth(1).unwrap().parse().unwrap()
}
