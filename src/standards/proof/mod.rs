//! Proofs: Data Integrity and VC-JWT, and the written forms of the keys they need.
