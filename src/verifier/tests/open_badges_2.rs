//! Open Badges 2.0: hosted and signed, genuine, altered, somebody else's.

use openssl::pkey::PKey;
use openssl::rsa::Rsa;
use serde_json::{Value, json};

use super::super::*;
use super::world::*;
use crate::standards::proof::PublicKey;

const ASSERTION: &str = "https://issuer.example/assertions/1";
const CLASS: &str = "https://issuer.example/classes/1";
const ISSUER: &str = "https://issuer.example/profile";
const KEY: &str = "https://issuer.example/key";
const REVOKED: &str = "https://issuer.example/revoked";
const CONTEXT: &str = "https://w3id.org/openbadges/v2";

fn assertion() -> Value {
    json!({
        "@context": CONTEXT, "id": ASSERTION, "type": "Assertion",
        "recipient": {
            "type": "email", "hashed": true, "salt": "Kosher",
            "identity": "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399"
        },
        "badge": CLASS, "verification": {"type": "HostedBadge"},
        "issuedOn": "2026-11-20T11:00:00+00:00", "expires": "2029-11-20T11:00:00Z",
        "evidence": [{"id": "https://issuer.example/evidence/1", "narrative": "She did it"}]
    })
}

fn class() -> Value {
    json!({
        "@context": CONTEXT, "id": CLASS, "type": "BadgeClass", "issuer": ISSUER,
        "name": "Facilitator", "description": "Leads a group", "image": "https://issuer.example/1.png",
        "criteria": {"narrative": "Led three groups"},
        "alignment": [{"targetName": "Leadership", "targetUrl": "https://issuer.example/skills/1"}]
    })
}

fn profile() -> Value {
    json!({
        "@context": CONTEXT, "id": ISSUER, "type": "Issuer", "name": "An Issuer",
        "url": "https://issuer.example", "email": "badges@issuer.example"
    })
}

/// What stands on the web, each document at its own id.
fn web(documents: &[Value]) -> Known {
    let mut known = Known::strict();
    for document in documents {
        known.answer(Need::Hosted(document["id"].as_str().unwrap().to_owned()), found(document));
    }
    known
}

fn hosted_web() -> Known {
    web(&[assertion(), class(), profile()])
}

fn pem() -> String {
    let PublicKey::Rsa(key) = rsa_public(rsa()) else { panic!("an RSA key") };
    let number = |bytes: &[u8]| openssl::bn::BigNum::from_slice(bytes).unwrap();
    let public = Rsa::from_public_components(number(key.modulus()), number(key.exponent())).unwrap();
    String::from_utf8(PKey::from_rsa(public).unwrap().public_key_to_pem().unwrap()).unwrap()
}

fn key_document() -> Value {
    json!({"@context": CONTEXT, "id": KEY, "type": "CryptographicKey", "owner": ISSUER, "publicKeyPem": pem()})
}

fn signed_assertion() -> Value {
    let own = with(assertion(), "/verification", json!({"type": "SignedBadge", "creator": KEY}));
    with(own, "/id", json!("urn:uuid:5a1d1bd4-3a84-4f0e-9a4d-0b9d7f1c5c1e"))
}

fn list(revoked: Value) -> Value {
    json!({"@context": CONTEXT, "id": REVOKED, "type": "RevocationList", "issuer": ISSUER, "revokedAssertions": revoked})
}

fn signer_profile() -> Value {
    with(with(profile(), "/publicKey", json!(KEY)), "/revocationList", json!(REVOKED))
}

fn signed_web() -> Known {
    web(&[class(), signer_profile(), key_document(), list(json!([]))])
}

fn signed(assertion: &Value) -> String {
    token_as(&json!({"alg": "RS256"}), assertion, rsa())
}

#[test]
fn a_hosted_badge_is_valid_and_said_to_be_unsigned() {
    let verdict = judge(assertion(), &hosted_web());
    let shown = valid(&verdict);
    assert_eq!(shown.hosted_at(), Some(ASSERTION));
    assert_eq!((shown.name(), shown.issuer().id(), shown.issuer().name()), ("Facilitator", ISSUER, Some("An Issuer")));
    assert_eq!(shown.achievement().criteria(), Some("Led three groups"));
    assert_eq!(shown.valid_until(), Some(at("2029-11-20T11:00:00Z")));
    assert_eq!(shown.holder().identifiers().next().unwrap().hashed().unwrap().1, "Kosher");
    assert_eq!(shown.evidence().next().unwrap().narrative(), Some("She did it"));
    let unsigned = verdict.checks().iter().find(|check| check.name == "hosted-not-signed").unwrap();
    assert_eq!(unsigned.outcome, Outcome::Warning);
    assert!(unsigned.evidence.contains("nothing in this badge is signed"));
}

