//! Checking a badge that somebody brings: uploaded, named by its address, pasted, or sent by a program.

mod brought;
mod link;

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{FromRequest, Multipart, Query, Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderName, HeaderValue};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use brought::{Badge, Brought};

use crate::appearance::pages::standing::{PresentedBadge, ShareView, VerifyFault, VerifyPage, VerifyResult};
use crate::appearance::pages::verdict::VerdictView;
use crate::doors::http::client::{Client, ClientKey};
use crate::doors::http::conditional::{Caching, Document};
use crate::doors::http::problem::{Kind, Problem};
use crate::doors::http::showing::credential::with_register;
use crate::doors::http::showing::recipient;
use crate::doors::http::showing::verdict::{VerdictDocument, VerifyForm};
use crate::doors::http::site::{Reading, Site};
use crate::issuer::Office;
use crate::verifier::checking::{Checking, Desk};
use crate::verifier::recipient::Resemblance;
use crate::verifier::{Answer, Presented};
use crate::vocabulary::ids::CredentialId;

/// What a link brings.
#[derive(Debug, Deserialize)]
pub struct Linked {
    /// An address, for the form. Nothing is asked before somebody sends it.
    address: Option<String>,
    /// A badge, to be checked.
    badge: Option<String>,
}

/// `GET /verify`: the form, or a new check of the badge that the link carries.
pub async fn form(
    State(site): State<Site>,
    Client(client): Client,
    Reading(reader): Reading,
    Query(linked): Query<Linked>,
) -> Result<Response, Problem> {
    let Some(packed) = linked.badge else {
        let address = linked.address.filter(|address| brought::is_address(address));
        return site.page(&VerifyPage { address, ..VerifyPage::default() }, &reader);
    };
    site.rates().uploads.count(client)?;
    let page = match link::unpacked(&packed) {
        Some(badge) => match judged(&site, client, Badge::Bytes(badge), None).await? {
            Outcome::Judged(page, _) => VerifyPage { carried: Some(packed), ..*page },
            Outcome::OnItsPage(id) => return Ok(to_page(&site, id)),
        },
        None => VerifyPage { fault: Some(VerifyFault::Link), ..VerifyPage::default() },
    };
    site.page(&page, &reader).map(left_nowhere)
}

const ROBOTS: HeaderName = HeaderName::from_static("x-robots-tag");

/// An answer about somebody's badge: no copy on the way, and none in a search engine.
fn left_nowhere(mut answer: Response) -> Response {
    answer.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    answer.headers_mut().insert(ROBOTS, HeaderValue::from_static("noindex"));
    answer
}

/// `POST /verify`: what was brought, and the verdict on it.
pub async fn read(
    State(site): State<Site>,
    Client(client): Client,
    Reading(reader): Reading,
    parts: Multipart,
) -> Result<Response, Problem> {
    site.rates().uploads.count(client)?;
    let Brought { badge, recipient } = match Brought::read(parts).await {
        Ok(brought) => brought,
        Err(fault) => return site.page(&VerifyPage { fault: Some(fault), ..VerifyPage::default() }, &reader),
    };
    match judged(&site, client, badge, recipient).await? {
        Outcome::Judged(page, compared) => recipient::answered(compared, &site, &*page, &reader).map(left_nowhere),
        Outcome::OnItsPage(id) => Ok(to_page(&site, id)),
    }
}

/// What became of something that was brought.
enum Outcome {
    /// The page on it, and what came of the comparison if a person was named.
    Judged(Box<VerifyPage>, Option<Result<Resemblance, Problem>>),
    /// Only the address of a badge of ours, whose bytes are not offered: its own page has the verdict.
    OnItsPage(CredentialId),
}

fn to_page(site: &Site, id: CredentialId) -> Response {
    Redirect::to(&site.addresses().credential(id)).into_response()
}

/// The badge of ours that `address` names, if its holder keeps its bytes back.
async fn kept_back(site: &Site, address: &str) -> Result<Option<CredentialId>, Problem> {
    let Some((id, _)) = site.addresses().credential_file_named(address) else { return Ok(None) };
    Ok((!site.community().offered(id).await?.files().is_shown()).then_some(id))
}

