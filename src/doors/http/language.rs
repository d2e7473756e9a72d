//! The reader's language: `?lang=`, then `Accept-Language`, then English.
//!
//! A language is taken if its fallback chain reaches a language that we have texts in; it is kept as
//! asked for, because a class may be translated into more languages than the pages are.

use axum::http::HeaderMap;
use axum::http::header::ACCEPT_LANGUAGE;

use super::accept::{Ranked, ranked};
use crate::platform::i18n;
use crate::vocabulary::LanguageTag;

/// Chooses the reader's language among those that `available` leads to.
pub fn choose(query: Option<&str>, headers: &HeaderMap, available: &[LanguageTag]) -> LanguageTag {
    let named = query.and_then(|code| reachable(code, available));
    named.or_else(|| by_header(headers, available)).unwrap_or_else(LanguageTag::english)
}

fn by_header(headers: &HeaderMap, available: &[LanguageTag]) -> Option<LanguageTag> {
    let header = headers.get(ACCEPT_LANGUAGE)?.to_str().ok()?;
    let mut wanted: Vec<Ranked<'_>> = ranked(header).into_iter().filter(|r| r.quality > 0).collect();
    // Stable: equals stay in the reader's order.
    wanted.sort_by_key(|r| std::cmp::Reverse(r.quality));
    wanted.iter().find_map(|r| if r.value == "*" { Some(LanguageTag::english()) } else { reachable(r.value, available) })
}

/// The language of this code, if we have texts that its readers can read. English stands at the
/// end of every chain, so only those who ask for English get it here.
fn reachable(code: &str, available: &[LanguageTag]) -> Option<LanguageTag> {
    let tag = LanguageTag::from_wiki_code(code).ok()?;
    let asks_english = tag.primary() == "en";
    let has = |step: &&str| available.iter().any(|a| a.as_str() == *step) && (asks_english || *step != "en");
    i18n::chain(tag.as_str()).iter().any(has).then_some(tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(query: Option<&str>, header: &str) -> String {
        let available: Vec<LanguageTag> = ["ar", "en", "fr", "uk", "zh-Hant"].iter().map(|t| t.parse().unwrap()).collect();
        let headers = HeaderMap::from_iter([(ACCEPT_LANGUAGE, header.parse().unwrap())]);
        choose(query, &headers, &available).to_string()
    }

    #[test]
    fn the_address_decides_before_the_browser() {
        assert_eq!(chosen(Some("uk"), "fr"), "uk");
        assert_eq!(chosen(Some("xx"), "fr"), "fr", "a language that we do not have is passed over");
        assert_eq!(chosen(Some("../etc"), "fr"), "fr");
    }

    #[test]
    fn the_browsers_order_is_kept() {
        assert_eq!(chosen(None, "de, fr;q=0.5, ar;q=0.9"), "ar");
        assert_eq!(chosen(None, "fr;q=0, uk;q=0.1"), "uk");
        assert_eq!(chosen(None, "en-GB, fr"), "en-GB");
        assert_eq!(chosen(None, "de, *;q=0.1"), "en");
        assert_eq!(chosen(None, ""), "en");
    }

    #[test]
    fn a_region_or_a_neighbour_is_enough() {
        assert_eq!(chosen(None, "fr-CA"), "fr-CA");
        assert_eq!(chosen(None, "wo, uk;q=0.9"), "wo", "readers of Wolof read French");
        assert_eq!(chosen(None, "zh-hant-TW"), "zh-Hant-TW");
    }
}
