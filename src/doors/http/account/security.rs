//! `/me/security`: a person's passkeys, other ways in, and where they are signed in.

use axum::extract::{Form, Path, Query, State};
use axum::response::Response;
use serde::Deserialize;

use super::{called, form, ways};
use crate::appearance::pages::signing_in::{PasskeyView, SecurityPage, SessionView};
use crate::community::people::sign_in::passkey::{Kept, PasskeyLine, tidy_name};
use crate::community::people::sign_in::session::{Device, Proof, Session, SessionLine};
use crate::community::{OtherWays, SignInError};
use crate::doors::http::api::id;
use crate::doors::http::entry::inside::inside;
use crate::doors::http::entry::next::Next;
use crate::doors::http::entry::{Fresh, SignedIn};
use crate::doors::http::onward::onward;
use crate::doors::http::problem::Problem;
use crate::doors::http::site::{Reading, Site};
use crate::vocabulary::ids::{PasskeyId, SessionId};

/// The page itself.
pub(super) const HERE: &str = "/me/security";

/// What the page says besides.
#[derive(Debug, Deserialize)]
pub struct Said {
    said: Option<String>,
    next: Option<String>,
}

/// `GET /me/security`.
pub async fn show(
    State(site): State<Site>,
    person: SignedIn,
    Reading(reader): Reading,
    Query(said): Query<Said>,
) -> Result<Response, Problem> {
    let (session, community) = (&person.session, site.community());
    let account = session.account();
    let passkeys = community.passkeys(account.id()).await?.into_iter().map(passkey).collect();
    let sessions = community.sessions(account.id()).await?.iter().map(|line| session_line(line, session)).collect();
    let page = SecurityPage {
        inside: inside(&person),
        form: form(&person.visit, said.next.as_deref().and_then(Next::of).as_ref()),
        person: called(account),
        fresh: session.line().is_fresh(community.now()),
        prove: way_to_prove(session),
        only_way: said.said.as_deref() == Some("only-way"),
        passkeys,
        elsewhere: ways(&site, Some(account), "/me/ways").await?,
        sessions,
    };
    site.page(&page, &reader)
}

/// Whoever came by a slip proves it by its PIN.
pub(in crate::doors::http) fn way_to_prove(session: &Session) -> &'static str {
    match session.line().proved_by() {
        Proof::Slip => "/slip?next=/me/security",
        Proof::Passkey | Proof::Wiki | Proof::Provider | Proof::Link => "/sign-in?next=/me/security",
    }
}

fn passkey(line: PasskeyLine) -> PasskeyView {
    PasskeyView {
        id: line.id.to_string(),
        name: line.name,
        kept: match line.kept {
            Kept::InOnePlace => "one",
            Kept::InSeveral => "several",
        },
        created_at: line.created_at,
        used_at: line.used_at,
    }
}

fn session_line(line: &SessionLine, this: &Session) -> SessionView {
    SessionView {
        id: line.id().to_string(),
        device: line.device().to_owned(),
        this: line.id() == this.line().id(),
        borrowed: line.whose() == Device::Borrowed,
        by: line.proved_by().as_str(),
        seen_at: line.seen_at(),
    }
}

/// A passkey's name.
#[derive(Debug, Deserialize)]
pub struct Named {
    name: String,
}

/// `POST /me/passkeys/{id}/name`: gives a passkey another name; an empty one changes nothing.
pub async fn rename_passkey(
    State(site): State<Site>,
    Fresh(person): Fresh,
    Reading(reader): Reading,
    Path(passkey): Path<String>,
    Form(named): Form<Named>,
) -> Result<Response, Problem> {
    let passkey: PasskeyId = id(&passkey)?;
    if let Some(name) = tidy_name(&named.name) {
        site.community().rename_passkey(person.session.account().id(), passkey, &name).await?;
    }
    Ok(onward(HERE, &reader))
}

/// `POST /me/passkeys/{id}/removal`.
pub async fn remove_passkey(
    State(site): State<Site>,
    Fresh(person): Fresh,
    Reading(reader): Reading,
    Path(passkey): Path<String>,
) -> Result<Response, Problem> {
    let passkey: PasskeyId = id(&passkey)?;
    let providers: Vec<String> = site.ways().providers.iter().map(|provider| provider.slug.clone()).collect();
    let others = OtherWays { wiki: site.ways().wiki.is_some(), providers: &providers };
    match site.community().remove_passkey(person.session.account().id(), passkey, others).await {
        Ok(()) => Ok(onward(HERE, &reader)),
        Err(SignInError::LastWay) => Ok(onward("/me/security?said=only-way", &reader)),
        Err(other) => Err(other.into()),
    }
}

/// `POST /me/sessions/{id}/end`: signs out on one device.
pub async fn end_session(
    State(site): State<Site>,
    person: SignedIn,
    Reading(reader): Reading,
    Path(session): Path<String>,
) -> Result<Response, Problem> {
    let session: SessionId = id(&session)?;
    site.community().end_session(person.session.account().id(), session).await?;
    Ok(onward(HERE, &reader))
}

/// `POST /me/sessions/end`: signs out everywhere else.
pub async fn end_other_sessions(State(site): State<Site>, person: SignedIn, Reading(reader): Reading) -> Result<Response, Problem> {
    let session = &person.session;
    site.community().end_sessions(session.account().id(), Some(session.line().id())).await?;
    Ok(onward(HERE, &reader))
}
