import Foundation
import Kitaab

/// The inputs of a step, in which names are replaced already, as the values of the library.
struct Inputs {
    private let fields: JSON

    init(_ fields: JSON) { self.fields = fields }

    private func given(_ name: String) -> JSON? {
        if let value = fields[name], value != .null { value } else { nil }
    }

    private func needed(_ name: String) throws -> JSON {
        guard let value = given(name) else { throw StoryError("missing field `\(name)`") }
        return value
    }

    func textIfAny(_ name: String) throws -> String? { try given(name).map(readText) }
    func text(_ name: String) throws -> String { try readText(needed(name)) }
    func texts(_ name: String) throws -> [String] { try readList(needed(name)).map(readText) }
    func textsIfAny(_ name: String) throws -> [String]? { try given(name).map { try readList($0).map(readText) } }
    func int(_ name: String) throws -> Int32 { try readNumber(needed(name)) }
    func intIfAny(_ name: String) throws -> Int32? { try given(name).map(readNumber) }
    func long(_ name: String) throws -> Int64 { Int64(try int(name)) }
    func longIfAny(_ name: String) throws -> Int64? { try intIfAny(name).map { Int64($0) } }
    func has(_ name: String) -> Bool { given(name) != nil }
    func recordIfAny(_ name: String) -> Inputs? { given(name).map(Inputs.init) }
    func ids<Id: Identifier>(_ name: String) throws -> [Id] { try readList(needed(name)).map { try readId($0) } }
    func idsIfAny<Id: Identifier>(_ name: String) throws -> [Id]? { has(name) ? try ids(name) : nil }
    func idIfAny<Id: Identifier>(_ name: String) throws -> Id? { try given(name).map { try readId($0) } }
    func spanIfAny() throws -> DaySpan? { has("first_day") ? try span() : nil }
    func between(_ name: String) throws -> DaySpan {
        let days = Inputs(try needed(name))
        return DaySpan(first: try days.day("first"), last: try days.day("last"))
    }
    func entryCursor() throws -> EntryCursor? {
        try recordIfAny("after").map { EntryCursor(day: try $0.day("day"), item: try $0.item()) }
    }
    func rateIfAny() throws -> FidyaRate? {
        try recordIfAny("rate").map { FidyaRate(amount: try $0.amount(), unit: try $0.text("unit")) }
    }
    func flagIfAny(_ name: String) -> Bool? { given(name)?.bool }
    func flag(_ name: String) throws -> Bool { try needed(name).bool ?? false }
    func day(_ name: String) throws -> Day { try readDay(needed(name)) }
    func dayIfAny(_ name: String) throws -> Day? { try given(name).map(readDay) }
    func id<Id: Identifier>(_ name: String) throws -> Id { try readId(needed(name)) }
    func item() throws -> ItemId { try id("item") }
    func amount() throws -> Decimal { try readAmount(needed("amount")) }
    func each(_ name: String) throws -> [Inputs] { try (given(name).map(readList) ?? []).map(Inputs.init) }
    func span() throws -> DaySpan { DaySpan(first: try day("first_day"), last: try day("last_day")) }
    func word<Word: CaseIterable>(_ name: String) throws -> Word { try named(text(name)) }
    func wordIfAny<Word: CaseIterable>(_ name: String) throws -> Word? { try textIfAny(name).map(named) }
    func weekdayIfAny(_ name: String) throws -> Weekday? { try intIfAny(name).map { week[Int($0)] } }
    func mapping() throws -> [Int32?]? {
        try given("mapping").map { try readList($0).map { $0 == .null ? nil : try readNumber($0) } }
    }
    func checkpoint() throws -> Checkpoint? {
        try given("expected").map(Inputs.init).map { Checkpoint(seq: try $0.long("seq"), link: try $0.text("link")) }
    }

    /// A label, or an amount in digits.
    func value() throws -> ValueInput {
        if let label = try textIfAny("value") { .labelled(label: label) } else { .counted(amount: try amount()) }
    }

    func newEntry() throws -> NewEntry {
        try onlyKnown(fields, ["item", "day", "value", "amount", "note"], "an entry")
        return NewEntry(item: try item(), day: try day("day"), value: try value(), note: try textIfAny("note"))
    }

    func countToAdd() throws -> CountToAdd {
        try onlyKnown(fields, ["item", "day", "amount"], "an amount")
        return CountToAdd(item: try item(), day: try day("day"), amount: try amount())
    }

    func month(_ name: String) throws -> HijriMonth {
        let parts = try text(name).split(separator: "-").compactMap { Int32($0) }
        guard parts.count == 2 else { throw StoryError("not a month: \(fields)") }
        return HijriMonth(year: parts[0], month: parts[1])
    }

