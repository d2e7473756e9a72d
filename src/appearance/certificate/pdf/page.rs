//! The items of a page, in the order of reading, each as what it is to somebody who listens.

use std::collections::BTreeMap;
use std::sync::Arc;

use printpdf::{
    Color, CurTransMat, DictItem, ExternalStream, ExternalXObject, Op, PdfResources, Rgb, XObject, XObjectId, XObjectTransform,
};

use super::super::sheet::{Block, Item, Page, Rect, Role};
use super::super::vector::{Colour, Vector};
use super::artwork::{Artworks, Drawn};
use super::fonts::Fonts;
use super::structure::{Kind, Part, Tree};
use super::{WriteFault, text};

/// The drawings of a sheet, each written once however often it is seen.
pub(super) struct Drawings<'a> {
    artworks: &'a Artworks,
    known: Vec<(Option<Arc<Vector>>, Arc<Drawn>)>,
}

impl<'a> Drawings<'a> {
    pub(super) fn new(artworks: &'a Artworks) -> Self {
        Self { artworks, known: Vec::new() }
    }

    fn number(&mut self, drawing: &Arc<Vector>) -> usize {
        let known = |(vector, _): &(Option<Arc<Vector>>, _)| vector.as_ref().is_some_and(|vector| Arc::ptr_eq(vector, drawing));
        if let Some(at) = self.known.iter().position(known) {
            return at;
        }
        self.known.push((Some(Arc::clone(drawing)), self.artworks.drawn(drawing)));
        self.known.len() - 1
    }

    fn add(&mut self, drawn: Drawn) -> usize {
        self.known.push((None, Arc::new(drawn)));
        self.known.len() - 1
    }

    /// Draws number `at` in `place`.
    fn draw(&self, at: usize, place: Rect, height: f32, operations: &mut Vec<Op>) {
        let Some((_, drawn)) = self.known.get(at) else { return };
        let matrix = [place.width / drawn.width, 0.0, 0.0, -place.height / drawn.height, place.x, height - place.y];
        operations.extend([
            Op::SaveGraphicsState,
            Op::SetTransformationMatrix { matrix: CurTransMat::Raw(matrix) },
            Op::UseXobject { id: id(at), transform: XObjectTransform { no_auto_scale: true, ..XObjectTransform::default() } },
            Op::RestoreGraphicsState,
        ]);
    }

    pub(super) fn hand_over(self, resources: &mut PdfResources) {
        for (at, (_, drawn)) in self.known.into_iter().enumerate() {
            let stream = ExternalStream { dict: drawn.dictionary(), content: drawn.content.clone(), compress: false };
            let form = ExternalXObject { stream, width: None, height: None, dpi: None };
            resources.xobjects.map.insert(id(at), XObject::External(form));
        }
    }
}

fn id(at: usize) -> XObjectId {
    XObjectId(format!("D{at}"))
}

/// Draws a page; `number` counts from 0.
pub(super) fn operations(
    page: &Page,
    number: usize,
    fonts: &Fonts,
    drawings: &mut Drawings<'_>,
    tree: &mut Tree,
) -> Result<Vec<Op>, WriteFault> {
    if !page.items.iter().all(is_placed) || !is_size(page.width) || !is_size(page.height) {
        return Err(WriteFault::NoPlace { page: number + 1 });
    }
    let mut operations = Vec::new();
    for item in &page.items {
        match item {
            Item::Artwork(picture) => {
                operations.push(Op::BeginMarkedContent { tag: "Artifact".to_owned() });
                let at = drawings.number(&picture.drawing);
                drawings.draw(at, picture.place, page.height, &mut operations);
            }
            Item::Figure(picture) => {
                let figure =
                    Part { place: Some(upright(picture.place, page.height)), said: Some(picture.said.clone()), ..Part::new(Kind::Figure) };
                operations.push(marked(Kind::Figure, tree.leaf(number, figure)));
                let at = drawings.number(&picture.drawing);
                drawings.draw(at, picture.place, page.height, &mut operations);
            }
            Item::Code(code) => {
                let place = upright(code.place, page.height);
                let figure = Part { place: Some(place), said: Some(code.said.clone()), ..Part::new(Kind::Figure) };
                operations.push(marked(Kind::Figure, tree.linked(number, figure, place, &code.link, &code.said)));
                let at = drawings.add(Drawn::of_code(&code.qr));
                drawings.draw(at, code.place, page.height, &mut operations);
            }
            Item::Text(block) if block.lines.is_empty() => continue,
            Item::Text(block) => {
                operations.push(text_part(block, number, page.height, tree));
                text::write(block, page.height, fonts, &mut operations);
            }
        }
        operations.push(Op::EndMarkedContent);
    }
    Ok(operations)
}

