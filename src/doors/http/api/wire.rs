//! The documents of the API. A member that is not named here is refused.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::community::attestation::{
    Attestation, ConfirmedBy, Disclosure, EmailForm, Nomination, NominationState, Release, ReleaseFault, Standing,
};
use crate::issuer::credential::Published;
use crate::vocabulary::{Addresses, Chance};

/// A person.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AccountIn {
    /// The central account id (`sub`) at the wikis.
    pub central_id: Option<String>,
    /// The user name at the wikis.
    pub user_name: Option<String>,
    /// What the person is called here; not for the public.
    pub display_name: Option<String>,
    /// The affiliate they act for.
    pub affiliate: Option<String>,
    /// How records of their attestations show them: `name`, `account` or `affiliate`.
    #[serde(default = "by_affiliate")]
    #[schema(pattern = "^(name|account|affiliate)$")]
    pub shown_as: String,
    /// Whether the rules for minors apply; they do unless this is `false`.
    #[serde(default = "yes")]
    pub minor: bool,
}

fn by_affiliate() -> String {
    "affiliate".to_owned()
}

const fn yes() -> bool {
    true
}

/// A person's id.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccountOut {
    /// The id.
    pub account: String,
}

/// A person put forward for a badge class.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NominationIn {
    /// The person's id.
    pub account: String,
    /// Slug of the class.
    pub class: String,
    /// Its version; the current one if not said.
    pub version: Option<String>,
    /// Slug of the issuer that signs; the first one if not said.
    pub issuer: Option<String>,
    /// The training it belongs to.
    pub training: Option<String>,
    /// The language to sign, such as `uk`; English if not said.
    pub language: Option<String>,
    /// What the badge may say about the person; nothing if not said.
    pub release: Option<ReleaseIn>,
}

/// What a badge may say about its holder.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReleaseIn {
    /// Up to three names, in the scripts the holder chose.
    #[serde(default)]
    pub names: Vec<String>,
    /// Whether the wiki user name is shown.
    #[serde(default)]
    pub account: bool,
    /// An e-mail address, on the holder's explicit wish.
    pub email: Option<EmailIn>,
    /// Who confirmed it: `holder` or `trainer`.
    #[schema(pattern = "^(holder|trainer)$")]
    pub confirmed_by: Option<String>,
}

/// An e-mail address in the badge.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EmailIn {
    /// The address.
    pub address: String,
    /// In plain text rather than hashed. A hash hides it from a glance only.
    #[serde(default)]
    pub plain: bool,
}

impl ReleaseIn {
    /// The release it describes.
    ///
    /// # Errors
    /// [`ReleaseFault`] of the first thing that cannot be shown.
    pub fn read(&self, chance: &Chance) -> Result<Release, ReleaseFault> {
        let confirmed = match self.confirmed_by.as_deref() {
            Some("holder") => ConfirmedBy::Holder,
            Some("trainer") => ConfirmedBy::Trainer,
            Some(_) | None => ConfirmedBy::Nobody,
        };
        let account = if self.account { Disclosure::Shown } else { Disclosure::Withheld };
        let names: Vec<&str> = self.names.iter().map(String::as_str).collect();
        let release = Release::of_names(&names, account, confirmed)?;
        match &self.email {
            None => Ok(release),
            Some(email) => release.with_email(&email.address, if email.plain { EmailForm::Plain } else { EmailForm::Hashed }, chance),
        }
    }
}

/// A nomination and what it still misses.
#[derive(Debug, Serialize, ToSchema)]
pub struct NominationOut {
    /// The id.
    pub nomination: String,
    /// Slug of the class.
    pub class: String,
    /// Its version.
    pub version: String,
    /// `open`, or `closed`: recorded or withdrawn.
    pub state: &'static str,
    /// Whether every criterion has its quorum.
    pub complete: bool,
    /// Each criterion in the order of the class.
    pub criteria: Vec<CriterionOut>,
    /// Attestations that were not withdrawn.
    pub attestations: Vec<String>,
}

/// How a criterion stands.
#[derive(Debug, Serialize, ToSchema)]
pub struct CriterionOut {
    /// Its id.
    pub criterion: String,
    /// Trainers that attested it, counted as the class wants.
    pub trainers: usize,
    /// How many it needs.
    pub quorum: u32,
    /// Whether they must come from different affiliates.
    pub distinct_affiliates: bool,
    /// Whether it has enough.
    pub complete: bool,
}

