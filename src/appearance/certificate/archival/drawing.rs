//! Paths: artwork, badge images, QR codes.

use krilla::color::rgb;
use krilla::geom::{Path, PathBuilder, Transform};
use krilla::num::NormalizedF32;
use krilla::paint::{Fill, FillRule, LineCap, LineJoin, Stroke, StrokeDash};
use krilla::surface::Surface;

use super::ArchivalFault;
use crate::appearance::certificate::sheet::{Code, Picture};
use crate::appearance::certificate::vector::{self, Cap, Colour, Join, Rule, Segment, Shape};

/// A drawing, stretched to fill its place.
pub(super) fn picture(surface: &mut Surface<'_>, picture: &Picture) {
    let (drawing, place) = (&picture.drawing, picture.place);
    let (across, down) = (place.width / drawing.width, place.height / drawing.height);
    surface.push_transform(&Transform::from_row(across, 0.0, 0.0, down, place.x, place.y));
    for shape in &drawing.shapes {
        drawn(surface, shape);
    }
    surface.pop();
}

/// A code as dark squares on white; a run of them is one rectangle, so that no hairline shows between.
pub(super) fn code(surface: &mut Surface<'_>, code: &Code) -> Result<(), ArchivalFault> {
    let unfit = || ArchivalFault::Unfit("a QR code without a size");
    let small = |number: usize| u16::try_from(number).map(f32::from).map_err(|_| unfit());
    let module = code.place.width / small(code.qr.modules())?;
    let mut ground = PathBuilder::new();
    let rect = |x, y, width, height| krilla::geom::Rect::from_xywh(x, y, width, height).ok_or_else(unfit);
    ground.push_rect(rect(code.place.x, code.place.y, code.place.width, code.place.height)?);
    let mut dark = PathBuilder::new();
    for (row, column, length) in code.qr.runs() {
        let (x, y) = (code.place.x + small(column)? * module, code.place.y + small(row)? * module);
        dark.push_rect(rect(x, y, small(length)? * module, module)?);
    }
    surface.set_stroke(None);
    for (path, colour) in [(ground, Colour([255; 3])), (dark, Colour([0; 3]))] {
        surface.set_fill(Some(fill(colour, 1.0, Rule::NonZero)));
        surface.draw_path(&path.finish().ok_or_else(unfit)?);
    }
    Ok(())
}

/// The fill of a colour.
pub(super) fn fill(colour: Colour, opacity: f32, rule: Rule) -> Fill {
    Fill { paint: paint(colour), opacity: share(opacity), rule: filled(rule) }
}

fn drawn(surface: &mut Surface<'_>, shape: &Shape) {
    let Some(path) = path(&shape.outline) else { return };
    let clips: Vec<(Path, FillRule)> =
        shape.clips.iter().filter_map(|clip| Some((self::path(&clip.outline)?, filled(clip.rule)))).collect();
    // An empty outline clips everything away.
    if clips.len() < shape.clips.len() || (shape.fill.is_none() && shape.stroke.is_none()) {
        return;
    }
    for (clip, rule) in &clips {
        surface.push_clip_path(clip, rule);
    }
    surface.set_fill(shape.fill.map(|vector::Fill { colour, opacity, rule }| fill(colour, opacity, rule)));
    surface.set_stroke(shape.stroke.as_ref().map(stroke));
    surface.draw_path(&path);
    for _ in &clips {
        surface.pop();
    }
}

fn path(outline: &[Segment]) -> Option<Path> {
    let mut path = PathBuilder::new();
    for step in outline {
        match *step {
            Segment::Move([x, y]) => path.move_to(x, y),
            Segment::Line([x, y]) => path.line_to(x, y),
            Segment::Curve([x1, y1], [x2, y2], [x, y]) => path.cubic_to(x1, y1, x2, y2, x, y),
            Segment::Close => path.close(),
        }
    }
    path.finish()
}

fn stroke(stroke: &vector::Stroke) -> Stroke {
    Stroke {
        paint: paint(stroke.colour),
        width: stroke.width,
        miter_limit: stroke.miter_limit,
        line_cap: match stroke.cap {
            Cap::Butt => LineCap::Butt,
            Cap::Round => LineCap::Round,
            Cap::Square => LineCap::Square,
        },
        line_join: match stroke.join {
            Join::Miter => LineJoin::Miter,
            Join::Round => LineJoin::Round,
            Join::Bevel => LineJoin::Bevel,
        },
        opacity: share(stroke.opacity),
        dash: (!stroke.dashes.is_empty()).then(|| StrokeDash { array: stroke.dashes.clone(), offset: stroke.dash_offset }),
    }
}

fn filled(rule: Rule) -> FillRule {
    match rule {
        Rule::NonZero => FillRule::NonZero,
        Rule::EvenOdd => FillRule::EvenOdd,
    }
}

fn paint(Colour([red, green, blue]): Colour) -> krilla::paint::Paint {
    rgb::Color::new(red, green, blue).into()
}

fn share(opacity: f32) -> NormalizedF32 {
    NormalizedF32::new(opacity.clamp(0.0, 1.0)).unwrap_or(NormalizedF32::ONE)
}
