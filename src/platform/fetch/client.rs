//! One request: the client with everything switched off that could lead elsewhere, and the answer
//! read up to its limit.

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::{ACCEPT, ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, HeaderMap, HeaderName, LOCATION};
use reqwest::{Response, StatusCode, redirect, retry};
use rustls::ClientConfig;
use rustls::crypto::ring;
use url::Url;

use super::call::{Call, With};
use super::fault::FetchFault;
use super::look::Looked;
use super::outside::{Admits, Guard, Outside, Roots};
use super::wanted::Wanted;

/// Until a connection stands, names and TLS included.
const CONNECT: Duration = Duration::from_secs(2);
/// Until the last byte of one answer.
pub(super) const TOTAL: Duration = Duration::from_secs(5);
/// Bytes of an answer that is looked at.
const MOST_LOOKED_AT: usize = 4 << 20;
/// Header fields of an answer.
const MOST_HEADERS: usize = 64;

/// The client could not be made.
#[derive(Debug, thiserror::Error)]
#[error("the client for requests to other servers cannot be made: {0}")]
pub struct ClientFault(String);

/// A client, and what it guards against.
// Everywhere else a client is refused; here are the two that exist.
#[allow(clippy::disallowed_types)]
pub(super) struct Client {
    client: reqwest::Client,
    guard: Arc<Guard>,
}

/// What a request brought.
pub(super) enum Brought {
    /// The document, and for how long its server lets others keep it.
    Document { bytes: Vec<u8>, max_age: Option<Duration> },
    /// The address at which it is said to stand.
    Elsewhere(String),
}

impl Client {
    #[allow(clippy::disallowed_types)]
    pub(super) fn new(outside: Arc<dyn Outside>, admits: Admits, roots: &Roots, user_agent: &str) -> Result<Self, ClientFault> {
        let fault = |error: &dyn Error| ClientFault(error.to_string());
        let guard = Arc::new(Guard::new(outside, admits));
        let tls = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(|error| fault(&error))?
            .with_root_certificates(Arc::clone(&roots.0))
            .with_no_client_auth();
        let client = reqwest::Client::builder()
            .tls_backend_preconfigured(tls)
            .https_only(admits == Admits::Public)
            .http1_only()
            .http1_max_headers(MOST_HEADERS)
            .dns_resolver(Arc::clone(&guard))
            // A proxy would ask for names itself, past the guard.
            .no_proxy()
            .redirect(redirect::Policy::none())
            .retry(retry::never())
            .referer(false)
            .pool_max_idle_per_host(0)
            .connect_timeout(CONNECT)
            .user_agent(user_agent)
            .build()
            .map_err(|error| fault(&error))?;
        Ok(Self { client, guard })
    }

    /// Asks once; `limit` is at most [`TOTAL`].
    pub(super) async fn ask(&self, url: &Url, wanted: &Wanted, limit: Duration) -> Result<Brought, FetchFault> {
        let host = url.host_str().unwrap_or_default();
        let asked = tokio::time::timeout(limit, self.ask_and_read(url, host, wanted));
        // What the budget cut short says nothing about the host.
        let late = || if limit < TOTAL { FetchFault::OutOfTime } else { FetchFault::TooSlow { host: host.to_owned() } };
        asked.await.map_err(|_| late())?
    }

    /// Asks once, with what goes with it.
    pub(super) async fn call(&self, url: &Url, call: &Call<'_>, limit: Duration) -> Result<Vec<u8>, FetchFault> {
        let host = url.host_str().unwrap_or_default();
        let asked = tokio::time::timeout(limit, self.call_and_read(url, host, call));
        asked.await.map_err(|_| FetchFault::TooSlow { host: host.to_owned() })?
    }

    /// Asks once for whatever is there, and follows nothing.
    pub(super) async fn look(&self, url: &Url) -> Result<Looked, FetchFault> {
        let host = url.host_str().unwrap_or_default();
        let asked = tokio::time::timeout(TOTAL, async {
            let request = self.client.get(url.clone()).header(ACCEPT, "*/*").header(ACCEPT_ENCODING, "identity");
            let mut response = request.send().await.map_err(|error| failed(host, &error))?;
            let headers = response.headers().iter();
            let headers = headers.filter_map(|(name, value)| Some((name.to_string(), value.to_str().ok()?.to_owned()))).collect();
            let status = response.status().as_u16();
            Ok(Looked { status, headers, bytes: read(&mut response, host, MOST_LOOKED_AT).await? })
        });
        asked.await.map_err(|_| FetchFault::TooSlow { host: host.to_owned() })?
    }

