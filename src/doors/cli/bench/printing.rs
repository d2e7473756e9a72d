//! `insignia bench certificates`: what a paper costs, script by script, beside WeasyPrint, which lays out the same
//! page from HTML, in the same interleaved rounds.
//!
//! Both are warm, write tags and attach the same badge; ours is measured from what it says to the last byte, theirs
//! from the HTML. WeasyPrint's page has the same boxes, letters, artwork, picture and code, but nothing shrinks to fit.

use std::fmt;
use std::path::Path;

use anyhow::Context as _;
use serde::Serialize;
use serde_json::json;

use super::clock::{micros_each, thread_cpu};
use super::html;
use super::peers::Peer;
use super::report::Machine;
use super::rounds::{Basis, Effort, Work, measure};
use crate::appearance::artwork::Gallery;
use crate::appearance::certificate::compose;
use crate::appearance::certificate::content::Content;
use crate::appearance::certificate::fonts::Fonts;
use crate::appearance::certificate::pdf;
use crate::appearance::certificate::samples::{PEOPLE, Person, Samples};
use crate::appearance::certificate::template::Template;
use crate::appearance::pages::embedded_messages;
use crate::appearance::templates::Templates;

/// What is printed: the design that most will use.
const TEMPLATE: &str = "a4-landscape";
/// The sample with which the others are compared.
const ENGLISH: &str = "en";
/// Languages in Latin letters, and milliseconds that their papers may cost: `BENCHMARKS.md`. Others have no goal.
const LATIN: [&str; 3] = ["en", "vi", "de"];
const LATIN_GOAL_MS: f64 = 4.0;
/// Languages whose fonts have tens of thousands of glyphs, and the same.
const EAST_ASIAN: [&str; 3] = ["zh", "ja", "ko"];
const EAST_ASIAN_GOAL_MS: f64 = 7.0;
/// Papers that WeasyPrint writes in a turn.
const THEIR_TURN: u32 = 2;

/// What one run saw of certificates.
#[derive(Debug, Serialize)]
pub struct Printing {
    machine: Machine,
    quick: bool,
    start: Start,
    papers: Vec<Paper>,
    peer: Beside,
}

/// What comes before the first paper, in milliseconds of the processor's time.
#[derive(Debug, Serialize)]
struct Start {
    fonts_ms: f64,
    template_ms: f64,
    /// The largest resident memory before fonts were looked for, in KiB.
    memory_before_kib: u64,
    /// The same after every script was written.
    memory_after_kib: u64,
}

/// What a paper costs, in milliseconds of the processor's time.
#[derive(Debug, Serialize)]
struct Paper {
    sample: &'static str,
    language: &'static str,
    /// The first one: its fonts are read.
    first_ms: f64,
    ms: f64,
    least_ms: f64,
    bytes: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    goal_ms: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    theirs: Option<Theirs>,
}

#[derive(Debug, Serialize)]
struct Theirs {
    ms: f64,
    times_ours: f64,
}

/// What others use.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Beside {
    Measured { name: String, memory_kib: u64 },
    NotMeasured { not_measured: String },
}

/// A sample, ready to be written again and again.
struct Ready {
    person: &'static Person,
    content: Content,
    first_ms: f64,
    bytes: usize,
}

/// Measures. `script` starts the other side, `required` is true if it was asked for by name.
pub(super) fn run(badge: &str, script: &Path, required: bool, effort: Effort, folder: &Path, quick: bool) -> anyhow::Result<Printing> {
    let memory_before_kib = largest_memory_kib();
    let templates = Templates::embedded();
    let (fonts, fonts_ms) = timed(|| Ok(Fonts::discover(&[])))?;
    let svg = templates.text(&format!("certificates/{TEMPLATE}.svg")).context("the design is part of this program")?;
    let (template, template_ms) = timed(|| Ok(Template::read(TEMPLATE, svg)?))?;
    let messages = embedded_messages()?;
    let samples = Samples::new(&messages, &Gallery::new(templates.clone()))?;
    let ready = PEOPLE.iter().map(|person| prepare(person, badge, &samples, &template, &fonts)).collect::<anyhow::Result<Vec<_>>>()?;
    let memory_after_kib = largest_memory_kib();

    let peer = start_peer(script, &ready, badge, &template);
    let peer = match peer {
        Err(why) if !required => Err(format!("{why:#}; it needs Python, Pango and the project's folder, where {} is", script.display())),
        started => Ok(started?),
    };
    let papers = compare(&ready, &template, &fonts, peer.as_ref().ok(), effort)?;
    let peer = match &peer {
        Ok(peer) => Beside::Measured { name: peer.name().to_owned(), memory_kib: peer.memory_kib()? },
        Err(why) => Beside::NotMeasured { not_measured: why.clone() },
    };
    let start = Start { fonts_ms, template_ms, memory_before_kib, memory_after_kib };
    Ok(Printing { machine: Machine::this(folder), quick, start, papers, peer })
}

/// Writes a sample once.
fn prepare(person: &'static Person, badge: &str, samples: &Samples<'_>, template: &Template, fonts: &Fonts) -> anyhow::Result<Ready> {
    let content = Content { credential: Some(badge.to_owned()), ..samples.content(person, TEMPLATE) };
    let written = timed(|| write(template, &content, fonts)).with_context(|| format!("the certificate {}", person.sample))?;
    Ok(Ready { person, content, first_ms: written.1, bytes: written.0.len() })
}

