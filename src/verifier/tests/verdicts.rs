//! Each thing a verdict can say, shown once.

use serde_json::json;

use super::super::*;
use super::world::*;
use crate::standards::bake;

#[test]
fn a_badge_of_ours_is_valid_in_every_form() {
    let json = sign(&badge());
    let png = bake::png::bake(&picture(), &json.to_string()).unwrap();
    let svg = bake::svg::bake(b"<svg xmlns=\"http://www.w3.org/2000/svg\"><g/></svg>", &json.to_string()).unwrap();
    let forms =
        [(json.to_string().into_bytes(), Form::Json), (token(&badge()).into_bytes(), Form::Jwt), (png, Form::Png), (svg, Form::Svg)];
    for known in [known(), own()] {
        for (bytes, form) in &forms {
            let verdict = verify(&Presented::new(bytes.clone()), &known, now());
            assert_eq!(valid(&verdict).form(), *form);
            assert_eq!(valid(&verdict).name(), "Facilitator");
        }
    }
}

/// The smallest PNG: one grey pixel.
fn picture() -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, 1, 1);
    encoder.set_color(png::ColorType::Grayscale);
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(&[0]).unwrap();
    writer.finish().unwrap();
    bytes
}

#[test]
fn what_a_valid_badge_says_is_read_from_what_was_signed() {
    let mut known = own();
    known.issuer(DID, KnownIssuer::named("Example"));
    let verdict = judge(sign(&badge()), &known);
    let said = valid(&verdict);
    assert_eq!(said.id(), "https://badges.example.org/c/5srr4yy5xkz9e3v1tzf8q0a2mc");
    assert_eq!((said.issuer().id(), said.issuer().name()), (DID, Some("Example Affiliate")));
    assert_eq!(said.issuer().known_as().map(|known| known.name.as_str()), Some("Example"));
    assert_eq!(said.issuer().url(), Some("https://badges.example.org/issuers/example"));
    assert_eq!(said.valid_from(), said.awarded_at());
    assert_eq!(said.valid_until(), Some(at("2029-11-20T11:00:00Z")));
    assert_eq!(said.holder().id(), Some("urn:uuid:7d9f1a8e-6c2b-4f0a-9d57-0b1f3a2c4d5e"));
    assert_eq!(said.holder().names().collect::<Vec<_>>(), ["Ганна"]);
    let hashed: Vec<_> = said.holder().identifiers().filter_map(|identifier| identifier.hashed()).collect();
    assert_eq!(hashed[0].1, "00112233445566778899aabbccddeeff");
    let class = said.achievement();
    assert_eq!((class.id(), class.version()), ("https://badges.example.org/badges/facilitator/1.0", Some("1.0")));
    assert_eq!((class.criteria(), class.language()), (Some("Plans and leads."), Some("en")));
    assert_eq!(class.image(), Some(("https://badges.example.org/badges/facilitator/1.0.png", Some("A badge"))));
    assert_eq!(class.alignments().map(|alignment| alignment.name()).collect::<Vec<_>>(), ["Facilitation"]);
    let levels: Vec<_> = said.levels().map(|level| (level.rubric(), level.name(), level.place())).collect();
    assert_eq!(levels, [("Level", "Advanced", Some("2"))]);
    assert_eq!(said.evidence().filter_map(|evidence| evidence.narrative()).count(), 2);
}

#[test]
fn a_token_says_what_its_credential_says_without_claims() {
    let verdict = judge(token(&badge()), &known());
    assert_eq!(valid(&verdict).document(), &badge());
}

#[test]
fn checks_stand_in_the_order_of_the_probes_and_each_has_its_clause() {
    for presented in [sign(&badge()).to_string(), token(&badge())] {
        let verdict = judge(presented, &own());
        let probes: Vec<Probe> = verdict.checks().iter().map(|check| check.probe).collect();
        assert!(probes.is_sorted(), "{probes:?}");
        let all =
            [Probe::V1, Probe::V2, Probe::V3, Probe::V4, Probe::V5, Probe::V6, Probe::V7, Probe::V8, Probe::V9, Probe::V10, Probe::V11];
        let later = [Probe::V12, Probe::V13, Probe::V14, Probe::V15, Probe::V16];
        for probe in all.into_iter().chain(later) {
            assert!(probes.contains(&probe), "{probe} is missing");
        }
        assert!(verdict.checks().iter().all(|check| check.clause.starts_with("https://") && !check.evidence.is_empty()));
    }
}

