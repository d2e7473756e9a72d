//! The terminal: colours only where somebody looks, progress only where it does not disturb.

use std::borrow::Cow;
use std::fmt;
use std::io::{self, IsTerminal, Write};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::json;

use super::answer::{Answer, Exit};

/// A text in one of the styles we use. Stripped again where nobody looks.
#[derive(Debug, Clone, Copy)]
pub(super) enum Style {
    /// A heading.
    Strong,
    /// Beside the point.
    Faint,
    /// As it should be.
    Good,
    /// Not as it should be.
    Bad,
    /// Not known.
    Unsure,
}

impl Style {
    /// Wraps a text.
    pub(super) fn on(self, text: impl fmt::Display) -> String {
        let code = match self {
            Self::Strong => "1",
            Self::Faint => "2",
            Self::Good => "32",
            Self::Bad => "31",
            Self::Unsure => "33",
        };
        format!("\u{1b}[{code}m{text}\u{1b}[0m")
    }
}

/// Where a command speaks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Terminal {
    json: bool,
    colour: bool,
}

impl Terminal {
    /// The terminal of this process; `json` if a program listens.
    pub(super) fn new(json: bool) -> Self {
        Self { json, colour: !json && io::stdout().is_terminal() }
    }

    /// Says something on the way; a program is told only the answer.
    pub(super) fn say(&self, text: impl fmt::Display) {
        if !self.json {
            write_line(&mut io::stdout(), &self.styled(&text.to_string()));
        }
    }

    /// Gives the answer.
    pub(super) fn answer(&self, answer: &Answer) -> Exit {
        if self.json && !answer.json().is_null() {
            write_line(&mut io::stdout(), &format!("{:#}", answer.json()));
        } else if !self.json && !answer.text().is_empty() {
            write_line(&mut io::stdout(), self.styled(answer.text()).trim_end());
        }
        answer.exit()
    }

    /// Gives the reason of a refusal, on the error stream.
    pub(super) fn refuse(&self, error: &anyhow::Error) -> Exit {
        let sentence = sentence(error);
        if self.json {
            write_line(&mut io::stderr(), &json!({ "refused": sentence }).to_string());
        } else {
            write_line(&mut io::stderr(), &format!("insignia: {sentence}"));
        }
        Exit::Refused
    }

    /// A bar for so many steps of work; draws only on a terminal.
    pub(super) fn progress(&self, steps: usize, what: &'static str) -> ProgressBar {
        let bar = ProgressBar::with_draw_target(u64::try_from(steps).ok(), self.target());
        if let Ok(style) = ProgressStyle::with_template("{msg} {bar:30} {pos}/{len}") {
            bar.set_style(style.progress_chars("━━─"));
        }
        bar.set_message(what);
        bar
    }

    /// A sign of life for work that cannot be counted.
    pub(super) fn waiting(&self, what: &'static str) -> ProgressBar {
        let bar = ProgressBar::with_draw_target(None, self.target());
        bar.set_message(what);
        bar.enable_steady_tick(Duration::from_millis(120));
        bar
    }

    fn target(&self) -> ProgressDrawTarget {
        if self.json { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() }
    }

    fn styled<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.colour { Cow::Borrowed(text) } else { Cow::Owned(plain(text)) }
    }
}

/// An error and its causes in one line; a cause that was quoted already is not said again.
fn sentence(error: &anyhow::Error) -> String {
    let causes = error.chain().skip(1).map(ToString::to_string);
    causes.fold(error.to_string(), |said, cause| if said.contains(&cause) { said } else { format!("{said}: {cause}") })
}

/// The text without its styles.
fn plain(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |said, part| said + part.split_once('m').map_or("", |(_, rest)| rest))
}

/// Whoever reads may have gone: `insignia check | head` is no fault.
fn write_line(to: &mut dyn Write, text: &str) {
    let _ = writeln!(to, "{text}").and_then(|()| to.flush());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cause_is_told_once() {
        let quoted = anyhow::Error::new(io::Error::other("the disk is full")).context("a.db cannot be written: the disk is full");
        assert_eq!(sentence(&quoted), "a.db cannot be written: the disk is full");
        let bare = anyhow::Error::new(io::Error::other("the disk is full")).context("a.db cannot be written");
        assert_eq!(sentence(&bare), "a.db cannot be written: the disk is full");
    }

    #[test]
    fn styles_leave_no_trace_where_nobody_looks() {
        let styled = format!("{} and {} m[1m", Style::Strong.on("a"), Style::Bad.on("b"));
        assert_eq!(plain(&styled), "a and b m[1m");
    }
}
