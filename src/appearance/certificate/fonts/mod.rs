//! Fonts: which there are, which one draws a text, and what to install where none does.
//!
//! No font is in this program. Those in the data folder's `fonts/` come first, then the Noto fonts
//! of the system. A file is read when the first text needs it and then kept: the Chinese, Japanese
//! and Korean ones have 20 MB each. A character without a glyph is never drawn as a box; the
//! [`Missing`] says which script and which package it is about.

mod found;
mod ignorable;
mod loaded;
mod scripts;
#[cfg(test)]
mod tests;

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use fontdb::Database;
use harfrust::FontRef;
use sha2::{Digest, Sha256};
use skrifa::MetadataProvider;
use unicode_script::{Script, UnicodeScript};

use self::found::{Found, plain};
pub(super) use self::ignorable::is_emoji;
pub(super) use self::loaded::Loaded;
use self::loaded::draws;
pub use self::scripts::{Family, Weight};
pub(super) use self::scripts::{Hand, is_east_asian};
use super::sheet::Face;

/// The fonts of this machine. A clone is the same fonts.
#[derive(Clone)]
pub struct Fonts(Arc<Case>);

/// As a compositor's case: every letter has its place.
struct Case {
    database: Database,
    found: Vec<Found>,
    families: HashMap<String, Vec<usize>>,
    files: Mutex<HashMap<PathBuf, Arc<Vec<u8>>>>,
    loaded: Mutex<HashMap<usize, Option<Arc<Loaded>>>>,
    chosen: Mutex<HashMap<Wish, Arc<[usize]>>>,
    holders: Mutex<HashMap<char, Arc<[usize]>>>,
}

/// What a cluster is to be drawn with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Wish {
    /// The script it is written in.
    pub(super) script: Script,
    /// How that is written where the text comes from.
    pub(super) hand: Hand,
    /// The design.
    pub(super) family: Family,
    /// The thickness.
    pub(super) weight: Weight,
}

/// Why a cluster cannot be drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Missing {
    /// No font has this character.
    Character(char),
    /// Each character is in some font, but all of them in none; this one is not where the first is.
    Together(char),
}

/// Whether a script can be drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScriptReport {
    /// In English.
    pub name: &'static str,
    /// With which font, or what is missing.
    pub drawn: Drawn,
}

/// With which font a script is drawn, or what is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Drawn {
    /// With this font.
    With(String),
    /// Not before this Debian package is installed, or a font of the script is in `fonts/`.
    Without(Option<&'static str>),
}

/// Characters for which it is known which fonts have them.
const MOST_HOLDERS: usize = 4096;

impl Fonts {
    /// The fonts in `folders` and below, then the system's Noto fonts. What is no font is passed over.
    pub fn discover(folders: &[PathBuf]) -> Self {
        Self::within(folders, &found::system())
    }

    /// A machine without fonts.
    #[cfg(test)]
    pub(in crate::appearance) fn nowhere() -> Self {
        Self::within(&[], &[])
    }

    fn within(folders: &[PathBuf], system: &[&Path]) -> Self {
        let (database, found) = found::find(folders, system);
        let mut families: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, one) in found.iter().enumerate() {
            families.entry(one.family.clone()).or_default().push(at);
        }
        Self(Arc::new(Case {
            database,
            found,
            families,
            files: Mutex::default(),
            loaded: Mutex::default(),
            chosen: Mutex::default(),
            holders: Mutex::default(),
        }))
    }

    /// For each script in which people write today, whether it can be drawn.
    pub fn scripts(&self) -> Vec<ScriptReport> {
        let report = |one: &scripts::Living| {
            let wish = Wish { script: one.script, hand: one.hand, family: Family::Sans, weight: Weight::Regular };
            let own = self.0.candidates(wish);
            let with = own.iter().find(|at| self.0.peek(**at, |has| has(one.letter)));
            let with = with.copied().or_else(|| self.0.holders(one.letter).first().copied());
            let with = with.and_then(|at| self.0.found.get(at)).map(|found| found.name.clone());
            ScriptReport { name: one.name, drawn: with.map_or_else(|| Drawn::Without(scripts::package(one.script)), Drawn::With) }
        };
        scripts::LIVING.iter().map(report).collect()
    }

    /// The SHA-256 of the files of `faces`, in hexadecimal: drawings made with other files differ.
    pub fn digest<'a>(faces: impl IntoIterator<Item = &'a Arc<Face>>) -> String {
        let each: BTreeSet<[u8; 32]> = faces.into_iter().map(|face| Sha256::digest((*face.bytes).as_ref()).into()).collect();
        let mut whole = Sha256::new();
        for one in each {
            whole.update(one);
        }
        data_encoding::HEXLOWER.encode(&whole.finalize())
    }

    /// The font that draws all of `cluster`: of the script's own, else of any.
    pub(super) fn choose(&self, cluster: &str, wish: Wish) -> Result<Arc<Loaded>, Missing> {
        let case = &self.0;
        for at in case.candidates(wish).iter() {
            if let Some(loaded) = case.load(*at).filter(|loaded| loaded.covers(cluster)) {
                return Ok(loaded);
            }
        }
        let seen = || cluster.chars().filter(|one| !ignorable::is_ignorable(*one));
        let Some(first) = seen().next() else {
            return case
                .candidates(wish)
                .iter()
                .find_map(|at| case.load(*at))
                .ok_or(Missing::Character(cluster.chars().next().unwrap_or(' ')));
        };
        for at in case.by_likeness(first, wish) {
            if let Some(loaded) = case.load(at).filter(|loaded| loaded.covers(cluster)) {
                return Ok(loaded);
            }
        }
        let missing = seen().find(|one| case.holders(*one).is_empty());
        Err(missing.map_or_else(|| Missing::Together(seen().next_back().unwrap_or(first)), Missing::Character))
    }

    /// What to call the script of `character`, and which package would bring fonts of it that are not here.
    pub(super) fn package(&self, character: char) -> (&'static str, Option<&'static str>) {
        let script = character.script();
        let known = scripts::LIVING.iter().find(|one| one.script == script);
        let hand = known.map_or(Hand::Usual, |one| one.hand);
        let here = scripts::families(script, hand, Family::Sans).iter().any(|family| self.0.families.contains_key(&plain(family)));
        (known.map_or_else(|| script.full_name(), |one| one.name), scripts::package(script).filter(|_| !here))
    }
}

