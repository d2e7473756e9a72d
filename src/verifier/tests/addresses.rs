//! Issuers known by an https address: what ties a key to them, and what does not.

use ed25519_dalek::SigningKey;
use serde_json::{Value, json};

use super::super::*;
use super::world::*;
use crate::standards::did;
use crate::standards::proof::multikey;
use crate::standards::proof::vc_jwt::claims_of;

const ISSUER: &str = "https://badges.example.org/issuers/1";
const KEY_SET: &str = "https://badges.example.org/.well-known/jwks.json";

fn multikey_of(key: &SigningKey) -> String {
    multikey::of_ed25519(&key.verifying_key())
}

/// The sample badge of this issuer, without a status.
fn unsigned() -> Value {
    without(badge_with("/issuer/id", json!(ISSUER)), "/credentialStatus")
}

fn signed_by(key: &SigningKey, method: &str) -> Value {
    sign_as(&unsigned(), key, method)
}

fn token_named(kid: &str) -> String {
    token_as(&json!({"alg": "RS256", "typ": "JWT", "kid": kid}), &claims_of(&unsigned()).unwrap(), rsa())
}

fn token_with_its_key() -> String {
    let header = json!({"alg": "RS256", "typ": "JWT", "jwk": Value::Object(rsa_public(rsa()).as_jwk())});
    token_as(&header, &claims_of(&unsigned()).unwrap(), rsa())
}

fn method(id: &str, controller: &str) -> Value {
    json!({"id": id, "type": "Multikey", "controller": controller, "publicKeyMultibase": multikey_of(&key())})
}

/// A document that stands at the issuer's address.
fn document(methods: &Value, asserting: &Value) -> Value {
    json!({"id": ISSUER, "verificationMethod": methods, "assertionMethod": asserting})
}

/// A profile as most issuers publish it: it names no key.
fn profile() -> Value {
    json!({"id": ISSUER, "type": "Profile", "name": "Example"})
}

fn jwk(key: &PublicKeyOf<'_>, iss: Option<&str>) -> Value {
    let mut jwk = Value::Object(match key {
        PublicKeyOf::Ed25519(key) => public(key).as_jwk(),
        PublicKeyOf::Rsa => rsa_public(rsa()).as_jwk(),
    });
    if let Some(iss) = iss {
        jwk["iss"] = json!(iss);
    }
    jwk
}

enum PublicKeyOf<'k> {
    Ed25519(&'k SigningKey),
    Rsa,
}

fn knowing(answers: &[(Need, Value)]) -> Known {
    let mut known = Known::strict();
    for (need, document) in answers {
        known.answer(need.clone(), found(document));
    }
    known
}

fn at_issuer(document: Value) -> (Need, Value) {
    (Need::KeyDocument(ISSUER.to_owned()), document)
}

fn at_key(address: &str, document: Value) -> (Need, Value) {
    (Need::KeyDocument(address.to_owned()), document)
}

fn in_set(keys: &[Value]) -> (Need, Value) {
    (Need::KeySet(KEY_SET.to_owned()), json!({"keys": keys}))
}

fn asked(presented: &impl ToString, known: &Known) -> Vec<Need> {
    needs(&Presented::new(presented.to_string()), known).iter().cloned().collect()
}

#[test]
fn the_document_at_the_issuers_address_names_its_keys() {
    for id in [format!("{ISSUER}#key-1"), format!("{ISSUER}#{}", multikey_of(&key()))] {
        let signed = signed_by(&key(), &id);
        for entry in [json!([id]), json!([format!("#{}", id.rsplit('#').next().unwrap())]), json!([method(&id, ISSUER)])] {
            let listed = if entry[0].is_string() { json!([method(&id, ISSUER)]) } else { json!([]) };
            let known = knowing(&[at_issuer(document(&listed, &entry))]);
            assert_eq!(judge(&signed, &known).word(), "valid", "{id} in {entry}");
        }
        let unlisted = knowing(&[at_issuer(document(&json!([method(&id, ISSUER)]), &json!([]))), in_set(&[])]);
        assert_ne!(judge(&signed, &unlisted).word(), "valid", "not for assertions");
        let others = knowing(&[at_issuer(document(&json!([method(&id, "https://x.example/")]), &json!([id])))]);
        assert_eq!(*reason(&judge(&signed, &others)), Reason::NotSignedByIssuer, "another controller");
    }
}

