//! Badge images: a shape, a pictogram, an accent colour and, where a rubric has one, a level.
//!
//! `templates/badges/shapes/*.svg` and `templates/badges/pictograms/*.svg` are complete drawings that
//! a designer edits in Inkscape. A class names both, joined by a hyphen: `shield-museum`. No text is
//! drawn, so no font is needed and every language gets the same picture; the class's name goes
//! into the SVG's `title` for those who do not see it. Drawn once per design and kept.
//!
//! The same design gives the same bytes. Image rules: PNG or SVG
//! ([OB 3.0, `Achievement.image`](https://www.imsglobal.org/spec/ob/v3p0/#achievement)).

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::templates::Templates;
use crate::community::catalog::BadgeClass;

pub use colour::{Accent, AccentFault};

mod colour;
mod compose;
mod raster;

/// Pixels of a side of the PNG.
pub const SIDE: u32 = 512;
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
    /// What is said to somebody who does not see the picture.
    pub title: String,
}

impl Design {
    /// The picture of a class version, at a level of its rubric or at none. It is the same in every
    /// language; its title is the class's name as it was written.
    ///
    /// # Errors
    /// When the catalogue's accent is no colour on which white is seen.
    pub fn of(class: &BadgeClass, level: Option<&str>) -> Result<Self, AccentFault> {
        let rubric = class.rubric();
        let place = |id| u8::try_from(rubric?.position(id)?).ok();
        let of = rubric.and_then(|rubric| u8::try_from(rubric.levels().len()).ok());
        Ok(Self {
            template: class.artwork().template().to_owned(),
            accent: class.artwork().accent().parse()?,
            level: level.and_then(place).zip(of).and_then(|(reached, of)| Level::new(reached, of)),
            title: class.name().source_text().to_owned(),
        })
    }

    /// The logo of an issuer that has none of its own; its name is the title.
    ///
    /// # Errors
    /// Never with the accent written here.
    pub fn of_issuer(name: &str) -> Result<Self, AccentFault> {
        let (template, accent) = ("medallion-globe".to_owned(), "#3366cc".parse()?);
        Ok(Self { template, accent, level: None, title: name.to_owned() })
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

/// One picture in both forms.
#[derive(Debug, PartialEq, Eq)]
pub struct Drawing {
    /// Self-contained: no script, style sheet, font or outside address.
    pub svg: String,
    /// 512 × 512, RGBA, not interlaced.
    pub png: Vec<u8>,
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
#[derive(Debug)]
pub struct Gallery {
    templates: Templates,
    drawn: Mutex<HashMap<Design, Arc<Drawing>>>,
}

impl Gallery {
    /// A gallery that draws from `templates`.
    pub fn new(templates: Templates) -> Self {
        Self { templates, drawn: Mutex::default() }
    }

    /// Names of all shapes.
    pub fn shapes(&self) -> impl Iterator<Item = &str> {
        names(&self.templates, "badges/shapes/")
    }

    /// Names of all pictograms.
    pub fn pictograms(&self) -> impl Iterator<Item = &str> {
        names(&self.templates, "badges/pictograms/")
    }

    /// The picture of a design. Kept for ever: designs come from the catalogue, not from visitors.
    ///
    /// # Errors
    /// When the design names no shape or pictogram of ours, or the operator's own cannot be used.
    pub fn draw(&self, design: &Design) -> Result<Arc<Drawing>, ArtworkFault> {
        if let Some(drawing) = self.kept().get(design) {
            return Ok(Arc::clone(drawing));
        }
        // Two visitors may draw the same picture at the same time; both get the same bytes.
        let svg = compose::svg(&self.templates, design)?;
        let png = raster::png(&svg, SIDE).map_err(|reason| ArtworkFault::BadTemplate { file: design.template.clone(), reason })?;
        let drawing = Arc::new(Drawing { svg, png });
        Ok(Arc::clone(self.kept().entry(design.clone()).or_insert(drawing)))
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, HashMap<Design, Arc<Drawing>>> {
        self.drawn.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn names<'a>(templates: &'a Templates, folder: &'a str) -> impl Iterator<Item = &'a str> {
    templates.names(folder).filter_map(|name| name.strip_suffix(".svg"))
}

#[cfg(test)]
mod tests;
