//! Claims about directions: what is typed and what is quoted reads the right way round on a page from right to left.

use super::*;
use crate::platform::i18n::Direction;

/// A field has a direction of its own: that of what stands in it, or left to right for codes.
#[test]
fn every_field_of_text_states_its_direction() {
    let templates = Templates::embedded();
    let mut fields = 0;
    for name in templates.pages() {
        for line in templates.text(name).unwrap().lines() {
            let is_field = line.contains("<textarea") || (line.contains("<input") && line.contains("type=\"text\""));
            assert!(!is_field || line.contains("dir=\""), "{name}: {line}");
            fields += u32::from(is_field);
        }
    }
    assert!(fields > 40, "{fields} fields");
}

/// Between digits a hyphen joins nothing behind Arabic letters, and the slashes of an address nothing before a full stop
/// (<https://www.unicode.org/reports/tr9/#W4>): in an isolate they keep their order.
#[test]
fn days_and_addresses_are_isolated_in_languages_from_right_to_left() {
    let messages = embedded_messages().unwrap();
    let mut isolated = 0;
    for language in messages.languages().filter(|language| direction(language) == Direction::Rtl) {
        for key in messages.keys(language) {
            let text = messages.raw(key, language).unwrap();
            let alone: String =
                text.split('\u{2066}').map(|piece| piece.split_once('\u{2069}').map_or(piece, |(_, after)| after)).collect();
            let chars: Vec<char> = alone.chars().collect();
            let is_day = |three: &[char]| three[0].is_ascii_digit() && three[1] == '-' && three[2].is_ascii_digit();
            assert!(!chars.windows(3).any(is_day) && !alone.contains("://"), "{key} in {language}: {text}");
            isolated += u32::from(alone != text);
        }
    }
    assert!(isolated > 0);
}
