//! The log, link by link, with the formulas written down again.

use sha2::{Digest, Sha256};

use super::Violation;
use super::store::{self, StoredEntry};
use crate::platform::database::{Snapshot, StoreError};

pub(super) const BROKEN: &str = "the log is not one chain whose head is its last entry";
pub(super) const UNOPENED: &str = "the log entry of a published edition commits to other bytes than those stored";

const PAGE: i64 = 500;

/// How many entries were chained again, and where I12 is broken.
pub(super) async fn followed(view: &mut Snapshot) -> Result<(i64, Vec<Violation>), StoreError> {
    let (mut seq, mut chain) = (0, vec![0; 32]);
    let (mut broken, mut unopened) = (Vec::new(), Vec::new());
    loop {
        let page = store::log_entries(view.connection(), seq, PAGE).await?;
        if page.is_empty() {
            break;
        }
        for entry in page {
            if entry.seq != seq + 1 || link(&chain, &entry) != entry.chain {
                broken.push(entry.seq.to_string());
            }
            if !opens(view, &entry).await? {
                unopened.push(entry.seq.to_string());
            }
            (seq, chain) = (entry.seq, entry.chain);
        }
    }
    let (head, head_chain) = store::log_head(view.connection()).await?;
    if (head, &head_chain) != (seq, &chain) {
        broken.push(format!("the head says {head}, the last entry is {seq}"));
    }
    let mut violations = Violation::each("I12", BROKEN, broken);
    violations.extend(Violation::each("I12", UNOPENED, unopened));
    Ok((seq, violations))
}

/// Entries about other deeds, or about erased people, have nothing to be opened with.
async fn opens(view: &mut Snapshot, entry: &StoredEntry) -> Result<bool, StoreError> {
    let ("edition.published", Some(credential), Some(nonce)) = (entry.kind.as_str(), &entry.subject, &entry.nonce) else {
        return Ok(true);
    };
    let documents = store::signed_json(view.connection(), credential).await?;
    Ok(documents.iter().any(|json| commitment(&entry.kind, nonce, json) == entry.commitment))
}

/// SHA-256(link before ‖ number as 8 bytes ‖ kind ‖ commitment)
fn link(before: &[u8], entry: &StoredEntry) -> Vec<u8> {
    let mut hash = Sha256::new();
    for part in [before, &entry.seq.to_be_bytes(), entry.kind.as_bytes(), &entry.commitment] {
        hash.update(part);
    }
    hash.finalize().to_vec()
}

/// SHA-256(0x00 ‖ "insignia-log/v1" ‖ kind ‖ SHA-256(nonce ‖ object))
fn commitment(kind: &str, nonce: &[u8], object: &[u8]) -> Vec<u8> {
    let inner = Sha256::new().chain_update(nonce).chain_update(object).finalize();
    let mut hash = Sha256::new();
    for part in [&b"\0insignia-log/v1"[..], kind.as_bytes(), &inner] {
        hash.update(part);
    }
    hash.finalize().to_vec()
}
