//! Where the objects of a PDF file stand, and looking up one of them.
//!
//! Source: ISO 32000-2 §7.5: cross-reference tables and streams, incremental updates, hybrid files,
//! object streams. A file whose table does not fit its objects is refused: guessing what it may have
//! meant is how two readers come to see two things.

use std::collections::{BTreeMap, BTreeSet};

use super::PdfFault;
use super::object::{Dictionary, Object, Reader};
use super::stream::{Inflation, Stream};

/// Values read in one file, and for each of them so many bytes.
const MOST_VALUES: usize = 50_000;
const BYTES_PER_VALUE: usize = 32;
/// Objects that the table may name.
const MOST_OBJECTS: usize = 65_536;
/// The last object of an object stream that is looked for.
const LAST_PACKED: usize = 4096;
/// Updates of one file.
const MOST_SECTIONS: usize = 64;
/// References that lead to references.
const MOST_HOPS: usize = 8;

/// Where an object stands.
#[derive(Debug, Clone, Copy)]
enum Place {
    At(usize),
    Within { stream: u32, index: usize },
    Nowhere,
}

/// An object with a number.
pub(super) enum Numbered<'a> {
    Plain(Object),
    Stream(Stream<'a>),
}

/// A file, its table read.
pub(super) struct File<'a> {
    bytes: &'a [u8],
    places: BTreeMap<u32, Place>,
    pub(super) trailer: Dictionary,
    values: usize,
    pub(super) inflation: Inflation,
    /// Object streams, inflated.
    unpacked: BTreeMap<u32, Vec<u8>>,
}

