### مسودة: هذه النصوص لم يراجعها قارئ لغته الأم العربية بعد.
### TO BE REVIEWED by a native reader of Arabic: written by people who are not.

why-part = { $standing }: { $rule }
why-met = متحقق
why-missing = ناقص
why-undetermined = لا يمكن الحكم
why-all = كل ما يلي (تحقق { $met } من { $parts })
why-any = أي مما يلي (تحقق { $met } من { $parts })
why-at-least = { $n } مما يلي على الأقل (تحقق { $met } من { $parts })
why-not = ليس هذا

why-condition = { $item }: { $counted }
why-item-any = { $item } (أي بند تحته)
why-item-each = { $item } (كل بند تحته)
why-item-gone = بند لم يعد موجودًا
why-total = { $have } من { $need }
why-days =
    { $need-form ->
        [one] { $have } من يوم واحد: { $match }
        [two] { $have } من يومين: { $match }
        [few] { $have } من { $need } أيام: { $match }
        [many] { $have } من { $need } يومًا: { $match }
        *[other] { $have } من { $need } يوم: { $match }
    }
why-nothing-due = لم يكن شيء مطلوبًا
why-due-days =
    { $need-form ->
        [one] { $have } من يوم مطلوب واحد: { $match }
        [two] { $have } من يومين مطلوبين: { $match }
        [few] { $have } من { $need } أيام مطلوبة: { $match }
        [many] { $have } من { $need } يومًا مطلوبًا: { $match }
        *[other] { $have } من { $need } يوم مطلوب: { $match }
    }
why-due-days-and-periods = { $have } من { $need } من الأيام والفترات المطلوبة: { $match }
why-first-missed = { $words }؛ أول ما فات في { $day }

match-is = { $value }
match-at-least = { $value } على الأقل
match-at-most = { $value } على الأكثر
match-logged = مسجَّل
match-label = «{ $label }»
match-score = الدرجة { $score }
match-gone = قيمة لم تعد موجودة
