//! The wish to stop: SIGTERM from a service manager, SIGINT from a keyboard.

use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

use crate::failure::Failure;

/// Told once, heard by everybody who holds a clone.
#[derive(Clone)]
pub struct Stop(watch::Receiver<bool>);

impl Stop {
    /// Listens to both signals from now on.
    ///
    /// # Errors
    /// A [`Failure`] when the system does not let us.
    pub fn on_signal() -> Result<Self, Failure> {
        let listen =
            |kind| signal(kind).map_err(|error| Failure::failed(format!("cannot handle signals: {error}")));
        let (mut terminate, mut interrupt) =
            (listen(SignalKind::terminate())?, listen(SignalKind::interrupt())?);
        let (tell, told) = watch::channel(false);
        tokio::spawn(async move {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
            }
            tracing::info!("stopping");
            tell.send_replace(true);
            // A second wish does not wait for what is in flight.
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
            }
            std::process::exit(130);
        });
        Ok(Self(told))
    }

    /// Resolves when it is time to stop.
    pub async fn wished(&mut self) {
        // An error means that nobody is left to tell, which is a wish to stop, too.
        let _ = self.0.wait_for(|told| *told).await;
    }
}
