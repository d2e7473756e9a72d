//! What people see: pages, QR codes, badge images.

pub mod artwork;
mod markup;
pub mod files;
pub mod pages;
pub mod qr;
pub mod templates;