/// Hole (a) of the public validator, with everything that the victim publishes at hand.
#[test]
fn a_key_in_the_victims_address_is_refused_once_the_victims_documents_are_known() {
    let forged = signed_by(&stranger(), &format!("{ISSUER}#{}", multikey_of(&stranger())));
    let own = format!("{ISSUER}#{}", multikey_of(&key()));
    for victim in [document(&json!([method(&own, ISSUER)]), &json!([own])), profile()] {
        let known = knowing(&[at_issuer(victim), in_set(&[jwk(&PublicKeyOf::Ed25519(&key()), None)])]);
        let verdict = judge(&forged, &known);
        assert_eq!(outcome(&verdict, "signature-intact"), Outcome::Pass);
        assert_eq!(*reason(&verdict), Reason::NotSignedByIssuer);
        assert!(verdict.signed().is_none());
    }
}

#[test]
fn the_key_set_of_the_host_names_its_keys() {
    let id = format!("{ISSUER}#{}", multikey_of(&key()));
    let (signed, token) = (signed_by(&key(), &id), token_with_its_key());
    let listed = |iss| [jwk(&PublicKeyOf::Ed25519(&key()), iss), jwk(&PublicKeyOf::Rsa, iss)];
    let other = "https://badges.example.org/issuers/2";
    // The keys in the set, and whether they are this issuer's.
    let table = [
        (listed(None).to_vec(), "valid"),
        (listed(Some(ISSUER)).to_vec(), "valid"),
        (listed(Some(other)).to_vec(), "invalid"),
        ([listed(None).to_vec(), vec![jwk(&PublicKeyOf::Ed25519(&stranger()), Some(other))]].concat(), "invalid"),
        ([listed(Some(ISSUER)).to_vec(), listed(Some(other)).to_vec()].concat(), "valid"),
        (vec![jwk(&PublicKeyOf::Ed25519(&stranger()), None)], "invalid"),
        (vec![], "invalid"),
    ];
    for (keys, word) in table {
        let known = knowing(&[at_issuer(profile()), in_set(&keys)]);
        assert_eq!(judge(&signed, &known).word(), word, "{keys:?}");
        assert_eq!(judge(&token, &known).word(), word, "{keys:?}");
    }
    let mut stolen = jwk(&PublicKeyOf::Ed25519(&key()), None);
    stolen["d"] = json!("AQ");
    assert_eq!(judge(&signed, &knowing(&[at_issuer(profile()), in_set(&[stolen])])).word(), "indeterminate");
}

#[test]
fn the_name_of_a_key_in_the_set_is_only_a_name() {
    for kid in ["2026-11", "https://badges.example.org/keys/1", "../../keys/1"] {
        let mut named = jwk(&PublicKeyOf::Rsa, None);
        named["kid"] = json!(kid);
        let known = knowing(&[at_issuer(profile()), in_set(&[named.clone()])]);
        assert_eq!(judge(token_named(kid), &known).word(), "valid", "{kid}");
        assert_ne!(judge(token_named("other"), &known).word(), "valid");
        let mut twin = Value::Object(rsa_public(stranger_rsa()).as_jwk());
        twin["kid"] = json!(kid);
        let two = knowing(&[at_issuer(profile()), in_set(&[named, twin])]);
        assert_ne!(judge(token_named(kid), &two).word(), "valid", "two keys of one name");
    }
}

