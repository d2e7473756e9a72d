//! The service as test software meets it: a process, the line that it prints when it is ready, a port.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

use serde_json::Value;

/// A running service; ends with the value.
pub(super) struct Server {
    child: Child,
    address: String,
    pub(super) ready: Value,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// An answer.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) head: String,
    pub(super) text: String,
}

impl Answer {
    /// The body, which must be JSON.
    pub(super) fn json(&self) -> Value {
        self.text.parse().unwrap_or_else(|fault| panic!("{fault}: {} {}", self.head, self.text))
    }

    /// Asserts that this is a problem document with this status.
    #[track_caller]
    pub(super) fn assert_problem(&self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}", self.text);
        assert!(self.head.to_ascii_lowercase().contains("content-type: application/problem+json"), "{}", self.head);
        let problem = self.json();
        assert_eq!(problem["status"], status);
        assert!(problem["type"].is_string() && problem["title"].is_string(), "{problem}");
        problem
    }
}

impl Server {
    pub(super) fn start(arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_insignia"))
            .args(["conformance", "--listen", "127.0.0.1:0"])
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program runs");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("an output")).read_line(&mut line).expect("a line");
        let ready: Value = line.parse().unwrap_or_else(|fault| panic!("{fault}: {line:?}"));
        let address = ready["listening"].as_str().expect("an address").strip_prefix("http://").expect("http").to_owned();
        Self { child, address, ready }
    }

    /// The paths of the issuer with this name.
    pub(super) fn issuer(&self, name: &str) -> &Value {
        let issuers = self.ready["issuers"].as_array().expect("issuers");
        issuers.iter().find(|issuer| issuer["name"] == name).unwrap_or_else(|| panic!("no {name}"))
    }

    pub(super) fn post(&self, path: &str, body: &Value) -> Answer {
        self.send("POST", path, "content-type: application/json\r\n", body.to_string().as_bytes())
    }

    pub(super) fn get(&self, path: &str, headers: &str) -> Answer {
        self.send("GET", path, headers, b"")
    }

    /// Any request; `path` may be a whole address of this service.
    pub(super) fn send(&self, method: &str, path: &str, headers: &str, body: &[u8]) -> Answer {
        let path = path.strip_prefix(&format!("http://{}", self.address)).unwrap_or(path);
        let mut stream = TcpStream::connect(&self.address).expect("a connection");
        let head = format!(
            "{method} {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n{headers}content-length: {}\r\n\r\n",
            self.address,
            body.len()
        );
        // A body that is too large is refused before all of it was sent.
        let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body));
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
        let text = String::from_utf8_lossy(&bytes);
        let (head, text) = text.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no answer to {method} {path}"));
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
        Answer { status, head: head.to_owned(), text: text.to_owned() }
    }

    /// Tells it to stop, and gives its exit code and what stood on its error stream.
    pub(super) fn stopped(mut self) -> (Option<i32>, String) {
        assert!(Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().expect("kill").success());
        let mut said = String::new();
        self.child.stderr.take().expect("an error stream").read_to_string(&mut said).expect("UTF-8");
        (self.child.wait().expect("an end").code(), said)
    }
}
