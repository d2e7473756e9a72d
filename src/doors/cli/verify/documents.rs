//! Documents that somebody fetched before: what a verifier without a network knows.

use std::path::Path;
use std::time::UNIX_EPOCH;

use anyhow::Context as _;
use serde_json::Value;

use crate::doors::cli::answer::Refused;
use crate::standards::json::{self, Limits};
use crate::verifier::{Answer, Known, Need};
use crate::vocabulary::Timestamp;

/// Makes the document in `file` known: a DID document by its id, a status list by its address. It
/// counts as fetched when the file was written.
pub(super) fn add(known: &mut Known, file: &Path) -> anyhow::Result<()> {
    let cannot = || format!("{} cannot be read", file.display());
    let bytes = std::fs::read(file).with_context(cannot)?;
    let written = std::fs::metadata(file).and_then(|found| found.modified()).with_context(cannot)?;
    let ms = written.duration_since(UNIX_EPOCH).ok().and_then(|since| i64::try_from(since.as_millis()).ok());
    let fetched_at = Timestamp::from_ms(ms.unwrap_or(0));
    let document = json::parse(&bytes, &Limits::DOCUMENT).with_context(cannot)?;
    let Some(id) = document.get("id").and_then(Value::as_str) else {
        return Err(Refused::because(format!("{} has no id: it is neither a DID document nor a status list", file.display())));
    };
    let need = if id.starts_with("did:") { Need::DidDocument(id.to_owned()) } else { Need::StatusList(id.to_owned()) };
    known.answer(need, Answer::Found { bytes, fetched_at });
    Ok(())
}
