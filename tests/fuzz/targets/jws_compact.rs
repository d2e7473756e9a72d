//! See `insignia_fuzz::jws_compact`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| insignia_fuzz::jws_compact(bytes));
