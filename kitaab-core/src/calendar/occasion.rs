//! Days of meaning.

use chrono::Weekday;

use super::hijri::HijriDate;

/// Why a day has a meaning of its own, for display. Which practices are due is for schedules to say.
///
/// Like the Hijri date, an occasion labels the daytime; the night before belongs to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Occasion {
    /// The month of fasting.
    Ramadan,
    /// From 21 Ramadan to its end. The nights meant are those *before* each of these days.
    LastTenNights,
    /// The feast that ends Ramadan: 1 Shawwal.
    EidAlFitr,
    /// From 2 Shawwal to its end, any six days of which are fasted.
    SixOfShawwal,
    /// 1 to 9 Dhul-Hijjah.
    FirstNineOfDhulHijjah,
    /// 9 Dhul-Hijjah.
    Arafah,
    /// The feast of sacrifice: 10 Dhul-Hijjah.
    EidAlAdha,
    /// 11 to 13 Dhul-Hijjah.
    Tashriq,
    /// 9 Muharram.
    Tasua,
    /// 10 Muharram.
    Ashura,
    /// The 13th to 15th of a month, but never 13 Dhul-Hijjah.
    WhiteDay,
    /// A Monday on which fasting is not forbidden.
    Monday,
    /// A Thursday on which fasting is not forbidden.
    Thursday,
}

impl Occasion {
    /// All of them, in the order in which a day tells them.
    pub const ALL: [Self; 13] = [
        Self::Ramadan,
        Self::LastTenNights,
        Self::EidAlFitr,
        Self::SixOfShawwal,
        Self::FirstNineOfDhulHijjah,
        Self::Arafah,
        Self::EidAlAdha,
        Self::Tashriq,
        Self::Tasua,
        Self::Ashura,
        Self::WhiteDay,
        Self::Monday,
        Self::Thursday,
    ];

    /// Whether a day of this date and weekday is one.
    fn is_on(self, date: HijriDate, weekday: Weekday) -> bool {
        let (month, day) = (date.month(), date.day());
        match self {
            Self::Ramadan => month == 9,
            Self::LastTenNights => month == 9 && day >= 21,
            Self::EidAlFitr => month == 10 && day == 1,
            Self::SixOfShawwal => month == 10 && day >= 2,
            Self::FirstNineOfDhulHijjah => month == 12 && (1..=9).contains(&day),
            Self::Arafah => month == 12 && day == 9,
            Self::EidAlAdha => month == 12 && day == 10,
            Self::Tashriq => month == 12 && (11..=13).contains(&day),
            Self::Tasua => month == 1 && day == 9,
            Self::Ashura => month == 1 && day == 10,
            Self::WhiteDay => (13..=15).contains(&day) && !forbids_fasting(month, day),
            Self::Monday => weekday == Weekday::Mon && !forbids_fasting(month, day),
            Self::Thursday => weekday == Weekday::Thu && !forbids_fasting(month, day),
        }
    }
}

/// The dates on which nobody fasts, as (month, day): the two Eids and the days of Tashriq.
pub(crate) const NO_FAST: [(u8, u8); 5] = [(10, 1), (12, 10), (12, 11), (12, 12), (12, 13)];

/// Whether fasting is forbidden on a date of the Hijri year.
pub(super) fn forbids_fasting(month: u8, day: u8) -> bool {
    NO_FAST.contains(&(month, day))
}

/// The occasions of one day.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Occasions(u16);

impl Occasions {
    /// Those of a date on a weekday.
    pub(super) fn of(date: HijriDate, weekday: Weekday) -> Self {
        let on = Occasion::ALL.into_iter().filter(|occasion| occasion.is_on(date, weekday));
        Self(on.fold(0, |bits, occasion| bits | 1 << occasion as u16))
    }

    /// Whether there are none.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether `occasion` is one of them.
    pub const fn contains(self, occasion: Occasion) -> bool {
        self.0 & 1 << occasion as u16 != 0
    }

    /// The occasions, the most particular to the time of year first, weekdays last.
    pub fn iter(self) -> impl Iterator<Item = Occasion> {
        Occasion::ALL.into_iter().filter(move |occasion| self.contains(*occasion))
    }
}

impl std::fmt::Debug for Occasions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

impl serde::Serialize for Occasions {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}
