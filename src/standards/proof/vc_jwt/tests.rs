//! Hostile tokens, disagreeing claims, and the Wycheproof cases.

use openssl::pkey::PKey;
use openssl::rsa::Rsa;
use serde_json::json;

use super::super::jwk::Jwk;
use super::super::outside;
use super::*;
use crate::standards::json;

fn signer() -> &'static Rs256Signer {
    static SIGNER: std::sync::LazyLock<Rs256Signer> = std::sync::LazyLock::new(|| {
        let der = Rsa::generate(2048).and_then(PKey::from_rsa).and_then(|k| k.private_key_to_pkcs8()).unwrap();
        Rs256Signer::from_pkcs8(&der).unwrap()
    });
    &SIGNER
}

fn key() -> PublicKey {
    PublicKey::Rsa(signer().public().clone())
}

fn credential() -> Value {
    json!({"id": "https://b.example/c/1", "issuer": {"id": "did:web:b.example"}, "validFrom": "2026-11-20T11:00:00Z", "credentialSubject": {"id": "urn:uuid:1"}})
}

fn encoded(text: &str) -> String {
    BASE64URL_NOPAD.encode(text.as_bytes())
}

/// A token with any header text, rightly signed.
fn token(header: &str) -> String {
    let input = format!("{}.{}", encoded(header), encoded("{}"));
    let signature = signer().sign(input.as_bytes()).unwrap();
    format!("{input}.{}", BASE64URL_NOPAD.encode(&signature))
}

