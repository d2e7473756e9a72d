//! Pages and their texts: glyphs as they were laid out, in a tree that is read aloud.

use std::collections::HashMap;
use std::num::NonZeroU16;
use std::sync::Arc;

use krilla::action::{Action, LinkAction};
use krilla::annotation::{Annotation, LinkAnnotation, Target};
use krilla::geom::{Point, Quadrilateral, Rect};
use krilla::page::Page as Drawn;
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, Identifier, Node, SpanTag, Tag, TagGroup, TagKind, TagTree};
use krilla::text::{Font, GlyphId, KrillaGlyph};

use super::{ArchivalFault, drawing};
use crate::appearance::certificate::sheet::{Block, Code, Face, Glyph, Item, Line, Page, Role, Run};
use crate::appearance::certificate::vector::Rule;
use crate::platform::i18n::Direction;

/// Fonts that were read for this file.
#[derive(Default)]
pub(super) struct Fonts(HashMap<(usize, u32), Font>);

impl Fonts {
    fn of(&mut self, face: &Arc<Face>) -> Result<Font, ArchivalFault> {
        // Faces of one file share its bytes: one font each, whatever the number of texts.
        let key = (Arc::as_ptr(&face.bytes).cast::<u8>().addr(), face.index);
        if let Some(font) = self.0.get(&key) {
            return Ok(font.clone());
        }
        let font = Font::new(Arc::clone(&face.bytes).into(), face.index).ok_or_else(|| ArchivalFault::Font(face.name.clone()))?;
        self.0.insert(key, font.clone());
        Ok(font)
    }
}

/// A part of the tree that waits for its link: links are added when the page has been drawn.
struct Part {
    tag: TagKind,
    content: Vec<Node>,
    link: Option<Link>,
}

struct Link {
    to: String,
    said: String,
    areas: Vec<Rect>,
}

/// Draws a page and adds its parts to the tree.
pub(super) fn page(drawn: &mut Drawn<'_>, page: &Page, tags: &mut TagTree, fonts: &mut Fonts) -> Result<(), ArchivalFault> {
    let mut parts = Vec::new();
    let mut surface = drawn.surface();
    for item in &page.items {
        match item {
            Item::Artwork(picture) => {
                surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)));
                drawing::picture(&mut surface, picture);
                surface.end_tagged();
            }
            Item::Figure(picture) => {
                let seen = surface.start_tagged(ContentTag::Other);
                drawing::picture(&mut surface, picture);
                surface.end_tagged();
                let figure = TagGroup::with_children(Tag::Figure(Some(picture.said.clone())), vec![seen.into()]);
                parts.push(Part { tag: Tag::P.into(), content: vec![figure.into()], link: None });
            }
            Item::Code(code) => parts.push(scanned(&mut surface, code)?),
            Item::Text(block) => parts.push(text(&mut surface, block, fonts)?),
        }
    }
    surface.finish();
    for part in parts {
        let node = linked(drawn, part);
        tags.push(node);
    }
    Ok(())
}

/// The whole text of a block.
pub(super) fn whole(block: &Block) -> String {
    block.lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join(" ")
}

fn linked(drawn: &mut Drawn<'_>, part: Part) -> TagGroup {
    let Some(link) = part.link else { return TagGroup::with_children(part.tag, part.content) };
    let target = Target::Action(Action::Link(LinkAction::new(link.to)));
    let areas: Vec<Quadrilateral> = link.areas.into_iter().map(Quadrilateral::from).collect();
    let mut content = part.content;
    if !areas.is_empty() {
        let annotation = Annotation::new_link(LinkAnnotation::new_with_quad_points(areas, target), Some(link.said));
        content.push(drawn.add_tagged_annotation(annotation).into());
    }
    TagGroup::with_children(part.tag, vec![TagGroup::with_children(Tag::Link, content).into()])
}

