//! Recorded verdicts under random writes: always what evaluating them anew says, and every turn told
//! once, by the write that brought it about.

use std::collections::BTreeMap;

use kitaab::rules::{
    all, amount_at_least, any as any_of, at_least_of, days_at_least, every_day, logged, not, score_at_least,
    score_at_most, total_at_least,
};
use kitaab::{
    Book, Category, Committed, Day, DayRange, DeedPatch, Excuse, Excuses, ExemptionId, Goal, Hide, HijriMonth,
    ItemEdit, ItemId, MeritId, MeritPatch, NewDeed, NewEntry, NewExemption, NewItem, NewMerit, Outcome, Reason,
    ReasonKind, Result, Rule, Schedule, Scope, Turned, ValueInput, scored_values,
};
use kitaab_core::Evaluator;
use proptest::prelude::*;

use crate::world::{World, amount, day, today};

/// A write, or a recording; numbers choose among what there is.
#[derive(Clone, Debug)]
enum Step {
    Put { item: usize, day: u8, value: u8 },
    Add { day: u8, pages: u8 },
    Many { item: usize, day: u8, days: u8, value: u8 },
    Batch { day: u8 },
    Note { item: usize, day: u8 },
    Unput { item: usize, day: u8 },
    Review { day: u8, reviewed: bool },
    Exempt { scope: u8, day: u8, days: Option<u8> },
    EndExemption { day: u8 },
    Unexempt,
    Schedule { item: usize, day: u8, schedule: u8 },
    Goal { day: u8 },
    Excuse { item: usize, lifts: bool },
    Start { item: usize, day: u8 },
    Archive { item: usize, day: u8 },
    Restore { item: usize },
    Grow { item: usize, day: u8 },
    Move { item: usize, under: usize },
    Hide { item: usize },
    Redefine { values: u8 },
    RedefineBad { lowest: i32 },
    Rule { merit: usize, rule: u8 },
    Duration { merit: usize, days: u16 },
    Activate { merit: usize, active: bool },
    RemoveMerit { merit: usize },
    Deed { unit: bool },
    Sight { what: u8 },
    Record { merit: usize, day: u8 },
    RecordAll { day: u8 },
    Backfill { merit: usize, day: u8, days: u8 },
}

