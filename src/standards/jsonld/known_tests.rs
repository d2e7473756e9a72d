//! The contexts stated here mean what the published ones mean, term by term.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use super::compile::Compiler;
use super::context::{Context, Definition};
use super::known::Contexts;
use super::{Limits, stated};

/// Files of the published contexts, and the names under which they are stated.
const PUBLISHED: [(&str, &str); 19] = [
    ("credentials-v2.jsonld", "credentials-v2"),
    ("credentials-v1.jsonld", "credentials-v1"),
    ("data-integrity-v1.jsonld", "data-integrity-v1"),
    ("data-integrity-v2.jsonld", "data-integrity-v2"),
    ("security-suites-ed25519-2020-v1.jsonld", "ed25519-2020"),
    ("suites-jws-2020.jsonld", "jws-2020"),
    ("multikey-v1.jsonld", "multikey"),
    ("jwk-v1.jsonld", "jwk"),
    ("did-v1.jsonld", "did"),
    ("bitstring-status-list-v1.jsonld", "bitstring-status"),
    ("status-list-2021-v1.jsonld", "status-list-2021"),
    ("credentials-examples-v2.jsonld", "examples"),
    ("credentials-undefined-terms-v2.jsonld", "undefined-terms"),
    ("ob-v3p0-context-3.0.3.as-of-2025-04.json", "ob-3.0.3-april-2025"),
    ("ob-v3p0-context-3.0.3.json", "ob-3.0.3"),
    ("ob-v3p0-context-3.0.2.json", "ob-3.0.2"),
    ("ob-v3p0-context-3.0.1.json", "ob-3.0.1"),
    ("ob-v3p0-context.json", "ob-3.0.0"),
    ("ob-v3p0-extensions.json", "ob-extensions"),
];
const PUBLISHED_OB_2: (&str, &str) = ("ob-v2-w3id-openbadges-v2.jsonld", "ob-2");

#[allow(clippy::disallowed_methods, clippy::print_stderr)] // skipped aloud
fn published(file: &str) -> Option<serde_json::Value> {
    let path = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data/contexts")).join(file);
    let Ok(text) = std::fs::read_to_string(&path) else {
        eprintln!("skipped: {} is not here", path.display());
        return None;
    };
    serde_json::from_str::<serde_json::Value>(&text).expect("JSON").get("@context").cloned()
}

#[test]
fn the_stated_contexts_can_be_read() {
    let stated = stated::load().expect("the notation");
    assert_eq!(stated.len(), PUBLISHED.len() + 1, "one for each published context");
    let known = Contexts::known();
    for iri in ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"] {
        assert!(known.contains(iri), "{iri}");
    }
    let undefined = "https://www.w3.org/ns/credentials/undefined-terms/v2";
    assert!(!known.contains(undefined) && Contexts::for_conformance().contains(undefined));
}

#[test]
fn stated_contexts_mean_what_the_published_ones_mean() {
    let stated = stated::load().expect("the notation");
    let contexts = Contexts::new([]);
    let mut compiler = Compiler::new(&contexts, None, &Limits { definitions: 10_000_000, ..Limits::default() });
    let initial = Arc::clone(compiler.initial());
    let mut terms = 0;
    for (file, name) in PUBLISHED.into_iter().chain([PUBLISHED_OB_2]) {
        let Some(theirs) = published(file) else { continue };
        let ours = serde_json::Value::Object(stated[name].context.clone());
        let ours = compiler.apply_inline(&initial, &ours, None).unwrap_or_else(|fault| panic!("{name}: {fault}"));
        let theirs = compiler.apply_inline(&initial, &theirs, None).unwrap_or_else(|fault| panic!("{file}: {fault}"));
        terms += compare(&mut compiler, name, (&initial, &initial), (&ours, &theirs));
    }
    assert!(terms == 0 || terms > 1_000, "only {terms} terms were compared");
}

type Pair<'a> = (&'a Arc<Context>, &'a Arc<Context>);