    func scope() throws -> Scope {
        let scope = try needed("scope")
        if scope.text == "hasanaat" { return .hasanaat }
        let (kind, what) = try only(scope)
        switch kind {
        case "deed": return .ofDeed(deed: try readId(what))
        case "item": return .ofItem(item: try readId(what))
        default: throw StoryError("there is no scope \(kind)")
        }
    }

    func reason() throws -> Reason {
        let reason = try needed("reason")
        switch reason.text {
        case "menstruation": return .menstruation
        case "postnatal": return .postnatal
        case "travel": return .travel
        case "illness": return .illness
        default: return .other(words: try readText(only(reason).1))
        }
    }

    func excuses() throws -> [Excuse]? {
        try given("excuses")?.object?.map { reason, what in
            let what = Inputs(what)
            return Excuse(reason: try named(reason), lifts: try what.flag("lifts"), owed: try what.flag("owed"))
        }
    }

    func makeUp(_ name: String = "make_up") throws -> MakeUpPolicy? {
        try recordIfAny(name).map { MakeUpPolicy(opening: try $0.int("opening"), fromDay: try $0.day("from")) }
    }

    func goalIfAny() throws -> Goal? { try given("goal").map(readGoal) }
    func goal() throws -> Goal { try readGoal(needed("goal")) }
    func scheduleIfAny() throws -> Schedule? { try given("schedule").map(readSchedule) }
    func schedule() throws -> Schedule { try readSchedule(needed("schedule")) }
    func rule() throws -> Rule { try readRule(needed("rule")) }
    func conditions(_ name: String) throws -> [Condition] { try readList(needed(name)).map(readCondition) }
    func record() throws -> RecordKey { try readRecord(needed("record")) }

    func time() throws -> ReminderTime {
        let (kind, what) = try only(needed("time"))
        let time = Inputs(what)
        switch kind {
        case "once": return .once(day: try time.day("day"), minute: try time.int("minute"))
        case "recurring": return .recurring(minute: try time.int("minute"), schedule: try time.schedule())
        default: throw StoryError("there is no time \(kind)")
        }
    }

    func subject() throws -> Subject {
        let (kind, what) = try only(needed("subject"))
        switch kind {
        case "category": return .ofCategory(category: try named(readText(what)))
        case "deed": return .ofDeed(deed: try readId(what))
        case "item": return .ofItem(item: try readId(what))
        default: throw StoryError("there is no subject \(kind)")
        }
    }

    func shared() throws -> Shared {
        let (kind, id) = try only(needed("shared"))
        switch kind {
        case "deed": return .ofDeed(deed: try readId(id))
        case "item": return .ofItem(item: try readId(id))
        default: throw StoryError("there is nothing shared by \(kind)")
        }
    }

    func wish() throws -> Wish {
        let wish = try needed("wish")
        if wish.text == "private" { return .private }
        let (kind, item) = try only(wish)
        switch kind {
        case "read": return .read(item: try readId(item))
        case "write": return .write(item: try readId(item))
        default: throw StoryError("there is no wish \(kind)")
        }
    }
}

private let week: [Weekday] = [.mon, .tue, .wed, .thu, .fri, .sat, .sun]

/// The case that a word names.
private func named<Word: CaseIterable>(_ word: String) throws -> Word {
    guard let found = Word.allCases.first(where: { snake("\($0)") == word }) else {
        throw StoryError("there is no \(Word.self) \(word)")
    }
    return found
}

private func readText(_ value: JSON) throws -> String {
    guard let text = value.text else { throw StoryError("not a text: \(value)") }
    return text
}

private func readNumber(_ value: JSON) throws -> Int32 {
    guard let number = value.int else { throw StoryError("not a number: \(value)") }
    return Int32(number)
}

private func readList(_ value: JSON) throws -> [JSON] {
    guard let list = value.list else { throw StoryError("not a list: \(value)") }
    return list
}

private func readDay(_ value: JSON) throws -> Day {
    guard let day = Day(try readText(value)) else { throw StoryError("not a day: \(value)") }
    return day
}

private func readId<Id: Identifier>(_ value: JSON) throws -> Id {
    guard let id = Id(try readText(value)) else { throw StoryError("not an id: \(value)") }
    return id
}

private func readAmount(_ value: JSON) throws -> Decimal {
    guard let amount = Decimal(string: try readText(value)) else { throw StoryError("not an amount: \(value)") }
    return amount
}

/// The one field of an object.
private func only(_ value: JSON) throws -> (String, JSON) {
    guard let fields = value.object, fields.count == 1, let field = fields.first else {
        throw StoryError("\(value) has not one field")
    }
    return field
}

