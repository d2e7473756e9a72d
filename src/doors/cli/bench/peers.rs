//! What others use, measured in the same rounds: a script of `benches/peers` in a process of its own.
//!
//! It is given a job as one line of JSON, complete, so that it fetches nothing: for `vc.mjs` the badge, its
//! payload, the contexts and the issuer's DID document. Then each line asks for work, `sign 20`, and each answer
//! is the processor's time for one, in microseconds, as that process counts it.

use std::cell::RefCell;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use anyhow::{Context as _, bail};
use serde_json::{Value, json};

use super::pure::Specimen;
use super::rounds::{Basis, Work};
use crate::standards::json;
use crate::standards::jsonld::Contexts;

/// Badges that it signs or verifies in a turn.
const TURN: u32 = 10;

/// The other process.
pub(super) struct Peer {
    name: String,
    talk: RefCell<Talk>,
}

struct Talk {
    child: Child,
    asking: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Drop for Talk {
    fn drop(&mut self) {
        // It ends by itself when nobody asks any more; this is for one that does not.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Peer {
    /// Starts the script and gives it a badge to sign and to verify.
    pub(super) fn start(script: &Path, specimen: &Specimen) -> anyhow::Result<Self> {
        Self::start_with(script, &job(specimen)?)
    }

    /// Starts the script and gives it the job.
    pub(super) fn start_with(script: &Path, job: &Value) -> anyhow::Result<Self> {
        let mut command = Command::new(script);
        let started = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
        let mut child = started.with_context(|| format!("{} does not start", script.display()))?;
        let asking = child.stdin.take().context("a script that listens")?;
        let answers = BufReader::new(child.stdout.take().context("a script that answers")?);
        let mut talk = Talk { child, asking, answers };
        let name = talk.ask(&job.to_string())?;
        Ok(Self { name, talk: RefCell::new(talk) })
    }

    /// What it calls itself.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// What is measured there.
    pub(super) fn works(&self) -> Vec<Work<'_>> {
        vec![self.work("sign", Basis::Sign), self.verifying()]
    }

    /// What verifying costs there: the proof and the dates of a badge; what its status list says is not looked at.
    pub(super) fn verifying(&self) -> Work<'_> {
        self.work("verify", Basis::Verify)
    }

    fn work(&self, what: &'static str, basis: Basis) -> Work<'_> {
        self.work_of(what, basis, TURN)
    }

    /// Work that is asked for as `what`, `turn` times in a turn.
    pub(super) fn work_of(&self, what: &'static str, basis: Basis, turn: u32) -> Work<'_> {
        Work::elsewhere(format!("{}: {what}", self.name), basis, turn, move |count| self.talk.borrow_mut().micros(what, count))
    }

    /// The largest resident memory of that process so far, in KiB.
    pub(super) fn memory_kib(&self) -> anyhow::Result<u64> {
        let answer = self.talk.borrow_mut().ask("memory")?;
        answer.parse().with_context(|| format!("the peer answered {answer:?} to \"memory\""))
    }
}

impl Talk {
    fn ask(&mut self, line: &str) -> anyhow::Result<String> {
        writeln!(self.asking, "{line}").and_then(|()| self.asking.flush()).context("the peer does not listen")?;
        let mut answer = String::new();
        if self.answers.read_line(&mut answer)? == 0 {
            bail!("the peer ended without an answer");
        }
        Ok(answer.trim().to_owned())
    }

    fn micros(&mut self, what: &str, count: u32) -> anyhow::Result<f64> {
        let answer = self.ask(&format!("{what} {count}"))?;
        answer.parse().with_context(|| format!("the peer answered {answer:?} to {what:?}"))
    }
}

fn job(specimen: &Specimen) -> anyhow::Result<Value> {
    let contexts = Contexts::known();
    let documents = contexts.iris().filter_map(|iri| Some((iri.to_owned(), contexts.document(iri)?)));
    Ok(json!({
        "payload": json::parse(&specimen.payload, &json::Limits::DOCUMENT)?,
        "badge": json::parse(specimen.published.json(), &json::Limits::DOCUMENT)?,
        "didDocument": specimen.did_document,
        "contexts": documents.collect::<serde_json::Map<_, _>>(),
    }))
}
