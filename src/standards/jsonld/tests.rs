//! What safe mode refuses, what limits hold, what odd corners mean.

use serde_json::{Value, json};

use super::rdf::{Object, Quad, Resource};
use super::*;

const V2: &str = "https://www.w3.org/ns/credentials/v2";
const OB: &str = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json";

fn badge() -> Value {
    json!({
        "@context": [V2, OB], "id": "https://example.org/c/1", "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": { "id": "did:web:example.org", "type": ["Profile"], "name": "Us" }, "validFrom": "2026-01-01T00:00:00Z",
        "credentialSubject": {
            "id": "urn:uuid:1", "type": ["AchievementSubject"],
            "achievement": { "id": "https://example.org/b/1", "type": ["Achievement"], "name": "Host", "criteria": { "narrative": "Hosts" } }
        }
    })
}

fn safe(document: &Value) -> Result<String, CanonicalFormError> {
    canonical_form(document, Contexts::known(), &Limits::default())
}

fn lax(document: &Value) -> String {
    let dataset = to_rdf(document, Contexts::known(), Mode::Lax, &Limits::default()).expect("statements");
    canonicalize(&dataset, &Limits::default()).expect("a canonical form")
}

/// What safe mode says of the badge with one member more or other.
fn refusal(pointer: &str, key: &str, value: Value) -> String {
    let mut document = badge();
    let place = document.pointer_mut(pointer).and_then(Value::as_object_mut).expect("an object");
    place.insert(key.to_owned(), value);
    safe(&document).expect_err(key).to_string()
}

#[test]
fn safe_mode_names_the_place_of_what_would_be_lost() {
    assert!(safe(&badge()).is_ok());
    let subject = "/credentialSubject";
    let achievement = "/credentialSubject/achievement";
    for (pointer, key, value, said) in [
        (achievement, "colour", json!("red"), "$.credentialSubject.achievement.colour: no context defines \"colour\""),
        ("", "@unknown", json!("x"), "$.@unknown: no context defines \"@unknown\""),
        (subject, "type", json!(["AchievementSubject", "Person"]), "$.credentialSubject.type[1]: no context defines the type \"Person\""),
        (subject, "id", json!("people/1"), "$.credentialSubject.id: \"people/1\" is not an absolute IRI"),
        ("", "image", json!("badge.png"), "$.image: \"badge.png\" is not an absolute IRI"),
        ("", "name", Value::Null, "$.name: null would be lost"),
        ("", "name", json!({ "@value": null }), "$.name: null would be lost"),
        ("", "@index", json!("1"), "$.@index: an index would be lost"),
        ("", "@graph", json!(["said of nothing"]), "$.@graph[0]: a value that belongs to no property would be lost"),
        (
            "",
            "@included",
            json!([{ "id": "https://example.org/only" }]),
            "$.@included[0]: an object of which nothing is said would be lost",
        ),
        ("", "proof", json!({}), "$.proof: an object of which nothing is said would be lost"),
        ("", "@language", json!("en"), "$: a language or direction without a text would be lost"),
        ("", "name", json!({ "@value": "Nom", "@language": "not a tag" }), "$.name: \"not a tag\" is not a language tag"),
        ("", "@nest", json!({ "@context": V2 }), "$.@nest: a context within @nest would be lost"),
        ("", "@container", json!("@set"), "$.@container: a keyword that belongs in a context would be lost"),
        ("", "name", json!("\u{fffe}"), "$: the text holds U+FFFE or U+FFFF"),
        (
            achievement,
            "creditsAvailable",
            json!(9_007_199_254_740_993_u64),
            "$.credentialSubject.achievement.creditsAvailable: the number 9007199254740993 is written differently by different programs",
        ),
    ] {
        assert_eq!(refusal(pointer, key, value), said);
    }
}

#[test]
fn lax_mode_drops_what_it_cannot_say() {
    let mut document = badge();
    document["colour"] = json!("red");
    document["credentialSubject"]["achievement"]["image"] = json!("relative.png");
    document["name"] = Value::Null;
    assert_eq!(Ok(lax(&document)), safe(&badge()));
}

