//! Putting people forward, seeing what is missing, attesting, taking back.

use axum::Json;
use axum::extract::{Path, State};

use super::wire::{AttestationIn, AttestationOut, NominationIn, NominationOut, ReasonIn, WithdrawnOut};
use super::{Ask, Made, SignedIn, id, once};
use crate::community::attestation::{CriterionMet, Evidence, NewNomination};
use crate::doors::http::problem::{Kind, Problem};
use crate::doors::http::site::Site;
use crate::vocabulary::LanguageTag;

/// Puts a person forward, as somebody with a mandate for the class.
#[utoipa::path(
    post, path = "/api/nominations", tag = "attesting", request_body = NominationIn,
    responses((status = 201, body = NominationOut), (status = 401), (status = 403), (status = 422))
)]
pub async fn nominate(State(site): State<Site>, ask: Ask<NominationIn>) -> Result<Made, Problem> {
    ask.by.with_mandate_for(&ask.body.class, &site).await?;
    let new = nomination(&site, ask.by, ask.body)?;
    let office = site.office().clone();
    once(&site, ask.retry, async move {
        let nomination = office.community().nominate(&new).await?;
        let (nomination, attestations, standing) = office.community().standing(nomination.id()).await?;
        Made::new(&NominationOut::new(&nomination, &attestations, &standing))
    })
    .await
}

fn nomination(site: &Site, by: SignedIn, said: NominationIn) -> Result<NewNomination, Problem> {
    let unknown = |what: &str| Problem::because(Kind::Refused, format_args!("{what} is not an id of this server"));
    let issuer = match said.issuer {
        Some(slug) => site.office().issuer(&slug)?.slug().to_owned(),
        None => site.office().owner()?.slug().to_owned(),
    };
    Ok(NewNomination {
        holder: said.account.parse().map_err(|_| unknown("account"))?,
        slug: said.class,
        version: said.version,
        issuer,
        training: said.training.map(|id| id.parse().map_err(|_| unknown("training"))).transpose()?,
        language: language(said.language.as_deref())?.unwrap_or_else(LanguageTag::english),
        by: Some(by.0),
        release: said.release.unwrap_or_default().read(site.community().chance())?,
    })
}

/// A language by its tag or wiki code.
pub(super) fn language(said: Option<&str>) -> Result<Option<LanguageTag>, Problem> {
    said.map(LanguageTag::from_wiki_code).transpose().map_err(|fault| Problem::because(Kind::Refused, fault))
}

/// Shows how a nomination stands to its holder and to trainers of its class. To others it is not there.
#[utoipa::path(
    get, path = "/api/nominations/{id}", tag = "attesting", params(("id" = String, Path)),
    responses((status = 200, body = NominationOut), (status = 401), (status = 404))
)]
pub async fn standing(State(site): State<Site>, by: SignedIn, Path(name): Path<String>) -> Result<Json<NominationOut>, Problem> {
    let (nomination, attestations, standing) = site.community().standing(id(&name)?).await.map_err(|error| match error.into() {
        problem if Problem::kind(&problem) == Kind::NotFound => Problem::not_found(),
        problem => problem,
    })?;
    if nomination.holder() != by.0 {
        by.with_mandate_for(nomination.slug(), &site).await.map_err(|_| Problem::not_found())?;
    }
    Ok(Json(NominationOut::new(&nomination, &attestations, &standing)))
}

/// Attests criteria, as somebody with a mandate for the class.
#[utoipa::path(
    post, path = "/api/nominations/{id}/attestations", tag = "attesting", params(("id" = String, Path)), request_body = AttestationIn,
    responses((status = 201, body = AttestationOut), (status = 401), (status = 403), (status = 404), (status = 409), (status = 422))
)]
pub async fn attest(State(site): State<Site>, Path(name): Path<String>, ask: Ask<AttestationIn>) -> Result<Made, Problem> {
    let (nomination, by, said) = (id(&name)?, ask.by.0, ask.body);
    let evidence = said.evidence.iter().map(|e| Evidence::new(e.url.as_deref(), &e.narrative)).collect::<Result<Vec<_>, _>>()?;
    let met = said.criteria.into_iter().map(|c| CriterionMet { criterion: c.criterion, level: c.level }).collect();
    let office = site.office().clone();
    once(&site, ask.retry, async move {
        let attestation = office.community().attest(by, nomination, met, &said.statement, evidence).await?;
        let address = office.addresses().attestation(attestation.id());
        Made::new(&AttestationOut { attestation: attestation.id().to_string(), address })
    })
    .await
}

/// Takes an attestation back, as the trainer who made it.
#[utoipa::path(
    post, path = "/api/attestations/{id}/withdraw", tag = "attesting", params(("id" = String, Path)), request_body = ReasonIn,
    responses((status = 200, body = WithdrawnOut), (status = 401), (status = 403), (status = 404), (status = 409))
)]
pub async fn withdraw(State(site): State<Site>, Path(name): Path<String>, ask: Ask<ReasonIn>) -> Result<Made, Problem> {
    let (attestation, by, office) = (id(&name)?, ask.by.0, site.office().clone());
    once(&site, ask.retry, async move {
        let request = office.withdraw_attestation(attestation, by, &ask.body.reason).await?;
        Made::changed(&WithdrawnOut { revocation_request: request.map(|id| id.to_string()) })
    })
    .await
}
