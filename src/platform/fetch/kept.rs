//! Documents kept for a while, and one request for many who ask at once.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use quick_cache::sync::{Cache, DefaultLifecycle};
use quick_cache::{DefaultHashBuilder, OptionsBuilder, Weighter};
use url::Url;

use super::fault::FetchFault;
use crate::vocabulary::{Clock, Timestamp};

/// Bytes of all documents together.
const WEIGHT: u64 = 64 << 20;
/// So many documents of a usual size fit.
const DOCUMENTS: usize = 4096;
/// The least time, whatever was said: what was fetched within a minute was fetched now.
const LEAST: Duration = Duration::from_mins(1);
/// The longest time, if nothing shorter was said.
const MOST: Duration = Duration::from_hours(1);

/// A document as it came.
#[derive(Debug, Clone)]
pub struct Fetched {
    /// Exactly as they came.
    pub bytes: Arc<[u8]>,
    /// When; also of a copy that was kept.
    pub at: Timestamp,
}

/// The address, and what was wanted from it.
pub(super) type Key = (Url, &'static str);

#[derive(Clone)]
struct Entry {
    outcome: Result<Fetched, FetchFault>,
    until: Timestamp,
}

#[derive(Clone)]
struct Bytes;

impl Weighter<Key, Entry> for Bytes {
    fn weight(&self, key: &Key, entry: &Entry) -> u64 {
        let bytes = entry.outcome.as_ref().map_or(0, |fetched| fetched.bytes.len());
        // With what the table itself needs, so that a million failures weigh something too.
        u64::try_from(bytes + key.0.as_str().len() + 512).unwrap_or(u64::MAX)
    }
}

/// Everything that was fetched lately, the least asked for forgotten first.
pub(super) struct Kept {
    cache: Cache<Key, Entry, Bytes>,
    clock: Arc<dyn Clock>,
}

impl Kept {
    pub(super) fn new(clock: Arc<dyn Clock>) -> Self {
        // Four parts, so that the largest document fits many times into one.
        let options = OptionsBuilder::new().shards(4).estimated_items_capacity(DOCUMENTS).weight_capacity(WEIGHT).build();
        let cache = match options {
            Ok(options) => Cache::with_options(options, Bytes, DefaultHashBuilder::default(), DefaultLifecycle::default()),
            Err(_) => Cache::with_weighter(DOCUMENTS, WEIGHT, Bytes),
        };
        Self { cache, clock }
    }

    /// What is kept under `key`, or what `fetch` brings: it is called by one of those who ask at the
    /// same time. Others wait for it, `rest` at most. `lifetime` says how long a document may be kept.
    pub(super) async fn or_fetch<F>(&self, key: Key, rest: Duration, fetch: F) -> Result<Fetched, FetchFault>
    where
        F: Future<Output = Result<(Vec<u8>, Option<Duration>), FetchFault>>,
    {
        self.cache.remove_if(&key, |entry| entry.until <= self.clock.now());
        let waited = tokio::time::timeout(rest, self.cache.get_value_or_guard_async(&key)).await;
        let turn = match waited.map_err(|_| FetchFault::OutOfTime)? {
            Ok(entry) => return entry.outcome,
            Err(turn) => turn,
        };
        let at = self.clock.now();
        let (outcome, lifetime) = match fetch.await {
            Ok((bytes, lifetime)) => (Ok(Fetched { bytes: bytes.into(), at }), lifetime.unwrap_or(MOST).clamp(LEAST, MOST)),
            Err(fault) if fault.lasts() => (Err(fault), LEAST),
            // Whoever waits is the next to try.
            Err(fault) => return Err(fault),
        };
        let seconds = i64::try_from(lifetime.as_secs()).unwrap_or(0);
        // It is given to those who wait even if it is too large to keep.
        let _ = turn.insert(Entry { outcome: outcome.clone(), until: at.plus_seconds(seconds) });
        outcome
    }
}
