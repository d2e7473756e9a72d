//! Trainers, trainings, withdrawals and erasures at the command line.

use std::path::Path;

use super::{attest, insignia, real, refused_and_unchanged};

/// A nomination for the facilitator class, and what its badge says.
fn nominated(at: &Path, name: &str) -> String {
    let class = ["--json", "nominate", "--class", "facilitator", "--by", "Anna", "--confirmed-by", "holder", "--name", name];
    insignia(at, &class).done().json()["lines"][0]["nomination"].as_str().unwrap().to_owned()
}

fn issued(at: &Path, name: &str) -> (String, String) {
    let nomination = nominated(at, name);
    let standing = attest(at, &nomination, "Anna").done().json();
    let issued = insignia(at, &["--json", "issue", &nomination]).done().json();
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    (text(&issued["lines"][0]["credential"]), text(&standing["attestations"][0]["attestation"]))
}

#[test]
fn a_mandate_is_given_by_name_where_only_one_has_it() {
    let at = real();
    let add = ["trainers", "add", "--name", "Chen", "--affiliate", "wmzz"];
    let mandate =
        ["trainers", "mandate", "Chen", "--class", "facilitator", "--until", "2099-12-31", "--founding", "--decision", "Committee"];
    refused_and_unchanged(at.path(), &mandate, &["nobody here is called \"Chen\"", "account id"]);
    insignia(at.path(), &add).done();
    insignia(at.path(), &mandate).done();
    insignia(at.path(), &add).done();
    refused_and_unchanged(at.path(), &mandate, &["2 people are called \"Chen\"", "name one by id"]);
}

#[test]
fn an_erased_person_leaves_no_name_behind_and_the_count_agrees() {
    let at = real();
    let name = "Иоанна Незабудкина";
    let (badge, _) = issued(at.path(), name);
    let asked = insignia(at.path(), &["erase", "--holder-of", &badge]).done();
    assert!(asked.out.contains("Nothing was changed") && asked.out.contains(&badge), "{asked:?}");
    insignia(at.path(), &["erase", "--holder-of", &badge, "--for-ever"]).done();
    insignia(at.path(), &["check", "--data"]).done();
    let database = std::fs::read(at.path().join("data/insignia.db")).unwrap();
    assert!(!database.windows(name.len()).any(|window| window == name.as_bytes()), "the name stands in the file still");
    refused_and_unchanged(at.path(), &["erase", name, "--for-ever"], &["nobody here is called"]);
    refused_and_unchanged(at.path(), &["export", &badge, "--to", "files"], &[]);
}

#[test]
fn a_trainer_takes_an_attestation_back_also_when_their_mandate_is_over() {
    let at = real();
    let open = nominated(at.path(), "Bo");
    let before = attest(at.path(), &open, "Anna").done().json()["attestations"][0]["attestation"].as_str().unwrap().to_owned();
    refused_and_unchanged(at.path(), &["withdraw", &before, "--by", "Badri", "--reason", "no"], &["only the trainer who attested"]);
    let withdrawn = insignia(at.path(), &["--json", "withdraw", &before, "--by", "Anna", "--reason", "a mistake"]).done().json();
    assert!(withdrawn["request"].is_null(), "{withdrawn}");
    assert_eq!(insignia(at.path(), &["issue", &open]).code, 1, "the quorum is gone");

    let (_, attestation) = issued(at.path(), "Ada");
    let trainers = insignia(at.path(), &["--json", "trainers", "list"]).done().json();
    let anna = trainers["trainers"].as_array().unwrap().iter().find(|one| one["name"] == "Anna").unwrap();
    insignia(at.path(), &["trainers", "end", anna["mandates"][0]["mandate"].as_str().unwrap()]).done();
    let withdrawn = insignia(at.path(), &["--json", "withdraw", &attestation, "--by", "Anna", "--reason", "a mistake"]).done().json();
    let request = withdrawn["request"].as_str().expect("a revocation is asked for");
    insignia(at.path(), &["revoke", "--confirm", request, "--by", "Badri"]).done();
    insignia(at.path(), &["check", "--data"]).done();
}

