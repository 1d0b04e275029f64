package io.github.kitaab.scenario

import io.github.kitaab.KitaabException
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import kotlinx.serialization.json.long

/** A story: what somebody does with a book, and what the book must answer. */
internal class Scenario private constructor(
    private val seed: Long,
    private val now: String,
    private val people: List<String>,
    private val steps: List<Step>,
) {
    private class Step(val number: Int, fields: JsonObject) {
        val operation = fields.text("do") ?: throw StoryException("step $number: missing field `do`")
        val now = fields.text("now")
        val book = fields.text("in")
        val by = fields.text("by")
        val name = fields.text("as")
        val with = fields["with"]?.jsonObject ?: JsonObject(emptyMap())
        val expect = fields["expect"]?.jsonObject
        val error = fields["error"]?.jsonObject

        init {
            onlyKnown(fields, setOf("do", "why", "now", "in", "by", "as", "with", "expect", "error"), "step $number")
            val inputs = OPERATIONS[operation] ?: throw StoryException("step $number: there is no operation $operation")
            onlyKnown(with, inputs, "step $number ($operation)")
            if (error != null && (expect != null || name != null)) {
                throw StoryException("step $number: what fails has no answer to expect or to name")
            }
        }
    }

    /**
     * Runs it on a fresh book.
     *
     * @throws StoryException naming the first step that does not answer as it must, and every difference.
     */
    suspend fun run(store: World.Store) {
        World.open(store, seed, now, people).use { world ->
            val names = Names()
            world.people.forEach { (name, user) -> names.bind(name, answer("id" to user)) }
            for (step in steps) {
                try {
                    run(step, world, names)
                } catch (what: StoryException) {
                    throw StoryException("on $store, step ${step.number} (${step.operation}): ${what.message}")
                }
            }
        }
    }

    private suspend fun run(step: Step, world: World, names: Names) {
        val with = names.resolve(step.with).jsonObject
        val expected = (step.expect ?: step.error)?.let(names::resolve)
        step.now?.let(world::setTime)
        val answer: JsonElement = try {
            world.perform(step.book, step.by, step.operation, Inputs(with))
        } catch (error: KitaabException) {
            if (step.error == null) throw StoryException("failed: ${error.message}")
            val different = differences(expected!!, answer(error))
            if (different.isNotEmpty()) throw StoryException(different.joinToString("\n  "))
            return
        }
        if (step.error != null) throw StoryException("should have failed, and answered $answer")
        val different = expected?.let { differences(it, answer) }.orEmpty()
        if (different.isNotEmpty()) throw StoryException(different.joinToString("\n  "))
        step.name?.let { names.bind(it, answer) }
    }

    companion object {
        /** Reads a scenario; fields and operations that there are not are refused. */
        fun read(text: String): Scenario {
            val fields = Json.parseToJsonElement(text).jsonObject
            onlyKnown(fields, setOf("title", "why", "seed", "now", "people", "steps"), "the story")
            fun field(name: String) = fields[name] ?: throw StoryException("missing field `$name`")
            field("title")
            val steps = field("steps").jsonArray.mapIndexed { index, step -> Step(index + 1, step.jsonObject) }
            val people = fields["people"]?.jsonArray.orEmpty().map { it.jsonPrimitive.content }
            return Scenario(field("seed").jsonPrimitive.long, field("now").jsonPrimitive.content, people, steps)
        }
    }
}

internal fun onlyKnown(fields: JsonObject, known: Set<String>, what: String) {
    val unknown = fields.keys - known
    if (unknown.isNotEmpty()) throw StoryException("$what: unknown field `${unknown.first()}`")
}

private fun JsonObject.text(name: String): String? = get(name)?.jsonPrimitive?.content
