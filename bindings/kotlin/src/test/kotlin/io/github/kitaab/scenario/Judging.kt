package io.github.kitaab.scenario

import io.github.kitaab.*
import kotlinx.serialization.json.JsonElement

/** Performs what judges: merits and targets. */
internal suspend fun judging(book: Book, operation: String, with: Inputs): JsonElement =
    if (operation.startsWith("merits.")) merits(book, operation, with) else targets(book, operation, with)

private suspend fun merits(book: Book, operation: String, with: Inputs): JsonElement {
    val merits = book.merits()
    fun merit() = MeritId(with.id("merit"))
    val committed = when (operation) {
        "merits.add" -> {
            val new = NewMerit(
                title = with.text("title"),
                days = with.int("days"),
                rule = with.rule(),
                category = with.meritCategory(),
                description = with.textOrNull("description"),
                active = with.flagOrNull("active"),
            )
            return merits.add(new).let { made(book, it.merit, it.committed) }
        }
        "merits.get" -> return json(merits.get(merit()))
        "merits.list" -> return answer("merits" to merits.list())
        "merits.edit" -> merits.edit(
            merit(),
            MeritEdit(
                title = with.textOrNull("title"),
                description = with.textOrNull("description"),
                category = with.wordOrNull<MeritCategory>("category"),
                days = with.intOrNull("days"),
                rule = with.ruleOrNull(),
            ),
        )
        "merits.activate" -> merits.activate(merit(), with.flag("active"))
        "merits.reorder" -> merits.reorder(with.ids("order").map(::MeritId))
        "merits.remove" -> merits.remove(merit())
        "merits.evaluate" -> return json(merits.evaluate(merit(), with.day("day"), with.textOrNull("language")))
        "merits.evaluate_all" -> return answer("verdicts" to merits.evaluateAll(with.day("day"), with.textOrNull("language")))
        "merits.outcomes" -> return answer("merits" to merits.outcomes(with.span()))
        "merits.record" -> return json(merits.record(merit(), with.day("day"), with.textOrNull("language")))
        "merits.record_all" -> return answer("verdicts" to merits.recordAll(with.day("day"), with.textOrNull("language")))
        "merits.backfill" -> return answer("verdicts" to merits.backfill(merit(), with.span()))
        "merits.history" -> return answer("verdicts" to merits.history(merit(), with.span()))
        "merits.recompute" -> return answer("turned" to merits.recompute())
        else -> unknown(operation)
    }
    return written(book, committed)
}

private suspend fun targets(book: Book, operation: String, with: Inputs): JsonElement {
    val targets = book.targets()
    fun target() = TargetId(with.id("target"))
    val committed = when (operation) {
        "targets.add" -> {
            val new = NewTarget(
                title = with.text("title"),
                firstDay = with.day("first_day"),
                lastDay = with.day("last_day"),
                items = with.conditions("items"),
                description = with.textOrNull("description"),
            )
            return targets.add(new).let { made(book, it.target, it.committed) }
        }
        "targets.get" -> return json(targets.get(target()))
        "targets.list" -> return answer("targets" to targets.list())
        "targets.edit" -> targets.edit(
            target(),
            TargetEdit(
                title = with.textOrNull("title"),
                description = with.textOrNull("description"),
                firstDay = with.dayOrNull("first_day"),
                lastDay = with.dayOrNull("last_day"),
                items = with.conditionsOrNull("items"),
                active = with.flagOrNull("active"),
            ),
        )
        "targets.remove" -> targets.remove(target())
        "targets.progress" -> return json(targets.progress(target()))
        "targets.progress_all" -> return answer("targets" to targets.progressAll())
        else -> unknown(operation)
    }
    return written(book, committed)
}

/** Performs what concerns reminders. A story confirms and releases what was last handed out of one. */
internal suspend fun reminding(
    book: Book,
    handedOut: MutableMap<ReminderId, DueReminder>,
    operation: String,
    with: Inputs,
): JsonElement {
    val reminders = book.reminders()
    fun reminder() = ReminderId(with.id("reminder"))
    fun last() = handedOut[reminder()] ?: throw StoryException("${reminder()} was not handed out")
    val committed = when (operation) {
        "reminders.add" -> {
            val new = NewReminder(
                title = with.text("title"),
                time = with.time(),
                text = with.textOrNull("text"),
                item = with.itemOrNull("item"),
                priority = with.intOrNull("priority"),
            )
            return reminders.add(new).let { made(book, it.reminder, it.committed) }
        }
        "reminders.list" -> return answer("reminders" to reminders.list())
        "reminders.edit" -> reminders.edit(
            reminder(),
            ReminderEdit(
                title = with.textOrNull("title"),
                text = with.textOrNull("text"),
                priority = with.intOrNull("priority"),
                time = with.timeOrNull(),
                active = with.flagOrNull("active"),
            ),
        )
        "reminders.complete" -> reminders.complete(reminder())
        "reminders.snooze" -> reminders.snooze(reminder(), with.instant("until"))
        "reminders.remove" -> reminders.remove(reminder())
        "reminders.due" -> {
            val due = reminders.due(DueOptions(with.longOrNull("grace"), with.longOrNull("lease")))
            due.associateByTo(handedOut) { it.reminder.id }
            return answer("due" to due)
        }
        "reminders.confirm" -> {
            reminders.confirm(last())
            return answer()
        }
        "reminders.release" -> return answer("released" to reminders.release(last()))
        else -> unknown(operation)
    }
    return written(book, committed)
}
