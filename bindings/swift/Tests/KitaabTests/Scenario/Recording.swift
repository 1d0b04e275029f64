import Kitaab

/// Performs what records: entries, reflections, exempt days, and what makes up for them.
func entries(_ book: Book, _ operation: String, _ with: Inputs) async throws -> JSON {
    let committed: Committed
    let entries = book.entries()
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
    case "entries.list":
        let query = EntryQuery(
            items: try with.idsIfAny("items"), days: try with.spanIfAny(), after: try with.entryCursor(),
            limit: try with.intIfAny("limit"))
        return json(try await entries.list(query: query))
    case "entries.search":
        let page = try await entries.search(
            words: with.text("words"), after: with.entryCursor(), limit: with.intIfAny("limit"))
        return json(page)
    case "entries.day":
        let page = try await entries.day(day: with.day("day"))
        return json(page) + answer(("items", page.lines))
    case "entries.set_reviewed":
        committed = try await entries.setReviewed(day: with.day("day"), reviewed: with.flag("reviewed"))
    case "entries.reviewed": return answer(("days", try await entries.reviewed(days: with.span())))
    default: throw unknown(operation)
    }
    return try await written(book, committed)
}

func reflections(_ book: Book, _ operation: String, _ with: Inputs) async throws -> JSON {
    let committed: Committed
    let reflections = book.reflections()
    switch operation {
    case "reflections.write":
        committed = try await reflections.write(
            day: with.day("day"), category: with.word("category"), text: with.text("text"))
    case "reflections.remove":
        committed = try await reflections.remove(day: with.day("day"), category: with.word("category"))
    case "reflections.read":
        let found = try await reflections.read(day: with.day("day"), category: with.word("category"))
        return answer(("reflection", found))
    case "reflections.list":
        let after = try with.recordIfAny("after").map {
            ReflectionCursor(day: try $0.day("day"), category: try $0.word("category"))
        }
        let query = ReflectionQuery(
            days: try with.spanIfAny(), category: try with.wordIfAny("category"), after: after,
            limit: try with.intIfAny("limit"))
        return json(try await reflections.list(query: query))
    case "reflections.search": return json(try await reflections.search(words: with.text("words")))
    default: throw unknown(operation)
    }
    return try await written(book, committed)
}

func makeUps(_ book: Book, _ operation: String, _ with: Inputs) async throws -> JSON {
    let committed: Committed
    let makeUps = book.makeUps()
    let item = try with.item()
    switch operation {
    case "make_ups.add": committed = try await makeUps.add(item: item, day: with.day("day"), count: with.int("count"))
    case "make_ups.put": committed = try await makeUps.put(item: item, day: with.day("day"), count: with.int("count"))
    case "make_ups.remove": committed = try await makeUps.remove(item: item, day: with.day("day"))
    case "make_ups.add_fidya":
        committed = try await makeUps.addFidya(item: item, day: with.day("day"), count: with.int("count"))
    case "make_ups.put_fidya":
        committed = try await makeUps.putFidya(item: item, day: with.day("day"), count: with.int("count"))
    case "make_ups.remove_fidya": committed = try await makeUps.removeFidya(item: item, day: with.day("day"))
    case "make_ups.confirm_missed": committed = try await makeUps.confirmMissed(item: item, until: with.day("until"))
    case "make_ups.unconfirm_missed":
        committed = try await makeUps.unconfirmMissed(item: item, fromDay: with.day("from"))
    case "make_ups.unconfirmed_days": return answer(("days", try await makeUps.unconfirmedDays(item: item)))
    case "make_ups.balance": return json(try await makeUps.balance(item: item))
    case "make_ups.history": return json(try await makeUps.history(item: item))
    case "make_ups.settled": return json(try await makeUps.settled(item: item))
    default: throw unknown(operation)
    }
    return try await written(book, committed)
}

func exemptions(_ book: Book, _ operation: String, _ with: Inputs) async throws -> JSON {
    let committed: Committed
    let exemptions = book.exemptions()
    switch operation {
    case "exemptions.add":
        let new = NewExemption(
            scope: try with.scope(), reason: try with.reason(), firstDay: try with.day("first_day"),
            lastDay: try with.dayIfAny("last_day"))
        let added = try await exemptions.add(exemption: new)
        return try await made(book, added.exemption, added.committed)
    case "exemptions.list": return answer(("exemptions", try await exemptions.list()))
    case "exemptions.edit":
        let edit = ExemptionEdit(
            scope: try with.has("scope") ? with.scope() : nil, reason: try with.has("reason") ? with.reason() : nil,
            firstDay: try with.dayIfAny("first_day"), lastDay: try with.dayIfAny("last_day"))
        committed = try await exemptions.edit(id: with.id("exemption"), edit: edit)
    case "exemptions.end":
        committed = try await exemptions.end(id: with.id("exemption"), lastDay: with.day("last_day"))
    case "exemptions.remove": committed = try await exemptions.remove(id: with.id("exemption"))
    default: throw unknown(operation)
    }
    return try await written(book, committed)
}
