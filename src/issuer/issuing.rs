//! Issuing: from nominations with every quorum to published badges, in two transactions.
//!
//! ```text
//! T1 record    count the quorum, draw slots, compose, write; commit
//!    lint      a copy, signed with throw-away keys, goes through every rule and our verifier
//!    sign      the stored payload, both forms, verified strictly
//! T2 publish   write the signed bytes and the mandates they give; commit
//! ```
//! One person is a batch of one. A batch that fails as a whole is replayed one by one, so that one
//! bad row never keeps others from their badge. Whatever interrupts it, asking again (or the next
//! start, [`Office::recover`]) finishes what was recorded with the same bytes: a nomination leads to
//! one credential at most.

use std::collections::HashMap;

use crate::community::attestation::{Eligible, NotEligible, Release, level_reached, release, store as attestations};
use crate::community::catalog::BadgeClass;
use crate::community::people::store as people;
use crate::platform::database::{StoreError, Writing};
use crate::platform::log::{self, Deed};
use crate::vocabulary::Timestamp;
use crate::vocabulary::ids::{CredentialId, NominationId};

use super::Office;
use super::credential::compose::Composition;
use super::credential::{Award, Draft, Findings, Prepared, Published, SignError, Slot, store};
use super::keys::NoActiveKey;
use super::slots;

/// Nominations in one pair of transactions: large enough that statements cost little a badge, small
/// enough that a writer beside it waits less than a second.
const BATCH: usize = 500;

