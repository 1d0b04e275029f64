package io.github.kitaab.scenario

import io.github.kitaab.*
import java.math.BigDecimal
import java.time.Instant
import java.time.LocalDate
import java.util.UUID
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.boolean
import kotlinx.serialization.json.int
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import kotlinx.serialization.json.long

/** The inputs of a step, in which names are replaced already, as the values of the library. */
internal class Inputs(private val fields: JsonObject) {
    private fun given(name: String): JsonElement? = fields[name].takeUnless { it is JsonNull }
    private fun needed(name: String) = given(name) ?: throw StoryException("missing field `$name`")

    fun textOrNull(name: String): String? = given(name)?.text()
    fun text(name: String): String = needed(name).text()
    fun int(name: String): Int = needed(name).jsonPrimitive.int
    fun intOrNull(name: String): Int? = given(name)?.jsonPrimitive?.int
    fun longOrNull(name: String): Long? = given(name)?.jsonPrimitive?.long
    fun instant(name: String): Instant = Instant.parse(text(name))
    fun idsOrNull(name: String): List<UUID>? = textsOrNull(name)?.map(UUID::fromString)
    fun ids(name: String): List<UUID> = texts(name).map(UUID::fromString)
    fun group(): GroupId = GroupId(id("group"))
    fun groupOrNull(): GroupId? = textOrNull("group")?.let { GroupId(UUID.fromString(it)) }
    fun deed(): DeedId = DeedId(id("deed"))
    fun user(): UserId = UserId(id("user"))
    fun itemOrNull(name: String): ItemId? = textOrNull(name)?.let { ItemId(UUID.fromString(it)) }
    fun recordOrNull(name: String): Inputs? = given(name)?.let { Inputs(it.jsonObject) }
    inline fun <reified T : Enum<T>> wordOrNull(name: String): T? = textOrNull(name)?.let { word<T>(it) }
    fun spanOrNull(): DaySpan? = dayOrNull("first_day")?.let { DaySpan(it, day("last_day")) }
    fun between(name: String): DaySpan = Inputs(needed(name).jsonObject).let { DaySpan(it.day("first"), it.day("last")) }
    fun entryCursorOrNull(): EntryCursor? = recordOrNull("after")?.let { EntryCursor(it.day("day"), it.item()) }
    fun rateOrNull(): FidyaRate? = recordOrNull("rate")?.let { FidyaRate(it.amount(), it.text("unit")) }
    fun timeOrNull(): ReminderTime? = given("time")?.let(::time)
    fun time(): ReminderTime = time(needed("time"))
    fun subject(): Subject = subject(needed("subject"))
    fun ruleOrNull(): Rule? = given("rule")?.let(::rule)
    fun conditionsOrNull(name: String): List<Condition>? = given(name)?.jsonArray?.map(::condition)
    fun scopeOrNull(): Scope? = given("scope")?.let { scope() }
    fun reasonOrNull(): Reason? = given("reason")?.let { reason() }
    fun long(name: String): Long = needed(name).jsonPrimitive.long
    fun flag(name: String): Boolean = needed(name).jsonPrimitive.boolean
    fun flagOrNull(name: String): Boolean? = given(name)?.jsonPrimitive?.boolean
    fun day(name: String): LocalDate = LocalDate.parse(text(name))
    fun dayOrNull(name: String): LocalDate? = textOrNull(name)?.let(LocalDate::parse)
    fun id(name: String): UUID = UUID.fromString(text(name))
    fun item(name: String = "item"): ItemId = ItemId(id(name))
    fun amount(name: String = "amount"): BigDecimal = BigDecimal(text(name))
    fun textsOrNull(name: String): List<String>? = given(name)?.jsonArray?.map { it.text() }
    fun texts(name: String): List<String> = needed(name).jsonArray.map { it.text() }
    fun each(name: String): List<Inputs> = given(name)?.jsonArray.orEmpty().map { Inputs(it.jsonObject) }
    fun span(): DaySpan = DaySpan(day("first_day"), day("last_day"))
    fun category(name: String = "category"): Category = word(text(name))
    fun meritCategory(): MeritCategory = word(text("category"))
    fun measure(): Measure = word(text("measure"))
    fun hide(): Hide = word(text("hide"))
    fun weekdayOrNull(name: String): Weekday? = intOrNull(name)?.let { Weekday.entries[it] }
    fun mappingOrNull(): List<Int?>? =
        given("mapping")?.jsonArray?.map { place -> place.takeUnless { it is JsonNull }?.jsonPrimitive?.int }
    fun checkpointOrNull(): Checkpoint? =
        given("expected")?.jsonObject?.let { Checkpoint(it.getValue("seq").jsonPrimitive.long, it.getValue("link").text()) }

    /** A label, or an amount in digits. */
    fun value(): ValueInput = textOrNull("value")?.let(ValueInput::Labelled) ?: ValueInput.Counted(amount())

