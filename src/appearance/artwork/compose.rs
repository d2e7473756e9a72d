//! Puts a shape, a pictogram, the issuer's ribbon and the stars of a level together into one SVG.
//!
//! A shape holds `<g id="pictogram" transform="…"/>`, where the pictogram (drawn on 96 × 96) goes, and
//! `<rect id="level" …/>`, the box in which stars are set; it is left out where there is no level.
//! It may hold `<g id="ribbon">` with `<rect id="issuer" …/>`, the box of the issuer's name, which is
//! left out where there is no name, and `<g id="pictogram-above-issuer" transform="…"/>`, the place of
//! the pictogram where there is one.

use std::fmt::Write;
use std::ops::Range;

use roxmltree::{Document, Node};

use super::colour::DRAWN_IN;
use super::{ArtworkFault, Design, Lettering, Level, Room, names};
use crate::appearance::markup::escaped;
use crate::appearance::templates::Templates;

/// The picture of `design`; with `lettering`, which draws a name, also who issued it.
pub(super) fn svg(templates: &Templates, design: &Design, lettering: Option<&dyn Lettering>) -> Result<String, ArtworkFault> {
    let (shape, pictogram) = names_of(design)?;
    let shape = Template::find(templates, "shape", shape)?;
    let pictogram = Template::find(templates, "pictogram", pictogram)?;
    let mut svg = shape.filled(&pictogram.contents()?, design, lettering)?;
    for (drawn, wanted) in DRAWN_IN.shades().iter().zip(design.accent.shades()) {
        // Capitals stand for "already replaced": one accent's shade may be another's colour.
        svg = svg.replace(drawn.as_str(), &wanted.to_ascii_uppercase());
    }
    Ok(svg)
}

/// Why the issuer's name is left out.
pub(super) fn why_unnamed(
    templates: &Templates,
    design: &Design,
    lettering: Option<&dyn Lettering>,
) -> Result<Option<String>, ArtworkFault> {
    let shape = Template::find(templates, "shape", names_of(design)?.0)?;
    Ok(shape.name(&shape.document()?, design, lettering)?.and_then(Result::err))
}

/// The shape and the pictogram.
fn names_of(design: &Design) -> Result<(&str, &str), ArtworkFault> {
    design.template.split_once('-').ok_or_else(|| ArtworkFault::NotAName(design.template.clone()))
}

fn by_id<'a, 'i>(document: &'a Document<'i>, id: &str) -> Option<Node<'a, 'i>> {
    document.descendants().find(|node| node.attribute("id") == Some(id))
}

struct Template<'a> {
    file: String,
    text: &'a str,
}

impl<'a> Template<'a> {
    fn find(templates: &'a Templates, kind: &'static str, name: &str) -> Result<Self, ArtworkFault> {
        let file = format!("{kind}s/{name}.svg");
        if let Some(text) = templates.text(&format!("badges/{file}")) {
            return Ok(Self { file, text });
        }
        let folder = format!("badges/{kind}s/");
        let known: Vec<&str> = names(templates, &folder).collect();
        Err(ArtworkFault::Unknown { kind, name: name.to_owned(), known: known.join(", ") })
    }

    fn fault(&self, reason: impl std::fmt::Display) -> ArtworkFault {
        ArtworkFault::BadTemplate { file: self.file.clone(), reason: reason.to_string() }
    }

