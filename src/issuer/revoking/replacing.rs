//! Replacing: a badge of the wrong class goes, and one of the right class takes its place.
//!
//! No fault of the holder, so nothing says "revoked": the slot says `superseded`, as that of an edition that was
//! corrected does. It is asked for and confirmed as any revocation is, by the same two people. No word is carried
//! over from one class to another: the right badge is attested and issued like every other, and until it is,
//! nothing says that it was. If it never is, because its nomination was withdrawn, the wrong one reads as revoked.

use super::super::Office;
use super::super::credential::store as credentials;
use super::{RevocationReason, RevokeError, require_living, store};
use crate::community::attestation::{Nomination, NominationState, store as attestations};
use crate::platform::database::{StoreError, Writing};
use crate::verifier::Replacement;
use crate::vocabulary::ids::{AccountId, CredentialId, NominationId, RequestId};

/// How far the badge is that takes another one's place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Successor {
    /// It is put forward, and attested or made now.
    Coming,
    /// It is published.
    Issued(CredentialId),
    /// It was published, and its holder had it erased.
    Erased,
    /// Its nomination was withdrawn: nothing takes the place.
    FellAway,
}

impl Office {
    /// Asks for a badge of the wrong class to go, and for the one that comes of `right` to take its place.
    ///
    /// # Errors
    /// [`RevokeError::NotTheRightOne`] unless that is of another class, of the same person, from the same
    /// training, and neither withdrawn nor revoked; else as [`Office::ask_revocation`].
    pub async fn ask_replacement(&self, wrong: CredentialId, right: NominationId, by: AccountId) -> Result<RequestId, RevokeError> {
        let mut writing = self.community.database().writing().await?;
        require_living(&mut writing, wrong).await?;
        self.require_entitled(&mut writing, wrong, by).await?;
        let award = credentials::find_award(writing.connection(), wrong).await?.ok_or(RevokeError::NoCredential(wrong))?;
        let mut known = attestations::nominations(writing.connection(), &[award.nomination, right]).await?;
        let (Some(before), Some(after)) = (known.remove(&award.nomination), known.remove(&right)) else {
            return Err(RevokeError::NotTheRightOne);
        };
        if !fits(&before, &after) || require_right(&mut writing, right).await.is_err() {
            return Err(RevokeError::NotTheRightOne);
        }
        let request = self.write_request(&mut writing, wrong, RevocationReason::Error, "", by).await?;
        store::insert_replacement(&mut writing, request, right).await?;
        let _ = writing.commit().await?;
        Ok(request)
    }

    /// What takes the place of a badge that two people agreed was of the wrong class; `None` for any other.
    pub async fn successor(&self, replaced: CredentialId) -> Result<Option<Successor>, StoreError> {
        store::successor(self.community.database().snapshot().await?.connection(), replaced).await
    }

    /// What may be told of what takes a badge's place; `None`: nothing does. The address of the other badge is
    /// told only where its holder keeps nothing of it back: two badges need not be known to be one person's.
    pub async fn replacement_told(&self, replaced: CredentialId) -> Result<Option<Replacement>, StoreError> {
        Ok(match self.successor(replaced).await? {
            None | Some(Successor::FellAway) => None,
            Some(Successor::Coming) => Some(Replacement::Coming),
            Some(Successor::Erased) => Some(Replacement::Badge(None)),
            Some(Successor::Issued(badge)) => {
                let whole = self.community.offered(badge).await?.files().is_shown();
                Some(Replacement::Badge(whole.then(|| self.addresses.credential(badge))))
            }
        })
    }
}

fn fits(wrong: &Nomination, right: &Nomination) -> bool {
    let together = wrong.training().is_some() && wrong.training() == right.training();
    together && wrong.holder() == right.holder() && wrong.slug() != right.slug()
}

/// Whether a badge can come, or came, of a nomination, and still stands.
pub(super) async fn require_right(writing: &mut Writing, right: NominationId) -> Result<(), RevokeError> {
    attestations::lock_nomination(writing, right).await?;
    let badge = credentials::credentials_of(writing.connection(), &[right]).await?.remove(&right);
    let stands = match badge {
        Some(badge) => require_living(writing, badge).await.is_ok(),
        None => {
            let found = attestations::nominations(writing.connection(), &[right]).await?.remove(&right);
            found.is_some_and(|nomination| nomination.state() == NominationState::Open)
        }
    };
    if stands { Ok(()) } else { Err(RevokeError::FellAway) }
}
