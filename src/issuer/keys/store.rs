//! Rows of `key_pair`: the authority on which keys an issuer has and in which state they are.

use std::collections::BTreeMap;

use serde_json::Value;
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use super::{KeyState, Kid, PublishedKey, Purpose};
use crate::platform::database::{Columns, ExactlyOne, StoreError, Writing};
use crate::standards::json::{self, Limits};
use crate::standards::proof::jwk::Jwk;
use crate::standards::proof::multikey;
use crate::vocabulary::Timestamp;

/// Writes a new key, pending or active, of the issuer `slug`.
///
/// # Errors
/// [`StoreError::Taken`] if the key is known already, or another of the same algorithm is active.
pub async fn insert(writing: &mut Writing, slug: &str, key: &PublishedKey) -> Result<(), StoreError> {
    let multikey = multikey::of(key.key());
    sqlx::query(
        "insert into key_pair (kid, issuer_slug, algorithm, state, public_jwk, public_multikey, created_at, activated_at) \
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(key.kid().as_str())
    .bind(slug)
    .bind(key.purpose().algorithm())
    .bind(key.state().name())
    .bind(Value::Object(key.key().as_jwk()).to_string())
    .bind(multikey)
    .bind(key.created_at().as_ms())
    .bind(key.state().activated_at().map(Timestamp::as_ms))
    .execute(writing.connection())
    .await?
    .exactly_one("key_pair")
}

/// Writes the state that a known key has now; the database refuses every way but forward.
///
/// # Errors
/// [`StoreError::Rule`] for a way back, [`StoreError::RowCount`] if no such key is known.
pub async fn record(writing: &mut Writing, kid: &Kid, state: KeyState) -> Result<(), StoreError> {
    sqlx::query("update key_pair set state = $2, activated_at = $3, retired_at = $4, compromised_at = $5 where kid = $1")
        .bind(kid.as_str())
        .bind(state.name())
        .bind(state.activated_at().map(Timestamp::as_ms))
        .bind(state.retired_at().map(Timestamp::as_ms))
        .bind(state.compromised_at().map(Timestamp::as_ms))
        .execute(writing.connection())
        .await?
        .exactly_one("key_pair")
}

/// The keys of every issuer by its slug, oldest first.
///
/// # Errors
/// [`StoreError::Inconsistent`] for a row whose parts do not belong together.
pub async fn load(connection: &mut AnyConnection) -> Result<BTreeMap<String, Vec<PublishedKey>>, StoreError> {
    let sql = "select kid, issuer_slug, algorithm, state, public_jwk, public_multikey, created_at, activated_at, retired_at, compromised_at \
               from key_pair order by created_at, kid";
    let mut keys: BTreeMap<String, Vec<PublishedKey>> = BTreeMap::new();
    for row in sqlx::query(sql).fetch_all(connection).await? {
        let slug = Columns::of(&row, "key_pair", "kid").text("issuer_slug")?;
        keys.entry(slug).or_default().push(read(&row)?);
    }
    Ok(keys)
}

fn read(row: &AnyRow) -> Result<PublishedKey, StoreError> {
    let columns = Columns::of(row, "key_pair", "kid");
    let jwk = json::parse(columns.text("public_jwk")?.as_bytes(), &Limits::of_bytes(64 << 10));
    let jwk = jwk.map_err(|_| columns.wrong("public_jwk"))?;
    let key = Jwk::parse(&jwk).map_err(|_| columns.wrong("public_jwk"))?.key;
    if !Purpose::is_served_by(&key) {
        return Err(columns.wrong("public_jwk"));
    }
    let published = PublishedKey::new(key, state(&columns)?, columns.instant("created_at")?);
    if columns.text("kid")? != published.kid().as_str() {
        return Err(columns.wrong("kid"));
    }
    if columns.text("algorithm")? != published.purpose().algorithm() {
        return Err(columns.wrong("algorithm"));
    }
    Ok(published)
}

fn state(columns: &Columns<'_>) -> Result<KeyState, StoreError> {
    let (since, until) = (columns.optional_instant("activated_at")?, columns.optional_instant("retired_at")?);
    let at = columns.optional_instant("compromised_at")?;
    match (columns.text("state")?.as_str(), since, until, at) {
        ("pending", None, None, None) => Ok(KeyState::Pending),
        ("active", Some(since), None, None) => Ok(KeyState::Active { since }),
        ("retired", Some(since), Some(until), None) => Ok(KeyState::Retired { since, until }),
        ("compromised", since, until, Some(at)) => Ok(KeyState::Compromised { at, since, until }),
        _ => Err(columns.wrong("state")),
    }
}
