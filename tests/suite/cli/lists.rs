//! People in lists: nominate, attest, issue, each as often as it takes.

use std::path::Path;

use serde_json::Value;

use super::{attest, insignia, real, refused_and_unchanged};

const PEOPLE: &str = "name,name_2,user_name,show_user_name,language,confirmed_by\n\
    Оксана Іваненко,Oksana Ivanenko,,,uk,holder\n\
    María López,,,,es,trainer\n\
    María López,,,,es,trainer\n\
    ,,Slow Fox,yes,en,trainer\n\
    Bo,,,,en,none\n";

const NOMINATE: &[&str] = &["--json", "nominate", "--class", "facilitator", "--by", "Anna", "--csv", "people.csv"];
const ATTEST: &[&str] = &["--json", "attest", "--csv", "people.nominated.csv", "--by", "Anna", "--all", "--evidence", "Seen"];
const ISSUE: &[&str] = &["--json", "issue", "--csv", "people.nominated.csv"];

fn column(answer: &Value, name: &str) -> Vec<String> {
    answer["lines"].as_array().unwrap().iter().map(|line| line[name].as_str().unwrap_or_default().to_owned()).collect()
}

fn issue_all(at: &Path) -> Vec<String> {
    insignia(at, NOMINATE).done();
    insignia(at, ATTEST).done();
    column(&insignia(at, ISSUE).done().json(), "credential")
}

#[test]
fn a_list_run_twice_gives_the_same_badges() {
    let at = real();
    std::fs::write(at.path().join("people.csv"), PEOPLE).unwrap();
    let first = issue_all(at.path());
    assert_eq!(first.len(), 5);
    assert!(first.iter().collect::<std::collections::BTreeSet<_>>().len() == 5, "two people of one name stay two people");
    assert_eq!(issue_all(at.path()), first);
    // A row more is one badge more, and no other.
    std::fs::write(at.path().join("people.csv"), format!("{PEOPLE}Kofi,,,,en,trainer\n")).unwrap();
    let then = issue_all(at.path());
    assert_eq!((&then[..5], then.len()), (&first[..], 6));
    insignia(at.path(), &["check", "--data"]).done();
}

#[test]
fn an_export_to_where_nobody_may_write_fails_also_when_there_is_nothing_to_export() {
    let at = real();
    insignia(at.path(), &["export", "--all", "--to", "files"]).done();
    assert_eq!(std::fs::read_dir(at.path().join("files")).unwrap().count(), 0, "nothing is left behind");
    // Nobody writes into /proc, root included.
    insignia(at.path(), &["export", "--all", "--to", "/proc"]).refused_saying(&["/proc cannot be written", "--to another folder"]);
}

#[test]
fn names_are_signed_only_when_somebody_confirmed_them() {
    let at = real();
    std::fs::write(at.path().join("people.csv"), PEOPLE).unwrap();
    let badges = issue_all(at.path());
    insignia(at.path(), &["export", "--all", "--to", "files"]).done();
    let file = |at_line: usize| std::fs::read_to_string(at.path().join(format!("files/{}.json", badges[at_line]))).unwrap();
    assert!(file(0).contains("Оксана Іваненко") && file(0).contains("Oksana Ivanenko") && file(0).contains("\"inLanguage\":\"uk\""));
    assert!(file(3).contains("\"userName\"") && file(3).contains("Slow Fox"));
    assert!(!file(4).contains("identifier"), "nobody confirmed Bo's name");
    for badge in &badges {
        for form in ["json", "jwt", "png", "svg"] {
            insignia(at.path(), &["verify", &format!("files/{badge}.{form}")]).done();
        }
    }
}