#[test]
fn a_key_may_stand_at_an_address_that_the_issuer_names() {
    let address = "https://badges.example.org/keys/1";
    let (signed, token) = (signed_by(&key(), address), token_named(address));
    let named = at_issuer(json!({"id": ISSUER, "assertionMethod": [address]}));
    let alone = without(method(address, ISSUER), "/id");
    for key_document in [method(address, ISSUER), alone] {
        assert_eq!(judge(&signed, &knowing(&[named.clone(), at_key(address, key_document)])).word(), "valid");
    }
    for iss in [None, Some(ISSUER)] {
        let known = knowing(&[named.clone(), at_key(address, jwk(&PublicKeyOf::Rsa, iss))]);
        assert_eq!(judge(&token, &known).word(), "valid", "one JWK");
    }
    let others = knowing(&[named.clone(), at_key(address, jwk(&PublicKeyOf::Rsa, Some("https://x.example/")))]);
    assert_eq!(*reason(&judge(&token, &others)), Reason::NotSignedByIssuer);
    let others = knowing(&[named.clone(), at_key(address, method(address, "https://x.example/"))]);
    assert_eq!(*reason(&judge(&signed, &others)), Reason::NotSignedByIssuer);
    let set = knowing(&[named, at_key(address, json!({"keys": [jwk(&PublicKeyOf::Rsa, None)]}))]);
    assert_eq!(judge(&token, &set).word(), "indeterminate", "a set where one key should stand");
}

#[test]
fn a_key_at_an_address_that_only_says_whose_it_is_is_intact_and_not_confirmed() {
    let address = "https://badges.example.org/keys/1";
    let signed = signed_by(&key(), address);
    let claims_it = at_key(address, method(address, ISSUER));
    let mut known = knowing(&[at_issuer(profile()), claims_it.clone()]);
    known.answer(Need::KeySet(KEY_SET.to_owned()), Answer::Unreachable { why: "404".to_owned() });
    let verdict = judge(&signed, &known);
    assert_eq!(outcome(&verdict, "signature-intact"), Outcome::Pass, "anybody on a shared host can write that");
    assert_eq!(outcome(&verdict, "key-of-issuer"), Outcome::CouldNotCheck);
    let known = knowing(&[at_issuer(profile()), claims_it.clone(), in_set(&[])]);
    assert_eq!(*reason(&judge(&signed, &known)), Reason::NotSignedByIssuer);
    let known = knowing(&[at_issuer(profile()), claims_it, in_set(&[jwk(&PublicKeyOf::Ed25519(&key()), None)])]);
    assert_eq!(judge(&signed, &known).word(), "valid", "unless the host lists it");
}

#[test]
fn a_did_may_stand_in_the_issuers_document_too() {
    let did = did::key::verification_method_of(&key().verifying_key());
    let signed = signed_by(&key(), &did);
    let named = knowing(&[at_issuer(json!({"id": ISSUER, "assertionMethod": [did]}))]);
    assert_eq!(judge(&signed, &named).word(), "valid");
    let unnamed = knowing(&[at_issuer(document(&json!([]), &json!([]))), in_set(&[])]);
    assert_eq!(*reason(&judge(&signed, &unnamed)), Reason::NotSignedByIssuer);
    let web = format!("{DID}#{}", multikey_of(&key()));
    let signed = signed_by(&key(), &web);
    let names = at_issuer(json!({"id": ISSUER, "assertionMethod": [web]}));
    let foreign = knowing(&[names.clone(), (Need::DidDocument(DID.to_owned()), did_document())]);
    assert_eq!(*reason(&judge(&signed, &foreign)), Reason::NotSignedByIssuer, "its controller is another");
    let listed = with(did_document(), "/verificationMethod/0/controller", json!(ISSUER));
    let own = knowing(&[names, (Need::DidDocument(DID.to_owned()), listed)]);
    assert_eq!(judge(&signed, &own).word(), "valid");
}

#[test]
fn only_what_the_issuers_own_address_leads_to_is_asked_for() {
    let foreign = "https://evil.example/keys/1";
    let signed = signed_by(&key(), foreign);
    assert_eq!(asked(&signed, &Known::strict()), [Need::KeyDocument(ISSUER.to_owned()), Need::KeySet(KEY_SET.to_owned())]);
    let known = knowing(&[at_issuer(profile()), in_set(&[])]);
    assert_eq!(asked(&signed, &known), [], "a name on another host is followed nowhere");
    let known = knowing(&[at_issuer(json!({"id": ISSUER, "assertionMethod": [foreign]}))]);
    assert_eq!(asked(&signed, &known), [Need::KeyDocument(foreign.to_owned())], "unless the issuer names it");
    let known = knowing(&[at_issuer(profile()), in_set(&[])]);
    assert_eq!(asked(&signed_by(&key(), "https://badges.example.org/keys/1"), &known).len(), 1, "its own host may be asked");
}