fn scanned(surface: &mut Surface<'_>, code: &Code) -> Result<Part, ArchivalFault> {
    let seen = surface.start_tagged(ContentTag::Other);
    let drawn = drawing::code(surface, code);
    surface.end_tagged();
    drawn?;
    let figure = TagGroup::with_children(Tag::Figure(Some(code.said.clone())), vec![seen.into()]);
    let area = Rect::from_xywh(code.place.x, code.place.y, code.place.width, code.place.height);
    let link = Link { to: code.link.clone(), said: code.said.clone(), areas: area.into_iter().collect() };
    Ok(Part { tag: Tag::P.into(), content: vec![figure.into()], link: Some(link) })
}

fn text(surface: &mut Surface<'_>, block: &Block, fonts: &mut Fonts) -> Result<Part, ArchivalFault> {
    surface.set_stroke(None);
    surface.set_fill(Some(drawing::fill(block.colour, 1.0, Rule::NonZero)));
    let mut content = Vec::new();
    for line in block.lines.iter().filter(|line| !line.runs.is_empty()) {
        content.push(written(surface, line, fonts)?.into());
    }
    let language = Some(block.language.to_string());
    let heading = |level| Tag::Hn(level, Some(whole(block))).with_lang(language.clone()).into();
    let tag = match block.role {
        Role::Heading => heading(NonZeroU16::MIN),
        Role::Subheading => heading(NonZeroU16::MIN.saturating_add(1)),
        Role::Paragraph => Tag::P.with_lang(language.clone()).into(),
    };
    let link =
        block.link.as_ref().map(|to| Link { to: to.clone(), said: whole(block), areas: block.lines.iter().filter_map(area).collect() });
    Ok(Part { tag, content, link })
}

/// What of a line reacts to a click.
fn area(line: &Line) -> Option<Rect> {
    let size = line.runs.iter().map(|run| run.size).fold(0.0, f32::max);
    Rect::from_xywh(line.x, line.baseline - size, line.width, size * 1.25)
}

fn written(surface: &mut Surface<'_>, line: &Line, fonts: &mut Fonts) -> Result<Identifier, ArchivalFault> {
    let language = line.language.to_string();
    let read = fonts_of(line, fonts)?;
    let seen = surface.start_tagged(ContentTag::Span(SpanTag::empty().with_lang(Some(&language))));
    let mut x = line.x;
    for (run, font) in line.runs.iter().zip(read) {
        surface.draw_glyphs(Point::from_xy(x, line.baseline), &glyphs(run, &line.text), font, &line.text, run.size, false);
        x += run.glyphs.iter().map(|glyph| glyph.advance).sum::<f32>();
    }
    surface.end_tagged();
    Ok(seen)
}

fn fonts_of(line: &Line, fonts: &mut Fonts) -> Result<Vec<Font>, ArchivalFault> {
    line.runs.iter().map(|run| fonts.of(&run.face)).collect()
}

/// The glyphs of a run with the text that each stands for: from its first byte to that of the next
/// cluster in the order of reading.
///
/// Readers put a text together from its glyphs and get the letters of Hindi and its neighbours wrong. There
/// all glyphs stand for the whole run, which the library then writes down beside them. Right to left such
/// readers would turn that around, so there each cluster speaks for itself.
fn glyphs(run: &Run, text: &str) -> Vec<KrillaGlyph> {
    let letters = text.get(run.range.clone()).map_or(0, |text| text.chars().count());
    let whole = run.direction == Direction::Ltr && run.glyphs.len() != letters;
    let mut starts: Vec<usize> = run.glyphs.iter().map(|glyph| glyph.cluster).collect();
    starts.sort_unstable();
    starts.dedup();
    let end = |cluster: usize| starts.iter().copied().find(|start| *start > cluster).unwrap_or(run.range.end);
    let per_em = |points: f32| points / run.size;
    let glyph = |glyph: &Glyph| {
        let (advance, dx, dy) = (per_em(glyph.advance), per_em(glyph.dx), per_em(glyph.dy));
        let range = if whole { run.range.clone() } else { glyph.cluster..end(glyph.cluster) };
        KrillaGlyph::new(GlyphId::new(glyph.id.into()), advance, dx, dy, 0.0, range, None)
    };
    run.glyphs.iter().map(glyph).collect()
}
