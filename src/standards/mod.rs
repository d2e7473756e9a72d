//! What the world agreed: formats, canonical forms, proofs. Pure: no clock, file, row or network.

pub mod document;