#[test]
fn what_we_sign_we_read_and_verify() {
    let claims = claims_of(&credential()).unwrap();
    for name in [KeyName::Kid("did:web:b.example#k"), KeyName::Embedded(&key())] {
        let text = sign_rs256(signer(), name, &claims).unwrap();
        assert_eq!(text, sign_rs256(signer(), name, &claims).unwrap());
        let read = Compact::parse(&text).unwrap();
        assert_eq!(read.verify(&key()), Ok(()));
        assert_eq!(read.claims(), Ok(claims.clone()));
        assert_eq!(
            (read.header().kid.is_some(), read.header().jwk.is_some()),
            (matches!(name, KeyName::Kid(_)), matches!(name, KeyName::Embedded(_)))
        );
    }
    let header = header(Algorithm::Rs256, KeyName::Kid("k"));
    assert_eq!(header.to_string(), r#"{"alg":"RS256","typ":"JWT","kid":"k"}"#);
}

#[test]
fn no_changed_character_verifies() {
    let text = sign_rs256(signer(), KeyName::Kid("k"), &claims_of(&credential()).unwrap()).unwrap();
    for at in (0..text.len()).step_by(3) {
        for other in ['A', 'Q', '_', '.', '='] {
            let mut changed = text.clone();
            changed.replace_range(at..=at, &other.to_string());
            let accepted = Compact::parse(&changed).is_ok_and(|c| c.verify(&key()).is_ok());
            assert_eq!(accepted, changed == text, "{at} {other}");
        }
    }
}

#[test]
fn headers_that_change_the_rules_are_refused_though_signed() {
    assert_eq!(Compact::parse(&token(r#"{"alg":"RS256"}"#)).map(|c| c.verify(&key())), Ok(Ok(())));
    for typ in ["JWT", "vc+jwt", "vc+ld+json+jwt"] {
        assert!(Compact::parse(&token(&format!(r#"{{"alg":"RS256","typ":"{typ}"}}"#))).is_ok());
    }
    let wrong = [
        r#"{"alg":"none"}"#,
        r#"{"alg":"None"}"#,
        r#"{"alg":"HS256"}"#,
        r#"{"alg":"rs256"}"#,
        r#"{"alg":["RS256"]}"#,
        r#"{"typ":"JWT"}"#,
        r#"{"alg":"RS256","alg":"RS256"}"#,
        r#"{"alg":"none","\u0061lg":"RS256"}"#,
        r#"{"alg":"RS256","crit":["exp"]}"#,
        r#"{"alg":"RS256","critical":[]}"#,
        r#"{"alg":"RS256","b64":false}"#,
        r#"{"alg":"RS256","b64":true}"#,
        r#"{"alg":"RS256","jku":"https://evil.example"}"#,
        r#"{"alg":"RS256","x5c":[]}"#,
        r#"{"alg":"RS256","x5u":"https://evil.example"}"#,
        r#"{"alg":"RS256","cty":"JWT"}"#,
        r#"{"alg":"RS256","zip":"DEF"}"#,
        r#"{"alg":"RS256","typ":"at+jwt"}"#,
        r#"{"alg":"RS256","typ":7}"#,
        r#"{"alg":"RS256","kid":""}"#,
        r#"{"alg":"RS256","kid":7}"#,
        r#"{"alg":"RS256","jwk":{"kty":"oct","k":"AA"}}"#,
        r#"["alg","RS256"]"#,
        r#""RS256""#,
        r#"{"alg":"RS256"} "x""#,
        "{'alg':'RS256'}",
        "",
    ];
    for header in wrong {
        assert!(Compact::parse(&token(header)).is_err(), "{header}");
    }
    assert_eq!(Compact::parse(&token(&format!(r#"{{"alg":"RS256","kid":"{}"}}"#, "k".repeat(257)))), Err(JwtFault::Kid));
}

#[test]
fn another_shape_of_token_is_refused() {
    let good = token(r#"{"alg":"RS256"}"#);
    let [h, p, s]: [&str; 3] = good.split('.').collect::<Vec<_>>().try_into().unwrap();
    let wrong = [
        String::new(),
        ".".into(),
        "..".into(),
        h.into(),
        format!("{h}.{p}"),
        format!("{h}.{p}."),
        format!("{h}..{s}"),
        format!(".{p}.{s}"),
        format!("{good}."),
        format!("{good}.x"),
        format!("{h}.{p}.{s}.{s}.{s}"),
        format!("{h}=.{p}.{s}"),
        format!("{h}.{p}.{s}=="),
        format!(" {good}"),
        format!("{good}\n"),
        format!("{h}.{p}\n.{s}"),
        good.replace('.', "%2e"),
        format!(r#"{{"payload":"{p}","protected":"{h}","signature":"{s}"}}"#),
        format!("{h}.{p}.+{}", &s[1..]),
    ];
    for text in wrong {
        assert!(!Compact::parse(&text).is_ok_and(|c| c.verify(&key()).is_ok()), "{text}");
    }
    assert_eq!(Compact::parse(&"a".repeat(LARGEST_TESTED)), Err(JwtFault::TooLarge { limit: 2 << 20 }));
}
const LARGEST_TESTED: usize = (2 << 20) + 1;

#[test]
fn a_key_of_another_kind_never_verifies() {
    let ed25519 = PublicKey::ed25519(ed25519_dalek::SigningKey::from_bytes(&[7; 32]).verifying_key().as_bytes()).unwrap();
    let text = token(r#"{"alg":"RS256"}"#);
    assert_eq!(
        Compact::parse(&text).unwrap().verify(&ed25519),
        Err(JwtFault::OtherKind { said: Algorithm::Rs256, needed: Algorithm::EdDsa })
    );
    let text = token(r#"{"alg":"EdDSA"}"#);
    assert_eq!(
        Compact::parse(&text).unwrap().verify(&key()),
        Err(JwtFault::OtherKind { said: Algorithm::EdDsa, needed: Algorithm::Rs256 })
    );
}

#[test]
fn an_eddsa_token_of_rfc_8037_verifies() {
    // RFC 8037 appendix A.4; its payload is no JSON.
    let text = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";
    let jwk = Jwk::parse(&json!({"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"})).unwrap();
    let read = Compact::parse(text).unwrap();
    assert_eq!(read.verify(&jwk.key), Ok(()));
    assert!(matches!(read.claims(), Err(JwtFault::Payload(_))));
}

#[test]
fn claims_repeat_the_credential() {
    let mut ending = credential();
    ending["validUntil"] = json!("2029-11-20T11:00:00Z");
    let claims = claims_of(&ending).unwrap();
    let expected = json!({"iss": "did:web:b.example", "sub": "urn:uuid:1", "nbf": 1_795_172_400, "exp": 1_889_866_800, "jti": "https://b.example/c/1"});
    for (name, value) in expected.as_object().unwrap() {
        assert_eq!(&claims[name], value, "{name}");
    }
    assert!(compare(&claims).iter().all(|c| c.agreement == Agreement::Equal));
    assert!(claims_of(&credential()).unwrap().get("exp").is_none());
    for (member, value) in [
        ("id", json!(7)),
        ("issuer", json!({})),
        ("validFrom", json!("today")),
        ("credentialSubject", json!({})),
        ("jti", json!("x")),
        ("validFrom", json!("2026-11-20T11:00:00.5Z")),
    ] {
        let mut wrong = credential();
        wrong[member] = value;
        assert!(claims_of(&wrong).is_err(), "{member}");
    }
}

#[test]
fn a_claim_that_differs_is_found() {
    let claims = claims_of(&credential()).unwrap();
    let different = [
        ("iss", json!("did:web:evil.example")),
        ("iss", json!(7)),
        ("sub", json!("urn:uuid:2")),
        ("sub", json!(null)),
        ("nbf", json!(1_795_172_401)),
        ("nbf", json!("1795172400")),
        ("nbf", json!(1e300)),
        ("jti", json!("https://b.example/c/2")),
        ("jti", json!(["https://b.example/c/1"])),
    ];
    for (claim, value) in different {
        let mut changed = claims.clone();
        changed[claim] = value;
        let found: Vec<_> =
            compare(&changed).into_iter().filter(|c| matches!(c.agreement, Agreement::Different { .. })).map(|c| c.claim).collect();
        assert_eq!(found, [claim]);
    }
    let mut ends = claims.clone();
    ends["exp"] = json!(1_889_866_800);
    assert_eq!(compare(&ends)[3].agreement, Agreement::OnlyClaim { claimed: "1889866800".to_owned() });
    assert_eq!(compare(&claims)[3].agreement, Agreement::Neither);
    let mut fraction = claims.clone();
    fraction["nbf"] = json!(1_795_172_400.25);
    assert_eq!(compare(&fraction)[2].agreement, Agreement::Equal);
    let mut bare = claims;
    bare.as_object_mut().unwrap().remove("nbf");
    assert_eq!(compare(&bare)[2].agreement, Agreement::NoClaim);
}

#[test]
fn a_credential_of_vcdm_1_1_stands_in_vc() {
    let vc = json!({"issuer": "https://b.example", "issuanceDate": "2026-11-20T11:00:00Z", "credentialSubject": [{"id": "urn:uuid:1"}]});
    let claims = json!({"vc": vc, "iss": "https://b.example", "nbf": 1_795_172_400, "sub": "urn:uuid:1", "jti": "urn:uuid:9"});
    assert_eq!(credential_in(&claims), &vc);
    let found: Vec<_> = compare(&claims).into_iter().map(|c| c.agreement).collect();
    assert_eq!(
        found,
        [
            Agreement::Equal,
            Agreement::Equal,
            Agreement::Equal,
            Agreement::Neither,
            Agreement::OnlyClaim { claimed: "urn:uuid:9".to_owned() }
        ]
    );
}

/// Whether we accept this token under this key.
fn accepts(jwk: &Value, token: &Value) -> bool {
    let (Ok(jwk), Some(text)) = (Jwk::parse(jwk), token.as_str()) else { return false };
    Compact::parse(text).is_ok_and(|c| c.verify(&jwk.key).is_ok())
}

#[test]
fn wycheproof_json_web_signatures_come_out_as_marked() {
    let Some(file) = outside::wycheproof("json_web_signature_test.json") else { return };
    let mut exceptions = outside::exceptions("wycheproof-json-web-signature.txt");
    let (mut accepted, mut refused) = (0, 0);
    for (group, case) in outside::cases(&file) {
        // Groups of a symmetric key have no public half: nothing of it may be accepted.
        let jwk = group.get("public").unwrap_or(&group["private"]);
        let supported = matches!(jwk["alg"].as_str(), Some("RS256" | "PS256" | "ES256"));
        let ours = accepts(jwk, &case["jws"]);
        let theirs = case["result"] == "valid" && supported;
        let id = case["tcId"].to_string();
        if ours != theirs {
            assert!(exceptions.remove(&id).is_some(), "case {id}: ours {ours}, theirs {theirs}: {}", case["comment"]);
        }
        if ours { accepted += 1 } else { refused += 1 }
    }
    assert!(exceptions.is_empty(), "these cases come out as marked, so they are no exceptions: {exceptions:?}");
    assert_eq!((accepted, refused), (16, 385));
}

#[test]
fn wycheproof_keys_that_must_not_be_used_are_not() {
    for name in ["json_web_key_test.json", "json_web_crypto_test.json"] {
        let Some(file) = outside::wycheproof(name) else { return };
        for (group, case) in outside::cases(&file).into_iter().filter(|(_, case)| case.get("jws").is_some()) {
            let holder = group.get("public").unwrap_or(&group["private"]);
            let keys = holder.get("keys").and_then(Value::as_array).cloned().unwrap_or_else(|| vec![holder.clone()]);
            let ours = keys.iter().any(|k| accepts(k, &case["jws"]));
            let theirs = case["result"] == "valid" && keys.iter().any(|k| matches!(k["alg"].as_str(), Some("RS256" | "PS256" | "ES256")));
            assert_eq!(ours, theirs, "{name} case {}: {}", case["tcId"], case["comment"]);
        }
    }
}

#[test]
fn wycheproof_rsa_signatures_come_out_as_marked() {
    for size in [2048, 3072, 4096] {
        let Some(file) = outside::wycheproof(&format!("rsa_signature_{size}_sha256_test.json")) else { return };
        let mut exceptions = outside::exceptions("wycheproof-rsa-signature.txt");
        for (group, case) in outside::cases(&file) {
            let number = |name: &str| {
                let hex = group["publicKey"][name].as_str().unwrap().trim_start_matches("00");
                data_encoding::HEXLOWER_PERMISSIVE.decode(format!("{}{hex}", "0".repeat(hex.len() % 2)).as_bytes()).unwrap()
            };
            let ours = super::super::RsaPublicKey::new(&number("modulus"), &number("publicExponent")).is_ok_and(|key| {
                let bytes = |name: &str| data_encoding::HEXLOWER_PERMISSIVE.decode(case[name].as_str().unwrap().as_bytes()).unwrap();
                PublicKey::Rsa(key).verifies(Algorithm::Rs256, &bytes("msg"), &bytes("sig"))
            });
            // "acceptable" signatures are lenient readings; a strict one refuses them.
            let theirs = case["result"] == "valid";
            let id = format!("{size}/{}", case["tcId"]);
            assert!(ours == theirs || exceptions.remove(&id).is_some(), "case {id}: ours {ours}: {}", case["comment"]);
        }
        exceptions.retain(|id, _| id.starts_with(&format!("{size}/")));
        assert!(exceptions.is_empty(), "no exceptions any more: {exceptions:?}");
    }
}

#[test]
fn wycheproof_and_speccheck_ed25519_come_out_strict() {
    let verifies = |key: &str, message: &str, signature: &str| {
        let bytes = |hex: &str| data_encoding::HEXLOWER.decode(hex.as_bytes()).unwrap();
        PublicKey::ed25519(&bytes(key)).is_ok_and(|k| k.verifies(Algorithm::EdDsa, &bytes(message), &bytes(signature)))
    };
    if let Some(file) = outside::wycheproof("ed25519_test.json") {
        for (group, case) in outside::cases(&file) {
            let text = |value: &Value| value.as_str().unwrap().to_owned();
            let ours = verifies(&text(&group["publicKey"]["pk"]), &text(&case["msg"]), &text(&case["sig"]));
            assert_eq!(ours, case["result"] == "valid", "case {}", case["tcId"]);
        }
    }
    let Some(path) = outside::shared("ed25519-speccheck/cases.json") else { return };
    let cases = json::parse(&std::fs::read(path).unwrap(), &json::Limits::default()).unwrap();
    let accepted: Vec<usize> = (0..12)
        .filter(|&i| {
            let text = |name: &str| cases[i][name].as_str().unwrap().to_owned();
            verifies(&text("pub_key"), &text("message"), &text("signature"))
        })
        .collect();
    // Number 3 counted from 0: the only ordinary signature among them.
    assert_eq!(accepted, [3]);
}
