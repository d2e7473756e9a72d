//! Lines in columns, as wide as what stands in them.

use std::fmt;

/// A table without rules: two spaces part its columns.
#[derive(Debug, Default)]
pub(super) struct Table {
    rows: Vec<Vec<String>>,
}

impl Table {
    /// Adds a row.
    pub(super) fn row<const N: usize>(&mut self, cells: [&dyn fmt::Display; N]) {
        self.rows.push(cells.iter().map(ToString::to_string).collect());
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let widths: Vec<usize> =
            (0..columns).map(|at| self.rows.iter().filter_map(|row| row.get(at)).map(|cell| width(cell)).max().unwrap_or(0)).collect();
        for row in &self.rows {
            let last = row.len().saturating_sub(1);
            for (at, cell) in row.iter().enumerate() {
                let fill = if at == last { 0 } else { widths[at] + 2 - width(cell) };
                write!(f, "{cell}{}", " ".repeat(fill))?;
            }
            writeln!(f)?;
        }
        Ok(())
    }
}

/// Cells of a terminal, nearly: East Asian wide characters take two, marks and styles none.
pub(super) fn width(text: &str) -> usize {
    let mut styled = false;
    let mut cells = 0;
    for c in text.chars() {
        match c {
            '\u{1b}' => styled = true,
            'm' if styled => styled = false,
            _ if styled => {}
            '\u{0300}'..='\u{036f}'
            | '\u{064b}'..='\u{065f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{0900}'..='\u{0903}'
            | '\u{093a}'
            | '\u{093c}' => {}
            '\u{0941}'..='\u{0948}' | '\u{094d}' => {}
            '\u{1100}'..='\u{115f}'
            | '\u{2e80}'..='\u{a4cf}'
            | '\u{ac00}'..='\u{d7a3}'
            | '\u{f900}'..='\u{faff}'
            | '\u{ff00}'..='\u{ff60}' => {
                cells += 2;
            }
            _ => cells += 1,
        }
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up_in_every_script() {
        let mut table = Table::default();
        table.row([&"王小明", &"1"]);
        table.row([&"Zoë", &"2"]);
        assert_eq!(table.to_string(), "王小明  1\nZoë     2\n");
    }
}
