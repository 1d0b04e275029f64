package io.github.kitaab

import java.math.BigDecimal
import java.nio.file.Path
import kotlin.time.Duration.Companion.microseconds
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir

/** A call that is cancelled half-way leaves nothing half-done. */
class CancelTest {
    @Test
    fun aBatchIsWrittenWholeOrNotAtAll(@TempDir folder: Path) = runBlocking {
        Client.open(folder.resolve("book.db").toString()).use { client ->
            val book = client.myBook()
            val item = book.counted()
            val days = (0L until 300).map { FIRST.minusDays(it) }
            var cancelled = 0
            for (round in 1..60) {
                val entries = days.map { NewEntry(item, it, ValueInput.Counted(BigDecimal(round))) }
                val job = launch(Dispatchers.Default) {
                    try {
                        book.entries().putMany(entries)
                    } catch (cancel: CancellationException) {
                        cancelled += 1
                        throw cancel
                    }
                }
                delay((round * 100).microseconds)
                job.cancelAndJoin()
                val values = book.entries().list(EntryQuery(limit = 1000)).entries.map { it.value }
                assertTrue(values.isEmpty() || values.size == days.size, "${values.size} entries")
                assertTrue(values.distinct().size <= 1, "of several batches: ${values.distinct()}")
            }
            assertTrue(cancelled > 0, "none was cancelled")
            book.ledger().verify()
            assertEquals(false, client.isClosed())
        }
    }
}
