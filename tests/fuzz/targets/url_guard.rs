//! See `insignia_fuzz::url_guard`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| insignia_fuzz::url_guard(bytes));
