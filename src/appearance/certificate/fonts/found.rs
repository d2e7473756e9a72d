//! Finding font files, and reading of each what it is called.
//!
//! In the folders that the operator names every font counts. Of the system's fonts only Noto does:
//! of it we know how it looks and that it may be embedded
//! ([OFL 1.1](https://openfontlicense.org)), and other machines find the same.

use std::fs;
use std::path::{Path, PathBuf};

use fontdb::{Database, FaceInfo, ID, Source, Stretch, Style};

/// Where Debian and its relatives, and macOS, keep the fonts of all users. A server has no home.
const SYSTEM: &[&str] = &["/usr/share/fonts", "/usr/local/share/fonts", "/Library/Fonts", "/System/Library/Fonts"];

/// Folders deeper than this are a circle of links.
const DEEPEST: usize = 8;

/// A font in a file.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) id: ID,
    pub(super) file: PathBuf,
    pub(super) index: u32,
    /// As [`plain`] writes it.
    pub(super) family: String,
    /// Such as `NotoSansArabic-Regular`.
    pub(super) name: String,
    pub(super) weight: u16,
    pub(super) origin: Origin,
    pub(super) pitch: Pitch,
}

/// Who put a font here; the earlier one is asked first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Origin {
    /// The operator, for this service.
    Given,
    /// The system.
    System,
}

/// Whether letters differ in width.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Pitch {
    Proportional,
    Fixed,
}

/// Every upright font of the folders, then of the system, in an order that does not depend on the disk.
pub(super) fn find(given: &[PathBuf], system: &[&Path]) -> (Database, Vec<Found>) {
    let mut database = Database::new();
    let mut found: Vec<Found> = Vec::new();
    let given = given.iter().map(|folder| (folder.as_path(), Origin::Given));
    for (folder, origin) in given.chain(system.iter().map(|folder| (*folder, Origin::System))) {
        for file in files(folder, origin) {
            if let Err(fault) = database.load_font_file(&file) {
                tracing::warn!(file = %file.display(), %fault, "a font file cannot be read");
            }
        }
        let known: Vec<ID> = found.iter().map(|one| one.id).collect();
        let mut added: Vec<Found> =
            database.faces().filter(|face| !known.contains(&face.id)).filter_map(|face| read(face, origin)).collect();
        added.sort_by(|a, b| (&a.family, &a.name, &a.file, a.index).cmp(&(&b.family, &b.name, &b.file, b.index)));
        found.append(&mut added);
    }
    (database, found)
}

/// The folders in which the system keeps fonts.
pub(super) fn system() -> Vec<&'static Path> {
    SYSTEM.iter().map(Path::new).collect()
}

/// A family's name without what differs between files: case and spaces.
pub(super) fn plain(family: &str) -> String {
    family.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}

fn read(face: &FaceInfo, origin: Origin) -> Option<Found> {
    let Source::File(file) = &face.source else { return None };
    if face.style != Style::Normal || face.stretch != Stretch::Normal {
        return None;
    }
    Some(Found {
        id: face.id,
        file: file.clone(),
        index: face.index,
        family: plain(&face.families.first()?.0),
        name: face.post_script_name.clone(),
        // Noto Nastaliq Urdu Bold of 2020 calls itself regular, but not in its name.
        weight: if face.post_script_name.ends_with("-Bold") { 700 } else { face.weight.0 },
        origin,
        pitch: if face.monospaced { Pitch::Fixed } else { Pitch::Proportional },
    })
}

fn files(folder: &Path, origin: Origin) -> Vec<PathBuf> {
    let mut files = Vec::new();
    collect(folder, origin, DEEPEST, &mut files);
    files.sort();
    files
}

fn collect(folder: &Path, origin: Origin, deeper: usize, files: &mut Vec<PathBuf>) {
    // A folder that is not there holds no fonts: the data folder needs none.
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            if deeper > 0 {
                collect(&path, origin, deeper - 1, files);
            }
        } else if is_font(&path) && (origin == Origin::Given || is_noto(&path)) {
            files.push(path);
        }
    }
}

fn is_font(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    ["ttf", "otf", "ttc", "otc"].iter().any(|known| known.eq_ignore_ascii_case(ending))
}

fn is_noto(path: &Path) -> bool {
    path.file_name().and_then(|name| name.to_str()).is_some_and(|name| name.starts_with("Noto"))
}
