//! What the world agreed: formats, canonical forms, proofs. Pure: no clock, file, row or network.

pub mod bake;
pub mod did;
pub mod document;
pub mod json;
pub mod jsonld;
pub mod picture;
pub mod proof;
pub mod qr;
mod raster;
pub mod status;
pub mod table;
