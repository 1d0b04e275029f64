### Names: of categories, days, months, occasions, reasons, states.

category-hasanaat = Good deeds
category-saiyyiaat = Bad deeds

weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday

# As short as the head of a narrow column needs.
weekday-short-1 = Mon
weekday-short-2 = Tue
weekday-short-3 = Wed
weekday-short-4 = Thu
weekday-short-5 = Fri
weekday-short-6 = Sat
weekday-short-7 = Sun

month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December

month-short-1 = Jan
month-short-2 = Feb
month-short-3 = Mar
month-short-4 = Apr
month-short-5 = May
month-short-6 = Jun
month-short-7 = Jul
month-short-8 = Aug
month-short-9 = Sep
month-short-10 = Oct
month-short-11 = Nov
month-short-12 = Dec

hijri-month-1 = Muharram
hijri-month-2 = Safar
hijri-month-3 = Rabi al-Awwal
hijri-month-4 = Rabi al-Thani
hijri-month-5 = Jumada al-Ula
hijri-month-6 = Jumada al-Akhirah
hijri-month-7 = Rajab
hijri-month-8 = Sha'ban
hijri-month-9 = Ramadan
hijri-month-10 = Shawwal
hijri-month-11 = Dhul-Qa'dah
hijri-month-12 = Dhul-Hijjah

# As short as a chart needs.
hijri-month-short-1 = Muh.
hijri-month-short-2 = Safar
hijri-month-short-3 = Rabi I
hijri-month-short-4 = Rabi II
hijri-month-short-5 = Jumada I
hijri-month-short-6 = Jumada II
hijri-month-short-7 = Rajab
hijri-month-short-8 = Sha'ban
hijri-month-short-9 = Ramadan
hijri-month-short-10 = Shawwal
hijri-month-short-11 = Dhul-Q.
hijri-month-short-12 = Dhul-H.

date-long = { $weekday }, { $day } { $month } { $year }
date-medium = { $day } { $month } { $year }
date-short = { $day } { $month }
date-month = { $month } { $year }
date-hijri = { $day } { $month } { $year } AH
date-hijri-month = { $month } { $year } AH
# A Hijri date outside the tables of months, which may be a day off.
date-approximate = about { $date }
# A Gregorian and a Hijri date of one day, side by side.
date-both = { $gregorian } · { $hijri }
date-span = { $first } to { $last }

occasion-ramadan = Ramadan
occasion-last-ten-nights = Last ten nights of Ramadan
occasion-six-of-shawwal = Time of the six of Shawwal
occasion-white-day = White day
occasion-first-nine-of-dhul-hijjah = First nine days of Dhul-Hijjah
occasion-arafah = Day of Arafah
occasion-tasua = Tasu'a
occasion-ashura = Ashura
occasion-eid-al-fitr = Eid al-Fitr
occasion-eid-al-adha = Eid al-Adha
occasion-tashriq = Days of Tashriq

reason-menstruation = Menstruation
reason-postnatal = Postnatal bleeding
reason-travel = Travel
reason-illness = Illness
reason-other = Another reason

outcome-earned = earned
outcome-not-earned = not earned
outcome-undetermined = can't be said

state-upcoming = still to come
state-active = under way
state-completed = completed
state-missed = not reached
state-out-of-reach = out of reach

merit-positive = Merit
merit-negative = Demerit

kind-book = book
kind-settings = settings
kind-group = group
kind-deed = deed
kind-item = item
kind-scale = scale
kind-scale-value = scale value
kind-entry = entry
kind-note = note
kind-reviewed = reviewed day
kind-exemption = exemption
kind-make-up = make-up
kind-merit = merit
kind-target = target
kind-reflection = reflection
kind-reminder = reminder
kind-relation = relation
kind-block = block
kind-permission = permission
kind-commit = commit
kind-ledger = ledger
kind-request = request
kind-file = file
kind-other = thing

schedule-daily = every day
schedule-weekdays = { $days }
schedule-times-per-week =
    { $times-form ->
        [one] once a week
        *[other] { $times } times a week
    }
schedule-times-per-month =
    { $times-form ->
        [one] once a month
        *[other] { $times } times a month
    }
schedule-every-days =
    { $n-form ->
        [one] every day
        *[other] every { $n } days from { $from }
    }
schedule-hijri-days = on these days of each Hijri month: { $days }
schedule-hijri-months = in { $months }
schedule-hijri-dates = on { $dates }
schedule-times-per-hijri-month =
    { $times-form ->
        [one] once in { $month }
        *[other] { $times } times in { $month }
    }
schedule-other = by another schedule

goal-at-least = at least { $value }
goal-at-most = at most { $value }
