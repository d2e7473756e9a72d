//! What is read is compared with what resvg draws from the same text; what is refused is named.

use resvg::tiny_skia::{self, Pixmap};

use super::super::Segment;
use super::*;
use crate::appearance::certificate::outlined;
use crate::appearance::certificate::sheet::{Item, Page, Picture, Rect};

fn svg(inside: &str) -> String {
    format!("<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" viewBox=\"0 0 100 100\">{inside}</svg>")
}

fn refused(inside: &str) -> String {
    Vector::of_svg(&svg(inside)).unwrap_err().to_string()
}

/// Our shapes written as SVG again, flat: no group, transform or style of the first text is left.
fn rewritten(vector: &Vector) -> String {
    let (width, height) = (vector.width, vector.height);
    let place = Rect { x: 0.0, y: 0.0, width, height };
    let picture = Picture { drawing: Arc::new(vector.clone()), place, said: String::new() };
    outlined::svg(&Page { width, height, items: vec![Item::Artwork(picture)] })
}

/// On white, as paper is.
fn drawn(text: &str) -> Pixmap {
    let tree = usvg::Tree::from_str(text, &usvg::Options::default()).unwrap();
    let mut canvas = Pixmap::new(300, 300).unwrap();
    canvas.fill(tiny_skia::Color::WHITE);
    resvg::render(&tree, tiny_skia::Transform::from_scale(3.0, 3.0), &mut canvas.as_mut());
    canvas
}

/// How many bytes of the picture differ visibly.
fn difference(one: &Pixmap, other: &Pixmap) -> usize {
    one.data().iter().zip(other.data()).filter(|(one, other)| one.abs_diff(**other) > 40).count()
}

