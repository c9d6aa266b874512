//! How often one address may ask for what must not be swept (standards CERT-20).

use chrono::{DateTime, TimeDelta, Utc};
use poem::web::RemoteAddr;
use postup_domain::rejection::{Refusal, Rejection};
use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// More addresses than this are not remembered at a time.
const MOST_ADDRESSES: usize = 50_000;

/// So many checks of certificates a minute has one address; a person who types codes from paper needs fewer.
const CHECKS: u32 = 30;

/// So long takes every check of a certificate at least: hit and miss cannot be told apart by the clock (reliability
/// C10).
pub const EVERY_CHECK_TAKES: Duration = Duration::from_millis(40);

/// Counts in the memory of this process; several processes allow as many times more.
#[derive(Debug)]
pub struct Throttle {
    most: u32,
    window: TimeDelta,
    seen: Mutex<HashMap<IpAddr, Window>>,
}

#[derive(Clone, Copy, Debug)]
struct Window {
    ends: DateTime<Utc>,
    count: u32,
}

impl Throttle {
    /// Lets one address ask `most` times in each `window`.
    pub fn new(most: u32, window: TimeDelta) -> Self {
        Self { most, window, seen: Mutex::default() }
    }

    /// For the checks of certificates.
    pub fn of_checks() -> Self {
        Self::new(CHECKS, TimeDelta::minutes(1))
    }

    /// Counts one question.
    ///
    /// # Errors
    /// When the address has asked too often; the rejection says until when to wait.
    pub fn admit(&self, asker: &RemoteAddr, now: DateTime<Utc>) -> Result<(), Rejection> {
        let fresh = Window { ends: now + self.window, count: 0 };
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.len() >= MOST_ADDRESSES {
            seen.retain(|_, window| window.ends > now);
        }
        if seen.len() >= MOST_ADDRESSES {
            seen.clear();
        }
        let window = seen.entry(network(asker)).or_insert(fresh);
        if window.ends <= now {
            *window = fresh;
        }
        if window.count >= self.most {
            return Err(Rejection::from(Refusal::TooManyAttempts).at(window.ends));
        }
        window.count += 1;
        Ok(())
    }
}

/// The address, or the /64 that one household or host has of IPv6. Whoever has none shares a window.
fn network(asker: &RemoteAddr) -> IpAddr {
    match asker.as_socket_addr().map(|address| address.ip().to_canonical()) {
        Some(IpAddr::V6(address)) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << 64))),
        Some(address) => address,
        None => IpAddr::V4(Ipv4Addr::UNSPECIFIED),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use poem::Addr;

    fn asker(address: &str) -> RemoteAddr {
        RemoteAddr(Addr::SocketAddr(address.parse().unwrap()))
    }

    #[test]
    fn an_address_has_so_many_questions_in_each_window() {
        let throttle = Throttle::new(2, TimeDelta::minutes(1));
        let now = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        let (one, other) = (asker("192.0.2.1:1000"), asker("192.0.2.2:1000"));
        assert!(throttle.admit(&one, now).is_ok());
        assert!(throttle.admit(&asker("192.0.2.1:2000"), now).is_ok());
        let refused = throttle.admit(&one, now).unwrap_err();
        assert_eq!(refused.instant, Some(now + TimeDelta::minutes(1)));
        assert!(throttle.admit(&other, now).is_ok());
        assert!(throttle.admit(&one, now + TimeDelta::minutes(1)).is_ok());
    }

    #[test]
    fn one_network_of_ipv6_is_one_asker() {
        let throttle = Throttle::new(1, TimeDelta::minutes(1));
        let now = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        assert!(throttle.admit(&asker("[2001:db8::1]:1"), now).is_ok());
        assert!(throttle.admit(&asker("[2001:db8::2]:1"), now).is_err());
        assert!(throttle.admit(&asker("[2001:db8:0:1::1]:1"), now).is_ok());
    }
}
