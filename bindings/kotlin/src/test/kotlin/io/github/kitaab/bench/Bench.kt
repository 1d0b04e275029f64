package io.github.kitaab.bench

import io.github.kitaab.*
import java.nio.file.Files
import java.time.LocalDate
import kotlin.time.Duration
import kotlin.time.DurationUnit
import kotlin.time.measureTime

private const val BOOKS = 5
private const val CALLS = 41

/** How many times as often each is done before, until the JVM has compiled what is done often. */
private const val WARMING = 5

private val LABELS = listOf("missed", "late", "on time", "in congregation")

/** The work of benches/examples/baseline.rs; its own times are in `KITAAB_BASELINE`. */
suspend fun main() {
    val baseline = System.getenv("KITAAB_BASELINE").trim().split(' ')
    val (batchInRust, dashboardInRust) = baseline[1].toDouble() to baseline[3].toDouble()
    val folder = Files.createTempDirectory("kitaab-bench")
    val days = (0L until 500).map { LocalDate.of(2023, 1, 1).plusDays(it) }

    var batch = Duration.INFINITE
    lateinit var last: Book
    repeat((WARMING + 1) * BOOKS) { number ->
        val book = Client.open(folder.resolve("$number.db").toString()).myBook()
        val items = items(book, days.first())
        val entries = days.flatMapIndexed { day, date ->
            items.mapIndexed { place, item -> NewEntry(item, date, ValueInput.Labelled(LABELS[(day + place) % 4])) }
        }
        check(entries.size == 10_000)
        val took = measureTime { book.entries().putMany(entries) }
        if (number >= WARMING * BOOKS) batch = minOf(batch, took)
        last = book
    }

    val request = DashboardRequest(DaySpan(days.first(), days.last()))
    val calls = (1..(WARMING + 1) * CALLS).map {
        measureTime { check(last.insights().dashboard(request).summary.loggedDays == 500) }
    }
    val dashboard = calls.drop(WARMING * CALLS).sorted()[CALLS / 2]

    tell("10,000 entries in one batch", batch, batchInRust, 1.3)
    tell("a dashboard", dashboard, dashboardInRust, 1.5)
}

private suspend fun items(book: Book, first: LocalDate): List<ItemId> = (0 until 4).flatMap { deed ->
    val new = NewDeed(
        "Deed $deed", Category.HASANAAT, values = LABELS, items = (0 until 5).map { NewItem("Item $it") }, startsOn = first,
    )
    book.deeds().add(new).deed.items.filter { it.leaf }.map { it.id }
}

private fun tell(what: String, took: Duration, inRust: Double, goal: Double) {
    val milliseconds = took.toDouble(DurationUnit.MILLISECONDS)
    val ratio = milliseconds / inRust
    println("figure: Kotlin, %s: %.2f ms, %.2f ms in Rust, ratio %.2f (goal: %.1f)".format(what, milliseconds, inRust, ratio, goal))
}
