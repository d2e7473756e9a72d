//! Drawings as content streams, in their own units; a page says where they stand.
//!
//! Source: ISO 32000-1, 8.5 (paths), 8.10 (form XObjects), 11.6.4.4 (constant opacity).

use std::collections::{BTreeMap, HashMap};
use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};

use printpdf::DictItem;

use super::super::vector::{Cap, Colour, Fill, Join, Rule, Segment, Shape, Stroke, Vector};
use super::save;
use crate::appearance::qr::Qr;

/// Drawings kept; a training has one template and a few badge images.
const MOST_KEPT: usize = 64;

/// Drawings that were translated before, for many sheets in a row.
#[derive(Debug, Default)]
pub struct Artworks {
    kept: Mutex<Kept>,
}

/// By where a drawing lies in memory; it is kept beside its translation, so that no other comes to lie there.
type Kept = HashMap<usize, (Arc<Vector>, Arc<Drawn>)>;

/// A drawing in the language of PDF.
#[derive(Debug)]
pub(super) struct Drawn {
    /// Deflated.
    pub(super) content: Vec<u8>,
    pub(super) width: f32,
    pub(super) height: f32,
    /// Opacity of fillings and lines, in thousandths, by number of the state.
    states: Vec<(u16, u16)>,
}

impl Artworks {
    /// The translation of `drawing`, now or from before.
    pub(super) fn drawn(&self, drawing: &Arc<Vector>) -> Arc<Drawn> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        // The address stays taken for as long as the drawing is kept beside it.
        let place = Arc::as_ptr(drawing).addr();
        if let Some((_, drawn)) = kept.get(&place) {
            return Arc::clone(drawn);
        }
        let drawn = Arc::new(Drawn::of(drawing));
        if kept.len() >= MOST_KEPT {
            kept.clear();
        }
        kept.insert(place, (Arc::clone(drawing), Arc::clone(&drawn)));
        drawn
    }
}

impl Drawn {
    fn of(vector: &Vector) -> Self {
        let mut ink = Ink {
            content: Vec::new(),
            decimals: if vector.width.max(vector.height) < 50.0 { 5 } else { 3 },
            states: Vec::new(),
            set: Set::default(),
        };
        for shape in &vector.shapes {
            ink.shape(shape);
        }
        Self { content: save::deflate(&ink.content), width: vector.width, height: vector.height, states: ink.states }
    }

    /// A code: black on white, the quiet zone included; a module is one unit. One path, so that no
    /// hairline shows between its rows.
    pub(super) fn of_code(qr: &Qr) -> Self {
        let side = qr.modules();
        let mut content = Vec::new();
        let _ = write!(content, "1 g 0 0 {side} {side} re f 0 g");
        for (row, column, length) in qr.runs() {
            let _ = write!(content, " {column} {row} {length} 1 re");
        }
        content.extend_from_slice(b" f");
        let side = u16::try_from(side).map_or(f32::from(u16::MAX), f32::from);
        Self { content: save::deflate(&content), width: side, height: side, states: Vec::new() }
    }

    /// The dictionary of the form.
    pub(super) fn dictionary(&self) -> BTreeMap<String, DictItem> {
        let name = |name: &str| DictItem::Name(name.as_bytes().to_vec());
        let extent = [0.0, 0.0, self.width, self.height].map(DictItem::Real).to_vec();
        let mut dictionary = BTreeMap::from([
            ("Type".to_owned(), name("XObject")),
            ("Subtype".to_owned(), name("Form")),
            ("BBox".to_owned(), DictItem::Array(extent)),
            ("Filter".to_owned(), name("FlateDecode")),
        ]);
        let states = self.states.iter().enumerate().map(|(at, &(fill, stroke))| {
            let opacity = |thousandths| DictItem::Real(f32::from(thousandths) / 1000.0);
            let state = BTreeMap::from([("ca".to_owned(), opacity(fill)), ("CA".to_owned(), opacity(stroke))]);
            (format!("A{at}"), DictItem::Dict { map: state })
        });
        let states: BTreeMap<String, DictItem> = states.collect();
        let resources =
            if states.is_empty() { BTreeMap::new() } else { BTreeMap::from([("ExtGState".to_owned(), DictItem::Dict { map: states })]) };
        dictionary.insert("Resources".to_owned(), DictItem::Dict { map: resources });
        dictionary
    }
}

/// What the viewer has been told already.
#[derive(Clone, PartialEq)]
struct Set {
    fill: Colour,
    stroke: Colour,
    opacity: (u16, u16),
    line: Option<String>,
}

impl Default for Set {
    fn default() -> Self {
        Self { fill: Colour([0; 3]), stroke: Colour([0; 3]), opacity: (1000, 1000), line: None }
    }
}

