//! Who asks: the address of the client, as far as it can be believed.
//!
//! `X-Forwarded-For` is believed only from proxies that the operator named, and only up to the last
//! address that such a proxy did not add: everything before it is the client's own claim. An IPv6
//! client is its /64, because one household has all of it.

use std::convert::Infallible;
use std::fmt;
use std::net::{IpAddr, Ipv6Addr};
use std::str::FromStr;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::request::Parts;

/// The address at the other end of the connection, put into each request by the accept loop.
#[derive(Debug, Clone, Copy)]
pub struct Peer(pub IpAddr);

/// A client for counting: an IPv4 address or an IPv6 /64.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct ClientKey([u8; 8]);

impl ClientKey {
    /// The key of an address; an IPv4 address inside IPv6 counts as IPv4.
    pub fn of(address: IpAddr) -> Self {
        let mut key = [0; 8];
        match address.to_canonical() {
            // ::/64 has no clients, so its zeros are free for IPv4.
            IpAddr::V4(v4) => key[4..].copy_from_slice(&v4.octets()),
            IpAddr::V6(v6) => key.copy_from_slice(&v6.octets()[..8]),
        }
        Self(key)
    }
}

impl fmt::Debug for ClientKey {
    /// Nothing: an address in a log would say who looked at what.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ClientKey")
    }
}

/// A network such as `10.0.0.0/8`, or one address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    base: u128,
    mask: u128,
}

/// The text is no address and no network.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not an address such as 10.0.0.1 or a network such as 10.0.0.0/8")]
pub struct NetworkFault(String);

impl FromStr for Network {
    type Err = NetworkFault;

    fn from_str(text: &str) -> Result<Self, NetworkFault> {
        let fault = || NetworkFault(text.chars().take(60).collect());
        let (address, length) = match text.split_once('/') {
            Some((address, length)) => (address, Some(length.parse::<u32>().map_err(|_| fault())?)),
            None => (text, None),
        };
        let address: IpAddr = address.parse().map_err(|_| fault())?;
        let bits = if address.is_ipv4() { 32 } else { 128 };
        let length = length.unwrap_or(bits);
        if length > bits {
            return Err(fault());
        }
        // IPv4 stands at the end of ::ffff:0:0/96.
        let mask = u128::MAX.checked_shl(bits - length).unwrap_or(0);
        let base = as_v6(address) & mask;
        Ok(Self { base, mask })
    }
}

fn as_v6(address: IpAddr) -> u128 {
    let v6: Ipv6Addr = match address {
        IpAddr::V4(v4) => v4.to_ipv6_mapped(),
        IpAddr::V6(v6) => v6,
    };
    v6.to_bits()
}

/// The proxies in front of this server, named by its operator.
#[derive(Debug, Clone, Default)]
pub struct TrustedProxies(Arc<[Network]>);

impl TrustedProxies {
    /// These networks, and no others.
    pub fn new(networks: impl IntoIterator<Item = Network>) -> Self {
        Self(networks.into_iter().collect())
    }

    /// True if the operator named this address.
    pub fn contain(&self, address: IpAddr) -> bool {
        self.0.iter().any(|n| as_v6(address) & n.mask == n.base)
    }

    /// The client behind `peer`: the last forwarded address that no trusted proxy has.
    pub fn client(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let mut client = peer;
        let named: Vec<&str> =
            headers.get_all("x-forwarded-for").iter().filter_map(|v| v.to_str().ok()).flat_map(|v| v.split(',')).collect();
        for name in named.into_iter().rev() {
            if !self.contain(client) {
                break;
            }
            // A proxy that writes no address has nothing to say about the client.
            let Ok(address) = name.trim().parse() else { break };
            client = address;
        }
        client
    }
}

/// The client of a request, for counting. Requests without a connection (tests that call the
/// router itself) share one key.
#[derive(Debug, Clone, Copy)]
pub struct Client(pub ClientKey);

impl<S: Sync> FromRequestParts<S> for Client
where
    TrustedProxies: axum::extract::FromRef<S>,
{
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Infallible> {
        let proxies = <TrustedProxies as axum::extract::FromRef<S>>::from_ref(state);
        let peer = parts.extensions.get::<Peer>().map_or(IpAddr::V6(Ipv6Addr::UNSPECIFIED), |p| p.0);
        Ok(Self(ClientKey::of(proxies.client(peer, &parts.headers))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    fn forwarded(values: &[&str]) -> HeaderMap {
        values.iter().map(|v| (axum::http::HeaderName::from_static("x-forwarded-for"), v.parse().unwrap())).collect()
    }

    #[test]
    fn networks_are_read_or_refused() {
        for wrong in ["", "10.0.0.0/33", "10.0.0/8", "::/129", "10.0.0.1/-1", "example.org"] {
            assert!(wrong.parse::<Network>().is_err(), "{wrong}");
        }
        let ten = TrustedProxies::new(["10.0.0.0/8".parse().unwrap(), "2001:db8::1".parse().unwrap()]);
        for inside in ["10.255.0.1", "::ffff:10.1.2.3", "2001:db8::1"] {
            assert!(ten.contain(ip(inside)), "{inside}");
        }
        for outside in ["11.0.0.1", "2001:db8::2", "::a00:1"] {
            assert!(!ten.contain(ip(outside)), "{outside}");
        }
        assert!(TrustedProxies::new(["0.0.0.0/0".parse().unwrap()]).contain(ip("203.0.113.9")));
        assert!(!TrustedProxies::new(["0.0.0.0/0".parse().unwrap()]).contain(ip("2001:db8::9")));
    }

    #[test]
    fn a_stranger_cannot_choose_its_address() {
        let proxies = TrustedProxies::new(["127.0.0.1".parse().unwrap()]);
        assert_eq!(proxies.client(ip("203.0.113.9"), &forwarded(&["198.51.100.1"])), ip("203.0.113.9"));
        let claimed = forwarded(&["198.51.100.1, 192.0.2.7"]);
        assert_eq!(proxies.client(ip("127.0.0.1"), &claimed), ip("192.0.2.7"), "only what the proxy itself added");
        assert_eq!(proxies.client(ip("127.0.0.1"), &forwarded(&["192.0.2.7", "127.0.0.1"])), ip("192.0.2.7"));
        assert_eq!(proxies.client(ip("127.0.0.1"), &forwarded(&["192.0.2.7, unknown"])), ip("127.0.0.1"));
        assert_eq!(proxies.client(ip("127.0.0.1"), &HeaderMap::new()), ip("127.0.0.1"));
    }

    #[test]
    fn a_household_is_one_client() {
        assert_eq!(ClientKey::of(ip("2001:db8:1:2::1")), ClientKey::of(ip("2001:db8:1:2:ffff::9")));
        assert_ne!(ClientKey::of(ip("2001:db8:1:2::1")), ClientKey::of(ip("2001:db8:1:3::1")));
        assert_eq!(ClientKey::of(ip("::ffff:192.0.2.1")), ClientKey::of(ip("192.0.2.1")));
        assert_ne!(ClientKey::of(ip("192.0.2.2")), ClientKey::of(ip("192.0.2.1")));
    }
}
