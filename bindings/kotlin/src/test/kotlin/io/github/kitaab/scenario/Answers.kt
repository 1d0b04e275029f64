package io.github.kitaab.scenario

import io.github.kitaab.*
import java.lang.reflect.Modifier
import java.math.BigDecimal
import java.time.Instant
import java.time.LocalDate
import java.time.ZoneOffset
import java.time.format.DateTimeFormatter
import java.util.UUID
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.jsonObject

/** An error as a story tells it. */
internal fun answer(error: KitaabException): JsonObject =
    json(error.data + mapOf("code" to error.code, "message" to error.message)).jsonObject

/** An object of some fields. */
internal fun answer(vararg fields: Pair<String, Any?>): JsonObject = json(mapOf(*fields)).jsonObject

/** Both in one object. */
internal operator fun JsonObject.plus(other: JsonObject): JsonObject = JsonObject(toMap() + other.toMap())

/**
 * A value of the library as JSON, in the shapes of docs/cli.md. A record becomes an object of its fields, whatever they are;
 * only where the shapes differ, that is written out.
 */
internal fun json(value: Any?): JsonElement = when (value) {
    null -> JsonNull
    is JsonElement -> value
    is String -> JsonPrimitive(value)
    is Boolean -> JsonPrimitive(value)
    is BigDecimal -> JsonPrimitive(value.toPlainString())
    is Number -> JsonPrimitive(value)
    is LocalDate, is UUID -> JsonPrimitive(value.toString())
    is Instant -> JsonPrimitive(MICROSECONDS.format(value))
    is Weekday -> JsonPrimitive(value.name.lowercase().replaceFirstChar(Char::uppercase))
    is Enum<*> -> JsonPrimitive(value.name.lowercase())
    is List<*> -> JsonArray(value.map(::json))
    is Map<*, *> -> JsonObject(value.entries.associate { (name, part) -> name.toString() to json(part) })
    is HijriDate -> JsonPrimitive("%04d-%02d-%02d".format(value.year, value.month, value.day))
    is EntryValue.OnScale -> answer(
        "measure" to "scale", "label" to value.label, "score" to value.score, "position" to value.position,
        "version" to value.version,
    )
    is EntryValue.Counted -> answer("measure" to "count", "amount" to value.amount, "unit" to value.unit)
    is Quantity.Total -> answer("amount" to value.amount)
    is Quantity.Days -> answer("days" to value.days)
    is Scope.Hasanaat -> JsonPrimitive("hasanaat")
    is Scope.OfDeed -> answer("deed" to value.deed)
    is Scope.OfItem -> answer("item" to value.item)
    is Shared.OfDeed -> answer("deed" to value.deed)
    is Shared.OfItem -> answer("item" to value.item)
    is Subject.OfCategory -> answer("category" to value.category)
    is Subject.OfDeed -> answer("deed" to value.deed)
    is Subject.OfItem -> answer("item" to value.item)
    is Reason.Other -> answer("other" to value.words)
    is Reason -> JsonPrimitive(word(value))
    is Test.TotalAtLeast -> answer("total_at_least" to value.amount)
    is Test.DaysAtLeast -> answer("days_at_least" to fields(value))
    is Test.EveryDay -> answer("every_day" to value.matching)
    is Match.Logged -> JsonPrimitive("logged")
    is Match, is Goal -> answer(word(value) to fields(value).values.single())
    is Schedule.OnWeekdays -> answer("weekdays" to value.days)
    is Schedule -> fields(value).let { held ->
        if (held.isEmpty()) JsonPrimitive(word(value)) else answer(word(value) to (held.values.singleOrNull() ?: held))
    }
    is Rule.Not -> answer("not" to value.rules.single())
    is Rule.Holds -> answer("condition" to value.condition)
    is Rule.AtLeast -> answer("at_least" to fields(value))
    is Rule -> answer(word(value) to fields(value).values.single())
    is Condition -> fields(value) + answer("below" to (value.below ?: Below.NO))
    is ReminderTime, is Slot.Planned -> answer(word(value) to fields(value))
    is Slot.PutOff -> answer("put_off" to value.until)
    is Verdict -> fields(value) + answer("window" to value.days, "detail" to detail(value.detail))
    is MeritVerdict -> json(value.verdict) as JsonObject + answer("merit" to value.merit)
    is TargetStanding -> json(value.progress) as JsonObject + answer("target" to value.target)
    is DueReminder -> fields(value) + answer("at" to value.occurrence.at, "slot" to value.occurrence.slot)
    is Turned -> fields(value) + answer("from" to value.before, "to" to value.after)
    is FigureChange -> fields(value) + answer("mean_scores" to value.meanScores.associate { it.version to it.change })
    is Item -> fields(value) + answer("excuses" to value.excuses.associate { it.reason.name.lowercase() to it })
    is MakeUpPolicy -> fields(value) + answer("from" to value.fromDay)
    is Relation -> fields(value) + answer("with" to value.other)
    is ImportedDeed -> fields(value) + answer("id" to value.deed, "new" to value.isNew)
    is HijriMonth -> JsonPrimitive("%04d-%02d".format(value.year, value.month))
    is RuleVerdict -> answer("outcome" to value.outcome, "detail" to detail(value))
    is RecordImage.Structure -> answer("kind" to "record")
    is RecordImage -> answer("kind" to word(value)) + fields(value)
    else -> if (value.javaClass.isAnnotationPresent(JvmInline::class.java)) JsonPrimitive(value.toString()) else fields(value)
}

internal fun detail(verdict: RuleVerdict): JsonElement = when (verdict.part) {
    RulePart.ALL, RulePart.ANY -> answer(verdict.part.name.lowercase() to verdict.rules)
    RulePart.AT_LEAST -> answer("at_least" to mapOf("n" to verdict.n, "rules" to verdict.rules))
    RulePart.NOT -> answer("not" to verdict.rules.single())
    RulePart.CONDITION -> answer("condition" to verdict.condition)
}

private val MICROSECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC)

private fun word(value: Any): String = snake(value.javaClass.simpleName)

private fun snake(name: String): String = name.replaceFirstChar(Char::lowercase).replace(Regex("[A-Z]")) { "_" + it.value.lowercase() }

private fun fields(record: Any): JsonObject {
    val own = record.javaClass.declaredFields.filterNot { Modifier.isStatic(it.modifiers) }
    return JsonObject(
        own.associate {
            it.isAccessible = true
            snake(it.name) to json(it.get(record))
        },
    )
}
