//! What is to come, as a calendar.

use std::io::{self, Write};

use kitaab_core::{
    Catalogue, Day, DayRange, Description, Error, Exemption, Occasion, Reason, Reminder, ReminderTime, Schedule,
    Target, Timestamp, Weekday, Weekdays,
};

use super::content_line::{Lines, local, utc};
use super::{Exports, unwritable};
use crate::error::Result;

/// The most days over which days of meaning are told, ten years.
const MAX_DAYS: usize = 3_660;

/// What to put into a calendar. Nothing is in it that is not asked for.
#[derive(Clone, Debug)]
#[must_use]
pub struct CalendarExport {
    days: DayRange,
    parts: Vec<Part>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Reminders,
    Targets,
    Exemptions,
    Occasions,
}

impl CalendarExport {
    /// An empty calendar; what is asked for is told where it lies in these days.
    pub const fn new(days: DayRange) -> Self {
        Self { days, parts: Vec::new() }
    }

    /// With reminders in use: recurring ones as events that recur from the first of the days on without end, one-off
    /// ones that are not completed as events. Each has an alarm.
    pub fn with_reminders(mut self) -> Self {
        self.parts.push(Part::Reminders);
        self
    }

    /// With targets in use, as events over whole days.
    pub fn with_targets(mut self) -> Self {
        self.parts.push(Part::Targets);
        self
    }

    /// With exemptions and their reasons, which are private, as events over whole days. One that is open lasts to the end
    /// of the days.
    pub fn with_exemptions(mut self) -> Self {
        self.parts.push(Part::Exemptions);
        self
    }

    /// With the days of meaning of the Hijri year by the owner's calendar, as events over whole days; Mondays and
    /// Thursdays are left out. An event labels the daytime: the night before belongs to it.
    pub fn with_occasions(mut self) -> Self {
        self.parts.push(Part::Occasions);
        self
    }
}

impl Exports<'_> {
    /// Writes a calendar that other programs read: iCalendar, RFC 5545. `docs/exporting.md` describes it. It is the same
    /// whenever the same book writes it at the same moment, and each event keeps its id, so that reading it again brings
    /// an event up to date. Answers how many events there were.
    ///
    /// Times are those of the clocks wherever the calendar is read, as reminders are. A reminder that falls silent once
    /// the day's entry is there can't be told so, and one by the Hijri calendar has no rule: its days are listed one by
    /// one.
    ///
    /// # Errors
    /// `invalid` for more than 3,660 days; `unavailable` if the calendar can't be written.
    pub async fn calendar(self, writer: impl Write + Send, export: &CalendarExport) -> Result<u64> {
        if export.days.count() > MAX_DAYS {
            return Err(Error::invalid("days", "must be at most 3660 days", export.days.count()).into());
        }
        let catalogue = self.book.catalogue().await?;
        let now = self.book.context().now;
        Ok(Sheet { lines: Lines::new(writer), now, days: export.days, events: 0 }
            .write(&catalogue, export)
            .map_err(unwritable)?)
    }
}

/// A calendar that is being written.
struct Sheet<W> {
    lines: Lines<W>,
    now: Timestamp,
    days: DayRange,
    events: u64,
}

/// When an event is.
enum When {
    /// Over whole days.
    Days(DayRange),
    /// At a time by local clocks, and again by a rule.
    Local { first: Day, minute: u16, again: Again },
    /// At one instant.
    At(Timestamp),
}

/// How an event comes again.
enum Again {
    Never,
    ByRule(String),
    On(Vec<Day>),
}

/// What an event says.
struct Event<'a> {
    uid: String,
    summary: &'a str,
    description: Option<&'a str>,
    when: When,
    /// 1 to 9, with an alarm.
    reminds: Option<u8>,
}

impl<W: Write> Sheet<W> {
    fn write(mut self, catalogue: &Catalogue, export: &CalendarExport) -> io::Result<u64> {
        let wanted = |part| export.parts.contains(&part);
        self.lines.line("BEGIN", "VCALENDAR")?;
        self.lines.line("VERSION", "2.0")?;
        self.lines.text("PRODID", "-//Kitaab//Kitaab//EN")?;
        self.lines.line("CALSCALE", "GREGORIAN")?;
        if wanted(Part::Reminders) {
            for reminder in catalogue.reminders.values() {
                self.reminder(catalogue, reminder)?;
            }
        }
        if wanted(Part::Targets) {
            for target in catalogue.targets.values().filter(|target| target.active) {
                self.target(target)?;
            }
        }
        if wanted(Part::Exemptions) {
            for exemption in catalogue.exemptions.values() {
                self.exemption(exemption)?;
            }
        }
        if wanted(Part::Occasions) {
            self.occasions(catalogue)?;
        }
        self.lines.line("END", "VCALENDAR")?;
        self.lines.flush()?;
        Ok(self.events)
    }

