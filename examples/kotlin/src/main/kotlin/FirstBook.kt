import io.github.kitaab.*
import java.math.BigDecimal

/** A week of reading, and how it went. */
suspend fun main() {
    Client.open("memory:").use { kitaab ->
        val book = kitaab.myBook()
        val today = book.calendar().today()
        val week = DaySpan(today.minusDays(6), today)
        val quran = book.deeds().add(
            NewDeed("Qur'an", Category.HASANAAT, measure = Measure.COUNT, unit = "pages", startsOn = week.first),
        ).deed
        val pages = quran.items.first().id
        book.entries().putMany((0L..6L).map { NewEntry(pages, today.minusDays(it), ValueInput.Counted(BigDecimal(4))) })

        val figures = book.insights().figures(Subject.OfItem(pages), week)
        println("${figures.total} pages on ${figures.daysLogged} days")
        check(figures.total == BigDecimal(28)) { "it should be 28" }
    }
}
