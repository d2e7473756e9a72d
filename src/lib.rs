//! **Insignia** issues [Open Badges 3.0](https://www.imsglobal.org/spec/ob/v3p0/) credentials for
//! skills in the Wikimedia movement, after trainers' attestation, and hosts their verification.
//!
//! The wings, lowest first; each uses only wings on strictly lower floors:
//!
//! | floor | wing | what it is |
//! |---|---|---|
//! | 0 | [`vocabulary`] | ids, clock, addresses, language tags |
//! | 1 | [`standards`] | what the world agreed: pure, bytes in, bytes out |
//! | 1 | [`platform`] | what any service needs; knows nothing of badges |
//! | 2 | [`community`] | who may say what |
//! | 2 | [`verifier`] | who believes it |
//! | 2 | [`conformance`] | what stands before independent test software, with keys of its own |
//! | 3 | [`issuer`] | who signs it |
//! | 4 | [`appearance`] | what people see |
//! | 5 | [`doors`] | how one comes in |

pub mod appearance;
pub mod community;
pub mod config;
pub mod conformance;
pub mod doors;
pub mod issuer;
pub mod platform;
pub mod standards;
pub mod verifier;
pub mod vocabulary;
