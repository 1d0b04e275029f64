#!/usr/bin/env bash
# Makes lib/CKitaab.xcframework of the package for Apple's systems, in target/swift/kitaab. Run it on a Mac with Xcode.
#
# Prepared, and not run by this project's tests, which run on Linux: see README.md.
set -euo pipefail
cd "$(dirname "$0")/../.."

targets=(aarch64-apple-ios aarch64-apple-ios-sim x86_64-apple-ios aarch64-apple-darwin x86_64-apple-darwin)
rustup target add "${targets[@]}"
# Lays the package, with uniffi's sources and the header.
cargo xtask swift --lay
for target in "${targets[@]}"; do
    cargo build --locked --profile small --package kitaab-uniffi --target "$target"
done

package=target/swift/kitaab made=target/swift/apple
rm -rf "$made" "$package/lib/CKitaab.xcframework"
mkdir -p "$made"/{headers/CKitaab,simulator,macos}
cp "$package/Sources/CKitaab/CKitaab.h" "$made/headers/CKitaab/"
# A static library is linked by the framework itself, so its module map names none.
printf 'module CKitaab {\n    header "CKitaab.h"\n    export *\n}\n' >"$made/headers/CKitaab/module.modulemap"

library=small/libkitaab_uniffi.a
lipo -create target/{aarch64-apple-ios-sim,x86_64-apple-ios}/$library -output "$made/simulator/libkitaab_uniffi.a"
lipo -create target/{aarch64-apple-darwin,x86_64-apple-darwin}/$library -output "$made/macos/libkitaab_uniffi.a"
xcodebuild -create-xcframework \
    -library target/aarch64-apple-ios/$library -headers "$made/headers" \
    -library "$made/simulator/libkitaab_uniffi.a" -headers "$made/headers" \
    -library "$made/macos/libkitaab_uniffi.a" -headers "$made/headers" \
    -output "$package/lib/CKitaab.xcframework"
