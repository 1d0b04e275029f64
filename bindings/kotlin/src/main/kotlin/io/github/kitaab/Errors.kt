package io.github.kitaab

/**
 * The stable code of the error, the same in every language: `invalid`, `not_found`, … What each carries are the
 * properties of its class.
 */
public val KitaabException.code: String
    get() = when (this) {
        is KitaabException.Invalid -> "invalid"
        is KitaabException.NotFound -> "not_found"
        is KitaabException.Conflict -> "conflict"
        is KitaabException.Denied -> "denied"
        is KitaabException.Unavailable -> "unavailable"
        is KitaabException.Corrupt -> "corrupt"
        is KitaabException.Unsupported -> "unsupported"
        is KitaabException.Cancelled -> "cancelled"
        is KitaabException.Closed -> "closed"
        is KitaabException.Internal -> "internal"
    }

/** What the error carries beside its message, by name. */
public val KitaabException.data: Map<String, String>
    get() = when (this) {
        is KitaabException.Invalid -> mapOf("field" to `field`, "rule" to rule, "value" to `value`)
        is KitaabException.NotFound -> mapOf("kind" to kind, "id" to id)
        is KitaabException.Conflict -> mapOf("kind" to kind, "what" to what)
        is KitaabException.Denied -> mapOf("action" to action, "kind" to kind, "id" to id)
        is KitaabException.Corrupt -> mapOf("place" to place)
        is KitaabException.Unsupported -> mapOf("what" to what)
        is KitaabException.Unavailable,
        is KitaabException.Cancelled,
        is KitaabException.Closed,
        is KitaabException.Internal,
        -> emptyMap()
    }
