//! Tables that go to spreadsheets.

/// With these a spreadsheet takes a cell for a formula, also in the width of East Asian letters.
const FORMULA: [char; 13] = ['=', '+', '-', '@', '\t', '\r', '\n', '|', '%', '＝', '＋', '－', '＠'];

/// A cell of a table that no spreadsheet takes for a formula
/// (<https://owasp.org/www-community/attacks/CSV_Injection>).
pub(super) fn cell(text: &str) -> String {
    let guard = if text.starts_with(FORMULA) { "'" } else { "" };
    format!("\"{guard}{}\"", text.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        for wrong in ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "|x", "%x", "＝1"] {
            assert!(cell(wrong).starts_with("\"'"), "{wrong}");
        }
        let written = [("=1+1", "\"'=1+1\""), ("@SUM(A1)", "\"'@SUM(A1)\""), ("-2", "\"'-2\""), ("a\"b,c", "\"a\"\"b,c\""), ("", "\"\"")];
        for (text, as_cell) in written.into_iter().chain([("Wikimedia \"X\", e.V.", "\"Wikimedia \"\"X\"\", e.V.\"")]) {
            assert_eq!(cell(text), as_cell);
        }
    }
}
