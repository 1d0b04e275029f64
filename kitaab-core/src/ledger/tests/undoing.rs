//! Undo and redo in random books: every step back leads to exactly what was there before.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use proptest::prelude::*;
use uuid::Uuid;

use super::{cases, commit, header, owner};
use crate::amount::Amount;
use crate::change::{Change, RecordKey};
use crate::commit::{Commit, Origin};
use crate::day::Day;
use crate::decide::rules::{days_at_least, every_day, logged, score_at_least, total_at_least};
use crate::decide::{ItemEdit, NewDeed, NewEntry, NewExemption, NewItem, NewMerit, NewReminder, NewTarget, ValueInput};
use crate::deed::{Category, DeedPatch, Measure};
use crate::error::{Error, Result};
use crate::exemption::{Reason, Scope};
use crate::id::{ItemId, UserId};
use crate::ledger::{
    Effect, Images, Now, RecordImage, RedoSearch, UndoSearch, image_of, may_undo, records_of, takes_others_along,
};
use crate::merit::MeritPatch;
use crate::schedule::{Goal, Schedule};
use crate::settings::SettingsPatch;
use crate::state::State;
use crate::text::{Note, ReflectionText};

pub(super) fn today() -> Day {
    Day::new(2024, 6, 1).unwrap()
}

/// A book in memory, with undo and redo as the SDK carries them out.
pub(super) struct World {
    pub(super) state: State,
    ledger: Vec<Commit>,
    pub(super) ids: u128,
}

impl World {
    pub(super) fn new() -> Self {
        Self { state: State::new(owner()), ledger: Vec::new(), ids: 100 }
    }

    pub(super) fn write(&mut self, actor: UserId, changes: Vec<Change>, origin: Origin) -> u64 {
        let seq = self.ledger.len() as u64 + 1;
        let mut header = header(actor, seq);
        header.origin = (origin != Origin::Authored).then_some(origin);
        let commit = commit(header, changes);
        self.state.apply(&commit, seq).unwrap();
        self.ledger.push(commit);
        seq
    }

    fn headers(&self) -> impl Iterator<Item = (u64, &crate::Header)> {
        (1..).zip(self.ledger.iter().map(Commit::header)).collect::<Vec<_>>().into_iter().rev()
    }

    fn history(&self, key: &RecordKey, seqs: impl Fn(u64) -> bool) -> Vec<&Change> {
        let commits = (1..).zip(&self.ledger).filter(|(seq, _)| seqs(*seq));
        commits.flat_map(|(_, commit)| commit.changes()).filter(|change| change.touches(key)).collect()
    }

    fn effect(&self, seq: u64) -> Result<Effect> {
        let commit = &self.ledger[usize::try_from(seq).unwrap() - 1];
        if commit.changes().any(takes_others_along) {
            let mut before = State::new(owner());
            for (at, earlier) in (1..seq).zip(&self.ledger) {
                before.apply(earlier, at)?;
            }
            return Effect::in_state(commit, &before);
        }
        let mut before = Images::new();
        for key in records_of(commit.changes()) {
            let image = image_of(owner(), &key, self.history(&key, |at| at < seq))?;
            before.extend(image.map(|image| (key, image)));
        }
        Effect::of(commit, &before)
    }

    pub(super) fn turn(&self, seq: u64, redo: bool) -> Result<Vec<Change>> {
        let effect = self.effect(seq)?;
        let at_stake = effect.items_at_stake(&self.state.catalogue);
        let mut keys: BTreeSet<RecordKey> = effect.keys().copied().collect();
        let entries = self.state.entries.keys().map(|(item, day)| RecordKey::Entry(*item, *day));
        let make_ups = self.state.make_ups.keys().map(|(item, day)| RecordKey::MakeUp(*item, *day));
        keys.extend(entries.chain(make_ups).filter(|key| match key {
            RecordKey::Entry(item, _) | RecordKey::MakeUp(item, _) => at_stake.contains(item),
            _ => false,
        }));
        let days: Images =
            keys.into_iter().filter_map(|key| Some((key, RecordImage::of_state(&self.state, &key)?))).collect();
        let added_since = effect
            .keys()
            .filter(|key| self.history(key, |at| at > seq).into_iter().all(super::super::only_adds))
            .copied()
            .collect();
        let now = Now { catalogue: &self.state.catalogue, today: today(), days: &days, added_since: &added_since };
        if redo { effect.redo(&now) } else { effect.undo(&now) }
    }

