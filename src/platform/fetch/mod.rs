//! The only requests that this server makes to others.
//!
//! Two faces, never mixed. *Foreign*: what a badge names. Whoever makes a badge could make us ask
//! anything, so an address must be https, on the usual port, at a public name; the name may lead to
//! public addresses only; nothing is decompressed, nothing is read past its limit, no redirect is
//! followed but from an address that a person brought, and then each one is judged anew.
//! *Configured*: the servers that the operator named, wherever they stand.
//!
//! What it costs others is bounded: six requests and eight seconds for one verification, two at once
//! and thirty a minute for one host, one request for many who ask at the same time, and what was
//! fetched is kept for a minute at least. An operator may switch the foreign face off.

mod address;
mod budget;
mod call;
mod client;
mod fault;
mod hosts;
mod kept;
mod look;
mod outside;
mod sister;
mod special;
mod wanted;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

pub use address::AddressFault;
pub use budget::Budget;
pub use call::{Call, With};
pub use client::ClientFault;
pub use fault::FetchFault;
pub use kept::Fetched;
pub use look::Looked;
pub use outside::{Addresses, Internet, Outside, Roots};
pub use sister::{Sister, SisterFault};
pub use wanted::{Form, Wanted};

use address::ForeignAddress;
use client::{Brought, Client, TOTAL};
use hosts::Hosts;
use kept::Kept;
use outside::Admits;
use url::Url;

use crate::vocabulary::Clock;

/// Whether servers are asked that only a badge names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ForeignFetch {
    /// Yes, by the rules above.
    #[default]
    On,
    /// No: issuers are known by `did:key` or to the operator, everything else stays unchecked.
    Off,
}

/// What a fetcher is made of.
pub struct FetcherParts {
    /// For what is kept and how often a host is asked.
    pub clock: Arc<dyn Clock>,
    /// Names and the way to addresses.
    pub outside: Arc<dyn Outside>,
    /// Whose certificates are believed.
    pub roots: Roots,
    /// Where the people of other servers find those of this one; sent with each request.
    pub contact: String,
    /// Hosts that are this server: never asked.
    pub own_hosts: Vec<String>,
    /// Servers that the operator named.
    pub sisters: Vec<Sister>,
    /// Whether all others are asked.
    pub foreign: ForeignFetch,
}

/// Fetches what verifications need. Clones share what is kept.
#[derive(Clone)]
pub struct Fetcher(Arc<Inner>);

struct Inner {
    foreign: Client,
    configured: Client,
    hosts: Hosts,
    kept: Kept,
    own_hosts: Vec<String>,
    sisters: Vec<Sister>,
    switch: ForeignFetch,
}

impl Fetcher {
    /// A fetcher that has nothing yet.
    ///
    /// # Errors
    /// The library cannot make its clients.
    pub fn new(parts: FetcherParts) -> Result<Self, ClientFault> {
        let FetcherParts { clock, outside, roots, contact, own_hosts, sisters, foreign } = parts;
        let user_agent = format!("insignia/{} ({contact})", env!("CARGO_PKG_VERSION"));
        let client = |admits| Client::new(Arc::clone(&outside), admits, &roots, &user_agent);
        Ok(Self(Arc::new(Inner {
            foreign: client(Admits::Public)?,
            configured: client(Admits::Any)?,
            hosts: Hosts::new(Arc::clone(&clock)),
            kept: Kept::new(clock),
            own_hosts,
            sisters,
            switch: foreign,
        })))
    }

    /// Whether the host of an address would be asked at all: with the foreign face switched off, only
    /// a server that the operator named.
    pub fn asks(&self, address: &str) -> bool {
        !matches!(self.0.place(address), Err(FetchFault::Off))
    }

    /// The document at an address that a badge or a person named.
    ///
    /// # Errors
    /// Why there is none.
    pub async fn fetch(&self, address: &str, wanted: &Wanted, budget: &Budget) -> Result<Fetched, FetchFault> {
        let place = self.0.place(address)?;
        let key = (place.url().clone(), wanted.name);
        self.0.kept.or_fetch(key, budget.rest(), self.0.follow(place, wanted, budget)).await
    }
}

impl Fetcher {
    /// Asks a server that the operator named, and keeps nothing of it.
    ///
    /// # Errors
    /// Why there is no answer; also for an address that is not at `server`.
    pub async fn call(&self, server: &Sister, call: &Call<'_>) -> Result<Vec<u8>, FetchFault> {
        let url = call::at(server, call)?;
        self.0.configured.call(url, call, TOTAL).await
    }

    /// Looks at an address that the operator gave: of this server, from outside.
    ///
    /// # Errors
    /// Why nothing came.
    pub async fn look(&self, url: &Url) -> Result<Looked, FetchFault> {
        self.0.configured.look(url).await
    }
}

impl fmt::Debug for Fetcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Fetcher")
    }
}

/// Where a request goes, and by which face.
enum Place {
    Foreign(ForeignAddress),
    Configured(Url),
}

impl Place {
    fn url(&self) -> &Url {
        match self {
            Self::Foreign(address) => address.url(),
            Self::Configured(url) => url,
        }
    }
}

impl Inner {
    fn place(&self, address: &str) -> Result<Place, FetchFault> {
        if let Some(url) = sister::at(&self.sisters, address) {
            return Ok(Place::Configured(url));
        }
        match self.switch {
            ForeignFetch::Off => Err(FetchFault::Off),
            ForeignFetch::On => Ok(Place::Foreign(ForeignAddress::parse(address, &self.own_hosts)?)),
        }
    }

    /// Asks, and where it is allowed, asks where it is sent on to.
    async fn follow(&self, mut place: Place, wanted: &Wanted, budget: &Budget) -> Result<(Vec<u8>, Option<Duration>), FetchFault> {
        for hop in 0..=wanted.redirects {
            match self.ask(&place, wanted, budget).await? {
                Brought::Document { bytes, max_age } => {
                    let said = [(wanted.lifetime)(&bytes), max_age].into_iter().flatten().min();
                    return Ok((bytes, said));
                }
                Brought::Elsewhere(location) if hop < wanted.redirects => place = self.next(&place, &location)?,
                Brought::Elsewhere(_) => break,
            }
        }
        Err(FetchFault::Redirected { host: place.url().host_str().unwrap_or_default().to_owned() })
    }

    async fn ask(&self, place: &Place, wanted: &Wanted, budget: &Budget) -> Result<Brought, FetchFault> {
        budget.take()?;
        let (client, host) = match place {
            Place::Foreign(address) => (&self.foreign, address.host()),
            Place::Configured(url) => (&self.configured, url.host_str().unwrap_or_default()),
        };
        let _turn = self.hosts.turn(host, budget.rest()).await?;
        client.ask(place.url(), wanted, budget.rest().min(TOTAL)).await
    }

    /// A redirect never leads from one face to the other, nor from a named server to another one.
    fn next(&self, place: &Place, location: &str) -> Result<Place, FetchFault> {
        match place {
            Place::Foreign(address) => Ok(Place::Foreign(address.join(location, &self.own_hosts)?)),
            Place::Configured(url) => {
                let next = url.join(location).map_err(|_| AddressFault::NotAnAddress)?;
                let same = next.origin() == url.origin();
                same.then_some(Place::Configured(next))
                    .ok_or_else(|| FetchFault::Redirected { host: url.host_str().unwrap_or_default().to_owned() })
            }
        }
    }
}
