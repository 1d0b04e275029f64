//! Spans, settings and what a write answers.

use crate::convert::{InRange, Inward, Outward};
use crate::error::Result;
use crate::scalar::{Day, Int, Long, MeritId, Text};

choices! {
    /// How a rule stands. Only `earned` counts as earned.
    choice Outcome = kitaab::Outcome {
        /// It holds.
        Earned = "earned",
        /// It does not hold.
        NotEarned = "not_earned",
        /// There was no due day or period to judge it by.
        Undetermined = "undetermined",
    }

    /// A day of the week.
    choice Weekday = kitaab::Weekday {
        /// Monday.
        Mon = "mon",
        /// Tuesday.
        Tue = "tue",
        /// Wednesday.
        Wed = "wed",
        /// Thursday.
        Thu = "thu",
        /// Friday.
        Fri = "fri",
        /// Saturday.
        Sat = "sat",
        /// Sunday.
        Sun = "sun",
    }
}

records! {
    /// A span of days, both ends included.
    record DaySpan {
        /// The first day.
        first: [Day],
        /// The last day, not before the first.
        last: [Day],
    }

    /// What the owner has set.
    record Settings = kitaab::Settings {
        /// The IANA time zone the owner lives in, such as `Asia/Riyadh`.
        zone: [Text],
        /// When the owner's days start, in minutes after midnight, 0 to 720.
        day_start: [Int],
        /// The first day of the owner's week.
        first_weekday: [Weekday],
    }

    /// What to set; what is left out stays.
    record SettingsEdit {
        /// The IANA time zone the owner lives in.
        zone: [Option<Text>] = None,
        /// When the owner's days start, in minutes after midnight, 0 to 720.
        day_start: [Option<Int>] = None,
        /// The first day of the owner's week.
        first_weekday: [Option<Weekday>] = None,
    }

    /// What became of a write: it is durable, and these verdicts turned with it.
    record Committed = kitaab::Committed {
        /// The commit's place in the ledger; none if nothing was written, since everything was already as asked.
        seq: [Option<Long>],
        /// Whether the same request had been carried out before, so that nothing was written now.
        replayed: [bool],
        /// The recorded verdicts that turned, by day and merit: what to congratulate on, or console about.
        turned: [Vec<Turned>],
    }

    /// A recorded verdict that is another one now.
    record Turned {
        /// The merit.
        merit: [MeritId],
        /// The day it was recorded for.
        day: [Day],
        /// What it was.
        before: [Outcome],
        /// What it is.
        after: [Outcome],
    }

    /// Where a book's ledger stands: to be kept elsewhere, and shown to `verify` later.
    record Checkpoint = kitaab::Checkpoint {
        /// The sequence number of the last commit.
        seq: [Long],
        /// The link of the last commit, in hexadecimal digits.
        link: [Text],
    }
}

impl Outward<Turned> for kitaab::Turned {
    fn outward(self) -> Turned {
        Turned {
            merit: self.merit.outward(),
            day: self.day.outward(),
            before: self.from.outward(),
            after: self.to.outward(),
        }
    }
}

impl Outward<DaySpan> for kitaab::DayRange {
    fn outward(self) -> DaySpan {
        DaySpan { first: Day(self.first()), last: Day(self.last()) }
    }
}

impl Inward<kitaab::DayRange> for DaySpan {
    fn inward(self) -> Result<kitaab::DayRange> {
        Ok(kitaab::DayRange::new(self.first.0, self.last.0)?)
    }
}

impl Outward<Int> for kitaab::DayStart {
    fn outward(self) -> Int {
        self.minutes().outward()
    }
}

/// The weekdays from 0, Monday, on.
const WEEK: [Weekday; 7] =
    [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];

impl Outward<Weekday> for u8 {
    fn outward(self) -> Weekday {
        WEEK[usize::from(self) % WEEK.len()]
    }
}

impl Inward<u8> for Weekday {
    fn inward(self) -> Result<u8> {
        Ok((0..).zip(WEEK).find_map(|(number, day)| (day == self).then_some(number)).unwrap_or_default())
    }
}

impl Inward<kitaab::SettingsPatch> for SettingsEdit {
    fn inward(self) -> Result<kitaab::SettingsPatch> {
        let day_start: Option<u16> = self.day_start.in_range("day_start")?;
        Ok(kitaab::SettingsPatch {
            zone: self.zone.inward()?,
            day_start: day_start.map(kitaab::DayStart::from_minutes).transpose()?,
            first_weekday: self.first_weekday.inward()?,
        })
    }
}

impl Inward<kitaab::Checkpoint> for Checkpoint {
    fn inward(self) -> Result<kitaab::Checkpoint> {
        Ok(kitaab::Checkpoint { seq: self.seq.in_range("seq")?, link: self.link.inward()? })
    }
}
