//! A TOML file while it is read: serde would stop at the first fault and not say what to do.
//!
//! A [`Section`] notes which fields were asked for; what is left is unknown.

use std::cell::RefCell;
use std::fmt::Display;
use std::ops::RangeInclusive;
use std::str::FromStr;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::fault::Fault;

/// The text, and the faults found so far.
pub(super) struct Sheet<'a> {
    text: &'a str,
    faults: RefCell<Vec<Fault>>,
}

/// One table.
pub(super) struct Section<'a, 's> {
    sheet: &'s Sheet<'a>,
    entries: &'s DeTable<'a>,
    line: usize,
    /// `listen.` for fields of `[listen]`; empty at the top.
    prefix: String,
    asked: RefCell<Vec<&'static str>>,
}

impl<'a> Sheet<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, faults: RefCell::default() }
    }

    pub(super) fn into_faults(self) -> Vec<Fault> {
        self.faults.into_inner()
    }

    /// Reads the top table; `None`, with the faults noted, if it is not TOML.
    pub(super) fn read<T>(&self, reader: impl FnOnce(&Section<'a, '_>) -> Option<T>) -> Option<T> {
        let (root, errors) = DeTable::parse_recoverable(self.text);
        for error in &errors {
            let line = error.span().map_or(1, |span| self.line(span.start));
            self.fault(line, format!("this is not TOML: {}", error.message()), "correct the line");
        }
        if !errors.is_empty() {
            return None;
        }
        let top = Section { sheet: self, entries: root.get_ref(), line: 1, prefix: String::new(), asked: RefCell::default() };
        reader(&top)
    }

    fn fault(&self, line: usize, sentence: impl Into<String>, remedy: &str) {
        self.faults.borrow_mut().push(Fault { line, sentence: sentence.into(), remedy: remedy.to_owned() });
    }

    fn line(&self, offset: usize) -> usize {
        self.text.as_bytes().iter().take(offset).filter(|byte| **byte == b'\n').count() + 1
    }
}

impl<'a, 's> Section<'a, 's> {
    /// A text that must be there.
    pub(super) fn text(&self, field: &'static str) -> Option<String> {
        if self.find(field).is_none() {
            self.missing(field, "add it; README.md shows a whole file");
        }
        self.optional_text(field)
    }

    /// A text that may be absent, but not empty.
    pub(super) fn optional_text(&self, field: &'static str) -> Option<String> {
        let value = self.find(field)?;
        let text = self.as_text(field, value)?;
        if text.trim().is_empty() {
            self.fault(field, &format!("{}{field} is empty", self.prefix), "write something, or leave it out");
            return None;
        }
        Some(text)
    }

    /// A text that must be there and satisfy `accepts`.
    pub(super) fn checked(&self, field: &'static str, remedy: &str, accepts: impl FnOnce(&str) -> bool) -> Option<String> {
        self.text(field).filter(|text| self.accept(field, text, remedy, accepts))
    }

    /// A text that satisfies `accepts`, if it is there.
    pub(super) fn optional_checked(&self, field: &'static str, remedy: &str, accepts: impl FnOnce(&str) -> bool) -> Option<String> {
        self.optional_text(field).filter(|text| self.accept(field, text, remedy, accepts))
    }

    /// A text that must be there and be read as a `T`.
    pub(super) fn parsed<T: FromStr<Err: Display>>(&self, field: &'static str, remedy: &str) -> Option<T> {
        self.text(field).and_then(|text| self.parse(field, &text, remedy))
    }

    /// A text that is read as a `T`, if it is there.
    pub(super) fn optional_parsed<T: FromStr<Err: Display>>(&self, field: &'static str, remedy: &str) -> Option<T> {
        self.optional_text(field).and_then(|text| self.parse(field, &text, remedy))
    }

    /// A list of texts that are read as `T`s; empty if absent.
    pub(super) fn parsed_list<T: FromStr<Err: Display>>(&self, field: &'static str, remedy: &str) -> Vec<T> {
        let Some(value) = self.find(field) else { return Vec::new() };
        let Some(list) = value.get_ref().as_array() else {
            self.fault(field, &format!("{}{field} is not a list", self.prefix), remedy);
            return Vec::new();
        };
        list.iter().filter_map(|one| self.as_text(field, one).and_then(|text| self.parse(field, &text, remedy))).collect()
    }

