//! The world outside, on a stage: names lead where a test says, and every connection ends at this machine.

use std::collections::HashMap;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex};

use insignia::platform::fetch::{Addresses, Fetcher, FetcherParts, ForeignFetch, Outside, Roots, Sister};
use insignia::vocabulary::Clock;

use super::server::certificate;

/// Public addresses, which names have unless a test says otherwise.
pub(crate) const PUBLIC: [&str; 3] = ["93.184.216.34", "93.184.216.35", "2606:2800:220:1:248:1893:25c8:1946"];

/// Where connections end.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Hall {
    /// Those to public addresses at one listener, all others at a canary.
    Rehearsed {
        /// For public addresses.
        public: SocketAddr,
        /// For all others.
        canary: SocketAddr,
    },
    /// At the address itself: in a network of its own.
    Real,
}

/// A stage.
#[derive(Debug)]
pub(crate) struct Stage {
    hall: Hall,
    names: Mutex<HashMap<String, Vec<Vec<IpAddr>>>>,
    asked: Mutex<Vec<String>>,
}

impl Stage {
    pub(crate) fn new(hall: Hall) -> Arc<Self> {
        Arc::new(Self { hall, names: Mutex::default(), asked: Mutex::default() })
    }

    /// Makes a name lead to these addresses, one list after the other; the last one stays.
    pub(crate) fn name(&self, host: &str, answers: &[&[&str]]) {
        let answers = answers.iter().map(|list| list.iter().map(|address| address.parse().expect("an address")).collect()).collect();
        self.names.lock().unwrap().insert(host.to_owned(), answers);
    }

    /// Every name asked for, in order.
    pub(crate) fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }

    /// The real client on this stage, by this clock.
    pub(crate) fn fetcher(self: &Arc<Self>, clock: Arc<dyn Clock>) -> Fetcher {
        self.fetcher_with(clock, ForeignFetch::On, Vec::new())
    }

    pub(crate) fn fetcher_with(self: &Arc<Self>, clock: Arc<dyn Clock>, foreign: ForeignFetch, sisters: Vec<Sister>) -> Fetcher {
        let parts = FetcherParts {
            clock,
            outside: Arc::<Self>::clone(self),
            roots: Roots::only(&certificate().der).expect("a certificate"),
            contact: "+https://verifier.example.net/about".to_owned(),
            own_hosts: vec!["verifier.example.net".to_owned()],
            sisters,
            foreign,
        };
        Fetcher::new(parts).expect("a fetcher")
    }
}

/// A fetcher for tests whose badges name nobody else: no name leads anywhere.
pub(crate) fn nowhere(clock: Arc<dyn Clock>) -> Fetcher {
    let nobody: SocketAddr = ([127, 0, 0, 1], 9).into();
    let stage = Stage::new(Hall::Rehearsed { public: nobody, canary: nobody });
    stage.name("", &[]);
    stage.fetcher(clock)
}

fn is_public(address: IpAddr) -> bool {
    PUBLIC.iter().any(|public| address == public.parse::<IpAddr>().unwrap())
}

impl Outside for Stage {
    fn addresses<'a>(&'a self, host: &'a str) -> Addresses<'a> {
        self.asked.lock().unwrap().push(host.to_owned());
        let mut names = self.names.lock().unwrap();
        let nowhere = names.contains_key("");
        let found = match names.get_mut(host) {
            Some(answers) if answers.len() > 1 => Ok(answers.remove(0)),
            Some(answers) => Ok(answers.first().cloned().unwrap_or_default()),
            None if nowhere || host.starts_with("nobody.") => Err(io::ErrorKind::NotFound.into()),
            None => Ok(vec![PUBLIC[0].parse().unwrap()]),
        };
        Box::pin(async move { found })
    }

    fn way(&self, address: IpAddr) -> SocketAddr {
        match self.hall {
            Hall::Rehearsed { public, .. } if is_public(address) => public,
            Hall::Rehearsed { canary, .. } => canary,
            Hall::Real => SocketAddr::new(address, 0),
        }
    }

    fn behind(&self, remote: SocketAddr) -> IpAddr {
        match self.hall {
            Hall::Rehearsed { public, .. } if remote == public => PUBLIC[0].parse().unwrap(),
            Hall::Rehearsed { .. } | Hall::Real => remote.ip(),
        }
    }
}
