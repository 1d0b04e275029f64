//! Tells the linker what Node's extensions need.

fn main() {
    #[cfg(feature = "napi")]
    napi_build::setup();
}