    fn undo(&mut self, actor: UserId) -> Result<Option<u64>> {
        let mut search = UndoSearch::new(actor);
        let Some(seq) = self.headers().find_map(|(seq, header)| search.found(seq, header).then_some(seq)) else {
            return Ok(None);
        };
        self.undo_commit(actor, seq).map(Some)
    }

    pub(super) fn undo_commit(&mut self, actor: UserId, seq: u64) -> Result<u64> {
        may_undo(actor, seq, self.ledger[usize::try_from(seq).unwrap() - 1].header())?;
        let changes = self.turn(seq, false)?;
        Ok(self.write(actor, changes, Origin::Undo(seq)))
    }

    fn redo(&mut self, actor: UserId) -> Result<Option<u64>> {
        let mut search = RedoSearch::new(actor);
        let found = self.headers().find_map(|(_, header)| match search.look(header) {
            ControlFlow::Break(found) => Some(found),
            ControlFlow::Continue(()) => None,
        });
        let Some(seq) = found.flatten() else { return Ok(None) };
        let changes = self.turn(seq, true)?;
        Ok(Some(self.write(actor, changes, Origin::Redo(seq))))
    }

    /// What the book holds, without what tells when it came to hold it.
    fn content(&self) -> State {
        let mut state = self.state.clone();
        state.revisions.clear();
        state.catalogue.version = 0;
        state
    }

    /// Carries out something random; not everything is possible in every book.
    fn act(&mut self, actor: UserId, op: &Op) -> bool {
        let mut next = self.ids;
        let decided = decide(&self.state, op, &mut || {
            next += 1;
            Uuid::from_u128(next)
        });
        self.ids = next;
        match decided {
            Some(changes) if !changes.is_empty() => {
                self.write(actor, changes, Origin::Authored);
                true
            }
            _ => false,
        }
    }
}

#[derive(Clone, Debug)]
struct Op {
    kind: u8,
    pick: [u16; 3],
}

fn op() -> impl Strategy<Value = Op> {
    (0u8..32, any::<[u16; 3]>()).prop_map(|(kind, pick)| Op { kind, pick })
}

