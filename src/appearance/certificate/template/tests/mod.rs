//! Templates that Inkscape could have saved, and what is said about those that are wrong.

use super::super::layout::{Align, Family, Vertical, Weight};
use super::*;
use crate::appearance::templates::Templates;

/// A page of 200 × 100 mm in units of a millimetre.
fn page(inside: &str) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:inkscape=\"http://www.inkscape.org/namespaces/inkscape\" \
         xmlns:xlink=\"http://www.w3.org/1999/xlink\" width=\"200mm\" height=\"100mm\" viewBox=\"0 0 200 100\">\n{inside}\n</svg>"
    )
}

/// Every box that a certificate must have, but for one.
fn boxes_without(name: &str) -> String {
    let texts = ["holder", "class", "issuer", "awarded", "valid", "address", "code"].into_iter().enumerate().map(|(at, label)| {
        let y = at * 10;
        (label, format!("<rect inkscape:label=\"{label}\" x=\"1\" y=\"{y}\" width=\"60\" height=\"9\"/><text x=\"2\" y=\"{}\" font-size=\"4\">x</text>\n", y + 5))
    });
    let code = ("qr", "<rect id=\"qr\" x=\"150\" y=\"10\" width=\"40\" height=\"40\"/>\n".to_owned());
    texts.chain([code]).filter(|(label, _)| *label != name).map(|(_, text)| text).collect()
}

fn with(inside: &str) -> Result<Template, TemplateFaults> {
    Template::read("test", &page(&format!("{}{inside}", boxes_without(""))))
}

#[track_caller]
fn only_fault(read: Result<Template, TemplateFaults>) -> String {
    let faults = read.unwrap_err();
    assert_eq!(faults.findings.len(), 1, "{faults}");
    faults.findings[0].what.to_string()
}

#[track_caller]
fn near(found: f32, millimetres: f32) {
    assert!((found / MILLIMETRE - millimetres).abs() < 0.01, "{} mm, not {millimetres}", found / MILLIMETRE);
}

#[test]
fn the_templates_of_this_program_are_good() {
    let templates = Templates::embedded();
    let names: Vec<&str> = templates.names("certificates/").collect();
    assert_eq!(names, ["a4-landscape.svg", "cards.svg", "letter-landscape.svg", "slip.svg"]);
    for name in names {
        let text = templates.text(&format!("certificates/{name}")).unwrap();
        let template = Template::read(name, text).unwrap_or_else(|faults| panic!("{faults}"));
        assert_eq!(template.plan().cards().map(|cards| cards.count()), (name == "cards.svg").then_some(10), "{name}");
        assert_eq!(template.plan().code().is_some(), name != "slip.svg", "{name}");
    }
}

#[test]
fn a_rectangle_with_a_label_is_a_box_and_the_text_in_it_its_sample() {
    let sample = "<g transform=\"translate(70 10)\" style=\"font-size:10px;fill:#36c\"><g transform=\"matrix(2 0 0 2 0 0)\">\
        <rect inkscape:label=\"Heading\" id=\"rect12\" width=\"30\" height=\"16\" rx=\"1\" transform=\"scale(1)\"/>\
        <text style=\"font-family:'Noto Serif', serif;text-anchor:middle;text-align:center;line-height:120%\" transform=\"scale(.5)\">\
        <tspan sodipodi:role=\"line\" xmlns:sodipodi=\"x\" x=\"30\" y=\"30\" style=\"font-weight:bold\">Certificate</tspan></text></g></g>";
    let template = with(sample).unwrap();
    let text = template.plan().boxes()[&Field::Heading];
    near(text.area.x, 70.0);
    near(text.area.y, 10.0);
    near(text.area.width, 60.0);
    near(text.area.height, 32.0);
    let letters = text.lettering;
    assert!((letters.size - 28.3).abs() < 0.001, "ten millimetres, {} pt", letters.size);
    assert_eq!((letters.family, letters.weight, letters.align), (Family::Serif, Weight::Bold, Align::Middle));
    assert_eq!((letters.vertical, letters.colour.0), (Vertical::Bottom, [0x33, 0x66, 0xcc]));
    assert!((letters.line_height - 1.2).abs() < 1e-4);
}

