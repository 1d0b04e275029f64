//! Schedules and goals in words.

use kitaab_core::{Catalogue, DeedId, Goal, Schedule};

use crate::locale::Locale;
use crate::text::Text;

impl Locale {
    /// When an item is due.
    pub fn schedule(&self, schedule: &Schedule) -> String {
        match schedule {
            Schedule::Daily => self.say(Text::SCHEDULE_DAILY),
            Schedule::Weekdays(days) => {
                let days = self.list(days.iter().map(|day| self.weekday(day)));
                self.put(Text::SCHEDULE_WEEKDAYS, &[("days", (&days).into())])
            }
            Schedule::TimesPerWeek { times, .. } => {
                self.put(Text::SCHEDULE_TIMES_PER_WEEK, &[("times", u32::from(*times).into())])
            }
            Schedule::TimesPerMonth { times } => {
                self.put(Text::SCHEDULE_TIMES_PER_MONTH, &[("times", u32::from(*times).into())])
            }
            Schedule::EveryNDays { n, from } => {
                let from = self.day(*from);
                self.put(Text::SCHEDULE_EVERY_DAYS, &[("n", u32::from(*n).into()), ("from", (&from).into())])
            }
            Schedule::HijriMonthDays(days) => {
                let days = self.list(days.iter().map(|day| self.number(u64::from(*day))));
                self.put(Text::SCHEDULE_HIJRI_DAYS, &[("days", (&days).into())])
            }
            Schedule::HijriMonths(months) => {
                let months = self.list(months.iter().map(|month| self.hijri_month(*month)));
                self.put(Text::SCHEDULE_HIJRI_MONTHS, &[("months", (&months).into())])
            }
            Schedule::HijriDates(dates) => {
                let date = |(month, day): &(u8, u8)| {
                    let (day, month) = (self.number(u64::from(*day)), self.hijri_month(*month));
                    self.put(Text::DATE_SHORT, &[("day", (&day).into()), ("month", (&month).into())])
                };
                let dates = self.list(dates.iter().map(date));
                self.put(Text::SCHEDULE_HIJRI_DATES, &[("dates", (&dates).into())])
            }
            Schedule::TimesInHijriMonth { month, times } => {
                let month = self.hijri_month(*month);
                let times = u32::from(*times).into();
                self.put(Text::SCHEDULE_TIMES_PER_HIJRI_MONTH, &[("times", times), ("month", (&month).into())])
            }
            _ => self.say(Text::SCHEDULE_OTHER),
        }
    }

    /// What makes a day of a deed kept.
    pub fn goal(&self, goal: &Goal, deed: DeedId, catalogue: &Catalogue) -> String {
        let unit = catalogue.deeds.get(&deed).and_then(|deed| deed.unit.as_ref()).map(kitaab_core::Unit::as_str);
        let score = |score: i32| self.score(score, catalogue.active_scale(deed));
        let (text, value) = match goal {
            Goal::AmountAtLeast(amount) => (Text::GOAL_AT_LEAST, self.amount(amount, unit)),
            Goal::AmountAtMost(amount) => (Text::GOAL_AT_MOST, self.amount(amount, unit)),
            Goal::ScoreAtLeast(least) => (Text::GOAL_AT_LEAST, score(*least)),
            Goal::ScoreAtMost(most) => (Text::GOAL_AT_MOST, score(*most)),
            _ => return String::new(),
        };
        self.put(text, &[("value", (&value).into())])
    }
}
