//! PDF: the badge is a file attached to the document, as our certificates carry theirs.
//!
//! Source: ISO 32000-2 §7.11.4, §14.13: associated files of the catalogue and its tree of embedded
//! files. The reader is our own: it goes from the catalogue to the attachments and looks at nothing
//! else, so that a file of 300 kB cannot ask for gigabytes. (The usual library, lopdf 0.47, reads every
//! object of every object stream first; an index that names one object 20,000 times took 6 GB.) No page is
//! drawn, nothing in the file is run, an encrypted file is not opened.

mod file;
mod object;
mod stream;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use super::{Carried, Generation, LARGEST_PICTURE, LONGEST_BADGE};
use file::{File, Numbered};
use object::{Dictionary, Object};

const HEADER: &[u8] = b"%PDF-";
/// Attachments that are looked at.
const MOST_ATTACHMENTS: usize = 64;
/// Nodes of the tree that lists them.
const MOST_NODES: usize = 256;
/// Nodes above a node.
const DEEPEST: usize = 16;

/// True if the bytes begin like a PDF.
pub fn is_pdf(bytes: &[u8]) -> bool {
    bytes.starts_with(HEADER)
}

/// Reads the one badge that is attached to a document.
///
/// # Errors
/// [`PdfFault::NoBadge`], [`PdfFault::Several`], or what is wrong with the file.
pub fn extract(document: &[u8]) -> Result<Carried, PdfFault> {
    if document.len() > LARGEST_PICTURE {
        return Err(PdfFault::TooLarge { bytes: document.len() });
    }
    if !is_pdf(document) {
        return Err(PdfFault::NotPdf);
    }
    let mut file = File::open(document)?;
    if file.trailer.find("Encrypt").is_some() {
        return Err(PdfFault::Encrypted);
    }
    let mut badges = BTreeSet::new();
    let mut streams = BTreeSet::new();
    for attachment in attachments(&mut file)? {
        if let Some((stream, named)) = embedded(&mut file, &attachment)?
            && streams.insert(stream)
        {
            badges.extend(badge(&mut file, stream, &named)?);
        }
    }
    let mut badges = badges.into_iter();
    let text = badges.next().ok_or(PdfFault::NoBadge)?;
    // As in a picture: readers would differ in which one they show.
    if badges.next().is_some() {
        return Err(PdfFault::Several);
    }
    Ok(Carried { generation: Generation::OpenBadges3, text })
}

/// Every file specification of the catalogue: its associated files, and the tree of embedded ones.
fn attachments(file: &mut File<'_>) -> Result<Vec<Object>, PdfFault> {
    let trailer = file.trailer.clone();
    let Object::Dictionary(catalogue) = file.member(&trailer, "Root")? else { return Err(PdfFault::Table) };
    let mut found = match file.member(&catalogue, "AF")? {
        Object::List(several) => several,
        one @ Object::Dictionary(_) => vec![one],
        Object::Integer(_) | Object::Name(_) | Object::Text(_) | Object::Reference(_) | Object::Other => Vec::new(),
    };
    if let Object::Dictionary(names) = file.member(&catalogue, "Names")?
        && let Some(root) = names.find("EmbeddedFiles")
    {
        let mut tree = Tree { nodes_left: MOST_NODES, found: Vec::new() };
        tree.walk(file, root, DEEPEST)?;
        found.extend(tree.found);
    }
    if found.len() > MOST_ATTACHMENTS { Err(PdfFault::TooManyAttachments { limit: MOST_ATTACHMENTS }) } else { Ok(found) }
}

/// A name tree (§7.9.6): names and values in turn, or more nodes.
struct Tree {
    nodes_left: usize,
    found: Vec<Object>,
}

impl Tree {
    fn walk(&mut self, file: &mut File<'_>, node: &Object, depth: usize) -> Result<(), PdfFault> {
        self.nodes_left = self.nodes_left.checked_sub(1).ok_or(PdfFault::TooManyValues)?;
        let below = depth.checked_sub(1).ok_or(PdfFault::TooDeep { limit: DEEPEST })?;
        let Object::Dictionary(node) = file.resolved(node)? else { return Ok(()) };
        if let Object::List(pairs) = file.member(&node, "Names")? {
            self.found.extend(pairs.into_iter().skip(1).step_by(2));
        }
        if let Object::List(kids) = file.member(&node, "Kids")? {
            for kid in &kids {
                self.walk(file, kid, below)?;
            }
        }
        Ok(())
    }
}

