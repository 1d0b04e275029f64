//! Deeds, their groups, items and scales.

use super::{Committed, Goal, ReasonKind, Schedule};
use crate::convert::{InRange, Inward, Outward};
use crate::error::{KitaabError, Result};
use crate::scalar::{Amount, Day, DeedId, GroupId, Int, ItemId, ScaleId, Text};

choices! {
    /// Good deeds or bad ones.
    choice Category = kitaab::Category {
        /// Good deeds.
        Hasanaat = "hasanaat",
        /// Bad deeds.
        Saiyyiaat = "saiyyiaat",
    }

    /// How a deed is measured.
    choice Measure = kitaab::Measure {
        /// By the values of an ordered list.
        Scale = "scale",
        /// By exact amounts.
        Count = "count",
    }

    /// Where an item is left out. Hiding never changes merits and targets.
    choice Hide = kitaab::Hide {
        /// Shown everywhere.
        None = "none",
        /// Still logged, left out of insights.
        HideFromGraphs = "hide_from_graphs",
        /// Also left out of input lists.
        HideFromAll = "hide_from_all",
    }
}

records! {
    /// A named group of deeds.
    record Group = kitaab::Group {
        /// Its id.
        id: [GroupId],
        /// Its name.
        name: [Text],
        /// Its place among the groups.
        display_order: [Int],
    }

    /// A group that was made.
    record AddedGroup {
        /// The group.
        group: [Group],
        /// The commit.
        committed: [Committed],
    }

    /// One value of a scale. Its position is its place in the list, from 0.
    record ScaleValue = kitaab::ScaleValue {
        /// Its label, unique within the version.
        label: [Text],
        /// Its score.
        score: [Int],
    }

    /// Names a value of a scale version.
    record ScaleValueRef = kitaab::ScaleValueRef {
        /// The scale version.
        scale: [ScaleId],
        /// The position of the value in it, from 0.
        position: [Int],
    }

    /// One version of a deed's scale.
    record Scale = kitaab::Scale {
        /// Its id.
        id: [ScaleId],
        /// The deed it judges.
        deed: [DeedId],
        /// Its number, from 1.
        version: [Int],
        /// Its values, the lowest position first.
        values: [Vec<ScaleValue>],
        /// For each value of the version before, by position: the position that it maps to here, if any.
        mapping: [Vec<Option<Int>>],
        /// The day from which it is active.
        from_day: [Day],
    }

    /// A version of a scale that was made.
    record AddedScale {
        /// The version.
        scale: [Scale],
        /// The commit.
        committed: [Committed],
    }

    /// A deed with its name, its active scale and its items.
    record Deed {
        /// Its id.
        id: [DeedId],
        /// Its name: that of its root item.
        name: [Text],
        /// Good or bad.
        category: [Category],
        /// Scale or count.
        measure: [Measure],
        /// The unit of its amounts, for display.
        unit: [Option<Text>],
        /// The group it is shown in.
        group: [Option<GroupId>],
        /// Its place among the deeds.
        display_order: [Int],
        /// The active version of its scale, if it is judged by one.
        scale: [Option<Scale>],
        /// All its items, the root first, each before those below it.
        items: [Vec<Item>],
    }

    /// A deed that was made.
    record AddedDeed {
        /// The deed.
        deed: [Deed],
        /// The commit.
        committed: [Committed],
    }

    /// Deeds that were made.
    record AddedDeeds {
        /// The deeds, in the order in which they were given.
        deeds: [Vec<Deed>],
        /// The commit.
        committed: [Committed],
    }

    /// An item: a node in a deed's tree.
    record Item {
        /// Its id.
        id: [ItemId],
        /// The deed it belongs to.
        deed: [DeedId],
        /// The item above it; none for the root.
        parent: [Option<ItemId>],
        /// Its name, unique among its live siblings.
        name: [Text],
        /// The names from the root to it: `Salah/Fajr`.
        path: [Text],
        /// What it means, or the question it asks.
        description: [Option<Text>],
        /// Its place among its siblings.
        display_order: [Int],
        /// How far it stands below the root; 0 for the root itself.
        level: [Int],
        /// Whether it has no items below it but archived ones.
        leaf: [bool],
        /// Where it is left out: the strictest of its own setting and of those above it.
        hide: [Hide],
        /// The first day on which it is due.
        starts_on: [Day],
        /// The day from which it is archived.
        archived_from: [Option<Day>],
        /// What makes a day kept, by rising days.
        goals: [Vec<DatedGoal>],
        /// When it is due, by rising days.
        schedules: [Vec<DatedSchedule>],
        /// What each reason of exemption does for it.
        excuses: [Vec<Excuse>],
        /// How its make-ups are reckoned, if missed days are owed.
        make_up: [Option<MakeUpPolicy>],
        /// Whether it is a fast: never due on the two Eids and 11 to 13 Dhul-Hijjah.
        fast: [bool],
    }

    /// An item that was made.
    record AddedItem {
        /// The item.
        item: [Item],
        /// The commit.
        committed: [Committed],
    }

    /// A goal from a day on.
    record DatedGoal {
        /// The day.
        from_day: [Day],
        /// The goal.
        goal: [Goal],
    }

    /// A schedule from a day on.
    record DatedSchedule {
        /// The day.
        from_day: [Day],
        /// The schedule.
        schedule: [Schedule],
    }

    /// What a reason of exemption does for an item.
    record Excuse {
        /// The reason.
        reason: [ReasonKind],
        /// Whether the item is not due on days exempt for it.
        lifts: [bool],
        /// Whether those days are owed as make-ups.
        owed: [bool],
    }

    /// How an item's make-ups are reckoned.
    record MakeUpPolicy {
        /// How many were owed when the reckoning began.
        opening: [Int],
        /// The first day that is reckoned.
        from_day: [Day],
        /// Up to which day the owner has confirmed that unlogged due days were missed.
        unlogged_confirmed_until: [Option<Day>] = None,
        /// What is given as fidya for one owed day.
        fidya: [Option<FidyaRate>] = None,
    }

    /// What is given as fidya for one owed day.
    record FidyaRate = kitaab::FidyaRate {
        /// How much for one day, above 0.
        amount: [Amount],
        /// Of what: "EUR", "meals".
        unit: [Text],
    }

    /// A deed to be made. What is set of goal, schedule, excuses and make-ups holds for all its leaves that don't set their own;
    /// if it is a fast, they all are.
    record NewDeed {
        /// Its name.
        name: [Text],
        /// Good or bad.
        category: [Category],
        /// Scale or count; a scale if left out.
        measure: [Option<Measure>] = None,
        /// The values of its scale by their labels, the lowest first: scored 0, 1, 2 …; yes or no if left out.
        values: [Option<Vec<Text>>] = None,
        /// The values of its scale with scores of their own, in the place of `values`: not both.
        scored_values: [Option<Vec<ScaleValue>>] = None,
        /// The unit of its amounts, for display: "pages".
        unit: [Option<Text>] = None,
        /// The group it is shown in.
        group: [Option<GroupId>] = None,
        /// What it means, or the question it asks.
        description: [Option<Text>] = None,
        /// Where it is left out.
        hide: [Option<Hide>] = None,
        /// The items under its root.
        items: [Option<Vec<NewItem>>] = None,
        /// The first day on which its items are due; the day it is made if left out.
        starts_on: [Option<Day>] = None,
        /// What makes a day kept.
        goal: [Option<Goal>] = None,
        /// When its items are due.
        schedule: [Option<Schedule>] = None,
        /// What each reason of exemption does for its items.
        excuses: [Option<Vec<Excuse>>] = None,
        /// That missed days are owed as make-ups.
        make_up: [Option<MakeUpPolicy>] = None,
        /// Whether its items are fasts, all of them.
        fast: [Option<bool>] = None,
    }

    /// An item to be made, with those below it.
    record NewItem {
        /// Its name.
        name: [Text],
        /// What it means, or the question it asks.
        description: [Option<Text>] = None,
        /// Where it is left out.
        hide: [Option<Hide>] = None,
        /// The first day on which it is due; that of the item above if left out.
        starts_on: [Option<Day>] = None,
        /// What makes a day kept, from its start on.
        goal: [Option<Goal>] = None,
        /// When it is due, from its start on.
        schedule: [Option<Schedule>] = None,
        /// What each reason of exemption does for it.
        excuses: [Option<Vec<Excuse>>] = None,
        /// That missed days are owed as make-ups.
        make_up: [Option<MakeUpPolicy>] = None,
        /// Whether it is a fast. Below what is a fast, it is one without being told.
        fast: [Option<bool>] = None,
        /// The items below it.
        items: [Option<Vec<NewItem>>] = None,
    }

    /// What to change of a deed; what is left out stays.
    record DeedEdit {
        /// Good or bad; only as long as there are no entries.
        category: [Option<Category>] = None,
        /// Scale or count; only as long as there are no entries.
        measure: [Option<Measure>] = None,
        /// The unit of its amounts; an empty text takes it away.
        unit: [Option<Text>] = None,
    }

    /// What to change of an item; what is left out stays.
    record ItemEdit {
        /// A new name.
        name: [Option<Text>] = None,
        /// A new description; an empty text takes it away.
        description: [Option<Text>] = None,
        /// Where it is left out.
        hide: [Option<Hide>] = None,
        /// What each reason of exemption does for it; reasons that are not named have the default.
        excuses: [Option<Vec<Excuse>>] = None,
        /// Whether it is a fast.
        fast: [Option<bool>] = None,
        /// The first day on which it is due.
        starts_on: [Option<Day>] = None,
    }
}

