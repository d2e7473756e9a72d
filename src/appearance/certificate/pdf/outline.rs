//! The outline: headings, and under each the subheadings that follow it.
//!
//! Source: ISO 32000-1, 12.3.3.

use lopdf::{Document, Object, ObjectId, dictionary};

use super::super::sheet::{Block, Item, Role, Sheet};
use super::{WriteFault, refused, save};

/// What a block says, in one line.
pub(super) fn read(block: &Block) -> String {
    let mut text = String::new();
    for line in &block.lines {
        let line = line.text.trim();
        if text.chars().last().is_some_and(is_spaced) && line.chars().next().is_some_and(is_spaced) {
            text.push(' ');
        }
        text.push_str(line);
    }
    text
}

/// Whether a word that ends or begins so is parted from the next by a space: not in Thai, Lao, Burmese,
/// Khmer, Chinese and Japanese.
fn is_spaced(c: char) -> bool {
    !matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ff60}' | '\u{20000}'..='\u{3ffff}')
}

struct Entry {
    title: String,
    page: ObjectId,
    left: f32,
    top: f32,
    below: Vec<Entry>,
}

/// Adds the outline to a file; a sheet without headings has none.
pub(super) fn write(file: &mut Document, sheet: &Sheet, pages: &[ObjectId]) -> Result<(), WriteFault> {
    let entries = entries(sheet, pages);
    if entries.is_empty() {
        return Ok(());
    }
    let root = file.new_object_id();
    let (first, last, count) = add(file, &entries, root);
    file.set_object(root, dictionary! { "Type" => "Outlines", "First" => first, "Last" => last, "Count" => count });
    file.catalog_mut().map_err(refused)?.set("Outlines", root);
    Ok(())
}

fn entries(sheet: &Sheet, pages: &[ObjectId]) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    for (page, id) in sheet.pages.iter().zip(pages) {
        for item in &page.items {
            let Item::Text(block) = item else { continue };
            let Some(line) = block.lines.first() else { continue };
            let size = line.runs.iter().map(|run| run.size).fold(0.0, f32::max);
            let entry = Entry { title: read(block), page: *id, left: line.x, top: page.height - line.baseline + size, below: Vec::new() };
            match (block.role, entries.last_mut()) {
                (Role::Heading, _) | (Role::Subheading, None) => entries.push(entry),
                (Role::Subheading, Some(above)) => above.below.push(entry),
                (Role::Paragraph, _) => {}
            }
        }
    }
    entries
}

/// Adds the entries of one level; the first, the last, and how many are open to be seen.
fn add(file: &mut Document, entries: &[Entry], above: ObjectId) -> (Object, Object, i64) {
    let ids: Vec<ObjectId> = entries.iter().map(|_| file.new_object_id()).collect();
    let mut seen = 0;
    for (at, (entry, id)) in entries.iter().zip(&ids).enumerate() {
        let place = [Object::Reference(entry.page), "XYZ".into(), whole(entry.left), whole(entry.top), Object::Null];
        let mut written = dictionary! { "Title" => save::text(&entry.title), "Parent" => above, "Dest" => place.to_vec() };
        if let Some(before) = at.checked_sub(1).and_then(|at| ids.get(at)) {
            written.set("Prev", *before);
        }
        if let Some(after) = ids.get(at + 1) {
            written.set("Next", *after);
        }
        seen += 1;
        if !entry.below.is_empty() {
            let (first, last, count) = add(file, &entry.below, *id);
            written.set("First", first);
            written.set("Last", last);
            written.set("Count", count);
            seen += count;
        }
        file.set_object(*id, written);
    }
    let end = |id: Option<&ObjectId>| id.map_or(Object::Null, |id| Object::Reference(*id));
    (end(ids.first()), end(ids.last()), seen)
}

fn whole(points: f32) -> Object {
    Object::Real(points.round())
}
