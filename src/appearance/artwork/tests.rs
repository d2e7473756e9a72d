//! Claims about badge images.

use super::*;

fn design(template: &str, level: Option<Level>) -> Design {
    Design { template: template.to_owned(), accent: "#0b6e4f".parse().unwrap(), level, title: "GLAM & \"culture\" <trainer>".to_owned() }
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
            let svg = compose::svg(&templates, &design(&template, level)).unwrap();
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
        let svg = compose::svg(&Templates::embedded(), &design(&template, Level::new(1, 3))).unwrap();
        for banned in ["<text", "<script", "<style", "style=", "href", "<image", "<!DOCTYPE", "<foreignObject", " on"] {
            assert!(!svg.replace("GLAM & \"culture\"", "").contains(banned), "{template}: {banned}");
        }
        assert_eq!(svg.matches("http").count(), 1, "{template}: only the namespace is an address");
    }
}

#[test]
fn the_same_design_gives_the_same_bytes() {
    let first = gallery().draw(&design("shield-museum", Level::new(2, 3))).unwrap();
    let second = gallery().draw(&design("shield-museum", Level::new(2, 3))).unwrap();
    assert_eq!(first, second);
    let other = gallery().draw(&design("shield-museum", Level::new(3, 3))).unwrap();
    assert_ne!(first.png, other.png, "the level is seen");
}

#[test]
fn a_design_is_drawn_once() {
    let gallery = gallery();
    let first = gallery.draw(&design("octagram-pen", None)).unwrap();
    assert!(Arc::ptr_eq(&first, &gallery.draw(&design("octagram-pen", None)).unwrap()));
}

#[test]
fn the_png_is_512_square_with_transparent_corners() {
    let drawing = gallery().draw(&design("medallion-gathering", None)).unwrap();
    let mut reader = png::Decoder::new(std::io::Cursor::new(&drawing.png)).read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut pixels).unwrap();
    assert_eq!((info.width, info.height, info.color_type), (SIDE, SIDE, png::ColorType::Rgba));
    assert_eq!(pixels[3], 0, "corner");
    assert_eq!(pixels[(256 * 512 + 256) * 4 + 3], 255, "middle");
    assert!(drawing.png.len() < 100_000, "{} bytes are too many for a phone", drawing.png.len());
}

#[test]
fn every_class_of_the_catalogue_has_its_own_picture() {
    let catalog = crate::community::catalog::Catalog::embedded().unwrap();
    let (gallery, mut seen) = (gallery(), std::collections::BTreeSet::new());
    for class in catalog.classes() {
        let design = Design::of(class, None).unwrap_or_else(|fault| panic!("{}: {fault}", class.slug()));
        let drawing = gallery.draw(&design).unwrap_or_else(|fault| panic!("{}: {fault}", class.slug()));
        assert!(seen.insert(drawing.png.clone()), "{} looks like another class", class.slug());
        let Some(rubric) = class.rubric() else { continue };
        for (at, level) in rubric.levels().iter().enumerate() {
            let expected = Level::new(u8::try_from(at + 1).unwrap(), u8::try_from(rubric.levels().len()).unwrap());
            assert_eq!(Design::of(class, Some(level.id())).unwrap().level, expected);
        }
    }
    assert!(seen.len() >= 19);
}

#[test]
fn an_unknown_name_is_answered_with_those_there_are() {
    let said = |template: &str| gallery().draw(&design(template, None)).unwrap_err().to_string();
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
        let drawing = gallery().draw(&Design { accent, ..design(&template, level) }).unwrap();
        std::fs::write(format!("{folder}/{template}.png"), &drawing.png).unwrap();
        std::fs::write(format!("{folder}/{template}.svg"), &drawing.svg).unwrap();
    }
}
