//! Random sequences of operations: whatever is decided applies, and leaves a tree that is one.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;
use crate::change::RecordKey;
use crate::decide::NewEntry;
use crate::state::State;

/// One operation; numbers choose among what there is.
#[derive(Clone, Debug)]
enum Operation {
    AddDeed { name: u8, items: u8 },
    AddItem { parent: usize, name: u8, below: u8 },
    Move { item: usize, parent: usize },
    Rename { item: usize, name: u8 },
    Archive { item: usize, from: i32 },
    Restore { item: usize },
    Reverse { parent: usize },
    Erase { item: usize },
}

fn operations() -> impl Strategy<Value = Vec<Operation>> {
    // Few names, so that they meet.
    let (any_item, name) = (any::<usize>(), 0u8..5);
    let one = prop_oneof![
        1 => (name.clone(), 0u8..4).prop_map(|(name, items)| Operation::AddDeed { name, items }),
        8 => (any_item, name.clone(), 0u8..4).prop_map(|(parent, name, below)| Operation::AddItem { parent, name, below }),
        8 => (any_item, any_item).prop_map(|(item, parent)| Operation::Move { item, parent }),
        3 => (any_item, name).prop_map(|(item, name)| Operation::Rename { item, name }),
        2 => (any_item, -3i32..3).prop_map(|(item, from)| Operation::Archive { item, from }),
        3 => any_item.prop_map(|item| Operation::Restore { item }),
        1 => any_item.prop_map(|parent| Operation::Reverse { parent }),
        1 => any_item.prop_map(|item| Operation::Erase { item }),
    ];
    proptest::collection::vec(one, 1..80)
}

fn name(n: u8) -> String {
    char::from(b'a' + n).to_string()
}

/// A chain of new items, to get deep quickly.
fn chain(top: u8, below: u8) -> NewItem {
    let end = (0..below).fold(None, |below: Option<NewItem>, n| {
        let item = NewItem::named(name(n));
        Some(match below {
            Some(below) => item.item(below),
            None => item,
        })
    });
    let item = NewItem::named(name(top));
    match end {
        Some(below) => item.item(below),
        None => item,
    }
}

impl Book {
    /// Decides an operation on the items that there are.
    fn decide(&mut self, operation: &Operation) -> Result<Vec<Change>> {
        let items: Vec<ItemId> = self.catalogue.items.keys().copied().collect();
        let item = |n: usize| items.get(n % items.len().max(1)).copied().unwrap_or_else(unknown);
        match *operation {
            Operation::AddDeed { name: n, items } => {
                let new = NewDeed::count(name(n), Category::Hasanaat).items((0..items).map(name));
                self.try_add_deed(&new).map(|(_, changes)| changes)
            }
            Operation::AddItem { parent, name, below } => {
                self.try_add_item(item(parent), &chain(name, below)).map(|(_, changes)| changes)
            }
            Operation::Move { item: moved, parent } => self.catalogue.move_item(item(moved), item(parent), today()),
            Operation::Rename { item: renamed, name: n } => self.rename(item(renamed), &name(n)),
            Operation::Archive { item: archived, from } => {
                self.catalogue.archive_item(item(archived), today().plus(from).unwrap(), today())
            }
            Operation::Restore { item: restored } => self.catalogue.restore_item(item(restored), today()),
            Operation::Reverse { parent } => {
                let mut order: Vec<ItemId> = self.catalogue.children(item(parent)).iter().map(|i| i.id).collect();
                order.reverse();
                self.catalogue.reorder_items(item(parent), &order, today())
            }
            Operation::Erase { item: erased } => self.catalogue.erase(RecordKey::Item(item(erased))),
        }
    }
}