impl NominationOut {
    /// How a nomination stands.
    pub fn new(nomination: &Nomination, attestations: &[Attestation], standing: &Standing) -> Self {
        let criteria = standing.criteria().iter().map(|c| CriterionOut {
            criterion: c.criterion.clone(),
            trainers: c.trainers,
            quorum: c.quorum,
            distinct_affiliates: c.distinct_affiliates,
            complete: c.is_met(),
        });
        Self {
            nomination: nomination.id().to_string(),
            class: nomination.slug().to_owned(),
            version: nomination.version().to_owned(),
            state: if nomination.state() == NominationState::Open { "open" } else { "closed" },
            complete: standing.is_complete(),
            criteria: criteria.collect(),
            attestations: attestations.iter().filter(|a| a.withdrawn_at().is_none()).map(|a| a.id().to_string()).collect(),
        }
    }
}

/// What a trainer saw.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AttestationIn {
    /// Criteria that were met.
    #[schema(min_items = 1)]
    pub criteria: Vec<CriterionIn>,
    /// In the trainer's words.
    #[serde(default)]
    pub statement: String,
    /// What can be seen of it.
    #[serde(default)]
    pub evidence: Vec<EvidenceIn>,
}

/// A criterion that was met.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CriterionIn {
    /// Its id in the class version.
    pub criterion: String,
    /// The level of the rubric, where the class has one.
    pub level: Option<String>,
}

/// A piece of evidence.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EvidenceIn {
    /// An https address where it can be seen.
    pub url: Option<String>,
    /// What was seen.
    #[serde(default)]
    pub narrative: String,
}

/// An attestation's id and public record.
#[derive(Debug, Serialize, ToSchema)]
pub struct AttestationOut {
    /// The id.
    pub attestation: String,
    /// Its record, once a badge names it.
    pub address: String,
}

/// Why something is taken back, paused or refused.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReasonIn {
    /// In a few words. Not shown in public.
    pub reason: String,
}

/// What became of a withdrawal.
#[derive(Debug, Serialize, ToSchema)]
pub struct WithdrawnOut {
    /// The request to revoke the badge that rests on it, for a second person to confirm.
    pub revocation_request: Option<String>,
}

/// Nominations to issue.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct IssueIn {
    /// Ids; at most 500.
    #[schema(min_items = 1, max_items = 500)]
    pub nominations: Vec<String>,
}

/// What became of each nomination, in the order asked.
#[derive(Debug, Serialize, ToSchema)]
pub struct IssueOut {
    /// One for each.
    pub results: Vec<IssueResult>,
}

/// What became of one nomination.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
pub enum IssueResult {
    /// There is a badge.
    Issued(CredentialOut),
    /// There is none, and the problem says why.
    Refused {
        /// The nomination.
        nomination: String,
        /// A problem document (RFC 9457).
        #[schema(value_type = Object)]
        problem: serde_json::Value,
    },
}

/// A published badge.
#[derive(Debug, Serialize, ToSchema)]
pub struct CredentialOut {
    /// The nomination that led to it.
    pub nomination: String,
    /// The id.
    pub credential: String,
    /// As printed on paper.
    pub code: String,
    /// Its page.
    pub address: String,
    /// Which edition this is.
    pub edition: u32,
}

impl CredentialOut {
    /// Of a published edition.
    pub fn new(published: &Published, addresses: &Addresses) -> Self {
        let id = published.award().credential();
        Self {
            nomination: published.award().nomination().to_string(),
            credential: id.to_string(),
            code: id.printed(),
            address: addresses.credential(id),
            edition: published.edition().number(),
        }
    }
}

/// What a new edition says.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CorrectionIn {
    /// What it may say about the person.
    #[serde(default)]
    pub release: ReleaseIn,
    /// Another language; the one that was signed if not said.
    pub language: Option<String>,
}

/// A request to revoke.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RevocationIn {
    /// `error`, `misconduct` or `holder`.
    #[schema(pattern = "^(error|misconduct|holder)$")]
    pub reason: String,
    /// For the second person; not shown in public.
    #[serde(default)]
    pub note: String,
}

/// A request that waits for a second person.
#[derive(Debug, Serialize, ToSchema)]
pub struct RevocationOut {
    /// The request's id.
    pub revocation_request: String,
}

/// The credential that a request was about.
#[derive(Debug, Serialize, ToSchema)]
pub struct CredentialRef {
    /// The id.
    pub credential: String,
    /// Its page.
    pub address: String,
}
