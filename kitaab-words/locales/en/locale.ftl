### How this language is written.

# Its name, in itself.
locale-name = English
# ltr or rtl.
locale-direction = ltr
# The ten digits from zero to nine.
locale-digits = 0123456789
# What stands between a number and its fraction, between its thousands, and after a percentage.
locale-decimal = .
locale-group = ,
locale-percent = { $number }%
# What stands between the parts of a list.
locale-list = { $before }, { $last }
# An item by the names from its deed to it.
locale-path = { $above } > { $name }
# An amount with its unit.
locale-amount = { $amount } { $unit }
