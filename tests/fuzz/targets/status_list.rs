//! See `insignia_fuzz::status_list`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| insignia_fuzz::status_list(bytes));
