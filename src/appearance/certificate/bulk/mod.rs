//! The certificates of a training at once: a ZIP of files to be sent, or one file to be printed.
//!
//! Certificates are taken one by one from an iterator that makes them, and each is let go before the next
//! is asked for. So memory stays flat, and whoever waits gets bytes from the first one on. A certificate that
//! cannot be made ends the work: half a training is easily taken for the whole.

use std::collections::HashSet;
use std::io::{self, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::pdf::{MergeFault, Merged};
use crate::vocabulary::Timestamp;

/// A finished certificate.
pub struct Finished<B> {
    /// The code by which it is looked up; names its file.
    pub code: String,
    /// The PDF.
    pub pdf: B,
}

/// Why the work ended early.
#[derive(Debug, thiserror::Error)]
pub enum BulkFault<E> {
    /// A certificate could not be made.
    #[error(transparent)]
    Certificate(E),
    /// The ZIP could not be written.
    #[error("the ZIP file could not be written: {0}")]
    Zip(io::Error),
    /// The file to be printed could not be written.
    #[error(transparent)]
    Print(#[from] MergeFault),
}

/// Writes each certificate as a file of its own into a ZIP, named by its code: a name of a person in a file name would
/// travel further than the certificate. `progress` is told how many there are so far.
///
/// # Errors
/// The first certificate that could not be made, or the sink's fault; what was written until then is no ZIP.
pub fn zipped<B: AsRef<[u8]>, E, W: Write>(
    certificates: impl IntoIterator<Item = Result<Finished<B>, E>>,
    made_at: Timestamp,
    sink: W,
    mut progress: impl FnMut(usize),
) -> Result<usize, BulkFault<E>> {
    let mut archive = ZipWriter::new_stream(sink);
    // Stored files of unknown length cannot be read in one go; deflating them again costs little at the lowest level.
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).compression_level(Some(1));
    let options = options.last_modified_time(dos_time(made_at)).unix_permissions(0o644);
    let mut names = Names::default();
    let mut done = 0;
    for certificate in certificates {
        let Finished { code, pdf } = certificate.map_err(BulkFault::Certificate)?;
        archive.start_file(names.name(&code), options).map_err(|fault| BulkFault::Zip(fault.into()))?;
        archive.write_all(pdf.as_ref()).map_err(BulkFault::Zip)?;
        drop(pdf);
        done += 1;
        progress(done);
    }
    archive.finish().map_err(|fault| BulkFault::Zip(fault.into()))?;
    Ok(done)
}

/// Writes the pages of all certificates into one PDF, without the signed badges, which are one person's each.
///
/// # Errors
/// As [`zipped`].
pub fn printed<B: AsRef<[u8]>, E, W: Write>(
    certificates: impl IntoIterator<Item = Result<Finished<B>, E>>,
    title: &str,
    made_at: Timestamp,
    sink: W,
    mut progress: impl FnMut(usize),
) -> Result<usize, BulkFault<E>> {
    let mut merged = Merged::begin(sink, title, made_at)?;
    let mut done = 0;
    for certificate in certificates {
        let Finished { code, pdf } = certificate.map_err(BulkFault::Certificate)?;
        merged.add(&code, pdf.as_ref())?;
        drop(pdf);
        done += 1;
        progress(done);
    }
    merged.finish()?;
    Ok(done)
}

/// File names that any system takes, none twice.
#[derive(Default)]
struct Names {
    taken: HashSet<String>,
}

impl Names {
    fn name(&mut self, code: &str) -> String {
        let plain: String = code.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').take(64).collect();
        let first = format!("certificate-{}", plain.to_ascii_lowercase());
        let numbered = (2_usize..).map(|number| format!("{first}-{number}"));
        let mut names = std::iter::once(first.clone()).chain(numbered);
        let name = names.find(|name| self.taken.insert(name.clone())).unwrap_or(first);
        name + ".pdf"
    }
}

/// The format knows no time zone and no year before 1980.
fn dos_time(at: Timestamp) -> zip::DateTime {
    let text = at.whole_second().to_string();
    let number = |from: usize, to: usize| text.get(from..to).and_then(|digits| digits.parse::<u16>().ok()).unwrap_or(0);
    let small = |from: usize| u8::try_from(number(from, from + 2)).unwrap_or(0);
    zip::DateTime::from_date_and_time(number(0, 4), small(5), small(8), small(11), small(14), small(17)).unwrap_or_default()
}

#[cfg(test)]
mod tests;
