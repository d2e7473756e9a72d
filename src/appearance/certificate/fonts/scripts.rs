//! Which font families draw which script, and which Debian package holds them.
//!
//! Noto names its families after the scripts of Unicode, with few exceptions. Han, kana and Hangul
//! stand in one family for each region, because the same character is drawn in another way there
//! ([UAX #38](https://www.unicode.org/reports/tr38/) describes the regions' sources).

// The enum of scripts grows with Unicode: what is said of some is not true of others.
#![allow(clippy::wildcard_enum_match_arm)]

use unicode_script::Script;

use crate::vocabulary::LanguageTag;

/// The design of letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Family {
    /// Without serifs.
    Sans,
    /// With serifs, where the script has such a design.
    Serif,
}

/// The thickness of letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Weight {
    /// As in running text.
    Regular,
    /// As in headings.
    Bold,
}

impl Weight {
    /// [The number](https://learn.microsoft.com/en-us/typography/opentype/spec/os2#usweightclass) in a font.
    pub(super) const fn class(self) -> u16 {
        match self {
            Self::Regular => 400,
            Self::Bold => 700,
        }
    }
}

/// How a script is written where the text comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::appearance::certificate) enum Hand {
    /// As everywhere.
    Usual,
    /// Arabic letters as they are written in Pakistan and Kashmir.
    Nastaliq,
    /// Han as in Japan.
    Japan,
    /// Han as in Korea.
    Korea,
    /// Simplified Han.
    Mainland,
    /// Traditional Han as in Taiwan.
    Taiwan,
    /// Traditional Han as in Hong Kong and Macau.
    HongKong,
}

impl Hand {
    /// The hand that a language asks for; [`Hand::Usual`] if it asks for none.
    pub(in crate::appearance::certificate) fn of(language: &LanguageTag) -> Self {
        let mut parts = language.as_str().split('-');
        let primary = parts.next().unwrap_or_default();
        let (mut script, mut region) = ("", "");
        for part in parts {
            if part.len() == 4 { script = part } else { region = part }
        }
        match (primary, script, region) {
            (_, "Jpan" | "Hrkt", _) | ("ja" | "ain" | "ryu", "", _) => Self::Japan,
            (_, "Kore" | "Hang", _) | ("ko" | "jje", "", _) => Self::Korea,
            (_, "Hans", _) => Self::Mainland,
            (_, "Hant", "HK" | "MO") | ("zh" | "cmn", "", "HK" | "MO") | ("yue", "" | "Hant", "" | "HK" | "MO") => Self::HongKong,
            (_, "Hant", _) | ("zh" | "cmn", "", "TW") | ("nan" | "hak" | "lzh", "", _) => Self::Taiwan,
            ("zh" | "cmn" | "wuu" | "gan" | "hsn" | "cdo" | "cjy" | "yue", "", _) => Self::Mainland,
            (_, "Aran", _) | ("ur" | "pnb" | "skr" | "ks" | "khw", "" | "Arab", _) => Self::Nastaliq,
            _ => Self::Usual,
        }
    }

    /// The hand for Han in a text that does not say its language, by the other letters in it.
    ///
    /// Han alone does not tell; simplified forms are those of most readers.
    pub(in crate::appearance::certificate) fn by_letters(scripts: impl Iterator<Item = Script>) -> Self {
        let mut hand = Self::Mainland;
        for script in scripts {
            match script {
                Script::Hiragana | Script::Katakana => return Self::Japan,
                Script::Hangul => hand = Self::Korea,
                Script::Bopomofo if hand == Self::Mainland => hand = Self::Taiwan,
                _ => {}
            }
        }
        hand
    }

    const fn region(self) -> &'static str {
        match self {
            Self::Japan => "JP",
            Self::Korea => "KR",
            Self::Taiwan => "TC",
            Self::HongKong => "HK",
            Self::Usual | Self::Nastaliq | Self::Mainland => "SC",
        }
    }
}

/// Whether the script's letters depend on the region.
pub(in crate::appearance::certificate) const fn is_east_asian(script: Script) -> bool {
    matches!(script, Script::Han | Script::Hiragana | Script::Katakana | Script::Hangul | Script::Bopomofo)
}

