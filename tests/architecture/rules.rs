//! The rules, each a function from files to findings, and for each the code that breaks it.

use std::collections::{BTreeMap, BTreeSet};

use super::reader::{Named, Source};

/// A wing uses only wings on strictly lower floors.
const FLOORS: &[(&str, u8)] = &[
    ("vocabulary", 0),
    ("standards", 1),
    ("platform", 1),
    ("community", 2),
    ("verifier", 2),
    ("conformance", 2),
    ("issuer", 3),
    ("appearance", 4),
    ("doors", 5),
];

const LONGEST: usize = 500;

/// Crates that may be named in some places only, and why there.
struct Place {
    crates: &'static [&'static str],
    /// A folder, or a file without its ending.
    inside: &'static [&'static str],
    why: &'static str,
}

const PLACES: &[Place] = &[
    Place {
        crates: &["axum", "tower", "tower_http", "hyper", "hyper_util", "utoipa", "governor"],
        inside: &["doors/http"],
        why: "only the web door knows HTTP",
    },
    Place { crates: &["clap", "indicatif"], inside: &["doors/cli", "config", "main"], why: "only the command line speaks to a terminal" },
    Place { crates: &["anyhow"], inside: &["doors/cli", "main"], why: "elsewhere an error is an enum whose variants are sentences" },
    Place { crates: &["minijinja"], inside: &["appearance"], why: "a page is made where its samples and languages are tested" },
    Place { crates: &["resvg", "qrcode"], inside: &["appearance"], why: "only what people see is drawn" },
    Place { crates: &["zune_jpeg"], inside: &["standards/raster"], why: "pixels of strangers are decoded in one place, within limits" },
    Place { crates: &["quircs"], inside: &["standards/qr"], why: "codes are looked for in one place" },
    Place { crates: &["jpeg_encoder"], inside: &["standards/picture"], why: "pictures as evidence are drawn anew in one place" },
    Place {
        crates: &["reqwest", "rustls", "rustls_native_certs"],
        inside: &["platform/fetch"],
        why: "every outgoing request passes the guard there",
    },
    Place { crates: &["lettre"], inside: &["platform/mail"], why: "mail leaves by one door" },
    Place {
        crates: &["ed25519_dalek", "josekit", "openssl", "p256", "p384"],
        // The bench compares our work with the bare primitives, by keys of its own.
        inside: &["standards/proof", "standards/did", "issuer/keys", "verifier", "doors/cli/bench"],
        why: "a key is held in few hands",
    },
    Place {
        crates: &["harfrust", "skrifa", "fontdb", "unicode_bidi", "unicode_script"],
        inside: &["appearance/certificate/fonts", "appearance/certificate/layout"],
        why: "how a script is written is decided once, before any writer",
    },
    Place {
        crates: &["printpdf", "lopdf", "subsetter"],
        inside: &["appearance/certificate/pdf"],
        why: "a writer only draws; strangers' files are read in standards/bake",
    },
    Place { crates: &["krilla"], inside: &["appearance/certificate/archival"], why: "its panics end the process: it runs in a child" },
    Place {
        crates: &["webauthn_rs", "webauthn_rs_proto"],
        inside: &["community/people/sign_in/passkey/ceremony"],
        why: "what an authenticator says is judged in one place",
    },
    Place {
        crates: &["argon2"],
        inside: &["community/people/sign_in/slip"],
        why: "a PIN is judged in one place, with the same work for all",
    },
    Place { crates: &["pkcs8"], inside: &["issuer/keys"], why: "key files have one reader" },
    Place {
        crates: &["roxmltree"],
        inside: &["standards/bake", "standards/table", "appearance"],
        why: "XML from outside is read with limits there",
    },
];

/// SQL stands in `store.rs` files (or a folder `store/`) and in the database module.
fn may_name_sqlx(path: &str) -> bool {
    path.starts_with("platform/database/") || path.ends_with("/store.rs") || path.contains("/store/")
}

fn place(source: &Source, named: &Named, what: &str, why: &str) -> String {
    format!("src/{}:{}: {what}: {why}", source.path, named.line)
}

