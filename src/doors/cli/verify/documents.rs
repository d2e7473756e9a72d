//! Documents that somebody fetched before: what a verifier without a network knows.
//!
//! A document counts where it stands. Most say so themselves, by their id; of the others the address
//! is written before the file. What no badge could ask for is refused: whoever brings it expects
//! something of it.

mod kind;

use std::path::Path;
use std::time::UNIX_EPOCH;

use anyhow::Context as _;
use serde_json::Value;

use crate::doors::cli::answer::Refused;
use crate::standards::json::{self, Limits};
use crate::standards::proof::vc_jwt::{Compact, credential_in};
use crate::verifier::{Answer, Known};
use crate::vocabulary::Timestamp;

use kind::Kind;

/// Makes the document in `FILE`, or in the file of `ADDRESS=FILE`, known. It counts as fetched when
/// the file was written.
pub(super) fn add(known: &mut Known, named: &Path) -> anyhow::Result<()> {
    let (address, file) = split(named)?;
    let cannot = || format!("{} cannot be read", file.display());
    let bytes = std::fs::read(file).with_context(cannot)?;
    let written = std::fs::metadata(file).and_then(|found| found.modified()).with_context(cannot)?;
    let ms = written.duration_since(UNIX_EPOCH).ok().and_then(|since| i64::try_from(since.as_millis()).ok());
    let fetched_at = Timestamp::from_ms(ms.unwrap_or(0));
    let document = read(&bytes).with_context(cannot)?;
    let need = Kind::of(&document).and_then(|kind| kind.placed(&document, address));
    let need = need.map_err(|why| Refused::because(format!("{}: {why}", file.display())))?;
    known.answer(need, Answer::Found { bytes, fetched_at });
    Ok(())
}

/// The address, if one stands before the file.
fn split(named: &Path) -> anyhow::Result<(Option<&str>, &Path)> {
    let Some(text) = named.to_str().filter(|text| is_address(text)) else { return Ok((None, named)) };
    let Some((address, file)) = text.rsplit_once('=').filter(|(_, file)| !file.is_empty()) else {
        return Err(Refused::because(format!("{text} names no file; write --with ADDRESS=FILE")));
    };
    Ok((Some(address), Path::new(file)))
}

fn is_address(text: &str) -> bool {
    ["https://", "http://", "did:"].iter().any(|start| text.starts_with(start))
}

/// JSON, or the content of a token.
fn read(bytes: &[u8]) -> anyhow::Result<Value> {
    if bytes.trim_ascii_start().starts_with(b"{") {
        return Ok(json::parse(bytes, &Limits::DOCUMENT)?);
    }
    let text = str::from_utf8(bytes.trim_ascii()).context("it is neither JSON nor a JWT")?;
    let claims = Compact::parse(text).and_then(|token| token.claims()).context("it is neither JSON nor a JWT")?;
    Ok(credential_in(&claims).clone())
}
