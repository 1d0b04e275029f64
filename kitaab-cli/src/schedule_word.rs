//! Schedules as they are written on the command line, and as they are told.

use std::str::FromStr;

use kitaab::{Day, Schedule, Weekday, Weekdays};

use crate::hijri_word::{month_name, month_number};

/// A schedule as a user writes it. What it leaves open (when a week starts, from which day to count) is
/// filled in from the book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ScheduleWord {
    /// `daily`
    Daily,
    /// `mon,thu`
    Weekdays(Weekdays),
    /// `3/week`
    TimesPerWeek(u8),
    /// `10/month`
    TimesPerMonth(u8),
    /// `every:3`
    EveryNDays(u16),
    /// `hijri:13,14,15`
    HijriMonthDays(Vec<u8>),
    /// `ramadan`
    HijriMonths(Vec<u8>),
    /// `hijri:1-9,1-10`
    HijriDates(Vec<(u8, u8)>),
    /// `6/shawwal`
    TimesInHijriMonth { month: u8, times: u8 },
}

impl ScheduleWord {
    /// The schedule in a book whose weeks start on `first_weekday`, counted from `from` where it counts.
    pub(crate) fn in_book(&self, first_weekday: u8, from: Day) -> Schedule {
        match self.clone() {
            Self::Daily => Schedule::Daily,
            Self::Weekdays(days) => Schedule::Weekdays(days),
            Self::TimesPerWeek(times) => Schedule::TimesPerWeek { times, week_start: first_weekday },
            Self::TimesPerMonth(times) => Schedule::TimesPerMonth { times },
            Self::EveryNDays(n) => Schedule::EveryNDays { n, from },
            Self::HijriMonthDays(days) => Schedule::HijriMonthDays(days),
            Self::HijriMonths(months) => Schedule::HijriMonths(months),
            Self::HijriDates(dates) => Schedule::HijriDates(dates),
            Self::TimesInHijriMonth { month, times } => Schedule::TimesInHijriMonth { month, times },
        }
    }
}

/// How schedules are written, for help and errors.
const FORMS: &str = "daily, weekdays as mon,thu, 3/week, 10/month, every:3 (days), Hijri months as ramadan,shaban, \
                     6/shawwal, hijri:13,14,15 (days of every Hijri month) or hijri:1-9,1-10 (months and days)";

impl FromStr for ScheduleWord {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        let unknown = || format!("write {FORMS}");
        let number = |text: &str| text.parse().map_err(|_| unknown());
        if word.eq_ignore_ascii_case("daily") {
            return Ok(Self::Daily);
        }
        if let Some((times, period)) = word.split_once('/') {
            return match period.to_ascii_lowercase().as_str() {
                "week" => number(times).map(Self::TimesPerWeek),
                "month" => number(times).map(Self::TimesPerMonth),
                name => {
                    let month = hijri_month(name).ok_or_else(unknown)?;
                    Ok(Self::TimesInHijriMonth { month, times: number(times)? })
                }
            };
        }
        if let Some(n) = word.strip_prefix("every:") {
            return n.parse().map(Self::EveryNDays).map_err(|_| unknown());
        }
        if let Some(dates) = word.strip_prefix("hijri:") {
            return hijri_days(dates).ok_or_else(unknown);
        }
        if let Some(months) = word.split(',').map(hijri_month).collect() {
            return Ok(Self::HijriMonths(months));
        }
        let days: Result<Vec<Weekday>, _> = word.split(',').map(|day| day.trim().parse::<Weekday>()).collect();
        days.ok().and_then(|days| Weekdays::new(days).ok()).map(Self::Weekdays).ok_or_else(unknown)
    }
}

/// A Hijri month by its name; by its number it could be taken for a day.
fn hijri_month(word: &str) -> Option<u8> {
    month_number(word).filter(|_| word.parse::<u8>().is_err())
}