#[test]
fn a_text_box_of_inkscape_is_box_and_sample_in_one() {
    let flowed = "<defs><rect id=\"rect99\" x=\"70\" y=\"5\" width=\"50\" height=\"20\"/></defs>\
        <text inkscape:label=\"criteria\" transform=\"translate(2 3)\" style=\"font-size:4px;shape-inside:url(#rect99);text-align:center\">\
        <tspan x=\"90\" y=\"9\">What had to be shown</tspan></text>";
    let text = with(flowed).unwrap().plan().boxes()[&Field::Criteria];
    near(text.area.x, 72.0);
    near(text.area.y, 8.0);
    near(text.area.width, 50.0);
    assert_eq!((text.lettering.align, text.lettering.vertical), (Align::Middle, Vertical::Top));
}

#[test]
fn a_group_may_carry_the_label_and_a_layer_never_does() {
    let group = "<g inkscape:groupmode=\"layer\" inkscape:label=\"class\"><g inkscape:label=\"level\">\
        <rect x=\"70\" y=\"5\" width=\"50\" height=\"20\"/><text x=\"130\" y=\"50\" font-size=\"4\">beside its box</text></g></g>";
    let template = with(group).unwrap();
    near(template.plan().boxes()[&Field::Level].area.x, 70.0);
}

#[test]
fn a_file_as_inkscape_saves_it_is_read() {
    let template = Template::read("certificate", include_str!("inkscape.svg")).unwrap_or_else(|faults| panic!("{faults}"));
    let holder = template.plan().boxes()[&Field::Holder];
    // A text box of 130 × 30 mm, drawn in pixels within a layer that was moved.
    near(holder.area.x, 70.0);
    near(holder.area.y, 20.0);
    near(holder.area.width, 130.0);
    near(holder.area.height, 30.0);
    assert_eq!((holder.lettering.family, holder.lettering.weight), (Family::Serif, Weight::Bold));
    assert!((holder.lettering.size - 40.0).abs() < 0.01, "{}", holder.lettering.size);
    // A group of a rectangle and its sample, enlarged.
    let class = template.plan().boxes()[&Field::Class];
    near(class.area.y, 60.0);
    near(class.area.width, 130.0);
    assert!((class.lettering.size - 20.0).abs() < 0.01, "{}", class.lettering.size);
    assert_eq!((class.lettering.align, class.lettering.weight), (Align::End, Weight::Bold));
    near(template.plan().code().unwrap().y, 59.0);
    let shapes: Vec<_> = template.plan().artwork().flat_map(|drawing| &drawing.shapes).collect();
    assert_eq!(shapes.len(), 2, "neither boxes nor samples nor notes are printed");
    assert_eq!(shapes[0].clips.len(), 1);
}

#[test]
fn units_and_view_box_give_places_in_points() {
    let read = |svg: String| Template::read("slip", &svg).map(|template| (template.plan().width(), template.plan().height()));
    let boxes = ["heading", "holder", "class", "issuer"].iter().enumerate().map(|(at, label)| {
        format!("<rect id=\"{label}\" x=\"1\" y=\"{}\" width=\"90\" height=\"20\"/><text x=\"2\" y=\"{}\">x</text>", at * 21, at * 21 + 15)
    });
    let boxes: String = boxes.collect();
    let svg = |head: &str| format!("<svg xmlns=\"http://www.w3.org/2000/svg\" {head}>{boxes}</svg>");
    assert_eq!(read(svg("width=\"4in\" height=\"3in\"")), Ok((288.0, 216.0)));
    assert_eq!(read(svg("width=\"400\" height=\"300px\" viewBox=\"0 0 800 600\"")), Ok((300.0, 225.0)));
    for wrong in [
        "",
        "width=\"100%\" height=\"100%\"",
        "width=\"4in\" height=\"3in\" viewBox=\"0 0 100 100\"",
        "width=\"4in\" height=\"3in\" viewBox=\"a\"",
    ] {
        assert!(read(svg(wrong)).unwrap_err().to_string().contains("the page has no size on paper"), "{wrong}");
    }
}

