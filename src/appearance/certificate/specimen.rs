//! The word across a paper that is only looked at: a specimen, of which nobody shall think that it is one.

use std::sync::Arc;

use super::compose::CertificateFault;
use super::content::{Content, Field, Said};
use super::fonts::Fonts;
use super::layout::{self, Align, Family, Style, Vertical, Weight, outlines};
use super::sheet::{Item, Page, Picture, Rect, Role, Sheet};
use super::vector::{Colour, Fill, Segment, Shape, Vector};
use crate::platform::i18n::direction;

/// How tall the word is, and how much of the page it may fill.
const SIZE: f32 = 110.0;
const SMALLEST: f32 = 12.0;
const COLOUR: Colour = Colour([0xd3, 0x33, 0x33]);
const OPACITY: f32 = 0.28;

/// The same content without anything that can be checked, and with what it is in place of that.
pub fn uncheckable(mut content: Content, means: Said) -> Content {
    for field in [Field::Address, Field::Code, Field::Accessible, Field::Original, Field::Trainers] {
        content.texts.remove(&field);
    }
    content.texts.insert(Field::Check, vec![means]);
    Content { code: None, credential: None, ..content }
}

/// Writes `word` across each page, over everything.
///
/// # Errors
/// A letter of the word that no font has.
pub fn mark(sheet: &mut Sheet, word: &Said, fonts: &Fonts) -> Result<(), CertificateFault> {
    let way = direction(&sheet.language);
    for page in &mut sheet.pages {
        let Page { width, height, .. } = *page;
        // Along the diagonal, as long as the page has room for.
        let long = width.hypot(height) * 0.72;
        let area = Rect { x: (width - long) / 2.0, y: height / 2.0 - SIZE, width: long, height: SIZE * 2.0 };
        let block = layout::fit(fonts, std::slice::from_ref(word), area, &style(), way)
            .map_err(|fault| CertificateFault::Text { field: Field::Heading.name(), fault })?;
        let turn = Turn::about([width / 2.0, height / 2.0], [width, -height]);
        let shapes = outlines(&block).into_iter().map(|shape| turn.shape(shape)).collect();
        let place = Rect { x: 0.0, y: 0.0, width, height };
        let drawing = Arc::new(Vector { width, height, shapes });
        page.items.push(Item::Artwork(Picture { drawing, place, said: String::new() }));
    }
    Ok(())
}

fn style() -> Style {
    Style {
        family: Family::Sans,
        weight: Weight::Bold,
        size: SIZE,
        smallest: SMALLEST,
        line_height: 1.2,
        align: Align::Middle,
        vertical: Vertical::Middle,
        most_lines: 1,
        colour: COLOUR,
        role: Role::Paragraph,
        link: None,
    }
}

/// A turn about a point, by the angle at which a line leads.
struct Turn {
    about: [f32; 2],
    cos: f32,
    sin: f32,
}

impl Turn {
    fn about(about: [f32; 2], [x, y]: [f32; 2]) -> Self {
        let length = x.hypot(y).max(f32::EPSILON);
        Self { about, cos: x / length, sin: y / length }
    }

    fn point(&self, [x, y]: [f32; 2]) -> [f32; 2] {
        let [right, down] = [x - self.about[0], y - self.about[1]];
        [self.about[0] + right * self.cos - down * self.sin, self.about[1] + right * self.sin + down * self.cos]
    }

    fn shape(&self, shape: Shape) -> Shape {
        let step = |segment: Segment| match segment {
            Segment::Move(to) => Segment::Move(self.point(to)),
            Segment::Line(to) => Segment::Line(self.point(to)),
            Segment::Curve(first, second, to) => Segment::Curve(self.point(first), self.point(second), self.point(to)),
            Segment::Close => Segment::Close,
        };
        let fill = shape.fill.map(|fill| Fill { opacity: OPACITY, ..fill });
        Shape { outline: shape.outline.into_iter().map(step).collect(), fill, ..shape }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::appearance::artwork::Gallery;
    use crate::appearance::certificate::compose;
    use crate::appearance::certificate::samples::{Person, Samples};
    use crate::appearance::certificate::template::Template;
    use crate::appearance::pages::embedded_messages;
    use crate::appearance::templates::Templates;
    use crate::vocabulary::LanguageTag;

    #[test]
    fn a_specimen_has_nothing_to_check_and_says_so_across_the_page() {
        let (messages, fonts) = (embedded_messages().unwrap(), Fonts::discover(&[]));
        let samples = Samples::new(&messages, &Gallery::new(Templates::embedded())).unwrap();
        let text = Templates::embedded().text("certificates/a4-landscape.svg").unwrap().to_owned();
        let template = Template::read("a4-landscape", &text).unwrap();
        for language in ["en", "fr", "ar"] {
            let language: LanguageTag = language.parse().unwrap();
            let say = |key: &str| {
                let said = messages.render(key, &language, &[]);
                Said { text: said.text, language: said.language }
            };
            let usual = samples.content_in(Person::of_language(&language), "a4-landscape", language.clone());
            assert!(usual.code.is_some() && usual.texts.contains_key(&Field::Code));
            let content = uncheckable(usual, say("paper-specimen-means"));
            assert_eq!(content.texts[&Field::Check], [say("paper-specimen-means")]);
            let mut sheet = compose::sheet(&template, &content, &fonts).unwrap();
            let before = sheet.pages[0].items.len();
            mark(&mut sheet, &say("paper-specimen"), &fonts).unwrap();
            let items = &sheet.pages[0].items;
            assert_eq!(items.len(), before + 1);
            assert!(items.iter().all(|item| !matches!(item, Item::Code(_))), "nothing to scan");
            let Some(Item::Artwork(word)) = items.last() else { panic!("the word lies over everything") };
            let points = word.drawing.shapes.iter().flat_map(|shape| &shape.outline).filter_map(|segment| match *segment {
                Segment::Move(to) | Segment::Line(to) | Segment::Curve(_, _, to) => Some(to),
                Segment::Close => None,
            });
            let (mut left, mut right, mut top, mut bottom) = (f32::MAX, f32::MIN, f32::MAX, f32::MIN);
            for [x, y] in points {
                (left, right, top, bottom) = (left.min(x), right.max(x), top.min(y), bottom.max(y));
            }
            let (width, height) = (word.drawing.width, word.drawing.height);
            assert!(left >= 0.0 && right <= width && top >= 0.0 && bottom <= height, "{language}: {left} {top} {right} {bottom}");
            assert!(right - left > width * 0.3 && bottom - top > height * 0.3, "{language}: it lies across the page");
        }
    }
}
