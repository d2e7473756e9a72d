//! Pages that stand by themselves: home, verify, issuer, about, privacy, and what went wrong.

use serde::Serialize;

use super::catalogue::ClassCard;
use super::credential::IssuerCard;
use super::recipient::RecipientView;
use super::verdict::VerdictView;
use super::wording::{Told, Wording};
use super::{View, Words};
use crate::vocabulary::Timestamp;
use crate::vocabulary::ids::{CredentialId, Id, IdFault};

/// `/`: one big box for a printed code.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct HomePage {
    /// What was typed and could not be read.
    pub typed: Option<Typed>,
}

impl View for HomePage {
    const TEMPLATE: &'static str = "home.html";
    const WORDS: Words = Words::OfPaper;
}

/// A code that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Typed {
    /// As it was typed, to be corrected.
    pub text: String,
    /// What is wrong.
    pub fault: TypedFault,
    /// The same in groups of four, to find the place.
    pub groups: Vec<String>,
}

/// What is wrong with a typed code; names the message `code-{fault}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum TypedFault {
    /// Nothing was typed.
    Empty,
    /// Too few or too many characters.
    Length {
        /// Characters counted.
        found: usize,
    },
    /// A character that no code contains.
    Character {
        /// The character.
        found: char,
        /// Its group, from 1.
        group: usize,
    },
    /// One slip.
    Group {
        /// Its group, from 1.
        group: usize,
    },
    /// Several slips.
    Several,
}

impl HomePage {
    /// Reads what a visitor typed into the box: a printed code, or a whole address that ends in one.
    ///
    /// # Errors
    /// The page that says what is wrong and where.
    pub fn read(typed: &str) -> Result<CredentialId, Self> {
        let code = typed.trim().trim_end_matches('/');
        let code = code.rsplit(['/', '=']).next().unwrap_or(code);
        let fault = match Id::from_typed(code) {
            Ok(id) => return Ok(id),
            Err(_) if code.is_empty() => TypedFault::Empty,
            Err(IdFault::Length { found }) => TypedFault::Length { found },
            Err(IdFault::Character { position, found }) => TypedFault::Character { found, group: position.saturating_sub(1) / 4 + 1 },
            Err(IdFault::Group { group }) => TypedFault::Group { group },
            Err(IdFault::Several | IdFault::TooLarge) => TypedFault::Several,
        };
        let text: String = code.chars().filter(|c| !c.is_control()).take(80).collect();
        Err(Self { typed: Some(Typed { groups: groups(&text), text, fault }) })
    }
}

/// Groups of four, as on paper.
pub(super) fn groups(text: &str) -> Vec<String> {
    let kept: Vec<char> = text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '‐' | '–')).collect();
    kept.chunks(4).map(|group| group.iter().collect::<String>().to_uppercase()).collect()
}

/// `/verify`.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct VerifyPage {
    /// What came out, once something was brought.
    pub result: Option<VerifyResult>,
    /// Why nothing could be checked.
    pub fault: Option<VerifyFault>,
    /// The address that was typed, to be corrected.
    pub address: Option<String>,
    /// The badge that this page's own address carries, deflated and in base64url.
    pub carried: Option<String>,
}

impl View for VerifyPage {
    const TEMPLATE: &'static str = "verify.html";
    const WORDS: Words = Words::OfPaper;
}

/// Why there was nothing to check; names the message `verify-fault-{…}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum VerifyFault {
    /// Nothing was brought.
    Empty,
    /// More than is read.
    TooLarge,
    /// What came is not what a form sends.
    Unreadable,
    /// A link that should carry a badge and carries none.
    Link,
    /// What was typed is no web address.
    Address,
    /// An address of this server where no badge is.
    Absent,
    /// An address of another server, and this one does not fetch.
    Elsewhere,
    /// An address of another server, and no badge came from there.
    Unreachable,
}

/// A checked badge from anywhere.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct VerifyResult {
    /// What the check said.
    pub verdict: VerdictView,
    /// What the checked bytes say; `None` where the proof failed or they are no badge.
    pub badge: Option<PresentedBadge>,
    /// Whether it is about the person who was typed, if one was.
    pub recipient: Option<RecipientView>,
    /// What to send to somebody else.
    pub share: ShareView,
    /// What was brought, in base64url, so that the next form can bring it again: nothing is kept here
    /// in between. `None` if it is too large for that.
    pub again: Option<String>,
}

