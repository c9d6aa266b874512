//! A mail server that does as it is told: accepts, refuses, hangs up at any point, stalls, or drips.
//!
//! It speaks the protocol on a real socket, records what it accepted and how it was spoken to, and is scripted per
//! recipient, so that one server plays a thousand destinations.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// What the server does with a message for one recipient.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Takes it.
    Accept,
    /// Answers MAIL with this code. Chosen for the whole server, since no recipient is known yet.
    RefuseSender(u16),
    /// Answers RCPT with this code.
    RefuseRecipient(u16),
    /// Answers DATA with this code.
    RefuseData(u16),
    /// Answers the end of the content with this code.
    RefuseContent(u16),
    /// Hangs up after the content without taking the message.
    CutBeforeReply,
    /// Takes the message and hangs up before saying so: the one case that may arrive twice.
    CutAfterAccepting,
    /// Hangs up at RCPT.
    CutAtRecipient,
    /// Says nothing any more after RCPT.
    Stall,
    /// Answers RCPT with an endless reply, one line at this interval.
    Drip(Duration),
}

/// A message the server took.
#[derive(Clone, Debug)]
pub struct Taken {
    /// Envelope sender.
    pub from: String,
    /// Envelope recipients.
    pub to: Vec<String>,
    /// The raw bytes between DATA and the lone dot, dots unstuffed.
    pub data: Vec<u8>,
    /// How many messages this connection had brought before.
    pub earlier: usize,
}

impl Taken {
    /// The headers as `(name, value)` with folded lines joined, in order.
    pub fn headers(&self) -> Vec<(String, String)> {
        let text = String::from_utf8_lossy(&self.data).into_owned();
        let head =
            text.split("\r\n\r\n").next().unwrap_or_default().replace("\r\n ", " ").replace("\r\n\t", " ");
        head.split("\r\n")
            .map(|line| line.split_once(':').unwrap_or((line, "")))
            .map(|(name, value)| (name.to_owned(), value.trim().to_owned()))
            .collect()
    }

    /// The value of one header, empty when it is absent.
    pub fn header(&self, name: &str) -> String {
        let found = self.headers().into_iter().find(|(given, _)| given.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value).unwrap_or_default()
    }
}

#[derive(Default)]
struct State {
    script: HashMap<String, Vec<Act>>,
    otherwise: Option<Act>,
    taken: Vec<Taken>,
    commands: Vec<String>,
    connections: usize,
}

/// A running server; it ends when dropped.
pub struct SmtpServer {
    address: SocketAddr,
    state: Arc<Mutex<State>>,
    task: JoinHandle<()>,
}

