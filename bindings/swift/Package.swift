// swift-tools-version: 6.0
//
// Kitaab for Swift. This folder is completed by `cargo xtask swift`, which lays the whole package in target/swift/kitaab:
// with uniffi's sources, the header, and the library in lib.
import PackageDescription

// On Apple's systems the library comes as an XCFramework that holds its header and module map; elsewhere it is found by
// pkg-config (lib/pkgconfig/kitaab.pc).
#if os(macOS) || os(iOS)
let library = Target.binaryTarget(name: "CKitaab", path: "lib/CKitaab.xcframework")
#else
let library = Target.systemLibrary(name: "CKitaab", pkgConfig: "kitaab")
#endif

let package = Package(
    name: "kitaab",
    platforms: [.macOS(.v13), .iOS(.v16)],
    products: [.library(name: "Kitaab", targets: ["Kitaab"])],
    targets: [
        library,
        .target(name: "Kitaab", dependencies: ["CKitaab"]),
        .executableTarget(name: "kitaab-bench", dependencies: ["Kitaab"]),
        .testTarget(name: "KitaabTests", dependencies: ["Kitaab"]),
    ],
    swiftLanguageModes: [.v6]
)
