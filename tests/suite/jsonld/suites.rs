//! The W3C suites: JSON-LD 1.1 toRdf and RDFC-1.0.

use insignia::standards::jsonld::{CanonError, Contexts, HashAlgorithm, Limits, canonicalize, canonicalize_with, parse_nquads, to_rdf_at};
use serde_json::Value;

use super::{Exceptions, WIDE, read_json, shared, text};

#[test]
fn the_w3c_to_rdf_suite_passes() {
    let Some(folder) = shared("json-ld-api/tests") else { return };
    let manifest = read_json(folder.join("toRdf-manifest.jsonld"));
    let base = manifest["baseIri"].as_str().expect("a base");
    let contexts = Contexts::new(documents(&folder, base));
    let mut exceptions = Exceptions::read("w3c-to-rdf.toml");
    let cases = manifest["sequence"].as_array().expect("cases");
    for case in cases {
        let outcome = to_rdf_case(&folder, base, &contexts, case);
        exceptions.judge(case["@id"].as_str().expect("an id"), outcome);
    }
    exceptions.finish("W3C toRdf", cases.len());
}

/// Every document of the suite as a context, by its address.
fn documents(folder: &std::path::Path, base: &str) -> Vec<(String, Value)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder.join("toRdf")).expect("a folder") {
        let path = entry.expect("an entry").path();
        let inner = if path.is_dir() {
            std::fs::read_dir(&path).expect("a folder").map(|e| e.expect("an entry").path()).collect()
        } else {
            vec![path]
        };
        for path in inner.into_iter().filter(|path| path.extension().is_some_and(|e| e == "jsonld")) {
            let name = path.strip_prefix(folder).expect("inside").to_string_lossy().into_owned();
            if let Value::Object(mut document) = read_json(path)
                && let Some(context) = document.remove("@context")
            {
                found.push((format!("{base}{name}"), context));
            }
        }
    }
    found
}

fn to_rdf_case(folder: &std::path::Path, base: &str, contexts: &Contexts, case: &Value) -> Result<(), String> {
    let input = case["input"].as_str().expect("an input");
    let option = |name: &str| case["option"][name].as_str();
    if !folder.join(input).exists() {
        return Err("the suite holds no such file".to_owned());
    }
    let mut document = read_json(folder.join(input));
    if let Some(context) = option("expandContext") {
        let outer = read_json(folder.join(context))["@context"].take();
        document = serde_json::json!({ "@context": outer, "@graph": document });
    }
    let own = format!("{base}{input}");
    let dataset = to_rdf_at(option("base").unwrap_or(&own), &document, contexts, &WIDE);
    match (dataset, case["expectErrorCode"].as_str(), case["expect"].as_str()) {
        (Err(fault), Some(code), _) if fault.fault.code() == Some(code) => Ok(()),
        (Err(fault), Some(code), _) => Err(format!("{code} expected, found {fault}")),
        (Ok(_), Some(code), _) => Err(format!("{code} expected, but accepted")),
        (Err(fault), None, _) => Err(fault.to_string()),
        (Ok(dataset), None, Some(expected)) => {
            let expected = parse_nquads(&text(folder.join(expected))).map_err(|fault| fault.to_string())?;
            let written = |dataset| canonicalize(dataset, &WIDE).map_err(|fault| fault.to_string());
            let (expected, found) = (written(&expected)?, written(&dataset)?);
            if expected == found { Ok(()) } else { Err(format!("expected\n{expected}found\n{found}")) }
        }
        (Ok(_), None, None) => Ok(()),
    }
}

#[test]
fn the_w3c_rdfc_suite_passes_and_poison_is_refused() {
    let Some(folder) = shared("rdf-canon/tests") else { return };
    let manifest = read_json(folder.join("manifest.jsonld"));
    let mut exceptions = Exceptions::read("w3c-rdfc.toml");
    let cases = manifest["entries"].as_array().expect("cases");
    for case in cases {
        let outcome = rdfc_case(&folder, case);
        exceptions.judge(case["id"].as_str().expect("an id"), outcome);
    }
    exceptions.finish("W3C RDFC-1.0", cases.len());
}

fn rdfc_case(folder: &std::path::Path, case: &Value) -> Result<(), String> {
    let file = |name: &str| folder.join(case[name].as_str().expect("a file"));
    let algorithm = match case["hashAlgorithm"].as_str() {
        Some("SHA384") => HashAlgorithm::Sha384,
        _ => HashAlgorithm::Sha256,
    };
    let dataset = parse_nquads(&text(file("action"))).map_err(|fault| fault.to_string())?;
    let canonical = canonicalize_with(&dataset, algorithm, &Limits { blank_nodes: 1_000, ..Limits::default() });
    match case["type"].as_str() {
        Some("rdfc:RDFC10NegativeEvalTest") => match canonical {
            Err(CanonError::TooComplex { .. }) => Ok(()),
            other => Err(format!("must be refused: {other:?}")),
        },
        Some("rdfc:RDFC10MapTest") => {
            let canonical = canonical.map_err(|fault| fault.to_string())?;
            let labels = dataset.blank_labels().iter().zip(&canonical.labels);
            let found = labels.map(|(old, new)| (old.to_string(), Value::from(new.as_str()))).collect::<serde_json::Map<_, _>>();
            let expected = read_json(file("result"));
            if Value::Object(found.clone()) == expected { Ok(()) } else { Err(format!("expected {expected}, found {found:?}")) }
        }
        _ => {
            let found = canonical.map_err(|fault| fault.to_string())?.nquads;
            let expected = text(file("result"));
            if found == expected { Ok(()) } else { Err(format!("expected\n{expected}found\n{found}")) }
        }
    }
}
