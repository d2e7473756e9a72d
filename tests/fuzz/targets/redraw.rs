//! See `insignia_fuzz::redraw`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| insignia_fuzz::redraw(bytes));
