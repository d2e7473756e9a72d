//! Claims about refusals: few words, common words, and the technical detail one click below.

use super::standing::{ProblemKind, ProblemPage};
use super::wording::Told;
use super::*;

/// Words that only the people who build such things know.
const JARGON: &[&str] = &[
    "algorithm",
    "base58",
    "base64",
    "bitstring",
    "byte",
    "bytes",
    "canonical",
    "context",
    "contexts",
    "credential",
    "cryptosuite",
    "DID",
    "digest",
    "encoding",
    "entity",
    "hash",
    "header",
    "HTTP",
    "JSON",
    "JSON-LD",
    "JWK",
    "JWS",
    "JWT",
    "malformed",
    "metadata",
    "multibase",
    "multikey",
    "parse",
    "parsed",
    "payload",
    "proof",
    "protocol",
    "RDF",
    "RDFC",
    "request",
    "resolve",
    "schema",
    "status",
    "syntax",
    "timeout",
    "TLS",
    "token",
    "TTL",
    "URI",
    "URL",
    "validator",
    "vocabulary",
];

const MOST_WORDS: usize = 20;
const LONGEST_WORD: usize = 11;

/// What each refusal says to a person in one go: the keys of its messages, in English.
fn refusals(messages: &Messages) -> Vec<(String, String)> {
    let english = LanguageTag::english();
    let text = |key: &str| messages.raw(key, &english).unwrap_or_else(|| panic!("no message {key}"));
    let keys: Vec<&str> = messages.keys(&english).collect();
    let codes = keys.iter().filter_map(|key| key.strip_prefix("reason-")?.strip_suffix("-means"));
    let judged =
        codes.map(|code| (code.to_owned(), format!("{} {}", text(&format!("reason-{code}-means")), text(&format!("reason-{code}-do")))));
    let alone = keys.iter().filter(|key| {
        let starts = |start: &str| key.starts_with(start);
        starts("verify-fault-")
            || (starts("recipient-") && **key != "recipient-label")
            || (starts("problem-") && key.ends_with("-means"))
            || starts("refused-")
            || starts("code-")
    });
    judged.chain(alone.map(|key| ((*key).to_owned(), text(key).to_owned()))).collect()
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    let kept = |c: char| c.is_alphanumeric() || matches!(c, '-' | '’' | '{' | '|' | '$');
    text.split(move |c| !kept(c)).filter(|word| word.chars().any(char::is_alphanumeric))
}

#[test]
fn every_refusal_has_at_most_twenty_common_words() {
    let refusals = refusals(&embedded_messages().unwrap());
    assert!(refusals.len() > 30, "{} refusals", refusals.len());
    for (name, text) in refusals {
        let count = words(&text).count();
        assert!(count <= MOST_WORDS, "{name} has {count} words: {text}");
        for word in words(&text).filter(|word| !word.contains(['{', '|', '$'])) {
            let jargon =
                JARGON.iter().any(|one| if one.chars().all(char::is_uppercase) { *one == word } else { one.eq_ignore_ascii_case(word) });
            assert!(!jargon, "{name} says {word:?}: {text}");
            assert!(word.chars().count() <= LONGEST_WORD, "{name} says {word:?}, a long word: {text}");
        }
    }
}

#[test]
fn the_detail_of_a_refusal_is_one_click_away() {
    for sample in all() {
        let html = rendered(sample.name, "en");
        let refused = ["credential-", "certificate-", "verify-"].iter().any(|page| sample.name.starts_with(page))
            && html.contains("class=\"verdict-words\"")
            && !html.contains(">Genuine and current</p>");
        assert_eq!(
            html.matches("<details class=\"technical\">").count(),
            usize::from(refused || sample.name.starts_with("problem-")),
            "{}",
            sample.name
        );
    }
    let html = rendered("credential-altered", "uk");
    let (before, detail) = html.split_once("<details class=\"technical\">").unwrap();
    let (detail, _) = detail.split_once("</details>").unwrap();
    assert!(!before.contains("slot 48213") && detail.contains("slot 48213") && detail.contains(">altered</p>"), "{detail}");
}

#[test]
fn every_refusal_is_said_in_the_readers_language() {
    let messages = embedded_messages().unwrap();
    let keys: Vec<&str> = messages.keys(&LanguageTag::english()).filter_map(|key| key.strip_prefix("refused-")).collect();
    assert!(keys.len() > 70, "{} refusals", keys.len());
    for key in keys {
        let told = Told::new(Box::leak(key.to_owned().into_boxed_str())).with("<x>").with(2_i64);
        let view = ProblemPage { status: 422, kind: ProblemKind::Refused, told: Some(told), request_id: None };
        for language in messages.languages_of_every_folder() {
            let html = pages().render(&view, &reader(language.as_str(), "/training/x")).unwrap().into_string();
            let (_, content) = html.split_once("<main").unwrap();
            let (content, _) = content.split_once("</main>").unwrap();
            let said = messages.raw(&format!("refused-{key}"), language).unwrap();
            assert!(content.contains(longest(said)) && !content.contains("lang=\"en\""), "{key} in {language}: {content}");
        }
    }
}

/// The longest piece of a message without an argument.
fn longest(text: &str) -> &str {
    let pieces = text.split('$').map(|piece| piece.trim_start_matches(|c: char| c.is_ascii_digit()));
    pieces.max_by_key(|piece| piece.len()).unwrap_or_default()
}

#[test]
fn the_faults_of_a_draft_are_said_in_the_readers_language() {
    let messages = embedded_messages().unwrap();
    let (mut said, english) = (BTreeSet::new(), LanguageTag::english());
    for name in ["steward-draft-faults", "steward-draft-version-faults"] {
        for language in messages.languages_of_every_folder() {
            let html = rendered(name, language.as_str());
            let (_, faults) = html.split_once("id=\"faults\"").unwrap();
            let (faults, _) = faults.split_once("</div></div>").unwrap();
            assert!(!faults.contains("lang=\"en\""), "{name} in {language}: {faults}");
            let keys = messages.keys(&english).filter(|key| key.starts_with("draft-fault-"));
            said.extend(keys.filter(|key| faults.contains(longest(messages.raw(key, language).unwrap()))).map(|key| (language, key)));
        }
    }
    let keys = messages.keys(&english).filter(|key| key.starts_with("draft-fault-")).count();
    assert_eq!(said.len(), keys * messages.languages_of_every_folder().count());
}

#[test]
fn every_check_says_its_number_its_evidence_and_where_it_is_demanded() {
    let html = rendered("credential-valid", "fr");
    let (_, list) = html.split_once("<details class=\"checks\">").unwrap();
    for part in [
        ">V10<",
        "eddsa-rdfc-2022 by did:web",
        "href=\"https://www.w3.org/TR/vc-data-integrity/#verify-proof\"",
        ">la règle</a>",
        "class=\"icon\"",
    ] {
        assert!(list.contains(part), "{part}");
    }
}
