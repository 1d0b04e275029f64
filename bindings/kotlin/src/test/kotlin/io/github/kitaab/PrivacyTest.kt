package io.github.kitaab

import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

class PrivacyTest {
    @Test
    fun whatTheOwnerWroteIsNotShown() = withClient { client ->
        val book = client.myBook()
        val item = book.counted()
        val new = NewEntry(item, FIRST, pages("1"), note = "secret")
        book.entries().putMany(listOf(new))
        book.reflections().write(FIRST, Category.HASANAAT, "secret")
        val reason = Reason.Other("secret")
        val exemption = NewExemption(Scope.Hasanaat, reason, FIRST)
        val shown = listOf(
            new,
            reason,
            exemption,
            ExemptionEdit(reason = reason),
            book.exemptions().add(exemption),
            book.exemptions().list(),
            book.entries().get(item, FIRST),
            book.entries().list(),
            book.entries().day(FIRST),
            book.reflections().list(),
            book.ledger().history(RecordKey.Entry(item, FIRST)),
            book.ledger().history(RecordKey.Reflection(FIRST, Category.HASANAAT)),
        ).map { it.toString() }
        assertTrue(shown.none { "secret" in it }, shown.toString())
        assertTrue(shown.all { "<6 characters>" in it }, shown.toString())
    }
}