#[test]
fn an_issuers_address_that_could_lead_elsewhere_leads_nowhere() {
    for issuer in [
        "http://badges.example.org/",
        "https://127.0.0.1/",
        "https://localhost/",
        "https://a@badges.example.org/",
        "https://BADGES.example.org/",
        "https://badges.example.org/a/../b",
        "urn:uuid:7d9f1a8e-6c2b-4f0a-9d57-0b1f3a2c4d5e",
        "did:example:1",
    ] {
        let signed = sign_as(
            &with(unsigned(), "/issuer/id", json!(issuer)),
            &key(),
            &format!("https://badges.example.org/#{}", multikey_of(&key())),
        );
        assert_eq!(asked(&signed, &Known::strict()), [], "{issuer}");
        let verdict = judge(&signed, &Known::strict());
        assert_eq!(outcome(&verdict, "signature-intact"), Outcome::Pass, "{issuer}");
        assert!(matches!(doubt(&verdict), Doubt::KeyNotConfirmed(_)), "{issuer}");
        let mut known = Known::strict();
        known.key(KnownKey { issuer: issuer.to_owned(), key: public(&key()), compromised_at: None });
        assert_eq!(judge(&signed, &known).word(), "valid", "unless the operator knows the key: {issuer}");
    }
}

#[test]
fn what_was_found_long_ago_confirms_nothing() {
    let id = format!("{ISSUER}#key-1");
    let signed = signed_by(&key(), &id);
    let listing = document(&json!([method(&id, ISSUER)]), &json!([id])).to_string().into_bytes();
    for (seconds, word) in [(3_600, "valid"), (3_601, "indeterminate")] {
        let mut known = knowing(&[in_set(&[])]);
        let answer = Answer::Found { bytes: listing.clone(), fetched_at: now().plus_seconds(-seconds) };
        known.answer(Need::KeyDocument(ISSUER.to_owned()), answer);
        assert_eq!(judge(&signed, &known).word(), word, "{seconds}");
    }
}

#[test]
fn a_key_that_was_withdrawn_or_has_expired_signs_nothing_valid() {
    let id = format!("{ISSUER}#key-1");
    let signed = signed_by(&key(), &id);
    for (member, instant, word) in [
        ("revoked", "2026-11-21T10:59:59Z", "invalid"),
        ("revoked", "2026-11-21T11:00:01Z", "valid"),
        ("expires", "2026-11-21T11:00:00Z", "invalid"),
        ("expires", "2026-11-22T11:00:00Z", "valid"),
    ] {
        let listed = with(method(&id, ISSUER), &format!("/{member}"), json!(instant));
        let verdict = judge(&signed, &knowing(&[at_issuer(document(&json!([listed]), &json!([id])))]));
        assert_eq!(verdict.word(), word, "{member} {instant}");
        assert!(word == "valid" || *reason(&verdict) == Reason::KeyWithdrawn);
    }
}

#[test]
fn a_did_jwk_is_its_key_and_no_other_issuers() {
    let encoded = data_encoding::BASE64URL_NOPAD.encode(Value::Object(public(&key()).as_jwk()).to_string().as_bytes());
    let did = format!("did:jwk:{encoded}");
    let own = without(badge_with("/issuer/id", json!(did)), "/credentialStatus");
    for method in [format!("{did}#0"), did.clone()] {
        assert_eq!(judge(sign_as(&own, &key(), &method), &Known::strict()).word(), "valid", "{method}");
        assert_eq!(*reason(&judge(sign_as(&own, &stranger(), &method), &Known::strict())), Reason::Altered);
        for issuer in [DID, "urn:uuid:1", &did::key::did_of(&key().verifying_key())] {
            let forged = sign_as(&with(own.clone(), "/issuer/id", json!(issuer)), &key(), &method);
            assert_eq!(*reason(&judge(forged, &known())), Reason::NotSignedByIssuer, "{issuer}");
        }
    }
    let wrong = sign_as(&own, &key(), &format!("{did}#1"));
    assert_ne!(judge(wrong, &Known::strict()).word(), "valid", "it has one method only");
}
