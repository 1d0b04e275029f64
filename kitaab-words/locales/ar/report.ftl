### مسودة: هذه النصوص لم يراجعها قارئ لغته الأم العربية بعد.
### TO BE REVIEWED by a native reader of Arabic: written by people who are not.

report-title = كتاب الأعمال
report-title-days = كتاب الأعمال، { $days }
report-made-on = حتى { $day }.
report-skip = إلى المحتويات
report-contents = المحتويات
report-private = هذه الصفحة خاصة بك. أُعدّت على جهازك وفيها كل ما تعرضه: لا تُحمِّل شيئًا ولا ترسل شيئًا.
report-private-saiyyiaat = لم تُعرض السيئات لأن عرضها لم يُطلب.
report-empty = لم يُسجَّل شيء في هذه الأيام.
report-as-table = في جدول
report-legend = مفتاح الرموز

report-overview = نظرة عامة
report-logged-days = الأيام التي كُتب فيها شيء: { $logged } من { $days }.
report-deed = العمل
report-item = البند
report-month = الشهر
report-hijri-month = الشهر الهجري
report-days-logged = الأيام
report-total = المجموع
report-kept = المحافَظ عليه
report-of-due = { $kept } من { $due }
report-share = النسبة
report-bar = الشريط

report-heat-map = الأيام
report-heat-map-of = الأيام: { $category }
report-heat-map-about = مربع لكل يوم، وكلما كان لونه أقوى كان ما حوفظ عليه من المطلوب أكثر.
report-heat-map-text = { $category }، { $days }: حوفظ على { $share } من المطلوب. كل مربع يوم، وكل عمود أسبوع، والجدول أدناه يبين الشهور.
report-heat-none = لا شيء مطلوب
report-heat-unknown = لم يُكتب شيء

report-distribution = كيف كان الأداء
report-distribution-about = كم مرة سُجّلت كل قيمة، للعمل كله ولكل بند تحته.
report-distribution-bad = لا يُعَدّ هنا إلا ما كُتب: فالأيام السالمة التي تُركت فارغة ليست منه.
report-version = { $deed }، المقياس { $version }

report-weekdays = الأسبوع
report-weekdays-about = مقدار ما حوفظ عليه من المطلوب في كل يوم من أيام الأسبوع.
report-weekday = اليوم
report-best = الأعلى
report-worst = الأدنى

report-merits = الفضائل
report-merits-about = حال كل فضيلة يومًا بيوم: قوي حيث تحققت، خافت حيث لم تتحقق، فارغ حيث لا يمكن الحكم.
report-merit-text = { $title }: تحققت في { $earned } من { $days } من الأيام.
report-demerit-text = { $title }: وقع في { $earned } من { $days } من الأيام.
report-merit-days =
    { $days-form ->
        [one] على مدى يوم واحد
        [two] على مدى يومين
        [few] على مدى { $days } أيام
        [many] على مدى { $days } يومًا
        *[other] على مدى { $days } يوم
    }
report-merit-now = في { $day }: { $outcome }.
report-left-out =
    { $count-form ->
        [one] لم يُعرض واحد يتعلق بما لا يظهر هنا.
        [two] لم يُعرض اثنان يتعلقان بما لا يظهر هنا.
        *[other] لم تُعرض { $count } تتعلق بما لا يظهر هنا.
    }

report-targets = الأهداف
report-target-met = بُلغ في { $day }
report-pace-needs =
    { $days-form ->
        [one] يلزم { $amount } في اليوم المطلوب الباقي
        [two] يلزم { $amount } في كل من اليومين الباقيين
        [few] يلزم { $amount } في كل يوم من { $days } أيام باقية
        [many] يلزم { $amount } في كل يوم من { $days } يومًا باقيًا
        *[other] يلزم { $amount } في كل يوم من { $days } يوم باقٍ
    }
report-pace-days =
    { $left-form ->
        [one] يلزم { $amount } من اليوم الباقي
        [two] يلزم { $amount } من اليومين الباقيين
        [few] يلزم { $amount } من { $left } أيام باقية
        [many] يلزم { $amount } من { $left } يومًا باقيًا
        *[other] يلزم { $amount } من { $left } يوم باقٍ
    }
report-pace-projected = وبهذه الوتيرة في { $day }

report-occasions = أيام لها شأن
report-occasion = المناسبة
report-day = اليوم
report-hijri = التاريخ الهجري

report-reflections = الخواطر

report-foot = التواريخ الهجرية بتقويم أم القرى وبما رأيتَه بنفسك؛ والتاريخ للنهار، والليلة التي قبله منه.

plot-title = { $item }، { $days }
plot-kept = نسبة المحافظة
plot-total = المجموع
plot-total-unit = المجموع: { $unit }
