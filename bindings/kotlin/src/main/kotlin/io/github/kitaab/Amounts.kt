package io.github.kitaab

import java.math.BigDecimal

/** An amount as the library sends it: with as many fraction digits as it needs. */
internal fun WireAmount.amount(): BigDecimal = when (this) {
    is WireAmount.Hundredths -> when {
        hundredths % 100 == 0L -> BigDecimal.valueOf(hundredths / 100)
        hundredths % 10 == 0L -> BigDecimal.valueOf(hundredths / 10, 1)
        else -> BigDecimal.valueOf(hundredths, 2)
    }
    is WireAmount.Text -> BigDecimal(text)
}

/**
 * An amount as the library reads it: in hundredths, if it can be told in them. One with an exponent far beyond any amount is
 * written with it, and refused there: as plain digits, 1E+1000000000 would fill the memory.
 */
internal fun BigDecimal.wire(): WireAmount = when {
    scale() in 0..2 && precision() <= DIGITS -> {
        val unscaled = unscaledValue().toLong()
        WireAmount.Hundredths(if (scale() == 0) unscaled * 100 else if (scale() == 1) unscaled * 10 else unscaled)
    }
    scale() in -LONGEST..LONGEST && precision() <= LONGEST -> WireAmount.Text(toPlainString())
    else -> WireAmount.Text("1E+$LONGEST")
}

/** So many digits, and two more, are a number of 64 bits. */
private const val DIGITS = 16

private const val LONGEST = 100