#[test]
fn every_missing_box_is_named_and_all_at_once() {
    let faults = Template::read("test", &page("")).unwrap_err();
    let missing: Vec<&str> =
        faults.findings.iter().filter_map(|f| if let What::Missing { name, .. } = f.what { Some(name) } else { None }).collect();
    assert_eq!(missing, ["holder", "class", "issuer", "awarded", "valid", "address", "code", "qr"]);
    for name in missing {
        let said = only_fault(Template::read("test", &page(&boxes_without(name))));
        assert!(said.starts_with(&format!("there is no box \"{name}\"; draw a rectangle for")), "{said}");
    }
}

#[test]
fn a_label_that_is_nearly_right_is_corrected() {
    let text = page(&boxes_without("holder"));
    let text = text.replace("</svg>", "<rect inkscape:label=\"hodler\" x=\"80\" y=\"60\" width=\"60\" height=\"20\"/></svg>");
    let said = Template::read("test", &text).unwrap_err().to_string();
    assert!(said.contains("the label \"hodler\" is no box of ours; did you mean \"holder\"?"), "{said}");
    assert!(said.contains("test:10:"), "the line: {said}");
    assert!(with("<rect inkscape:label=\"border\" x=\"80\" y=\"60\" width=\"60\" height=\"20\"/>").is_ok(), "another word");
}

#[test]
fn boxes_stand_straight_apart_and_on_the_page() {
    let at = |label: &str, more: &str| {
        format!(
            "<g {more}><rect inkscape:label=\"{label}\" x=\"80\" y=\"60\" width=\"60\" height=\"20\"/><text x=\"81\" y=\"70\" font-size=\"4\">x</text></g>"
        )
    };
    assert!(with(&at("level", "")).is_ok());
    for turned in ["transform=\"rotate(3)\"", "transform=\"scale(-1 1) translate(-200 0)\"", "transform=\"skewX(4)\""] {
        let said = with(&at("level", turned)).unwrap_err().to_string();
        assert!(said.contains("\"level\" is turned, slanted or mirrored"), "{said}");
    }
    let cases = [
        ("transform=\"translate(100 0)\"", "the box \"level\" reaches beyond the page; move it inside"),
        ("transform=\"translate(0 -20)\"", ""),
        ("transform=\"translate(30 -20)\"", "the boxes \"qr\" and \"level\" lie over each other"),
        ("transform=\"translate(-40 -40)\"", "lie over each other"),
        ("transform=\"spin(4)\"", "\"level\" has"),
    ];
    for (place, said) in cases {
        let read = with(&at("level", place)).map(|_| ()).map_err(|faults| faults.to_string());
        assert_eq!(read.is_ok(), said.is_empty(), "{place}: {read:?}");
        assert!(read.err().unwrap_or_default().contains(said), "{place}");
    }
    let said = with(&at("holder", "")).unwrap_err().to_string();
    assert!(said.contains("the box \"holder\" stands twice, first in line 2"), "{said}");
}

#[test]
fn a_code_that_poor_cameras_cannot_read_is_refused() {
    let sized = |size: &str| Template::read("test", &page(&format!("{}<rect id=\"qr\" x=\"150\" y=\"10\" {size}/>", boxes_without("qr"))));
    assert!(sized("width=\"30.75\" height=\"30.75\"").is_ok());
    let said = only_fault(sized("width=\"30.6\" height=\"30.6\""));
    assert_eq!(said, "the box \"qr\" is 30.6 mm wide; it needs at least 30.8 mm, or poor cameras cannot read the code");
    assert!(only_fault(sized("width=\"40\" height=\"45\"")).contains("no square"));
}

