//! Verdicts on badges of ours that were reached a moment ago.
//!
//! A poster with one QR code is scanned by a whole room at once. A verdict is given again for a few
//! seconds, but only while nothing changed in the status list that the badge is in: a revocation
//! or a suspension is seen by the next request. Keys and dates are at most [`KEPT_S`] old.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::problem::Problem;
use super::site::Site;
use crate::issuer::credential::Published;
use crate::verifier::{Presented, Verdict};
use crate::vocabulary::Timestamp;
use crate::vocabulary::ids::CredentialId;

/// Seconds for which a verdict is given again.
const KEPT_S: i64 = 5;
/// Verdicts kept at most.
const MOST: usize = 2048;

/// Verdicts by credential and edition.
#[derive(Debug, Default)]
pub struct Verdicts(Mutex<HashMap<(CredentialId, u32), Judged>>);

/// A verdict, when it was reached, and at which state of the status list.
#[derive(Debug, Clone)]
pub struct Judged {
    /// What was said.
    pub verdict: Arc<Verdict>,
    /// When.
    pub at: Timestamp,
    change: i64,
}

impl Verdicts {
    /// The verdict on the stored bytes of a published badge.
    pub async fn on(&self, published: &Published, site: &Site) -> Result<Judged, Problem> {
        let key = (published.award().credential(), published.edition().number());
        let change = site.office().list_change(published.edition()).await?;
        let now = site.community().now();
        let fresh = |judged: &&Judged| judged.change == change && judged.at <= now && now < judged.at.plus_seconds(KEPT_S);
        if let Some(judged) = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&key).filter(fresh) {
            return Ok(judged.clone());
        }
        let (office, bytes) = (site.office().clone(), published.json().to_vec());
        let verdict = site.when_free(async move { office.examine(Presented::new(bytes)).await }).await??;
        let judged = Judged { verdict: Arc::new(verdict), at: now, change };
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= MOST {
            kept.clear();
        }
        kept.insert(key, judged.clone());
        Ok(judged)
    }
}