/// The number of the stream in which an attached file stands, and under which name.
fn embedded(file: &mut File<'_>, attachment: &Object) -> Result<Option<(u32, String)>, PdfFault> {
    let Object::Dictionary(specification) = file.resolved(attachment)? else { return Ok(None) };
    let Object::Dictionary(files) = file.member(&specification, "EF")? else { return Ok(None) };
    let named = match (file.member(&specification, "UF")?, file.member(&specification, "F")?) {
        (Object::Text(name), _) | (_, Object::Text(name)) => text_string(&name),
        _ => String::new(),
    };
    let stream = ["UF", "F"].iter().find_map(|key| files.find(key));
    Ok(match stream {
        Some(Object::Reference(number)) => Some((*number, named)),
        _ => None,
    })
}

/// A text string (§7.9.2.2): UTF-16 or UTF-8 by its first bytes, else one byte for one character.
fn text_string(bytes: &[u8]) -> String {
    if let Some(wide) = bytes.strip_prefix(b"\xfe\xff") {
        let units = wide.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
        return char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
    }
    match bytes.strip_prefix(b"\xef\xbb\xbf") {
        Some(text) => String::from_utf8_lossy(text).into_owned(),
        None => bytes.iter().map(|byte| char::from(*byte)).collect(),
    }
}

/// Media types under which credentials travel (OB 3.0 §5.2, VCDM 2.0 §C).
const MEDIA_TYPES: &[&str] = &[
    "application/vc",
    "application/vc+ld+json",
    "application/ld+json",
    "application/json",
    "application/vc+jwt",
    "application/vc-ld+jwt",
    "application/jwt",
];
const ENDINGS: &[&str] = &[".json", ".jsonld", ".jwt", ".jws"];

/// The text of an attached file, if it looks like a badge by name or type, and inside.
fn badge(file: &mut File<'_>, stream: u32, named: &str) -> Result<Option<String>, PdfFault> {
    let Numbered::Stream(stream) = file.numbered(stream)? else { return Ok(None) };
    let named = named.to_ascii_lowercase();
    if !(is_credential_type(&stream.dictionary) || ENDINGS.iter().any(|ending| named.ends_with(ending))) {
        return Ok(None);
    }
    let content = stream.content(&mut file.inflation)?;
    if content.len() > LONGEST_BADGE {
        return Err(PdfFault::TooLong { limit: LONGEST_BADGE });
    }
    let text = String::from_utf8(content).map_err(|_| PdfFault::NotUtf8)?;
    let inside = text.trim();
    let is_token = inside.split('.').count() == 3 && inside.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b));
    // JSON of another kind may be attached beside a badge.
    let is_document = inside.starts_with('{') && inside.contains("\"@context\"");
    Ok((is_token || is_document).then(|| inside.to_owned()))
}

fn is_credential_type(dictionary: &Dictionary) -> bool {
    MEDIA_TYPES.iter().any(|kind| dictionary.find("Subtype").is_some_and(|found| found.is_name(kind)))
}

/// What is wrong with a document.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PdfFault {
    /// It begins in another way.
    #[error("this is not a PDF document")]
    NotPdf,
    /// Larger than we read.
    #[error("the document has {bytes} bytes, more than 2 MiB")]
    TooLarge {
        /// Its size.
        bytes: usize,
    },
    /// No `startxref` at the end.
    #[error("the document is cut off: its table of contents is missing")]
    NoTable,
    /// The table and the objects do not fit together.
    #[error("the document's table of contents does not fit what stands in it")]
    Table,
    /// Something that is no value of PDF.
    #[error("the document is damaged at byte {offset}")]
    Damaged {
        /// Where.
        offset: usize,
    },
    /// More than any honest document needs to lead to its attachments.
    #[error("the document has too many parts on the way to its attachments")]
    TooManyValues,
    /// Values in values, nodes in nodes.
    #[error("the parts of the document are nested more than {limit} deep")]
    TooDeep {
        /// The limit.
        limit: usize,
    },
    /// A bomb.
    #[error("the document unpacks to more than {limit} bytes")]
    TooMuch {
        /// The limit.
        limit: usize,
    },
    /// Damaged deflate data.
    #[error("a compressed part of the document is damaged")]
    Compression,
    /// A filter that we do not read.
    #[error("the document packs its attachments in a way that is not read")]
    Filter,
    /// It asks for a password, or for an empty one.
    #[error("the document is encrypted; save it without protection and bring it again")]
    Encrypted,
    /// More files than are looked at.
    #[error("the document has more than {limit} attachments")]
    TooManyAttachments {
        /// The limit.
        limit: usize,
    },
    /// A document without badge.
    #[error("this document has no badge attached")]
    NoBadge,
    /// More than one badge.
    #[error("this document has more than one badge attached")]
    Several,
    /// Longer than any badge.
    #[error("the badge in the document has more than {limit} bytes")]
    TooLong {
        /// The limit.
        limit: usize,
    },
    /// Badges are UTF-8.
    #[error("the badge in the document is not UTF-8")]
    NotUtf8,
}
