//! Each rule of the domain, with the code, field and rule of the error that guards it.

mod deed;
mod entry;
mod erasure;
mod exemption;
mod item;
mod merit;
mod path;
mod people;
mod property;
mod reminder;
mod scale;
mod sighting;
mod target;
mod tree;

use uuid::Uuid;

use super::{ItemEdit, NewDeed, NewItem};
use crate::catalogue::Catalogue;
use crate::change::Change;
use crate::day::Day;
use crate::deed::Category;
use crate::error::{Error, Result};
use crate::id::{DeedId, ItemId, UserId};
use crate::scale::ScaleValueRef;

/// A book whose decisions are carried out at once.
struct Book {
    catalogue: Catalogue,
    ids: u128,
    /// All changes so far, as a ledger would hold them.
    ledger: Vec<Change>,
}

impl Book {
    fn new() -> Self {
        Self { catalogue: Catalogue::new(UserId::new(Uuid::from_u128(1))), ids: 1_000, ledger: Vec::new() }
    }

    /// Salah with the five prayers, on a scale of four; Qur'an, counted in pages.
    fn with_salah_and_quran() -> (Self, Salah, ItemId) {
        let mut book = Self::new();
        let deed = book.add_deed(
            &NewDeed::scale("Salah", Category::Hasanaat)
                .values(["missed", "late", "on time", "in congregation"])
                .items(["Fajr", "Zuhr", "Asr", "Maghrib", "Isha"]),
        );
        let quran = book.add_deed(&NewDeed::count("Qur'an", Category::Hasanaat).unit("pages"));
        let root = book.catalogue.root(deed).unwrap().id;
        let prayers = book.catalogue.children(root);
        let (fajr, zuhr) = (prayers[0].id, prayers[1].id);
        let quran = book.catalogue.root(quran).unwrap().id;
        (book, Salah { deed, root, fajr, zuhr }, quran)
    }

    /// Carries changes out.
    fn apply(&mut self, changes: Vec<Change>) {
        for change in changes {
            self.ledger.push(change.clone());
            self.catalogue.apply(&change, self.ledger.len() as u64).unwrap();
        }
    }

    fn add_deed(&mut self, new: &NewDeed) -> DeedId {
        let (id, changes) = self.try_add_deed(new).unwrap();
        self.apply(changes);
        id
    }

    fn try_add_deed(&mut self, new: &NewDeed) -> Result<(DeedId, Vec<Change>)> {
        let ids = &mut self.ids;
        self.catalogue.add_deed(new, today(), &mut || next_id(ids))
    }

    fn add_item(&mut self, parent: ItemId, new: &NewItem) -> ItemId {
        let (id, changes) = self.try_add_item(parent, new).unwrap();
        self.apply(changes);
        id
    }

    fn try_add_item(&mut self, parent: ItemId, new: &NewItem) -> Result<(ItemId, Vec<Change>)> {
        let ids = &mut self.ids;
        self.catalogue.add_item(parent, new, today(), &mut || next_id(ids))
    }

    /// Carries out what is decided with fresh ids.
    fn add<I>(&mut self, decide: impl FnOnce(&Catalogue, &mut dyn FnMut() -> Uuid) -> Result<(I, Vec<Change>)>) -> I {
        let ids = &mut self.ids;
        let (id, changes) = decide(&self.catalogue, &mut || next_id(ids)).unwrap();
        self.apply(changes);
        id
    }

    /// The error of what is decided with fresh ids.
    fn refused<I: std::fmt::Debug>(
        &mut self,
        decide: impl FnOnce(&Catalogue, &mut dyn FnMut() -> Uuid) -> Result<(I, Vec<Change>)>,
    ) -> Error {
        let ids = &mut self.ids;
        decide(&self.catalogue, &mut || next_id(ids)).unwrap_err()
    }

    fn rename(&mut self, item: ItemId, name: &str) -> Result<Vec<Change>> {
        self.catalogue.edit_item(item, &ItemEdit::new().name(name), today())
    }

    /// The value of a deed's active scale with this label.
    fn value(&self, deed: DeedId, label: &str) -> ScaleValueRef {
        self.catalogue.active_scale(deed).unwrap().labelled(label).unwrap()
    }
}

/// What tests on prayers name.
#[derive(Clone, Copy)]
struct Salah {
    deed: DeedId,
    root: ItemId,
    fajr: ItemId,
    zuhr: ItemId,
}

fn next_id(last: &mut u128) -> Uuid {
    *last += 1;
    Uuid::from_u128(*last)
}

fn today() -> Day {
    day("2024-03-15")
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// The id of nothing.
fn unknown<I: From<Uuid>>() -> I {
    I::from(Uuid::from_u128(7))
}

/// Holds an `invalid` error to its field and its rule.
#[track_caller]
fn assert_invalid(error: Error, expected_field: &str, expected_rule: &str) {
    let Error::Invalid { field, rule, .. } = error else { panic!("{error:?} is not invalid") };
    assert_eq!((field.as_ref(), rule.as_ref()), (expected_field, expected_rule));
}

/// Holds a `conflict` error to its words.
#[track_caller]
fn assert_conflict(error: Error, expected: &str) {
    let Error::Conflict { what, .. } = error else { panic!("{error:?} is no conflict") };
    assert_eq!(what, expected);
}

#[track_caller]
fn assert_not_found<T: std::fmt::Debug>(result: Result<T>) {
    assert_eq!(result.unwrap_err().code(), "not_found");
}
