import Kitaab

/// Performs what looks back: insights, the report and plots, and the calendar.
func insights(_ book: Book, _ operation: String, _ with: Inputs) async throws -> JSON {
    let insights = book.insights()
    let hidden = with.flagIfAny("hidden")
    switch operation {
    case "insights.summary": return json(try await insights.summary(days: with.span(), hidden: hidden))
    case "insights.figures":
        return json(try await insights.figures(subject: with.subject(), days: with.span(), hidden: hidden))
    case "insights.distribution":
        return json(try await insights.distribution(item: with.item(), days: with.span(), hidden: hidden))
    case "insights.series":
        let series = try await insights.series(
            subject: with.subject(), bucket: with.word("bucket"), days: with.span(), hidden: hidden)
        return json(series)
    case "insights.heat_map":
        return json(try await insights.heatMap(subject: with.subject(), days: with.span(), hidden: hidden))
    case "insights.weekdays":
        return json(try await insights.weekdays(subject: with.subject(), days: with.span(), hidden: hidden))
    case "insights.streaks":
        return json(try await insights.streaks(item: with.item(), within: with.spanIfAny(), hidden: hidden))
    case "insights.strength":
        return answer(("strength", try await insights.strength(item: with.item(), hidden: hidden)))
    case "insights.strength_series":
        let strengths = try await insights.strengthSeries(item: with.item(), days: with.span(), hidden: hidden)
        return answer(("strengths", strengths))
    case "insights.comparison":
        return json(
            try await insights.comparison(before: with.between("before"), after: with.between("after"), hidden: hidden))
    case "insights.correlation":
        let found = try await insights.correlation(
            first: with.id("first"), second: with.id("second"), days: with.span(), hidden: hidden)
        return json(found)
    case "insights.dashboard":
        let request = DashboardRequest(
            days: try with.span(), bucket: try with.wordIfAny("bucket"),
            compareWith: try with.has("compare_with") ? with.between("compare_with") : nil)
        return json(try await insights.dashboard(request: request, hidden: hidden))
    default: throw unknown(operation)
    }
}

func reports(_ book: Book, _ operation: String, _ with: Inputs) async throws -> JSON {
    switch operation {
    case "reports.page":
        let options = ReportOptions(
            language: try with.textIfAny("language"), saiyyiaat: with.flagIfAny("saiyyiaat"),
            reflections: with.flagIfAny("reflections"))
        let page = try await book.reports().page(days: with.span(), options: options)
        return told(page, try with.texts("look_for"))
    case "reports.plot":
        let options = PlotOptions(bucket: try with.wordIfAny("bucket"), language: try with.textIfAny("language"))
        let plot = try await book.reports().plot(item: with.item(), days: with.span(), options: options)
        return told(plot, try with.texts("look_for"))
    default: throw unknown(operation)
    }
}

/// How a page or a plot begins, and which of some texts are in it.
func told(_ document: String, _ lookFor: [String]) -> JSON {
    answer(("begins", String(document.prefix { $0 != " " })), ("found", lookFor.filter { document.contains($0) }))
}

func calendar(_ book: Book, _ operation: String, _ with: Inputs) async throws -> JSON {
    let committed: Committed
    let calendar = book.calendar()
    switch operation {
    case "calendar.today": return answer(("day", try await calendar.today()))
    case "calendar.day": return json(try await calendar.day(day: with.day("day")))
    case "calendar.days": return answer(("days", try await calendar.days(days: with.span())))
    case "calendar.sightings": return answer(("sightings", try await calendar.sightings()))
    case "calendar.set_sighting":
        committed = try await calendar.setSighting(month: with.month("month"), firstDay: with.day("first_day"))
    case "calendar.remove_sighting": committed = try await calendar.removeSighting(month: with.month("month"))
    case "calendar.set_sightings":
        let sightings = try with.each("sightings").map {
            SightingEdit(month: try $0.month("month"), firstDay: try $0.dayIfAny("first_day"))
        }
        committed = try await calendar.setSightings(sightings: sightings)
    default: throw unknown(operation)
    }
    return try await written(book, committed)
}
