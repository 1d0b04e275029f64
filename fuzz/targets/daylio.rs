#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| kitaab_fuzz::run("daylio", data));
