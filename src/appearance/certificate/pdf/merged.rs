//! The pages of many certificates in one file to be printed, written as they are made.
//!
//! What is kept in memory is where each object stands and what was already written, never a page: a
//! thousand certificates need no more than one. Fonts and drawings that are the same, byte for byte, are
//! written once.
//!
//! Only what is printed comes along. The signed badges stay out: they belong to one person each, and a file with
//! several is no proof of any. So do the structure for screen readers and the links: who reads gets their own
//! certificate. The outline names each by its code.

use std::collections::HashMap;
use std::io::{self, Write};

use lopdf::content::{Content, Operation};
use lopdf::{Document, Object, ObjectId, StringFormat, dictionary};
use sha2::{Digest, Sha256};

use super::{about, save};
use crate::vocabulary::Timestamp;

/// Objects within objects of a page.
const DEEPEST: usize = 32;
const CATALOGUE: u32 = 1;
const PAGES: u32 = 2;

/// Why there is no merged file.
#[derive(Debug, thiserror::Error)]
pub enum MergeFault {
    /// The certificate is no PDF of ours.
    #[error("certificate {code} cannot be added to the file to be printed: {reason}")]
    Unreadable {
        /// Its code.
        code: String,
        /// What its reader says.
        reason: String,
    },
    /// The disk is full, or whoever waited for the file has left.
    #[error("the file to be printed could not be written: {0}")]
    Sink(#[from] io::Error),
}

/// A file that grows page by page.
pub struct Merged<W: Write> {
    sink: W,
    written: u64,
    digest: Sha256,
    /// Where each object begins, by its number; 0 for one that is not written yet.
    starts: Vec<u64>,
    pages: Vec<u32>,
    /// Codes and first pages.
    entries: Vec<(String, u32)>,
    /// Objects by what they are.
    known: HashMap<[u8; 32], u32>,
    title: String,
    made_at: Timestamp,
}

impl<W: Write> Merged<W> {
    /// Begins a file.
    ///
    /// # Errors
    /// If nothing can be written.
    pub fn begin(sink: W, title: &str, made_at: Timestamp) -> Result<Self, MergeFault> {
        let mut merged = Self {
            sink,
            written: 0,
            digest: Sha256::new(),
            // The number 0 is never used; the catalogue and the list of pages come last.
            starts: vec![0; 3],
            pages: Vec::new(),
            entries: Vec::new(),
            known: HashMap::new(),
            title: title.to_owned(),
            made_at,
        };
        merged.put(b"%PDF-1.7\n%\xbb\xad\xc0\xde\n")?;
        Ok(merged)
    }

    /// Adds the pages of a certificate of ours.
    ///
    /// # Errors
    /// [`MergeFault::Unreadable`] if it is none.
    pub fn add(&mut self, code: &str, pdf: &[u8]) -> Result<(), MergeFault> {
        let unreadable = |reason: String| MergeFault::Unreadable { code: code.to_owned(), reason };
        let document = Document::load_mem(pdf).map_err(|fault| unreadable(fault.to_string()))?;
        let pages = document.get_pages();
        let first = pages.values().next().ok_or_else(|| unreadable("it has no pages".to_owned()))?;
        document.get_dictionary(*first).map_err(|fault| unreadable(fault.to_string()))?;
        let mut copy = Copy { document: &document, copied: HashMap::new() };
        let from = self.pages.len();
        for id in pages.values() {
            let mut page = document.get_dictionary(*id).map_err(|fault| unreadable(fault.to_string()))?.clone();
            for own in ["Parent", "StructParents", "Annots", "Tabs"] {
                page.remove(own.as_bytes());
            }
            let mut page = Object::Dictionary(page);
            copy.lead(&mut page, self, DEEPEST)?;
            if let Ok(page) = page.as_dict_mut() {
                page.set("Parent", (PAGES, 0));
            }
            let number = self.reserve();
            self.object(number, &page)?;
            self.pages.push(number);
        }
        if let Some(first) = self.pages.get(from) {
            self.entries.push((code.to_owned(), *first));
        }
        Ok(())
    }

