//! `insignia check --outside`: what the world gets at the public address.

use std::fmt;
use std::path::Path;

use anyhow::Context as _;
use serde::Serialize;
use url::Url;

use super::super::answer::{Answer, Exit};
use super::super::installation::inside;
use super::super::serve;
use super::super::terminal::{Style, Terminal};
use crate::doors::http::outside::compare;

#[derive(Debug, Serialize)]
struct Seen {
    address: String,
    paths: Vec<Line>,
}

#[derive(Debug, Serialize)]
struct Line {
    path: String,
    faults: Vec<String>,
}

/// Asks for what verifiers fetch at `address`, or at the public address.
pub(super) async fn check(terminal: &Terminal, config: &Path, address: Option<&str>) -> anyhow::Result<Answer> {
    inside(config, async |at| {
        let origin = address.map_or_else(|| at.config().base.to_string(), str::to_owned);
        let url = Url::parse(&origin).with_context(|| format!("{origin:?} is no address such as https://badges.example.org"))?;
        let door = serve::door(at)?;
        let waiting = terminal.waiting("looking from outside");
        let compared = compare(&door, &at.fetcher()?, &url).await;
        waiting.finish_and_clear();
        let paths = compared?.into_iter().map(|one| Line { path: one.path, faults: one.faults }).collect();
        let seen = Seen { address: origin, paths };
        let exit = if seen.paths.iter().all(|line| line.faults.is_empty()) { Exit::Done } else { Exit::Refused };
        Ok(Answer::of(&seen)?.ending(exit))
    })
    .await
}

impl fmt::Display for Seen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", Style::Strong.on(&self.address))?;
        for line in &self.paths {
            let mark = if line.faults.is_empty() { Style::Good.on("✓") } else { Style::Bad.on("✗") };
            writeln!(f, "  {mark} {}", line.path)?;
            for fault in &line.faults {
                writeln!(f, "      {fault}")?;
            }
        }
        Ok(())
    }
}
