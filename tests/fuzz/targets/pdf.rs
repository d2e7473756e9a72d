//! See `insignia_fuzz::pdf`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| insignia_fuzz::pdf(bytes));
