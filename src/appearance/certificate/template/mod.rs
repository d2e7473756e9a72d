//! Templates: an SVG file that a designer edits in Inkscape says where everything stands.
//!
//! `templates/README.md` explains to designers how boxes are drawn and named. Everything that is no box
//! and no sample text is artwork. A template is checked as a whole when it is read, and all its faults are told
//! at once; it is never filled in as text, so nothing that a person wrote becomes markup.

mod fault;
mod geometry;
mod lettering;
mod pieces;
mod plan;
mod reading;
mod refuse;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use roxmltree::{Document, ParsingOptions};

use super::content::{Field, Naming};
use super::sheet::Rect;
use super::vector::{Vector, VectorFault};
use crate::appearance::artwork::Accent;
use crate::platform::i18n::Direction;
use fault::Tenths;
use geometry::{Map, holds, meet};
use reading::{Found, Name};

pub use fault::{Finding, TemplateFaults, What};
pub(super) use geometry::MILLIMETRE;
pub use lettering::Lettering;
pub use plan::{Cards, Plan, TextBox};

/// The side of a module of a QR code, in millimetres, below which poor cameras cannot read it.
pub const SMALLEST_MODULE: f32 = 0.75;

/// Bytes of a file.
const LARGEST: usize = 512 * 1024;
/// Elements and texts of a file.
const MOST_NODES: u32 = 20_000;
/// Pictures of badges that are kept as paths; a training has a handful.
const MOST_BADGES: usize = 64;

/// A template that was found to be good.
#[derive(Debug)]
pub struct Template {
    name: String,
    plan: Plan,
    plans: Mutex<HashMap<(Accent, bool), Arc<Plan>>>,
    badges: Mutex<HashMap<String, Arc<Vector>>>,
}

impl Template {
    /// Reads an SVG file as Inkscape saves it. A name that begins with `slip` makes it a participation slip, which has
    /// neither code nor badge, and one that begins with `social` a card for links, which names nobody; everything else is
    /// a certificate or, with a box `card`, a page of them.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn read(name: &str, svg: &str) -> Result<Self, TemplateFaults> {
        let faults = |findings| TemplateFaults { template: name.to_owned(), findings };
        let alone = |line, what| faults(vec![Finding { line, what }]);
        if svg.len() > LARGEST {
            return Err(alone(1, What::NotSvg(format!("it has more than {} KiB", LARGEST / 1024))));
        }
        let limits = ParsingOptions { allow_dtd: false, nodes_limit: MOST_NODES, ..ParsingOptions::default() };
        let document =
            Document::parse_with_options(svg, limits).map_err(|fault| alone(fault.pos().row, What::NotSvg(fault.to_string())))?;
        let root = document.root_element();
        if !refuse::is_svg(&root) || root.tag_name().name() != "svg" {
            return Err(alone(1, What::NotSvg(format!("its first element is <{}>", root.tag_name().name()))));
        }
        let mut found = Found::new(&document);
        refuse::refuse(&document, &mut found);
        let plan = match Map::of_page(root) {
            Ok(page) => plan_of(svg, &document, &mut found, page, Kind::of(name)),
            Err(why) => {
                found.fault(root, What::NoPage(why));
                None
            }
        };
        let mut findings = found.findings;
        findings.sort_by_key(|finding| finding.line);
        findings.dedup();
        match plan {
            Some(plan) if findings.is_empty() => {
                Ok(Self { name: name.to_owned(), plan, plans: Mutex::default(), badges: Mutex::default() })
            }
            _ => Err(faults(findings)),
        }
    }

    /// Its name or file.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// As it was drawn.
    pub const fn plan(&self) -> &Plan {
        &self.plan
    }

    /// As it is for a class's colour and a page's direction. Kept, so that many papers share one drawing.
    pub fn plan_for(&self, accent: Accent, direction: Direction) -> Arc<Plan> {
        let mut plans = self.plans.lock().unwrap_or_else(PoisonError::into_inner);
        let mirrored = direction == Direction::Rtl;
        let plan = plans.entry((accent, mirrored)).or_insert_with(|| {
            let plan = self.plan.in_accent(accent);
            Arc::new(if mirrored { plan.mirrored() } else { plan })
        });
        Arc::clone(plan)
    }

    /// In whose words a class is named here: a translation never stands where nothing says that it is one.
    pub fn naming(&self) -> Naming {
        if self.plan().boxes().contains_key(&Field::Original) { Naming::Translated } else { Naming::AsSigned }
    }

    /// The picture of a badge as paths, read once.
    ///
    /// # Errors
    /// [`VectorFault`] if it has parts that cannot be printed.
    pub fn badge(&self, svg: &str) -> Result<Arc<Vector>, VectorFault> {
        let mut badges = self.badges.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(kept) = badges.get(svg) {
            return Ok(Arc::clone(kept));
        }
        let drawing = Arc::new(Vector::of_svg(svg)?);
        if badges.len() >= MOST_BADGES {
            badges.clear();
        }
        badges.insert(svg.to_owned(), Arc::clone(&drawing));
        Ok(drawing)
    }
}