    /// Writes what leads to the pages; the file is whole only then.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn finish(mut self) -> Result<W, MergeFault> {
        let kids: Vec<Object> = self.pages.iter().map(|page| Object::Reference((*page, 0))).collect();
        let count = i64::try_from(kids.len()).unwrap_or(i64::MAX);
        self.object(PAGES, &dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count }.into())?;
        let outline = self.outline()?;
        let catalogue = dictionary! {
            "Type" => "Catalog", "Pages" => (PAGES, 0), "Outlines" => (outline, 0), "PageLayout" => "SinglePage",
            "ViewerPreferences" => dictionary! { "DisplayDocTitle" => true },
        };
        self.object(CATALOGUE, &catalogue.into())?;
        let about = self.reserve();
        let dates = about::date(self.made_at);
        let written = dictionary! {
            "Title" => save::text(&self.title), "Producer" => save::text(about::PRODUCER), "CreationDate" => dates.clone(), "ModDate" => dates,
        };
        self.object(about, &written.into())?;
        self.table(about)?;
        self.sink.flush()?;
        Ok(self.sink)
    }

    fn outline(&mut self) -> Result<u32, MergeFault> {
        let root = self.reserve();
        let entries = std::mem::take(&mut self.entries);
        let numbers: Vec<u32> = entries.iter().map(|_| self.reserve()).collect();
        for (at, ((code, page), number)) in entries.iter().zip(&numbers).enumerate() {
            let place = vec![Object::Reference((*page, 0)), "Fit".into()];
            let mut entry = dictionary! { "Title" => save::text(code), "Parent" => (root, 0), "Dest" => place };
            if let Some(before) = at.checked_sub(1).and_then(|at| numbers.get(at)) {
                entry.set("Prev", (*before, 0));
            }
            if let Some(after) = numbers.get(at + 1) {
                entry.set("Next", (*after, 0));
            }
            self.object(*number, &entry.into())?;
        }
        let mut written = dictionary! { "Type" => "Outlines" };
        if let (Some(first), Some(last)) = (numbers.first(), numbers.last()) {
            written.set("First", (*first, 0));
            written.set("Last", (*last, 0));
            written.set("Count", i64::try_from(numbers.len()).unwrap_or(i64::MAX));
        }
        self.object(root, &written.into())?;
        Ok(root)
    }

    fn table(&mut self, about: u32) -> Result<(), MergeFault> {
        let start = self.written;
        let identifier: Vec<u8> = self.digest.clone().finalize().iter().take(16).copied().collect();
        let identifier = Object::String(identifier, StringFormat::Hexadecimal);
        let starts = std::mem::take(&mut self.starts);
        self.put(format!("xref\n0 {}\n0000000000 65535 f \n", starts.len()).as_bytes())?;
        for at in starts.iter().skip(1) {
            self.put(format!("{at:010} 00000 n \n").as_bytes())?;
        }
        let size = i64::try_from(starts.len()).unwrap_or(i64::MAX);
        let trailer = dictionary! {
            "Size" => size, "Root" => (CATALOGUE, 0), "Info" => (about, 0), "ID" => vec![identifier.clone(), identifier],
        };
        self.put(b"trailer\n")?;
        self.put(&serialised(&trailer.into(), "")?)?;
        self.put(format!("\nstartxref\n{start}\n%%EOF\n").as_bytes())
    }

    fn reserve(&mut self) -> u32 {
        self.starts.push(0);
        u32::try_from(self.starts.len() - 1).unwrap_or(u32::MAX)
    }

    fn object(&mut self, number: u32, object: &Object) -> Result<(), MergeFault> {
        let body = serialised(object, "endobj")?;
        self.body(number, &body)
    }

    fn body(&mut self, number: u32, body: &[u8]) -> Result<(), MergeFault> {
        let start = usize::try_from(number).ok().and_then(|number| self.starts.get_mut(number));
        if let Some(start) = start {
            *start = self.written;
        }
        self.put(format!("{number} 0 obj\n").as_bytes())?;
        self.put(body)?;
        self.put(b"\n")
    }

    fn put(&mut self, bytes: &[u8]) -> Result<(), MergeFault> {
        self.sink.write_all(bytes)?;
        self.digest.update(bytes);
        self.written += u64::try_from(bytes.len()).unwrap_or(0);
        Ok(())
    }
}

/// An object as it stands in a file, and what follows it. A content stream holds operands of every kind.
fn serialised(object: &Object, then: &str) -> Result<Vec<u8>, MergeFault> {
    let operation = Operation::new(then, vec![object.clone()]);
    Content { operations: vec![operation] }.encode().map_err(|fault| MergeFault::Sink(io::Error::other(fault)))
}

/// The objects of one certificate that were copied, by their number there.
struct Copy<'a> {
    document: &'a Document,
    copied: HashMap<ObjectId, u32>,
}

impl Copy<'_> {
    /// Makes the references of an object lead to copies, which are made where there are none.
    fn lead<W: Write>(&mut self, object: &mut Object, into: &mut Merged<W>, depth: usize) -> Result<(), MergeFault> {
        match object {
            Object::Reference(id) => *object = self.copy(*id, into, depth)?,
            Object::Array(several) => several.iter_mut().try_for_each(|one| self.lead(one, into, depth))?,
            Object::Dictionary(dictionary) => dictionary.iter_mut().try_for_each(|(_, value)| self.lead(value, into, depth))?,
            Object::Stream(stream) => stream.dict.iter_mut().try_for_each(|(_, value)| self.lead(value, into, depth))?,
            Object::Null | Object::Boolean(_) | Object::Integer(_) | Object::Real(_) | Object::Name(_) | Object::String(..) => {}
        }
        Ok(())
    }

    /// What an object leads to is copied before it, so that the same objects of two certificates are the same bytes.
    fn copy<W: Write>(&mut self, id: ObjectId, into: &mut Merged<W>, depth: usize) -> Result<Object, MergeFault> {
        if let Some(number) = self.copied.get(&id) {
            return Ok(Object::Reference((*number, 0)));
        }
        // What leads back to itself is no part of a page of ours.
        let (Some(below), Ok(found)) = (depth.checked_sub(1), self.document.get_object(id)) else { return Ok(Object::Null) };
        let mut object = found.clone();
        self.lead(&mut object, into, below)?;
        let body = serialised(&object, "endobj")?;
        let digest: [u8; 32] = Sha256::digest(&body).into();
        let number = match into.known.get(&digest) {
            Some(known) => *known,
            None => {
                let number = into.reserve();
                into.body(number, &body)?;
                into.known.insert(digest, number);
                number
            }
        };
        self.copied.insert(id, number);
        Ok(Object::Reference((number, 0)))
    }
}