struct Ink {
    content: Vec<u8>,
    decimals: usize,
    states: Vec<(u16, u16)>,
    set: Set,
}

impl Ink {
    fn say(&mut self, words: &str) {
        self.content.extend_from_slice(words.as_bytes());
        self.content.push(b'\n');
    }

    fn shape(&mut self, shape: &Shape) {
        let before = (!shape.clips.is_empty()).then(|| self.set.clone());
        if before.is_some() {
            self.say("q");
            for clip in &shape.clips {
                self.outline(&clip.outline);
                self.say(if clip.rule == Rule::EvenOdd { "W* n" } else { "W n" });
            }
        }
        match (&shape.fill, &shape.stroke) {
            (Some(fill), Some(stroke)) if fill.opacity < 1.0 || stroke.opacity < 1.0 => {
                // As one object they would not be seen through each other (ISO 32000-1, 11.7.4.4).
                self.painted(shape, Some(fill), None);
                self.painted(shape, None, Some(stroke));
            }
            (fill, stroke) => self.painted(shape, fill.as_ref(), stroke.as_ref()),
        }
        if let Some(before) = before {
            self.say("Q");
            self.set = before;
        }
    }

    fn painted(&mut self, shape: &Shape, fill: Option<&Fill>, stroke: Option<&Stroke>) {
        let opacity = (thousandths(fill.map_or(1.0, |fill| fill.opacity)), thousandths(stroke.map_or(1.0, |stroke| stroke.opacity)));
        if self.set.opacity != opacity {
            self.set.opacity = opacity;
            let at = self.states.iter().position(|known| *known == opacity).unwrap_or(self.states.len());
            if at == self.states.len() {
                self.states.push(opacity);
            }
            self.say(&format!("/A{at} gs"));
        }
        if let Some(fill) = fill.filter(|fill| fill.colour != self.set.fill) {
            self.set.fill = fill.colour;
            self.say(&format!("{} rg", colour(fill.colour)));
        }
        if let Some(stroke) = stroke {
            self.line(stroke);
        }
        self.outline(&shape.outline);
        self.say(match (fill.map(|fill| fill.rule), stroke) {
            (Some(Rule::NonZero), Some(_)) => "B",
            (Some(Rule::EvenOdd), Some(_)) => "B*",
            (Some(Rule::NonZero), None) => "f",
            (Some(Rule::EvenOdd), None) => "f*",
            (None, Some(_)) => "S",
            (None, None) => "n",
        });
    }

    fn line(&mut self, stroke: &Stroke) {
        if stroke.colour != self.set.stroke {
            self.set.stroke = stroke.colour;
            self.say(&format!("{} RG", colour(stroke.colour)));
        }
        let cap = match stroke.cap {
            Cap::Butt => 0,
            Cap::Round => 1,
            Cap::Square => 2,
        };
        let join = match stroke.join {
            Join::Miter => 0,
            Join::Round => 1,
            Join::Bevel => 2,
        };
        let number = |value| number(value, self.decimals);
        let dashes: Vec<String> = stroke.dashes.iter().map(|length| number(*length)).collect();
        let line = format!(
            "{} w {cap} J {join} j {} M [{}] {} d",
            number(stroke.width),
            number(stroke.miter_limit.max(1.0)),
            dashes.join(" "),
            number(stroke.dash_offset)
        );
        if self.set.line.as_ref() != Some(&line) {
            self.say(&line);
            self.set.line = Some(line);
        }
    }

    fn outline(&mut self, outline: &[Segment]) {
        for segment in outline {
            let (points, operator): (&[[f32; 2]], _) = match segment {
                Segment::Move(end) => (&[*end], "m"),
                Segment::Line(end) => (&[*end], "l"),
                Segment::Curve(first, second, end) => (&[*first, *second, *end], "c"),
                Segment::Close => (&[], "h"),
            };
            let numbers = points.iter().flatten().map(|value| number(*value, self.decimals) + " ");
            let words: String = numbers.chain([operator.to_owned()]).collect();
            self.say(&words);
        }
    }
}

fn thousandths(opacity: f32) -> u16 {
    super::whole(opacity.clamp(0.0, 1.0) * 1000.0)
}

fn colour(Colour(parts): Colour) -> String {
    parts.map(|part| number(f32::from(part) / 255.0, 3)).join(" ")
}

/// A number without an exponent, which PDF does not know, and without needless zeros.
fn number(value: f32, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    let short = text.trim_end_matches('0').trim_end_matches('.');
    if short.is_empty() || short == "-0" || short == "-" { "0".to_owned() } else { short.to_owned() }
}