/// Whether a template of this name, with or without folders before it, is a participation slip.
pub fn is_slip(name: &str) -> bool {
    Kind::of(name) == Kind::Slip
}

/// What a template is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Certificate,
    Slip,
    Social,
}

impl Kind {
    /// By its name, with or without folders before it.
    fn of(name: &str) -> Self {
        match name.rsplit(['/', '\\']).next() {
            Some(file) if file.starts_with("slip") => Self::Slip,
            Some(file) if file.starts_with("social") => Self::Social,
            Some(_) | None => Self::Certificate,
        }
    }
}

/// Finds and checks everything; what is wrong is noted in `found`.
fn plan_of(
    svg: &str,
    document: &Document<'_>,
    found: &mut Found<'_, '_>,
    (page, width, height): (Map, f32, f32),
    kind: Kind,
) -> Option<Plan> {
    found.look(page);
    demand(document, found, kind);
    let sheet = Rect { x: 0.0, y: 0.0, width, height };
    let card = found.frames.get(&Name::Card).map(|frame| frame.area);
    check_places(found, sheet, card);
    let boxes = boxes(found, page);
    let artwork = match pieces::cut(svg, document, found) {
        Ok(artwork) => artwork,
        // What was refused above is not told twice.
        Err(_) if !found.findings.is_empty() => return None,
        Err(fault) => {
            found.fault(document.root_element(), fault.into());
            return None;
        }
    };
    if let Some(card) = card {
        check_artwork(found, document, &artwork, card, width);
    }
    let area = |name| found.frames.get(&name).map(|frame| frame.area);
    Some(Plan { width, height, boxes, code: area(Name::Qr), badge: area(Name::Badge), card, artwork })
}

/// What must and what must not be there.
fn demand(document: &Document<'_>, found: &mut Found<'_, '_>, kind: Kind) {
    let certificate = [
        (Name::Text(Field::Holder), "the holder's names"),
        (Name::Text(Field::Class), "what was achieved"),
        (Name::Text(Field::Issuer), "who stands behind it"),
        (Name::Text(Field::Awarded), "the date"),
        (Name::Text(Field::Valid), "until when it is valid"),
        (Name::Text(Field::Address), "the address that is typed to check it"),
        (Name::Text(Field::Code), "the code that is typed to check it"),
        (Name::Qr, "the code that is scanned (at least 31 mm)"),
    ];
    let of_a_slip = [
        (Name::Text(Field::Heading), "what the paper is: no certificate"),
        (Name::Text(Field::Holder), "the participant's names"),
        (Name::Text(Field::Class), "what was attended"),
        (Name::Text(Field::Issuer), "who stands behind it"),
    ];
    let of_a_card = [
        (Name::Text(Field::Class), "what the badge stands for"),
        (Name::Text(Field::Issuer), "who stands behind it"),
        (Name::Text(Field::Address), "where it can be checked"),
        (Name::Badge, "the picture of the badge"),
    ];
    let needed: &[_] = match kind {
        Kind::Certificate => &certificate,
        Kind::Slip => &of_a_slip,
        Kind::Social => &of_a_card,
    };
    for (name, purpose) in needed.iter().filter(|(name, _)| !found.frames.contains_key(name)).copied().collect::<Vec<_>>() {
        found.fault(document.root_element(), What::Missing { name: name.label(), purpose });
    }
    for name in [Name::Qr, Name::Badge, Name::Text(Field::Code)].into_iter().filter(|_| kind == Kind::Slip) {
        if let Some(frame) = found.frames.get(&name).copied() {
            found.fault(frame.node, What::NotOnASlip(name.label()));
        }
    }
}

