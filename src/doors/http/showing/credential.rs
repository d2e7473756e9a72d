//! A credential's page: what was signed, and beside it, marked as such, what our catalogue and
//! our register say.

use crate::appearance::pages::credential::{AttestationCard, CredentialPage, File, Files, Signed, Translation};
use crate::appearance::pages::preview::Preview;
use crate::appearance::pages::verdict::VerdictView;
use crate::appearance::pages::{OurRegister, class_of};
use crate::community::catalog::{BadgeClass, Level};
use crate::doors::http::site::Site;
use crate::issuer::Office;
use crate::verifier::{SignedCredential, Verdict};
use crate::vocabulary::ids::CredentialId;
use crate::vocabulary::{LanguageTag, Timestamp};

/// The forms in which a credential is offered as a file.
const FORMS: [&str; 4] = ["png", "svg", "json", "jwt"];

/// The page of a checked credential.
pub fn page(
    id: CredentialId,
    judged: &Verdict,
    checked_at: Timestamp,
    records: Vec<AttestationCard>,
    site: &Site,
    language: &LanguageTag,
) -> CredentialPage {
    let (office, addresses) = (site.office(), site.addresses());
    let mut files = vec![File { form: "pdf", address: addresses.certificate(id, language) }];
    if judged.signed().is_some_and(|content| content.holder().identifiers().any(|one| one.kind() == "userName" && one.plain().is_some())) {
        files.push(File { form: "pdf-account", address: addresses.certificate_with_account(id, language) });
    }
    if !matches!(judged, Verdict::Valid(_)) {
        // A paper cannot be called back: there is none of a badge that is not genuine and current.
        files.clear();
    }
    files.extend(FORMS.map(|form| File { form, address: addresses.credential_file(id, form) }));
    let content = judged.signed();
    let signed = content.map(|content| with_register(office, |register| Signed::of(content, register)));
    let translation = content.and_then(|content| translation(content, site, language));
    CredentialPage {
        preview: content.zip(signed.as_ref()).and_then(|(content, signed)| preview(id, content, signed, translation.as_ref(), office)),
        code: id.printed(),
        address: addresses.credential(id),
        qr: Some(addresses.credential_file(id, "qr.svg")),
        verdict: VerdictView::of(judged, checked_at),
        question: addresses.credential_question(id),
        recipient: None,
        signed,
        translation,
        attestations: records,
        files: Files::Offered(files),
    }
}

/// Our register, as far as it says whose page an issuer has here.
pub fn with_register<T>(office: &Office, make: impl FnOnce(&OurRegister<'_>) -> T) -> T {
    let page = |did: &str| office.issuers().find(|own| own.did() == did).map(|own| office.addresses().issuer(own.slug()));
    make(&OurRegister { addresses: office.addresses(), issuer_page: &page })
}

/// How a link to the page is shown elsewhere: in the words of the page, without the holder.
fn preview(
    id: CredentialId,
    content: &SignedCredential,
    signed: &Signed,
    translation: Option<&Translation>,
    office: &Office,
) -> Option<Preview> {
    let class = class_of(content, office.community().catalog(), office.addresses())?;
    let issuer = office.issuers().find(|own| own.did() == signed.issuer.id)?;
    let level = reached(content, class).map(Level::id);
    Some(Preview {
        address: office.addresses().credential(id),
        name: translation.map_or(&signed.name, |translated| &translated.name).clone(),
        level: translation.map_or(&signed.level, |translated| &translated.level).clone(),
        issuer: signed.issuer.name.clone(),
        description: None,
        card: office.addresses().award_card(class.slug(), class.version(), level, issuer.slug()),
    })
}

/// The level of the class that the signed bytes say was reached.
fn reached<'c>(content: &SignedCredential, class: &'c BadgeClass) -> Option<&'c Level> {
    let place = content.levels().next()?.place()?.parse::<usize>().ok()?.checked_sub(1)?;
    class.rubric()?.levels().get(place)
}

/// The class version that the signed bytes name, in the words of our catalogue.
fn translation(content: &SignedCredential, site: &Site, language: &LanguageTag) -> Option<Translation> {
    let class = class_of(content, site.catalog(), site.addresses())?;
    let signed = content.achievement().language().and_then(|tag| tag.parse().ok()).unwrap_or_else(LanguageTag::english);
    site.catalog_in(language).translation(class, &signed, reached(content, class).map(Level::id))
}
