//! Badge images: a shape, a pictogram, an accent colour, the issuer's name and, where a rubric has
//! one, a level.
//!
//! `templates/badges/shapes/*.svg` and `templates/badges/pictograms/*.svg` are complete drawings that
//! a designer edits in Inkscape. A class names both, joined by a hyphen: `shield-museum`. The name of
//! the class is not drawn, so every language gets the same picture; it goes into the SVG's `title`
//! for those who do not see it. The issuer's name is drawn as outlines, because a picture that
//! travels cannot bring fonts; where no font of this machine can draw it, it is left out, as it is
//! on pictures too small to read it. Drawn once per design and kept.
//!
//! The same design and the same fonts give the same bytes. Image rules: PNG or SVG
//! ([OB 3.0, `Achievement.image`](https://www.imsglobal.org/spec/ob/v3p0/#achievement)).

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::templates::Templates;
use crate::community::catalog::{BadgeClass, Creator};
use crate::issuer::credential::Award;
use crate::issuer::profile::IssuerProfile;

pub use colour::{Accent, AccentFault};

mod colour;
mod compose;
pub(super) mod raster;

/// The largest number of levels that can be told apart on a picture.
pub const MOST_LEVELS: u8 = 5;

/// What a picture is made from.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Design {
    /// `{shape}-{pictogram}`, such as `hexagon-graph`.
    pub template: String,
    /// The colour of the class.
    pub accent: Accent,
    /// Shown by filled and hollow stars.
    pub level: Option<Level>,
    /// Drawn on the ribbon, where a font can draw it.
    pub issuer: Option<String>,
    /// What is said to somebody who does not see the picture.
    pub title: String,
}

impl Design {
    /// The picture of a class version: who owns the class stands on it, `owner` where it names no
    /// other body. Nothing on it depends on a credential, because its address is signed into all of
    /// them.
    ///
    /// # Errors
    /// When the catalogue's accent is no colour on which white is seen.
    pub fn of_class(class: &BadgeClass, owner: &IssuerProfile) -> Result<Self, AccentFault> {
        let (drawn, said) = match class.creator() {
            Creator::Installation => (owner.name_on_badges(), owner.name()),
            Creator::Body { name, .. } => (name.as_str(), name.as_str()),
        };
        Self::of(class, None, drawn, said)
    }

    /// The picture of a credential: the class with the level that was reached and who issued it.
    ///
    /// # Errors
    /// As [`Design::of_class`].
    pub fn of_credential(award: &Award, class: &BadgeClass, issuer: &IssuerProfile) -> Result<Self, AccentFault> {
        Self::of_award(class, award.level(), issuer)
    }

    /// The same for whatever credential of a class, level and issuer.
    ///
    /// # Errors
    /// As [`Design::of_class`].
    pub fn of_award(class: &BadgeClass, level: Option<&str>, issuer: &IssuerProfile) -> Result<Self, AccentFault> {
        Self::of(class, level, issuer.name_on_badges(), issuer.name())
    }

    /// The picture of a class with a name on its ribbon.
    ///
    /// # Errors
    /// As [`Design::of_class`].
    pub fn named(class: &BadgeClass, name: &str) -> Result<Self, AccentFault> {
        Self::of(class, None, name, name)
    }

    /// The picture is the same in every language; its title has the names as they were written.
    fn of(class: &BadgeClass, level: Option<&str>, drawn: &str, issuer: &str) -> Result<Self, AccentFault> {
        let rubric = class.rubric();
        let place = |id| u8::try_from(rubric?.position(id)?).ok();
        let level_name = level.and_then(|id| Some(rubric?.level(id)?.name().source_text()));
        let of = rubric.and_then(|rubric| u8::try_from(rubric.levels().len()).ok());
        Ok(Self {
            template: class.artwork().template().to_owned(),
            accent: class.artwork().accent().parse()?,
            level: level.and_then(place).zip(of).and_then(|(reached, of)| Level::new(reached, of)),
            issuer: Some(drawn.to_owned()),
            title: [Some(class.name().source_text()), level_name, Some(issuer)].into_iter().flatten().collect::<Vec<_>>().join(" · "),
        })
    }

    /// The logo of an issuer that has none of its own; its name is the title.
    ///
    /// # Errors
    /// Never with the accent written here.
    pub fn of_issuer(name: &str) -> Result<Self, AccentFault> {
        let (template, accent) = ("medallion-globe".to_owned(), "#3366cc".parse()?);
        Ok(Self { template, accent, level: None, issuer: None, title: name.to_owned() })
    }
}

/// A level of a rubric: the `reached`-th of `of`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Level {
    reached: u8,
    of: u8,
}

impl Level {
    /// The `reached`-th of `of` levels, counted from 1; `None` where that is no level or there are more than five.
    pub const fn new(reached: u8, of: u8) -> Option<Self> {
        if reached == 0 || reached > of || of > MOST_LEVELS { None } else { Some(Self { reached, of }) }
    }
}

/// A square PNG's size. A closed list: each is drawn once and kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Side {
    /// An icon in a list; too small for the issuer's name.
    Px64,
    /// A small picture.
    Px128,
    /// A picture on a page.
    Px256,
    /// What badges name, and what carries them.
    #[default]
    Px512,
    /// For print and dense screens.
    Px1024,
}

impl Side {
    /// Every size, from small to large.
    pub const ALL: [Self; 5] = [Self::Px64, Self::Px128, Self::Px256, Self::Px512, Self::Px1024];

