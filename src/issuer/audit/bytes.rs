//! Hashing every stored form again and comparing it with its digest (I11), page by page.

use sha2::{Digest as _, Sha256};

use super::Violation;
use super::store::{self, Stored};
use crate::platform::database::{Connection, StoreError};

const PAGE: i64 = 500;

const PAYLOADS: &str = "select e.edition_id, p.payload as bytes, e.payload_digest as digest from edition e \
     join edition_payload p on p.edition_id = e.edition_id where e.edition_id > $1 order by e.edition_id limit $2";
const JSON_FORMS: &str = "select e.edition_id, s.json as bytes, e.json_digest as digest from edition e \
     join signed_edition s on s.edition_id = e.edition_id where e.edition_id > $1 and e.json_digest is not null order by e.edition_id limit $2";
const JWT_FORMS: &str = "select e.edition_id, s.jwt as bytes, e.jwt_digest as digest from edition e \
     join signed_edition s on s.edition_id = e.edition_id where e.edition_id > $1 and e.jwt_digest is not null order by e.edition_id limit $2";

/// How many forms were hashed, and which differ from their digest.
pub(super) async fn altered(connection: &mut Connection) -> Result<(usize, Vec<Violation>), StoreError> {
    let (mut hashed, mut violations) = (0, Vec::new());
    for (question, sentence) in [(PAYLOADS, "a stored payload was altered"), (JSON_FORMS, "a stored JSON form was altered")] {
        let mut after = String::new();
        loop {
            let page = store::stored(connection, question, &after, PAGE).await?;
            let Some(last) = page.last() else { break };
            after.clone_from(&last.edition);
            hashed += page.len();
            violations.extend(compare(&page, sentence));
        }
    }
    let mut after = String::new();
    loop {
        let page = store::stored_text(connection, JWT_FORMS, &after, PAGE).await?;
        let Some(last) = page.last() else { break };
        after.clone_from(&last.edition);
        hashed += page.len();
        violations.extend(compare(&page, "a stored JWT form was altered"));
    }
    Ok((hashed, violations))
}

fn compare(page: &[Stored], sentence: &'static str) -> Vec<Violation> {
    let differs = |stored: &&Stored| Sha256::digest(&stored.bytes).as_slice() != stored.digest.as_slice();
    page.iter().filter(differs).map(|stored| Violation { invariant: "I11", sentence, found: stored.edition.clone() }).collect()
}