fn decide(state: &State, op: &Op, ids: &mut dyn FnMut() -> Uuid) -> Option<Vec<Change>> {
    let book = &state.catalogue;
    let [a, b, c] = op.pick;
    let nth = |count: usize, pick: u16| (count > 0).then(|| usize::from(pick) % count.max(1));
    let deed = || book.deeds.keys().nth(nth(book.deeds.len(), a)?).copied();
    let item = || book.items.keys().nth(nth(book.items.len(), a)?).copied();
    let other_item = || book.items.keys().nth(nth(book.items.len(), b)?).copied();
    let group = || book.groups.keys().nth(nth(book.groups.len(), b)?).copied();
    let entry = || state.entries.keys().nth(nth(state.entries.len(), a)?).copied();
    let day = today().plus(-i32::from(b % 20)).unwrap();
    let name = format!("n{}", c % 7);
    let category = if c % 2 == 0 { Category::Hasanaat } else { Category::Saiyyiaat };
    let value = |item: ItemId, pick: u16| -> Option<ValueInput> {
        let deed = book.deed_of(item).ok()?;
        Some(match book.active_scale(deed.id) {
            Some(scale) if deed.measure == crate::Measure::Scale => {
                let position = u8::try_from(usize::from(pick) % scale.values.len()).unwrap();
                crate::ScaleValueRef { scale: scale.id, position }.into()
            }
            _ => Amount::from_hundredths(i64::from(pick)).unwrap().into(),
        })
    };
    let with_note = |entry: NewEntry| if c % 3 == 0 { entry.note(format!("note {c}")) } else { entry };
    let changes = match op.kind {
        0 => book.add_deed(&NewDeed::scale(name, category).items(["x", "y"]), today(), ids).map(|(_, made)| made),
        1 => book.add_deed(&NewDeed::count(name, category), today(), ids).map(|(_, made)| made),
        2..=5 => {
            let item = item()?;
            book.put_entries(&[with_note(NewEntry::new(item, day, value(item, c)?))], today())
        }
        6..=8 => book.add_to_entry(item()?, day, Amount::from_hundredths(i64::from(c)).ok()?, today()),
        9 => {
            let item = item()?;
            let value = value(item, c)?;
            let entries: Vec<NewEntry> = (0..70)
                .map(|back| NewEntry::new(item, today().plus(-back).unwrap(), value.clone()))
                .map(with_note)
                .collect();
            book.put_entries(&entries, today())
        }
        10 | 11 => {
            let (item, day) = entry()?;
            book.set_note(item, day, (c % 2 == 0).then(|| Note::new(&name).unwrap()), true)
        }
        12 => {
            let (item, day) = entry()?;
            book.remove_entry(item, day, true)
        }
        13 => book.review_day(day, c % 2 == 0, today()),
        14 | 30 => book.record_make_up(item()?, day, u32::from(c % 5), today()),
        15 => book.put_make_up(item()?, day, u32::from(c % 5), today()),
        16 => Ok(vec![Change::Reflection {
            day,
            category,
            text: (c % 3 != 0).then(|| ReflectionText::new(&name).unwrap()),
        }]),
        17 => book.rename_deed(deed()?, name),
        18 => book.add_item(item()?, &NewItem::named(name), today(), ids).map(|(_, made)| made),
        19 => book.archive_item(item()?, day.plus(i32::from(c % 20))?, today()),
        20 => book.restore_item(item()?, today()),
        21 => book.move_item(item()?, other_item()?, today()),
        22 => book.add_group(name, ids).map(|(_, made)| made),
        23 => match c % 4 {
            0 => book.remove_group(group()?),
            1 => book.rename_group(group()?, name),
            2 => book.assign_group(deed()?, None),
            _ => book.assign_group(deed()?, Some(group()?)),
        },
        24 => {
            let scope = if c % 2 == 0 { Scope::Item(item()?) } else { Scope::Deed(deed()?) };
            book.add_exemption(&NewExemption::new(scope, Reason::Travel, day), ids).map(|(_, made)| made)
        }
        25 => {
            let item = item()?;
            let counted = book.deed_of(item).ok()?.measure == Measure::Count;
            let merit = NewMerit::positive(name).days(c % 9 + 1).rule(match b % 3 {
                0 => every_day(item, logged()),
                1 if counted => total_at_least(item, Amount::whole(3).unwrap()),
                1 => days_at_least(item, 1, score_at_least(1)),
                _ => days_at_least(item, c % 9 + 1, logged()),
            });
            book.add_merit(&merit, today(), ids).map(|(_, made)| made)
        }
        26 => {
            let items = [days_at_least(item()?, 3, logged())];
            let target = NewTarget::titled(name).from(day).to(today().plus(30).unwrap()).item(items[0]);
            book.add_target(&target, today(), ids).map(|(_, made)| made)
        }
        27 | 31 => match c % 4 {
            3 => book.set_make_up_policy(item()?, (b % 4 > 0).then(|| crate::MakeUpPolicy::new(5, day)), today()),
            0 => book.set_schedule(item()?, day, Schedule::TimesPerMonth { times: 4 }),
            1 => {
                let item = item()?;
                let counted = book.deed_of(item).ok()?.measure == Measure::Count;
                let goal = if counted { Goal::AmountAtLeast(Amount::ZERO) } else { Goal::ScoreAtLeast(1) };
                book.set_goal(item, day, goal)
            }
            _ => book.edit_item(item()?, &ItemEdit::new().description("why").hide(crate::Hide::HideFromAll), today()),
        },
        28 => match c % 4 {
            0 => book.merits.keys().next().map(|id| match b % 2 {
                0 => book.remove_merit(*id),
                _ => {
                    let patch = MeritPatch { duration: Some(c % 30 + 1), ..MeritPatch::default() };
                    book.edit_merit(*id, patch, today())
                }
            })?,
            1 => book.targets.keys().next().map(|id| book.remove_target(*id))?,
            2 => {
                let reminder = NewReminder::recurring(name, c % 1_440, Schedule::Daily).item(item()?);
                book.add_reminder(&reminder, ids).map(|(_, made)| made)
            }
            _ => book.exemptions.keys().next().map(|id| book.end_exemption(*id, today()))?,
        },
        _ => match c % 3 {
            0 => book.edit_settings(SettingsPatch {
                first_weekday: Some(u8::try_from(b % 7).unwrap()),
                ..SettingsPatch::default()
            }),
            1 => {
                let id = deed()?;
                let values = crate::values_by_position(["No", "Yes", "Well"]).unwrap();
                book.redefine_scale(id, values, None, today(), ids().into())
            }
            _ => {
                let id = deed()?;
                let has = state.entries.keys().any(|(item, _)| book.items[item].deed == id);
                let patch = match b % 4 {
                    0 => DeedPatch { category: Some(category), ..DeedPatch::default() },
                    1 => {
                        DeedPatch { unit: Some((c % 2 == 0).then(|| "pages".parse().unwrap())), ..DeedPatch::default() }
                    }
                    _ => {
                        let other =
                            if book.deed(id).ok()?.measure == Measure::Count { Measure::Scale } else { Measure::Count };
                        DeedPatch { measure: Some(other), ..DeedPatch::default() }
                    }
                };
                book.edit_deed(id, patch, has)
            }
        },
    };
    changes.ok()
}

