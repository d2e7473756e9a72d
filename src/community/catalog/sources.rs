//! The files of a catalogue: from a folder, or those embedded in the binary.

use std::path::Path;

use rust_embed::RustEmbed;

use super::fault::{Finding, What};

#[derive(RustEmbed)]
#[folder = "badge-classes/"]
struct Embedded;

/// One file; its name is relative to the place where the catalogue was opened from.
#[derive(Debug, Clone)]
pub(super) struct Source {
    pub(super) file: String,
    pub(super) text: String,
}

impl Source {
    /// The last part of the name without its extension.
    pub(super) fn stem(&self) -> &str {
        let name = self.file.rsplit('/').next().unwrap_or(&self.file);
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    }
}

/// The files, sorted by name, told apart by where they stand.
#[derive(Debug, Clone, Default)]
pub(super) struct Sources {
    pub(super) classes: Vec<Source>,
    pub(super) taxonomies: Vec<Source>,
    pub(super) messages: Vec<Source>,
    /// Files that belong to nothing.
    pub(super) stray: Vec<String>,
    /// Files that could not be read.
    pub(super) unreadable: Vec<Finding>,
    /// The folder of the message files, for faults about what is missing there.
    pub(super) messages_folder: String,
}

impl Sources {
    /// The catalogue in the binary.
    pub(super) fn embedded() -> Self {
        let mut sources = Self { messages_folder: "badge-classes/i18n".to_owned(), ..Self::default() };
        let mut names: Vec<_> = Embedded::iter().collect();
        names.sort();
        for name in names {
            let Some(file) = Embedded::get(&name) else { continue };
            let shown = format!("badge-classes/{name}");
            sources.add(&name, shown, String::from_utf8(file.data.into_owned()).map_err(|error| error.to_string()));
        }
        sources
    }

    /// A folder.
    pub(super) fn folder(folder: &Path) -> Self {
        let mut sources = Self { messages_folder: folder.join("i18n").display().to_string(), ..Self::default() };
        for below in ["", "taxonomy", "i18n"] {
            let place = if below.is_empty() { folder.to_owned() } else { folder.join(below) };
            let shown = place.display().to_string();
            let mut names = Vec::new();
            let listed = std::fs::read_dir(&place).and_then(|entries| {
                for entry in entries {
                    let entry = entry?;
                    if !entry.path().is_dir() {
                        names.push(entry.file_name().to_string_lossy().into_owned());
                    }
                }
                Ok(())
            });
            if let Err(error) = listed {
                sources.unreadable.push(unreadable(shown, error.to_string()));
                // Without the folder itself, what is missing in it says nothing.
                if below.is_empty() {
                    break;
                }
                continue;
            }
            names.sort();
            for name in names {
                let path = place.join(&name);
                let relative = if below.is_empty() { name } else { format!("{below}/{name}") };
                let text = std::fs::read_to_string(&path).map_err(|error| error.to_string());
                sources.add(&relative, path.display().to_string(), text);
            }
        }
        sources
    }

    fn add(&mut self, relative: &str, shown: String, text: Result<String, String>) {
        let kind = match (relative.split_once('/'), relative.rsplit_once('.').map(|(_, extension)| extension)) {
            (None, Some("toml")) => &mut self.classes,
            (Some(("taxonomy", _)), Some("toml")) => &mut self.taxonomies,
            (Some(("i18n", _)), Some("json")) => &mut self.messages,
            _ if relative == "README.md" || relative.rsplit('/').next().is_some_and(|name| name.starts_with('.')) => return,
            _ => return self.stray.push(shown),
        };
        match text {
            Ok(text) => kind.push(Source { file: shown, text }),
            Err(error) => self.unreadable.push(unreadable(shown, error)),
        }
    }

    /// Files given as pairs of relative name and text.
    #[cfg(test)]
    pub(super) fn from_pairs<'p>(pairs: impl IntoIterator<Item = (&'p str, &'p str)>) -> Self {
        let mut sources = Self { messages_folder: "i18n".to_owned(), ..Self::default() };
        pairs.into_iter().for_each(|(name, text)| sources.add(name, name.to_owned(), Ok(text.to_owned())));
        sources
    }
}

fn unreadable(file: String, reason: String) -> Finding {
    Finding { file, line: 1, what: What::Unreadable(reason) }
}
