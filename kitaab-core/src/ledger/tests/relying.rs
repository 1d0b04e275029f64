//! What an undo leaves alone, since something relies on it by now.

use uuid::Uuid;

use super::owner;
use super::undoing::{World, today};
use crate::amount::Amount;
use crate::change::Change;
use crate::commit::Origin;
use crate::decide::rules::{days_at_least, logged, total_at_least};
use crate::decide::{NewDeed, NewEntry, NewMerit, NewPermission, NewTarget, ValueInput};
use crate::deed::{Category, DeedPatch, Measure};
use crate::id::{DeedId, ItemId, RelationId, UserId};
use crate::merit::MeritPatch;
use crate::permission::Shared;
use crate::relation::{RelationKind, RelationPatch, RelationRole, RelationState};
use crate::schedule::Goal;
use crate::target::TargetPatch;
use crate::time::Timestamp;

/// Writes, as the owner, what is decided on the book.
fn decided(world: &mut World, decide: impl FnOnce(&crate::Catalogue, &mut dyn FnMut() -> Uuid) -> Vec<Change>) -> u64 {
    let changes = {
        let ids = &mut world.ids;
        decide(&world.state.catalogue, &mut || {
            *ids += 1;
            Uuid::from_u128(*ids)
        })
    };
    world.write(owner(), changes, Origin::Authored)
}

/// A book with a scale deed, and its one item.
fn judging() -> (World, DeedId, ItemId) {
    let mut world = World::new();
    let new = NewDeed::scale("Fajr", Category::Hasanaat);
    decided(&mut world, |book, ids| book.add_deed(&new, today(), ids).unwrap().1);
    let item = world.state.catalogue.items.values().next().unwrap();
    let (deed, item) = (item.deed, item.id);
    (world, deed, item)
}

fn measured(world: &mut World, deed: DeedId, measure: Measure) -> u64 {
    let patch = DeedPatch { measure: Some(measure), ..DeedPatch::default() };
    decided(world, |book, _| book.edit_deed(deed, patch, false).unwrap())
}

#[track_caller]
fn assert_kept(world: &mut World, seq: u64, expected: &str) {
    let error = world.undo_commit(owner(), seq).unwrap_err();
    assert_eq!((error.code(), error.to_string().as_str()), ("conflict", expected));
}

#[test]
fn an_entry_does_not_come_back_into_a_deed_that_is_measured_in_another_way() {
    let (mut world, deed, item) = judging();
    let put = |world: &mut World, value: ValueInput| {
        let entry = NewEntry::new(item, today(), value);
        decided(world, |book, _| book.put_entries(&[entry], today()).unwrap());
        decided(world, |book, _| book.remove_entry(item, today(), true).unwrap())
    };
    let removed = put(&mut world, "Yes".into());
    let counted = measured(&mut world, deed, Measure::Count);
    let words = "entry: its deed is measured in another way since";
    assert_kept(&mut world, removed, words);
    let removed = put(&mut world, Amount::whole(1).unwrap().into());
    world.undo_commit(owner(), counted).unwrap();
    assert_kept(&mut world, removed, words);

    // Nor does an addition, which is written as one.
    let mut world = judging().0;
    measured(&mut world, deed, Measure::Count);
    let added =
        decided(&mut world, |book, _| book.add_to_entry(item, today(), Amount::whole(1).unwrap(), today()).unwrap());
    world.undo_commit(owner(), added).unwrap();
    measured(&mut world, deed, Measure::Scale);
    assert_eq!(world.turn(added, true).unwrap_err().to_string(), words);
}

