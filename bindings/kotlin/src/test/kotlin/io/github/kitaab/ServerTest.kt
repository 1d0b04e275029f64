package io.github.kitaab

import io.github.kitaab.scenario.Server
import io.github.kitaab.scenario.World
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.DynamicTest
import org.junit.jupiter.api.Tag
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.TestFactory
import org.junit.jupiter.api.assertThrows

/** Books on a PostgreSQL server. */
@Tag("server")
class ServerTest {
    private inline fun <reified E : KitaabException> refused(crossinline work: suspend () -> Unit): E =
        assertThrows<E> { runBlocking { work() } }

    @TestFactory
    fun everyScenarioComesOutAsItSays(): List<DynamicTest> = stories(World.Store.POSTGRES)

    @Test
    fun whereNoServerAnswersIsUnavailable() {
        val elsewhere = listOf(
            "postgres://somebody:secret@127.0.0.1:1/books",
            "postgres://somebody:secret@localhost/books?host=/no/such/folder",
            "postgres://somebody:secret@no-such-host.invalid/books",
            Server.url("no_such_database"),
            Server.url("postgres", role = "no_such_role:secret"),
        )
        for (location in elsewhere) {
            val error = refused<KitaabException.Unavailable> { Client.open(location) }
            assertEquals("unavailable", error.code)
            assertFalse("secret" in error.message.orEmpty(), error.message)
        }
    }

    @Test
    fun aUrlThatIsNoneIsInvalid() {
        for (location in listOf("postgres://localhost:port/books", "postgres://localhost:99999/books", "postgres://u:secret@[::1/b")) {
            val error = refused<KitaabException.Invalid> { Client.open(location) }
            assertFalse("secret" in error.message.orEmpty(), error.message)
        }
    }

    @Test
    fun aUrlSaysHowItsServerIsReached() = runBlocking {
        val url = Server.newDatabase().let { it + if ('?' in it) "&" else "?" }
        Client.open("${url}kitaab.connections=2&kitaab.pooler=on").use { client ->
            assertEquals(listOf<Deed>(), client.myBook().deeds().list())
        }
        for ((name, value) in listOf("pooler" to "secret", "connections" to "0", "passphrase" to "secret")) {
            val error = refused<KitaabException.Invalid> { Client.open("${url}kitaab.$name=$value") }
            assertEquals("location.kitaab.$name", error.`field`)
            assertFalse("secret" in error.message.orEmpty(), error.message)
        }
    }

    @Test
    fun aDatabaseWithoutTheSchemaIsUnsupported() {
        val error = refused<KitaabException.Unsupported> { Client.open(Server.url("postgres")) }
        assertTrue("kitaab migrate" in error.what, error.what)
    }

    @Test
    fun aServerThatGoesDownIsUnavailableUntilItIsBack() = runBlocking {
        Gate(Server.newDatabase()).use { gate ->
            Client.open(gate.url).use { client ->
                val book = client.myBook()
                val item = book.counted()
                book.entries().put(item, FIRST, pages("1"))
                gate.shut()
                refused<KitaabException.Unavailable> { book.entries().put(item, FIRST, pages("2")) }
                refused<KitaabException.Unavailable> { book.entries().get(item, FIRST) }
                assertFalse(client.isClosed())
                gate.open()
                assertEquals(pagesRead("1"), book.entries().get(item, FIRST)?.value)
                book.entries().put(item, FIRST, pages("3"))
                assertEquals(pagesRead("3"), book.entries().get(item, FIRST)?.value)
                assertTrue(book.ledger().verify().commits > 0)
            }
        }
    }

    private fun pagesRead(amount: String): EntryValue = EntryValue.Counted(java.math.BigDecimal(amount), null)
}
