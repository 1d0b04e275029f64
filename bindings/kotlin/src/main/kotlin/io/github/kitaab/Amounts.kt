package io.github.kitaab

import java.math.BigDecimal

/**
 * An amount as the library reads it. One with an exponent far beyond any amount is written with it, and refused there: as
 * plain digits, 1E+1000000000 would fill the memory.
 */
internal fun amountText(amount: BigDecimal): String =
    if (amount.scale() in -LONGEST..LONGEST && amount.precision() <= LONGEST) amount.toPlainString() else "1E+$LONGEST"

private const val LONGEST = 100
