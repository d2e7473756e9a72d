//! Making passkeys, signing in with them, naming and removing them.

use super::super::Community;
use super::signing_in::{Arrival, SignInError};
use crate::community::people::Account;
use crate::community::people::sign_in::attempt::{Answering, Awaited, NewAttempt, store as attempts};
use crate::community::people::sign_in::passkey::ceremony::{CeremonyFault, Question, RelyingParty};
use crate::community::people::sign_in::passkey::{MOST, PasskeyLine, store};
use crate::community::people::sign_in::session::{Begun, Proof};
use crate::community::people::sign_in::slip;
use crate::community::people::sign_in::{Secret, identity};
use crate::platform::database::StoreError;
use crate::platform::log::{self, Deed};
use crate::vocabulary::ids::{AccountId, PasskeyId};

/// A question for a browser's authenticator.
#[derive(Debug)]
pub struct Asked {
    /// Comes back with the answer.
    pub state: Secret,
    /// JSON for `navigator.credentials`.
    pub options: String,
}

/// Which ways in a person has besides passkeys, as the installation is set up.
#[derive(Debug, Clone, Copy)]
pub struct OtherWays<'a> {
    /// People sign in by a wiki.
    pub wiki: bool,
    /// The other providers by name.
    pub providers: &'a [String],
}

impl Community {
    /// Asks whoever sits before `browser` to show a passkey.
    pub async fn ask_for_passkey(&self, party: &RelyingParty, browser: &Secret) -> Result<Asked, SignInError> {
        self.wait_for(Awaited::Passkey, None, browser, party.ask_who()?).await
    }

    /// Signs in whoever showed a passkey.
    pub async fn sign_in_by_passkey(
        &self,
        party: &RelyingParty,
        answering: Answering<'_>,
        answer: &str,
        from: Arrival<'_>,
    ) -> Result<Begun, SignInError> {
        let mut writing = self.database().writing().await?;
        let attempt = attempts::take(&mut writing, Awaited::Passkey, answering).await?.ok_or(SignInError::NoAttempt)?;
        let judged = async {
            let claim = party.read_claim(answer)?;
            let found = store::find_key(&mut writing, claim.account, &claim.credential_id).await?;
            let (id, key) = found.ok_or(SignInError::NoPasskey)?;
            let used = party.judge_claim(&attempt.memory, &claim, &key)?;
            store::note_used(&mut writing, id, &used, self.now()).await?;
            self.enter(&mut writing, claim.account, from, Proof::Passkey).await
        };
        let begun = judged.await;
        // A wrong answer uses the question up as well: a challenge is never tried twice.
        if begun.is_ok() || !matches!(begun, Err(SignInError::Store(_))) {
            let _ = writing.commit().await?;
        }
        begun
    }

    /// Asks for a new passkey for a person who is signed in.
    pub async fn ask_to_make_passkey(&self, party: &RelyingParty, account: &Account, browser: &Secret) -> Result<Asked, SignInError> {
        let known = store::credential_ids(self.database().snapshot().await?.connection(), account.id()).await?;
        if known.len() >= MOST {
            return Err(SignInError::TooMany);
        }
        let id = account.id().to_string();
        let name = account.user_name().or(account.display_name()).unwrap_or(&id);
        self.wait_for(Awaited::NewPasskey, Some(account.id()), browser, party.ask_to_make(account.id(), name, known)?).await
    }

    /// Keeps a passkey that was made for `account`.
    pub async fn keep_passkey(
        &self,
        party: &RelyingParty,
        answering: Answering<'_>,
        account: AccountId,
        answer: &str,
        name: &str,
    ) -> Result<PasskeyId, SignInError> {
        let mut writing = self.database().writing().await?;
        let attempt = attempts::take(&mut writing, Awaited::NewPasskey, answering).await?;
        let attempt = attempt.filter(|attempt| attempt.account == Some(account)).ok_or(SignInError::NoAttempt)?;
        let made = match party.judge_made(&attempt.memory, answer) {
            Ok(made) => made,
            Err(fault) => {
                let _ = writing.commit().await?;
                return Err(fault.into());
            }
        };
        store::hold(&mut writing, account).await?;
        let id = self.chance().id();
        match store::insert(&mut writing, id, account, name, &made, self.now()).await {
            Err(StoreError::Taken(_)) => return Err(SignInError::Taken),
            other => other?,
        }
        log::append(&mut writing, Deed::about("passkey.added", &account.to_string()), self.chance()).await?;
        let _ = writing.commit().await?;
        Ok(id)
    }

    /// The passkeys of a person, oldest first.
    pub async fn passkeys(&self, account: AccountId) -> Result<Vec<PasskeyLine>, StoreError> {
        store::of_account(self.database().snapshot().await?.connection(), account).await
    }

    /// Gives a passkey another name. One that is gone is no mistake.
    pub async fn rename_passkey(&self, account: AccountId, id: PasskeyId, name: &str) -> Result<(), StoreError> {
        let mut writing = self.database().writing().await?;
        store::rename(&mut writing, account, id, name).await?;
        let _ = writing.commit().await?;
        Ok(())
    }

    /// Removes a passkey, unless nothing else lets its owner in. One that is gone is no mistake.
    pub async fn remove_passkey(&self, account: AccountId, id: PasskeyId, others: OtherWays<'_>) -> Result<(), SignInError> {
        let mut writing = self.database().writing().await?;
        store::hold(&mut writing, account).await?;
        if !store::remove(&mut writing, account, id).await? {
            return Ok(());
        }
        let left = !store::credential_ids(writing.connection(), account).await?.is_empty();
        let known = identity::store::providers_of(writing.connection(), account).await?;
        let person = crate::community::people::store::find_account(writing.connection(), account).await?;
        let wiki = others.wiki && person.is_some_and(|person| person.central_id().is_some());
        let slips = slip::store::of_account(writing.connection(), account).await?;
        let slip = slips.iter().any(|slip| slip.has_pin() && slip.is_good(self.now()));
        if !left && !wiki && !slip && !known.iter().any(|name| others.providers.contains(name)) {
            return Err(SignInError::LastWay);
        }
        log::append(&mut writing, Deed::about("passkey.removed", &account.to_string()), self.chance()).await?;
        let _ = writing.commit().await?;
        Ok(())
    }

    async fn wait_for(
        &self,
        awaited: Awaited,
        account: Option<AccountId>,
        browser: &Secret,
        question: Question,
    ) -> Result<Asked, SignInError> {
        let state = Secret::new(self.chance());
        let new = NewAttempt { state: state.digest(), browser: browser.digest(), awaited, account, memory: &question.memory };
        let mut writing = self.database().writing().await?;
        attempts::insert(&mut writing, &new, self.now()).await?;
        let _ = writing.commit().await?;
        Ok(Asked { state, options: question.options })
    }
}

impl SignInError {
    /// Whether it is worth counting against whoever tried: what a stranger who guesses would get.
    pub const fn is_refusal(&self) -> bool {
        match self {
            Self::NoInvitation
            | Self::NoAttempt
            | Self::NoPasskey
            | Self::Ceremony(CeremonyFault::Refused(_) | CeremonyFault::Copied | CeremonyFault::Unreadable) => true,
            Self::NoAccount(_)
            | Self::Taken
            | Self::LastWay
            | Self::TooMany
            | Self::Ceremony(CeremonyFault::Place(_) | CeremonyFault::Stored)
            | Self::Store(_) => false,
        }
    }
}