/// Compares two contexts and all that the terms bring which those around them did not have; says how many terms.
fn compare(compiler: &mut Compiler<'_>, place: &str, around: Pair<'_>, (ours, theirs): Pair<'_>) -> usize {
    let names = |context: &Context| context.terms.keys().map(ToString::to_string).collect::<BTreeSet<_>>();
    assert_eq!(names(ours), names(theirs), "{place}");
    let settings = |context: &Context| (context.vocab.clone(), context.language.clone(), context.direction, context.base.clone());
    assert_eq!(settings(ours), settings(theirs), "{place}");
    let mut compared = 0;
    for name in names(ours) {
        let (our, their) = (&ours.terms[name.as_str()], &theirs.terms[name.as_str()]);
        let unchanged = |outer: &Context, inner| outer.term(&name).is_some_and(|outer| Arc::ptr_eq(outer, inner));
        if unchanged(around.0, our) && unchanged(around.1, their) {
            continue;
        }
        let place = format!("{place} › {name}");
        let plain = |definition: &Definition| Definition { scoped: None, ..definition.clone() };
        assert_eq!(plain(our), plain(their), "{place}");
        compared += 1;
        match (&our.scoped, &their.scoped) {
            (None, None) => {}
            (Some(our), Some(their)) => {
                // Where it stands, and from a fresh start: what the scope itself says.
                let initial = Arc::clone(compiler.initial());
                for (ours, theirs) in [(ours, theirs), (&initial, &initial)] {
                    let our = compiler.apply_scoped(ours, our, true, true).expect("ours");
                    let their = compiler.apply_scoped(theirs, their, true, true).expect("theirs");
                    compared += compare(compiler, &place, (ours, theirs), (&our, &their));
                }
            }
            _ => panic!("{place}: only one brings a context"),
        }
    }
    compared
}

/// A badge is read by the names of its members: were two of them names of one address, a member could
/// be hidden under the other name, and the signature would still hold. Names of classes, which do
/// share some addresses, are no member names (rule `member-is-term`).
#[test]
fn no_two_properties_of_one_place_mean_the_same() {
    let contexts = Contexts::known();
    let mut compiler = Compiler::new(contexts, None, &Limits { definitions: 10_000_000, ..Limits::default() });
    let initial = Arc::clone(compiler.initial());
    let v2 = "https://www.w3.org/ns/credentials/v2";
    let mut places = 0;
    // Open Badges 2.0 has such names; of its badges the very bytes are signed.
    for iri in contexts.iris().filter(|iri| !iri.contains("openbadge")) {
        // Alone, and behind the one with which every badge begins, where the two go together.
        for start in [None, Some(v2).filter(|v2| *v2 != iri)] {
            let list: Vec<&str> = start.into_iter().chain([iri]).collect();
            let Ok(context) = compiler.apply_inline(&initial, &list.clone().into(), None) else { continue };
            places += distinct(&mut compiler, &list.join(" and "), &context, 0);
        }
    }
    assert!(places > 200, "only {places} places were looked at");
}

fn distinct(compiler: &mut Compiler<'_>, place: &str, context: &Arc<Context>, depth: usize) -> usize {
    let mut by_meaning = std::collections::BTreeMap::<String, Vec<String>>::new();
    let properties = context.terms.iter().filter(|(name, term)| name.starts_with(char::is_lowercase) && !term.is_reverse);
    for (name, definition) in properties {
        by_meaning.entry(format!("{:?}", definition.meaning)).or_default().push(name.to_string());
    }
    let twins: Vec<_> = by_meaning.into_iter().filter(|(_, names)| names.len() > 1).collect();
    assert!(twins.is_empty(), "{place}: {twins:?}");
    let mut places = 1;
    // What scopes bring stands two levels deep at most.
    for (name, definition) in context.terms.iter().filter(|_| depth < 2) {
        let Some(scoped) = &definition.scoped else { continue };
        if let Ok(inner) = compiler.apply_scoped(context, scoped, true, true) {
            places += distinct(compiler, &format!("{place} › {name}"), &inner, depth + 1);
        }
    }
    places
}
