//! The table `key_pair`: what was published stays published, states go forward, one key is active.

use insignia::issuer::keys::{self, KeyRing, KeyState, NewKey, PublishedKey, Purpose, Vault};
use insignia::platform::database::{Database, StoreError};
use insignia::vocabulary::Clock;

use crate::harness::{Harness, on_both_backends};

const DID: &str = "did:web:badges.example.org";

async fn issuer(harness: &Harness) {
    let mut writing = harness.database.writing().await.unwrap();
    sqlx::query("insert into issuer (slug, did, created_at) values ('main', $1, $2)")
        .bind(DID)
        .bind(harness.clock.now().as_ms())
        .execute(writing.connection())
        .await
        .unwrap();
    let _ = writing.commit().await.unwrap();
}

async fn loaded(database: &Database) -> Vec<PublishedKey> {
    let mut snapshot = database.snapshot().await.unwrap();
    keys::load(snapshot.connection()).await.unwrap().remove("main").unwrap_or_default()
}

fn made(harness: &Harness, purpose: Purpose) -> (NewKey, PublishedKey) {
    let key = NewKey::generate(purpose, &harness.chance).unwrap();
    let published = PublishedKey::new(key.public(), KeyState::Pending, harness.clock.now());
    (key, published)
}

async fn insert(harness: &Harness, key: &PublishedKey) -> Result<(), StoreError> {
    let mut writing = harness.database.writing().await?;
    keys::insert(&mut writing, "main", key).await?;
    writing.commit().await.map(|_| ())
}

async fn record(harness: &Harness, key: &PublishedKey, state: KeyState) -> Result<(), StoreError> {
    let mut writing = harness.database.writing().await?;
    keys::record(&mut writing, key.kid(), state).await?;
    writing.commit().await.map(|_| ())
}

on_both_backends! {
    async fn a_key_is_read_back_in_every_state(harness) {
        issuer(&harness).await;
        let now = harness.clock.now();
        let (_, ed25519) = made(&harness, Purpose::DataIntegrity);
        let (_, rsa) = made(&harness, Purpose::Jwt);
        insert(&harness, &ed25519).await.unwrap();
        insert(&harness, &rsa.clone().in_state(KeyState::Active { since: now })).await.unwrap();
        let active = KeyState::Pending.activate(now).unwrap();
        let retired = active.retire(now.plus_seconds(1)).unwrap();
        for state in [active, retired, retired.compromise(now.plus_seconds(2)).unwrap()] {
            record(&harness, &ed25519, state).await.unwrap();
            let read = loaded(&harness.database).await;
            assert_eq!(read.iter().find(|k| k.kid() == ed25519.kid()), Some(&ed25519.clone().in_state(state)));
        }
        record(&harness, &rsa, KeyState::Compromised { at: now, since: Some(now), until: None }).await.unwrap();
        assert_eq!(loaded(&harness.database).await.len(), 2);
        harness.finish().await;
    }

    async fn a_state_never_goes_back(harness) {
        issuer(&harness).await;
        let now = harness.clock.now();
        let (_, key) = made(&harness, Purpose::DataIntegrity);
        insert(&harness, &key).await.unwrap();
        let active = KeyState::Active { since: now };
        let retired = KeyState::Retired { since: now, until: now };
        assert!(record(&harness, &key, retired).await.is_err(), "pending keys do not retire");
        record(&harness, &key, active).await.unwrap();
        assert!(record(&harness, &key, KeyState::Pending).await.is_err());
        record(&harness, &key, retired).await.unwrap();
        assert!(record(&harness, &key, active).await.is_err());
        assert_eq!(loaded(&harness.database).await, [key.in_state(retired)]);
        harness.finish().await;
    }

    async fn two_keys_of_one_algorithm_are_never_active_together(harness) {
        issuer(&harness).await;
        let active = KeyState::Active { since: harness.clock.now() };
        let (_, first) = made(&harness, Purpose::DataIntegrity);
        let (_, second) = made(&harness, Purpose::DataIntegrity);
        insert(&harness, &first.in_state(active)).await.unwrap();
        assert!(matches!(insert(&harness, &second.clone().in_state(active)).await, Err(StoreError::Taken(_))));
        insert(&harness, &second).await.unwrap();
        assert!(matches!(record(&harness, &second, active).await, Err(StoreError::Taken(_))));
        harness.finish().await;
    }

    async fn an_unknown_key_has_no_state(harness) {
        issuer(&harness).await;
        let (_, key) = made(&harness, Purpose::DataIntegrity);
        let unknown = record(&harness, &key, KeyState::Active { since: harness.clock.now() }).await;
        assert!(matches!(unknown, Err(StoreError::RowCount { found: 0, .. })), "{unknown:?}");
        harness.finish().await;
    }

    async fn a_row_that_no_writer_makes_is_not_believed(harness) {
        issuer(&harness).await;
        let (_, first) = made(&harness, Purpose::DataIntegrity);
        let jwk = serde_json::Value::Object(first.key().as_jwk()).to_string();
        let mut writing = harness.database.writing().await.unwrap();
        sqlx::query("insert into key_pair (kid, issuer_slug, algorithm, state, public_jwk, public_multikey, created_at) \
                     values ('another-kid', 'main', 'ed25519', 'pending', $1, $2, 0)")
            .bind(jwk)
            .bind(first.kid().as_str())
            .execute(writing.connection())
            .await
            .unwrap();
        let _ = writing.commit().await.unwrap();
        let mut snapshot = harness.database.snapshot().await.unwrap();
        let read = keys::load(snapshot.connection()).await;
        assert!(matches!(read, Err(StoreError::Inconsistent { column: "kid", .. })), "{read:?}");
        drop(snapshot);
        harness.finish().await;
    }

    async fn the_loaded_keys_make_a_ring_that_signs(harness) {
        issuer(&harness).await;
        let now = harness.clock.now();
        let made = [Purpose::DataIntegrity, Purpose::Jwt].map(|p| made(&harness, p));
        for (_, published) in &made {
            insert(&harness, &published.clone().in_state(KeyState::Active { since: now })).await.unwrap();
        }
        let ring = KeyRing::new(DID, loaded(&harness.database).await, &Vault::of_new(made.map(|(key, _)| key))).unwrap();
        assert!(ring.active_keys().is_ok());
        assert_eq!(ring.did_document().to_json()["verificationMethod"].as_array().map(Vec::len), Some(2));
        harness.finish().await;
    }
}
