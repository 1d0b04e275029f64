package io.github.kitaab

import java.nio.file.Path
import java.util.concurrent.CompletableFuture
import java.util.concurrent.TimeUnit
import kotlin.coroutines.Continuation
import kotlin.coroutines.CoroutineContext
import kotlin.coroutines.EmptyCoroutineContext
import kotlin.coroutines.startCoroutine
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir

/** Coroutines that no dispatcher takes to a thread of its own never go on in one of the library's. */
class ThreadTest {
    /** Books in a file, of which the library reads in a thread of its own. */
    private fun withBook(folder: Path, work: suspend (Book) -> Unit) = runBlocking {
        Client.open(folder.resolve("book.db").toString()).use { work(it.myBook()) }
    }

    /** Where a coroutine is after each of some calls, one after the other. */
    private suspend fun visited(book: Book): Set<Thread> = List(20) {
        book.entries().list(EntryQuery(limit = 1))
        Thread.currentThread()
    }.toSet()

    /** What was answered at once, left it where it was. */
    private fun assertElsewhere(visited: Set<Thread>) {
        val elsewhere = visited - Thread.currentThread()
        assertTrue(elsewhere.isNotEmpty(), "none had to wait")
        assertTrue(elsewhere.all { it.name.startsWith("DefaultDispatcher-worker") }, "$elsewhere")
    }

    @Test
    fun withoutADispatcher(@TempDir folder: Path) = withBook(folder) { book ->
        val visited = CompletableFuture<Set<Thread>>()
        val end = object : Continuation<Set<Thread>> {
            override val context: CoroutineContext = EmptyCoroutineContext

            override fun resumeWith(result: Result<Set<Thread>>) {
                result.fold(visited::complete, visited::completeExceptionally)
            }
        }
        suspend { visited(book) }.startCoroutine(end)
        assertElsewhere(visited.get(60, TimeUnit.SECONDS))
    }

    @Test
    fun unconfined(@TempDir folder: Path) = withBook(folder) { book ->
        val visited = withContext(Dispatchers.Unconfined) { visited(book) }
        assertElsewhere(visited)
    }

    @Test
    fun whoHasADispatcherStaysThere(@TempDir folder: Path) = withBook(folder) { book ->
        assertEquals(setOf(Thread.currentThread()), visited(book))
    }
}
