//! A credential's page: what was signed, and beside it, marked as such, what our catalogue and
//! our register say.

use crate::appearance::pages::credential::{AttestationCard, CredentialPage, File, Files, Holder, Signed, Translation, WithheldView};
use crate::appearance::pages::preview::Preview;
use crate::appearance::pages::verdict::VerdictView;
use crate::appearance::pages::{OurRegister, class_of};
use crate::community::catalog::{BadgeClass, Level};
use crate::community::people::holding::Offered;
use crate::community::people::sign_in::Secret;
use crate::doors::http::site::Site;
use crate::issuer::Office;
use crate::verifier::{SignedCredential, Verdict};
use crate::vocabulary::ids::CredentialId;
use crate::vocabulary::{LanguageTag, Timestamp};

/// The forms in which a credential is offered as a file.
const FORMS: [&str; 4] = ["png", "svg", "json", "jwt"];

/// What a visitor sees of a credential.
#[derive(Debug, Clone)]
pub struct Sight {
    /// What is offered to them.
    pub offered: Offered,
    /// The link by which they came, if any: their files stand behind it.
    pub link: Option<Secret>,
}

impl Sight {
    fn withheld(&self) -> WithheldView {
        WithheldView {
            names: !self.offered.names().is_shown(),
            evidence: !self.offered.evidence().is_shown(),
            details: self.offered.by_steward().is_some(),
        }
    }
}

/// The page of a checked credential.
pub fn page(
    id: CredentialId,
    judged: &Verdict,
    checked_at: Timestamp,
    records: Vec<AttestationCard>,
    site: &Site,
    language: &LanguageTag,
    sight: &Sight,
) -> CredentialPage {
    let (office, addresses) = (site.office(), site.addresses());
    let withheld = sight.withheld();
    let content = judged.signed();
    let mut signed = content.map(|content| with_register(office, |register| Signed::of(content, register)));
    if let Some(signed) = &mut signed {
        let ours = office.issuers().find(|issuer| issuer.did() == signed.issuer.id);
        signed.issuer.own_page = ours.and_then(|issuer| issuer.own_words().own_page.clone());
        if withheld.names {
            signed.holder = Holder::default();
        }
        if withheld.evidence {
            signed.evidence.clear();
        }
    }
    let translation = content.and_then(|content| translation(content, site, language));
    CredentialPage {
        preview: content.zip(signed.as_ref()).and_then(|(content, signed)| preview(id, content, signed, translation.as_ref(), office)),
        code: id.printed(),
        address: addresses.credential(id),
        qr: Some(addresses.credential_file(id, "qr.svg")),
        verdict: VerdictView::of(judged, checked_at),
        question: addresses.credential_question(id),
        recipient: None,
        withheld,
        showing: addresses.credential_shown(id),
        shown: None,
        signed,
        translation,
        attestations: if withheld.evidence { Vec::new() } else { records },
        files: files(id, judged, site, language, sight),
    }
}

/// The files that a visitor may take away.
fn files(id: CredentialId, judged: &Verdict, site: &Site, language: &LanguageTag, sight: &Sight) -> Files {
    if !sight.offered.files().is_shown() {
        return Files::Withheld;
    }
    let addresses = site.addresses();
    let file = |form: &str| match &sight.link {
        Some(link) => addresses.viewing_link_file(id, link.reveal(), form),
        None => addresses.credential_file(id, form),
    };
    let mut files = vec![File { form: "pdf", address: format!("{}?lang={language}", file("pdf")) }];
    if judged.signed().is_some_and(|content| content.holder().identifiers().any(|one| one.kind() == "userName" && one.plain().is_some())) {
        files.push(File { form: "pdf-account", address: format!("{}?lang={language}&form=full", file("pdf")) });
    }
    if !matches!(judged, Verdict::Valid(_)) {
        // A paper cannot be called back: there is none of a badge that is not genuine and current.
        files.clear();
    }
    files.extend(FORMS.map(|form| File { form, address: file(form) }));
    Files::Offered(files)
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