fn write(template: &Template, content: &Content, fonts: &Fonts) -> anyhow::Result<Vec<u8>> {
    Ok(pdf::write(&compose::sheet(template, content, fonts)?)?)
}

fn start_peer(script: &Path, ready: &[Ready], badge: &str, template: &Template) -> anyhow::Result<Peer> {
    let pages = ready.iter().map(|one| Ok((one.person.sample.to_owned(), html::page(template, &one.content)?.into())));
    let pages = pages.collect::<anyhow::Result<serde_json::Map<_, _>>>()?;
    Peer::start_with(script, &json!({ "pages": pages, "attachment": badge }))
}

fn compare(ready: &[Ready], template: &Template, fonts: &Fonts, peer: Option<&Peer>, effort: Effort) -> anyhow::Result<Vec<Paper>> {
    let ours = |one: &Ready| format!("certificate: {}", one.person.sample);
    let mut works: Vec<Work<'_>> =
        ready.iter().map(|one| Work::new(ours(one), Basis::Certificate, || write(template, &one.content, fonts))).collect();
    if let Some(peer) = peer {
        works.extend(ready.iter().map(|one| peer.work_of(one.person.sample, Basis::Certificate, THEIR_TURN)));
    }
    let costs = measure(works, &[(Basis::Certificate, &format!("certificate: {ENGLISH}"))], effort)?;
    let (ours, theirs) = costs.split_at(ready.len());
    let papers = ready.iter().zip(ours).enumerate().map(|(at, (one, cost))| Paper {
        sample: one.person.sample,
        language: one.person.language,
        first_ms: one.first_ms,
        ms: cost.us / 1e3,
        least_ms: cost.least_us / 1e3,
        bytes: one.bytes,
        goal_ms: goal(one.person.language),
        theirs: theirs.get(at).map(|theirs| Theirs { ms: theirs.us / 1e3, times_ours: theirs.times(cost) }),
    });
    Ok(papers.collect())
}

fn goal(language: &str) -> Option<f64> {
    let among = |languages: &[&str]| languages.iter().any(|one| language.starts_with(one));
    match () {
        () if among(&LATIN) => Some(LATIN_GOAL_MS),
        () if among(&EAST_ASIAN) => Some(EAST_ASIAN_GOAL_MS),
        () => None,
    }
}

fn timed<T>(work: impl FnOnce() -> anyhow::Result<T>) -> anyhow::Result<(T, f64)> {
    let before = thread_cpu();
    let done = work()?;
    Ok((done, micros_each(thread_cpu().saturating_sub(before), 1) / 1e3))
}

/// As the kernel counts it, 0 where it does not say.
fn largest_memory_kib() -> u64 {
    let about = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = about.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}

impl fmt::Display for Printing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.machine.introduce(f, &format!("One certificate: {TEMPLATE}, tagged, its badge attached"), self.quick)?;
        let Start { fonts_ms, template_ms, memory_before_kib, memory_after_kib } = &self.start;
        writeln!(f, "Start: {fonts_ms:.1} ms to find the fonts, {template_ms:.1} ms to read and check the template.")?;
        let mib = |kib: &u64| kib.div_ceil(1024);
        writeln!(f, "Memory: {} MiB before, {} MiB after every script.", mib(memory_before_kib), mib(memory_after_kib))?;
        writeln!(
            f,
            "\n{:<18}{:>10}{:>10}{:>10}{:>8}{:>14}{:>9}",
            "The processor's time", "first ms", "ms", "least ms", "KiB", "WeasyPrint ms", "ratio"
        )?;
        for paper in &self.papers {
            writeln!(f, "{paper}")?;
        }
        let beyond: Vec<&str> =
            self.papers.iter().filter(|paper| paper.goal_ms.is_some_and(|goal| paper.ms > goal)).map(|paper| paper.sample).collect();
        let goals = format!("The goals (Latin letters {LATIN_GOAL_MS} ms, Chinese, Japanese and Korean {EAST_ASIAN_GOAL_MS} ms)");
        match beyond.as_slice() {
            _ if !self.machine.optimised => writeln!(f, "\nWithout optimisation that says nothing about the goals.")?,
            [] => writeln!(f, "\n{goals} are reached.")?,
            beyond => writeln!(f, "\n{goals} are NOT reached by: {}.", beyond.join(", "))?,
        }
        match &self.peer {
            Beside::Measured { name, memory_kib } => write!(f, "{name} had at most {} MiB.", mib(memory_kib)),
            Beside::NotMeasured { not_measured } => write!(f, "WeasyPrint was NOT MEASURED: {not_measured}"),
        }
    }
}

impl fmt::Display for Paper {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { sample, language, first_ms, ms, least_ms, bytes, .. } = self;
        let name = if sample == language { (*sample).to_owned() } else { format!("{sample} ({language})") };
        write!(f, "{name:<20}{first_ms:>10.2}{ms:>10.2}{least_ms:>10.2}{:>8}", bytes.div_ceil(1024))?;
        match &self.theirs {
            Some(Theirs { ms, times_ours }) => write!(f, "{ms:>14.1}{times_ours:>7.1} ×"),
            None => Ok(()),
        }
    }
}
