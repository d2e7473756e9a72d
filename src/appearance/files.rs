//! A published credential as files: what a holder keeps, all made from the same signed bytes.

use super::artwork::{ArtworkFault, Design, Gallery, Side};
use super::qr::{Qr, QrFault};
use crate::community::catalog::BadgeClass;
use crate::issuer::credential::Published;
use crate::issuer::profile::IssuerProfile;
use crate::standards::bake;
use crate::vocabulary::Addresses;

/// Every form of one credential, with the ending of its file name.
#[derive(Debug, Clone)]
pub struct Files {
    /// `json`, `jwt`, `png`, `svg`, `qr.svg`, in this order.
    pub forms: [(&'static str, Vec<u8>); 5],
}

/// Why a file could not be made.
#[derive(Debug, thiserror::Error)]
pub enum FileFault {
    /// The class names no drawing of ours.
    #[error(transparent)]
    Artwork(#[from] ArtworkFault),
    /// Its colour is none.
    #[error(transparent)]
    Accent(#[from] super::artwork::AccentFault),
    /// The badge does not fit into the picture.
    #[error("the badge could not be put into its picture: {0}")]
    Baking(String),
    /// The address does not fit into a code.
    #[error(transparent)]
    Qr(#[from] QrFault),
}

impl Files {
    /// The files of `published`, whose class is `class` and which `issuer` issued.
    ///
    /// # Errors
    /// [`FileFault`], mostly for a class whose artwork the templates do not have.
    pub fn of(
        published: &Published,
        class: &BadgeClass,
        issuer: &IssuerProfile,
        gallery: &Gallery,
        addresses: &Addresses,
    ) -> Result<Self, FileFault> {
        let design = Design::of_credential(published.award(), class, issuer)?;
        let text = String::from_utf8_lossy(published.json());
        let fault = |error: &dyn std::fmt::Display| FileFault::Baking(error.to_string());
        let png = bake::png::bake(&gallery.png(&design, Side::default())?, &text).map_err(|error| fault(&error))?;
        let svg = bake::svg::bake(gallery.svg(&design)?.as_bytes(), &text).map_err(|error| fault(&error))?;
        let qr = Qr::of(&addresses.qr_text(published.award().credential()))?;
        Ok(Self {
            forms: [
                ("json", published.json().to_vec()),
                ("jwt", published.jwt().as_bytes().to_vec()),
                ("png", png),
                ("svg", svg),
                ("qr.svg", qr.svg().into_bytes()),
            ],
        })
    }
}