impl std::fmt::Debug for Fonts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Fonts").field("found", &self.0.found.len()).finish_non_exhaustive()
    }
}

impl Case {
    /// The fonts of the wish's script, the best first, then those of letters and signs that all scripts share.
    fn candidates(&self, wish: Wish) -> Arc<[usize]> {
        let mut chosen = locked(&self.chosen);
        if let Some(known) = chosen.get(&wish) {
            return Arc::clone(known);
        }
        let own = scripts::families(wish.script, wish.hand, wish.family);
        let shared = scripts::families(Script::Common, Hand::Usual, wish.family);
        let best = |family: &String| {
            let of_family = self.families.get(&plain(family))?.iter().copied();
            of_family.filter_map(|at| Some((at, self.found.get(at)?))).min_by_key(|(at, one)| (distance(one, wish), one.origin, *at))
        };
        let list: Arc<[usize]> = own.iter().chain(&shared).filter_map(best).map(|(at, _)| at).collect();
        chosen.insert(wish, Arc::clone(&list));
        list
    }

    /// The fonts that have `character`, those most like the wish first.
    fn by_likeness(&self, character: char, wish: Wish) -> Vec<usize> {
        let serif = |one: &Found| one.family.contains("serif") != (wish.family == Family::Serif);
        let holders = self.holders(character);
        let mut with: Vec<(usize, &Found)> = holders.iter().filter_map(|at| Some((*at, self.found.get(*at)?))).collect();
        with.sort_by_key(|(at, one)| (one.origin, one.pitch, serif(one), distance(one, wish), *at));
        with.into_iter().map(|(at, _)| at).collect()
    }

    /// The fonts that have `character`. Every file is looked into, but none is kept.
    fn holders(&self, character: char) -> Arc<[usize]> {
        let mut holders = locked(&self.holders);
        if let Some(known) = holders.get(&character) {
            return Arc::clone(known);
        }
        if holders.len() >= MOST_HOLDERS {
            holders.clear();
        }
        let with: Arc<[usize]> = (0..self.found.len()).filter(|at| self.peek(*at, |has| draws(character, has))).collect();
        holders.insert(character, Arc::clone(&with));
        with
    }

    /// Asks a font which characters it has, without keeping it.
    fn peek(&self, at: usize, ask: impl FnOnce(&dyn Fn(char) -> bool) -> bool) -> bool {
        let Some(found) = self.found.get(at) else { return false };
        let answer = self.database.with_face_data(found.id, |bytes, index| {
            let Ok(font) = FontRef::from_index(bytes, index) else { return false };
            let characters = font.charmap();
            loaded::draws_outlines(&font) && ask(&|one| characters.map(one).is_some_and(|glyph| glyph.to_u32() != 0))
        });
        answer.unwrap_or(false)
    }

    fn load(&self, at: usize) -> Option<Arc<Loaded>> {
        let mut loaded = locked(&self.loaded);
        if let Some(known) = loaded.get(&at) {
            return known.clone();
        }
        let read = self.read(self.found.get(at)?).map(Arc::new);
        loaded.insert(at, read.clone());
        read
    }

    fn read(&self, found: &Found) -> Option<Loaded> {
        let mut files = locked(&self.files);
        let bytes = match files.get(&found.file) {
            Some(known) => Arc::clone(known),
            None => match std::fs::read(&found.file) {
                Ok(read) => Arc::new(read),
                Err(fault) => {
                    tracing::warn!(file = %found.file.display(), %fault, "a font file cannot be read any more");
                    return None;
                }
            },
        };
        files.insert(found.file.clone(), Arc::clone(&bytes));
        Loaded::read(Face { bytes, index: found.index, name: found.name.clone() })
    }
}

fn distance(one: &Found, wish: Wish) -> u16 {
    one.weight.abs_diff(wish.weight.class())
}

fn locked<T>(what: &Mutex<T>) -> MutexGuard<'_, T> {
    what.lock().unwrap_or_else(PoisonError::into_inner)
}
