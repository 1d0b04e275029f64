package io.github.kitaab

/**
 * Works on a list whose elements hold such lists themselves. What nests deeper than anything that a book takes is left out: the
 * library refuses the rest of it for its depth all the same, and reading the whole could exhaust its stack.
 */
internal fun <T, R> nested(list: List<T>, work: (List<T>) -> R): R {
    val level = LEVEL.get()
    LEVEL.set(level + 1)
    try {
        return work(if (level < DEEPEST) list else emptyList())
    } finally {
        LEVEL.set(level)
    }
}

/** On how many levels this thread works now. */
private val LEVEL: ThreadLocal<Int> = ThreadLocal.withInitial { 0 }

private const val DEEPEST = 100
