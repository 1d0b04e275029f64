import Foundation
import Kitaab

/// Performs what others may see.
func withPeople(_ book: Book, _ operation: String, _ with: Inputs) async throws -> JSON {
    let people = book.people()
    let committed: Committed
    switch operation {
    case "people.request":
        let added = try await people.request(kind: with.word("kind"), user: with.id("user"))
        return try await made(book, added.relation, added.committed)
    case "people.grant":
        let new = NewPermission(
            relation: try with.id("relation"), shared: try with.shared(), level: try with.word("level"),
            confirmed: with.flagIfAny("confirmed"))
        let added = try await people.grant(permission: new)
        return try await made(book, added.permission, added.committed)
    case "people.relations": return answer(("relations", try await people.relations()))
    case "people.blocks": return answer(("blocks", try await people.blocks()))
    case "people.sharing_with": return answer(("relation", try await people.sharingWith(user: with.id("user"))))
    case "people.permissions": return answer(("permissions", try await people.permissions()))
    case "people.may":
        let user: UserId = try with.id("user")
        let access = try await people.may(user: user, wish: with.wish())
        let why = access.refusal.map(json) ?? .text(user == book.owner() ? "owner" : "permitted")
        return answer(("allowed", access.allowed), ("why", why))
    case "people.accesses": return json(try await people.accesses())
    case "people.accept": committed = try await people.accept(relation: with.id("relation"))
    case "people.reject": committed = try await people.reject(relation: with.id("relation"))
    case "people.end": committed = try await people.end(relation: with.id("relation"))
    case "people.block": committed = try await people.block(user: with.id("user"))
    case "people.unblock": committed = try await people.unblock(user: with.id("user"))
    case "people.revoke": committed = try await people.revoke(permission: with.id("permission"))
    default: throw unknown(operation)
    }
    return try await written(book, committed)
}

/// Performs what keeps a book: its ledger, and files.
func keeping(_ world: World, _ book: Book, _ operation: String, _ with: Inputs) async throws -> JSON {
    let ledger = book.ledger()
    switch operation {
    case "ledger.checkpoint": return json(try await ledger.checkpoint())
    case "ledger.commits":
        let commits = try await ledger.commits(before: with.longIfAny("before"), limit: with.intIfAny("limit"))
        return answer(("commits", commits))
    case "ledger.history": return answer(("events", try await ledger.history(record: with.record())))
    case "ledger.undo": return try await undone(book, ledger.undo())
    case "ledger.undo_commit": return try await undone(book, ledger.undoCommit(seq: with.long("seq")))
    case "ledger.redo": return try await undone(book, ledger.redo())
    case "ledger.verify":
        let report = try await ledger.verify(expected: with.checkpoint())
        return json(report) + answer(("checkpoint", report.head))
    case "ledger.erase": return try await written(book, ledger.erase(record: with.record()))
    case "ledger.erase_book":
        try await ledger.eraseBook(owner: book.owner())
        return answer()
    case "ledger.export":
        let checkpoint = try await ledger.export(
            path: world.file(with.text("file")), passphrase: with.textIfAny("passphrase"))
        return answer(("checkpoint", checkpoint))
    case "exports.csv":
        let export = CsvExport(
            days: try with.spanIfAny(), items: try with.idsIfAny("items"), category: try with.wordIfAny("category"),
            notes: with.flagIfAny("notes"), bom: with.flagIfAny("bom"))
        let path = world.newFile("export.csv")
        let count = try await book.exports().csv(path: path, export: export)
        let text = try String(contentsOfFile: path, encoding: .utf8)
        return answer(("count", count), ("found", told(text, try with.texts("look_for"))["found"]))
    case "exports.calendar":
        let export = CalendarExport(
            days: try with.span(), reminders: with.flagIfAny("reminders"), targets: with.flagIfAny("targets"),
            exemptions: with.flagIfAny("exemptions"), occasions: with.flagIfAny("occasions"))
        let path = world.newFile("export.ics")
        let count = try await book.exports().calendar(path: path, export: export)
        let text = try String(contentsOfFile: path, encoding: .utf8)
        return answer(("count", count), ("found", told(text, try with.texts("look_for"))["found"]))
    case "imports.file":
        let path = world.file("import.csv")
        try with.texts("lines").map { $0 + "\n" }.joined().write(toFile: path, atomically: true, encoding: .utf8)
        let report = try await book.imports().file(path: path)
        return try await made(book, report, report.committed)
    default: throw unknown(operation)
    }
}

private func undone(_ book: Book, _ undone: Undone?) async throws -> JSON {
    guard let undone else {
        return answer(("of", nil), ("seq", nil), ("replayed", false), ("turned", [JSON]()))
    }
    return try await answer(("of", undone.of)) + written(book, undone.committed)
}
