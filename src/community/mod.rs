//! Who may say what: the catalogue, people and their mandates, attestations.
//!
//! [`Community`] is what its journeys need. Each journey is one transaction: it loads, decides with
//! the types of [`people`] and [`attestation`], writes, appends to the log and commits.

pub mod attestation;
pub mod catalog;
pub mod drafting;
mod journeys;
pub mod notices;
pub mod people;
pub mod requests;

use std::sync::Arc;

use crate::platform::database::Database;
use crate::vocabulary::{Chance, Clock, Timestamp};

pub use journeys::{Addressed, Matter};
pub use journeys::{
    Arrival, Asked, BySlip, DraftError, Given, HoldingError, JoinError, Joinable, ListingError, Mandated, NominateError, OnTheWay, Oneself,
    OneselfError, OtherWays, Pause, PeopleError, PuttingDown, RequestError, Returned, SignInError, SlipError, TokenError, TrainingError,
    WorkshopChange,
};
pub use journeys::{Attesting, CoAttesterError, NewCoAttester, NotAttested};
pub use journeys::{Kept, Saw};

/// The store, the catalogue, the clock and chance: what every journey of this wing uses.
#[derive(Clone)]
pub struct Community {
    database: Database,
    catalog: Arc<catalog::Catalog>,
    clock: Arc<dyn Clock>,
    chance: Chance,
}

impl Community {
    /// Journeys over this store and catalogue.
    pub fn new(database: Database, catalog: Arc<catalog::Catalog>, clock: Arc<dyn Clock>, chance: Chance) -> Self {
        let database = database.dated_by(Arc::clone(&clock));
        Self { database, catalog, clock, chance }
    }

    /// The store.
    pub fn database(&self) -> &Database {
        &self.database
    }

    /// The catalogue.
    pub fn catalog(&self) -> &catalog::Catalog {
        &self.catalog
    }

    /// Randomness.
    pub fn chance(&self) -> &Chance {
        &self.chance
    }

    /// The current instant.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }
}
