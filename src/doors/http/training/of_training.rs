//! Whoever trains in the training that an address names.

use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;

use crate::community::TrainingError;
use crate::community::attestation::{Training, Workshop};
use crate::doors::http::entry::SignedIn;
use crate::doors::http::problem::{Kind, Problem};
use crate::doors::http::site::Site;

/// A trainer of the training `{id}` whose mandate is in force. To everybody else it is not there.
#[derive(Debug)]
pub struct OfTraining {
    /// Who.
    pub signed_in: SignedIn,
    /// Where.
    pub workshop: Workshop,
}

impl OfTraining {
    /// The training.
    pub fn training(&self) -> &Training {
        self.workshop.training()
    }
}

impl FromRequestParts<Site> for OfTraining {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Problem> {
        let signed_in = SignedIn::from_request_parts(parts, site).await?;
        if !signed_in.session.roles().is_trainer() {
            return Err(Problem::new(Kind::NotAllowed));
        }
        let params = RawPathParams::from_request_parts(parts, site).await.map_err(Problem::internal)?;
        let named = params.iter().find(|(name, _)| *name == "id").and_then(|(_, value)| value.parse().ok());
        let workshop = match named {
            Some(id) => match site.community().workshop(id).await {
                Err(TrainingError::NoTraining(_)) => return Err(Problem::not_found()),
                other => other?,
            },
            None => return Err(Problem::not_found()),
        };
        if !workshop.is_trained_by(signed_in.session.account().id()) {
            return Err(Problem::not_found());
        }
        Ok(Self { signed_in, workshop })
    }
}
