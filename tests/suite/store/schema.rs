//! Migrations: each runs over a populated database, says the same on both backends, and lists every
//! column that can hold personal data.

use std::collections::BTreeSet;

use insignia::platform::database::{Dialect, embedded};
use sqlx::Row;

use crate::harness::{Backend, Harness, migrations, on_both_backends, samples};

/// Text and bytes that never say anything about a person. A new column stands either here or in
/// `personal_column`.
const IMPERSONAL: &str = "
    installation: base_url | issuer: slug did | key_pair: kid issuer_slug algorithm state public_jwk public_multikey
    did_document: issuer_slug document digest | account: account_id shown_as | api_token: token_hash account_id
    appointment: appointment_id account_id role decision | session: session_id secret_hash account_id proved_by
    invitation: account_id token_hash | passkey: passkey_id account_id | identity: provider account_id
    sign_in_attempt: state_hash browser_hash kind account_id memory
    class_version: slug version digest | class_level: slug version level | class_criterion: slug version criterion
    mandate: mandate_id account_id affiliate basis given_by decision credential_id ended_by | mandate_class: mandate_id slug
    workshop: training_id issuer_slug language join_code | participation: training_id account_id language came_by confirmed_by
    slip: slip_id training_id code_hash account_id replaces
    put_down: training_id once account_id
    tick: training_id account_id slug criterion trainer_id level came_from attestation_id
    hold: hold_id training_id asked_by | held: hold_id nomination_id outcome why credential_id
    co_attester: link_id token_hash training_id slug invited_id made_by | co_attester_person: link_id account_id
    observation: training_id account_id slug trainer_id
    training: training_id name place affiliate created_by | training_class: training_id slug version | training_trainer: training_id account_id
    nomination: nomination_id account_id slug version issuer_slug training_id nominated_by language
    release: nomination_id email_form confirmed_by
    attestation: attestation_id nomination_id holder_id trainer_id mandate_id affiliate shown_as
    attestation_criterion: attestation_id criterion level | evidence: attestation_id
    credential: credential_id nomination_id account_id issuer_slug slug version level subject_id
    status_list: list_id issuer_slug | status_slot: list_id edition_id reason
    status_list_edition: list_id purpose payload payload_digest signed
    edition: edition_id credential_id list_id payload_digest ed25519_kid rsa_kid state json_digest jwt_digest
    edition_payload: edition_id | signed_edition: edition_id | erasure: credential_id reason
    suspension: suspension_id credential_id reason suspended_by lifted_by
    revocation_request: request_id credential_id reason asked_by confirmed_by declined_by
    replacement: request_id nomination_id | attesting_cap: account_id
    log_entry: kind commitment chain | log_head: chain | outbox: outbox_id kind subject | idempotency: principal key request_digest
    notice: notice_id account_id kind subject | mail_address: account_id token_hash
    correction_request: correction_id credential_id asked_by about outcome answered_by
    appeal: appeal_id made_by about request_id suspension_id correction_id nomination_id code_hash acknowledged_by outcome answered_by
    proposal: proposal_id kind language proposed_by outcome answered_by | class_draft: draft_id form made_by changed_by
    listing: account_id shown_as
    badge_choice: credential_id names evidence files | viewing_link: link_id credential_id token_hash
    picture: picture_id training_id account_id trainer_id digest | picture_file: picture_id account_id
    picture_upload: picture_id training_id account_id trainer_id digest | picture_chunk: picture_id account_id
    showing: credential_id | withholding: account_id withheld_by
    personal_column: table_name column_name erasure owner";

fn impersonal() -> BTreeSet<(String, String)> {
    let tables = IMPERSONAL.split(['|', '\n']).filter_map(|part| part.split_once(':'));
    let columns = tables.flat_map(|(table, columns)| columns.split_whitespace().map(|column| (table.trim().to_owned(), column.to_owned())));
    columns.collect()
}

async fn pairs(harness: &Harness, sqlite: &'static str, postgres: &'static str) -> BTreeSet<(String, String)> {
    let rows = sqlx::query(harness.dialect().choose(sqlite, postgres)).fetch_all(harness.database.reader()).await.unwrap();
    rows.iter().map(|row| (row.get::<String, _>(0), row.get::<String, _>(1))).collect()
}

