import Foundation
import Testing

private let folder = URL(fileURLWithPath: ProcessInfo.processInfo.environment["KITAAB_SCENARIOS"] ?? "no KITAAB_SCENARIOS")

private let files: [String] = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [])
    .filter { $0.hasSuffix(".json") }.sorted()

/// Every story of `tests/scenarios`, in memory and on SQLite.
@Suite struct ScenarioTests {
    @Testing.Test func scenariosAreThere() {
        #expect(files.count >= 10, "only \(files.count) scenarios were found")
    }

    @Testing.Test(arguments: files, World.Store.allCases)
    func everyScenarioComesOutAsItSays(file: String, store: World.Store) async throws {
        let text = try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
        try await Scenario(text).run(store)
    }

    @Testing.Test func theReadmeTellsOfTheSameOperations() throws {
        let readme = try String(contentsOf: folder.appendingPathComponent("README.md"), encoding: .utf8)
        let told = readme.split(separator: "\n").compactMap { line -> String? in
            guard line.hasPrefix("| `"), let end = line.dropFirst(3).firstIndex(of: "`") else { return nil }
            let name = String(line[line.index(line.startIndex, offsetBy: 3)..<end])
            guard name.allSatisfy({ $0.isLowercase || $0 == "_" || $0 == "." }) else { return nil }
            return name.contains(".") ? name : nil
        }
        #expect(Set(told) == Set(operations.keys))
    }

    @Testing.Test(arguments: [
        ("A page", "One page", nil),
        (#"{ "amount": "1" }"#, #"{ "amount": "2" }"#, #"answer.entry.value.amount should be "2", and is "1""#),
        (#""entry": {"#, #""entries": {"#, "step 3 (entries.get): answer has no entries"),
        ("not_found", "conflict", #"answer.code should be "conflict", and is "not_found""#),
        (#", "error": { "code": "not_found" }"#, "", "step 4 (entries.remove): failed"),
        ("2024-02-09", "2024-02-10", "step 4 (entries.remove): should have failed"),
        ("entries.get", "entries.got", "step 3: there is no operation entries.got"),
        (#""expect""#, #""expects""#, "unknown field `expects`"),
        (#""amount": "1" } }"#, #""sum": "1" } }"#, "step 2 (entries.put): unknown field `sum`"),
        ("$quran/", "$quran/Surah", "step 2 (entries.put): $quran/Surah names nothing"),
        (#""seed": 1,"#, "", "missing field `seed`"),
    ] as [(String, String, String?)])
    func whatIsWrongIsNoticedAndTold(from: String, to: String, told: String?) async throws {
        let place = try #require(story.range(of: from))
        do {
            try await Scenario(story.replacingCharacters(in: place, with: to)).run(.memory)
            #expect(told == nil, "nothing was noticed")
        } catch let what as StoryError {
            #expect(what.description.contains(told ?? "nothing wrong"))
        }
    }
}

private let story = """
    {
        "title": "A page is read", "seed": 1, "now": "2024-02-10T12:00:00Z",
        "steps": [
            { "do": "deeds.add", "as": "quran", "with": { "name": "Qur'an", "category": "hasanaat", "measure": "count" } },
            { "do": "entries.put", "with": { "item": "$quran/", "day": "2024-02-10", "amount": "1" } },
            { "do": "entries.get", "with": { "item": "$quran/", "day": "2024-02-10" },
              "expect": { "entry": { "item": "$quran/", "value": { "amount": "1" } } } },
            { "do": "entries.remove", "with": { "item": "$quran/", "day": "2024-02-09" }, "error": { "code": "not_found" } }
        ]
    }
    """
