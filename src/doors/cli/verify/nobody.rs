//! A register of nobody: a verification where there is no installation.

use std::convert::Infallible;

use crate::verifier::checking::OwnRegister;
use crate::verifier::{Answer, Known, Need, OurRecord, Presented, Verdict};
use crate::vocabulary::clock::SystemClock;
use crate::vocabulary::{Clock, Timestamp};

/// Knows nothing, and no address is its own.
#[derive(Debug, Clone, Copy)]
pub(super) struct Nobody;

impl OwnRegister for Nobody {
    type Fault = Infallible;

    async fn known(&self) -> Result<Known, Infallible> {
        Ok(Known::strict())
    }

    async fn answer(&self, _need: &Need) -> Result<Option<Answer>, Infallible> {
        Ok(None)
    }

    async fn badge_at(&self, _address: &str) -> Result<Option<Answer>, Infallible> {
        Ok(None)
    }

    async fn record(&self, _seen: &Presented, _verdict: &Verdict) -> Result<Option<OurRecord>, Infallible> {
        Ok(None)
    }

    fn now(&self) -> Timestamp {
        SystemClock.now()
    }
}
