//! Claims about badge images.

use super::*;

fn design(template: &str, level: Option<Level>) -> Design {
    Design {
        template: template.to_owned(),
        accent: "#0b6e4f".parse().unwrap(),
        level,
        issuer: None,
        title: "GLAM & \"culture\" <trainer>".to_owned(),
    }
}

fn named(template: &str) -> Design {
    Design { issuer: Some("Wikimedia Exempelland".to_owned()), ..design(template, Level::new(1, 3)) }
}

/// A lettering without fonts: a bar for every text but the empty one.
struct Bar;

impl Lettering for Bar {
    fn outline(&self, text: &str, room: &Room) -> Result<String, String> {
        let (right, lower) = (room.x + room.width, room.y + room.height);
        if text.is_empty() {
            Err("there is nothing to draw".to_owned())
        } else {
            Ok(format!("M{} {}H{right}V{lower}H{}Z", room.x, room.y, room.x))
        }
    }
}

fn gallery() -> Gallery {
    Gallery::new(Templates::embedded())
}

fn every_template() -> Vec<String> {
    let gallery = gallery();
    let pictograms: Vec<&str> = gallery.pictograms().collect();
    let shapes = gallery.shapes();
    shapes.flat_map(|shape| pictograms.iter().map(move |pictogram| format!("{shape}-{pictogram}"))).collect()
}

#[test]
fn every_shape_takes_every_pictogram_at_every_level() {
    assert!(every_template().len() >= 4 * 19, "a pictogram for each class of the starter catalogue");
    let templates = Templates::embedded();
    for template in every_template() {
        for level in [None, Level::new(1, 1), Level::new(2, 3), Level::new(5, 5)] {
            let svg = compose::svg(&templates, &design(&template, level), None).unwrap();
            let document = roxmltree::Document::parse(&svg).unwrap();
            let title = document.descendants().find(|n| n.has_tag_name(("http://www.w3.org/2000/svg", "title"))).unwrap();
            assert_eq!(title.text(), Some("GLAM & \"culture\" <trainer>"));
            assert!(!svg.contains("#3366cc"), "{template} keeps a colour of its template");
        }
    }
}

#[test]
fn a_picture_holds_no_text_script_style_or_outside_address() {
    for template in every_template() {
        let svg = compose::svg(&Templates::embedded(), &named(&template), Some(&Bar)).unwrap();
        for banned in ["<text", "<script", "<style", "style=", "href", "<image", "<!DOCTYPE", "<foreignObject", " on"] {
            assert!(!svg.replace("GLAM & \"culture\"", "").contains(banned), "{template}: {banned}");
        }
        assert_eq!(svg.matches("http").count(), 1, "{template}: only the namespace is an address");
    }
}

#[test]
fn the_same_design_gives_the_same_bytes() {
    let drawn = |level| {
        let (gallery, design) = (gallery(), design("shield-museum", Level::new(level, 3)));
        (gallery.svg(&design).unwrap(), gallery.png(&design, Side::Px128).unwrap())
    };
    assert_eq!(drawn(2), drawn(2));
    assert_ne!(drawn(2).1, drawn(3).1, "the level is seen");
}

#[test]
fn a_design_is_drawn_once_for_every_size() {
    let gallery = gallery();
    let draw = |side| gallery.png(&design("octagram-pen", None), side).unwrap();
    let first = draw(Side::Px64);
    assert!(Arc::ptr_eq(&first, &draw(Side::Px64)));
    assert_ne!(first, draw(Side::Px128));
}

/// Width, height and the pixels of an RGBA picture.
fn pixels(png: &[u8]) -> (u32, u32, Vec<u8>) {
    let mut reader = png::Decoder::new(std::io::Cursor::new(png)).read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut pixels).unwrap();
    assert_eq!(info.color_type, png::ColorType::Rgba);
    (info.width, info.height, pixels)
}

#[test]
fn a_png_has_the_size_that_was_asked_for_and_transparent_corners() {
    let gallery = gallery();
    for side in Side::ALL {
        let png = gallery.png(&design("medallion-gathering", None), side).unwrap();
        let (width, height, pixels) = pixels(&png);
        assert_eq!((width, height), (side.pixels().into(), side.pixels().into()));
        let middle = pixels.len() / 2 + usize::from(side.pixels()) * 2;
        assert_eq!((pixels[3], pixels[middle + 3]), (0, 255), "corner and middle at {width}");
        assert!(png.len() < 250 * usize::from(side.pixels()), "{} bytes are too many for a phone", png.len());
    }
    assert_eq!([0, 1, 63, 65, 512, 2048].map(Side::of), [None, None, None, None, Some(Side::Px512), None]);
}