#[test]
fn a_training_is_written_down_with_its_versions_and_leads_to_badges() {
    let at = real();
    let add = |more: &[&str]| {
        let day = ["--json", "trainings", "add", "--name", "A day", "--from", "2026-11-20", "--until", "2026-11-21", "--affiliate", "wmxx"];
        [&day[..], more].concat().into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    let run = |arguments: &[String]| insignia(at.path(), &arguments.iter().map(String::as_str).collect::<Vec<_>>());
    run(&add(&["--class", "none", "--trainer", "Anna"])).refused_saying(&["the catalogue has no badge class"]);
    run(&add(&["--class", "facilitator", "--class", "facilitator", "--trainer", "Anna"])).refused_saying(&["named twice"]);
    let training = run(&add(&["--class", "facilitator", "--trainer", "Anna"])).done().json();
    assert_eq!((training["classes"][0]["version"].as_str(), training["until"].as_str()), (Some("1"), Some("2026-11-21")));
    let id = training["training"].as_str().unwrap();
    let nominate = |class: &str| insignia(at.path(), &["nominate", "--training", id, "--class", class, "--by", "Anna", "--name", "Ada"]);
    nominate("wikimedia-projects-trainer").refused_saying(&["the training does not award wikimedia-projects-trainer"]);
    nominate("facilitator").done();
    assert_eq!(insignia(at.path(), &["--json", "trainings", "show", id]).done().json(), training);
}

#[test]
fn a_link_to_sign_in_is_made_for_one_person_and_roles_are_given_and_taken() {
    let at = real();
    let invited = insignia(at.path(), &["--json", "people", "invite", "Anna"]).done().json();
    let (link, base) = (invited["link"].as_str().unwrap(), "https://badges.example.org/sign-in/link/");
    assert_eq!(link.strip_prefix(base).map(str::len), Some(43), "{link}");
    let database = std::fs::read(at.path().join("data/insignia.db")).unwrap();
    let token = link.strip_prefix(base).unwrap().as_bytes();
    assert!(!database.windows(token.len()).any(|window| window == token), "only its hash is stored");
    refused_and_unchanged(at.path(), &["people", "invite", "Nobody"], &["nobody here is called"]);
    let appoint = ["people", "appoint", "Anna", "--as", "steward", "--decision", "Committee, 2026-11-01"];
    insignia(at.path(), &appoint).done();
    refused_and_unchanged(at.path(), &appoint, &["is a steward already"]);
    assert!(insignia(at.path(), &["people", "appointed"]).done().out.contains("Anna"));
    insignia(at.path(), &["people", "dismiss", "Anna", "--as", "steward"]).done();
    refused_and_unchanged(at.path(), &["people", "dismiss", "Anna", "--as", "steward"], &["is no steward"]);
    assert!(insignia(at.path(), &["people", "sign-out", "Anna"]).done().out.contains("sessions that ended: 0"));
}

#[test]
fn check_says_by_what_people_sign_in_and_refuses_a_secret_that_others_can_read() {
    use std::os::unix::fs::PermissionsExt;
    let at = real();
    let file = at.path().join("insignia.toml");
    let wiki = "\n[sign_in.wiki]\nname = \"Wikimedia\"\nserver = \"https://meta.wikimedia.org\"\nclient_id = \"x\"\nclient_secret_file = \"wiki.secret\"\n";
    std::fs::write(&file, std::fs::read_to_string(&file).unwrap() + wiki).unwrap();
    let secret = at.path().join("wiki.secret");
    insignia(at.path(), &["check"]).refused_saying(&["wiki.secret cannot be read"]);
    std::fs::write(&secret, "s3cret\n").unwrap();
    std::fs::set_permissions(&secret, std::fs::Permissions::from_mode(0o644)).unwrap();
    insignia(at.path(), &["check"]).refused_saying(&["can be read by other users", "chmod 400"]);
    std::fs::set_permissions(&secret, std::fs::Permissions::from_mode(0o400)).unwrap();
    let said = insignia(at.path(), &["check"]).done().out;
    assert!(said.contains("passkeys of badges.example.org") && said.contains("Wikimedia at https://meta.wikimedia.org"), "{said}");
}
