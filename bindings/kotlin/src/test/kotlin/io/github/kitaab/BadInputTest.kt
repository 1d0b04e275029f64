package io.github.kitaab

import java.math.BigDecimal
import java.nio.file.Path
import java.time.Instant
import java.time.LocalDate
import java.util.UUID
import java.util.concurrent.Executors
import java.util.concurrent.TimeUnit
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import org.junit.jupiter.api.io.TempDir

/** What is wrong is answered by an error of the language, and changes nothing. */
class BadInputTest {
    private inline fun <reified E : Exception> refused(crossinline work: suspend () -> Unit): E =
        assertThrows<E> { runBlocking { work() } }

    @Test
    fun amountsAreExactAndBounded() = withClient { client ->
        val book = client.myBook()
        val item = book.counted()
        val bad = listOf("1.234", "1E-30", "1E+30", "9999999999999999999999999999", "-1", "1E+1000000000", "1E-1000000000")
        for (amount in bad) {
            refused<KitaabException.Invalid> { book.entries().put(item, FIRST, pages(amount)) }
        }
        assertEquals(null, book.entries().get(item, FIRST))
        book.entries().put(item, FIRST, pages("99999999.99"))
        val value = book.entries().get(item, FIRST)?.value as EntryValue.Counted
        assertEquals(BigDecimal("99999999.99"), value.amount)
        // With as many fraction digits as it needs, however it was written.
        for ((given, told) in listOf("2.50" to "2.5", "33.00" to "33", "0.05" to "0.05", "1E+2" to "100", "0" to "0", "7.10" to "7.1")) {
            book.entries().put(item, FIRST, pages(given))
            assertEquals(BigDecimal(told), (book.entries().get(item, FIRST)?.value as EntryValue.Counted).amount)
        }
    }

    /** Ids cross as two numbers, and come back as they went. */
    @Test
    fun idsAreWhatTheyWere() = withClient { client ->
        for (id in listOf(UUID(0, 1), UUID(-1, -1), UUID(Long.MIN_VALUE, Long.MAX_VALUE), UUID.fromString("00112233-4455-6677-8899-aabbccddeeff"))) {
            assertEquals(UserId(id), client.book(UserId(id)).owner())
        }
    }

    @Test
    fun daysAreThoseOfABook() = withClient { client ->
        val book = client.myBook()
        val item = book.counted()
        val bad = listOf(LocalDate.MIN, LocalDate.MAX, LocalDate.of(1899, 12, 31), LocalDate.of(2101, 1, 1), LocalDate.of(10000, 1, 1))
        for (day in bad) {
            refused<KitaabException.Invalid> { book.entries().put(item, day, pages("1")) }
        }
        refused<KitaabException.Invalid> { book.insights().summary(DaySpan(FIRST, FIRST.minusDays(1))) }
    }

    @Test
    fun instantsAreThoseOfABook() {
        for (now in listOf(Instant.MIN, Instant.MAX)) {
            refused<KitaabException.Invalid> { Client.open("memory:", OpenOptions(now = now)) }
        }
    }

    @Test
    fun textsAreWholeAndBounded() = withClient { client ->
        val groups = client.myBook().groups()
        for (name in listOf("", "  ", "x".repeat(10_000_000))) {
            val error = refused<KitaabException.Invalid> { groups.add(name) }
            assertTrue(error.message.orEmpty().length < 200, error.message)
        }
        // Java's texts may hold half a character, which none outside Java can.
        val error = refused<KitaabException.Invalid> { groups.add("\ud800") }
        assertEquals(listOf("name", "must be Unicode", "name must be Unicode"), listOf(error.`field`, error.rule, error.message))
        assertEquals("location", refused<KitaabException.Invalid> { Client.open("\udc00") }.`field`)
        assertEquals("deed", refused<KitaabException.Invalid> { client.myBook().deeds().add(NewDeed("a\udc00b", Category.HASANAAT)) }.`field`)
        refused<KitaabException.Invalid> { groups.add("a\u0000b") }
        assertEquals(listOf<Group>(), groups.list())
    }

