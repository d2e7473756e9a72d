//! How often one client may ask.
//!
//! [GCRA](https://en.wikipedia.org/wiki/Generic_cell_rate_algorithm) by `governor`, keyed by
//! [`ClientKey`], and for questions about a person by the badge as well. Where an id is asked for, only misses are counted: a room of sixty people behind
//! one address may all look at their badges, a program that tries ids may not.

use std::hash::Hash;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use governor::clock::Clock as _;
use governor::middleware::NoOpMiddleware;
use governor::nanos::Nanos;
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};
use sha2::{Digest, Sha256};

use super::client::ClientKey;
use super::problem::Problem;
use crate::verifier::SignedCredential;
use crate::vocabulary::Clock;

/// Clients that have not been seen for a while are forgotten each time so many have asked.
const FORGET_EVERY: u32 = 4096;

/// Requests a minute and client, by what they cost.
#[derive(Debug, Clone, Copy)]
pub struct Quotas {
    /// Ids that nobody has.
    pub misses: NonZeroU32,
    /// Badges brought to be verified.
    pub uploads: NonZeroU32,
    /// Pages that verify a badge of ours.
    pub pages: NonZeroU32,
    /// Certificates to print.
    pub certificates: NonZeroU32,
    /// Requests with a token that is none.
    pub tokens: NonZeroU32,
    /// Questions whether a badge is about a person.
    pub persons: NonZeroU32,
    /// The same an hour and badge, from all clients together: names are not to be guessed.
    pub persons_of_badge: NonZeroU32,
    /// Codes that a holder reads out, entered on a badge's page.
    pub codes: NonZeroU32,
    /// The same an hour and badge, from all clients together.
    pub codes_of_badge: NonZeroU32,
    /// Verifications for which other servers are asked.
    pub foreign: NonZeroU32,
    /// Beginnings of a sign-in: each is a row for ten minutes.
    pub sign_ins: NonZeroU32,
    /// Sign-ins that were refused.
    pub refused_sign_ins: NonZeroU32,
}

impl Default for Quotas {
    fn default() -> Self {
        let each = |n| NonZeroU32::new(n).unwrap_or(NonZeroU32::MIN);
        Self {
            misses: each(60),
            uploads: each(30),
            pages: each(600),
            certificates: each(120),
            tokens: each(30),
            persons: each(10),
            persons_of_badge: each(10),
            codes: each(10),
            codes_of_badge: each(60),
            foreign: each(10),
            // A room of sixty behind one address signs in within a few minutes.
            sign_ins: each(120),
            refused_sign_ins: each(20),
        }
    }
}

/// The meters of one server.
#[derive(Debug)]
pub struct Rates {
    /// Ids that nobody has.
    pub misses: Meter,
    /// Badges brought to be verified.
    pub uploads: Meter,
    /// Pages that verify a badge of ours.
    pub pages: Meter,
    /// Certificates to print.
    pub certificates: Meter,
    /// Requests with a token that is none.
    pub tokens: Meter,
    /// Questions whether a badge is about a person, by client.
    pub persons: Meter,
    /// The same by badge.
    pub persons_of_badge: Meter<BadgeKey>,
    /// Codes that a holder reads out, by client.
    pub codes: Meter,
    /// The same by badge.
    pub codes_of_badge: Meter<BadgeKey>,
    /// Verifications for which other servers are asked.
    pub foreign: Meter,
    /// Beginnings of a sign-in.
    pub sign_ins: Meter,
    /// Sign-ins that were refused.
    pub refused_sign_ins: Meter,
}

impl Rates {
    /// Full meters, on this clock.
    pub fn new(quotas: Quotas, clock: &Arc<dyn Clock>) -> Self {
        let meter = |quota| Meter::new(Quota::per_minute(quota), Arc::clone(clock));
        Self {
            misses: meter(quotas.misses),
            uploads: meter(quotas.uploads),
            pages: meter(quotas.pages),
            certificates: meter(quotas.certificates),
            tokens: meter(quotas.tokens),
            persons: meter(quotas.persons),
            persons_of_badge: Meter::new(Quota::per_hour(quotas.persons_of_badge), Arc::clone(clock)),
            codes: meter(quotas.codes),
            codes_of_badge: Meter::new(Quota::per_hour(quotas.codes_of_badge), Arc::clone(clock)),
            foreign: meter(quotas.foreign),
            sign_ins: meter(quotas.sign_ins),
            refused_sign_ins: meter(quotas.refused_sign_ins),
        }
    }
}

