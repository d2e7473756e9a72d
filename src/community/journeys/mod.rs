//! What people do here, each as one transaction with its log entry.

mod attesting;
mod nominating;
mod people;
mod tokens;
mod training;

pub use nominating::NominateError;
pub use people::{Given, Mandated, PeopleError};
pub use tokens::TokenError;
pub use training::TrainingError;
