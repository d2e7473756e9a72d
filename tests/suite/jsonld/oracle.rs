//! Other implementations as judges: the crates `json-ld` and `rdf-canon`, on generated documents.
//!
//! Both sides read the published contexts, where they are here; ours also those stated in the program.

use std::collections::HashMap;

use insignia::standards::jsonld::{Contexts, Limits, Mode, canonical_form, canonicalize, parse_nquads, to_rdf};
use json_ld::rdf_types::{Id, LiteralType, Quad, Term, generator};
use json_ld::syntax::Parse;
use json_ld::{IriBuf, JsonLdProcessor, Options, RemoteDocument, rdf::RdfDirection};
use serde_json::Value;

use super::generator::{Dice, badge, odd};
use super::{Exceptions, difference, read_json, shared, shrunk};

/// The published contexts by address.
const PUBLISHED: [(&str, &str); 12] = [
    ("https://www.w3.org/ns/credentials/v2", "credentials-v2.jsonld"),
    ("https://www.w3.org/2018/credentials/v1", "credentials-v1.jsonld"),
    ("https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json", "ob-v3p0-context-3.0.3.json"),
    ("https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json", "ob-v3p0-context-3.0.2.json"),
    ("https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json", "ob-v3p0-context-3.0.1.json"),
    ("https://purl.imsglobal.org/spec/ob/v3p0/context.json", "ob-v3p0-context.json"),
    ("https://purl.imsglobal.org/spec/ob/v3p0/extensions.json", "ob-v3p0-extensions.json"),
    ("https://w3id.org/security/data-integrity/v2", "data-integrity-v2.jsonld"),
    ("https://w3id.org/security/suites/ed25519-2020/v1", "security-suites-ed25519-2020-v1.jsonld"),
    ("https://w3id.org/vc/status-list/2021/v1", "status-list-2021-v1.jsonld"),
    ("https://www.w3.org/ns/did/v1", "did-v1.jsonld"),
    ("https://w3id.org/openbadges/v2", "ob-v2-w3id-openbadges-v2.jsonld"),
];

const LIMITS: Limits =
    Limits { quads: 5_000, blank_nodes: 2_000, hash_n_degree_calls: 4_000, depth: 64, definitions: 1_000_000, text: 64 << 20 };

/// A keyword as a type, or a scope that makes its own term a JSON literal: no error by the text.
const DISPUTED: &str = "Invalid `@type` value";

struct Oracle {
    loader: HashMap<IriBuf, RemoteDocument>,
    runtime: tokio::runtime::Runtime,
}

impl Oracle {
    fn new() -> Option<Self> {
        let folder = shared("contexts")?;
        let mut loader = HashMap::new();
        for (iri, file) in PUBLISHED {
            let iri = IriBuf::new(iri.to_owned()).expect("an IRI");
            let (document, _) = json_ld::syntax::Value::parse_str(&super::text(folder.join(file))).expect("JSON");
            loader.insert(iri.clone(), RemoteDocument::new(Some(iri), None, document));
        }
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        Some(Self { loader, runtime })
    }

    /// Canonical N-Quads by `json-ld` and `rdf-canon`, or why not.
    fn canonical_form(&self, document: &Value) -> Result<String, String> {
        let (parsed, _) = json_ld::syntax::Value::parse_str(&document.to_string()).map_err(|fault| fault.to_string())?;
        let input = RemoteDocument::new(None, None, parsed);
        let options = Options { rdf_direction: Some(RdfDirection::I18nDatatype), ..Options::default() };
        let generator = generator::Blank::new_with_prefix("g".to_owned());
        let rdf = self.runtime.block_on(input.to_rdf_using(generator, &self.loader, options));
        let mut rdf = rdf.map_err(|fault| fault.to_string())?;
        let mut dataset = oxrdf::Dataset::new();
        for quad in rdf.cloned_quads() {
            dataset.insert(&oxrdf_quad(quad));
        }
        if dataset.iter().any(repeats_a_node) {
            let statements = parse_nquads(&dataset.to_string()).map_err(|fault| fault.to_string())?;
            return canonicalize(&statements, &LIMITS).map_err(|fault| fault.to_string());
        }
        rdf_canon::canonicalize(&dataset).map_err(|fault| fault.to_string())
    }
}

