//! Which addresses are public: everything but what IANA set aside.
//!
//! The two tables are the registries themselves, row by row:
//! [IPv4](https://www.iana.org/assignments/iana-ipv4-special-registry/) and
//! [IPv6](https://www.iana.org/assignments/iana-ipv6-special-registry/), with multicast and the
//! formats that carry an IPv4 address inside, which stand in registries of their own. A row is
//! refused even where the registry calls it globally reachable: no badge is kept at a relay. Of IPv6
//! only `2000::/3` was ever given out, so whatever is new is refused until it is read here.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Addresses that begin with the same bits, and what they are set aside for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row {
    base: u128,
    mask: u128,
    /// In the words of the registry.
    pub(super) name: &'static str,
}

impl Row {
    const fn v4(octets: [u8; 4], bits: u32, name: &'static str) -> Self {
        // As ::ffff:a.b.c.d, so that one comparison serves both families.
        Self { base: Ipv4Addr::from_octets(octets).to_ipv6_mapped().to_bits(), mask: mask(96 + bits), name }
    }

    const fn v6(pieces: [u16; 8], bits: u32, name: &'static str) -> Self {
        Self { base: Ipv6Addr::from_segments(pieces).to_bits(), mask: mask(bits), name }
    }

    const fn has(&self, address: u128) -> bool {
        address & self.mask == self.base
    }
}

const fn mask(bits: u32) -> u128 {
    match u128::MAX.checked_shl(128 - bits) {
        Some(mask) => mask,
        None => 0,
    }
}

/// IPv4.
pub(super) const V4: &[Row] = &[
    Row::v4([0, 0, 0, 0], 8, "\"This network\""),
    Row::v4([0, 0, 0, 0], 32, "\"This host on this network\""),
    Row::v4([10, 0, 0, 0], 8, "Private-Use"),
    Row::v4([100, 64, 0, 0], 10, "Shared Address Space"),
    Row::v4([127, 0, 0, 0], 8, "Loopback"),
    Row::v4([169, 254, 0, 0], 16, "Link Local"),
    Row::v4([172, 16, 0, 0], 12, "Private-Use"),
    Row::v4([192, 0, 0, 0], 24, "IETF Protocol Assignments"),
    Row::v4([192, 0, 0, 0], 29, "IPv4 Service Continuity Prefix"),
    Row::v4([192, 0, 0, 8], 32, "IPv4 dummy address"),
    Row::v4([192, 0, 0, 9], 32, "Port Control Protocol Anycast"),
    Row::v4([192, 0, 0, 10], 32, "Traversal Using Relays around NAT Anycast"),
    Row::v4([192, 0, 0, 170], 32, "NAT64/DNS64 Discovery"),
    Row::v4([192, 0, 0, 171], 32, "NAT64/DNS64 Discovery"),
    Row::v4([192, 0, 2, 0], 24, "Documentation (TEST-NET-1)"),
    Row::v4([192, 31, 196, 0], 24, "AS112-v4"),
    Row::v4([192, 52, 193, 0], 24, "AMT"),
    Row::v4([192, 88, 99, 0], 24, "Deprecated (6to4 Relay Anycast)"),
    Row::v4([192, 88, 99, 2], 32, "6a44-relay anycast address"),
    Row::v4([192, 168, 0, 0], 16, "Private-Use"),
    Row::v4([192, 175, 48, 0], 24, "Direct Delegation AS112 Service"),
    Row::v4([198, 18, 0, 0], 15, "Benchmarking"),
    Row::v4([198, 51, 100, 0], 24, "Documentation (TEST-NET-2)"),
    Row::v4([203, 0, 113, 0], 24, "Documentation (TEST-NET-3)"),
    Row::v4([224, 0, 0, 0], 4, "Multicast"),
    Row::v4([240, 0, 0, 0], 4, "Reserved"),
    Row::v4([255, 255, 255, 255], 32, "Limited Broadcast"),
];

