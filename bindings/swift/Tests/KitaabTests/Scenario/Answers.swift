import Foundation
@testable import Kitaab

/// An error as a story tells it.
func answer(_ error: KitaabError) -> JSON {
    .object(error.data.mapValues(JSON.text)) + answer(("code", error.code), ("message", error.text))
}

/// An object of some fields.
func answer(_ fields: (String, Any?)...) -> JSON {
    .object(Dictionary(uniqueKeysWithValues: fields.map { ($0.0, json($0.1)) }))
}

/// Both in one object.
func + (one: JSON, other: JSON) -> JSON {
    .object((one.object ?? [:]).merging(other.object ?? [:]) { _, later in later })
}

/// A value of the library as JSON, in the shapes of docs/cli.md. A record becomes an object of its fields, whatever they are;
/// only where the shapes differ, that is written out.
func json(_ value: Any?) -> JSON {
    guard let value else { return .null }
    switch value {
    case let value as JSON: return value
    case let text as String: return .text(text)
    case let yes as Bool: return .bool(yes)
    case let number as Int32: return .int(Int(number))
    case let number as Int64: return .int(Int(number))
    case let number as Double: return .double(number)
    case let amount as Decimal: return .text(amount.description)
    case let date as Date: return .text(instantText(date))
    case let day as Day: return .text(day.description)
    case let id as any Identifier: return .text(id.description)
    case let weekday as Weekday: return .text("\(weekday)".capitalized)
    case let list as [Any?]: return .list(list.map(json))
    case let date as HijriDate:
        return .text(String(format: "%04d-%02d-%02d", date.year, date.month, date.day))
    case EntryValue.onScale(_, let version, let position, let label, let score):
        return answer(
            ("measure", "scale"), ("label", label), ("score", score), ("position", position), ("version", version))
    case EntryValue.counted(let amount, let unit):
        return answer(("measure", "count"), ("amount", amount), ("unit", unit))
    case Quantity.total(let amount): return answer(("amount", amount))
    case Quantity.days(let days): return answer(("days", days))
    case Scope.hasanaat: return .text("hasanaat")
    case Scope.ofDeed(let deed): return answer(("deed", deed))
    case Scope.ofItem(let item): return answer(("item", item))
    case Shared.ofDeed(let deed): return answer(("deed", deed))
    case Shared.ofItem(let item): return answer(("item", item))
    case Reason.other(let words): return answer(("other", words))
    case Kitaab.Test.totalAtLeast(let amount): return answer(("total_at_least", amount))
    case let test as Kitaab.Test:
        let (word, fields) = parts(of: test)
        return answer((word, word == "every_day" ? fields["matching"] : JSON.object(fields)))
    case Match.logged: return .text("logged")
    case let match as Match:
        let (word, fields) = parts(of: match)
        return answer((word, fields.values.first))
    case let verdict as RuleVerdict: return answer(("outcome", verdict.outcome), ("detail", detail(verdict)))
    case RecordImage.structure: return answer(("kind", "record"))
    case let image as RecordImage:
        let (word, fields) = parts(of: image)
        return .object(fields) + answer(("kind", word))
    default: return record(value)
    }
}

func detail(_ verdict: RuleVerdict) -> JSON {
    switch verdict.part {
    case .all: answer(("all", verdict.rules))
    case .any: answer(("any", verdict.rules))
    case .atLeast: answer(("at_least", answer(("n", verdict.n), ("rules", verdict.rules))))
    case .not: answer(("not", verdict.rules.first))
    case .condition: answer(("condition", verdict.condition))
    }
}

/// `hide_from_graphs` of `hideFromGraphs`.
func snake(_ name: String) -> String {
    name.reduce(into: "") { text, letter in
        text += letter.isUppercase ? "_\(letter.lowercased())" : String(letter)
    }
}

private func record(_ value: Any) -> JSON {
    let mirror = Mirror(reflecting: value)
    switch mirror.displayStyle {
    case .optional: return mirror.children.first.map { json($0.value) } ?? .null
    case .enum where mirror.children.isEmpty: return .text(snake("\(value)"))
    default: return .object(fields(of: mirror))
    }
}

/// The word of a case, and what it carries.
private func parts(of value: Any) -> (String, [String: JSON]) {
    guard let child = Mirror(reflecting: value).children.first else { return (snake("\(value)"), [:]) }
    let carried = Mirror(reflecting: child.value)
    return (snake(child.label ?? ""), fields(of: carried))
}

private func fields(of mirror: Mirror) -> [String: JSON] {
    Dictionary(uniqueKeysWithValues: mirror.children.map { (snake($0.label ?? ""), json($0.value)) })
}
