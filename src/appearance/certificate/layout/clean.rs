//! Text without what could disturb its surroundings.
//!
//! Names were made harmless when they came in; here it is made sure of. A control character, or one
//! that forces letters into the other direction, could make a paper say something else than the
//! signed credential ([UTS #55](https://www.unicode.org/reports/tr55/), [UAX #9](https://www.unicode.org/reports/tr9/)).
//! Isolates stay where they are whole: our messages put them around names.

use unicode_normalization::UnicodeNormalization;

/// `text` in one line, composed (NFC), with single spaces, without controls and overrides.
pub(super) fn clean(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    for character in text.nfc() {
        match character {
            '\u{202A}'..='\u{202E}' | '\u{FFF9}'..='\u{FFFB}' | '\u{FEFF}' | '\u{AD}' => {}
            '\u{2028}' | '\u{2029}' => push_space(&mut kept),
            _ if character.is_control() && !character.is_whitespace() => {}
            ' ' | '\u{0}'..='\u{1F}' | '\u{7F}'..='\u{9F}' => push_space(&mut kept),
            _ => kept.push(character),
        }
    }
    kept.truncate(kept.trim_end_matches(' ').len());
    whole_isolates(kept)
}

fn push_space(kept: &mut String) {
    if !kept.is_empty() && !kept.ends_with(' ') {
        kept.push(' ');
    }
}

/// Without beginnings of isolates that have no end, and without ends that have no beginning.
fn whole_isolates(text: String) -> String {
    if !text.contains(['\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}']) {
        return text;
    }
    let (mut open, mut odd) = (Vec::new(), Vec::new());
    for (at, character) in text.char_indices() {
        match character {
            '\u{2066}'..='\u{2068}' => open.push(at),
            '\u{2069}' if open.pop().is_none() => odd.push(at),
            _ => {}
        }
    }
    odd.extend(open);
    text.char_indices().filter(|(at, _)| !odd.contains(at)).map(|(_, character)| character).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overrides_and_embeddings_are_taken_out() {
        assert_eq!(clean("a\u{202E}bc\u{202C}d"), "abcd");
        assert_eq!(clean("\u{202A}x\u{202B}y\u{202D}z"), "xyz");
    }

    #[test]
    fn controls_and_line_ends_become_single_spaces() {
        assert_eq!(clean("  Ada\r\n\tLovelace\u{2028}\u{0}! \n"), "Ada Lovelace !");
        assert_eq!(clean("\n\t "), "");
    }

    #[test]
    fn isolates_stay_only_where_they_are_whole() {
        assert_eq!(clean("to \u{2068}Ada\u{2069}!"), "to \u{2068}Ada\u{2069}!");
        assert_eq!(clean("a\u{2067}b"), "ab");
        assert_eq!(clean("a\u{2069}b"), "ab");
        assert_eq!(clean("\u{2067}a\u{2068}b\u{2069}"), "a\u{2068}b\u{2069}");
    }

    #[test]
    fn joiners_and_spaces_that_keep_together_stay() {
        assert_eq!(clean("می\u{200C}خواهم"), "می\u{200C}خواهم");
        assert_eq!(clean("2026\u{202F}р."), "2026\u{202F}р.");
        assert_eq!(clean("e\u{301}"), "é");
    }
}
