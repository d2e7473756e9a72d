//! Finishing what was recorded: lint, sign, publish. One path for first editions, corrections, and
//! what a crash left behind.

use std::collections::HashMap;

use crate::community::notices;
use crate::community::people::Basis;
use crate::community::people::store::{self as people, NewMandate};
use crate::platform::database::{StoreError, Writing};
use crate::platform::log::{self, Deed};
use crate::vocabulary::Timestamp;
use crate::vocabulary::ids::CredentialId;

use super::credential::{Prepared, SignError, Signed, store};
use super::{IssueError, Office};

/// How long a mandate lasts that a badge without end gives: as long as anybody will ask.
const NO_END_MONTHS: u16 = 1200;

impl Office {
    /// Lints, signs and publishes. What fails is told by credential; everything else is published
    /// when this returns.
    pub(super) async fn finish(&self, prepared: Vec<Prepared>) -> HashMap<CredentialId, IssueError> {
        let mut failed = HashMap::new();
        if prepared.is_empty() {
            return failed;
        }
        let ids: Vec<CredentialId> = prepared.iter().map(|p| p.edition().award().credential()).collect();
        let mut signed = Vec::with_capacity(prepared.len());
        for (id, outcome) in self.lint_and_sign(prepared).await {
            match outcome {
                Ok(one) => signed.push(one),
                Err(error) => {
                    self.cancel_if_unfit(id, &error).await;
                    failed.insert(id, error);
                }
            }
        }
        if let Err(error) = self.publish(&signed).await {
            // Unknown, or somebody else was first: the caller reads again by id. Whatever is not
            // published then is still recorded, and finished later.
            tracing::warn!(%error, badges = ids.len(), "publishing did not go through at once");
            if signed.len() > 1 {
                self.publish_one_by_one(&signed).await;
            }
        }
        failed
    }

    /// On worker threads, as many at a time as there are processors: a millisecond of arithmetic a
    /// badge does not belong on the threads that answer requests.
    async fn lint_and_sign(&self, prepared: Vec<Prepared>) -> Vec<(CredentialId, Result<Signed, IssueError>)> {
        let workers = std::thread::available_parallelism().map_or(1, usize::from);
        let share = prepared.len().div_ceil(workers).max(1);
        let mut rest = prepared.into_iter().peekable();
        let mut tasks = Vec::with_capacity(workers);
        while rest.peek().is_some() {
            let part: Vec<Prepared> = rest.by_ref().take(share).collect();
            let ids: Vec<CredentialId> = part.iter().map(|p| p.edition().award().credential()).collect();
            let office = self.clone();
            tasks.push((
                ids,
                tokio::task::spawn_blocking(move || part.into_iter().map(|one| office.lint_and_sign_one(one)).collect::<Vec<_>>()),
            ));
        }
        let mut outcomes = Vec::new();
        for (ids, task) in tasks {
            match task.await {
                Ok(done) => outcomes.extend(ids.into_iter().zip(done)),
                Err(_) => outcomes.extend(ids.into_iter().map(|id| (id, Err(IssueError::Interrupted)))),
            }
        }
        outcomes
    }

    fn lint_and_sign_one(&self, prepared: Prepared) -> Result<Signed, IssueError> {
        let ring = self.ring(prepared.edition().award.issuer())?;
        let linted = prepared.lint(&self.judge)?;
        Ok(linted.sign(&ring.active_keys()?)?)
    }

    /// T2. The log comes last, because every other writer waits for its head.
    async fn publish(&self, signed: &[Signed]) -> Result<(), StoreError> {
        if signed.is_empty() {
            return Ok(());
        }
        let mut writing = self.community.database().writing().await?;
        let now = self.community.now();
        store::publish(&mut writing, signed, now).await?;
        for one in signed.iter().filter(|s| s.edition().number == 1) {
            self.write_mandates(&mut writing, one, now).await?;
        }
        self.tell_holders(&mut writing, signed, now).await?;
        let subjects: Vec<(String, &Signed)> = signed.iter().map(|s| (s.edition().award.credential.to_string(), s)).collect();
        let deeds: Vec<Deed<'_>> =
            subjects.iter().map(|(subject, one)| Deed { kind: "edition.published", subject: Some(subject), object: one.json() }).collect();
        log::append_all(&mut writing, &deeds, self.community.chance()).await?;
        let _ = writing.commit().await?;
        Ok(())
    }

    async fn tell_holders(&self, writing: &mut Writing, signed: &[Signed], now: Timestamp) -> Result<(), StoreError> {
        let (first, later): (Vec<&Signed>, Vec<&Signed>) = signed.iter().partition(|one| one.edition().number == 1);
        for (kind, some) in [(notices::Kind::Issued, first), (notices::Kind::BadgeChanged, later)] {
            let whom: Vec<_> = some.iter().map(|one| (one.edition().award.holder, one.edition().award.credential)).collect();
            notices::tell_all(writing, kind, &whom, now, self.community.chance()).await?;
        }
        Ok(())
    }

    async fn publish_one_by_one(&self, signed: &[Signed]) {
        for one in signed {
            if let Err(error) = self.publish(std::slice::from_ref(one)).await {
                tracing::warn!(%error, credential = %one.edition().award.credential, "recorded, not yet published");
            }
        }
    }

    /// A trainer badge gives its holder mandates for the classes it names, until it ends.
    async fn write_mandates(&self, writing: &mut Writing, signed: &Signed, now: Timestamp) -> Result<(), StoreError> {
        let award = &signed.edition().award;
        let Some(class) = self.community.catalog().class_version(&award.slug, &award.version) else { return Ok(()) };
        if class.grants_mandates_for().is_empty() {
            return Ok(());
        }
        let holder = people::find_account(writing.connection(), award.holder).await?;
        let affiliate = holder.as_ref().and_then(|h| h.affiliate()).unwrap_or(&award.issuer).to_owned();
        let mandate = NewMandate {
            id: self.community.chance().id(),
            account: award.holder,
            affiliate: &affiliate,
            classes: class.grants_mandates_for(),
            starts_at: now,
            ends_at: award.valid_until.unwrap_or_else(|| now.plus_months(NO_END_MONTHS)),
            basis: &Basis::Badge { credential: award.credential },
        };
        people::insert_mandate(writing, &mandate, now).await
    }

    /// A payload that breaks a rule breaks it again at every try, and keys that were replaced do not
    /// come back: the edition is cancelled, so that the nomination can be issued anew.
    async fn cancel_if_unfit(&self, id: CredentialId, error: &IssueError) {
        if !matches!(error, IssueError::Lint(_) | IssueError::Sign(SignError::OtherKeys { .. })) {
            return;
        }
        tracing::error!(credential = %id, %error, "an edition was refused by lint and is cancelled");
        if let Err(error) = self.cancel(&[id]).await {
            tracing::error!(credential = %id, %error, "the refused edition could not be cancelled");
        }
    }
}
