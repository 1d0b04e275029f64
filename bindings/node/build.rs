//! Tells the linker what Node's extensions need.

fn main() {
    napi_build::setup();
}