/// Days of every Hijri month, as `13,14,15`, or days of the Hijri year, as `1-9,1-10`.
fn hijri_days(words: &str) -> Option<ScheduleWord> {
    let words = || words.split(',').map(str::trim);
    if let Some(days) = words().map(|day| day.parse().ok()).collect() {
        return Some(ScheduleWord::HijriMonthDays(days));
    }
    let date = |word: &str| {
        let (month, day) = word.split_once('-')?;
        Some((month.parse().ok()?, day.parse().ok()?))
    };
    words().map(date).collect::<Option<_>>().map(ScheduleWord::HijriDates)
}

/// A schedule in words.
pub(crate) fn told(schedule: &Schedule) -> String {
    match schedule {
        Schedule::Daily => "daily".to_owned(),
        Schedule::Weekdays(days) => days.iter().map(|day| day.to_string()).collect::<Vec<_>>().join(", "),
        Schedule::TimesPerWeek { times: 1, .. } => "once a week".to_owned(),
        Schedule::TimesPerWeek { times, .. } => format!("{times} times a week"),
        Schedule::TimesPerMonth { times: 1 } => "once a month".to_owned(),
        Schedule::TimesPerMonth { times } => format!("{times} times a month"),
        Schedule::EveryNDays { n, from } => format!("every {n} days from {from}"),
        Schedule::HijriMonthDays(days) => format!("on the {} of every Hijri month", listed(days.iter())),
        Schedule::HijriMonths(months) => format!("daily in {}", listed(months.iter().map(|month| month_name(*month)))),
        Schedule::HijriDates(dates) => {
            format!("on {}", listed(dates.iter().map(|(month, day)| format!("{day} {}", month_name(*month)))))
        }
        Schedule::TimesInHijriMonth { month, times: 1 } => format!("once in {}", month_name(*month)),
        Schedule::TimesInHijriMonth { month, times } => format!("{times} times in {}", month_name(*month)),
        _ => "as a later version knows".to_owned(),
    }
}

/// A list in words: `13, 14 and 15`.
fn listed<T: ToString>(parts: impl Iterator<Item = T>) -> String {
    let parts: Vec<String> = parts.map(|part| part.to_string()).collect();
    match parts.split_last() {
        Some((last, before)) if !before.is_empty() => format!("{} and {last}", before.join(", ")),
        _ => parts.concat(),
    }
}

/// The name of a weekday.
pub(crate) const fn weekday_name(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "Monday",
        Weekday::Tue => "Tuesday",
        Weekday::Wed => "Wednesday",
        Weekday::Thu => "Thursday",
        Weekday::Fri => "Friday",
        Weekday::Sat => "Saturday",
        Weekday::Sun => "Sunday",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schedules_are_read_and_told() {
        let from = "2024-01-01".parse().unwrap();
        for (word, words) in [
            ("daily", "daily"),
            ("mon,thu", "Mon, Thu"),
            ("Monday,thursday", "Mon, Thu"),
            ("3/week", "3 times a week"),
            ("1/month", "once a month"),
            ("every:3", "every 3 days from 2024-01-01"),
            ("hijri:13,14,15", "on the 13, 14 and 15 of every Hijri month"),
            ("Ramadan", "daily in Ramadan"),
            ("rajab,Dhul-Hijjah", "daily in Rajab and Dhul-Hijjah"),
            ("hijri:1-9,1-10", "on 9 Muharram and 10 Muharram"),
            ("6/shawwal", "6 times in Shawwal"),
        ] {
            assert_eq!(told(&word.parse::<ScheduleWord>().unwrap().in_book(0, from)), words);
        }
        for word in [
            "",
            "weekly",
            "3/year",
            "x/week",
            "every:x",
            "mon,funday",
            "300/week",
            "hijri:",
            "hijri:x",
            "6/10",
            "9",
            "ramadan,mon",
        ] {
            assert!(word.parse::<ScheduleWord>().is_err(), "{word}");
        }
    }
}
