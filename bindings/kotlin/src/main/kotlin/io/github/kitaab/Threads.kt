package io.github.kitaab

import kotlin.coroutines.ContinuationInterceptor
import kotlin.coroutines.resume
import kotlinx.coroutines.CancellableContinuation
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.Dispatchers

/** Asks the library how far a call has come, which may answer at once, in this thread. */
internal fun asking(poll: () -> Unit) {
    ASKS.set(true)
    try {
        poll()
    } finally {
        ASKS.set(false)
    }
}

/**
 * Goes on with a call, where the library says how far it has come.
 *
 * What comes after it would go on right here if its coroutine has no dispatcher, or one that does not change threads: in a thread of
 * the library, which has other work. And a second call that is answered at once would be an answer within an answer: after the inner
 * one JNA lets go of the thread, in the middle of the outer one, which ends an app on Android. So it goes on elsewhere.
 */
internal fun <T> CancellableContinuation<T>.goOn(answer: T) {
    val dispatcher = context[ContinuationInterceptor] as? CoroutineDispatcher
    if (ASKS.get() || dispatcher?.isDispatchNeeded(context) == true) {
        resume(answer)
    } else {
        Dispatchers.Default.dispatch(context) { resume(answer) }
    }
}

/** Whether this thread asks just now: then it is not the library's, and only takes the answer along. */
private val ASKS: ThreadLocal<Boolean> = ThreadLocal.withInitial { false }
