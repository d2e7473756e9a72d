//! Sessions and the ways into them: one-time links, and ending what was begun.

use super::super::Community;
use crate::community::notices::store as notices;
use crate::community::people::appointment::store as appointments;
use crate::community::people::sign_in::Secret;
use crate::community::people::sign_in::invitation::{Invitation, NewInvitation, store as invitations};
use crate::community::people::sign_in::session::{Begun, Device, NewSession, Proof, Session, SessionLine, store as sessions};
use crate::community::people::store as people;
use crate::platform::database::{StoreError, Writing};
use crate::platform::log::{self, Deed};
use crate::vocabulary::ids::{AccountId, SessionId};

/// Why nobody was signed in.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// No such link: used, replaced, too old, or never made.
    #[error("this link does not work any more: it was used, it is older than 14 days, or a newer one was made")]
    NoInvitation,
    /// The answer came too late, twice, or from another browser.
    #[error("this took too long, or was answered already: begin again")]
    NoAttempt,
    /// Nobody has that passkey.
    #[error("nobody here has this passkey: it may have been removed")]
    NoPasskey,
    /// No such person.
    #[error("there is no account {0}")]
    NoAccount(AccountId),
    /// Somebody else has it.
    #[error("this belongs to another person here already")]
    Taken,
    /// Nothing would be left.
    #[error("this is the only way in: add another one first")]
    LastWay,
    /// More than anybody needs.
    #[error("there are twenty passkeys already: remove one first")]
    TooMany,
    /// The passkey said no.
    #[error(transparent)]
    Ceremony(#[from] crate::community::people::sign_in::passkey::ceremony::CeremonyFault),
    /// The store said no.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// From where somebody signs in.
#[derive(Debug, Clone, Copy)]
pub struct Arrival<'a> {
    /// System and browser in a few words.
    pub device: &'a str,
    /// Whose it is.
    pub whose: Device,
    /// The session of this browser until now: it ends, or, if it is the same person's, is renewed.
    pub before: Option<&'a Session>,
}

impl Community {
    /// Makes a one-time link for a person; an older one of theirs is dead from now on.
    pub async fn invite(&self, account: AccountId) -> Result<Invitation, SignInError> {
        let (new, secret) = NewInvitation::make(self.chance(), account, self.now());
        let mut writing = self.database().writing().await?;
        let person = people::find_account(writing.connection(), account).await?.ok_or(SignInError::NoAccount(account))?;
        invitations::replace(&mut writing, &new).await?;
        log::append(&mut writing, Deed::about("invitation.made", &account.to_string()), self.chance()).await?;
        let _ = writing.commit().await?;
        Ok(Invitation { secret, account: person, expires_at: new.expires_at })
    }

    /// Whom a link would sign in. Nothing is used up.
    pub async fn invited(&self, token: &Secret) -> Result<Option<crate::community::people::Account>, StoreError> {
        let mut snapshot = self.database().snapshot().await?;
        match invitations::find(snapshot.connection(), token.digest(), self.now()).await? {
            Some(account) => people::find_account(snapshot.connection(), account).await,
            None => Ok(None),
        }
    }

    /// Uses a link up, and signs in whom it was made for, in the browser that holds `browser`. Whoever taps twice there
    /// is in by the first tap: the answer to that one may never be seen, so the second is answered alike.
    pub async fn accept_invitation(&self, token: &Secret, browser: &Secret, from: Arrival<'_>) -> Result<Begun, SignInError> {
        let secret = browser.entered_by(token);
        let mut writing = self.database().writing().await?;
        let Some(account) = invitations::take(&mut writing, token.digest(), self.now()).await? else {
            drop(writing);
            return self.entered_just_now(secret).await;
        };
        log::append(&mut writing, Deed::about("invitation.used", &account.to_string()), self.chance()).await?;
        let begun = self.enter_with(secret, &mut writing, account, from, Proof::Link).await?;
        let _ = writing.commit().await?;
        Ok(begun)
    }

