/// How far two floats may be from each other: they are reckoned alike, but not necessarily in one order.
private let close = 1e-9

/// Where an answer is not as expected: see the README of the scenarios, "What is compared".
func differences(_ expected: JSON, _ answer: JSON, at path: String = "answer") -> [String] {
    switch (expected, answer) {
    case (.object(let fields), .object(let answered)):
        return fields.sorted { $0.key < $1.key }.flatMap { name, part in
            answered[name].map { differences(part, $0, at: "\(path).\(name)") } ?? ["\(path) has no \(name): \(answer)"]
        }
    case (.list(let parts), .list(let answered)) where parts.count == answered.count:
        return parts.indices.flatMap { differences(parts[$0], answered[$0], at: "\(path)[\($0)]") }
    default:
        return areEqual(expected, answer) ? [] : ["\(path) should be \(expected), and is \(answer)"]
    }
}

private func areEqual(_ expected: JSON, _ answer: JSON) -> Bool {
    switch (expected, answer) {
    case (.double(let one), .double(let other)): abs(one - other) <= close
    case (.int(let one), .double(let other)): abs(Double(one) - other) <= close
    case (.double(let one), .int(let other)): abs(one - Double(other)) <= close
    default: expected == answer
    }
}
