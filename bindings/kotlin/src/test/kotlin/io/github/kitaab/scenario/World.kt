package io.github.kitaab.scenario

import io.github.kitaab.*
import java.nio.file.Files
import java.nio.file.Path
import java.time.Instant
import java.util.UUID
import kotlin.io.path.ExperimentalPathApi
import kotlin.io.path.deleteRecursively
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

    /** What was handed out of each reminder the last time. */
    private val handedOut = mutableMapOf<ReminderId, DueReminder>()

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
            "settings", "groups", "deeds", "items", "scales", "starter" -> structure(book, operation, with)
            "entries", "reflections", "make_ups", "exemptions" -> recording(book, operation, with)
            "merits", "targets" -> judging(book, operation, with)
            "reminders" -> reminding(book, handedOut, operation, with)
            "insights", "reports", "calendar" -> lookingBack(book, operation, with)
            "people" -> people(book, operation, with)
            "client" -> client(operation, with)
            else -> keeping(this, book, operation, with)
        }
    }

    private suspend fun client(operation: String, with: Inputs): JsonElement = when (operation) {
        "client.shared_with" -> answer("owners" to books.getValue("").client.sharedWith(with.user()))
        "client.restore" -> {
            val into = with.text("into")
            if (into in books) throw StoryException("there is a book $into already")
            val client = client()
            val owner = try {
                client.restore(file(with.text("file")).toString(), with.textOrNull("passphrase"))
            } catch (error: KitaabException) {
                client.close()
                throw error
            }
            books[into] = Opened(client, client.book(owner))
            answer("owner" to owner)
        }
        else -> unknown(operation)
    }

    /** The path of one of the story's files. */
    fun file(name: String): Path = folder.resolve(name)

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

/** What a write answers; a story names merits by their titles, too. */
internal suspend fun written(book: Book, committed: Committed): JsonObject {
    val titles = if (committed.turned.isEmpty()) mapOf() else book.merits().list().associate { it.id to it.title }
    val turned = committed.turned.map { json(it) as JsonObject + answer("title" to titles[it.merit]) }
    return answer("seq" to committed.seq, "replayed" to committed.replayed, "turned" to turned)
}

/** What was made, with what became of the write. */
internal suspend fun made(book: Book, what: Any, committed: Committed): JsonObject = json(what) as JsonObject + written(book, committed)

internal fun unknown(operation: String): Nothing = throw StoryException("there is no operation $operation")
