package io.github.kitaab

import java.lang.management.ManagementFactory
import java.nio.file.Path
import kotlin.io.path.readLines
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

private const val CALLS = 100_000

/** Memory stays flat over many calls. */
class LeakTest {
    @Test
    fun memoryIsFlatOverManyCalls() = withClient { client ->
        val book = client.myBook()
        val item = book.counted()
        book.entries().put(item, FIRST, pages("1"))
        suspend fun calls(count: Int) = repeat(count) {
            if (it % 10 == 0) {
                try {
                    book.entries().put(item, FIRST, pages("-1"))
                } catch (_: KitaabException.Invalid) {
                    // An error is freed, too.
                }
            } else {
                book.entries().get(item, FIRST)
            }
        }
        // Half of them warm up: the compiler and the collector take their memory.
        calls(CALLS / 2)
        val before = held()
        calls(CALLS / 2)
        val grown = held() - before
        println("figure: Kotlin, memory grown over ${CALLS / 2} calls after ${CALLS / 2}: $grown kB")
        assertTrue(grown < 20_000, "grown by $grown kB")
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
