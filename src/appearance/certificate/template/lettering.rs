//! How the sample text of a box is written: font, size, colour, alignment.
//!
//! Inkscape writes a property as an attribute or into `style`, on the text, on a line of it
//! (`tspan`) or on a group around it; the innermost counts.

use roxmltree::Node;

use super::fault::{Tenths, What};
use super::geometry::{Map, units};
use crate::appearance::certificate::layout::{Align, Family, Vertical, Weight};
use crate::appearance::certificate::sheet::Rect;
use crate::appearance::certificate::vector::Colour;

/// Points below which nothing is printed.
pub(super) const SMALLEST: f32 = 5.5;
/// How far a text may shrink before it is refused.
const SHRINKS_TO: f32 = 0.5;

/// How the text of a box is written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Lettering {
    /// Which kind of font.
    pub family: Family,
    /// How heavy.
    pub weight: Weight,
    /// In points: as large as the designer drew it.
    pub size: f32,
    /// In points: as small as a long text may become.
    pub smallest: f32,
    /// From line to line, as a multiple of the size.
    pub line_height: f32,
    /// At which side of the box lines begin.
    pub align: Align,
    /// Where in the box few lines stand.
    pub vertical: Vertical,
    /// As the designer painted it.
    pub colour: Colour,
}

impl Lettering {
    /// Reads it off a sample text that stands in `area`.
    pub(super) fn of(name: &'static str, text: Node<'_, '_>, area: Rect, page: Map) -> Result<Self, What> {
        let inner = innermost(text);
        let unreadable = |what, value: &str| What::Unreadable { name, what, value: value.to_owned() };
        let map = Map::of(text, page).ok_or_else(|| unreadable("transform", "its transform"))?;
        let (_, scale) = map.scales().ok_or(What::Turned(name))?;
        let written = property(inner, "font-size").unwrap_or("16");
        let size = units(written).filter(|size| *size > 0.0).ok_or_else(|| unreadable("font size", written))? * scale;
        // What a file holds to the fifth digit was meant to the first.
        let size = (size * 10.0).round() / 10.0;
        if size < SMALLEST {
            return Err(What::TooSmall { name, size: Tenths::of(size), least: Tenths::of(SMALLEST) });
        }
        Ok(Self {
            family: family(inner),
            weight: weight(inner),
            size,
            smallest: ((size * SHRINKS_TO * 10.0).round() / 10.0).max(SMALLEST),
            line_height: line_height(inner, size / scale),
            align: align(inner),
            vertical: vertical(text, area, map, size),
            colour: colour(name, inner)?,
        })
    }
}

/// Where a text begins, in the units of its own coordinates.
pub(super) fn anchor(text: Node<'_, '_>) -> Option<(f32, f32)> {
    let mut nodes = text.descendants().filter(Node::is_element);
    nodes.find_map(|node| {
        let first = |name| node.attribute(name)?.split([' ', ',']).find(|part| !part.is_empty()).and_then(units);
        first("x").zip(first("y"))
    })
}

/// A property by `style`, attribute, or the groups around.
pub(super) fn property<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    let found = node.ancestors().filter(Node::is_element).find_map(|node| own_property(node, name))?;
    Some(found.trim())
}

pub(super) fn own_property<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    let declared = node.attribute("style").and_then(|style| {
        let mut declarations = style.split(';').filter_map(|part| part.split_once(':'));
        declarations.find_map(|(property, value)| (property.trim() == name).then_some(value))
    });
    declared.or_else(|| node.attribute(name)).filter(|value| value.trim() != "inherit")
}

/// The line or part of a line with the first words.
fn innermost<'a, 'i>(text: Node<'a, 'i>) -> Node<'a, 'i> {
    let mut words = text.descendants().filter(|node| node.is_text() && node.text().is_some_and(|words| !words.trim().is_empty()));
    words.next().and_then(|node| node.parent_element()).unwrap_or(text)
}

fn family(node: Node<'_, '_>) -> Family {
    let name = property(node, "font-family").unwrap_or_default().to_ascii_lowercase();
    let first = name.split(',').next().unwrap_or_default();
    let serif = (first.contains("serif") && !first.contains("sans"))
        || ["times", "georgia", "garamond", "palatino", "roman"].iter().any(|known| first.contains(known));
    if serif { Family::Serif } else { Family::Sans }
}

fn weight(node: Node<'_, '_>) -> Weight {
    match property(node, "font-weight").unwrap_or_default() {
        "bold" | "bolder" | "600" | "700" | "800" | "900" => Weight::Bold,
        _ => Weight::Regular,
    }
}

fn align(node: Node<'_, '_>) -> Align {
    // A text box of Inkscape aligns by text-align; other text by text-anchor, and says both.
    match property(node, "text-anchor").or_else(|| property(node, "text-align")).unwrap_or_default() {
        "middle" | "center" => Align::Middle,
        "end" | "right" => Align::End,
        _ => Align::Start,
    }
}

fn line_height(node: Node<'_, '_>, size: f32) -> f32 {
    const USUAL: f32 = 1.25;
    let written = property(node, "line-height").unwrap_or("normal");
    let times = match written.strip_suffix('%') {
        Some(percent) => percent.trim().parse::<f32>().ok().map(|percent| percent / 100.0),
        None => written.parse::<f32>().ok().or_else(|| units(written).map(|height| height / size)),
    };
    times.filter(|times| times.is_finite()).unwrap_or(USUAL).clamp(1.0, 2.5)
}

/// Where the sample stands in its box is where text will stand; a text box of Inkscape fills from above.
fn vertical(text: Node<'_, '_>, area: Rect, map: Map, size: f32) -> Vertical {
    if own_property(text, "shape-inside").is_some() {
        return Vertical::Top;
    }
    let lines = text.descendants().filter(Node::is_element).filter_map(anchor).map(|(x, y)| map.point(x, y).1);
    let (first, last) = lines.fold((f32::MAX, f32::MIN), |(first, last), y| (first.min(y), last.max(y)));
    let above = (first - 0.75 * size - area.y).max(0.0);
    let below = (area.y + area.height - last - 0.2 * size).max(0.0);
    if (above - below).abs() <= 0.3 * (above + below) {
        Vertical::Middle
    } else if above < below {
        Vertical::Top
    } else {
        Vertical::Bottom
    }
}

fn colour(name: &'static str, node: Node<'_, '_>) -> Result<Colour, What> {
    let written = property(node, "fill").unwrap_or("#000000");
    let fault = |value: &str| What::Colour { name, value: value.to_owned() };
    for opacity in ["opacity", "fill-opacity"] {
        let mut values = node.ancestors().filter(Node::is_element).filter_map(|node| own_property(node, opacity));
        if values.any(|value| value.trim().parse::<f32>().is_ok_and(|share| share < 0.999)) {
            return Err(fault("see-through"));
        }
    }
    let digits = match written {
        "black" => Some("000000".to_owned()),
        "white" => Some("ffffff".to_owned()),
        _ => written.strip_prefix('#').map(|digits| match digits.len() {
            3 => digits.chars().flat_map(|digit| [digit, digit]).collect(),
            _ => digits.to_owned(),
        }),
    };
    let bytes = digits.and_then(|digits| data_encoding::HEXLOWER_PERMISSIVE.decode(digits.as_bytes()).ok());
    bytes.and_then(|bytes| <[u8; 3]>::try_from(bytes).ok()).map(Colour).ok_or_else(|| fault(written))
}
