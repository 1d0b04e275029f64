import Foundation
import Kitaab
import Testing

/// A call that is cancelled half-way leaves nothing half-done.
@Suite struct CancelTests {
    @Testing.Test func aBatchIsWrittenWholeOrNotAtAll() async throws {
        let folder = try Folder()
        let client = try await Client.open(location: folder.path("book.db"))
        let book = try await client.myBook()
        let item = try await book.counted()
        let days = try (0..<300).map { try #require(first.advanced(by: -$0)) }
        var cancelled = 0
        for round in 1...60 {
            let entries = days.map { NewEntry(item: item, day: $0, value: pages(Decimal(round))) }
            let task = Task { try await book.entries().putMany(entries: entries) }
            try await Task.sleep(nanoseconds: UInt64(round) * 100_000)
            task.cancel()
            do { _ = try await task.value } catch is CancellationError { cancelled += 1 }
            let values = try await book.entries().list(query: EntryQuery(limit: 1000)).entries.map(\.value)
            #expect(values.isEmpty || values.count == days.count)
            #expect(Set(values).count <= 1)
        }
        #expect(cancelled > 0)
        _ = try await book.ledger().verify()
    }
}
