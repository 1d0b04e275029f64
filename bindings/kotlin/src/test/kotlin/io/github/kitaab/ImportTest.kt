package io.github.kitaab

import java.nio.file.Path
import kotlin.io.path.writeText
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.Timeout
import org.junit.jupiter.api.assertThrows
import org.junit.jupiter.api.io.TempDir

/** How far an import has come is told while it is under way, and never else. */
@Timeout(60)
class ImportTest {
    @Test
    fun itRisesUntilTheImportEnds(@TempDir folder: Path) {
        assertTrue(ROWS.any { isTold(folder, it) }, "it was never told how many rows were read")
    }

    /** Imports so many rows; whether it was told meanwhile how many were read, which only rises. */
    private fun isTold(folder: Path, rows: Long): Boolean {
        val seen = mutableListOf<ImportProgress>()
        withClient { client ->
            val book = client.myBook()
            assertNull(book.imports().progress())
            val report = coroutineScope {
                val importing = async(Dispatchers.Default) { book.imports().file(habits(folder, rows)) }
                while (importing.isActive) book.imports().progress()?.let(seen::add)
                importing.await()
            }
            assertEquals(rows, report.entriesAdded)
            assertNull(book.imports().progress())
        }
        assertEquals(seen.map { it.rows }.sorted(), seen.map { it.rows })
        assertTrue(seen.all { it.rows in 0..rows && (it.total ?: rows) == rows }, "$seen")
        return seen.any { it.rows > 0 }
    }

    @Test
    fun oneThatFailsOrIsCancelledIsUnderWayNoMore(@TempDir folder: Path) = withClient { client ->
        val book = client.myBook()
        assertThrows<KitaabException.Unavailable> { kotlinx.coroutines.runBlocking { book.imports().file("/nowhere/at/all.csv") } }
        assertNull(book.imports().progress())
        coroutineScope {
            val importing = async(Dispatchers.Default) { book.imports().file(habits(folder, ROWS.first()), dryRun = true) }
            importing.cancelAndJoin()
        }
        // The call is given up on a thread of the library.
        while (book.imports().progress() != null) Thread.sleep(1)
    }

    /** A file of another program, with so many days of one habit. */
    private fun habits(folder: Path, rows: Long): String {
        val file = folder.resolve("habits.csv")
        val days = (0 until rows).map { "Walk,,,${FIRST.minusDays(it)},1," }
        val head = "HabitName,HabitDescription,HabitCategory,CalendarDate,Value,CommentText"
        file.writeText((listOf(head) + days).joinToString("") { it + "\n" })
        return file.toString()
    }

    private companion object {
        /** How long the files are. Where one is imported before anybody has asked, the next is twice as long. */
        val ROWS = listOf(5_000L, 10_000, 20_000, 40_000)
    }
}
