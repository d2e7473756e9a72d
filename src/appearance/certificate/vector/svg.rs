//! SVG to plain paths, or the name of what is none.
//!
//! `usvg` leaves out what it does not understand without a word: text without font, a picture whose
//! file is missing, a reference to nothing. Those are looked for in the source first, so that
//! what is returned is all there was. Document types are refused, depth and size are
//! bounded, and nothing outside the text is read.

use std::collections::HashSet;
use std::sync::Arc;

use resvg::usvg;
use roxmltree::{Document, Node, ParsingOptions};

use super::{Clip, Rule, Shape, Vector};

mod path;

/// Elements and texts of a drawing.
const MOST_NODES: u32 = 50_000;
/// Elements in elements.
const DEEPEST: usize = 64;
/// Shapes in a group that is seen through: each is compared with each.
const MOST_SEEN_THROUGH: usize = 1_000;

/// Why a drawing cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VectorFault {
    /// No SVG, or one with a document type, or too large.
    #[error("the drawing is not SVG that can be read: {0}")]
    NotSvg(String),
    /// Elements in elements.
    #[error("the drawing nests its elements more than {limit} deep; ungroup what needs no group")]
    TooDeep {
        /// The limit.
        limit: usize,
    },
    /// Something that is no path of one colour.
    #[error("{element} {what}")]
    NotPlain {
        /// The element by name, with its id and, where it is known, its line.
        element: String,
        /// What is the matter with it, and what a designer can do.
        what: &'static str,
    },
    /// `url(#id)` or `href="#id"` that leads nowhere.
    #[error("{element} refers to {id:?}, which the drawing does not have; remove the reference or restore what it meant")]
    Missing {
        /// The element by name.
        element: String,
        /// The id.
        id: String,
    },
}

impl Vector {
    /// The paths of a drawing: fills and lines of one colour, opacity, clip paths; styles, groups,
    /// copies (`use`) and transforms are resolved.
    ///
    /// # Errors
    /// [`VectorFault::NotPlain`] names the first element that is text, a picture, a gradient, a
    /// pattern, a filter, a mask or blended, or whose transparency cannot be drawn exactly.
    pub fn of_svg(svg: &str) -> Result<Self, VectorFault> {
        let limits = ParsingOptions { allow_dtd: false, nodes_limit: MOST_NODES, ..ParsingOptions::default() };
        let document = Document::parse_with_options(svg, limits).map_err(|fault| VectorFault::NotSvg(fault.to_string()))?;
        refuse_what_would_vanish(&document)?;
        let tree =
            usvg::Tree::from_xmltree(&document, &usvg::Options::default()).map_err(|fault| VectorFault::NotSvg(fault.to_string()))?;
        let mut shapes = Vec::new();
        let root = Place { transform: usvg::Transform::identity(), clips: Vec::new(), id: String::new() };
        root.draw(tree.root(), &mut shapes)?;
        Ok(Self { width: tree.size().width(), height: tree.size().height(), shapes })
    }
}

/// What `usvg` would leave out silently.
fn refuse_what_would_vanish(document: &Document<'_>) -> Result<(), VectorFault> {
    let elements = || document.descendants().filter(Node::is_element);
    let ids: HashSet<&str> = elements().filter_map(|element| element.attribute("id")).collect();
    for element in elements() {
        if element.ancestors().count() > DEEPEST {
            return Err(VectorFault::TooDeep { limit: DEEPEST });
        }
        if element.tag_name().namespace() != Some("http://www.w3.org/2000/svg") {
            continue; // an editor's notes to itself
        }
        let what = match element.tag_name().name() {
            "text" | "flowRoot" => "is text; give it the name of a box, or convert it to paths",
            "image" => "is a bitmap; trace it to paths",
            "foreignObject" => "is a document of another kind; remove it",
            "script" => "is a program; remove it",
            "animate" | "animateMotion" | "animateTransform" | "set" => "moves; paper does not",
            _ => "",
        };
        if !what.is_empty() {
            return Err(VectorFault::NotPlain { element: named(document, element), what });
        }
        if let Some(id) = element.attributes().flat_map(|a| referred(a.name(), a.value())).find(|id| !ids.contains(id)) {
            return Err(VectorFault::Missing { element: named(document, element), id: id.to_owned() });
        }
    }
    Ok(())
}

fn named(document: &Document<'_>, element: Node<'_, '_>) -> String {
    let line = document.text_pos_at(element.range().start).row;
    let name = element.tag_name().name();
    match element.attribute("id") {
        Some(id) => format!("<{name} id={id:?}> in line {line}"),
        None => format!("<{name}> in line {line}"),
    }
}

/// The ids that an attribute refers to.
fn referred<'a>(name: &str, value: &'a str) -> Vec<&'a str> {
    if name == "href" {
        return value.strip_prefix('#').into_iter().collect();
    }
    let urls = value.split("url(").skip(1).filter_map(|rest| rest.split_once(')'));
    urls.filter_map(|(address, _)| address.trim().trim_matches(['"', '\'']).strip_prefix('#')).collect()
}

/// Where in the drawing a group stands.
struct Place {
    transform: usvg::Transform,
    clips: Vec<Arc<Clip>>,
    /// The innermost id, for messages.
    id: String,
}

impl Place {
    fn within(&self, group: &usvg::Group) -> Result<Self, VectorFault> {
        let id = if group.id().is_empty() { self.id.clone() } else { group.id().to_owned() };
        let mut inner = Self { transform: self.transform.pre_concat(group.transform()), clips: self.clips.clone(), id };
        if let Some(clip) = group.clip_path() {
            let clips = inner.clips_of(clip)?;
            inner.clips.extend(clips);
        }
        Ok(inner)
    }

