//! Status lists: the signed documents that verifiers fetch to learn whether a badge is current.
//!
//! A list is signed anew when a slot changed or the last signing grew old, at the moment somebody
//! asks: a revocation is visible at the origin with the next request. The payload is stored and
//! committed before it is signed, like everything that is signed here. A sealed server goes on
//! serving what it signed last; verifiers see its age.

mod store;

use crate::platform::database::StoreError;
use crate::standards::document::rules;
use crate::standards::document::status_list::StatusListCredential;
use crate::standards::json;
use crate::vocabulary::Timestamp;

use super::Office;
use super::credential::{Edition, SignError, sign};
use super::keys::NoActiveKey;

/// How long a signed list is valid, in seconds.
const VALID_S: i64 = 24 * 3600;
/// After how many seconds an unchanged list is signed anew.
const RENEW_S: i64 = 6 * 3600;

/// Which of the two lists of a serial number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// Final.
    Revocation,
    /// Can end.
    Suspension,
}

impl Purpose {
    /// The word of the specification, and of the column.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Revocation => "revocation",
            Self::Suspension => "suspension",
        }
    }
}

/// A signed list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedList {
    /// The list credential, exactly as signed.
    pub bytes: Vec<u8>,
    /// Counts up with every signing; good as an entity tag.
    pub version: u32,
    /// When it was signed.
    pub signed_at: Timestamp,
    /// Until when it is known to be complete: now, if every change is in it; when it was signed, if
    /// a sealed server could not sign it anew.
    pub complete_at: Timestamp,
}

/// Why there is no list to serve.
#[derive(Debug, thiserror::Error)]
pub enum ListError {
    /// Sealed, and never signed before.
    #[error(transparent)]
    Keys(#[from] NoActiveKey),
    /// It could not be signed.
    #[error(transparent)]
    Sign(#[from] SignError),
    /// It breaks a rule of the specification.
    #[error("the status list would not be valid: {0}")]
    Unfit(String),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A list as the store knows it.
struct ListRow {
    issuer: String,
    capacity: u32,
    change: i64,
}

/// The newest signed edition of a list, and the change count it covers.
struct Newest {
    list: SignedList,
    change: i64,
}

impl Office {
    /// The list with this id; `None` if this server has no such list.
    pub async fn status_list(&self, id: &str, purpose: Purpose) -> Result<Option<SignedList>, ListError> {
        let mut reading = self.community.database().snapshot().await?;
        let Some(row) = store::find_list(reading.connection(), id).await? else { return Ok(None) };
        let newest = store::newest(reading.connection(), id, purpose).await?;
        drop(reading);
        let now = self.community.now();
        let whole = newest.as_ref().is_some_and(|newest| newest.change == row.change);
        match newest {
            Some(newest) if whole && now < newest.list.signed_at.plus_seconds(RENEW_S) => {
                Ok(Some(SignedList { complete_at: now, ..newest.list }))
            }
            stale => match (self.sign_list(id, purpose).await, stale) {
                (Ok(list), _) => Ok(Some(list)),
                // Sealed: an old list with its date is worth more than none.
                (Err(ListError::Keys(_)), Some(stale)) if whole => Ok(Some(SignedList { complete_at: now, ..stale.list })),
                (Err(ListError::Keys(_)), Some(stale)) => Ok(Some(stale.list)),
                (Err(error), _) => Err(error),
            },
        }
    }

    /// The ids of the newest list of each issuer that has any.
    pub async fn newest_lists(&self) -> Result<Vec<String>, StoreError> {
        store::newest_of_each(self.community.database().snapshot().await?.connection()).await
    }

    /// Counts up with every change of the list that an edition is in, before anything is signed: as
    /// long as it stays the same, so does what the lists say of every badge in it.
    pub async fn list_change(&self, edition: &Edition) -> Result<i64, StoreError> {
        let mut reading = self.community.database().reader().acquire().await?;
        Ok(store::find_list(&mut reading, &edition.slot.list).await?.ok_or(StoreError::Absent)?.change)
    }

    async fn sign_list(&self, id: &str, purpose: Purpose) -> Result<SignedList, ListError> {
        let prepared = self.prepare_list(id, purpose).await?;
        let keys = self.ring(&prepared.issuer).map_err(|e| ListError::Unfit(e.to_string()))?.active_keys()?;
        let document = json::parse(&prepared.payload, &json::Limits::DOCUMENT).map_err(SignError::from)?;
        let faults = rules::issuing_faults_of_list(&document);
        if let Some(fault) = faults.first() {
            return Err(ListError::Unfit(fault.to_string()));
        }
        let bytes = sign::json_form(&document, &keys, prepared.at)?;
        let mut writing = self.community.database().writing().await?;
        let list = SignedList { bytes, version: prepared.version, signed_at: prepared.at, complete_at: prepared.at };
        store::put_signed(&mut writing, id, purpose, &list).await?;
        let _ = writing.commit().await?;
        Ok(list)
    }

    /// Stores what is going to be signed, with the bits of this moment.
    async fn prepare_list(&self, id: &str, purpose: Purpose) -> Result<PreparedList, ListError> {
        let mut writing = self.community.database().writing().await?;
        let row = store::lock_list(&mut writing, id).await?;
        let at = self.community.now().whole_second();
        let bits = store::set_bits(&mut writing, id, purpose, row.capacity).await?;
        let issuer = self.issuer(&row.issuer).map_err(|e| ListError::Unfit(e.to_string()))?;
        let address = match purpose {
            Purpose::Revocation => self.addresses.status_list(id),
            Purpose::Suspension => self.addresses.suspension_list(id),
        };
        let list =
            StatusListCredential::new(address, issuer.did().to_owned(), purpose.as_str(), bits.encode(), at, at.plus_seconds(VALID_S));
        let payload = serde_json::to_vec(&list).map_err(|e| ListError::Unfit(e.to_string()))?;
        let version = store::next_version(&mut writing, id, purpose).await?;
        let prepared = PreparedList { issuer: row.issuer, payload, version, at };
        store::put_prepared(&mut writing, id, purpose, row.change, &prepared).await?;
        let _ = writing.commit().await?;
        Ok(prepared)
    }
}

struct PreparedList {
    issuer: String,
    payload: Vec<u8>,
    version: u32,
    at: Timestamp,
}
