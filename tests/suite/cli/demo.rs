//! `demo`, and what `verify` says about what it made.

use super::{copy_of, demo, insignia, played, refused_and_unchanged};

#[test]
fn the_demo_ends_well_and_every_verdict_is_as_expected() {
    let (_, answer) = played();
    let proofs = answer["proofs"].as_array().unwrap();
    assert!(proofs.len() > 30 && proofs.iter().all(|proof| proof["holds"] == true), "{proofs:#?}");
    let said = |word: &str| proofs.iter().filter(|proof| proof["reason"].as_str().is_some_and(|reason| reason.contains(word))).count();
    assert_eq!((said("replaced"), said("suspended"), said("revoked")), (2, 1, 4));
    assert_eq!(answer["missing"].as_array().unwrap().len(), 1, "one person misses a criterion");
}

#[test]
fn the_demo_shows_names_in_their_scripts_and_one_badge_without() {
    let (folder, answer) = played();
    let badges = answer["badges"].as_array().unwrap();
    let people: Vec<&str> = badges.iter().map(|badge| badge["person"].as_str().unwrap()).collect();
    for name in ["Оксана Шевчук", "سلمى الحدّاد", "अनन्या क्षीरसागर", "陈美玲"] {
        assert!(people.contains(&name), "{name} in {people:?}");
    }
    let file = |stem: &str| std::fs::read_to_string(folder.path().join(format!("insignia-demo/badges/{stem}.json"))).unwrap();
    assert!(file("oksana").contains("Oksana Shevchuk") && file("zoe").contains("Zoë Brânză-Łukasik"));
    assert!(!file("unnamed").contains("\"identifier\""), "no name was released");
}

#[test]
fn each_form_of_a_badge_verifies() {
    let at = demo();
    for form in ["json", "jwt", "png", "svg", "pdf"] {
        let run = insignia(at.path(), &["verify", &format!("badges/oksana.{form}")]).done();
        assert!(run.out.contains("Genuine and current") && run.out.contains("Оксана Шевчук"), "{run:?}");
    }
}

#[test]
fn a_revoked_badge_ends_with_1_and_says_why() {
    let run = insignia(demo().path(), &["--json", "verify", "badges/kwame.json"]);
    assert_eq!((run.code, run.json()["reason"]["code"].as_str()), (1, Some("revoked")));
}

#[test]
fn a_refusal_is_said_in_plain_words_and_every_check_is_listed_when_asked() {
    let at = demo();
    let run = insignia(at.path(), &["verify", "badges/kwame.json"]);
    for part in ["✗ Not valid: revoked by its issuer", "The issuer took it back for good. Do not rely on it.", "✗ fail"] {
        assert!(run.out.contains(part), "{part}: {}", run.out);
    }
    let all = insignia(at.path(), &["verify", "--checks", "badges/kwame.json"]).out;
    let listed = insignia(at.path(), &["--json", "verify", "badges/kwame.json"]).json()["checks"].as_array().unwrap().clone();
    for check in &listed {
        let (name, clause) = (check["name"].as_str().unwrap(), check["clause"].as_str().unwrap());
        assert!(all.contains(name) && all.contains(clause), "{name}: {all}");
    }
    assert!(listed.len() > 15 && !run.out.contains('\u{1b}'), "no colours where nobody looks");
}

#[test]
fn a_person_may_be_compared_with_a_badge() {
    let at = demo();
    let asked = |badge: &str, person: &str| insignia(at.path(), &["verify", badge, "--recipient", person]).done().out;
    assert!(asked("badges/oksana.json", "Shevchuk Oksana").contains("Similar. The parts of the name stand in another order."));
    assert!(asked("badges/oksana.png", "Оксана Шевчук").contains("The same. The badge gives exactly this name."));
    assert!(asked("badges/unnamed.json", "Ada").contains("We cannot say. This badge names nobody; that is normal."));
    let run = insignia(at.path(), &["--json", "verify", "badges/oksana.jwt", "--recipient", "O. Shevchuk"]).done().json();
    assert_eq!(
        (run["verdict"].as_str(), &run["recipient"]),
        (Some("valid"), &serde_json::json!({ "answer": "similar", "differences": ["initials"] }))
    );
}

