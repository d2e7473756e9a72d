//! A credential's page: what was signed, and beside it, marked as such, what our catalogue and
//! our register say.

use crate::appearance::pages::catalogue::CapacityLink;
use crate::appearance::pages::credential::{
    AttestationCard, CredentialPage, File, Files, Holder, IssuerCard, Signed, TrainerShown, Translation,
};
use crate::appearance::pages::wording::Wording;
use crate::community::attestation::Attestation;
use crate::community::catalog::BadgeClass;
use crate::community::people::{Account, ShownAs};
use crate::issuer::Office;
use crate::verifier::{SignedCredential, Verdict};
use crate::vocabulary::ids::CredentialId;
use crate::vocabulary::{LanguageTag, Timestamp};

use super::{verdict, words};

/// The forms in which a credential is offered as a file.
const FORMS: [&str; 4] = ["png", "svg", "json", "jwt"];

/// The page of a checked credential.
pub fn page(
    id: CredentialId,
    judged: &Verdict,
    checked_at: Timestamp,
    records: Vec<AttestationCard>,
    office: &Office,
    language: &LanguageTag,
) -> CredentialPage {
    let addresses = office.addresses();
    let files = FORMS.map(|form| File { form, address: addresses.credential_file(id, form) });
    CredentialPage {
        code: id.printed(),
        address: addresses.credential(id),
        qr: Some(addresses.credential_file(id, "qr.svg")),
        verdict: verdict::view(judged, checked_at),
        signed: judged.signed().and_then(|content| signed(content, office)),
        translation: judged.signed().and_then(|content| translation(content, office, language)),
        attestations: records,
        files: Files::Offered(files.to_vec()),
    }
}

/// The language of the signed texts.
pub fn language_of(signed: &SignedCredential) -> LanguageTag {
    signed.achievement().language().and_then(|tag| tag.parse().ok()).unwrap_or_else(LanguageTag::english)
}

fn signed(content: &SignedCredential, office: &Office) -> Option<Signed> {
    let (achievement, language) = (content.achievement(), language_of(content));
    let say = |text: &str| Wording::new(text, language.clone());
    let capacities = achievement.alignments().map(|alignment| CapacityLink {
        label: say(alignment.name()),
        address: alignment.url().to_owned(),
        framework: say(alignment.framework().unwrap_or_default()),
        level: None,
    });
    Some(Signed {
        name: say(achievement.name()),
        description: say(achievement.description()),
        criteria: achievement.criteria().unwrap_or_default().lines().map(|line| say(line.trim_start_matches("- "))).collect(),
        class_address: achievement.id().to_owned(),
        image: achievement.image().map(|(address, _)| address.to_owned()),
        level: content.levels().next().map(|level| say(level.name())),
        capacities: capacities.collect(),
        holder: holder(content),
        issuer: issuer(content, office),
        awarded_at: content.awarded_at()?,
        valid_from: content.valid_from()?,
        valid_until: content.valid_until(),
    })
}

/// How the holder is named in the signed bytes.
pub fn holder(content: &SignedCredential) -> Holder {
    let held = content.holder();
    let account = held.identifiers().find(|identifier| identifier.kind() == "userName").and_then(|i| i.plain().map(str::to_owned));
    Holder { names: held.names().map(str::to_owned).collect(), account }
}

/// Who signed.
pub fn issuer(content: &SignedCredential, office: &Office) -> IssuerCard {
    let signer = content.issuer();
    let own = office.issuers().find(|own| own.did() == signer.id());
    IssuerCard {
        name: signer.name().unwrap_or_default().to_owned(),
        id: signer.id().to_owned(),
        url: signer.url().map(str::to_owned),
        page: own.map(|own| office.addresses().issuer(own.slug())),
    }
}

/// The class version that the signed bytes name, in the words of our catalogue, where those are in
/// another language than what was signed.
fn translation(content: &SignedCredential, office: &Office, language: &LanguageTag) -> Option<Translation> {
    let class = class_of(content, office)?;
    let name = words(class.name(), language);
    if name.language == language_of(content) {
        return None;
    }
    let levels = class.rubric().map(|rubric| rubric.levels()).unwrap_or_default();
    let reached = content.levels().next().and_then(|level| levels.get(level.place()?.parse::<usize>().ok()?.checked_sub(1)?));
    Some(Translation {
        name,
        description: words(class.description(), language),
        criteria: class.criteria().iter().map(|criterion| words(criterion.text(), language)).collect(),
        level: reached.map(|level| words(level.name(), language)),
    })
}

fn class_of<'o>(content: &SignedCredential, office: &'o Office) -> Option<&'o BadgeClass> {
    let (slug, version) = office.addresses().class_version_named(content.achievement().id())?;
    office.community().catalog().class_version(slug, version)
}

/// An attestation as its trainer agreed to be shown.
pub fn record(attestation: &Attestation, trainer: Option<&Account>, class: Option<&BadgeClass>, office: &Office, language: &LanguageTag) -> AttestationCard {
    let shown = trainer.and_then(|account| attestation.trainer_shown(account));
    let trainer = match (shown, attestation.shown_as()) {
        (Some(name), ShownAs::Name) => TrainerShown::Name(name.to_owned()),
        (Some(name), ShownAs::UserName) => TrainerShown::Account(name.to_owned()),
        (Some(_), ShownAs::Affiliate) | (None, _) => TrainerShown::Affiliate,
    };
    let criteria = attestation.criteria().iter().filter_map(|met| class?.criterion(&met.criterion));
    AttestationCard {
        address: office.addresses().attestation(attestation.id()),
        trainer,
        affiliate: attestation.affiliate().to_owned(),
        attested_at: attestation.attested_at(),
        criteria: criteria.map(|criterion| words(criterion.text(), language)).collect(),
        withdrawn_at: attestation.withdrawn_at(),
    }
}
