//! Keys, tokens, exports, and a server that is told to stop.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

use super::{attest, demo, insignia, real};

/// A running server; killed with the value.
pub(super) struct Server(pub(super) Child);

impl Drop for Server {
    fn drop(&mut self) {
        // Only if the test failed before it stopped the server.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

pub(super) fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

fn get(port: u16, path: &str) -> String {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

pub(super) fn listen_on(at: &std::path::Path, port: u16) {
    let file = at.join("insignia.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    let lines = text.lines().filter(|line| !line.starts_with("operations = "));
    let lines = lines.map(|line| if line.starts_with("public = ") { format!("public = \"127.0.0.1:{port}\"") } else { line.to_owned() });
    std::fs::write(&file, lines.collect::<Vec<_>>().join("\n")).unwrap();
}

/// Starts a server and does not wait for it.
pub(super) fn start(at: &std::path::Path) -> Child {
    Command::new(env!("CARGO_BIN_EXE_insignia")).arg("serve").current_dir(at).stdout(Stdio::piped()).spawn().unwrap()
}

/// A server that serves.
pub(super) fn serve(at: &std::path::Path) -> (Server, BufReader<std::process::ChildStdout>) {
    let mut child = start(at);
    let mut said = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    while !line.contains("Serving") {
        line.clear();
        assert_ne!(said.read_line(&mut line).unwrap(), 0, "the server ended before it served");
    }
    (Server(child), said)
}

/// Tells a server to stop, and waits until it has.
pub(super) fn stop(mut server: Server, mut said: BufReader<std::process::ChildStdout>) {
    assert!(Command::new("kill").args(["-TERM", &server.0.id().to_string()]).status().unwrap().success());
    let mut rest = String::new();
    said.read_to_string(&mut rest).unwrap();
    assert!(server.0.wait().unwrap().success() && rest.contains("Stopped"), "{rest}");
}

#[test]
fn a_served_badge_answers_at_its_address_until_the_server_is_told_to_stop() {
    let at = demo();
    let port = free_port();
    listen_on(at.path(), port);
    let address = super::played().1["badges"][0]["address"].as_str().unwrap().to_owned();
    let path = address.split_once("8017").unwrap().1;
    let (server, said) = serve(at.path());
    let page = get(port, path);
    assert!(page.starts_with("HTTP/1.1 200") && page.contains("eddsa-rdfc-2022"), "{page}");
    stop(server, said);
}

#[test]
fn a_server_without_a_passphrase_starts_sealed() {
    let at = real();
    let port = free_port();
    listen_on(at.path(), port);
    std::fs::remove_file(at.path().join("passphrase")).unwrap();
    let file = at.path().join("insignia.toml");
    let text = std::fs::read_to_string(&file).unwrap().replace("passphrase_file", "# passphrase_file");
    std::fs::write(&file, text).unwrap();
    let (server, said) = serve(at.path());
    assert!(get(port, "/.well-known/did.json").contains("did:web:badges.example.org"));
    stop(server, said);
}

#[test]
fn new_keys_wait_until_verifiers_have_seen_them() {
    let at = real();
    let made = insignia(at.path(), &["--json", "keys", "generate", "main"]).done().json();
    assert_eq!(made["keys"].as_array().unwrap().len(), 2);
    insignia(at.path(), &["keys", "rotate", "main"]).refused_saying(&["published too short ago"]);
    insignia(at.path(), &["keys", "rotate", "main", "--at-once"]).done();
    let keys = insignia(at.path(), &["--json", "keys", "list"]).done().json();
    let mut states: Vec<&str> = keys["keys"].as_array().unwrap().iter().map(|key| key["state"].as_str().unwrap()).collect();
    states.sort_unstable();
    assert_eq!(states, ["active", "active", "retired", "retired"]);
    insignia(at.path(), &["check", "--data"]).done();
}

#[test]
fn a_badge_of_before_a_rotation_verifies_after_it() {
    let at = real();
    let nominated =
        insignia(at.path(), &["--json", "nominate", "--class", "facilitator", "--by", "Anna", "--user-name", "Fox"]).done().json();
    let nomination = nominated["lines"][0]["nomination"].as_str().unwrap().to_owned();
    attest(at.path(), &nomination, "Anna").done();
    insignia(at.path(), &["issue", &nomination]).done();
    insignia(at.path(), &["export", "--all", "--to", "files"]).done();
    insignia(at.path(), &["keys", "generate", "main"]).done();
    insignia(at.path(), &["keys", "rotate", "main", "--at-once"]).done();
    for file in std::fs::read_dir(at.path().join("files")).unwrap().map(|entry| entry.unwrap().path()) {
        if !file.to_string_lossy().ends_with("qr.svg") {
            insignia(at.path(), &["verify", file.to_str().unwrap()]).done();
        }
    }
}

#[test]
fn an_issuer_that_is_its_key_keeps_it() {
    let at = demo();
    insignia(at.path(), &["keys", "generate", "main"]).refused_saying(&["did:key"]);
}

#[test]
fn a_token_is_shown_once_and_can_be_taken_back() {
    let at = real();
    let given = insignia(at.path(), &["--json", "tokens", "issue", "Anna", "--label", "checklist"]).done().json();
    let (token, fingerprint) = (given["token"].as_str().unwrap(), given["fingerprint"].as_str().unwrap());
    assert!(token.starts_with("insignia_"));
    let database = std::fs::read(at.path().join("data/insignia.db")).unwrap();
    assert!(!database.windows(token.len()).any(|window| window == token.as_bytes()), "the token stands nowhere");
    insignia(at.path(), &["tokens", "revoke", "Anna", fingerprint]).done();
    let listed = insignia(at.path(), &["--json", "tokens", "list", "Anna"]).done().json();
    assert_eq!(listed["tokens"][0]["state"], "revoked");
}

#[test]
fn a_command_line_that_nobody_understands_ends_with_2() {
    let at = tempfile::tempdir().unwrap();
    for arguments in [&["isue"][..], &["issue"], &["revoke", "--by", "Anna"], &["init"], &["issue", "not-an-id"]] {
        assert_eq!(insignia(at.path(), arguments).code, 2, "{arguments:?}");
    }
}