#[test]
fn one_changed_byte_is_never_valid() {
    let at = demo();
    for (form, places) in [("json", 7), ("jwt", 7), ("png", 5)] {
        let whole = std::fs::read(at.path().join(format!("badges/oksana.{form}"))).unwrap();
        for step in 1..=places {
            let mut bytes = whole.clone();
            let place = bytes.len() * step / (places + 1);
            bytes[place] = if bytes[place] == b'A' { b'B' } else { b'A' };
            std::fs::write(at.path().join("changed"), bytes).unwrap();
            let run = insignia(at.path(), &["verify", "changed"]);
            assert!(matches!(run.code, 1 | 3), "{form} at {place}: {run:?}");
        }
    }
}

#[test]
fn a_letter_of_the_name_changed_ends_with_1_in_every_form() {
    let at = demo();
    let altered = |form: &str, from: &[u8], to: &[u8]| {
        let bytes = std::fs::read(at.path().join(format!("badges/oksana.{form}"))).unwrap();
        let place = bytes.windows(from.len()).position(|window| window == from).unwrap();
        let changed = [&bytes[..place], to, &bytes[place + from.len()..]].concat();
        std::fs::write(at.path().join("changed"), changed).unwrap();
        insignia(at.path(), &["verify", "changed"]).code
    };
    assert_eq!(altered("json", b"Oksana Shevchuk", b"Oksana Shevchul"), 1);
    assert_eq!(altered("png", b"Oksana Shevchuk", b"Oksana Shevchul"), 1);
    // The last character of a signature carries unused bits: take one in its middle.
    let jwt = std::fs::read_to_string(at.path().join("badges/oksana.jwt")).unwrap();
    let inside = &jwt[jwt.len() - 40..jwt.len() - 20];
    let other: String = inside.chars().rev().collect();
    assert_eq!(altered("jwt", inside.as_bytes(), other.as_bytes()), 1);
}

#[test]
fn what_is_no_badge_ends_with_3_and_what_cannot_be_finished_with_2() {
    let at = demo();
    std::fs::write(at.path().join("letter.txt"), "Dear all,").unwrap();
    assert_eq!(insignia(at.path(), &["verify", "letter.txt"]).code, 3);
    assert_eq!(insignia(at.path(), &["verify", "absent.json"]).code, 2);
    // Without the installation nobody can say whether it was revoked.
    let run = insignia(at.path(), &["--json", "verify", "--alone", "badges/oksana.json"]);
    assert_eq!((run.code, run.json()["verdict"].as_str()), (2, Some("indeterminate")));
}

#[test]
fn a_badge_that_does_not_answer_the_challenge_ends_with_1() {
    let at = demo();
    for asked in [["--challenge", "7"], ["--domain", "museum.example"]] {
        let run = insignia(at.path(), &["--json", "verify", asked[0], asked[1], "badges/oksana.json"]);
        assert_eq!((run.code, run.json()["reason"]["code"].as_str()), (1, Some("forbidden-signature")), "{run:?}");
    }
}

#[test]
fn only_a_demo_is_replaced_by_a_demo() {
    let at = tempfile::tempdir().unwrap();
    std::fs::create_dir(at.path().join("insignia-demo")).unwrap();
    std::fs::write(at.path().join("insignia-demo/thesis.txt"), "three years of work").unwrap();
    refused_and_unchanged(at.path(), &["demo", "--no-serve"], &["insignia-demo has files that no demo made", "--dir"]);
}

#[test]
fn a_demo_is_an_installation_that_other_commands_open() {
    let at = demo();
    let listed = insignia(at.path(), &["--json", "trainers", "list"]).done().json();
    assert_eq!(listed["trainers"].as_array().unwrap().len(), 3, "two founders and the one they made");
    insignia(at.path(), &["check", "--data"]).done();
    drop(copy_of(at.path()));
}
