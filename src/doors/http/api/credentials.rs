//! Issuing, correcting, suspending, revoking.

use axum::extract::{Path, State};

use super::nominations::language;
use super::wire::{CorrectionIn, CredentialOut, CredentialRef, IssueIn, IssueOut, IssueResult, ReasonIn, RevocationIn, RevocationOut};
use super::{Ask, Made, SignedIn, id, no_mandate_for, once};
use crate::doors::http::problem::{Kind, Problem};
use crate::doors::http::site::Site;
use crate::issuer::{Correction, Office};
use crate::vocabulary::Addresses;
use crate::vocabulary::ids::{CredentialId, NominationId};

/// Nominations in one request.
const MOST: usize = 500;

/// Issues a badge for each nomination, as somebody with a mandate for its class. The answer says for
/// each what became of it.
#[utoipa::path(
    post, path = "/api/credentials", tag = "issuing", request_body = IssueIn,
    responses((status = 200, body = IssueOut), (status = 401), (status = 422))
)]
pub async fn issue(State(site): State<Site>, ask: Ask<IssueIn>) -> Result<Made, Problem> {
    if ask.body.nominations.is_empty() || ask.body.nominations.len() > MOST {
        return Err(Problem::because(Kind::Refused, format_args!("name between 1 and {MOST} nominations")));
    }
    let (at, by) = (site.clone(), ask.by);
    once(&site, ask.retry, async move { Made::changed(&IssueOut { results: issue_each(&at, by, ask.body.nominations).await? }) }).await
}

async fn issue_each(site: &Site, by: SignedIn, named: Vec<String>) -> Result<Vec<IssueResult>, Problem> {
    let trainer = site.community().trainer(by.0).await?;
    let ids: Vec<NominationId> = named.iter().filter_map(|name| name.parse().ok()).collect();
    let known = site.community().nominations(&ids).await?;
    let now = site.community().now();
    let allowed: Vec<Result<NominationId, Problem>> = named
        .iter()
        .map(|name| {
            let nomination = name.parse().ok().and_then(|id| known.get(&id)).ok_or_else(Problem::not_found)?;
            match nomination.slug() {
                slug if trainer.has_mandate_for(slug, now) => Ok(nomination.id()),
                slug => Err(no_mandate_for(slug)),
            }
        })
        .collect();
    let ids: Vec<NominationId> = allowed.iter().flatten().copied().collect();
    let mut issued = site.gatherer().issue(&ids).await.into_iter();
    let results = named.into_iter().zip(allowed).map(|(nomination, allowed)| {
        let issued = allowed.and_then(|_| match issued.next() {
            Some(issued) => issued.map_err(Problem::from),
            None => Err(Problem::internal("fewer results than nominations")),
        });
        match issued {
            Ok(published) => IssueResult::Issued(CredentialOut::new(&published, site.addresses())),
            Err(problem) => IssueResult::Refused { nomination, problem: document(&problem, site.addresses()) },
        }
    });
    Ok(results.collect())
}

fn document(problem: &Problem, addresses: &Addresses) -> serde_json::Value {
    problem.document(&addresses.problem(problem.kind().slug()), None)
}

/// Publishes a new edition, as the holder or somebody with a mandate.
#[utoipa::path(
    post, path = "/api/credentials/{id}/corrections", tag = "issuing", params(("id" = String, Path)), request_body = CorrectionIn,
    responses((status = 201, body = CredentialOut), (status = 401), (status = 403), (status = 404), (status = 409), (status = 422))
)]
pub async fn correct(State(site): State<Site>, Path(name): Path<String>, ask: Ask<CorrectionIn>) -> Result<Made, Problem> {
    let (credential, office) = (id(&name)?, site.office().clone());
    let release = ask.body.release.read(site.community().chance())?;
    let correction = Correction { release, language: language(ask.body.language.as_deref())?, by: ask.by.0 };
    once(&site, ask.retry, async move {
        let published = office.correct(credential, &correction).await?;
        Made::new(&CredentialOut::new(&published, office.addresses()))
    })
    .await
}

