//! What a habit becomes: a deed with one item, a scale or a goal, a schedule, a reminder.

use kitaab_core::{
    Amount, Catalogue, Category, Change, Day, DeedId, DeedPatch, Description, ExemptionId, Goal, GroupId, GroupPatch,
    ItemId, ItemPatch, Measure, Name, ReminderId, ReminderPatch, ReminderTime, Result, ScaleId, ScalePatch, Schedule,
    Timeline, Title, Unit, UserId, Weekdays, yes_no,
};
use kitaab_import::{Frequency, Habit, Imported, Kind, Target};
use uuid::Uuid;

use super::report::NotCarried;

/// The namespace of derived ids: UUIDv5 of "import.kitaab" in the DNS namespace.
const NAMESPACE: Uuid = Uuid::from_u128(0xa3da_8956_58b1_58ae_9592_40a0_49a2_4822);

/// The ids of what a habit becomes: the same whenever the same owner imports the same habit.
#[derive(Clone, Copy)]
pub(super) struct Ids {
    of_habit: Uuid,
    pub(super) deed: DeedId,
    pub(super) item: ItemId,
    pub(super) scale: ScaleId,
    pub(super) reminder: ReminderId,
}

impl Ids {
    fn of(habit: &Habit, program: &str, owner: UserId) -> Self {
        let name = [owner.uuid().as_bytes(), program.as_bytes(), b"\0", habit.source_key.as_bytes()].concat();
        let of_habit = Uuid::new_v5(&NAMESPACE, &name);
        let part = |part: &str| Uuid::new_v5(&of_habit, part.as_bytes());
        Self {
            of_habit,
            deed: part("deed").into(),
            item: part("item").into(),
            scale: part("scale").into(),
            reminder: part("reminder").into(),
        }
    }

    /// The ids of all habits of a file, in its order.
    pub(super) fn of_all(imported: &Imported, owner: UserId) -> impl Iterator<Item = Self> {
        imported.habits.iter().map(move |habit| Self::of(habit, imported.format.as_str(), owner))
    }

    /// The exemption for the skipped days from `first` on.
    pub(super) fn exemption(&self, first: Day) -> ExemptionId {
        Uuid::new_v5(&self.of_habit, format!("skip {first}").as_bytes()).into()
    }
}

/// Where a deed is shown.
pub(super) struct Place {
    pub(super) group: Option<GroupId>,
    pub(super) display_order: u32,
}

/// "At most" is a goal of bad deeds; anything else one of good ones.
pub(super) fn category(habit: &Habit) -> Category {
    match habit.kind {
        Kind::Number { target: Some(Target::AtMost(_)) } => Category::Saiyyiaat,
        _ => Category::Hasanaat,
    }
}

/// The group of a habit, and the change that makes it if the book has none of its id or name.
pub(super) fn group_of(
    habit: &Habit,
    imported: &Imported,
    catalogue: &Catalogue,
) -> Result<Option<(GroupId, Option<Change>)>> {
    let Some(name) = &habit.group else { return Ok(None) };
    let name = Name::new(name)?;
    let owner = catalogue.owner.uuid();
    let program = imported.format.as_str();
    let source = [owner.as_bytes(), program.as_bytes(), b"\0group\0", name.as_str().as_bytes()].concat();
    let id = Uuid::new_v5(&NAMESPACE, &source).into();
    if catalogue.groups.contains_key(&id) {
        return Ok(Some((id, None)));
    }
    if let Some(there) = catalogue.groups_in_order().into_iter().find(|group| group.name == name) {
        return Ok(Some((there.id, None)));
    }
    let last = catalogue.groups.values().map(|group| group.display_order).max();
    let patch = GroupPatch { name: Some(name), display_order: Some(last.map_or(0, |last| last.saturating_add(1))) };
    Ok(Some((id, Some(Change::Group(id, patch)))))
}

/// Makes the deed of a habit: its first item, its scale, its reminder. `remark` is told what does not fit.
pub(super) fn deed_of(
    habit: &Habit,
    ids: &Ids,
    catalogue: &Catalogue,
    Place { group, display_order }: Place,
    today: Day,
    remark: &mut dyn FnMut(NotCarried),
) -> Result<Vec<Change>> {
    let first_day = habit.days.first().map(|record| Day::from_date(record.day)).transpose()?;
    let last_day = habit.days.last().map(|record| Day::from_date(record.day)).transpose()?;
    let began = habit.starts_on.map(Day::from_date).transpose()?;
    let starts_on = first_day.or(began).unwrap_or(today).min(today);
    if began.is_some_and(|began| began != starts_on) {
        remark(NotCarried::StartDay);
    }
    let measure = match habit.kind {
        Kind::YesNo => Measure::Scale,
        Kind::Number { .. } => Measure::Count,
    };
    let deed = DeedPatch {
        category: Some(category(habit)),
        measure: Some(measure),
        unit: Some(habit.unit.as_deref().map(Unit::new).transpose()?),
        display_order: Some(display_order),
        group: Some(group),
    };
    // "Every three days" counts from where it counted there.
    let schedule = schedule(habit.frequency, began.unwrap_or(starts_on), catalogue.settings.first_weekday, remark);
    let item = ItemPatch {
        deed: Some(ids.deed),
        parent: Some(None),
        name: Some(Name::new(&habit.name)?),
        description: Some(description(habit, remark)?),
        starts_on: Some(starts_on),
        archived_from: Some(habit.archived.then(|| last_day.and_then(Day::next).unwrap_or(today))),
        goals: goal(habit, remark)?.map(|goal| Timeline::starting(starts_on, goal)),
        schedules: (schedule != Schedule::Daily).then(|| Timeline::starting(starts_on, schedule)),
        ..ItemPatch::default()
    };
    let mut changes = vec![Change::Deed(ids.deed, deed), Change::Item(ids.item, item)];
    if measure == Measure::Scale {
        let scale = ScalePatch {
            deed: Some(ids.deed),
            version: Some(1),
            values: Some(yes_no()),
            from_day: Some(starts_on),
            ..ScalePatch::default()
        };
        changes.push(Change::Scale(ids.scale, scale));
    }
    changes.extend(reminder(habit, ids)?);
    if habit.color.is_some() {
        remark(NotCarried::Color);
    }
    Ok(changes)
}