    async fn call_and_read(&self, url: &Url, host: &str, call: &Call<'_>) -> Result<Vec<u8>, FetchFault> {
        let request = match call.with {
            With::Nothing => self.client.get(url.clone()),
            With::Token(token) => self.client.get(url.clone()).bearer_auth(token),
            With::Form { fields, basic } => {
                let mut body = url::form_urlencoded::Serializer::new(String::new());
                body.extend_pairs(fields);
                let request = self.client.post(url.clone()).header(CONTENT_TYPE, "application/x-www-form-urlencoded");
                let request = basic.iter().fold(request, |request, (name, secret)| request.basic_auth(name, Some(secret)));
                request.body(body.finish())
            }
        };
        let request = request.header(ACCEPT, "application/json").header(ACCEPT_ENCODING, "identity");
        let mut response = request.send().await.map_err(|error| failed(host, &error))?;
        self.guard.judge_remote(host, response.remote_addr())?;
        let status = response.status();
        if status.is_redirection() {
            return Err(FetchFault::Redirected { host: host.to_owned() });
        }
        if status != StatusCode::OK {
            return Err(FetchFault::Status { host: host.to_owned(), status: status.as_u16() });
        }
        if is_encoded(response.headers()) {
            return Err(FetchFault::Encoded { host: host.to_owned() });
        }
        read(&mut response, host, call.most_bytes).await
    }

    async fn ask_and_read(&self, url: &Url, host: &str, wanted: &Wanted) -> Result<Brought, FetchFault> {
        let request = self.client.get(url.clone()).header(ACCEPT, wanted.accept()).header(ACCEPT_ENCODING, "identity");
        let mut response = request.send().await.map_err(|error| failed(host, &error))?;
        self.guard.judge_remote(host, response.remote_addr())?;
        let status = response.status();
        if status.is_redirection() {
            let location = said(response.headers(), LOCATION).filter(|_| wanted.redirects > 0);
            return location.map(Brought::Elsewhere).ok_or_else(|| FetchFault::Redirected { host: host.to_owned() });
        }
        if status != StatusCode::OK {
            return Err(refused(response, host, wanted).await);
        }
        if is_encoded(response.headers()) {
            return Err(FetchFault::Encoded { host: host.to_owned() });
        }
        let found = said(response.headers(), CONTENT_TYPE).unwrap_or_default();
        if !wanted.accepts(&found) {
            let found = found.chars().take(60).collect();
            return Err(FetchFault::Form { host: host.to_owned(), found, wanted: wanted.name });
        }
        let max_age = said(response.headers(), CACHE_CONTROL).and_then(|said| max_age(&said));
        let bytes = read(&mut response, host, wanted.most_bytes).await?;
        Ok(Brought::Document { bytes, max_age })
    }
}

/// A refusal, and whether it is for good.
async fn refused(mut response: Response, host: &str, wanted: &Wanted) -> FetchFault {
    let (host, status) = (host.to_owned(), response.status());
    let legible = !is_encoded(response.headers()) && wanted.accepts(&said(response.headers(), CONTENT_TYPE).unwrap_or_default());
    let gone = match status {
        StatusCode::GONE => true,
        StatusCode::NOT_FOUND if legible => {
            read(&mut response, &host, wanted.most_bytes).await.is_ok_and(|body| (wanted.taken_away)(&body))
        }
        _ => false,
    };
    if gone { FetchFault::Gone { host } } else { FetchFault::Status { host, status: status.as_u16() } }
}

fn is_encoded(headers: &HeaderMap) -> bool {
    said(headers, CONTENT_ENCODING).is_some_and(|encoding| !encoding.eq_ignore_ascii_case("identity"))
}

/// Reads piece by piece and stops at the first one too many; a promise of too many is enough.
async fn read(response: &mut Response, host: &str, most_bytes: usize) -> Result<Vec<u8>, FetchFault> {
    let too_large = || FetchFault::TooLarge { host: host.to_owned(), most: most_bytes };
    if response.content_length().is_some_and(|length| usize::try_from(length).is_ok_and(|length| length > most_bytes)) {
        return Err(too_large());
    }
    let mut bytes = Vec::new();
    while let Some(piece) = response.chunk().await.map_err(|error| failed(host, &error))? {
        if bytes.len() + piece.len() > most_bytes {
            return Err(too_large());
        }
        bytes.extend_from_slice(&piece);
    }
    Ok(bytes)
}

fn said(headers: &HeaderMap, name: HeaderName) -> Option<String> {
    headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
}

/// `max-age` of a `Cache-Control`. Source: [RFC 9111 §5.2.2.1](https://www.rfc-editor.org/rfc/rfc9111#section-5.2.2.1).
fn max_age(said: &str) -> Option<Duration> {
    let directives = said.split(',').map(|directive| directive.trim().to_ascii_lowercase());
    let seconds = directives.filter_map(|directive| directive.strip_prefix("max-age=").map(str::to_owned)).find_map(|s| s.parse().ok());
    seconds.map(Duration::from_secs)
}

/// Our own fault where the guard refused, else what the library says without the address.
fn failed(host: &str, error: &reqwest::Error) -> FetchFault {
    let host = host.to_owned();
    let mut why = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        if let Some(ours) = cause.downcast_ref::<FetchFault>() {
            return ours.clone();
        }
        why = cause.to_string();
        source = cause.source();
    }
    if error.is_timeout() {
        return FetchFault::TooSlow { host };
    }
    FetchFault::Unreachable { host, why: why.chars().take(200).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_age_that_a_server_allows_is_read() {
        for (said, age) in [
            ("max-age=300", Some(300)),
            ("public, Max-Age=60, immutable", Some(60)),
            ("no-store", None),
            ("s-maxage=9", None),
            ("max-age=-1", None),
            ("max-age=99999999999999999999999", None),
        ] {
            assert_eq!(max_age(said), age.map(Duration::from_secs), "{said}");
        }
    }
}
