//! Finds the boxes of a template and their sample texts.
//!
//! A box is a rectangle with the name of a box as its label (or id), or the only rectangle of a group with that
//! label. Its sample text has the same label, or stands in the same group, or simply in the box. A text box drawn
//! with the text tool (`shape-inside`) is box and sample in one.

use std::collections::BTreeMap;

use roxmltree::{Document, Node};

use super::fault::{Finding, What};
use super::geometry::{self, Map, units};
use super::lettering::{anchor, own_property, property};
use super::refuse::is_svg;
use crate::appearance::certificate::content::Field;
use crate::appearance::certificate::sheet::Rect;

const INKSCAPE: &str = "http://www.inkscape.org/namespaces/inkscape";

/// What a label can mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Name {
    /// A text.
    Text(Field),
    /// The code to scan.
    Qr,
    /// The picture of the badge.
    Badge,
    /// The card that is repeated on the page.
    Card,
    /// Artwork that is never mirrored.
    Fixed,
}

impl Name {
    const OTHERS: [Self; 4] = [Self::Qr, Self::Badge, Self::Card, Self::Fixed];

    pub(super) fn all() -> impl Iterator<Item = Self> {
        Field::ALL.into_iter().map(Self::Text).chain(Self::OTHERS)
    }

    pub(super) const fn label(self) -> &'static str {
        match self {
            Self::Text(field) => field.name(),
            Self::Qr => "qr",
            Self::Badge => "badge",
            Self::Card => "card",
            Self::Fixed => "fixed",
        }
    }

    fn of(label: &str) -> Option<Self> {
        let label = label.trim().trim_start_matches('#');
        Self::all().find(|name| name.label().eq_ignore_ascii_case(label))
    }

    /// The name that a label nearly is.
    fn nearly(label: &str) -> Option<Self> {
        let label = label.trim().trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '-' | '_' | ' ')).to_ascii_lowercase();
        let near = |name: &Self| {
            let wanted = name.label();
            // One slip of the finger; in a long word two. "border" is no misspelt "holder".
            let allowed = if wanted.len() > 7 { 2 } else { 1 };
            label.len() > 2 && wanted.len() > 2 && strsim::damerau_levenshtein(&label, wanted) <= allowed
        };
        Self::all().find(near)
    }
}

/// A named rectangle.
#[derive(Clone, Copy)]
pub(super) struct Frame<'a, 'i> {
    pub(super) node: Node<'a, 'i>,
    pub(super) area: Rect,
    /// Its sample, if it is text.
    pub(super) sample: Option<Node<'a, 'i>>,
}

/// What was found so far, and everything that is wrong with it.
pub(super) struct Found<'a, 'i> {
    document: &'a Document<'i>,
    pub(super) frames: BTreeMap<Name, Frame<'a, 'i>>,
    pub(super) fixed: Vec<Node<'a, 'i>>,
    pub(super) findings: Vec<Finding>,
}

impl<'a, 'i> Found<'a, 'i> {
    pub(super) fn new(document: &'a Document<'i>) -> Self {
        Self { document, frames: BTreeMap::new(), fixed: Vec::new(), findings: Vec::new() }
    }

    pub(super) fn fault(&mut self, node: Node<'_, '_>, what: What) {
        let line = self.line(node);
        self.findings.push(Finding { line, what });
    }

    pub(super) fn line(&self, node: Node<'_, '_>) -> u32 {
        self.document.text_pos_at(node.range().start).row
    }

    /// Finds boxes, samples and what must not be mirrored.
    pub(super) fn look(&mut self, page: Map) {
        let nodes: Vec<Node<'a, 'i>> = self.document.descendants().filter(|node| is_svg(node) && !is_aside(*node)).collect();
        for &node in &nodes {
            self.look_at(node, page);
        }
        let texts: Vec<Node<'a, 'i>> = nodes.into_iter().filter(|node| node.tag_name().name() == "text" && !is_empty(*node)).collect();
        for text in texts {
            self.look_for_the_box_of(text, page);
        }
    }

    fn look_at(&mut self, node: Node<'a, 'i>, page: Map) {
        let element = node.tag_name().name();
        match own_name(node) {
            Some(Name::Fixed) => self.fixed.push(node),
            Some(name) if element == "rect" => self.take_rect(name, node, node, page),
            Some(name) if element == "text" => {
                if let Some(rect) = self.flows_in(node) {
                    self.take_rect(name, node, rect, page);
                }
            }
            Some(name) if element != "g" => {
                self.fault(node, What::NoRectangle { name: name.label(), element: element.to_owned() });
            }
            Some(_) => {}
            None => {
                if let Some(name) = group_name(node).filter(|_| element == "rect") {
                    self.take_rect(name, node, node, page);
                } else if let Some((label, meant)) = misspelt(node) {
                    self.fault(node, What::Misspelt { label: label.to_owned(), meant: meant.label() });
                }
            }
        }
    }

