//! A request that changes something and carries a cookie must have been meant by the person.
//!
//! Three fences: the cookie is `SameSite=Lax`; the browser says that the request comes from a page of
//! ours (`Sec-Fetch-Site`, `Origin`); and the form carries a token that only pages made for this
//! browser have. A browser too old to say where a request comes from is left with the token alone.

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_TYPE, ORIGIN};

use super::taps::Form;
use crate::community::people::sign_in::FormToken;
use crate::doors::http::problem::{Kind, Problem};
use crate::vocabulary::urls::PublicBase;

/// Bytes of a form.
const FORM: usize = 64 * 1024;

/// Why a request is not taken.
#[derive(Debug)]
pub enum Unmeant {
    /// A page of ours sent one form, made for the cookie that this browser had before.
    OldForm,
    /// Anything else.
    Refused(Problem),
}

impl From<Problem> for Unmeant {
    fn from(problem: Problem) -> Self {
        Self::Refused(problem)
    }
}

/// The request again, if it was meant, with the [`Form`] that it brings; `with_files` are the bytes that a form may have which brings files.
pub async fn check(request: Request, token: &FormToken, base: &PublicBase, with_files: usize) -> Result<Request, Unmeant> {
    if !comes_from_here(request.headers(), base) {
        return Err(Problem::because(Kind::StaleForm, "the request does not come from a page of this server").into());
    }
    if let Some(sent) = request.headers().get("x-form-token") {
        let is_ours = sent.to_str().is_ok_and(|sent| token.is(sent));
        return if is_ours { Ok(request) } else { Err(Problem::new(Kind::StaleForm).into()) };
    }
    let kind = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let largest = match kind.as_str() {
        "application/x-www-form-urlencoded" => FORM,
        "multipart/form-data" => with_files,
        _ => return Err(Problem::new(Kind::StaleForm).into()),
    };
    let (mut parts, body) = request.into_parts();
    let bytes = to_bytes(body, largest).await.map_err(|_| Problem::new(Kind::TooLarge))?;
    let sent = if largest == FORM {
        parts.extensions.insert(Form::sent(&parts.uri, &bytes));
        token_of_fields(&bytes)
    } else {
        token_of_parts(&parts.headers, &bytes).await
    };
    match sent {
        Some(sent) if token.is(&sent) => Ok(Request::from_parts(parts, Body::from(bytes))),
        Some(_) => Err(Unmeant::OldForm),
        None => Err(Problem::new(Kind::StaleForm).into()),
    }
}

/// The one token of a form without files.
fn token_of_fields(bytes: &[u8]) -> Option<String> {
    let mut sent = url::form_urlencoded::parse(bytes).filter(|(name, _)| name == "token");
    match (sent.next(), sent.next()) {
        (Some((_, value)), None) => Some(value.into_owned()),
        _ => None,
    }
}

/// The one token of a form with files; wherever it stands among them.
async fn token_of_parts(headers: &HeaderMap, bytes: &Bytes) -> Option<String> {
    let mut copy = Request::new(Body::from(bytes.clone()));
    copy.headers_mut().insert(CONTENT_TYPE, headers.get(CONTENT_TYPE)?.clone());
    let mut parts = Multipart::from_request(copy, &()).await.ok()?;
    let mut found = None;
    while let Some(part) = parts.next_field().await.ok()? {
        if part.name() == Some("token") {
            let value = part.text().await.ok()?;
            if found.replace(value).is_some() {
                return None;
            }
        }
    }
    found
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
    use crate::community::people::sign_in::Secret;
    use crate::vocabulary::Chance;

    const FORM_WITH_FILES: usize = 2 * 1024 * 1024;

    #[tokio::test]
    async fn a_form_with_files_brings_its_token_in_one_part() {
        let base: PublicBase = "https://badges.example.org".parse().unwrap();
        let token = Secret::new(&Chance::seeded(1)).form_token();
        let part = |name: &str, value: &str| format!("--B\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        let taken = async |parts: &[String]| {
            let body = format!("{}--B--\r\n", parts.concat());
            let request =
                Request::builder().header("content-type", "multipart/form-data; boundary=B").body(Body::from(body.clone())).unwrap();
            let checked = check(request, &token, &base, FORM_WITH_FILES).await.ok()?;
            // What was looked at is handed on whole.
            Some(to_bytes(checked.into_body(), FORM_WITH_FILES).await.unwrap() == body.as_bytes())
        };
        let (good, file) = (part("token", token.as_str()), part("list", "name\r\nAda"));
        assert_eq!(taken(std::slice::from_ref(&file)).await, None);
        assert_eq!(taken(&[part("token", "x"), file.clone()]).await, None);
        assert_eq!(taken(&[good.clone(), good.clone()]).await, None);
        assert_eq!(taken(&[good.clone(), part("list", &"x".repeat(FORM_WITH_FILES))]).await, None);
        assert_eq!(taken(&[good.clone(), file.clone()]).await, Some(true));
        assert_eq!(taken(&[file, good]).await, Some(true));
    }

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
