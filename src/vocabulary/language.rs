//! Language tags, in the subset of BCP 47 that OB 3.0 `inLanguage` accepts.
//!
//! The pattern is `^[a-z]{2,4}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$`
//! ([OB 3.0, LanguageCode](https://www.imsglobal.org/spec/ob/v3p0/#languagecode)). Codes that only
//! MediaWiki uses (`be-tarask`, `zh-min-nan`) are mapped to their BCP 47 names.

use std::fmt;
use std::str::FromStr;

/// A language tag such as `uk`, `pt-BR` or `zh-Hant`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LanguageTag(String);

/// MediaWiki codes that are no BCP 47 tag of the accepted shape, and the tag that says the same.
const WIKI_CODES: &[(&str, &str)] = &[
    ("als", "gsw"),
    ("bat-smg", "sgs"),
    ("be-tarask", "be"),
    ("be-x-old", "be"),
    ("de-formal", "de"),
    ("fiu-vro", "vro"),
    ("nds-nl", "nds-NL"),
    ("roa-rup", "rup"),
    ("roa-tara", "it"),
    ("simple", "en"),
    ("zh-classical", "lzh"),
    ("zh-min-nan", "nan"),
    ("zh-yue", "yue"),
];

impl LanguageTag {
    /// English, the language in which every class is written first.
    pub fn english() -> Self {
        Self("en".to_owned())
    }

    /// For a text that does not say its language
    /// ([BCP 47, `und`](https://www.rfc-editor.org/rfc/rfc5646#section-4.1)).
    pub fn undetermined() -> Self {
        Self("und".to_owned())
    }

    /// The tag as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The language without script and region: `pt` of `pt-BR`.
    pub fn primary(&self) -> &str {
        self.0.split('-').next().unwrap_or(&self.0)
    }

    /// Reads a MediaWiki language code or a BCP 47 tag in any case.
    pub fn from_wiki_code(code: &str) -> Result<Self, LanguageFault> {
        if !code.is_ascii() {
            return Err(LanguageFault(code.chars().take(40).collect()));
        }
        let lower = code.to_ascii_lowercase();
        match WIKI_CODES.iter().find(|(wiki, _)| *wiki == lower) {
            Some((_, tag)) => Ok(Self((*tag).to_owned())),
            None => normalise(&lower).parse(),
        }
    }
}

/// Casing by BCP 47 custom: `zh-hant-tw` → `zh-Hant-TW`.
fn normalise(lower: &str) -> String {
    let parts = lower.split('-').enumerate().map(|(at, part)| match (at, part.len()) {
        (1.., 2) => part.to_ascii_uppercase(),
        (1.., 4) => part[..1].to_ascii_uppercase() + &part[1..],
        _ => part.to_owned(),
    });
    parts.collect::<Vec<_>>().join("-")
}

/// The text is no language tag of the accepted shape.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a language tag such as \"uk\", \"pt-BR\" or \"zh-Hant\"")]
pub struct LanguageFault(String);

impl FromStr for LanguageTag {
    type Err = LanguageFault;

    fn from_str(text: &str) -> Result<Self, LanguageFault> {
        let fault = || LanguageFault(text.chars().take(40).collect());
        let mut parts = text.split('-').peekable();
        let primary = parts.next().unwrap_or_default();
        let all = |part: &str, test: fn(&u8) -> bool| part.as_bytes().iter().all(test);
        if !(2..=4).contains(&primary.len()) || !all(primary, u8::is_ascii_lowercase) {
            return Err(fault());
        }
        let script =
            |p: &&str| p.len() == 4 && p.as_bytes()[0].is_ascii_uppercase() && all(p.get(1..).unwrap_or("-"), u8::is_ascii_lowercase);
        let region = |p: &&str| (p.len() == 2 && all(p, u8::is_ascii_uppercase)) || (p.len() == 3 && all(p, u8::is_ascii_digit));
        parts.next_if(script);
        parts.next_if(region);
        if parts.next().is_some() { Err(fault()) } else { Ok(Self(text.to_owned())) }
    }
}

impl fmt::Display for LanguageTag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl serde::Serialize for LanguageTag {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> serde::Deserialize<'de> for LanguageTag {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_of_the_accepted_shape_are_read() {
        for tag in ["en", "pt-BR", "zh-Hant", "zh-Hant-HK", "es-419", "ckb"] {
            assert_eq!(tag.parse::<LanguageTag>().map(|t| t.to_string()), Ok(tag.to_owned()));
        }
        for wrong in ["", "e", "EN", "en-us", "en-", "zh-hant", "be-tarask", "en-US-x", "english", "é-é"] {
            assert!(wrong.parse::<LanguageTag>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn wiki_codes_become_their_standard_tags() {
        for (code, tag) in [("be-tarask", "be"), ("zh-min-nan", "nan"), ("pt-br", "pt-BR"), ("zh-hant", "zh-Hant")] {
            assert_eq!(LanguageTag::from_wiki_code(code).map(|t| t.to_string()), Ok(tag.to_owned()));
        }
        for wrong in ["", "-", "en-", "en-éab", "é"] {
            assert!(LanguageTag::from_wiki_code(wrong).is_err(), "{wrong}");
        }
    }
}
