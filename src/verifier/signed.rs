//! What a badge says, read from the very value whose signature was checked.
//!
//! Pages and commands take [`SignedCredential`], never JSON: nothing that was not signed can reach
//! them this way (invariant I10). It is made by the verifier alone.

mod node;

use serde_json::Value;

use super::presented::Form;
use super::register::KnownIssuer;
use crate::standards::document::rules::date_time_z;
use crate::vocabulary::Timestamp;
use node::{Node, Whole};

/// The content of a badge whose signature is intact and whose key was confirmed as the issuer's.
/// It may have expired or been revoked: that is the verdict's to say.
#[derive(Debug, Clone)]
pub struct SignedCredential {
    whole: Whole,
    form: Form,
    known_as: Option<KnownIssuer>,
    endorsers: Vec<String>,
    hosted_at: Option<String>,
}

impl SignedCredential {
    /// `document` must be the value whose signature was checked, without JWT claims.
    pub(super) fn new(document: Value, form: Form, known_as: Option<KnownIssuer>, endorsers: Vec<String>) -> Self {
        Self { whole: Whole::new(document), form, known_as, endorsers, hosted_at: None }
    }

    /// The same, of a badge of Open Badges 2.0 that is not signed.
    pub(super) fn hosted(self, at: Option<String>) -> Self {
        Self { hosted_at: at, ..self }
    }

    /// The address that alone vouches for what is said here: nothing of it is signed. `None` for every
    /// badge with a signature.
    pub fn hosted_at(&self) -> Option<&str> {
        self.hosted_at.as_deref()
    }

    /// The signed document, with its proof if that stands inside. Of a badge of Open Badges 2.0, what
    /// was confirmed of it in the words of 3.0.
    pub const fn document(&self) -> &Value {
        self.whole.document()
    }

    /// In what it was presented.
    pub const fn form(&self) -> Form {
        self.form
    }

    /// The credential's id: its address, if it is one of ours.
    pub fn id(&self) -> &str {
        self.whole.root().id().unwrap_or_default()
    }

    /// Its name; the achievement's if it has none.
    pub fn name(&self) -> &str {
        self.whole.root().text("name").unwrap_or_else(|| self.achievement().name())
    }

    /// Its description; the achievement's if it has none.
    pub fn description(&self) -> &str {
        self.whole.root().text("description").unwrap_or_else(|| self.achievement().description())
    }

    /// Who signed it.
    pub fn issuer(&self) -> Issuer<'_> {
        Issuer { profile: self.whole.root().at("issuer"), known_as: self.known_as.as_ref() }
    }

    /// When this edition began to be valid.
    pub fn valid_from(&self) -> Option<Timestamp> {
        self.instant("validFrom").or_else(|| self.instant("issuanceDate"))
    }

    /// When it ends.
    pub fn valid_until(&self) -> Option<Timestamp> {
        self.instant("validUntil").or_else(|| self.instant("expirationDate"))
    }

    /// When the award was made; `validFrom` if it does not say.
    pub fn awarded_at(&self) -> Option<Timestamp> {
        self.instant("awardedDate").or_else(|| self.valid_from())
    }

    /// The holder.
    pub fn holder(&self) -> Holder<'_> {
        Holder { subject: self.whole.root().at("credentialSubject") }
    }

    /// What was achieved.
    pub fn achievement(&self) -> Achievement<'_> {
        Achievement { achievement: self.whole.root().at("credentialSubject").at("achievement") }
    }

    /// The levels reached, each with its rubric.
    pub fn levels(&self) -> impl Iterator<Item = Level<'_>> {
        let subject = self.whole.root().at("credentialSubject");
        subject.list("result").filter_map(move |result| {
            let (described, achieved) = (result.text("resultDescription")?, result.text("achievedLevel")?);
            let rubric = subject.at("achievement").list("resultDescription").find(|rubric| rubric.id() == Some(described))?;
            let level = rubric.list("rubricCriterionLevel").find(|level| level.id() == Some(achieved))?;
            Some(Level { rubric, level })
        })
    }

    /// The evidence. Its order is not signed.
    pub fn evidence(&self) -> impl Iterator<Item = Evidence<'_>> {
        self.whole.root().list("evidence").map(|evidence| Evidence { evidence })
    }

    /// Ids of those whose endorsements of this badge were verified as well.
    pub fn endorsers(&self) -> &[String] {
        &self.endorsers
    }

    fn instant(&self, name: &str) -> Option<Timestamp> {
        self.whole.root().text(name).and_then(date_time_z)
    }
}

/// Who signed a badge.
#[derive(Debug, Clone, Copy)]
pub struct Issuer<'a> {
    profile: Node<'a>,
    known_as: Option<&'a KnownIssuer>,
}

impl<'a> Issuer<'a> {
    /// Its id.
    pub fn id(&self) -> &'a str {
        self.profile.id().unwrap_or_default()
    }

    /// The name it gives itself.
    pub fn name(&self) -> Option<&'a str> {
        self.profile.text("name")
    }

    /// A page about it, as it says.
    pub fn url(&self) -> Option<&'a str> {
        self.profile.text("url")
    }

    /// By which name the operator of this server knows it; not from the signed bytes.
    pub const fn known_as(&self) -> Option<&'a KnownIssuer> {
        self.known_as
    }
}