#[test]
fn what_is_hosted_is_asked_for_step_by_step() {
    let seen = Presented::new(assertion().to_string());
    let mut known = Known::strict();
    for document in [assertion(), class(), profile()] {
        let address = document["id"].as_str().unwrap().to_owned();
        let wanted: Vec<Need> = needs(&seen, &known).iter().cloned().collect();
        assert_eq!(wanted, [Need::Hosted(address.clone())]);
        assert!(matches!(doubt(&verify(&seen, &known, now())), Doubt::NotFetched(_)));
        known.answer(Need::Hosted(address), found(&document));
    }
    assert!(needs(&seen, &known).is_empty());
    assert_eq!(verify(&seen, &known, now()).word(), "valid");
}

#[test]
fn a_picture_may_carry_the_assertion_its_address_or_its_signature() {
    let png = |text: &str, keyword: &str| {
        let bare = crate::standards::bake::png::bake(&picture(), text).unwrap();
        relabelled(&bare, keyword)
    };
    let cases = [
        (png(&assertion().to_string(), "openbadges"), hosted_web()),
        (png(ASSERTION, "openbadges"), hosted_web()),
        (png(&signed(&signed_assertion()), "openbadges"), signed_web()),
        (svg(&format!("<o:assertion verify=\"{ASSERTION}\"/>")), hosted_web()),
        (svg(&format!("<o:assertion verify=\"{ASSERTION}\"><![CDATA[{}]]></o:assertion>", assertion())), hosted_web()),
        (svg(&format!("<o:assertion verify=\"{}\"/>", signed(&signed_assertion()))), signed_web()),
    ];
    for (at, (bytes, known)) in cases.into_iter().enumerate() {
        assert_eq!(verify(&Presented::new(bytes), &known, now()).word(), "valid", "case {at}");
    }
    // By the rules of version 3 a picture carries the badge itself.
    let verdict = verify(&Presented::new(crate::standards::bake::png::bake(&picture(), ASSERTION).unwrap()), &hosted_web(), now());
    assert!(matches!(reason(&verdict), Reason::NotABadge(_)));
}

fn picture() -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, 1, 1);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.write_header().unwrap().write_image_data(&[0]).unwrap();
    out
}

/// The iTXt chunk of a badge as a tEXt chunk of an older one.
fn relabelled(picture: &[u8], keyword: &str) -> Vec<u8> {
    let at = picture.windows(4).position(|window| window == b"iTXt").unwrap();
    let length = usize::try_from(u32::from_be_bytes(picture[at - 4..at].try_into().unwrap())).unwrap();
    let text = &picture[at + 4..][..length]["openbadgecredential".len() + 5..];
    let content = [b"tEXt", keyword.as_bytes(), &[0], text].concat();
    let mut crc = flate2::Crc::new();
    crc.update(&content);
    let head = u32::try_from(content.len() - 4).unwrap().to_be_bytes();
    [&picture[..at - 4], &head, &content, &crc.sum().to_be_bytes(), &picture[at + 8 + length..]].concat()
}

fn svg(element: &str) -> Vec<u8> {
    format!("<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:o=\"http://openbadges.org\">{element}</svg>").into_bytes()
}

#[test]
fn an_assertion_that_stands_elsewhere_is_not_the_issuers() {
    let evil = "https://evil.example/assertions/1";
    let forged = with(assertion(), "/id", json!(evil));
    let verdict = judge(&forged, &web(&[forged.clone(), class(), profile()]));
    assert_eq!((reason(&verdict), outcome(&verdict, "hosted-by-issuer")), (&Reason::NotSignedByIssuer, Outcome::Fail));
    assert!(verdict.signed().is_none(), "nothing of it is shown");
    // An issuer written out in a class written out by the forger is read at its own address.
    let profile_by_evil = with(profile(), "/verification", json!({"allowedOrigins": "evil.example"}));
    let written = with(with(class(), "/id", json!("_:b0")), "/issuer", profile_by_evil);
    let forged = with(forged, "/badge", written);
    let verdict = judge(&forged, &web(&[forged.clone(), class(), profile()]));
    assert_eq!(reason(&verdict), &Reason::NotSignedByIssuer);
}

