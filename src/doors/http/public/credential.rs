//! `/c/{id}`: the address of a credential, in every form.
//!
//! The page is made anew from the stored bytes each time: they go through the verifier, and what
//! the page says comes from what was verified. A printed address is in upper case and answers
//! directly, because a redirect costs a phone with a weak signal another round trip.
//!
//! The page always answers verdict, class, issuer and dates; names, evidence and files follow the
//! holder's choice. Signed bytes cannot be shown in part, so where a name or the evidence is withheld no
//! form of them is given out, to programs neither: they get a 403 that says why. A verifier loses
//! nothing by it. Whoever presents a badge has its bytes, and keys, DID documents and status lists stay
//! public; our own verifier reads newer editions from the store. Only a stranger who has nothing but the
//! address cannot fetch the names that the holder keeps back, which is the point.

use std::sync::Arc;

use axum::extract::{Path, RawQuery, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, VARY};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Response};

use super::certificate;
use super::pictures::{self, Asked};
use crate::appearance::artwork::Design;
use crate::appearance::pages::Reader;
use crate::appearance::pages::credential::{Absence, CredentialAbsent, CredentialPage};
use crate::appearance::qr::Qr;
use crate::community::people::holding::Offered;
use crate::community::people::sign_in::Secret;
use crate::doors::certifying;
use crate::doors::http::accept::{CREDENTIAL, CredentialForm, negotiate};
use crate::doors::http::client::{Client, ClientKey};
use crate::doors::http::conditional::{Caching, Document};
use crate::doors::http::headers::IMAGE_POLICY;
use crate::doors::http::problem::{Kind, Problem};
use crate::doors::http::showing;
use crate::doors::http::showing::credential::Sight;
use crate::doors::http::site::{Reading, Site};
use crate::issuer::Found;
use crate::issuer::credential::Published;
use crate::standards::bake;
use crate::verifier::Verdict;
use crate::vocabulary::ids::CredentialId;

/// A correction or an erasure is seen through caches within a minute, like a revocation.
pub(super) const CREDENTIAL_CACHE: Caching = Caching::Public(60);
/// The media type of the JSON form: [OB 3.0 §5.2](https://www.imsglobal.org/spec/ob/v3p0/#file-format).
const JSON: &str = "application/vc+ld+json";

/// What stands behind the id in the address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Suffix {
    None,
    Json,
    Jwt,
    Png,
    Svg,
    QrSvg,
    QrPng,
    Pdf,
}

fn split(name: &str) -> Option<(CredentialId, Suffix)> {
    let (id, suffix) = name.split_once('.').unwrap_or((name, ""));
    let suffix = match suffix {
        "" if !name.contains('.') => Suffix::None,
        "json" => Suffix::Json,
        "jwt" => Suffix::Jwt,
        "png" => Suffix::Png,
        "svg" => Suffix::Svg,
        "qr.svg" => Suffix::QrSvg,
        "qr.png" => Suffix::QrPng,
        "pdf" => Suffix::Pdf,
        _ => return None,
    };
    Some((id.parse().ok()?, suffix))
}

/// `GET /c/{id}` and its files.
pub async fn show(
    State(site): State<Site>,
    Client(client): Client,
    Reading(reader): Reading,
    headers: HeaderMap,
    size: Asked,
    RawQuery(query): RawQuery,
    Path(name): Path<String>,
) -> Result<Response, Problem> {
    let (id, suffix) = split(&name).map_or((None, Suffix::None), |(id, suffix)| (Some(id), suffix));
    let (id, published) = found(&site, client, &reader, id, &name).await?;
    let sight = Sight { offered: site.community().offered(id).await?, link: None };
    if matches!(suffix, Suffix::None) {
        return negotiated(&site, &reader, &headers, id, &published, &sight).await;
    }
    file(&site, client, &reader, suffix, &size, query.as_deref(), id, &published, &sight).await
}