/// A statement with one blank node twice. `rdf-canon` hashes it twice for that node, so only `json-ld` judges what has one.
fn repeats_a_node(quad: oxrdf::QuadRef<'_>) -> bool {
    let subject = match quad.subject {
        oxrdf::SubjectRef::BlankNode(node) => Some(node),
        oxrdf::SubjectRef::NamedNode(_) => None,
    };
    let object = match quad.object {
        oxrdf::TermRef::BlankNode(node) => Some(node),
        _ => None,
    };
    let graph = match quad.graph_name {
        oxrdf::GraphNameRef::BlankNode(node) => Some(node),
        _ => None,
    };
    [(subject, object), (subject, graph), (object, graph)].iter().any(|(one, other)| one.is_some() && one == other)
}

type LdQuad = json_ld::rdf::Quad<IriBuf, json_ld::BlankIdBuf, json_ld::rdf_types::Literal>;

fn oxrdf_quad(Quad(subject, predicate, object, graph): LdQuad) -> oxrdf::Quad {
    let blank = |id: json_ld::BlankIdBuf| oxrdf::BlankNode::new_unchecked(id.suffix());
    let node = |iri: IriBuf| oxrdf::NamedNode::new_unchecked(iri.into_string());
    let subject: oxrdf::Subject = match subject {
        Id::Iri(iri) => node(iri).into(),
        Id::Blank(id) => blank(id).into(),
    };
    let predicate = match predicate {
        Id::Iri(iri) => node(iri),
        Id::Blank(_) => unreachable!("no generalized RDF was asked for"),
    };
    let object: oxrdf::Term = match object {
        Term::Id(Id::Iri(iri)) => node(iri).into(),
        Term::Id(Id::Blank(id)) => blank(id).into(),
        Term::Literal(literal) => match literal.type_ {
            LiteralType::Any(datatype) => {
                // Language tags in lower case, as we and the npm, Python and Java processors write them; the line before
                // a lone direction, as the text has it.
                let i18n = datatype.as_str().strip_prefix("https://www.w3.org/ns/i18n#").map(str::to_ascii_lowercase);
                let datatype = match i18n.as_deref() {
                    Some(lone @ ("ltr" | "rtl")) => oxrdf::NamedNode::new_unchecked(format!("https://www.w3.org/ns/i18n#_{lone}")),
                    Some(other) => oxrdf::NamedNode::new_unchecked(format!("https://www.w3.org/ns/i18n#{other}")),
                    None => node(datatype),
                };
                let is_json = datatype.as_str().ends_with("rdf-syntax-ns#JSON");
                let value = if is_json { sorted_json(&literal.value) } else { literal.value };
                oxrdf::Literal::new_typed_literal(value, datatype).into()
            }
            LiteralType::LangString(tag) => {
                oxrdf::Literal::new_language_tagged_literal_unchecked(literal.value, tag.as_str().to_ascii_lowercase()).into()
            }
        },
    };
    let graph: oxrdf::GraphName = match graph {
        None => oxrdf::GraphName::DefaultGraph,
        Some(Id::Iri(iri)) => node(iri).into(),
        Some(Id::Blank(id)) => blank(id).into(),
    };
    oxrdf::Quad::new(subject, predicate, object, graph)
}

/// `json-ld` leaves members and numbers of JSON literals as they are; RFC 8785 is tested elsewhere.
#[allow(clippy::disallowed_methods)]
fn sorted_json(text: &str) -> String {
    fn write(value: &Value) -> String {
        match value {
            Value::Object(map) => {
                let sorted = map.iter().collect::<std::collections::BTreeMap<_, _>>();
                let members = sorted.into_iter().map(|(key, value)| format!("{}:{}", Value::from(key.as_str()), write(value)));
                format!("{{{}}}", members.collect::<Vec<_>>().join(","))
            }
            Value::Array(items) => format!("[{}]", items.iter().map(write).collect::<Vec<_>>().join(",")),
            Value::Number(number) => {
                let text = number.to_string();
                if text.contains("e-") || text.contains("e+") { text } else { text.replace('e', "e+") }
            }
            other => other.to_string(),
        }
    }
    write(&serde_json::from_str(text).expect("JSON"))
}

fn ours(document: &Value, contexts: &Contexts, mode: Mode) -> Result<String, String> {
    let dataset = to_rdf(document, contexts, mode, &LIMITS).map_err(|fault| fault.to_string())?;
    canonicalize(&dataset, &LIMITS).map_err(|fault| fault.to_string())
}

/// How the two sides compared.
#[derive(Default, Debug)]
struct Tally {
    equal: usize,
    refused_by_both: usize,
    disputed: usize,
    safe: usize,
}

