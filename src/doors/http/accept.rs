//! Content negotiation by the `Accept` header ([RFC 9110 §12.5.1](https://www.rfc-editor.org/rfc/rfc9110#section-12.5.1)).
//!
//! An address offers forms in an order of its own. A form's quality is that of the most specific
//! range that names one of its media types; the best quality wins, then the form named first, then
//! the order of the offer. So `*/*`, which programs send, gets the first form offered.

use axum::http::HeaderMap;
use axum::http::header::ACCEPT;

/// One form of a document and the media types by which it can be asked for, the usual one first.
#[derive(Debug, Clone, Copy)]
pub struct Offer<F: 'static> {
    /// The form.
    pub form: F,
    /// Its media types, lower case.
    pub types: &'static [&'static str],
}

/// The form to answer with, and the media type by which it was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choice<F> {
    /// The form.
    pub form: F,
    /// The media type to label the answer with.
    pub media_type: &'static str,
}

/// One element of a list such as `text/html;q=0.9, */*;q=0.1`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Ranked<'h> {
    /// The element without its parameters, as sent.
    pub(super) value: &'h str,
    /// Thousandths, 0 to 1000; 1000 if nothing is said.
    pub(super) quality: u16,
}

/// Reads a list with quality values; an element that cannot be read counts as not sent.
pub(super) fn ranked(header: &str) -> Vec<Ranked<'_>> {
    split_outside_quotes(header, ',')
        .filter_map(|element| {
            let mut parts = split_outside_quotes(element, ';').map(str::trim);
            let value = parts.next().filter(|v| !v.is_empty())?;
            let weight = parts.find_map(|p| p.strip_prefix("q=").or_else(|| p.strip_prefix("Q=")));
            let quality = match weight {
                Some(text) => thousandths(text)?,
                None => 1000,
            };
            Some(Ranked { value, quality })
        })
        .collect()
}

/// `weight = ( "0" [ "." 0*3DIGIT ] ) / ( "1" [ "." 0*3("0") ] )`; longer fractions are cut.
fn thousandths(text: &str) -> Option<u16> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    if !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let digits: String = fraction.chars().chain("000".chars()).take(3).collect();
    match whole {
        "0" => digits.parse().ok(),
        "1" => Some(1000),
        _ => None,
    }
}

fn split_outside_quotes(text: &str, separator: char) -> impl Iterator<Item = &str> {
    let (mut quoted, mut escaped) = (false, false);
    text.split(move |c: char| {
        let cut = c == separator && !quoted;
        let opens = c == '"' && !escaped;
        escaped = quoted && c == '\\' && !escaped;
        quoted ^= opens;
        cut
    })
}

/// Chooses among `offers`; `None` if the client accepts none of them.
pub fn negotiate<F: Copy>(headers: &HeaderMap, offers: &[Offer<F>]) -> Option<Choice<F>> {
    let sent: Vec<&str> = headers.get_all(ACCEPT).iter().filter_map(|v| v.to_str().ok()).collect();
    let joined = sent.join(",").to_ascii_lowercase();
    let ranges = ranked(&joined);
    if ranges.is_empty() {
        return offers.first().map(|o| Choice { form: o.form, media_type: usual(o) });
    }
    let mut best: Option<(u16, usize, Choice<F>)> = None;
    for offer in offers {
        let Some((quality, place, media_type)) = liking(offer, &ranges) else { continue };
        let better = best.as_ref().is_none_or(|(q, p, _)| quality > *q || (quality == *q && place < *p));
        if quality > 0 && better {
            best = Some((quality, place, Choice { form: offer.form, media_type }));
        }
    }
    best.map(|(_, _, choice)| choice)
}

fn usual<F>(offer: &Offer<F>) -> &'static str {
    offer.types.first().copied().unwrap_or("application/octet-stream")
}

/// How much a form is wanted, where in the list, and under which name. A range with wildcards has
/// the place behind all others.
fn liking<F>(offer: &Offer<F>, ranges: &[Ranked<'_>]) -> Option<(u16, usize, &'static str)> {
    let named = offer.types.iter().filter_map(|t| {
        let place = ranges.iter().position(|r| r.value == *t)?;
        Some((ranges[place].quality, place, *t))
    });
    let best_named = named.max_by_key(|(quality, place, _)| (*quality, ranges.len() - place));
    best_named.or_else(|| {
        let kind = usual(offer).split('/').next().unwrap_or_default();
        let broad =
            ranges.iter().find(|r| r.value.strip_suffix("/*") == Some(kind)).or_else(|| ranges.iter().find(|r| r.value == "*/*"))?;
        Some((broad.quality, ranges.len(), usual(offer)))
    })
}

/// The forms of a credential.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CredentialForm {
    /// The embedded proof form.
    Json,
    /// The compact JWS.
    Jwt,
    /// The page for people.
    Html,
}

/// The forms of a catalogue page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CatalogueForm {
    /// The page for people.
    Html,
    /// JSON-LD.
    JsonLd,
    /// Turtle, for taxonomies.
    Turtle,
}

