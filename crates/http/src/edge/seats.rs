//! How many connections are open, in all and from each address.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// The connections that may still be opened.
pub(super) struct Seats {
    free: Arc<Semaphore>,
    taken: Mutex<HashMap<IpAddr, usize>>,
    per_address: usize,
}

/// The right to one open connection; given back when dropped.
pub(super) struct Seat {
    seats: Arc<Seats>,
    address: Option<IpAddr>,
    _permit: OwnedSemaphorePermit,
}

impl Seats {
    pub(super) fn new(in_all: usize, per_address: usize) -> Arc<Self> {
        let free = Arc::new(Semaphore::new(in_all.min(Semaphore::MAX_PERMITS)));
        Arc::new(Self { free, taken: Mutex::default(), per_address })
    }

    /// A seat for a peer, or `None` when the house or the peer's own share is full. A trusted
    /// proxy speaks for many people, so it has no share of its own.
    pub(super) fn take(self: &Arc<Self>, peer: IpAddr, is_proxy: bool) -> Option<Seat> {
        let permit = Arc::clone(&self.free).try_acquire_owned().ok()?;
        let address = (!is_proxy).then(|| household(peer));
        if let Some(address) = address {
            let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
            let count = taken.entry(address).or_default();
            if *count >= self.per_address {
                return None;
            }
            *count += 1;
        }
        Some(Seat { seats: Arc::clone(self), address, _permit: permit })
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let Some(address) = self.address else { return };
        let mut taken = self.seats.taken.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = taken.get_mut(&address) {
            *count -= 1;
            if *count == 0 {
                taken.remove(&address);
            }
        }
    }
}

/// What counts as one address: an IPv6 customer is given a whole /64.
fn household(peer: IpAddr) -> IpAddr {
    match peer.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() >> 64 << 64)),
        address @ IpAddr::V4(_) => address,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seats_are_counted_in_all_and_by_household_and_given_back() {
        let seats = Seats::new(3, 2);
        let here = "2001:db8::1".parse().unwrap();
        let next_door = "2001:db8::ffff".parse().unwrap();
        let elsewhere = "192.0.2.1".parse().unwrap();
        let first = seats.take(here, false).unwrap();
        let _second = seats.take(next_door, false).unwrap();
        assert!(seats.take(here, false).is_none(), "the household has two");
        let third = seats.take(elsewhere, false).unwrap();
        assert!(seats.take("192.0.2.2".parse().unwrap(), false).is_none(), "the house has three");
        drop((first, third));
        assert!(seats.take(here, true).is_some(), "a proxy has no share of its own");
        assert!(seats.take(here, false).is_some(), "seats come back");
    }
}
