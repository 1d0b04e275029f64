//! The keys of records as columns keep them: a kind, an id and a day.

use chrono::NaiveDate;
use kitaab_core::{Category, HijriMonth, RecordKey};
use uuid::Uuid;

use crate::error::{Fault, Result};

/// A record's key in columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Key {
    /// As in the encoding of a key.
    pub(crate) kind: i16,
    /// The record's id; of what belongs to an item's day the item's, of a reflection its category's number, nil of what is one.
    pub(crate) id: Uuid,
    /// The day it belongs to.
    pub(crate) day: Option<NaiveDate>,
}

impl From<&RecordKey> for Key {
    fn from(key: &RecordKey) -> Self {
        let (kind, id, day) = match key {
            RecordKey::Settings => (0, Uuid::nil(), None),
            RecordKey::Group(id) => (1, id.uuid(), None),
            RecordKey::Deed(id) => (2, id.uuid(), None),
            RecordKey::Item(id) => (3, id.uuid(), None),
            RecordKey::Scale(id) => (4, id.uuid(), None),
            RecordKey::Exemption(id) => (5, id.uuid(), None),
            RecordKey::Merit(id) => (6, id.uuid(), None),
            RecordKey::Target(id) => (7, id.uuid(), None),
            RecordKey::Reminder(id) => (8, id.uuid(), None),
            RecordKey::Entry(item, day) => (9, item.uuid(), Some(*day)),
            RecordKey::Reviewed(day) => (10, Uuid::nil(), Some(*day)),
            RecordKey::MakeUp(item, day) => (11, item.uuid(), Some(*day)),
            RecordKey::Reflection(day, category) => (12, category_id(*category), Some(*day)),
            RecordKey::Fidya(item, day) => (13, item.uuid(), Some(*day)),
            RecordKey::Sighting(month) => (14, month_id(*month), None),
            RecordKey::Relation(id) => (15, id.uuid(), None),
            RecordKey::Block(user) => (16, user.uuid(), None),
            RecordKey::Permission(id) => (17, id.uuid(), None),
            // A kind that this version does not know has no columns: none of its records is ever found.
            _ => (-1, Uuid::nil(), None),
        };
        Self { kind, id, day: day.map(kitaab_core::Day::date) }
    }
}

/// The key of a structural record from its columns.
pub(crate) fn structural(kind: i16, id: Uuid) -> Result<RecordKey> {
    Ok(match kind {
        0 => RecordKey::Settings,
        1 => RecordKey::Group(id.into()),
        2 => RecordKey::Deed(id.into()),
        3 => RecordKey::Item(id.into()),
        4 => RecordKey::Scale(id.into()),
        5 => RecordKey::Exemption(id.into()),
        6 => RecordKey::Merit(id.into()),
        7 => RecordKey::Target(id.into()),
        8 => RecordKey::Reminder(id.into()),
        14 => RecordKey::Sighting(month_of(id)?),
        15 => RecordKey::Relation(id.into()),
        16 => RecordKey::Block(id.into()),
        17 => RecordKey::Permission(id.into()),
        _ => return Err(Fault::corrupt(format!("a record of the unknown kind {kind}"))),
    })
}

/// A category's number.
pub(crate) const fn category_number(category: Category) -> i16 {
    match category {
        Category::Hasanaat => 0,
        Category::Saiyyiaat => 1,
    }
}

/// A category from its number.
pub(crate) fn category(number: i16) -> Result<Category> {
    match number {
        0 => Ok(Category::Hasanaat),
        1 => Ok(Category::Saiyyiaat),
        _ => Err(Fault::corrupt(format!("the unknown category {number}"))),
    }
}

const fn category_id(category: Category) -> Uuid {
    Uuid::from_u128(match category {
        Category::Hasanaat => 0,
        Category::Saiyyiaat => 1,
    })
}

/// The number of a Hijri month: its year and its number, as 144709.
pub(crate) fn month_number(month: HijriMonth) -> u32 {
    u32::from(month.year()) * 100 + u32::from(month.month())
}

fn month_id(month: HijriMonth) -> Uuid {
    Uuid::from_u128(month_number(month).into())
}

fn month_of(id: Uuid) -> Result<HijriMonth> {
    let (year, month) = (u16::try_from(id.as_u128() / 100), u8::try_from(id.as_u128() % 100));
    let month = year.ok().zip(month.ok()).and_then(|(year, month)| HijriMonth::new(year, month).ok());
    month.ok_or_else(|| Fault::corrupt(format!("a sighting of no Hijri month, {id}")))
}
