//! One path: its transform applied, its colours read, its line turned into a shape where the
//! transform would make it thicker in one direction than in another.

use std::sync::Arc;

use resvg::usvg;
use resvg::usvg::tiny_skia_path as skia;

use super::super::{Cap, Clip, Colour, Fill, Join, Rule, Segment, Shape, Stroke};

/// Left, upper, right, lower.
pub(super) type Bounds = [f32; 4];

/// The shapes of a path, from back to front; the error says what is not plain.
pub(super) fn shapes(path: &usvg::Path, transform: usvg::Transform, clips: &[Arc<Clip>]) -> Result<Vec<Shape>, &'static str> {
    // What lies within an empty outline is not seen.
    if clips.iter().any(|clip| clip.outline.is_empty()) {
        return Ok(Vec::new());
    }
    let shape = |outline, fill, stroke| Shape { outline, fill, stroke, clips: clips.to_vec() };
    let outline = outline(path.data(), transform);
    // A straight line has nothing inside.
    let bounds = path.data().bounds();
    let has_inside = bounds.width() > 0.0 && bounds.height() > 0.0;
    let fill = path.fill().filter(|_| has_inside).map(fill).transpose()?;
    let Some(drawn) = path.stroke() else { return Ok(vec![shape(outline, fill, None)]) };
    let pen = pen(drawn)?;
    let fills = |fill: Option<Fill>, outline| fill.map(|fill| shape(outline, Some(fill), None));
    match (even(transform).filter(|_| drawn.linejoin() != usvg::LineJoin::MiterClip), path.paint_order()) {
        (Some(scale), usvg::PaintOrder::FillAndStroke) => Ok(vec![shape(outline, fill, Some(stroke(drawn, pen, scale)))]),
        (Some(scale), usvg::PaintOrder::StrokeAndFill) => {
            let line = shape(outline.clone(), None, Some(stroke(drawn, pen, scale)));
            Ok(std::iter::once(line).chain(fills(fill, outline)).collect())
        }
        (None, order) => {
            let around = around(path.data(), drawn, transform).ok_or("has a line that cannot be drawn; convert the line to a path")?;
            let line = shape(around, Some(pen), None);
            Ok(match order {
                usvg::PaintOrder::FillAndStroke => fills(fill, outline).into_iter().chain([line]).collect(),
                usvg::PaintOrder::StrokeAndFill => std::iter::once(line).chain(fills(fill, outline)).collect(),
            })
        }
    }
}

/// A path within which something is seen; lines do not count (SVG 2, `clipPath`).
pub(super) fn clip(path: &usvg::Path, transform: usvg::Transform) -> Option<Clip> {
    let fill = path.fill()?;
    Some(Clip { outline: outline(path.data(), transform), rule: rule(fill.rule()) })
}

fn outline(path: &skia::Path, transform: usvg::Transform) -> Vec<Segment> {
    let at = |mut point: skia::Point| {
        transform.map_point(&mut point);
        [point.x, point.y]
    };
    let mut here = skia::Point::zero();
    let mut outline = Vec::new();
    for segment in path.segments() {
        outline.push(match segment {
            skia::PathSegment::MoveTo(end) => Segment::Move(at(end)),
            skia::PathSegment::LineTo(end) => Segment::Line(at(end)),
            // The same curve with two handles: each two thirds of the way to the one.
            skia::PathSegment::QuadTo(handle, end) => {
                let toward = |from: skia::Point| {
                    skia::Point::from_xy(from.x + (handle.x - from.x) * 2.0 / 3.0, from.y + (handle.y - from.y) * 2.0 / 3.0)
                };
                Segment::Curve(at(toward(here)), at(toward(end)), at(end))
            }
            skia::PathSegment::CubicTo(first, second, end) => Segment::Curve(at(first), at(second), at(end)),
            skia::PathSegment::Close => Segment::Close,
        });
        here = match segment {
            skia::PathSegment::MoveTo(end)
            | skia::PathSegment::LineTo(end)
            | skia::PathSegment::QuadTo(_, end)
            | skia::PathSegment::CubicTo(_, _, end) => end,
            skia::PathSegment::Close => here,
        };
    }
    outline
}

