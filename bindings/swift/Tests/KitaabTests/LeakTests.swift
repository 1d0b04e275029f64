#if os(Linux)
import Foundation
import Kitaab
import Testing

private let calls = 100_000
private let clients = 2_000

/// Memory stays flat over many calls.
@Suite(.serialized) struct LeakTests {
    @Testing.Test func memoryIsFlatOverManyCalls() async throws {
        let book = try await client().myBook()
        let item = try await book.counted()
        for day: Day in ["2024-02-01", "2024-02-02", "2024-02-03"] {
            _ = try await book.entries().put(item: item, day: day, value: pages(1))
        }
        func call(_ count: Int) async throws {
            for number in 0..<count {
                switch number % 10 {
                // An error is freed, too.
                case 0: _ = try? await book.entries().put(item: item, day: first, value: pages(-1))
                case 1: _ = try await book.entries().list()
                case 2: _ = try await book.entries().day(day: first)
                case 3: _ = try await book.deeds().list()
                case 4: _ = try await book.items().get(id: item)
                default: _ = try await book.entries().get(item: item, day: first)
                }
            }
        }
        // Half of them warm up: the allocator takes its memory.
        try await call(calls / 2)
        let before = try resident()
        try await call(calls / 2)
        let grown = try resident() - before
        print("figure: Swift, memory grown over \(calls / 2) calls after \(calls / 2): \(grown) kB")
        #expect(grown < 4_000)
    }

    @Testing.Test func memoryIsFlatOverClientsThatAreOpenedAndClosed() async throws {
        let folder = try Folder()
        func open(_ count: Int) async throws {
            for number in 0..<count {
                let location = number.isMultiple(of: 10) ? folder.path("book.db") : "memory:"
                let client = try await Client.open(location: location)
                _ = try await client.myBook().deeds().list()
                client.close()
            }
        }
        try await open(clients / 4)
        let before = try resident()
        try await open(clients)
        let grown = try resident() - before
        print("figure: Swift, memory grown over \(clients) clients: \(grown) kB")
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