/// What must be true of any tree, told from the records alone.
fn check_tree(catalogue: &Catalogue) {
    let mut roots: BTreeMap<DeedId, usize> = catalogue.deeds.keys().map(|deed| (*deed, 0)).collect();
    let mut live_names = BTreeSet::new();
    for item in catalogue.items.values() {
        let Some(parent) = item.parent else {
            *roots.get_mut(&item.deed).expect("the deed is there") += 1;
            continue;
        };
        if item.is_live_on(today()) {
            assert!(live_names.insert((parent, item.name.clone())), "two live items {} in one place", item.name);
        }
        let until = |item: &crate::Item| item.archived_from.unwrap_or(Day::MAX);
        assert!(until(item) <= until(&catalogue.items[&parent]), "{} is live longer than what it is in", item.name);
        let mut above = item;
        let mut level = 0;
        while let Some(parent) = above.parent {
            above = &catalogue.items[&parent];
            level += 1;
            assert!(level <= 8, "{} is too deep, or in a cycle", item.name);
            assert_eq!(above.deed, item.deed, "one tree lies in one deed");
        }
        assert_eq!(catalogue.level_of(item.id).unwrap(), level);
    }
    assert!(roots.values().all(|count| *count == 1), "each deed has one root");
}

proptest! {
    #[test]
    fn any_sequence_of_operations_leaves_a_tree(operations in operations()) {
        let mut book = Book::new();
        book.add_deed(&NewDeed::count("first", Category::Hasanaat).items(["a", "b"]));
        for operation in &operations {
            match book.decide(operation) {
                Ok(changes) => book.apply(changes),
                Err(error) => prop_assert!(
                    ["invalid", "conflict", "not_found"].contains(&error.code()), "{operation:?}: {error}"
                ),
            }
            check_tree(&book.catalogue);
        }
        let shown: BTreeSet<ItemId> = book.catalogue.items_in_order().iter().map(|item| item.id).collect();
        prop_assert_eq!(shown.len(), book.catalogue.items.len());
        prop_assert_eq!(book.catalogue.items_in_order().len(), shown.len());
    }

    #[test]
    fn any_path_leads_to_its_item(names in proptest::collection::vec("[a/\\\\ ]{0,4}b?", 1..6)) {
        let mut book = Book::new();
        // Blank ones are no names, and names are trimmed.
        let names: BTreeSet<&str> = names.iter().map(|name| name.trim()).filter(|name| !name.is_empty()).collect();
        book.add_deed(&NewDeed::count("/\\", Category::Hasanaat).items(names));
        for item in book.catalogue.items.values() {
            let path = book.catalogue.path_text(item.id).unwrap();
            prop_assert_eq!(book.catalogue.find_by_path(&path).unwrap(), item.id, "{}", path);
        }
    }

    #[test]
    fn a_batch_holds_what_was_put(
        entries in proptest::collection::btree_map((0usize..3, -400i32..=1), (0i64..1_000, any::<bool>()), 0..300),
    ) {
        let mut book = Book::new();
        let deed = book.add_deed(&NewDeed::count("Dhikr", Category::Hasanaat).items(["a", "b", "c"]));
        let items: Vec<ItemId> =
            book.catalogue.children(book.catalogue.root(deed).unwrap().id).iter().map(|item| item.id).collect();
        let amount = |n| crate::Amount::from_hundredths(n).unwrap();
        let puts: Vec<NewEntry> = entries.iter().rev().map(|((item, on), (hundredths, noted))| {
            let entry = NewEntry::new(items[*item], today().plus(*on).unwrap(), amount(*hundredths));
            if *noted { entry.note("n") } else { entry }
        }).collect();
        let mut state = State::new(book.catalogue.owner);
        state.catalogue = book.catalogue.clone();
        for change in book.catalogue.put_entries(&puts, today()).unwrap() {
            state.apply_change(&change, 9).unwrap();
        }
        prop_assert_eq!(state.entries.len(), entries.len());
        for ((item, on), (hundredths, noted)) in &entries {
            let entry = &state.entries[&(items[*item], today().plus(*on).unwrap())];
            prop_assert_eq!(entry.value, crate::Value::Count(amount(*hundredths)));
            prop_assert_eq!(entry.note.is_some(), *noted);
        }
    }
}