#[test]
fn an_altered_badge_is_altered() {
    let altered = with(sign(&badge()), "/name", json!("Facilitator of everything"));
    let verdict = judge(altered, &known());
    assert_eq!(*reason(&verdict), Reason::Altered);
    assert!(verdict.signed().is_none(), "nothing of it is shown");
    let mut token = token(&badge());
    token.replace_range(token.len() - 4.., "AAAA");
    assert_eq!(*reason(&judge(token, &known())), Reason::Altered);
}

#[test]
fn a_badge_without_proof_is_unsigned() {
    let verdict = judge(badge(), &known());
    assert_eq!(*reason(&verdict), Reason::Unsigned);
    assert!(verdict.signed().is_none());
}

#[test]
fn a_revoked_badge_is_revoked_and_still_shown() {
    let verdict = judge(sign(&badge()), &own_with(&[SLOT], &[]));
    assert_eq!(*reason(&verdict), Reason::Revoked { because: None });
    assert_eq!(verdict.signed().map(SignedCredential::name), Some("Facilitator"));
    let mut known = own_with(&[SLOT], &[]);
    known.record(OurRecord { reason: Some(RevocationReason::Misconduct), ..OurRecord::default() });
    assert_eq!(*reason(&judge(sign(&badge()), &known)), Reason::Revoked { because: Some(RevocationReason::Misconduct) });
}

#[test]
fn a_badge_of_another_slot_is_not_revoked() {
    assert_eq!(judge(sign(&badge()), &own_with(&[SLOT - 1, SLOT + 1, 0, 131_071], &[SLOT - 1])).word(), "valid");
}

#[test]
fn a_replaced_badge_is_not_called_revoked() {
    let mut known = own_with(&[SLOT], &[]);
    let newer = "https://badges.example.org/c/5srr4yy5xkz9e3v1tzf8q0a2mc".to_owned();
    for (by, telling) in [
        (Replacement::Edition(newer.clone()), "replaced"),
        (Replacement::Badge(Some(newer)), "replaced-badge"),
        (Replacement::Badge(None), "replaced-badge"),
        (Replacement::Coming, "replaced-coming"),
    ] {
        known.record(OurRecord { reason: Some(RevocationReason::Superseded), replaced_by: Some(by.clone()), ..OurRecord::default() });
        let verdict = judge(sign(&badge()), &known);
        let told = reason(&verdict);
        assert_eq!((told, told.code(), told.telling()), (&Reason::Replaced { by: Some(by) }, "replaced", telling));
    }
}

#[test]
fn our_record_alone_takes_nothing_back() {
    let mut known = own();
    known.record(OurRecord { reason: Some(RevocationReason::Superseded), ..OurRecord::default() });
    assert_eq!(judge(sign(&badge()), &known).word(), "valid", "only the signed list revokes");
}

#[test]
fn a_suspended_badge_is_suspended() {
    assert_eq!(*reason(&judge(sign(&badge()), &own_with(&[], &[SLOT]))), Reason::Suspended);
    let both = judge(sign(&badge()), &own_with(&[SLOT], &[SLOT]));
    assert_eq!(*reason(&both), Reason::Revoked { because: None }, "revocation is the graver");
}

#[test]
fn an_expired_badge_is_expired_and_not_revoked() {
    let verdict = verify(&Presented::new(sign(&badge()).to_string()), &fresh(own(), "2029-11-20T11:00:01Z"), at("2029-11-20T11:00:01Z"));
    assert_eq!(*reason(&verdict), Reason::Expired { at: at("2029-11-20T11:00:00Z") });
    assert_eq!(outcome(&verdict, "revocation"), Outcome::Pass);
    let last = at("2029-11-20T11:00:00Z");
    assert_eq!(verify(&Presented::new(sign(&badge()).to_string()), &fresh(own(), "2029-11-20T11:00:00Z"), last).word(), "valid");
}

