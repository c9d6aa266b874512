//! Deliveries and timed work, again and again until it is time to stop.

use std::time::Duration;

use postup_app::App;
use tokio::time::timeout;

use crate::signals::Stop;

/// After a round that failed, the next one waits this long: a database that is away is not
/// helped by being asked ten times a second.
const REST: Duration = Duration::from_secs(10);

/// Runs rounds of work until `stop`; a round in hand is finished. Any number of processes may do
/// this at the same time, as each message and each task is claimed by a lease.
pub async fn run(app: App, interval: Duration, mut stop: Stop) {
    while !stop.is_wished() {
        let pause = match app.work().await {
            Ok(0) => interval,
            Ok(_) => continue,
            Err(error) => {
                tracing::error!(%error, "a round of work failed");
                REST.max(interval)
            }
        };
        // A timeout is the usual case: nobody wished to stop meanwhile.
        let _ = timeout(pause, stop.wished()).await;
    }
}
