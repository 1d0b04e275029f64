package io.github.kitaab

import java.nio.file.Path
import java.util.UUID
import kotlin.io.path.writeText
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import org.junit.jupiter.api.io.TempDir
import java.time.Instant

/** Every code is raised, and caught with what it carries. */
class ErrorTest {
    private inline fun <reified E : KitaabException> refused(crossinline work: suspend () -> Unit): E =
        assertThrows<E> { runBlocking { work() } }

    @Test
    fun invalidTellsFieldRuleAndValue() = withClient { client ->
        val book = client.myBook()
        val item = book.counted()
        val error = refused<KitaabException.Invalid> { book.entries().put(item, FIRST, pages("-3")) }
        assertEquals("amount must not be negative (given: -3)", error.message)
        assertEquals("invalid", error.code)
        assertEquals(mapOf("field" to "amount", "rule" to "must not be negative", "value" to "-3"), error.data)
    }

    @Test
    fun notFoundTellsKindAndId() = withClient { client ->
        val merit = MeritId(UUID(0, 0xdead))
        val error = refused<KitaabException.NotFound> { client.myBook().merits().get(merit) }
        assertEquals("not_found", error.code)
        assertEquals(mapOf("kind" to "merit", "id" to merit.toString()), error.data)
    }

    @Test
    fun conflictTellsKindAndWhat() = withClient { client ->
        val book = client.myBook()
        val quran = book.counted()
        book.items().add(quran, NewItem("By heart"))
        val error = refused<KitaabException.Conflict> { book.items().add(quran, NewItem("By heart")) }
        assertEquals("conflict", error.code)
        assertEquals("item", error.kind)
        assertEquals(mapOf("kind" to error.kind, "what" to error.what), error.data)
        assertTrue("By heart" in error.what, error.what)
    }

    @Test
    fun unavailableIsWhatCantBeReached(@TempDir folder: Path) {
        val error = refused<KitaabException.Unavailable> { Client.open(folder.resolve("none/book.db").toString()) }
        assertEquals("unavailable", error.code)
        assertEquals(mapOf<String, String>(), error.data)
    }

    @Test
    fun corruptTellsThePlace(@TempDir folder: Path) {
        val file = folder.resolve("book.db").also { it.writeText("no book at all, ".repeat(1000)) }
        val error = refused<KitaabException.Corrupt> { Client.open(file.toString()) }
        assertEquals("corrupt", error.code)
        assertEquals(setOf("place"), error.data.keys)
        assertTrue(error.place.isNotEmpty())
    }

    @Test
    fun unsupportedTellsWhat() = withClient { client ->
        val error = refused<KitaabException.Unsupported> { client.setNow(Instant.EPOCH) }
        assertEquals("unsupported", error.code)
        assertEquals(mapOf("what" to "setting the clock"), error.data)
    }

    @Test
    fun closedIsWhatComesAfterClosing() = runBlocking {
        val client = Client.open("memory:")
        val book = client.myBook()
        val groups = book.groups()
        client.close()
        client.close()
        assertTrue(client.isClosed())
        for (late in listOf<suspend () -> Unit>({ client.myBook() }, { book.deeds().list() }, { groups.list() })) {
            assertEquals("closed", refused<KitaabException.Closed> { late() }.code)
        }
    }

    /** What this build can't bring about has its class, its code and its data all the same. */
    @Test
    fun everyCodeHasItsClass() {
        val errors = listOf(
            KitaabException.Denied("no", "read", "reflection", "1"), KitaabException.Cancelled("no"), KitaabException.Internal("no"),
        )
        assertEquals(listOf("denied", "cancelled", "internal"), errors.map { it.code })
        assertTrue(errors.all { it.message == "no" })
        assertEquals(mapOf("action" to "read", "kind" to "reflection", "id" to "1"), errors.first().data)
    }
}
