import Foundation
import Kitaab
import Testing

/// How far an import has come is told while it is under way, and never else.
@Suite(.timeLimit(.minutes(1))) struct ImportTests {
    /// How long the files are. Where one is imported before anybody has asked, the next is twice as long.
    private let lengths: [Int64] = [5_000, 10_000, 20_000, 40_000]

    @Testing.Test func itRisesUntilTheImportEnds() async throws {
        for rows in lengths {
            if try await isTold(rows) { return }
        }
        Issue.record("it was never told how many rows were read")
    }

    /// Imports so many rows; whether it was told meanwhile how many were read, which only rises.
    private func isTold(_ rows: Int64) async throws -> Bool {
        let folder = try Folder()
        let book = try await client().myBook()
        #expect(try await book.imports().progress() == nil)
        let file = try habits(folder, rows)
        let asking = Task {
            var seen: [ImportProgress] = []
            do {
                while !Task.isCancelled {
                    if let now = try await book.imports().progress() { seen.append(now) }
                }
            } catch is CancellationError {}
            return seen
        }
        let report = try await book.imports().file(path: file)
        asking.cancel()
        let seen = try await asking.value
        #expect(report.entriesAdded == rows)
        #expect(seen.map(\.rows) == seen.map(\.rows).sorted())
        #expect(seen.allSatisfy { (0...rows).contains($0.rows) && ($0.total ?? rows) == rows })
        #expect(try await book.imports().progress() == nil)
        return seen.contains { $0.rows > 0 }
    }

    @Testing.Test func oneThatFailsOrIsCancelledIsUnderWayNoMore() async throws {
        let folder = try Folder()
        let book = try await client().myBook()
        let error = try await refusal { _ = try await book.imports().file(path: "/nowhere/at/all.csv") }
        #expect(error.code == "unavailable")
        #expect(try await book.imports().progress() == nil)
        let file = try habits(folder, lengths[0])
        let importing = Task { try await book.imports().file(path: file, dryRun: true) }
        importing.cancel()
        _ = await importing.result
        // The call is given up on a thread of the library.
        while try await book.imports().progress() != nil { try await Task.sleep(nanoseconds: 1_000_000) }
    }

    /// A file of another program, with so many days of one habit.
    private func habits(_ folder: Folder, _ rows: Int64) throws -> String {
        let file = folder.path("habits.csv")
        var text = "HabitName,HabitDescription,HabitCategory,CalendarDate,Value,CommentText\n"
        for back in 0..<Int(rows) { text += "Walk,,,\(try #require(first.advanced(by: -back))),1,\n" }
        try text.write(toFile: file, atomically: true, encoding: .utf8)
        return file
    }
}
