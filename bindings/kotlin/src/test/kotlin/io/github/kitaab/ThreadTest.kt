package io.github.kitaab

import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.withContext
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** A coroutine without a dispatcher goes on in the library's threads, which stay with the JVM and do not keep it. */
class ThreadTest {
    @Test
    fun theThreadsOfTheLibraryAreFewAndDaemons() = withClient { client ->
        val book = client.myBook()
        val own = Thread.currentThread()
        val others = withContext(Dispatchers.Unconfined) {
            (1..100).map {
                book.groups().list()
                Thread.currentThread()
            }
        }.filter { it !== own }.distinct()
        assertTrue(others.isNotEmpty(), "it always went on in its own thread")
        assertTrue(others.size <= 2 && others.all { it.isDaemon }, "$others")
    }
}
