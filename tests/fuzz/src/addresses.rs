//! Addresses that a badge names, asked by the fetcher itself in a world without servers.

use std::collections::BTreeSet;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use insignia::platform::fetch::{Addresses, Budget, FetchFault, Fetcher, FetcherParts, ForeignFetch, Form, Outside, Roots, Wanted};
use insignia::vocabulary::{Clock, Timestamp};
use tokio::runtime::{Builder, Runtime};

/// The first line is asked for, the others are the addresses that its host is said to have.
///
/// Whatever the line: only public names are let through, never a number, a machine of the
/// neighbourhood or this server; and no connection is begun unless every address is a public one.
pub fn url_guard(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let (address, said) = text.split_once('\n').unwrap_or((text, ""));
    let said: Vec<IpAddr> = said.lines().take(8).filter_map(|line| line.parse().ok()).collect();
    let public = !said.is_empty() && said.iter().all(|address| !is_set_aside(*address));
    WORLD.nature.change(|seen| *seen = Seen { said, ..Seen::default() });
    let document = WORLD.runtime.block_on(WORLD.fetcher.fetch(address, &WANTED, &Budget::of_one_verification()));
    let seen = WORLD.nature.change(std::mem::take);
    // For a number no resolver is asked, so what was let through is known by the fault.
    let let_through = match document.expect_err("there is no server") {
        FetchFault::Address(_) | FetchFault::OutOfTime => None,
        FetchFault::NoAddress { host }
        | FetchFault::NotPublic { host }
        | FetchFault::Unreachable { host, .. }
        | FetchFault::TooSlow { host } => {
            assert!(is_public_name(&host), "{host:?} of {address:?}");
            Some(host)
        }
        other => panic!("{other:?} of {address:?}"),
    };
    for name in &seen.asked {
        let plain = name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_.".contains(&byte));
        assert!(plain && is_public_name(name) && let_through.as_ref().is_none_or(|host| host == name), "{name:?} of {address:?}");
    }
    assert!(seen.begun.is_empty() || public, "{:?} of {address:?}", seen.begun);
    assert!(seen.asked.len() <= 1 && seen.begun.iter().all(|begun| seen.said.contains(begun)), "{address:?}");
}

const OWN_HOST: &str = "badges.example.org";
const WANTED: Wanted =
    Wanted { name: "document", most_bytes: 1000, forms: &[Form::Json], redirects: 1, lifetime: |_| None, taken_away: |_| false };

static WORLD: LazyLock<World> = LazyLock::new(|| {
    let nature = Arc::new(Nature::default());
    let fetcher = Fetcher::new(FetcherParts {
        clock: Arc::clone(&nature) as Arc<dyn Clock>,
        outside: Arc::clone(&nature) as Arc<dyn Outside>,
        roots: Roots::of_this_machine(),
        contact: "nobody@example.org".to_owned(),
        own_hosts: vec![OWN_HOST.to_owned()],
        sisters: Vec::new(),
        foreign: ForeignFetch::On,
    });
    let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
    World { nature, fetcher: fetcher.expect("a client"), runtime }
});

struct World {
    nature: Arc<Nature>,
    fetcher: Fetcher,
    runtime: Runtime,
}

/// What happens for one input.
#[derive(Default)]
struct Seen {
    said: Vec<IpAddr>,
    asked: BTreeSet<String>,
    begun: BTreeSet<IpAddr>,
}

/// Names and addresses as the input says; time flies, so that every host has rested.
#[derive(Default)]
struct Nature {
    seen: Mutex<Seen>,
    hours: AtomicI64,
}

impl Nature {
    fn change<R>(&self, act: impl FnOnce(&mut Seen) -> R) -> R {
        act(&mut self.seen.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Clock for Nature {
    fn now(&self) -> Timestamp {
        Timestamp::from_ms(0).plus_seconds(3600 * self.hours.fetch_add(1, Ordering::Relaxed))
    }
}

impl Outside for Nature {
    fn addresses<'a>(&'a self, host: &'a str) -> Addresses<'a> {
        let said = self.change(|seen| {
            seen.asked.insert(host.to_owned());
            seen.said.clone()
        });
        Box::pin(async move { if said.is_empty() { Err(io::ErrorKind::NotFound.into()) } else { Ok(said) } })
    }

    /// Nobody listens there.
    fn way(&self, address: IpAddr) -> SocketAddr {
        self.change(|seen| seen.begun.insert(address));
        SocketAddr::new(Ipv4Addr::LOCALHOST.into(), 1)
    }
}

/// As the RFCs list them, written apart from the program's own list.
const SPECIAL: [&str; 8] = ["localhost", "local", "internal", "test", "invalid", "example", "onion", "arpa"];

fn is_public_name(name: &str) -> bool {
    let labels: Vec<&str> = name.split('.').collect();
    let last = labels.last().copied().unwrap_or_default();
    let hexadecimal = last.strip_prefix("0x").is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
    let number = hexadecimal || last.bytes().all(|byte| byte.is_ascii_digit());
    labels.len() > 1 && !labels.contains(&"") && !number && name.parse::<IpAddr>().is_err() && !SPECIAL.contains(&last) && name != OWN_HOST
}

/// By the standard library and, for what it does not tell, by the first bits.
fn is_set_aside(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => is_set_aside_v4(v4),
        IpAddr::V6(v6) => is_set_aside_v6(v6),
    }
}

fn is_set_aside_v4(v4: Ipv4Addr) -> bool {
    let [first, second, ..] = v4.octets();
    let unknown_here = first == 0 || first >= 224 || (first == 100 && second & 0xc0 == 64) || (first == 198 && second & 0xfe == 18);
    unknown_here || v4.is_private() || v4.is_loopback() || v4.is_link_local() || v4.is_documentation()
}

fn is_set_aside_v6(v6: Ipv6Addr) -> bool {
    let [first, second, ..] = v6.segments();
    // Outside of 2000::/3 nothing was given out; 6to4 and Teredo carry an IPv4 address.
    first & 0xe000 != 0x2000 || first == 0x2002 || (first == 0x2001 && (second == 0 || second == 0xdb8))
}
