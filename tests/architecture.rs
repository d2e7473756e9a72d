//! The plan of the house, checked against `src/`: which wing uses which, where an outside crate may
//! be named, how a file begins and how long it may be. No dependency; a small reader of tokens.
//!
//! Where a need does not fit, it is usually two things in one module: cut it, or move a wall here in
//! the commit that says why.

// Clippy allows these in functions marked as tests, not in their helpers.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "architecture/reader.rs"]
mod reader;
#[path = "architecture/rules.rs"]
mod rules;

use std::path::Path;
use std::sync::OnceLock;

use reader::Source;

fn sources(folder: &Path, inside: &str, found: &mut Vec<(String, String)>) {
    let mut entries: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        let name = format!("{inside}{}", path.file_name().unwrap().to_str().unwrap());
        if path.is_dir() {
            sources(&path, &format!("{name}/"), found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push((name, std::fs::read_to_string(&path).unwrap()));
        }
    }
}

fn house() -> &'static [Source] {
    static HOUSE: OnceLock<Vec<Source>> = OnceLock::new();
    HOUSE.get_or_init(|| {
        let mut found = Vec::new();
        sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), "", &mut found);
        assert!(found.len() > 20, "src/ was not found");
        Source::read_all(&found)
    })
}

fn assert_none(findings: &[String]) {
    assert!(findings.is_empty(), "\n{}\n", findings.join("\n"));
}

#[test]
fn every_file_says_what_it_is_for() {
    assert_none(&rules::unexplained(house()));
}

#[test]
fn no_file_is_longer_than_500_lines() {
    assert_none(&rules::too_long(house()));
}

#[test]
fn a_wing_uses_only_wings_on_lower_floors() {
    assert_none(&rules::climbing(house()));
}

#[test]
fn modules_of_a_wing_form_no_circle() {
    assert_none(&rules::circles(house()));
}

#[test]
fn outside_crates_are_named_only_where_they_belong() {
    assert_none(&rules::misplaced(house()));
}

#[test]
fn what_is_pure_touches_no_file_clock_or_network() {
    assert_none(&rules::impure(house()));
}