/// A text that may be taken away by an empty one.
pub(crate) fn or_none(text: Text) -> Option<Text> {
    let held: &str = text.as_ref();
    if held.is_empty() { None } else { Some(text) }
}

impl Inward<kitaab::ScaleValueRef> for ScaleValueRef {
    fn inward(self) -> Result<kitaab::ScaleValueRef> {
        Ok(kitaab::ScaleValueRef { scale: self.scale.inward()?, position: self.position.in_range("position")? })
    }
}

impl Inward<kitaab::ScaleValue> for ScaleValue {
    fn inward(self) -> Result<kitaab::ScaleValue> {
        Ok(kitaab::ScaleValue { label: self.label.inward()?, score: self.score.in_range("score")? })
    }
}

impl Inward<kitaab::FidyaRate> for FidyaRate {
    fn inward(self) -> Result<kitaab::FidyaRate> {
        Ok(kitaab::FidyaRate::new(self.amount.inward()?, self.unit.inward()?))
    }
}

impl Outward<MakeUpPolicy> for kitaab::MakeUpPolicy {
    fn outward(self) -> MakeUpPolicy {
        MakeUpPolicy {
            opening: self.opening.outward(),
            from_day: self.from.outward(),
            unlogged_confirmed_until: self.unlogged_confirmed_until.outward(),
            fidya: self.fidya.outward(),
        }
    }
}

