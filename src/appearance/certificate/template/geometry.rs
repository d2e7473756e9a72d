//! Lengths, transforms and rectangles of an SVG file, in points of the page.
//!
//! [SVG 2, coordinate systems](https://www.w3.org/TR/SVG2/coords.html).
#![allow(clippy::many_single_char_names)] // the letters that the specification gives to a matrix

use roxmltree::Node;

use crate::appearance::certificate::sheet::Rect;

/// Points of a CSS pixel.
pub(super) const PIXEL: f32 = 0.75;
/// Points of a millimetre.
pub(in crate::appearance::certificate) const MILLIMETRE: f32 = 72.0 / 25.4;

/// A length in points; one without a unit is in CSS pixels. `None` for anything relative.
pub(super) fn points(text: &str) -> Option<f32> {
    let text = text.trim();
    let unit = text.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '+' | '-'));
    let number: f32 = text[..text.len() - unit.len()].parse().ok()?;
    let factor = match unit.trim() {
        "" | "px" => PIXEL,
        "mm" => MILLIMETRE,
        "cm" => 10.0 * MILLIMETRE,
        "in" => 72.0,
        "pt" => 1.0,
        "pc" => 12.0,
        _ => return None,
    };
    Some(number * factor).filter(|length| length.is_finite())
}

/// A length in the units of the drawing, which are what a number without a unit counts.
pub(super) fn units(text: &str) -> Option<f32> {
    points(text).map(|length| length / PIXEL)
}

/// An affine map: `x' = a·x + c·y + e`, `y' = b·x + d·y + f`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Map([f32; 6]);

impl Map {
    pub(super) const IDENTITY: Self = Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    /// First `inner`, then `self`.
    pub(super) fn after(self, inner: Self) -> Self {
        let ([a, b, c, d, e, f], [g, h, i, j, k, l]) = (self.0, inner.0);
        Self([a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * l + e, b * k + d * l + f])
    }

    /// From the units of the drawing to points of the page, by the root element.
    pub(super) fn of_page(root: Node<'_, '_>) -> Result<(Self, f32, f32), &'static str> {
        let length = |name| root.attribute(name).and_then(points).filter(|length| *length > 0.0);
        let (width, height) = length("width").zip(length("height")).ok_or("its width or height is missing, relative or no number")?;
        let Some(view) = root.attribute("viewBox") else {
            return Ok((Self([PIXEL, 0.0, 0.0, PIXEL, 0.0, 0.0]), width, height));
        };
        let [x, y, across, down] = numbers(view).try_into().map_err(|_| "its viewBox is not four numbers")?;
        if across <= 0.0 || down <= 0.0 {
            return Err("its viewBox is empty");
        }
        let (right, lower) = (width / across, height / down);
        if (right / lower - 1.0).abs() > 0.005 {
            return Err("its viewBox has another shape than the page, so the drawing would be stretched");
        }
        Ok((Self([right, 0.0, 0.0, lower, -x * right, -y * lower]), width, height))
    }

    /// The map of an element: its own and those of the groups around it, below the root. `None` where a
    /// `transform` cannot be read.
    pub(super) fn of(node: Node<'_, '_>, page: Self) -> Option<Self> {
        let mut map = Self::IDENTITY;
        for around in node.ancestors().filter(|node| node.is_element() && node.parent_element().is_some()) {
            map = around.attribute("transform").map_or(Some(Self::IDENTITY), transform)?.after(map);
        }
        Some(page.after(map))
    }

    /// How much it enlarges, where it only moves and enlarges.
    pub(super) fn scales(self) -> Option<(f32, f32)> {
        let [a, b, c, d, ..] = self.0;
        let straight = b.abs() <= a.abs() * 1e-4 && c.abs() <= d.abs() * 1e-4;
        (straight && a > 0.0 && d > 0.0).then_some((a, d))
    }

    pub(super) fn point(self, x: f32, y: f32) -> (f32, f32) {
        let [a, b, c, d, e, f] = self.0;
        (a * x + c * y + e, b * x + d * y + f)
    }

    pub(super) fn rect(self, x: f32, y: f32, width: f32, height: f32) -> Option<Rect> {
        let (across, down) = self.scales()?;
        let (x, y) = self.point(x, y);
        Some(Rect { x, y, width: width * across, height: height * down })
    }
}

