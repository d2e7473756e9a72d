//! See `insignia_fuzz::png_chunks`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| insignia_fuzz::png_chunks(bytes));
