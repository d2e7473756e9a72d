//! The matrix again in a network of its own, in which every address of the world is this machine:
//! nothing stands between the client and a private address but the guard, and the usual ports are
//! the usual ports. The built program is asked there too, as a person would ask it.
//!
//! Needs root, `ip` and network namespaces; elsewhere it says aloud that it did not run.

use std::net::IpAddr;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use insignia::vocabulary::Clock;
use insignia::vocabulary::clock::SetClock;
use tokio::net::{TcpListener, TcpStream};

use super::hostile::now;
use super::matrix::{FORMS, control, name_insiders, redirected_to, run, sends_on};
use super::say;
use super::server::{Reply, Server, Speaks, certificate};
use super::stage::{Hall, PUBLIC, Stage};

/// Set for the run inside.
const INSIDE: &str = "INSIGNIA_TEST_NETNS";
const NAME: &str = "fetch::netns::in_a_network_of_its_own_nobody_inside_is_asked";

/// A network namespace with its names; removed with the value.
struct Network {
    name: String,
}

impl Network {
    fn make() -> Result<Self, String> {
        let network = Self { name: format!("insignia-{}", std::process::id()) };
        ip(&["netns", "add", &network.name])?;
        let inside = |arguments: &[&str]| ip(&[&["-n", network.name.as_str()], arguments].concat());
        inside(&["link", "set", "lo", "up"])?;
        // Every address there is, is here.
        inside(&["route", "add", "local", "0.0.0.0/0", "dev", "lo"])?;
        inside(&["-6", "route", "add", "local", "::/0", "dev", "lo"])?;
        let hosts: Vec<(&str, &str)> = vec![
            ("hop.example.org", PUBLIC[0]),
            ("next-hop.example.org", PUBLIC[0]),
            ("good.example.com", PUBLIC[0]),
            ("inside.example.com", "10.0.0.7"),
            ("mixed.example.com", PUBLIC[0]),
            ("mixed.example.com", "10.0.0.7"),
            ("rebinding.example.com", "10.0.0.7"),
            ("printer.localhost", "127.0.0.1"),
            ("localhost", "127.0.0.1"),
        ];
        let hosts: String = hosts.iter().map(|(name, address)| format!("{address} {name}\n")).collect();
        // `ip netns exec` puts these in place of the machine's own.
        let folder = network.folder();
        std::fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
        for (file, text) in [("hosts", hosts.as_str()), ("resolv.conf", ""), ("nsswitch.conf", "hosts: files\n")] {
            std::fs::write(Path::new(&folder).join(file), text).map_err(|error| error.to_string())?;
        }
        Ok(network)
    }

    fn folder(&self) -> String {
        format!("/etc/netns/{}", self.name)
    }

    fn command(&self, program: &Path) -> Command {
        let mut command = Command::new("ip");
        command.args(["netns", "exec", &self.name]).arg(program).env(INSIDE, "1");
        command
    }
}

impl Drop for Network {
    fn drop(&mut self) {
        let _ = ip(&["netns", "del", &self.name]);
        let _ = std::fs::remove_dir_all(self.folder());
    }
}

fn ip(arguments: &[&str]) -> Result<(), String> {
    let output = Command::new("ip").args(arguments).output().map_err(|error| format!("ip: {error}"))?;
    if output.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&output.stderr).trim().to_owned()) }
}

#[test]
fn in_a_network_of_its_own_nobody_inside_is_asked() {
    if std::env::var_os(INSIDE).is_some() {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        return runtime.block_on(inside());
    }
    let network = match Network::make() {
        Ok(network) => network,
        Err(why) => return say(&format!("no network of its own can be made here: {why}")),
    };
    let this = std::env::current_exe().unwrap();
    let output = network.command(&this).args([NAME, "--exact", "--nocapture"]).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && said.contains("1 passed"), "{said}");
}

fn is_public(address: &IpAddr) -> bool {
    PUBLIC.iter().any(|public| *address == public.parse::<IpAddr>().unwrap())
}

async fn inside() {
    let listen = async |port: u16| TcpListener::bind(("::", port)).await.unwrap();
    let usual = Server::on(listen(443).await, Speaks::Tls, |asked| if is_public(&asked.at) { sends_on(asked) } else { Reply::absent() });
    let mut others = Vec::new();
    for port in [80, 8080, 8443] {
        others.push(Server::on(listen(port).await, Speaks::Nothing, |_| Reply::Silence));
    }
    canaries_sing(&usual, &others).await;
    let before: Vec<usize> = std::iter::once(&usual).chain(&others).map(|server| server.connections().len()).collect();
    let assert_unasked = |after: &str| {
        for (server, before) in std::iter::once(&usual).chain(&others).zip(&before) {
            let since = server.connections().split_off(*before);
            let inside: Vec<IpAddr> = since.into_iter().filter(|address| server.address.port() != 443 || !is_public(address)).collect();
            assert_eq!(inside, Vec::<IpAddr>::new(), "after {after}: somebody inside was asked on port {}", server.address.port());
        }
    };
    let stage = Stage::new(Hall::Real);
    name_insiders(&stage);
    let hands = Arc::new(SetClock::at(now()));
    let clock: Arc<dyn Clock> = Arc::<SetClock>::clone(&hands);
    let fetcher = stage.fetcher(clock);
    control(&fetcher, &usual).await;
    assert_eq!(run(&stage, &fetcher, &hands).await, 36 * 9 * 3);
    assert_unasked("the journey");
    let asked = usual.requests().len();
    ask_the_program().await;
    assert_unasked("the program");
    assert!(usual.requests().len() >= asked + FORMS.len(), "the program asked nobody at all");
}

/// That a connection to anybody would be seen.
async fn canaries_sing(usual: &Server, others: &[Server]) {
    let mut servers = std::iter::once(usual).chain(others).cycle();
    for inside in ["10.0.0.7", "127.0.0.1", "169.254.169.254", "240.0.0.1", "fd00::7", "64:ff9b::7f00:1", "2002:7f00:1::1"] {
        let (server, address) = (servers.next().unwrap(), inside.parse::<IpAddr>().unwrap());
        let _stream = TcpStream::connect((address, server.address.port())).await.unwrap_or_else(|error| panic!("{inside}: {error}"));
        let mut looks = tokio::time::interval(Duration::from_millis(2));
        while server.connections().last() != Some(&address) {
            looks.tick().await;
        }
    }
}

/// Every form again, straight and behind a redirect, as the argument of the built program.
async fn ask_the_program() {
    let folder = tempfile::tempdir().unwrap();
    let roots = folder.path().join("roots.pem");
    std::fs::write(&roots, &certificate().pem).unwrap();
    let verify = async |address: &str| {
        let mut program = Command::new(env!("CARGO_BIN_EXE_insignia"));
        program.args(["verify", address]).current_dir(folder.path()).env("SSL_CERT_FILE", &roots);
        let output = tokio::task::spawn_blocking(move || program.output()).await.unwrap().unwrap();
        (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr))
    };
    let (code, said) = verify("https://hop.example.org/honest").await;
    assert_eq!(code, Some(0), "a badge at a public address is read and genuine: {said}");
    for form in FORMS {
        for address in [format!("https://{form}/end"), redirected_to(form)] {
            let (code, said) = verify(&address).await;
            assert_eq!(code, Some(2), "{address}: {said}");
            assert!(said.contains("cannot be read"), "{address}: {said}");
        }
    }
}
