package io.github.kitaab.scenario

import io.github.kitaab.*
import kotlin.io.path.deleteIfExists
import kotlin.io.path.readText
import kotlin.io.path.writeText
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject

/** Performs what others may see. */
internal suspend fun people(book: Book, operation: String, with: Inputs): JsonElement {
    val people = book.people()
    fun relation() = RelationId(with.id("relation"))
    val committed = when (operation) {
        "people.request" -> return people.request(with.relationKind(), with.user()).let { made(book, it.relation, it.committed) }
        "people.grant" -> {
            val new = NewPermission(relation(), with.shared(), with.level(), with.flagOrNull("confirmed"))
            return people.grant(new).let { made(book, it.permission, it.committed) }
        }
        "people.relations" -> return answer("relations" to people.relations())
        "people.blocks" -> return answer("blocks" to people.blocks())
        "people.sharing_with" -> return answer("relation" to people.sharingWith(with.user()))
        "people.permissions" -> return answer("permissions" to people.permissions())
        "people.may" -> {
            val access = people.may(with.user(), with.wish())
            val allowed = if (with.user() == book.owner()) "owner" else "permitted"
            return answer("allowed" to access.allowed, "why" to (access.refusal ?: allowed))
        }
        "people.accesses" -> return json(people.accesses())
        "people.accept" -> people.accept(relation())
        "people.reject" -> people.reject(relation())
        "people.end" -> people.end(relation())
        "people.block" -> people.block(with.user())
        "people.unblock" -> people.unblock(with.user())
        "people.revoke" -> people.revoke(PermissionId(with.id("permission")))
        else -> unknown(operation)
    }
    return written(book, committed)
}

/** Performs what keeps a book: its ledger, and files. */
internal suspend fun keeping(world: World, book: Book, operation: String, with: Inputs): JsonElement {
    val ledger = book.ledger()
    return when (operation) {
        "ledger.checkpoint" -> json(ledger.checkpoint())
        "ledger.commits" -> answer("commits" to ledger.commits(with.longOrNull("before"), with.intOrNull("limit")))
        "ledger.history" -> answer("events" to ledger.history(with.record()))
        "ledger.undo" -> undone(book, ledger.undo())
        "ledger.undo_commit" -> undone(book, ledger.undoCommit(with.long("seq")))
        "ledger.redo" -> undone(book, ledger.redo())
        "ledger.verify" -> {
            val report = ledger.verify(with.checkpointOrNull())
            json(report) as JsonObject + answer("checkpoint" to report.head)
        }
        "ledger.erase" -> written(book, ledger.erase(with.record()))
        "ledger.erase_book" -> {
            ledger.eraseBook(book.owner())
            answer()
        }
        "ledger.export" ->
            answer("checkpoint" to ledger.export(world.file(with.text("file")).toString(), with.textOrNull("passphrase")))
        "exports.csv" -> {
            val export = CsvExport(
                days = with.spanOrNull(),
                items = with.idsOrNull("items")?.map(::ItemId),
                category = with.wordOrNull<Category>("category"),
                notes = with.flagOrNull("notes"),
                bom = with.flagOrNull("bom"),
            )
            val file = world.file("export.csv").also { it.deleteIfExists() }
            val count = book.exports().csv(file.toString(), export)
            answer("count" to count, "found" to told(file.readText(), with.texts("look_for"))["found"])
        }
        "exports.calendar" -> {
            val export = CalendarExport(
                days = with.span(),
                reminders = with.flagOrNull("reminders"),
                targets = with.flagOrNull("targets"),
                exemptions = with.flagOrNull("exemptions"),
                occasions = with.flagOrNull("occasions"),
            )
            val file = world.file("export.ics").also { it.deleteIfExists() }
            val count = book.exports().calendar(file.toString(), export)
            answer("count" to count, "found" to told(file.readText(), with.texts("look_for"))["found"])
        }
        "imports.file" -> {
            val file = world.file("import.csv")
            file.writeText(with.texts("lines").joinToString("") { it + "\n" })
            val report = book.imports().file(file.toString())
            made(book, report, report.committed)
        }
        else -> unknown(operation)
    }
}

private suspend fun undone(book: Book, undone: Undone?): JsonElement =
    answer("of" to undone?.of) + (undone?.let { written(book, it.committed) } ?: answer("seq" to null, "replayed" to false, "turned" to listOf<Turned>()))
