//! See `insignia_fuzz::jwk`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| insignia_fuzz::jwk(bytes));