/// What both sides read, and how they compare.
struct Comparison {
    oracle: Oracle,
    published: Contexts,
    tally: Tally,
}

impl Comparison {
    fn new() -> Option<Self> {
        let folder = shared("contexts")?;
        let published = Contexts::new(PUBLISHED.map(|(iri, file)| (iri.to_owned(), read_json(folder.join(file))["@context"].take())));
        Some(Self { oracle: Oracle::new()?, published, tally: Tally::default() })
    }

    /// In lax mode with the published contexts; then as it is signed: in safe mode with the contexts stated in the program.
    fn judge(&mut self, document: &Value) -> Result<(), String> {
        let theirs = self.oracle.canonical_form(document);
        let disputed = theirs.as_ref().is_err_and(|fault| fault.contains(DISPUTED));
        let lax = ours(document, &self.published, Mode::Lax);
        let safe = canonical_form(document, Contexts::known(), &LIMITS);
        self.tally.safe += usize::from(safe.is_ok());
        match (&lax, &theirs) {
            (Ok(ours), Ok(theirs)) if ours == theirs => self.tally.equal += 1,
            (Err(_), Err(_)) => self.tally.refused_by_both += 1,
            (Ok(_), Err(_)) if disputed => self.tally.disputed += 1,
            _ => return Err(difference(&lax, &theirs)),
        }
        match safe {
            Ok(safe) if !disputed && Ok(&safe) != theirs.as_ref() => Err(format!("in safe mode\n{}", difference(&Ok(safe), &theirs))),
            _ => Ok(()),
        }
    }
}

fn compare(kind: &str, seeds: std::ops::Range<u64>, document: fn(&mut Dice) -> Value) -> Option<Tally> {
    let mut comparison = Comparison::new()?;
    let cases = seeds.clone().map(|seed| format!("{kind}-{seed}")).collect::<Vec<_>>();
    let mut exceptions = Exceptions::read("generated-documents.toml");
    exceptions.reasons.retain(|case, _| cases.contains(case));
    let mut first = None;
    for (seed, case) in seeds.zip(&cases) {
        let outcome = comparison.judge(&document(&mut Dice::new(seed)));
        if outcome.is_err() && !exceptions.reasons.contains_key(case) {
            first = first.or(Some(seed));
        }
        exceptions.judge(case, outcome);
    }
    let tally = std::mem::take(&mut comparison.tally);
    println!("json-ld and rdf-canon: {tally:?}");
    if let Some(seed) = first {
        let mut differs = |document: &Value| comparison.judge(document).is_err();
        let smallest = shrunk(document(&mut Dice::new(seed)), |documents| documents.iter().map(&mut differs).collect());
        exceptions.failures.insert(0, format!("the smallest like seed {seed}: {smallest}"));
    }
    exceptions.finish("generated documents", cases.len());
    Some(tally)
}

/// How many documents: ten times as many in `make test-long`.
fn count(usual: u64) -> u64 {
    if std::env::var_os("INSIGNIA_TEST_LONG").is_some() { 10 * usual } else { usual }
}

#[test]
fn badges_have_the_canonical_form_that_other_crates_find() {
    let Some(tally) = compare("badge", 0..count(1_000), badge) else { return };
    assert!(tally.safe > 400, "{tally:?}");
}

#[test]
fn odd_documents_have_the_canonical_form_that_other_crates_find() {
    let Some(tally) = compare("odd", 0..count(2_000), odd) else { return };
    assert!(tally.equal > 700, "{tally:?}");
}

#[test]
fn rdf_canon_still_hashes_a_statement_twice_for_the_node_it_relates_to_itself() {
    let (one, other) = (oxrdf::BlankNode::new_unchecked("x"), oxrdf::BlankNode::new_unchecked("y"));
    let predicate = |name: &str| oxrdf::NamedNode::new_unchecked(format!("https://example.org/vocab/{name}"));
    let quad = |name: &str, object: &oxrdf::BlankNode| {
        oxrdf::Quad::new(one.clone(), predicate(name), object.clone(), oxrdf::GraphName::DefaultGraph)
    };
    let dataset = [quad("t3", &one), quad("t7", &other)].into_iter().collect::<oxrdf::Dataset>();
    let theirs = rdf_canon::canonicalize(&dataset).expect("a form");
    let ours = canonicalize(&parse_nquads(&dataset.to_string()).expect("N-Quads"), &LIMITS).expect("a form");
    assert_ne!(ours, theirs, "it is right now: `repeats_a_node` can go");
}