/// The same for bytes that are no badge but an address or a printed code.
async fn presented_kept_back(site: &Site, presented: &Presented) -> Result<Option<CredentialId>, Problem> {
    match (presented.address(), presented.code()) {
        (Some(address), _) => kept_back(site, address).await,
        (None, Some(code)) => kept_back(site, &site.addresses().credential(code)).await,
        (None, None) => Ok(None),
    }
}

async fn judged(site: &Site, client: ClientKey, badge: Badge, recipient: Option<String>) -> Result<Outcome, Problem> {
    if let Badge::Address(address) = &badge
        && let Some(id) = kept_back(site, address).await?
    {
        return Ok(Outcome::OnItsPage(id));
    }
    let desk = Counter { site, client };
    let checking = Checking::asking(site.office(), &desk, site.fetcher());
    let bytes = match found(site, &checking, &badge).await? {
        Ok(bytes) => bytes,
        Err(Missing { fault, .. }) => {
            let page = VerifyPage { fault: Some(fault), address: badge.into_address(), ..VerifyPage::default() };
            return Ok(Outcome::Judged(Box::new(page), None));
        }
    };
    let presented = Arc::new(desk.work(async move { Presented::new(bytes) }).await?);
    if let Some(id) = presented_kept_back(site, &presented).await? {
        return Ok(Outcome::OnItsPage(id));
    }
    let verdict = checking.verdict(Arc::clone(&presented)).await?;
    let compared = recipient.map(|typed| recipient::compared(site, client, &verdict, &typed));
    let said = verdict.signed().map(|signed| with_register(site.office(), |register| PresentedBadge::of(signed, register)));
    let result = VerifyResult {
        share: share(site, &badge, &presented, said.as_ref()),
        badge: said,
        recipient: compared.as_ref().map(recipient::view),
        again: badge.again(),
        verdict: VerdictView::of(&verdict, site.community().now()),
    };
    Ok(Outcome::Judged(Box::new(VerifyPage { result: Some(result), ..VerifyPage::default() }), compared))
}

type AtCounter<'a> = Checking<'a, Office, Counter<'a>>;

/// Nothing to check: what the page says, and the technical reason.
struct Missing {
    fault: VerifyFault,
    why: String,
}

impl From<VerifyFault> for Missing {
    fn from(fault: VerifyFault) -> Self {
        Self { fault, why: String::new() }
    }
}

/// The way to the same badge for somebody else: its page here, its address, a link that carries it, or
/// the file.
fn share(site: &Site, brought: &Badge, presented: &Presented, badge: Option<&PresentedBadge>) -> ShareView {
    let addresses = site.addresses();
    if let Some(page) = badge.and_then(|badge| badge.page.clone()) {
        return ShareView::Address(page);
    }
    let at = match brought {
        Badge::Address(address) => Some(address.as_str()),
        Badge::Bytes(_) => presented.address(),
    };
    match (at, presented.text().map(|text| link::packed(&text))) {
        (Some(address), _) => ShareView::Address(addresses.verify_at(address)),
        (None, Some(Some(packed))) => ShareView::Link { address: addresses.verify_carrying(&packed), packed },
        (None, Some(None)) => ShareView::TooLarge(addresses.verify()),
        (None, None) => ShareView::File(addresses.verify()),
    }
}

/// The bytes of what was brought; our own addresses are answered from the store.
async fn found(site: &Site, checking: &AtCounter<'_>, badge: &Badge) -> Result<Result<Vec<u8>, Missing>, Problem> {
    let address = match badge {
        Badge::Bytes(bytes) => return Ok(Ok(bytes.clone())),
        Badge::Address(address) => address,
    };
    if !url::Url::parse(address).is_ok_and(|url| matches!(url.scheme(), "https" | "http")) {
        return Ok(Err(VerifyFault::Address.into()));
    }
    let own = site.addresses().is_own(address);
    if !own && !site.fetcher().asks(address) {
        return Ok(Err(VerifyFault::Elsewhere.into()));
    }
    Ok(match checking.bring(address).await? {
        Answer::Found { bytes, .. } => Ok(bytes),
        Answer::Unreachable { why } | Answer::Gone { why } => {
            Err(Missing { fault: if own { VerifyFault::Absent } else { VerifyFault::Unreachable }, why })
        }
    })
}

