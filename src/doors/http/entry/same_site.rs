//! A request that changes something and carries a cookie must have been meant by the person.
//!
//! Three fences: the cookie is `SameSite=Lax`; the browser says that the request comes from a page of
//! ours (`Sec-Fetch-Site`, `Origin`); and the form carries a token that only pages made for this
//! browser have. A browser too old to say where a request comes from is left with the token alone.

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_TYPE, ORIGIN};

use crate::community::people::sign_in::FormToken;
use crate::doors::http::problem::{Kind, Problem};
use crate::vocabulary::urls::PublicBase;

/// Bytes of a form.
const FORM: usize = 64 * 1024;

/// The request again, if it was meant.
pub async fn check(request: Request, token: &FormToken, base: &PublicBase) -> Result<Request, Problem> {
    if !comes_from_here(request.headers(), base) {
        return Err(Problem::because(Kind::StaleForm, "the request does not come from a page of this server"));
    }
    if let Some(sent) = request.headers().get("x-form-token") {
        let is_ours = sent.to_str().is_ok_and(|sent| token.is(sent));
        return if is_ours { Ok(request) } else { Err(Problem::new(Kind::StaleForm)) };
    }
    let is_form =
        request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).is_some_and(|kind| {
            kind.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/x-www-form-urlencoded")
        });
    if !is_form {
        return Err(Problem::new(Kind::StaleForm));
    }
    let (parts, body) = request.into_parts();
    let bytes = to_bytes(body, FORM).await.map_err(|_| Problem::new(Kind::TooLarge))?;
    let mut sent = url::form_urlencoded::parse(&bytes).filter(|(name, _)| name == "token");
    match (sent.next(), sent.next()) {
        (Some((_, value)), None) if token.is(&value) => Ok(Request::from_parts(parts, Body::from(bytes))),
        _ => Err(Problem::new(Kind::StaleForm)),
    }
}

/// Whether a browser could have sent this from a page of ours. Pages without a referrer send the
/// origin `null`, and then `Sec-Fetch-Site` has to say where they stand.
fn comes_from_here(headers: &HeaderMap, base: &PublicBase) -> bool {
    let said = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("?").to_owned());
    let origin = said(ORIGIN.as_str());
    match said("sec-fetch-site").as_deref() {
        Some("same-origin") => origin.is_none_or(|origin| origin == "null" || origin == base.to_string()),
        Some(_) => false,
        None => origin.is_none_or(|origin| origin == base.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_page_of_ours_may_have_sent_it() {
        let base: PublicBase = "https://badges.example.org".parse().unwrap();
        let from = |fields: &[(&'static str, &str)]| {
            let headers = fields.iter().map(|(name, value)| (axum::http::HeaderName::from_static(name), value.parse().unwrap())).collect();
            comes_from_here(&headers, &base)
        };
        let (site, here) = ("sec-fetch-site", "https://badges.example.org");
        for good in [vec![], vec![("origin", here)], vec![(site, "same-origin")], vec![(site, "same-origin"), ("origin", "null")]] {
            assert!(from(&good), "{good:?}");
        }
        for wrong in [
            vec![("origin", "null")],
            vec![("origin", "https://x.example")],
            vec![("origin", "http://badges.example.org")],
            vec![("origin", "https://badges.example.org.x.example")],
            vec![("origin", "https://badges.example.org:8443")],
            vec![(site, "cross-site")],
            vec![(site, "same-site"), ("origin", here)],
            vec![(site, "none")],
            vec![(site, "same-origin"), ("origin", "https://x.example")],
            vec![(site, "")],
        ] {
            assert!(!from(&wrong), "{wrong:?}");
        }
    }
}