#[test]
fn what_does_not_belong_on_paper_is_refused_by_name() {
    let cases = [
        ("<script>x</script>", "<script> is a program"),
        ("<a xlink:href=\"#x\"><path d=\"M0 0\"/></a>", "<a> is a link"),
        ("<image xlink:href=\"data:image/png;base64,x\"/>", "<image> is a picture of dots"),
        ("<path d=\"M0 0h1\" onclick=\"x()\"/>", "<path> has a program in it"),
        ("<use xlink:href=\"other.svg#x\"/>", "needs something from outside the file (\"other.svg#x\")"),
        ("<path d=\"M0 0h1\" style=\"fill:url(https://x.example/a)\"/>", "needs something from outside the file (\"https://x.example/a\")"),
        ("<style>path { fill: red }</style>", "<style> is a style sheet"),
        ("<svg/>", "<svg> is a drawing in the drawing"),
        ("<foreignObject/>", "<foreignObject> is a document of another kind"),
        ("<g id=\"a\"><use href=\"#b\"/></g><path id=\"b\" d=\"M0 0h1\"/><use href=\"#a\"/>", "<use> is a clone of a clone"),
        ("<text x=\"150\" y=\"80\">Loose words</text>", "the text \"Loose words\" stands in no box"),
        ("<circle inkscape:label=\"level\" r=\"4\"/>", "the box \"level\" is drawn as <circle>"),
        ("<rect id=\"level\" x=\"80\" y=\"60\" width=\"60\" height=\"20\"/>", "the box \"level\" has no sample text"),
    ];
    for (inside, expected) in cases {
        let said = only_fault(with(inside));
        assert!(said.contains(expected), "{said}");
    }
    for harmless in [
        "<style/>",
        "<g style=\"display:none\"><text x=\"150\" y=\"80\">a note</text></g>",
        "<metadata/>",
        "<text x=\"150\" y=\"80\"> </text>",
    ] {
        assert!(with(harmless).is_ok(), "{harmless}");
    }
}

#[test]
fn letters_that_cannot_be_printed_well_are_refused() {
    let lettered = |style: &str| {
        with(&format!(
            "<rect id=\"level\" x=\"80\" y=\"60\" width=\"60\" height=\"20\"/><text x=\"81\" y=\"70\" style=\"{style}\">x</text>"
        ))
    };
    let cases = [
        ("font-size:1px", "is 2.8 pt high; use at least 5.5 pt"),
        ("font-size:40%", "has \"40%\" as its font size"),
        ("font-size:4px;fill:url(#g)", "is painted \"url(#g)\""),
        ("font-size:4px;fill:none", "is painted \"none\""),
        ("font-size:4px;fill-opacity:0.5", "is painted \"see-through\""),
        ("font-size:30px;line-height:2", "a line of its text needs"),
    ];
    for (style, expected) in cases {
        let said = only_fault(lettered(style));
        assert!(said.contains(expected), "{said}");
    }
}

#[test]
fn a_slip_has_no_code_and_no_badge() {
    let boxes = format!("{}<rect id=\"badge\" x=\"80\" y=\"60\" width=\"60\" height=\"20\"/>", boxes_without(""));
    let faults = Template::read("slip-a5", &page(&boxes)).unwrap_err();
    let said = faults.to_string();
    for name in ["qr", "badge", "code"] {
        assert!(said.contains(&format!("a participation slip has no box \"{name}\"")), "{said}");
    }
}

#[test]
fn bombs_are_refused() {
    let deep = page(&format!("{}{}", "<g>".repeat(60), "</g>".repeat(60)));
    assert!(Template::read("x", &deep).unwrap_err().to_string().contains("more than 48 deep"));
    let doctype = format!("<!DOCTYPE svg [<!ENTITY a \"b\">]>{}", page(""));
    assert!(only_fault(Template::read("x", &doctype)).contains("not an SVG file that can be read"));
    assert!(only_fault(Template::read("x", &page(&"<g/>".repeat(30_000)))).contains("not an SVG file that can be read"));
    assert!(only_fault(Template::read("x", &" ".repeat(LARGEST + 1))).contains("more than 512 KiB"));
    assert!(only_fault(Template::read("x", "<html/>")).contains("its first element is <html>"));
}

