#if os(Linux)
import Foundation
import Kitaab
import Testing

private let calls = 100_000

/// Memory stays flat over many calls.
@Suite struct LeakTests {
    @Testing.Test func memoryIsFlatOverManyCalls() async throws {
        let book = try await client().myBook()
        let item = try await book.counted()
        _ = try await book.entries().put(item: item, day: first, value: pages(1))
        func call(_ count: Int) async throws {
            for number in 0..<count {
                if number.isMultiple(of: 10) {
                    // An error is freed, too.
                    _ = try? await book.entries().put(item: item, day: first, value: pages(-1))
                } else {
                    _ = try await book.entries().get(item: item, day: first)
                }
            }
        }
        // Half of them warm up: the allocator takes its memory.
        try await call(calls / 2)
        let before = try resident()
        try await call(calls / 2)
        let grown = try resident() - before
        print("figure: Swift, memory grown over \(calls / 2) calls after \(calls / 2): \(grown) kB")
        #expect(grown < 10_000)
    }
}

/// What the process holds in memory, in kB.
private func resident() throws -> Int {
    let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") })
    return try #require(Int(line.filter(\.isNumber)))
}
#endif