#[test]
fn a_graph_within_one_of_a_malformed_name_is_kept() {
    // As key of an id map a keyword is a name, and no IRI; a dataset nests no graphs.
    let map = |key: &str, graph: Value| json!({ "@context": { "t": { "@id": "ex:p", "@container": "@id" } }, "t": { key: graph } });
    let (inner, said) = (json!({ "ex:q": "a" }), "_:c14n0 <ex:q> \"a\" _:c14n1 .\n");
    for key in ["@graph", "@included", "relative"] {
        let document = map(key, json!({ "@graph": { "@graph": inner } }));
        assert_eq!(lax(&document), said, "{key}");
        assert!(safe(&document).is_err(), "{key}");
        assert_eq!(lax(&map(key, json!({ "@graph": inner }))), "", "{key}");
    }
}

#[test]
fn a_list_keeps_the_cell_of_an_item_without_an_iri() {
    let context = json!({ "t": { "@id": "ex:p", "@type": "@vocab", "@container": "@list" } });
    let document = json!({ "@context": context, "@id": "ex:s", "t": ["ex:thing", "no iri"] });
    let rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
    let said = [
        format!("<ex:s> <ex:p> _:c14n1 .\n_:c14n0 <{rdf}rest> <{rdf}nil> .\n"),
        format!("_:c14n1 <{rdf}first> <ex:thing> .\n_:c14n1 <{rdf}rest> _:c14n0 .\n"),
    ];
    assert_eq!(lax(&document), said.concat());
    assert!(safe(&document).is_err());
}

#[test]
fn a_term_within_a_type_has_the_container_that_the_type_gives_it() {
    let outside = |class: Value| json!({ "t": { "@id": "ex:p", "@container": "@list" }, "C": class });
    let class = json!({ "@id": "ex:C", "@context": { "t": { "@id": "ex:p", "@container": "@type" } } });
    let node = json!({ "@id": "ex:o" });
    let document = json!({ "@context": outside(class), "@id": "ex:s", "@type": "C", "t": { "ex:D": [node] } });
    let type_is = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>";
    let said = format!("<ex:o> {type_is} <ex:D> .\n<ex:s> <ex:p> <ex:o> .\n<ex:s> {type_is} <ex:C> .\n");
    assert_eq!(safe(&document), Ok(said));
}

#[test]
fn the_scope_that_the_key_of_a_type_map_brings_ends_with_its_node() {
    // JSON-LD 1.1 §4.1.9: contexts of types do not propagate.
    let scope = json!({ "@id": "ex:C", "@context": { "@language": "en", "t": "ex:t" } });
    let context = json!({ "C": scope, "m": { "@id": "ex:m", "@container": "@type" }, "n": "ex:n", "t": "ex:t" });
    let node = json!({ "@id": "ex:o", "t": "a", "n": { "@id": "ex:i", "t": "b" } });
    let form = safe(&json!({ "@context": context, "@id": "ex:s", "m": { "C": node } })).expect("a canonical form");
    for said in ["<ex:o> <ex:t> \"a\"@en .", "<ex:i> <ex:t> \"b\" ."] {
        assert!(form.contains(said), "{said} is not in\n{form}");
    }
}

#[test]
fn a_language_of_null_is_no_language() {
    let fault = to_rdf(&json!({ "@id": "ex:s", "ex:p": { "@language": null } }), Contexts::known(), Mode::Lax, &Limits::default());
    assert_eq!(fault.expect_err("no text").fault.code(), Some("invalid language-tagged string"));
}

#[test]
fn an_iri_cannot_smuggle_a_statement() {
    for id in [
        "https://example.org/> <https://example.org/p> \"x\" .\n<https://a",
        "https://example.org/a b",
        "https://example.org/\"",
        "urn:x:\u{e000}\u{ffff}",
    ] {
        assert!(refusal("", "id", json!(id)).contains("is not an absolute IRI"), "{id}");
    }
}

