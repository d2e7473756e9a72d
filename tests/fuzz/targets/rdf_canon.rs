//! See `insignia_fuzz::rdf_canon`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| insignia_fuzz::rdf_canon(bytes));
