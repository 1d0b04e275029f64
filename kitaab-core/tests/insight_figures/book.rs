//! A book with one item, told day by day.

use std::collections::BTreeMap;

use kitaab_core::{
    Amount, Catalogue, Category, Change, Day, DayRange, DeedId, DeedPatch, ExemptionId, ExemptionPatch, Goal,
    InsightOptions, Insights, ItemId, ItemPatch, Measure, Name, Reason, Records, ScaleId, ScalePatch, ScaleValueRef,
    Schedule, Scope, Series, Streaks, Timeline, UserId, Value, yes_no,
};
use uuid::Uuid;

/// A book with one item that starts on Monday 2024-01-01.
pub(super) struct Book {
    catalogue: Catalogue,
    values: BTreeMap<Day, Value>,
    logged: Vec<Day>,
}

const ITEM: ItemId = ItemId::new(Uuid::from_u128(2));
const SCALE: ScaleId = ScaleId::new(Uuid::from_u128(3));

/// So many days after 2024-01-01.
pub(super) fn day(after: i32) -> Day {
    Day::new(2024, 1, 1).unwrap().plus(after).unwrap()
}

pub(super) fn amount(text: &str) -> Amount {
    text.parse().unwrap()
}

impl Book {
    pub(super) fn new(category: Category, measure: Measure) -> Self {
        let mut catalogue = Catalogue::new(UserId::new(Uuid::from_u128(9)));
        let deed = DeedId::new(Uuid::from_u128(1));
        let patch = DeedPatch { category: Some(category), measure: Some(measure), ..DeedPatch::default() };
        catalogue.apply(&Change::Deed(deed, patch), 1).unwrap();
        let name = Some(Name::new("item").unwrap());
        let patch = ItemPatch { deed: Some(deed), name, starts_on: Some(day(0)), ..ItemPatch::default() };
        catalogue.apply(&Change::Item(ITEM, patch), 1).unwrap();
        if measure == Measure::Scale {
            let patch = ScalePatch {
                deed: Some(deed),
                version: Some(1),
                values: Some(yes_no()),
                from_day: Some(day(0)),
                ..ScalePatch::default()
            };
            catalogue.apply(&Change::Scale(SCALE, patch), 1).unwrap();
        }
        Self { catalogue, values: BTreeMap::new(), logged: Vec::new() }
    }

    fn item(mut self, change: impl FnOnce(&mut ItemPatch)) -> Self {
        let mut patch = ItemPatch::default();
        change(&mut patch);
        self.catalogue.apply(&Change::Item(ITEM, patch), 2).unwrap();
        self
    }

    pub(super) fn schedule(self, from: i32, schedule: Schedule) -> Self {
        let line = self.catalogue.items[&ITEM].schedules.clone().with(day(from), schedule);
        self.item(|patch| patch.schedules = Some(line))
    }

    pub(super) fn goal(self, from: i32, goal: Goal) -> Self {
        let line = self.catalogue.items[&ITEM].goals.clone().with(day(from), goal);
        self.item(|patch| patch.goals = Some(line))
    }

    pub(super) fn without_goals(self) -> Self {
        self.item(|patch| patch.goals = Some(Timeline::default()))
    }

    pub(super) fn exempt(mut self, first: i32, last: i32) -> Self {
        let id = ExemptionId::new(Uuid::from_u128(100 + u128::from(first.unsigned_abs())));
        let patch = ExemptionPatch {
            first_day: Some(day(first)),
            last_day: Some(Some(day(last))),
            scope: Some(Scope::Item(ITEM)),
            reason: Some(Reason::Illness),
        };
        self.catalogue.apply(&Change::Exemption(id, patch), 3).unwrap();
        self
    }

    /// Yes (`y`), no (`n`), blank on a logged day (`.`), or nothing logged at all (any other) on each day.
    pub(super) fn told(mut self, story: &str) -> Self {
        for (after, told) in (0..).zip(story.chars()) {
            let value = |position| Value::Scale(ScaleValueRef { scale: SCALE, position });
            match told {
                'y' => drop(self.values.insert(day(after), value(1))),
                'n' => drop(self.values.insert(day(after), value(0))),
                _ => {}
            }
            if "yn.".contains(told) {
                self.logged.push(day(after));
            }
        }
        self
    }

    /// These amounts; `-` for a blank on a logged day, `` for nothing logged.
    pub(super) fn counted(mut self, story: &[&str]) -> Self {
        for (after, told) in (0..).zip(story) {
            if !told.is_empty() {
                self.logged.push(day(after));
            }
            if !matches!(*told, "" | "-") {
                self.values.insert(day(after), Value::Count(amount(told)));
            }
        }
        self
    }

    fn look<T>(&self, today: i32, look: impl FnOnce(&Insights<'_>) -> T) -> T {
        let days = DayRange::new(day(-31), day(today)).unwrap();
        let mut series = Series::empty_count();
        for (day, value) in self.values.iter().filter(|(day, _)| days.contains(**day)) {
            series.push(*day, *value).unwrap();
        }
        let records = Records::new(days, BTreeMap::from([(ITEM, series)]), self.logged.clone());
        look(&Insights::new(&self.catalogue, &records, InsightOptions::seen_on(day(today))).unwrap())
    }

    /// The strength at the end of each day up to one.
    pub(super) fn strengths(&self, today: i32) -> Vec<f64> {
        let days = DayRange::new(day(0), day(today)).unwrap();
        let scores = self.look(today, |insights| insights.strength_series(ITEM, days).unwrap());
        scores.iter().map(|strength| strength.score).collect()
    }

    pub(super) fn strength(&self, today: i32) -> f64 {
        self.look(today, |insights| insights.strength(ITEM, day(today)).unwrap()).unwrap().score
    }

    pub(super) fn streaks(&self, today: i32) -> Streaks {
        let days = DayRange::new(day(-31), day(today)).unwrap();
        self.look(today, |insights| insights.streaks(ITEM, days).unwrap())
    }
}
