//! `insignia revoke`: one person asks, another confirms, and then it is final.

use std::fmt;

use serde::Serialize;

use super::answer::{Answer, Refused};
use super::installation::Installation;
use super::words;
use crate::issuer::RevocationReason;
use crate::vocabulary::ids::{CredentialId, RequestId};

/// What is asked, confirmed or declined.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The badge: its printed code, id or address.
    #[arg(value_name = "BADGE", value_parser = words::credential, required_unless_present_any = ["confirm", "decline"])]
    credential: Option<CredentialId>,
    /// The holder, or somebody with a mandate for its class.
    #[arg(long, value_name = "PERSON")]
    by: String,
    /// Why.
    #[arg(long, value_name = "WHY", required_unless_present_any = ["confirm", "decline"])]
    reason: Option<Reason>,
    /// For the second person, in a few words.
    #[arg(long, value_name = "TEXT", default_value = "")]
    note: String,
    /// Confirm a request that somebody else made.
    #[arg(long, value_name = "REQUEST", conflicts_with_all = ["credential", "reason", "decline"])]
    confirm: Option<RequestId>,
    /// Decline a request; the badge stays as it is.
    #[arg(long, value_name = "REQUEST", conflicts_with_all = ["credential", "reason"])]
    decline: Option<RequestId>,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Reason {
    /// It should not have been issued.
    Error,
    /// The holder or a trainer broke the rules.
    Misconduct,
    /// The holder asked for it.
    Holder,
}

impl Args {
    /// Asks, confirms or declines.
    pub(super) async fn run(self, at: &Installation) -> anyhow::Result<Answer> {
        let by = words::person(at.community(), &self.by).await?;
        let office = at.office();
        let said = match (self.credential, self.reason, self.confirm, self.decline) {
            (Some(credential), Some(reason), None, None) => {
                let request = office.ask_revocation(credential, reason.into(), &self.note, by).await?;
                Said::Asked { request, credential }
            }
            (None, None, Some(request), None) => {
                let credential = office.confirm_revocation(request, by).await?;
                match office.successor(credential).await? {
                    Some(_) => Said::Replaced { request, credential },
                    None => Said::Revoked { request, credential },
                }
            }
            (None, None, None, Some(request)) => {
                office.decline_revocation(request, by).await?;
                Said::Declined { request }
            }
            _ => return Err(Refused::because("name a badge with --reason, or a request with --confirm or --decline")),
        };
        Answer::of(&said)
    }
}

impl From<Reason> for RevocationReason {
    fn from(reason: Reason) -> Self {
        match reason {
            Reason::Error => Self::Error,
            Reason::Misconduct => Self::Misconduct,
            Reason::Holder => Self::Holder,
        }
    }
}

#[derive(Debug, Serialize)]
#[serde(tag = "state", rename_all = "lowercase")]
enum Said {
    Asked { request: RequestId, credential: CredentialId },
    Revoked { request: RequestId, credential: CredentialId },
    Replaced { request: RequestId, credential: CredentialId },
    Declined { request: RequestId },
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Asked { request, credential } => write!(
                f,
                "It is asked for, and the badge {credential} is valid until somebody else confirms:\n  insignia revoke --confirm {request} --by SOMEBODY-ELSE"
            ),
            Self::Revoked { credential, .. } => {
                write!(f, "The badge {credential} is revoked, for ever. Caches may tell the earlier state for a minute.")
            }
            Self::Replaced { credential, .. } => write!(
                f,
                "The badge {credential} is replaced, for ever and through no fault of its holder. Caches may tell the earlier state for a minute."
            ),
            Self::Declined { request } => write!(f, "The request {request} is declined. The badge stays as it is."),
        }
    }
}
