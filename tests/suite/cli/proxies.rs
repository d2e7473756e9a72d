//! The proxies of README.md, as they stand there, in front of a running server: real Caddy, real nginx, real TLS.

use std::fs;
use std::io::Write;
use std::net::{IpAddr, Ipv4Addr, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use axum::http::{HeaderMap, Method};

use super::service::{free_port, listen_on, serve, stop};
use super::{attest, ended, insignia, real};
use crate::fetch::server::certificate;
use crate::http::visit::Seen;
use crate::http::wire::Wire;

/// The host of the README.
const HOST: &str = "badges.example.org";
const NEAR: Ipv4Addr = Ipv4Addr::LOCALHOST;
/// Another client of the same proxy.
const FAR: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 3);

/// The n-th code block below "Behind a proxy".
fn of_readme(nth: usize) -> String {
    let readme = include_str!("../../../README.md");
    let (_, below) = readme.split_once("\n### Behind a proxy\n").expect("a section about proxies");
    below.split("```").nth(2 * nth + 1).expect("a code block").trim().to_owned()
}

/// Replaces what only this machine has: exactly once each.
fn with(text: &str, here: &[(&str, String)]) -> String {
    here.iter().fold(text.to_owned(), |text, (there, here)| {
        assert!(text.contains(there), "README has no {there:?} any more: {text}");
        text.replace(there, here)
    })
}

