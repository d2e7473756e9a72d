//! What everybody may see: pages and documents that need no sign-in.

pub mod assets;
pub mod attestation;
pub mod cards;
pub mod catalogue;
pub mod certificate;
pub mod credential;
pub mod home;
pub mod issuer_words;
pub mod issuers;
pub mod person;
pub mod pictures;
pub mod shown;
pub mod status;
pub mod verify;
