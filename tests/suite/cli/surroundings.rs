//! A machine that does not let us: each refusal names the place and the remedy, and changes nothing.
//!
//! Root may write everywhere, so there the program runs as `nobody`.

use std::fs;
use std::io::Write;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::json;

use super::service::{free_port, listen_on, serve, stop};
use super::storm::client::{Answer, Client};
use super::{Run, ended, insignia, picture, real};

fn root() -> bool {
    fs::metadata("/proc/self").is_ok_and(|me| me.uid() == 0)
}

fn mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

/// Runs the program as somebody whom file modes bind; `None`, said aloud, where nobody can become one.
fn bound_by_modes(at: &Path, arguments: &[&str]) -> Option<Run> {
    if !root() {
        return Some(insignia(at, arguments));
    }
    let whose = Command::new("chown").args(["-R", "nobody"]).arg(at).status();
    let as_nobody = |arguments: &[&str]| {
        let mut command = Command::new("setpriv");
        command.args(["--reuid", "nobody", "--clear-groups", "--", env!("CARGO_BIN_EXE_insignia")]).args(arguments).current_dir(at);
        command
    };
    let can = as_nobody(&["--help"]).output().is_ok_and(|run| run.status.success());
    if !can || !whose.is_ok_and(|status| status.success()) {
        eprintln!("SKIPPED: as root, this test needs setpriv and chown to run the program as nobody");
        return None;
    }
    Some(ended(&mut as_nobody(arguments)))
}

/// Shuts `path` by `shut`, tries `commands`, and opens it again.
fn refused_while(at: &Path, path: &Path, shut: u32, commands: &[&[&str]], words: &[&str]) {
    let open = fs::metadata(path).unwrap().permissions().mode();
    mode(path, shut);
    for command in commands {
        let before = root().then(|| picture(at));
        let Some(run) = bound_by_modes(at, command) else { break };
        run.refused_saying(words);
        assert!(before.is_none_or(|before| before == picture(at)), "{command:?} changed something");
    }
    mode(path, open);
}

const ADD: &[&str] = &["trainers", "add", "--name", "Chen", "--affiliate", "wmxx"];

#[test]
fn a_data_folder_that_is_read_only() {
    let at = real();
    let words = ["cannot open the database data/insignia.db", "readonly", "Let the user who runs insignia read and write", "its folder"];
    refused_while(at.path(), &at.path().join("data"), 0o500, &[ADD, &["serve"]], &words);
}

#[test]
fn a_database_file_that_is_read_only_or_unreadable() {
    let at = real();
    let file = at.path().join("data/insignia.db");
    let words = ["cannot open the database data/insignia.db", "Let the user who runs insignia read and write"];
    refused_while(at.path(), &file, 0o400, &[ADD, &["serve"], &["check", "--data"]], &words);
    refused_while(at.path(), &file, 0o000, &[ADD, &["serve"]], &words);
    // And it left nothing behind that stays shut.
    if let Some(run) = bound_by_modes(at.path(), ADD) {
        run.done();
    }
}

#[test]
fn a_configuration_that_is_unreadable() {
    let at = real();
    let words = ["insignia.toml", "Permission denied", "let the user who runs insignia read it"];
    refused_while(at.path(), &at.path().join("insignia.toml"), 0o000, &[&["serve"], &["check", "--data"], ADD], &words);
}

#[test]
fn a_key_folder_that_is_read_only() {
    let at = real();
    let words = ["cannot be written", "Permission denied", "Let the user who runs insignia write to the key folder"];
    refused_while(at.path(), &at.path().join("data/keys"), 0o500, &[&["keys", "generate", "main"]], &words);
}

/// A disk of its own with room for little; unmounted with the value.
struct SmallDisk {
    folder: tempfile::TempDir,
}

impl SmallDisk {
    fn new() -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", "size=4m", "tmpfs"]).arg(folder.path()).output();
        if !root() || !mounted.is_ok_and(|run| run.status.success()) {
            eprintln!("SKIPPED: this test needs root who may mount a tmpfs");
            return None;
        }
        Some(Self { folder })
    }

    /// Fills what is left; the file to remove.
    fn fill(&self) -> PathBuf {
        let path = self.folder.path().join("fill");
        let mut file = fs::File::create(&path).unwrap();
        while file.write_all(&[0; 4096]).is_ok() {}
        path
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").args(["-l"]).arg(self.folder.path()).status();
    }
}

#[test]
fn a_full_disk_refuses_writes_serves_reads_and_recovers_without_a_restart() {
    let Some(disk) = SmallDisk::new() else { return };
    let at = disk.folder.path().join("at");
    fs::create_dir(&at).unwrap();
    super::copy_into(real().path(), &at);
    let given = insignia(&at, &["--json", "tokens", "issue", "Anna", "--label", "full"]).done().json();
    let port = free_port();
    listen_on(&at, port);
    let (server, said) = serve(&at);
    let client = Client::new(0, given["token"].as_str().unwrap().to_owned());
    let ask = |method: &str, path: &str, number: usize| -> Answer {
        let body = json!({ "display_name": format!("Person {number}") }).to_string();
        client.send(port, method, path, &format!("full-{number}"), &body).unwrap_or_else(|_| panic!("no answer to {path}"))
    };
    assert_eq!(ask("POST", "/api/accounts", 0).status, 201);
    let fill = disk.fill();
    // The write-ahead log may still have room that it was given before.
    let refused = (1..400).map(|number| ask("POST", "/api/accounts", number)).find(|answer| answer.status != 201);
    let refused = refused.expect("the disk is full");
    assert_eq!(
        (refused.status, refused.json()["type"].as_str().map(|kind| kind.ends_with("busy"))),
        (503, Some(true)),
        "{}",
        refused.json()
    );
    assert_eq!(ask("GET", "/.well-known/did.json", 0).status, 200, "reads go on");
    fs::remove_file(fill).unwrap();
    assert_eq!(ask("POST", "/api/accounts", 999).status, 201, "there is room again");
    stop(server, said);
    insignia(&at, &["check", "--data"]).done();

    let fill = disk.fill();
    let full = ["data/insignia.db", "Look whether its disk is full"];
    insignia(&at, ADD).refused_saying(&full);
    fs::remove_file(fill).unwrap();
    insignia(&at, &["check", "--data"]).done();
    insignia(&at, ADD).done();
}
