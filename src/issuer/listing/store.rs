//! Which credentials there are.

use crate::platform::database::{Columns, Snapshot, StoreError};
use crate::vocabulary::ids::{AccountId, CredentialId, TrainingId};

pub(super) async fn living_after(view: &mut Snapshot, after: Option<CredentialId>, most: u32) -> Result<Vec<CredentialId>, StoreError> {
    let sql = "select e.credential_id from edition e where e.state = 'published' and e.credential_id > $1 \
               and not exists (select 1 from erasure x where x.credential_id = e.credential_id) order by e.credential_id limit $2";
    let rows = sqlx::query(sql)
        .bind(after.map(|id| id.to_string()).unwrap_or_default())
        .bind(i64::from(most))
        .fetch_all(view.connection())
        .await?;
    rows.iter().map(|row| Columns::of(row, "edition", "credential_id").id("credential_id")).collect()
}

pub(super) async fn living_of(view: &mut Snapshot, holder: AccountId) -> Result<Vec<CredentialId>, StoreError> {
    let sql = "select e.credential_id from edition e join credential c on c.credential_id = e.credential_id where e.state = 'published' \
               and c.account_id = $1 and not exists (select 1 from erasure x where x.credential_id = e.credential_id) order by e.credential_id";
    let rows = sqlx::query(sql).bind(holder.to_string()).fetch_all(view.connection()).await?;
    rows.iter().map(|row| Columns::of(row, "edition", "credential_id").id("credential_id")).collect()
}

pub(super) async fn living_of_training(view: &mut Snapshot, training: TrainingId) -> Result<Vec<(CredentialId, AccountId)>, StoreError> {
    let sql = "select e.credential_id, c.account_id from nomination n join credential c on c.nomination_id = n.nomination_id \
               join edition e on e.credential_id = c.credential_id where n.training_id = $1 and e.state = 'published' \
               and not exists (select 1 from erasure x where x.credential_id = e.credential_id) order by c.recorded_at, e.credential_id";
    let rows = sqlx::query(sql).bind(training.to_string()).fetch_all(view.connection()).await?;
    let line = |row| {
        let columns = Columns::of(row, "edition", "credential_id");
        Ok((columns.id("credential_id")?, columns.id("account_id")?))
    };
    rows.iter().map(line).collect()
}