proptest! {
    #![proptest_config(cases(100, 20_000))]

    #[test]
    fn undoing_everything_leads_back_step_by_step_and_redoing_forward(
        ops in proptest::collection::vec(op(), 1..40),
    ) {
        let mut world = World::new();
        let mut contents = vec![world.content()];
        for op in &ops {
            if world.act(owner(), op) {
                contents.push(world.content());
            }
        }
        for content in contents.iter().rev().skip(1) {
            world.undo(owner()).unwrap().unwrap();
            prop_assert_eq!(&world.content(), content);
        }
        prop_assert_eq!(world.undo(owner()).unwrap(), None);
        for content in &contents[1..] {
            world.redo(owner()).unwrap().unwrap();
            prop_assert_eq!(&world.content(), content);
        }
        prop_assert_eq!(world.redo(owner()).unwrap(), None);
        // What was brought back can be undone again.
        for content in contents.iter().rev().skip(1) {
            world.undo(owner()).unwrap().unwrap();
            prop_assert_eq!(&world.content(), content);
        }
    }

    #[test]
    fn undo_between_two_writers_never_breaks_the_book(
        ops in proptest::collection::vec((op(), 0u8..5, any::<bool>()), 1..60),
    ) {
        let friend = UserId::new(Uuid::from_u128(2));
        let mut world = World::new();
        for (op, kind, by_friend) in &ops {
            let actor = if *by_friend { friend } else { owner() };
            let answer = match kind {
                0 => world.undo(actor),
                1 => world.redo(actor),
                _ => {
                    world.act(actor, op);
                    continue;
                }
            };
            if let Err(error) = answer {
                prop_assert_eq!(error.code(), "conflict", "{}", error);
            }
            // Nothing dangles: entries have items, their values a scale, records what they name.
            prop_assert_eq!(super::super::consistency::flaws(&world.state.catalogue, today()), vec![]);
            for ((item, _), entry) in &world.state.entries {
                prop_assert!(world.state.catalogue.items.contains_key(item));
                let measure = world.state.catalogue.deed_of(*item).unwrap().measure;
                match entry.value {
                    crate::Value::Scale(value) => {
                        prop_assert!(world.state.catalogue.scales.contains_key(&value.scale));
                        prop_assert_eq!(measure, Measure::Scale);
                    }
                    crate::Value::Count(_) => prop_assert_eq!(measure, Measure::Count),
                }
            }
        }
        let mut replayed = State::new(owner());
        for (seq, commit) in (1..).zip(&world.ledger) {
            replayed.apply(commit, seq).unwrap();
        }
        prop_assert_eq!(replayed, world.state);
    }
}

