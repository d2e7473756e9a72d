//! For tests: the outside world's vectors, when they are present, and our exceptions to them.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use serde_json::Value;

use crate::standards::json::{self, Limits};

/// A file or folder of the shared data; `None`, said aloud, where it is absent.
#[allow(clippy::print_stderr)]
pub(crate) fn shared(name: &str) -> Option<PathBuf> {
    let path = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data")).join(name);
    if path.exists() {
        return Some(path);
    }
    eprintln!("skipped: {} is not here", path.display());
    None
}

/// A file of Project Wycheproof.
pub(crate) fn wycheproof(name: &str) -> Option<Value> {
    let bytes = fs::read(shared("wycheproof")?.join(name)).unwrap();
    Some(json::parse(&bytes, &Limits::of_bytes(8 << 20)).unwrap())
}

/// Every case with its group.
pub(crate) fn cases(file: &Value) -> Vec<(&Value, &Value)> {
    let groups = file["testGroups"].as_array().unwrap().iter();
    groups.flat_map(|group| group["tests"].as_array().unwrap().iter().map(move |case| (group, case))).collect()
}

/// Case and reason, from `tests/vectors`: one a line, `#` starts a comment.
pub(crate) fn exceptions(name: &str) -> BTreeMap<String, String> {
    let path = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors")).join(name);
    let text = fs::read_to_string(path).unwrap();
    let lines = text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    lines
        .map(|line| {
            let (id, reason) = line.split_once(' ').expect("an exception has a reason");
            (id.to_owned(), reason.trim().to_owned())
        })
        .collect()
}
