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
    fun deniedTellsActionKindAndId() = withClient { client ->
        val (owner, friend) = UserId(UUID(0, 1)) to UserId(UUID(0, 2))
        val book = client.book(owner)
        val item = book.counted()
        val relation = client.book(friend).people().request(RelationKind.FRIEND, owner).relation.id
        book.people().accept(relation)
        book.people().grant(NewPermission(relation, Shared.OfItem(item), PermissionLevel.READ))
        val error = refused<KitaabException.Denied> { book.actingAs(friend).entries().put(item, FIRST, pages("1")) }
        assertEquals("denied", error.code)
        assertEquals(mapOf("action" to error.action, "kind" to "item", "id" to item.toString()), error.data)
        assertTrue(error.action.isNotEmpty())
        assertEquals(null, book.entries().get(item, FIRST))
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
        for (late in listOf<suspend () -> Unit>({ client.myBook() }, { book.deeds().list() }, { groups.list() }, { client.setNow(Instant.EPOCH) })) {
            assertEquals("closed", refused<KitaabException.Closed> { late() }.code)
        }
    }

    /** A book, or a group of its operations, that was closed by itself takes nothing else along. */
    @Test
    fun whatWasClosedByItselfIsClosed() = withClient { client ->
        val book = client.myBook()
        val groups = book.groups()
        groups.close()
        refused<KitaabException.Closed> { groups.list() }
        assertEquals(listOf<Group>(), book.groups().list())
        book.close()
        refused<KitaabException.Closed> { book.groups() }
        assertEquals(false, client.isClosed())
    }

    /** Only a mistake in Kitaab is internal. What tests are built with panics on this book. */
    @Test
    fun aPanicIsInternalAndLeavesTheClientAsItWas() = withClient { client ->
        val broken = client.book(UserId(UUID(-1, -1)))
        val book = client.myBook()
        val item = book.counted()
        for (call in listOf<suspend () -> Unit>({ broken.deeds().list() }, { broken.entries().put(item, FIRST, pages("1")) })) {
            val error = refused<KitaabException.Internal> { call() }
            assertEquals("internal", error.code)
            assertTrue("secret" !in error.message.orEmpty(), error.message)
        }
        assertEquals(1, book.deeds().list().size)
    }

    /** What can't be brought about from here has its class, its code and its data all the same. */
    @Test
    fun everyCodeHasItsClass() {
        val errors = listOf(KitaabException.Cancelled("no"), KitaabException.Internal("no"))
        assertEquals(listOf("cancelled", "internal"), errors.map { it.code })
        assertTrue(errors.all { it.message == "no" && it.data.isEmpty() })
    }
}
