//! One TOML file while it is read: every field by name, every fault with its line.
//!
//! serde would stop at the first fault; a person who wrote ten things wrong wants to know all ten.
//! A [`Table`] notes which fields were asked for and reports the others as unknown.

use std::cell::RefCell;
use std::ops::RangeInclusive;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::fault::{Finding, What};

/// A file's name and text, and where its faults go.
pub(super) struct Sheet<'a> {
    pub(super) file: &'a str,
    text: &'a str,
    faults: &'a RefCell<Vec<Finding>>,
}

/// A value and the line on which it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Placed<T> {
    pub(super) value: T,
    pub(super) line: usize,
}

/// One table of the file.
pub(super) struct Table<'a, 's> {
    sheet: &'s Sheet<'a>,
    entries: &'s DeTable<'a>,
    /// Where the table begins, for what is missing in it.
    pub(super) line: usize,
    /// `criterion.` for fields of `[[criterion]]`; empty at the top.
    prefix: String,
    asked: RefCell<Vec<&'static str>>,
}

impl<'a> Sheet<'a> {
    pub(super) const fn new(file: &'a str, text: &'a str, faults: &'a RefCell<Vec<Finding>>) -> Self {
        Self { file, text, faults }
    }

    /// Reads the file's top table; `None`, with the faults noted, if it is not TOML.
    pub(super) fn read<T>(&self, reader: impl FnOnce(&Table<'a, '_>) -> Option<T>) -> Option<T> {
        let (root, errors) = DeTable::parse_recoverable(self.text);
        for error in &errors {
            let line = error.span().map_or(1, |span| self.line(span.start));
            self.fault(line, What::NotToml(error.message().to_owned()));
        }
        if !errors.is_empty() {
            return None;
        }
        let table = Table { sheet: self, entries: root.get_ref(), line: 1, prefix: String::new(), asked: RefCell::default() };
        let read = reader(&table);
        table.finish();
        read
    }

    pub(super) fn fault(&self, line: usize, what: What) {
        self.faults.borrow_mut().push(Finding { file: self.file.to_owned(), line, what });
    }

    fn line(&self, offset: usize) -> usize {
        self.text.as_bytes().iter().take(offset).filter(|byte| **byte == b'\n').count() + 1
    }
}

impl<'a, 's> Table<'a, 's> {
    pub(super) fn sheet(&self) -> &'s Sheet<'a> {
        self.sheet
    }

    pub(super) fn fault(&self, line: usize, what: What) {
        self.sheet.fault(line, what);
    }

    /// The name of a field with the tables it stands in.
    pub(super) fn named(&self, field: &str) -> String {
        format!("{}{field}", self.prefix)
    }

    pub(super) fn optional_text(&self, field: &'static str) -> Option<Placed<String>> {
        let value = self.find(field)?;
        self.as_text(field, value)
    }

    pub(super) fn text(&self, field: &'static str) -> Option<Placed<String>> {
        if self.find(field).is_none() {
            self.missing(field);
        }
        self.optional_text(field)
    }

    /// A text that `accept` turns into something; `expected` says what it accepts.
    pub(super) fn parsed<T>(&self, field: &'static str, expected: &str, accept: impl FnOnce(&str) -> Option<T>) -> Option<Placed<T>> {
        let text = self.text(field)?;
        let value = accept(&text.value).or_else(|| {
            self.refuse(field, &text, expected);
            None
        })?;
        Some(Placed { value, line: text.line })
    }

    pub(super) fn refuse(&self, field: &str, found: &Placed<String>, expected: &str) {
        let (field, value, expected) = (self.named(field), found.value.clone(), expected.to_owned());
        self.fault(found.line, What::Value { field, value, expected });
    }

    pub(super) fn whole(&self, field: &'static str, range: RangeInclusive<i64>) -> Option<Placed<u32>> {
        let value = self.find(field)?;
        let line = self.line_of(value);
        let (from, to) = (*range.start(), *range.end());
        let Some(number) = value.get_ref().as_integer().and_then(|n| i64::from_str_radix(n.as_str(), n.radix()).ok()) else {
            self.fault(line, What::NotWhole { field: self.named(field), from, to });
            return None;
        };
        match u32::try_from(number) {
            Ok(value) if range.contains(&number) => Some(Placed { value, line }),
            Ok(_) | Err(_) => {
                self.fault(line, What::Range { field: self.named(field), value: number, from, to });
                None
            }
        }
    }

    pub(super) fn flag(&self, field: &'static str) -> Option<Placed<bool>> {
        let value = self.find(field)?;
        let line = self.line_of(value);
        let flag = value.get_ref().as_bool();
        if flag.is_none() {
            self.fault(line, What::Type { field: self.named(field), expected: "true or false" });
        }
        flag.map(|value| Placed { value, line })
    }

