//! Rows of `release`: one per nomination and edition.

use std::collections::HashMap;

use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use super::{ConfirmedBy, Disclosure, EmailRelease, Release, ReleasedName};
use crate::platform::database::{Columns, ExactlyOne, StoreError, Writing, list, rows_per_statement};
use crate::standards::json;
use crate::vocabulary::Timestamp;
use crate::vocabulary::ids::NominationId;

/// Writes what edition `number` may say, or replaces it while that edition is not recorded (the
/// database refuses it afterwards).
pub(crate) async fn put(
    writing: &mut Writing,
    nomination: NominationId,
    number: u32,
    release: &Release,
    now: Timestamp,
) -> Result<(), StoreError> {
    let names = serde_json::to_string(&release.names).map_err(|_| StoreError::inconsistent("release", "names", nomination))?;
    let (form, address, salt) = match &release.email {
        EmailRelease::Withheld => ("none", None, None),
        EmailRelease::Hashed { address, salt } => ("hashed", Some(address), Some(salt)),
        EmailRelease::Plain { address } => ("plain", Some(address), None),
    };
    sqlx::query(
        "insert into release (nomination_id, edition_number, names, account_shown, email, email_form, email_salt, holder_did, confirmed_at, confirmed_by) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) \
         on conflict (nomination_id, edition_number) do update set names = excluded.names, account_shown = excluded.account_shown, \
         email = excluded.email, email_form = excluded.email_form, email_salt = excluded.email_salt, holder_did = excluded.holder_did, \
         confirmed_at = excluded.confirmed_at, confirmed_by = excluded.confirmed_by",
    )
    .bind(nomination.to_string())
    .bind(i64::from(number))
    .bind(names)
    .bind(i64::from(release.account == Disclosure::Shown))
    .bind(address)
    .bind(form)
    .bind(salt)
    .bind(&release.holder_did)
    .bind((release.confirmed_by != ConfirmedBy::Nobody).then_some(now.as_ms()))
    .bind(release.confirmed_by.as_str())
    .execute(writing.connection())
    .await?
    .exactly_one("release")
}

/// What edition `number` of each nomination may say; absent where nothing was confirmed.
pub(crate) async fn releases(
    connection: &mut AnyConnection,
    nominations: &[NominationId],
    number: u32,
) -> Result<HashMap<NominationId, Release>, StoreError> {
    let mut found = HashMap::with_capacity(nominations.len());
    for chunk in nominations.chunks(rows_per_statement(1) - 1) {
        let sql = list(
            "select nomination_id, edition_number, names, account_shown, email, email_form, email_salt, holder_did, confirmed_by \
             from release where edition_number = $1 and nomination_id in",
            2..=chunk.len() + 1,
            "",
        );
        let query = chunk.iter().fold(sqlx::query(sql).bind(i64::from(number)), |q, id| q.bind(id.to_string()));
        for row in query.fetch_all(&mut *connection).await? {
            found.insert(Columns::of(&row, "release", "nomination_id").id("nomination_id")?, release(&row)?);
        }
    }
    Ok(found)
}

fn release(row: &AnyRow) -> Result<Release, StoreError> {
    let columns = Columns::of(row, "release", "nomination_id");
    let address = columns.optional_text("email")?;
    let email = match (columns.text("email_form")?.as_str(), address, columns.optional_text("email_salt")?) {
        ("none", None, None) => EmailRelease::Withheld,
        ("hashed", Some(address), Some(salt)) => EmailRelease::Hashed { address, salt },
        ("plain", Some(address), None) => EmailRelease::Plain { address },
        _ => return Err(columns.wrong("email_form")),
    };
    Ok(Release {
        names: names(columns)?,
        account: if columns.flag("account_shown")? { Disclosure::Shown } else { Disclosure::Withheld },
        email,
        holder_did: columns.optional_text("holder_did")?,
        confirmed_by: columns.parsed("confirmed_by")?,
    })
}

/// Stored names are checked again: a row is input.
fn names(columns: Columns<'_>) -> Result<Vec<ReleasedName>, StoreError> {
    let stored = json::parse(columns.text("names")?.as_bytes(), &json::Limits::default()).map_err(|_| columns.wrong("names"))?;
    let list = stored.as_array().ok_or_else(|| columns.wrong("names"))?;
    list.iter().map(|name| name.as_str().and_then(|n| ReleasedName::new(n).ok()).ok_or_else(|| columns.wrong("names"))).collect()
}