    fun newEntry(): NewEntry {
        onlyKnown(fields, setOf("item", "day", "value", "amount", "note"), "an entry")
        return NewEntry(item(), day("day"), value(), textOrNull("note"))
    }

    fun countToAdd(): CountToAdd {
        onlyKnown(fields, setOf("item", "day", "amount"), "an amount")
        return CountToAdd(item(), day("day"), amount())
    }

    fun month(name: String): HijriMonth = text(name).split('-').map(String::toInt).let { (year, month) -> HijriMonth(year, month) }

    fun scope(): Scope = when (val scope = needed("scope")) {
        is JsonPrimitive -> Scope.Hasanaat
        else -> only(scope).let { (kind, id) ->
            when (kind) {
                "deed" -> Scope.OfDeed(DeedId(UUID.fromString(id.text())))
                "item" -> Scope.OfItem(ItemId(UUID.fromString(id.text())))
                else -> throw StoryException("there is no scope $kind")
            }
        }
    }

    fun reason(): Reason = when (val reason = needed("reason")) {
        is JsonPrimitive -> when (val word = reason.text()) {
            "menstruation" -> Reason.Menstruation
            "postnatal" -> Reason.Postnatal
            "travel" -> Reason.Travel
            "illness" -> Reason.Illness
            else -> throw StoryException("there is no reason $word")
        }
        else -> Reason.Other(only(reason).second.text())
    }

    fun excusesOrNull(): List<Excuse>? = given("excuses")?.jsonObject?.map { (reason, what) ->
        val inputs = Inputs(what.jsonObject)
        Excuse(word(reason), inputs.flag("lifts"), inputs.flag("owed"))
    }

    fun makeUpOrNull(name: String = "make_up"): MakeUpPolicy? =
        recordOrNull(name)?.let { MakeUpPolicy(it.int("opening"), it.day("from")) }

    fun goalOrNull(): Goal? = given("goal")?.let(::goal)
    fun goal(): Goal = goal(needed("goal"))
    fun scheduleOrNull(): Schedule? = given("schedule")?.let(::schedule)
    fun schedule(): Schedule = schedule(needed("schedule"))
    fun rule(): Rule = rule(needed("rule"))
    fun conditions(name: String): List<Condition> = needed(name).jsonArray.map(::condition)
    fun record(): RecordKey = record(needed("record"))
    fun bucketOrNull(): Bucket? = textOrNull("bucket")?.let { word(it) }
    fun relationKind(): RelationKind = word(text("kind"))
    fun level(): PermissionLevel = word(text("level"))

    fun shared(): Shared = only(needed("shared")).let { (kind, id) ->
        when (kind) {
            "deed" -> Shared.OfDeed(DeedId(UUID.fromString(id.text())))
            "item" -> Shared.OfItem(ItemId(UUID.fromString(id.text())))
            else -> throw StoryException("there is nothing shared by $kind")
        }
    }

    fun wish(): Wish = when (val wish = needed("wish")) {
        is JsonPrimitive -> if (wish.content == "private") Wish.Private else throw StoryException("there is no wish $wish")
        else -> only(wish).let { (kind, item) ->
            when (kind) {
                "read" -> Wish.Read(ItemId(UUID.fromString(item.text())))
                "write" -> Wish.Write(ItemId(UUID.fromString(item.text())))
                else -> throw StoryException("there is no wish $kind")
            }
        }
    }
}

internal inline fun <reified T : Enum<T>> word(word: String): T =
    enumValues<T>().firstOrNull { it.name == word.uppercase() } ?: throw StoryException("there is no ${T::class.simpleName} $word")

private fun JsonElement.text(): String = jsonPrimitive.content

/** The one field of an object. */
private fun only(value: JsonElement): Pair<String, JsonElement> =
    value.jsonObject.entries.singleOrNull()?.toPair() ?: throw StoryException("$value has not one field")

private fun goal(value: JsonElement): Goal = only(value).let { (kind, bound) ->
    when (kind) {
        "amount_at_least" -> Goal.AmountAtLeast(BigDecimal(bound.text()))
        "amount_at_most" -> Goal.AmountAtMost(BigDecimal(bound.text()))
        "score_at_least" -> Goal.ScoreAtLeast(bound.jsonPrimitive.int)
        "score_at_most" -> Goal.ScoreAtMost(bound.jsonPrimitive.int)
        else -> throw StoryException("there is no goal $kind")
    }
}