impl Inward<kitaab::MakeUpPolicy> for MakeUpPolicy {
    fn inward(self) -> Result<kitaab::MakeUpPolicy> {
        let mut policy = kitaab::MakeUpPolicy::new(self.opening.in_range("opening")?, self.from_day.inward()?);
        if let Some(day) = self.unlogged_confirmed_until {
            policy = policy.confirmed_until(day.inward()?);
        }
        Ok(match self.fidya {
            Some(rate) => policy.fidya(rate.inward()?),
            None => policy,
        })
    }
}

impl Outward<Vec<Excuse>> for kitaab::Excuses {
    fn outward(self) -> Vec<Excuse> {
        let told = |(reason, excuse): (kitaab::ReasonKind, kitaab::Excuse)| Excuse {
            reason: reason.outward(),
            lifts: excuse.lifts,
            owed: excuse.owed,
        };
        self.all().map(told).collect()
    }
}

impl Inward<(kitaab::ReasonKind, kitaab::Excuse)> for Excuse {
    fn inward(self) -> Result<(kitaab::ReasonKind, kitaab::Excuse)> {
        Ok((self.reason.inward()?, kitaab::Excuse { lifts: self.lifts, owed: self.owed }))
    }
}

impl Inward<kitaab::Excuses> for Vec<Excuse> {
    fn inward(self) -> Result<kitaab::Excuses> {
        let mut excuses = kitaab::Excuses::new();
        for excuse in self {
            let (reason, excuse) = excuse.inward()?;
            excuses = excuses.with(reason, excuse);
        }
        Ok(excuses)
    }
}

impl Outward<Vec<DatedGoal>> for kitaab::Timeline<kitaab::Goal> {
    fn outward(self) -> Vec<DatedGoal> {
        let dated = |(day, goal): &(kitaab::Day, kitaab::Goal)| DatedGoal { from_day: Day(*day), goal: goal.outward() };
        self.versions().iter().map(dated).collect()
    }
}

impl Outward<Vec<DatedSchedule>> for kitaab::Timeline<kitaab::Schedule> {
    fn outward(self) -> Vec<DatedSchedule> {
        let dated = |(day, schedule): &(kitaab::Day, kitaab::Schedule)| DatedSchedule {
            from_day: Day(*day),
            schedule: schedule.clone().outward(),
        };
        self.versions().iter().map(dated).collect()
    }
}

impl Deed {
    /// A deed of the SDK, with the paths of its items.
    pub(crate) fn told(view: kitaab::DeedView, catalogue: &kitaab::Catalogue) -> Result<Self> {
        let items = view.items.into_iter().map(|item| Item::told(item, catalogue)).collect::<Result<_>>()?;
        let kitaab::Deed { id, category, measure, unit, group, display_order, .. } = view.deed;
        Ok(Self {
            id: id.outward(),
            name: view.name.outward(),
            category: category.outward(),
            measure: measure.outward(),
            unit: unit.outward(),
            group: group.outward(),
            display_order: display_order.outward(),
            scale: view.scale.outward(),
            items,
        })
    }
}