/// Why a nomination did not lead to a badge.
#[derive(Debug, thiserror::Error)]
pub enum IssueError {
    /// Something is missing.
    #[error(transparent)]
    NotEligible(#[from] NotEligible),
    /// This server has no such issuer.
    #[error("this server has no issuer {0:?}")]
    NoIssuer(String),
    /// The version may not be issued any more.
    #[error("version {version} of {slug} may not be issued since {}", until.date())]
    Outdated {
        /// Slug.
        slug: String,
        /// Version.
        version: String,
        /// The last instant at which it could be.
        until: Timestamp,
    },
    /// Sealed, or no active key.
    #[error(transparent)]
    Keys(#[from] NoActiveKey),
    /// The document could not be written down.
    #[error("the credential could not be written: {0}")]
    Compose(#[from] serde_json::Error),
    /// The badge would break a rule; its slot is burned and the nomination is open again.
    #[error(transparent)]
    Lint(#[from] Findings),
    /// Recorded, but it could not be signed; it is finished when the cause is gone.
    #[error("recorded, but not signed: {0}")]
    Sign(#[from] SignError),
    /// The store failed. What was recorded is finished later, nothing is issued twice.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Recorded by somebody else at this moment; ask again.
    #[error("this badge is being issued right now: look again in a moment")]
    InProgress,
    /// A worker thread ended early.
    #[error("the work was interrupted; what was recorded is finished later")]
    Interrupted,
}

/// What T1 made of one nomination.
enum Outcome {
    Recorded(Box<Prepared>),
    Before(CredentialId),
    Refused(IssueError),
}

impl Office {
    /// Issues a badge for each nomination; the results are in the same order. Asking again gives
    /// the same badges.
    pub async fn issue(&self, nominations: &[NominationId]) -> Vec<Result<Published, IssueError>> {
        let mut results = Vec::with_capacity(nominations.len());
        for batch in nominations.chunks(BATCH) {
            match self.record(batch).await {
                Ok(outcomes) => results.extend(self.publish_outcomes(outcomes).await),
                Err(_) if batch.len() > 1 => {
                    for one in batch {
                        results.extend(self.issue_one(*one).await);
                    }
                }
                Err(error) => results.push(Err(error)),
            }
        }
        results
    }

    async fn issue_one(&self, nomination: NominationId) -> Vec<Result<Published, IssueError>> {
        match self.record(&[nomination]).await {
            Ok(outcomes) => self.publish_outcomes(outcomes).await,
            Err(error) => vec![Err(error)],
        }
    }

    /// T1.
    async fn record(&self, nominations: &[NominationId]) -> Result<Vec<Outcome>, IssueError> {
        let mut writing = self.community.database().writing().await?;
        let now = self.community.now().whole_second();
        let counted = attestations::count_eligible(&mut writing, nominations, self.community.catalog()).await?;
        let known = store::credentials_of(writing.connection(), nominations).await?;
        let releases = release::store::releases(writing.connection(), nominations, 1).await?;
        let mut outcomes: Vec<Option<Outcome>> = Vec::with_capacity(nominations.len());
        let mut eligible: Vec<(usize, Eligible)> = Vec::new();
        for (place, (id, counted)) in nominations.iter().zip(counted).enumerate() {
            outcomes.push(match (counted, known.get(id)) {
                (Ok(one), None) => match self.may_issue(&one, now) {
                    Ok(()) => {
                        eligible.push((place, one));
                        None
                    }
                    Err(error) => Some(Outcome::Refused(error)),
                },
                (_, Some(credential)) => Some(Outcome::Before(*credential)),
                (Err(reason), None) => Some(Outcome::Refused(reason.into())),
            });
        }
        let drafts = self.draft(&mut writing, eligible, &releases, now).await?;
        let (places, drafts): (Vec<usize>, Vec<Draft>) = drafts.into_iter().unzip();
        let recorded = self.write_recorded(&mut writing, drafts).await?;
        let proof = writing.commit().await?;
        for (place, recorded) in places.into_iter().zip(recorded) {
            outcomes[place] = Some(Outcome::Recorded(Box::new(recorded.committed(&proof))));
        }
        Ok(outcomes.into_iter().map(|o| o.unwrap_or(Outcome::Refused(IssueError::Interrupted))).collect())
    }

    /// Writes drafts and their log entries.
    pub(super) async fn write_recorded(
        &self,
        writing: &mut Writing,
        drafts: Vec<Draft>,
    ) -> Result<Vec<super::credential::Recorded>, StoreError> {
        let subjects: Vec<(String, Vec<u8>)> = drafts.iter().map(|d| (d.edition.award.credential.to_string(), d.payload.clone())).collect();
        let recorded = store::record(writing, drafts).await?;
        let deeds: Vec<Deed<'_>> =
            subjects.iter().map(|(subject, payload)| Deed { kind: "edition.recorded", subject: Some(subject), object: payload }).collect();
        log::append_all(writing, &deeds, self.community.chance()).await?;
        Ok(recorded)
    }

    fn may_issue(&self, eligible: &Eligible, now: Timestamp) -> Result<(), IssueError> {
        let nomination = eligible.nomination();
        self.issuer(nomination.issuer())?;
        let class = self.community.catalog().class_version(nomination.slug(), nomination.version());
        match class.and_then(BadgeClass::issue_until) {
            Some(until) if now > until => {
                Err(IssueError::Outdated { slug: nomination.slug().to_owned(), version: nomination.version().to_owned(), until })
            }
            Some(_) | None => Ok(()),
        }
    }

    /// Fixes every input of each award: ids, slot, instants, bytes.
    async fn draft(
        &self,
        writing: &mut Writing,
        eligible: Vec<(usize, Eligible)>,
        releases: &HashMap<NominationId, Release>,
        now: Timestamp,
    ) -> Result<Vec<(usize, Draft)>, IssueError> {
        let mut of_issuer: HashMap<String, usize> = HashMap::new();
        for (_, one) in &eligible {
            *of_issuer.entry(one.nomination().issuer().to_owned()).or_default() += 1;
        }
        let mut slots: HashMap<String, Vec<Slot>> = HashMap::new();
        for (issuer, count) in of_issuer {
            let drawn = slots::draw(writing, &issuer, self.epoch, count, self.community.chance(), now).await?;
            slots.insert(issuer, drawn);
        }
        let holders = people::user_names(writing.connection(), eligible.iter().map(|(_, e)| e.nomination().holder())).await?;
        let nothing = Release::nothing();
        let mut drafts = Vec::with_capacity(eligible.len());
        for (place, one) in eligible {
            let nomination = one.nomination();
            let slot = slots.get_mut(nomination.issuer()).and_then(Vec::pop).ok_or(IssueError::Interrupted)?;
            let release = releases.get(&nomination.id()).unwrap_or(&nothing);
            let user_name = holders.get(&nomination.holder()).map(String::as_str);
            drafts.push((place, self.draft_first(&one, slot, release, user_name, now)?));
        }
        Ok(drafts)
    }

    fn draft_first(
        &self,
        eligible: &Eligible,
        slot: Slot,
        release: &Release,
        user_name: Option<&str>,
        now: Timestamp,
    ) -> Result<Draft, IssueError> {
        let nomination = eligible.nomination();
        let missing = || NotEligible::NoClass(format!("{} {}", nomination.slug(), nomination.version()));
        let class = self.community.catalog().class_version(nomination.slug(), nomination.version()).ok_or_else(missing)?;
        let chance = self.community.chance();
        let award = Award {
            credential: chance.id(),
            nomination: nomination.id(),
            holder: nomination.holder(),
            issuer: nomination.issuer().to_owned(),
            slug: nomination.slug().to_owned(),
            version: nomination.version().to_owned(),
            level: level_reached(class, eligible.attestations()).map(|level| level.id().to_owned()),
            subject: format!("urn:uuid:{}", uuid::Builder::from_random_bytes(chance.bytes()).into_uuid()),
            awarded_at: now,
            valid_until: class.validity_months().map(|months| now.plus_months(months)),
            epoch: self.epoch,
        };
        let issuer = self.issuer(&award.issuer)?;
        let composition = Composition {
            award: &award,
            class,
            language: nomination.language(),
            issuer,
            owner: self.owner()?,
            release,
            user_name,
            attestations: eligible.attestations(),
            slot: &slot,
            valid_from: now,
            addresses: &self.addresses,
        };
        let payload = composition.payload()?;
        self.draft_edition(award, 1, slot, payload, now)
    }

    /// Lints, signs and publishes what T1 recorded, and answers for the rest.
    async fn publish_outcomes(&self, outcomes: Vec<Outcome>) -> Vec<Result<Published, IssueError>> {
        let mut recorded = Vec::new();
        let mut before = Vec::new();
        let mut wanted = Vec::with_capacity(outcomes.len());
        for outcome in outcomes {
            wanted.push(match outcome {
                Outcome::Recorded(one) => {
                    let id = one.edition().award().credential();
                    recorded.push(*one);
                    Ok(id)
                }
                Outcome::Before(id) => {
                    before.push(id);
                    Ok(id)
                }
                Outcome::Refused(error) => Err(error),
            });
        }
        let ids: Vec<CredentialId> = wanted.iter().flatten().copied().collect();
        match self.finish_and_read(recorded, &before, &ids).await {
            Ok((mut published, mut failed)) => {
                let mut answer = |id| match (published.remove(&id), failed.remove(&id)) {
                    (Some(published), _) => Ok(published),
                    (None, Some(error)) => Err(error),
                    (None, None) => Err(IssueError::InProgress),
                };
                wanted.into_iter().map(|one| one.and_then(&mut answer)).collect()
            }
            Err(error) => {
                let unavailable = |_| Err(IssueError::Store(StoreError::Unavailable(error.to_string())));
                wanted.into_iter().map(|one| one.and_then(unavailable)).collect()
            }
        }
    }

    async fn finish_and_read(
        &self,
        mut recorded: Vec<Prepared>,
        before: &[CredentialId],
        wanted: &[CredentialId],
    ) -> Result<(HashMap<CredentialId, Published>, HashMap<CredentialId, IssueError>), StoreError> {
        recorded.extend(self.unfinished(before).await?);
        let failed = self.finish(recorded).await;
        Ok((self.published(wanted).await?, failed))
    }
}