fn step() -> impl Strategy<Value = Step> {
    // Often around today, from which a redefined scale holds.
    let day = prop_oneof![2 => 0..40_u8, 1 => 34..40_u8];
    let (item, merit) = (0..12_usize, 0..5_usize);
    let entries = prop_oneof![
        6 => (item.clone(), day.clone(), 0..4_u8).prop_map(|(item, day, value)| Step::Put { item, day, value }),
        2 => (day.clone(), 0..30_u8).prop_map(|(day, pages)| Step::Add { day, pages }),
        1 => (item.clone(), day.clone(), 1..70_u8, 0..4_u8)
            .prop_map(|(item, day, days, value)| Step::Many { item, day, days, value }),
        1 => day.clone().prop_map(|day| Step::Batch { day }),
        1 => (item.clone(), day.clone()).prop_map(|(item, day)| Step::Note { item, day }),
        3 => (item.clone(), day.clone()).prop_map(|(item, day)| Step::Unput { item, day }),
        2 => (day.clone(), any::<bool>()).prop_map(|(day, reviewed)| Step::Review { day, reviewed }),
    ];
    let structure = prop_oneof![
        2 => (0..3_u8, day.clone(), proptest::option::of(0..10_u8))
            .prop_map(|(scope, day, days)| Step::Exempt { scope, day, days }),
        1 => day.clone().prop_map(|day| Step::EndExemption { day }),
        1 => Just(Step::Unexempt),
        3 => (item.clone(), day.clone(), 0..7_u8)
            .prop_map(|(item, day, schedule)| Step::Schedule { item, day, schedule }),
        1 => day.clone().prop_map(|day| Step::Goal { day }),
        1 => (item.clone(), any::<bool>()).prop_map(|(item, lifts)| Step::Excuse { item, lifts }),
        2 => (item.clone(), day.clone()).prop_map(|(item, day)| Step::Start { item, day }),
        2 => (item.clone(), day.clone()).prop_map(|(item, day)| Step::Archive { item, day }),
        1 => item.clone().prop_map(|item| Step::Restore { item }),
        2 => (item.clone(), day.clone()).prop_map(|(item, day)| Step::Grow { item, day }),
        // Mostly among the prayers, since none may move to another deed.
        3 => (1..6_usize, prop_oneof![0..6_usize, item.clone()]).prop_map(|(item, under)| Step::Move { item, under }),
        1 => item.clone().prop_map(|item| Step::Hide { item }),
        1 => (2..5_u8).prop_map(|values| Step::Redefine { values }),
        1 => (0..2).prop_map(|lowest| Step::RedefineBad { lowest }),
        1 => (merit.clone(), 0..RULES).prop_map(|(merit, rule)| Step::Rule { merit, rule }),
        1 => (merit.clone(), 1..12_u16).prop_map(|(merit, days)| Step::Duration { merit, days }),
        1 => (merit.clone(), any::<bool>()).prop_map(|(merit, active)| Step::Activate { merit, active }),
        1 => any::<bool>().prop_map(|unit| Step::Deed { unit }),
        2 => (0..4_u8).prop_map(|what| Step::Sight { what }),
    ];
    let recording = prop_oneof![
        3 => (merit.clone(), day.clone()).prop_map(|(merit, day)| Step::Record { merit, day }),
        2 => day.clone().prop_map(|day| Step::RecordAll { day }),
        2 => (merit.clone(), day.clone(), 1..20_u8)
            .prop_map(|(merit, day, days)| Step::Backfill { merit, day, days }),
    ];
    let removal = merit.prop_map(|merit| Step::RemoveMerit { merit });
    prop_oneof![12 => entries, 9 => structure, 4 => recording, 1 => removal]
}

/// A book with good and bad deeds and some merits over them.
struct Story {
    world: World,
    items: Vec<ItemId>,
    quran: ItemId,
    lying: ItemId,
    salah: kitaab::DeedView,
    merits: Vec<MeritId>,
    exemptions: Vec<ExemptionId>,
}

const RULES: u8 = 10;

impl Story {
    /// With `by_the_moon`, Fajr is due in Rajab alone, whose end the owner's sightings move.
    async fn begin(world: World, by_the_moon: bool) -> Self {
        let (salah, quran) = (world.salah().await, world.quran().await.root());
        let lying = world.lying().await.root();
        let gaze = NewDeed::count("Glances", Category::Saiyyiaat).starts_on(day("2024-01-05"));
        let gaze = world.book.deeds().add(gaze).await.unwrap().root();
        let mut items: Vec<ItemId> = salah.items.iter().map(|view| view.id).collect();
        items.extend([quran, lying, gaze]);
        let mut story = Self { world, items, quran, lying, salah, merits: vec![], exemptions: vec![] };
        for (number, days) in [(0, 3), (1, 6), (2, 1), (6, 2), (4, 4)] {
            let merit = NewMerit::positive(format!("Merit {number}")).days(days).rule(story.rule(number));
            story.merits.push(story.world.book.merits().add(merit).await.unwrap().id);
        }
        // Most of it was done, so that a step may spoil it.
        let done = |item| (0..30).map(move |number| (item, at(number)));
        let prayers = story.items[1..6].iter().flat_map(|item| done(*item)).map(|(item, day)| (item, day, "on time"));
        let mut entries: Vec<NewEntry> = prayers.map(|(item, day, value)| NewEntry::new(item, day, value)).collect();
        entries.extend(done(story.quran).map(|(item, day)| NewEntry::new(item, day, amount("2"))));
        story.world.book.entries().put_many(&entries).await.unwrap();
        if by_the_moon {
            let rajab = Schedule::HijriMonths(vec![7]);
            story.world.book.items().set_schedule(story.items[1], day("2024-01-01"), rajab).await.unwrap();
        }
        story
    }

