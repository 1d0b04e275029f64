#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| kitaab_fuzz::run("beaver_json", data));
