package io.github.kitaab.scenario

import kotlin.math.abs
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.doubleOrNull

/** How far two floats may be from each other: they are reckoned alike, but not necessarily in one order. */
private const val CLOSE = 1e-9

/** Where an answer is not as expected: see the README of the scenarios, "What is compared". */
internal fun differences(expected: JsonElement, answer: JsonElement, path: String = "answer"): List<String> = when {
    expected is JsonObject && answer is JsonObject -> expected.flatMap { (name, part) ->
        answer[name]?.let { differences(part, it, "$path.$name") } ?: listOf("$path has no $name: $answer")
    }
    expected is JsonArray && answer is JsonArray && expected.size == answer.size ->
        expected.indices.flatMap { differences(expected[it], answer[it], "$path[$it]") }
    expected is JsonPrimitive && answer is JsonPrimitive && areEqual(expected, answer) -> emptyList()
    else -> listOf("$path should be $expected, and is $answer")
}

private fun areEqual(expected: JsonPrimitive, answer: JsonPrimitive): Boolean {
    if (expected == answer) return true
    if (expected is JsonNull || answer is JsonNull || expected.isString || answer.isString) return false
    val (one, other) = (expected.doubleOrNull ?: return false) to (answer.doubleOrNull ?: return false)
    val hasFraction = listOf(expected, answer).any { it.content.contains('.') || it.content.contains('e', true) }
    return if (hasFraction) abs(one - other) <= CLOSE else one == other
}
