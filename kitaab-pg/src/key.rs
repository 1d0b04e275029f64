//! The keys of records as columns keep them: a kind, an id and a day.

use chrono::NaiveDate;
use kitaab_core::{Category, Day, KeyColumns, RecordKey};
use uuid::Uuid;

use crate::error::{Fault, Result};

/// A record's key in columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Key {
    /// As in [`KeyColumns`], as the other two.
    pub(crate) kind: i16,
    pub(crate) id: Uuid,
    pub(crate) day: Option<NaiveDate>,
}

impl From<&RecordKey> for Key {
    fn from(key: &RecordKey) -> Self {
        let KeyColumns { kind, id, day } = key.columns();
        Self { kind: kind.into(), id, day: day.map(Day::date) }
    }
}

/// The key of a structural record from its columns.
pub(crate) fn structural(kind: i16, id: Uuid) -> Result<RecordKey> {
    let kind = u8::try_from(kind).map_err(|_| Fault::corrupt(format!("a record of the unknown kind {kind}")))?;
    Ok(RecordKey::from_columns(kind, id)?)
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
