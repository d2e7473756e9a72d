//! See `insignia_fuzz::verify_any`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| insignia_fuzz::verify_any(bytes));
