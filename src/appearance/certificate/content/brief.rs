//! What had to be shown, in as much room as a paper has for it.

use icu::segmenter::GraphemeClusterSegmenter;

use super::phrases::Phrases;
use super::{Detail, Said};

/// Criteria that a short list has.
const FEW: usize = 4;
/// Letters of a criterion in a short list.
const SHORT: usize = 64;

/// The heading and a line for each criterion; nothing where there is none, or no room.
pub(super) fn criteria(criteria: &[Said], detail: Detail, phrases: &Phrases<'_>) -> Vec<Said> {
    let few = match detail {
        Detail::Whole => criteria.len(),
        // Not one line is saved by writing "and 1 more".
        Detail::Brief if criteria.len() == FEW + 1 => FEW + 1,
        Detail::Brief => FEW,
        Detail::Nothing => 0,
    };
    let shown: Vec<&Said> = criteria.iter().take(few).collect();
    if shown.is_empty() {
        return Vec::new();
    }
    let line = |said: &Said| {
        let text = if detail == Detail::Brief { shortened(&said.text, SHORT) } else { said.text.clone() };
        Said { text: format!("• {text}"), language: said.language.clone() }
    };
    let mut lines = vec![phrases.say("paper-criteria", &[])];
    lines.extend(shown.into_iter().map(line));
    if criteria.len() > few {
        let more = phrases.count("paper-criteria-more", criteria.len() - few);
        lines.push(Said { text: format!("• {more}"), language: phrases.language().clone() });
    }
    lines
}

/// At most so many letters, cut after a whole word where the script has spaces, never within a letter
/// and its marks; what was cut is seen.
fn shortened(text: &str, most: usize) -> String {
    let segmenter = GraphemeClusterSegmenter::new();
    let ends: Vec<usize> = segmenter.segment_str(text).skip(1).take(most + 1).collect();
    let Some(&end) = ends.get(most).and(ends.get(most - 1)) else { return text.to_owned() };
    let head = text.get(..end).unwrap_or(text);
    let words = head.rfind(char::is_whitespace).filter(|at| at * 2 > head.len());
    let kept = words.and_then(|at| head.get(..at)).unwrap_or(head);
    format!("{}…", kept.trim_end_matches(|c: char| c.is_whitespace() || c.is_ascii_punctuation() || c == '،' || c == '、'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_after_a_word_and_the_cut_is_seen() {
        assert_eq!(shortened("Involves the wiki communities concerned", 22), "Involves the wiki…");
        assert_eq!(shortened("Asks, listens, and waits", 14), "Asks, listens…");
        assert_eq!(shortened("short", 5), "short");
    }

    #[test]
    fn a_text_without_spaces_is_cut_between_letters_with_their_marks() {
        assert_eq!(shortened("กำหนดเป้าหมาย", 3), "กำหน…");
        let cut = shortened("कार्यक्रमकार्यक्रम", 4);
        assert!("कार्यक्रमकार्यक्रम".starts_with(cut.trim_end_matches('…')) && cut.ends_with('…'), "{cut}");
    }
}