#[test]
fn the_issuer_stands_on_every_shape_where_it_can_be_read() {
    let (plain, lettered) = (gallery(), gallery().lettered(Arc::new(Bar)));
    for shape in plain.shapes() {
        let named = named(&format!("{shape}-museum"));
        let without = Design { issuer: None, ..named.clone() };
        let svg = lettered.svg(&named).unwrap();
        assert!(!svg.contains("id=\"issuer\""), "{shape}: the box itself is not drawn");
        assert_eq!(svg.matches("stroke-width=\"6\" stroke-linecap").count(), 1, "{shape}: one pictogram");
        assert_ne!(svg, lettered.svg(&without).unwrap(), "{shape} shows no name");
        assert_eq!(plain.svg(&named).unwrap(), plain.svg(&without).unwrap(), "{shape}: without fonts no empty ribbon");
        for side in Side::ALL {
            let seen = lettered.png(&named, side).unwrap() != lettered.png(&without, side).unwrap();
            assert_eq!(seen, side.pixels() >= 128, "{shape} at {} pixels", side.pixels());
        }
    }
    let nothing = Design { issuer: Some(String::new()), ..named("shield-museum") };
    assert_eq!(lettered.why_unnamed(&nothing), Ok(Some("there is nothing to draw".to_owned())));
    assert_eq!(lettered.why_unnamed(&named("shield-museum")), Ok(None));
    assert_eq!(lettered.svg(&nothing).unwrap(), plain.svg(&nothing).unwrap(), "a name that cannot be drawn leaves no ribbon");
}

#[test]
fn every_class_of_the_catalogue_has_its_own_picture() {
    let catalog = crate::community::catalog::Catalog::embedded().unwrap();
    let (gallery, mut seen) = (gallery(), std::collections::BTreeSet::new());
    for class in catalog.classes() {
        let design = Design::of(class, None, "WE", "Wikimedia Exempelland").unwrap_or_else(|fault| panic!("{}: {fault}", class.slug()));
        let png = gallery.png(&design, Side::Px128).unwrap_or_else(|fault| panic!("{}: {fault}", class.slug()));
        assert!(seen.insert(png), "{} looks like another class", class.slug());
        let Some(rubric) = class.rubric() else { continue };
        for (at, level) in rubric.levels().iter().enumerate() {
            let expected = Level::new(u8::try_from(at + 1).unwrap(), u8::try_from(rubric.levels().len()).unwrap());
            let design = Design::of(class, Some(level.id()), "WE", "Wikimedia Exempelland").unwrap();
            assert_eq!(design.level, expected);
            let said = [class.name().source_text(), level.name().source_text(), "Wikimedia Exempelland"].join(" · ");
            assert_eq!(design.title, said, "who does not see it hears class, level and issuer");
        }
    }
    assert!(seen.len() >= 19);
}

#[test]
fn an_unknown_name_is_answered_with_those_there_are() {
    let said = |template: &str| gallery().svg(&design(template, None)).unwrap_err().to_string();
    assert!(said("shield").contains("joined by a hyphen"));
    assert!(said("square-museum").contains("there are: hexagon, medallion, octagram, shield"));
    assert!(said("shield-dragon").contains("no pictogram named \"dragon\""));
    assert!(said("shield-../../about").contains("no pictogram named"));
}

#[test]
fn a_level_counts_from_one_to_at_most_five() {
    for (reached, of) in [(0, 3), (4, 3), (1, 6), (0, 0)] {
        assert_eq!(Level::new(reached, of), None);
    }
}

/// `INSIGNIA_DUMP_BADGES=folder cargo test --lib dump_badges` writes pictures to look at.
#[test]
fn dump_badges() {
    let Ok(folder) = std::env::var("INSIGNIA_DUMP_BADGES") else { return };
    let accents = ["#3366cc", "#0b6e4f", "#7a3e9d", "#a6291d", "#8a5a00", "#00677d", "#54595d"];
    for (at, template) in every_template().into_iter().enumerate() {
        let accent = accents[at % accents.len()].parse().unwrap();
        let level = [None, Level::new(1, 3), Level::new(3, 4)][at % 3];
        let design = Design { accent, ..design(&template, level) };
        std::fs::write(format!("{folder}/{template}.png"), gallery().png(&design, Side::Px512).unwrap()).unwrap();
        std::fs::write(format!("{folder}/{template}.svg"), &*gallery().svg(&design).unwrap()).unwrap();
    }
}
