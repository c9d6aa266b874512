//! Whose turn it is: many destinations side by side, a few messages to each, and nobody behind a slow one.
//!
//! A few quick places are shared by all. A message that is not through after two seconds gives its place to the next and
//! goes on in a slow lane; while a destination is slow, its other messages are put off rather than kept waiting. So a
//! tarpit holds up its own messages only (reliability N5).

use std::collections::HashMap;
use std::future::Future;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;

/// Messages under way at once while nobody is slow. One connection carries thousands a second.
const QUICK: usize = 8;
/// Of those, at most so many to one destination.
const PER_DOMAIN: usize = 4;
/// Messages under way at once in all, most of them waiting for slow destinations.
const ALL: usize = 256;
/// A message that takes longer than this is in a slow lane.
const SLOW: Duration = Duration::from_secs(2);

/// The places there are.
pub(super) struct Lanes {
    quick: Arc<Semaphore>,
    all: Arc<Semaphore>,
    domains: Mutex<HashMap<String, Arc<Domain>>>,
}

struct Domain {
    places: Arc<Semaphore>,
    slow: AtomicUsize,
}

/// What asking for a turn leads to.
pub(super) enum Turn {
    /// Go ahead.
    Mine(Going),
    /// Not now: the destination is slow, or there is no place for so many slow ones.
    NotNow,
}

/// The right to talk to one destination now.
pub(super) struct Going {
    domain: Arc<Domain>,
    quick: OwnedSemaphorePermit,
    _place: OwnedSemaphorePermit,
    _one_of_all: OwnedSemaphorePermit,
}

impl Default for Lanes {
    fn default() -> Self {
        Self {
            quick: Arc::new(Semaphore::new(QUICK)),
            all: Arc::new(Semaphore::new(ALL)),
            domains: Mutex::default(),
        }
    }
}

impl Lanes {
    /// Waits for a turn, but not behind a slow destination and not beyond `latest`.
    pub(super) async fn turn(&self, domain: &str, latest: Instant) -> Turn {
        let domain = self.domain(domain);
        let Some(place) = wait(&domain.places, latest, || domain.is_slow()).await else {
            return Turn::NotNow;
        };
        let Some(quick) = wait(&self.quick, latest, || domain.is_slow()).await else { return Turn::NotNow };
        let Ok(one_of_all) = Arc::clone(&self.all).try_acquire_owned() else { return Turn::NotNow };
        Turn::Mine(Going { domain, quick, _place: place, _one_of_all: one_of_all })
    }

    fn domain(&self, name: &str) -> Arc<Domain> {
        let mut domains = self.domains.lock().unwrap_or_else(PoisonError::into_inner);
        domains.retain(|_, domain| Arc::strong_count(domain) > 1);
        let fresh =
            || Arc::new(Domain { places: Arc::new(Semaphore::new(PER_DOMAIN)), slow: AtomicUsize::new(0) });
        Arc::clone(domains.entry(name.to_owned()).or_insert_with(fresh))
    }
}

impl Domain {
    fn is_slow(&self) -> bool {
        self.slow.load(Ordering::Relaxed) > 0
    }
}

/// A place, unless it is hopeless to wait for one.
async fn wait(
    places: &Arc<Semaphore>,
    latest: Instant,
    hopeless: impl Fn() -> bool,
) -> Option<OwnedSemaphorePermit> {
    loop {
        if hopeless() || Instant::now() >= latest {
            return None;
        }
        if let Ok(place) = tokio::time::timeout(SLOW, Arc::clone(places).acquire_owned()).await {
            return place.ok().filter(|_| !hopeless());
        }
    }
}

impl Going {
    /// Talks; after two seconds without holding anybody up.
    pub(super) async fn run<T>(self, talk: impl Future<Output = T>) -> T {
        let mut talk = std::pin::pin!(talk);
        if let Ok(said) = tokio::time::timeout(SLOW, &mut talk).await {
            return said;
        }
        drop(self.quick);
        let _slow = Slow::new(&self.domain);
        talk.await
    }
}

/// Counts a slow talk for as long as it lasts, however it ends.
struct Slow<'a>(&'a Domain);

impl<'a> Slow<'a> {
    fn new(domain: &'a Domain) -> Self {
        domain.slow.fetch_add(1, Ordering::Relaxed);
        Self(domain)
    }
}

impl Drop for Slow<'_> {
    fn drop(&mut self) {
        self.0.slow.fetch_sub(1, Ordering::Relaxed);
    }
}
