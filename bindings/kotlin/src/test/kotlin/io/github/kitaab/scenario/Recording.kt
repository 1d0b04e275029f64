package io.github.kitaab.scenario

import io.github.kitaab.*
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject

/** Performs what records: entries and reflections, exempt days, and what makes up for them. */
internal suspend fun recording(book: Book, operation: String, with: Inputs): JsonElement = when (operation.substringBefore('.')) {
    "entries" -> entries(book, operation, with)
    "reflections" -> reflections(book, operation, with)
    "make_ups" -> makeUps(book, operation, with)
    else -> exemptions(book, operation, with)
}

private suspend fun entries(book: Book, operation: String, with: Inputs): JsonElement {
    val entries = book.entries()
    val committed = when (operation) {
        "entries.put" -> entries.put(with.item(), with.day("day"), with.value())
        "entries.add" -> entries.add(with.item(), with.day("day"), with.amount())
        "entries.note" -> entries.note(with.item(), with.day("day"), with.textOrNull("note"))
        "entries.put_many" -> entries.putMany(with.each("entries").map { it.newEntry() })
        "entries.batch" ->
            entries.batch(RequestId(with.id("request")), with.each("put").map { it.newEntry() }, with.each("add").map { it.countToAdd() })
        "entries.remove" -> entries.remove(with.item(), with.day("day"))
        "entries.get" -> return answer("entry" to entries.get(with.item(), with.day("day")))
        "entries.list" -> {
            val items = with.idsOrNull("items")?.map(::ItemId)
            return json(entries.list(EntryQuery(items, with.spanOrNull(), with.entryCursorOrNull(), with.intOrNull("limit"))))
        }
        "entries.search" -> return json(entries.search(with.text("words"), with.entryCursorOrNull(), with.intOrNull("limit")))
        "entries.day" -> {
            val page = entries.day(with.day("day"))
            return json(page) as JsonObject + answer("items" to page.lines)
        }
        "entries.set_reviewed" -> entries.setReviewed(with.day("day"), with.flag("reviewed"))
        "entries.reviewed" -> return answer("days" to entries.reviewed(with.span()))
        else -> unknown(operation)
    }
    return written(book, committed)
}

private suspend fun reflections(book: Book, operation: String, with: Inputs): JsonElement {
    val reflections = book.reflections()
    val committed = when (operation) {
        "reflections.write" -> reflections.write(with.day("day"), with.category(), with.text("text"))
        "reflections.remove" -> reflections.remove(with.day("day"), with.category())
        "reflections.read" -> return answer("reflection" to reflections.read(with.day("day"), with.category()))
        "reflections.list" -> {
            val after = with.recordOrNull("after")?.let { ReflectionCursor(it.day("day"), it.category()) }
            val category = with.wordOrNull<Category>("category")
            return json(reflections.list(ReflectionQuery(with.spanOrNull(), category, after, with.intOrNull("limit"))))
        }
        "reflections.search" -> return json(reflections.search(with.text("words")))
        else -> unknown(operation)
    }
    return written(book, committed)
}

private suspend fun makeUps(book: Book, operation: String, with: Inputs): JsonElement {
    val makeUps = book.makeUps()
    val item = with.item()
    val committed = when (operation) {
        "make_ups.add" -> makeUps.add(item, with.day("day"), with.int("count"))
        "make_ups.put" -> makeUps.put(item, with.day("day"), with.int("count"))
        "make_ups.remove" -> makeUps.remove(item, with.day("day"))
        "make_ups.add_fidya" -> makeUps.addFidya(item, with.day("day"), with.int("count"))
        "make_ups.put_fidya" -> makeUps.putFidya(item, with.day("day"), with.int("count"))
        "make_ups.remove_fidya" -> makeUps.removeFidya(item, with.day("day"))
        "make_ups.confirm_missed" -> makeUps.confirmMissed(item, with.day("until"))
        "make_ups.unconfirm_missed" -> makeUps.unconfirmMissed(item, with.day("from"))
        "make_ups.unconfirmed_days" -> return answer("days" to makeUps.unconfirmedDays(item))
        "make_ups.balance" -> return json(makeUps.balance(item))
        "make_ups.history" -> return json(makeUps.history(item))
        "make_ups.settled" -> return json(makeUps.settled(item))
        else -> unknown(operation)
    }
    return written(book, committed)
}

private suspend fun exemptions(book: Book, operation: String, with: Inputs): JsonElement {
    val exemptions = book.exemptions()
    fun exemption() = ExemptionId(with.id("exemption"))
    val committed = when (operation) {
        "exemptions.add" -> {
            val new = NewExemption(with.scope(), with.reason(), with.day("first_day"), with.dayOrNull("last_day"))
            return exemptions.add(new).let { made(book, it.exemption, it.committed) }
        }
        "exemptions.list" -> return answer("exemptions" to exemptions.list())
        "exemptions.edit" -> exemptions.edit(
            exemption(),
            ExemptionEdit(with.scopeOrNull(), with.reasonOrNull(), with.dayOrNull("first_day"), with.dayOrNull("last_day")),
        )
        "exemptions.end" -> exemptions.end(exemption(), with.day("last_day"))
        "exemptions.remove" -> exemptions.remove(exemption())
        else -> unknown(operation)
    }
    return written(book, committed)
}
