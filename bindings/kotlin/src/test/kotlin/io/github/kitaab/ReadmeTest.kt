package io.github.kitaab

import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Test

class ReadmeTest {
    @Test
    fun theExampleOfTheReadmeRuns() = runBlocking { io.github.kitaab.readme.main() }
}
