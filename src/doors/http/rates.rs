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
use crate::community::attestation::Workshop;
use crate::verifier::SignedCredential;
use crate::vocabulary::Clock;
use crate::vocabulary::ids::TrainingId;

/// Clients that have not been seen for a while are forgotten each time so many have asked.
const FORGET_EVERY: u32 = 4096;

/// What all joins of a training an hour are worth together; each is worth its share of three times those expected.
const JOINS: NonZeroU32 = match NonZeroU32::new(3_000_000) {
    Some(worth) => worth,
    None => NonZeroU32::MIN,
};

/// Mails that one address gets before it has to wait.
const MAILS_AT_ONCE: NonZeroU32 = match NonZeroU32::new(3) {
    Some(three) => three,
    None => NonZeroU32::MIN,
};

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
    /// Slips that nobody has, and wrong PINs.
    pub slip_misses: NonZeroU32,
    /// The same an hour, from all clients together.
    pub slip_misses_of_all: NonZeroU32,
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
            // A room of sixty behind one address mistypes a few; its check characters catch most before.
            slip_misses: each(40),
            slip_misses_of_all: each(2000),
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
    slip_misses: Meter,
    slip_misses_of_all: Meter<()>,
    joins: Meter<TrainingId>,
    /// Questions whether a mail address is somebody's, by address and by person: three, then one an hour.
    pub mail_addresses: Meter<AddressKey>,
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
            slip_misses: meter(quotas.slip_misses),
            slip_misses_of_all: Meter::new(Quota::per_hour(quotas.slip_misses_of_all), Arc::clone(clock)),
            joins: Meter::new(Quota::per_hour(JOINS), Arc::clone(clock)),
            mail_addresses: Meter::new(Quota::per_hour(NonZeroU32::MIN).allow_burst(MAILS_AT_ONCE), Arc::clone(clock)),
        }
    }

    /// Counts a slip that nobody has, or a wrong PIN.
    ///
    /// # Errors
    /// As [`Meter::count`], for this client or for all together.
    pub fn count_slip_miss(&self, client: ClientKey) -> Result<(), Problem> {
        self.slip_misses.count(client)?;
        self.slip_misses_of_all.count(())
    }

    /// Counts somebody who joins a training. Its budget is its own, whatever address they come from: three times as
    /// many an hour as are expected.
    ///
    /// # Errors
    /// As [`Meter::count`].
    pub fn count_join(&self, workshop: &Workshop) -> Result<(), Problem> {
        let share = JOINS.get() / 3 / workshop.expected().max(1);
        self.joins.count_as(workshop.id(), NonZeroU32::new(share).unwrap_or(NonZeroU32::MIN))
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

/// A mail address, or the person who gives one; only the SHA-256 is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct AddressKey([u8; 32]);

impl AddressKey {
    /// The key of an address or of an account's id.
    pub fn of(text: &str) -> Self {
        Self(Sha256::digest(text).into())
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
        self.count_as(client, NonZeroU32::MIN)
    }

    /// Counts one request that is worth several.
    ///
    /// # Errors
    /// As [`Meter::count`].
    fn count_as(&self, client: K, worth: NonZeroU32) -> Result<(), Problem> {
        if self.asked.fetch_add(1, Ordering::Relaxed) % FORGET_EVERY == FORGET_EVERY - 1 {
            self.limiter.retain_recent();
        }
        // More at once than the whole rate is never possible: then the wait is for ever, and is said as an hour.
        let checked = self.limiter.check_key_n(&client, worth).map_err(|_| Problem::too_many_requests(3600))?;
        checked.map_err(|over| {
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