/// How somebody else can check the same badge. A result is not kept and has no address: it is true of
/// the moment in which it was found, and a badge that is revoked today was valid yesterday. What is
/// shared is the way to the badge, and whoever goes it finds what is true then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "how", content = "what")]
pub enum ShareView {
    /// By this address alone.
    Address(String),
    /// By a link that carries the badge, if the person asks for it.
    Link {
        /// The link.
        address: String,
        /// The badge in it, deflated and in base64url.
        packed: String,
    },
    /// With the file that was brought, at this address: it is too large for a link.
    TooLarge(String),
    /// With the file that was brought, at this address: there is no badge in it.
    File(String),
}

/// What a badge from anywhere says about itself.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PresentedBadge {
    /// Its name.
    pub name: Wording,
    /// Names and accounts of the holder, as written in it.
    pub holders: Vec<String>,
    /// Who signed.
    pub issuer: IssuerCard,
    /// When it was awarded.
    pub awarded_at: Option<Timestamp>,
    /// When it ends.
    pub valid_until: Option<Timestamp>,
    /// Its page, if it is one of this server.
    pub page: Option<String>,
}

/// `/issuers/{slug}`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct IssuerPage {
    /// Name, identifier, own page.
    pub card: IssuerCard,
    /// Where its key document stands.
    pub key_document: Option<String>,
    /// Its keys, newest first.
    pub keys: Vec<KeyLine>,
    /// Classes it issues.
    pub classes: Vec<ClassCard>,
}

impl View for IssuerPage {
    const TEMPLATE: &'static str = "issuer.html";
}

/// A key of an issuer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct KeyLine {
    /// Its name.
    pub kid: String,
    /// Its page.
    pub address: Option<String>,
    /// `Ed25519` or `RS256`.
    pub algorithm: &'static str,
    /// Names the message `key-{state}`: `active`, `retired` or `compromised`.
    pub state: &'static str,
    /// Since when it is in this state.
    pub since: Timestamp,
}

/// `/about`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AboutPage {
    /// Who issues here.
    pub issuers: Vec<IssuerCard>,
    /// Version of this software.
    pub version: &'static str,
}

impl View for AboutPage {
    const TEMPLATE: &'static str = "about.html";
}

/// `/privacy`.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct PrivacyPage {
    /// Who answers for the data kept here, as the operator named them.
    pub controller: Option<String>,
    /// How to reach them: a mail address or the address of a page.
    pub contact: Option<String>,
}

impl View for PrivacyPage {
    const TEMPLATE: &'static str = "privacy.html";
}

/// Something went wrong.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ProblemPage {
    /// HTTP status, shown small.
    pub status: u16,
    /// Names the messages `problem-{kind}` and `problem-{kind}-means`.
    pub kind: ProblemKind,
    /// What exactly, and what to do: names the message `refused-{…}`.
    pub told: Option<Told>,
    /// What to tell the operator.
    pub request_id: Option<String>,
}

impl View for ProblemPage {
    const TEMPLATE: &'static str = "problem.html";
}

/// Kinds of problems that a person can tell apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProblemKind {
    /// There is no such page.
    NotFound,
    /// The request could not be understood.
    BadRequest,
    /// A rule stands against it, or what is there now.
    Refused,
    /// Too large to be taken.
    TooLarge,
    /// Too many at once: wait.
    TooMany,
    /// Not allowed.
    Forbidden,
    /// The form was made for another browser, or too long ago.
    StaleForm,
    /// Our fault.
    Ours,
    /// For now the server cannot answer.
    Unavailable,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id() -> CredentialId {
        Id::from_bytes(*b"\xF0insignia-id-16b")
    }

    #[test]
    fn a_printed_code_or_an_address_is_read() {
        let printed = id().printed();
        let upper = format!("HTTPS://BADGES.EXAMPLE.ORG/C/{}", id().to_string().to_uppercase());
        for typed in [printed.clone(), printed.to_lowercase(), format!("  {} ", printed.replace('-', " ")), id().to_string(), upper] {
            assert_eq!(HomePage::read(&typed), Ok(id()), "{typed}");
        }
    }

    #[test]
    fn a_slip_is_answered_with_its_group() {
        let mut printed = id().printed();
        let wrong = if printed.as_bytes()[11] == b'7' { "8" } else { "7" };
        printed.replace_range(11..12, wrong);
        let typed = HomePage::read(&printed).unwrap_err().typed.unwrap();
        assert_eq!(typed.fault, TypedFault::Group { group: 3 });
        assert_eq!(typed.groups.len(), 7);
        let fault = |text: &str| HomePage::read(text).unwrap_err().typed.unwrap().fault;
        assert_eq!(fault(" "), TypedFault::Empty);
        assert_eq!(fault("ABCD"), TypedFault::Length { found: 4 });
        assert_eq!(fault("ABCD-ABU"), TypedFault::Character { found: 'U', group: 2 });
    }
}
