//! `insignia withdraw`: a trainer takes an attestation back.

use std::fmt;

use serde::Serialize;

use super::answer::Answer;
use super::installation::Installation;
use super::words;
use crate::vocabulary::ids::{AttestationId, RequestId};

/// Which attestation, and why.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The attestation, as `insignia attest NOMINATION` shows it.
    #[arg(value_name = "ATTESTATION")]
    attestation: AttestationId,
    /// The trainer who made it: an account id, user name or name.
    #[arg(long, value_name = "PERSON")]
    by: String,
    /// Why, in a few words; not shown in public.
    #[arg(long, value_name = "TEXT")]
    reason: String,
}

impl Args {
    /// Withdraws.
    pub(super) async fn run(self, at: &Installation) -> anyhow::Result<Answer> {
        let by = words::person(at.community(), &self.by).await?;
        let request = at.office().withdraw_attestation(self.attestation, by, &self.reason).await?;
        Answer::of(&Withdrawn { attestation: self.attestation, request })
    }
}

#[derive(Debug, Serialize)]
struct Withdrawn {
    attestation: AttestationId,
    request: Option<RequestId>,
}

impl fmt::Display for Withdrawn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "The attestation {} is withdrawn.", self.attestation)?;
        match &self.request {
            None => Ok(()),
            Some(request) => write!(
                f,
                " A badge rests on it, valid until somebody else confirms that it is revoked:\n  insignia revoke --confirm {request} --by SOMEBODY-ELSE"
            ),
        }
    }
}
