// What the owner wrote belongs into no log: printing tells only how long it is.

extension Entry: CustomStringConvertible {
    /// The entry, without the words of its note.
    public var description: String { shown(self, hiding: "note") }
}

extension NewEntry: CustomStringConvertible {
    /// The entry, without the words of its note.
    public var description: String { shown(self, hiding: "note") }
}

extension DayLine: CustomStringConvertible {
    /// The line, without the words of its note.
    public var description: String { shown(self, hiding: "note") }
}

extension Reflection: CustomStringConvertible {
    /// The reflection, without its words.
    public var description: String { shown(self, hiding: "text") }
}

extension RecordImage: CustomStringConvertible {
    /// The image, without the words that were written.
    public var description: String {
        switch self {
        case .entry(let value, let note): "entry(value: \(value), note: \(length(of: note)))"
        case .reviewed: "reviewed"
        case .makeUp(let count): "makeUp(count: \(count))"
        case .fidya(let count): "fidya(count: \(count))"
        case .reflection(let text): "reflection(text: \(length(of: text)))"
        case .structure(let kind): "structure(kind: \(kind))"
        }
    }
}

extension Reason: CustomStringConvertible {
    /// The reason, without the owner's words.
    public var description: String {
        switch self {
        case .menstruation: "menstruation"
        case .postnatal: "postnatal"
        case .travel: "travel"
        case .illness: "illness"
        case .other(let words): "other(words: \(length(of: words)))"
        }
    }
}

private func shown(_ value: Any, hiding hidden: String) -> String {
    let mirror = Mirror(reflecting: value)
    let fields = mirror.children.map { name, value in
        "\(name ?? ""): \(name == hidden ? length(of: value as? String) : "\(value)")"
    }
    return "\(mirror.subjectType)(\(fields.joined(separator: ", ")))"
}

private func length(of text: String?) -> String {
    text.map { "<\($0.unicodeScalars.count) characters>" } ?? "nil"
}
