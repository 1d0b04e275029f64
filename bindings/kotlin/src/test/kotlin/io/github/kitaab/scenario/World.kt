package io.github.kitaab.scenario

import io.github.kitaab.*
import java.nio.file.Files
import java.nio.file.Path
import java.time.Instant
import java.util.UUID
import kotlin.io.path.ExperimentalPathApi
import kotlin.io.path.deleteRecursively
import kotlin.io.path.writeText
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject

/** The books of a story, and the files that it wrote. A book that was restored has a store of its own. */
internal class World private constructor(private val store: Store, private val seed: Long, private var now: Instant) : AutoCloseable {
    /** Where a story's books are. */
    enum class Store { MEMORY, SQLITE, POSTGRES }

    private class Opened(val client: Client, val book: Book)

    private val folder: Path = Files.createTempDirectory("kitaab-scenario")

    /** By their names; the story's own is `""`. */
    private val books = mutableMapOf<String, Opened>()

    /** Those who may act, by their names. */
    val people = mutableMapOf<String, UserId>()

    private var stores = 0

    private suspend fun client(): Client {
        stores += 1
        val location = when (store) {
            Store.MEMORY -> "memory:"
            Store.SQLITE -> folder.resolve("$stores.db").toString()
            Store.POSTGRES -> Server.newDatabase()
        }
        return Client.open(location, OpenOptions(now = now, seed = seed))
    }

    fun setTime(time: String) {
        now = Instant.parse(time)
        books.values.forEach { it.client.setNow(now) }
    }

    /** What an operation answers. */
    suspend fun perform(name: String?, by: String?, operation: String, with: Inputs): JsonElement {
        val opened = books[name.orEmpty()] ?: throw StoryException("there is no book $name")
        val book = by?.let { opened.book.actingAs(people[it] ?: throw StoryException("there is nobody called $it")) } ?: opened.book
        return when (operation.substringBefore('.')) {
            "settings", "deeds", "items", "scales" -> structure(book, operation, with)
            "entries", "exemptions" -> recording(book, operation, with)
            "merits", "targets" -> judging(book, operation, with)
            "people" -> people(book, operation, with)
            "ledger" -> ledger(book, operation, with)
            "import" -> import(book, with)
            else -> lookingBack(book, operation, with)
        }
    }

    private suspend fun structure(book: Book, operation: String, with: Inputs): JsonElement {
        val committed = when (operation) {
            "settings.edit" -> book.settings().edit(
                SettingsEdit(with.textOrNull("zone"), with.intOrNull("day_start"), with.weekdayOrNull("first_weekday")),
            )
            "deeds.add" -> {
                val added = book.deeds().add(newDeed(with))
                return json(added.deed) as JsonObject + written(book, added.committed)
            }
            "deeds.list" -> return answer("deeds" to book.deeds().list())
            "items.add" -> {
                val added = book.items().add(with.item("parent"), NewItem(with.text("name"), startsOn = with.dayOrNull("starts_on")))
                return json(added.item) as JsonObject + written(book, added.committed)
            }
            "items.set_schedule" -> book.items().setSchedule(with.item(), with.day("from_day"), with.schedule())
            "items.set_goal" -> book.items().setGoal(with.item(), with.day("from_day"), with.goal())
            "items.hide" -> book.items().hide(with.item(), with.hide())
            "items.archive" -> book.items().archive(with.item(), with.day("from"))
            "scales.redefine" -> {
                val values = with.texts("values").mapIndexed { score, label -> ScaleValue(label, score) }
                val added = book.scales().redefine(DeedId(with.id("deed")), values, with.mappingOrNull())
                return json(added.scale) as JsonObject + written(book, added.committed)
            }
            else -> unknown(operation)
        }
        return written(book, committed)
    }

    private fun newDeed(with: Inputs) = NewDeed(
        name = with.text("name"),
        category = with.category(),
        measure = with.measure(),
        values = with.textsOrNull("values"),
        unit = with.textOrNull("unit"),
        items = with.textsOrNull("items")?.map { NewItem(it) },
        startsOn = with.dayOrNull("starts_on"),
        goal = with.goalOrNull(),
        schedule = with.scheduleOrNull(),
        excuses = with.excusesOrNull(),
        makeUp = with.makeUpOrNull(),
        fast = with.flagOrNull("fast"),
    )

