//! The digest that freezes a released class version.
//!
//! SHA-256 over a rendering of what the version means: one fact a line, each line a name, a space
//! and a value, ended by `\n`; numbers in decimal, flags as `true`/`false`, texts and ids as JSON strings
//! ([RFC 8259 §7](https://www.rfc-editor.org/rfc/rfc8259#section-7), only what must be escaped is),
//! in a fixed order, lists in the order of the file. The first line names this rendering.
//!
//! Covered: slug, version, achievement type, source language, every text in the source language,
//! criteria with their quorum, rubric, alignments (scheme, code, level), evidence, who attests,
//! validity, renewal, learning, artwork, creator, granted mandates, refresh service.
//! Not covered: translations (they may improve), `issue_until` (it is set when a successor comes),
//! labels of capacities (the taxonomy's, not the class's), comments, and layout of the file.

use std::fmt;
use std::str::FromStr;

use sha2::{Digest as _, Sha256};

use super::class::{AttestedBy, BadgeClass, Creator};
use super::prose::Prose;

/// SHA-256 of a class version; written as 64 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Digest([u8; 32]);

impl Digest {
    pub(super) const NONE: Self = Self([0; 32]);

    /// The 32 bytes.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&data_encoding::HEXLOWER.encode(&self.0))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The text is not 64 hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a digest is 64 hexadecimal digits in lower case")]
pub struct NotADigest;

impl FromStr for Digest {
    type Err = NotADigest;

    fn from_str(text: &str) -> Result<Self, NotADigest> {
        let bytes = data_encoding::HEXLOWER.decode(text.as_bytes()).map_err(|_| NotADigest)?;
        bytes.try_into().map(Self).map_err(|_| NotADigest)
    }
}

/// The digest of a class.
pub(super) fn digest(class: &BadgeClass) -> Digest {
    Digest(Sha256::digest(rendering(class).as_bytes()).into())
}

/// The rendering that is digested.
pub(super) fn rendering(class: &BadgeClass) -> String {
    let mut facts = Facts(String::from("insignia-badge-class 1\n"));
    facts.text("slug", &class.slug);
    facts.text("version", &class.version);
    facts.text("achievement_type", &class.achievement_type);
    facts.text("source_language", class.source_language.as_str());
    facts.prose("name", &class.name);
    facts.prose("description", &class.description);
    for criterion in &class.criteria {
        facts.text("criterion", &criterion.id);
        facts.value("quorum", criterion.quorum);
        facts.value("distinct_affiliates", criterion.distinct_affiliates);
        facts.prose("criterion.text", &criterion.text);
    }
    if let Some(rubric) = &class.rubric {
        facts.prose("rubric", &rubric.name);
        for level in &rubric.levels {
            facts.text("level", &level.id);
            facts.prose("level.name", &level.name);
            facts.prose("level.description", &level.description);
        }
        facts.text("required", &rubric.required);
    }
    for alignment in &class.alignments {
        facts.text("alignment.scheme", &alignment.scheme);
        facts.text("alignment.code", &alignment.code);
        facts.optional("alignment.level", alignment.level.as_deref());
    }
    facts.value("evidence.minimum", class.evidence.minimum);
    class.evidence.kinds.iter().for_each(|kind| facts.text("evidence.kind", kind.as_str()));
    facts.prose("evidence.text", &class.evidence.text);
    for by in &class.attested_by {
        match by {
            AttestedBy::Mandate => facts.text("attested_by", "mandate"),
            AttestedBy::HoldersOf(slug) => facts.text("attested_by.holders_of", slug),
        }
    }
    match class.validity_months {
        Some(months) => facts.value("validity_months", months),
        None => facts.value("validity_months", "none"),
    }
    facts.text("renewal", class.renewal.as_str());
    class.learning.iter().for_each(|way| facts.text("learning", way.as_str()));
    facts.text("artwork.template", &class.artwork.template);
    facts.text("artwork.accent", &class.artwork.accent);
    match &class.creator {
        Creator::Installation => facts.value("creator", "installation"),
        Creator::Body { name, url } => {
            facts.text("creator.name", name);
            facts.text("creator.url", url);
        }
    }
    class.grants_mandates_for.iter().for_each(|slug| facts.text("grants_mandates_for", slug));
    facts.value("refresh_service", class.refresh_service);
    facts.0
}

struct Facts(String);

impl Facts {
    fn value(&mut self, name: &str, value: impl fmt::Display) {
        self.0.extend([name, " ", &value.to_string(), "\n"]);
    }

    fn text(&mut self, name: &str, text: &str) {
        self.value(name, serde_json::Value::from(text));
    }

    fn optional(&mut self, name: &str, text: Option<&str>) {
        match text {
            Some(text) => self.text(name, text),
            None => self.value(name, "none"),
        }
    }

    fn prose(&mut self, name: &str, prose: &Prose) {
        self.text(name, prose.source_text());
    }
}