    /// True or false; false if absent.
    pub(super) fn flag(&self, field: &'static str) -> bool {
        let Some(value) = self.find(field) else { return false };
        let flag = value.get_ref().as_bool();
        if flag.is_none() {
            self.fault(field, &format!("{}{field} is neither true nor false", self.prefix), "write true or false, without quotes");
        }
        flag.unwrap_or(false)
    }

    /// A whole number in `range`, if it is there.
    pub(super) fn optional_number(&self, field: &'static str, range: RangeInclusive<u16>) -> Option<u16> {
        let value = self.find(field)?;
        let number = value.get_ref().as_integer().and_then(|number| u16::from_str_radix(number.as_str(), number.radix()).ok());
        let number = number.filter(|number| range.contains(number));
        if number.is_none() {
            let remedy = format!("write a whole number from {} to {}, without quotes", range.start(), range.end());
            self.fault(field, &format!("{}{field} is no such number", self.prefix), &remedy);
        }
        number
    }

    /// The table `[name]`.
    pub(super) fn section(&self, name: &'static str) -> Option<Section<'a, 's>> {
        let value = self.find(name)?;
        let Some(entries) = value.get_ref().as_table() else {
            self.fault(name, &format!("{name} is not a table"), &format!("write it as [{name}]"));
            return None;
        };
        Some(self.below(name, value, entries))
    }

    /// The tables `[[name]]`.
    pub(super) fn sections(&self, name: &'static str) -> Vec<Section<'a, 's>> {
        let Some(value) = self.find(name) else { return Vec::new() };
        let tables = value.get_ref().as_array().map(|list| list.iter().map(|one| one.get_ref().as_table().map(|t| (one, t))));
        let Some(tables) = tables.and_then(Iterator::collect::<Option<Vec<_>>>) else {
            self.fault(name, &format!("{name} is not a list of tables"), &format!("write each as [[{name}]]"));
            return Vec::new();
        };
        tables.into_iter().map(|(value, entries)| self.below(name, value, entries)).collect()
    }

    /// Whether the field is there, whatever its value.
    pub(super) fn has(&self, field: &str) -> bool {
        self.entries.contains_key(field)
    }

    /// A field that should be there.
    pub(super) fn missing(&self, field: &str, remedy: &str) {
        self.sheet.fault(self.line, format!("{}{field} is missing", self.prefix), remedy);
    }

    /// Something wrong with a field.
    pub(super) fn fault(&self, field: &str, sentence: &str, remedy: &str) {
        let line = self.entries.get(field).map_or(self.line, |value| self.sheet.line(value.span().start));
        self.sheet.fault(line, sentence, remedy);
    }

    fn below(&self, name: &str, value: &'s Spanned<DeValue<'a>>, entries: &'s DeTable<'a>) -> Self {
        let line = self.sheet.line(value.span().start);
        Section { sheet: self.sheet, entries, line, prefix: format!("{}{name}.", self.prefix), asked: RefCell::default() }
    }

    fn find(&self, field: &'static str) -> Option<&'s Spanned<DeValue<'a>>> {
        let mut asked = self.asked.borrow_mut();
        if !asked.contains(&field) {
            asked.push(field);
        }
        self.entries.get(field)
    }

    fn as_text(&self, field: &str, value: &Spanned<DeValue<'a>>) -> Option<String> {
        let text = value.get_ref().as_str().map(str::to_owned);
        if text.is_none() {
            self.fault(field, &format!("{}{field} is not a text", self.prefix), "write it between quotes");
        }
        text
    }

    fn parse<T: FromStr<Err: Display>>(&self, field: &str, text: &str, remedy: &str) -> Option<T> {
        let parsed = text.parse();
        parsed.map_err(|error| self.fault(field, &format!("{}{field}: {error}", self.prefix), remedy)).ok()
    }

    fn accept(&self, field: &str, text: &str, remedy: &str, accepts: impl FnOnce(&str) -> bool) -> bool {
        let accepted = accepts(text);
        if !accepted {
            self.fault(field, &format!("{}{field} cannot be {text:?}", self.prefix), remedy);
        }
        accepted
    }
}

impl Drop for Section<'_, '_> {
    /// What nobody asked for is unknown.
    fn drop(&mut self) {
        let asked = self.asked.take();
        for (field, _) in self.entries.iter().filter(|(field, _)| !asked.contains(&field.get_ref().as_ref())) {
            let known = asked.join(", ");
            let line = self.sheet.line(field.span().start);
            self.sheet.fault(
                line,
                format!("unknown field {}{}", self.prefix, field.get_ref()),
                &format!("remove it or correct its name; known here: {known}"),
            );
        }
    }
}
