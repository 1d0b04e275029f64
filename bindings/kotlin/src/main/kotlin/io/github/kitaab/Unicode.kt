package io.github.kitaab

import java.nio.charset.CharacterCodingException

/**
 * Makes a call. With half a character in a text, which Java's may hold and no other can, it is not made: then `release` lets go of
 * what it would have taken.
 */
internal inline fun <R> unicode(release: () -> Unit, call: () -> R): R =
    try {
        call()
    } catch (_: CharacterCodingException) {
        release()
        throw KitaabException.Invalid("text must be Unicode", "text", "must be Unicode", "")
    }