#[test]
fn every_type_adds_its_own_terms() {
    // Expansion step 11.2: each type's context on top of the one before; neither may lose its terms.
    let mut document = badge();
    document["issuer"]["type"] = json!(["Profile", "Address"]);
    document["issuer"]["email"] = json!("us@example.org");
    document["issuer"]["postalCode"] = json!("1000");
    let form = safe(&document).expect("a canonical form");
    for said in ["<https://schema.org/email> \"us@example.org\"", "<https://schema.org/postalCode> \"1000\""] {
        assert!(form.contains(said), "{said} is not in\n{form}");
    }
}

#[test]
fn a_protected_term_keeps_its_meaning() {
    let redefined = |context: Value| {
        let document = json!({ "@context": context, "id": "https://example.org/c/1", "name": "x" });
        to_rdf(&document, Contexts::known(), Mode::Lax, &Limits::default()).map_err(|fault| fault.to_string())
    };
    let name = json!({ "name": "https://example.org/other" });
    assert_eq!(redefined(json!([V2, name])), Err("$.@context: protected term redefinition: \"name\"".to_owned()));
    assert!(redefined(json!([V2, { "name": "https://schema.org/name" }])).is_ok(), "the same again");
    assert_eq!(redefined(json!([V2, null])), Err("$.@context: invalid context nullification: \"null\"".to_owned()));
    assert!(redefined(json!([name, null, V2])).is_ok(), "nothing protected before");
}

#[test]
fn contexts_are_never_fetched() {
    let unknown = json!({ "@context": "https://example.org/context", "name": "x" });
    let said = "$.@context: the context https://example.org/context is not known here; contexts are never fetched";
    assert_eq!(safe(&unknown).expect_err("unknown").to_string(), said);
}

#[test]
fn a_changed_context_is_kept_for_a_second_try() {
    let mut document = badge();
    assert_eq!(canonical_form(&document, Contexts::of_april_2025(), &Limits::default()), safe(&document));
    document["endorsementJwt"] = json!(["e30.e30.c2ln"]);
    assert!(safe(&document).is_ok());
    assert!(canonical_form(&document, Contexts::of_april_2025(), &Limits::default()).is_err());
}

#[test]
fn what_was_compiled_once_is_not_compiled_again() {
    let contexts = Contexts::of_april_2025();
    let form = |document: &Value| canonical_form(document, contexts, &Limits::default()).expect("a canonical form");
    form(&badge());
    // With no work left to spend, only what is remembered can be used.
    let idle = Limits { definitions: 0, ..Limits::default() };
    assert_eq!(canonical_form(&badge(), contexts, &idle), Ok(form(&badge())));
    assert!(canonical_form(&badge(), &Contexts::new([]), &idle).is_err());
}

#[test]
fn directions_and_languages_are_written() {
    let mut document = badge();
    document["name"] = json!([{ "@value": "بطل", "@language": "ar-EG", "@direction": "rtl" }, { "@value": "Held", "@language": "de-CH" }]);
    document["description"] = json!({ "@value": "x", "@direction": "ltr" });
    let form = safe(&document).expect("a canonical form");
    for said in ["\"بطل\"^^<https://www.w3.org/ns/i18n#ar-eg_rtl>", "\"Held\"@de-ch", "\"x\"^^<https://www.w3.org/ns/i18n#_ltr>"] {
        assert!(form.contains(said), "{said} is not in\n{form}");
    }
}

#[test]
fn a_document_too_large_or_too_deep_is_refused() {
    let fault = |document: &Value| to_rdf(document, Contexts::known(), Mode::Lax, &Limits::default()).expect_err("limits").fault;
    let many = (0..2_100).map(|n| json!(n)).collect::<Vec<_>>();
    assert_eq!(fault(&json!({ "https://example.org/p": many })), Fault::TooMuch { what: "values", limit: 2_000 });
    let blanks = (0..201).map(|n| json!({ "https://example.org/n": n })).collect::<Vec<_>>();
    assert_eq!(fault(&json!({ "https://example.org/p": blanks })), Fault::TooMuch { what: "blank nodes", limit: 200 });
    let deep = (0..80).fold(json!("x"), |inner, _| json!({ "https://example.org/p": inner }));
    assert_eq!(fault(&deep), Fault::TooDeep(64));
    let nested = (0..80).fold(json!({}), |inner, _| json!({ "@nest": inner }));
    assert_eq!(fault(&nested), Fault::TooDeep(64));
}

