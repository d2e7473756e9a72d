//! Times and counts of the web door, in one place.

use std::time::Duration;

/// What keeps slow and greedy clients from the others.
#[derive(Debug, Clone)]
pub struct Limits {
    /// A new connection must send its first byte within this.
    pub first_byte: Duration,
    /// From the first byte of a request to the end of its header.
    pub header: Duration,
    /// How long a connection may stand idle between requests.
    pub keep_alive: Duration,
    /// A client that takes nothing of an answer for this long is left.
    pub stalled_write: Duration,
    /// From the end of the header to the beginning of the answer.
    pub request: Duration,
    /// The same for uploads.
    pub upload: Duration,
    /// For how long the same form of a browser is answered as it was before.
    pub second_tap: Duration,
    /// How long a stop waits for requests under way.
    pub drain: Duration,
    /// Pause after the socket refused to give a connection.
    pub accept_again: Duration,
    /// Connections at once; further ones wait in the kernel's queue.
    pub connections: usize,
    /// Connections at once of one IPv4 address or IPv6 /64; further ones are closed.
    pub connections_per_client: u32,
    /// Header fields of a request.
    pub headers: usize,
    /// Bytes of a request's header.
    pub header_bytes: usize,
    /// Bytes of a request's address.
    pub address_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            first_byte: Duration::from_secs(5),
            header: Duration::from_secs(5),
            keep_alive: Duration::from_secs(30),
            stalled_write: Duration::from_secs(15),
            request: Duration::from_secs(15),
            upload: Duration::from_secs(30),
            second_tap: Duration::from_secs(10),
            drain: Duration::from_secs(10),
            accept_again: Duration::from_millis(100),
            connections: 2048,
            connections_per_client: 64,
            headers: 64,
            header_bytes: 16 * 1024,
            // A link to /verify carries a badge of up to 6 KiB.
            address_bytes: 8 * 1024,
        }
    }
}