    /// A civil date, as `2027-06-30`.
    pub(super) fn date(&self, field: &'static str) -> Option<Placed<String>> {
        let value = self.find(field)?;
        let line = self.line_of(value);
        let date = value.get_ref().as_datetime().filter(|at| at.date.is_some() && at.time.is_none() && at.offset.is_none());
        if date.is_none() {
            self.fault(line, What::Type { field: self.named(field), expected: "a date such as 2027-06-30, without quotes" });
        }
        date.map(|date| Placed { value: date.to_string(), line })
    }

    /// A list of texts; empty if absent.
    pub(super) fn texts(&self, field: &'static str) -> Vec<Placed<String>> {
        let Some(value) = self.find(field) else { return Vec::new() };
        let Some(array) = value.get_ref().as_array() else {
            self.fault(self.line_of(value), What::Type { field: self.named(field), expected: "a list of texts" });
            return Vec::new();
        };
        array.iter().filter_map(|element| self.as_text(field, element)).collect()
    }

    /// A list of texts, each once, of which there have to be so many.
    pub(super) fn some_texts(&self, field: &'static str, count: RangeInclusive<i64>) -> Vec<Placed<String>> {
        let texts = self.texts(field);
        match self.find(field) {
            None => self.missing(field),
            Some(value) => self.count(&format!("entries of {field}"), texts.len(), self.line_of(value), count),
        }
        texts
    }

    pub(super) fn count(&self, of: &str, count: usize, line: usize, range: RangeInclusive<i64>) {
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        if !range.contains(&count) {
            let (from, to) = (*range.start(), *range.end());
            self.fault(line, What::Count { of: of.to_owned(), count, from, to });
        }
    }

    /// `[field]`: reads the table if it is there.
    pub(super) fn table<T>(&self, field: &'static str, reader: impl FnOnce(&Table<'a, '_>) -> Option<T>) -> Option<T> {
        let value = self.find(field)?;
        let table = self.as_table(field, value)?;
        let read = reader(&table);
        table.finish();
        read
    }

    /// `[[field]]`: reads each table.
    pub(super) fn tables<T>(&self, field: &'static str, mut reader: impl FnMut(&Table<'a, '_>) -> Option<T>) -> Vec<T> {
        let Some(value) = self.find(field) else { return Vec::new() };
        let Some(array) = value.get_ref().as_array() else {
            self.fault(self.line_of(value), What::Type { field: self.named(field), expected: "a list of tables" });
            return Vec::new();
        };
        let mut all = Vec::new();
        for element in array {
            let Some(table) = self.as_table(field, element) else { continue };
            all.extend(reader(&table));
            table.finish();
        }
        all
    }

    pub(super) fn has(&self, field: &str) -> bool {
        self.entries.contains_key(field)
    }

    pub(super) fn has_text(&self, field: &str) -> bool {
        self.entries.get(field).is_some_and(|value| value.get_ref().is_str())
    }

    pub(super) fn missing(&self, field: &str) {
        self.fault(self.line, What::Missing(self.named(field)));
    }

    fn find(&self, field: &'static str) -> Option<&'s Spanned<DeValue<'a>>> {
        let mut asked = self.asked.borrow_mut();
        if !asked.contains(&field) {
            asked.push(field);
        }
        self.entries.get(field)
    }

    fn as_text(&self, field: &str, value: &Spanned<DeValue<'a>>) -> Option<Placed<String>> {
        let line = self.line_of(value);
        let text = value.get_ref().as_str();
        if text.is_none() {
            self.fault(line, What::Type { field: self.named(field), expected: "a text in quotes" });
        }
        text.map(|text| Placed { value: text.to_owned(), line })
    }

    fn as_table(&self, field: &str, value: &'s Spanned<DeValue<'a>>) -> Option<Table<'a, 's>> {
        let line = self.line_of(value);
        let Some(entries) = value.get_ref().as_table() else {
            self.fault(line, What::Type { field: self.named(field), expected: "a table" });
            return None;
        };
        let prefix = format!("{}{field}.", self.prefix);
        Some(Table { sheet: self.sheet, entries, line, prefix, asked: RefCell::default() })
    }

    fn line_of(&self, value: &Spanned<DeValue<'_>>) -> usize {
        self.sheet.line(value.span().start)
    }

    fn finish(&self) {
        let asked = self.asked.borrow();
        for key in self.entries.keys() {
            let name: &str = key.get_ref();
            if !asked.contains(&name) {
                let line = self.sheet.line(key.span().start);
                self.fault(line, What::UnknownField { field: self.named(name), known: asked.join(", ") });
            }
        }
    }
}