/// `/c/{id}`: a page only where `text/html` is asked for, JSON for programs that say nothing.
pub const CREDENTIAL: &[Offer<CredentialForm>] = &[
    Offer { form: CredentialForm::Json, types: &["application/vc+ld+json", "application/ld+json", "application/vc", "application/json"] },
    Offer { form: CredentialForm::Jwt, types: &["text/plain", "application/jwt", "application/vc+jwt"] },
    Offer { form: CredentialForm::Html, types: &["text/html", "application/xhtml+xml"] },
];

/// Pages that are JSON-LD too.
pub const CATALOGUE: &[Offer<CatalogueForm>] = &[
    Offer { form: CatalogueForm::Html, types: &["text/html", "application/xhtml+xml"] },
    Offer { form: CatalogueForm::JsonLd, types: &["application/ld+json", "application/json"] },
];

/// Pages that are JSON-LD and Turtle too.
pub const TAXONOMY: &[Offer<CatalogueForm>] = &[
    Offer { form: CatalogueForm::Html, types: &["text/html", "application/xhtml+xml"] },
    Offer { form: CatalogueForm::JsonLd, types: &["application/ld+json", "application/json"] },
    Offer { form: CatalogueForm::Turtle, types: &["text/turtle"] },
];

/// True if a person's browser asks: `text/html` is named and not refused.
pub fn wants_page(headers: &HeaderMap) -> bool {
    const EITHER: &[Offer<bool>] = &[
        Offer { form: false, types: &["application/problem+json", "application/json"] },
        Offer { form: true, types: &["text/html", "application/xhtml+xml"] },
    ];
    negotiate(headers, EITHER).is_some_and(|c| c.form)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(accept: &str) -> Option<(CredentialForm, &'static str)> {
        let headers = HeaderMap::from_iter([(ACCEPT, accept.parse().unwrap())]);
        negotiate(&headers, CREDENTIAL).map(|c| (c.form, c.media_type))
    }

    use CredentialForm::{Html, Json, Jwt};

    #[test]
    fn programs_get_json_unless_they_ask_for_something_else() {
        assert_eq!(negotiate(&HeaderMap::new(), CREDENTIAL).map(|c| c.form), Some(Json));
        for accept in ["", "*/*", "application/*", "application/json, text/plain, */*", "text/html;q=0, */*", "image/png, */*;q=0.1"] {
            assert_eq!(asked(accept).map(|c| c.0), Some(Json), "{accept}");
        }
        for (accept, name) in [
            ("application/vc", "application/vc"),
            ("application/json", "application/json"),
            ("application/ld+json;profile=\"http://example.org/a,b;q=0\"", "application/ld+json"),
            ("APPLICATION/VC+LD+JSON", "application/vc+ld+json"),
        ] {
            assert_eq!(asked(accept), Some((Json, name)), "{accept}");
        }
    }

    #[test]
    fn a_page_is_given_only_where_html_is_named() {
        let browser = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8";
        assert_eq!(asked(browser), Some((Html, "text/html")));
        assert_eq!(asked("text/html;q=0.4, application/json;q=0.5"), Some((Json, "application/json")));
        assert_eq!(asked("text/html, application/json"), Some((Html, "text/html")), "the first named wins a tie");
        assert_eq!(asked("application/json, text/html"), Some((Json, "application/json")));
        assert_eq!(asked("text/*").map(|c| c.0), Some(Jwt));
    }

    #[test]
    fn the_jwt_has_three_names() {
        for (accept, name) in
            [("text/plain", "text/plain"), ("application/jwt", "application/jwt"), ("application/vc+jwt", "application/vc+jwt")]
        {
            assert_eq!(asked(accept), Some((Jwt, name)));
        }
    }

    #[test]
    fn what_is_not_offered_is_not_made_up() {
        for accept in ["image/png", "application/json;q=0", "*/*;q=0", "application/json;q=0.0"] {
            assert_eq!(asked(accept), None, "{accept}");
        }
        assert_eq!(asked("application/json;q=2, text/plain;q=0.1").map(|c| c.0), Some(Jwt), "an unreadable element counts as not sent");
    }

    #[test]
    fn the_most_specific_range_decides() {
        assert_eq!(asked("text/html;q=0.2, text/*;q=0.1, */*;q=0.05").map(|c| c.0), Some(Html));
        assert_eq!(
            asked("*/*, application/json;q=0.1, application/vc;q=0.1, application/ld+json;q=0.1, application/vc+ld+json;q=0.1")
                .map(|c| c.0),
            Some(Jwt)
        );
    }

    #[test]
    fn a_browser_sees_a_page_and_a_program_does_not() {
        let page = |accept: &str| wants_page(&HeaderMap::from_iter([(ACCEPT, accept.parse().unwrap())]));
        assert!(page("text/html,*/*;q=0.8"));
        assert!(!page("*/*") && !page("application/json") && !page("text/html;q=0.1, application/json"));
        assert!(!wants_page(&HeaderMap::new()));
    }
}
