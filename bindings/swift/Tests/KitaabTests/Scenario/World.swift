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
        case "settings", "deeds", "items", "scales": return try await structure(book, operation, with)
        case "entries", "exemptions": return try await recording(book, operation, with)
        case "merits", "targets": return try await judging(book, operation, with)
        case "people": return try await people(book, operation, with)
        case "ledger": return try await ledger(book, operation, with)
        case "import": return try await imported(book, with)
        default: return try await lookingBack(book, operation, with)
        }
    }

    private func structure(_ book: Book, _ operation: String, _ with: Inputs) async throws -> JSON {
        let committed: Committed
        switch operation {
        case "settings.edit":
            let edit = SettingsEdit(
                zone: try with.textIfAny("zone"), dayStart: try with.intIfAny("day_start"),
                firstWeekday: try with.weekdayIfAny("first_weekday"))
            committed = try await book.settings().edit(edit: edit)
        case "deeds.add":
            let added = try await book.deeds().add(deed: newDeed(with))
            return try await json(added.deed) + written(book, added.committed)
        case "deeds.list": return answer(("deeds", try await book.deeds().list()))
        case "items.add":
            let new = NewItem(name: try with.text("name"), startsOn: try with.dayIfAny("starts_on"))
            let added = try await book.items().add(parent: with.id("parent"), item: new)
            return try await json(added.item) + written(book, added.committed)
        case "items.set_schedule":
            committed = try await book.items().setSchedule(
                id: with.item(), fromDay: with.day("from_day"), schedule: with.schedule())
        case "items.set_goal":
            committed = try await book.items().setGoal(id: with.item(), fromDay: with.day("from_day"), goal: with.goal())
        case "items.hide": committed = try await book.items().hide(id: with.item(), hide: with.word("hide"))
        case "items.archive": committed = try await book.items().archive(id: with.item(), fromDay: with.day("from"))
        case "scales.redefine":
            let values = try with.texts("values").enumerated().map { ScaleValue(label: $0.element, score: Int32($0.offset)) }
            let added = try await book.scales().redefine(deed: with.id("deed"), values: values, mapping: with.mapping())
            return try await json(added.scale) + written(book, added.committed)
        default: throw StoryError("there is no operation \(operation)")
        }
        return try await written(book, committed)
    }

    private func newDeed(_ with: Inputs) throws -> NewDeed {
        NewDeed(
            name: try with.text("name"), category: try with.word("category"), measure: try with.word("measure"),
            values: try with.textsIfAny("values"), unit: try with.textIfAny("unit"),
            items: try with.textsIfAny("items")?.map { NewItem(name: $0) }, startsOn: try with.dayIfAny("starts_on"),
            goal: try with.goalIfAny(), schedule: try with.scheduleIfAny(), excuses: try with.excuses(),
            makeUp: try with.makeUp(), fast: with.flagIfAny("fast"))
    }

    private func recording(_ book: Book, _ operation: String, _ with: Inputs) async throws -> JSON {
        let entries = book.entries()
        let committed: Committed
        switch operation {
        case "entries.put": committed = try await entries.put(item: with.item(), day: with.day("day"), value: with.value())
        case "entries.add": committed = try await entries.add(item: with.item(), day: with.day("day"), amount: with.amount())
        case "entries.note":
            committed = try await entries.note(item: with.item(), day: with.day("day"), note: with.textIfAny("note"))
        case "entries.put_many":
            committed = try await entries.putMany(entries: with.each("entries").map { try $0.newEntry() })
        case "entries.batch":
            committed = try await entries.batch(
                request: with.id("request"), entries: with.each("put").map { try $0.newEntry() },
                counts: with.each("add").map { try $0.countToAdd() })
        case "entries.remove": committed = try await entries.remove(item: with.item(), day: with.day("day"))
        case "entries.get": return answer(("entry", try await entries.get(item: with.item(), day: with.day("day"))))
        case "entries.day":
            let page = try await entries.day(day: with.day("day"))
            return json(page) + answer(("items", page.lines))
        case "entries.set_reviewed":
            committed = try await entries.setReviewed(day: with.day("day"), reviewed: with.flag("reviewed"))
        case "entries.make_up":
            committed = try await book.makeUps().add(item: with.item(), day: with.day("day"), count: with.int("count"))
        case "entries.confirm_missed":
            committed = try await book.makeUps().confirmMissed(item: with.item(), until: with.day("until"))
        case "entries.make_up_balance": return json(try await book.makeUps().balance(item: with.item()))
        case "exemptions.add":
            let new = NewExemption(
                scope: try with.scope(), reason: try with.reason(), firstDay: try with.day("first_day"),
                lastDay: try with.dayIfAny("last_day"))
            let added = try await book.exemptions().add(exemption: new)
            return try await json(added.exemption) + written(book, added.committed)
        case "exemptions.end":
            committed = try await book.exemptions().end(id: with.id("exemption"), lastDay: with.day("last_day"))
        default: throw StoryError("there is no operation \(operation)")
        }
        return try await written(book, committed)
    }

    private func judging(_ book: Book, _ operation: String, _ with: Inputs) async throws -> JSON {
        switch operation {
        case "merits.add":
            let new = NewMerit(
                title: try with.text("title"), days: try with.int("days"), rule: try with.rule(),
                category: try with.word("category"))
            let added = try await book.merits().add(merit: new)
            return try await json(added.merit) + written(book, added.committed)
        case "merits.evaluate": return told(try await book.merits().evaluate(id: with.id("merit"), day: with.day("day")))
        case "merits.record": return told(try await book.merits().record(id: with.id("merit"), day: with.day("day")))
        case "targets.add":
            let new = NewTarget(
                title: try with.text("title"), firstDay: try with.day("first_day"), lastDay: try with.day("last_day"),
                items: try with.conditions("items"))
            let added = try await book.targets().add(target: new)
            return try await json(added.target) + written(book, added.committed)
        case "targets.progress": return json(try await book.targets().progress(id: with.id("target")))
        default: throw StoryError("there is no operation \(operation)")
        }
    }

    private func told(_ verdict: Verdict) -> JSON {
        answer(
            ("window", verdict.days), ("outcome", verdict.outcome), ("why", verdict.why), ("detail", detail(verdict.detail)))
    }

    private func lookingBack(_ book: Book, _ operation: String, _ with: Inputs) async throws -> JSON {
        switch operation {
        case "reflections.write":
            let committed = try await book.reflections().write(
                day: with.day("day"), category: with.word("category"), text: with.text("text"))
            return try await written(book, committed)
        case "reflections.read":
            let found = try await book.reflections().read(day: with.day("day"), category: with.word("category"))
            return answer(("reflection", found))
        case "reflections.search":
            return answer(("reflections", try await book.reflections().search(words: with.text("words")).reflections))
        case "calendar.day": return json(try await book.calendar().day(day: with.day("day")))
        case "calendar.set_sighting":
            let committed = try await book.calendar().setSighting(
                month: with.month("month"), firstDay: with.day("first_day"))
            return try await written(book, committed)
        case "insights.summary": return json(try await book.insights().summary(days: with.span()))
        case "insights.distribution":
            return json(try await book.insights().distribution(item: with.item(), days: with.span()))
        case "insights.streaks": return json(try await book.insights().streaks(item: with.item()))
        case "reports.page":
            let options = ReportOptions(
                language: try with.textIfAny("language"), saiyyiaat: with.flagIfAny("saiyyiaat"),
                reflections: with.flagIfAny("reflections"))
            let page = try await book.reports().page(days: with.span(), options: options)
            return told(page, try with.texts("look_for"))
        case "reports.plot":
            let options = PlotOptions(bucket: try with.wordIfAny("bucket"), language: try with.textIfAny("language"))
            let plot = try await book.reports().plot(item: with.item(), days: with.span(), options: options)
            return told(plot, try with.texts("look_for"))
        default: throw StoryError("there is no operation \(operation)")
        }
    }

    /// How a page or a plot begins, and which of some texts are in it.
    private func told(_ document: String, _ lookFor: [String]) -> JSON {
        answer(("begins", String(document.prefix { $0 != " " })), ("found", lookFor.filter { document.contains($0) }))
    }

    private func people(_ book: Book, _ operation: String, _ with: Inputs) async throws -> JSON {
        let people = book.people()
        let committed: Committed
        switch operation {
        case "people.request":
            let added = try await people.request(kind: with.word("kind"), user: with.id("user"))
            return try await told(added.relation) + written(book, added.committed)
        case "people.grant":
            let new = NewPermission(
                relation: try with.id("relation"), shared: try with.shared(), level: try with.word("level"),
                confirmed: with.flagIfAny("confirmed"))
            let added = try await people.grant(permission: new)
            return try await json(added.permission) + written(book, added.committed)
        case "people.relations": return answer(("relations", try await people.relations().map(told)))
        case "people.permissions": return answer(("permissions", try await people.permissions()))
        case "people.may":
            let user: UserId = try with.id("user")
            let access = try await people.may(user: user, wish: with.wish())
            let why = access.refusal.map(json) ?? .text(user == book.owner() ? "owner" : "permitted")
            return answer(("allowed", access.allowed), ("why", why))
        case "people.accesses": return answer(("accesses", try await people.accesses().accesses))
        case "people.shared_with":
            guard let client = books[""]?.client else { throw StoryError("the story has no store") }
            return answer(("owners", try await client.sharedWith(user: with.id("user"))))
        case "people.accept": committed = try await people.accept(relation: with.id("relation"))
        case "people.reject": committed = try await people.reject(relation: with.id("relation"))
        case "people.end": committed = try await people.end(relation: with.id("relation"))
        case "people.block": committed = try await people.block(user: with.id("user"))
        case "people.unblock": committed = try await people.unblock(user: with.id("user"))
        case "people.revoke": committed = try await people.revoke(permission: with.id("permission"))
        default: throw StoryError("there is no operation \(operation)")
        }
        return try await written(book, committed)
    }

    private func told(_ relation: Relation) -> JSON { json(relation) + answer(("with", relation.other)) }

    private func ledger(_ book: Book, _ operation: String, _ with: Inputs) async throws -> JSON {
        switch operation {
        case "ledger.undo": return try await undone(book, book.ledger().undo())
        case "ledger.undo_commit": return try await undone(book, book.ledger().undoCommit(seq: with.long("seq")))
        case "ledger.redo": return try await undone(book, book.ledger().redo())
        case "ledger.history": return answer(("events", try await book.ledger().history(record: with.record())))
        case "ledger.verify":
            let report = try await book.ledger().verify(expected: with.checkpoint())
            return json(report) + answer(("checkpoint", report.head))
        case "ledger.export":
            let checkpoint = try await book.ledger().export(
                path: file(with.text("file")), passphrase: with.textIfAny("passphrase"))
            return answer(("checkpoint", checkpoint))
        case "ledger.restore":
            let into = try with.text("into")
            guard books[into] == nil else { throw StoryError("there is a book \(into) already") }
            let client = try await client()
            let owner = try await client.restore(path: file(with.text("file")), passphrase: with.textIfAny("passphrase"))
            books[into] = (client, client.book(owner: owner))
            return answer(("owner", owner))
        default: throw StoryError("there is no operation \(operation)")
        }
    }

    private func imported(_ book: Book, _ with: Inputs) async throws -> JSON {
        let path = file("import.csv")
        try with.texts("lines").map { $0 + "\n" }.joined().write(toFile: path, atomically: true, encoding: .utf8)
        let report = try await book.imports().file(path: path)
        let deeds = report.deeds.map {
            answer(("id", $0.deed), ("name", $0.name), ("new", $0.isNew), ("entries_added", $0.entriesAdded))
        }
        return try await json(report) + answer(("deeds", deeds)) + written(book, report.committed)
    }

    private func undone(_ book: Book, _ undone: Undone?) async throws -> JSON {
        guard let undone else {
            return answer(("of", nil), ("seq", nil), ("replayed", false), ("turned", [JSON]()))
        }
        return try await answer(("of", undone.of)) + written(book, undone.committed)
    }

    /// What a write answers; a story names merits by their titles, too.
    private func written(_ book: Book, _ committed: Committed) async throws -> JSON {
        var titles: [MeritId: String] = [:]
        if !committed.turned.isEmpty {
            for merit in try await book.merits().list() { titles[merit.id] = merit.title }
        }
        let turned = committed.turned.map {
            json($0) + answer(("title", titles[$0.merit]), ("from", $0.before), ("to", $0.after))
        }
        return answer(("seq", committed.seq), ("replayed", committed.replayed), ("turned", turned))
    }

    private func file(_ name: String) -> String { folder.appendingPathComponent(name).path }
}

private func readInstant(_ text: String) throws -> Date {
    guard let date = ISO8601DateFormatter().date(from: text) else { throw StoryError("not an instant: \(text)") }
    return date
}
