//! `insignia certificate BADGE…`: a PDF for each.
//!
//! Every badge is looked for and every paper made before the first file is written: a list with a
//! mistake in it leaves no half of itself behind.

use std::fmt;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use serde::Serialize;

use super::look::{Look, Workshop};
use crate::doors::cli::answer::{Answer, Refused};
use crate::doors::cli::installation::Installation;
use crate::doors::cli::terminal::Terminal;
use crate::vocabulary::ids::CredentialId;

/// Prints a certificate for each of `credentials`, to a file or into a folder.
pub(super) async fn print(
    at: &Installation,
    terminal: &Terminal,
    credentials: &[CredentialId],
    out: Option<PathBuf>,
    look: Look,
) -> anyhow::Result<Answer> {
    let file = out.as_ref().filter(|out| out.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("pdf")));
    if file.is_some() && credentials.len() > 1 {
        return Err(Refused::because("several badges do not go into one file: name a folder with --out"));
    }
    let published = at.office().published(credentials).await?;
    if let Some(absent) = credentials.iter().find(|id| !published.contains_key(*id)) {
        return Err(Refused::because(format!("there is no published badge {absent}")));
    }
    let workshop = Workshop::open(at, look)?;
    let bar = terminal.progress(credentials.len(), "printing");
    let mut papers = Vec::with_capacity(credentials.len());
    for (id, published) in credentials.iter().filter_map(|id| Some((id, published.get(id)?))) {
        let gathered = workshop.gather(published).await?.with_context(|| format!("badge {id}"))?;
        papers.push((*id, workshop.printer.pdf(&gathered).with_context(|| format!("badge {id}"))?));
        bar.inc(1);
    }
    bar.finish_and_clear();
    Answer::of(&Printed { files: keep(&papers, file.map(PathBuf::as_path), out.as_deref())? })
}

/// Writes the papers: the one to `file`, or each into the folder.
fn keep(papers: &[(CredentialId, Vec<u8>)], file: Option<&Path>, folder: Option<&Path>) -> anyhow::Result<Vec<PathBuf>> {
    let folder = folder.unwrap_or(Path::new("."));
    if file.is_none() {
        std::fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    }
    let path = |id: &CredentialId| file.map_or_else(|| folder.join(file_name(*id)), Path::to_owned);
    let write = |(id, bytes): &(CredentialId, Vec<u8>)| {
        let path = path(id);
        std::fs::write(&path, bytes).with_context(|| format!("{} cannot be written", path.display()))?;
        Ok(path)
    };
    papers.iter().map(write).collect()
}

/// As the code is printed on it.
pub(super) fn file_name(id: CredentialId) -> String {
    format!("certificate-{}.pdf", id.printed())
}

#[derive(Debug, Serialize)]
struct Printed {
    files: Vec<PathBuf>,
}

impl fmt::Display for Printed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let files: Vec<String> = self.files.iter().map(|file| file.display().to_string()).collect();
        f.write_str(&files.join("\n"))
    }
}
