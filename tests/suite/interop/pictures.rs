//! Baked PNG and SVG files in other readers of PNG and XML: they find the badge that was put in, it
//! verifies, and the picture is the one that was there before.

use data_encoding::BASE64;
use insignia::appearance::artwork::{Design, Gallery, Side};
use insignia::appearance::templates::Templates;
use insignia::issuer::credential::Published;
use insignia::standards::bake;
use serde_json::{Value, json};

use super::judges::{Badge, Judges};
use super::public::{Outside, parsed, text};
use crate::harness::{Backend, Harness, run};
use crate::world::{CLASS, World};

/// The pictures of `badge` with nothing in them.
struct Plain {
    png: std::sync::Arc<[u8]>,
    svg: std::sync::Arc<str>,
}

fn drawing(world: &World, badge: &Published) -> Plain {
    let class = world.office.community().catalog().class(CLASS).expect("the class");
    let issuer = world.office.issuer(badge.award().issuer()).expect("the issuer");
    let design = Design::of_credential(badge.award(), class, issuer).expect("a design");
    let gallery = Gallery::new(Templates::embedded());
    Plain { png: gallery.png(&design, Side::default()).expect("a picture"), svg: gallery.svg(&design).expect("a drawing") }
}

/// What the judges find in a picture.
fn carried(judges: &Judges, form: &str, picture: &[u8]) -> String {
    let question = json!({ "ask": "picture", "form": form, "base64": BASE64.encode(picture) });
    let answer = judges.ask(&serde_json::Map::new(), crate::harness::START, &[question]).remove(0);
    answer["carried"].as_str().expect("a text").to_owned()
}

/// Width, height and every pixel.
fn pixels_of_png(picture: &[u8]) -> (u32, u32, Vec<u8>) {
    let mut reader = png::Decoder::new(std::io::Cursor::new(picture)).read_info().expect("a PNG");
    let mut pixels = vec![0; reader.output_buffer_size().expect("a size")];
    let frame = reader.next_frame(&mut pixels).expect("a whole frame");
    reader.finish().expect("an end");
    (frame.width, frame.height, pixels)
}

fn pixels_of_svg(picture: &str) -> Vec<u8> {
    let tree = resvg::usvg::Tree::from_str(picture, &resvg::usvg::Options::default()).expect("an SVG");
    let mut canvas = resvg::tiny_skia::Pixmap::new(128, 128).expect("a canvas");
    let scale = 128.0 / tree.size().width();
    resvg::render(&tree, resvg::tiny_skia::Transform::from_scale(scale, scale), &mut canvas.as_mut());
    canvas.data().to_vec()
}

#[test]
fn a_baked_png_carries_a_badge_that_verifies_and_the_same_picture() {
    let Some(judges) = Judges::summoned() else { return };
    run(Backend::Sqlite, async |harness: Harness| {
        let world = World::new(&harness).await;
        let badge = world.badge("ناصر ]]> & <Co>").await;
        let plain = drawing(&world, &badge);
        let outside = Outside::of(&world, &harness);
        let with_token = bake::png::bake(&plain.png, badge.jwt()).unwrap();
        // Baked again: the other form takes the place of the first.
        let with_json = bake::png::bake(&with_token, text(&badge)).unwrap();
        // The file that anybody can fetch is made in the same way.
        assert_eq!(outside.file(&badge, "png").await, with_json);
        let (token, json) = (carried(&judges, "png", &with_token), carried(&judges, "png", &with_json));
        assert_eq!((token.as_str(), json.as_str()), (badge.jwt(), text(&badge)));
        let forms = [Badge::Token(&token), Badge::Json(&json)];
        assert_eq!(judges.refusals(&outside.served(&badge).await, harness.now(), &forms), [None, None]);
        assert_eq!(world.verdict(&with_token).await.word(), "valid");
        assert_eq!(world.verdict(&with_json).await.word(), "valid");
        let (width, height, pixels) = pixels_of_png(&plain.png);
        assert!(pixels.iter().any(|byte| *byte != pixels[0]), "an empty picture would show nothing");
        for baked in [with_token, with_json] {
            assert!(pixels_of_png(&baked) == (width, height, pixels.clone()), "the picture changed");
        }
        harness.finish().await;
    });
}

#[test]
fn a_baked_svg_carries_a_badge_that_verifies_and_the_same_picture() {
    let Some(judges) = Judges::summoned() else { return };
    run(Backend::Sqlite, async |harness: Harness| {
        let world = World::new(&harness).await;
        let badge = world.badge("ناصر ]]> & <Co>").await;
        let plain = drawing(&world, &badge);
        let outside = Outside::of(&world, &harness);
        let with_token = bake::svg::bake(plain.svg.as_bytes(), badge.jwt()).unwrap();
        let with_json = bake::svg::bake(&with_token, text(&badge)).unwrap();
        // The file that anybody can fetch is made in the same way.
        assert_eq!(outside.file(&badge, "svg").await, with_json);
        let (token, json) = (carried(&judges, "svg", &with_token), carried(&judges, "svg", &with_json));
        assert_eq!(token, badge.jwt());
        // CDATA cannot hold "]]>", so the name is spelt with an escape, which reads the same.
        assert_eq!(json.parse::<Value>().unwrap(), parsed(&badge));
        let forms = [Badge::Token(&token), Badge::Json(&json)];
        assert_eq!(judges.refusals(&outside.served(&badge).await, harness.now(), &forms), [None, None]);
        assert_eq!(world.verdict(&with_token).await.word(), "valid");
        assert_eq!(world.verdict(&with_json).await.word(), "valid");
        let pixels = pixels_of_svg(&plain.svg);
        assert!(pixels.iter().any(|byte| *byte != pixels[0]), "an empty picture would show nothing");
        for baked in [with_token, with_json] {
            assert!(pixels_of_svg(str::from_utf8(&baked).unwrap()) == pixels, "the picture changed");
        }
        harness.finish().await;
    });
}

#[test]
fn a_picture_with_a_changed_character_is_refused() {
    let Some(judges) = Judges::summoned() else { return };
    run(Backend::Sqlite, async |harness: Harness| {
        let world = World::new(&harness).await;
        let badge = world.badge("Anna").await;
        let plain = drawing(&world, &badge);
        let outside = Outside::of(&world, &harness);
        let altered = text(&badge).replacen("\"Anna\"", "\"Anne\"", 1);
        assert_ne!(altered, text(&badge));
        let png = bake::png::bake(&plain.png, &altered).unwrap();
        let svg = bake::svg::bake(plain.svg.as_bytes(), &altered).unwrap();
        let open = outside.served(&badge).await;
        for (form, picture) in [("png", &png), ("svg", &svg)] {
            let found = carried(&judges, form, picture);
            let refusals = judges.refusals(&open, harness.now(), &[Badge::Json(&found)]);
            assert!(refusals[0].is_some(), "{form}");
            assert_eq!(world.verdict(picture).await.word(), "invalid", "{form}");
        }
        harness.finish().await;
    });
}
