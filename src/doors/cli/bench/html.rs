//! A certificate as an HTML page with the same boxes, for software that prints HTML.

use std::fmt::Write as _;
use std::sync::Arc;

use anyhow::Context as _;
use base64::Engine as _;

use crate::appearance::certificate::content::{Content, Field, Said};
use crate::appearance::certificate::layout::{Align, Family, Weight};
use crate::appearance::certificate::outlined;
use crate::appearance::certificate::sheet::{Item, Page, Picture, Rect};
use crate::appearance::certificate::template::{Plan, Template, TextBox};
use crate::appearance::markup::escaped;
use crate::appearance::qr::Qr;
use crate::platform::i18n::direction;

/// The page of `content`.
pub(super) fn page(template: &Template, content: &Content) -> anyhow::Result<String> {
    let way = direction(&content.language);
    let plan = template.plan_for(content.accent, way);
    let mut body = String::new();
    let (width, height) = (plan.width(), plan.height());
    let whole = Rect { x: 0.0, y: 0.0, width, height };
    let artwork = |drawing: &Arc<_>| Item::Artwork(Picture { drawing: Arc::clone(drawing), place: whole, said: String::new() });
    let ground = Page { width, height, items: plan.artwork().map(artwork).collect() };
    picture(&mut body, whole, &outlined::svg(&ground), "")?;
    texts(&mut body, &plan, content)?;
    if let (Some(place), Some(badge)) = (plan.badge(), &content.badge) {
        picture(&mut body, place, &badge.svg, &badge.said)?;
    }
    if let (Some(place), Some(code)) = (plan.code(), &content.code) {
        picture(&mut body, place, &Qr::of(&code.scanned)?.svg(), &code.said)?;
    }
    Ok(format!(
        "<!doctype html><html lang=\"{}\" dir=\"{}\"><head><title>{}</title><style>@page{{size:{width}pt {height}pt;margin:0}}\
         body{{margin:0}}.b{{position:absolute;margin:0}}</style></head><body>{body}</body></html>",
        content.language,
        way.as_str(),
        escaped(&content.title)
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
        lettering.colour,
        escaped(&said.text)
    )?)
}

fn picture(body: &mut String, place: Rect, svg: &str, said: &str) -> anyhow::Result<()> {
    let Rect { x, y, width, height } = place;
    let source = base64::engine::general_purpose::STANDARD.encode(svg);
    let style = format!("left:{x}pt;top:{y}pt;width:{width}pt;height:{height}pt");
    write!(body, "<img class=b alt=\"{}\" style=\"{style}\" src=\"data:image/svg+xml;base64,{source}\">", escaped(said)).context("a page")
}
