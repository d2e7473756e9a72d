//! What a browser says it is, in two words of its owner's: enough to tell one's devices apart in a
//! list, and no more than that is kept.

use axum::http::HeaderMap;
use axum::http::header::USER_AGENT;

/// Parts of a `User-Agent` and what people call it; the first that fits, since browsers name each other.
const SYSTEMS: &[(&str, &str)] = &[
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
];
const BROWSERS: &[(&str, &str)] = &[
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];

/// System and browser; empty if it says neither.
pub fn named(headers: &HeaderMap) -> String {
    let said = headers.get(USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let find = |list: &[(&str, &'static str)]| list.iter().find(|(part, _)| said.contains(part)).map(|(_, name)| *name);
    let words: Vec<&str> = [find(SYSTEMS), find(BROWSERS)].into_iter().flatten().collect();
    words.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_is_named_in_two_words() {
        for (said, name) in [
            (
                "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Mobile Safari/537.36",
                "Android, Chrome",
            ),
            ("Mozilla/5.0 (X11; Linux x86_64; rv:147.0) Gecko/20100101 Firefox/147.0", "Linux, Firefox"),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
                "iPhone, Safari",
            ),
            ("<b>curl</b>/8", ""),
        ] {
            assert_eq!(named(&HeaderMap::from_iter([(USER_AGENT, said.parse().unwrap())])), name);
        }
        assert_eq!(named(&HeaderMap::new()), "");
    }
}
