//! Lists as spreadsheets write them, and lists with faults.

use super::*;

const COLUMNS: Columns<'_> = Columns { known: &["name", "user_name", "minor"], needed: &["name"] };

fn read(bytes: &[u8]) -> Result<(Roll, Vec<BadRow>), String> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("people.csv");
    std::fs::write(&file, bytes).unwrap();
    Roll::read(&file, COLUMNS).map_err(|error| error.to_string())
}

#[test]
fn the_separators_and_marks_of_spreadsheets_are_understood() {
    for text in ["name,user_name\nО. Іваненко,Oks\n", "name;user_name\r\nО. Іваненко;Oks\r\n", "\u{feff}Name\tUser_Name\nО. Іваненко\tOks"]
    {
        let (roll, bad) = read(text.as_bytes()).unwrap();
        assert!(bad.is_empty());
        let row = &roll.rows()[0];
        assert_eq!((row.cell("name"), row.cell("user_name"), row.line), (Some("О. Іваненко"), Some("Oks"), 2), "{text:?}");
    }
}

#[test]
fn a_row_is_named_by_the_line_on_which_it_begins() {
    let (roll, bad) = read(b"name,minor\n\"two\nlines\",yes\n\n,\nAda,maybe\nBo,yes,x\n").unwrap();
    assert_eq!(roll.rows().iter().map(|row| row.line).collect::<Vec<_>>(), [2, 6], "empty rows are left out");
    assert_eq!(roll.rows()[0].is_yes("minor"), Ok(true));
    assert!(roll.rows()[1].is_yes("minor").unwrap_err().sentence.contains("maybe"));
    assert_eq!((bad.len(), bad[0].line), (1, 7));
}

#[test]
fn a_list_that_cannot_be_meant_is_refused_with_its_line() {
    for (bytes, said) in [
        (&b"nmae\nAda\n"[..], ":1: unknown column \"nmae\"; remove it or correct its name"),
        (b"user_name\nAda\n", ":1: the column \"name\" is missing"),
        (b"name,name\nAda,Ada\n", ":1: the column \"name\" stands twice"),
        (b"name\nAda\n\xe9mile\n", ":3: this is not UTF-8; save"),
    ] {
        let fault = read(bytes).unwrap_err();
        assert!(fault.contains(said), "{fault}");
    }
    assert!(Roll::read(Path::new("/nonexistent/people.csv"), COLUMNS).unwrap_err().to_string().contains("cannot be read"));
}

#[test]
fn bad_rows_stop_everything_unless_they_are_skipped() {
    let bad = [BadRow::at(4, "the name is empty", "write one")];
    let refusal = require_good(Path::new("people.csv"), &bad, false).unwrap_err().to_string();
    assert!(refusal.contains("people.csv:4: the name is empty; write one") && refusal.contains("nothing was done"), "{refusal}");
    assert!(require_good(Path::new("people.csv"), &bad, true).is_ok());
}
