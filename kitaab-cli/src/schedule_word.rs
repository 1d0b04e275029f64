//! Schedules as they are written on the command line, and as they are told.

use std::str::FromStr;

use kitaab::{Day, Schedule, Weekday, Weekdays};

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
}

impl ScheduleWord {
    /// The schedule in a book whose weeks start on `first_weekday`, counted from `from` where it counts.
    pub(crate) const fn in_book(&self, first_weekday: u8, from: Day) -> Schedule {
        match *self {
            Self::Daily => Schedule::Daily,
            Self::Weekdays(days) => Schedule::Weekdays(days),
            Self::TimesPerWeek(times) => Schedule::TimesPerWeek { times, week_start: first_weekday },
            Self::TimesPerMonth(times) => Schedule::TimesPerMonth { times },
            Self::EveryNDays(n) => Schedule::EveryNDays { n, from },
        }
    }
}

/// How schedules are written, for help and errors.
const FORMS: &str = "daily, weekdays as mon,thu, 3/week, 10/month or every:3 (days)";

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
                _ => Err(unknown()),
            };
        }
        if let Some(n) = word.strip_prefix("every:") {
            return n.parse().map(Self::EveryNDays).map_err(|_| unknown());
        }
        let days: Result<Vec<Weekday>, _> = word.split(',').map(|day| day.trim().parse::<Weekday>()).collect();
        days.ok().and_then(|days| Weekdays::new(days).ok()).map(Self::Weekdays).ok_or_else(unknown)
    }
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
        // Kept for books from later versions; this one does not make them.
        _ => "by the Hijri calendar".to_owned(),
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
        ] {
            assert_eq!(told(&word.parse::<ScheduleWord>().unwrap().in_book(0, from)), words);
        }
        for word in ["", "weekly", "3/year", "x/week", "every:x", "mon,funday", "300/week"] {
            assert!(word.parse::<ScheduleWord>().is_err(), "{word}");
        }
    }
}