    fn rule(&self, number: u8) -> Rule {
        let (salah, fajr) = (self.salah.root(), self.items[1]);
        match number {
            0 => every_day(salah, score_at_least(1)).each().into(),
            1 => all([
                Rule::from(days_at_least(salah, 2, logged()).any()),
                total_at_least(self.quran, amount("10")).into(),
            ]),
            2 => every_day(self.lying, score_at_most(0)).any().into(),
            3 => any_of([
                Rule::from(every_day(salah, score_at_least(2)).any()),
                not(every_day(self.lying, logged()).any()),
            ]),
            4 => days_at_least(salah, 1, score_at_least(2)).each().into(),
            5 => total_at_least(self.quran, amount("5")).any().into(),
            6 => every_day(fajr, score_at_least(1)).into(),
            7 => at_least_of(
                2,
                [
                    Rule::from(every_day(self.items[8], amount_at_least(amount("0"))).any()),
                    days_at_least(self.items[8], 2, amount_at_least(amount("1"))).any().into(),
                    every_day(self.quran, amount_at_least(amount("1"))).any().into(),
                ],
            ),
            8 => every_day(self.quran, logged()).into(),
            _ => not(not(every_day(self.items[8], logged()).each())),
        }
    }

    fn item(&self, number: usize) -> ItemId {
        self.items[number % self.items.len()]
    }

    fn merit(&self, number: usize) -> MeritId {
        self.merits[number % self.merits.len()]
    }

    fn value(&self, item: ItemId, number: u8) -> ValueInput {
        if self.salah.items.iter().any(|view| view.id == item) {
            ValueInput::from(["missed", "late", "on time", "in congregation"][usize::from(number)])
        } else if item == self.lying {
            ValueInput::from(["No", "Yes"][usize::from(number % 2)])
        } else {
            ValueInput::from(kitaab::Amount::whole(number.into()).unwrap())
        }
    }

