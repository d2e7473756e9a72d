//! See `insignia_fuzz::jsonld_expand`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| insignia_fuzz::jsonld_expand(bytes));
