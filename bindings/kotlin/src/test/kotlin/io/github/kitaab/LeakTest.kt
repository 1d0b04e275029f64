package io.github.kitaab

import java.lang.management.ManagementFactory
import java.nio.file.NoSuchFileException
import java.nio.file.Path
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.readLines
import kotlin.io.path.readSymbolicLink
import kotlinx.coroutines.delay
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Assertions.fail
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir

private const val CALLS = 100_000

private const val CLIENTS = 2_000

/** What Java's texts may hold, and none outside Java can. */
private const val HALF_A_CHARACTER = "half a character: \ud800"

/** Memory stays flat over many calls. */
class LeakTest {
    @Test
    fun memoryIsFlatOverManyCalls() = withClient { client ->
        val book = client.myBook()
        val item = book.counted()
        for (back in 0L..2L) book.entries().put(item, FIRST.plusDays(back), pages("1"))
        suspend fun calls(count: Int) = repeat(count) {
            when (it % 10) {
                0 -> try {
                    book.entries().put(item, FIRST, pages("-1"))
                } catch (_: KitaabException.Invalid) {
                    // An error is freed, too.
                }
                1 -> book.entries().list()
                2 -> book.entries().day(FIRST)
                3 -> book.deeds().list()
                4 -> book.items().get(item)
                else -> book.entries().get(item, FIRST)
            }
        }
        // Half of them warm up: the compiler and the collector take their memory.
        calls(CALLS / 2)
        val before = held()
        calls(CALLS / 2)
        val grown = held() - before
        println("figure: Kotlin, memory grown over ${CALLS / 2} calls after ${CALLS / 2}: $grown kB")
        assertTrue(grown < 8_000, "grown by $grown kB")
    }

    @Test
    fun memoryIsFlatOverClientsThatAreOpenedAndClosed(@TempDir folder: Path) = runBlocking {
        suspend fun clients(count: Int) = repeat(count) {
            val location = if (it % 10 == 0) folder.resolve("book.db").toString() else "memory:"
            Client.open(location).use { client -> client.myBook().deeds().list() }
        }
        clients(CLIENTS / 4)
        val before = held()
        clients(CLIENTS)
        val grown = held() - before
        println("figure: Kotlin, memory grown over $CLIENTS clients: $grown kB")
        assertTrue(grown < 20_000, "grown by $grown kB")
    }

    /** A call that is refused before it is made leaves nothing of what was sent for it. */
    @Test
    fun memoryIsFlatOverCallsThatAreNotMade() = withClient { client ->
        val ledger = client.myBook().ledger()
        val path = "x".repeat(1_000_000)
        suspend fun calls(count: Int) = repeat(count) { refused { ledger.export(path, HALF_A_CHARACTER) } }
        calls(20)
        val before = held()
        calls(200)
        val grown = held() - before
        println("figure: Kotlin, memory grown over 200 calls that were not made, with a megabyte each: $grown kB")
        assertTrue(grown < 50_000, "grown by $grown kB")
    }

    /** Nor does it keep what it was made on: with the last that is let go of, the store is closed. */
    @Test
    fun whatCallsThatAreNotMadeWereMadeOnIsLetGoOf(@TempDir folder: Path) = runBlocking {
        val file = folder.toRealPath().resolve("book.db")
        val client = Client.open(file.toString())
        val book = client.myBook()
        val groups = book.groups()
        refused { client.backup(HALF_A_CHARACTER) }
        refused { groups.add(HALF_A_CHARACTER) }
        assertTrue(isOpen(file))
        listOf(groups, book, client).forEach { it.destroy() }
        withTimeout(30_000) {
            while (isOpen(file)) delay(10)
        }
    }

    private inline fun refused(call: () -> Unit) {
        try {
            call()
        } catch (error: KitaabException.Invalid) {
            assertEquals("must be Unicode", error.rule)
            return
        }
        fail<Unit>("it was made")
    }

    /** Whether this process has a file open. */
    private fun isOpen(file: Path): Boolean = Path.of("/proc/self/fd").listDirectoryEntries().any {
        try {
            it.readSymbolicLink() == file
        } catch (_: NoSuchFileException) {
            // It was closed meanwhile.
            false
        }
    }

    /** What the process holds in memory beside the heap, whose size is fixed, and what lives in the heap: in kB, after collecting garbage. */
    private fun held(): Long {
        repeat(3) {
            System.gc()
            Thread.sleep(100)
        }
        val line = Path.of("/proc/self/status").readLines().first { it.startsWith("VmRSS:") }
        val living = ManagementFactory.getMemoryMXBean().heapMemoryUsage.used / 1024
        return line.filter(Char::isDigit).toLong() + living
    }
}
