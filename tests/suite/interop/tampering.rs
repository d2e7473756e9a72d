//! One changed character anywhere in a badge, and nobody accepts it: neither they nor we.

use std::collections::BTreeMap;

use data_encoding::{BASE64URL_NOPAD, Encoding};
use insignia::verifier::{Known, KnownKey, Presented, Verdict, verify};
use insignia::vocabulary::Timestamp;
use serde_json::{Map, Value};

use super::judges::{Badge, Judges};
use super::mutants::{Deed, Mutant, mutants};
use super::public::{Outside, known, parsed, text};
use crate::harness::{Backend, Harness, long_run, run};
use crate::world::{ISSUER, World};

/// Characters changed in each form; every one in a long run.
fn places() -> usize {
    if long_run() { usize::MAX } else { 300 }
}

/// What became of the mutants, to be printed.
#[derive(Debug, Default)]
struct Count {
    changed: usize,
    dropped_or_doubled: usize,
    theirs: BTreeMap<String, usize>,
    ours: BTreeMap<String, usize>,
}

impl Count {
    fn add(&mut self, mutant: &Mutant, theirs: &str, ours: &Verdict) {
        match mutant.deed {
            Deed::Changed => self.changed += 1,
            Deed::Dropped | Deed::Doubled => self.dropped_or_doubled += 1,
        }
        *self.theirs.entry(family(theirs)).or_default() += 1;
        *self.ours.entry(code(ours).to_owned()).or_default() += 1;
    }
}

/// A refusal without what it quotes, and not all of it.
fn family(why: &str) -> String {
    let plain: String = why.split('"').step_by(2).collect::<Vec<_>>().join("…");
    plain.chars().take_while(|c| !c.is_ascii_digit()).take(60).collect()
}

fn code(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Invalid(refusal) => refusal.reason.code(),
        Verdict::Indeterminate(unfinished) => unfinished.doubt.code(),
        other => panic!("{}", other.word()),
    }
}

fn ours(text: &str, known: &Known, now: Timestamp) -> Verdict {
    verify(&Presented::new(text), known, now)
}

#[test]
fn one_changed_character_of_the_json_form_is_refused_by_them_and_by_us() {
    let Some(judges) = Judges::summoned() else { return };
    run(Backend::Sqlite, async |harness: Harness| {
        let world = World::new(&harness).await;
        let badge = world.badge("Оксана Іваненко").await;
        let (open, now, whole) = (Outside::of(&world, &harness).served(&badge).await, harness.now(), parsed(&badge));
        let known = known(&open, now);
        assert_eq!(ours(text(&badge), &known, now).word(), "valid");
        let mut mutants = mutants(text(&badge), places());
        // A mutant that reads the same is no change.
        mutants.retain(|mutant| mutant.text.parse::<Value>().ok().as_ref() != Some(&whole));
        let copies: Vec<Badge<'_>> = mutants.iter().map(|mutant| Badge::Json(&mutant.text)).collect();
        let mut count = Count::default();
        for (mutant, theirs) in mutants.iter().zip(judges.refusals(&open, now, &copies)) {
            let ours = ours(&mutant.text, &known, now);
            assert_ne!(ours.word(), "valid", "we accept {mutant}");
            assert!(ours.signed().is_none(), "we show {mutant}");
            count.add(mutant, &theirs.unwrap_or_else(|| panic!("they accept {mutant}")), &ours);
        }
        println!("JSON form, {} characters: {count:#?}", text(&badge).chars().count());
        assert!(count.changed >= 200, "{count:?}");
        harness.finish().await;
    });
}

/// Base64url that takes no notice of bits that nothing uses.
fn lenient() -> Encoding {
    let mut specification = BASE64URL_NOPAD.specification();
    specification.check_trailing_bits = false;
    specification.encoding().expect("an encoding")
}

/// True if both tokens have the same signed text and, read leniently, the same signature: the last
/// character of an RS256 signature has four bits that nothing uses.
fn differently_spelt(one: &str, other: &str) -> bool {
    let (Some((signed, signature)), Some((other_signed, other_signature))) = (one.rsplit_once('.'), other.rsplit_once('.')) else {
        return false;
    };
    let bytes = |signature: &str| lenient().decode(signature.as_bytes()).ok();
    signed == other_signed && bytes(signature).is_some() && bytes(signature) == bytes(other_signature)
}

#[test]
fn one_changed_character_of_the_jwt_form_is_refused_by_them_and_by_us() {
    let Some(judges) = Judges::summoned() else { return };
    run(Backend::Sqlite, async |harness: Harness| {
        let world = World::new(&harness).await;
        let badge = world.badge("Оксана Іваненко").await;
        let (open, now, token) = (Outside::of(&world, &harness).served(&badge).await, harness.now(), badge.jwt());
        let (known, key) = with_its_key(&world, &open, now).await;
        assert_eq!(ours(token, &known, now).word(), "valid");
        let mut mutants = mutants(token, places());
        mutants.push(respelt(token));
        let copies: Vec<Badge<'_>> =
            mutants.iter().flat_map(|mutant| [Badge::TokenBy(&mutant.text, &key), Badge::Token(&mutant.text)]).collect();
        let refusals = judges.refusals(&open, now, &copies);
        let mut count = Count::default();
        for (mutant, theirs) in mutants.iter().zip(refusals.chunks(2)) {
            let ours = ours(&mutant.text, &known, now);
            assert_ne!(ours.word(), "valid", "we accept {mutant}");
            assert!(ours.signed().is_none(), "we show {mutant}");
            for theirs in theirs {
                let spelling = theirs.is_none() && differently_spelt(&mutant.text, token);
                assert!(theirs.is_some() || spelling, "they accept {mutant}");
                count.add(mutant, theirs.as_deref().unwrap_or("accepted: another spelling of the same signature"), &ours);
            }
        }
        println!("JWT form, {} characters, each by two keys: {count:#?}", token.len());
        assert!(count.changed >= 2 * 200, "{count:?}");
        harness.finish().await;
    });
}

/// Outsiders cannot tell whose the RSA key of a `did:key` issuer is; here somebody told them.
async fn with_its_key(world: &World, open: &Map<String, Value>, now: Timestamp) -> (Known, Value) {
    let issuer = world.office.issuer(ISSUER).expect("an issuer");
    let ring = world.office.published_keys(issuer).await.expect("its keys");
    let rsa = ring.published().find(|published| published.key().as_jwk()["kty"] == "RSA").expect("an RSA key");
    let mut known = known(open, now);
    known.key(KnownKey { issuer: issuer.did().to_owned(), key: rsa.key().clone(), compromised_at: None });
    (known, Value::Object(rsa.key().as_jwk()))
}

/// The same signature, its last character spelt with an unused bit set.
fn respelt(token: &str) -> Mutant {
    let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let (rest, last) = token.split_at(token.len() - 1);
    let place = alphabet.find(last).expect("base64url");
    let mutant = Mutant { at: rest.len(), deed: Deed::Changed, text: format!("{rest}{}", &alphabet[place + 1..=place + 1]) };
    assert!(differently_spelt(&mutant.text, token));
    mutant
}
