//! How many connections each client has.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::doors::http::client::ClientKey;

/// Counts the connections of each client.
#[derive(Debug, Clone)]
pub(super) struct Crowd {
    each: u32,
    counts: Arc<Mutex<HashMap<ClientKey, u32>>>,
}

/// One connection's place; given back when dropped.
#[derive(Debug)]
pub(super) struct Seat(Option<(Crowd, ClientKey)>);

impl Crowd {
    /// At most `each` connections per client.
    pub(super) fn new(each: u32) -> Self {
        Self { each, counts: Arc::default() }
    }

    /// A place for one more connection of this client, if it may have one.
    pub(super) fn enter(&self, client: ClientKey) -> Option<Seat> {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        let count = counts.entry(client).or_insert(0);
        if *count >= self.each {
            return None;
        }
        *count += 1;
        Some(Seat(Some((self.clone(), client))))
    }

    fn leave(&self, client: ClientKey) {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = counts.get_mut(&client) {
            *count -= 1;
            if *count == 0 {
                counts.remove(&client);
            }
        }
    }
}

impl Seat {
    /// For a proxy, behind which everybody stands.
    pub(super) fn uncounted() -> Self {
        Self(None)
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        if let Some((crowd, client)) = self.0.take() {
            crowd.leave(client);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_gets_its_places_back() {
        let crowd = Crowd::new(2);
        let [one, other] = ["192.0.2.1", "192.0.2.2"].map(|a| ClientKey::of(a.parse().unwrap()));
        let first = crowd.enter(one);
        let second = crowd.enter(one);
        assert!(first.is_some() && second.is_some() && crowd.enter(one).is_none());
        assert!(crowd.enter(other).is_some());
        drop(first);
        assert!(crowd.enter(one).is_some());
        drop(second);
        assert!(crowd.counts.lock().unwrap().is_empty(), "nothing is kept of clients that left");
    }
}
