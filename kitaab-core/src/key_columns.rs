//! The keys of records as the columns of tables keep them.

use uuid::Uuid;

use crate::calendar::HijriMonth;
use crate::change::RecordKey;
use crate::day::Day;
use crate::deed::Category;
use crate::error::{Error, Result};

/// A record's key in columns: what the tables of every store find records by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyColumns {
    /// The kind of the record: its number in the encoding of a key.
    pub kind: u8,
    /// The record's id. Of what belongs to an item's day it is the item's; of a reflection the number of its category, 0 hasanaat
    /// and 1 saiyyiaat; of a sighting the month's year and number, as 144709; nil where there is one of the kind.
    pub id: Uuid,
    /// The day it belongs to.
    pub day: Option<Day>,
}

impl RecordKey {
    /// The key in columns.
    pub fn columns(&self) -> KeyColumns {
        let (kind, id, day) = match *self {
            Self::Settings => (0, Uuid::nil(), None),
            Self::Group(id) => (1, id.uuid(), None),
            Self::Deed(id) => (2, id.uuid(), None),
            Self::Item(id) => (3, id.uuid(), None),
            Self::Scale(id) => (4, id.uuid(), None),
            Self::Exemption(id) => (5, id.uuid(), None),
            Self::Merit(id) => (6, id.uuid(), None),
            Self::Target(id) => (7, id.uuid(), None),
            Self::Reminder(id) => (8, id.uuid(), None),
            Self::Entry(item, day) => (9, item.uuid(), Some(day)),
            Self::Reviewed(day) => (10, Uuid::nil(), Some(day)),
            Self::MakeUp(item, day) => (11, item.uuid(), Some(day)),
            Self::Reflection(day, category) => (12, category_id(category), Some(day)),
            Self::Fidya(item, day) => (13, item.uuid(), Some(day)),
            Self::Sighting(month) => (14, Uuid::from_u128(month.number().into()), None),
            Self::Relation(id) => (15, id.uuid(), None),
            Self::Block(user) => (16, user.uuid(), None),
            Self::Permission(id) => (17, id.uuid(), None),
        };
        KeyColumns { kind, id, day }
    }

    /// The key of a structural record, from its columns.
    ///
    /// # Errors
    /// `corrupt` for a kind that is none of the structure, and for a sighting of no month.
    pub fn from_columns(kind: u8, id: Uuid) -> Result<Self> {
        Ok(match kind {
            0 => Self::Settings,
            1 => Self::Group(id.into()),
            2 => Self::Deed(id.into()),
            3 => Self::Item(id.into()),
            4 => Self::Scale(id.into()),
            5 => Self::Exemption(id.into()),
            6 => Self::Merit(id.into()),
            7 => Self::Target(id.into()),
            8 => Self::Reminder(id.into()),
            14 => Self::Sighting(month_of(id)?),
            15 => Self::Relation(id.into()),
            16 => Self::Block(id.into()),
            17 => Self::Permission(id.into()),
            _ => return Err(Error::corrupt(format!("a record of the unknown kind {kind}"))),
        })
    }
}

const fn category_id(category: Category) -> Uuid {
    Uuid::from_u128(match category {
        Category::Hasanaat => 0,
        Category::Saiyyiaat => 1,
    })
}

fn month_of(id: Uuid) -> Result<HijriMonth> {
    let (year, month) = (u16::try_from(id.as_u128() / 100), u8::try_from(id.as_u128() % 100));
    let month = year.ok().zip(month.ok()).and_then(|(year, month)| HijriMonth::new(year, month).ok());
    month.ok_or_else(|| Error::corrupt(format!("a sighting of no Hijri month, {id}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One key of each kind.
    fn keys() -> Vec<RecordKey> {
        let id = Uuid::from_u128(77);
        let day = Day::new(2026, 3, 1).unwrap();
        vec![
            RecordKey::Settings,
            RecordKey::Group(id.into()),
            RecordKey::Deed(id.into()),
            RecordKey::Item(id.into()),
            RecordKey::Scale(id.into()),
            RecordKey::Exemption(id.into()),
            RecordKey::Merit(id.into()),
            RecordKey::Target(id.into()),
            RecordKey::Reminder(id.into()),
            RecordKey::Entry(id.into(), day),
            RecordKey::Reviewed(day),
            RecordKey::MakeUp(id.into(), day),
            RecordKey::Reflection(day, Category::Saiyyiaat),
            RecordKey::Fidya(id.into(), day),
            RecordKey::Sighting(HijriMonth::new(1447, 9).unwrap()),
            RecordKey::Relation(id.into()),
            RecordKey::Block(id.into()),
            RecordKey::Permission(id.into()),
        ]
    }

    #[test]
    fn the_kind_is_the_number_in_the_encoding() {
        for key in keys() {
            let encoded = minicbor::to_vec(key).unwrap();
            // An array of the variant's number and its fields.
            assert_eq!(encoded[..2], [0x82, key.columns().kind], "{key:?}");
        }
    }

    #[test]
    fn structural_keys_are_read_back_from_their_columns_and_no_others() {
        for key in keys() {
            let columns = key.columns();
            let read = RecordKey::from_columns(columns.kind, columns.id);
            if key.is_structural() {
                assert_eq!((read.unwrap(), columns.day), (key, None));
            } else {
                assert_eq!(read.unwrap_err().code(), "corrupt", "{key:?}");
                assert!(columns.day.is_some());
            }
        }
        assert_eq!(RecordKey::from_columns(18, Uuid::nil()).unwrap_err().code(), "corrupt");
        for month in [144_700_u128, 144_713, 99, u128::MAX] {
            assert_eq!(RecordKey::from_columns(14, Uuid::from_u128(month)).unwrap_err().code(), "corrupt", "{month}");
        }
    }
}
