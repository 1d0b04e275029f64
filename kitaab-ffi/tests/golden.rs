//! What the languages must offer is written down, so that no change of it goes unnoticed.
#![allow(clippy::unwrap_used, reason = "a test fails by it")]

use std::path::Path;

#[test]
fn the_golden_api_is_current() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../bindings/api.golden");
    let golden = kitaab_ffi::words::golden();
    if std::env::var_os("KITAAB_BLESS").is_some() {
        std::fs::write(&file, golden).unwrap();
        return;
    }
    let written = std::fs::read_to_string(&file).unwrap_or_default();
    let differing = golden.lines().zip(written.lines()).find(|(now, then)| now != then);
    assert!(golden == written, "bindings/api.golden differs, first at {differing:?}: bless it with KITAAB_BLESS=1");
}
