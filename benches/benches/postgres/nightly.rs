//! The verdicts of a night: all merits of all books, judged and recorded.

use std::time::Instant;

use kitaab_core::{
    Amount, Below, Change, Condition, Day, DeviceId, ItemId, Match, MeritCategory, MeritId, MeritPatch, Rule, Test,
};
use kitaab_pg::maintain::{Evaluation, evaluate};
use kitaab_test_pg::Role;
use uuid::Uuid;

use crate::measure::{Goal, figure, median};
use crate::world::{COUNTED, FIRST_DAY, World, apply, commit, serve};

/// How many merits each book has.
const MERITS: u32 = 20;
const WINDOW: u16 = 40;

fn merit(number: u32, item: ItemId) -> Change {
    let some = Match::AmountAtLeast(Amount::whole(1 + number).unwrap());
    let test = match number % 3 {
        0 => Test::TotalAtLeast(Amount::whole(500 + 20 * number).unwrap()),
        1 => Test::DaysAtLeast { n: 20, matching: some },
        _ => Test::EveryDay(some),
    };
    let patch = MeritPatch {
        title: Some(format!("Merit {number}").parse().unwrap()),
        category: Some(MeritCategory::Positive),
        duration: Some(WINDOW),
        rule: Some(Rule::from(Condition { item, below: Below::No, test })),
        ..MeritPatch::default()
    };
    Change::Merit(MeritId::new(Uuid::from_u128(u128::from(number) + 1)), patch)
}

pub(crate) async fn figures(world: &World) {
    let copy = world.copy().await;
    let store = serve(&copy, 1).await;
    for book in &world.books {
        let merits =
            (0..MERITS).map(|number| merit(number, book.items[COUNTED[(number % 5) as usize] as usize])).collect();
        apply(&store, &commit(book.owner, DeviceId::new(Uuid::from_u128(0x3e)), 1, merits)).await;
    }
    copy.run(Role::Superuser, "ANALYZE").await;
    let last = FIRST_DAY.parse::<Day>().unwrap().plus(world.plan.days - 1).unwrap();
    let (mut rates, expected) = (Vec::new(), u64::from(world.plan.owners) * u64::from(MERITS));
    for back in 0..i32::try_from(world.plan.turns).unwrap() {
        let day = last.plus(-back).unwrap();
        let begin = Instant::now();
        let done = evaluate(&copy.url(Role::Owner), Evaluation::of(day), |_, _| {}).await.unwrap();
        assert_eq!((done.changed, done.failed), (expected, 0), "{done:?}");
        rates.push(done.changed as f64 / begin.elapsed().as_secs_f64());
    }
    let detail = format!("{expected} of {} books, {WINDOW}-day windows", world.plan.owners);
    figure("a night's verdicts, judged and recorded", median(rates), " verdicts/s", Goal::AtLeast(30_000.0), &detail);
}