pub(crate) fn unexplained(house: &[Source]) -> Vec<String> {
    let silent = house.iter().filter(|source| !source.text.starts_with("//! "));
    silent.map(|source| format!("src/{}: a file opens with //! and says what it is for", source.path)).collect()
}

pub(crate) fn too_long(house: &[Source]) -> Vec<String> {
    let lines = |source: &Source| source.text.lines().count();
    let long = house.iter().filter(|source| lines(source) > LONGEST);
    long.map(|source| format!("src/{}: {} lines, more than {LONGEST}: cut it", source.path, lines(source))).collect()
}

fn floor(wing: &str) -> Option<u8> {
    FLOORS.iter().find(|(name, _)| *name == wing).map(|(_, floor)| *floor)
}

/// The wing that a path of ours goes to.
fn target(named: &Named) -> Option<&str> {
    (named.segments.first()? == "crate").then(|| named.segments.get(1).map(String::as_str)).flatten()
}

pub(crate) fn climbing(house: &[Source]) -> Vec<String> {
    let mut findings = Vec::new();
    for source in house {
        let own = source.wing();
        // lib.rs, main.rs, config.rs and its parts stand above the wings, but a new wing needs a floor.
        let Some(height) = floor(own) else {
            if source.path.contains('/') && own != "config" {
                findings.push(format!("src/{}: the wing {own} has no floor", source.path));
            }
            continue;
        };
        for named in &source.paths {
            let Some(wing) = target(named).filter(|wing| *wing != own) else { continue };
            if wing == "config" {
                // Every command begins with it: there it is taken apart.
                if !source.path.starts_with("doors/cli/") {
                    findings.push(place(source, named, "uses config", "only the command line sees it whole"));
                }
            } else if wing == "conformance" && own != "doors" {
                // It signs whatever it is given (invariant I3).
                findings.push(place(source, named, &format!("{own} uses {wing}"), "only doors may name what signs for test software"));
            } else if floor(wing).is_some_and(|other| other >= height) {
                findings.push(place(source, named, &format!("{own} uses {wing}"), "a wing uses only wings on lower floors"));
            }
        }
    }
    findings
}

/// Which module of the same wing each module uses, with one place as evidence.
type Uses<'h> = BTreeMap<(String, String), BTreeMap<String, String>>;

fn uses(house: &[Source]) -> Uses<'_> {
    let modules: BTreeSet<(String, String)> = house.iter().filter_map(module).collect();
    let mut uses = Uses::new();
    for source in house {
        let Some((wing, own)) = module(source) else { continue };
        for named in source.paths.iter().filter(|named| !named.in_tests && target(named) == Some(&wing)) {
            let Some(other) = named.segments.get(2) else { continue };
            if *other != own && modules.contains(&(wing.clone(), other.clone())) {
                let evidence = format!("src/{}:{}", source.path, named.line);
                uses.entry((wing.clone(), own.clone())).or_default().entry(other.clone()).or_insert(evidence);
            }
        }
    }
    uses
}

/// `platform/log/store.rs` belongs to the module `log` of `platform`.
fn module(source: &Source) -> Option<(String, String)> {
    let (wing, rest) = source.path.split_once('/')?;
    let name = rest.split('/').next()?.trim_end_matches(".rs");
    (name != "mod").then(|| (wing.to_owned(), name.to_owned()))
}

pub(crate) fn circles(house: &[Source]) -> Vec<String> {
    let uses = uses(house);
    let mut findings = Vec::new();
    for (wing, start) in uses.keys() {
        let mut way = vec![start.clone()];
        if let Some(circle) = way_back(&uses, wing, start, &mut way) {
            // Told once, from its first module.
            if circle.iter().min() == Some(start) {
                findings.push(circle_text(&uses, wing, &circle));
            }
        }
    }
    findings
}

fn way_back(uses: &Uses<'_>, wing: &str, start: &str, way: &mut Vec<String>) -> Option<Vec<String>> {
    let last = way.last()?.clone();
    for next in uses.get(&(wing.to_owned(), last))?.keys() {
        if next == start {
            return Some(way.clone());
        }
        if !way.contains(next) {
            way.push(next.clone());
            if let Some(circle) = way_back(uses, wing, start, way) {
                return Some(circle);
            }
            way.pop();
        }
    }
    None
}

