### The report: a page to look back with.

report-title = Book of deeds
report-title-days = Book of deeds, { $days }
report-made-on = As of { $day }.
report-skip = To the contents
report-contents = Contents
report-private = This page is private. It was made on your own device, and holds everything it shows: nothing is loaded, nothing is sent.
report-private-saiyyiaat = Bad deeds are left out, as nothing was said about showing them.
report-empty = Nothing was recorded in these days.
report-as-table = As a table
report-legend = Legend

report-overview = Overview
report-logged-days = Something was written on { $logged } of { $days } days.
report-deed = Deed
report-item = Item
report-month = Month
report-hijri-month = Hijri month
report-days-logged = Days
report-total = Total
report-kept = Kept
report-of-due = { $kept } of { $due }
report-share = Share
report-bar = Bar

report-heat-map = The days
report-heat-map-of = The days: { $category }
report-heat-map-about = One square for each day: the stronger its tone, the more of what was due was kept.
report-heat-map-text = { $category }, { $days }: of what was due, { $share } was kept. Each square is a day, each column a week; the table below tells the months.
report-heat-none = nothing due
report-heat-unknown = nothing written

report-distribution = How it was done
report-distribution-about = How often each value was given, for the whole deed and each item below it.
report-distribution-bad = Only what was written is counted here: clean days that were left blank are not among them.
report-version = { $deed }, scale { $version }

report-weekdays = The week
report-weekdays-about = How much of what was due was kept on each weekday.
report-weekday = Weekday
report-best = highest
report-worst = lowest

report-merits = Merits
report-merits-about = How each merit stood, day by day: strong where it was earned, faint where it was not, empty where nothing could be said.
report-merit-text = { $title }: earned on { $earned } of { $days } days.
report-demerit-text = { $title }: incurred on { $earned } of { $days } days.
report-merit-days =
    { $days-form ->
        [one] over { $days } day
        *[other] over { $days } days
    }
report-merit-now = On { $day }: { $outcome }.
report-left-out =
    { $count-form ->
        [one] { $count } that speaks of what is not shown here is left out.
        *[other] { $count } that speak of what is not shown here are left out.
    }

report-targets = Targets
report-target-met = met on { $day }
report-pace-needs =
    { $days-form ->
        [one] needs { $amount } on the { $days } due day left
        *[other] needs { $amount } on each of the { $days } due days left
    }
report-pace-days =
    { $left-form ->
        [one] needs { $amount } of the { $left } due day left
        *[other] needs { $amount } of the { $left } due days left
    }
report-pace-projected = at this pace on { $day }

report-occasions = Days of meaning
report-occasion = Occasion
report-day = Day
report-hijri = Hijri date

report-reflections = Reflections

report-foot = Hijri dates by the Umm al-Qura calendar and your own sightings; a date labels the daytime, and the night before belongs to it.

plot-title = { $item }, { $days }
plot-kept = share kept
plot-total = total
plot-total-unit = total in { $unit }
