//! What is wrong in a configuration file, as sentences with a remedy.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// One fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Counted from 1; 0 if the file as a whole is meant.
    pub line: usize,
    /// What is wrong.
    pub sentence: String,
    /// What to do.
    pub remedy: String,
}

/// Every fault of a file, by line; never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Faults {
    file: PathBuf,
    faults: Vec<Fault>,
}

impl Faults {
    pub(super) fn of(file: &Path, mut faults: Vec<Fault>) -> Self {
        faults.sort_by_key(|fault| fault.line);
        Self { file: file.to_owned(), faults }
    }

    pub(super) fn unreadable(file: &Path, error: &io::Error) -> Self {
        let (sentence, remedy) = if error.kind() == io::ErrorKind::NotFound {
            ("there is no configuration here".to_owned(), "run `insignia init` to make one, or name another file with --config")
        } else {
            (format!("the configuration cannot be read: {error}"), "let the user who runs insignia read it as UTF-8 text")
        };
        Self { file: file.to_owned(), faults: vec![Fault { line: 0, sentence, remedy: remedy.to_owned() }] }
    }

    /// The file.
    pub fn file(&self) -> &Path {
        &self.file
    }

    /// Each fault.
    pub fn iter(&self) -> std::slice::Iter<'_, Fault> {
        self.faults.iter()
    }
}

impl<'a> IntoIterator for &'a Faults {
    type Item = &'a Fault;
    type IntoIter = std::slice::Iter<'a, Fault>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Display for Faults {
    /// One line each: `file:line: what is wrong; what to do`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, fault) in self.faults.iter().enumerate() {
            let (end, file) = (if at == 0 { "" } else { "\n" }, self.file.display());
            match fault.line {
                0 => write!(f, "{end}{file}: {}; {}", fault.sentence, fault.remedy)?,
                line => write!(f, "{end}{file}:{line}: {}; {}", fault.sentence, fault.remedy)?,
            }
        }
        Ok(())
    }
}

impl std::error::Error for Faults {}