impl Drop for SmtpServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl SmtpServer {
    /// Starts on a free port and takes everything until told otherwise.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let state = Arc::new(Mutex::new(State::default()));
        let shared = state.clone();
        let task = tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                lock(&shared).connections += 1;
                tokio::spawn(serve(socket, shared.clone()));
            }
        });
        Self { address, state, task }
    }

    /// Where it listens.
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// What to do with everything that has no script of its own.
    pub fn always(&self, act: Act) {
        lock(&self.state).otherwise = Some(act);
    }

    /// What to do with the next messages for a recipient, one act per attempt; then it is as always.
    pub fn script(&self, recipient: &str, acts: &[Act]) {
        lock(&self.state).script.insert(recipient.to_owned(), acts.iter().rev().copied().collect());
    }

    /// Everything taken so far.
    pub fn taken(&self) -> Vec<Taken> {
        lock(&self.state).taken.clone()
    }

    /// Every command line that was received, without the content of messages.
    pub fn commands(&self) -> Vec<String> {
        lock(&self.state).commands.clone()
    }

    /// How many connections were opened.
    pub fn connections(&self) -> usize {
        lock(&self.state).connections
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

/// One conversation. Any error ends it, as it would at a real server.
async fn serve(socket: TcpStream, state: Arc<Mutex<State>>) {
    socket.set_nodelay(true).unwrap();
    let _ = converse(BufReader::new(socket), &state).await;
}

async fn converse(mut line: BufReader<TcpStream>, state: &Mutex<State>) -> std::io::Result<()> {
    line.write_all(b"220 mx.test ESMTP\r\n").await?;
    let (mut from, mut to, mut earlier) = (String::new(), Vec::<String>::new(), 0);
    let mut act = Act::Accept;
    loop {
        let mut command = String::new();
        if line.read_line(&mut command).await? == 0 {
            return Ok(());
        }
        let command = command.trim_end_matches(['\r', '\n']).to_owned();
        lock(state).commands.push(command.clone());
        let verb: String = command.split([' ', ':']).next().unwrap_or_default().to_uppercase();
        let reply = match verb.as_str() {
            "EHLO" | "HELO" => "250-mx.test\r\n250-PIPELINING\r\n250 8BITMIME".to_owned(),
            "MAIL" => {
                from = between_brackets(&command);
                to.clear();
                match lock(state).otherwise {
                    Some(Act::RefuseSender(code)) => format!("{code} sender refused"),
                    _ => "250 ok".to_owned(),
                }
            }
            "RCPT" => {
                let recipient = between_brackets(&command);
                act = next_act(state, &recipient);
                match act {
                    Act::RefuseRecipient(code) => format!("{code} {}.1.1 recipient refused", code / 100),
                    Act::CutAtRecipient => return Ok(()),
                    Act::Stall => return hold(line).await,
                    Act::Drip(pause) => return drip(line, pause).await,
                    _ => {
                        to.push(recipient);
                        "250 ok".to_owned()
                    }
                }
            }
            "DATA" => match act {
                Act::RefuseData(code) => format!("{code} no data now"),
                _ => {
                    line.write_all(b"354 go on\r\n").await?;
                    let data = content(&mut line).await?;
                    let message = Taken { from: from.clone(), to: to.clone(), data, earlier };
                    match act {
                        Act::RefuseContent(code) => format!("{code} content refused"),
                        Act::CutBeforeReply => return Ok(()),
                        Act::CutAfterAccepting => {
                            lock(state).taken.push(message);
                            return Ok(());
                        }
                        _ => {
                            lock(state).taken.push(message);
                            earlier += 1;
                            "250 taken".to_owned()
                        }
                    }
                }
            },
            "RSET" | "NOOP" => "250 ok".to_owned(),
            "QUIT" => {
                line.write_all(b"221 bye\r\n").await?;
                return Ok(());
            }
            _ => "500 what".to_owned(),
        };
        line.write_all(format!("{reply}\r\n").as_bytes()).await?;
    }
}

fn between_brackets(command: &str) -> String {
    let inner = command.split_once('<').and_then(|(_, rest)| rest.split_once('>'));
    inner.map(|(address, _)| address.to_owned()).unwrap_or_default()
}

fn next_act(state: &Mutex<State>, recipient: &str) -> Act {
    let mut state = lock(state);
    let scripted = state.script.get_mut(recipient).and_then(Vec::pop);
    scripted.or(state.otherwise).unwrap_or(Act::Accept)
}

/// Reads up to the lone dot and takes the stuffed dots out (RFC 5321, 4.5.2).
async fn content(line: &mut BufReader<TcpStream>) -> std::io::Result<Vec<u8>> {
    let mut data = Vec::new();
    loop {
        let mut piece = Vec::new();
        if line.read_until(b'\n', &mut piece).await? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        match piece.as_slice() {
            b".\r\n" => return Ok(data),
            [b'.', rest @ ..] => data.extend_from_slice(rest),
            all => data.extend_from_slice(all),
        }
    }
}

/// Keeps the line open and silent until the other side leaves.
async fn hold(mut line: BufReader<TcpStream>) -> std::io::Result<()> {
    let mut rest = Vec::new();
    line.read_to_end(&mut rest).await.map(drop)
}

async fn drip(mut line: BufReader<TcpStream>, pause: Duration) -> std::io::Result<()> {
    loop {
        line.write_all(b"250-wait\r\n").await?;
        tokio::time::sleep(pause).await;
    }
}
