//! The accept loop: HTTP/1.1 around any poem endpoint, with deadlines and caps that poem's own
//! server does not have (reliability, facts 1 to 3).

mod body;
mod connection;
mod limits;
mod seats;
mod stream;

use std::future::Future;
use std::io;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use poem::{Endpoint, IntoEndpoint};
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, mpsc, watch};
use tokio::time::{sleep, timeout};

use self::connection::{House, Stage, turn_away};
pub use self::limits::{Limits, Network, NotANetwork};
use self::seats::Seats;
use crate::headers::Headers;

/// Clients that are told "overloaded" at the same time; more are just closed. Each costs a socket and 2 KiB for two seconds at
/// most, so that a rush that fills the house is told to come again rather than cut off.
const FAREWELLS: usize = 4_096;

/// Serves `endpoint` on `listener` until `shutdown` resolves; then no connection is accepted, and
/// requests in flight have `limits.drain` to end. Returns when nothing is left or the time is up.
/// `headers` dresses the few answers that never reach the endpoint.
///
/// # Errors
/// When the listener has no local address.
pub async fn serve<E>(
    listener: TcpListener,
    endpoint: E,
    limits: Limits,
    headers: Headers,
    shutdown: impl Future<Output = ()>,
) -> io::Result<()>
where
    E: IntoEndpoint,
    E::Endpoint: Endpoint + 'static,
{
    let (alive, mut ended) = mpsc::channel::<()>(1);
    let (stage, stage_seen) = watch::channel(Stage::Open);
    let seats = Seats::new(limits.connections, limits.connections_per_address);
    let farewells = Arc::new(Semaphore::new(FAREWELLS));
    let drain = limits.drain;
    let local = listener.local_addr()?;
    let house = Arc::new(House::new(endpoint.into_endpoint(), headers, limits, local, alive.downgrade()));

    let mut shutdown = pin!(shutdown);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut shutdown => break,
        };
        let (socket, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                tracing::warn!(kind = ?error.kind(), "cannot accept a connection");
                sleep(Duration::from_millis(50)).await;
                continue;
            }
        };
        let Some(seat) = seats.take(peer.ip(), house.trusts(peer.ip())) else {
            if let Ok(permit) = Arc::clone(&farewells).try_acquire_owned() {
                tokio::spawn(async move {
                    turn_away(socket).await;
                    drop(permit);
                });
            }
            continue;
        };
        if socket.set_nodelay(true).is_err() {
            continue;
        }
        let (house, alive, stage) = (Arc::clone(&house), alive.clone(), stage_seen.clone());
        tokio::spawn(async move {
            house.host(socket, peer, seat, stage).await;
            drop(alive);
        });
    }

    drop((listener, alive));
    stage.send_replace(Stage::Draining);
    if timeout(drain, ended.recv()).await.is_err() {
        tracing::warn!("requests were still in flight when the time to finish was over");
        stage.send_replace(Stage::Cut);
    }
    Ok(())
}
