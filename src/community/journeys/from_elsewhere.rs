//! Signing in by another server: the way there, the way back, and who that is here.

use super::super::Community;
use super::signing_in::{Arrival, SignInError};
use crate::community::people::sign_in::Secret;
use crate::community::people::sign_in::attempt::{Answering, Awaited, NewAttempt, store as attempts};
use crate::community::people::sign_in::elsewhere::Remembered;
use crate::community::people::sign_in::elsewhere::wiki::WikiPerson;
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

    /// Signs in whom a wiki named; whoever comes for the first time gets an account.
    pub async fn sign_in_by_wiki(&self, person: &WikiPerson, from: Arrival<'_>) -> Result<Begun, SignInError> {
        match self.enter_by_wiki(person, from).await {
            // Twice at once for the first time: the other one made the account.
            Err(SignInError::Store(StoreError::Taken(_))) => self.enter_by_wiki(person, from).await,
            other => other,
        }
    }

    async fn enter_by_wiki(&self, person: &WikiPerson, from: Arrival<'_>) -> Result<Begun, SignInError> {
        let mut writing = self.database().writing().await?;
        let account = match store::find_central(writing.connection(), &person.central_id).await? {
            Some(account) => {
                store::follow_name(&mut writing, account, person.user_name.as_deref()).await?;
                account
            }
            None => self.welcome(&mut writing, person).await?,
        };
        let begun = self.enter(&mut writing, account, from, Proof::Wiki).await?;
        let _ = writing.commit().await?;
        Ok(begun)
    }

    /// Binds a wiki account to a person who is signed in.
    pub async fn bind_wiki(&self, account: AccountId, person: &WikiPerson) -> Result<(), SignInError> {
        let mut writing = self.database().writing().await?;
        match store::bind_central(&mut writing, account, &person.central_id, person.user_name.as_deref()).await {
            Err(StoreError::Taken(_) | StoreError::RowCount { .. }) => return Err(SignInError::Taken),
            other => other?,
        }
        log::append(&mut writing, Deed::about("account.bound", &account.to_string()), self.chance()).await?;
        let _ = writing.commit().await?;
        Ok(())
    }

    /// An account for somebody whom nobody here knows. A user name that stands here already, without
    /// its central id, is not theirs for that: names are given away again.
    async fn welcome(&self, writing: &mut Writing, person: &WikiPerson) -> Result<AccountId, StoreError> {
        let new = NewAccount {
            central_id: Some(person.central_id.clone()),
            user_name: person.user_name.clone(),
            display_name: None,
            affiliate: None,
            shown_as: ShownAs::UserName,
            // Not known to be an adult; they may say so.
            minor: Minor::Yes,
        };
        let id = self.chance().id();
        people::insert_account(writing, id, &new, self.now()).await?;
        log::append(writing, Deed::about("account.registered", &id.to_string()), self.chance()).await?;
        Ok(id)
    }
}