/// The same lists, fetched at another time.
fn fresh(mut known: Known, when: &str) -> Known {
    for (address, purpose) in [(LIST.to_owned(), "revocation"), (format!("{LIST}/suspension"), "suspension")] {
        let bytes = sign(&unsigned_list(&address, purpose, &[])).to_string().into_bytes();
        known.answer(Need::StatusList(address), Answer::Found { bytes, fetched_at: at(when) });
    }
    known
}

#[test]
fn a_badge_of_the_future_is_not_yet_valid() {
    let from = at("2026-11-21T11:00:01Z");
    let early = badge_with("/validFrom", json!("2026-11-21T11:00:01Z"));
    assert_eq!(*reason(&judge(sign(&early), &own())), Reason::NotYetValid { from });
    assert_eq!(judge(sign(&early), &known()).word(), "valid", "clocks of others may differ by 300 seconds");
    let later = badge_with("/validFrom", json!("2026-11-21T11:05:01Z"));
    assert_eq!(*reason(&judge(sign(&later), &known())), Reason::NotYetValid { from: at("2026-11-21T11:05:01Z") });
}

#[test]
fn a_badge_that_ends_before_it_begins_is_malformed() {
    let crooked = badge_with("/validUntil", json!("2026-11-19T11:00:00Z"));
    assert!(matches!(reason(&judge(sign(&crooked), &own())), Reason::Malformed(_)));
}

#[test]
fn what_is_no_badge_is_said_to_be_none() {
    for bytes in ["", "hello", "{}", "[]", "{\"a\":1,\"a\":1}", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>", "e30.e30.AA", "\u{0}\u{1}"] {
        let verdict = judge(bytes, &known());
        assert!(matches!(reason(&verdict), Reason::NotABadge(_)), "{bytes:?}: {:?}", reason(&verdict));
    }
    let diploma = with(sign(&badge()), "/type", json!(["VerifiableCredential", "Diploma"]));
    assert!(matches!(reason(&judge(diploma, &known())), Reason::NotABadge(_)));
}

#[test]
fn a_graver_reason_is_named_first() {
    let altered = with(sign(&badge()), "/validUntil", json!("2026-11-20T12:00:00Z"));
    assert_eq!(*reason(&judge(altered, &own_with(&[SLOT], &[]))), Reason::Altered);
}

#[test]
fn a_verdict_names_its_reason_for_programs() {
    let codes = [Reason::Altered, Reason::Unsigned, Reason::NotSignedByIssuer, Reason::KeyWithdrawn, Reason::Suspended].map(|r| r.code());
    assert_eq!(codes, ["altered", "unsigned", "not-signed-by-issuer", "key-withdrawn", "suspended"]);
}

#[test]
fn what_is_needed_is_asked_for_step_by_step() {
    let seen = Presented::new(sign(&badge()).to_string());
    let mut known = Known::strict();
    known.own_issuer(DID);
    let ask = |known: &Known| needs(&seen, known).iter().cloned().collect::<Vec<_>>();
    assert_eq!(ask(&known), [Need::DidDocument(DID.to_owned())], "lists are asked for once the signature is known to be the issuer's");
    known.answer(Need::DidDocument(DID.to_owned()), found(&did_document()));
    let suspension = format!("{LIST}/suspension");
    assert_eq!(ask(&known), [Need::StatusList(LIST.to_owned()), Need::StatusList(suspension.clone())]);
    known.answer(Need::StatusList(LIST.to_owned()), found(&sign(&unsigned_list(LIST, "revocation", &[]))));
    known.answer(Need::StatusList(suspension.clone()), found(&sign(&unsigned_list(&suspension, "suspension", &[]))));
    assert!(needs(&seen, &known).is_empty());
    assert_eq!(verify(&seen, &known, now()).word(), "valid");
}

#[test]
fn a_forged_badge_makes_us_fetch_no_list() {
    let evil = badge_with("/credentialStatus/statusListCredential", json!("https://192.0.2.1/"));
    let forged = sign_as(&evil, &stranger(), &format!("{DID}#z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi"));
    let mut known = Known::strict();
    known.answer(Need::DidDocument(DID.to_owned()), found(&did_document()));
    assert!(needs(&Presented::new(forged.to_string()), &known).is_empty());
}
