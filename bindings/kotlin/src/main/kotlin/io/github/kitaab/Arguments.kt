package io.github.kitaab

import java.nio.charset.CharacterCodingException

/**
 * The arguments of a call, on their way to the library. It frees them, and the handle that the call is made on, once the call is made.
 * Where it is not made, since an argument can't be sent, that is for [taking] to do.
 */
internal class Arguments {
    private val sent = ArrayList<RustBuffer.ByValue>(4)

    /** Sends one. */
    inline fun <T> argument(name: String, lower: () -> T): T {
        val lowered = try {
            lower()
        } catch (cause: Throwable) {
            throw NotSent(name, cause)
        }
        if (lowered is RustBuffer.ByValue) keep(lowered)
        return lowered
    }

    fun keep(buffer: RustBuffer.ByValue) {
        sent.add(buffer)
    }

    fun free() = sent.forEach { RustBuffer.free(it) }
}

/** An argument can't be sent. */
internal class NotSent(val argument: String, override val cause: Throwable) : Exception()

/**
 * Makes a call. Where an argument can't be sent, nothing of the call is left, and `release` lets go of the handle. Half a character in
 * a text, which Java's may hold and none outside Java can, breaks a rule.
 */
internal inline fun <R> taking(release: () -> Unit, call: Arguments.() -> R): R {
    val arguments = Arguments()
    try {
        return arguments.call()
    } catch (refused: NotSent) {
        arguments.free()
        release()
        val (name, cause) = refused.argument to refused.cause
        throw if (cause is CharacterCodingException) KitaabException.Invalid("$name must be Unicode", name, "must be Unicode", "") else cause
    }
}
