//! A whole file, and files with one fault each.

use std::path::Path;

use super::*;
use crate::doors::http::practice::{Practice, Work};

const WHOLE: &str = r#"public_base = "https://badges.example.org"
database = "data/insignia.db"
data_folder = "data"
passphrase_file = "/run/secrets/insignia"

[[issuer]]
slug = "main"
name = "Example User Group"
url = "https://example.org"

[[issuer]]
slug = "east"
name = "Example East"

[listen]
public = "127.0.0.1:8080"
operations = "127.0.0.1:9080"
trusted_proxies = ["127.0.0.1", "10.0.0.0/8"]
"#;

fn parse(text: &str) -> Result<Config, String> {
    Config::parse(Path::new("/srv/insignia.toml"), text, true).map_err(|faults| faults.to_string())
}

#[test]
fn paths_start_at_the_folder_of_the_file() {
    let config = parse(WHOLE).unwrap();
    assert_eq!(config.data_folder, Path::new("/srv/data"));
    assert_eq!(config.database, DatabaseUrl::Sqlite("/srv/data/insignia.db".into()));
    assert_eq!(config.passphrase_file.as_deref(), Some(Path::new("/run/secrets/insignia")));
}

#[test]
fn the_first_issuer_stands_at_the_root_and_others_under_their_name() {
    let places: Vec<IssuerPlace> = parse(WHOLE).unwrap().issuers.iter().map(|issuer| issuer.place).collect();
    assert_eq!(places, [IssuerPlace::Root, IssuerPlace::Named]);
}

#[test]
fn known_issuers_stand_in_a_file_of_their_own() {
    let text = format!("known_issuers = \"known-issuers.toml\"\n{WHOLE}");
    assert_eq!(parse(&text).unwrap().known_issuers_file.as_deref(), Some(Path::new("/srv/known-issuers.toml")));
    let folder = tempfile::tempdir().unwrap();
    let (file, known) = (folder.path().join("insignia.toml"), folder.path().join("known-issuers.toml"));
    std::fs::write(&file, text).unwrap();
    assert!(Config::read(&file).unwrap_err().to_string().contains("known-issuers.toml: this file"), "named and not there");
    std::fs::write(&known, "[[issuer]]\ndomain = \"example.org\"\n").unwrap();
    assert!(Config::read(&file).unwrap_err().to_string().contains("known-issuers.toml:1: issuer.name is missing"));
    std::fs::write(&known, "[[issuer]]\ndomain = \"example.org\"\nname = \"Example\"\n").unwrap();
    let config = Config::read(&file).unwrap();
    assert_eq!(config.known_issuers.find("https://example.org/issuer").map(|known| known.name.as_str()), Some("Example"));
}

#[test]
fn each_fault_names_its_line_and_a_remedy() {
    let cases = [
        ("public_base = \"https://badges.example.org\"", "public_base = \"http://badges.example.org\"", ":1: public_base: the public base"),
        ("data_folder = \"data\"", "data_folder = 3", ":3: data_folder is not a text; write it between quotes"),
        ("data_folder = \"data\"", "data_foldr = \"data\"", ":3: unknown field data_foldr; remove it or correct its name"),
        ("name = \"Example User Group\"", "name = \"\"", ":8: issuer.name is empty"),
        ("slug = \"main\"", "slug = \"Main\"", ":7: issuer.slug cannot be \"Main\"; use a-z"),
        ("slug = \"east\"", "slug = \"main\"", ":12: this issuer has the slug"),
        ("url = \"https://example.org\"", "url = \"http://example.org\"", ":9: issuer.url cannot be"),
        ("\"127.0.0.1:9080\"", "\"127.0.0.1:8080\"", ":17: both listeners have the same address"),
        ("10.0.0.0/8", "10.0.0.0/99", ":18: listen.trusted_proxies:"),
        ("\"127.0.0.1:8080\"", "\"8080\"", ":16: listen.public:"),
        ("[listen]", "[listen", ":15: this is not TOML"),
        ("data/insignia.db", "postgres://user:secret@db/badges", ":2: there is a password in a file that other users"),
    ];
    for (right, wrong, said) in cases {
        let text = WHOLE.replacen(right, wrong, 1);
        let faults = parse(&text).unwrap_err();
        assert!(faults.lines().any(|line| line.contains(said)), "{wrong}: {faults}");
        assert!(faults.lines().all(|line| line.contains("; ")), "a remedy: {faults}");
    }
}

