//! Delivery to a mail server over sockets of our own.
//!
//! The library's own sockets leave Nagle's algorithm on, which costs 40 ms a message (measured, dependencies.md 3e), and
//! its time limits count single reads only. Here the socket has no delay, connections are used again within a batch, and
//! the caller ([`crate::Transport::send`]) bounds the whole conversation.

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use lettre::Address;
use lettre::transport::smtp::Error as Failure;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, AsyncTokioStream, Certificate, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt, Rset};
use lettre::transport::smtp::extension::ClientId;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::Instant;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

use crate::rendered::Rendered;
use crate::transport::{Reply, SendError};

/// After this many messages a connection is replaced; many servers count and hang up near here.
const MESSAGES_PER_CONNECTION: u32 = 100;
/// An unused connection older than this is not trusted any more.
const IDLE: Duration = Duration::from_secs(20);
/// At most this many unused connections are kept.
const KEPT: usize = 8;
/// One address of the server gets this long to accept a connection.
const CONNECT: Duration = Duration::from_secs(15);

/// How the line to the server is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encryption {
    /// Not at all: for a server on the same machine. No password is ever sent this way.
    None,
    /// The connection turns to TLS before anything is said; a server that cannot is refused.
    StartTls,
    /// TLS from the first byte (RFC 8314, port 465).
    Implicit,
}

/// Name and password for the mail server.
#[derive(Clone)]
pub struct Login {
    /// User name.
    pub user: String,
    /// Password; never shown.
    pub password: String,
}

impl fmt::Debug for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Login").finish_non_exhaustive()
    }
}

/// Which server takes our mail, and how to talk to it.
#[derive(Clone, Debug)]
pub struct SmtpSettings {
    /// Host name or address; certificates are checked against it.
    pub host: String,
    /// TCP port.
    pub port: u16,
    /// Protection of the line.
    pub encryption: Encryption,
    /// Log-in, if the server wants one.
    pub login: Option<Login>,
    /// What we call ourselves in EHLO: the domain of the installation.
    pub hello: String,
    /// Certificates (PEM) trusted besides the system's, for a server with a certificate of its own making.
    pub authority: Option<Vec<u8>>,
}

/// Why these settings cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum BadSettings {
    /// A password would cross the network in the clear.
    #[error("a mail password is set but the connection is not encrypted")]
    PasswordInTheClear,
    /// The certificates or the host name cannot be used for TLS.
    #[error("the mail server's TLS settings cannot be used: {0}")]
    Tls(String),
}

/// A mail server and the open connections to it.
pub struct Smtp {
    settings: SmtpSettings,
    wrapping: Wrapping,
    idle: Mutex<Vec<Connection>>,
}

/// What turns a socket into a protected one.
enum Wrapping {
    None,
    StartTls(TlsParameters),
    Implicit(TlsConnector, ServerName<'static>),
}

struct Connection {
    line: AsyncSmtpConnection,
    sent: u32,
    last_used: Instant,
}

/// Which command a reply answered. A refusal means something else at each.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Connecting,
    Sender,
    Recipient,
    Content,
}

impl fmt::Debug for Smtp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Smtp").field("settings", &self.settings).finish_non_exhaustive()
    }
}

impl Smtp {
    /// Checks the settings and loads the trusted certificates. Opens no connection.
    ///
    /// # Errors
    /// [`BadSettings`] when a password would go out unencrypted or TLS cannot be set up.
    pub fn new(settings: SmtpSettings) -> Result<Self, BadSettings> {
        let wrapping = match settings.encryption {
            Encryption::None if settings.login.is_some() => return Err(BadSettings::PasswordInTheClear),
            Encryption::None => Wrapping::None,
            Encryption::StartTls => Wrapping::StartTls(start_tls(&settings)?),
            Encryption::Implicit => implicit_tls(&settings)?,
        };
        Ok(Self { settings, wrapping, idle: Mutex::new(Vec::new()) })
    }

    pub(crate) async fn send(&self, message: &Rendered, bytes: &[u8]) -> Result<Reply, SendError> {
        let from = message.from.address();
        let to = message.to.address();
        let (mut connection, used_before) = match self.take_idle() {
            Some(connection) => (connection, true),
            None => (self.connect().await?, false),
        };
        let mut outcome = connection.hand_over(from, to, bytes).await;
        // A server may have closed a connection while it was idle. That says nothing about this message.
        if used_before
            && outcome.as_ref().is_err_and(|(step, failure)| *step == Step::Sender && is_hang_up(failure))
        {
            connection = self.connect().await?;
            outcome = connection.hand_over(from, to, bytes).await;
        }
        match outcome {
            Ok(reply) => {
                self.keep(connection);
                Ok(reply)
            }
            Err((step, failure)) => {
                if failure.status().is_some() && connection.line.command(Rset).await.is_ok() {
                    self.keep(connection);
                }
                Err(judge(step, &failure))
            }
        }
    }