    fn event(&mut self, event: &Event<'_>) -> io::Result<()> {
        self.events += 1;
        let lines = &mut self.lines;
        lines.line("BEGIN", "VEVENT")?;
        lines.text("UID", &event.uid)?;
        lines.line("DTSTAMP", &utc(self.now))?;
        match &event.when {
            When::Days(days) => {
                lines.date("DTSTART", days.first())?;
                // The end is the day after the last; at the very end of the calendar one day is told.
                if let Some(after) = days.last().next() {
                    lines.date("DTEND", after)?;
                }
                lines.line("TRANSP", "TRANSPARENT")?;
            }
            When::At(at) => lines.line("DTSTART", &utc(*at))?,
            When::Local { first, minute, again } => {
                lines.line("DTSTART", &local(*first, *minute))?;
                match again {
                    Again::Never => {}
                    Again::ByRule(rule) => lines.line("RRULE", rule)?,
                    Again::On(days) => {
                        for day in days {
                            lines.line("RDATE", &local(*day, *minute))?;
                        }
                    }
                }
            }
        }
        lines.line("CLASS", "PRIVATE")?;
        lines.text("SUMMARY", event.summary)?;
        if let Some(text) = event.description {
            lines.text("DESCRIPTION", text)?;
        }
        if let Some(priority) = event.reminds {
            lines.line("PRIORITY", &priority.to_string())?;
            lines.line("BEGIN", "VALARM")?;
            lines.line("ACTION", "DISPLAY")?;
            lines.text("DESCRIPTION", event.summary)?;
            lines.line("TRIGGER", "PT0S")?;
            lines.line("END", "VALARM")?;
        }
        lines.line("END", "VEVENT")
    }

    fn reminder(&mut self, catalogue: &Catalogue, reminder: &Reminder) -> io::Result<()> {
        if !reminder.active || reminder.completed_at.is_some() {
            return Ok(());
        }
        let when = match (&reminder.time, reminder.snoozed_until) {
            (ReminderTime::Once { .. }, Some(until)) => When::At(until),
            (ReminderTime::Once { day, .. }, None) if !self.days.contains(*day) => return Ok(()),
            (ReminderTime::Once { day, minute }, None) => {
                When::Local { first: *day, minute: *minute, again: Again::Never }
            }
            (ReminderTime::Recurring { minute, schedule }, _) => {
                let Some((first, again)) = self.recurring(catalogue, schedule) else { return Ok(()) };
                When::Local { first, minute: *minute, again }
            }
            _ => return Ok(()),
        };
        self.event(&Event {
            uid: format!("{}@kitaab", reminder.id),
            summary: reminder.title.as_str(),
            description: reminder.text.as_ref().map(Description::as_str),
            when,
            // From 1, the most urgent, to 5; RFC 5545 counts to 9.
            reminds: Some(reminder.priority.clamp(1, 5) * 2 - 1),
        })
    }

    /// The first day on which a schedule is due, and how it goes on from there; none if it is not due in these days.
    fn recurring(&self, catalogue: &Catalogue, schedule: &Schedule) -> Option<(Day, Again)> {
        let calendar = catalogue.calendar();
        let due = |day: &Day| schedule.names(*day, &calendar);
        let first = self.days.days().find(due)?;
        let rule = match schedule {
            // Any day of the period will do: reminded on each of them.
            Schedule::Daily | Schedule::TimesPerWeek { .. } | Schedule::TimesPerMonth { .. } => "FREQ=DAILY".to_owned(),
            Schedule::Weekdays(weekdays) => format!("FREQ=WEEKLY;BYDAY={}", by_day(*weekdays)),
            Schedule::EveryNDays { n, .. } => format!("FREQ=DAILY;INTERVAL={n}"),
            _ => return Some((first, Again::On(self.days.days().filter(|day| *day > first).filter(due).collect()))),
        };
        Some((first, Again::ByRule(rule)))
    }