/// A proxy of this machine; `None`, said aloud, where it is not installed.
fn installed(places: &[&'static str]) -> Option<&'static str> {
    let found = places.iter().find(|place| Path::new(place).exists()).copied();
    if found.is_none() {
        let _ = writeln!(std::io::stderr(), "{}, as README.md configures it, NOT CHECKED: it is not installed", places[0]);
    }
    found
}

/// A proxy that runs; ended with the value.
struct Proxy {
    child: Child,
    port: u16,
    folder: tempfile::TempDir,
}

impl Drop for Proxy {
    fn drop(&mut self) {
        // Both end at once and take their workers with them.
        let _ = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status();
        let _ = self.child.wait();
    }
}

/// A folder with the certificate and its key.
fn keyed() -> (tempfile::TempDir, PathBuf, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let (certificate_file, key) = (folder.path().join("fullchain.pem"), folder.path().join("privkey.pem"));
    fs::write(&certificate_file, &certificate().pem).expect("a certificate");
    fs::write(&key, &certificate().key_pem).expect("a key");
    fs::set_permissions(&key, fs::Permissions::from_mode(0o600)).expect("a mode");
    (folder, certificate_file, key)
}

fn caddy(program: &str, server: u16) -> Proxy {
    let (folder, certificate, key) = keyed();
    let port = free_port();
    let opened = format!("https://localhost:{port} {{\n    bind 127.0.0.1\n    tls {} {}", certificate.display(), key.display());
    let here = [(&format!("{HOST} {{")[..], opened), ("127.0.0.1:8080", format!("127.0.0.1:{server}"))];
    let text = format!("{{\n    admin off\n    auto_https disable_redirects\n}}\n{}\n", with(&of_readme(0), &here));
    let file = folder.path().join("Caddyfile");
    fs::write(&file, text).expect("a file");
    let mut command = Command::new(program);
    command.args(["run", "--adapter", "caddyfile", "--config"]).arg(&file);
    command.env("XDG_DATA_HOME", folder.path()).env("XDG_CONFIG_HOME", folder.path());
    running(command, port, folder)
}

fn nginx(program: &str, server: u16) -> Proxy {
    let (folder, certificate, key) = keyed();
    let (port, at) = (free_port(), folder.path().display().to_string());
    let live = format!("/etc/letsencrypt/live/{HOST}");
    let here = [
        (&format!("{live}/fullchain.pem")[..], certificate.display().to_string()),
        (&format!("{live}/privkey.pem"), key.display().to_string()),
        ("listen 443 ssl", format!("listen 127.0.0.1:{port} ssl")),
        (&format!("server_name {HOST}"), "server_name localhost".to_owned()),
        ("127.0.0.1:8080", format!("127.0.0.1:{server}")),
    ];
    let kept = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(|kind| format!("{kind}_temp_path {at}/{kind};")).concat();
    let text = format!(
        "pid {at}/pid;\nerror_log {at}/error.log;\nuser root;\nevents {{}}\nhttp {{\naccess_log off;\n{kept}\n{}\n}}\n",
        with(&of_readme(1), &here)
    );
    let file = folder.path().join("nginx.conf");
    fs::write(&file, text).expect("a file");
    let mut command = Command::new(program);
    command.args(["-p", &at, "-e", &format!("{at}/error.log"), "-g", "daemon off;", "-c"]).arg(&file);
    running(command, port, folder)
}

/// The proxy, once it listens.
fn running(mut command: Command, port: u16, folder: tempfile::TempDir) -> Proxy {
    let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("a proxy");
    let mut proxy = Proxy { child, port, folder };
    let began = Instant::now();
    while TcpStream::connect((NEAR, port)).is_err() {
        assert!(
            proxy.child.try_wait().unwrap().is_none(),
            "the proxy ended: {:?}",
            fs::read_to_string(proxy.folder.path().join("error.log"))
        );
        assert!(began.elapsed() < Duration::from_mins(1), "the proxy does not listen");
        std::thread::park_timeout(Duration::from_millis(20));
    }
    proxy
}

/// An installation with one badge that listens on `port`, and the path of the badge as a QR code says it.
fn with_a_badge(port: u16) -> (tempfile::TempDir, String) {
    let at = real();
    listen_on(at.path(), port);
    let nominate = ["--json", "nominate", "--class", "facilitator", "--by", "Anna", "--name", "Oksana", "--confirmed-by", "holder"];
    let nominated = insignia(at.path(), &nominate).done().json();
    let nomination = nominated["lines"][0]["nomination"].as_str().expect("an id").to_owned();
    attest(at.path(), &nomination, "Anna").done();
    let issued = insignia(at.path(), &["--json", "issue", &nomination]).done().json();
    let id = issued["lines"][0]["credential"].as_str().expect("an id").to_ascii_uppercase();
    (at, format!("/C/{id}"))
}

/// A client of the proxy.
struct Outsider {
    wire: Wire,
    runtime: tokio::runtime::Runtime,
}

impl Outsider {
    fn new(from: Ipv4Addr, proxy: &Proxy) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        Self { wire: Wire::new(IpAddr::V4(from), &format!("https://localhost:{}", proxy.port)), runtime }
    }

    fn asks(&self, method: Method, path: &str, fields: &[(&'static str, &str)], body: Vec<u8>) -> Seen {
        let fields: HeaderMap =
            fields.iter().map(|(name, value)| ((*name).try_into().expect("a name"), value.parse().expect("a value"))).collect();
        self.runtime.block_on(self.wire.send(method, path, fields, body.into()))
    }

    fn gets(&self, path: &str, accept: &str) -> Seen {
        self.asks(Method::GET, path, &[("accept", accept)], Vec::new())
    }
}

/// What somebody elsewhere gets who knows only the public address.
fn assert_serves(at: &Path, proxy: &Proxy, badge: &str) {
    let mut check = Command::new(env!("CARGO_BIN_EXE_insignia"));
    check.args(["check", "--outside", &format!("https://localhost:{}", proxy.port)]).current_dir(at);
    let stranger = ended(check.env("SSL_CERT_FILE", "/dev/null"));
    assert!(stranger.code == 1 && stranger.out.contains("does not answer over TLS"), "nobody vouches for it: {stranger:?}");
    let seen = ended(check.env("SSL_CERT_FILE", proxy.folder.path().join("fullchain.pem"))).done();
    for path in ["✓ /\n", "✓ /.well-known/did.json", "✓ /.well-known/jwks.json", "✓ /status/"] {
        assert!(seen.out.contains(path), "{path}: {seen:?}");
    }
    let near = Outsider::new(NEAR, proxy);
    let page = near.gets(badge, "text/html");
    assert!(page.status == 200 && page.text().contains("Genuine and current"), "{}", page.text());
    let document = near.gets(badge, "*/*").json();
    assert_eq!(document["id"], format!("https://{HOST}{}", badge.to_ascii_lowercase()));
    let did = near.gets("/.well-known/did.json", "*/*");
    assert_eq!((did.json()["id"].as_str(), did.header("access-control-allow-origin")), (Some("did:web:badges.example.org"), "*"));
    // A badge as large as may be brought arrives, and one that is larger is refused by us, in words.
    for (bytes, too_large) in [(2 << 20, false), ((2 << 20) + 1000, true)] {
        let sent = near.asks(Method::POST, "/api/verify", &[("content-type", "application/octet-stream")], vec![b'x'; bytes]);
        let ours = sent.headers.contains_key("x-request-id");
        assert!(ours && (sent.status == 413) == too_large, "{bytes}: {} {}", sent.status, sent.text());
    }
}

/// Each client has its own rate, and none can take another's address.
fn assert_tells_clients_apart(proxy: &Proxy) {
    let (near, far) = (Outsider::new(NEAR, proxy), Outsider::new(FAR, proxy));
    let missing = |n: u32| format!("/c/{n:026}");
    let tried: Vec<u16> = (0..61).map(|n| far.gets(&missing(n), "*/*").status).collect();
    assert_eq!((&tried[..60], tried[60]), (&[404; 60][..], 429));
    let claimed = [("x-forwarded-for", "203.0.113.9"), ("forwarded", "for=203.0.113.9")];
    assert_eq!(far.asks(Method::GET, &missing(61), &claimed, Vec::new()).status, 429, "what a client claims is not believed");
    assert_eq!(near.gets(&missing(62), "*/*").status, 404, "who is somewhere else is not refused");
}

fn stands_before_the_server(proxy: impl FnOnce(u16) -> Proxy) {
    let port = free_port();
    let (at, badge) = with_a_badge(port);
    let (server, said) = serve(at.path());
    let proxy = proxy(port);
    assert_serves(at.path(), &proxy, &badge);
    assert_tells_clients_apart(&proxy);
    drop(proxy);
    stop(server, said);
}

#[test]
fn caddy_as_the_readme_configures_it() {
    let Some(program) = installed(&["/usr/bin/caddy", "/usr/local/bin/caddy"]) else { return };
    stands_before_the_server(|server| caddy(program, server));
}

#[test]
fn nginx_as_the_readme_configures_it() {
    let Some(program) = installed(&["/usr/sbin/nginx", "/usr/local/sbin/nginx", "/usr/bin/nginx"]) else { return };
    stands_before_the_server(|server| nginx(program, server));
}
