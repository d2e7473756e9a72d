//! SVG: the badge stands in one element `openbadges:credential` directly behind `<svg …>`.
//!
//! Source: [OB 3.0 §5.3.2](https://www.imsglobal.org/spec/ob/v3p0/#baking). A JWT stands in the
//! attribute `verify`, JSON in a CDATA section. The document is read to check it and to find things;
//! what is written is the old text with pieces cut out and put in, so that the picture does not
//! change. A document type is refused: nothing is expanded, nothing is loaded.

use std::collections::HashSet;

use roxmltree::{Document, Node, NodeId, ParsingOptions};

use super::{Carried, Generation, LARGEST_PICTURE, LONGEST_BADGE};

mod start_tag;

use start_tag::StartTag;

const NAMESPACE: &str = "https://purl.imsglobal.org/ob/v3p0";
const OLDER_NAMESPACE: &str = "http://openbadges.org";
const SVG: &str = "http://www.w3.org/2000/svg";
const DEEPEST: usize = 64;
const MOST_NODES: u32 = 50_000;
/// On one element: each is compared with each.
const MOST_ATTRIBUTES: usize = 256;
/// In the whole picture: each element copies those around it, which took minutes with 40,000.
const MOST_NAMESPACES: usize = 256;

/// Puts a badge into a picture; one that it carries already, of whatever age, is replaced.
///
/// # Errors
/// If the picture is no SVG that we accept, the badge is neither JSON nor a compact JWS, or the
/// result is too large.
pub fn bake(picture: &[u8], badge: &str) -> Result<Vec<u8>, SvgFault> {
    let text = readable(picture)?;
    let document = parse(text)?;
    let root = document.root_element();
    let mut edits: Vec<Edit> = badges(&document).map(|(node, _)| Edit { range: node.range(), text: String::new() }).collect();
    edits.extend(insertion(text, &document, root, badge)?);
    let out = spliced(text, edits);
    if out.len() > LARGEST_PICTURE { Err(SvgFault::TooLarge { bytes: out.len() }) } else { Ok(out.into_bytes()) }
}

/// Reads the one badge that a picture carries.
///
/// # Errors
/// [`SvgFault::NoBadge`], [`SvgFault::Several`], or what is wrong with the picture.
pub fn extract(picture: &[u8]) -> Result<Carried, SvgFault> {
    let document = parse(readable(picture)?)?;
    let mut badges = badges(&document);
    let (node, generation) = badges.next().ok_or(SvgFault::NoBadge)?;
    if badges.next().is_some() {
        return Err(SvgFault::Several);
    }
    if node.children().any(|child| !child.is_text()) {
        return Err(SvgFault::BadgeForm);
    }
    let body: String = node.children().filter_map(|child| child.text()).collect();
    let text = match (node.attribute("verify"), body.trim()) {
        (Some(verify), "") => verify.trim(),
        // Older pictures repeat in the body what the attribute names: it is the one to be checked.
        (Some(verify), _) if generation == Generation::OpenBadges2 => verify.trim(),
        (None, body) => body,
        (Some(_), _) => return Err(SvgFault::BadgeForm),
    };
    match text.len() {
        0 => Err(SvgFault::BadgeForm),
        length if length > LONGEST_BADGE => Err(SvgFault::TooLong { limit: LONGEST_BADGE }),
        _ => Ok(Carried { generation, text: text.to_owned() }),
    }
}

fn readable(picture: &[u8]) -> Result<&str, SvgFault> {
    if picture.len() > LARGEST_PICTURE {
        return Err(SvgFault::TooLarge { bytes: picture.len() });
    }
    let text = str::from_utf8(picture).map_err(|_| SvgFault::NotUtf8)?;
    // A reader that believed another encoding would see another document.
    let declaration = text.trim_start_matches('\u{feff}').strip_prefix("<?xml").and_then(|rest| rest.split("?>").next());
    let encoding = declaration
        .and_then(|d| d.split_once("encoding"))
        .map(|(_, rest)| rest.trim_start_matches([' ', '\t', '\r', '\n', '=', '"', '\'']));
    let is_utf8 = encoding.is_none_or(|e| ["utf-8", "us-ascii"].iter().any(|n| e.to_ascii_lowercase().starts_with(n)));
    let crowded = text.split('<').any(|tag| attributes_in(tag) > MOST_ATTRIBUTES);
    if crowded || text.matches("xmlns").count() > MOST_NAMESPACES {
        return Err(SvgFault::TooManyNodes { limit: MOST_NODES });
    }
    if is_utf8 { Ok(text) } else { Err(SvgFault::NotUtf8) }
}

