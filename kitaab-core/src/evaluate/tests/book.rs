//! A made-up book to ask questions about.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use crate::amount::Amount;
use crate::catalogue::Catalogue;
use crate::day::{Day, DayRange};
use crate::deed::{Category, Deed, DeedPatch, Measure};
use crate::entry::Value;
use crate::evaluate::{ConditionVerdict, DayItem, Evaluator, Outcome, Quantity, RuleDetail, TargetProgress, Verdict};
use crate::exemption::{Exemption, ExemptionPatch, Reason, Scope};
use crate::id::{DeedId, ExemptionId, ItemId, ScaleId, TargetId, UserId};
use crate::item::{Item, ItemPatch};
use crate::rule::{Below, Condition, Match, Rule, Test};
use crate::scale::{Scale, ScalePatch, ScaleValueRef, values_by_position};
use crate::schedule::Schedule;
use crate::series::{Records, Series};
use crate::target::{Target, TargetPatch};
use crate::text::{Name, Title};
use crate::timeline::Timeline;

/// A catalogue with the entries and reviewed days to judge by.
#[derive(Debug)]
pub(super) struct Book {
    pub(super) catalogue: Catalogue,
    entries: BTreeMap<ItemId, BTreeMap<Day, Value>>,
    reviewed: BTreeSet<Day>,
    made: u128,
}

pub(super) fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// The days from `first` to `last`, both dates of 2024 written as `MM-DD`.
pub(super) fn days(first: &str, last: &str) -> DayRange {
    DayRange::new(on(first), on(last)).unwrap()
}

/// A day of 2024, a leap year that began on a Monday.
pub(super) fn on(date: &str) -> Day {
    day(&format!("2024-{date}"))
}

pub(super) fn amount(text: &str) -> Amount {
    text.parse().unwrap()
}

pub(super) fn total(at_least: &str) -> Test {
    Test::TotalAtLeast(amount(at_least))
}

pub(super) fn condition(item: ItemId, below: Below, test: Test) -> Condition {
    Condition { item, below, test }
}

impl Book {
    pub(super) fn new() -> Self {
        let catalogue = Catalogue::new(UserId::new(Uuid::from_u128(1)));
        Self { catalogue, entries: BTreeMap::new(), reviewed: BTreeSet::new(), made: 1 }
    }

    fn id(&mut self) -> Uuid {
        self.made += 1;
        Uuid::from_u128(self.made)
    }

    /// A deed whose root item has started on `2024-01-01`; a scale deed is judged by
    /// `missed`, `late`, `on time`, `in congregation`.
    pub(super) fn deed(&mut self, name: &str, category: Category, measure: Measure) -> ItemId {
        let id = DeedId::new(self.id());
        let patch = DeedPatch { category: Some(category), measure: Some(measure), ..DeedPatch::default() };
        self.catalogue.deeds.insert(id, Deed::create(id, patch).unwrap());
        if measure == Measure::Scale {
            self.scale(id, 1, &["missed", "late", "on time", "in congregation"], &[], on("01-01"));
        }
        self.add_item(id, None, name)
    }

    /// A good deed, counted.
    pub(super) fn counted(&mut self, name: &str) -> ItemId {
        self.deed(name, Category::Hasanaat, Measure::Count)
    }

    /// A good deed, judged by a scale.
    pub(super) fn scaled(&mut self, name: &str) -> ItemId {
        self.deed(name, Category::Hasanaat, Measure::Scale)
    }

    /// An item below another one, that has started on `2024-01-01`.
    pub(super) fn below(&mut self, parent: ItemId, name: &str) -> ItemId {
        self.add_item(self.catalogue.items[&parent].deed, Some(parent), name)
    }

    fn add_item(&mut self, deed: DeedId, parent: Option<ItemId>, name: &str) -> ItemId {
        let id = ItemId::new(self.id());
        let patch = ItemPatch {
            deed: Some(deed),
            parent: Some(parent),
            name: Some(Name::new(name).unwrap()),
            starts_on: Some(on("01-01")),
            ..ItemPatch::default()
        };
        self.catalogue.items.insert(id, Item::create(id, patch).unwrap());
        id
    }

    pub(super) fn item(&mut self, id: ItemId) -> &mut Item {
        self.catalogue.items.get_mut(&id).unwrap()
    }

    pub(super) fn deed_of(&self, item: ItemId) -> DeedId {
        self.catalogue.items[&item].deed
    }

    pub(super) fn schedule(&mut self, item: ItemId, from: &str, schedule: Schedule) {
        let item = self.item(item);
        item.schedules = std::mem::take(&mut item.schedules).with(on(from), schedule);
    }

    /// A further version of a deed's scale, mapped from the one before.
    pub(super) fn scale(
        &mut self,
        deed: DeedId,
        version: u32,
        labels: &[&str],
        mapping: &[Option<u8>],
        from: Day,
    ) -> ScaleId {
        let id = ScaleId::new(self.id());
        let patch = ScalePatch {
            deed: Some(deed),
            version: Some(version),
            values: Some(values_by_position(labels).unwrap()),
            mapping: Some(mapping.to_vec()),
            from_day: Some(from),
        };
        self.catalogue.scales.insert(id, Scale::create(id, patch).unwrap());
        id
    }

