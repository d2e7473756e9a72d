//! How the world outside is reached: names, the way to an address, and whose certificates are believed.
//!
//! The guard stands between the names and every connection: it asks once, refuses the name if a
//! single address is not public, and what it passed on is all that is connected to. So there is no
//! second answer that could lead elsewhere.
//!
//! [`Internet`] is the only outside that this program makes; no setting chooses another. It is a
//! parameter, so that tests run the same client and the same guard against servers of their own.

use std::future::Future;
use std::io;
use std::net::{IpAddr, SocketAddr, ToSocketAddrs};
use std::pin::Pin;
use std::sync::Arc;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use tokio::sync::Semaphore;

use super::fault::FetchFault;
use super::special::set_aside;

/// What a question about a name is answered with.
pub type Addresses<'a> = Pin<Box<dyn Future<Output = io::Result<Vec<IpAddr>>> + Send + 'a>>;

/// The world outside.
pub trait Outside: Send + Sync {
    /// Every address of a host.
    fn addresses<'a>(&'a self, host: &'a str) -> Addresses<'a>;

    /// Where the connection to an address goes; port 0 is the usual one.
    fn way(&self, address: IpAddr) -> SocketAddr {
        SocketAddr::new(address, 0)
    }

    /// The address that a connection came to.
    fn behind(&self, remote: SocketAddr) -> IpAddr {
        remote.ip()
    }
}

/// Names that are asked for at the same time; each keeps a thread busy until its answer comes.
const ASKED_AT_ONCE: usize = 16;

/// The world as the machine knows it.
#[derive(Debug, Clone)]
pub struct Internet {
    asking: Arc<Semaphore>,
}

impl Default for Internet {
    fn default() -> Self {
        Self { asking: Arc::new(Semaphore::new(ASKED_AT_ONCE)) }
    }
}

impl Outside for Internet {
    fn addresses<'a>(&'a self, host: &'a str) -> Addresses<'a> {
        Box::pin(async move {
            let permit = Arc::clone(&self.asking).acquire_owned().await.map_err(io::Error::other)?;
            let host = host.to_owned();
            let asked = tokio::task::spawn_blocking(move || {
                // Held by the thread: whoever asked may have gone, the question has not.
                let _permit = permit;
                (host.as_str(), 0).to_socket_addrs().map(|found| found.map(|address| address.ip()).collect())
            });
            asked.await.map_err(io::Error::other)?
        })
    }
}

/// Whose certificates are believed.
#[derive(Debug, Clone)]
pub struct Roots(pub(super) Arc<RootCertStore>);

impl Roots {
    /// Those of this machine. Without any, every https address is unreachable.
    pub fn of_this_machine() -> Self {
        let mut roots = RootCertStore::empty();
        let found = rustls_native_certs::load_native_certs();
        let (added, _) = roots.add_parsable_certificates(found.certs);
        if added == 0 {
            tracing::warn!("this machine has no root certificates: no other server can be asked; install ca-certificates");
        }
        Self(Arc::new(roots))
    }

    /// This one alone, as DER.
    ///
    /// # Errors
    /// If it is no certificate.
    pub fn only(der: &[u8]) -> Result<Self, rustls::Error> {
        let mut roots = RootCertStore::empty();
        roots.add(CertificateDer::from(der.to_vec()))?;
        Ok(Self(Arc::new(roots)))
    }
}

/// What stands between names and connections.
pub(super) struct Guard {
    outside: Arc<dyn Outside>,
    admits: Admits,
}

/// Which addresses a name may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Admits {
    /// Public ones.
    Public,
    /// Any: the operator named the host.
    Any,
}

impl Guard {
    pub(super) fn new(outside: Arc<dyn Outside>, admits: Admits) -> Self {
        Self { outside, admits }
    }

    /// Once more, after the connection was made.
    pub(super) fn judge_remote(&self, host: &str, remote: Option<SocketAddr>) -> Result<(), FetchFault> {
        let address = remote.map(|remote| self.outside.behind(remote));
        match (self.admits, address) {
            (Admits::Any, _) => Ok(()),
            (Admits::Public, Some(address)) if set_aside(address).is_none() => Ok(()),
            (Admits::Public, _) => Err(FetchFault::NotPublic { host: host.to_owned() }),
        }
    }
}

impl Resolve for Guard {
    fn resolve(&self, name: Name) -> Resolving {
        let (outside, admits) = (Arc::clone(&self.outside), self.admits);
        Box::pin(async move {
            let host = name.as_str();
            let unknown = || FetchFault::NoAddress { host: host.to_owned() };
            let found = outside.addresses(host).await.map_err(|_| unknown())?;
            if found.is_empty() {
                return Err(unknown().into());
            }
            if admits == Admits::Public && found.iter().any(|address| set_aside(*address).is_some()) {
                return Err(FetchFault::NotPublic { host: host.to_owned() }.into());
            }
            let ways: Vec<SocketAddr> = found.into_iter().map(|address| outside.way(address)).collect();
            let addresses: Addrs = Box::new(ways.into_iter());
            Ok(addresses)
        })
    }
}
