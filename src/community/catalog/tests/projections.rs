//! SKOS and Achievement: what the catalogue says to other programs.

use std::collections::BTreeSet;

use serde_json::Value;

use super::Files;
use crate::community::catalog::{Catalog, Relation};
use crate::standards::document::open_badge::Profile;
use crate::standards::jsonld::{Contexts, Limits, Mode, canonical_form, to_rdf};
use crate::vocabulary::Addresses;

fn addresses() -> Addresses {
    Addresses::new("https://badges.example.org".parse().unwrap())
}

/// Reads the Turtle that this catalogue writes: prefixes, `a`, `;`, `,`, addresses and texts.
/// Returns its statements as N-Quads lines.
fn statements(turtle: &str) -> BTreeSet<String> {
    let mut prefixes = Vec::new();
    let mut found = BTreeSet::new();
    let mut rest = turtle;
    let (mut subject, mut property) = (String::new(), String::new());
    let mut expected = 's';
    while let Some(next) = rest.trim_start().chars().next() {
        rest = rest.trim_start();
        if let Some(after) = rest.strip_prefix("@prefix ") {
            let (line, after) = after.split_once(" .\n").unwrap();
            let (prefix, iri) = line.split_once(": ").unwrap();
            prefixes.push((prefix, iri.trim_matches(['<', '>'])));
            rest = after;
            continue;
        }
        if ".;,".contains(next) {
            expected = if next == '.' {
                's'
            } else if next == ';' {
                'p'
            } else {
                'o'
            };
            rest = &rest[1..];
            continue;
        }
        let end = match next {
            '<' => rest.find('>').unwrap() + 1,
            '"' => {
                let bytes = rest.as_bytes();
                let mut at = 1;
                while bytes[at] != b'"' {
                    at += if bytes[at] == b'\\' { 2 } else { 1 };
                }
                at + 1 + rest[at + 1..].find(char::is_whitespace).unwrap()
            }
            _ => rest.find(char::is_whitespace).unwrap(),
        };
        let token = &rest[..end];
        rest = &rest[end..];
        let term = match token.split_once(':') {
            _ if token == "a" => "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>".to_owned(),
            Some((prefix, name)) if next.is_ascii_alphabetic() => {
                let (_, iri) = prefixes.iter().find(|(known, _)| *known == prefix).unwrap();
                format!("<{iri}{name}>")
            }
            // The case of a language tag says nothing (RDF 1.1 Concepts §3.3), and JSON-LD lowers it.
            _ if next == '"' => token.rsplit_once("\"@").map_or(token.to_owned(), |(text, tag)| format!("{text}\"@{}", tag.to_lowercase())),
            _ => token.to_owned(),
        };
        match expected {
            's' => (subject, expected) = (term, 'p'),
            'p' => (property, expected) = (term, 'o'),
            _ => drop(found.insert(format!("{subject} {property} {term} ."))),
        }
    }
    found
}

fn agree(turtle: &str, jsonld: &Value) {
    let from_jsonld = canonical_form(jsonld, Contexts::known(), &Limits::default()).unwrap();
    let from_jsonld: BTreeSet<String> = from_jsonld.lines().map(str::to_owned).collect();
    let from_turtle = statements(turtle);
    assert!(from_turtle.len() > 5, "{turtle}");
    assert_eq!(from_turtle, from_jsonld);
    assert!(to_rdf(jsonld, Contexts::known(), Mode::Safe, &Limits::default()).is_ok());
}

#[test]
fn turtle_and_json_ld_say_the_same_of_every_scheme_and_capacity() {
    let catalog = Catalog::embedded().unwrap_or_else(|faults| panic!("{faults}"));
    for taxonomy in catalog.taxonomies() {
        agree(&taxonomy.turtle(&addresses()), &taxonomy.jsonld(&addresses()));
    }
    let core = catalog.taxonomy("core-2019").unwrap();
    agree(&core.capacity_turtle("legal", &addresses()).unwrap(), &core.capacity_jsonld("legal", &addresses()).unwrap());
    assert_eq!(core.capacity_turtle("illegal", &addresses()), None);
}