/// By how much a transform enlarges, if by the same in all directions.
fn even(t: usvg::Transform) -> Option<f32> {
    let (across, down) = (t.sx.hypot(t.ky), t.kx.hypot(t.sy));
    let skewed = (t.sx * t.kx + t.ky * t.sy).abs() > 1e-4 * across * down;
    (!skewed && (across - down).abs() <= 1e-4 * across.max(down)).then_some(across)
}

/// The outline of a line, for a transform that does not keep its width.
fn around(path: &skia::Path, line: &usvg::Stroke, transform: usvg::Transform) -> Option<Vec<Segment>> {
    let stroke = line.to_tiny_skia();
    let scale = skia::PathStroker::compute_resolution_scale(&transform);
    let dashed = match &stroke.dash {
        Some(dash) => Some(path.dash(dash, scale)?),
        None => None,
    };
    let drawn = dashed.as_ref().unwrap_or(path).stroke(&stroke, scale)?;
    Some(outline(&drawn, transform))
}

fn fill(fill: &usvg::Fill) -> Result<Fill, &'static str> {
    Ok(Fill { colour: colour(fill.paint())?, opacity: fill.opacity().get(), rule: rule(fill.rule()) })
}

/// The filling of a line's own outline.
fn pen(stroke: &usvg::Stroke) -> Result<Fill, &'static str> {
    Ok(Fill { colour: colour(stroke.paint())?, opacity: stroke.opacity().get(), rule: Rule::NonZero })
}

fn colour(paint: &usvg::Paint) -> Result<Colour, &'static str> {
    match paint {
        usvg::Paint::Color(colour) => Ok(Colour([colour.red, colour.green, colour.blue])),
        usvg::Paint::LinearGradient(_) | usvg::Paint::RadialGradient(_) => Err("has a gradient; give it one colour, or several bands"),
        usvg::Paint::Pattern(_) => Err("has a pattern; draw the pattern as paths"),
    }
}

const fn rule(rule: usvg::FillRule) -> Rule {
    match rule {
        usvg::FillRule::NonZero => Rule::NonZero,
        usvg::FillRule::EvenOdd => Rule::EvenOdd,
    }
}

fn stroke(drawn: &usvg::Stroke, pen: Fill, scale: f32) -> Stroke {
    Stroke {
        colour: pen.colour,
        opacity: pen.opacity,
        width: drawn.width().get() * scale,
        cap: match drawn.linecap() {
            usvg::LineCap::Butt => Cap::Butt,
            usvg::LineCap::Round => Cap::Round,
            usvg::LineCap::Square => Cap::Square,
        },
        join: match drawn.linejoin() {
            usvg::LineJoin::Miter | usvg::LineJoin::MiterClip => Join::Miter,
            usvg::LineJoin::Round => Join::Round,
            usvg::LineJoin::Bevel => Join::Bevel,
        },
        miter_limit: drawn.miterlimit().get(),
        dashes: drawn.dasharray().unwrap_or_default().iter().map(|length| length * scale).collect(),
        dash_offset: drawn.dashoffset() * scale,
    }
}

/// A rectangle that holds everything that is seen of a shape.
pub(super) fn bounds(shape: &Shape) -> Bounds {
    let reach = shape.stroke.as_ref().map_or(0.0, |stroke| {
        let corner = if stroke.join == Join::Miter { stroke.miter_limit } else { 1.0 };
        stroke.width / 2.0 * corner.max(std::f32::consts::SQRT_2)
    });
    let [left, top, right, bottom] = outline_bounds(&shape.outline);
    [left - reach, top - reach, right + reach, bottom + reach]
}

pub(super) fn outline_bounds(outline: &[Segment]) -> Bounds {
    let nothing = [f32::INFINITY, f32::INFINITY, f32::NEG_INFINITY, f32::NEG_INFINITY];
    let points = outline.iter().flat_map(|segment| match *segment {
        Segment::Move(end) | Segment::Line(end) => vec![end],
        Segment::Curve(first, second, end) => vec![first, second, end],
        Segment::Close => Vec::new(),
    });
    points.fold(nothing, |[left, top, right, bottom], [x, y]| [left.min(x), top.min(y), right.max(x), bottom.max(y)])
}

/// True if two rectangles have more than an edge in common.
pub(super) fn meet(one: &Bounds, other: &Bounds) -> bool {
    one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3]
}