/// The holder of a badge, as far as the badge tells.
#[derive(Debug, Clone, Copy)]
pub struct Holder<'a> {
    subject: Node<'a>,
}

impl<'a> Holder<'a> {
    /// A DID, or the `urn:uuid` of the award.
    pub fn id(&self) -> Option<&'a str> {
        self.subject.id()
    }

    /// What the holder released.
    pub fn identifiers(&self) -> impl Iterator<Item = Identifier<'a>> + use<'a> {
        self.subject.list("identifier").map(|identifier| Identifier { identifier })
    }

    /// The names among the identifiers, in plain text.
    pub fn names(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.identifiers().filter(|identifier| identifier.kind() == "name").filter_map(|identifier| identifier.plain())
    }
}

/// One way to know the holder.
#[derive(Debug, Clone, Copy)]
pub struct Identifier<'a> {
    identifier: Node<'a>,
}

impl<'a> Identifier<'a> {
    /// `name`, `userName`, `emailAddress`, …
    pub fn kind(&self) -> &'a str {
        self.identifier.text("identityType").unwrap_or_default()
    }

    /// The identifier, unless it is hashed.
    pub fn plain(&self) -> Option<&'a str> {
        (self.identifier.get("hashed") == Some(&Value::Bool(false))).then(|| self.identifier.text("identityHash")).flatten()
    }

    /// The hash (`alg$hex`) and the salt, if it is hashed.
    pub fn hashed(&self) -> Option<(&'a str, &'a str)> {
        let hash = (self.identifier.get("hashed") == Some(&Value::Bool(true))).then(|| self.identifier.text("identityHash")).flatten()?;
        Some((hash, self.identifier.text("salt").unwrap_or_default()))
    }
}

/// What was achieved.
#[derive(Debug, Clone, Copy)]
pub struct Achievement<'a> {
    achievement: Node<'a>,
}

impl<'a> Achievement<'a> {
    /// The permanent address of the class version, if it is one of ours.
    pub fn id(&self) -> &'a str {
        self.achievement.id().unwrap_or_default()
    }

    /// Its name.
    pub fn name(&self) -> &'a str {
        self.achievement.text("name").unwrap_or_default()
    }

    /// Its description.
    pub fn description(&self) -> &'a str {
        self.achievement.text("description").unwrap_or_default()
    }

    /// The language of its texts.
    pub fn language(&self) -> Option<&'a str> {
        self.achievement.text("inLanguage")
    }

    /// What had to be shown, in Markdown.
    pub fn criteria(&self) -> Option<&'a str> {
        self.achievement.at("criteria").text("narrative")
    }

    /// Where the criteria stand.
    pub fn criteria_address(&self) -> Option<&'a str> {
        self.achievement.at("criteria").id()
    }

    /// Address of the badge image, and what it shows.
    pub fn image(&self) -> Option<(&'a str, Option<&'a str>)> {
        self.achievement.at("image").id().map(|id| (id, self.achievement.at("image").text("caption")))
    }

    /// Version of the class.
    pub fn version(&self) -> Option<&'a str> {
        self.achievement.text("version")
    }

    /// Capacities. Their order is not signed.
    pub fn alignments(&self) -> impl Iterator<Item = Alignment<'a>> + use<'a> {
        self.achievement.list("alignment").map(|alignment| Alignment { alignment })
    }
}

/// A link to a capacity.
#[derive(Debug, Clone, Copy)]
pub struct Alignment<'a> {
    alignment: Node<'a>,
}

impl<'a> Alignment<'a> {
    /// Its label.
    pub fn name(&self) -> &'a str {
        self.alignment.text("targetName").unwrap_or_default()
    }

    /// Its address.
    pub fn url(&self) -> &'a str {
        self.alignment.text("targetUrl").unwrap_or_default()
    }

    /// Its scheme.
    pub fn framework(&self) -> Option<&'a str> {
        self.alignment.text("targetFramework")
    }
}

/// A level that was reached.
#[derive(Debug, Clone, Copy)]
pub struct Level<'a> {
    rubric: Node<'a>,
    level: Node<'a>,
}

impl<'a> Level<'a> {
    /// The rubric's name.
    pub fn rubric(&self) -> &'a str {
        self.rubric.text("name").unwrap_or_default()
    }

    /// The level's name.
    pub fn name(&self) -> &'a str {
        self.level.text("name").unwrap_or_default()
    }

    /// What the level means.
    pub fn description(&self) -> Option<&'a str> {
        self.level.text("description")
    }

    /// Capacities that this level certifies. Their order is not signed.
    pub fn alignments(&self) -> impl Iterator<Item = Alignment<'a>> + use<'a> {
        self.level.list("alignment").map(|alignment| Alignment { alignment })
    }

    /// Its place, as the issuer counts. The order of levels is not signed, this is.
    pub fn place(&self) -> Option<&'a str> {
        self.level.text("level")
    }
}

/// One piece of evidence.
#[derive(Debug, Clone, Copy)]
pub struct Evidence<'a> {
    evidence: Node<'a>,
}

impl<'a> Evidence<'a> {
    /// Address of the record.
    pub fn id(&self) -> Option<&'a str> {
        self.evidence.id()
    }

    /// Its title.
    pub fn name(&self) -> Option<&'a str> {
        self.evidence.text("name")
    }

    /// What it says.
    pub fn narrative(&self) -> Option<&'a str> {
        self.evidence.text("narrative")
    }
}
