//! Rules about the installation, keys, people, classes, mandates, trainings, nominations.

use super::{Case, case};

const NEW_KEY: &str = "insert into key_pair (kid, issuer_slug, algorithm, state, public_jwk, created_at, activated_at, retired_at)
    values ('rsa-new', 'main', 'rs256', 'retired', 'jwk', 0, 0, 0)";

const ERASED: &str = "insert into account (account_id, shown_as, minor, created_at, erased_at) values ({acc20}, 'name', 0, 0, 1)";
const SESSION_OF_ERASED: &str =
    "insert into session (session_id, secret_hash, account_id, device, borrowed, started_at, seen_at, ends_at, proved_at, proved_by)
    values ({ses20}, {zero32}, {acc20}, '', 0, 0, 0, 1, 0, 'link')";
const PASSKEY_OF_ERASED: &str = "insert into passkey (passkey_id, credential_id, account_id, name, key, sign_count, backed_up, created_at)
    values ({pk20}, {zero16}, {acc20}, '', '', 0, 0, 0)";

pub(super) const CASES: &[Case] = &[
    case("installation_base_url", &[], "update installation set base_url = 'https://elsewhere.example'"),
    case("installation_epoch", &["update installation set epoch = 3"], "update installation set epoch = 2"),
    case("installation_no_delete", &[], "delete from installation"),
    case("issuer_no_update", &[], "update issuer set did = 'did:web:thief.example' where slug = 'main'"),
    case(
        "issuer_no_delete",
        &["insert into issuer (slug, did, created_at) values ('new', 'did:x', 0)"],
        "delete from issuer where slug = 'new'",
    ),
    case("key_pair_fixed", &[], "update key_pair set public_jwk = '' where kid = 'ed-active'"),
    case("key_pair_starts", &[], NEW_KEY),
    case("key_pair_state", &[], "update key_pair set state = 'active' where kid = 'ed-retired'"),
    case("key_pair_state", &[], "update key_pair set state = 'pending' where kid = 'ed-active'"),
    case("key_pair_state", &[], "update key_pair set state = 'retired' where kid = 'ed-stolen'"),
    case("key_pair_state", &[], "update key_pair set state = 'retired', activated_at = 1, retired_at = 1 where kid = 'ed-pending'"),
    case("key_pair_times", &[], "update key_pair set activated_at = 1 where kid = 'ed-active'"),
    case("key_pair_times", &[], "update key_pair set retired_at = 1 where kid = 'ed-retired'"),
    case("key_pair_times", &[], "update key_pair set compromised_at = {t9} where kid = 'ed-stolen'"),
    case("key_pair_no_delete", &[], "delete from key_pair where kid = 'ed-pending'"),
    case("did_document_no_update", &[], "update did_document set document = ''"),
    case("did_document_no_delete", &[], "delete from did_document"),
    case("account_fixed", &[], "update account set account_id = {acc20} where account_id = {acc6}"),
    case("account_erased", &[], "update account set erased_at = null where account_id = {acc6}"),
    case(
        "account_no_delete",
        &["insert into account (account_id, shown_as, minor, created_at) values ({acc20}, 'name', 0, 0)"],
        "delete from account where account_id = {acc20}",
    ),
    case("api_token_fixed", &[], "update api_token set expires_at = {t99999}"),
    case("api_token_revoked", &["update api_token set revoked_at = {t1}"], "update api_token set revoked_at = null"),
    case("appointment_fixed", &[], "update appointment set role = 'admin' where appointment_id = {app1}"),
    case("appointment_ended", &[], "update appointment set ended_at = null where appointment_id = {app2}"),
    case("appointment_no_delete", &[], "delete from appointment where appointment_id = {app1}"),
    case("session_fixed", &[], "update session set ends_at = {t99999}"),
    case("session_fixed", &[], "update session set account_id = {acc1}"),
    case("session_grows", &[], "update session set seen_at = 0"),
    case("session_grows", &[], "update session set proved_at = 0"),
    case("session_of_erased", &[ERASED], SESSION_OF_ERASED),
    case("invitation_fixed", &[], "update invitation set expires_at = {t99999}"),
    case("passkey_fixed", &[], "update passkey set account_id = {acc1}"),
    case("passkey_counts", &[], "update passkey set sign_count = 6"),
    case("passkey_of_erased", &[ERASED], PASSKEY_OF_ERASED),
    case("identity_fixed", &[], "update identity set account_id = {acc1}"),
    case(
        "identity_of_erased",
        &[ERASED],
        "insert into identity (provider, subject, account_id, linked_at) values ('affiliate', 'sub-2', {acc20}, 0)",
    ),
    case("sign_in_attempt_fixed", &[], "update sign_in_attempt set expires_at = {t99999}"),
    case("class_version_no_update", &[], "update class_version set digest = 'sha256-other'"),
    case("class_version_no_delete", &[], "delete from class_version where slug = 'no-criteria'"),
    case("class_criterion_no_update", &[], "update class_criterion set quorum = 1 where criterion = 'run'"),
    case("class_criterion_no_delete", &[], "delete from class_criterion where criterion = 'run'"),
    case(
        "class_criterion_frozen",
        &[],
        "insert into class_criterion (slug, version, criterion, quorum, distinct_affiliates, ordinal) values ('event-organiser', '1.0', 'more', 1, 0, 2)",
    ),
    case("class_level_no_update", &[], "update class_level set place = 9 where level = 'supported'"),
    case("class_level_no_delete", &[], "delete from class_level where level = 'supported'"),
    case("class_level_frozen", &[], "insert into class_level (slug, version, level, place) values ('event-organiser', '1.0', 'master', 4)"),
    case("mandate_fixed", &[], "update mandate set ends_at = {t9000} where mandate_id = {mand1}"),
    case("mandate_fixed", &[], "update mandate set affiliate = 'Wikimedia Delta' where mandate_id = {mand5}"),
    case(
        "mandate_starts",
        &[],
        "insert into mandate (mandate_id, account_id, affiliate, starts_at, ends_at, basis, decision, created_at, ended_at)
            values ({mand20}, {acc2}, 'Wikimedia Alpha', 0, 1, 'founding', 'committee', 0, 0)",
    ),
    case("mandate_ended", &[], "update mandate set ended_at = null, ended_by = null where mandate_id = {mand3}"),
    case("mandate_ended", &[], "update mandate set paused_at = {t9} where mandate_id = {mand3}"),
    case(
        "mandate_by_badge",
        &[],
        "insert into mandate (mandate_id, account_id, affiliate, starts_at, ends_at, basis, decision, credential_id, created_at)
            values ({mand20}, {acc2}, 'Wikimedia Alpha', 0, 1, 'badge', 'trainer badge', {cred2}, 0)",
    ),
    case(
        "mandate_by_badge",
        &[],
        "insert into mandate (mandate_id, account_id, affiliate, starts_at, ends_at, basis, decision, credential_id, created_at)
            values ({mand20}, {acc5}, 'Wikimedia Alpha', 0, 1, 'badge', 'trainer badge', {cred4}, 0)",
    ),
    case(
        "mandate_no_delete",
        &["insert into mandate (mandate_id, account_id, affiliate, starts_at, ends_at, basis, decision, created_at)
            values ({mand20}, {acc2}, 'Wikimedia Alpha', 0, 1, 'founding', 'committee', 0)"],
        "delete from mandate where mandate_id = {mand20}",
    ),
    case("mandate_class_no_update", &[], "update mandate_class set slug = 'no-criteria' where mandate_id = {mand5}"),
    case("mandate_class_no_delete", &[], "delete from mandate_class where mandate_id = {mand5}"),
    case("mandate_class_frozen", &[], "insert into mandate_class (mandate_id, slug) values ({mand1}, 'no-criteria')"),
    case("training_fixed", &[], "update training set created_by = {acc1}"),
    case(
        "training_no_delete",
        &["insert into training (training_id, name, place, starts_at, ends_at, affiliate, created_by, created_at)
            values ({trn20}, 'x', '', 0, 1, 'Wikimedia Alpha', {acc2}, 0)"],
        "delete from training where training_id = {trn20}",
    ),
    case("training_class_no_update", &[], "update training_class set version = '2.0'"),
    case("nomination_fixed", &[], "update nomination set account_id = {acc1} where nomination_id = {nm5}"),
    case("nomination_fixed", &[], "update nomination set language = 'de' where nomination_id = {nm6}"),
    case("nomination_reopened", &[], "update nomination set closed_at = null where nomination_id = {nm6}"),
    case("nomination_reopened", &[], "update nomination set closed_at = null where nomination_id = {nm1}"),
    case("nomination_reopened", &[], "update nomination set closed_at = {t99} where nomination_id = {nm1}"),
    case(
        "nomination_no_delete",
        &["insert into nomination (nomination_id, account_id, slug, version, issuer_slug, language, created_at)
            values ({nm20}, {acc1}, 'event-organiser', '1.0', 'main', 'en', 0)"],
        "delete from nomination where nomination_id = {nm20}",
    ),
    case("release_recorded", &[], "update release set names = '[]' where nomination_id = {nm1} and edition_number = 2"),
    case("release_recorded", &[], "update release set edition_number = 7 where nomination_id = {nm2}"),
    case("release_kept", &[], "delete from release where nomination_id = {nm1} and edition_number = 1"),
];
