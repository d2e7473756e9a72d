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
use crate::appearance::pages::wording::Told;
use crate::community::SignInError;
use crate::community::people::Account;
use crate::community::people::sign_in::WIKI;
use crate::community::people::sign_in::passkey::MOST;
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
        let (kind, told) = match error {
            SignInError::Store(error) => return error.into(),
            SignInError::Ceremony(CeremonyFault::Place(_) | CeremonyFault::Stored) => return Self::internal(error),
            SignInError::NoInvitation => (Kind::LinkUsed, Told::new("link-used")),
            SignInError::NoAttempt => (Kind::Refused, Told::new("attempt")),
            SignInError::NoPasskey => (Kind::Refused, Told::new("no-passkey")),
            SignInError::LastWay => (Kind::Refused, Told::new("last-way")),
            SignInError::Taken => (Kind::Refused, Told::new("taken")),
            SignInError::TooMany => (Kind::Refused, Told::new("many-passkeys").with(MOST)),
            SignInError::NoAccount(_) => (Kind::NotFound, Told::new("account-gone")),
            SignInError::Ceremony(_) => (Kind::Refused, Told::new("ceremony")),
        };
        Self::because(kind, error).telling(told)
    }
}
