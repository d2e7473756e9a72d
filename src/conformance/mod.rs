//! What stands before independent test software: an issuer and a verifier of anything, with keys that
//! are made when it starts and forgotten when it ends.
//!
//! Test software hands over credentials to be signed. The keys of an issuer of badges sign attested
//! badges only (invariant I3), so they must never be reached from here, and nothing here may be
//! reached from issuing:
//!
//! - a [`Sandbox`] makes its own keys; no constructor takes one, and none can be taken out of it;
//! - this wing stands below `issuer` and cannot name it, and only `doors` may name this wing
//!   (`tests/architecture.rs`).
//!
//! ```compile_fail
//! # use insignia::{conformance::Sandbox, standards::proof::PrivateKey};
//! fn with_a_key_of_ours(key: PrivateKey) -> Sandbox {
//!     Sandbox { key, ..Sandbox::new("http://localhost", &chance(), now()) }
//! }
//! # fn chance() -> insignia::vocabulary::Chance { insignia::vocabulary::Chance::seeded(1) }
//! # fn now() -> insignia::vocabulary::Timestamp { insignia::vocabulary::Timestamp::from_ms(0) }
//! ```
//! ```
//! # use insignia::{conformance::Sandbox, standards::proof::KeyFault};
//! fn with_keys_of_its_own() -> Result<Sandbox, KeyFault> {
//!     Sandbox::new("http://localhost", &chance(), now())
//! }
//! # fn chance() -> insignia::vocabulary::Chance { insignia::vocabulary::Chance::seeded(1) }
//! # fn now() -> insignia::vocabulary::Timestamp { insignia::vocabulary::Timestamp::from_ms(0) }
//! ```
//!
//! Nothing is ever fetched: contexts are those stated in this program, those for examples and tests
//! among them, and those written out in the document, which are taken here only.

mod enveloped;
mod instance;
mod issuing;
mod options;
mod presenting;
mod proofs;
mod refusal;
mod related;
mod resolving;
mod status;
#[cfg(test)]
mod tests;
mod verifying;

use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::Value;

pub use instance::{Instance, Variant};
pub use options::{IssueOptions, VerifyOptions};
pub use refusal::{Kind, Refusal};
pub use resolving::{Resolution, ResolutionFault, resolve};

use crate::standards::jsonld::Contexts;
use crate::standards::proof::KeyFault;
use crate::vocabulary::{Chance, Timestamp};
use status::Register;

/// Issuers with throw-away keys, one for each variant, and what they issued.
#[derive(Debug)]
pub struct Sandbox {
    instances: [Instance; 4],
    register: Mutex<Register>,
}

impl Sandbox {
    /// New issuers with new keys, whose lists stand below `base`, an address without a slash at its end.
    ///
    /// # Errors
    /// If the library that makes keys fails.
    pub fn new(base: &str, chance: &Chance, now: Timestamp) -> Result<Self, KeyFault> {
        let [one, two, three, four] = Variant::ALL.map(|variant| Instance::generate(variant, chance));
        Ok(Self { instances: [one?, two?, three?, four?], register: Mutex::new(Register::new(base, chance.clone(), now)) })
    }

    /// The issuer of this variant.
    pub fn instance(&self, variant: Variant) -> &Instance {
        match variant {
            Variant::EddsaRdfc2022 => &self.instances[0],
            Variant::EddsaJcs2022 => &self.instances[1],
            Variant::EcdsaRdfc2019P256 => &self.instances[2],
            Variant::EcdsaRdfc2019P384 => &self.instances[3],
        }
    }

    /// Signs a credential that names this issuer.
    ///
    /// # Errors
    /// Everything that is wrong with it; then nothing was signed.
    pub fn issue(&self, by: Variant, credential: &Value, options: &IssueOptions, now: Timestamp) -> Result<Value, Vec<Refusal>> {
        issuing::issue(self.instance(by), credential, options, &mut self.register(), now)
    }

    /// The names of the checks that a credential passed.
    ///
    /// # Errors
    /// Every check that it did not pass, or that could not be made.
    pub fn verify(&self, credential: &Value, options: &VerifyOptions, now: Timestamp) -> Result<Vec<&'static str>, Vec<Refusal>> {
        verifying::verify(credential, options, &self.register(), now)
    }

    /// The same for a presentation, signed or not, and every credential in it.
    ///
    /// # Errors
    /// Every check that it did not pass, or that could not be made.
    pub fn verify_presentation(
        &self,
        presentation: &Value,
        options: &VerifyOptions,
        now: Timestamp,
    ) -> Result<Vec<&'static str>, Vec<Refusal>> {
        presenting::verify(presentation, options, &self.register(), now)
    }

    /// Sets or lifts a status, by a request as the API has it.
    ///
    /// # Errors
    /// What is wrong with the request; then nothing was changed.
    pub fn change_status(&self, request: &Value) -> Result<(), Refusal> {
        self.register().change(request)
    }

    /// The signed status list of this variant's issuer, as it stands now.
    ///
    /// # Errors
    /// If it cannot be signed.
    pub fn status_list(&self, of: Variant, now: Timestamp) -> Result<Value, Refusal> {
        let list = self.register().list(self.instance(of), now);
        self.instance(of).secured(&list, now)
    }

    fn register(&self) -> MutexGuard<'_, Register> {
        self.register.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The contexts that are known here.
fn contexts() -> &'static Contexts {
    Contexts::for_conformance()
}
