//! What one connection, one address and the whole process may ask of the edge.

use std::net::IpAddr;
use std::str::FromStr;
use std::time::Duration;

/// Deadlines and caps of the accept loop. The defaults follow reliability decision 1.
#[derive(Clone, Debug)]
pub struct Limits {
    /// How long a fresh connection may stay silent.
    pub first_byte: Duration,
    /// How long a request head may take, from its first byte to its empty line.
    pub header: Duration,
    /// How long a kept-alive connection may wait for its next request.
    pub idle: Duration,
    /// How long a body may take before its size earns it more time.
    pub body_grace: Duration,
    /// Bytes a second a body must keep up with once the grace is over.
    pub body_bytes_per_second: u64,
    /// How long the other side may refuse to read our answer.
    pub write_stall: Duration,
    /// How long requests in flight may take after the signal to stop.
    pub drain: Duration,
    /// Greatest body of a request, in bytes.
    pub body_bytes: u64,
    /// Greatest body of a request to one of the `upload_paths`, in bytes.
    pub upload_bytes: u64,
    /// Path prefixes that take uploads.
    pub upload_paths: Vec<String>,
    /// Memory that all bodies being read or handled may take together, in bytes. The first
    /// 16 KiB of each body are free, so that ordinary forms pass while uploads queue.
    pub body_memory_bytes: u64,
    /// Open connections in all.
    pub connections: usize,
    /// Open connections from one IPv4 address or one IPv6 /64 network.
    pub connections_per_address: usize,
    /// Peers whose `X-Forwarded-For` is believed, and to which no cap per address applies.
    pub trusted_proxies: Vec<Network>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            first_byte: Duration::from_secs(5),
            header: Duration::from_secs(5),
            idle: Duration::from_secs(20),
            body_grace: Duration::from_secs(5),
            body_bytes_per_second: 8 * 1024,
            write_stall: Duration::from_secs(30),
            drain: Duration::from_secs(30),
            body_bytes: 1024 * 1024,
            upload_bytes: 11 * 1024 * 1024,
            upload_paths: Vec::new(),
            body_memory_bytes: 128 * 1024 * 1024,
            connections: 4096,
            connections_per_address: 100,
            trusted_proxies: Vec::new(),
        }
    }
}

impl Limits {
    /// The greatest body, in bytes, that a request to `path` may bring.
    pub(super) fn body_limit(&self, path: &str) -> u64 {
        if self.upload_paths.iter().any(|prefix| path.starts_with(prefix.as_str())) {
            self.upload_bytes
        } else {
            self.body_bytes
        }
    }

    /// Whether `peer` is a proxy of ours.
    pub(super) fn trusts(&self, peer: IpAddr) -> bool {
        self.trusted_proxies.iter().any(|network| network.contains(peer))
    }
}

/// An address with the number of its leading bits that count: `10.0.0.0/8`, `::1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    bits: u8,
}

impl Network {
    /// Whether `address` lies in this network; `::ffff:10.0.0.1` counts as `10.0.0.1`.
    pub fn contains(&self, address: IpAddr) -> bool {
        match (self.address, address.to_canonical()) {
            (IpAddr::V4(network), IpAddr::V4(address)) => {
                let differing = network.to_bits() ^ address.to_bits();
                differing.leading_zeros() >= u32::from(self.bits)
            }
            (IpAddr::V6(network), IpAddr::V6(address)) => {
                let differing = network.to_bits() ^ address.to_bits();
                differing.leading_zeros() >= u32::from(self.bits)
            }
            _ => false,
        }
    }
}

/// The text is neither an address nor a network.
#[derive(Debug, thiserror::Error)]
#[error("\"{0}\" is neither an address nor a network such as 10.0.0.0/8")]
pub struct NotANetwork(String);

impl FromStr for Network {
    type Err = NotANetwork;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || NotANetwork(text.to_owned());
        let (address, bits) = match text.split_once('/') {
            Some((address, bits)) => (address, Some(bits)),
            None => (text, None),
        };
        let address: IpAddr = address.trim().parse().map_err(|_| wrong())?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        let bits = bits.map_or(Ok(most), |bits| bits.trim().parse()).map_err(|_| wrong())?;
        if bits > most { Err(wrong()) } else { Ok(Self { address, bits }) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_contains_the_addresses_that_share_its_leading_bits() {
        let cases = [
            ("10.0.0.0/8", "10.200.3.4", true),
            ("10.0.0.0/8", "11.0.0.1", false),
            ("10.0.0.0/8", "::ffff:10.0.0.1", true),
            ("127.0.0.1", "127.0.0.1", true),
            ("127.0.0.1", "127.0.0.2", false),
            ("0.0.0.0/0", "203.0.113.9", true),
            ("0.0.0.0/0", "2001:db8::1", false),
            ("2001:db8::/32", "2001:db8:ffff::1", true),
            ("2001:db8::/32", "2001:db9::1", false),
            ("::1", "::1", true),
        ];
        for (network, address, expected) in cases {
            let parsed: Network = network.parse().unwrap();
            assert_eq!(parsed.contains(address.parse().unwrap()), expected, "{address} in {network}");
        }
    }

    #[test]
    fn texts_that_are_no_network_are_refused() {
        for text in ["", "proxy.example", "10.0.0.0/33", "::/129", "10.0.0.0/-1", "10.0.0.0/x"] {
            assert!(text.parse::<Network>().is_err(), "{text}");
        }
    }
}