fn check_places(found: &mut Found<'_, '_>, sheet: Rect, card: Option<Rect>) {
    let frames: Vec<_> = found.frames.iter().map(|(name, frame)| (*name, *frame)).collect();
    for (at, (name, frame)) in frames.iter().enumerate() {
        let (of, around) = match card {
            Some(card) if *name != Name::Card => ("card", card),
            _ => ("page", sheet),
        };
        if !holds(around, frame.area) {
            found.fault(frame.node, What::Beyond { name: name.label(), of });
        }
        for (other, second) in frames[..at].iter().filter(|(other, _)| *name != Name::Card && *other != Name::Card) {
            if meet(frame.area, second.area) {
                found.fault(frame.node, What::Overlap { one: name.label(), other: other.label() });
            }
        }
        if *name == Name::Qr {
            // Our longest usual address is a code of version 4: 33 modules, and four of white on each side.
            let needed = SMALLEST_MODULE * 41.0;
            let side = frame.area.width.min(frame.area.height) / MILLIMETRE;
            if (frame.area.width / frame.area.height - 1.0).abs() > 0.01 {
                found.fault(frame.node, What::NoSquare);
            }
            if side < needed - 0.01 {
                found.fault(frame.node, What::CodeTooSmall { side: Tenths::of(side), needed: Tenths::of(needed) });
            }
        }
    }
}

fn boxes(found: &mut Found<'_, '_>, page: Map) -> std::collections::BTreeMap<Field, TextBox> {
    let frames: Vec<_> = found.frames.iter().map(|(name, frame)| (*name, *frame)).collect();
    let mut boxes = std::collections::BTreeMap::new();
    for (name, frame) in frames {
        let Name::Text(field) = name else { continue };
        let Some(sample) = frame.sample else {
            found.fault(frame.node, What::NoSample(field.name()));
            continue;
        };
        match Lettering::of(field.name(), sample, frame.area, page) {
            Ok(lettering) if frame.area.height < lettering.smallest * lettering.line_height => {
                let needed = Tenths::of(lettering.smallest * lettering.line_height);
                found.fault(frame.node, What::TooLow { name: field.name(), height: Tenths::of(frame.area.height), needed });
            }
            Ok(lettering) => {
                boxes.insert(field, TextBox { area: frame.area, lettering });
            }
            Err(what) => found.fault(sample, what),
        }
    }
    boxes
}

fn check_artwork(found: &mut Found<'_, '_>, document: &Document<'_>, artwork: &[pieces::Piece], card: Rect, width: f32) {
    let beyond = artwork.iter().map(|piece| piece.bounds(width)).any(|[left, top, right, bottom]| {
        left < card.x - 1.0 || top < card.y - 1.0 || right > card.x + card.width + 1.0 || bottom > card.y + card.height + 1.0
    });
    if beyond {
        found.fault(document.root_element(), What::ArtworkBeyondCard);
    }
}

#[cfg(test)]
mod tests;
