//! What both exports of Loop Habit Tracker have in common: the values of a day, and keys.
//!
//! Source of these facts: `Entry.kt` and `HabitsCSVExporter.kt` of the program. A value is one integer for both kinds
//! of habit, and the CSV export words it without regard to the kind: a number of 0 reads `NO` there, 0.002
//! `YES_MANUAL`.

use std::collections::HashSet;

use crate::decimal::from_thousandths;
use crate::draft::{Draft, Meaning};
use crate::model::{Kind, Value};
use crate::remark::{Field, Finding};
use crate::text::{Lines, clean};

/// Nothing is known of the day.
pub(crate) const UNKNOWN: i64 = -1;
/// Not done.
pub(crate) const NO: i64 = 0;
/// Not done, but not expected either: worked out by the program.
pub(crate) const YES_AUTO: i64 = 1;
/// Done.
pub(crate) const YES_MANUAL: i64 = 2;
/// Not applicable, for both kinds.
pub(crate) const SKIP: i64 = 3;

/// What a value stands for in a habit of this kind.
pub(crate) fn meaning(kind: Kind, raw: i64) -> Meaning {
    match (kind, raw) {
        (_, SKIP) => Meaning::Recorded(Value::Skip),
        (_, UNKNOWN) | (Kind::YesNo, YES_AUTO) => Meaning::LeftOut(Finding::Derived),
        (Kind::YesNo, NO) => Meaning::Recorded(Value::No),
        (Kind::YesNo, YES_MANUAL) => Meaning::Recorded(Value::Yes),
        (Kind::YesNo, _) => Meaning::LeftOut(Finding::UnknownValue(Field::Value)),
        (Kind::Number { .. }, _) => Meaning::of_amount(from_thousandths(raw)),
    }
}

/// Gives each habit of a file its key.
#[derive(Debug, Default)]
pub(crate) struct Keys(HashSet<String>);

impl Keys {
    /// Longest identity that is taken as it stands; Loop's have 32 characters.
    const IDENTITY_CHARS: usize = 64;

    /// The habit's own identity if it has one; otherwise its number and name, so that a later export of the same habit
    /// has the same key.
    pub(crate) fn assign(&mut self, draft: &mut Draft, identity: &[u8], number: i64) {
        let cleaned = clean(identity, Lines::One, Self::IDENTITY_CHARS);
        let identity = cleaned.text.trim();
        let fit = !identity.is_empty() && !cleaned.repaired && cleaned.cut == 0;
        if !identity.is_empty() && !fit {
            draft.say(Finding::UnknownValue(Field::Uuid));
        }
        let key = if fit { identity.to_owned() } else { format!("{number}:{}", draft.habit.name) };
        if self.0.insert(key.clone()) {
            draft.habit.source_key = key;
            return;
        }
        draft.say(Finding::SameKey);
        let mut key = format!("{number}:{}:{}", draft.row, draft.habit.name);
        while !self.0.insert(key.clone()) {
            key.push('\'');
        }
        draft.habit.source_key = key;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NUMBER: Kind = Kind::Number { target: None };

    #[test]
    fn yes_no_values() {
        assert_eq!(meaning(Kind::YesNo, -1), Meaning::LeftOut(Finding::Derived));
        assert_eq!(meaning(Kind::YesNo, 0), Meaning::Recorded(Value::No));
        assert_eq!(meaning(Kind::YesNo, 1), Meaning::LeftOut(Finding::Derived));
        assert_eq!(meaning(Kind::YesNo, 2), Meaning::Recorded(Value::Yes));
        assert_eq!(meaning(Kind::YesNo, 3), Meaning::Recorded(Value::Skip));
        for raw in [-2, 4, i64::MIN, i64::MAX] {
            assert_eq!(meaning(Kind::YesNo, raw), Meaning::LeftOut(Finding::UnknownValue(Field::Value)));
        }
    }

    #[test]
    fn numbers_are_thousandths_except_three() {
        assert_eq!(meaning(NUMBER, 3), Meaning::Recorded(Value::Skip));
        assert_eq!(meaning(NUMBER, -1), Meaning::LeftOut(Finding::Derived));
        assert_eq!(meaning(NUMBER, 0), Meaning::Recorded(Value::Amount(0)));
        assert_eq!(meaning(NUMBER, 2), Meaning::Rounded(0));
        assert_eq!(meaning(NUMBER, 3000), Meaning::Recorded(Value::Amount(300)));
        assert_eq!(meaning(NUMBER, -2), Meaning::LeftOut(Finding::Negative(Field::Value)));
        assert_eq!(meaning(NUMBER, i64::MIN), Meaning::LeftOut(Finding::Negative(Field::Value)));
        assert_eq!(meaning(NUMBER, i64::MAX), Meaning::LeftOut(Finding::TooLarge(Field::Value)));
    }

    #[test]
    fn keys_are_unique_whatever_the_file_claims() {
        let mut keys = Keys::default();
        let mut assign = |identity: &[u8], number, row| {
            let mut draft = Draft::new(row, b"Walk");
            keys.assign(&mut draft, identity, number);
            draft.habit.source_key
        };
        assert_eq!(assign(b"0a1b", 1, 1), "0a1b");
        assert_eq!(assign(b"", 1, 1), "1:Walk");
        assert_eq!(assign(b"0a1b", 2, 2), "2:2:Walk");
        assert_eq!(assign(b"2:2:Walk", 3, 3), "3:3:Walk");
        assert_eq!(assign(b"0a1b", 2, 2), "2:2:Walk'");
        assert_eq!(assign(&[b'x'; 65], 9, 9), "9:Walk");
    }
}