/// Pauses a badge.
#[utoipa::path(
    post, path = "/api/credentials/{id}/suspension", tag = "issuing", params(("id" = String, Path)), request_body = ReasonIn,
    responses((status = 200, body = CredentialRef), (status = 401), (status = 403), (status = 404), (status = 409), (status = 422))
)]
pub async fn suspend(State(site): State<Site>, Path(name): Path<String>, ask: Ask<ReasonIn>) -> Result<Made, Problem> {
    let (credential, by, office) = (id(&name)?, ask.by.0, site.office().clone());
    once(&site, ask.retry, async move {
        office.suspend(credential, &ask.body.reason, by).await?;
        Made::changed(&named(credential, &office))
    })
    .await
}

/// A body without members.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// Ends the pause.
#[utoipa::path(
    delete, path = "/api/credentials/{id}/suspension", tag = "issuing", params(("id" = String, Path)),
    responses((status = 200, body = CredentialRef), (status = 401), (status = 403), (status = 404), (status = 409))
)]
pub async fn reinstate(State(site): State<Site>, Path(name): Path<String>, ask: Ask<Nothing>) -> Result<Made, Problem> {
    let (credential, by, office) = (id(&name)?, ask.by.0, site.office().clone());
    once(&site, ask.retry, async move {
        office.reinstate(credential, by).await?;
        Made::changed(&named(credential, &office))
    })
    .await
}

/// Asks for a revocation; another person confirms it.
#[utoipa::path(
    post, path = "/api/credentials/{id}/revocation-requests", tag = "issuing", params(("id" = String, Path)), request_body = RevocationIn,
    responses((status = 201, body = RevocationOut), (status = 401), (status = 403), (status = 404), (status = 409), (status = 422))
)]
pub async fn ask_revocation(State(site): State<Site>, Path(name): Path<String>, ask: Ask<RevocationIn>) -> Result<Made, Problem> {
    let (credential, by, office) = (id(&name)?, ask.by.0, site.office().clone());
    let reason = ask.body.reason.parse();
    let reason = reason.map_err(|_| Problem::because(Kind::Refused, "reason is one of error, misconduct, holder"))?;
    once(&site, ask.retry, async move {
        let request = office.ask_revocation(credential, reason, &ask.body.note, by).await?;
        Made::new(&RevocationOut { revocation_request: request.to_string() })
    })
    .await
}

/// Confirms a revocation, as another person than the one who asked. Final.
#[utoipa::path(
    post, path = "/api/revocation-requests/{id}/confirm", tag = "issuing", params(("id" = String, Path)),
    responses((status = 200, body = CredentialRef), (status = 401), (status = 403), (status = 404), (status = 409))
)]
pub async fn confirm_revocation(State(site): State<Site>, Path(name): Path<String>, ask: Ask<Nothing>) -> Result<Made, Problem> {
    let (request, by, office) = (id(&name)?, ask.by.0, site.office().clone());
    once(&site, ask.retry, async move {
        let credential = office.confirm_revocation(request, by).await?;
        Made::changed(&named(credential, &office))
    })
    .await
}

/// Declines a revocation: the badge stays as it is.
#[utoipa::path(
    post, path = "/api/revocation-requests/{id}/decline", tag = "issuing", params(("id" = String, Path)),
    responses((status = 200, body = RevocationOut), (status = 401), (status = 403), (status = 404), (status = 409))
)]
pub async fn decline_revocation(State(site): State<Site>, Path(name): Path<String>, ask: Ask<Nothing>) -> Result<Made, Problem> {
    let (request, by, office) = (id(&name)?, ask.by.0, site.office().clone());
    once(&site, ask.retry, async move {
        office.decline_revocation(request, by).await?;
        Made::changed(&RevocationOut { revocation_request: request.to_string() })
    })
    .await
}

fn named(credential: CredentialId, office: &Office) -> CredentialRef {
    CredentialRef { credential: credential.to_string(), address: office.addresses().credential(credential) }
}
