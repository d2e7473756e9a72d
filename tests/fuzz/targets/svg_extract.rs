//! See `insignia_fuzz::svg_extract`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| insignia_fuzz::svg_extract(bytes));
