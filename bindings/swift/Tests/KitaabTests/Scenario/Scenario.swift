import Foundation
import Kitaab

/// A story: what somebody does with a book, and what the book must answer.
struct Scenario: Sendable {
    private struct Step: Sendable {
        let number: Int
        let operation: String
        let now: String?
        let book: String?
        let by: String?
        let name: String?
        let with: JSON
        let expect: JSON?
        let error: JSON?

        init(_ number: Int, _ fields: JSON) throws {
            try onlyKnown(fields, ["do", "why", "now", "in", "by", "as", "with", "expect", "error"], "step \(number)")
            guard let operation = fields["do"]?.text else { throw StoryError("step \(number): missing field `do`") }
            guard let inputs = operations[operation] else {
                throw StoryError("step \(number): there is no operation \(operation)")
            }
            self.number = number
            self.operation = operation
            (now, name) = (fields["now"]?.text, fields["as"]?.text)
            (book, by) = (fields["in"]?.text, fields["by"]?.text)
            with = fields["with"] ?? .object([:])
            try onlyKnown(with, inputs, "step \(number) (\(operation))")
            (expect, error) = (fields["expect"], fields["error"])
            if error != nil && (expect != nil || name != nil) {
                throw StoryError("step \(number): what fails has no answer to expect or to name")
            }
        }
    }

    private let seed: Int
    private let now: String
    private let people: [String]
    private let steps: [Step]

    /// Reads a scenario; fields and operations that there are not are refused.
    init(_ text: String) throws {
        let fields = try JSON.read(text)
        try onlyKnown(fields, ["title", "why", "seed", "now", "people", "steps"], "the story")
        func field(_ name: String) throws -> JSON {
            guard let value = fields[name] else { throw StoryError("missing field `\(name)`") }
            return value
        }
        _ = try field("title")
        seed = try field("seed").int ?? 0
        now = try field("now").text ?? ""
        people = (fields["people"]?.list ?? []).compactMap(\.text)
        steps = try (field("steps").list ?? []).enumerated().map { try Step($0.offset + 1, $0.element) }
    }

    /// Runs it on a fresh book. Throws a ``StoryError`` that names the first step that does not answer as it must, and
    /// every difference.
    func run(_ store: World.Store) async throws {
        let world = try await World(store, seed: seed, now: now, people: people)
        var names = Names()
        for (name, user) in world.people { try names.bind(name, answer(("id", user))) }
        for step in steps {
            do {
                try await run(step, world, &names)
            } catch let what as StoryError {
                throw StoryError("on \(store), step \(step.number) (\(step.operation)): \(what)")
            }
        }
        try world.close()
    }

    private func run(_ step: Step, _ world: World, _ names: inout Names) async throws {
        let with = try names.resolve(step.with)
        let expected = try (step.expect ?? step.error).map(names.resolve)
        if let now = step.now { try world.setTime(now) }
        let (answered, failed) = try await outcome(of: step, in: world, with: with)
        if step.error != nil && !failed { throw StoryError("should have failed, and answered \(answered)") }
        let different = expected.map { differences($0, answered) } ?? []
        guard different.isEmpty else { throw StoryError(different.joined(separator: "\n  ")) }
        if let name = step.name { try names.bind(name, answered) }
    }

    /// What a step answers, or the error that it is to fail with.
    private func outcome(of step: Step, in world: World, with: JSON) async throws -> (JSON, failed: Bool) {
        do {
            return (try await world.perform(step.book, step.by, step.operation, Inputs(with)), false)
        } catch let error as KitaabError {
            guard step.error != nil else { throw StoryError("failed: \(error.text)") }
            return (answer(error), true)
        }
    }
}

func onlyKnown(_ fields: JSON, _ known: Set<String>, _ what: String) throws {
    guard let object = fields.object else { throw StoryError("\(what): not an object") }
    if let unknown = object.keys.sorted().first(where: { !known.contains($0) }) {
        throw StoryError("\(what): unknown field `\(unknown)`")
    }
}
