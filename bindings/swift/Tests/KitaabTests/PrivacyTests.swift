import Kitaab
import Testing

@Testing.Test func whatTheOwnerWroteIsNotShown() async throws {
    let book = try await client().myBook()
    let item = try await book.counted()
    let new = NewEntry(item: item, day: first, value: pages(1), note: "secret")
    _ = try await book.entries().putMany(entries: [new])
    _ = try await book.reflections().write(day: first, category: .hasanaat, text: "secret")
    let reason = Reason.other(words: "secret")
    let exemption = NewExemption(scope: .hasanaat, reason: reason, firstDay: first)
    let (added, edit) = (try await book.exemptions().add(exemption: exemption), ExemptionEdit(reason: reason))
    let exemptions = try await book.exemptions().list()
    let entry = try await book.entries().get(item: item, day: first)
    let (page, list) = (try await book.entries().day(day: first), try await book.reflections().list())
    let history = try await book.ledger().history(record: .entry(item: item, day: first))
    let words = try await book.ledger().history(record: .reflection(day: first, category: .hasanaat))
    let exempt = ["\(reason)", "\(exemption)", "\(added)", "\(edit)", "\(exemptions)"]
    for shown in exempt + ["\(new)", "\(entry as Any)", "\(page)", "\(list)", "\(history)", "\(words)"] {
        #expect(!shown.contains("secret"))
        #expect(shown.contains("<6 characters>"))
    }
}
