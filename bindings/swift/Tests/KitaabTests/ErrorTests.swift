import Foundation
import Kitaab
import Testing

/// Every code is raised, and caught with what it carries.
@Suite struct ErrorTests {
    @Testing.Test func invalidTellsFieldRuleAndValue() async throws {
        let book = try await client().myBook()
        let item = try await book.counted()
        let error = try await refusal { _ = try await book.entries().put(item: item, day: first, value: pages(-3)) }
        guard case .Invalid(let text, let field, let rule, let value) = error else { throw error }
        #expect(text == "amount must not be negative (given: -3)")
        #expect((field, rule, value) == ("amount", "must not be negative", "-3"))
        #expect(error.code == "invalid")
        #expect(error.data == ["field": "amount", "rule": "must not be negative", "value": "-3"])
        #expect(error.localizedDescription == text)
    }

    @Testing.Test func notFoundTellsKindAndId() async throws {
        let merit = MeritId(UUID())
        let client = try await client()
        let error = try await refusal { _ = try await client.myBook().merits().get(id: merit) }
        #expect(error.code == "not_found")
        #expect(error.data == ["kind": "merit", "id": merit.description])
    }

    @Testing.Test func conflictTellsKindAndWhat() async throws {
        let book = try await client().myBook()
        let quran = try await book.counted()
        _ = try await book.items().add(parent: quran, item: NewItem(name: "By heart"))
        let error = try await refusal { _ = try await book.items().add(parent: quran, item: NewItem(name: "By heart")) }
        guard case .Conflict(_, let kind, let what) = error else { throw error }
        #expect(error.code == "conflict")
        #expect(kind == "item")
        #expect(error.data == ["kind": kind, "what": what])
        #expect(what.contains("By heart"))
    }

    @Testing.Test func deniedTellsActionKindAndId() async throws {
        let client = try await client()
        let (owner, friend) = (UserId(UUID()), UserId(UUID()))
        let book = client.book(owner: owner)
        let item = try await book.counted()
        let relation = try await client.book(owner: friend).people().request(kind: .friend, user: owner).relation.id
        _ = try await book.people().accept(relation: relation)
        let read = NewPermission(relation: relation, shared: .ofItem(item: item), level: .read)
        _ = try await book.people().grant(permission: read)
        let error = try await refusal {
            _ = try await book.actingAs(actor: friend).entries().put(item: item, day: first, value: pages(1))
        }
        guard case .Denied(_, let action, let kind, let id) = error else { throw error }
        #expect(error.code == "denied")
        #expect((kind, id) == ("item", item.description))
        #expect(error.data == ["action": action, "kind": kind, "id": id])
        #expect(try await book.entries().get(item: item, day: first) == nil)
    }

    @Testing.Test func unavailableIsWhatCantBeReached() async throws {
        let folder = try Folder()
        let error = try await refusal { _ = try await Client.open(location: folder.path("none/book.db")) }
        #expect(error.code == "unavailable")
        #expect(error.data == [:])
    }

    @Testing.Test func corruptTellsThePlace() async throws {
        let folder = try Folder()
        let noBook = String(repeating: "no book at all, ", count: 1000)
        try noBook.write(toFile: folder.path("book.db"), atomically: true, encoding: .utf8)
        let error = try await refusal { _ = try await Client.open(location: folder.path("book.db")) }
        #expect(error.code == "corrupt")
        #expect(error.data["place"]?.isEmpty == false)
    }

    @Testing.Test func unsupportedTellsWhat() async throws {
        let client = try await client()
        let error = try await refusal { try client.setNow(now: .now) }
        #expect(error.code == "unsupported")
        #expect(error.data == ["what": "setting the clock"])
    }

    @Testing.Test func closedIsWhatComesAfterClosing() async throws {
        let client = try await client()
        let book = try await client.myBook()
        let groups = book.groups()
        client.close()
        client.close()
        #expect(client.isClosed())
        let late: [@Sendable () async throws -> Void] = [
            { _ = try await client.myBook() }, { _ = try await book.deeds().list() }, { _ = try await groups.list() },
            { try client.setNow(now: .now) },
        ]
        for call in late {
            #expect(try await refusal(call).code == "closed")
        }
    }

    /// Only a mistake in Kitaab is internal. What tests are built with panics on this book.
    @Testing.Test func aPanicIsInternalAndLeavesTheClientAsItWas() async throws {
        let client = try await client()
        let broken = client.book(owner: try #require(UserId("ffffffff-ffff-ffff-ffff-ffffffffffff")))
        let book = try await client.myBook()
        let item = try await book.counted()
        let calls: [@Sendable () async throws -> Void] = [
            { _ = try await broken.deeds().list() },
            { _ = try await broken.entries().put(item: item, day: first, value: pages(1)) },
        ]
        for call in calls {
            let error = try await refusal(call)
            #expect(error.code == "internal")
            #expect(!error.text.contains("secret"))
        }
        #expect(try await book.deeds().list().count == 1)
    }

    /// What can't be brought about from here has its case, its code and its data all the same.
    @Testing.Test func everyCodeHasItsCase() {
        let errors = [KitaabError.Cancelled(text: "no"), .Internal(text: "no")]
        #expect(errors.map(\.code) == ["cancelled", "internal"])
        #expect(errors.allSatisfy { $0.text == "no" && $0.data.isEmpty })
    }
}
