//! See `insignia_fuzz::json_strict`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| insignia_fuzz::json_strict(bytes));
