//! The built program, run as people and scripts run it.

mod archival;
mod certificates;
mod checks;
mod demo;
mod documents;
mod faults;
mod lists;
mod people;
mod proxies;
mod readme;
mod service;
mod storm;
mod surroundings;

use std::collections::BTreeMap;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use serde_json::Value;
use sha2::{Digest, Sha256};

/// How a run ended.
#[derive(Debug)]
struct Run {
    code: i32,
    out: String,
    err: String,
}

impl Run {
    /// The answer of a run with `--json`.
    fn json(&self) -> Value {
        self.out.parse().unwrap_or_else(|error| panic!("{error} in {self:?}"))
    }

    /// Asserts that the run was refused with these words on the error stream.
    #[track_caller]
    fn refused_saying(&self, words: &[&str]) {
        assert_eq!(self.code, 1, "{self:?}");
        for word in words {
            assert!(self.err.contains(word), "{word:?} in {}", self.err);
        }
        assert!(!self.err.contains("panicked") && self.out.is_empty(), "{self:?}");
    }

    /// Asserts that the run did its work.
    #[track_caller]
    fn done(self) -> Self {
        assert_eq!(self.code, 0, "{self:?}");
        self
    }
}

/// Runs the program in `folder`.
fn insignia(folder: &Path, arguments: &[&str]) -> Run {
    ended(Command::new(env!("CARGO_BIN_EXE_insignia")).args(arguments).current_dir(folder))
}

/// Attests every criterion of a nomination, with as much evidence as any class asks for.
fn attest(folder: &Path, nomination: &str, by: &str) -> Run {
    let evidence = ["--evidence-url", "https://meta.wikimedia.org/wiki/Event", "--evidence", "The event's page", "--evidence", "Seen"];
    insignia(folder, &[&["--json", "attest", nomination, "--by", by, "--all", "--statement", "Seen"][..], &evidence[..]].concat())
}

fn ended(command: &mut Command) -> Run {
    let output = command.env_remove("CREDENTIALS_DIRECTORY").output().expect("the program runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the program speaks UTF-8");
    Run { code: output.status.code().unwrap_or(-1), out: text(output.stdout), err: text(output.stderr) }
}

/// Every file below a folder with its mode and digest: what must not change when a command is refused.
fn picture(folder: &Path) -> BTreeMap<PathBuf, (u32, Vec<u8>)> {
    let mut files = BTreeMap::new();
    for entry in std::fs::read_dir(folder).expect("the folder is read") {
        let path = entry.expect("an entry").path();
        let mode = std::fs::symlink_metadata(&path).expect("its mode").mode();
        if path.is_dir() {
            files.extend(picture(&path));
            files.insert(path, (mode, Vec::new()));
        } else {
            let digest = Sha256::digest(std::fs::read(&path).expect("the file is read")).to_vec();
            files.insert(path, (mode, digest));
        }
    }
    files
}

/// Asserts that `attempt` is refused with these words and leaves every file below `folder` as it was.
#[track_caller]
fn refused_and_unchanged(folder: &Path, arguments: &[&str], words: &[&str]) {
    let before = picture(folder);
    insignia(folder, arguments).refused_saying(words);
    let after = picture(folder);
    let changed: Vec<_> = before.iter().filter(|(path, seen)| after.get(*path) != Some(seen)).map(|(path, _)| path).collect();
    assert!(changed.is_empty() && after.len() == before.len(), "changed: {changed:?}; before {}, after {}", before.len(), after.len());
}

/// A copy of a folder, removed with the value.
fn copy_of(folder: &Path) -> tempfile::TempDir {
    let copy = tempfile::tempdir().expect("a temporary folder");
    copy_into(folder, copy.path());
    copy
}

fn copy_into(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).expect("the folder is read") {
        let (path, target) = entry.map(|entry| (entry.path(), to.join(entry.file_name()))).expect("an entry");
        if path.is_dir() {
            std::fs::create_dir(&target).expect("a folder");
            copy_into(&path, &target);
            std::fs::set_permissions(&target, std::fs::metadata(&path).expect("its mode").permissions()).expect("its mode is set");
        } else {
            // Keeps the mode.
            std::fs::copy(&path, &target).expect("a file is copied");
        }
    }
}

