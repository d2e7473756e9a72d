//! `insignia export`: credentials as files, for their holders or as a copy that outlives the service.

use std::fmt;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use serde::Serialize;

use super::answer::{Answer, Refused};
use super::certificate::Workshop;
use super::installation::Installation;
use super::terminal::Terminal;
use super::words;
use crate::appearance::artwork::Gallery;
use crate::appearance::files::Files;
use crate::issuer::credential::Published;
use crate::vocabulary::ids::CredentialId;

/// Credentials that are read at once.
const STEP: u32 = 200;

/// What is written, and where.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Badges: printed codes, ids or addresses.
    #[arg(value_name = "BADGE", value_parser = words::credential, required_unless_present = "all", conflicts_with = "all")]
    credentials: Vec<CredentialId>,
    /// Every published badge.
    #[arg(long)]
    all: bool,
    /// The folder for the files; it is made if it is not there.
    #[arg(long, value_name = "FOLDER")]
    to: PathBuf,
}

impl Args {
    /// Exports.
    pub(super) async fn run(self, at: &Installation, terminal: &Terminal) -> anyhow::Result<Answer> {
        let gallery = at.gallery()?;
        let workshop = Workshop::usual(at)?;
        let mut written = Written { folder: self.to.clone(), credentials: 0, files: 0, without_certificate: Vec::new() };
        if self.all {
            self.make_folder()?;
            let waiting = terminal.waiting("exporting");
            let mut after = None;
            loop {
                let ids = at.office().credentials_after(after, STEP).await?;
                let Some(last) = ids.last() else { break };
                after = Some(*last);
                self.write(at, (&gallery, &workshop), &ids, &mut written).await?;
                waiting.tick();
            }
            waiting.finish_and_clear();
        } else {
            // Every badge is looked for before the first file is written.
            let published = at.office().published(&self.credentials).await?;
            if let Some(absent) = self.credentials.iter().find(|id| !published.contains_key(*id)) {
                return Err(Refused::because(format!("there is no published badge {absent}")));
            }
            self.make_folder()?;
            self.write(at, (&gallery, &workshop), &self.credentials, &mut written).await?;
        }
        Answer::of(&written)
    }

    fn make_folder(&self) -> anyhow::Result<()> {
        std::fs::create_dir_all(&self.to).with_context(|| format!("{} cannot be made", self.to.display()))?;
        // Also where nothing is to be written today: a copy that runs by night must not fail on the first badge.
        let probe = self.to.join(".insignia-export");
        std::fs::write(&probe, [])
            .and_then(|()| std::fs::remove_file(&probe))
            .with_context(|| format!("{} cannot be written: give --to another folder, or the right to write there", self.to.display()))
    }

    async fn write(
        &self,
        at: &Installation,
        (gallery, workshop): (&Gallery, &Workshop<'_>),
        ids: &[CredentialId],
        written: &mut Written,
    ) -> anyhow::Result<()> {
        let mut published = at.office().published(ids).await?;
        for id in ids {
            let one = published.remove(id).ok_or_else(|| Refused::because(format!("there is no published badge {id}")))?;
            written.files += write_files(&self.to, &id.to_string(), &one, at.office(), gallery)?.len();
            written.credentials += 1;
            // A badge is exported whatever became of it; a paper is not made of one that is not genuine and current.
            match workshop.keep(&one, &self.to.join(format!("{id}.pdf"))).await? {
                Ok(()) => written.files += 1,
                Err(why) => written.without_certificate.push(Without { badge: *id, why: why.to_string() }),
            }
        }
        Ok(())
    }
}

/// Writes every form of a credential as `{stem}.{form}`; gives the paths in the order of the forms.
pub(super) fn write_files(
    folder: &Path,
    stem: &str,
    published: &Published,
    office: &crate::issuer::Office,
    gallery: &Gallery,
) -> anyhow::Result<Vec<PathBuf>> {
    let (slug, version) = published.award().class();
    let class = office.community().catalog().class_version(slug, version);
    let class = class.ok_or_else(|| Refused::because(format!("the catalogue has no {slug} {version}")))?;
    let write = |(form, bytes): (&str, Vec<u8>)| {
        let path = folder.join(format!("{stem}.{form}"));
        std::fs::write(&path, bytes).with_context(|| format!("{} cannot be written", path.display()))?;
        Ok(path)
    };
    let issuer = office.issuer(published.award().issuer())?;
    Files::of(published, class, issuer, gallery, office.addresses())?.forms.into_iter().map(write).collect()
}

#[derive(Debug, Serialize)]
struct Written {
    folder: PathBuf,
    credentials: usize,
    files: usize,
    without_certificate: Vec<Without>,
}

/// A badge without a PDF, and why.
#[derive(Debug, Serialize)]
struct Without {
    badge: CredentialId,
    why: String,
}

impl fmt::Display for Written {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let badges = if self.credentials == 1 { "1 badge".to_owned() } else { format!("{} badges", self.credentials) };
        write!(f, "{badges} in {} files: {}", self.files, self.folder.display())?;
        for Without { badge, why } in &self.without_certificate {
            write!(f, "\nno PDF of {badge}: {why}")?;
        }
        Ok(())
    }
}