#[test]
fn a_hostile_context_is_refused() {
    let fault = |context: Value| {
        to_rdf(&json!({ "@context": context }), Contexts::known(), Mode::Lax, &Limits::default()).expect_err("limits").fault
    };
    let chain = (0..2_000).map(|n| (format!("t{n}"), json!(format!("t{}:x", n + 1)))).collect::<serde_json::Map<_, _>>();
    assert_eq!(fault(Value::Object(chain)), Fault::TooDeep(64));
    let term = |n: usize| (format!("t{n}"), json!({ "@id": "https://example.org/", "@context": {} }));
    let scoped = (0..2_000).map(term).collect::<serde_json::Map<_, _>>();
    assert_eq!(fault(Value::Object(scoped)), Fault::TooMuch { what: "term definitions", limit: 1_000_000 });
    let long = format!("https://example.org/{}", "x".repeat(3_000));
    assert!(matches!(fault(json!({ "@vocab": long })), Fault::TooMuch { .. }));
    let deep = (0..80).fold(json!({}), |inner, _| json!({ "t": { "@id": "https://example.org/t", "@context": inner } }));
    assert_eq!(fault(deep), Fault::TooDeep(64));
}

/// A graph in which every blank node is related to every other: nothing tells them apart.
fn clique(size: usize) -> Dataset {
    let predicate = Text::from("https://example.org/knows");
    let pairs = (0..size).flat_map(|one| (0..size).filter(move |other| *other != one).map(move |other| (one, other)));
    let quad = |(one, other)| Quad {
        subject: Resource::Blank(one),
        predicate: predicate.clone(),
        object: Object::Resource(Resource::Blank(other)),
        graph: None,
    };
    Dataset::new(pairs.map(quad).collect(), Vec::new())
}

#[test]
fn poison_is_refused_within_limits() {
    assert!(canonicalize(&clique(4), &Limits::default()).is_ok());
    for size in [8, 9, 10, 16, 40] {
        let refused = canonicalize(&clique(size), &Limits::default());
        assert_eq!(refused, Err(CanonError::TooComplex { limit: 4_000 }), "{size}");
    }
}

#[test]
fn a_node_related_many_times_costs_no_permutations() {
    let line = |graph: usize| {
        format!(
            "_:a <https://example.org/p> _:b <https://example.org/g{graph}> .\n_:b <https://example.org/p> _:a <https://example.org/g{graph}> .\n"
        )
    };
    let dataset = parse_nquads(&(0..12).map(line).collect::<Vec<_>>().concat()).expect("N-Quads");
    assert!(canonicalize(&dataset, &Limits::default()).is_ok());
}

#[test]
fn a_dataset_is_a_set_and_labels_do_not_matter() {
    let one = parse_nquads("_:x <https://example.org/p> \"a\\u0041\\n\"@en .\n_:x <https://example.org/p> \"aA\\n\"@en .\n# said twice\n");
    let other = parse_nquads("\n _:y  <https://example.org/p>\t\"aA\\u000a\"@en . # once");
    let form = |read: Result<Dataset, NQuadsFault>| canonicalize(&read.expect("N-Quads"), &Limits::default()).expect("a form");
    assert_eq!(form(one.clone()), "_:c14n0 <https://example.org/p> \"aA\\n\"@en .\n");
    assert_eq!(form(one), form(other));
}

#[test]
fn a_statement_that_relates_a_node_to_itself_counts_once() {
    // RDFC-1.0 §4.4.3 step 2.1: hashed twice for its node, it would give the labels the other way round.
    let said = "_:c14n1 <https://example.org/vocab/t3> _:c14n1 .\n_:c14n1 <https://example.org/vocab/t7> _:c14n0 .\n";
    let dataset = parse_nquads(&said.replace("c14n", "x")).expect("N-Quads");
    assert_eq!(canonicalize(&dataset, &Limits::default()).as_deref(), Ok(said));
}

