//! What a template may not hold: programs, links, pictures, other documents, anything from outside the file.

use std::collections::HashMap;

use roxmltree::{Attribute, Document, Node};

use super::fault::What;
use super::reading::Found;

pub(super) const SVG: &str = "http://www.w3.org/2000/svg";

/// Elements in elements.
const DEEPEST: usize = 48;

/// An element of SVG: what Inkscape notes for itself is none.
pub(super) fn is_svg(node: &Node<'_, '_>) -> bool {
    node.is_element() && node.tag_name().namespace() == Some(SVG)
}

/// Looks at every element of the drawing.
pub(super) fn refuse(document: &Document<'_>, found: &mut Found<'_, '_>) {
    if let Some(deep) = document.descendants().find(|node| node.ancestors().count() > DEEPEST) {
        found.fault(deep, What::TooDeep(DEEPEST));
    }
    let ids: HashMap<&str, Node<'_, '_>> = document.descendants().filter_map(|node| Some((node.attribute("id")?, node))).collect();
    for node in document.descendants().filter(is_svg) {
        let element = || node.tag_name().name().to_owned();
        if let Some((why, remedy)) = refused(node) {
            found.fault(node, What::Refused { element: element(), why, remedy });
            continue;
        }
        for attribute in node.attributes() {
            if attribute.name().starts_with("on") {
                let (why, remedy) = ("has a program in it", "remove it (Object > Object Properties > Interactivity)");
                found.fault(node, What::Refused { element: element(), why, remedy });
            } else if let Some(to) = outside(&attribute) {
                found.fault(node, What::Outside { element: element(), to });
            }
        }
        let target = node.attributes().find(|attribute| attribute.name() == "href").and_then(|href| href.value().strip_prefix('#'));
        let copied = target.filter(|_| node.tag_name().name() == "use").and_then(|id| ids.get(id));
        // A copy of copies of copies grows without end.
        if copied.is_some_and(|copied| copied.descendants().any(|inside| is_svg(&inside) && inside.tag_name().name() == "use")) {
            let (why, remedy) = ("is a clone of a clone", "unlink it (Edit > Clone > Unlink Clone)");
            found.fault(node, What::Refused { element: element(), why, remedy });
        }
    }
}

fn refused(node: Node<'_, '_>) -> Option<(&'static str, &'static str)> {
    Some(match node.tag_name().name() {
        "script" => ("is a program", "remove it (File > Document Properties > Scripting)"),
        "a" => ("is a link", "remove it; the address and the code are made links by themselves"),
        "image" => ("is a picture of dots", "trace it (Path > Trace Bitmap) or draw it"),
        "foreignObject" | "iframe" | "audio" | "video" => ("is a document of another kind", "remove it"),
        "animate" | "animateMotion" | "animateTransform" | "set" => ("moves, and paper does not", "remove it"),
        "svg" if node.parent_element().is_some() => ("is a drawing in the drawing", "copy what is in it into this one"),
        "style" if node.text().is_some_and(|text| !text.trim().is_empty()) => {
            ("is a style sheet", "set fonts and colours on the objects themselves (Object > Fill and Stroke)")
        }
        _ => return None,
    })
}

/// An address that does not stay in the file.
fn outside(attribute: &Attribute<'_, '_>) -> Option<String> {
    let value = attribute.value().trim();
    let short = |text: &str| text.chars().take(60).collect::<String>();
    if attribute.name() == "href" {
        return (!value.starts_with('#')).then(|| short(value));
    }
    let mut addresses = value.split("url(").skip(1).map(|rest| rest.trim_start_matches(['"', '\'', ' ']));
    addresses.find(|address| !address.starts_with('#')).map(|address| short(address.split(')').next().unwrap_or(address)))
}
