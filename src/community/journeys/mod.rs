//! What people do here, each as one transaction with its log entry.

mod appointing;
mod attesting;
mod from_elsewhere;
mod holding;
mod joining;
mod listing;
mod mailing;
mod nominating;
mod notices;
mod oneself;
mod passkeys;
mod people;
mod requesting;
mod signing_in;
mod slips;
mod ticking;
mod tokens;
mod training;
mod workshops;

pub use from_elsewhere::Returned;
pub use holding::{HoldingError, OnTheWay};
pub use joining::JoinError;
pub use listing::ListingError;
pub use mailing::{Addressed, Matter};
pub use nominating::NominateError;
pub use oneself::{Oneself, OneselfError};
pub use passkeys::{Asked, OtherWays};
pub use people::{Given, Mandated, Pause, PeopleError};
pub use requesting::RequestError;
pub use signing_in::{Arrival, SignInError};
pub use slips::{BySlip, SlipError};
pub use ticking::{Kept, Saw};
pub use tokens::TokenError;
pub use training::TrainingError;
pub use workshops::{Joinable, WorkshopChange};
