//! What people see: pages, QR codes, badge images.

pub mod artwork;
pub mod files;
mod markup;
pub mod pages;
pub mod qr;
pub mod templates;
