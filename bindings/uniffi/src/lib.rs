//! Kitaab for Kotlin and Swift: the library that their generated sources load.

kitaab_ffi::uniffi_reexport_scaffolding!();