/// The families in which a script is drawn, the best first.
pub(super) fn families(script: Script, hand: Hand, family: Family) -> Vec<String> {
    let (sans, serif) = match script {
        Script::Latin | Script::Greek | Script::Cyrillic | Script::Common | Script::Inherited | Script::Unknown => {
            (String::new(), String::new())
        }
        Script::Arabic if hand == Hand::Nastaliq => return vec!["Noto Nastaliq Urdu".to_owned(), "Noto Sans Arabic".to_owned()],
        Script::Arabic => {
            let (kufi, naskh) = ("Noto Sans Arabic".to_owned(), "Noto Naskh Arabic".to_owned());
            return if family == Family::Sans { vec![kufi, naskh] } else { vec![naskh, kufi] };
        }
        _ if is_east_asian(script) => {
            let region = hand.region();
            let named = |design: &str| [format!("Noto {design} CJK {region}"), format!("Noto {design} {region}")];
            let (first, second) = if family == Family::Sans { ("Sans", "Serif") } else { ("Serif", "Sans") };
            return named(first).into_iter().chain(named(second)).collect();
        }
        Script::Nyiakeng_Puachue_Hmong => {
            return vec!["Noto Serif Nyiakeng Puachue Hmong".to_owned(), "Noto Serif Hmong Nyiakeng".to_owned()];
        }
        Script::Phags_Pa => (" PhagsPa".to_owned(), String::new()),
        Script::Meroitic_Cursive | Script::Meroitic_Hieroglyphs => (" Meroitic".to_owned(), String::new()),
        _ => (format!(" {}", script.full_name().replace('_', " ")), format!(" {}", script.full_name().replace('_', " "))),
    };
    let (sans, serif) = (format!("Noto Sans{sans}"), format!("Noto Serif{serif}"));
    if family == Family::Sans { vec![sans, serif] } else { vec![serif, sans] }
}

/// The Debian package with a font of the script; none where Debian has no such font.
pub(super) fn package(script: Script) -> Option<&'static str> {
    if is_east_asian(script) {
        return Some("fonts-noto-cjk");
    }
    (!matches!(script, Script::Unknown) && !UNPACKAGED.contains(&script)).then_some("fonts-noto-core")
}

/// Encoded, or drawn by Noto, after Debian's package of Noto was made.
const UNPACKAGED: &[Script] = &[
    Script::Beria_Erfe,
    Script::Chorasmian,
    Script::Cypro_Minoan,
    Script::Dives_Akuru,
    Script::Garay,
    Script::Gurung_Khema,
    Script::Jurchen,
    Script::Kawi,
    Script::Khitan_Small_Script,
    Script::Kirat_Rai,
    Script::Makasar,
    Script::Nag_Mundari,
    Script::Nandinagari,
    Script::Ol_Onal,
    Script::Old_Uyghur,
    Script::Proto_Cuneiform,
    Script::Seal,
    Script::Sidetic,
    Script::Sunuwar,
    Script::Tai_Yo,
    Script::Tangsa,
    Script::Todhri,
    Script::Tolong_Siki,
    Script::Toto,
    Script::Tulu_Tigalari,
    Script::Vithkuqi,
];

/// A script that living languages are written in.
pub(super) struct Living {
    pub(super) script: Script,
    pub(super) hand: Hand,
    /// In English.
    pub(super) name: &'static str,
    /// A common letter; one that shows the region where that matters.
    pub(super) letter: char,
}

const fn living(script: Script, name: &'static str, letter: char) -> Living {
    Living { script, hand: Hand::Usual, name, letter }
}

const fn regional(script: Script, hand: Hand, name: &'static str, letter: char) -> Living {
    Living { script, hand, name, letter }
}

