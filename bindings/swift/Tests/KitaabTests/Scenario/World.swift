import Foundation
import Kitaab

/// The books of a story, and the files that it wrote. A book that was restored has a store of its own. It is used by one
/// task only.
final class World {
    /// Where a story's books are.
    enum Store: CaseIterable { case memory, sqlite }

    private let store: Store
    private let seed: Int
    private var now: Date
    private let folder: URL
    /// By their names; the story's own is `""`.
    private var books: [String: (client: Client, book: Book)] = [:]
    /// Those who may act, by their names.
    private(set) var people: [String: UserId] = [:]
    /// What was handed out of each reminder the last time.
    private var handedOut: [ReminderId: DueReminder] = [:]
    private var stores = 0

    /// A world with a fresh book, and one for each of the others, in the same store.
    init(_ store: Store, seed: Int, now: String, people others: [String]) async throws {
        (self.store, self.seed, self.now) = (store, seed, try readInstant(now))
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("kitaab-scenario-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let client = try await client()
        for (place, name) in (["owner"] + others).enumerated() {
            guard let user = UserId(String(format: "00000000-0000-0000-0000-%012d", place + 1)) else {
                throw StoryError("not an id: \(place + 1)")
            }
            let book = client.book(owner: user)
            if place > 0 {
                // A book is there from its first commit on.
                _ = try await book.settings().edit(edit: SettingsEdit(firstWeekday: .sun))
            }
            books[place == 0 ? "" : name] = (client, book)
            people[name] = user
        }
    }

    private func client() async throws -> Client {
        stores += 1
        let location = store == .memory ? "memory:" : folder.appendingPathComponent("\(stores).db").path
        return try await Client.open(location: location, options: OpenOptions(now: now, seed: Int64(seed)))
    }

    func setTime(_ time: String) throws {
        now = try readInstant(time)
        for (client, _) in books.values { try client.setNow(now: now) }
    }

    func close() throws {
        for (client, _) in books.values { client.close() }
        try FileManager.default.removeItem(at: folder)
    }

    /// What an operation answers.
    func perform(_ name: String?, _ by: String?, _ operation: String, _ with: Inputs) async throws -> JSON {
        guard var book = books[name ?? ""]?.book else { throw StoryError("there is no book \(name ?? "")") }
        if let by {
            guard let actor = people[by] else { throw StoryError("there is nobody called \(by)") }
            book = book.actingAs(actor: actor)
        }
        switch operation.split(separator: ".")[0] {
        case "settings", "groups", "scales", "starter": return try await structure(book, operation, with)
        case "deeds": return try await deeds(book, operation, with)
        case "items": return try await items(book, operation, with)
        case "entries": return try await entries(book, operation, with)
        case "reflections": return try await reflections(book, operation, with)
        case "make_ups": return try await makeUps(book, operation, with)
        case "exemptions": return try await exemptions(book, operation, with)
        case "merits": return try await merits(book, operation, with)
        case "targets": return try await targets(book, operation, with)
        case "reminders": return try await reminding(book, &handedOut, operation, with)
        case "insights": return try await insights(book, operation, with)
        case "reports": return try await reports(book, operation, with)
        case "calendar": return try await calendar(book, operation, with)
        case "people": return try await withPeople(book, operation, with)
        case "client": return try await clients(operation, with)
        default: return try await keeping(self, book, operation, with)
        }
    }

    private func clients(_ operation: String, _ with: Inputs) async throws -> JSON {
        switch operation {
        case "client.shared_with":
            guard let client = books[""]?.client else { throw StoryError("the story has no store") }
            return answer(("owners", try await client.sharedWith(user: with.id("user"))))
        case "client.restore":
            let into = try with.text("into")
            guard books[into] == nil else { throw StoryError("there is a book \(into) already") }
            let client = try await client()
            let path = file(try with.text("file"))
            let owner = try await client.restore(path: path, passphrase: with.textIfAny("passphrase"))
            books[into] = (client, client.book(owner: owner))
            return answer(("owner", owner))
        default: throw unknown(operation)
        }
    }

    /// The path of one of the story's files.
    func file(_ name: String) -> String { folder.appendingPathComponent(name).path }

    /// The path of a file that is not there yet.
    func newFile(_ name: String) -> String {
        try? FileManager.default.removeItem(atPath: file(name))
        return file(name)
    }
}

/// What a write answers; a story names merits by their titles, too.
func written(_ book: Book, _ committed: Committed) async throws -> JSON {
    var titles: [MeritId: String] = [:]
    if !committed.turned.isEmpty {
        for merit in try await book.merits().list() { titles[merit.id] = merit.title }
    }
    let turned = committed.turned.map { json($0) + answer(("title", titles[$0.merit])) }
    return answer(("seq", committed.seq), ("replayed", committed.replayed), ("turned", turned))
}

/// What was made, with what became of the write.
func made(_ book: Book, _ what: Any, _ committed: Committed) async throws -> JSON {
    try await json(what) + written(book, committed)
}

func unknown(_ operation: String) -> StoryError { StoryError("there is no operation \(operation)") }

func readInstant(_ text: String) throws -> Date {
    guard let date = ISO8601DateFormatter().date(from: text) else { throw StoryError("not an instant: \(text)") }
    return date
}