#[test]
fn bad_rows_are_named_and_nothing_is_done() {
    let at = real();
    let bad = "name,language,minor\nAda,en,\n\u{202e}Eve,en,\nBo,english,\nCy,en,perhaps\n,en,\n";
    std::fs::write(at.path().join("people.csv"), bad).unwrap();
    let words = [
        "nothing was done, because 4 rows cannot be used",
        "people.csv:3: the name",
        "U+202E",
        "people.csv:4: \\\"english\\\" is not a language tag",
        "people.csv:5: minor is \\\"perhaps\\\"; write yes or no",
        "people.csv:6: nobody is named",
        "--skip-bad",
    ];
    refused_and_unchanged(at.path(), &[NOMINATE, &["--confirmed-by", "trainer"]].concat(), &words);
    let skipped = insignia(at.path(), &[NOMINATE, &["--confirmed-by", "trainer", "--skip-bad"]].concat()).done().json();
    assert_eq!((column(&skipped, "person"), skipped["bad"].as_array().unwrap().len()), (vec!["Ada".to_owned()], 4));
}

#[test]
fn a_rehearsal_changes_nothing() {
    let at = real();
    std::fs::write(at.path().join("people.csv"), PEOPLE).unwrap();
    let before = super::picture(at.path());
    insignia(at.path(), &[NOMINATE, &["--dry-run"]].concat()).done();
    assert_eq!(super::picture(at.path()), before);
}

#[test]
fn a_list_with_a_missing_quorum_is_issued_as_a_whole_or_by_leave() {
    let at = real();
    std::fs::write(at.path().join("people.csv"), "name\nAda\nBo\n").unwrap();
    let nominated = insignia(at.path(), NOMINATE).done().json();
    let ada = &column(&nominated, "nomination")[0];
    attest(at.path(), ada, "Anna").done();
    refused_and_unchanged(
        at.path(),
        ISSUE,
        &["people.nominated.csv:3: not enough trainers attested", "let trainers attest what is missing"],
    );
    let issued = insignia(at.path(), &[ISSUE, &["--skip-bad"]].concat()).done().json();
    assert_eq!((issued["lines"].as_array().unwrap().len(), issued["bad"].as_array().unwrap().len()), (1, 1));
}

#[test]
fn one_person_from_nomination_to_revocation() {
    let at = real();
    let run = |arguments: &[&str]| insignia(at.path(), arguments);
    let class =
        ["--json", "nominate", "--class", "wikimedia-projects-trainer", "--by", "Anna", "--name", "Zoe", "--confirmed-by", "holder"];
    let nomination = column(&run(&class).done().json(), "nomination").remove(0);
    let attest = |by: &str| attest(at.path(), &nomination, by).done().json();
    assert_eq!(attest("Anna")["complete"], false, "a quorum of two");
    assert!(run(&["issue", &nomination]).code == 1, "not yet");
    assert_eq!(attest("Badri")["complete"], true);
    let issued = run(&["--json", "issue", &nomination]).done().json();
    let badge = issued["lines"][0]["printed"].as_str().unwrap().to_owned();
    run(&["export", &badge, "--to", "first"]).done();
    let file = |folder: &str| format!("{folder}/{}.json", issued["lines"][0]["credential"].as_str().unwrap());
    let verdict = |folder: &str| run(&["--json", "verify", &file(folder)]).json()["reason"]["code"].as_str().map(str::to_owned);
    assert_eq!(verdict("first"), None);

    run(&["correct", &badge, "--by", "Anna", "--name", "Zoë", "--confirmed-by", "holder"]).done();
    run(&["export", &badge, "--to", "second"]).done();
    assert_eq!((verdict("first").as_deref(), verdict("second").as_deref()), (Some("replaced"), None));

    run(&["suspend", &badge, "--by", "Anna", "--reason", "a question"]).done();
    assert_eq!(verdict("second").as_deref(), Some("suspended"));
    run(&["reinstate", &badge, "--by", "Badri"]).done();
    assert_eq!(verdict("second"), None);

    let asked = run(&["--json", "revoke", &badge, "--by", "Anna", "--reason", "error"]).done().json();
    let request = asked["request"].as_str().unwrap();
    run(&["revoke", "--confirm", request, "--by", "Anna"]).refused_saying(&["somebody else has to confirm"]);
    assert_eq!(verdict("second"), None);
    run(&["revoke", "--confirm", request, "--by", "Badri"]).done();
    assert_eq!(verdict("second").as_deref(), Some("revoked"));
    run(&["check", "--data"]).done();
}
