//! The issuer's name on badges, drawn by the fonts of this machine.

use super::artwork::{Lettering, Room};
use super::certificate::content::Said;
use super::certificate::fonts::Fonts;
use super::certificate::layout::{self, Align, Family, Style, Vertical, Weight};
use super::certificate::outlined;
use super::certificate::sheet::{Rect, Role};
use super::certificate::vector::Colour;
use crate::platform::i18n::Direction;
use crate::vocabulary::LanguageTag;

/// Letters that do not fit into their box at half its height are too small to be read on a small picture.
const SMALLEST: f32 = 0.5;
/// Letters with marks above and below are still within the box.
const LARGEST: f32 = 0.8;

/// Draws names with fonts.
#[derive(Debug, Clone)]
pub struct Letters(Fonts);

impl Letters {
    /// With these fonts.
    pub const fn of(fonts: Fonts) -> Self {
        Self(fonts)
    }
}

impl Lettering for Letters {
    fn outline(&self, text: &str, room: &Room) -> Result<String, String> {
        let said = Said { text: text.to_owned(), language: LanguageTag::undetermined() };
        let Room { x, y, width, height } = *room;
        let style = Style {
            family: Family::Sans,
            weight: Weight::Bold,
            size: height * LARGEST,
            smallest: height * SMALLEST,
            line_height: 1.0,
            align: Align::Middle,
            vertical: Vertical::Middle,
            most_lines: 1,
            colour: Colour([0; 3]),
            role: Role::Paragraph,
            link: None,
        };
        let block =
            layout::fit(&self.0, &[said], Rect { x, y, width, height }, &style, Direction::Ltr).map_err(|fault| fault.to_string())?;
        let drawn: String = layout::outlines(&block).iter().map(|shape| outlined::path(&shape.outline)).collect();
        if drawn.is_empty() { Err("the name has no letters".to_owned()) } else { Ok(drawn) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::appearance::artwork::{Design, Gallery, Side};
    use crate::appearance::templates::Templates;
    use crate::community::catalog::{Catalog, Rubric};
    use std::sync::Arc;

    const ROOM: Room = Room { x: 62.0, y: 362.0, width: 388.0, height: 50.0 };

    fn letters() -> Letters {
        Letters::of(Fonts::discover(&[]))
    }

    #[test]
    fn a_name_in_any_script_stays_within_its_box() {
        for name in ["Wikimedia Exampleland", "WMUK", "ويكيميديا المثال", "उदाहरण समुदाय", "ウィキメディア財団", "Tiếng Việt"]
        {
            let d = letters().outline(name, &ROOM).unwrap();
            let numbers = d.split(|c: char| c.is_ascii_alphabetic() || c == ' ').filter_map(|number| number.parse::<f32>().ok());
            let numbers: Vec<f32> = numbers.collect();
            let spread = |start: usize| {
                let along = numbers.iter().skip(start).step_by(2).copied();
                (along.clone().fold(f32::MAX, f32::min), along.fold(f32::MIN, f32::max))
            };
            let ((left, right), (top, bottom)) = (spread(0), spread(1));
            assert!(left >= 61.0 && right <= 451.0 && top >= 355.0 && bottom <= 419.0, "{name}: {left}–{right}, {top}–{bottom}");
            assert!((left.midpoint(right) - 256.0).abs() < 6.0, "{name} stands in the middle");
        }
    }

    #[test]
    fn a_name_that_is_too_long_or_has_no_font_is_refused_with_the_reason() {
        let said = |name: &str| letters().outline(name, &ROOM).unwrap_err();
        assert!(said("Wikimedia Community User Group of Exampleland and its Neighbours").contains("does not fit"));
        assert!(said("Wikimedia \u{10_ffff}").contains("no font here draws"));
        assert!(!said("").is_empty());
    }

    /// `INSIGNIA_DUMP_BADGES=folder cargo test --lib dump_lettered` writes badges with names to look at.
    #[test]
    fn dump_lettered() {
        let Ok(folder) = std::env::var("INSIGNIA_DUMP_BADGES") else { return };
        let gallery = Gallery::new(Templates::embedded()).lettered(Arc::new(letters()));
        let catalog = Catalog::embedded().unwrap();
        let names = [
            ("a", "Wikimedia Exampleland"),
            ("b", "ويكيميديا المثال"),
            ("c", "WMUK"),
            ("d", "Wikimedia User Group Mali"),
            ("e", "ウィキメディア財団"),
        ];
        for (mark, name) in names {
            let issuer = crate::issuer::profile::IssuerProfile::of_tests(name);
            for class in ["wikidata-practitioner", "glam-staff-trainer", "facilitator", "digital-safety-practitioner"] {
                let class = catalog.class(class).unwrap();
                let level = class.rubric().map(Rubric::required);
                let design = Design::of_award(class, level, &issuer).unwrap();
                for side in Side::ALL {
                    let file = format!("{folder}/lettered-{mark}-{}-{}.png", class.slug(), side.pixels());
                    std::fs::write(file, gallery.png(&design, side).unwrap()).unwrap();
                }
            }
        }
    }
}