    /// Takes a step through a client; none if it is none that can turn a verdict. Steps that the domain
    /// refuses are steps too: they turn nothing.
    async fn take(&mut self, book: &Book, step: Step) -> Result<Committed> {
        let (entries, items) = (book.entries(), book.items());
        Ok(match step {
            Step::Put { item, day, value } => {
                let item = self.item(item);
                entries.put(item, at(day), self.value(item, value)).await?
            }
            Step::Add { day, pages } => {
                entries.add(self.quran, at(day), kitaab::Amount::whole(pages.into()).unwrap()).await?
            }
            Step::Many { item, day, days, value } => {
                let item = self.item(item);
                let first = at(day).saturating_plus(-60);
                let entry = |n| NewEntry::new(item, first.saturating_plus(n), self.value(item, value));
                entries.put_many(&(0..days.into()).map(entry).collect::<Vec<_>>()).await?
            }
            Step::Batch { day } => {
                let request = uuid::Uuid::from_u128(day.into()).into();
                let batch = entries.batch(request).put(self.items[2], at(day), "late");
                batch.add(self.quran, at(day), amount("3")).write().await?
            }
            Step::Note { item, day } => entries.note(self.item(item), at(day), "a note").await?,
            Step::Unput { item, day } => entries.remove(self.item(item), at(day)).await?,
            Step::Review { day, reviewed } => entries.set_reviewed(at(day), reviewed).await?,
            Step::Exempt { scope, day, days } => {
                let scope = match scope {
                    0 => Scope::Hasanaat,
                    1 => Scope::Deed(self.salah.id),
                    _ => Scope::Item(self.lying),
                };
                let mut new = NewExemption::new(scope, Reason::Illness, at(day));
                if let Some(days) = days {
                    new = new.last_day(at(day).saturating_plus(days.into()));
                }
                let added = book.exemptions().add(new).await?;
                self.exemptions.push(added.id);
                added.committed
            }
            Step::EndExemption { day } => match self.exemptions.last() {
                Some(id) => book.exemptions().end(*id, at(day)).await?,
                None => Committed::default(),
            },
            Step::Unexempt => match self.exemptions.pop() {
                Some(id) => book.exemptions().remove(id).await?,
                None => Committed::default(),
            },
            Step::Schedule { item, day, schedule } => {
                let schedule = match schedule {
                    0 => Schedule::Daily,
                    1 => Schedule::EveryNDays { n: 2, from: today() },
                    2 => Schedule::TimesPerWeek { times: 2, week_start: 0 },
                    3 => Schedule::HijriMonths(vec![8, 9]),
                    4 => Schedule::HijriMonthDays(vec![1, 2, 28, 29, 30]),
                    5 => Schedule::TimesInHijriMonth { month: 7, times: 29 },
                    _ => Schedule::Weekdays(kitaab::Weekdays::new([kitaab::Weekday::Fri]).unwrap()),
                };
                items.set_schedule(self.item(item), at(day), schedule).await?
            }
            Step::Goal { day } => items.set_goal(self.items[1], at(day), Goal::ScoreAtLeast(2)).await?,
            Step::Excuse { item, lifts } => {
                let excuse = Excuse { lifts, owed: false };
                items
                    .edit(self.item(item), ItemEdit::new().excuses(Excuses::new().with(ReasonKind::Illness, excuse)))
                    .await?
            }
            Step::Start { item, day } => items.edit(self.item(item), ItemEdit::new().starts_on(at(day))).await?,
            Step::Archive { item, day } => items.archive(self.item(item), at(day)).await?,
            Step::Restore { item } => items.restore(self.item(item)).await?,
            Step::Grow { item, day } => {
                let new = NewItem::named(format!("New {}", self.items.len())).starts_on(at(day));
                let added = items.add(self.item(item), new).await?;
                self.items.push(added.id);
                if self.salah.items.iter().any(|view| view.id == self.item(item)) {
                    self.salah = book.deeds().get(self.salah.id).await?;
                }
                added.committed
            }
            Step::Move { item, under } => items.move_under(self.item(item), self.item(under)).await?,
            Step::Hide { item } => items.hide(self.item(item), Hide::HideFromAll).await?,
            Step::Redefine { values } => {
                let labels = ["missed", "late", "on time", "in congregation"];
                let values = scored_values(labels.into_iter().zip(0..).take(values.into()))?;
                book.scales().redefine(self.salah.id, values, None).await?.committed
            }
            Step::RedefineBad { lowest } => {
                let deed = book.items().get(self.lying).await?.deed;
                let values = scored_values([("No", lowest), ("Yes", 2)])?;
                book.scales().redefine(deed, values, None).await?.committed
            }
            Step::Rule { merit, rule } => {
                let patch = MeritPatch { rule: Some(self.rule(rule)), ..MeritPatch::default() };
                book.merits().edit(self.merit(merit), patch).await?
            }
            Step::Duration { merit, days } => {
                let patch = MeritPatch { duration: Some(days), ..MeritPatch::default() };
                book.merits().edit(self.merit(merit), patch).await?
            }
            Step::Activate { merit, active } => book.merits().activate(self.merit(merit), active).await?,
            Step::RemoveMerit { merit } => book.merits().remove(self.merit(merit)).await?,
            Step::Deed { unit } => {
                let unit = unit.then(|| kitaab::Unit::new("pages").unwrap());
                let deed = book.items().get(self.quran).await?.deed;
                book.deeds().edit(deed, DeedPatch { unit: Some(unit), ..DeedPatch::default() }).await?
            }
            Step::Sight { what } => {
                // By the tables, Rajab 1445 begins on 2024-01-13 and has 29 days.
                let month = |number| HijriMonth::new(1445, number).unwrap();
                let sightings = match what {
                    0 => vec![(month(7), Some(day("2024-01-12")))],
                    1 => vec![(month(7), None)],
                    2 => vec![(month(8), Some(day("2024-02-12"))), (month(9), Some(day("2024-03-12")))],
                    _ => vec![(month(8), None), (month(9), None)],
                };
                book.calendar().set_sightings(sightings).await?
            }
            Step::Record { .. } | Step::RecordAll { .. } | Step::Backfill { .. } => Committed::default(),
        })
    }