private fun schedule(value: JsonElement): Schedule {
    if (value is JsonPrimitive) {
        return if (value.content == "daily") Schedule.Daily else throw StoryException("there is no schedule $value")
    }
    val (kind, what) = only(value)
    fun inputs() = Inputs(what.jsonObject)
    fun numbers() = what.jsonArray.map { it.jsonPrimitive.int }
    return when (kind) {
        "weekdays" -> Schedule.OnWeekdays(what.jsonArray.map { word(it.text()) })
        "times_per_week" -> inputs().let { Schedule.TimesPerWeek(it.int("times"), Weekday.entries[it.int("week_start")]) }
        "times_per_month" -> Schedule.TimesPerMonth(inputs().int("times"))
        "every_n_days" -> inputs().let { Schedule.EveryNDays(it.int("n"), it.day("from")) }
        "hijri_month_days" -> Schedule.HijriMonthDays(numbers())
        "hijri_months" -> Schedule.HijriMonths(numbers())
        "hijri_dates" -> Schedule.HijriDates(
            what.jsonArray.map { date -> HijriMonthDay(date.jsonArray[0].jsonPrimitive.int, date.jsonArray[1].jsonPrimitive.int) },
        )
        else -> throw StoryException("there is no schedule $kind")
    }
}

private fun time(value: JsonElement): ReminderTime = only(value).let { (kind, what) ->
    val inputs = Inputs(what.jsonObject)
    when (kind) {
        "once" -> ReminderTime.Once(inputs.day("day"), inputs.int("minute"))
        "recurring" -> ReminderTime.Recurring(inputs.int("minute"), inputs.schedule())
        else -> throw StoryException("there is no time $kind")
    }
}

private fun subject(value: JsonElement): Subject = only(value).let { (kind, what) ->
    when (kind) {
        "category" -> Subject.OfCategory(word(what.text()))
        "deed" -> Subject.OfDeed(DeedId(UUID.fromString(what.text())))
        "item" -> Subject.OfItem(ItemId(UUID.fromString(what.text())))
        else -> throw StoryException("there is no subject $kind")
    }
}

private fun rule(value: JsonElement): Rule = only(value).let { (kind, what) ->
    when (kind) {
        "all" -> Rule.All(what.jsonArray.map(::rule))
        "any" -> Rule.Any(what.jsonArray.map(::rule))
        "at_least" -> Rule.AtLeast(Inputs(what.jsonObject).int("n"), what.jsonObject.getValue("rules").jsonArray.map(::rule))
        "not" -> Rule.Not(listOf(rule(what)))
        "condition" -> Rule.Holds(condition(what))
        else -> throw StoryException("there is no rule $kind")
    }
}

private fun condition(value: JsonElement): Condition {
    val fields = value.jsonObject
    onlyKnown(fields, setOf("item", "below", "test"), "a condition")
    val inputs = Inputs(fields)
    return Condition(inputs.item(), test(fields.getValue("test")), inputs.textOrNull("below")?.let { word<Below>(it) })
}

private fun test(value: JsonElement): Test = only(value).let { (kind, what) ->
    when (kind) {
        "total_at_least" -> Test.TotalAtLeast(BigDecimal(what.text()))
        "days_at_least" -> Test.DaysAtLeast(Inputs(what.jsonObject).int("n"), match(what.jsonObject.getValue("matching")))
        "every_day" -> Test.EveryDay(match(what))
        else -> throw StoryException("there is no test $kind")
    }
}

private fun match(value: JsonElement): Match {
    if (value is JsonPrimitive) return Match.Logged
    val (kind, what) = only(value)
    return when (kind) {
        "is" -> Inputs(what.jsonObject).let { Match.Is(ScaleValueRef(ScaleId(it.id("scale")), it.int("position"))) }
        "score_at_least" -> Match.ScoreAtLeast(what.jsonPrimitive.int)
        "score_at_most" -> Match.ScoreAtMost(what.jsonPrimitive.int)
        "amount_at_least" -> Match.AmountAtLeast(BigDecimal(what.text()))
        "amount_at_most" -> Match.AmountAtMost(BigDecimal(what.text()))
        else -> throw StoryException("there is no match $kind")
    }
}

private fun record(value: JsonElement): RecordKey {
    val (kind, what) = only(value)
    fun item() = ItemId(UUID.fromString((if (what is JsonArray) what[0] else what).text()))
    fun day() = LocalDate.parse((if (what is JsonArray) what[if (kind == "reflection") 0 else 1] else what).text())
    return when (kind) {
        "entry" -> RecordKey.Entry(item(), day())
        "make_up" -> RecordKey.MakeUp(item(), day())
        "reflection" -> RecordKey.Reflection(day(), word(what.jsonArray[1].text()))
        "reviewed" -> RecordKey.Reviewed(day())
        "fidya" -> RecordKey.Fidya(item(), day())
        "item" -> RecordKey.Item(item())
        "deed" -> RecordKey.Deed(DeedId(UUID.fromString(what.text())))
        "merit" -> RecordKey.Merit(MeritId(UUID.fromString(what.text())))
        "reminder" -> RecordKey.Reminder(ReminderId(UUID.fromString(what.text())))
        else -> throw StoryException("there is no record $kind")
    }
}
