//! See `insignia_fuzz::did_web_url`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| insignia_fuzz::did_web_url(bytes));