    /// Records, if the step does; says what.
    async fn record(&self, book: &Book, step: &Step) -> Result<Vec<(MeritId, Day, Outcome)>> {
        Ok(match *step {
            Step::Record { merit, day } => {
                let merit = self.merit(merit);
                vec![(merit, at(day), book.merits().record(merit, at(day)).await?.outcome)]
            }
            Step::RecordAll { day } => {
                let all = book.merits().record_all(at(day)).await?;
                all.into_iter().map(|(merit, verdict)| (merit, at(day), verdict.outcome)).collect()
            }
            Step::Backfill { merit, day, days } => {
                let days = DayRange::new(at(day), at(day).saturating_plus(days.into()))?;
                let all = book.merits().backfill(self.merit(merit), days).await?;
                all.into_iter().map(|verdict| (verdict.merit, verdict.day, verdict.outcome)).collect()
            }
            _ => vec![],
        })
    }
}

/// The day with this number; the last ones are still to come.
fn at(number: u8) -> Day {
    today().saturating_plus(i32::from(number) - 37)
}

type Recorded = BTreeMap<(Day, MeritId), Outcome>;

/// What evaluating the recorded verdicts anew says.
async fn evaluated(world: &World, recorded: &Recorded) -> Recorded {
    let catalogue = world.book.catalogue().await.unwrap();
    let items: Vec<ItemId> = catalogue.items.keys().copied().collect();
    let records = world.records(&items, DayRange::new(at(0).saturating_plus(-365), at(80)).unwrap()).await;
    let evaluator = Evaluator::new(&catalogue, &records);
    let outcome = |merit: &MeritId, day: Day| evaluator.merit(&catalogue.merits[merit], day).unwrap().outcome;
    recorded.keys().map(|(day, merit)| ((*day, *merit), outcome(merit, *day))).collect()
}

/// Takes steps through one client, and some through another one, and compares after each.
async fn tell(by_the_moon: bool, steps: Vec<(Step, bool)>) {
    let mut story = Story::begin(World::memory(), by_the_moon).await;
    let clients = [story.world.book.clone(), story.world.another(2).await];
    let mut recorded = Recorded::new();
    for merit in &story.merits {
        let verdicts = clients[0].merits().backfill(*merit, DayRange::new(at(25), at(39)).unwrap()).await.unwrap();
        recorded.extend(verdicts.into_iter().map(|verdict| ((verdict.day, verdict.merit), verdict.outcome)));
    }
    for (number, (step, elsewhere)) in steps.into_iter().enumerate() {
        let place = format!("step {number}, {step:?}, elsewhere: {elsewhere}");
        let book = &clients[usize::from(elsewhere)];
        // So that neither takes it for granted any more that the other has recorded nothing yet.
        story.world.time.advance(std::time::Duration::from_mins(1));
        for (merit, day, outcome) in story.record(book, &step).await.unwrap_or_default() {
            recorded.insert((day, merit), outcome);
        }
        let told = match story.take(book, step).await {
            Ok(committed) => committed.turned,
            Err(error) => {
                assert!(["invalid", "conflict", "not_found"].contains(&error.code()), "{place}: {error}");
                vec![]
            }
        };
        let merits = book.catalogue().await.unwrap().merits.clone();
        recorded.retain(|(_, merit), _| merits.contains_key(merit));
        let fresh = evaluated(&story.world, &recorded).await;
        let turned: Vec<(Day, MeritId, Outcome, Outcome)> = recorded
            .iter()
            .zip(fresh.values())
            .filter(|((_, from), to)| from != to)
            .map(|(((day, merit), from), to)| (*day, *merit, *from, *to))
            .collect();
        let told: Vec<_> = told.into_iter().map(|Turned { merit, day, from, to, .. }| (day, merit, from, to)).collect();
        assert_eq!(told, turned, "{place}");
        let stored = story.world.stored_verdicts().await;
        assert_eq!(stored, fresh, "{place}");
        recorded = fresh;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn recorded_verdicts_stay_what_evaluation_says(
        by_the_moon in any::<bool>(),
        steps in proptest::collection::vec((step(), proptest::bool::weighted(0.1)), 1..60),
    ) {
        tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(tell(by_the_moon, steps));
    }
}