    async fn connect(&self) -> Result<Connection, SendError> {
        let socket = self.open_socket().await.map_err(|error| SendError::Retry(Reply::new(None, error)))?;
        let hello = ClientId::Domain(self.settings.hello.clone());
        let line = match &self.wrapping {
            Wrapping::None => AsyncSmtpConnection::connect_with_transport(Box::new(socket), &hello).await,
            Wrapping::StartTls(parameters) => {
                let plain = AsyncSmtpConnection::connect_with_transport(Box::new(socket), &hello).await;
                match plain {
                    Ok(mut line) => line.starttls(parameters.clone(), &hello).await.map(|()| line),
                    Err(failure) => Err(failure),
                }
            }
            Wrapping::Implicit(connector, name) => {
                let stream = connector.connect(name.clone(), socket).await;
                let stream = stream.map_err(|error| SendError::Retry(Reply::new(None, error)))?;
                AsyncSmtpConnection::connect_with_transport(Box::new(Protected(stream)), &hello).await
            }
        };
        let mut line = line.map_err(|failure| judge(Step::Connecting, &failure))?;
        if let Some(login) = &self.settings.login {
            let credentials = Credentials::new(login.user.clone(), login.password.clone());
            let mechanisms = [Mechanism::Plain, Mechanism::Login];
            line.auth(&mechanisms, &credentials)
                .await
                .map_err(|failure| judge(Step::Connecting, &failure))?;
        }
        Ok(Connection { line, sent: 0, last_used: Instant::now() })
    }

    async fn open_socket(&self) -> io::Result<TcpStream> {
        let host = (self.settings.host.as_str(), self.settings.port);
        let mut last = io::Error::new(io::ErrorKind::NotFound, "the mail server's name has no address");
        for address in tokio::net::lookup_host(host).await? {
            match tokio::time::timeout(CONNECT, TcpStream::connect(address)).await {
                Ok(Ok(socket)) => {
                    socket.set_nodelay(true)?;
                    return Ok(socket);
                }
                Ok(Err(error)) => last = error,
                Err(_) => {
                    last = io::Error::new(io::ErrorKind::TimedOut, "the server accepts no connection");
                }
            }
        }
        Err(last)
    }

    fn take_idle(&self) -> Option<Connection> {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        idle.retain(|connection| connection.last_used.elapsed() < IDLE);
        idle.pop()
    }

    fn keep(&self, mut connection: Connection) {
        connection.last_used = Instant::now();
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if connection.sent < MESSAGES_PER_CONNECTION && !connection.line.has_broken() && idle.len() < KEPT {
            idle.push(connection);
        }
    }
}

impl Connection {
    async fn hand_over(
        &mut self,
        from: &Address,
        to: &Address,
        bytes: &[u8],
    ) -> Result<Reply, (Step, Failure)> {
        self.sent += 1;
        let line = &mut self.line;
        line.command(Mail::new(Some(from.clone()), Vec::new())).await.map_err(|f| (Step::Sender, f))?;
        line.command(Rcpt::new(to.clone(), Vec::new())).await.map_err(|f| (Step::Recipient, f))?;
        line.command(Data).await.map_err(|f| (Step::Content, f))?;
        let reply = line.message(bytes).await.map_err(|f| (Step::Content, f))?;
        Ok(Reply::new(Some(reply.code().into()), reply.first_line().unwrap_or_default()))
    }
}

/// RFC 5321, 4.2.1: 4yz may be tried again, 5yz not. A 5yz before the message was named refuses us, not the message, so
/// a wrong password at the relay loses nothing.
fn judge(step: Step, failure: &Failure) -> SendError {
    let words = std::error::Error::source(failure).map_or_else(|| failure.to_string(), ToString::to_string);
    let reply = Reply::new(failure.status().map(u16::from), &words);
    if !failure.is_permanent() || step == Step::Connecting {
        return SendError::Retry(reply);
    }
    // RFC 3463: 5.1.x speaks of the address, 5.7.x of policy.
    let address = words.starts_with("5.1.") || (step == Step::Recipient && !words.starts_with("5.7."));
    SendError::GiveUp { reply, address }
}

/// The line broke without a reply, or the server said it is closing (RFC 5321, 3.8: 421).
fn is_hang_up(failure: &Failure) -> bool {
    failure.status().is_none_or(|code| u16::from(code) == 421)
}

fn start_tls(settings: &SmtpSettings) -> Result<TlsParameters, BadSettings> {
    let tls = |error: Failure| BadSettings::Tls(error.to_string());
    let mut builder = TlsParameters::builder(settings.host.clone());
    if let Some(pem) = &settings.authority {
        builder = builder.add_root_certificate(Certificate::from_pem(pem).map_err(tls)?);
    }
    builder.build().map_err(tls)
}

fn implicit_tls(settings: &SmtpSettings) -> Result<Wrapping, BadSettings> {
    let tls = |error: &dyn fmt::Display| BadSettings::Tls(error.to_string());
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    if let Some(pem) = &settings.authority {
        for certificate in CertificateDer::pem_slice_iter(pem) {
            roots.add(certificate.map_err(|e| tls(&e))?).map_err(|e| tls(&e))?;
        }
    }
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|e| tls(&e))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from(settings.host.clone()).map_err(|e| tls(&e))?;
    Ok(Wrapping::Implicit(TlsConnector::from(Arc::new(config)), name))
}

/// A socket under TLS from its first byte, in the shape the mail library takes.
#[derive(Debug)]
struct Protected(TlsStream<TcpStream>);

impl AsyncTokioStream for Protected {
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        self.0.get_ref().0.peer_addr()
    }
}

impl AsyncRead for Protected {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_read(cx, buf)
    }
}

impl AsyncWrite for Protected {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_shutdown(cx)
    }
}