    /// A value of the first version of an item's scale that has the label.
    pub(super) fn value(&self, item: ItemId, label: &str) -> ScaleValueRef {
        let versions = self.catalogue.scale_versions(self.deed_of(item));
        versions.iter().find_map(|scale| scale.labelled(label)).unwrap()
    }

    pub(super) fn is(&self, item: ItemId, label: &str) -> Match {
        Match::Is(self.value(item, label))
    }

    /// Records an amount, or the value with a label.
    pub(super) fn enter(&mut self, item: ItemId, date: &str, value: &str) {
        let value = match value.parse() {
            Ok(amount) => Value::Count(amount),
            Err(_) => Value::Scale(self.value(item, value)),
        };
        self.enter_value(item, on(date), value);
    }

    /// Records the same on each of some days.
    pub(super) fn enter_all(&mut self, item: ItemId, days: DayRange, value: &str) {
        for day in days.days() {
            self.enter(item, &day.to_string()[5..], value);
        }
    }

    pub(super) fn enter_value(&mut self, item: ItemId, day: Day, value: Value) {
        self.entries.entry(item).or_default().insert(day, value);
    }

    pub(super) fn remove(&mut self, item: ItemId, date: &str) {
        self.entries.entry(item).or_default().remove(&on(date));
    }

    pub(super) fn review(&mut self, date: &str) {
        self.reviewed.insert(on(date));
    }

    pub(super) fn exempt(&mut self, first: &str, last: &str, scope: Scope, reason: Reason) {
        let id = ExemptionId::new(self.id());
        let patch = ExemptionPatch {
            first_day: Some(on(first)),
            last_day: Some(Some(on(last))),
            scope: Some(scope),
            reason: Some(reason),
        };
        self.catalogue.exemptions.insert(id, Exemption::create(id, patch).unwrap());
    }

    pub(super) fn target(&mut self, dates: DayRange, items: Vec<Condition>) -> Target {
        let patch = TargetPatch {
            title: Some(Title::new("A target").unwrap()),
            first_day: Some(dates.first()),
            last_day: Some(dates.last()),
            items: Some(items),
            ..TargetPatch::default()
        };
        Target::create(TargetId::new(self.id()), patch).unwrap()
    }

    /// All that was recorded on the days of a span.
    pub(super) fn records(&self, span: DayRange) -> Records {
        let mut logged: BTreeSet<Day> = self.reviewed.iter().copied().filter(|day| span.contains(*day)).collect();
        let mut all = BTreeMap::new();
        for (item, entries) in &self.entries {
            let mut series = Series::empty_count();
            for (day, value) in entries.range(span.first()..=span.last()) {
                series.push(*day, *value).unwrap();
                logged.insert(*day);
            }
            all.insert(*item, series);
        }
        Records::new(span, all, logged.into_iter().collect())
    }

    /// The verdict on a rule over a window, with the records of that window alone.
    pub(super) fn verdict(&self, rule: impl Into<Rule>, window: DayRange) -> Verdict {
        let records = self.records(window);
        Evaluator::new(&self.catalogue, &records).verdict(&rule.into(), window).unwrap()
    }

    pub(super) fn outcome(&self, rule: impl Into<Rule>, window: DayRange) -> Outcome {
        self.verdict(rule, window).outcome
    }

    pub(super) fn judge(&self, condition: Condition, window: DayRange) -> ConditionVerdict {
        match self.verdict(condition, window).detail.detail {
            RuleDetail::Condition(verdict) => verdict,
            other => panic!("{other:?}"),
        }
    }

    /// What a condition of `days` or `every_day` has and needs.
    pub(super) fn have_need(&self, condition: Condition, window: DayRange) -> (u32, u32) {
        let verdict = self.judge(condition, window);
        match (verdict.have, verdict.need) {
            (Quantity::Days(have), Quantity::Days(need)) => (have, need),
            other => panic!("{other:?}"),
        }
    }

    /// On how many days of a window a match holds.
    pub(super) fn matching(&self, item: ItemId, below: Below, matching: Match, window: DayRange) -> u32 {
        self.have_need(condition(item, below, Test::DaysAtLeast { n: 1, matching }), window).0
    }

    pub(super) fn day_item(&self, item: ItemId, date: &str) -> DayItem {
        let records = self.records(days("01-01", "12-31"));
        Evaluator::new(&self.catalogue, &records).day_item(item, on(date)).unwrap()
    }

    pub(super) fn progress(&self, target: &Target, today: &str) -> TargetProgress {
        let records = self.records(days("01-01", "12-31"));
        Evaluator::new(&self.catalogue, &records).progress(target, on(today)).unwrap()
    }
}

/// A timeline with one thing that holds from the first day of 2024.
pub(super) fn always<T>(value: T) -> Timeline<T> {
    Timeline::starting(on("01-01"), value)
}