/// `GET /c/{id}/link/{token}`: the page, whole, for whoever has a viewing link.
pub async fn by_link(
    State(site): State<Site>,
    Client(client): Client,
    Reading(reader): Reading,
    Path((name, token)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let (id, published, sight) = linked(&site, client, &reader, &name, &token).await?;
    page(&site, &reader, id, &published, &sight).await.map(kept_nowhere)
}

/// `GET /c/{id}/link/{token}/{form}`: one of its files.
pub async fn file_by_link(
    State(site): State<Site>,
    Client(client): Client,
    Reading(reader): Reading,
    size: Asked,
    RawQuery(query): RawQuery,
    Path((name, token, form)): Path<(String, String, String)>,
) -> Result<Response, Problem> {
    let (id, published, sight) = linked(&site, client, &reader, &name, &token).await?;
    let (_, suffix) = split(&format!("{id}.{form}")).ok_or_else(Problem::not_found)?;
    file(&site, client, &reader, suffix, &size, query.as_deref(), id, &published, &sight).await.map(kept_nowhere)
}

/// A file of a badge for its holder, whatever the public page offers. The certificate too is of genuine and
/// current badges only.
pub(in crate::doors::http) async fn file_of_holder(
    site: &Site,
    client: ClientKey,
    reader: &Reader,
    id: CredentialId,
    form: &str,
    size: &Asked,
    query: Option<&str>,
) -> Result<Response, Problem> {
    let (id, published) = found(site, client, reader, Some(id), "").await?;
    let suffix = split(&format!("{id}.{form}")).map(|(_, suffix)| suffix).filter(|suffix| *suffix != Suffix::None);
    let sight = Sight { offered: Offered::WHOLE, link: None };
    file(site, client, reader, suffix.ok_or_else(Problem::not_found)?, size, query, id, &published, &sight).await.map(kept_nowhere)
}

async fn linked(
    site: &Site,
    client: ClientKey,
    reader: &Reader,
    name: &str,
    token: &str,
) -> Result<(CredentialId, Box<Published>, Sight), Problem> {
    let (id, published) = found(site, client, reader, name.parse().ok(), name).await?;
    let offered = match Secret::of(token) {
        Some(link) => site.community().offered_by_link(id, &link).await?.map(|offered| Sight { offered, link: Some(link) }),
        None => None,
    };
    let Some(sight) = offered else {
        site.rates().misses.count(client)?;
        return Err(absent(site, reader, Absence::LinkOver, &id.printed()));
    };
    Ok((id, published, sight))
}

/// An answer to one person only: no copy on the way.
pub(super) fn kept_nowhere(mut answer: Response) -> Response {
    answer.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    answer
}

/// The published badge with this id; a miss is counted. Whoever has the addresses may look at them all.
pub(super) async fn found(
    site: &Site,
    client: ClientKey,
    reader: &Reader,
    id: Option<CredentialId>,
    name: &str,
) -> Result<(CredentialId, Box<Published>), Problem> {
    site.rates().pages.count(client)?;
    let found = match id {
        Some(id) => site.office().find(id).await?.map(|found| (id, found)),
        None => None,
    };
    match found {
        Some((id, Found::Published { published, .. })) => Ok((id, published)),
        Some((id, Found::Unfinished)) => Err(absent(site, reader, Absence::BeingIssued, &id.printed())),
        Some((id, Found::Erased { .. })) => Err(absent(site, reader, Absence::Gone, &id.printed())),
        None => {
            site.rates().misses.count(client)?;
            Err(absent(site, reader, Absence::Unknown, name))
        }
    }
}

/// A file of a badge, if it is offered. The code that leads to the page always is.
#[expect(clippy::too_many_arguments, reason = "what a request says, each a plain value")]
async fn file(
    site: &Site,
    client: ClientKey,
    reader: &Reader,
    suffix: Suffix,
    size: &Asked,
    query: Option<&str>,
    id: CredentialId,
    published: &Published,
    sight: &Sight,
) -> Result<Response, Problem> {
    if !matches!(suffix, Suffix::QrSvg | Suffix::QrPng) && !sight.offered.files().is_shown() {
        return Err(absent(site, reader, Absence::Withheld, &id.printed()));
    }
    let mut response = match suffix {
        Suffix::None => return page(site, reader, id, published, sight).await,
        Suffix::Json => json(published, JSON).saved_as(&file_name(id, "json")).into_response(),
        Suffix::Jwt => jwt(published, "text/plain").saved_as(&file_name(id, "jwt")).into_response(),
        Suffix::Png => png(site, published, size).await?.saved_as(&file_name(id, "png")).into_response(),
        Suffix::Svg => svg(site, published)?.saved_as(&file_name(id, "svg")).into_response(),
        Suffix::QrSvg => Document::new(qr(site, id)?.svg(), "image/svg+xml", Caching::Public(86_400)).into_response(),
        Suffix::QrPng => {
            Document::new(qr(site, id)?.png(8).map_err(Problem::internal)?, "image/png", Caching::Public(86_400)).into_response()
        }
        Suffix::Pdf => {
            site.rates().certificates.count(client)?;
            certificate::show(site, reader, query, id, published).await?
        }
    };
    if matches!(suffix, Suffix::Svg | Suffix::QrSvg) {
        response.headers_mut().insert(CONTENT_SECURITY_POLICY, IMAGE_POLICY);
    }
    Ok(response)
}

/// The same answer whatever is missing; for a browser with a page of its own.
pub(super) fn absent(site: &Site, reader: &Reader, absence: Absence, code: &str) -> Problem {
    let kind = match absence {
        Absence::Unknown => Kind::NotFound,
        Absence::Gone => Kind::Erased,
        Absence::BeingIssued => Kind::BeingIssued,
        Absence::Withheld => Kind::Withheld,
        Absence::LinkOver => Kind::NotFound,
    };
    let id = matches!(absence, Absence::Withheld | Absence::LinkOver).then(|| CredentialId::from_typed(code).ok()).flatten();
    let code = code.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').take(40).collect();
    let page = site.pages().render(&CredentialAbsent { absence, code, page: id.map(|id| site.addresses().credential(id)) }, reader);
    match page {
        Ok(page) => Problem::new(kind).shown_as(page.into_string()),
        Err(fault) => Problem::internal(fault),
    }
}

async fn negotiated(
    site: &Site,
    reader: &Reader,
    headers: &HeaderMap,
    id: CredentialId,
    published: &Published,
    sight: &Sight,
) -> Result<Response, Problem> {
    let choice = negotiate(headers, CREDENTIAL).ok_or_else(|| Problem::new(Kind::NotAcceptable))?;
    let mut response = match choice.form {
        CredentialForm::Html => return page(site, reader, id, published, sight).await,
        CredentialForm::Json | CredentialForm::Jwt if !sight.offered.files().is_shown() => {
            return Err(absent(site, reader, Absence::Withheld, &id.printed()));
        }
        CredentialForm::Json => json(published, choice.media_type).into_response(),
        CredentialForm::Jwt => jwt(published, choice.media_type).into_response(),
    };
    response.headers_mut().insert(VARY, HeaderValue::from_static("Accept, Accept-Language"));
    Ok(response)
}

/// Verifies the stored bytes and shows what they say.
async fn page(site: &Site, reader: &Reader, id: CredentialId, published: &Published, sight: &Sight) -> Result<Response, Problem> {
    let (page, _) = judged(site, reader, id, published, sight).await?;
    site.page(&page, reader)
}

/// The page of stored bytes that were verified, and their verdict.
pub(super) async fn judged(
    site: &Site,
    reader: &Reader,
    id: CredentialId,
    published: &Published,
    sight: &Sight,
) -> Result<(CredentialPage, Arc<Verdict>), Problem> {
    let judged = site.verdicts().on(published, site).await?;
    let records = certifying::records(site.office(), &judged.verdict, &reader.paper).await?;
    Ok((showing::credential::page(id, &judged.verdict, judged.at, records, site, &reader.paper, sight), judged.verdict))
}

fn json(published: &Published, media_type: &'static str) -> Document {
    Document::new(published.json().to_vec(), media_type, CREDENTIAL_CACHE)
}

fn jwt(published: &Published, media_type: &'static str) -> Document {
    Document::new(published.jwt().to_owned(), media_type, CREDENTIAL_CACHE)
}

/// The picture of its class with the JSON form inside ([OB 3.0 §5.3.1](https://www.imsglobal.org/spec/ob/v3p0/#baking)).
async fn png(site: &Site, published: &Published, size: &Asked) -> Result<Document, Problem> {
    let picture = pictures::png(site, design(site, published)?, size.side()?).await?;
    let baked = bake::png::bake(&picture, text(published)?).map_err(Problem::internal)?;
    Ok(Document::new(baked, "image/png", CREDENTIAL_CACHE))
}

fn svg(site: &Site, published: &Published) -> Result<Document, Problem> {
    let picture = pictures::svg(site, &design(site, published)?)?;
    let baked = bake::svg::bake(picture.as_bytes(), text(published)?).map_err(Problem::internal)?;
    Ok(Document::new(baked, "image/svg+xml", CREDENTIAL_CACHE))
}

fn text(published: &Published) -> Result<&str, Problem> {
    std::str::from_utf8(published.json()).map_err(Problem::internal)
}

/// The class with the level and the issuer of this credential.
fn design(site: &Site, published: &Published) -> Result<Design, Problem> {
    let award = published.award();
    let (slug, version) = award.class();
    let class = site.catalog().class_version(slug, version);
    let class = class.ok_or_else(|| Problem::internal(format_args!("no class {slug} {version}")))?;
    let issuer = site.office().issuer(award.issuer()).map_err(Problem::internal)?;
    Design::of_credential(award, class, issuer).map_err(Problem::internal)
}

fn qr(site: &Site, id: CredentialId) -> Result<Qr, Problem> {
    Qr::of(&site.addresses().qr_text(id)).map_err(Problem::internal)
}

fn file_name(id: CredentialId, form: &str) -> String {
    format!("badge-{id}.{form}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_suffix_is_one_of_ours_or_nothing() {
        let id = "01hq3v5k8m2n4p6r7s9t0w1x2y";
        let read = |name: &str| split(name).map(|(_, suffix)| suffix);
        for (suffix, form) in
            [("", Suffix::None), (".json", Suffix::Json), (".jwt", Suffix::Jwt), (".qr.svg", Suffix::QrSvg), (".pdf", Suffix::Pdf)]
        {
            assert_eq!(read(&format!("{id}{suffix}")), Some(form));
        }
        assert_eq!(read(&id.to_uppercase()), Some(Suffix::None));
        for wrong in [".", ".html", ".json.json", ".JSON", ".qr", "/"] {
            assert_eq!(read(&format!("{id}{wrong}")), None, "{wrong}");
        }
    }
}
