### Verdicts in words: what each condition has and needs.

why-part = { $standing }: { $rule }
why-met = met
why-missing = missing
why-undetermined = undetermined
why-all = all of these ({ $met } of { $parts } met)
why-any = any of these ({ $met } of { $parts } met)
why-at-least = at least { $n } of these ({ $met } of { $parts } met)
why-not = not this

why-condition = { $item }: { $counted }
why-item-any = { $item } (any below it)
why-item-each = { $item } (each below it)
why-item-gone = an item that is gone
why-total = { $have } of { $need }
why-days =
    { $need-form ->
        [one] { $have } of { $need } day { $match }
        *[other] { $have } of { $need } days { $match }
    }
why-nothing-due = nothing was due
why-due-days = { $have } of { $need } due days { $match }
why-due-days-and-periods = { $have } of { $need } due days and periods { $match }
why-first-missed = { $words }; first missed on { $day }

# What must hold on a day: the end of a sentence.
match-is = { $value }
match-at-least = at least { $value }
match-at-most = at most { $value }
match-logged = logged
match-label = '{ $label }'
match-score = a score of { $score }
match-gone = a value that is gone
