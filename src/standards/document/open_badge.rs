//! The `OpenBadgeCredential` as we write it, without its proof.
//!
//! Source: [OB 3.0, data model](https://www.imsglobal.org/spec/ob/v3p0/#data-model). Every
//! property that may hold several values is written as a list, complex values as objects, instants
//! in whole seconds with `Z`: the spellings that every verifier we know accepts.

use serde::Serialize;
use serde_json::Value;

use crate::vocabulary::{LanguageTag, Timestamp};

/// First context of every credential ([VCDM 2.0](https://www.w3.org/TR/vc-data-model-2.0/#contexts)).
pub const CREDENTIALS_V2: &str = "https://www.w3.org/ns/credentials/v2";
/// Second context: the current text of OB 3.0.
pub const OPEN_BADGES_V3: &str = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json";
/// Third context, which defines the `1EdTech…` types of schema and refresh service.
pub const OPEN_BADGES_EXTENSIONS: &str = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json";
/// The official JSON schema of the credential class.
pub const CREDENTIAL_SCHEMA: &str = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json";

/// One credential, unsigned.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct OpenBadgeCredential {
    /// Always the three contexts above, in this order.
    #[serde(rename = "@context")]
    pub context: [&'static str; 3],
    /// The credential's address.
    pub id: String,
    /// `VerifiableCredential`, `OpenBadgeCredential`.
    #[serde(rename = "type")]
    pub kind: [&'static str; 2],
    /// The class's name in the signed language.
    pub name: String,
    /// The class's description in the signed language.
    pub description: String,
    /// Who signs.
    pub issuer: Profile,
    /// When this edition starts to be valid; it orders editions.
    pub valid_from: Timestamp,
    /// When the award was made; the same in every edition.
    pub awarded_date: Timestamp,
    /// When it ends, for classes that need renewal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<Timestamp>,
    /// About whom, and what.
    pub credential_subject: AchievementSubject,
    /// One entry per attestation.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
    /// The slot of this edition in the revocation list.
    pub credential_status: StatusEntry,
    /// The official schema.
    pub credential_schema: [TypedLink; 1],
    /// Only for classes that ask for it: using it tells the issuer who is being verified.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refresh_service: Option<TypedLink>,
}

/// The contexts of every credential we sign.
pub const CONTEXT: [&str; 3] = [CREDENTIALS_V2, OPEN_BADGES_V3, OPEN_BADGES_EXTENSIONS];

/// An object of a credential, as a document of its own.
///
/// # Errors
/// If it is none that JSON can say.
pub fn in_context(object: &impl Serialize) -> serde_json::Result<Value> {
    let mut document = serde_json::to_value(object)?;
    if let Some(members) = document.as_object_mut() {
        members.shift_insert(0, "@context".to_owned(), serde_json::to_value(CONTEXT)?);
    }
    Ok(document)
}
/// The types of every credential we sign.
pub const CREDENTIAL_TYPE: [&str; 2] = ["VerifiableCredential", "OpenBadgeCredential"];

/// An object of an id and one type: a schema or a refresh service.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TypedLink {
    /// Address.
    pub id: String,
    /// The single type.
    #[serde(rename = "type")]
    pub kind: &'static str,
}

impl TypedLink {
    /// The official schema, to be run by `1EdTechJsonSchemaValidator2019`.
    pub fn credential_schema() -> Self {
        Self { id: CREDENTIAL_SCHEMA.to_owned(), kind: "1EdTechJsonSchemaValidator2019" }
    }

    /// A refresh service at `address`.
    pub fn refresh_service(address: String) -> Self {
        Self { id: address, kind: "1EdTechCredentialRefresh" }
    }
}

/// An organisation: issuer or creator.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Profile {
    /// A DID for the issuer, an address for a creator.
    pub id: String,
    /// `Profile`.
    #[serde(rename = "type")]
    pub kind: [&'static str; 1],
    /// The name people know.
    pub name: String,
    /// A page about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// A public mailbox of the organisation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Its logo.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<Image>,
}

/// An image by address.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Image {
    /// https address of the file.
    pub id: String,
    /// `Image`: one string, lists are not allowed here.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// What it shows, for those who do not see it.
    pub caption: String,
}

impl Image {
    /// The image at `id`, described by `caption`.
    pub fn new(id: String, caption: String) -> Self {
        Self { id, kind: "Image", caption }
    }
}

/// The holder and what was achieved.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AchievementSubject {
    /// The holder's DID when proven, else a `urn:uuid` of this award.
    pub id: String,
    /// `AchievementSubject`.
    #[serde(rename = "type")]
    pub kind: [&'static str; 1],
    /// What the holder released, and nothing else.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub identifier: Vec<IdentityObject>,
    /// The class version.
    pub achievement: Achievement,
    /// Levels reached.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub result: Vec<Achieved>,
}