#[test]
fn a_copy_that_says_something_else_is_altered_and_details_are_warned_about() {
    let mine = with(assertion(), "/recipient/identity", json!("sha256$00"));
    let verdict = judge(&mine, &hosted_web());
    assert_eq!((reason(&verdict), outcome(&verdict, "hosted-copy")), (&Reason::Altered, Outcome::Fail));
    let older = with(assertion(), "/evidence", json!([]));
    let verdict = judge(&older, &hosted_web());
    assert_eq!((verdict.word(), outcome(&verdict, "hosted-copy")), ("valid", Outcome::Warning));
    assert_eq!(valid(&verdict).evidence().count(), 1, "what stands at the address is shown");
}

#[test]
fn a_document_that_calls_itself_otherwise_is_refused() {
    let mut known = hosted_web();
    known.answer(Need::Hosted(ISSUER.to_owned()), found(&with(profile(), "/id", json!("https://evil.example/profile"))));
    assert!(matches!(reason(&judge(assertion(), &known)), Reason::Malformed(_)));
}

#[test]
fn revoked_expired_and_future_badges_are_told_apart() {
    let hosted = |changed: Value| judge(&changed, &web(&[changed.clone(), class(), profile()]));
    assert_eq!(reason(&hosted(with(assertion(), "/revoked", json!(true)))), &Reason::Revoked { because: None });
    assert!(matches!(reason(&hosted(with(assertion(), "/expires", json!("2026-11-20T12:00:00Z")))), Reason::Expired { .. }));
    assert!(matches!(reason(&hosted(with(assertion(), "/issuedOn", json!("2027-01-01T00:00:00Z")))), Reason::NotYetValid { .. }));
    assert!(matches!(reason(&hosted(with(assertion(), "/expires", json!("2020-01-01T00:00:00Z")))), Reason::Malformed(_)));
    assert!(matches!(reason(&hosted(with(assertion(), "/issuedOn", json!("yesterday")))), Reason::Malformed(_)));
}

#[test]
fn an_assertion_that_was_taken_away_is_revoked_and_nothing_else_is() {
    let gone = || Answer::Gone { why: "status 410".to_owned() };
    let mut known = hosted_web();
    known.answer(Need::Hosted(ASSERTION.to_owned()), gone());
    let verdict = judge(assertion(), &known);
    assert_eq!((reason(&verdict), outcome(&verdict, "revocation")), (&Reason::Revoked { because: None }, Outcome::Fail));
    assert!(verdict.signed().is_none(), "the copy that was brought is not shown");
    let rest = json!({"@context": CONTEXT, "id": ASSERTION, "type": "Assertion", "revoked": true});
    assert_eq!(reason(&judge(assertion(), &web(&[rest, class(), profile()]))), &Reason::Revoked { because: None });
    for address in [CLASS, ISSUER] {
        let mut known = hosted_web();
        known.answer(Need::Hosted(address.to_owned()), gone());
        assert!(matches!(doubt(&judge(assertion(), &known)), Doubt::NotFetched(_)), "{address}");
    }
    let mut known = signed_web();
    known.answer(Need::Hosted(REVOKED.to_owned()), gone());
    assert!(matches!(doubt(&judge(signed(&signed_assertion()), &known)), Doubt::StatusUnknown(_)), "a list is not taken back");
}

#[test]
fn members_that_are_missing_are_named() {
    for (place, check) in [("/recipient", "schema"), ("/issuedOn", "schema"), ("/recipient/hashed", "holder-and-achievement")] {
        let changed = without(assertion(), place);
        let verdict = judge(&changed, &web(&[changed.clone(), class(), profile()]));
        assert_eq!(outcome(&verdict, check), Outcome::Fail, "{place}");
        assert!(matches!(reason(&verdict), Reason::Malformed(_)), "{place}");
    }
    for place in ["/name", "/criteria", "/description"] {
        assert!(
            matches!(reason(&judge(assertion(), &web(&[assertion(), without(class(), place), profile()]))), Reason::Malformed(_)),
            "{place}"
        );
    }
    for place in ["/name", "/email", "/url"] {
        assert!(
            matches!(reason(&judge(assertion(), &web(&[assertion(), class(), without(profile(), place)]))), Reason::Malformed(_)),
            "{place}"
        );
    }
    let written = with(assertion(), "/image", json!("data:image/png;base64,AA=="));
    assert!(matches!(reason(&judge(&written, &web(&[written.clone(), class(), profile()]))), Reason::Malformed(_)));
}

