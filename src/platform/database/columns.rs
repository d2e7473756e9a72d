//! Reading a row: every column is input that may be wrong.
//!
//! A store rebuilds its type from a row through [`Columns`]; a value that no writer of ours makes
//! becomes [`StoreError::Inconsistent`] with table, column and key, never a panic or a default.

use std::str::FromStr;

use sqlx::any::AnyRow;
use sqlx::{Any, ColumnIndex, Decode, Row, Type};

use super::StoreError;
use crate::vocabulary::{Id, Timestamp};

/// One row, with the names that an error needs.
#[derive(Clone, Copy)]
pub struct Columns<'r> {
    row: &'r AnyRow,
    table: &'static str,
    key: &'static str,
}

impl<'r> Columns<'r> {
    /// `key` is the column that tells rows of `table` apart.
    pub fn of(row: &'r AnyRow, table: &'static str, key: &'static str) -> Self {
        Self { row, table, key }
    }

    /// Text.
    pub fn text(&self, column: &'static str) -> Result<String, StoreError> {
        self.value(column)
    }

    /// Text or null.
    pub fn optional_text(&self, column: &'static str) -> Result<Option<String>, StoreError> {
        self.value(column)
    }

    /// Bytes.
    pub fn bytes(&self, column: &'static str) -> Result<Vec<u8>, StoreError> {
        self.value(column)
    }

    /// Bytes or null.
    pub fn optional_bytes(&self, column: &'static str) -> Result<Option<Vec<u8>>, StoreError> {
        self.value(column)
    }

    /// A whole number of a kind that may be smaller than the column.
    pub fn number<N: TryFrom<i64>>(&self, column: &'static str) -> Result<N, StoreError> {
        let stored: i64 = self.value(column)?;
        N::try_from(stored).map_err(|_| self.wrong(column))
    }

    /// A whole number or null.
    pub fn optional_number<N: TryFrom<i64>>(&self, column: &'static str) -> Result<Option<N>, StoreError> {
        let stored: Option<i64> = self.value(column)?;
        stored.map(|number| N::try_from(number).map_err(|_| self.wrong(column))).transpose()
    }

    /// 0 or 1.
    pub fn flag(&self, column: &'static str) -> Result<bool, StoreError> {
        match self.number::<i64>(column)? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(self.wrong(column)),
        }
    }

    /// An `_at` column.
    pub fn instant(&self, column: &'static str) -> Result<Timestamp, StoreError> {
        self.value(column).map(Timestamp::from_ms)
    }

    /// An `_at` column or null.
    pub fn optional_instant(&self, column: &'static str) -> Result<Option<Timestamp>, StoreError> {
        Ok(self.value::<Option<i64>>(column)?.map(Timestamp::from_ms))
    }

    /// An id.
    pub fn id<K>(&self, column: &'static str) -> Result<Id<K>, StoreError> {
        self.parsed(column)
    }

    /// An id or null.
    pub fn optional_id<K>(&self, column: &'static str) -> Result<Option<Id<K>>, StoreError> {
        self.optional_text(column)?.map(|text| text.parse().map_err(|_| self.wrong(column))).transpose()
    }

    /// Text that says a value of `T`.
    pub fn parsed<T: FromStr>(&self, column: &'static str) -> Result<T, StoreError> {
        self.text(column)?.parse().map_err(|_| self.wrong(column))
    }

    /// The error for a value in `column` that cannot be right.
    pub fn wrong(&self, column: &'static str) -> StoreError {
        let number = || self.row.try_get::<i64, _>(self.key).map(|key| key.to_string());
        let row = self.row.try_get::<String, _>(self.key).or_else(|_| number()).unwrap_or_default();
        StoreError::inconsistent(self.table, column, row)
    }

    fn value<T>(&self, column: &'static str) -> Result<T, StoreError>
    where
        T: Decode<'r, Any> + Type<Any>,
        &'static str: ColumnIndex<AnyRow>,
    {
        self.row.try_get(column).map_err(|_| self.wrong(column))
    }
}
