//! Text between commas, semicolons or tabs.

use csv::{ReaderBuilder, Trim};

use super::{MOST_ROWS, TableFault};

/// The rows of a text.
pub(super) fn rows(bytes: &[u8]) -> Result<Vec<Vec<String>>, TableFault> {
    let text = decoded(bytes).ok_or(TableFault::Unknown)?;
    if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
        return Err(TableFault::Unknown);
    }
    let mut reader =
        ReaderBuilder::new().delimiter(delimiter(&text)).has_headers(false).flexible(true).trim(Trim::All).from_reader(text.as_bytes());
    // One more than fits tells that there are too many; empty rows count here.
    let records = reader.records().take(MOST_ROWS * 2);
    records.map(|record| Ok(record.map_err(|_| TableFault::Unknown)?.iter().map(str::to_owned).collect())).collect()
}

/// UTF-8, or UTF-16 that begins with its mark.
fn decoded(bytes: &[u8]) -> Option<String> {
    let wide = |rest: &[u8], read: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = rest.chunks_exact(2).map(|pair| read([pair[0], pair[1]])).collect();
        String::from_utf16(&units).ok()
    };
    match bytes {
        [0xff, 0xfe, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => wide(rest, u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8(rest.to_vec()).ok(),
        _ => String::from_utf8(bytes.to_vec()).ok(),
    }
}

/// What stands most often in the first line, outside of quotes.
fn delimiter(text: &str) -> u8 {
    let line = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let outside: String = line.split('"').step_by(2).collect();
    let count = |c: u8| outside.bytes().filter(|b| *b == c).count();
    [b'\t', b';', b','].into_iter().rev().max_by_key(|c| count(*c)).unwrap_or(b',')
}

#[cfg(test)]
mod tests {
    use super::super::read;
    use super::*;

    #[test]
    fn delimiters_quotes_and_marks_are_understood() {
        let wanted =
            [["name", "user"], ["Ada, \"Countess\"", "Ada"], ["王小明", "ناصر"]].map(|row| row.map(str::to_owned).to_vec()).to_vec();
        let comma = "name,user\r\n\"Ada, \"\"Countess\"\"\",Ada\r\n\r\n王小明,ناصر\r\n";
        let semicolon = "name;user\n\"Ada, \"\"Countess\"\"\"; Ada\n王小明;ناصر";
        let tab = "name\tuser\n\"Ada, \"\"Countess\"\"\"\tAda\n王小明\tناصر\n";
        for text in [comma, semicolon, tab] {
            assert_eq!(read(text.as_bytes()).unwrap(), wanted, "{text}");
            assert_eq!(read(format!("\u{feff}{text}").as_bytes()).unwrap(), wanted, "with a mark: {text}");
            let little: Vec<u8> = std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
            let big: Vec<u8> = std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect();
            assert_eq!((read(&little).unwrap(), read(&big).unwrap()), (wanted.clone(), wanted.clone()));
        }
        assert_eq!(read(b"=1+1\n").unwrap(), [vec!["=1+1"]], "a formula is a text");
    }

    #[test]
    fn what_is_no_text_or_too_long_is_refused() {
        assert_eq!(read(b"\xe9t\xe9\n"), Err(TableFault::Unknown));
        assert_eq!(read(b"a\0b"), Err(TableFault::Unknown));
        assert_eq!(read(b" \n \n"), Err(TableFault::Empty));
        assert_eq!(read("x\n".repeat(1002).as_bytes()), Err(TableFault::TooLong));
        assert_eq!(read("x\n".repeat(1001).as_bytes()).unwrap().len(), 1001);
    }
}
