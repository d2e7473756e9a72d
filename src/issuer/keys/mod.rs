//! The keys that sign: files encrypted at rest, their states, and who may use them.
//!
//! A private key exists in three places only: encrypted in its file ([`KeyFolder`]), in an open
//! [`Vault`], and for a moment in the function that made it. What can sign is an [`ActiveKey`]: it
//! comes from [`KeyRing::active`] and nowhere else, and its signing methods can be called by this
//! wing only. A [`PublishedKey`] can only verify.
//!
//! The database says in which state a key is; the file beside the key says what never changes.
//!
//! An `ActiveKey` can be asked for and used. It cannot be made up,
//! ```compile_fail
//! # use insignia::issuer::keys::{ActiveKey, KeyRing, Purpose};
//! fn key(ring: &KeyRing) -> Option<ActiveKey<'_>> {
//!     Some(ActiveKey { did: ring.did(), published: unreachable!(), secret: unreachable!() })
//! }
//! ```
//! ```
//! # use insignia::issuer::keys::{ActiveKey, KeyRing, Purpose};
//! fn key(ring: &KeyRing) -> Option<ActiveKey<'_>> {
//!     ring.active(Purpose::DataIntegrity).ok()
//! }
//! ```
//! nor copied,
//! ```compile_fail
//! # use insignia::issuer::keys::ActiveKey;
//! fn keep(key: ActiveKey<'_>) -> String {
//!     let kept = key.clone();
//!     kept.kid().to_string()
//! }
//! ```
//! ```
//! # use insignia::issuer::keys::ActiveKey;
//! fn keep(key: ActiveKey<'_>) -> String {
//!     let kept = key;
//!     kept.kid().to_string()
//! }
//! ```
//! nor printed.
//! ```compile_fail
//! # use insignia::issuer::keys::ActiveKey;
//! fn print(key: &ActiveKey<'_>) -> String {
//!     format!("{:?}", key)
//! }
//! ```
//! ```
//! # use insignia::issuer::keys::ActiveKey;
//! fn print(key: &ActiveKey<'_>) -> String {
//!     format!("{:?}", key.kid())
//! }
//! ```

mod envelope;
mod folder;
mod kid;
mod passphrase;
mod ring;
mod secret;
mod sidecar;
mod state;
mod store;
mod throw_away;
mod vault;

pub use envelope::{EnvelopeFault, KdfCost};
pub use folder::{KeyFileFault, KeyFolder};
pub use kid::{Kid, NotAKid};
pub use passphrase::{Passphrase, PassphraseFault, PassphraseSources};
pub use ring::{ActiveKey, ActiveKeys, KeyRing, NoActiveKey, PublishedKey, RingFault};
pub use secret::{NewKey, Purpose, SignFault};
pub use sidecar::Sidecar;
pub use state::{KeyState, StateFault};
pub use store::{insert, load, record};
pub use throw_away::ThrowAwayKeys;
pub use vault::{OpenVault, Sealed, Vault};

use serde_json::Value;

/// What signs the two proofs of one credential: the issuer's active keys, or throw-away ones.
pub(in crate::issuer) trait Signs {
    /// The absolute address of the key of the Data Integrity proof.
    fn verification_method(&self) -> String;

    /// The Ed25519 signature over the 64 bytes of `data_integrity::hash_data`, verified strictly.
    fn sign_hash_data(&self, hash_data: &[u8; 64]) -> Result<[u8; 64], SignFault>;

    /// The compact JWS over the claims, verified.
    fn sign_claims(&self, claims: &Value) -> Result<String, SignFault>;
}
