//! The same request twice gives the same answer: `Idempotency-Key`.
//!
//! A client that does not hear the answer sends the request again with the same key. Whoever comes
//! first does the work; others with the same key wait for it, or hear that it is under way in
//! another process. A finished answer is kept for a day and given again byte for byte. A request
//! that failed keeps nothing: trying again is what the client should do.
//!
//! One key for two different requests is refused, as
//! [draft-ietf-httpapi-idempotency-key-header](https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/) asks.

mod store;

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use sha2::{Digest, Sha256};
use tokio::sync::{Mutex as AsyncMutex, OwnedMutexGuard};

use crate::platform::database::{Database, StoreError};
use crate::vocabulary::Timestamp;

/// How long an answer is kept.
const KEPT_S: i64 = 86_400;
/// A request that has not finished by now never will: its process is gone. Until then its key is answered
/// with 409 and "try again in 2 seconds".
///
/// It cannot be much shorter by the clock alone: work goes on to its end when its client has left, and
/// a large batch on a slow disk may take a minute. A lease that the working process renews would cost a
/// write every few seconds and still be wrong about a process that was only stopped for a while. Nothing
/// is issued twice either way: that is the database's rule (invariant I2), not this row's.
const ABANDONED_S: i64 = 120;
/// The longest key.
pub const KEY_LENGTH: usize = 128;

/// A key as a client sent it: 1 to 128 printable ASCII characters.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct IdempotencyKey(String);

/// The text is no key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an idempotency key has 1 to 128 printable ASCII characters")]
pub struct NotAKey;

impl std::str::FromStr for IdempotencyKey {
    type Err = NotAKey;

    fn from_str(text: &str) -> Result<Self, NotAKey> {
        let printable = text.bytes().all(|b| b.is_ascii_graphic() || b == b' ');
        if text.trim().is_empty() || text.len() > KEY_LENGTH || !printable {
            return Err(NotAKey);
        }
        Ok(Self(text.to_owned()))
    }
}

impl fmt::Display for IdempotencyKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a request is told apart by: SHA-256 over its parts, each with its length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RequestDigest([u8; 32]);

impl RequestDigest {
    /// Of the parts in which two requests can differ: method, path, body.
    pub fn of(parts: &[&[u8]]) -> Self {
        let mut hash = Sha256::new();
        for part in parts {
            hash.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            hash.update(part);
        }
        Self(hash.finalize().into())
    }
}

/// An answer as it was given first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// The body; `None` if it was emptied because a person was erased.
    pub body: Option<Vec<u8>>,
}

/// Who comes with a key.
#[derive(Debug)]
pub enum Turn {
    /// The first: do the work, then call [`Work::finish`].
    Yours(Work),
    /// It is done: give this again.
    Answered(Answer),
    /// Another process is at it.
    UnderWay,
    /// The key belongs to another request.
    OtherRequest,
}

/// The right to do a request's work, held until it is finished or dropped.
#[derive(Debug)]
pub struct Work {
    database: Database,
    principal: String,
    key: IdempotencyKey,
    // Held so that others with the same key wait.
    _place: OwnedMutexGuard<()>,
}

type Place = (String, IdempotencyKey);

/// Keys of one server.
#[derive(Debug, Clone)]
pub struct Retries {
    database: Database,
    places: Arc<Mutex<HashMap<Place, Weak<AsyncMutex<()>>>>>,
}

impl Retries {
    /// Keys kept in this store.
    pub fn new(database: Database) -> Self {
        Self { database, places: Arc::default() }
    }

    /// Takes a turn with `key`, waiting for others of this process that came first.
    pub async fn take(&self, principal: &str, key: IdempotencyKey, request: RequestDigest, now: Timestamp) -> Result<Turn, StoreError> {
        let place = self.place(principal, &key).lock_owned().await;
        let mut writing = self.database.writing().await?;
        store::drop_older(&mut writing, now.plus_seconds(-KEPT_S), now.plus_seconds(-ABANDONED_S)).await?;
        let first = store::insert(&mut writing, principal, &key, request, now).await?;
        let turn = if first {
            let work = Work { database: self.database.clone(), principal: principal.to_owned(), key, _place: place };
            Turn::Yours(work)
        } else {
            store::find(&mut writing, principal, &key, request).await?
        };
        let _ = writing.commit().await?;
        Ok(turn)
    }

    fn place(&self, principal: &str, key: &IdempotencyKey) -> Arc<AsyncMutex<()>> {
        let mut places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
        places.retain(|_, place| place.strong_count() > 0);
        let place = places.entry((principal.to_owned(), key.clone())).or_default();
        place.upgrade().unwrap_or_else(|| {
            let fresh = Arc::default();
            *place = Arc::downgrade(&fresh);
            fresh
        })
    }
}

impl Work {
    /// Keeps the answer for those who ask again.
    pub async fn finish(self, status: u16, body: &[u8]) -> Result<(), StoreError> {
        let mut writing = self.database.writing().await?;
        store::answer(&mut writing, &self.principal, &self.key, status, body).await?;
        let _ = writing.commit().await?;
        Ok(())
    }

    /// Keeps nothing: the same key may try again.
    pub async fn give_up(self) -> Result<(), StoreError> {
        let mut writing = self.database.writing().await?;
        store::remove(&mut writing, &self.principal, &self.key).await?;
        let _ = writing.commit().await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_short_and_printable() {
        assert!("8e03978e-40d5-43dd-bc93-6894a57f9324".parse::<IdempotencyKey>().is_ok());
        for wrong in ["", " ", "a\nb", "é", &"x".repeat(129)] {
            assert_eq!(wrong.parse::<IdempotencyKey>(), Err(NotAKey), "{wrong}");
        }
    }

    #[test]
    fn parts_cannot_be_shifted_into_each_other() {
        assert_eq!(RequestDigest::of(&[b"a", b"bc"]), RequestDigest::of(&[b"a", b"bc"]));
        assert_ne!(RequestDigest::of(&[b"a", b"bc"]), RequestDigest::of(&[b"ab", b"c"]));
    }
}
