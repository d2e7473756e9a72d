//! `insignia check --outside`: whether what the world gets at the public address is what this server sends.
//!
//! Each path is answered by this program itself and asked for over TLS at the public address; what differs
//! is what stands between them: a proxy, a cache, a hoster.

use axum::body::{Body, to_bytes};
use axum::http::{Method, Request};
use tower::ServiceExt;
use url::Url;

use super::Door;
use crate::issuer::profile::Identity;
use crate::platform::database::StoreError;
use crate::platform::fetch::{Fetcher, Looked};
use crate::vocabulary::urls::IssuerPlace;

/// Bytes of an answer of ours that are looked at.
const LARGEST: usize = 4 << 20;
/// What has to arrive as it was sent.
const FIELDS: [&str; 8] = [
    "content-type",
    "access-control-allow-origin",
    "strict-transport-security",
    "content-security-policy",
    "x-content-type-options",
    "referrer-policy",
    "cross-origin-resource-policy",
    "cache-control",
];

/// One path, and what is wrong with it at the public address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared {
    /// The path.
    pub path: String,
    /// Sentences, each with what to do.
    pub faults: Vec<String>,
}

/// Compares what `door` answers with what comes at `origin`.
///
/// # Errors
/// The store failed.
pub async fn compare(door: &Door, fetcher: &Fetcher, origin: &Url) -> Result<Vec<Compared>, StoreError> {
    let mut compared = Vec::new();
    for path in paths(door).await? {
        let Ok(address) = origin.join(&path) else { continue };
        let before = own_answer(door, &path).await;
        let faults = match fetcher.look(&address).await {
            Err(fault) => {
                vec![format!("it does not answer over TLS: {fault}. See that the name leads to the proxy and the certificate is for it")]
            }
            // A list may be signed anew between two looks: either is right.
            Ok(seen) if seen.bytes != before.bytes => differences(&own_answer(door, &path).await, &seen),
            Ok(seen) => differences(&before, &seen),
        };
        compared.push(Compared { path, faults });
    }
    Ok(compared)
}

/// The first page, the documents of issuers and their keys, and one status list of each issuer.
async fn paths(door: &Door) -> Result<Vec<String>, StoreError> {
    let office = door.site().office();
    let mut paths = vec!["/".to_owned()];
    for issuer in office.issuers() {
        match (issuer.identity(), issuer.place()) {
            (Identity::Key, _) => {}
            (Identity::Web, IssuerPlace::Root) => paths.push("/.well-known/did.json".to_owned()),
            (Identity::Web, IssuerPlace::Named) => paths.push(format!("/issuers/{}/did.json", issuer.slug())),
        }
    }
    paths.push("/.well-known/jwks.json".to_owned());
    paths.extend(office.newest_lists().await?.into_iter().map(|list| format!("/status/{list}")));
    Ok(paths)
}

/// What this program answers.
async fn own_answer(door: &Door, path: &str) -> Looked {
    let nothing = Looked { status: 0, headers: Vec::new(), bytes: Vec::new() };
    let Ok(request) = Request::builder().method(Method::GET).uri(path).body(Body::empty()) else { return nothing };
    let Ok(response) = door.public().oneshot(request).await;
    let (parts, body) = response.into_parts();
    let headers = parts.headers.iter().filter_map(|(name, value)| Some((name.to_string(), value.to_str().ok()?.to_owned()))).collect();
    let bytes = to_bytes(body, LARGEST).await.unwrap_or_default().to_vec();
    Looked { status: parts.status.as_u16(), headers, bytes }
}

/// What became of an answer on its way, in sentences.
fn differences(sent: &Looked, seen: &Looked) -> Vec<String> {
    if seen.status != sent.status {
        let (ours, theirs) = (sent.status, seen.status);
        return vec![match theirs {
            300..400 => {
                format!("it answers {theirs}, a redirection; verifiers do not follow one. Let the proxy hand on this path as it is")
            }
            404 => "it answers 404: the proxy does not hand on this path, or serves files of its own there. Hand on every path".to_owned(),
            502..=504 => format!("it answers {theirs}: the proxy does not reach this server. Compare its address with [listen] public"),
            _ => format!("it answers {theirs} where this server answers {ours}. See what stands between"),
        }];
    }
    let mut faults: Vec<String> = FIELDS.iter().filter_map(|name| changed(name, sent.header(name), seen.header(name))).collect();
    if seen.bytes != sent.bytes {
        let (ours, theirs) = (sent.bytes.len(), seen.bytes.len());
        faults.push(format!(
            "other bytes arrive ({theirs}) than this server sends ({ours}): a cache keeps an older answer, another server answers, or something rewrites it. Let the proxy neither keep nor change anything"
        ));
    }
    faults
}

fn changed(name: &str, sent: Option<String>, seen: Option<String>) -> Option<String> {
    match (sent, seen) {
        (sent, seen) if sent == seen => None,
        (Some(_), None) => Some(format!("{name} does not arrive: the proxy takes it away. Remove the line that does so")),
        (Some(sent), Some(seen)) if seen == format!("{sent}, {sent}") => {
            Some(format!("{name} arrives twice: the proxy adds what this server sends already. Remove the proxy's line"))
        }
        (Some(sent), Some(seen)) => Some(format!("{name} arrives as {seen:?} and not as {sent:?}: remove the proxy's own line for it")),
        (None, Some(seen)) => Some(format!("{name} arrives as {seen:?}, though this server does not send it: remove the proxy's line")),
        (None, None) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(headers: &[(&str, &str)]) -> Looked {
        let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Looked { status: 200, headers, bytes: b"{}".to_vec() }
    }

    #[test]
    fn what_a_proxy_does_is_said_in_sentences() {
        let sent = answer(&[("content-type", "application/did+json"), ("access-control-allow-origin", "*")]);
        assert!(differences(&sent, &sent).is_empty());
        let told = |seen: &Looked| differences(&sent, seen).join("\n");
        assert!(told(&answer(&[("content-type", "application/did+json")])).contains("access-control-allow-origin does not arrive"));
        let twice =
            answer(&[("content-type", "application/did+json"), ("access-control-allow-origin", "*"), ("access-control-allow-origin", "*")]);
        assert!(told(&twice).contains("arrives twice"));
        let typed = answer(&[("content-type", "text/plain"), ("access-control-allow-origin", "*")]);
        assert!(told(&typed).contains("content-type arrives as \"text/plain\""));
        let added =
            answer(&[("content-type", "application/did+json"), ("access-control-allow-origin", "*"), ("cache-control", "no-store")]);
        assert!(told(&added).contains("does not send it"));
        assert!(told(&Looked { bytes: b"{ }".to_vec(), ..sent.clone() }).contains("other bytes"));
        for (status, words) in [(301, "redirection"), (404, "hand on every path"), (502, "does not reach"), (403, "stands between")] {
            assert!(told(&Looked { status, ..sent.clone() }).to_lowercase().contains(words), "{status}");
        }
    }
}