#[test]
fn what_a_rule_or_a_goal_relies_on_stays() {
    let (mut world, deed, item) = judging();
    let counted = measured(&mut world, deed, Measure::Count);
    let total = total_at_least(item, Amount::whole(3).unwrap());
    let merit = NewMerit::positive("Pages").days(7).rule(total);
    let merit = decided(&mut world, |book, ids| book.add_merit(&merit, today(), ids).unwrap().1);
    assert_kept(&mut world, counted, "merit: Pages would have a condition that does not fit");
    world.undo_commit(owner(), merit).unwrap();

    let target = NewTarget::titled("Pages").from(today()).to(today()).item(total);
    let target = decided(&mut world, |book, ids| book.add_target(&target, today(), ids).unwrap().1);
    assert_kept(&mut world, counted, "target: Pages would have a condition that does not fit");
    world.undo_commit(owner(), target).unwrap();

    let goal = decided(&mut world, |book, _| {
        book.set_goal(item, today(), Goal::AmountAtLeast(Amount::whole(3).unwrap())).unwrap()
    });
    assert_kept(&mut world, counted, "item: Fajr would have a goal of the other measure");
    world.undo_commit(owner(), goal).unwrap();

    let unit = DeedPatch { unit: Some(Some("pages".parse().unwrap())), ..DeedPatch::default() };
    let unit = decided(&mut world, |book, _| book.edit_deed(deed, unit, false).unwrap());
    assert_kept(&mut world, counted, "deed: Fajr would have a unit, and no amounts");
    world.undo_commit(owner(), unit).unwrap();
    world.undo_commit(owner(), counted).unwrap();
}

#[test]
fn days_that_belong_together_stay_so() {
    let (mut world, _, item) = judging();
    let merit = NewMerit::positive("Fajr").days(7).rule(days_at_least(item, 3, logged()));
    decided(&mut world, |book, ids| book.add_merit(&merit, today(), ids).unwrap().1);
    let id = *world.state.catalogue.merits.keys().next().unwrap();
    let edit =
        |world: &mut World, patch: MeritPatch| decided(world, |book, _| book.edit_merit(id, patch, today()).unwrap());
    let longer = edit(&mut world, MeritPatch { duration: Some(30), ..MeritPatch::default() });
    let rule = days_at_least(item, 20, logged()).into();
    edit(&mut world, MeritPatch { rule: Some(rule), ..MeritPatch::default() });
    assert_kept(&mut world, longer, "merit: Fajr would have a condition that does not fit");

    let day = |on: i32| today().plus(on).unwrap();
    let target = NewTarget::titled("Ten").from(day(0)).to(day(9)).item(days_at_least(item, 2, logged()));
    decided(&mut world, |book, ids| book.add_target(&target, today(), ids).unwrap().1);
    let id = *world.state.catalogue.targets.keys().next().unwrap();
    let edit =
        |world: &mut World, patch: TargetPatch| decided(world, |book, _| book.edit_target(id, patch, today()).unwrap());
    let last = edit(&mut world, TargetPatch { last_day: Some(day(30)), ..TargetPatch::default() });
    edit(&mut world, TargetPatch { first_day: Some(day(20)), ..TargetPatch::default() });
    assert_kept(&mut world, last, "target: Ten would have dates that do not go together");
}

#[test]
fn what_is_shared_does_not_become_a_bad_deed() {
    let (mut world, deed, item) = judging();
    let category = |category| DeedPatch { category: Some(category), ..DeedPatch::default() };
    decided(&mut world, |book, _| book.edit_deed(deed, category(Category::Saiyyiaat), false).unwrap());
    let good = decided(&mut world, |book, _| book.edit_deed(deed, category(Category::Hasanaat), false).unwrap());
    let relation = RelationId::new(Uuid::from_u128(7));
    let accepted = RelationPatch {
        with: Some(UserId::new(Uuid::from_u128(2))),
        kind: Some(RelationKind::Friend),
        role: Some(RelationRole::Requester),
        requested_at: Some(Timestamp::from_micros(1)),
        ..RelationPatch::into_state(RelationState::Accepted, Timestamp::from_micros(1))
    };
    world.write(owner(), vec![Change::Relation(relation, accepted)], Origin::Authored);
    let new = NewPermission::read(relation, Shared::Item(item));
    decided(&mut world, |book, ids| book.grant(&new, Timestamp::from_micros(2), ids).unwrap().1);
    let words = "deed: Fajr is shared: revoke that first, and share it again with its confirmation";
    assert_kept(&mut world, good, words);
}
