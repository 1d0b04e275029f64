//! Days of both calendars.

use super::Weekday;
use crate::convert::{InRange, Inward, Outward};
use crate::error::Result;
use crate::scalar::{Day, Int};

choices! {
    /// Why a day has a meaning of its own. It labels the daytime; the night before belongs to it.
    choice Occasion = kitaab::Occasion {
        /// The month of fasting.
        Ramadan = "ramadan",
        /// From 21 Ramadan to its end.
        LastTenNights = "last_ten_nights",
        /// The feast that ends Ramadan.
        EidAlFitr = "eid_al_fitr",
        /// From 2 Shawwal to its end, any six days of which are fasted.
        SixOfShawwal = "six_of_shawwal",
        /// 1 to 9 Dhul-Hijjah.
        FirstNineOfDhulHijjah = "first_nine_of_dhul_hijjah",
        /// 9 Dhul-Hijjah.
        Arafah = "arafah",
        /// The feast of sacrifice.
        EidAlAdha = "eid_al_adha",
        /// 11 to 13 Dhul-Hijjah.
        Tashriq = "tashriq",
        /// 9 Muharram.
        Tasua = "tasua",
        /// 10 Muharram.
        Ashura = "ashura",
        /// The 13th to 15th of a month.
        WhiteDay = "white_day",
        /// A Monday on which fasting is not forbidden.
        Monday = "monday",
        /// A Thursday on which fasting is not forbidden.
        Thursday = "thursday",
    }
}

records! {
    /// A date of the Hijri year.
    record HijriMonthDay {
        /// The month, 1 = Muharram to 12.
        month: [Int],
        /// The day of the month, 1 to 30.
        day: [Int],
    }

    /// A month of the Hijri calendar.
    record HijriMonth {
        /// The year, 1300 to 1600.
        year: [Int],
        /// The month, 1 = Muharram to 12.
        month: [Int],
    }

    /// A date of the Hijri calendar.
    record HijriDate {
        /// The year, 1300 to 1600.
        year: [Int],
        /// The month, 1 = Muharram to 12.
        month: [Int],
        /// The day of the month.
        day: [Int],
    }

    /// What the Hijri calendar tells of a day.
    record HijriDay = kitaab::HijriDay {
        /// Its date.
        date: [HijriDate],
        /// Whether its month begins on the day that the owner set by a sighting, rather than by the tables.
        sighted: [bool],
        /// Whether it lies outside the Umm al-Qura tables and is reckoned roughly.
        approximate: [bool],
    }

    /// What the calendar tells of a day.
    record CalendarDay = kitaab::CalendarDay {
        /// The day.
        day: [Day],
        /// Its weekday.
        weekday: [Weekday],
        /// Its Hijri date.
        hijri: [HijriDay],
        /// What it means.
        occasions: [Vec<Occasion>],
        /// Whether nobody fasts on it.
        forbids_fasting: [bool],
    }

    /// The first day of a Hijri month, as it was sighted where the owner lives.
    record Sighting {
        /// The month.
        month: [HijriMonth],
        /// Its first day.
        first_day: [Day],
    }

    /// A sighting to be set, or taken back.
    record SightingEdit {
        /// The month.
        month: [HijriMonth],
        /// Its first day; without one, the tables hold again.
        first_day: [Option<Day>] = None,
    }
}

impl Outward<HijriMonthDay> for (u8, u8) {
    fn outward(self) -> HijriMonthDay {
        HijriMonthDay { month: self.0.outward(), day: self.1.outward() }
    }
}

impl Inward<(u8, u8)> for HijriMonthDay {
    fn inward(self) -> Result<(u8, u8)> {
        Ok((self.month.in_range("month")?, self.day.in_range("day")?))
    }
}

impl Outward<HijriMonth> for kitaab::HijriMonth {
    fn outward(self) -> HijriMonth {
        HijriMonth { year: self.year().outward(), month: self.month().outward() }
    }
}

impl Inward<kitaab::HijriMonth> for HijriMonth {
    fn inward(self) -> Result<kitaab::HijriMonth> {
        Ok(kitaab::HijriMonth::new(self.year.in_range("year")?, self.month.in_range("month")?)?)
    }
}

impl Outward<HijriDate> for kitaab::HijriDate {
    fn outward(self) -> HijriDate {
        HijriDate { year: self.year().outward(), month: self.month().outward(), day: self.day().outward() }
    }
}

impl Outward<Vec<Occasion>> for kitaab::Occasions {
    fn outward(self) -> Vec<Occasion> {
        self.iter().map(Outward::outward).collect()
    }
}

impl Outward<Sighting> for kitaab::Sighting {
    fn outward(self) -> Sighting {
        Sighting { month: self.id.outward(), first_day: self.first_day.outward() }
    }
}

impl Inward<(kitaab::HijriMonth, Option<kitaab::Day>)> for SightingEdit {
    fn inward(self) -> Result<(kitaab::HijriMonth, Option<kitaab::Day>)> {
        Ok((self.month.inward()?, self.first_day.inward()?))
    }
}