#[test]
fn what_cannot_be_fetched_or_is_old_is_left_open() {
    let mut known = hosted_web();
    known.answer(Need::Hosted(CLASS.to_owned()), Answer::Unreachable { why: "no answer".to_owned() });
    assert!(matches!(doubt(&judge(assertion(), &known)), Doubt::NotFetched(_)));
    let later = at("2026-11-21T12:00:01Z");
    assert_eq!(verify(&Presented::new(assertion().to_string()), &hosted_web(), later).word(), "indeterminate");
    let plain = with(assertion(), "/id", json!("http://issuer.example/assertions/1"));
    assert_eq!(judge(&plain, &web(&[plain.clone(), class(), profile()])).word(), "indeterminate");
}

#[test]
fn a_signed_badge_is_valid_by_a_key_that_the_profile_names() {
    let verdict = judge(signed(&signed_assertion()), &signed_web());
    assert_eq!(valid(&verdict).hosted_at(), None);
    assert_eq!(outcome(&verdict, "jwt-signature-intact"), Outcome::Pass);
    assert_eq!(outcome(&verdict, "revocation"), Outcome::Pass);
    // The key may be written out in the profile, and be the only one.
    let written = with(profile(), "/publicKey", json!([key_document()]));
    let unnamed = without(signed_assertion(), "/verification/creator");
    assert_eq!(judge(signed(&unnamed), &web(&[class(), written])).word(), "valid");
}

#[test]
fn a_signature_of_another_key_or_over_another_text_is_refused() {
    let by_stranger = token_as(&json!({"alg": "RS256"}), &signed_assertion(), stranger_rsa());
    assert_eq!(reason(&judge(by_stranger, &signed_web())), &Reason::Altered);
    let token = signed(&signed_assertion());
    let payload =
        data_encoding::BASE64URL_NOPAD.encode(with(signed_assertion(), "/badge", json!(CLASS.to_owned() + "x")).to_string().as_bytes());
    let parts: Vec<&str> = token.split('.').collect();
    let altered = format!("{}.{payload}.{}", parts[0], parts[2]);
    assert_ne!(judge(altered, &signed_web()).word(), "valid");
    let elsewhere = with(signed_assertion(), "/verification/creator", json!("https://evil.example/key"));
    assert_eq!(reason(&judge(signed(&elsewhere), &signed_web())), &Reason::NotSignedByIssuer);
    let owner = with(key_document(), "/owner", json!("https://evil.example/profile"));
    assert_eq!(reason(&judge(signed(&signed_assertion()), &web(&[class(), signer_profile(), owner]))), &Reason::NotSignedByIssuer);
    let none = token_as(&json!({"alg": "none"}), &signed_assertion(), rsa());
    assert!(matches!(reason(&judge(none, &signed_web())), Reason::Forbidden(_)));
    let bare = judge(signed_assertion(), &signed_web());
    assert_eq!(reason(&bare), &Reason::Unsigned);
}

#[test]
fn a_badge_on_the_list_is_revoked_and_a_missing_list_leaves_it_open() {
    let id = signed_assertion()["id"].clone();
    for entry in [id.clone(), json!({"id": id, "revocationReason": "error"})] {
        let known = web(&[class(), signer_profile(), key_document(), list(json!([entry]))]);
        let verdict = judge(signed(&signed_assertion()), &known);
        assert_eq!(reason(&verdict), &Reason::Revoked { because: None });
        assert!(verdict.signed().is_some());
    }
    let without_list = web(&[class(), signer_profile(), key_document()]);
    assert!(matches!(doubt(&judge(signed(&signed_assertion()), &without_list)), Doubt::StatusUnknown(_)));
    let foreign = with(list(json!([])), "/issuer", json!("https://evil.example/profile"));
    let known = web(&[class(), signer_profile(), key_document(), foreign]);
    assert!(matches!(doubt(&judge(signed(&signed_assertion()), &known)), Doubt::StatusUnknown(_)));
}

#[test]
fn what_is_no_assertion_is_no_badge() {
    for document in [class(), profile(), json!({"@context": CONTEXT})] {
        assert!(matches!(reason(&judge(&document, &hosted_web())), Reason::NotABadge(_)), "{document}");
    }
}