fn circle_text(uses: &Uses<'_>, wing: &str, circle: &[String]) -> String {
    let steps = circle.iter().zip(circle.iter().cycle().skip(1)).map(|(from, to)| {
        let evidence = &uses[&(wing.to_owned(), from.clone())][to];
        format!("{from} uses {to} ({evidence})")
    });
    format!("src/{wing}: modules form a circle: {}", steps.collect::<Vec<_>>().join(", "))
}

pub(crate) fn misplaced(house: &[Source]) -> Vec<String> {
    let mut findings = Vec::new();
    for source in house {
        let inside = |folder: &str| source.path.starts_with(&format!("{folder}/")) || source.path == format!("{folder}.rs");
        // What stands in tests is not shipped.
        for named in source.paths.iter().filter(|named| !named.in_tests) {
            let first = named.segments[0].as_str();
            for rule in PLACES.iter().filter(|rule| rule.crates.contains(&first)) {
                if !rule.inside.iter().any(|folder| inside(folder)) {
                    findings.push(place(source, named, &format!("names {first}"), rule.why));
                }
            }
            if first == "sqlx" && !may_name_sqlx(&source.path) {
                findings.push(place(source, named, "names sqlx", "SQL stands in store.rs files, beside the types it fills"));
            }
            let reads_json = first == "serde_json" && named.segments.get(1).is_some_and(|name| name.starts_with("from_"));
            if reads_json && named.segments[1] != "from_value" && !inside("standards/json") {
                findings.push(place(source, named, "reads JSON", "standards::json refuses duplicate members and other traps"));
            }
        }
    }
    findings
}

