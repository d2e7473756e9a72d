//! A certificate as an HTML page with the same boxes, for software that prints HTML.

use std::fmt::Write as _;

use anyhow::Context as _;
use base64::Engine as _;

use crate::appearance::certificate::content::{Content, Field, Said};
use crate::appearance::certificate::layout::{Align, Family, Weight};
use crate::appearance::certificate::sheet::Rect;
use crate::appearance::certificate::template::{Plan, Template, TextBox};
use crate::appearance::certificate::vector::{Cap, Colour, Join, Rule, Segment, Shape, Vector};
use crate::appearance::qr::Qr;
use crate::platform::i18n::direction;

/// The page of `content`.
pub(super) fn page(template: &Template, content: &Content) -> anyhow::Result<String> {
    let way = direction(&content.language);
    let plan = template.plan_for(content.accent, way);
    let mut body = String::new();
    let whole = Rect { x: 0.0, y: 0.0, width: plan.width(), height: plan.height() };
    for drawing in plan.artwork() {
        picture(&mut body, whole, &svg(drawing), "")?;
    }
    texts(&mut body, &plan, content)?;
    if let (Some(place), Some(badge)) = (plan.badge(), &content.badge) {
        picture(&mut body, place, &badge.svg, &badge.said)?;
    }
    if let (Some(place), Some(code)) = (plan.code(), &content.code) {
        picture(&mut body, place, &Qr::of(&code.scanned)?.svg(), &code.said)?;
    }
    Ok(format!(
        "<!doctype html><html lang=\"{}\" dir=\"{}\"><head><title>{}</title><style>@page{{size:{}pt {}pt;margin:0}}\
         body{{margin:0}}.b{{position:absolute;margin:0}}</style></head><body>{body}</body></html>",
        content.language,
        way.as_str(),
        escaped(&content.title),
        plan.width(),
        plan.height()
    ))
}

fn texts(body: &mut String, plan: &Plan, content: &Content) -> anyhow::Result<()> {
    let empty = Vec::new();
    for (field, text) in plan.boxes() {
        let said = content.texts.get(field).unwrap_or(&empty);
        for (at, said) in said.iter().enumerate() {
            paragraph(body, *field, text, at, said)?;
        }
    }
    Ok(())
}

fn paragraph(body: &mut String, field: Field, text: &TextBox, at: usize, said: &Said) -> anyhow::Result<()> {
    let TextBox { area, lettering } = text;
    let element = if field == Field::Heading { "h1" } else { "p" };
    let family = match lettering.family {
        Family::Sans => "Noto Sans,sans-serif",
        Family::Serif => "Noto Serif,serif",
    };
    let weight = match lettering.weight {
        Weight::Regular => 400,
        Weight::Bold => 700,
    };
    let align = match lettering.align {
        Align::Start => "start",
        Align::Middle => "center",
        Align::End => "end",
    };
    let row = u16::try_from(at).map_or(0.0, f32::from);
    let top = area.y + row * lettering.size * lettering.line_height;
    Ok(write!(
        body,
        "<{element} class=b lang=\"{}\" style=\"left:{}pt;top:{top}pt;width:{}pt;font:{weight} {}pt/{} {family};color:{};text-align:{align}\">{}</{element}>",
        said.language,
        area.x,
        area.width,
        lettering.size,
        lettering.line_height,
        colour(lettering.colour),
        escaped(&said.text)
    )?)
}

fn picture(body: &mut String, place: Rect, svg: &str, said: &str) -> anyhow::Result<()> {
    let Rect { x, y, width, height } = place;
    let source = base64::engine::general_purpose::STANDARD.encode(svg);
    let style = format!("left:{x}pt;top:{y}pt;width:{width}pt;height:{height}pt");
    write!(body, "<img class=b alt=\"{}\" style=\"{style}\" src=\"data:image/svg+xml;base64,{source}\">", escaped(said)).context("a page")
}

/// A drawing as SVG again.
fn svg(drawing: &Vector) -> String {
    let (width, height) = (drawing.width, drawing.height);
    let shapes: String = drawing.shapes.iter().map(shape).collect();
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\">{shapes}</svg>"
    )
}

fn shape(shape: &Shape) -> String {
    let fill = shape.fill.map_or("fill=\"none\"".to_owned(), |fill| {
        let rule = if fill.rule == Rule::EvenOdd { "evenodd" } else { "nonzero" };
        format!("fill=\"{}\" fill-opacity=\"{}\" fill-rule=\"{rule}\"", colour(fill.colour), fill.opacity)
    });
    let stroke = shape.stroke.as_ref().map_or(String::new(), |stroke| {
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
        let (opacity, width) = (stroke.opacity, stroke.width);
        format!(
            " stroke=\"{}\" stroke-opacity=\"{opacity}\" stroke-width=\"{width}\" stroke-linecap=\"{cap}\" stroke-linejoin=\"{join}\"",
            colour(stroke.colour)
        )
    });
    let outline: String = shape.outline.iter().map(step).collect();
    format!("<path d=\"{outline}\" {fill}{stroke}/>")
}

fn step(segment: &Segment) -> String {
    match segment {
        Segment::Move([x, y]) => format!("M{x} {y}"),
        Segment::Line([x, y]) => format!("L{x} {y}"),
        Segment::Curve([ax, ay], [bx, by], [x, y]) => format!("C{ax} {ay} {bx} {by} {x} {y}"),
        Segment::Close => "Z".to_owned(),
    }
}

fn colour(Colour([red, green, blue]): Colour) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}