#[test]
fn what_is_no_statement_is_refused_with_its_line() {
    for (text, line) in [
        ("<https://a> <https://b> \"c\"", 1),
        ("# fine\n<https://a> <https://b> <c> .", 2),
        ("<https://a> _:b \"c\" .", 1),
        ("\"a\" <https://b> \"c\" .", 1),
        ("<https://a> <https://b> \"c\\q\" .", 1),
        ("<https://a> <https://b> \"c\"@ .", 1),
        ("<https://a> <https://b> \"c\" . extra", 1),
        ("<https://a b> <https://b> \"c\" .", 1),
        ("<:a> <https://b> \"c\" .", 1),
        ("<https://a\\n> <https://b> \"c\" .", 1),
        ("_: <https://b> \"c\" .", 1),
        ("_:-a <https://b> \"c\" .", 1),
        ("_:a$b <https://b> \"c\" .", 1),
        ("<https://a> <https://b> \"c\"@7 .", 1),
        ("<https://a> <https://b> \"c\"@en- .", 1),
        ("<https://a> <https://b> \"\\u+041\" .", 1),
        ("<https://a> <https://b> \"\\ud800\" .", 1),
        ("<https://a> <https://b> \"\\u00\" .", 1),
        ("\r\n<https://a> <https://b> \"c\rd\" .", 2),
        ("<https://a>\u{a0}<https://b> \"c\" .", 1),
        ("<https://a> <https://b> \"c\" _:g", 1),
        ("<https://a> <https://b> \"c\" \"g\" .", 1),
    ] {
        assert_eq!(parse_nquads(text).map_err(|fault| fault.line), Err(line), "{text}");
    }
}

#[test]
fn relative_references_are_resolved_as_rfc_3986_shows() {
    // RFC 3986 §5.4.
    for (reference, resolved) in [
        ("g:h", "g:h"),
        ("g", "http://a/b/c/g"),
        ("./g", "http://a/b/c/g"),
        ("g/", "http://a/b/c/g/"),
        ("/g", "http://a/g"),
        ("//g", "http://g"),
        ("?y", "http://a/b/c/d;p?y"),
        ("g?y", "http://a/b/c/g?y"),
        ("#s", "http://a/b/c/d;p?q#s"),
        ("", "http://a/b/c/d;p?q"),
        ("..", "http://a/b/"),
        ("../..", "http://a/"),
        ("../../../g", "http://a/g"),
        ("/./g", "http://a/g"),
        ("g.", "http://a/b/c/g."),
        ("./g/.", "http://a/b/c/g/"),
        ("g;x=1/../y", "http://a/b/c/y"),
        ("g?y/./x", "http://a/b/c/g?y/./x"),
        ("http:g", "http:g"),
    ] {
        assert_eq!(iri::resolve("http://a/b/c/d;p?q", reference), resolved, "{reference}");
    }
}

#[test]
fn a_long_name_that_many_statements_repeat_is_refused() {
    // One name of a megabyte, said once, would be written two thousand times.
    let long = format!("https://x.example/{}", "x".repeat(1 << 20));
    let values: Vec<Value> = (0..1_900).map(|n| json!({"@id": format!("urn:x:{n}")})).collect();
    let refused = [
        json!({"@id": "urn:a", &long: values}),
        json!({"@id": &long, "urn:p": values}),
        json!({"@id": &long, "@graph": [{"@id": "urn:a", "urn:p": values}]}),
    ];
    for document in refused {
        let found = canonical_form(&document, Contexts::known(), &Limits::default());
        assert!(
            matches!(found, Err(CanonicalFormError::Dataset(CanonError::TooLong { limit: 8_388_608, .. }))),
            "{:?}",
            found.map(|t| t.len())
        );
    }
    let once = json!({"@id": "urn:a", &long: values[0]});
    assert!(canonical_form(&once, Contexts::known(), &Limits::default()).is_ok());
}