/// A book with a count deed, and its one item.
fn counting() -> (World, ItemId) {
    let mut world = World::new();
    assert!(world.act(owner(), &Op { kind: 1, pick: [0, 0, 0] }));
    let item = *world.state.catalogue.items.keys().next().unwrap();
    (world, item)
}

fn value_of(world: &World, item: ItemId) -> Option<i64> {
    match world.state.entries.get(&(item, today()))?.value {
        crate::Value::Count(amount) => Some(amount.hundredths()),
        crate::Value::Scale(_) => None,
    }
}

#[test]
fn taking_back_an_addition_leaves_what_others_added() {
    let friend = UserId::new(Uuid::from_u128(2));
    let (mut world, item) = counting();
    let add = |world: &World, amount| {
        let amount = Amount::from_hundredths(amount).unwrap();
        world.state.catalogue.add_to_entry(item, today(), amount, today()).unwrap()
    };
    let mine = add(&world, 3300);
    world.write(owner(), mine, Origin::Authored);
    let theirs = add(&world, 500);
    world.write(friend, theirs, Origin::Authored);
    world.undo(owner()).unwrap();
    assert_eq!(value_of(&world, item), Some(500));
    world.redo(owner()).unwrap();
    assert_eq!(value_of(&world, item), Some(3800));

    // A value put since stands for itself.
    let entry = NewEntry::new(item, today(), Amount::whole(1).unwrap());
    let put = world.state.catalogue.put_entries(&[entry], today()).unwrap();
    world.write(friend, put, Origin::Authored);
    let error = world.undo(owner()).unwrap_err();
    assert_eq!(error.code(), "conflict");
    assert_eq!(error.to_string(), "entry: the entry of n0 on 2024-06-01 was changed since");
}

#[test]
fn the_owner_undoes_a_writers_change_and_not_the_other_way_round() {
    let friend = UserId::new(Uuid::from_u128(2));
    let (mut world, item) = counting();
    let entry = NewEntry::new(item, today(), Amount::whole(1).unwrap());
    let put = world.state.catalogue.put_entries(&[entry], today()).unwrap();
    let theirs = world.write(friend, put, Origin::Authored);
    assert!(matches!(world.undo_commit(friend, 1), Err(Error::Denied { .. })));
    // The deed can't go while a writer's entry is in it.
    assert_eq!(world.undo(owner()).unwrap_err().code(), "conflict");
    world.undo_commit(owner(), theirs).unwrap();
    assert_eq!(value_of(&world, item), None);
    assert_eq!(world.undo(friend).unwrap(), None, "it is undone already");
    let undo = world.ledger.len() as u64;
    assert_eq!(world.undo_commit(owner(), undo).unwrap_err().code(), "conflict");
    world.redo(owner()).unwrap();
    assert_eq!(value_of(&world, item), Some(100));
}

#[test]
fn writing_something_ends_what_can_be_redone() {
    let (mut world, _) = counting();
    world.undo(owner()).unwrap();
    assert!(world.act(owner(), &Op { kind: 22, pick: [0, 0, 0] }));
    assert_eq!(world.redo(owner()).unwrap(), None);
}

#[test]
fn a_removal_that_took_others_along_is_undone_whole() {
    let mut world = World::new();
    for op in [
        Op { kind: 0, pick: [0, 0, 0] },
        Op { kind: 9, pick: [1, 0, 1] },
        Op { kind: 9, pick: [2, 0, 0] },
        Op { kind: 24, pick: [0, 0, 1] },
        Op { kind: 14, pick: [1, 3, 3] },
        Op { kind: 14, pick: [2, 3, 3] },
    ] {
        assert!(world.act(owner(), &op) || op.kind == 14 || op.kind == 9, "{op:?}");
    }
    assert!(world.state.entries.len() >= 70);
    let before = world.content();
    let deed = *world.state.catalogue.deeds.keys().next().unwrap();
    world.write(owner(), vec![Change::Remove(RecordKey::Deed(deed))], Origin::Authored);
    assert!(world.state.entries.is_empty() && world.state.catalogue.items.is_empty());
    world.undo(owner()).unwrap();
    assert_eq!(world.content(), before);
    let brought_back = world.ledger.last().unwrap();
    assert!(brought_back.changes().any(|change| matches!(change, Change::Entries(_))));
}