/// A badge, whoever holds a copy: SHA-256 of what its issuer and its id are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct BadgeKey([u8; 32]);

impl BadgeKey {
    /// The key of a badge.
    pub fn of(badge: &SignedCredential) -> Self {
        Self(Sha256::new().chain_update(badge.issuer().id()).chain_update([0]).chain_update(badge.id()).finalize().into())
    }
}

type Limiter<K> = RateLimiter<K, DashMapStateStore<K>, Hands, NoOpMiddleware<Nanos>>;

/// One rate per client, or per badge; one that has been quiet for a while may use all of it at once.
#[derive(Debug)]
pub struct Meter<K: Hash + Eq + Clone = ClientKey> {
    limiter: Limiter<K>,
    clock: Hands,
    asked: AtomicU32,
}

impl<K: Hash + Eq + Clone> Meter<K> {
    fn new(quota: Quota, clock: Arc<dyn Clock>) -> Self {
        let clock = Hands(clock);
        let limiter = RateLimiter::new(quota, DashMapStateStore::default(), clock.clone());
        Self { limiter, clock, asked: AtomicU32::new(0) }
    }

    /// Counts one request of this client, or about this badge.
    ///
    /// # Errors
    /// A problem that says when to come back, if it is one too many.
    pub fn count(&self, client: K) -> Result<(), Problem> {
        if self.asked.fetch_add(1, Ordering::Relaxed) % FORGET_EVERY == FORGET_EVERY - 1 {
            self.limiter.retain_recent();
        }
        self.limiter.check_key(&client).map_err(|over| {
            let wait: Duration = over.wait_time_from(self.clock.now());
            Problem::too_many_requests(wait.as_secs() + 1)
        })
    }
}

/// Our clock for `governor`.
#[derive(Clone)]
struct Hands(Arc<dyn Clock>);

impl governor::clock::Clock for Hands {
    type Instant = Nanos;

    fn now(&self) -> Nanos {
        let ms = u64::try_from(self.0.now().as_ms()).unwrap_or(0);
        Nanos::new(ms.saturating_mul(1_000_000))
    }
}

impl std::fmt::Debug for Hands {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Hands")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::Timestamp;
    use crate::vocabulary::clock::SetClock;

    fn key(address: &str) -> ClientKey {
        ClientKey::of(address.parse().unwrap())
    }

    #[test]
    fn one_too_many_is_refused_until_time_has_passed() {
        let hands = Arc::new(SetClock::at(Timestamp::from_ms(1_790_000_000_000)));
        let clock: Arc<dyn Clock> = Arc::<SetClock>::clone(&hands);
        let rates = Rates::new(Quotas { misses: NonZeroU32::new(3).unwrap(), ..Quotas::default() }, &clock);
        let ask = |address: &str| rates.misses.count(key(address)).is_ok();
        assert!(ask("192.0.2.1") && ask("192.0.2.1") && ask("192.0.2.1"));
        assert!(!ask("192.0.2.1"));
        assert!(ask("192.0.2.2"), "another client has its own rate");
        assert!(rates.uploads.count(key("192.0.2.1")).is_ok(), "another rate is not touched");
        hands.advance(20);
        assert!(ask("192.0.2.1") && !ask("192.0.2.1"), "a third of a minute gives a third of the rate");
    }

    #[test]
    fn clients_that_left_are_forgotten() {
        let hands = Arc::new(SetClock::at(Timestamp::from_ms(1_790_000_000_000)));
        let clock: Arc<dyn Clock> = Arc::<SetClock>::clone(&hands);
        let meter = Meter::new(Quota::per_minute(NonZeroU32::MIN), clock);
        for n in 0..FORGET_EVERY - 1 {
            let _ = meter.count(ClientKey::of(std::net::Ipv4Addr::from(n).into()));
        }
        hands.advance(3600);
        let _ = meter.count(key("192.0.2.1"));
        assert_eq!(meter.limiter.len(), 1);
    }
}
