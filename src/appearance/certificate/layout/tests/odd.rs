//! Texts that nobody means: whatever comes, there is a block or a sentence.

use proptest::collection::vec;
use proptest::prelude::*;

use super::*;

/// Characters that act on their neighbours, of many scripts.
const ODD: &[char] = &[
    'a',
    'É',
    'ж',
    'ب',
    'ل',
    'ا',
    '\u{64E}',
    'ש',
    '\u{5B8}',
    'क',
    '\u{94D}',
    'ष',
    'ि',
    'ক',
    'ก',
    'ำ',
    '\u{E49}',
    'က',
    '္',
    'ែ',
    'ក',
    '្',
    'ཀ',
    'ྱ',
    '漢',
    'あ',
    '한',
    'ᄒ',
    'ᅡ',
    '\u{301}',
    '\u{323}',
    '\u{200C}',
    '\u{200D}',
    '\u{200E}',
    '\u{200F}',
    '\u{202A}',
    '\u{202E}',
    '\u{202C}',
    '\u{2066}',
    '\u{2067}',
    '\u{2068}',
    '\u{2069}',
    '\u{FE0F}',
    '\u{E0100}',
    '\u{AD}',
    '\u{200B}',
    '\u{2028}',
    '\0',
    '\n',
    ' ',
    ' ',
    ' ',
    '(',
    ')',
    '[',
    '«',
    '1',
    '٣',
    '、',
    '।',
    '\u{25CC}',
    '\u{34F}',
    '\u{180E}',
    'ᠠ',
    'ꦏ',
    '\u{10FFFF}',
    '\u{E000}',
    '😀',
    '🇧',
];

fn text() -> impl Strategy<Value = String> {
    let picked = vec(proptest::sample::select(ODD), 0..40).prop_map(String::from_iter);
    prop_oneof![3 => picked, 1 => any::<String>()]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_text_is_laid_out_or_refused_in_a_sentence(text in text(), language in proptest::sample::select(&["und", "en", "ar", "ur", "ja", "th"][..])) {
        let Some(fonts) = fonts(&["Latin"]) else { return Ok(()) };
        match fit(fonts, &[said(&text, language)], AREA, &style(), Direction::Rtl) {
            Err(fault) => prop_assert!(fault.to_string().len() > 20),
            Ok(block) => {
                for line in &block.lines {
                    prop_assert!(line.width <= AREA.width + 0.1 && line.x >= AREA.x - 0.1);
                    let loud = line.text.contains(['\u{202A}', '\u{202E}', '\n', '\0']);
                    prop_assert!(!loud, "a control is left");
                    prop_assert!(glyphs(line).iter().all(|glyph| glyph.id != 0 && line.text.is_char_boundary(glyph.cluster)));
                }
                super::super::outlines(&block);
            }
        }
    }
}