    /// What this secret of a link opened a moment ago.
    async fn entered_just_now(&self, secret: Secret) -> Result<Begun, SignInError> {
        let now = self.now();
        let found = self.session(&secret).await?.filter(|session| session.line().entered_just_now(Proof::Link, now));
        let line = found.ok_or(SignInError::NoInvitation)?.line;
        Ok(line.opened_by(secret, now))
    }

    /// Who is signed in with this secret: nobody, if it opens nothing or the session is over.
    pub async fn session(&self, secret: &Secret) -> Result<Option<Session>, StoreError> {
        let now = self.now();
        let mut snapshot = self.database().snapshot().await?;
        let found = sessions::find(snapshot.connection(), secret.digest()).await?;
        let Some((id, line)) = found.filter(|(_, line)| line.is_alive(now)) else { return Ok(None) };
        let Some(account) = people::find_account(snapshot.connection(), id).await? else { return Ok(None) };
        let roles = appointments::roles(snapshot.connection(), id, now).await?;
        let unread = notices::unread(snapshot.connection(), id).await?;
        drop(snapshot);
        if line.is_to_be_noted(now) {
            self.note_seen(line.id()).await;
        }
        Ok(Some(Session { line, account, roles, unread }))
    }

    /// A request is not refused because its instant could not be noted.
    async fn note_seen(&self, id: SessionId) {
        let noted = async {
            let mut writing = self.database().writing().await?;
            sessions::note_seen(&mut writing, id, self.now()).await?;
            writing.commit().await
        };
        if let Err(error) = noted.await {
            tracing::debug!(%error, "when a session was last seen is noted later");
        }
    }

    /// The sessions of a person that are alive, the one used last first.
    pub async fn sessions(&self, account: AccountId) -> Result<Vec<SessionLine>, StoreError> {
        let now = self.now();
        let lines = sessions::of_account(self.database().snapshot().await?.connection(), account).await?;
        Ok(lines.into_iter().filter(|line| line.is_alive(now)).collect())
    }

    /// Ends one session of a person. One that is over already is no mistake.
    pub async fn end_session(&self, account: AccountId, id: SessionId) -> Result<(), StoreError> {
        let mut writing = self.database().writing().await?;
        sessions::end(&mut writing, account, id).await?;
        let _ = writing.commit().await?;
        Ok(())
    }

    /// Ends every session of a person but `but`.
    pub async fn end_sessions(&self, account: AccountId, but: Option<SessionId>) -> Result<u64, StoreError> {
        let mut writing = self.database().writing().await?;
        let ended = sessions::end_all(&mut writing, account, but).await?;
        let _ = writing.commit().await?;
        Ok(ended)
    }

    /// Signs a person in, in the transaction in which they proved who they are. Whatever secret the
    /// browser had before opens nothing from here on.
    pub(super) async fn enter(
        &self,
        writing: &mut Writing,
        account: AccountId,
        from: Arrival<'_>,
        proof: Proof,
    ) -> Result<Begun, SignInError> {
        self.enter_with(Secret::new(self.chance()), writing, account, from, proof).await
    }

    /// The same, with the secret that opens the session.
    async fn enter_with(
        &self,
        secret: Secret,
        writing: &mut Writing,
        account: AccountId,
        from: Arrival<'_>,
        proof: Proof,
    ) -> Result<Begun, SignInError> {
        let now = self.now();
        let same = from.before.filter(|before| before.account().id() == account);
        if let Some(before) = same {
            // The same person again: the session goes on with its end, under a new secret.
            sessions::renew(writing, before.line().id(), secret.digest(), proof, now).await?;
            return Ok(before.line().opened_by(secret, now));
        }
        if let Some(before) = from.before {
            sessions::end(writing, before.account().id(), before.line().id()).await?;
        }
        let (new, begun) = NewSession::begin(self.chance().id(), secret, from.device, from.whose, proof, now);
        sessions::insert(writing, account, &new).await?;
        Ok(begun)
    }
}
