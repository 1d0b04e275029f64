import Foundation

/// A value of JSON, in which whole numbers are told from others.
indirect enum JSON: Equatable, Sendable {
    case null
    case bool(Bool)
    case int(Int)
    case double(Double)
    case text(String)
    case list([JSON])
    case object([String: JSON])

    subscript(name: String) -> JSON? {
        if case .object(let fields) = self { fields[name] } else { nil }
    }

    subscript(place: Int) -> JSON? {
        if case .list(let parts) = self, parts.indices.contains(place) { parts[place] } else { nil }
    }

    var text: String? { if case .text(let text) = self { text } else { nil } }
    var int: Int? { if case .int(let number) = self { number } else { nil } }
    var bool: Bool? { if case .bool(let yes) = self { yes } else { nil } }
    var list: [JSON]? { if case .list(let parts) = self { parts } else { nil } }
    var object: [String: JSON]? { if case .object(let fields) = self { fields } else { nil } }
}

extension JSON: Decodable {
    private struct Name: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
        if let fields = try? decoder.container(keyedBy: Name.self) {
            var object: [String: JSON] = [:]
            for name in fields.allKeys { object[name.stringValue] = try fields.decode(JSON.self, forKey: name) }
            self = .object(object)
        } else if var parts = try? decoder.unkeyedContainer() {
            var list: [JSON] = []
            while !parts.isAtEnd { list.append(try parts.decode(JSON.self)) }
            self = .list(list)
        } else {
            let value = try decoder.singleValueContainer()
            if value.decodeNil() {
                self = .null
            } else if let yes = try? value.decode(Bool.self) {
                self = .bool(yes)
            } else if let number = try? value.decode(Int.self) {
                self = .int(number)
            } else if let number = try? value.decode(Double.self) {
                self = .double(number)
            } else {
                self = .text(try value.decode(String.self))
            }
        }
    }

    static func read(_ text: String) throws -> JSON {
        try JSONDecoder().decode(JSON.self, from: Data(text.utf8))
    }
}

extension JSON: CustomStringConvertible {
    var description: String {
        switch self {
        case .null: "null"
        case .bool(let yes): "\(yes)"
        case .int(let number): "\(number)"
        case .double(let number): "\(number)"
        case .text(let text): "\"\(text)\""
        case .list(let parts): "[\(parts.map(\.description).joined(separator: ","))]"
        case .object(let fields):
            "{\(fields.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ","))}"
        }
    }
}
