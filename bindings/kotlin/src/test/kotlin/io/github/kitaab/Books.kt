package io.github.kitaab

import java.math.BigDecimal
import java.time.LocalDate
import kotlinx.coroutines.runBlocking

internal val FIRST: LocalDate = LocalDate.of(2024, 2, 1)

/** A client on books in memory. */
internal fun withClient(work: suspend (Client) -> Unit) = runBlocking {
    Client.open("memory:").use { work(it) }
}

/** A book with a deed that is counted, and the item that its entries belong to. */
internal suspend fun Book.counted(name: String = "Qur'an"): ItemId =
    deeds().add(NewDeed(name, Category.HASANAAT, measure = Measure.COUNT, startsOn = FIRST)).deed.items.first().id

internal fun pages(amount: String): ValueInput = ValueInput.Counted(BigDecimal(amount))