    fn target(&mut self, target: &Target) -> io::Result<()> {
        let Ok(days) = DayRange::new(target.first_day, target.last_day) else { return Ok(()) };
        if days.intersection(self.days).is_none() {
            return Ok(());
        }
        self.event(&Event {
            uid: format!("{}@kitaab", target.id),
            summary: target.title.as_str(),
            description: target.description.as_ref().map(Description::as_str),
            when: When::Days(days),
            reminds: None,
        })
    }

    fn exemption(&mut self, exemption: &Exemption) -> io::Result<()> {
        let last = exemption.last_day.unwrap_or(self.days.last());
        let Ok(days) = DayRange::new(exemption.first_day, last) else { return Ok(()) };
        if days.intersection(self.days).is_none() {
            return Ok(());
        }
        let reason = match &exemption.reason {
            Reason::Menstruation => "Menstruation",
            Reason::Postnatal => "Postnatal bleeding",
            Reason::Travel => "Travel",
            Reason::Illness => "Illness",
            Reason::Other(words) => words.as_str(),
            _ => "Exempt",
        };
        self.event(&Event {
            uid: format!("{}@kitaab", exemption.id),
            summary: reason,
            description: None,
            when: When::Days(days),
            reminds: None,
        })
    }

    /// Days of meaning, those that follow each other as one event: whole, even where these days hold a part of them.
    fn occasions(&mut self, catalogue: &Catalogue) -> io::Result<()> {
        let calendar = catalogue.calendar();
        let (first, last) =
            (self.days.first().saturating_plus(-LONGEST_RUN), self.days.last().saturating_plus(LONGEST_RUN));
        let Ok(around) = DayRange::new(first, last) else { return Ok(()) };
        let asked_for = self.days;
        let days: Vec<_> = around.days().map(|day| (day, calendar.occasions(day))).collect();
        for (occasion, slug, name) in OCCASIONS {
            let of_it = days.iter().filter(|(_, occasions)| occasions.contains(occasion)).map(|(day, _)| *day);
            for run in runs(of_it).into_iter().filter(|run| run.intersection(asked_for).is_some()) {
                // None lies in two Hijri months, so that a sighting leaves its id as it is.
                let month = calendar.hijri(run.first()).date.hijri_month();
                self.event(&Event {
                    uid: format!("{slug}-{}-{:02}@kitaab", month.year(), month.month()),
                    summary: name,
                    description: None,
                    when: When::Days(run),
                    reminds: None,
                })?;
            }
        }
        Ok(())
    }
}

/// The spans of days that follow each other, given rising.
fn runs(days: impl Iterator<Item = Day>) -> Vec<DayRange> {
    let mut runs: Vec<DayRange> = Vec::new();
    for day in days {
        match runs.last_mut() {
            Some(run) if run.last().next() == Some(day) => *run = run.hull(DayRange::single(day)),
            _ => runs.push(DayRange::single(day)),
        }
    }
    runs
}

/// The weekdays of a rule.
fn by_day(weekdays: Weekdays) -> String {
    let names = weekdays.iter().map(|weekday| match weekday {
        Weekday::Mon => "MO",
        Weekday::Tue => "TU",
        Weekday::Wed => "WE",
        Weekday::Thu => "TH",
        Weekday::Fri => "FR",
        Weekday::Sat => "SA",
        Weekday::Sun => "SU",
    });
    names.collect::<Vec<_>>().join(",")
}

/// No run of days of meaning is longer than a month.
const LONGEST_RUN: i32 = 30;

/// The days of meaning that are told, by the words of their ids and their names.
const OCCASIONS: [(Occasion, &str, &str); 11] = [
    (Occasion::Ramadan, "ramadan", "Ramadan"),
    (Occasion::LastTenNights, "last_ten_nights", "Last ten nights of Ramadan"),
    (Occasion::EidAlFitr, "eid_al_fitr", "Eid al-Fitr"),
    (Occasion::SixOfShawwal, "six_of_shawwal", "Six of Shawwal"),
    (Occasion::FirstNineOfDhulHijjah, "first_nine_of_dhul_hijjah", "First nine of Dhul-Hijjah"),
    (Occasion::Arafah, "arafah", "Day of Arafah"),
    (Occasion::EidAlAdha, "eid_al_adha", "Eid al-Adha"),
    (Occasion::Tashriq, "tashriq", "Days of Tashriq"),
    (Occasion::Tasua, "tasua", "Tasu'a"),
    (Occasion::Ashura, "ashura", "Ashura"),
    (Occasion::WhiteDay, "white_days", "White days"),
];