/// Wraps an installation's keys anew by OpenSSL, with few rounds of key derivation: every command
/// unlocks them, and most of its time would go there.
fn with_few_rounds(at: &Path) {
    let known = std::fs::read_to_string(at.join("passphrase")).expect("a passphrase");
    let passphrase = format!("pass:{}", known.trim_end());
    let files = std::fs::read_dir(at.join("data/keys")).expect("a key folder").map(|entry| entry.expect("an entry").path());
    for key in files.filter(|path| path.extension().is_some_and(|ending| ending == "pem")) {
        let wrapped = Command::new("openssl")
            .args(["pkcs8", "-topk8", "-v2", "aes-256-cbc", "-v2prf", "hmacWithSHA256", "-iter", "1000"])
            .args(["-passin", &passphrase, "-passout", &passphrase, "-in"])
            .arg(&key)
            .output()
            .expect("openssl runs");
        assert!(wrapped.status.success(), "{wrapped:?}");
        std::fs::write(&key, wrapped.stdout).expect("the key file is written");
    }
}

/// A demo that was played once for the whole run, with its answer.
fn played() -> &'static (tempfile::TempDir, Value) {
    static PLAYED: OnceLock<(tempfile::TempDir, Value)> = OnceLock::new();
    PLAYED.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let answer = insignia(folder.path(), &["--json", "demo", "--no-serve"]).done().json();
        with_few_rounds(&folder.path().join("insignia-demo"));
        (folder, answer)
    })
}

/// A copy of the demo's installation.
fn demo() -> tempfile::TempDir {
    copy_of(&played().0.path().join("insignia-demo"))
}

/// An installation made by `init`, with two trainers of two affiliates; made once, copied for each test.
fn real() -> tempfile::TempDir {
    static MADE: OnceLock<tempfile::TempDir> = OnceLock::new();
    let made = MADE.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let at = folder.path();
        insignia(at, &["init", "--base", "https://badges.example.org", "--issuer-name", "Example User Group"]).done();
        with_few_rounds(at);
        for (name, affiliate) in [("Anna", "wmxx"), ("Badri", "wmyy")] {
            let added = insignia(at, &["--json", "trainers", "add", "--name", name, "--affiliate", affiliate]).done().json();
            let account = added["account"].as_str().expect("an id").to_owned();
            let mandate = ["trainers", "mandate", &account, "--class", "facilitator", "--class", "wikimedia-projects-trainer"];
            let dates = ["--until", "2099-12-31", "--founding", "--decision", "Committee, 2026-11-01"];
            insignia(at, &[&mandate[..], &dates[..]].concat()).done();
        }
        folder
    });
    copy_of(made.path())
}

/// What a command says, and its exit code, in an installation that sends mail by `server`.
pub(crate) fn at_mail_server(server: &crate::mail::Node, password: &str, arguments: &[&str]) -> (String, i32) {
    use std::os::unix::fs::PermissionsExt;
    let at = real();
    let secret = at.path().join("mail-password");
    std::fs::write(&secret, password).expect("a file");
    std::fs::set_permissions(&secret, std::fs::Permissions::from_mode(0o400)).expect("a mode");
    let file = at.path().join("insignia.toml");
    let mut text = std::fs::read_to_string(&file).expect("a configuration");
    let certificate = server.folder.path().join("cert.pem");
    let mail = format!(
        "\n[mail]\nhost = \"localhost\"\nport = {}\ntls = \"implicit\"\nuser = \"insignia\"\npassword_file = \"mail-password\"\nfrom = \"Badges <badges@example.org>\"\ncertificate_file = \"{}\"\n",
        server.port,
        certificate.display()
    );
    text.push_str(&mail);
    std::fs::write(&file, text).expect("a configuration");
    let run = insignia(at.path(), arguments);
    (format!("{}{}", run.out, run.err), run.code)
}
