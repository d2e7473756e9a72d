//! Who signs it: keys, credentials, status lists, and the journeys that change them.
//!
//! [`Office`] is what the journeys need. They alone decide where a transaction begins and ends:
//! [issuing](Office::issue), at once or [after a while](Office::hold), [correcting](Office::correct), [revoking](Office::ask_revocation),
//! [suspending](Office::suspend), [erasing](Office::erase), and [recovering](Office::recover) what a
//! crash left unfinished. [`lists`] signs what verifiers fetch.

mod answering;
pub mod audit;
mod correcting;
pub mod credential;
mod erasing;
mod finishing;
mod gathering;
mod hold;
mod holdings;
mod issuing;
pub mod keys;
mod listing;
pub mod lists;
mod numbers;
mod opening;
mod overview;
pub mod profile;
mod reading;
mod records;
mod recovering;
mod revoking;
mod rotating;
mod slots;
mod standing;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::community::Community;
use crate::verifier::Register;
use crate::vocabulary::Addresses;

pub use correcting::{CorrectError, Correction};
pub use erasing::{Copies, EraseError};
pub use gathering::Gatherer;
pub use hold::{HeldLine, Hold, HoldError, HoldState, Obstacle, Outcome};
pub use holdings::{Held, HeldState, KeptAbout, Listed, ListedPage, signed_names};
pub use issuing::IssueError;
pub use numbers::{Counts, Numbers, TrainerPair};
pub use opening::{OpenFault, Parts};
pub use overview::{Line, Overview, Place};
pub use reading::Found;
pub use records::AttestationRecord;
pub use recovering::Recovery;
pub use revoking::replacing::Successor;
pub use revoking::suspending::SuspendError;
pub use revoking::{OpenSuspension, RevocationReason, RevocationRequest, RevokeError, WaitingRevocation};
pub use rotating::{Haste, RotateError};

use credential::Judge;
use keys::KeyRing;
use profile::IssuerProfile;

/// Everything a journey of this wing uses. Clones share it.
#[derive(Clone)]
pub struct Office {
    community: Community,
    addresses: Arc<Addresses>,
    issuers: Arc<BTreeMap<String, IssuerProfile>>,
    owner: String,
    rings: Arc<BTreeMap<String, KeyRing>>,
    judge: Arc<Judge>,
    register: Arc<Register>,
    epoch: u32,
}