    private suspend fun recording(book: Book, operation: String, with: Inputs): JsonElement {
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
            "entries.day" -> {
                val page = entries.day(with.day("day"))
                return json(page) as JsonObject + answer("items" to page.lines)
            }
            "entries.set_reviewed" -> entries.setReviewed(with.day("day"), with.flag("reviewed"))
            "entries.make_up" -> book.makeUps().add(with.item(), with.day("day"), with.int("count"))
            "entries.confirm_missed" -> book.makeUps().confirmMissed(with.item(), with.day("until"))
            "entries.make_up_balance" -> return json(book.makeUps().balance(with.item()))
            "exemptions.add" -> {
                val new = NewExemption(with.scope(), with.reason(), with.day("first_day"), with.dayOrNull("last_day"))
                val added = book.exemptions().add(new)
                return json(added.exemption) as JsonObject + written(book, added.committed)
            }
            "exemptions.end" -> book.exemptions().end(ExemptionId(with.id("exemption")), with.day("last_day"))
            else -> unknown(operation)
        }
        return written(book, committed)
    }

    private suspend fun judging(book: Book, operation: String, with: Inputs): JsonElement = when (operation) {
        "merits.add" -> {
            val added = book.merits().add(NewMerit(with.text("title"), with.int("days"), with.rule(), with.meritCategory()))
            json(added.merit) as JsonObject + written(book, added.committed)
        }
        "merits.evaluate" -> told(book.merits().evaluate(MeritId(with.id("merit")), with.day("day")))
        "merits.record" -> told(book.merits().record(MeritId(with.id("merit")), with.day("day")))
        "targets.add" -> {
            val new = NewTarget(with.text("title"), with.day("first_day"), with.day("last_day"), with.conditions("items"))
            val added = book.targets().add(new)
            json(added.target) as JsonObject + written(book, added.committed)
        }
        "targets.progress" -> json(book.targets().progress(TargetId(with.id("target"))))
        else -> unknown(operation)
    }

    private fun told(verdict: Verdict) = answer(
        "window" to verdict.days, "outcome" to verdict.outcome, "why" to verdict.why, "detail" to detail(verdict.detail),
    )

    private suspend fun lookingBack(book: Book, operation: String, with: Inputs): JsonElement = when (operation) {
        "reflections.write" ->
            written(book, book.reflections().write(with.day("day"), with.category(), with.text("text")))
        "reflections.read" -> answer("reflection" to book.reflections().read(with.day("day"), with.category()))
        "reflections.search" -> answer("reflections" to book.reflections().search(with.text("words")).reflections)
        "calendar.day" -> json(book.calendar().day(with.day("day")))
        "calendar.set_sighting" ->
            written(book, book.calendar().setSighting(with.month("month"), with.day("first_day")))
        "insights.summary" -> json(book.insights().summary(with.span()))
        "insights.distribution" -> json(book.insights().distribution(with.item(), with.span()))
        "insights.streaks" -> json(book.insights().streaks(with.item()))
        "reports.page" -> {
            val options =
                ReportOptions(with.textOrNull("language"), with.flagOrNull("saiyyiaat"), with.flagOrNull("reflections"))
            told(book.reports().page(with.span(), options), with.texts("look_for"))
        }
        "reports.plot" -> {
            val options = PlotOptions(with.bucketOrNull(), with.textOrNull("language"))
            told(book.reports().plot(with.item(), with.span(), options), with.texts("look_for"))
        }
        else -> unknown(operation)
    }

    /** How a page or a plot begins, and which of some texts are in it. */
    private fun told(document: String, lookFor: List<String>) =
        answer("begins" to document.substringBefore(' '), "found" to lookFor.filter { it in document })

    private suspend fun people(book: Book, operation: String, with: Inputs): JsonElement {
        val people = book.people()
        fun relation() = RelationId(with.id("relation"))
        fun user() = UserId(with.id("user"))
        val committed = when (operation) {
            "people.request" -> {
                val added = people.request(with.relationKind(), user())
                return told(added.relation) + written(book, added.committed)
            }
            "people.grant" -> {
                val new = NewPermission(relation(), with.shared(), with.level(), with.flagOrNull("confirmed"))
                val added = people.grant(new)
                return json(added.permission) as JsonObject + written(book, added.committed)
            }
            "people.relations" -> return answer("relations" to people.relations().map { told(it) })
            "people.permissions" -> return answer("permissions" to people.permissions())
            "people.may" -> return told(user(), book.owner(), people.may(user(), with.wish()))
            "people.accesses" -> return answer("accesses" to people.accesses().accesses)
            "people.shared_with" -> return answer("owners" to books.getValue("").client.sharedWith(user()))
            "people.accept" -> people.accept(relation())
            "people.reject" -> people.reject(relation())
            "people.end" -> people.end(relation())
            "people.block" -> people.block(user())
            "people.unblock" -> people.unblock(user())
            "people.revoke" -> people.revoke(PermissionId(with.id("permission")))
            else -> unknown(operation)
        }
        return written(book, committed)
    }

    private fun told(relation: Relation) = json(relation) as JsonObject + answer("with" to relation.other)

    private fun told(user: UserId, owner: UserId, access: Access) = answer(
        "allowed" to access.allowed,
        "why" to (access.refusal ?: if (user == owner) "owner" else "permitted"),
    )

    private suspend fun ledger(book: Book, operation: String, with: Inputs): JsonElement = when (operation) {
        "ledger.undo" -> undone(book, book.ledger().undo())
        "ledger.undo_commit" -> undone(book, book.ledger().undoCommit(with.long("seq")))
        "ledger.redo" -> undone(book, book.ledger().redo())
        "ledger.history" -> answer("events" to book.ledger().history(with.record()))
        "ledger.verify" -> {
            val report = book.ledger().verify(with.checkpointOrNull())
            json(report) as JsonObject + answer("checkpoint" to report.head)
        }
        "ledger.export" ->
            answer("checkpoint" to book.ledger().export(file(with.text("file")), with.textOrNull("passphrase")))
        "ledger.restore" -> {
            val into = with.text("into")
            if (into in books) throw StoryException("there is a book $into already")
            val client = client()
            val owner = try {
                client.restore(file(with.text("file")), with.textOrNull("passphrase"))
            } catch (error: KitaabException) {
                client.close()
                throw error
            }
            books[into] = Opened(client, client.book(owner))
            answer("owner" to owner)
        }
        else -> unknown(operation)
    }

    private suspend fun import(book: Book, with: Inputs): JsonElement {
        val file = folder.resolve("import.csv")
        file.writeText(with.texts("lines").joinToString("") { it + "\n" })
        val report = book.imports().file(file.toString())
        val deeds = report.deeds.map {
            answer("id" to it.deed, "name" to it.name, "new" to it.isNew, "entries_added" to it.entriesAdded)
        }
        return json(report) as JsonObject + answer("deeds" to deeds) + written(book, report.committed)
    }

    private suspend fun undone(book: Book, undone: Undone?): JsonElement =
        answer("of" to undone?.of) + (undone?.let { written(book, it.committed) } ?: answer("seq" to null, "replayed" to false, "turned" to listOf<Turned>()))

    /** What a write answers; a story names merits by their titles, too. */
    private suspend fun written(book: Book, committed: Committed): JsonObject {
        val titles = if (committed.turned.isEmpty()) mapOf() else book.merits().list().associate { it.id to it.title }
        val turned = committed.turned.map { json(it) as JsonObject + answer("title" to titles[it.merit], "from" to it.before, "to" to it.after) }
        return answer("seq" to committed.seq, "replayed" to committed.replayed, "turned" to turned)
    }

    private fun file(name: String) = folder.resolve(name).toString()

    private fun unknown(operation: String): Nothing = throw StoryException("there is no operation $operation")

    @OptIn(ExperimentalPathApi::class)
    override fun close() {
        books.values.map { it.client }.distinct().forEach { it.close() }
        folder.deleteRecursively()
    }

    companion object {
        /** A world with a fresh book, and one for each of the others, in the same store. */
        suspend fun open(store: Store, seed: Long, now: String, others: List<String>): World {
            val world = World(store, seed, Instant.parse(now))
            val client = world.client()
            (listOf("owner") + others).forEachIndexed { place, name ->
                val user = UserId(UUID(0, place + 1L))
                val book = client.book(user)
                // A book is there from its first commit on.
                if (place > 0) book.settings().edit(SettingsEdit(firstWeekday = Weekday.SUN))
                world.books[if (place == 0) "" else name] = Opened(client, book)
                world.people[name] = user
            }
            return world
        }
    }
}
