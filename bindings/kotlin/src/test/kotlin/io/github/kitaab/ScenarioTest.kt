package io.github.kitaab

import io.github.kitaab.scenario.OPERATIONS
import io.github.kitaab.scenario.Scenario
import io.github.kitaab.scenario.StoryException
import io.github.kitaab.scenario.World
import java.nio.file.Path
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.name
import kotlin.io.path.readText
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.DynamicTest
import org.junit.jupiter.api.DynamicTest.dynamicTest
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.TestFactory
import org.junit.jupiter.api.assertThrows

private val folder = Path.of(System.getenv("KITAAB_SCENARIOS"))

/** Every story of `tests/scenarios` on these stores. */
internal fun stories(vararg stores: World.Store): List<DynamicTest> {
    val files = folder.listDirectoryEntries("*.json").sortedBy { it.name }
    assertTrue(files.size >= 10, "only ${files.size} scenarios were found")
    return files.flatMap { file ->
        stores.map { store ->
            dynamicTest("${file.name} on $store") { runBlocking { Scenario.read(file.readText()).run(store) } }
        }
    }
}

/** The stories in memory and on SQLite; [ServerTest] has those on PostgreSQL. */
class ScenarioTest {
    @TestFactory
    fun everyScenarioComesOutAsItSays(): List<DynamicTest> = stories(World.Store.MEMORY, World.Store.SQLITE)

    @Test
    fun theReadmeTellsOfTheSameOperations() {
        val told = Regex("""^\| `([a-z_.]+)` \|""", RegexOption.MULTILINE).findAll(folder.resolve("README.md").readText())
        val operations = told.map { it.groupValues[1] }.filter { '.' in it }
        assertEquals(OPERATIONS.keys, operations.toSet())
    }

    @Test
    fun whatIsWrongIsNoticedAndTold() {
        changed("A page", "One page")
        for ((from, to, told) in listOf(
            Triple("{ \"amount\": \"1\" }", "{ \"amount\": \"2\" }", "answer.entry.value.amount should be \"2\", and is \"1\""),
            Triple("\"entry\": {", "\"entries\": {", "step 3 (entries.get): answer has no entries"),
            Triple("not_found", "conflict", "answer.code should be \"conflict\", and is \"not_found\""),
            Triple(", \"error\": { \"code\": \"not_found\" }", "", "step 4 (entries.remove): failed"),
            Triple("2024-02-09", "2024-02-10", "step 4 (entries.remove): should have failed"),
            Triple("entries.get", "entries.got", "step 3: there is no operation entries.got"),
            Triple("\"expect\"", "\"expects\"", "unknown field `expects`"),
            Triple("\"amount\": \"1\" } }", "\"sum\": \"1\" } }", "step 2 (entries.put): unknown field `sum`"),
            Triple("\$quran/", "\$quran/Surah", "step 2 (entries.put): \$quran/Surah names nothing"),
            Triple("\"seed\": 1,", "", "missing field `seed`"),
        )) {
            val what = assertThrows<StoryException> { changed(from, to) }.message.orEmpty()
            assertTrue(told in what, "$what\nshould tell\n$told")
        }
    }

    /** Runs the story with something changed in it. */
    private fun changed(from: String, to: String) = runBlocking {
        assertTrue(from in STORY, "$from is not in the story")
        Scenario.read(STORY.replaceFirst(from, to)).run(World.Store.MEMORY)
    }
}

private const val STORY = """{
    "title": "A page is read", "seed": 1, "now": "2024-02-10T12:00:00Z",
    "steps": [
        { "do": "deeds.add", "as": "quran", "with": { "name": "Qur'an", "category": "hasanaat", "measure": "count" } },
        { "do": "entries.put", "with": { "item": "${'$'}quran/", "day": "2024-02-10", "amount": "1" } },
        { "do": "entries.get", "with": { "item": "${'$'}quran/", "day": "2024-02-10" },
          "expect": { "entry": { "item": "${'$'}quran/", "value": { "amount": "1" } } } },
        { "do": "entries.remove", "with": { "item": "${'$'}quran/", "day": "2024-02-09" }, "error": { "code": "not_found" } }
    ]
}"""
