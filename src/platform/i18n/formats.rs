//! Numbers, plurals, dates and direction of a language, by ICU4X (Unicode CLDR).
//!
//! Dates are Gregorian in every language: a verifier must be able to compare a printed date with
//! the signed one. Where CLDR has no data for a language, the first language of its fallback chain
//! that has some is used.

use icu::calendar::{Date, Gregorian};
use icu::datetime::FixedCalendarDateTimeFormatter;
use icu::datetime::fieldsets::{YM, YMD};
use icu::decimal::DecimalFormatter;
use icu::decimal::input::Decimal;
use icu::locale::{Locale, LocaleDirectionality, LocaleExpander};
use icu::plurals::{PluralCategory, PluralRules};

use super::fallback::chain;
use crate::vocabulary::{LanguageTag, Timestamp};

/// The direction in which a language is written; the value of the HTML attribute `dir`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Left to right.
    Ltr,
    /// Right to left.
    Rtl,
}

impl Direction {
    /// `ltr` or `rtl`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ltr => "ltr",
            Self::Rtl => "rtl",
        }
    }
}

/// The direction of the script in which `language` is usually written.
pub fn direction(language: &LanguageTag) -> Direction {
    let directions = LocaleDirectionality::new_extended();
    let rtl = locale(language.as_str()).is_some_and(|locale| directions.is_right_to_left(&locale.id));
    if rtl { Direction::Rtl } else { Direction::Ltr }
}

/// A language with the territory in which most of its speakers live, as Open Graph wants it: `hi_IN`
/// ([likely subtags](https://www.unicode.org/reports/tr35/#Likely_Subtags)).
pub fn territorial(language: &LanguageTag) -> String {
    let Some(mut locale) = locale(language.as_str()) else { return language.to_string() };
    LocaleExpander::new_extended().maximize(&mut locale.id);
    let territory = locale.id.region.map(|region| format!("_{region}")).unwrap_or_default();
    format!("{}{territory}", locale.id.language)
}

/// `at` as a day in words, Gregorian and UTC: `20 November 2026`, `20 نوفمبر 2026`.
pub fn format_date(at: Timestamp, language: &LanguageTag) -> String {
    let iso = at.date();
    let Some(date) = gregorian(&iso) else { return iso };
    let written = in_words(language, |locale| {
        let formatter = FixedCalendarDateTimeFormatter::<Gregorian, _>::try_new(locale.into(), YMD::long()).ok()?;
        Some(formatter.format(&date).to_string())
    });
    written.unwrap_or(iso)
}

/// The month of `at` in words, likewise: `November 2026`.
pub fn format_month(at: Timestamp, language: &LanguageTag) -> String {
    let iso = at.date();
    let Some(date) = gregorian(&iso) else { return iso };
    let written = in_words(language, |locale| {
        let formatter = FixedCalendarDateTimeFormatter::<Gregorian, _>::try_new(locale.into(), YM::long()).ok()?;
        Some(formatter.format(&date).to_string())
    });
    written.unwrap_or(iso)
}

fn gregorian(iso: &str) -> Option<Date<Gregorian>> {
    let mut parts = iso.splitn(3, '-').filter_map(|part| part.parse::<i32>().ok());
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    Date::try_new_gregorian(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?).ok()
}

/// In the first language of the chain that has words: without data for a language ICU4X writes its root form,
/// "2026 M11 20".
fn in_words(language: &LanguageTag, written: impl Fn(Locale) -> Option<String>) -> Option<String> {
    chain(language.as_str()).into_iter().filter_map(locale).filter_map(written).find(|text| !has_root_month(text))
}

fn has_root_month(text: &str) -> bool {
    text.as_bytes().windows(3).any(|w| w[0] == b'M' && w[1].is_ascii_digit() && w[2].is_ascii_digit())
}

/// A number with the digits and grouping of `language`.
pub fn format_number(number: i64, language: &str) -> String {
    let formatter = locale(language)
        .and_then(|locale| DecimalFormatter::try_new(locale.into(), icu::decimal::options::DecimalFormatterOptions::default()).ok());
    formatter.map_or_else(|| number.to_string(), |formatter| formatter.format(&Decimal::from(number)).to_string())
}

/// Which of the language's plural forms `number` takes, counted in CLDR's order of categories
/// (zero, one, two, few, many, other) among those that the language has.
pub(super) fn plural_position(number: i64, language: &str) -> usize {
    const ORDER: [PluralCategory; 6] =
        [PluralCategory::Zero, PluralCategory::One, PluralCategory::Two, PluralCategory::Few, PluralCategory::Many, PluralCategory::Other];
    let Some(rules) =
        locale(language).and_then(|locale| PluralRules::try_new(locale.into(), icu::plurals::PluralRulesOptions::default()).ok())
    else {
        return usize::MAX;
    };
    let category = rules.category_for(number);
    ORDER.iter().take_while(|c| **c != category).filter(|c| rules.categories().any(|own| own == **c)).count()
}

fn locale(tag: &str) -> Option<Locale> {
    Locale::try_from_str(tag).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tag(text: &str) -> LanguageTag {
        text.parse().unwrap()
    }

    #[test]
    fn scripts_written_from_the_right_are_known() {
        for language in ["ar", "arz", "fa", "he", "ckb", "ur", "ps", "sd", "dv", "yi", "azb", "ks", "skr"] {
            assert_eq!(direction(&tag(language)), Direction::Rtl, "{language}");
        }
        for language in ["en", "hi", "uk", "bn", "ku", "uz", "zh-Hant", "ha", "tlh"] {
            assert_eq!(direction(&tag(language)), Direction::Ltr, "{language}");
        }
        assert_eq!(direction(&tag("pa-Arab")), Direction::Rtl);
    }

    #[test]
    fn dates_are_gregorian_in_every_language() {
        let at = Timestamp::parse("2026-11-20T23:30:00Z").unwrap();
        for (language, date) in [
            ("en", "November 20, 2026"),
            ("fr", "20 novembre 2026"),
            ("es", "20 de noviembre de 2026"),
            ("uk", "20 листопада 2026\u{202f}р."),
            ("hi", "20 नवंबर, 2026"),
            ("ar", "20 نوفمبر 2026"),
            ("fa", "۲۰ نوامبر ۲۰۲۶"),
            ("th", "20 พฤศจิกายน ค.ศ. 2026"),
        ] {
            assert_eq!(format_date(at, &tag(language)), date);
        }
    }

    #[test]
    fn months_are_named() {
        let at = Timestamp::parse("2026-11-20T23:30:00Z").unwrap();
        for (language, month) in [("en", "November 2026"), ("fr", "novembre 2026"), ("ar", "نوفمبر 2026"), ("tlh", "November 2026")] {
            assert_eq!(format_month(at, &tag(language)), month);
        }
    }

    #[test]
    fn a_language_unknown_to_cldr_gets_the_dates_of_its_fallback() {
        let at = Timestamp::parse("2026-11-20T00:00:00Z").unwrap();
        assert_eq!(format_date(at, &tag("nah")), format_date(at, &tag("es")));
        assert_eq!(format_date(at, &tag("tlh")), format_date(at, &tag("en")));
    }

    #[test]
    fn numbers_have_the_digits_of_the_language() {
        for (language, number) in [("en", "1,234,567"), ("fr", "1\u{202f}234\u{202f}567"), ("hi", "12,34,567"), ("bn", "১২,৩৪,৫৬৭")]
        {
            assert_eq!(format_number(1_234_567, language), number);
        }
    }
}
