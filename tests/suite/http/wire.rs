//! A client on a socket: what a [`Visitor`](super::visit::Visitor) sends and sees, over a connection of its own to a
//! running door.

use std::net::IpAddr;
use std::sync::Arc;

use axum::body::Bytes;
use axum::http::{HeaderMap, Method};
use rustls::crypto::ring;
use rustls::pki_types::CertificateDer;
use rustls::{ClientConfig, RootCertStore};

use super::visit::Seen;
use crate::fetch::server::certificate;

/// A device at one address of this machine, and its connections to one server. Clones share them.
#[derive(Clone)]
// The program has one place that asks others; a test that stands outside it is an other.
#[allow(clippy::disallowed_types)]
pub(crate) struct Wire {
    client: reqwest::Client,
    from: IpAddr,
    origin: String,
}

#[allow(clippy::disallowed_types)]
impl Wire {
    /// A device of its own at the address `from`, for the server at `origin`; it believes the tests' own certificate.
    pub(crate) fn new(from: IpAddr, origin: &str) -> Self {
        let tls = ClientConfig::builder_with_provider(Arc::new(ring::default_provider())).with_safe_default_protocol_versions();
        let mut roots = RootCertStore::empty();
        roots.add(CertificateDer::from(certificate().der.clone())).expect("a certificate");
        let tls = tls.expect("TLS").with_root_certificates(roots).with_no_client_auth();
        let client = reqwest::Client::builder().tls_backend_preconfigured(tls).local_address(from).no_proxy();
        let client = client.redirect(reqwest::redirect::Policy::none()).build().expect("a client");
        Self { client, from, origin: origin.to_owned() }
    }

    /// Sends a request and reads the whole answer.
    pub(crate) async fn send(&self, method: Method, path: &str, headers: HeaderMap, body: Bytes) -> Seen {
        let request = self.client.request(method, format!("{}{path}", self.origin)).headers(headers).body(body);
        let response = request.send().await.unwrap_or_else(|error| panic!("{path} from {}: {error:?}", self.from));
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Seen { status, headers, body: response.bytes().await.expect("the whole answer").to_vec() }
    }
}
