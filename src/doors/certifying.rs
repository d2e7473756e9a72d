//! From a published badge to its certificate: the same journey behind both doors.
//!
//! The stored bytes have gone through the verifier, and only a badge that is genuine and current gets a
//! paper: nobody can call one back.

use std::sync::Arc;

use crate::appearance::artwork::{AccentFault, ArtworkFault, Design, Gallery};
use crate::appearance::certificate::content::{Content, Detail, NameForm, Paper};
use crate::appearance::certificate::press::{Press, PressFault};
use crate::appearance::certificate::sheet::Sheet;
use crate::appearance::certificate::template::Template;
use crate::appearance::pages::class_of;
use crate::appearance::pages::credential::AttestationCard;
use crate::issuer::Office;
use crate::issuer::credential::Published;
use crate::platform::database::StoreError;
use crate::verifier::Verdict;
use crate::vocabulary::LanguageTag;
use crate::vocabulary::ids::AttestationId;

/// How a certificate is wanted.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// The language of the paper.
    pub language: LanguageTag,
    /// How the holder is named.
    pub form: NameForm,
    /// The name of a template.
    pub template: String,
}

/// Why there is no certificate.
#[derive(Debug, thiserror::Error)]
pub enum NoCertificate {
    /// A paper outlives what it says: only a badge that is genuine and current gets one.
    #[error("a certificate is made only while the badge is genuine and current, and {0}")]
    NotCurrent(String),
    /// The picture of the class cannot be drawn.
    #[error(transparent)]
    Accent(#[from] AccentFault),
    /// The same.
    #[error(transparent)]
    Artwork(#[from] ArtworkFault),
    /// It does not go onto paper.
    #[error(transparent)]
    Press(#[from] PressFault),
    /// The store said no.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Everything that a certificate of a badge may say, gathered; what is left needs no store.
#[derive(Clone)]
pub struct Gathered {
    office: Office,
    verdict: Arc<Verdict>,
    json: String,
    records: Vec<AttestationCard>,
    picture: Option<Arc<str>>,
    wanted: Wanted,
}

impl Gathered {
    /// Gathers for `published`, on which `verdict` was reached.
    ///
    /// # Errors
    /// [`NoCertificate::NotCurrent`] with what the check said.
    pub async fn of(
        office: &Office,
        gallery: &Gallery,
        published: &Published,
        verdict: Arc<Verdict>,
        wanted: Wanted,
    ) -> Result<Self, NoCertificate> {
        let why_not = match &*verdict {
            Verdict::Valid(_) => None,
            Verdict::Invalid(refusal) => Some(refusal.reason.to_string()),
            Verdict::Indeterminate(unfinished) => Some(unfinished.doubt.to_string()),
        };
        if let Some(why) = why_not {
            return Err(NoCertificate::NotCurrent(why));
        }
        Ok(Self {
            records: records(office, &verdict, &wanted.language).await?,
            picture: picture(office, gallery, published)?,
            json: String::from_utf8_lossy(published.json()).into_owned(),
            office: office.clone(),
            verdict,
            wanted,
        })
    }

    /// What the certificate says on this template.
    ///
    /// # Errors
    /// [`NoCertificate::NotCurrent`] for a badge that says another address than ours.
    pub fn content(&self, press: &Press, template: &Template, detail: Detail) -> Result<Content, NoCertificate> {
        let not_ours = || NoCertificate::NotCurrent("it does not stand at an address of this server".to_owned());
        let Verdict::Valid(verified) = &*self.verdict else { return Err(not_ours()) };
        let paper = Paper {
            messages: press.messages(),
            catalog: self.office.community().catalog(),
            addresses: self.office.addresses(),
            language: &self.wanted.language,
            form: self.wanted.form,
            detail,
            naming: template.naming(),
        };
        let picture = self.picture.as_deref().map(str::to_owned);
        paper.certificate(verified, &self.json, &self.records, picture).ok_or_else(not_ours)
    }

    /// The certificate, laid out.
    ///
    /// # Errors
    /// What has no place on the paper; a template that is not there.
    pub fn sheet(&self, press: &Press) -> Result<Sheet, NoCertificate> {
        Ok(self.fitted(press)?.1)
    }

    /// The same, with the content that had room, for another writer.
    ///
    /// # Errors
    /// As [`Gathered::sheet`].
    pub fn fitted(&self, press: &Press) -> Result<(Content, Sheet), NoCertificate> {
        let template = press.certificate(&self.wanted.template)?;
        // Whether there is anything to say does not depend on how much.
        let whole = self.content(press, template, Detail::Whole)?;
        Ok(press.fitted(template, |detail| self.content(press, template, detail).unwrap_or_else(|_| whole.clone()))?)
    }

    /// The certificate as PDF.
    ///
    /// # Errors
    /// As [`Gathered::sheet`], and what the writer refuses.
    pub fn pdf(&self, press: &Press) -> Result<Vec<u8>, NoCertificate> {
        Ok(press.write(&self.sheet(press)?)?)
    }
}

/// The records behind the evidence of verified bytes, as their trainers agreed to be shown.
///
/// # Errors
/// When the store cannot be read.
pub async fn records(office: &Office, verdict: &Verdict, language: &LanguageTag) -> Result<Vec<AttestationCard>, StoreError> {
    let Some(signed) = verdict.signed() else { return Ok(Vec::new()) };
    let (catalog, addresses) = (office.community().catalog(), office.addresses());
    let class = class_of(signed, catalog, addresses);
    let ids: Vec<AttestationId> = signed.evidence().filter_map(|evidence| addresses.attestation_id(evidence.id()?)).collect();
    let mut records = Vec::with_capacity(ids.len());
    for id in ids {
        if let Some((attestation, trainer)) = office.attestation(id).await? {
            records.push(AttestationCard::of(&attestation, trainer.as_ref(), class, addresses, language));
        }
    }
    Ok(records)
}

/// The picture of the class, with the level and the issuer of this badge; none for a class that the
/// catalogue does not have any more.
fn picture(office: &Office, gallery: &Gallery, published: &Published) -> Result<Option<Arc<str>>, NoCertificate> {
    let award = published.award();
    let (slug, version) = award.class();
    let class = office.community().catalog().class_version(slug, version);
    let Some((class, issuer)) = class.zip(office.issuer(award.issuer()).ok()) else { return Ok(None) };
    Ok(Some(gallery.svg(&Design::of_credential(award, class, issuer)?)?))
}
