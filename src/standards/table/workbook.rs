//! The first sheet of a workbook (`.xlsx`) or of a spreadsheet (`.ods`).

use std::io::{Cursor, Read};

use roxmltree::{Document, Node, ParsingOptions};
use zip::ZipArchive;

use super::{MOST_COLUMNS, MOST_ROWS, TableFault};

/// Bytes of one part when unpacked.
const LARGEST_PART: u64 = 8 * 1024 * 1024;
/// Nodes of one part.
const MOST_NODES: u32 = 400_000;

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// The rows of the first sheet.
pub(super) fn rows(bytes: &[u8]) -> Result<Vec<Vec<String>>, TableFault> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| TableFault::Damaged)?;
    if archive.index_for_name("xl/workbook.xml").is_some() {
        return of_workbook(&mut archive);
    }
    if archive.index_for_name("content.xml").is_some() {
        return of_spreadsheet(&mut archive);
    }
    Err(TableFault::Unknown)
}

fn part(archive: &mut Archive<'_>, name: &str) -> Result<String, TableFault> {
    let file = archive.by_name(name).map_err(|_| TableFault::Damaged)?;
    let mut text = String::new();
    // What the archive says about sizes may be untrue: counted while reading.
    let read = file.take(LARGEST_PART + 1).read_to_string(&mut text).map_err(|_| TableFault::Damaged)?;
    if u64::try_from(read).is_ok_and(|read| read <= LARGEST_PART) { Ok(text) } else { Err(TableFault::Damaged) }
}

fn document(text: &str) -> Result<Document<'_>, TableFault> {
    let options = ParsingOptions { allow_dtd: false, nodes_limit: MOST_NODES, ..ParsingOptions::default() };
    Document::parse_with_options(text, options).map_err(|_| TableFault::Damaged)
}

fn named<'a, 'i>(node: Node<'a, 'i>, name: &'static str) -> impl Iterator<Item = Node<'a, 'i>> {
    node.descendants().filter(move |node| node.is_element() && node.tag_name().name() == name)
}

/// An attribute by its local name, whatever its prefix.
fn attribute<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    node.attributes().find(|attribute| attribute.name() == name).map(|attribute| attribute.value())
}

fn texts(node: Node<'_, '_>) -> String {
    named(node, "t").filter_map(|t| t.text()).collect()
}

fn of_workbook(archive: &mut Archive<'_>) -> Result<Vec<Vec<String>>, TableFault> {
    let sheet = first_sheet(archive)?;
    let shared = match part(archive, "xl/sharedStrings.xml") {
        Ok(text) => named(document(&text)?.root(), "si").map(texts).collect(),
        Err(_) => Vec::new(),
    };
    let text = part(archive, &sheet)?;
    let document = document(&text)?;
    let mut rows = Vec::new();
    for row in named(document.root(), "row").take(MOST_ROWS * 2) {
        let mut cells: Vec<String> = Vec::new();
        for cell in named(row, "c") {
            let at = attribute(cell, "r").map_or(cells.len(), column);
            if at < MOST_COLUMNS {
                cells.resize(cells.len().max(at + 1), String::new());
                cells[at] = shown(cell, &shared);
            }
        }
        rows.push(cells);
    }
    Ok(rows)
}

fn first_sheet(archive: &mut Archive<'_>) -> Result<String, TableFault> {
    let (book, relations) = (part(archive, "xl/workbook.xml")?, part(archive, "xl/_rels/workbook.xml.rels")?);
    let (book, relations) = (document(&book)?, document(&relations)?);
    let id = named(book.root(), "sheet").next().and_then(|sheet| attribute(sheet, "id")).ok_or(TableFault::Damaged)?;
    let relation = named(relations.root(), "Relationship").find(|relation| relation.attribute("Id") == Some(id));
    let target = relation.and_then(|relation| relation.attribute("Target")).ok_or(TableFault::Damaged)?;
    Ok(target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned))
}

/// What a cell shows; of a formula, its last result.
fn shown(cell: Node<'_, '_>, shared: &[String]) -> String {
    let value = named(cell, "v").next().and_then(|v| v.text()).unwrap_or_default();
    match cell.attribute("t") {
        Some("s") => value.parse::<usize>().ok().and_then(|at| shared.get(at)).cloned().unwrap_or_default(),
        Some("inlineStr") => texts(cell),
        Some("e") => String::new(),
        _ => value.to_owned(),
    }
}

/// `C3` stands in the third column: 2.
fn column(place: &str) -> usize {
    let letters = place.bytes().take_while(u8::is_ascii_uppercase).take(3);
    letters.fold(0_usize, |n, letter| n * 26 + usize::from(letter - b'A') + 1).saturating_sub(1)
}

fn of_spreadsheet(archive: &mut Archive<'_>) -> Result<Vec<Vec<String>>, TableFault> {
    let text = part(archive, "content.xml")?;
    let document = document(&text)?;
    let table = named(document.root(), "table").next().ok_or(TableFault::Damaged)?;
    let mut rows = Vec::new();
    for row in named(table, "table-row") {
        let mut cells = Vec::new();
        for cell in row.children().filter(|node| matches!(node.tag_name().name(), "table-cell" | "covered-table-cell")) {
            let lines: Vec<String> =
                named(cell, "p").map(|p| p.descendants().filter_map(|n| n.is_text().then(|| n.text()).flatten()).collect()).collect();
            let times = repeated(cell, "number-columns-repeated").min(MOST_COLUMNS.saturating_sub(cells.len()));
            cells.extend(std::iter::repeat_n(lines.join(" "), times));
        }
        // Sheets end in a million empty rows.
        let full = cells.iter().any(|cell| !cell.is_empty());
        let times = if full { repeated(row, "number-rows-repeated") } else { 0 };
        rows.extend(std::iter::repeat_n(cells, times.min((MOST_ROWS * 2).saturating_sub(rows.len()))));
    }
    Ok(rows)
}

fn repeated(node: Node<'_, '_>, name: &str) -> usize {
    attribute(node, name).and_then(|times| times.parse().ok()).unwrap_or(1)
}