/// Every column that can hold words or bytes.
async fn wordy_columns(harness: &Harness) -> BTreeSet<(String, String)> {
    pairs(
        harness,
        "select t.name, c.name from sqlite_schema t, pragma_table_info(t.name) c
            where t.type = 'table' and t.name <> '_sqlx_migrations' and t.name not like 'sqlite_%' and lower(c.type) in ('text', 'blob')",
        "select table_name::text, column_name::text from information_schema.columns
            where table_schema = current_schema() and table_name <> '_sqlx_migrations' and data_type in ('text', 'bytea')",
    )
    .await
}

async fn tables(harness: &Harness) -> BTreeSet<(String, String)> {
    pairs(
        harness,
        "select name, '' from sqlite_schema where type = 'table' and name <> '_sqlx_migrations' and name not like 'sqlite_%'",
        "select tablename::text, '' from pg_tables where schemaname = current_schema() and tablename <> '_sqlx_migrations'",
    )
    .await
}

#[test]
fn every_migration_has_a_twin_and_a_sample() {
    let of = |dialect| embedded(dialect).collect::<Vec<_>>();
    assert_eq!(of(Dialect::Sqlite), of(Dialect::Postgres));
    let versions: Vec<i64> = of(Dialect::Sqlite).into_iter().map(|(version, _)| version).collect();
    assert_eq!(samples().into_iter().map(|(version, _)| version).collect::<Vec<_>>(), versions);
}

on_both_backends! {
    async fn the_samples_fill_every_table(harness) {
        harness.load_sample().await;
        for (table, _) in tables(&harness).await {
            let sql = sqlx::AssertSqlSafe(format!("select count(*) from {table}"));
            let rows: i64 = sqlx::query_scalar(sql).fetch_one(harness.database.reader()).await.unwrap();
            assert!(rows > 0, "{table} has no row in tests/migrations");
        }
        harness.finish().await;
    }

    async fn every_wordy_column_is_either_personal_or_said_not_to_be(harness) {
        let listed = "select table_name, column_name from personal_column";
        let personal = pairs(&harness, listed, listed).await;
        let said: BTreeSet<_> = personal.union(&impersonal()).cloned().collect();
        assert_eq!(wordy_columns(&harness).await, said);
        assert_eq!(personal.intersection(&impersonal()).count(), 0);
        harness.finish().await;
    }

    async fn only_texts_numbers_and_bytes_are_stored(harness) {
        let types = pairs(
            &harness,
            "select distinct lower(c.type), '' from sqlite_schema t, pragma_table_info(t.name) c
                where t.type = 'table' and t.name <> '_sqlx_migrations' and t.name not like 'sqlite_%'",
            "select distinct data_type::text, coalesce(collation_name, '')::text from information_schema.columns
                where table_schema = current_schema() and table_name <> '_sqlx_migrations'",
        ).await;
        let expected: &[(&str, &str)] = match harness.backend() {
            Backend::Sqlite => &[("blob", ""), ("integer", ""), ("text", "")],
            Backend::Postgres => &[("bigint", ""), ("bytea", ""), ("text", "C")],
        };
        let expected = expected.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
        assert_eq!(types, expected);
        harness.finish().await;
    }
}

#[test]
fn every_column_is_explained() {
    for text in [migrations(Dialect::Sqlite), migrations(Dialect::Postgres)] {
        for table in text.split("create table ").skip(1) {
            let body = table.split_once("\n)").unwrap().0;
            for line in body.lines().skip(1).map(str::trim) {
                let column =
                    !["check", "primary", "foreign", "unique", "constraint", "references", "--"].iter().any(|word| line.starts_with(word));
                assert!(!column || line.contains(" -- "), "{line}");
            }
        }
    }
}

#[test]
fn postgres_refuses_to_empty_a_table_whose_rows_are_kept() {
    crate::harness::run(Backend::Postgres, |harness| async move {
        harness.load_sample().await;
        for table in ["log_entry", "signed_edition", "status_slot", "key_pair", "attestation", "erasure"] {
            let mut writing = harness.database.writing().await.unwrap();
            let refused = super::rules::execute(&mut writing, &format!("truncate {table} cascade")).await.unwrap_err();
            assert!(refused.to_string().contains("are not deleted"), "{table}: {refused:?}");
        }
        harness.finish().await;
    });
}
