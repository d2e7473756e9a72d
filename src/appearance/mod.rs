//! What people see: pages, certificates, QR codes, badge images.

pub mod artwork;
pub mod certificate;
pub mod files;
pub mod lettering;
pub mod mail;
pub(crate) mod markup;
pub mod pages;
pub mod qr;
#[cfg(test)]
pub(crate) mod sample_badge;
pub mod social;
pub mod templates;
