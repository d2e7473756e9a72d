//! Values written as text: instants, addresses, languages, extension words.
//!
//! Written by hand rather than as regular expressions: each is a few lines, and a verifier reads
//! thousands of badges.

use serde_json::Value;

use crate::vocabulary::{LanguageTag, Timestamp};

/// Reads an OB 3.0 `DateTimeZ`: `YYYY-MM-DDThh:mm:ss`, an optional fraction, and `Z` or an offset.
///
/// The text demands ISO 8601 with zone ([OB 3.0, DateTimeZ](https://www.imsglobal.org/spec/ob/v3p0/#datetimez));
/// the schema's `date-time` (RFC 3339) also takes lower-case letters and leap seconds, which other
/// readers refuse: so do we.
pub fn date_time_z(text: &str) -> Option<Timestamp> {
    let bytes = text.as_bytes();
    let shape = |range: std::ops::Range<usize>, pattern: &[u8]| {
        let part = bytes.get(range)?;
        let fits = part.iter().zip(pattern).all(|(&b, &p)| if p == b'0' { b.is_ascii_digit() } else { b == p });
        (fits && part.len() == pattern.len()).then_some(())
    };
    shape(0..19, b"0000-00-00T00:00:00")?;
    let rest = bytes.get(19..)?;
    let zone = match rest.strip_prefix(b".") {
        Some(fraction) => {
            let digits = fraction.iter().take_while(|b| b.is_ascii_digit()).count();
            if !(1..=9).contains(&digits) {
                return None;
            }
            20 + digits
        }
        None => 19,
    };
    if bytes.get(zone..) != Some(b"Z") {
        let sign = *bytes.get(zone)?;
        shape(zone + 1..bytes.len(), b"00:00")?;
        let hours = bytes.get(zone + 1..zone + 3)?;
        let minutes = bytes.get(zone + 4..zone + 6)?;
        if !(sign == b'+' || sign == b'-') || hours > &b"23"[..] || minutes > &b"59"[..] {
            return None;
        }
    }
    if bytes.get(17..19) > Some(b"59") {
        return None;
    }
    Timestamp::parse(text)
}

/// A civil date `YYYY-MM-DD`.
pub(super) fn is_date(text: &str) -> bool {
    text.len() == 10 && date_time_z(&format!("{text}T00:00:00Z")).is_some()
}

/// An absolute URI: a scheme, a colon, and at least one character, none of them a blank or one of
/// `<>"{}|\^` and the grave accent, which no IRI may hold. A blank node label (`_:x`) is none.
///
/// Relative addresses mean nothing outside the document they came in: JSON-LD processing for
/// Data Integrity sets no base ([VC-DI §2.4](https://www.w3.org/TR/vc-data-integrity/#securing-data-losslessly)).
pub fn is_absolute_uri(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else { return false };
    let mut letters = scheme.bytes();
    let named =
        letters.next().is_some_and(|b| b.is_ascii_alphabetic()) && letters.all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b));
    let refused = |c: char| c <= ' ' || c == '\u{7f}' || "<>\"{}|\\^`".contains(c);
    named && !rest.is_empty() && !rest.contains(refused)
}

/// `^[a-z]{2,4}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$`.
pub(super) fn is_language(text: &str) -> bool {
    text.parse::<LanguageTag>().is_ok()
}

/// `^[a-zA-Z0-9_-]+\.[a-zA-Z0-9_-]*\.[a-zA-Z0-9_-]+$`.
pub(super) fn is_compact_jws(text: &str) -> bool {
    let mut parts = text.split('.');
    let base64 = |part: &str| part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
    match (parts.next(), parts.next(), parts.next(), parts.next()) {
        (Some(header), Some(payload), Some(signature), None) => {
            !header.is_empty() && !signature.is_empty() && base64(header) && base64(payload) && base64(signature)
        }
        _ => false,
    }
}

/// The schema's `(ext:)[a-z|A-Z|0-9|.|-|_]+`, which is not anchored: `ext:` and one of the letters,
/// digits and `| . _` anywhere. (`|-|` inside the brackets is a range of one; a hyphen is not among them.)
pub(super) fn is_extension_word(text: &str) -> bool {
    text.match_indices("ext:").any(|(at, found)| {
        let next = text[at + found.len()..].bytes().next();
        next.is_some_and(|b| b.is_ascii_alphanumeric() || b"|._".contains(&b))
    })
}

/// What a value is, for a person.
pub(super) fn describe(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(flag) => flag.to_string(),
        Value::Number(number) => format!("the number {number}"),
        Value::String(text) => quote(text),
        Value::Array(items) if items.is_empty() => "an empty list".to_owned(),
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "an object".to_owned(),
    }
}

/// Text from a stranger, in quotes, cut to 60 characters, control characters escaped.
pub(super) fn quote(text: &str) -> String {
    let mut shown: String = text.chars().take(60).collect();
    if text.chars().nth(60).is_some() {
        shown.push('…');
    }
    format!("{shown:?}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_needs_seconds_and_zone() {
        for good in [
            "2026-09-21T14:13:20Z",
            "2026-09-21T14:13:20+02:00",
            "2026-09-21T14:13:20.5Z",
            "2026-09-21T14:13:20.123456789-11:30",
            "2024-02-29T00:00:00Z",
        ] {
            assert!(date_time_z(good).is_some(), "{good}");
        }
        for wrong in [
            "",
            "2026-09-21",
            "2026-09-21T14:13Z",
            "2026-09-21T14:13:20",
            "2026-09-21t14:13:20z",
            "2026-09-21 14:13:20Z",
            "2026-09-21T14:13:60Z",
            "2026-13-01T00:00:00Z",
            "2025-02-29T00:00:00Z",
            "2026-09-21T24:00:00Z",
            "2026-09-21T14:13:20+0200",
            "2026-09-21T14:13:20+24:00",
            "2026-09-21T14:13:20+02:60",
            "2026-09-21T14:13:20.Z",
            "2026-09-21T14:13:20Zulu",
            "2026-09-21T14:13:20Z ",
            "+002026-09-21T14:13:20Z",
        ] {
            assert_eq!(date_time_z(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn an_address_is_absolute_and_no_blank_node() {
        for good in ["https://a.example/x#y", "did:web:a.example", "urn:uuid:1", "data:image/png;base64,AA==", "mailto:a@b.example"] {
            assert!(is_absolute_uri(good), "{good}");
        }
        for wrong in ["", "a", "/x", "_:b0", "https:", ":x", "1a:x", "https://a b", "https://a/<x>", "https://a/\u{0}", "https://a/\n"] {
            assert!(!is_absolute_uri(wrong), "{wrong:?}");
        }
    }

    #[test]
    fn words_of_others_begin_with_ext() {
        assert!(is_extension_word("ext:wikiWork"));
        for wrong in ["ext:", "wiki", "ext", "EXT:a", "ext: ", "ext:-a"] {
            assert!(!is_extension_word(wrong), "{wrong}");
        }
    }
}
