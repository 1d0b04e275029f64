//! Days as they are written on the command line.

use std::str::FromStr;

use kitaab::Day;

/// `today`, `yesterday`, `tomorrow` or `YYYY-MM-DD`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DayWord {
    /// So many days after the owner's today.
    FromToday(i32),
    /// A certain day.
    Certain(Day),
}

impl DayWord {
    /// The owner's today.
    pub(crate) const TODAY: Self = Self::FromToday(0);

    /// The day that it means when today is `today`.
    pub(crate) fn on(self, today: Day) -> Day {
        match self {
            Self::FromToday(days) => today.saturating_plus(days),
            Self::Certain(day) => day,
        }
    }
}

impl FromStr for DayWord {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        match word.to_ascii_lowercase().as_str() {
            "today" => Ok(Self::FromToday(0)),
            "yesterday" => Ok(Self::FromToday(-1)),
            "tomorrow" => Ok(Self::FromToday(1)),
            _ => word
                .parse()
                .map(Self::Certain)
                .map_err(|error| format!("{error}; or write today, yesterday or tomorrow")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_days_from_today() {
        let today: Day = "2024-03-01".parse().unwrap();
        for (word, day) in [
            ("today", "2024-03-01"),
            ("Yesterday", "2024-02-29"),
            ("tomorrow", "2024-03-02"),
            ("2020-01-31", "2020-01-31"),
        ] {
            assert_eq!(word.parse::<DayWord>().unwrap().on(today).to_string(), day);
        }
        for word in ["", "2024-02-30", "1.3.2024", "someday"] {
            assert!(word.parse::<DayWord>().is_err(), "{word}");
        }
    }
}
