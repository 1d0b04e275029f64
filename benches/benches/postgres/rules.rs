//! Judging rules alone, without any store: what the nightly run spends its time on besides the database.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use kitaab_core::{
    Amount, Below, Catalogue, Category, Change, Condition, Day, DayRange, DeedId, DeedPatch, Evaluator, ItemId,
    ItemPatch, Match, Measure, Records, Rule, Series, Test, UserId,
};
use uuid::Uuid;

use crate::measure::{Goal, figure};

const WINDOW: u16 = 40;

pub(crate) fn figures() {
    let (deed, item) = (DeedId::new(Uuid::from_u128(1)), ItemId::new(Uuid::from_u128(2)));
    let days = DayRange::new(Day::new(2024, 1, 1).unwrap(), Day::new(2025, 12, 31).unwrap()).unwrap();
    let mut catalogue = Catalogue::new(UserId::new(Uuid::from_u128(3)));
    let patch = DeedPatch { category: Some(Category::Hasanaat), measure: Some(Measure::Count), ..DeedPatch::default() };
    catalogue.apply(&Change::Deed(deed, patch), 1).unwrap();
    let patch = ItemPatch {
        deed: Some(deed),
        name: Some("Pages".parse().unwrap()),
        starts_on: Some(days.first()),
        ..ItemPatch::default()
    };
    catalogue.apply(&Change::Item(item, patch), 1).unwrap();
    let amounts = days.days().map(|day| Amount::whole(day.epoch_days().unsigned_abs() % 40).unwrap()).collect();
    let series = Series::count(days.days().collect(), amounts).unwrap();
    let records = Records::new(days, BTreeMap::from([(item, series)]), days.days().collect());
    let some = Match::AmountAtLeast(Amount::whole(1).unwrap());
    let tests = [
        Test::TotalAtLeast(Amount::whole(700).unwrap()),
        Test::DaysAtLeast { n: 30, matching: some },
        Test::EveryDay(some),
    ];
    let conditions: Vec<Rule> =
        tests.into_iter().map(|test| Rule::from(Condition { item, below: Below::No, test })).collect();
    let judged = DayRange::new(days.first().plus(i32::from(WINDOW)).unwrap(), days.last()).unwrap();

    let (begin, mut verdicts) = (Instant::now(), 0);
    while begin.elapsed() < Duration::from_secs(1) {
        let evaluator = Evaluator::new(&catalogue, &records);
        for rule in &conditions {
            verdicts += evaluator.outcomes(rule, WINDOW, judged).unwrap().len();
        }
    }
    let a_second = verdicts as f64 / begin.elapsed().as_secs_f64() / 1e6;
    figure("rules judged alone, 40-day windows", a_second, " million verdicts/s", Goal::AtLeast(5.0), "one thread");
}