/// What [`Fonts::scripts`](super::Fonts::scripts) reports: scripts in which people write today.
pub(super) const LIVING: &[Living] = &[
    living(Script::Latin, "Latin", 'a'),
    living(Script::Cyrillic, "Cyrillic", 'ж'),
    living(Script::Greek, "Greek", 'α'),
    living(Script::Armenian, "Armenian", 'ա'),
    living(Script::Georgian, "Georgian", 'ა'),
    living(Script::Hebrew, "Hebrew", 'א'),
    living(Script::Arabic, "Arabic", 'ع'),
    regional(Script::Arabic, Hand::Nastaliq, "Arabic in Nastaliq, as for Urdu", 'ے'),
    living(Script::Syriac, "Syriac", 'ܐ'),
    living(Script::Thaana, "Thaana", 'ހ'),
    living(Script::Nko, "N’Ko", 'ߊ'),
    living(Script::Tifinagh, "Tifinagh", 'ⴰ'),
    living(Script::Ethiopic, "Ethiopic", 'አ'),
    living(Script::Adlam, "Adlam", '𞤀'),
    living(Script::Vai, "Vai", 'ꔀ'),
    living(Script::Bamum, "Bamum", 'ꚠ'),
    living(Script::Osmanya, "Osmanya", '𐒀'),
    living(Script::Devanagari, "Devanagari", 'क'),
    living(Script::Bengali, "Bengali", 'ক'),
    living(Script::Gurmukhi, "Gurmukhi", 'ਕ'),
    living(Script::Gujarati, "Gujarati", 'ક'),
    living(Script::Oriya, "Odia", 'କ'),
    living(Script::Tamil, "Tamil", 'க'),
    living(Script::Telugu, "Telugu", 'క'),
    living(Script::Kannada, "Kannada", 'ಕ'),
    living(Script::Malayalam, "Malayalam", 'ക'),
    living(Script::Sinhala, "Sinhala", 'ක'),
    living(Script::Meetei_Mayek, "Meetei Mayek", 'ꯀ'),
    living(Script::Ol_Chiki, "Ol Chiki", 'ᱚ'),
    living(Script::Chakma, "Chakma", '𑄇'),
    living(Script::Lepcha, "Lepcha", 'ᰀ'),
    living(Script::Limbu, "Limbu", 'ᤁ'),
    living(Script::Newa, "Newa", '𑐎'),
    living(Script::Tirhuta, "Tirhuta", '𑒏'),
    living(Script::Saurashtra, "Saurashtra", 'ꢒ'),
    living(Script::Sora_Sompeng, "Sora Sompeng", '𑃐'),
    living(Script::Warang_Citi, "Warang Citi", '𑣀'),
    living(Script::Wancho, "Wancho", '𞋀'),
    living(Script::Hanifi_Rohingya, "Hanifi Rohingya", '𐴀'),
    living(Script::Tibetan, "Tibetan", 'ཀ'),
    living(Script::Myanmar, "Burmese", 'က'),
    living(Script::Khmer, "Khmer", 'ក'),
    living(Script::Thai, "Thai", 'ก'),
    living(Script::Lao, "Lao", 'ກ'),
    living(Script::Tai_Tham, "Tai Tham", 'ᨠ'),
    living(Script::Tai_Le, "Tai Le", 'ᥐ'),
    living(Script::New_Tai_Lue, "New Tai Lue", 'ᦀ'),
    living(Script::Tai_Viet, "Tai Viet", 'ꪀ'),
    living(Script::Cham, "Cham", 'ꨀ'),
    living(Script::Kayah_Li, "Kayah Li", 'ꤊ'),
    living(Script::Balinese, "Balinese", 'ᬓ'),
    living(Script::Javanese, "Javanese", 'ꦏ'),
    living(Script::Sundanese, "Sundanese", 'ᮊ'),
    living(Script::Batak, "Batak", 'ᯀ'),
    living(Script::Buginese, "Lontara", 'ᨀ'),
    living(Script::Rejang, "Rejang", 'ꤰ'),
    living(Script::Tagalog, "Baybayin", 'ᜃ'),
    living(Script::Mongolian, "Mongolian", 'ᠠ'),
    living(Script::Yi, "Yi", 'ꀀ'),
    living(Script::Lisu, "Lisu", 'ꓐ'),
    living(Script::Miao, "Miao", '𖼀'),
    living(Script::Pahawh_Hmong, "Pahawh Hmong", '𖬀'),
    living(Script::Nyiakeng_Puachue_Hmong, "Nyiakeng Puachue Hmong", '𞄀'),
    living(Script::Cherokee, "Cherokee", 'Ꭰ'),
    living(Script::Canadian_Aboriginal, "Canadian syllabics", 'ᐊ'),
    living(Script::Osage, "Osage", '𐒰'),
    regional(Script::Han, Hand::Mainland, "Chinese, simplified", '汉'),
    regional(Script::Han, Hand::Taiwan, "Chinese, traditional, as in Taiwan", '漢'),
    regional(Script::Han, Hand::HongKong, "Chinese, traditional, as in Hong Kong", '漢'),
    regional(Script::Hiragana, Hand::Japan, "Japanese", 'あ'),
    regional(Script::Hangul, Hand::Korea, "Korean", '한'),
];

#[cfg(test)]
mod tests {
    use unicode_script::UnicodeScript;

    use super::*;

    #[test]
    fn a_language_names_the_regional_forms() {
        for (language, hand) in [
            ("ja", Hand::Japan),
            ("ko", Hand::Korea),
            ("zh", Hand::Mainland),
            ("zh-Hans", Hand::Mainland),
            ("zh-Hans-HK", Hand::Mainland),
            ("zh-SG", Hand::Mainland),
            ("zh-Hant", Hand::Taiwan),
            ("zh-TW", Hand::Taiwan),
            ("zh-HK", Hand::HongKong),
            ("zh-Hant-HK", Hand::HongKong),
            ("zh-MO", Hand::HongKong),
            ("yue", Hand::HongKong),
            ("nan", Hand::Taiwan),
            ("und-Hant", Hand::Taiwan),
            ("und-Jpan", Hand::Japan),
            ("ur", Hand::Nastaliq),
            ("fa", Hand::Usual),
            ("und", Hand::Usual),
            ("en", Hand::Usual),
        ] {
            assert_eq!(Hand::of(&language.parse().unwrap()), hand, "{language}");
        }
    }

    #[test]
    fn the_letters_of_a_name_tell_its_region() {
        let hand = |text: &str| Hand::by_letters(text.chars().map(|c| c.script()));
        assert_eq!(hand("直子さん"), Hand::Japan);
        assert_eq!(hand("金 민수"), Hand::Korea);
        assert_eq!(hand("直"), Hand::Mainland);
    }

    #[test]
    fn the_letter_of_a_script_is_of_that_script() {
        for one in LIVING {
            assert_eq!(one.letter.script(), one.script, "{}", one.name);
        }
    }
}
