//! Numbers of badges, as bars in a table: who cannot see the bars reads the same.

use serde::Serialize;

use crate::appearance::pages::View;
use crate::appearance::pages::inside::Inside;
use crate::appearance::pages::wording::Wording;

/// `/admin/numbers`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NumbersPage {
    /// Around it.
    pub inside: Inside,
    /// The year that is shown; empty for all.
    pub year: String,
    /// Years there are badges of.
    pub years: Vec<String>,
    /// How many badges altogether.
    pub total: i64,
    /// By class, by capacity, by affiliate, by month.
    pub plots: Vec<Plot>,
    /// Trainers who attest together.
    pub pairs: Vec<PairLine>,
    /// Where the numbers are as CSV.
    pub csv: String,
}

impl View for NumbersPage {
    const TEMPLATE: &'static str = "steward-numbers.html";
}

/// One table with its bars.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Plot {
    /// Names the message `steward-by-{…}`.
    pub by: &'static str,
    /// Its lines.
    pub bars: Vec<Bar>,
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Bar {
    /// What is counted.
    pub label: Wording,
    /// What it belongs to, where several may be called alike.
    pub within: Option<Wording>,
    /// How many.
    pub count: i64,
    /// The length of its bar, of a hundred.
    pub length: i64,
    /// How many of them were revoked, where that is counted.
    pub revoked: Option<i64>,
}

impl Bar {
    /// A line that is not yet compared with others.
    pub fn new(label: Wording, count: i64) -> Self {
        Self { label, within: None, count, length: 0, revoked: None }
    }
}

impl Plot {
    /// Bars as long as their numbers tell, the longest whole; none for nothing.
    pub fn of(by: &'static str, lines: Vec<Bar>) -> Self {
        let most = lines.iter().map(|bar| bar.count).max().unwrap_or_default().max(1);
        let length = |count: i64| if count == 0 { 0 } else { (count * 100 / most).max(1) };
        Self { by, bars: lines.into_iter().map(|bar| Bar { length: length(bar.count), ..bar }).collect() }
    }
}

/// Two trainers who attest together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PairLine {
    /// The two.
    pub names: [String; 2],
    /// People whom both attested.
    pub together: i64,
    /// People whom each attested at all.
    pub alone: [i64; 2],
    /// Whether each attested the other.
    pub each_other: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_bar_is_whole_and_none_is_without_length() {
        let line = |count| Bar::new(Wording::english("x"), count);
        let plot = Plot::of("class", vec![line(2000), line(1000), line(1), line(0)]);
        assert_eq!(plot.bars.iter().map(|bar| bar.length).collect::<Vec<_>>(), [100, 50, 1, 0]);
        assert!(Plot::of("class", Vec::new()).bars.is_empty());
    }
}