    /// The size with so many pixels to a side.
    pub fn of(pixels: u16) -> Option<Self> {
        Self::ALL.into_iter().find(|side| side.pixels() == pixels)
    }

    /// Pixels of a side.
    pub const fn pixels(self) -> u16 {
        match self {
            Self::Px64 => 64,
            Self::Px128 => 128,
            Self::Px256 => 256,
            Self::Px512 => 512,
            Self::Px1024 => 1024,
        }
    }

    /// Below this a name of usual length is a grey stripe.
    const fn shows_letters(self) -> bool {
        self.pixels() >= 128
    }
}

/// A box of a shape, in its units.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Room {
    /// The left side.
    pub x: f32,
    /// The upper side.
    pub y: f32,
    /// Its width.
    pub width: f32,
    /// Its height.
    pub height: f32,
}

/// Who knows fonts: artwork has none.
pub trait Lettering: Send + Sync {
    /// The outlines of a short text in the middle of a box, as the `d` of an SVG path.
    ///
    /// # Errors
    /// A sentence, where no font has every character or the text does not fit.
    fn outline(&self, text: &str, room: &Room) -> Result<String, String>;
}

/// Why a picture cannot be drawn.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ArtworkFault {
    /// The template's name is not two names joined by a hyphen.
    #[error("{0:?} is not a shape and a pictogram joined by a hyphen, such as \"shield-museum\"")]
    NotAName(String),
    /// No such file.
    #[error("there is no {kind} named {name:?}; there are: {known}")]
    Unknown {
        /// `shape` or `pictogram`.
        kind: &'static str,
        /// What was asked for.
        name: String,
        /// What there is.
        known: String,
    },
    /// The file is no drawing of the needed form.
    #[error("templates/badges/{file} cannot be used: {reason}")]
    BadTemplate {
        /// Path below `templates/badges/`.
        file: String,
        /// What is wrong with it.
        reason: String,
    },
}

/// Draws and keeps pictures.
pub struct Gallery {
    templates: Templates,
    lettering: Option<Arc<dyn Lettering>>,
    drawings: Kept<Design, str>,
    pictures: Kept<(Design, Side), [u8]>,
}

/// What was drawn, for ever: designs come from the catalogue and the configuration, not from visitors.
type Kept<K, V> = Mutex<HashMap<K, Arc<V>>>;

impl Gallery {
    /// A gallery that draws from `templates`, without letters.
    pub fn new(templates: Templates) -> Self {
        Self { templates, lettering: None, drawings: Mutex::default(), pictures: Mutex::default() }
    }

    /// The same with the names of issuers, drawn by `lettering`.
    #[must_use]
    pub fn lettered(self, lettering: Arc<dyn Lettering>) -> Self {
        Self { lettering: Some(lettering), ..self }
    }

    /// Names of all shapes.
    pub fn shapes(&self) -> impl Iterator<Item = &str> {
        names(&self.templates, "badges/shapes/")
    }

    /// Names of all pictograms.
    pub fn pictograms(&self) -> impl Iterator<Item = &str> {
        names(&self.templates, "badges/pictograms/")
    }

    /// The drawing of a design as SVG: no script, style sheet, font or outside address.
    ///
    /// # Errors
    /// When the design names no shape or pictogram of ours, or the operator's own cannot be used.
    pub fn svg(&self, design: &Design) -> Result<Arc<str>, ArtworkFault> {
        kept(&self.drawings, design.clone(), || Ok(Arc::from(compose::svg(&self.templates, design, self.lettering.as_deref())?)))
    }

    /// Why the issuer's name does not stand on the picture of a design that has one.
    ///
    /// # Errors
    /// As [`Gallery::svg`].
    pub fn why_unnamed(&self, design: &Design) -> Result<Option<String>, ArtworkFault> {
        compose::why_unnamed(&self.templates, design, self.lettering.as_deref())
    }

    /// The picture of a design as PNG: square, RGBA, not interlaced.
    ///
    /// # Errors
    /// As [`Gallery::svg`].
    pub fn png(&self, design: &Design, side: Side) -> Result<Arc<[u8]>, ArtworkFault> {
        kept(&self.pictures, (design.clone(), side), || {
            let svg = if side.shows_letters() { self.svg(design)? } else { compose::svg(&self.templates, design, None)?.into() };
            let png = raster::png(&svg, side.pixels(), side.pixels());
            png.map(Arc::from).map_err(|reason| ArtworkFault::BadTemplate { file: design.template.clone(), reason })
        })
    }
}

impl std::fmt::Debug for Gallery {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Gallery").finish_non_exhaustive()
    }
}

/// What was kept, or what `draw` gives. Two visitors may draw the same at the same time; both get
/// the same bytes.
fn kept<K: Eq + std::hash::Hash, V: ?Sized, E>(kept: &Kept<K, V>, key: K, draw: impl FnOnce() -> Result<Arc<V>, E>) -> Result<Arc<V>, E> {
    let held = || kept.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(found) = held().get(&key) {
        return Ok(Arc::clone(found));
    }
    let drawn = draw()?;
    Ok(Arc::clone(held().entry(key).or_insert(drawn)))
}

fn names<'a>(templates: &'a Templates, folder: &'a str) -> impl Iterator<Item = &'a str> {
    templates.names(folder).filter_map(|name| name.strip_suffix(".svg"))
}

#[cfg(test)]
mod tests;
