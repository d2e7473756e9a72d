//! Tables that people bring: comma- or tab-separated text ([RFC 4180](https://www.rfc-editor.org/rfc/rfc4180)), workbooks
//! ([ECMA-376](https://ecma-international.org/publications-and-standards/standards/ecma-376/)) and spreadsheets
//! ([OpenDocument](https://docs.oasis-open.org/office/OpenDocument/v1.3/)).
//!
//! Rows of texts come out: formulas are not run, only what was last shown is read. Strangers' bytes are read
//! within limits, what is packed too.

mod delimited;
mod workbook;

/// Rows that are read, the one with headings counted.
pub const MOST_ROWS: usize = 1001;
/// Columns that are read.
pub const MOST_COLUMNS: usize = 60;
/// Characters of a cell.
const LONGEST_CELL: usize = 1000;

/// Why no table was read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TableFault {
    /// Neither text nor a spreadsheet.
    #[error("this is neither a list as text nor a spreadsheet: save it as CSV in UTF-8, as XLSX or as ODS")]
    Unknown,
    /// A spreadsheet that cannot be read.
    #[error("the spreadsheet is damaged, or too large when unpacked")]
    Damaged,
    /// Too many rows.
    #[error("a list has at most 1000 rows: divide it")]
    TooLong,
    /// Nothing in it.
    #[error("the list is empty")]
    Empty,
}

/// The rows of a table, of its first sheet if it has several. Empty rows are left out.
///
/// # Errors
/// [`TableFault`] says what is wrong and what to do.
pub fn read(bytes: &[u8]) -> Result<Vec<Vec<String>>, TableFault> {
    let rows = if bytes.starts_with(b"PK\x03\x04") { workbook::rows(bytes)? } else { delimited::rows(bytes)? };
    let tidy = |row: Vec<String>| row.into_iter().take(MOST_COLUMNS).map(|cell| tidy_cell(&cell)).collect::<Vec<_>>();
    let rows: Vec<Vec<String>> = rows.into_iter().map(tidy).filter(|row| row.iter().any(|cell| !cell.is_empty())).collect();
    match rows.len() {
        0 => Err(TableFault::Empty),
        1..=MOST_ROWS => Ok(rows),
        _ => Err(TableFault::TooLong),
    }
}

fn tidy_cell(cell: &str) -> String {
    cell.trim().chars().take(LONGEST_CELL).collect()
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    fn packed(files: &[(&str, &str)]) -> Vec<u8> {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in files {
            archive.start_file(*name, SimpleFileOptions::default()).unwrap();
            archive.write_all(text.as_bytes()).unwrap();
        }
        archive.finish().unwrap().into_inner()
    }

    fn workbook(cells: &str) -> Vec<u8> {
        let names = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
        packed(&[
            (
                "xl/workbook.xml",
                &format!(
                    "<workbook {names} xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"A\" r:id=\"rId7\"/></sheets></workbook>"
                ),
            ),
            (
                "xl/_rels/workbook.xml.rels",
                "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId7\" Target=\"worksheets/first.xml\"/></Relationships>",
            ),
            ("xl/sharedStrings.xml", &format!("<sst {names}><si><t>name</t></si><si><r><t>سلمى </t></r><r><t>حدّاد</t></r></si></sst>")),
            ("xl/worksheets/first.xml", &format!("<worksheet {names}><sheetData>{cells}</sheetData></worksheet>")),
        ])
    }

    #[test]
    fn a_workbook_gives_what_was_last_shown() {
        let cells = "<row><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"C1\" t=\"inlineStr\"><is><t>user</t></is></c></row><row/>\
                     <row><c r=\"A3\" t=\"s\"><v>1</v></c><c r=\"B3\"><v>42</v></c><c r=\"C3\" t=\"str\"><f>1+1</f><v>王</v></c></row>";
        assert_eq!(read(&workbook(cells)).unwrap(), [vec!["name", "", "user"], vec!["سلمى حدّاد", "42", "王"]]);
        assert_eq!(read(&workbook("<row><c r=\"A1\" t=\"s\"><v>99</v></c></row>")), Err(TableFault::Empty));
    }

    #[test]
    fn a_spreadsheet_gives_repeated_cells_and_no_endless_ones() {
        let text = "<office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"><office:body><office:spreadsheet><table:table>\
             <table:table-row><table:table-cell><text:p>name</text:p></table:table-cell></table:table-row>\
             <table:table-row table:number-rows-repeated=\"2\"><table:table-cell table:number-columns-repeated=\"2\"><text:p>Čeněk</text:p></table:table-cell><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>\
             <table:table-row table:number-rows-repeated=\"1048576\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>";
        let rows = read(&packed(&[("content.xml", text)])).unwrap();
        assert_eq!(
            rows.iter().map(|row| row.join("|").trim_end_matches('|').to_owned()).collect::<Vec<_>>(),
            ["name", "Čeněk|Čeněk", "Čeněk|Čeněk"]
        );
    }

    #[test]
    fn what_is_packed_too_well_or_is_no_spreadsheet_is_refused() {
        let bomb = workbook(&format!("<row><c><v>{}</v></c></row>", "0".repeat(20 << 20)));
        assert!(bomb.len() < 1 << 20);
        assert_eq!(read(&bomb), Err(TableFault::Damaged));
        assert_eq!(read(&packed(&[("word/document.xml", "<a/>")])), Err(TableFault::Unknown));
        assert_eq!(read(b"PK\x03\x04rubbish"), Err(TableFault::Damaged));
        let entities = "<!DOCTYPE a [<!ENTITY b \"c\">]><office:a xmlns:office=\"o\">&b;</office:a>";
        assert_eq!(read(&packed(&[("content.xml", entities)])), Err(TableFault::Damaged));
    }
}
