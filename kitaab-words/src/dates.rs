//! Days and dates.

use kitaab_core::{Day, HijriDate, HijriDay, HijriMonth, Occasion, Weekday};

use crate::locale::Locale;
use crate::text::{Arg, Text};

impl Locale {
    /// A day with its month and year: `4 March 2026`.
    pub fn day(&self, day: Day) -> String {
        self.dated(Text::DATE_MEDIUM, day)
    }

    /// A day with its weekday: `Wednesday, 4 March 2026`.
    pub fn day_with_weekday(&self, day: Day) -> String {
        self.dated(Text::DATE_LONG, day)
    }

    /// A day without its year, and its month as short as may be: `4 Mar`.
    pub fn day_short(&self, day: Day) -> String {
        let (_, month, number) = parts(day);
        let (number, month) = (self.numbers.name(number), self.month_short(month));
        self.put(Text::DATE_SHORT, &[("day", (&number).into()), ("month", (&month).into())])
    }

    /// The month that a day lies in, with its year: `March 2026`.
    pub fn month_of(&self, day: Day) -> String {
        let (year, month, _) = parts(day);
        let (year, month) = (self.numbers.name(year), self.month(month));
        self.put(Text::DATE_MONTH, &[("month", (&month).into()), ("year", (&year).into())])
    }

    /// A span of days: `4 March 2026 to 6 March 2026`.
    pub fn span(&self, first: Day, last: Day) -> String {
        let (first, last) = (self.day(first), self.day(last));
        self.put(Text::DATE_SPAN, &[("first", (&first).into()), ("last", (&last).into())])
    }

    /// What the calendar tells of a day: `14 Ramadan 1447 AH`, marked where it is reckoned roughly.
    pub fn hijri(&self, day: HijriDay) -> String {
        let date = self.hijri_date(day.date);
        if day.approximate { self.put(Text::DATE_APPROXIMATE, &[("date", (&date).into())]) } else { date }
    }

    /// A date of the Hijri calendar: `14 Ramadan 1447 AH`.
    pub fn hijri_date(&self, date: HijriDate) -> String {
        let (day, year) = (self.numbers.name(date.day().into()), self.numbers.name(date.year().into()));
        let month = self.hijri_month(date.month());
        self.put(Text::DATE_HIJRI, &[("day", (&day).into()), ("month", (&month).into()), ("year", (&year).into())])
    }

    /// A month of the Hijri calendar with its year: `Ramadan 1447 AH`.
    pub fn hijri_month_of(&self, month: HijriMonth) -> String {
        let (name, year) = (self.hijri_month(month.month()), self.numbers.name(month.year().into()));
        self.put(Text::DATE_HIJRI_MONTH, &[("month", (&name).into()), ("year", (&year).into())])
    }

    /// A day of meaning.
    pub fn occasion(&self, occasion: Occasion) -> String {
        self.say(match occasion {
            Occasion::Ramadan => Text::OCCASION_RAMADAN,
            Occasion::LastTenNights => Text::OCCASION_LAST_TEN_NIGHTS,
            Occasion::EidAlFitr => Text::OCCASION_EID_AL_FITR,
            Occasion::SixOfShawwal => Text::OCCASION_SIX_OF_SHAWWAL,
            Occasion::FirstNineOfDhulHijjah => Text::OCCASION_FIRST_NINE_OF_DHUL_HIJJAH,
            Occasion::Arafah => Text::OCCASION_ARAFAH,
            Occasion::EidAlAdha => Text::OCCASION_EID_AL_ADHA,
            Occasion::Tashriq => Text::OCCASION_TASHRIQ,
            Occasion::Tasua => Text::OCCASION_TASUA,
            Occasion::Ashura => Text::OCCASION_ASHURA,
            Occasion::WhiteDay => Text::OCCASION_WHITE_DAY,
            Occasion::Monday => Text::WEEKDAY_1,
            Occasion::Thursday => Text::WEEKDAY_4,
            // Of a later version: better no name than a wrong one.
            _ => return String::new(),
        })
    }

    /// A year, of either calendar.
    pub fn year(&self, year: i32) -> String {
        self.numbers.name(year.into())
    }

    /// The name of a weekday.
    pub fn weekday(&self, day: Weekday) -> String {
        self.numbered("weekday", day.number_from_monday())
    }

    /// The name of a weekday, as short as may be.
    pub fn weekday_short(&self, day: Weekday) -> String {
        self.numbered("weekday-short", day.number_from_monday())
    }

    /// The name of a Gregorian month, 1 for January to 12; empty for any other number.
    pub fn month(&self, month: u32) -> String {
        self.numbered("month", month)
    }

    /// The name of a Gregorian month, as short as may be.
    pub fn month_short(&self, month: u32) -> String {
        self.numbered("month-short", month)
    }

    /// The name of a Hijri month, 1 for Muharram to 12; empty for any other number.
    pub fn hijri_month(&self, month: u8) -> String {
        self.numbered("hijri-month", month.into())
    }

    /// The name of a Hijri month, as short as may be.
    pub fn hijri_month_short(&self, month: u8) -> String {
        self.numbered("hijri-month-short", month.into())
    }

    fn numbered(&self, what: &str, number: u32) -> String {
        Text::of(&format!("{what}-{number}")).map(|text| self.say(text)).unwrap_or_default()
    }

    fn dated(&self, text: Text, day: Day) -> String {
        let (year, month, number) = parts(day);
        let weekday = self.weekday(day.weekday());
        let (year, month, number) = (self.numbers.name(year), self.month(month), self.numbers.name(number));
        let args: [(&str, Arg<'_>); 4] = [
            ("weekday", (&weekday).into()),
            ("day", (&number).into()),
            ("month", (&month).into()),
            ("year", (&year).into()),
        ];
        self.put(text, &args)
    }
}

/// Year, month (1 to 12) and day of the month.
fn parts(day: Day) -> (i64, u32, i64) {
    use chrono::Datelike as _;
    let date = day.date();
    (date.year().into(), date.month(), date.day().into())
}
