//! The `BitstringStatusListCredential` as we write it, without its proof.
//!
//! Source: [Bitstring Status List §2.2](https://www.w3.org/TR/vc-bitstring-status-list/#bitstringstatuslistcredential).

use serde::Serialize;

use super::open_badge::CREDENTIALS_V2;
use crate::vocabulary::Timestamp;

/// How long a verifier may keep a list, in milliseconds.
pub const TTL_MS: u64 = 60_000;

/// One signed list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StatusListCredential {
    /// The version 2 context only: the public validator wants no other.
    #[serde(rename = "@context")]
    context: [&'static str; 1],
    id: String,
    #[serde(rename = "type")]
    kind: [&'static str; 2],
    issuer: String,
    valid_from: Timestamp,
    valid_until: Timestamp,
    credential_subject: StatusList,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
struct StatusList {
    id: String,
    #[serde(rename = "type")]
    kind: &'static str,
    status_purpose: &'static str,
    encoded_list: String,
    ttl: u64,
}

impl StatusListCredential {
    /// The list at `address`, valid between two instants; `encoded` is
    /// [`Bitstring::encode`](crate::standards::status::Bitstring::encode).
    pub fn new(address: String, issuer: String, purpose: &'static str, encoded: String, from: Timestamp, until: Timestamp) -> Self {
        Self {
            context: [CREDENTIALS_V2],
            credential_subject: StatusList {
                id: format!("{address}#list"),
                kind: "BitstringStatusList",
                status_purpose: purpose,
                encoded_list: encoded,
                ttl: TTL_MS,
            },
            id: address,
            kind: ["VerifiableCredential", "BitstringStatusListCredential"],
            issuer,
            valid_from: from,
            valid_until: until,
        }
    }

    /// As a JSON value.
    pub fn to_document(&self) -> serde_json::Value {
        // Strings, numbers and lists of them: nothing that a JSON value could not hold.
        serde_json::to_value(self).unwrap_or_default()
    }
}