impl<'a> File<'a> {
    /// Reads the table; `bytes` begin with the header.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, PdfFault> {
        let mut file = Self {
            bytes,
            places: BTreeMap::new(),
            trailer: Dictionary::default(),
            values: MOST_VALUES,
            inflation: Inflation::default(),
            unpacked: BTreeMap::new(),
        };
        let tail = bytes.len().saturating_sub(2048);
        let found = bytes[tail..].windows(9).rposition(|window| window == b"startxref").ok_or(PdfFault::NoTable)?;
        let mut next = Some(file.reader(tail + found + 9).count()?);
        let mut seen = BTreeSet::new();
        while let Some(at) = next {
            if !seen.insert(at) || seen.len() > MOST_SECTIONS {
                return Err(PdfFault::Table);
            }
            let trailer = file.section(at)?;
            next = trailer.count("Prev");
            if seen.len() == 1 {
                file.trailer = trailer;
            }
        }
        Ok(file)
    }

    fn reader(&mut self, at: usize) -> Reader<'a, '_> {
        Reader::new(self.bytes, at, &mut self.values)
    }

    /// Every look at an object costs, so that neither a circle nor one huge text, asked for again and
    /// again, goes on for long.
    fn charge(&mut self, bytes: usize) -> Result<(), PdfFault> {
        self.values = self.values.checked_sub(1 + bytes / BYTES_PER_VALUE).ok_or(PdfFault::TooManyValues)?;
        Ok(())
    }

    /// One section of the table; what an earlier one said, which is newer, stands.
    fn section(&mut self, at: usize) -> Result<Dictionary, PdfFault> {
        let mut reader = self.reader(at);
        if !reader.takes("xref") {
            return self.stream_section(at);
        }
        let (mut used, mut free) = (Vec::new(), Vec::new());
        let trailer = loop {
            if reader.takes("trailer") {
                break reader.object()?;
            }
            let (start, count) = (reader.count()?, reader.count()?);
            for number in start..start.saturating_add(count) {
                let (offset, _) = (reader.count()?, reader.count()?);
                let number = u32::try_from(number).map_err(|_| PdfFault::Table)?;
                if reader.takes("n") {
                    used.push((number, Place::At(offset)));
                } else if reader.takes("f") {
                    free.push((number, Place::Nowhere));
                } else {
                    return Err(PdfFault::Table);
                }
                if used.len() + free.len() > MOST_OBJECTS {
                    return Err(PdfFault::TooManyValues);
                }
            }
        };
        let Object::Dictionary(trailer) = trailer else { return Err(PdfFault::Table) };
        self.place(used)?;
        // A hybrid file calls free what only its stream section names.
        if let Some(hidden) = trailer.count("XRefStm") {
            self.stream_section(hidden)?;
        }
        self.place(free)?;
        Ok(trailer)
    }

    fn place(&mut self, entries: Vec<(u32, Place)>) -> Result<(), PdfFault> {
        for (number, place) in entries {
            self.places.entry(number).or_insert(place);
        }
        if self.places.len() > MOST_OBJECTS { Err(PdfFault::TooManyValues) } else { Ok(()) }
    }

    fn stream_section(&mut self, at: usize) -> Result<Dictionary, PdfFault> {
        let (_, Numbered::Stream(stream)) = self.indirect(at)? else { return Err(PdfFault::Table) };
        let widths: Vec<usize> =
            stream.dictionary.find("W").and_then(Object::as_list).unwrap_or_default().iter().filter_map(Object::as_count).collect();
        let [of_kind, of_second, of_third] = widths[..] else { return Err(PdfFault::Table) };
        if widths.iter().any(|width| *width > 8) || of_second == 0 {
            return Err(PdfFault::Table);
        }
        let ranges: Vec<usize> = match stream.dictionary.find("Index").and_then(Object::as_list) {
            Some(ranges) => ranges.iter().filter_map(Object::as_count).collect(),
            None => vec![0, stream.dictionary.count("Size").ok_or(PdfFault::Table)?],
        };
        let content = stream.content(&mut self.inflation)?;
        let mut rows = content.chunks_exact(of_kind + of_second + of_third);
        let mut entries = Vec::new();
        for range in ranges.chunks_exact(2) {
            for number in range[0]..range[0].saturating_add(range[1]) {
                let row = rows.next().ok_or(PdfFault::Table)?;
                let field =
                    |from: usize, width: usize| row[from..from + width].iter().fold(0_u64, |value, byte| (value << 8) | u64::from(*byte));
                let kind = if of_kind == 0 { 1 } else { field(0, of_kind) };
                let (second, third) = (field(of_kind, of_second), field(of_kind + of_second, of_third));
                let fits = |value: u64| usize::try_from(value).map_err(|_| PdfFault::Table);
                let place = match kind {
                    1 => Place::At(fits(second)?),
                    2 => Place::Within { stream: u32::try_from(second).map_err(|_| PdfFault::Table)?, index: fits(third)? },
                    _ => Place::Nowhere,
                };
                entries.push((u32::try_from(number).map_err(|_| PdfFault::Table)?, place));
                if entries.len() > MOST_OBJECTS {
                    return Err(PdfFault::TooManyValues);
                }
            }
        }
        self.place(entries)?;
        Ok(stream.dictionary)
    }

    /// The object that begins at an offset, and its number.
    fn indirect(&mut self, at: usize) -> Result<(u32, Numbered<'a>), PdfFault> {
        let bytes = self.bytes;
        let mut reader = self.reader(at);
        let number = u32::try_from(reader.count()?).map_err(|_| PdfFault::Damaged { offset: at })?;
        reader.count()?;
        if !reader.takes("obj") {
            return Err(PdfFault::Damaged { offset: at });
        }
        let object = reader.object()?;
        let is_stream = reader.takes("stream");
        let behind = reader.at;
        self.charge(behind.saturating_sub(at))?;
        let Object::Dictionary(dictionary) = object else { return Ok((number, Numbered::Plain(object))) };
        if !is_stream {
            return Ok((number, Numbered::Plain(Object::Dictionary(dictionary))));
        }
        let length = match dictionary.find("Length") {
            Some(Object::Reference(number)) => self.plain(*number)?.as_count(),
            Some(length) => length.as_count(),
            None => None,
        };
        let raw = length.and_then(|length| Stream::raw(bytes, behind, length)).ok_or(PdfFault::Damaged { offset: behind })?;
        Ok((number, Numbered::Stream(Stream { dictionary, raw })))
    }

    /// The object with this number; `null` if the table does not have it.
    pub(super) fn numbered(&mut self, number: u32) -> Result<Numbered<'a>, PdfFault> {
        match self.places.get(&number).copied() {
            None | Some(Place::Nowhere) => Ok(Numbered::Plain(Object::Other)),
            Some(Place::At(offset)) => {
                let (found, object) = self.indirect(offset)?;
                if found == number { Ok(object) } else { Err(PdfFault::Table) }
            }
            Some(Place::Within { stream, index }) => self.packed(number, stream, index).map(Numbered::Plain),
        }
    }

    fn plain(&mut self, number: u32) -> Result<Object, PdfFault> {
        // A length is a number by itself, never inside a stream that has a length: no circle.
        match self.places.get(&number).copied() {
            Some(Place::At(offset)) => {
                let mut reader = self.reader(offset);
                let (found, _) = (reader.count()?, reader.count()?);
                let fits = reader.takes("obj") && u32::try_from(found) == Ok(number);
                let object = if fits { reader.object()? } else { return Err(PdfFault::Table) };
                let read = reader.at.saturating_sub(offset);
                self.charge(read)?;
                Ok(object)
            }
            _ => Err(PdfFault::Table),
        }
    }

    /// An object in an object stream (§7.5.7).
    fn packed(&mut self, number: u32, stream: u32, index: usize) -> Result<Object, PdfFault> {
        if index > LAST_PACKED {
            return Err(PdfFault::TooManyValues);
        }
        if !self.unpacked.contains_key(&stream) {
            let Some(Place::At(offset)) = self.places.get(&stream).copied() else { return Err(PdfFault::Table) };
            let (found, Numbered::Stream(packed)) = self.indirect(offset)? else { return Err(PdfFault::Table) };
            let first = packed.dictionary.count("First").ok_or(PdfFault::Table)?;
            if found != stream || !packed.dictionary.find("Type").is_some_and(|kind| kind.is_name("ObjStm")) {
                return Err(PdfFault::Table);
            }
            let content = packed.content(&mut self.inflation)?;
            // Where the objects begin is kept in front of them.
            let kept = [&first.to_be_bytes()[..], &content].concat();
            self.unpacked.insert(stream, kept);
        }
        let kept = self.unpacked.get(&stream).ok_or(PdfFault::Table)?;
        let (first, content) = kept.split_first_chunk::<{ size_of::<usize>() }>().ok_or(PdfFault::Table)?;
        let first = usize::from_be_bytes(*first);
        let mut reader = Reader::new(content, 0, &mut self.values);
        for _ in 0..index {
            reader.count()?;
            reader.count()?;
        }
        let (found, offset) = (reader.count()?, reader.count()?);
        if u32::try_from(found) != Ok(number) {
            return Err(PdfFault::Table);
        }
        let at = first.checked_add(offset).ok_or(PdfFault::Table)?;
        reader.at = at;
        let object = reader.object()?;
        let read = reader.at.saturating_sub(at);
        self.charge(read)?;
        Ok(object)
    }

    /// A value, with references followed.
    pub(super) fn resolved(&mut self, object: &Object) -> Result<Object, PdfFault> {
        let mut object = object.clone();
        for _ in 0..MOST_HOPS {
            let Object::Reference(number) = object else { return Ok(object) };
            match self.numbered(number)? {
                Numbered::Plain(found) => object = found,
                Numbered::Stream(_) => return Ok(Object::Other),
            }
        }
        Err(PdfFault::Table)
    }

    /// The member of a dictionary, with references followed; [`Object::Other`] if there is none.
    pub(super) fn member(&mut self, dictionary: &Dictionary, name: &str) -> Result<Object, PdfFault> {
        dictionary.find(name).map_or(Ok(Object::Other), |object| self.resolved(object))
    }
}
