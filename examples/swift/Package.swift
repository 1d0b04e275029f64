// swift-tools-version: 6.0
//
// A program that uses Kitaab, whose package lies beside it. `cargo xtask package` runs it: swift run
import PackageDescription

let package = Package(
    name: "first-book",
    platforms: [.macOS(.v13)],
    dependencies: [.package(path: "../kitaab")],
    targets: [
        .executableTarget(name: "FirstBook", dependencies: [.product(name: "Kitaab", package: "kitaab")])
    ],
    swiftLanguageModes: [.v6]
)
