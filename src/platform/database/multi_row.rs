//! `values ($1, $2), ($3, $4)`: one statement for many rows.
//!
//! A statement costs about 0.1 ms whatever it does, so batches write many rows with one. sqlx's own
//! builder writes `?` for its `Any` backend, which PostgreSQL does not read.

use std::fmt::Write as _;
use std::ops::RangeInclusive;

use sqlx::AssertSqlSafe;

/// Bind values in one statement at most: SQLite's default limit is 32,766
/// (<https://www.sqlite.org/limits.html#max_variable_number>), PostgreSQL's is 65,535.
const BINDS: usize = 32_766;

/// Rows of so many columns that fit into one statement; at least 1.
pub const fn rows_per_statement(columns: usize) -> usize {
    let columns = if columns == 0 { 1 } else { columns };
    if columns > BINDS { 1 } else { BINDS / columns }
}

/// `{before} values ($1, …), (…) {after}` with `rows` groups of `columns` placeholders.
///
/// Only literals go in, so the result is safe to run. `rows` of 0 is a mistake of the caller and
/// gives a statement that the database refuses.
pub fn values(before: &'static str, rows: usize, columns: usize, after: &'static str) -> AssertSqlSafe<String> {
    let mut sql = String::with_capacity(before.len() + after.len() + rows * columns * 7 + 16);
    sql.push_str(before);
    sql.push_str(" values ");
    for row in 0..rows {
        sql.push_str(if row == 0 { "(" } else { ", (" });
        for column in 1..=columns {
            let comma = if column == 1 { "" } else { ", " };
            // Writing to a String cannot fail.
            let _ = write!(sql, "{comma}${}", row * columns + column);
        }
        sql.push(')');
    }
    sql.push(' ');
    sql.push_str(after);
    AssertSqlSafe(sql)
}

/// `{before} ($2, $3) {after}` for `places` 2..=3: a list to compare with, after values bound before
/// it. Like [`values`], made of literals only.
pub fn list(before: &'static str, places: RangeInclusive<usize>, after: &'static str) -> AssertSqlSafe<String> {
    let placeholders: Vec<String> = places.map(|n| format!("${n}")).collect();
    AssertSqlSafe(format!("{before} ({}) {after}", placeholders.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_count_on_from_row_to_row() {
        assert_eq!(
            values("insert into t (a, b)", 2, 2, "on conflict do nothing").0,
            "insert into t (a, b) values ($1, $2), ($3, $4) on conflict do nothing"
        );
    }

    #[test]
    fn a_full_statement_stays_below_the_limit_of_both_backends() {
        for columns in 1..40 {
            assert!(rows_per_statement(columns) * columns <= BINDS);
        }
        assert_eq!(rows_per_statement(40_000), 1);
    }
}
