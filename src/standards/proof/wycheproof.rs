//! Project Wycheproof for the algorithms whose keys are not tested beside them: ECDSA with r and s side
//! by side, RSASSA-PSS. Tokens, PKCS#1 and Ed25519 stand in `vc_jwt/tests.rs`.

use data_encoding::HEXLOWER_PERMISSIVE;
use serde_json::Value;

use super::elliptic::Curve;
use super::jwk::Jwk;
use super::{Algorithm, PublicKey, outside};

fn bytes(value: &Value) -> Vec<u8> {
    HEXLOWER_PERMISSIVE.decode(value.as_str().unwrap().as_bytes()).unwrap()
}

/// Compares every case with its mark; gives how many were accepted and refused.
fn compare(name: &str, algorithm: Algorithm, key_of: impl Fn(&Value) -> PublicKey) -> Option<(usize, usize)> {
    let file = outside::wycheproof(name)?;
    let mut exceptions = outside::exceptions("wycheproof-ecdsa-pss.txt");
    let (mut accepted, mut refused) = (0, 0);
    for (group, case) in outside::cases(&file) {
        let ours = key_of(group).verifies(algorithm, &bytes(&case["msg"]), &bytes(&case["sig"]));
        let id = format!("{name}/{}", case["tcId"]);
        assert!(ours == (case["result"] == "valid") || exceptions.remove(&id).is_some(), "case {id}: ours {ours}: {}", case["comment"]);
        if ours { accepted += 1 } else { refused += 1 }
    }
    exceptions.retain(|id, _| id.starts_with(name));
    assert!(exceptions.is_empty(), "no exceptions any more: {exceptions:?}");
    Some((accepted, refused))
}

fn point(curve: Curve, width: usize) -> impl Fn(&Value) -> PublicKey {
    move |group| {
        let point = bytes(&group["publicKey"]["uncompressed"]);
        curve.coordinates(&point[1..=width], &point[1 + width..]).unwrap()
    }
}

#[test]
fn ecdsa_over_p_256_comes_out_as_marked() {
    let counts = compare("ecdsa_secp256r1_sha256_p1363_test.json", Algorithm::Es256, point(Curve::P256, 32));
    assert!(counts.is_none_or(|counts| counts == (173, 89)), "{counts:?}");
}

#[test]
fn ecdsa_over_p_384_comes_out_as_marked() {
    let counts = compare("ecdsa_secp384r1_sha384_p1363_test.json", Algorithm::Es384, point(Curve::P384, 48));
    assert!(counts.is_none_or(|counts| counts == (193, 87)), "{counts:?}");
}

#[test]
fn rsa_pss_comes_out_as_marked() {
    let key = |group: &Value| Jwk::parse(&group["publicKeyJwk"]).unwrap().key;
    let counts = compare("rsa_pss_2048_sha256_mgf1_32_test.json", Algorithm::Ps256, key);
    assert!(counts.is_none_or(|counts| counts == (63, 45)), "{counts:?}");
}
