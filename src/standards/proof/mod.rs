//! Proofs, and the written forms of the keys they need.
//!
//! Two kinds of proof secure an Open Badges 3.0 credential: a Data Integrity proof inside the
//! document ([`data_integrity`]) and an external one, the compact JWS of the VC-JWT form
//! ([`vc_jwt`]). Keys are written as Multikey ([`multikey`]) and as JSON Web Key ([`jwk`]).
//!
//! Everything here answers one question only: was this signed by that key? Whether the key is the
//! issuer's is the verifier's question. Refused before use: small-order and non-canonical Ed25519
//! points, points beside P-256 and P-384, RSA keys below 2048 or above 8192 bits, with a small
//! exponent, or made by the chips of CVE-2017-15361.

mod algorithm;
pub mod data_integrity;
mod elliptic;
pub mod jwk;
mod key_fault;
pub mod multikey;
#[cfg(test)]
pub(crate) mod outside;
mod private_key;
mod public_key;
mod rsa;
pub(crate) mod selective;
mod suite;
pub mod vc_jwt;
#[cfg(test)]
mod wycheproof;

pub use algorithm::Algorithm;
pub use ed25519_dalek::VerifyingKey;
pub use key_fault::KeyFault;
pub use private_key::{KeyKind, PrivateKey};
pub use public_key::PublicKey;
pub use rsa::{Rs256Signer, RsaPublicKey};
pub use selective::SelectiveFault;
pub use suite::{Suite, Transformation};
