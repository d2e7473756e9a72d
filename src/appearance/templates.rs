//! The files of `templates/`: embedded in the binary, replaceable one by one from an operator's folder.
//!
//! An operator who wants another look puts a file of the same name into that folder; everything
//! else stays ours. The folder is read once, at start: a page never waits for a disk, and a
//! half-saved file cannot be served. Names with `..`, links out of the folder and files that are
//! not UTF-8 are refused.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "templates/"]
struct Embedded;

/// A text file larger than this is no template.
const LARGEST: u64 = 512 * 1024;

/// Every template by its name, such as `credential.html` or `badges/shapes/shield.svg`.
#[derive(Debug, Clone)]
pub struct Templates {
    files: BTreeMap<String, Cow<'static, str>>,
}

/// Why the operator's folder cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum TemplatesFault {
    /// The folder or a file in it cannot be read.
    #[error("cannot read {}: {reason}", path.display())]
    Unreadable {
        /// The folder or file.
        path: PathBuf,
        /// What the operating system said.
        reason: std::io::Error,
    },
    /// A file replaces nothing: most likely its name is misspelt.
    #[error("{} replaces no template of ours: check its name against the folder templates/", path.display())]
    ReplacesNothing {
        /// The file.
        path: PathBuf,
    },
    /// A file is no text or too large.
    #[error("{} is not a text file of at most 512 KiB in UTF-8", path.display())]
    NotText {
        /// The file.
        path: PathBuf,
    },
}

impl Templates {
    /// The templates of this binary.
    pub fn embedded() -> Self {
        let text = |name: &str| match Embedded::get(name)?.data {
            Cow::Borrowed(bytes) => std::str::from_utf8(bytes).ok().map(Cow::Borrowed),
            Cow::Owned(bytes) => String::from_utf8(bytes).ok().map(Cow::Owned),
        };
        let files = Embedded::iter().filter_map(|name| Some((name.to_string(), text(&name)?))).collect();
        Self { files }
    }

    /// The templates of this binary, with those of `folder` in place of their namesakes.
    ///
    /// # Errors
    /// When a file cannot be read, is no text, or replaces nothing.
    pub fn with_folder(folder: &Path) -> Result<Self, TemplatesFault> {
        let mut templates = Self::embedded();
        templates.take_over(folder, "")?;
        Ok(templates)
    }

    fn take_over(&mut self, folder: &Path, prefix: &str) -> Result<(), TemplatesFault> {
        let unreadable = |reason| TemplatesFault::Unreadable { path: folder.to_owned(), reason };
        for entry in std::fs::read_dir(folder).map_err(unreadable)? {
            let entry = entry.map_err(unreadable)?;
            let path = entry.path();
            let kind = entry.file_type().map_err(unreadable)?;
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.file_name().to_string_lossy().starts_with('.') {
                continue;
            }
            if kind.is_dir() {
                self.take_over(&path, &format!("{name}/"))?;
            } else if kind.is_file() && self.files.contains_key(&name) {
                self.files.insert(name, Cow::Owned(read_text(&path)?));
            } else {
                return Err(TemplatesFault::ReplacesNothing { path });
            }
        }
        Ok(())
    }

    /// The text of one template.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.files.get(name).map(AsRef::as_ref)
    }

    /// Names of the templates of pages, in alphabetical order.
    pub fn pages(&self) -> impl Iterator<Item = &str> {
        self.names("").filter(|name| name.strip_suffix(".html").is_some())
    }

    /// Names in alphabetical order that start with `prefix`, each without it.
    pub fn names<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = &'a str> {
        self.files.keys().filter_map(move |name| name.strip_prefix(prefix))
    }
}

fn read_text(path: &Path) -> Result<String, TemplatesFault> {
    let unreadable = |reason| TemplatesFault::Unreadable { path: path.to_owned(), reason };
    let not_text = || TemplatesFault::NotText { path: path.to_owned() };
    if std::fs::metadata(path).map_err(unreadable)?.len() > LARGEST {
        return Err(not_text());
    }
    String::from_utf8(std::fs::read(path).map_err(unreadable)?).map_err(|_| not_text())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_the_operator_takes_the_place_of_ours() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(folder.path().join("badges/shapes")).unwrap();
        std::fs::write(folder.path().join("badges/shapes/shield.svg"), "<svg/>").unwrap();
        std::fs::write(folder.path().join(".swp"), [0xff]).unwrap();
        let templates = Templates::with_folder(folder.path()).unwrap();
        assert_eq!(templates.text("badges/shapes/shield.svg"), Some("<svg/>"));
        assert_eq!(templates.text("badges/shapes/hexagon.svg"), Templates::embedded().text("badges/shapes/hexagon.svg"));
    }

    #[test]
    fn a_misspelt_or_unreadable_file_is_refused_by_name() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("credentail.html"), "").unwrap();
        let said = Templates::with_folder(folder.path()).unwrap_err().to_string();
        assert!(said.contains("credentail.html replaces no template"), "{said}");
        std::fs::remove_file(folder.path().join("credentail.html")).unwrap();
        std::fs::create_dir_all(folder.path().join("badges/shapes")).unwrap();
        std::fs::write(folder.path().join("badges/shapes/hexagon.svg"), [0xff, 0xfe]).unwrap();
        assert!(matches!(Templates::with_folder(folder.path()), Err(TemplatesFault::NotText { .. })));
    }
}