impl Item {
    fn told(view: kitaab::ItemView, catalogue: &kitaab::Catalogue) -> Result<Self> {
        let path = catalogue.path_text(view.id)?;
        let item = view.item;
        Ok(Self {
            id: item.id.outward(),
            deed: item.deed.outward(),
            parent: item.parent.outward(),
            name: item.name.outward(),
            path: path.outward(),
            description: item.description.outward(),
            display_order: item.display_order.outward(),
            level: Outward::<Int>::outward(u32::try_from(view.level).unwrap_or(u32::MAX)),
            leaf: view.leaf,
            hide: view.hide.outward(),
            starts_on: item.starts_on.outward(),
            archived_from: item.archived_from.outward(),
            goals: item.goals.outward(),
            schedules: item.schedules.outward(),
            excuses: item.excuses.outward(),
            make_up: item.make_up.outward(),
            fast: item.fast,
        })
    }
}

/// Calls a builder's method where a value is given.
macro_rules! given {
    ($builder:ident, $($method:ident: $value:expr),+ $(,)?) => {
        $( if let Some(value) = $value.inward()? { $builder = $builder.$method(value); } )+
    };
}

impl Inward<kitaab::NewItem> for NewItem {
    fn inward(self) -> Result<kitaab::NewItem> {
        let mut item = kitaab::NewItem::named(self.name);
        if let Some(text) = self.description {
            item = item.description(text);
        }
        given!(
            item, hide: self.hide, starts_on: self.starts_on, goal: self.goal, schedule: self.schedule,
            make_up: self.make_up,
        );
        if let Some(excuses) = self.excuses {
            item = item.excuses(excuses.inward()?);
        }
        if self.fast == Some(true) {
            item = item.fast();
        }
        for below in self.items.into_iter().flatten() {
            item = item.item(below.inward()?);
        }
        Ok(item)
    }
}

impl Inward<kitaab::NewDeed> for NewDeed {
    fn inward(self) -> Result<kitaab::NewDeed> {
        let category = self.category.inward()?;
        let mut deed = match self.measure {
            Some(Measure::Count) => kitaab::NewDeed::count(self.name, category),
            Some(Measure::Scale) | None => kitaab::NewDeed::scale(self.name, category),
        };
        if self.values.is_some() && self.scored_values.is_some() {
            return Err(KitaabError::invalid("scored_values", "must not be given beside values", ""));
        }
        if let Some(labels) = self.values {
            deed = deed.values(labels);
        }
        if let Some(values) = self.scored_values {
            let scored = values.into_iter().map(|value| Ok((value.label, value.score.in_range("score")?)));
            deed = deed.scored_values(scored.collect::<Result<Vec<(Text, i32)>>>()?);
        }
        if let Some(unit) = self.unit {
            deed = deed.unit(unit);
        }
        if let Some(text) = self.description {
            deed = deed.description(text);
        }
        given!(
            deed, group: self.group, hide: self.hide, starts_on: self.starts_on, goal: self.goal,
            schedule: self.schedule, make_up: self.make_up,
        );
        if let Some(excuses) = self.excuses {
            deed = deed.excuses(excuses.inward()?);
        }
        if self.fast == Some(true) {
            deed = deed.fast();
        }
        for item in self.items.into_iter().flatten() {
            deed = deed.item(item.inward()?);
        }
        Ok(deed)
    }
}

impl Inward<kitaab::DeedPatch> for DeedEdit {
    fn inward(self) -> Result<kitaab::DeedPatch> {
        Ok(kitaab::DeedPatch {
            category: self.category.inward()?,
            measure: self.measure.inward()?,
            unit: self.unit.map(|unit| or_none(unit).inward()).transpose()?,
            ..kitaab::DeedPatch::default()
        })
    }
}

impl Inward<kitaab::ItemEdit> for ItemEdit {
    fn inward(self) -> Result<kitaab::ItemEdit, KitaabError> {
        let mut edit = kitaab::ItemEdit::new();
        if let Some(name) = self.name {
            edit = edit.name(name);
        }
        if let Some(text) = self.description {
            let text = or_none(text);
            edit = edit.description(text.as_ref().map(AsRef::as_ref));
        }
        given!(edit, hide: self.hide, starts_on: self.starts_on);
        if let Some(excuses) = self.excuses {
            edit = edit.excuses(excuses.inward()?);
        }
        if let Some(fast) = self.fast {
            edit = edit.fast(fast);
        }
        Ok(edit)
    }
}
