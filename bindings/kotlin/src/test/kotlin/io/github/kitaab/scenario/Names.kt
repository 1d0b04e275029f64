package io.github.kitaab.scenario

import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.int
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonPrimitive

/** The names that a story gives to what its steps answered. */
internal class Names {
    private val answers = mutableMapOf<String, JsonElement>()

    fun bind(name: String, answer: JsonElement) {
        if (answers.put(name, answer) != null) throw StoryException("$name is named twice")
    }

    /** A value with what stands for something else in it replaced: `"$name"`, and `{"$repeat": [text, times]}`. */
    fun resolve(value: JsonElement): JsonElement = when (value) {
        is JsonPrimitive -> if (value.isString) text(value) else value
        is JsonArray -> JsonArray(value.map(::resolve))
        is JsonObject -> value["\$repeat"]?.let(::repeated) ?: JsonObject(value.mapValues { resolve(it.value) })
    }

    private fun text(value: JsonPrimitive): JsonElement {
        if (!value.content.startsWith('$')) return value
        val reference = value.content.substring(1)
        if (reference.startsWith('$')) return JsonPrimitive(reference)
        return lookUp(reference) ?: throw StoryException("\$$reference names nothing")
    }

    /**
     * `salah`: the id in its answer. `salah.scale.id`: that field of it. `salah/Fajr`: the item below its root by that
     * path; `salah/`: its root.
     */
    private fun lookUp(reference: String): JsonElement? {
        val end = reference.indexOfAny(charArrayOf('/', '.')).let { if (it < 0) reference.length else it }
        val answer = answers[reference.substring(0, end)] as? JsonObject ?: return null
        val rest = reference.substring(end)
        if (rest.startsWith('/')) {
            val items = answer["items"]?.jsonArray ?: return null
            fun path(item: JsonElement) = (item as? JsonObject)?.get("path")?.jsonPrimitive?.content
            val root = path(items.first())
            val path = if (rest == "/") root else root + rest
            return (items.firstOrNull { path(it) == path } as? JsonObject)?.get("id")
        }
        val fields = if (rest.isEmpty()) listOf("id") else rest.substring(1).split('.')
        return fields.fold(answer as JsonElement?) { value, field ->
            when (value) {
                is JsonObject -> value[field]
                is JsonArray -> field.toIntOrNull()?.let(value::getOrNull)
                else -> null
            }
        }
    }

    private fun repeated(of: JsonElement): JsonElement {
        val (text, times) = of.jsonArray.also { if (it.size != 2) throw StoryException("\$repeat takes a text and how often") }
        return JsonPrimitive(text.jsonPrimitive.content.repeat(times.jsonPrimitive.int))
    }
}

/** A story that is none, or that did not come out. */
internal class StoryException(message: String) : Exception(message)