#[test]
fn a_page_read_from_the_right_is_the_mirror_image_of_one_read_from_the_left() {
    let art = "<path id=\"a\" d=\"M0 0H10V5H0Z\" style=\"fill:#3366cc\"/><path inkscape:label=\"fixed\" d=\"M20 80h10l-10 5z\" style=\"fill:#c00000\"/>";
    let template = with(art).unwrap();
    let plan = template.plan_for(Accent::drawn(), Direction::Rtl);
    near(plan.boxes()[&Field::Holder].area.x, 200.0 - 1.0 - 60.0);
    near(plan.code().unwrap().x, 10.0);
    let outlines: Vec<Vec<[f32; 2]>> =
        plan.artwork().flat_map(|drawing| drawing.shapes.iter().map(|shape| points(drawing, &shape.outline))).collect();
    let expected = [vec![[200.0, 0.0], [190.0, 0.0], [190.0, 5.0], [200.0, 5.0]], vec![[170.0, 80.0], [180.0, 80.0], [170.0, 85.0]]];
    for (outline, expected) in outlines.iter().zip(&expected) {
        assert_eq!(outline.len(), expected.len());
        for (point, wanted) in outline.iter().zip(expected) {
            assert!((point[0] - wanted[0]).abs() < 0.01 && (point[1] - wanted[1]).abs() < 0.01, "{outline:?} is not {expected:?}");
        }
    }
    assert_eq!(outlines.len(), 2);
}

/// In millimetres.
fn points(drawing: &Vector, outline: &[super::super::vector::Segment]) -> Vec<[f32; 2]> {
    use super::super::vector::Segment;
    let scale = 200.0 / drawing.width;
    let ends = outline.iter().filter_map(|segment| match segment {
        Segment::Move(point) | Segment::Line(point) | Segment::Curve(_, _, point) => Some([point[0] * scale, point[1] * scale]),
        Segment::Close => None,
    });
    ends.collect()
}

#[test]
fn only_the_accents_of_a_template_take_the_colour_of_the_class() {
    let art = "<path d=\"M0 90H10V95H0Z\" style=\"fill:#3366cc;stroke:#c6d4f1\"/><path d=\"M0 90H10V95H0Z\" style=\"fill:#c00000\"/>";
    let green: Accent = "#0b6e4f".parse().unwrap();
    let template = with(art).unwrap();
    let plan = template.plan_for(green, Direction::Ltr);
    let fills: Vec<[u8; 3]> =
        plan.artwork().flat_map(|drawing| drawing.shapes.iter().filter_map(|shape| Some(shape.fill?.colour.0))).collect();
    assert_eq!(fills, [[0x0b, 0x6e, 0x4f], [0xc0, 0, 0]]);
    assert!(Arc::ptr_eq(&plan, &template.plan_for(green, Direction::Ltr)), "many papers share one drawing");
}

#[test]
fn cards_fill_the_page_between_the_margins_of_the_first() {
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"210mm\" height=\"297mm\" viewBox=\"0 0 210 297\">\
        <rect id=\"card\" x=\"20\" y=\"13.5\" width=\"85\" height=\"54\"/><path d=\"M22 15h70v40z\"/>BOXES</svg>";
    let texts = ["holder", "class", "issuer", "awarded", "valid", "address", "code"].iter().enumerate().map(|(at, label)| {
        format!(
            "<rect id=\"{label}\" x=\"21\" y=\"{0}\" width=\"40\" height=\"5\"/><text x=\"22\" y=\"{1}\" font-size=\"2.5\">x</text>",
            15 + at * 6,
            18 + at * 6
        )
    });
    let boxes = texts.collect::<String>() + "<rect id=\"qr\" x=\"70\" y=\"30\" width=\"31\" height=\"31\"/>";
    let template = Template::read("cards", &svg.replace("BOXES", &boxes)).unwrap();
    let cards = template.plan().cards().unwrap();
    let places: Vec<Rect> = cards.places(template.plan().width()).collect();
    assert_eq!(places.len(), 10);
    near(places[1].x, 105.0);
    near(places[9].y, 13.5 + 4.0 * 54.0);
    let mirrored = template.plan_for(Accent::drawn(), Direction::Rtl);
    let places: Vec<Rect> = mirrored.cards().unwrap().places(mirrored.width()).collect();
    assert_eq!(places.len(), 10);
    near(places[0].x, 105.0);
    near(places[1].x, 20.0);
    let beyond = svg.replace("M22 15h70v40z", "M22 15h90v40z").replace("BOXES", &boxes);
    assert!(only_fault(Template::read("cards", &beyond)).contains("artwork reaches beyond the card"));
}
