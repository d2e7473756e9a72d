//! Taking everything along, and being erased.

use std::io::{Cursor, Write as _};

use axum::extract::{Form, State};
use axum::http::HeaderValue;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::json;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::appearance::pages::Reader;
use crate::appearance::pages::holding::{ErasePage, ErasedPage, ExportPage};
use crate::community::attestation::picture::Size;
use crate::community::people::sign_in::session::Proof;
use crate::doors::http::entry::inside::inside;
use crate::doors::http::entry::{SignedIn, signed_out};
use crate::doors::http::onward::onward;
use crate::doors::http::problem::Problem;
use crate::doors::http::site::{Reading, Site};
use crate::issuer::{Copies, EraseError};

/// `GET /me/export`.
pub async fn export(State(site): State<Site>, person: SignedIn, Reading(reader): Reading) -> Result<Response, Problem> {
    site.page(&ExportPage { inside: inside(&person) }, &reader)
}

/// `POST /me/export`: one ZIP with everything.
pub async fn take(State(site): State<Site>, person: SignedIn) -> Result<Response, Problem> {
    let account = person.session.account().id();
    let kept = site.office().kept_about(account).await?;
    let mut files = vec![
        (
            "data.json".to_owned(),
            pretty(&json!({ "account": account.to_string(), "kept": kept.rows, "slips": kept.slips, "mails": kept.mails }))?,
        ),
        ("log.json".to_owned(), pretty(&json!({ "opens": LOG, "entries": kept.log }))?),
    ];
    let held: Vec<_> = site.office().held_by(account).await?.into_iter().map(|held| held.credential).collect();
    for (id, published) in site.office().published(&held).await? {
        files.push((format!("badges/{id}.json"), published.json().to_vec()));
        files.push((format!("badges/{id}.jwt"), published.jwt().as_bytes().to_vec()));
    }
    for picture in site.community().pictures_about(account).await? {
        let bytes = site.community().picture_bytes(picture.id(), Size::Whole).await?;
        files.extend(bytes.map(|bytes| (format!("pictures/{}.jpg", picture.id()), bytes)));
    }
    let archive = site.when_free(async move { zipped(&files) }).await?.map_err(Problem::internal)?;
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static("application/zip")),
        (CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"insignia-my-data.zip\"")),
    ];
    Ok((headers, archive).into_response())
}

/// How an entry of the public log is opened.
const LOG: &str =
    "commitment = SHA-256(0x00, \"insignia-log/v1\", kind, SHA-256(nonce, object)); the object of most entries is their subject";

fn pretty(document: &serde_json::Value) -> Result<Vec<u8>, Problem> {
    serde_json::to_vec_pretty(document).map_err(Problem::internal)
}

fn zipped(files: &[(String, Vec<u8>)]) -> std::io::Result<Vec<u8>> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        archive.start_file(name.as_str(), SimpleFileOptions::default().unix_permissions(0o644))?;
        archive.write_all(bytes)?;
    }
    Ok(archive.finish()?.into_inner())
}

/// `GET /me/erase`.
pub async fn ask(State(site): State<Site>, person: SignedIn, Reading(reader): Reading) -> Result<Response, Problem> {
    site.page(&erase_page(&site, &person, None).await?, &reader)
}

async fn erase_page(site: &Site, person: &SignedIn, fault: Option<&'static str>) -> Result<ErasePage, Problem> {
    Ok(ErasePage {
        inside: inside(person),
        fresh: person.session.line().is_fresh(site.community().now()),
        prove: prove(person),
        badges: !site.office().held_by(person.session.account().id()).await?.is_empty(),
        fault,
    })
}

/// Where they show once more who they are: with their slip and its PIN, or by whatever else they sign in.
fn prove(person: &SignedIn) -> String {
    match person.session.line().proved_by() {
        Proof::Slip => "/slip?next=/me/erase".to_owned(),
        Proof::Passkey | Proof::Wiki | Proof::Provider | Proof::Link => "/sign-in?next=/me/erase".to_owned(),
    }
}

/// What was typed and chosen.
#[derive(Debug, Deserialize)]
pub struct Confirmed {
    word: String,
    copies: Option<String>,
}

/// `POST /me/erase`. There is no way back, so the person showed a moment ago who they are, and typed a word.
pub async fn erase(
    State(site): State<Site>,
    person: SignedIn,
    Reading(reader): Reading,
    Form(confirmed): Form<Confirmed>,
) -> Result<Response, Problem> {
    if !person.session.line().is_fresh(site.community().now()) {
        return Ok(onward("/me/erase", &reader));
    }
    if !is_the_word(&site, &reader, &confirmed.word) {
        return site.page(&erase_page(&site, &person, Some("bad-word")).await?, &reader);
    }
    let copies = if confirmed.copies.as_deref() == Some("revoke") { Copies::Revoked } else { Copies::Left };
    let (office, account) = (site.office().clone(), person.session.account().id());
    match site.to_the_end(async move { office.erase_with(account, copies).await }).await? {
        // No account: erased by a first tap, and the session is gone with it.
        Ok(()) | Err(EraseError::NoAccount(_)) => Ok(signed_out(onward("/erased", &reader), &site)),
        Err(EraseError::InProgress) => site.page(&erase_page(&site, &person, Some("busy")).await?, &reader),
        Err(EraseError::Store(error)) => Err(error.into()),
    }
}

/// Whether somebody typed the word that their page asks for.
fn is_the_word(site: &Site, reader: &Reader, typed: &str) -> bool {
    let word = site.pages().said("holding-erase-word", &reader.language, &[]).text;
    typed.trim().to_lowercase() == word.to_lowercase()
}

/// `GET /erased`.
pub async fn erased(State(site): State<Site>, Reading(reader): Reading) -> Result<Response, Problem> {
    site.page(&ErasedPage, &reader)
}
