/// A story that is none, or that did not come out.
struct StoryError: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

/// The names that a story gives to what its steps answered.
struct Names {
    private var answers: [String: JSON] = [:]

    mutating func bind(_ name: String, _ answer: JSON) throws {
        guard answers.updateValue(answer, forKey: name) == nil else { throw StoryError("\(name) is named twice") }
    }

    /// A value with what stands for something else in it replaced: `"$name"`, and `{"$repeat": [text, times]}`.
    func resolve(_ value: JSON) throws -> JSON {
        switch value {
        case .text(let text) where text.hasPrefix("$$"): return .text(String(text.dropFirst()))
        case .text(let text) where text.hasPrefix("$"):
            guard let named = lookUp(text.dropFirst()) else { throw StoryError("\(text) names nothing") }
            return named
        case .list(let parts): return .list(try parts.map(resolve))
        case .object(let fields):
            guard let of = fields["$repeat"] else { return .object(try fields.mapValues(resolve)) }
            guard let text = of[0]?.text, let times = of[1]?.int else {
                throw StoryError("$repeat takes a text and how often")
            }
            return .text(String(repeating: text, count: times))
        default: return value
        }
    }

    /// `salah`: the id in its answer. `salah.scale.id`: that field of it. `salah/Fajr`: the item below its root by that
    /// path; `salah/`: its root.
    private func lookUp(_ reference: Substring) -> JSON? {
        let end = reference.firstIndex { $0 == "/" || $0 == "." } ?? reference.endIndex
        guard let answer = answers[String(reference[..<end])] else { return nil }
        let rest = reference[end...]
        if rest.hasPrefix("/") {
            guard let items = answer["items"]?.list, let root = items.first?["path"]?.text else { return nil }
            let path = rest == "/" ? root : root + rest
            return items.first { $0["path"]?.text == path }?["id"]
        }
        let fields = rest.isEmpty ? ["id"] : rest.dropFirst().split(separator: ".")
        return fields.reduce(answer as JSON?) { value, field in
            if let place = Int(field), case .list = value { value?[place] } else { value?[String(field)] }
        }
    }
}