/// The question, then the description.
fn description(habit: &Habit, remark: &mut dyn FnMut(NotCarried)) -> Result<Option<Description>> {
    let parts: Vec<&str> = [&habit.question, &habit.description].into_iter().flatten().map(String::as_str).collect();
    let text = parts.join("\n\n");
    if text.trim().is_empty() {
        return Ok(None);
    }
    if text.chars().count() > Description::MAX {
        remark(NotCarried::DescriptionCut);
    }
    Description::new(text.chars().take(Description::MAX).collect::<String>()).map(Some)
}

fn goal(habit: &Habit, remark: &mut dyn FnMut(NotCarried)) -> Result<Option<Goal>> {
    let Kind::Number { target: Some(target) } = habit.kind else { return Ok(None) };
    if habit.frequency != Frequency::DAILY {
        remark(NotCarried::GoalOfPeriod);
    }
    let amount = |hundredths: i64| Amount::from_hundredths(hundredths);
    Ok(Some(match target {
        Target::AtLeast(hundredths) => Goal::AmountAtLeast(amount(hundredths)?),
        Target::AtMost(hundredths) => Goal::AmountAtMost(amount(hundredths)?),
    }))
}

/// So many times in so many days, as a schedule: exactly where there is one, else the nearest.
fn schedule(
    Frequency { times, days }: Frequency,
    starts_on: Day,
    week_start: u8,
    remark: &mut dyn FnMut(NotCarried),
) -> Schedule {
    let small = |number: u32, most: u32| u8::try_from(number.clamp(1, most)).unwrap_or(1);
    match (times, days) {
        (times, days) if times >= days => Schedule::Daily,
        (times, 7) => Schedule::TimesPerWeek { times: small(times, 7), week_start },
        (times, 30 | 31) => Schedule::TimesPerMonth { times: small(times, 31) },
        (1, days) if days <= 3_660 => Schedule::EveryNDays { n: u16::try_from(days).unwrap_or(3_660), from: starts_on },
        (times, days) => {
            remark(NotCarried::FrequencyApproximated);
            // Rounded to the nearest whole number of times in a week, or, for longer periods, in a month.
            let nearest = |period: u64| {
                let times = (u64::from(times) * period * 2 + u64::from(days)) / (u64::from(days) * 2);
                u32::try_from(times).unwrap_or(u32::MAX)
            };
            if days < 7 {
                Schedule::TimesPerWeek { times: small(nearest(7), 7), week_start }
            } else {
                Schedule::TimesPerMonth { times: small(nearest(30), 31) }
            }
        }
    }
}

fn reminder(habit: &Habit, ids: &Ids) -> Result<Option<Change>> {
    let Some(reminder) = &habit.reminder else { return Ok(None) };
    let weekdays = Weekdays::new(reminder.weekdays.iter().copied())?;
    let schedule = if weekdays == Weekdays::ALL { Schedule::Daily } else { Schedule::Weekdays(weekdays) };
    let minute = u16::from(reminder.hour) * 60 + u16::from(reminder.minute);
    let time = ReminderTime::Recurring { minute, schedule };
    time.check()?;
    let patch = ReminderPatch {
        title: Some(Title::new(&habit.name)?),
        item: Some(Some(ids.item)),
        time: Some(time),
        active: Some(!habit.archived),
        ..ReminderPatch::default()
    };
    Ok(Some(Change::Reminder(ids.reminder, patch)))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn frequencies_become_the_schedule_they_mean() {
        let start = "2024-02-29".parse().unwrap();
        let of = |times, days| {
            let mut approximated = false;
            let schedule = schedule(Frequency { times, days }, start, 6, &mut |_| approximated = true);
            (schedule, approximated)
        };
        assert_eq!(of(1, 1), (Schedule::Daily, false));
        assert_eq!(of(9, 7), (Schedule::Daily, false));
        assert_eq!(of(3, 7), (Schedule::TimesPerWeek { times: 3, week_start: 6 }, false));
        assert_eq!(of(10, 30), (Schedule::TimesPerMonth { times: 10 }, false));
        assert_eq!(of(1, 3), (Schedule::EveryNDays { n: 3, from: start }, false));
        assert_eq!(of(2, 3), (Schedule::TimesPerWeek { times: 5, week_start: 6 }, true));
        assert_eq!(of(3, 14), (Schedule::TimesPerMonth { times: 6 }, true));
        assert_eq!(of(1, 100_000), (Schedule::TimesPerMonth { times: 1 }, true));
        assert_eq!(of(u32::MAX - 1, u32::MAX), (Schedule::TimesPerMonth { times: 30 }, true));
    }
}