#[test]
fn other_servers_are_asked_unless_it_is_switched_off() {
    assert_eq!(parse(WHOLE).unwrap().foreign_fetch, ForeignFetch::On);
    let with = |line: &str| parse(&WHOLE.replacen("data_folder", &format!("{line}\ndata_folder"), 1));
    assert_eq!(with("foreign_fetch = \"off\"").unwrap().foreign_fetch, ForeignFetch::Off);
    let sisters = with("sister_servers = [\"http://localhost:8017\", \"https://badges.example.net\"]").unwrap().sister_servers;
    assert_eq!(sisters.iter().map(ToString::to_string).collect::<Vec<_>>(), ["http://localhost:8017", "https://badges.example.net"]);
    // A word that is not understood must not leave it on in silence.
    for wrong in ["foreign_fetch = \"no\"", "foreign_fetch = false", "foreign_fetch = \"Off\"", "sister_servers = [\"http://10.0.0.7\"]"] {
        assert!(with(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn a_wiki_for_signing_in_is_read_whole_or_named_with_its_faults() {
    let with = |lines: &str| parse(&format!("{WHOLE}\n[sign_in.wiki]\n{lines}"));
    let whole = "name = \"Wikimedia\"\nserver = \"https://meta.wikimedia.org\"\nclient_id = \"x\"\nclient_secret_file = \"wiki.secret\"\n";
    let wiki = with(whole).unwrap().wiki.unwrap();
    assert_eq!(
        (wiki.server.to_string().as_str(), wiki.client_secret_file.as_path()),
        ("https://meta.wikimedia.org", Path::new("/srv/wiki.secret"))
    );
    assert_eq!(parse(WHOLE).unwrap().wiki, None);
    let faults = with("name = \"\"\nserver = \"http://meta.wikimedia.org\"\nsecret = \"x\"\n").unwrap_err();
    for part in ["name is empty", "is not an origin", "client_id is missing", "client_secret_file is missing", "sign_in.wiki.secret"] {
        assert!(faults.contains(part), "{part} in {faults}");
    }
}

#[test]
fn providers_have_a_slug_of_their_own_and_an_issuer() {
    let one = |slug: &str, issuer: &str| {
        format!(
            "[[sign_in.provider]]\nslug = \"{slug}\"\nname = \"X\"\nissuer = \"{issuer}\"\nclient_id = \"x\"\nclient_secret_file = \"x.secret\"\n"
        )
    };
    let with = |lines: &str| parse(&format!("{WHOLE}\n{lines}"));
    let good = with(&(one("a", "https://login.example.org/realms/main") + &one("b", "https://b.example.org/"))).unwrap();
    assert_eq!(good.providers.iter().map(|one| one.slug.as_str()).collect::<Vec<_>>(), ["a", "b"]);
    for wrong in [
        one("wiki", "https://a.example.org"),
        one("A b", "https://a.example.org"),
        one("a", "http://a.example.org"),
        one("a", "a.example.org"),
        one("a", "https://a.example.org") + &one("a", "https://b.example.org"),
    ] {
        assert!(with(&wrong).is_err(), "{wrong}");
    }
}

#[test]
fn how_long_issuing_waits_and_what_wants_a_fresh_proof_can_be_said() {
    let with = |lines: &str| parse(&format!("{WHOLE}\n{lines}"));
    assert_eq!(with("").unwrap().practice, Practice::default());
    let said = with("[issuing]\nhold_minutes = 0\n[sign_in]\nfresh_for = [\"issuing\", \"stewardship\"]\nfresh_minutes = 15\n").unwrap();
    assert_eq!(
        said.practice,
        Practice { hold_minutes: 0, fresh_for: vec![Work::Issuing, Work::Stewardship], fresh_minutes: 15, sends_mail: false }
    );
    for wrong in [
        "[issuing]\nhold_minutes = -1",
        "[issuing]\nhold_minutes = \"10\"",
        "[issuing]\nhold_minutes = 1441",
        "[sign_in]\nfresh_for = [\"all\"]",
        "[sign_in]\nfresh_minutes = 0",
        "[issuing]\nhold = 1",
    ] {
        assert!(with(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn every_fault_is_told_at_once() {
    let faults = parse("database = \"\"\n[[issuer]]\nslug = \"A\"\n").unwrap_err();
    for missing in
        ["public_base is missing", "data_folder is missing", "[listen] is missing", "issuer.name is missing", "database is empty"]
    {
        assert!(faults.contains(missing), "{missing} in {faults}");
    }
}

#[test]
fn a_password_is_accepted_where_only_the_owner_reads_it() {
    let text = WHOLE.replacen("data/insignia.db", "postgres://user:secret@db/badges", 1);
    assert!(Config::parse(Path::new("x.toml"), &text, false).is_ok());
}

#[test]
fn a_password_never_stands_in_a_fault() {
    let text = WHOLE.replacen("data/insignia.db", "postgres://user:s3cret@[db/badges", 1);
    let faults = parse(&text).unwrap_err();
    assert!(!faults.contains("s3cret"), "{faults}");
}
