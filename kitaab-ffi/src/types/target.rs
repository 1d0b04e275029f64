//! Targets and how they stand.

use super::{Committed, Condition, Quantity, or_none};
use crate::convert::{Inward, Outward};
use crate::error::Result;
use crate::scalar::{Day, Int, TargetId, Text};

choices! {
    /// The state of a target on a day.
    choice TargetState {
        /// Its first day is still to come.
        Upcoming = "upcoming",
        /// It is running and can be completed.
        Active = "active",
        /// All its conditions are met.
        Completed = "completed",
        /// It is over, and not completed.
        Missed = "missed",
        /// It is running, but some condition can't be met any more.
        OutOfReach = "out_of_reach",
    }
}

records! {
    /// A goal over fixed dates that may span many deeds.
    record Target {
        /// Its id.
        id: [TargetId],
        /// Its title.
        title: [Text],
        /// What it means.
        description: [Option<Text>],
        /// The first day that counts.
        first_day: [Day],
        /// The last day that counts.
        last_day: [Day],
        /// What must be met over these dates.
        items: [Vec<Condition>],
        /// Whether it is in use.
        active: [bool],
    }

    /// A target that was made.
    record AddedTarget {
        /// The target.
        target: [Target],
        /// The commit.
        committed: [Committed],
    }

    /// A target to be made.
    record NewTarget {
        /// Its title; with the first day unique in the book.
        title: [Text],
        /// The first day that counts.
        first_day: [Day],
        /// The last day that counts.
        last_day: [Day],
        /// What must be met over these dates, 1 to 256 conditions.
        items: [Vec<Condition>],
        /// What it means.
        description: [Option<Text>] = None,
    }

    /// What to change of a target; what is left out stays.
    record TargetEdit {
        /// Its title.
        title: [Option<Text>] = None,
        /// What it means; an empty text takes it away.
        description: [Option<Text>] = None,
        /// The first day that counts.
        first_day: [Option<Day>] = None,
        /// The last day that counts.
        last_day: [Option<Day>] = None,
        /// What must be met over these dates.
        items: [Option<Vec<Condition>>] = None,
        /// Whether it is in use.
        active: [Option<bool>] = None,
    }

    /// How a target stands.
    record TargetProgress {
        /// The state of the whole.
        state: [TargetState],
        /// Of a completed one: the first day on which all of it was met.
        completed_on: [Option<Day>],
        /// How each of its conditions stands, in the target's order.
        items: [Vec<TargetItemProgress>],
    }

    /// How one condition of a target stands.
    record TargetItemProgress = kitaab::TargetItemProgress {
        /// The condition.
        condition: [Condition],
        /// What there is.
        have: [Quantity],
        /// What is needed.
        need: [Quantity],
        /// The day on which it was met.
        met_on: [Option<Day>],
        /// The due days from today to the last day; 0 where no pace is told.
        due_days_left: [Int],
        /// What each due day left must bring, in days or whole amounts: a float.
        needed_per_due_day: [Option<f64>],
        /// The day on which it is met at the pace so far.
        projected: [Option<Day>],
        /// Of `every_day`: the first day of the first unit that is not met.
        first_unmet: [Option<Day>],
    }

    /// How one of several targets stands.
    record TargetStanding {
        /// The target.
        target: [TargetId],
        /// How it stands.
        progress: [TargetProgress],
    }
}

impl Outward<Target> for kitaab::Target {
    fn outward(self) -> Target {
        Target {
            id: self.id.outward(),
            title: self.title.outward(),
            description: self.description.outward(),
            first_day: self.first_day.outward(),
            last_day: self.last_day.outward(),
            items: self.items.outward(),
            active: self.active,
        }
    }
}

impl Inward<kitaab::NewTarget> for NewTarget {
    fn inward(self) -> Result<kitaab::NewTarget> {
        let mut new =
            kitaab::NewTarget::titled(self.title).from(self.first_day.inward()?).to(self.last_day.inward()?);
        if let Some(text) = self.description {
            new = new.description(text);
        }
        for condition in self.items {
            new = new.item(condition.inward()?);
        }
        Ok(new)
    }
}

impl Inward<kitaab::TargetPatch> for TargetEdit {
    fn inward(self) -> Result<kitaab::TargetPatch> {
        Ok(kitaab::TargetPatch {
            title: self.title.inward()?,
            description: self.description.map(|text| or_none(text).inward()).transpose()?,
            first_day: self.first_day.inward()?,
            last_day: self.last_day.inward()?,
            items: self.items.inward()?,
            active: self.active,
        })
    }
}

impl Outward<TargetProgress> for kitaab::TargetProgress {
    fn outward(self) -> TargetProgress {
        let (state, completed_on) = match self.state {
            kitaab::TargetState::Upcoming => (TargetState::Upcoming, None),
            kitaab::TargetState::Active => (TargetState::Active, None),
            kitaab::TargetState::Completed { on } => (TargetState::Completed, Some(on.outward())),
            kitaab::TargetState::Missed => (TargetState::Missed, None),
            kitaab::TargetState::OutOfReach => (TargetState::OutOfReach, None),
        };
        TargetProgress { state, completed_on, items: self.items.outward() }
    }
}

impl Outward<TargetStanding> for (kitaab::TargetId, kitaab::TargetProgress) {
    fn outward(self) -> TargetStanding {
        TargetStanding { target: self.0.outward(), progress: self.1.outward() }
    }
}
