import Foundation
import Kitaab
import Testing

let first: Day = "2024-02-01"

/// A client on books in memory.
func client() async throws -> Client {
    try await Client.open(location: "memory:")
}

/// A folder of its own, removed with the value.
final class Folder: Sendable {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("kitaab-\(UUID().uuidString)")
    init() throws { try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) }
    deinit { try? FileManager.default.removeItem(at: url) }
    func path(_ name: String) -> String { url.appendingPathComponent(name).path }
}

extension Book {
    /// Adds a deed that is counted; answers the item that its entries belong to.
    func counted(_ name: String = "Qur'an") async throws -> ItemId {
        let new = NewDeed(name: name, category: .hasanaat, measure: .count, startsOn: first)
        return try #require(try await deeds().add(deed: new).deed.items.first).id
    }
}

func pages(_ amount: Decimal) -> ValueInput { .counted(amount: amount) }

/// The error that a call is refused with.
func refusal(_ call: () async throws -> Void) async throws -> KitaabError {
    do {
        try await call()
    } catch let error as KitaabError {
        return error
    }
    throw StoryError("it was not refused")
}