    fn fault(&self, kind: &str, id: &str, what: &'static str) -> VectorFault {
        let element = match (id, self.id.as_str()) {
            ("", "") => format!("a {kind}"),
            ("", around) => format!("a {kind} within {around:?}"),
            (id, _) => format!("the {kind} {id:?}"),
        };
        VectorFault::NotPlain { element, what }
    }

    fn draw(&self, group: &usvg::Group, shapes: &mut Vec<Shape>) -> Result<(), VectorFault> {
        let inner = self.within(group)?;
        let refused = if !group.filters().is_empty() {
            Some("has a filter; remove it, or draw the effect with shapes")
        } else if group.mask().is_some() {
            Some("has a mask; use a clip path")
        } else if group.blend_mode() != usvg::BlendMode::Normal {
            Some("is blended with what is below; set the blend mode to normal")
        } else {
            None
        };
        if let Some(what) = refused {
            return Err(inner.fault("group", "", what));
        }
        let first = shapes.len();
        for child in group.children() {
            match child {
                usvg::Node::Group(group) => inner.draw(group, shapes)?,
                usvg::Node::Path(path) => inner.draw_path(path, shapes)?,
                usvg::Node::Image(image) => return Err(inner.fault("picture", image.id(), "is a bitmap; trace it to paths")),
                usvg::Node::Text(text) => return Err(inner.fault("text", text.id(), "is text; convert it to paths")),
            }
        }
        let opacity = group.opacity().get();
        match shapes.get_mut(first..) {
            Some(drawn) if opacity < 1.0 => inner.see_through(drawn, opacity),
            _ => Ok(()),
        }
    }

    /// A group is seen through as a whole. Its shapes one by one look the same only where they do not
    /// overlap, a shape's line and its filling included.
    fn see_through(&self, shapes: &mut [Shape], opacity: f32) -> Result<(), VectorFault> {
        let boxes: Vec<_> = shapes.iter().map(path::bounds).collect();
        let overlap = shapes.len() > MOST_SEEN_THROUGH
            || shapes.iter().any(|shape| shape.fill.is_some() && shape.stroke.is_some())
            || boxes.iter().enumerate().any(|(at, one)| boxes[..at].iter().any(|other| path::meet(one, other)));
        if overlap {
            return Err(self.fault(
                "group",
                "",
                "is seen through as a whole although its parts overlap; give each part an opacity, or a mixed colour",
            ));
        }
        for shape in shapes {
            if let Some(fill) = &mut shape.fill {
                fill.opacity *= opacity;
            }
            if let Some(stroke) = &mut shape.stroke {
                stroke.opacity *= opacity;
            }
        }
        Ok(())
    }

    fn draw_path(&self, drawn: &usvg::Path, shapes: &mut Vec<Shape>) -> Result<(), VectorFault> {
        if !drawn.is_visible() {
            return Ok(());
        }
        let painted = path::shapes(drawn, self.transform, &self.clips).map_err(|what| self.fault("path", drawn.id(), what))?;
        shapes.extend(painted);
        Ok(())
    }

    /// The outlines within all of which a clipped group is seen; `self` is where the group stands.
    fn clips_of(&self, clip: &usvg::ClipPath) -> Result<Vec<Arc<Clip>>, VectorFault> {
        let id = clip.id().to_owned();
        let place = Self { transform: self.transform.pre_concat(clip.transform()), clips: Vec::new(), id };
        let mut leaves = Vec::new();
        place.leaves(clip.root(), &mut leaves)?;
        let mut clips = place.joined(leaves)?;
        if let Some(further) = clip.clip_path() {
            clips.extend(self.clips_of(further)?);
        }
        Ok(clips)
    }

    /// Each path of a clip path, and what it is itself clipped by.
    fn leaves(&self, group: &usvg::Group, leaves: &mut Vec<(Clip, Vec<Arc<Clip>>)>) -> Result<(), VectorFault> {
        for child in group.children() {
            match child {
                usvg::Node::Group(group) => self.within(group)?.leaves(group, leaves)?,
                usvg::Node::Path(drawn) if drawn.is_visible() => {
                    leaves.extend(path::clip(drawn, self.transform).map(|clip| (clip, self.clips.clone())));
                }
                usvg::Node::Path(_) | usvg::Node::Image(_) => {}
                usvg::Node::Text(text) => return Err(self.fault("text", text.id(), "clips what is below; convert it to paths")),
            }
        }
        Ok(())
    }

    /// A clip path shows what any of its paths shows. One outline says that for one path, or for
    /// several that do not overlap.
    fn joined(&self, leaves: Vec<(Clip, Vec<Arc<Clip>>)>) -> Result<Vec<Arc<Clip>>, VectorFault> {
        let several = leaves.len() > 1;
        let boxes: Vec<_> = leaves.iter().map(|(clip, _)| path::outline_bounds(&clip.outline)).collect();
        let mixed = leaves.windows(2).any(|pair| pair[0].0.rule != pair[1].0.rule);
        let overlap = boxes.iter().enumerate().any(|(at, one)| boxes[..at].iter().any(|other| path::meet(one, other)));
        if several && (mixed || overlap || leaves.len() > MOST_SEEN_THROUGH || leaves.iter().any(|(_, clips)| !clips.is_empty())) {
            return Err(self.fault("clip path", &self.id, "has several parts that overlap; unite them into one path"));
        }
        let rule = leaves.first().map_or(Rule::NonZero, |(clip, _)| clip.rule);
        let further: Vec<Arc<Clip>> = leaves.first().map(|(_, clips)| clips.clone()).unwrap_or_default();
        let outline = leaves.into_iter().flat_map(|(clip, _)| clip.outline).collect();
        Ok(std::iter::once(Arc::new(Clip { outline, rule })).chain(further).collect())
    }
}

#[cfg(test)]
mod tests;