/// `standards` and the judgement of `verifier` are bytes in, bytes out.
pub(crate) fn impure(house: &[Source]) -> Vec<String> {
    let mut findings = Vec::new();
    for source in house {
        let journey = source.path == "verifier/checking.rs" || source.path.starts_with("verifier/checking/");
        if !matches!(source.wing(), "standards" | "verifier") || journey {
            continue;
        }
        for named in source.paths.iter().filter(|named| !named.in_tests) {
            let name = |at: usize| named.segments.get(at).map_or("", String::as_str);
            let machine = name(0) == "std" && matches!(name(1), "fs" | "net" | "env" | "process" | "thread")
                || matches!(name(0), "tokio" | "sqlx" | "tracing")
                || name(0) == "std" && name(1) == "time" && name(2) != "Duration"
                || named.segments.iter().any(|segment| matches!(segment.as_str(), "SystemClock" | "Chance"));
            if machine {
                let what = format!("names {}", named.segments.join("::"));
                findings.push(place(source, named, &what, "pure: bytes in, bytes out; no clock, file, row, network or chance"));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn house(files: &[(&str, &str)]) -> Vec<Source> {
        Source::read_all(&files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect::<Vec<_>>())
    }

    #[track_caller]
    fn assert_found(findings: &[String], expected: &[&str]) {
        let matching = findings.len() == expected.len() && findings.iter().zip(expected).all(|(found, part)| found.contains(part));
        assert!(matching, "found {findings:#?}, expected {expected:#?}");
    }

    #[test]
    fn a_file_without_a_word_is_found() {
        assert_found(&unexplained(&house(&[("a.rs", "//! For x.\n"), ("b.rs", "use x;"), ("c.rs", "// no\n")])), &["src/b.rs", "src/c.rs"]);
    }

    #[test]
    fn a_long_file_is_found() {
        let (fits, long) = ("//! x\n".repeat(LONGEST), "//! x\n".repeat(LONGEST + 1));
        assert_found(&too_long(&house(&[("a.rs", &fits), ("b.rs", &long)])), &["src/b.rs: 501 lines"]);
    }

    #[test]
    fn climbing_is_found_however_the_path_is_written() {
        let bad = [
            ("platform/a.rs", "use crate::community::people;"),
            ("platform/b.rs", "use crate::{vocabulary::Id, issuer::keys};"),
            ("platform/c/mod.rs", "fn f() { super::super::doors::http::serve() }"),
            ("standards/d.rs", "use crate::platform::log;"),
            ("verifier/e.rs", "#[cfg(test)] mod tests { use crate::community::catalog; }"),
            ("cellar/f.rs", ""),
            ("issuer/g.rs", "use crate::config::Config;"),
            ("issuer/h.rs", "use crate::conformance::Sandbox;"),
            ("conformance/i.rs", "use crate::issuer::keys::ActiveKey;"),
        ];
        let expected = [
            "platform uses community",
            "platform uses issuer",
            "platform uses doors",
            "standards uses platform",
            "verifier uses community",
            "the wing cellar has no floor",
            "uses config",
            "only doors may name",
            "conformance uses issuer",
        ];
        assert_found(&climbing(&house(&bad)), &expected);
        let good = [("issuer/a.rs", "use crate::{platform::log, issuer::keys, verifier};"), ("main.rs", "use insignia::doors::cli;")];
        assert_found(&climbing(&house(&good)), &[]);
    }

    #[test]
    fn a_circle_is_found_once_with_its_evidence() {
        let bad = [
            ("platform/a/x.rs", "use crate::platform::b::Y;"),
            ("platform/b.rs", "use super::c::Z;"),
            ("platform/c.rs", "\nuse super::a;"),
            ("platform/d.rs", "use super::a;"),
        ];
        assert_found(
            &circles(&house(&bad)),
            &["a uses b (src/platform/a/x.rs:1), b uses c (src/platform/b.rs:1), c uses a (src/platform/c.rs:2)"],
        );
        let good = [
            ("platform/a/mod.rs", "use self::x::Y; use super::b;"),
            ("platform/a/x.rs", "use super::Y;"),
            ("platform/b.rs", "#[cfg(test)] mod tests { use crate::platform::a; }"),
            ("issuer/b.rs", "use crate::platform::b;"),
        ];
        assert_found(&circles(&house(&good)), &[]);
    }

    #[test]
    fn a_crate_out_of_its_place_is_found() {
        let bad = [
            ("issuer/issuing.rs", "use axum::Router;"),
            ("doors/http/badge.rs", "fn f() { sqlx::query(q) }"),
            ("community/people/mod.rs", "use ed25519_dalek as key;"),
            ("standards/bake/svg.rs", "let v = serde_json::from_slice::<Value>(b);"),
            ("platform/log/store.rs", "use reqwest::Client;"),
            ("issuer/badge.rs", "use {resvg::tiny_skia, std::fmt};"),
        ];
        let expected = ["names axum", "names sqlx", "names ed25519_dalek", "reads JSON", "names reqwest", "names resvg"];
        assert_found(&misplaced(&house(&bad)), &expected);
        let good = [
            ("doors/http/mod.rs", "use axum::Router; use tower_http::trace;"),
            ("community/people/store.rs", "sqlx::query(q)"),
            ("platform/database/mod.rs", "use sqlx::AnyPool;"),
            ("standards/json.rs", "serde_json::from_slice(b)"),
            ("standards/json/limits.rs", "serde_json::from_str(b)"),
            ("issuer/a.rs", "serde_json::to_vec(v); #[cfg(test)] mod tests { fn f() { serde_json::from_str(x) } }"),
            ("appearance/qr/mod.rs", "use qrcode::QrCode;"),
            ("appearance/pages.rs", "#[cfg(test)] mod tests { use ed25519_dalek::SigningKey; }"),
        ];
        assert_found(&misplaced(&house(&good)), &[]);
    }

    #[test]
    fn a_touch_of_the_machine_is_found() {
        let bad = [
            ("standards/did/mod.rs", "use std::fs;"),
            ("verifier/dates.rs", "let now = std::time::SystemTime::now();"),
            ("standards/status/mod.rs", "use crate::vocabulary::Chance;"),
        ];
        assert_found(&impure(&house(&bad)), &["names std::fs", "names std::time::SystemTime::now", "Chance"]);
        let good = [
            ("standards/a.rs", "use std::time::Duration; #[cfg(test)] mod tests { use std::fs; }"),
            ("verifier/checking.rs", "use tokio::sync::Mutex;"),
            ("platform/a.rs", "use std::fs;"),
        ];
        assert_found(&impure(&house(&good)), &[]);
    }
}