/// IPv6.
pub(super) const V6: &[Row] = &[
    Row::v6([0, 0, 0, 0, 0, 0, 0, 1], 128, "Loopback Address"),
    Row::v6([0, 0, 0, 0, 0, 0, 0, 0], 128, "Unspecified Address"),
    Row::v6([0, 0, 0, 0, 0, 0xffff, 0, 0], 96, "IPv4-mapped Address"),
    Row::v6([0, 0, 0, 0, 0xffff, 0, 0, 0], 96, "IPv4-translated Address"),
    Row::v6([0, 0, 0, 0, 0, 0, 0, 0], 96, "IPv4-compatible Address"),
    Row::v6([0x64, 0xff9b, 0, 0, 0, 0, 0, 0], 96, "IPv4-IPv6 Translat."),
    Row::v6([0x64, 0xff9b, 1, 0, 0, 0, 0, 0], 48, "IPv4-IPv6 Translat."),
    Row::v6([0x100, 0, 0, 0, 0, 0, 0, 0], 64, "Discard-Only Address Block"),
    Row::v6([0x100, 0, 0, 1, 0, 0, 0, 0], 64, "Dummy IPv6 Prefix"),
    Row::v6([0x2001, 0, 0, 0, 0, 0, 0, 0], 23, "IETF Protocol Assignments"),
    Row::v6([0x2001, 0, 0, 0, 0, 0, 0, 0], 32, "TEREDO"),
    Row::v6([0x2001, 1, 0, 0, 0, 0, 0, 1], 128, "Port Control Protocol Anycast"),
    Row::v6([0x2001, 1, 0, 0, 0, 0, 0, 2], 128, "Traversal Using Relays around NAT Anycast"),
    Row::v6([0x2001, 1, 0, 0, 0, 0, 0, 3], 128, "DNS-SD Service Registration Protocol Anycast"),
    Row::v6([0x2001, 2, 0, 0, 0, 0, 0, 0], 48, "Benchmarking"),
    Row::v6([0x2001, 3, 0, 0, 0, 0, 0, 0], 32, "AMT"),
    Row::v6([0x2001, 4, 0x112, 0, 0, 0, 0, 0], 48, "AS112-v6"),
    Row::v6([0x2001, 0x10, 0, 0, 0, 0, 0, 0], 28, "Deprecated (previously ORCHID)"),
    Row::v6([0x2001, 0x20, 0, 0, 0, 0, 0, 0], 28, "ORCHIDv2"),
    Row::v6([0x2001, 0x30, 0, 0, 0, 0, 0, 0], 28, "Drone Remote ID Protocol Entity Tags (DETs) Prefix"),
    Row::v6([0x2001, 0xdb8, 0, 0, 0, 0, 0, 0], 32, "Documentation"),
    Row::v6([0x2002, 0, 0, 0, 0, 0, 0, 0], 16, "6to4"),
    Row::v6([0x2620, 0x4f, 0x8000, 0, 0, 0, 0, 0], 48, "Direct Delegation AS112 Service"),
    Row::v6([0x3fff, 0, 0, 0, 0, 0, 0, 0], 20, "Documentation"),
    Row::v6([0x5f00, 0, 0, 0, 0, 0, 0, 0], 16, "Segment Routing (SRv6) SIDs"),
    Row::v6([0xfc00, 0, 0, 0, 0, 0, 0, 0], 7, "Unique-Local"),
    Row::v6([0xfe80, 0, 0, 0, 0, 0, 0, 0], 10, "Link-Local Unicast"),
    Row::v6([0xfec0, 0, 0, 0, 0, 0, 0, 0], 10, "Deprecated (previously Site-Local)"),
    Row::v6([0xff00, 0, 0, 0, 0, 0, 0, 0], 8, "Multicast"),
];

/// What was ever given out for everybody's use.
const GLOBAL_UNICAST: Row = Row::v6([0x2000, 0, 0, 0, 0, 0, 0, 0], 3, "Global Unicast");

/// What the address is set aside for; `None` for a public one.
pub(super) fn set_aside(address: IpAddr) -> Option<&'static str> {
    let (rows, bits) = match address {
        IpAddr::V4(v4) => (V4, v4.to_ipv6_mapped().to_bits()),
        IpAddr::V6(v6) => (V6, v6.to_bits()),
    };
    let row = rows.iter().find(|row| row.has(bits)).map(|row| row.name);
    row.or_else(|| (address.is_ipv6() && !GLOBAL_UNICAST.has(bits)).then_some("not given out"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(bits: u128) -> IpAddr {
        let v6 = Ipv6Addr::from_bits(bits);
        v6.to_ipv4_mapped().map_or(IpAddr::V6(v6), IpAddr::V4)
    }

    #[test]
    fn every_row_of_the_registries_is_refused_from_its_first_to_its_last_address() {
        for (row, family) in V4.iter().map(|row| (row, 4)).chain(V6.iter().map(|row| (row, 6))) {
            let (first, last) = (row.base, row.base | !row.mask);
            assert_eq!(row.base & row.mask, row.base, "{}", row.name);
            let inside = [first, last, first | (!row.mask >> 1), first + (last - first) / 2, first + (last - first) / 3];
            for bits in inside {
                let address = if family == 4 { address(bits) } else { IpAddr::V6(Ipv6Addr::from_bits(bits)) };
                assert!(set_aside(address).is_some(), "{address} of {}", row.name);
            }
        }
    }

    #[test]
    fn what_stands_beside_a_row_is_public() {
        for public in [
            "1.0.0.0",
            "9.255.255.255",
            "11.0.0.0",
            "100.63.255.255",
            "100.128.0.0",
            "126.255.255.255",
            "128.0.0.0",
            "169.253.255.255",
            "169.255.0.0",
            "172.15.255.255",
            "172.32.0.0",
            "191.255.255.255",
            "192.0.1.0",
            "192.0.3.0",
            "192.167.255.255",
            "192.169.0.0",
            "198.17.255.255",
            "198.20.0.0",
            "203.0.112.255",
            "203.0.114.0",
            "223.255.255.255",
            "2001:200::",
            "2001:db7:ffff::",
            "2001:db9::",
            "2003::",
            "2606:4700::1",
            "2a00:1450::1",
            "3ffe::",
        ] {
            assert_eq!(set_aside(public.parse().unwrap()), None, "{public}");
        }
    }

    #[test]
    fn formats_that_carry_another_address_are_refused_whatever_they_carry() {
        for inside in ["::ffff:93.184.216.34", "::93.184.216.34", "64:ff9b::5db8:d822", "2002:5db8:d822::1", "2001:0:5db8:d822::1"] {
            assert!(set_aside(inside.parse().unwrap()).is_some(), "{inside}");
        }
    }

    #[test]
    fn what_was_never_given_out_is_refused() {
        for unknown in ["4000::1", "1000::1", "8000::", "e000::1", "fbff:ffff::"] {
            assert_eq!(set_aside(unknown.parse().unwrap()), Some("not given out"), "{unknown}");
        }
    }
}
