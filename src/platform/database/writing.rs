//! Transactions: a write, a savepoint in it, a read-only view, and the proof of a commit.

use std::fmt;

use sqlx::{Acquire, Any, AnyConnection, Transaction};

use super::{Dialect, StoreError};
use crate::vocabulary::Timestamp;

/// A write transaction. Dropped without [`commit`](Writing::commit), it leaves nothing.
pub struct Writing {
    transaction: Transaction<'static, Any>,
    dialect: Dialect,
    begun_at: Option<Timestamp>,
}

/// Proof that what its holder speaks of is committed. Only this module makes it.
#[derive(Debug)]
#[must_use = "what waits for the commit asks for this"]
pub struct Committed(());

impl Writing {
    pub(super) fn new(transaction: Transaction<'static, Any>, dialect: Dialect, begun_at: Option<Timestamp>) -> Self {
        Self { transaction, dialect, begun_at }
    }

    /// When it began, if its store was given a clock.
    pub fn begun_at(&self) -> Option<Timestamp> {
        self.begun_at
    }

    /// For statements: `sqlx::query("…").execute(writing.connection())`.
    pub fn connection(&mut self) -> &mut AnyConnection {
        &mut self.transaction
    }

    /// Which SQL the store speaks where the two differ.
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// A part that can be undone alone. On PostgreSQL a failed statement spoils the transaction up
    /// to the last savepoint, so what may fail and go on belongs into one.
    // Inside a transaction this is SAVEPOINT, not a deferred BEGIN.
    #[allow(clippy::disallowed_methods)]
    pub async fn savepoint(&mut self) -> Result<Savepoint<'_>, StoreError> {
        Ok(Savepoint { transaction: self.transaction.begin().await?, dialect: self.dialect })
    }

    /// Commits; when this returns, the bytes are on the disk.
    ///
    /// # Errors
    /// [`StoreError::CommitUnknown`] if no answer came; every other error means that nothing was written.
    pub async fn commit(mut self) -> Result<Committed, StoreError> {
        if self.dialect == Dialect::Postgres {
            // COMMIT of a transaction in which a statement failed is answered with ROLLBACK and
            // without an error; any other statement is refused, so ask one first.
            sqlx::query("select 1").execute(self.connection()).await?;
        }
        self.transaction.commit().await.map_err(StoreError::of_commit)?;
        Ok(Committed(()))
    }

    /// Undoes everything now; dropping does the same a little later.
    pub async fn roll_back(self) -> Result<(), StoreError> {
        Ok(self.transaction.rollback().await?)
    }
}

impl fmt::Debug for Writing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Writing").field("dialect", &self.dialect).finish_non_exhaustive()
    }
}

/// A part of a [`Writing`]. Dropped without [`keep`](Savepoint::keep), it leaves nothing.
#[derive(Debug)]
pub struct Savepoint<'w> {
    transaction: Transaction<'w, Any>,
    dialect: Dialect,
}

impl Savepoint<'_> {
    /// For statements.
    pub fn connection(&mut self) -> &mut AnyConnection {
        &mut self.transaction
    }

    /// Which SQL the store speaks where the two differ.
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// Makes it part of the transaction around it, which still has to commit.
    pub async fn keep(self) -> Result<(), StoreError> {
        Ok(self.transaction.commit().await?)
    }

    /// Undoes this part now.
    pub async fn undo(self) -> Result<(), StoreError> {
        Ok(self.transaction.rollback().await?)
    }
}

/// A read-only view of one state of the store.
#[derive(Debug)]
pub struct Snapshot {
    transaction: Transaction<'static, Any>,
}

impl Snapshot {
    pub(super) fn new(transaction: Transaction<'static, Any>) -> Self {
        Self { transaction }
    }

    /// For statements that only read.
    pub fn connection(&mut self) -> &mut AnyConnection {
        &mut self.transaction
    }

    /// What a snapshot shows is committed: for work that is taken up again after a restart or
    /// after [`StoreError::CommitUnknown`].
    pub fn proof(&self) -> Committed {
        Committed(())
    }
}
