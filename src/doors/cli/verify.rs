//! `insignia verify FILE|ADDRESS`: is this badge genuine and current?
//!
//! With a configuration at hand, our own issuers' keys and lists come from the store. What another
//! issuer keeps at its own addresses is asked for there, by the rules of [`fetch`](crate::platform::fetch).
//! With --alone nobody is asked: only what the file itself and the documents named by --with say is
//! known. What cannot be found makes no badge valid.

mod documents;
mod nobody;
mod person;
mod report;

use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context as _;

use super::answer::{Answer, Exit, Refused};
use super::installation::{fetcher_of, inside};
use crate::platform::fetch::Fetcher;
use crate::standards::bake::{self, pdf::PdfFault, png::PngFault, svg::SvgFault};
use crate::verifier::checking::{AtOnce, CheckError, Checking, OwnRegister};
use crate::verifier::recipient::about;
use crate::verifier::{Answer as Found, Expected, Form, Known, Presented, Reason, Verdict, verify};
use crate::vocabulary::Clock;
use crate::vocabulary::clock::SystemClock;

use nobody::Nobody;
use report::VerdictReport;
pub(super) use report::reason;

/// What is verified, against what.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The badge: a file with JSON, JWT, PNG, SVG or PDF, or a picture of its QR code; its https address; - reads from the input.
    #[arg(value_name = "FILE|ADDRESS")]
    badge: PathBuf,
    /// A document that was fetched before: of keys (DID document, key document, key set), a list of revoked badges, a newer edition, or
    /// one of Open Badges 2.0. Where its id does not say where it stands, its address is written before it. May be repeated.
    #[arg(long = "with", value_name = "[ADDRESS=]FILE", requires = "alone")]
    documents: Vec<PathBuf>,
    /// Ask nobody: no installation, even if there is a configuration, and no other server.
    #[arg(long)]
    alone: bool,
    /// Only a badge whose proof was made for DOMAIN is valid; may be repeated.
    #[arg(long = "domain", value_name = "DOMAIN")]
    domains: Vec<String>,
    /// Only a badge whose proof answers TEXT is valid.
    #[arg(long, value_name = "TEXT")]
    challenge: Option<String>,
    /// Show every check.
    #[arg(long)]
    checks: bool,
    /// Is it about this person? A name, user name or e-mail address; nothing of it is kept.
    #[arg(long, value_name = "TEXT")]
    recipient: Option<String>,
}

/// A badge in a picture is far below.
const LARGEST: u64 = 2 << 20;

impl Args {
    /// Verifies. `asked` is true if the configuration was named on the command line.
    pub(super) async fn run(self, config: &Path, asked: bool) -> anyhow::Result<Answer> {
        let judged = if self.alone {
            self.judge_alone()
        } else if asked || config.exists() {
            inside(config, async |at| self.judge(at.office(), &at.fetcher()?).await).await
        } else {
            self.judge(&Nobody, &fetcher_of(None)?).await
        };
        let (presented, verdict) = match judged {
            Ok(judged) => judged,
            Err(error) => match error.downcast::<Unread>() {
                // No verdict, whatever the badge is: neither valid nor invalid.
                Ok(Unread(why)) => return Ok(Answer::of(&format!("{why:#}"))?.ending(Exit::Unfinished)),
                Err(error) => return Err(error),
            },
        };
        let person = self.recipient.as_deref().map(|typed| about(&verdict, typed));
        let report = VerdictReport::of(&verdict, presented.form(), person.as_ref(), SystemClock.now())?;
        let report = if self.checks { report.with_all_checks() } else { report };
        Ok(Answer::of(&report)?.ending(exit(&verdict, &presented)))
    }

    fn judge_alone(&self) -> anyhow::Result<(Arc<Presented>, Verdict)> {
        if self.address().is_some() {
            return Err(Refused::because("with --alone nobody is asked; name a file, or leave --alone out"));
        }
        let presented = Presented::new(read(&self.badge).map_err(Unread)?);
        let mut known = Known::strict();
        known.expect(self.expected());
        for file in &self.documents {
            documents::add(&mut known, file)?;
        }
        let verdict = verify(&presented, &known, SystemClock.now());
        Ok((Arc::new(presented), verdict))
    }

    async fn judge<S>(&self, own: &S, fetcher: &Fetcher) -> anyhow::Result<(Arc<Presented>, Verdict)>
    where
        S: OwnRegister<Fault: std::error::Error + Send + Sync + 'static>,
    {
        let checking = Checking::asking(own, &AtOnce, fetcher).expecting(self.expected());
        let bytes = match self.address() {
            Some(address) => match checking.bring(address).await.map_err(CheckError::into_own)? {
                Found::Found { bytes, .. } => bytes,
                Found::Unreachable { why } | Found::Gone { why } => {
                    return Err(Unread(anyhow::anyhow!("{address} cannot be read: {why}")).into());
                }
            },
            None => read(&self.badge).map_err(Unread)?,
        };
        let presented = Arc::new(Presented::new(bytes));
        let verdict = checking.verdict(Arc::clone(&presented)).await.map_err(CheckError::into_own)?;
        Ok((presented, verdict))
    }

    /// What the asker demands of the proofs.
    fn expected(&self) -> Expected {
        let expected = self.domains.iter().fold(Expected::default(), Expected::domain);
        self.challenge.iter().fold(expected, Expected::challenge)
    }

    /// The address, if it is one and no file.
    fn address(&self) -> Option<&str> {
        let text = self.badge.to_str()?;
        let scheme = text.split_once("://")?.0;
        ["https", "http"].iter().any(|known| scheme.eq_ignore_ascii_case(known)).then_some(text)
    }
}

/// The badge could not be read.
#[derive(Debug)]
struct Unread(anyhow::Error);

impl std::fmt::Display for Unread {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:#}", self.0)
    }
}

impl std::error::Error for Unread {}

/// How a verdict ends the command.
fn exit(verdict: &Verdict, presented: &Presented) -> Exit {
    match verdict {
        Verdict::Valid(_) => Exit::Done,
        Verdict::Invalid(refusal) if matches!(refusal.reason, Reason::NotABadge(_)) && !is_damaged(presented) => Exit::NotABadge,
        Verdict::Invalid(_) => Exit::Refused,
        Verdict::Indeterminate(_) => Exit::Unfinished,
    }
}

/// A picture that carries a badge which can no longer be read is no other picture: it is not valid.
fn is_damaged(presented: &Presented) -> bool {
    match presented.form() {
        Some(Form::Png) => !matches!(bake::png::extract(presented.bytes()), Ok(_) | Err(PngFault::NoBadge)),
        Some(Form::Svg) => !matches!(bake::svg::extract(presented.bytes()), Ok(_) | Err(SvgFault::NoBadge)),
        Some(Form::Pdf) => !matches!(bake::pdf::extract(presented.bytes()), Ok(_) | Err(PdfFault::NoBadge)),
        Some(Form::Json | Form::Jwt | Form::Qr) | None => false,
    }
}

fn read(file: &Path) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let cannot = || format!("{} cannot be read", file.display());
    if file == Path::new("-") {
        std::io::stdin().take(LARGEST + 1).read_to_end(&mut bytes).with_context(|| "the input cannot be read")?;
    } else {
        let opened = std::fs::File::open(file).with_context(cannot)?;
        if opened.metadata().is_ok_and(|found| found.is_dir()) {
            return Err(Refused::because(format!("{} is a folder; name a file", file.display())));
        }
        opened.take(LARGEST + 1).read_to_end(&mut bytes).with_context(cannot)?;
    }
    Ok(bytes)
}
