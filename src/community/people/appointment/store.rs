//! Rows of `appointment`.

use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use super::{Appointment, Role, Roles};
use crate::community::people::store;
use crate::platform::database::{Columns, ExactlyOne, StoreError, Writing};
use crate::vocabulary::Timestamp;
use crate::vocabulary::ids::AccountId;

/// # Errors
/// [`StoreError::Taken`] if the person has that role already.
pub(crate) async fn insert(writing: &mut Writing, new: &Appointment) -> Result<(), StoreError> {
    sqlx::query("insert into appointment (appointment_id, account_id, role, decision, started_at) values ($1, $2, $3, $4, $5)")
        .bind(new.id.to_string())
        .bind(new.account.to_string())
        .bind(new.role.as_str())
        .bind(&new.decision)
        .bind(new.started_at.as_ms())
        .execute(writing.connection())
        .await?
        .exactly_one("appointment")
}

/// # Errors
/// [`StoreError::RowCount`] if the person does not have that role.
pub(crate) async fn end(writing: &mut Writing, account: AccountId, role: Role, now: Timestamp) -> Result<(), StoreError> {
    sqlx::query("update appointment set ended_at = $1 where account_id = $2 and role = $3 and ended_at is null")
        .bind(now.as_ms())
        .bind(account.to_string())
        .bind(role.as_str())
        .execute(writing.connection())
        .await?
        .exactly_one("appointment")
}

/// Everybody who has a role now.
pub(crate) async fn standing(connection: &mut AnyConnection) -> Result<Vec<Appointment>, StoreError> {
    let sql = "select p.appointment_id, p.account_id, p.role, p.decision, p.started_at from appointment p \
               join account a on a.account_id = p.account_id where p.ended_at is null and a.erased_at is null \
               order by p.started_at, p.appointment_id";
    sqlx::query(sql).fetch_all(connection).await?.iter().map(appointment).collect()
}

/// What a person may do at `now`.
pub(crate) async fn roles(connection: &mut AnyConnection, account: AccountId, now: Timestamp) -> Result<Roles, StoreError> {
    let mut roles = Roles::default();
    let sql = "select appointment_id, role from appointment where account_id = $1 and ended_at is null";
    for row in sqlx::query(sql).bind(account.to_string()).fetch_all(&mut *connection).await? {
        match Columns::of(&row, "appointment", "appointment_id").parsed("role")? {
            Role::Steward => roles.steward = true,
            Role::Admin => roles.admin = true,
        }
    }
    roles.trainer = store::trainer(connection, account).await?.has_mandate(now);
    Ok(roles)
}

fn appointment(row: &AnyRow) -> Result<Appointment, StoreError> {
    let columns = Columns::of(row, "appointment", "appointment_id");
    Ok(Appointment {
        id: columns.id("appointment_id")?,
        account: columns.id("account_id")?,
        role: columns.parsed("role")?,
        decision: columns.text("decision")?,
        started_at: columns.instant("started_at")?,
    })
}