/// The attribute `transform`.
fn transform(text: &str) -> Option<Map> {
    let mut map = Map::IDENTITY;
    for step in text.split(')').map(|step| step.trim_start_matches([' ', ',', '\t', '\n', '\r'])).filter(|step| !step.is_empty()) {
        let (name, arguments) = step.split_once('(')?;
        let turned = |degrees: f32| {
            let (sine, cosine) = degrees.to_radians().sin_cos();
            Map([cosine, sine, -sine, cosine, 0.0, 0.0])
        };
        let moved = |x, y| Map([1.0, 0.0, 0.0, 1.0, x, y]);
        let next = match (name.trim(), numbers(arguments).as_slice()) {
            ("matrix", [a, b, c, d, e, f]) => Map([*a, *b, *c, *d, *e, *f]),
            ("translate", [x]) => moved(*x, 0.0),
            ("translate", [x, y]) => moved(*x, *y),
            ("scale", [both]) => Map([*both, 0.0, 0.0, *both, 0.0, 0.0]),
            ("scale", [x, y]) => Map([*x, 0.0, 0.0, *y, 0.0, 0.0]),
            ("rotate", [by]) => turned(*by),
            ("rotate", [by, x, y]) => moved(*x, *y).after(turned(*by)).after(moved(-x, -y)),
            ("skewX", [by]) => Map([1.0, 0.0, by.to_radians().tan(), 1.0, 0.0, 0.0]),
            ("skewY", [by]) => Map([1.0, by.to_radians().tan(), 0.0, 1.0, 0.0, 0.0]),
            _ => return None,
        };
        map = map.after(next);
    }
    map.0.iter().all(|number| number.is_finite()).then_some(map)
}

/// Numbers between commas and spaces; empty if one of them is none.
fn numbers(text: &str) -> Vec<f32> {
    let parts = text.split([',', ' ', '\t', '\n', '\r']).filter(|part| !part.is_empty());
    parts.map(|part| part.parse::<f32>().ok().filter(|number| number.is_finite())).collect::<Option<_>>().unwrap_or_default()
}

/// Whether two rectangles share more than an edge.
pub(super) fn meet(one: Rect, other: Rect) -> bool {
    const EDGE: f32 = 0.3;
    let apart = |a: f32, width: f32, b: f32| a + width <= b + EDGE;
    !(apart(one.x, one.width, other.x)
        || apart(other.x, other.width, one.x)
        || apart(one.y, one.height, other.y)
        || apart(other.y, other.height, one.y))
}

/// Whether `inner` lies in `outer`, give or take a hair.
pub(super) fn holds(outer: Rect, inner: Rect) -> bool {
    const HAIR: f32 = 0.3;
    inner.x >= outer.x - HAIR
        && inner.y >= outer.y - HAIR
        && inner.x + inner.width <= outer.x + outer.width + HAIR
        && inner.y + inner.height <= outer.y + outer.height + HAIR
}

/// Whether a point lies in a rectangle, its edges and half a millimetre around included.
pub(super) fn contains(area: Rect, (x, y): (f32, f32)) -> bool {
    const NEAR: f32 = 1.5;
    x >= area.x - NEAR && x <= area.x + area.width + NEAR && y >= area.y - NEAR && y <= area.y + area.height + NEAR
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_read_in_every_absolute_unit() {
        let read = ["10", "10px", "10mm", "1cm", "1in", "12pt", " 1pc ", "-2.5mm"].map(|text| points(text).map(|p| (p * 100.0).round()));
        assert_eq!(read, [Some(750.0), Some(750.0), Some(2835.0), Some(2835.0), Some(7200.0), Some(1200.0), Some(1200.0), Some(-709.0)]);
        for wrong in ["", "mm", "10%", "2em", "1e400", "nan", "ten"] {
            assert_eq!(points(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn transforms_apply_from_right_to_left() {
        let map = transform("translate(10 20) scale(2), rotate(90)").unwrap();
        let (x, y) = map.point(1.0, 0.0);
        assert!((x - 10.0).abs() < 1e-4 && (y - 22.0).abs() < 1e-4, "{x} {y}");
        let around = transform("rotate(180,5,5)").unwrap().point(0.0, 0.0);
        assert!((around.0 - 10.0).abs() < 1e-4 && (around.1 - 10.0).abs() < 1e-4, "{around:?}");
        assert_eq!(transform("matrix(1,0,0,1,3,4)").unwrap().point(0.0, 0.0), (3.0, 4.0));
        for wrong in ["spin(3)", "matrix(1 2)", "scale(a)", "translate", "scale(1e39)"] {
            assert_eq!(transform(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn only_what_stands_straight_is_a_rectangle() {
        let straight = transform("translate(1,1) scale(2,3)").unwrap().rect(1.0, 1.0, 10.0, 10.0);
        assert_eq!(straight, Some(Rect { x: 3.0, y: 4.0, width: 20.0, height: 30.0 }));
        for turned in ["rotate(5)", "scale(-1,1)", "skewX(10)", "matrix(0,1,-1,0,0,0)"] {
            assert_eq!(transform(turned).unwrap().rect(0.0, 0.0, 1.0, 1.0), None, "{turned}");
        }
    }
}