fn text_part(block: &Block, page: usize, height: f32, tree: &mut Tree) -> Op {
    let kind = match block.role {
        Role::Heading => Kind::Heading,
        Role::Subheading => Kind::Subheading,
        Role::Paragraph => Kind::Paragraph,
    };
    let part = Part { language: Some(block.language.clone()), ..Part::new(kind) };
    match &block.link {
        None => marked(kind, tree.leaf(page, part)),
        Some(link) => {
            let said = super::outline::read(block);
            let inside = Part { language: None, ..Part::new(Kind::Link) };
            marked(Kind::Link, tree.linked_text(page, part, inside, extent(block, height), link, &said))
        }
    }
}

/// The rectangle that is clicked: a line reaches about as far above its baseline as its letters are large.
fn extent(block: &Block, height: f32) -> [f32; 4] {
    let nothing = [f32::INFINITY, f32::INFINITY, f32::NEG_INFINITY, f32::NEG_INFINITY];
    block.lines.iter().fold(nothing, |[left, low, right, high], line| {
        let size = line.runs.iter().map(|run| run.size).fold(0.0, f32::max);
        let y = height - line.baseline;
        [left.min(line.x), low.min(y - size * 0.25), right.max(line.x + line.width), high.max(y + size * 0.9)]
    })
}

/// Left, lower, right and upper side, y upwards.
fn upright(place: Rect, height: f32) -> [f32; 4] {
    [place.x, height - place.y - place.height, place.x + place.width, height - place.y]
}

fn marked(kind: Kind, content: i64) -> Op {
    let properties = DictItem::Dict { map: BTreeMap::from([("MCID".to_owned(), DictItem::Int(content))]) };
    Op::BeginMarkedContentWithProperties { tag: kind.tag().to_owned(), properties }
}

pub(super) fn colour(Colour([red, green, blue]): Colour) -> Color {
    let part = |part| (f32::from(part) / 255.0 * 1000.0).round() / 1000.0;
    Color::Rgb(Rgb { r: part(red), g: part(green), b: part(blue), icc_profile: None })
}

fn is_size(length: f32) -> bool {
    length.is_finite() && length > 0.0
}

fn is_placed(item: &Item) -> bool {
    let rect = |place: Rect| [place.x, place.y, place.width, place.height].iter().all(|number| number.is_finite());
    match item {
        Item::Artwork(picture) | Item::Figure(picture) => {
            rect(picture.place) && is_size(picture.drawing.width) && is_size(picture.drawing.height)
        }
        Item::Code(code) => rect(code.place),
        Item::Text(block) => block.lines.iter().all(|line| {
            let glyphs = line.runs.iter().flat_map(|run| &run.glyphs);
            let numbers = glyphs.flat_map(|glyph| [glyph.advance, glyph.dx, glyph.dy]).chain(line.runs.iter().map(|run| run.size));
            numbers.chain([line.x, line.baseline, line.width]).all(f32::is_finite) && line.runs.iter().all(|run| run.size > 0.0)
        }),
    }
}
