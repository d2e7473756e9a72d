//! The same changes where a badge is carried: inside a token, inside a picture.

use data_encoding::BASE64URL_NOPAD;
use ed25519_dalek::Signer;
use serde_json::{Value, json};

use super::super::super::*;
use super::super::world::*;
use super::edits::Edit;
use crate::standards::bake;
use crate::standards::did;
use crate::standards::proof::vc_jwt::{claims_of, signing_input};

/// A token by the key that is its issuer's id: nothing has to be known.
fn did_key_token() -> (Value, Value, String) {
    let own = without(badge_with("/issuer/id", json!(did::key::did_of(&key().verifying_key()))), "/credentialStatus");
    let claims = claims_of(&own).unwrap();
    let header = json!({"alg": "EdDSA", "typ": "JWT", "kid": did::key::verification_method_of(&key().verifying_key())});
    let signature = key().sign(signing_input(&header, &claims).as_bytes()).to_bytes();
    (header, claims, BASE64URL_NOPAD.encode(&signature))
}

#[test]
fn no_change_of_what_a_token_says_is_valid() {
    let (header, claims, signature) = did_key_token();
    let known = Known::strict();
    let written = |header: &Value, claims: &Value| format!("{}.{signature}", signing_input(header, claims));
    assert_eq!(judge(written(&header, &claims), &known).word(), "valid");
    let of_header = Edit::all(&header);
    let of_claims = Edit::all(&claims);
    let mut tried = 0;
    let mutants = of_header.iter().map(|edit| (edit, written(&edit.of(&header), &claims)));
    for (edit, mutant) in mutants.chain(of_claims.iter().map(|edit| (edit, written(&header, &edit.of(&claims))))) {
        tried += 1;
        let verdict = judge(&mutant, &known);
        assert_ne!(verdict.word(), "valid", "{edit}");
        assert!(verdict.signed().is_none(), "{edit} is shown");
    }
    assert!(tried > 4_000, "only {tried} mutants");
}

#[test]
fn no_change_of_a_token_is_valid() {
    let known = known();
    let token = token(&badge());
    assert_eq!(judge(&token, &known).word(), "valid");
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.";
    // Every seventh character, replaced by three others; RSA is too slow for all in every run.
    for at in (0..token.len()).step_by(7) {
        for shift in [1, 13, 40] {
            let mut bytes = token.clone().into_bytes();
            let here = alphabet.iter().position(|b| *b == bytes[at]).unwrap();
            bytes[at] = alphabet[(here + shift) % alphabet.len()];
            let verdict = verify(&Presented::new(bytes), &known, now());
            assert_ne!(verdict.word(), "valid", "character {at}");
            assert!(verdict.signed().is_none(), "character {at}");
        }
    }
}

/// A picture of one pixel.
fn picture() -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, 1, 1);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.write_header().and_then(|mut writer| writer.write_image_data(&[0])).unwrap();
    bytes
}

#[test]
fn a_picture_makes_no_mutant_any_better() {
    let signed = did_key_badge();
    let (png, svg) = (picture(), b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>".to_vec());
    let edits = Edit::all(&signed);
    let known = Known::strict();
    for (edit, document) in edits.iter().step_by(11).map(|edit| (Some(edit), edit.of(&signed))).chain([(None, signed.clone())]) {
        let alone = judge(&document, &known);
        for baked in [bake::png::bake(&png, &document.to_string()).ok(), bake::svg::bake(&svg, &document.to_string()).ok()] {
            // A badge that is no object cannot be baked.
            let Some(baked) = baked else { continue };
            let verdict = verify(&Presented::new(baked), &known, now());
            let what = edit.map_or("the badge itself".to_owned(), ToString::to_string);
            assert_eq!(verdict.word(), alone.word(), "{what}");
            assert_eq!(verdict.signed().map(SignedCredential::document), alone.signed().map(SignedCredential::document), "{what}");
        }
    }
}
