//! Pages of people's own: the ways in, the way out, and how they sign in.
//!
//! A page is made for one browser: its forms carry that browser's token. Whatever changes how somebody
//! signs in needs a proof that is a moment old.

pub mod elsewhere;
pub mod link;
pub mod notices;
pub mod passkeys;
pub mod security;
pub mod sign_in;

use super::entry::Visit;
use super::entry::next::Next;
use super::problem::{Kind, Problem};
use super::site::Site;
use crate::appearance::pages::signing_in::{Elsewhere, FormFrame};
use crate::community::SignInError;
use crate::community::people::Account;
use crate::community::people::sign_in::WIKI;
use crate::community::people::sign_in::passkey::ceremony::CeremonyFault;
use crate::community::people::sign_in::session::Device;

/// What people are called on pages that only they see.
fn called(account: &Account) -> String {
    account.display_name().or(account.user_name()).map_or_else(|| account.id().to_string(), str::to_owned)
}

/// The other servers by which people sign in, for somebody with this account, and where forms go.
async fn ways(site: &Site, account: Option<&Account>, folder: &str) -> Result<Vec<Elsewhere>, Problem> {
    let known = match account {
        Some(account) => site.community().providers_of(account.id()).await?,
        None => Vec::new(),
    };
    let wiki = site.ways().wiki.iter().map(|wiki| Elsewhere {
        name: wiki.name.clone(),
        action: format!("{folder}/{WIKI}"),
        bound: account.is_some_and(|account| account.central_id().is_some()),
        known_as: account.and_then(Account::user_name).map(str::to_owned),
    });
    let providers = site.ways().providers.iter().map(|provider| Elsewhere {
        name: provider.name.clone(),
        action: format!("{folder}/{}", provider.slug),
        bound: known.contains(&provider.slug),
        known_as: None,
    });
    Ok(wiki.chain(providers).collect())
}

fn form(visit: &Visit, next: Option<&Next>) -> FormFrame {
    FormFrame { token: visit.form_token(), next: next.map(Next::to_string) }
}

/// What the box "this is not my device" says.
fn whose(borrowed: bool) -> Device {
    if borrowed { Device::Borrowed } else { Device::Own }
}

impl From<SignInError> for Problem {
    fn from(error: SignInError) -> Self {
        match error {
            SignInError::Store(error) => error.into(),
            SignInError::NoInvitation => Self::because(Kind::LinkUsed, error),
            SignInError::NoAttempt | SignInError::NoPasskey | SignInError::LastWay | SignInError::Taken | SignInError::TooMany => {
                Self::because(Kind::Refused, error)
            }
            SignInError::NoAccount(_) => Self::because(Kind::NotFound, error),
            SignInError::Ceremony(CeremonyFault::Place(_) | CeremonyFault::Stored) => Self::internal(error),
            SignInError::Ceremony(_) => Self::because(Kind::Refused, error),
        }
    }
}
