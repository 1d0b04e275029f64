### مسودة: هذه النصوص لم يراجعها قارئ لغته الأم العربية بعد.
### TO BE REVIEWED by a native reader of Arabic: written by people who are not.

category-hasanaat = الحسنات
category-saiyyiaat = السيئات

weekday-1 = الاثنين
weekday-2 = الثلاثاء
weekday-3 = الأربعاء
weekday-4 = الخميس
weekday-5 = الجمعة
weekday-6 = السبت
weekday-7 = الأحد

weekday-short-1 = اثنين
weekday-short-2 = ثلاثاء
weekday-short-3 = أربعاء
weekday-short-4 = خميس
weekday-short-5 = جمعة
weekday-short-6 = سبت
weekday-short-7 = أحد

month-1 = يناير
month-2 = فبراير
month-3 = مارس
month-4 = أبريل
month-5 = مايو
month-6 = يونيو
month-7 = يوليو
month-8 = أغسطس
month-9 = سبتمبر
month-10 = أكتوبر
month-11 = نوفمبر
month-12 = ديسمبر

# Arabic does not shorten the names of months.
month-short-1 = يناير
month-short-2 = فبراير
month-short-3 = مارس
month-short-4 = أبريل
month-short-5 = مايو
month-short-6 = يونيو
month-short-7 = يوليو
month-short-8 = أغسطس
month-short-9 = سبتمبر
month-short-10 = أكتوبر
month-short-11 = نوفمبر
month-short-12 = ديسمبر

hijri-month-1 = محرم
hijri-month-2 = صفر
hijri-month-3 = ربيع الأول
hijri-month-4 = ربيع الآخر
hijri-month-5 = جمادى الأولى
hijri-month-6 = جمادى الآخرة
hijri-month-7 = رجب
hijri-month-8 = شعبان
hijri-month-9 = رمضان
hijri-month-10 = شوال
hijri-month-11 = ذو القعدة
hijri-month-12 = ذو الحجة

# As short as a chart needs.
hijri-month-short-1 = محرم
hijri-month-short-2 = صفر
hijri-month-short-3 = ربيع ١
hijri-month-short-4 = ربيع ٢
hijri-month-short-5 = جمادى ١
hijri-month-short-6 = جمادى ٢
hijri-month-short-7 = رجب
hijri-month-short-8 = شعبان
hijri-month-short-9 = رمضان
hijri-month-short-10 = شوال
hijri-month-short-11 = ذو القعدة
hijri-month-short-12 = ذو الحجة

date-long = { $weekday }، { $day } { $month } { $year }
date-medium = { $day } { $month } { $year }
date-short = { $day } { $month }
date-month = { $month } { $year }
date-hijri = { $day } { $month } { $year } هـ
date-hijri-month = { $month } { $year } هـ
date-approximate = { $date } تقريبًا
date-both = { $gregorian } · { $hijri }
date-span = من { $first } إلى { $last }

occasion-ramadan = رمضان
occasion-last-ten-nights = العشر الأواخر من رمضان
occasion-six-of-shawwal = وقت الست من شوال
occasion-white-day = من الأيام البيض
occasion-first-nine-of-dhul-hijjah = التسع الأول من ذي الحجة
occasion-arafah = يوم عرفة
occasion-tasua = تاسوعاء
occasion-ashura = عاشوراء
occasion-eid-al-fitr = عيد الفطر
occasion-eid-al-adha = عيد الأضحى
occasion-tashriq = أيام التشريق

reason-menstruation = حيض
reason-postnatal = نفاس
reason-travel = سفر
reason-illness = مرض
reason-other = سبب آخر

outcome-earned = تحقق
outcome-not-earned = لم يتحقق
outcome-undetermined = لا يمكن الحكم

state-upcoming = لم يبدأ بعد
state-active = جارٍ
state-completed = اكتمل
state-missed = لم يُبلغ
state-out-of-reach = لم يعد ممكنًا

merit-positive = فضيلة
merit-negative = مأخذ

kind-book = الكتاب
kind-settings = الإعدادات
kind-group = المجموعة
kind-deed = العمل
kind-item = البند
kind-scale = المقياس
kind-scale-value = قيمة المقياس
kind-entry = السجل
kind-note = الملاحظة
kind-reviewed = اليوم المراجَع
kind-exemption = العذر
kind-make-up = القضاء
kind-merit = الفضيلة
kind-target = الهدف
kind-reflection = الخاطرة
kind-reminder = التذكير
kind-relation = العلاقة
kind-block = الحظر
kind-permission = الإذن
kind-commit = القيد
kind-ledger = الدفتر
kind-request = الطلب
kind-file = الملف
kind-other = شيء آخر

schedule-daily = كل يوم
schedule-weekdays = { $days }
schedule-times-per-week =
    { $times-form ->
        [one] مرة في الأسبوع
        [two] مرتان في الأسبوع
        [few] { $times } مرات في الأسبوع
        *[other] { $times } مرة في الأسبوع
    }
schedule-times-per-month =
    { $times-form ->
        [one] مرة في الشهر
        [two] مرتان في الشهر
        [few] { $times } مرات في الشهر
        *[other] { $times } مرة في الشهر
    }
schedule-every-days =
    { $n-form ->
        [one] كل يوم
        [two] كل يومين ابتداءً من { $from }
        [few] كل { $n } أيام ابتداءً من { $from }
        [many] كل { $n } يومًا ابتداءً من { $from }
        *[other] كل { $n } يوم ابتداءً من { $from }
    }
schedule-hijri-days = في هذه الأيام من كل شهر هجري: { $days }
schedule-hijri-months = في { $months }
schedule-hijri-dates = في { $dates }
schedule-times-per-hijri-month =
    { $times-form ->
        [one] مرة في { $month }
        [two] مرتان في { $month }
        [few] { $times } مرات في { $month }
        *[other] { $times } مرة في { $month }
    }
schedule-other = بجدول آخر

goal-at-least = { $value } على الأقل
goal-at-most = { $value } على الأكثر
