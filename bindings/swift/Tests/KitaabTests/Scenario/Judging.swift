import Kitaab

/// Performs what judges and reminds: merits, targets and reminders.
func merits(_ book: Book, _ operation: String, _ with: Inputs) async throws -> JSON {
    let committed: Committed
    let merits = book.merits()
    switch operation {
    case "merits.add":
        let new = NewMerit(
            title: try with.text("title"), days: try with.int("days"), rule: try with.rule(),
            category: try with.word("category"), description: try with.textIfAny("description"),
            active: with.flagIfAny("active"))
        let added = try await merits.add(merit: new)
        return try await made(book, added.merit, added.committed)
    case "merits.get": return json(try await merits.get(id: with.id("merit")))
    case "merits.list": return answer(("merits", try await merits.list()))
    case "merits.edit":
        let edit = MeritEdit(
            title: try with.textIfAny("title"), description: try with.textIfAny("description"),
            category: try with.wordIfAny("category"), days: try with.intIfAny("days"),
            rule: try with.has("rule") ? with.rule() : nil)
        committed = try await merits.edit(id: with.id("merit"), edit: edit)
    case "merits.activate": committed = try await merits.activate(id: with.id("merit"), active: with.flag("active"))
    case "merits.reorder": committed = try await merits.reorder(order: with.ids("order"))
    case "merits.remove": committed = try await merits.remove(id: with.id("merit"))
    case "merits.evaluate":
        return json(
            try await merits.evaluate(id: with.id("merit"), day: with.day("day"), language: with.textIfAny("language")))
    case "merits.evaluate_all":
        return answer(
            ("verdicts", try await merits.evaluateAll(day: with.day("day"), language: with.textIfAny("language"))))
    case "merits.outcomes": return answer(("merits", try await merits.outcomes(days: with.span())))
    case "merits.record":
        return json(
            try await merits.record(id: with.id("merit"), day: with.day("day"), language: with.textIfAny("language")))
    case "merits.record_all":
        return answer(
            ("verdicts", try await merits.recordAll(day: with.day("day"), language: with.textIfAny("language"))))
    case "merits.backfill":
        return answer(("verdicts", try await merits.backfill(id: with.id("merit"), days: with.span())))
    case "merits.history":
        return answer(("verdicts", try await merits.history(id: with.id("merit"), days: with.span())))
    case "merits.recompute": return answer(("turned", try await merits.recompute()))
    default: throw unknown(operation)
    }
    return try await written(book, committed)
}

func targets(_ book: Book, _ operation: String, _ with: Inputs) async throws -> JSON {
    let committed: Committed
    let targets = book.targets()
    switch operation {
    case "targets.add":
        let new = NewTarget(
            title: try with.text("title"), firstDay: try with.day("first_day"), lastDay: try with.day("last_day"),
            items: try with.conditions("items"), description: try with.textIfAny("description"))
        let added = try await targets.add(target: new)
        return try await made(book, added.target, added.committed)
    case "targets.get": return json(try await targets.get(id: with.id("target")))
    case "targets.list": return answer(("targets", try await targets.list()))
    case "targets.edit":
        let edit = TargetEdit(
            title: try with.textIfAny("title"), description: try with.textIfAny("description"),
            firstDay: try with.dayIfAny("first_day"), lastDay: try with.dayIfAny("last_day"),
            items: try with.has("items") ? with.conditions("items") : nil, active: with.flagIfAny("active"))
        committed = try await targets.edit(id: with.id("target"), edit: edit)
    case "targets.remove": committed = try await targets.remove(id: with.id("target"))
    case "targets.progress": return json(try await targets.progress(id: with.id("target")))
    case "targets.progress_all": return answer(("targets", try await targets.progressAll()))
    default: throw unknown(operation)
    }
    return try await written(book, committed)
}

/// A story confirms and releases what was last handed out of a reminder.
func reminding(
    _ book: Book, _ handedOut: inout [ReminderId: DueReminder], _ operation: String, _ with: Inputs
) async throws -> JSON {
    let committed: Committed
    let reminders = book.reminders()
    func last() throws -> DueReminder {
        let id: ReminderId = try with.id("reminder")
        guard let due = handedOut[id] else { throw StoryError("\(id) was not handed out") }
        return due
    }
    switch operation {
    case "reminders.add":
        let new = NewReminder(
            title: try with.text("title"), time: try with.time(), text: try with.textIfAny("text"),
            item: try with.idIfAny("item"), priority: try with.intIfAny("priority"))
        let added = try await reminders.add(reminder: new)
        return try await made(book, added.reminder, added.committed)
    case "reminders.list": return answer(("reminders", try await reminders.list()))
    case "reminders.edit":
        let edit = ReminderEdit(
            title: try with.textIfAny("title"), text: try with.textIfAny("text"),
            priority: try with.intIfAny("priority"), time: try with.has("time") ? with.time() : nil,
            active: with.flagIfAny("active"))
        committed = try await reminders.edit(id: with.id("reminder"), edit: edit)
    case "reminders.complete": committed = try await reminders.complete(id: with.id("reminder"))
    case "reminders.snooze":
        committed = try await reminders.snooze(id: with.id("reminder"), until: readInstant(with.text("until")))
    case "reminders.remove": committed = try await reminders.remove(id: with.id("reminder"))
    case "reminders.due":
        let options = DueOptions(grace: try with.longIfAny("grace"), lease: try with.longIfAny("lease"))
        let due = try await reminders.due(options: options)
        for one in due { handedOut[one.reminder.id] = one }
        return answer(("due", due))
    case "reminders.confirm":
        try await reminders.confirm(due: last())
        return answer()
    case "reminders.release": return answer(("released", try await reminders.release(due: last())))
    default: throw unknown(operation)
    }
    return try await written(book, committed)
}
