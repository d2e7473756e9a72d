//! Where lines end.
//!
//! Places at which a line may end are those of [UAX #14](https://www.unicode.org/reports/tr14/), in
//! Thai, Lao, Khmer and Burmese between words of ICU's dictionaries. A line takes as many parts as
//! it has room for; lines in the middle of a page are then made about equally long.

use std::ops::Range;

use super::Align;
use super::paragraph::Paragraph;

/// Sums of rounded numbers may be this much too large.
pub(super) const SLACK: f32 = 0.001;

/// The lines of `paragraph`, none wider than `limit` ems; otherwise the part that is.
pub(super) fn lines(paragraph: &Paragraph<'_>, limit: f32, align: Align) -> Result<Vec<Range<usize>>, Range<usize>> {
    let lines = greedy(paragraph, limit)?;
    Ok(if lines.len() > 1 && align == Align::Middle { balanced(paragraph, limit, lines) } else { lines })
}

fn greedy(paragraph: &Paragraph<'_>, limit: f32) -> Result<Vec<Range<usize>>, Range<usize>> {
    let mut lines = Vec::new();
    let (mut start, mut fits) = (0, None);
    for end in &paragraph.breaks {
        let mut seen = visible(paragraph.text, start, *end);
        if paragraph.width(seen.clone()) > limit + SLACK {
            let Some(line) = fits.take() else { return Err(seen) };
            (start, seen) = next(paragraph.text, &mut lines, line, *end);
            if paragraph.width(seen.clone()) > limit + SLACK {
                return Err(seen);
            }
        }
        fits = Some((seen, *end));
    }
    lines.extend(fits.map(|(seen, _)| seen));
    Ok(lines)
}

/// Ends a line, and begins the next.
fn next(text: &str, lines: &mut Vec<Range<usize>>, (line, start): (Range<usize>, usize), end: usize) -> (usize, Range<usize>) {
    lines.push(line);
    (start, visible(text, start, end))
}

/// Without the spaces at which the line ends.
fn visible(text: &str, start: usize, end: usize) -> Range<usize> {
    let line = text.get(start..end).unwrap_or_default();
    start..start + line.trim_end_matches(|c: char| c.is_whitespace() || c == '\u{200B}').len()
}

/// As many lines, with the longest as short as can be.
fn balanced(paragraph: &Paragraph<'_>, limit: f32, mut lines: Vec<Range<usize>>) -> Vec<Range<usize>> {
    const HALVINGS: usize = 8;
    let (mut low, mut high) = (0.0, limit);
    for _ in 0..HALVINGS {
        let middle = f32::midpoint(low, high);
        match greedy(paragraph, middle) {
            Ok(narrower) if narrower.len() == lines.len() => (high, lines) = (middle, narrower),
            _ => low = middle,
        }
    }
    lines
}