    @Test
    fun notesHoldNoNul() = withClient { client ->
        val book = client.myBook()
        val item = book.counted()
        book.entries().put(item, FIRST, pages("1"))
        refused<KitaabException.Invalid> { book.entries().note(item, FIRST, "a\u0000b") }
        refused<KitaabException.Invalid> { book.reflections().write(FIRST, Category.HASANAAT, "a\u0000b") }
        assertEquals(null, book.entries().get(item, FIRST)?.note)
        assertEquals(null, book.reflections().read(FIRST, Category.HASANAAT))
        val error = refused<KitaabException.Invalid> { book.exports().csv("a\u0000b") }
        assertEquals("path", error.`field`)
    }

    @Test
    fun whatIsWrongIsCalledAsItWasGiven() = withClient { client ->
        val book = client.myBook()
        assertEquals("limit", refused<KitaabException.Invalid> { book.ledger().commits(limit = -1) }.`field`)
        assertEquals("day_start", refused<KitaabException.Invalid> { book.settings().edit(SettingsEdit(dayStart = -1)) }.`field`)
    }

    @Test
    fun numbersAreBounded() = withClient { client ->
        val book = client.myBook()
        for (limit in listOf(-1, 0, Int.MIN_VALUE, Int.MAX_VALUE)) {
            refused<KitaabException.Invalid> { book.entries().list(EntryQuery(limit = limit)) }
        }
        for (seq in listOf(-1L, Long.MIN_VALUE)) {
            refused<KitaabException> { book.ledger().undoCommit(seq) }
        }
        refused<KitaabException> { book.ledger().undoCommit(Long.MAX_VALUE) }
    }

    @Test
    fun aRuleIsNotTooDeep() = withClient { client ->
        val book = client.myBook()
        val item = book.counted()
        var rule: Rule = Rule.Holds(Condition(item, io.github.kitaab.Test.TotalAtLeast(BigDecimal.ONE)))
        repeat(100_000) { rule = Rule.Not(listOf(rule)) }
        refused<KitaabException.Invalid> { book.merits().add(NewMerit("Deep", 7, rule)) }
    }

    @Test
    fun itemsAreNotTooDeep() = withClient { client ->
        val deeds = client.myBook().deeds()
        var item = NewItem("The last")
        repeat(100_000) { item = NewItem("Another", items = listOf(item)) }
        refused<KitaabException.Invalid> { deeds.add(NewDeed("Deep", Category.HASANAAT, measure = Measure.COUNT, items = listOf(item))) }
        assertEquals(listOf<Deed>(), deeds.list())
    }

    @Test
    fun locationsOfAnotherFormAreRefused() {
        for (location in listOf("", "http://example.org/book", "book\u0000.db", "sqlite://")) {
            refused<KitaabException> { Client.open(location) }
        }
    }

    @Test
    fun twoClientsOnOneFileSeeTheSame(@TempDir folder: Path) = runBlocking {
        val file = folder.resolve("book.db").toString()
        val owner = UserId(UUID(0, 1))
        Client.open(file).use { one ->
            Client.open(file).use { other ->
                one.book(owner).groups().add("Prayer")
                other.book(owner).groups().add("Fasting")
                assertEquals(listOf("Prayer", "Fasting"), one.book(owner).groups().list().map { it.name })
            }
        }
    }

    @Test
    fun callsFromManyThreadsAllCount(@TempDir folder: Path) = runBlocking {
        Client.open(folder.resolve("book.db").toString()).use { client ->
            val book = client.myBook()
            val item = book.counted()
            withContext(Dispatchers.IO) {
                (1..200).map { async { book.entries().add(item, FIRST, BigDecimal.ONE) } }.awaitAll()
            }
            val value = book.entries().get(item, FIRST)?.value as EntryValue.Counted
            assertEquals(BigDecimal("200"), value.amount)
        }
    }

    /** Nobody has to close: what is let go of is freed, and a thread that ends takes nothing along. */
    @Test
    fun aClientThatIsLetGoOfIsNoHarm() {
        val threads = Executors.newFixedThreadPool(8)
        repeat(50) { threads.execute { runBlocking { Client.open("memory:").myBook().counted() } } }
        threads.shutdown()
        assertTrue(threads.awaitTermination(60, TimeUnit.SECONDS))
        System.gc()
    }
}