/// At least as many as the tag has: every equals sign before a quotation mark.
fn attributes_in(tag: &str) -> usize {
    let mut solid = tag.bytes().filter(|b| !b.is_ascii_whitespace()).peekable();
    let mut count = 0;
    while let Some(byte) = solid.next() {
        count += usize::from(byte == b'=' && matches!(solid.peek(), Some(b'"' | b'\'')));
    }
    count
}

fn parse(text: &str) -> Result<Document<'_>, SvgFault> {
    let options = ParsingOptions { allow_dtd: false, nodes_limit: MOST_NODES, entity_resolver: None };
    let document = Document::parse_with_options(text, options).map_err(|error| not_xml(&error))?;
    check_depth(&document)?;
    let root = document.root_element();
    if root.tag_name().name() != "svg" || root.tag_name().namespace().is_some_and(|n| n != SVG) {
        return Err(SvgFault::NotSvg);
    }
    Ok(document)
}

fn not_xml(error: &roxmltree::Error) -> SvgFault {
    if matches!(error, roxmltree::Error::DtdDetected) {
        return SvgFault::DocumentType;
    }
    if matches!(error, roxmltree::Error::NodesLimitReached) {
        return SvgFault::TooManyNodes { limit: MOST_NODES };
    }
    SvgFault::NotXml { reason: error.to_string().chars().take(200).collect() }
}

fn check_depth(document: &Document<'_>) -> Result<(), SvgFault> {
    // Nodes come in document order, parents first.
    let mut depths: Vec<usize> = Vec::new();
    for node in document.descendants() {
        let depth = node.parent().and_then(|p| depths.get(p.id().get_usize())).map_or(0, |d| d + 1);
        if depth > DEEPEST {
            return Err(SvgFault::TooDeep { limit: DEEPEST });
        }
        depths.push(depth);
    }
    Ok(())
}

/// All badges in the document, found by namespace, whatever the prefix.
fn badges<'a, 'input>(document: &'a Document<'input>) -> impl Iterator<Item = (Node<'a, 'input>, Generation)> {
    document.descendants().filter_map(|node| {
        let name = node.tag_name();
        match (name.namespace(), name.name()) {
            (Some(NAMESPACE), "credential") => Some((node, Generation::OpenBadges3)),
            (Some(OLDER_NAMESPACE), "assertion") => Some((node, Generation::OpenBadges2)),
            _ => None,
        }
    })
}

/// A piece of text that takes the place of another.
struct Edit {
    range: std::ops::Range<usize>,
    text: String,
}

/// The edits that put the badge behind the root's start tag and declare its namespace.
fn insertion(text: &str, document: &Document<'_>, root: Node<'_, '_>, badge: &str) -> Result<Vec<Edit>, SvgFault> {
    let broken = || SvgFault::NotXml { reason: "the start of the svg element cannot be found again".to_owned() };
    let tag = StartTag::read(text, root.range().start).ok_or_else(broken)?;
    let mut edits = Vec::new();
    let mut local = "";
    match tag.attribute("xmlns:openbadges") {
        Some(value) if &text[value.clone()] == NAMESPACE => {}
        // Something else of the picture lives under the old meaning of the prefix.
        Some(_) if uses_prefix(text, document) => local = DECLARATION,
        Some(value) => edits.push(Edit { range: value, text: NAMESPACE.to_owned() }),
        None => edits.push(Edit { range: tag.name.end..tag.name.end, text: DECLARATION.to_owned() }),
    }
    let element = element(badge, local)?;
    edits.push(if tag.empty {
        Edit { range: tag.end - 2..tag.end, text: format!(">{element}</{}>", &text[tag.name]) }
    } else {
        Edit { range: tag.end..tag.end, text: element }
    });
    Ok(edits)
}