/// One way to know the holder.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct IdentityObject {
    /// `IdentityObject`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// Whether `identity_hash` is a hash or the plain text.
    pub hashed: bool,
    /// Plain text, or `sha256$` and hexadecimal of SHA-256(identifier ‖ salt).
    pub identity_hash: String,
    /// `name`, `userName` or `emailAddress`.
    pub identity_type: &'static str,
    /// Hexadecimal, 128 bits or more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub salt: Option<String>,
}

/// The class version, as the credential carries it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Achievement {
    /// The permanent address of the class version.
    pub id: String,
    /// `Achievement`.
    #[serde(rename = "type")]
    pub kind: [&'static str; 1],
    /// The signed language.
    pub in_language: LanguageTag,
    /// From the enumeration of OB 3.0, or `ext:…`.
    pub achievement_type: String,
    /// Name in the signed language.
    pub name: String,
    /// Description in the signed language.
    pub description: String,
    /// What has to be shown.
    pub criteria: Criteria,
    /// The badge image.
    pub image: Image,
    /// Who owns the class.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub creator: Option<Profile>,
    /// Capacities.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub alignment: Vec<Alignment>,
    /// Rubrics whose levels a result can name.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub result_description: Vec<ResultDescription>,
    /// The same class version in other languages.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<Related>,
    /// Search words.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tag: Vec<String>,
    /// Version of the class.
    pub version: String,
}

/// Criteria: address and text.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Criteria {
    /// Where they stand.
    pub id: String,
    /// Markdown: one line per criterion.
    pub narrative: String,
}

/// A link to a capacity.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Alignment {
    /// `Alignment`.
    #[serde(rename = "type")]
    pub kind: [&'static str; 1],
    /// The capacity's label.
    pub target_name: String,
    /// The capacity's address.
    pub target_url: String,
    /// The capacity's code in its scheme.
    pub target_code: String,
    /// The scheme's name.
    pub target_framework: String,
}

/// A rubric.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ResultDescription {
    /// Address of the rubric within the class version.
    pub id: String,
    /// `ResultDescription`.
    #[serde(rename = "type")]
    pub kind: [&'static str; 1],
    /// Its name.
    pub name: String,
    /// `RubricCriterionLevel`.
    pub result_type: &'static str,
    /// Low to high.
    pub rubric_criterion_level: Vec<RubricCriterionLevel>,
}

/// One level of a rubric.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RubricCriterionLevel {
    /// Address of the level within the class version.
    pub id: String,
    /// `RubricCriterionLevel`.
    #[serde(rename = "type")]
    pub kind: [&'static str; 1],
    /// Its name.
    pub name: String,
    /// What it means.
    pub description: String,
    /// Its place, from 1.
    pub level: String,
    /// Capacities certified at this level.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub alignment: Vec<Alignment>,
}

/// A level that was reached.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Achieved {
    /// `Result`.
    #[serde(rename = "type")]
    pub kind: [&'static str; 1],
    /// Id of a rubric of the same achievement.
    pub result_description: String,
    /// Id of a level of that rubric.
    pub achieved_level: String,
}

/// The class version in another language.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Related {
    /// Address.
    pub id: String,
    /// `Related`.
    #[serde(rename = "type")]
    pub kind: [&'static str; 1],
    /// Its language.
    pub in_language: LanguageTag,
    /// Its version.
    pub version: String,
}

/// One attestation.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Evidence {
    /// Address of the attestation's record.
    pub id: String,
    /// `Evidence`.
    #[serde(rename = "type")]
    pub kind: [&'static str; 1],
    /// Short title.
    pub name: String,
    /// Criteria, date, affiliate; never the trainer's name.
    pub narrative: String,
}

/// `BitstringStatusListEntry`
/// ([specification](https://www.w3.org/TR/vc-bitstring-status-list/#bitstringstatuslistentry)).
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StatusEntry {
    /// `{list}#{slot}`; must differ from the list's address.
    pub id: String,
    /// `BitstringStatusListEntry`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// `revocation`.
    pub status_purpose: &'static str,
    /// A base-10 integer as text.
    pub status_list_index: String,
    /// Address of the list credential.
    pub status_list_credential: String,
}

impl StatusEntry {
    /// Slot `slot` of the revocation list at `list`.
    pub fn revocation(list: String, slot: u32) -> Self {
        Self {
            id: format!("{list}#{slot}"),
            kind: "BitstringStatusListEntry",
            status_purpose: "revocation",
            status_list_index: slot.to_string(),
            status_list_credential: list,
        }
    }
}