#[test]
fn what_is_read_looks_as_what_was_drawn() {
    let drawings = [
        ("styles and rules", r#"<style>.a{fill:#036}</style><path class="a" fill-rule="evenodd" d="M10 10h80v80h-80zM30 30h40v40h-40z"/>"#),
        ("curves", r#"<path d="M10 50Q50 0 90 50T10 80zM50 50a20 10 30 1 1 5 5z" style="fill:#963;stroke:#000;stroke-width:2"/>"#),
        (
            "lines",
            r##"<path d="M20 20L80 30L25 45" fill="none" stroke="#c00" stroke-width="6" stroke-linecap="round" stroke-linejoin="bevel" stroke-dasharray="9 8" stroke-dashoffset="3"/>"##,
        ),
        (
            "transforms",
            r##"<g transform="translate(50 50) rotate(30)"><rect x="-20" y="-10" width="40" height="20" rx="5" stroke="#060" stroke-width="3" fill="#fc0" transform="scale(1.5)"/></g>"##,
        ),
        (
            "a line made thicker one way",
            r##"<g transform="translate(10 10) scale(4 1)"><circle cx="10" cy="40" r="8" fill="none" stroke="#036" stroke-width="3" stroke-dasharray="5 3"/></g>"##,
        ),
        (
            "a line below its filling",
            r##"<circle cx="50" cy="50" r="30" fill="#fc0" stroke="#036" stroke-width="12" style="paint-order:stroke"/>"##,
        ),
        (
            "opacity",
            r##"<rect width="60" height="60" fill="#c00"/><rect x="30" y="30" width="60" height="60" fill="#00c" fill-opacity=".5" stroke="#0c0" stroke-width="4" stroke-opacity=".4"/>"##,
        ),
        (
            "a group seen through",
            r##"<g opacity=".4"><rect width="40" height="90" fill="#c00"/><path d="M60 10v70" stroke="#036" stroke-width="9"/></g>"##,
        ),
        (
            "clips in clips",
            r##"<clipPath id="b" clip-path="url(#a)"><circle cx="50" cy="50" r="30"/></clipPath><clipPath id="a"><path d="M0 0h50v100h-50z" transform="rotate(10)"/></clipPath>
            <g transform="translate(5 5)" clip-path="url(#b)"><rect width="100" height="100" fill="#639"/></g>"##,
        ),
        (
            "two holes in a clip",
            r#"<clipPath id="a"><circle cx="25" cy="25" r="20"/><circle cx="75" cy="75" r="20"/></clipPath><rect width="100" height="100" clip-path="url(#a)"/>"#,
        ),
        (
            "copies",
            r##"<defs><path id="star" d="M10 0l3 7h7l-6 5 2 8-6-5-6 5 2-8-6-5h7z"/></defs><use xlink:href="#star" x="20" fill="#c90"/><use href="#star" y="50" x="50" fill="#09c"/>"##,
        ),
        (
            "what is hidden",
            r#"<rect width="50" height="50"/><rect x="50" width="50" height="50" visibility="hidden"/><rect y="50" width="50" height="50" display="none"/>"#,
        ),
    ];
    for (named, inside) in drawings {
        let text = svg(inside);
        let vector = Vector::of_svg(&text).unwrap_or_else(|fault| panic!("{named}: {fault}"));
        let differing = difference(&drawn(&text), &drawn(&rewritten(&vector)));
        assert!(differing < 200, "{named}: {differing} of 360000");
    }
}

#[test]
fn a_drawing_that_differs_is_seen_to_differ() {
    let one = svg("<rect x=\"10\" y=\"10\" width=\"50\" height=\"50\"/>");
    let mut vector = Vector::of_svg(&one).unwrap();
    assert!(difference(&drawn(&one), &drawn(&rewritten(&vector))) == 0);
    if let Segment::Move([x, _]) = &mut vector.shapes[0].outline[0] {
        *x += 6.0;
    }
    assert!(difference(&drawn(&one), &drawn(&rewritten(&vector))) > 200);
}

#[test]
fn what_is_no_plain_path_is_named() {
    let gradient = r##"<linearGradient id="g"><stop stop-color="#000"/><stop offset="1" stop-color="#fff"/></linearGradient>"##;
    let cases: [(&str, String, &str); 9] = [
        ("text", "\n<text id=\"motto\" y=\"20\">To know</text>".into(), "<text id=\"motto\"> in line 2 is text"),
        ("a bitmap", "<image id=\"photo\" href=\"data:image/png;base64,AAAA\" width=\"9\" height=\"9\"/>".into(), "\"photo\"> in line 1 is a bitmap"),
        ("a gradient", format!("{gradient}<rect id=\"sky\" width=\"9\" height=\"9\" fill=\"url(#g)\"/>"), "the path \"sky\" has a gradient"),
        ("a gradient of a line", format!("{gradient}<path id=\"ray\" d=\"M0 0L9 9\" stroke=\"url(#g)\"/>"), "the path \"ray\" has a gradient"),
        (
            "a pattern",
            "<pattern id=\"p\" width=\"4\" height=\"4\" patternUnits=\"userSpaceOnUse\"><path d=\"M0 0h2v2z\"/></pattern><rect id=\"net\" width=\"9\" height=\"9\" fill=\"url(#p)\"/>".into(),
            "\"net\" has a pattern",
        ),
        (
            "a filter",
            "<filter id=\"f\"><feGaussianBlur stdDeviation=\"2\"/></filter><g id=\"mist\" filter=\"url(#f)\"><rect width=\"9\" height=\"9\"/></g>".into(),
            "within \"mist\" has a filter",
        ),
        (
            "a mask",
            "<mask id=\"m\"><rect width=\"9\" height=\"9\" fill=\"#fff\"/></mask><g id=\"face\" mask=\"url(#m)\"><rect width=\"9\" height=\"9\"/></g>".into(),
            "within \"face\" has a mask",
        ),
        ("blending", "<g id=\"ink\" style=\"mix-blend-mode:multiply\"><rect width=\"9\" height=\"9\"/></g>".into(), "within \"ink\" is blended"),
        (
            "overlap seen through",
            "<g id=\"glass\" opacity=\".5\"><rect width=\"9\" height=\"9\"/><rect x=\"5\" width=\"9\" height=\"9\"/></g>".into(),
            "within \"glass\" is seen through",
        ),
    ];
    for (named, inside, expected) in cases {
        let fault = refused(&inside);
        assert!(fault.contains(expected), "{named}: {fault}");
    }
}

#[test]
fn a_reference_to_nothing_is_a_fault() {
    for inside in ["<rect id=\"r\" width=\"9\" height=\"9\" style=\"fill:url( '#gone' )\"/>", "<use id=\"r\" xlink:href=\"#gone\"/>"] {
        assert!(refused(inside).contains("id=\"r\"> in line 1 refers to \"gone\""), "{}", refused(inside));
    }
}

#[test]
fn an_editors_own_notes_are_no_fault() {
    let notes = "<n:namedview xmlns:n=\"http://www.inkscape.org/namespaces/inkscape\"><n:text/></n:namedview><defs/><metadata/><title>A title</title>";
    assert_eq!(Vector::of_svg(&svg(notes)).unwrap().shapes, []);
}

#[test]
fn document_types_deep_nesting_and_endless_copies_are_refused() {
    let bomb = "<!DOCTYPE svg [<!ENTITY a \"b\">]><svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\" height=\"1\"/>";
    assert!(Vector::of_svg(bomb).unwrap_err().to_string().contains("DTD"));
    let deep = format!("{}<rect width=\"1\" height=\"1\"/>{}", "<g>".repeat(70), "</g>".repeat(70));
    assert!(refused(&deep).contains("more than 64 deep"));
    let copies = (1..40).fold(String::new(), |copies, n| {
        let before = n - 1;
        copies + &format!("<g id=\"a{n}\"><use href=\"#a{before}\"/><use href=\"#a{before}\"/></g>")
    });
    let copies = format!("<defs><path id=\"a0\" d=\"M0 0h1v1z\"/>{copies}</defs><use href=\"#a39\"/>");
    assert!(Vector::of_svg(&svg(&copies)).is_err());
}

#[test]
fn the_size_is_that_of_the_drawing() {
    let vector = Vector::of_svg("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"200\" height=\"50\" viewBox=\"0 0 20 5\"><rect width=\"20\" height=\"5\"/></svg>").unwrap();
    assert_eq!((vector.width, vector.height), (200.0, 50.0));
    assert!(path::bounds(&vector.shapes[0]).iter().zip([0.0, 0.0, 200.0, 50.0]).all(|(found, wanted)| (found - wanted).abs() < 1e-3));
}

#[test]
fn every_shape_and_pictogram_of_the_badges_is_plain() {
    for folder in ["templates/badges/shapes", "templates/badges/pictograms"] {
        for file in std::fs::read_dir(folder).unwrap() {
            let path = file.unwrap().path();
            let text = std::fs::read_to_string(&path).unwrap();
            Vector::of_svg(&text).unwrap_or_else(|fault| panic!("{}: {fault}", path.display()));
        }
    }
}
