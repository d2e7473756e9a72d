//! Registering people.

use axum::extract::State;

use super::wire::{AccountIn, AccountOut};
use super::{Ask, Made, once};
use crate::community::people::{Minor, NewAccount};
use crate::doors::http::problem::{Kind, Problem};
use crate::doors::http::site::Site;

/// Registers a person, as a trainer; who is known already is found again.
#[utoipa::path(
    post, path = "/api/accounts", tag = "people", request_body = AccountIn,
    responses((status = 201, body = AccountOut), (status = 401), (status = 403), (status = 422))
)]
pub async fn register(State(site): State<Site>, ask: Ask<AccountIn>) -> Result<Made, Problem> {
    ask.by.with_mandate(&site).await?;
    let new = account(ask.body)?;
    let office = site.office().clone();
    once(&site, ask.retry, async move {
        let account = office.community().register(&new).await?;
        Made::new(&AccountOut { account: account.id().to_string() })
    })
    .await
}

fn account(said: AccountIn) -> Result<NewAccount, Problem> {
    let shown_as = said.shown_as.parse();
    let shown_as = shown_as.map_err(|_| Problem::because(Kind::Refused, "shown_as is one of name, account, affiliate"))?;
    Ok(NewAccount {
        central_id: said.central_id,
        user_name: said.user_name,
        display_name: said.display_name,
        affiliate: said.affiliate,
        shown_as,
        minor: if said.minor { Minor::Yes } else { Minor::No },
    })
}