private func readGoal(_ value: JSON) throws -> Goal {
    let (kind, bound) = try only(value)
    switch kind {
    case "amount_at_least": return .amountAtLeast(amount: try readAmount(bound))
    case "amount_at_most": return .amountAtMost(amount: try readAmount(bound))
    case "score_at_least": return .scoreAtLeast(score: try readNumber(bound))
    case "score_at_most": return .scoreAtMost(score: try readNumber(bound))
    default: throw StoryError("there is no goal \(kind)")
    }
}

private func readSchedule(_ value: JSON) throws -> Schedule {
    if value.text == "daily" { return .daily }
    let (kind, what) = try only(value)
    let inputs = Inputs(what)
    switch kind {
    case "weekdays": return .onWeekdays(days: try readList(what).map { try named(readText($0).lowercased()) })
    case "times_per_week":
        return .timesPerWeek(times: try inputs.int("times"), weekStart: week[Int(try inputs.int("week_start"))])
    case "times_per_month": return .timesPerMonth(times: try inputs.int("times"))
    case "every_n_days": return .everyNDays(n: try inputs.int("n"), fromDay: try inputs.day("from"))
    case "hijri_month_days": return .hijriMonthDays(days: try readList(what).map(readNumber))
    case "hijri_months": return .hijriMonths(months: try readList(what).map(readNumber))
    case "hijri_dates":
        let dates = try readList(what).map { try readList($0).map(readNumber) }
        return .hijriDates(dates: dates.map { HijriMonthDay(month: $0[0], day: $0[1]) })
    default: throw StoryError("there is no schedule \(kind)")
    }
}

private func readRule(_ value: JSON) throws -> Rule {
    let (kind, what) = try only(value)
    switch kind {
    case "all": return .all(rules: try readList(what).map(readRule))
    case "any": return .any(rules: try readList(what).map(readRule))
    case "at_least":
        return .atLeast(n: try Inputs(what).int("n"), rules: try readList(what["rules"] ?? .null).map(readRule))
    case "not": return .not(rules: [try readRule(what)])
    case "condition": return .holds(condition: try readCondition(what))
    default: throw StoryError("there is no rule \(kind)")
    }
}

private func readCondition(_ value: JSON) throws -> Condition {
    try onlyKnown(value, ["item", "below", "test"], "a condition")
    let below: Below? = try Inputs(value).textIfAny("below").map(named)
    return Condition(item: try Inputs(value).item(), test: try readTest(value["test"] ?? .null), below: below)
}

private func readTest(_ value: JSON) throws -> Kitaab.Test {
    let (kind, what) = try only(value)
    switch kind {
    case "total_at_least": return .totalAtLeast(amount: try readAmount(what))
    case "days_at_least":
        return .daysAtLeast(n: try Inputs(what).int("n"), matching: try readMatch(what["matching"] ?? .null))
    case "every_day": return .everyDay(matching: try readMatch(what))
    default: throw StoryError("there is no test \(kind)")
    }
}

private func readMatch(_ value: JSON) throws -> Match {
    if value.text == "logged" { return .logged }
    let (kind, what) = try only(value)
    switch kind {
    case "is":
        let position = try Inputs(what).int("position")
        return .is(value: ScaleValueRef(scale: try Inputs(what).id("scale"), position: position))
    case "score_at_least": return .scoreAtLeast(score: try readNumber(what))
    case "score_at_most": return .scoreAtMost(score: try readNumber(what))
    case "amount_at_least": return .amountAtLeast(amount: try readAmount(what))
    case "amount_at_most": return .amountAtMost(amount: try readAmount(what))
    default: throw StoryError("there is no match \(kind)")
    }
}

private func readRecord(_ value: JSON) throws -> RecordKey {
    let (kind, what) = try only(value)
    switch kind {
    case "entry": return .entry(item: try readId(what[0] ?? .null), day: try readDay(what[1] ?? .null))
    case "make_up": return .makeUp(item: try readId(what[0] ?? .null), day: try readDay(what[1] ?? .null))
    case "reflection":
        return .reflection(day: try readDay(what[0] ?? .null), category: try named(readText(what[1] ?? .null)))
    case "reviewed": return .reviewed(day: try readDay(what))
    case "fidya": return .fidya(item: try readId(what[0] ?? .null), day: try readDay(what[1] ?? .null))
    case "item": return .item(id: try readId(what))
    case "deed": return .deed(id: try readId(what))
    case "merit": return .merit(id: try readId(what))
    case "reminder": return .reminder(id: try readId(what))
    default: throw StoryError("there is no record \(kind)")
    }
}
