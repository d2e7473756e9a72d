//! The two ceremonies of [Web Authentication](https://www.w3.org/TR/webauthn-3/): making a passkey,
//! and signing in with one.
//!
//! The library checks what §7.1 and §7.2 ask for: challenge, origin, relying party, user verification,
//! signature. What is ours: the state between question and answer lies in the store and is heard once;
//! the person is found by the passkey, and must be the one that the authenticator names.

use serde::Serialize;
use serde::de::DeserializeOwned;
use url::Url;
use uuid::Uuid;
use webauthn_rs::prelude::{
    AuthenticationResult, DiscoverableAuthentication, DiscoverableKey, Passkey, PasskeyRegistration, PublicKeyCredential,
    RegisterPublicKeyCredential, Webauthn, WebauthnBuilder, WebauthnError,
};
use webauthn_rs_proto::ResidentKeyRequirement;

use crate::standards::json;
use crate::vocabulary::ids::AccountId;
use crate::vocabulary::urls::PublicBase;

/// Bytes of an authenticator's answer, and of a stored key.
const LARGEST: usize = 64 * 1024;

/// Why a ceremony did not end well.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CeremonyFault {
    /// The public base is no place for passkeys.
    #[error("passkeys cannot be used at {0}")]
    Place(String),
    /// Not what a browser sends.
    #[error("the answer of the authenticator cannot be read")]
    Unreadable,
    /// The count went back.
    #[error("this passkey was used elsewhere since: it may have been copied. Remove it and make a new one")]
    Copied,
    /// The library says no.
    #[error("the passkey was not accepted: {0}")]
    Refused(String),
    /// What was stored cannot be read again.
    #[error("a stored passkey cannot be read")]
    Stored,
}

/// A question for a browser, and what is remembered until its answer.
#[derive(Debug, Clone)]
pub struct Question {
    /// JSON for `navigator.credentials`.
    pub options: String,
    /// JSON for the store.
    pub(crate) memory: String,
}

/// A passkey that was just made.
#[derive(Debug)]
pub(crate) struct Made {
    pub(crate) credential_id: Vec<u8>,
    pub(crate) key: String,
    pub(crate) sign_count: u32,
    pub(crate) backed_up: bool,
}

/// A passkey's word that its owner is there, whose key is still to be looked up.
#[derive(Debug)]
pub(crate) struct Claim {
    answer: PublicKeyCredential,
    /// Whom the authenticator names.
    pub(crate) account: AccountId,
    /// By which passkey.
    pub(crate) credential_id: Vec<u8>,
}

/// What changed on a passkey by using it.
#[derive(Debug)]
pub(crate) struct Used {
    pub(crate) key: String,
    pub(crate) sign_count: u32,
    pub(crate) backed_up: bool,
}

/// This server, as an authenticator knows it: by the host name of its public base.
#[derive(Debug, Clone)]
pub struct RelyingParty(Webauthn);

impl RelyingParty {
    /// For one installation.
    ///
    /// # Errors
    /// [`CeremonyFault::Place`].
    pub fn of(base: &PublicBase, name: &str) -> Result<Self, CeremonyFault> {
        let place = |_| CeremonyFault::Place(base.to_string());
        let origin = Url::parse(&base.to_string()).map_err(|_| CeremonyFault::Place(base.to_string()))?;
        let builder = WebauthnBuilder::new(base.host(), &origin).map_err(place)?;
        Ok(Self(builder.rp_name(name).build().map_err(place)?))
    }

    /// Asks for a new passkey for a person who has those in `known` already.
    pub(crate) fn ask_to_make(&self, account: AccountId, name: &str, known: Vec<Vec<u8>>) -> Result<Question, CeremonyFault> {
        let (mut options, state) =
            self.0.start_passkey_registration(Uuid::from_bytes(*account.as_bytes()), name, name, Some(known)).map_err(refused)?;
        // The library would rather spare security keys their room; but whoever cannot be found by
        // the passkey would have to type a name, and names say who is here.
        if let Some(selection) = &mut options.public_key.authenticator_selection {
            selection.resident_key = Some(ResidentKeyRequirement::Required);
            selection.require_resident_key = true;
        }
        Ok(Question { options: written(&options.public_key)?, memory: written(&state)? })
    }

    /// Judges the answer.
    pub(crate) fn judge_made(&self, memory: &str, answer: &str) -> Result<Made, CeremonyFault> {
        let state: PasskeyRegistration = read(memory).ok_or(CeremonyFault::Stored)?;
        let answer: RegisterPublicKeyCredential = read(answer).ok_or(CeremonyFault::Unreadable)?;
        let passkey = self.0.finish_passkey_registration(&answer, &state).map_err(refused)?;
        let flags = serde_json::to_value(&passkey).map_err(|_| CeremonyFault::Stored)?;
        let count = flags["cred"]["counter"].as_u64().and_then(|count| u32::try_from(count).ok());
        Ok(Made {
            credential_id: passkey.cred_id().clone(),
            sign_count: count.ok_or(CeremonyFault::Stored)?,
            backed_up: flags["cred"]["backup_state"].as_bool().ok_or(CeremonyFault::Stored)?,
            key: flags.to_string(),
        })
    }

    /// Asks whoever is there to show a passkey.
    pub(crate) fn ask_who(&self) -> Result<Question, CeremonyFault> {
        let (options, state) = self.0.start_discoverable_authentication().map_err(refused)?;
        Ok(Question { options: written(&options.public_key)?, memory: written(&state)? })
    }

    /// Reads whose passkey an answer claims to be of.
    pub(crate) fn read_claim(&self, answer: &str) -> Result<Claim, CeremonyFault> {
        let answer: PublicKeyCredential = read(answer).ok_or(CeremonyFault::Unreadable)?;
        let (account, credential_id) = self.0.identify_discoverable_authentication(&answer).map_err(refused)?;
        let (account, credential_id) = (AccountId::from_bytes(account.into_bytes()), credential_id.to_vec());
        Ok(Claim { answer, account, credential_id })
    }

    /// Judges a claim by the key that was made for it.
    pub(crate) fn judge_claim(&self, memory: &str, claim: &Claim, key: &str) -> Result<Used, CeremonyFault> {
        let state: DiscoverableAuthentication = read(memory).ok_or(CeremonyFault::Stored)?;
        let mut passkey: Passkey = read(key).ok_or(CeremonyFault::Stored)?;
        let known = DiscoverableKey::from(&passkey);
        let result: AuthenticationResult = self.0.finish_discoverable_authentication_v2(&claim.answer, state, &known).map_err(refused)?;
        passkey.update_credential(&result);
        Ok(Used { key: written(&passkey)?, sign_count: result.counter(), backed_up: result.backup_state() })
    }
}

fn refused(error: WebauthnError) -> CeremonyFault {
    if matches!(error, WebauthnError::CredentialPossibleCompromise) {
        return CeremonyFault::Copied;
    }
    CeremonyFault::Refused(error.to_string())
}

fn written(value: &impl Serialize) -> Result<String, CeremonyFault> {
    serde_json::to_string(value).map_err(|_| CeremonyFault::Stored)
}

fn read<T: DeserializeOwned>(text: &str) -> Option<T> {
    let value = json::parse(text.as_bytes(), &json::Limits::of_bytes(LARGEST)).ok()?;
    serde_json::from_value(value).ok()
}