/// `POST /api/verify`: a badge as the body, or a form like that of the page; the verdict as JSON.
#[utoipa::path(
    post, path = "/api/verify", tag = "verification",
    request_body(
        content(
            (String = "application/octet-stream"),
            (VerifyForm = "multipart/form-data")
        ),
        description = "A badge as the whole body (JSON, JWT, PNG, SVG or PDF, a picture of its QR code, or its https address), or a form. \
            What stands at an address is fetched, over three redirects at most. An issuer's keys and status lists are asked for at their \
            own addresses, within six requests and eight seconds."
    ),
    responses(
        (status = 200, body = VerdictDocument, description = "The verdict, with every check", content_type = "application/json"),
        (status = 403, description = "An address of ours whose badge its holder shows on its page only", content_type = "application/problem+json"),
        (status = 422, description = "No badge could be read at that address", content_type = "application/problem+json"),
        (status = 429, description = "Over 30 badges a minute, or over 10 for which others were asked", content_type = "application/problem+json")
    )
)]
pub async fn check(State(site): State<Site>, Client(client): Client, request: Request) -> Result<Response, Problem> {
    site.rates().uploads.count(client)?;
    let content_type = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let brought = if content_type.starts_with("multipart/form-data") {
        Brought::read(Multipart::from_request(request, &site).await.map_err(|refusal| Problem::of_library(refusal.status()))?).await
    } else {
        Brought::of_body(&Bytes::from_request(request, &site).await.map_err(|refusal| Problem::of_library(refusal.status()))?)
    };
    let Brought { badge, recipient } = brought.map_err(|fault| refused(fault.into()))?;
    let withheld = |id| Problem::new(Kind::Withheld).with("page", site.addresses().credential(id));
    if let Badge::Address(address) = &badge
        && let Some(id) = kept_back(&site, address).await?
    {
        return Err(withheld(id));
    }
    let desk = Counter { site: &site, client };
    let checking = Checking::asking(site.office(), &desk, site.fetcher());
    let bytes = found(&site, &checking, &badge).await?.map_err(refused)?;
    let presented = Arc::new(desk.work(async move { Presented::new(bytes) }).await?);
    if let Some(id) = presented_kept_back(&site, &presented).await? {
        return Err(withheld(id));
    }
    let verdict = checking.verdict(Arc::clone(&presented)).await?;
    let compared = recipient.map(|typed| recipient::compared(&site, client, &verdict, &typed)).transpose()?;
    let document = VerdictDocument::of(&verdict, presented.form(), compared.as_ref(), site.community().now());
    let text = serde_json::to_string(&document).map_err(Problem::internal)?;
    Ok(Document::new(text, "application/json", Caching::Never).into_response())
}

/// What a form may say to a program that sends one.
fn refused(missing: Missing) -> Problem {
    match missing.fault {
        VerifyFault::Empty => Problem::because(
            Kind::Malformed,
            "send the badge as the body of the request: JSON, JWT, PNG, SVG or PDF, a picture of its QR code, or its address",
        ),
        VerifyFault::TooLarge => Problem::new(Kind::TooLarge),
        VerifyFault::Unreadable | VerifyFault::Link => Problem::because(Kind::Malformed, "the form could not be read"),
        VerifyFault::Address => Problem::because(Kind::Malformed, "the address is no https or http address"),
        VerifyFault::Absent => Problem::because(Kind::NotFound, "there is no badge at this address of this server"),
        VerifyFault::Unreachable => Problem::because(Kind::NotBrought, missing.why),
        VerifyFault::Elsewhere => Problem::because(Kind::Refused, "this server fetches no badge from another server: send its bytes"),
    }
}

/// Where visitors' badges are judged: work waits for a processor, and each client may have others
/// asked so often.
struct Counter<'a> {
    site: &'a Site,
    client: ClientKey,
}

impl Desk for Counter<'_> {
    type Refusal = Problem;

    async fn work<T: Send + 'static>(&self, work: impl Future<Output = T> + Send + 'static) -> Result<T, Problem> {
        self.site.when_free(work).await
    }

    fn leave(&self) -> Result<(), Problem> {
        self.site.rates().foreign.count(self.client)
    }
}
