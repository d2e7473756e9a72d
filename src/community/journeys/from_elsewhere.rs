//! Signing in by another server: the way there, the way back, and who that is here.

use super::super::Community;
use super::signing_in::{Arrival, SignInError};
use crate::community::people::sign_in::Secret;
use crate::community::people::sign_in::attempt::{Answering, Awaited, NewAttempt, store as attempts};
use crate::community::people::sign_in::elsewhere::{Named, Remembered};
use crate::community::people::sign_in::identity::store;
use crate::community::people::sign_in::session::{Begun, Proof};
use crate::community::people::{Minor, NewAccount, ShownAs, store as people};
use crate::platform::database::{StoreError, Writing};
use crate::platform::log::{self, Deed};
use crate::vocabulary::ids::AccountId;

/// A browser that came back.
#[derive(Debug)]
pub struct Returned {
    /// What was remembered of the way there.
    pub remembered: Remembered,
    /// Whose new way in it is; `None`: somebody signs in.
    pub account: Option<AccountId>,
}

impl Community {
    /// Remembers that a browser was sent to another server; for `account`, or to sign in. Gives the
    /// state that has to come back.
    pub async fn send_elsewhere(
        &self,
        awaited: Awaited,
        account: Option<AccountId>,
        browser: &Secret,
        remembered: &Remembered,
    ) -> Result<Secret, StoreError> {
        let state = Secret::new(self.chance());
        let memory = remembered.written();
        let new = NewAttempt { state: state.digest(), browser: browser.digest(), awaited, account, memory: &memory };
        let mut writing = self.database().writing().await?;
        attempts::insert(&mut writing, &new, self.now()).await?;
        let _ = writing.commit().await?;
        Ok(state)
    }

    /// Hears a browser that came back, once.
    pub async fn return_from(&self, awaited: Awaited, answering: Answering<'_>) -> Result<Returned, SignInError> {
        let mut writing = self.database().writing().await?;
        let attempt = attempts::take(&mut writing, awaited, answering).await?.ok_or(SignInError::NoAttempt)?;
        let _ = writing.commit().await?;
        let remembered = Remembered::read(&attempt.memory).ok_or(SignInError::NoAttempt)?;
        Ok(Returned { remembered, account: attempt.account })
    }

    /// Signs in whom another server named; whoever comes for the first time gets an account.
    pub async fn sign_in_elsewhere(&self, person: &Named, from: Arrival<'_>) -> Result<Begun, SignInError> {
        match self.enter_from(person, from).await {
            // Twice at once for the first time: the other one made the account.
            Err(SignInError::Store(StoreError::Taken(_))) => self.enter_from(person, from).await,
            other => other,
        }
    }

    async fn enter_from(&self, named: &Named, from: Arrival<'_>) -> Result<Begun, SignInError> {
        let mut writing = self.database().writing().await?;
        let (account, proof) = match named {
            Named::ByWiki(person) => match store::find_central(writing.connection(), &person.central_id).await? {
                Some(account) => {
                    store::follow_name(&mut writing, account, person.user_name.as_deref()).await?;
                    (account, Proof::Wiki)
                }
                None => (self.welcome(&mut writing, named).await?, Proof::Wiki),
            },
            Named::ByProvider { provider, person } => match store::find(writing.connection(), provider, &person.subject).await? {
                Some(account) => (account, Proof::Provider),
                None => {
                    let account = self.welcome(&mut writing, named).await?;
                    store::insert(&mut writing, provider, &person.subject, account, self.now()).await?;
                    (account, Proof::Provider)
                }
            },
        };
        let begun = self.enter(&mut writing, account, from, proof).await?;
        let _ = writing.commit().await?;
        Ok(begun)
    }

    /// Binds an account elsewhere to a person who is signed in.
    pub async fn bind_elsewhere(&self, account: AccountId, named: &Named) -> Result<(), SignInError> {
        let mut writing = self.database().writing().await?;
        let bound = match named {
            Named::ByWiki(person) => store::bind_central(&mut writing, account, &person.central_id, person.user_name.as_deref()).await,
            Named::ByProvider { provider, person } => match store::find(writing.connection(), provider, &person.subject).await? {
                Some(known) if known == account => Ok(()),
                Some(_) => return Err(SignInError::Taken),
                None => store::insert(&mut writing, provider, &person.subject, account, self.now()).await,
            },
        };
        match bound {
            Err(StoreError::Taken(_) | StoreError::RowCount { .. }) => return Err(SignInError::Taken),
            other => other?,
        }
        log::append(&mut writing, Deed::about("account.bound", &account.to_string()), self.chance()).await?;
        let _ = writing.commit().await?;
        Ok(())
    }

    /// The providers at which a person is known.
    pub async fn providers_of(&self, account: AccountId) -> Result<Vec<String>, StoreError> {
        store::providers_of(self.database().snapshot().await?.connection(), account).await
    }

    /// An account for somebody whom nobody here knows. A name that stands here already, without its
    /// id, is not theirs for that: names are given away again.
    async fn welcome(&self, writing: &mut Writing, named: &Named) -> Result<AccountId, StoreError> {
        let (central_id, user_name, display_name, shown_as) = match named {
            Named::ByWiki(person) => (Some(person.central_id.clone()), person.user_name.clone(), None, ShownAs::UserName),
            Named::ByProvider { person, .. } => (None, None, person.name.clone(), ShownAs::Name),
        };
        // Not known to be an adult; they may say so.
        let new = NewAccount { central_id, user_name, display_name, affiliate: None, shown_as, minor: Minor::Yes };
        let id = self.chance().id();
        people::insert_account(writing, id, &new, self.now()).await?;
        log::append(writing, Deed::about("account.registered", &id.to_string()), self.chance()).await?;
        Ok(id)
    }
}
