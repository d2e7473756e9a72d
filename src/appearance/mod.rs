//! What people see: pages, certificates, QR codes, badge images.

pub mod artwork;
pub mod certificate;
pub mod files;
pub mod lettering;
mod markup;
pub mod pages;
pub mod qr;
pub mod social;
pub mod templates;
