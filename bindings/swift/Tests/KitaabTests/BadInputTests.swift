import Foundation
import Kitaab
import Testing

/// What is wrong is answered by a typed error, and changes nothing.
@Suite struct BadInputTests {
    @Testing.Test func amountsAreExactAndBounded() async throws {
        let book = try await client().myBook()
        let item = try await book.counted()
        let texts = ["1.234", "1e-30", "1e30", "9999999999999999999999999999", "-1", "1e120"]
        for amount in try texts.map({ try #require(Decimal(string: $0)) }) + [Decimal.nan] {
            let error = try await refusal { _ = try await book.entries().put(item: item, day: first, value: pages(amount)) }
            #expect(error.code == "invalid")
        }
        #expect(try await book.entries().get(item: item, day: first) == nil)
        let exact = try #require(Decimal(string: "99999999.99"))
        _ = try await book.entries().put(item: item, day: first, value: pages(exact))
        #expect(try await book.entries().get(item: item, day: first)?.value == .counted(amount: exact, unit: nil))
    }

    @Testing.Test func daysAreThoseOfABook() async throws {
        let book = try await client().myBook()
        let item = try await book.counted()
        for day: Day in ["0001-01-01", "1899-12-31", "2101-01-01", "9999-12-31"] {
            let error = try await refusal { _ = try await book.entries().put(item: item, day: day, value: pages(1)) }
            #expect(error.code == "invalid")
        }
        let error = try await refusal {
            _ = try await book.insights().summary(days: DaySpan(first: first, last: "2024-01-31"))
        }
        #expect(error.code == "invalid")
        // The day of an instant is any that there is: one whose year has five digits is not taken for another.
        let far = Day(Date(timeIntervalSince1970: 1e12), in: TimeZone(secondsFromGMT: 0) ?? .current)
        #expect(far.year > 9999)
        let refused = try await refusal { _ = try await book.entries().put(item: item, day: far, value: pages(1)) }
        #expect(refused.code == "invalid")
    }

    @Testing.Test func datesThatThereAreNotAreNone() {
        for text in ["2023-02-29", "2024-13-01", "2024-00-10", "2024-2-1", "12024-01-01", "", "today", "2024-02-10T"] {
            #expect(Day(text) == nil, "\(text)")
        }
        #expect(Day(year: 2100, month: 2, day: 29) == nil)
        #expect(Day("2024-02-29").advanced(by: 366) == "2025-03-01")
    }

    @Testing.Test func daysThatAreTooFarAreNoneOrRefused() async throws {
        for days in [Int.max, .min, 1 << 40, -(1 << 40), 2_932_897, -1_000_000] {
            #expect(first.advanced(by: days) == nil)
        }
        #expect(Day("9999-12-31").advanced(by: 1) == nil)
        #expect(Day("9999-12-30").advanced(by: 1) == "9999-12-31")
        #expect(Day("0001-01-02").advanced(by: -1) == "0001-01-01")
        #expect(Day("0001-01-01").advanced(by: -1) == nil)
        let zone = try #require(TimeZone(secondsFromGMT: 0))
        // Some two thousand years before the era.
        let ancient = Day(Date(timeIntervalSince1970: -125_000_000_000), in: zone)
        #expect(ancient.year < -1900 && ancient.description.hasPrefix("-"))
        #expect(ancient < first)
        let book = try await client().myBook()
        let item = try await book.counted()
        for seconds in [Double.nan, .infinity, -.infinity, 1e300, -1e300, -125_000_000_000] {
            let day = Day(Date(timeIntervalSince1970: seconds), in: zone)
            let error = try await refusal { _ = try await book.entries().put(item: item, day: day, value: pages(1)) }
            #expect(error.code == "invalid")
        }
    }

    // One after the other: as arguments of the test they would be printed, and Foundation can't print some of them.
    @Testing.Test func instantsAreThoseOfABook() async throws {
        let far = [Double.nan, .infinity, -.infinity, -1e300, 1e300, 1e12].map(Date.init(timeIntervalSince1970:))
        for now in [Date.distantPast] + far {
            let error = try await refusal { _ = try await Client.open(location: "memory:", options: OpenOptions(now: now)) }
            #expect(error.code == "invalid")
        }
        // An instant like others, on whose day there is no book.
        let book = try await Client.open(location: "memory:", options: OpenOptions(now: .distantFuture)).myBook()
        #expect(try await refusal { _ = try await book.calendar().today() }.code == "invalid")
    }

    @Testing.Test func textsAreBounded() async throws {
        let groups = try await client().myBook().groups()
        for name in ["", "  ", String(repeating: "x", count: 10_000_000), "a\0b"] {
            let error = try await refusal { _ = try await groups.add(name: name) }
            #expect(error.code == "invalid")
            #expect(error.text.count < 200)
        }
        #expect(try await groups.list() == [])
    }

    @Testing.Test func notesHoldNoNul() async throws {
        let book = try await client().myBook()
        let item = try await book.counted()
        _ = try await book.entries().put(item: item, day: first, value: pages(1))
        let calls: [@Sendable () async throws -> Void] = [
            { _ = try await book.entries().note(item: item, day: first, note: "a\0b") },
            { _ = try await book.reflections().write(day: first, category: .hasanaat, text: "a\0b") },
            { _ = try await book.exports().csv(path: "a\0b") },
        ]
        for call in calls {
            #expect(try await refusal(call).code == "invalid")
        }
        #expect(try await book.entries().get(item: item, day: first)?.note == nil)
        #expect(try await book.reflections().read(day: first, category: .hasanaat) == nil)
    }

    @Testing.Test func numbersAreBounded() async throws {
        let book = try await client().myBook()
        for limit in [-1, 0, Int32.min, .max] {
            let error = try await refusal { _ = try await book.entries().list(query: EntryQuery(limit: limit)) }
            #expect(error.code == "invalid")
        }
        for seq in [-1, Int64.min, .max] {
            _ = try await refusal { _ = try await book.ledger().undoCommit(seq: seq) }
        }
    }

    @Testing.Test func aRuleIsNotTooDeep() async throws {
        let book = try await client().myBook()
        let condition = Condition(item: try await book.counted(), test: .totalAtLeast(amount: 1))
        let rule = (0..<5_000).reduce(Rule.holds(condition: condition)) { rule, _ in .not(rules: [rule]) }
        let error = try await refusal {
            _ = try await book.merits().add(merit: NewMerit(title: "Deep", days: 7, rule: rule))
        }
        #expect(error.code == "invalid")
    }

    @Testing.Test func itemsAreNotTooDeep() async throws {
        let deeds = try await client().myBook().deeds()
        let item = (0..<5_000).reduce(NewItem(name: "The last")) { item, _ in NewItem(name: "Another", items: [item]) }
        let error = try await refusal {
            _ = try await deeds.add(deed: NewDeed(name: "Deep", category: .hasanaat, measure: .count, items: [item]))
        }
        #expect(error.code == "invalid")
        #expect(try await deeds.list() == [])
    }

    @Testing.Test(arguments: ["", "http://example.org/book", "book\0.db", "sqlite://"])
    func locationsOfAnotherFormAreRefused(location: String) async throws {
        _ = try await refusal { _ = try await Client.open(location: location) }
    }

    @Testing.Test func twoClientsOnOneFileSeeTheSame() async throws {
        let folder = try Folder()
        let owner = UserId(UUID())
        let one = try await Client.open(location: folder.path("book.db"))
        let other = try await Client.open(location: folder.path("book.db"))
        _ = try await one.book(owner: owner).groups().add(name: "Prayer")
        _ = try await other.book(owner: owner).groups().add(name: "Fasting")
        #expect(try await one.book(owner: owner).groups().list().map(\.name) == ["Prayer", "Fasting"])
    }

    @Testing.Test func callsFromManyTasksAllCount() async throws {
        let folder = try Folder()
        let book = try await Client.open(location: folder.path("book.db")).myBook()
        let item = try await book.counted()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 1...200 {
                group.addTask { _ = try await book.entries().add(item: item, day: first, amount: 1) }
            }
            try await group.waitForAll()
        }
        #expect(try await book.entries().get(item: item, day: first)?.value == .counted(amount: 200, unit: nil))
    }
}