const DECLARATION: &str = r#" xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0""#;

/// Whether an element that stays, or an attribute of one, is written with the prefix.
fn uses_prefix(text: &str, document: &Document<'_>) -> bool {
    let badges: HashSet<NodeId> = badges(document).map(|(badge, _)| badge.id()).collect();
    let goes = |node: &Node<'_, '_>| node.ancestors().any(|a| badges.contains(&a.id()));
    document.descendants().filter(|n| n.is_element() && !goes(n)).any(|node| {
        let named = text[node.range()].starts_with("<openbadges:");
        named || node.attributes().any(|a| text[a.range_qname()].starts_with("openbadges:"))
    })
}

fn element(badge: &str, declaration: &str) -> Result<String, SvgFault> {
    if badge.len() > LONGEST_BADGE {
        return Err(SvgFault::BadgeText);
    }
    let is_jws = badge.split('.').count() == 3 && badge.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'));
    if is_jws {
        return Ok(format!(r#"<openbadges:credential{declaration} verify="{badge}"/>"#));
    }
    // XML has no way to write these characters, not even escaped.
    let writable = badge.chars().all(|c| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..));
    if !badge.trim_start().starts_with('{') || !writable {
        return Err(SvgFault::BadgeText);
    }
    // Outside of a text, JSON has no `>`: the escape always stands inside one and means the same.
    let json = badge.replace("]]>", "]]\\u003e");
    Ok(format!("<openbadges:credential{declaration}><![CDATA[{json}]]></openbadges:credential>"))
}

fn spliced(text: &str, mut edits: Vec<Edit>) -> String {
    edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
    let mut out = String::with_capacity(text.len() + edits.iter().map(|e| e.text.len()).sum::<usize>());
    let mut at = 0;
    for edit in edits {
        // A badge inside a badge goes with the outer one.
        if edit.range.start < at {
            continue;
        }
        out.push_str(&text[at..edit.range.start]);
        out.push_str(&edit.text);
        at = edit.range.end;
    }
    out.push_str(&text[at..]);
    out
}

/// What is wrong with a picture.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SvgFault {
    /// Larger than we read or write.
    #[error("the picture has {bytes} bytes, more than 2 MiB")]
    TooLarge {
        /// Its size.
        bytes: usize,
    },
    /// Or it says that it is in another encoding.
    #[error("the picture is not UTF-8, or says that it is not")]
    NotUtf8,
    /// Not well-formed.
    #[error("the picture is not well-formed XML: {reason}")]
    NotXml {
        /// Where and why.
        reason: String,
    },
    /// A document type could define or load things.
    #[error("the picture has a document type (<!DOCTYPE …>), which is not accepted")]
    DocumentType,
    /// Elements enclose each other too often.
    #[error("the elements of the picture are nested more than {limit} deep")]
    TooDeep {
        /// The limit.
        limit: usize,
    },
    /// Too many elements or attributes.
    #[error("the picture has more than {limit} nodes")]
    TooManyNodes {
        /// The limit.
        limit: u32,
    },
    /// Another kind of XML.
    #[error("this is not an SVG picture")]
    NotSvg,
    /// A picture without badge.
    #[error("this picture carries no badge")]
    NoBadge,
    /// More than one badge.
    #[error("this picture carries more than one badge")]
    Several,
    /// Either `verify` or a text, not both, not neither, nothing else.
    #[error("the element that carries the badge is not built as it must be")]
    BadgeForm,
    /// Longer than any badge.
    #[error("the badge in the picture has more than {limit} bytes")]
    TooLong {
        /// The limit.
        limit: usize,
    },
    /// What should be put in.
    #[error("a badge to be put into a picture must be a JSON object or a compact JWS of at most 1 MiB")]
    BadgeText,
}

#[cfg(test)]
mod tests;
