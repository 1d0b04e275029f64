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
    case Subject.ofCategory(let category): return answer(("category", category))
    case Subject.ofDeed(let deed): return answer(("deed", deed))
    case Subject.ofItem(let item): return answer(("item", item))
    case Reason.other(let words): return answer(("other", words))
    case Kitaab.Test.totalAtLeast(let amount): return answer(("total_at_least", amount))
    case let test as Kitaab.Test:
        let (word, fields) = parts(of: test)
        return answer((word, word == "every_day" ? fields["matching"] : JSON.object(fields)))
    case Match.logged: return .text("logged")
    case let match as Match:
        let (word, fields) = parts(of: match)
        return answer((word, fields.values.first))
    case let goal as Goal:
        let (word, fields) = parts(of: goal)
        return answer((word, fields.values.first))
    case Schedule.onWeekdays(let days): return answer(("weekdays", days))
    case let schedule as Schedule:
        let (word, fields) = parts(of: schedule)
        return fields.isEmpty ? .text(word) : answer((word, fields.count == 1 ? fields.values.first : .object(fields)))
    case Rule.not(let rules): return answer(("not", rules.first))
    case Rule.holds(let condition): return answer(("condition", condition))
    case let rule as Rule:
        let (word, fields) = parts(of: rule)
        return answer((word, word == "at_least" ? JSON.object(fields) : fields["rules"]))
    case let condition as Condition: return record(condition) + answer(("below", condition.below ?? .no))
    case let time as ReminderTime:
        let (word, fields) = parts(of: time)
        return answer((word, JSON.object(fields)))
    case Slot.planned(let day, let minute): return answer(("planned", answer(("day", day), ("minute", minute))))
    case Slot.putOff(let until): return answer(("put_off", until))
    case let verdict as Verdict:
        return record(verdict) + answer(("window", verdict.days), ("detail", detail(verdict.detail)))
    case let one as MeritVerdict: return json(one.verdict) + answer(("merit", one.merit))
    case let one as TargetStanding: return json(one.progress) + answer(("target", one.target))
    case let due as DueReminder:
        return record(due) + answer(("at", due.occurrence.at), ("slot", due.occurrence.slot))
    case let turned as Turned: return record(turned) + answer(("from", turned.before), ("to", turned.after))
    case let change as FigureChange:
        let means = change.meanScores.map { ("\($0.version)", JSON.double($0.change)) }
        return record(change) + answer(("mean_scores", JSON.object(Dictionary(uniqueKeysWithValues: means))))
    case let item as Item:
        let excuses = item.excuses.map { (snake("\($0.reason)"), json($0)) }
        return record(item) + answer(("excuses", JSON.object(Dictionary(uniqueKeysWithValues: excuses))))
    case let policy as MakeUpPolicy: return record(policy) + answer(("from", policy.fromDay))
    case let relation as Relation: return record(relation) + answer(("with", relation.other))
    case let deed as ImportedDeed: return record(deed) + answer(("id", deed.deed), ("new", deed.isNew))
    case let month as HijriMonth: return .text(String(format: "%04d-%02d", month.year, month.month))
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