    fn take_rect(&mut self, name: Name, node: Node<'a, 'i>, rect: Node<'a, 'i>, page: Map) {
        if let Some(first) = self.frames.get(&name) {
            let first = self.line(first.node);
            self.fault(node, What::Twice { name: name.label(), first });
            return;
        }
        match area(name.label(), node, rect, page) {
            Ok(area) => {
                let sample = (node.tag_name().name() == "text").then_some(node);
                self.frames.insert(name, Frame { node, area, sample });
            }
            Err(what) => self.fault(node, what),
        }
    }

    /// The rectangle that a text box of Inkscape fills.
    fn flows_in(&self, text: Node<'a, 'i>) -> Option<Node<'a, 'i>> {
        let id = own_property(text, "shape-inside")?.trim().strip_prefix("url(")?.trim_start_matches(['"', '\'', '#']);
        let id = id.trim_end_matches([')', '"', '\'']);
        self.document.descendants().find(|node| is_svg(node) && node.tag_name().name() == "rect" && node.attribute("id") == Some(id))
    }

    fn look_for_the_box_of(&mut self, text: Node<'a, 'i>, page: Map) {
        let named = own_name(text).or_else(|| group_name(text));
        let point = anchor(text).zip(Map::of(text, page)).map(|((x, y), map)| map.point(x, y));
        let by_place = || {
            let point = point?;
            let mut boxes =
                self.frames.iter().filter(|(name, frame)| matches!(name, Name::Text(_)) && geometry::contains(frame.area, point));
            boxes.next().map(|(name, _)| *name)
        };
        let name = named.filter(|name| self.frames.contains_key(name)).or_else(by_place);
        match name.and_then(|name| self.frames.get_mut(&name)) {
            Some(frame) => frame.sample = frame.sample.or(Some(text)),
            None if is_hidden(text) || misspelt(text).is_some() => {}
            None => {
                let words: String = text.descendants().filter(Node::is_text).filter_map(|node| node.text()).collect();
                let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
                self.fault(text, What::LooseText { text: words.chars().take(40).collect() });
            }
        }
    }
}

fn area(name: &'static str, node: Node<'_, '_>, rect: Node<'_, '_>, page: Map) -> Result<Rect, What> {
    let unreadable = |what, value: &str| What::Unreadable { name, what, value: value.to_owned() };
    let length = |what: &'static str, usual: &str| {
        let written = rect.attribute(what).unwrap_or(usual);
        units(written).ok_or_else(|| unreadable(what, written))
    };
    let (x, y, width, height) = (length("x", "0")?, length("y", "0")?, length("width", "")?, length("height", "")?);
    if width <= 0.0 || height <= 0.0 {
        return Err(unreadable("width or height", "0"));
    }
    // A text box is moved with its text, and its rectangle stays among the definitions.
    let map = Map::of(node, page).ok_or_else(|| unreadable("transform", node.attribute("transform").unwrap_or_default()))?;
    map.rect(x, y, width, height).ok_or(What::Turned(name))
}

/// What an element is called: the label that Inkscape shows, or else its id.
fn labels<'a>(node: Node<'a, '_>) -> impl Iterator<Item = &'a str> {
    node.attribute((INKSCAPE, "label")).into_iter().chain(node.attribute("id"))
}

fn own_name(node: Node<'_, '_>) -> Option<Name> {
    // A layer is no box, whatever it is called.
    (!is_layer(node)).then(|| labels(node).find_map(Name::of)).flatten()
}

/// The name of the nearest group around that has one.
fn group_name(node: Node<'_, '_>) -> Option<Name> {
    let mut groups = node.ancestors().skip(1).filter(|around| is_svg(around) && around.tag_name().name() == "g");
    groups.find_map(own_name).filter(|name| *name != Name::Fixed)
}

fn misspelt<'a>(node: Node<'a, '_>) -> Option<(&'a str, Name)> {
    let could_be = matches!(node.tag_name().name(), "rect" | "text" | "g") && !is_layer(node) && own_name(node).is_none();
    could_be.then(|| labels(node).find_map(|label| Some((label, Name::nearly(label)?)))).flatten()
}

fn is_layer(node: Node<'_, '_>) -> bool {
    node.attribute((INKSCAPE, "groupmode")) == Some("layer")
}

/// What is defined for use elsewhere stands nowhere by itself.
pub(super) fn is_aside(node: Node<'_, '_>) -> bool {
    const ASIDE: [&str; 7] = ["defs", "symbol", "clipPath", "mask", "marker", "pattern", "metadata"];
    node.ancestors().any(|around| ASIDE.contains(&around.tag_name().name()))
}

fn is_hidden(node: Node<'_, '_>) -> bool {
    let none =
        node.ancestors().filter(Node::is_element).any(|around| own_property(around, "display").is_some_and(|value| value.trim() == "none"));
    none || property(node, "visibility") == Some("hidden")
}

fn is_empty(text: Node<'_, '_>) -> bool {
    !text.descendants().filter(Node::is_text).any(|node| node.text().is_some_and(|words| !words.trim().is_empty()))
}
