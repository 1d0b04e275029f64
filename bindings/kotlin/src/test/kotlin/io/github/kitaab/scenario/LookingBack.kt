package io.github.kitaab.scenario

import io.github.kitaab.*
import kotlinx.serialization.json.JsonElement

/** Performs what looks back: insights, the report and plots, and the calendar. */
internal suspend fun lookingBack(book: Book, operation: String, with: Inputs): JsonElement = when (operation.substringBefore('.')) {
    "insights" -> insights(book.insights(), operation, with)
    "reports" -> reports(book.reports(), operation, with)
    else -> calendar(book, operation, with)
}

private suspend fun insights(insights: Insights, operation: String, with: Inputs): JsonElement {
    val hidden = with.flagOrNull("hidden")
    return when (operation) {
        "insights.summary" -> json(insights.summary(with.span(), hidden))
        "insights.figures" -> json(insights.figures(with.subject(), with.span(), hidden))
        "insights.distribution" -> json(insights.distribution(with.item(), with.span(), hidden))
        "insights.series" -> json(insights.series(with.subject(), word(with.text("bucket")), with.span(), hidden))
        "insights.heat_map" -> json(insights.heatMap(with.subject(), with.span(), hidden))
        "insights.weekdays" -> json(insights.weekdays(with.subject(), with.span(), hidden))
        "insights.streaks" -> json(insights.streaks(with.item(), with.spanOrNull(), hidden))
        "insights.strength" -> answer("strength" to insights.strength(with.item(), hidden))
        "insights.strength_series" -> answer("strengths" to insights.strengthSeries(with.item(), with.span(), hidden))
        "insights.comparison" -> json(insights.comparison(with.between("before"), with.between("after"), hidden))
        "insights.correlation" -> json(insights.correlation(with.item("first"), with.item("second"), with.span(), hidden))
        "insights.dashboard" -> {
            val compareWith = with.recordOrNull("compare_with")?.let { DaySpan(it.day("first"), it.day("last")) }
            json(insights.dashboard(DashboardRequest(with.span(), with.bucketOrNull(), compareWith), hidden))
        }
        else -> unknown(operation)
    }
}

private suspend fun reports(reports: Reports, operation: String, with: Inputs): JsonElement = when (operation) {
    "reports.page" -> {
        val options = ReportOptions(with.textOrNull("language"), with.flagOrNull("saiyyiaat"), with.flagOrNull("reflections"))
        told(reports.page(with.span(), options), with.texts("look_for"))
    }
    "reports.plot" -> {
        val options = PlotOptions(with.bucketOrNull(), with.textOrNull("language"))
        told(reports.plot(with.item(), with.span(), options), with.texts("look_for"))
    }
    else -> unknown(operation)
}

/** How a page or a plot begins, and which of some texts are in it. */
internal fun told(document: String, lookFor: List<String>) =
    answer("begins" to document.substringBefore(' '), "found" to lookFor.filter { it in document })

private suspend fun calendar(book: Book, operation: String, with: Inputs): JsonElement {
    val calendar = book.calendar()
    val committed = when (operation) {
        "calendar.today" -> return answer("day" to calendar.today())
        "calendar.day" -> return json(calendar.day(with.day("day")))
        "calendar.days" -> return answer("days" to calendar.days(with.span()))
        "calendar.sightings" -> return answer("sightings" to calendar.sightings())
        "calendar.set_sighting" -> calendar.setSighting(with.month("month"), with.day("first_day"))
        "calendar.remove_sighting" -> calendar.removeSighting(with.month("month"))
        "calendar.set_sightings" ->
            calendar.setSightings(with.each("sightings").map { SightingEdit(it.month("month"), it.dayOrNull("first_day")) })
        else -> unknown(operation)
    }
    return written(book, committed)
}
