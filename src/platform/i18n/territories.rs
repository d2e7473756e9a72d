//! Countries and territories by the two letters of ISO 3166-1, named in a language by ICU4X (Unicode CLDR).
//!
//! The names are CLDR's: nobody here decides what a place is called.

use icu::collator::options::CollatorOptions;
use icu::collator::{Collator, CollatorBorrowed};
use icu::locale::Locale;
use icu::locale::names::RegionDisplayName;
use icu::locale::subtags::Region;

use super::Rendered;
use super::fallback::chain;
use crate::vocabulary::LanguageTag;

/// What CLDR names besides: unions of countries, and codes that ISO 3166-1 keeps free for others than countries.
const NO_COUNTRIES: [&str; 14] = ["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"];

/// A country or territory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Territory {
    /// Two capital letters.
    pub code: String,
    /// Its name, and the language of the name.
    pub name: Rendered,
}

/// What the territory with this code is called in the nearest language that has a name for it; `None` if there is none.
pub fn territory_name(code: &str, language: &LanguageTag) -> Option<Rendered> {
    if code.len() != 2 || NO_COUNTRIES.contains(&code) || !code.bytes().all(|b| b.is_ascii_uppercase()) {
        return None;
    }
    let region = Region::try_from_str(code).ok()?;
    chain(language.as_str()).into_iter().find_map(|tag| {
        let locale = Locale::try_from_str(tag).ok()?;
        let name = RegionDisplayName::try_new_light(locale.into(), region).ok()?;
        Some(Rendered { text: name.to_string(), language: tag.parse().ok()? })
    })
}

/// Every country and territory, as a dictionary of the language orders their names.
pub fn territories(language: &LanguageTag) -> Vec<Territory> {
    let codes = ('A'..='Z').flat_map(|first| ('A'..='Z').map(move |second| format!("{first}{second}")));
    let named = codes.filter_map(|code| Some(Territory { name: territory_name(&code, language)?, code }));
    let mut all: Vec<Territory> = named.collect();
    match collator(language) {
        Some(collator) => all.sort_by(|one, other| collator.compare(&one.name.text, &other.name.text)),
        None => all.sort_by(|one, other| one.name.text.cmp(&other.name.text)),
    }
    all
}

fn collator(language: &LanguageTag) -> Option<CollatorBorrowed<'static>> {
    let locale = Locale::try_from_str(language.as_str()).ok()?;
    Collator::try_new(locale.into(), CollatorOptions::default()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tag(text: &str) -> LanguageTag {
        text.parse().unwrap()
    }

    #[test]
    fn every_country_has_a_name_in_every_language_of_the_pages() {
        for language in ["en", "ar", "fr", "es", "hi", "uk", "pt-BR", "id"] {
            let all = territories(&tag(language));
            // 249 of ISO 3166-1 (2026), and Kosovo, whose code is the users' own.
            assert_eq!(all.len(), 250, "{language}: {all:?}");
        }
        let ukraine = |language: &str| territory_name("UA", &tag(language)).unwrap().text;
        assert_eq!([ukraine("en"), ukraine("ar"), ukraine("uk")], ["Ukraine", "أوكرانيا", "Україна"]);
        assert_eq!(ukraine("nah"), "Ucrania", "Nahuatl falls back to Spanish");
    }

    #[test]
    fn names_stand_in_the_order_of_the_language() {
        let names: Vec<String> = territories(&tag("fr")).into_iter().map(|territory| territory.name.text).collect();
        let place = |name: &str| names.iter().position(|one| one == name).unwrap();
        assert!(place("Espagne") < place("États-Unis") && place("États-Unis") < place("France"), "{names:?}");
    }

    #[test]
    fn what_is_no_country_has_no_name() {
        for code in ["", "U", "UKR", "ua", "U1", "EU", "ZZ", "UN", "їй", "001"] {
            assert_eq!(territory_name(code, &LanguageTag::english()), None, "{code}");
        }
    }
}
