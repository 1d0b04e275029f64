package io.github.kitaab

import java.lang.reflect.Modifier

/** A record as text, of whose private fields only the length is told: what the owner wrote belongs into no log. */
internal fun shown(record: Any, vararg private: String): String {
    val fields = record.javaClass.declaredFields.filterNot { Modifier.isStatic(it.modifiers) }
    val parts = fields.joinToString(", ") { field ->
        field.isAccessible = true
        val value = field.get(record)
        val told = if (field.name in private && value is String) "<${value.codePointCount(0, value.length)} characters>" else value
        "${field.name}=$told"
    }
    return "${record.javaClass.simpleName}($parts)"
}
