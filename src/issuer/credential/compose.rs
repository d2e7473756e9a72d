//! Writing the credential: from what the community fixed to the document that is signed.
//!
//! Everything that a badge says comes together here and nowhere else: the class version in one
//! language, what the holder released, one evidence entry per attestation, the slot. The trainer's
//! name is not among it; it stands only on the attestation's own record.
//! Source: [OB 3.0, data model](https://www.imsglobal.org/spec/ob/v3p0/#data-model).

use sha2::{Digest as _, Sha256};

use crate::community::attestation::{Attestation, Disclosure, EmailRelease, Release};
use crate::community::catalog::BadgeClass;
use crate::issuer::profile::IssuerProfile;
use crate::standards::document::open_badge::{
    Achieved, Achievement, AchievementSubject, CONTEXT, CREDENTIAL_TYPE, Evidence, IdentityObject, OpenBadgeCredential, StatusEntry,
    TypedLink,
};
use crate::vocabulary::{Addresses, LanguageTag, Timestamp};

use super::{Award, Slot};

/// Everything a credential is made of.
#[derive(Debug, Clone, Copy)]
pub struct Composition<'a> {
    /// The award.
    pub award: &'a Award,
    /// The class version.
    pub class: &'a BadgeClass,
    /// The language to sign.
    pub language: &'a LanguageTag,
    /// Who signs.
    pub issuer: &'a IssuerProfile,
    /// Who owns the class where it says "the installation".
    pub owner: &'a IssuerProfile,
    /// What the holder released.
    pub release: &'a Release,
    /// The holder's current wiki user name.
    pub user_name: Option<&'a str>,
    /// The attestations that counted.
    pub attestations: &'a [Attestation],
    /// The slot of this edition.
    pub slot: &'a Slot,
    /// When this edition starts to be valid.
    pub valid_from: Timestamp,
    /// Public addresses.
    pub addresses: &'a Addresses,
}

impl Composition<'_> {
    /// The bytes to be stored and signed: the document without insignificant space.
    ///
    /// # Errors
    /// Never for these structs; a serialiser may fail in principle.
    pub fn payload(&self) -> Result<Vec<u8>, serde_json::Error> {
        serde_json::to_vec(&self.credential())
    }

    /// The document to be signed.
    pub fn credential(&self) -> OpenBadgeCredential {
        let achievement = self.class.achievement(self.addresses, self.language, &self.owner.as_profile());
        OpenBadgeCredential {
            context: CONTEXT,
            id: self.addresses.credential(self.award.credential),
            kind: CREDENTIAL_TYPE,
            name: achievement.name.clone(),
            description: achievement.description.clone(),
            issuer: self.issuer.as_profile(),
            valid_from: self.valid_from,
            awarded_date: self.award.awarded_at,
            valid_until: self.award.valid_until,
            credential_subject: self.subject(achievement),
            evidence: self.attestations.iter().map(|a| self.evidence(a)).collect(),
            credential_status: StatusEntry::revocation(self.addresses.status_list(&self.slot.list), self.slot.index),
            credential_schema: [TypedLink::credential_schema()],
            refresh_service: self
                .class
                .asks_for_refresh_service()
                .then(|| TypedLink::refresh_service(self.addresses.credential_file(self.award.credential, "json"))),
        }
    }

    fn subject(&self, achievement: Achievement) -> AchievementSubject {
        let id = self.release.holder_did().unwrap_or(&self.award.subject).to_owned();
        AchievementSubject {
            id,
            kind: ["AchievementSubject"],
            identifier: self.identifiers(),
            achievement,
            result: self.result().into_iter().collect(),
        }
    }

    /// Only what was released: names, the user name, an e-mail address by opt-in.
    fn identifiers(&self) -> Vec<IdentityObject> {
        let plain = |identity_type, text: &str| IdentityObject {
            kind: "IdentityObject",
            hashed: false,
            identity_hash: text.to_owned(),
            identity_type,
            salt: None,
        };
        let mut said: Vec<IdentityObject> = self.release.names().iter().map(|name| plain("name", name.as_str())).collect();
        if let (Disclosure::Shown, Some(user_name)) = (self.release.account(), self.user_name) {
            said.push(plain("userName", user_name));
        }
        match self.release.email() {
            EmailRelease::Withheld => {}
            EmailRelease::Plain { address } => said.push(plain("emailAddress", address)),
            EmailRelease::Hashed { address, salt } => said.push(IdentityObject {
                hashed: true,
                identity_hash: identity_hash(address, salt),
                salt: Some(salt.clone()),
                ..plain("emailAddress", "")
            }),
        }
        said
    }

    /// The certified level; as the rest of the award, the same in every edition.
    fn result(&self) -> Option<Achieved> {
        self.class.achieved(self.award.level.as_deref()?, self.addresses)
    }

    /// Criteria, date and affiliate of one attestation; the record at its address says more.
    fn evidence(&self, attestation: &Attestation) -> Evidence {
        let language = &self.class.signed_language(self.language);
        let met = self.class.criteria_met(attestation.criteria().iter().map(|met| met.criterion.as_str()));
        let lines: Vec<String> = met.map(|criterion| format!("- {}", criterion.text().in_language(language).text)).collect();
        let name = format!("{} · {}", attestation.affiliate(), attestation.attested_at().date());
        Evidence {
            id: self.addresses.attestation(attestation.id()),
            kind: ["Evidence"],
            narrative: format!("{name}\n\n{}", lines.join("\n")),
            name,
        }
    }
}

/// `sha256$` and the hexadecimal SHA-256 of identifier and salt, the salt after the identifier
/// ([OB 3.0, IdentityHash](https://www.imsglobal.org/spec/ob/v3p0/#identityhash)).
pub fn identity_hash(identifier: &str, salt: &str) -> String {
    let hash = Sha256::new().chain_update(identifier).chain_update(salt).finalize();
    format!("sha256${}", data_encoding::HEXLOWER.encode(&hash))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identity_is_hashed_with_the_salt_behind_it() {
        assert_eq!(identity_hash("a@example.com", "Kosher"), "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399");
    }
}
