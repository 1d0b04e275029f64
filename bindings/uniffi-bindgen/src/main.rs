//! Writes the Kotlin and Swift sources that call the library: uniffi's own program, of the version that the library is
//! built with. `cargo xtask kotlin` and `cargo xtask swift` run it; `kitaab-ffi/uniffi.toml` configures it.

fn main() {
    uniffi::uniffi_bindgen_main();
}
