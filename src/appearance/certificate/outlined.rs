//! A page as SVG of nothing but paths: for pictures that others open, with whatever fonts they have.
//!
//! The third writer, beside the two of PDF. It knows nothing of texts any more, so what it writes needs a
//! description beside it for those who do not see it.

use std::fmt::Write;

use super::layout::outlines;
use super::sheet::{Code, Item, Page, Picture};
use super::vector::{Cap, Clip, Fill, Join, Rule, Segment, Shape, Stroke};

/// The page, `width` × `height` of its own points, on white.
pub fn svg(page: &Page) -> String {
    let mut out = Outlined::default();
    let (width, height) = (number(page.width), number(page.height));
    for item in &page.items {
        match item {
            Item::Artwork(picture) | Item::Figure(picture) => out.picture(picture),
            Item::Code(code) => out.code(code),
            Item::Text(block) => outlines(block).iter().for_each(|shape| out.shape(shape)),
        }
    }
    let Outlined { body, clips, .. } = out;
    let defs = if clips.is_empty() { clips } else { format!("<defs>{clips}</defs>") };
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\">\
         {defs}<path d=\"M0 0H{width}V{height}H0Z\" fill=\"#ffffff\"/>{body}</svg>"
    )
}

/// The `d` of a path.
pub fn path(outline: &[Segment]) -> String {
    let mut d = String::new();
    let mut step = |letter: char, points: &[[f32; 2]]| {
        d.push(letter);
        for (at, [x, y]) in points.iter().enumerate() {
            let space = if at == 0 { "" } else { " " };
            let _ = write!(d, "{space}{} {}", number(*x), number(*y));
        }
    };
    for segment in outline {
        match *segment {
            Segment::Move(to) => step('M', &[to]),
            Segment::Line(to) => step('L', &[to]),
            Segment::Curve(first, second, to) => step('C', &[first, second, to]),
            Segment::Close => step('Z', &[]),
        }
    }
    d
}

#[derive(Default)]
struct Outlined {
    body: String,
    clips: String,
    named: usize,
}

impl Outlined {
    fn picture(&mut self, picture: &Picture) {
        let (drawing, place) = (&picture.drawing, picture.place);
        let (across, down) = (place.width / drawing.width, place.height / drawing.height);
        let _ = write!(self.body, "<g transform=\"translate({} {}) scale({across} {down})\">", number(place.x), number(place.y));
        for shape in &drawing.shapes {
            self.shape(shape);
        }
        self.body.push_str("</g>");
    }

    fn code(&mut self, code: &Code) {
        let modules = code.qr.modules();
        let place = code.place;
        let scale = place.width / u16::try_from(modules).map_or(f32::MAX, f32::from);
        let _ = write!(
            self.body,
            "<g transform=\"translate({} {}) scale({scale})\"><path d=\"M0 0H{modules}V{modules}H0Z\" fill=\"#ffffff\"/><path d=\"{}\" fill=\"#000000\"/></g>",
            number(place.x),
            number(place.y),
            code.qr.path()
        );
    }

    fn shape(&mut self, shape: &Shape) {
        for clip in &shape.clips {
            let id = self.clip(clip);
            let _ = write!(self.body, "<g clip-path=\"url(#clip-{id})\">");
        }
        let _ = write!(self.body, "<path d=\"{}\"", path(&shape.outline));
        match shape.fill {
            Some(Fill { colour, opacity, rule }) => {
                let _ = write!(self.body, " fill=\"{}\" fill-opacity=\"{opacity}\" fill-rule=\"{}\"", colour, rule_name(rule));
            }
            None => self.body.push_str(" fill=\"none\""),
        }
        if let Some(stroke) = &shape.stroke {
            self.body.push_str(&stroked(stroke));
        }
        self.body.push_str("/>");
        for _ in &shape.clips {
            self.body.push_str("</g>");
        }
    }

    fn clip(&mut self, clip: &Clip) -> usize {
        self.named += 1;
        let (d, rule) = (path(&clip.outline), rule_name(clip.rule));
        let _ = write!(self.clips, "<clipPath id=\"clip-{}\"><path d=\"{d}\" clip-rule=\"{rule}\"/></clipPath>", self.named);
        self.named
    }
}

fn stroked(stroke: &Stroke) -> String {
    let cap = match stroke.cap {
        Cap::Butt => "butt",
        Cap::Round => "round",
        Cap::Square => "square",
    };
    let join = match stroke.join {
        Join::Miter => "miter",
        Join::Round => "round",
        Join::Bevel => "bevel",
    };
    let mut out = format!(
        " stroke=\"{}\" stroke-opacity=\"{}\" stroke-width=\"{}\" stroke-linecap=\"{cap}\" stroke-linejoin=\"{join}\" stroke-miterlimit=\"{}\"",
        stroke.colour, stroke.opacity, stroke.width, stroke.miter_limit
    );
    if !stroke.dashes.is_empty() {
        let dashes: Vec<String> = stroke.dashes.iter().map(ToString::to_string).collect();
        let _ = write!(out, " stroke-dasharray=\"{}\" stroke-dashoffset=\"{}\"", dashes.join(" "), stroke.dash_offset);
    }
    out
}

const fn rule_name(rule: Rule) -> &'static str {
    match rule {
        Rule::NonZero => "nonzero",
        Rule::EvenOdd => "evenodd",
    }
}

/// A hundredth of a point is less than anybody sees.
fn number(value: f32) -> String {
    let written = format!("{value:.2}");
    written.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::appearance::certificate::sheet::Rect;
    use crate::appearance::qr::Qr;

    #[test]
    fn a_code_is_read_from_the_picture() {
        let qr = Qr::of("HTTPS://BADGES.EXAMPLE.ORG/C/01HQ3V5K8M2N4P6R7S9T0W1X2Y").unwrap();
        let code = Code { qr, place: Rect { x: 20.0, y: 20.0, width: 160.0, height: 160.0 }, said: String::new(), link: String::new() };
        let page = Page { width: 200.0, height: 200.0, items: vec![Item::Code(code)] };
        let tree = resvg::usvg::Tree::from_str(&svg(&page), &resvg::usvg::Options::default()).unwrap();
        let mut canvas = resvg::tiny_skia::Pixmap::new(400, 400).unwrap();
        resvg::render(&tree, resvg::tiny_skia::Transform::from_scale(2.0, 2.0), &mut canvas.as_mut());
        let read = crate::standards::qr::read(&canvas.encode_png().unwrap()).unwrap();
        assert_eq!(read, "HTTPS://BADGES.EXAMPLE.ORG/C/01HQ3V5K8M2N4P6R7S9T0W1X2Y");
    }
}