#[test]
fn a_concept_says_where_it_stands_and_what_corresponds_to_it() {
    let awkward = Files::whole().with("i18n/en.json", "capacity-two-1 in en", r#"say \"1\" \\ a\nb"#).load().unwrap();
    let turtle = awkward.taxonomy("two").unwrap().turtle(&addresses());
    let all = statements(&turtle);
    let skos = "http://www.w3.org/2004/02/skos/core#";
    let two = "https://badges.example.org/capacities/two";
    for line in [
        format!("<{two}> <{skos}hasTopConcept> <{two}/1> ."),
        format!("<{two}/1> <{skos}topConceptOf> <{two}> ."),
        format!("<{two}/1> <{skos}notation> \"1\" ."),
        format!("<{two}/1> <{skos}exactMatch> <http://www.wikidata.org/entity/Q42> ."),
        // Stated in the other file, seen from here.
        format!("<{two}/1> <{skos}exactMatch> <https://badges.example.org/capacities/one/events> ."),
        format!("<{two}/1> <{skos}prefLabel> \"capacity-two-1 in uk\"@uk ."),
        format!(r#"<{two}/1> <{skos}prefLabel> "say \"1\" \\ a\nb"@en ."#),
    ] {
        assert!(all.contains(&line), "{line}\n{turtle}");
    }
    let one = awkward.taxonomy("one").unwrap();
    assert!(one.turtle(&addresses()).contains("skos:narrower <https://badges.example.org/capacities/one/events>"));
    agree(&turtle, &awkward.taxonomy("two").unwrap().jsonld(&addresses()));
}

#[test]
fn a_broad_match_is_narrow_from_the_other_side() {
    let files = Files::whole().with("taxonomy/one.toml", "exact_match", "broad_match").load().unwrap();
    let relation = |scheme, code| files.capacity(scheme, code).unwrap().matches()[0].relation;
    assert_eq!((relation("one", "events"), relation("two", "1")), (Relation::Broad, Relation::Narrow));
}

fn installation() -> Profile {
    let id = "did:web:badges.example.org".to_owned();
    Profile { id, kind: ["Profile"], name: "Example".to_owned(), url: None, email: None, image: None }
}

#[test]
fn an_achievement_is_in_one_language_and_aligned_by_level() {
    let catalog = Files::whole().load().unwrap();
    let host = catalog.class("host").unwrap();
    let achievement = host.achievement(&addresses(), &"arz".parse().unwrap(), &installation());
    assert_eq!(achievement.in_language.as_str(), "ar");
    assert_eq!(achievement.name, "class-host-name in ar");
    assert_eq!(achievement.criteria.narrative, "- class-host-criterion-welcomes in ar\n- class-host-criterion-plans in ar");
    assert_eq!(achievement.creator.map(|creator| creator.id).as_deref(), Some("did:web:badges.example.org"));
    assert_eq!(achievement.alignment, [], "the capacity is certified from a level on that not every holder reached");
    let rubric = &achievement.result_description[0];
    assert_eq!(rubric.id, "https://badges.example.org/badges/host/1#rubric");
    let aligned: Vec<usize> = rubric.rubric_criterion_level.iter().map(|level| level.alignment.len()).collect();
    assert_eq!(aligned, [0, 1]);
    let events = &rubric.rubric_criterion_level[1].alignment[0];
    assert_eq!(
        (events.target_name.as_str(), events.target_url.as_str(), events.target_code.as_str(), events.target_framework.as_str()),
        ("capacity-one-events in ar", "https://badges.example.org/capacities/one/events", "events", "taxonomy-one-name in ar")
    );
    let related: Vec<&str> = achievement.related.iter().map(|related| related.in_language.as_str()).collect();
    assert_eq!(related, ["en", "es", "fr", "hi", "id", "pt-BR", "uk"]);
    let achieved = host.achieved("high", &addresses()).unwrap();
    assert_eq!((&achieved.result_description, &achieved.achieved_level), (&rubric.id, &rubric.rubric_criterion_level[1].id));
    assert_eq!(host.achieved("highest", &addresses()), None);

    let trainer = catalog.class("trainer").unwrap().achievement(&addresses(), &"en".parse().unwrap(), &installation());
    assert_eq!(trainer.creator.map(|creator| creator.name).as_deref(), Some("A body"));
    assert_eq!((trainer.alignment.len(), trainer.result_description.len()), (1, 0));
}

#[test]
fn a_half_translated_class_is_signed_in_its_source_language() {
    let files = Files::whole().with("i18n/fr.json", "\"class-host-criterion-plans\"", "\"class-host-criterion-plan\"");
    let catalog = files.load().unwrap();
    let host = catalog.class("host").unwrap();
    assert_eq!(host.signed_language(&"fr".parse().unwrap()).as_str(), "en");
    assert_eq!(host.signed_language(&"uk".parse().unwrap()).as_str(), "uk");
}