    fn document(&self) -> Result<Document<'a>, ArtworkFault> {
        Document::parse(self.text).map_err(|fault| self.fault(fault))
    }

    /// The pictogram's elements in a group that keeps the drawing attributes of its root.
    fn contents(&self) -> Result<String, ArtworkFault> {
        let document = self.document()?;
        let root = document.root_element();
        let mut group = String::from("<g");
        for attribute in root.attributes().filter(|a| a.namespace().is_none() && !matches!(a.name(), "viewBox" | "width" | "height")) {
            let _ = write!(group, " {}=\"{}\"", attribute.name(), escaped(attribute.value()));
        }
        let inside = inside(&root).ok_or_else(|| self.fault("it draws nothing"))?;
        Ok(format!("{group}>{}</g>", self.text[inside].trim()))
    }

    /// The shape with the pictogram, the issuer and the stars in their places.
    fn filled(&self, pictogram: &str, design: &Design, lettering: Option<&dyn Lettering>) -> Result<String, ArtworkFault> {
        let document = self.document()?;
        let root = document.root_element();
        let find = |id: &str| by_id(&document, id);
        let must = |id: &str| find(id).ok_or_else(|| self.fault(format_args!("no element has the id \"{id}\"")));
        let (place, level) = (must("pictogram")?, must("level")?);
        let start = inside(&root).ok_or_else(|| self.fault("it draws nothing"))?.start;
        let ribbon = find("ribbon").zip(find("issuer"));
        let name = self.name(&document, design, lettering)?.and_then(Result::ok);

        let mut changes = vec![
            (start..start, format!("\n  <title>{}</title>", escaped(&design.title))),
            (level.range(), design.level.map(|l| self.stars(&level, l)).transpose()?.unwrap_or_default()),
        ];
        let above = find("pictogram-above-issuer");
        let chosen = above.filter(|_| name.is_some()).unwrap_or(place);
        for place in [Some(place), above].into_iter().flatten() {
            let transform = escaped(place.attribute("transform").unwrap_or_default());
            let drawn = if place == chosen { format!("<g transform=\"{transform}\">{pictogram}</g>") } else { String::new() };
            changes.push((place.range(), drawn));
        }
        match (ribbon, name) {
            (Some((_, room)), Some(name)) => {
                changes.push((room.range(), format!("<path d=\"{name}\" fill=\"{}\"/>", DRAWN_IN.shades()[1])));
            }
            (Some((ribbon, _)), None) => changes.push((ribbon.range(), String::new())),
            (None, _) => {}
        }
        // From the end, so that earlier positions stay right.
        changes.sort_by_key(|(range, _)| std::cmp::Reverse(range.start));
        let mut svg = self.text.to_owned();
        for (range, text) in changes {
            svg.replace_range(range, &text);
        }
        Ok(svg)
    }

    /// The issuer's name in its box, or why not; nothing where the shape has no such box or the design no name.
    fn name(
        &self,
        document: &Document<'_>,
        design: &Design,
        lettering: Option<&dyn Lettering>,
    ) -> Result<Option<Result<String, String>>, ArtworkFault> {
        let boxes = by_id(document, "ribbon").and(by_id(document, "issuer"));
        let Some(((room, issuer), lettering)) = boxes.zip(design.issuer.as_ref()).zip(lettering) else { return Ok(None) };
        Ok(Some(lettering.outline(issuer, &self.room(&room)?)))
    }

    /// The place and size of a box.
    fn room(&self, place: &Node<'_, '_>) -> Result<Room, ArtworkFault> {
        let number = |name| {
            let value: Option<f32> = place.attribute(name).and_then(|v| v.parse().ok());
            let id = place.attribute("id").unwrap_or_default();
            value.ok_or_else(|| self.fault(format_args!("the box \"{id}\" has no number as its {name}")))
        };
        Ok(Room { x: number("x")?, y: number("y")?, width: number("width")?, height: number("height")? })
    }

    /// The box of the level and its stars: filled up to the level reached, hollow beyond.
    fn stars(&self, place: &Node<'_, '_>, level: Level) -> Result<String, ArtworkFault> {
        let room = self.room(place)?;
        let [x, y, width, height] = [room.x, room.y, room.width, room.height].map(f64::from);
        let step = (width / (f64::from(level.of) + 0.6)).min(height * 0.86);
        let radius = step.min(height) * 0.42;
        let first = x + width / 2.0 - step * f64::from(level.of - 1) / 2.0;
        let mut group = self.text[place.range()].to_owned();
        let deep = &DRAWN_IN.shades()[1];
        for star in 0..level.of {
            let middle = (first + step * f64::from(star), y + height / 2.0);
            let path = star_path(middle, radius);
            let fill = if star < level.reached { deep } else { "none" };
            let line = radius * 0.24;
            let _ = write!(
                group,
                "<path d=\"{path}\" fill=\"{fill}\" stroke=\"{deep}\" stroke-width=\"{line:.1}\" stroke-linejoin=\"round\"/>"
            );
        }
        Ok(group)
    }
}

fn star_path((x, y): (f64, f64), radius: f64) -> String {
    let corner = |at: u8| {
        let reach = if at.is_multiple_of(2) { radius } else { radius * 0.46 };
        let (sine, cosine) = (std::f64::consts::PI * f64::from(at) / 5.0).sin_cos();
        format!("{:.1} {:.1}", x + reach * sine, y + radius * 0.06 - reach * cosine)
    };
    let corners: Vec<String> = (0..10).map(corner).collect();
    format!("M{}Z", corners.join("L"))
}

/// Where the children of a node stand in the text.
fn inside(node: &Node<'_, '_>) -> Option<Range<usize>> {
    Some(node.first_child()?.range().start..node.last_child()?.range().end)
}
