//! What both exports of Loop Habit Tracker have in common: the values of a day.
//!
//! Source of these facts: `Entry.kt` and `HabitsCSVExporter.kt` of the program. A value is one integer for both kinds
//! of habit, and the CSV export words it without regard to the kind: a number of 0 reads `NO` there, 0.002
//! `YES_MANUAL`.

use crate::decimal::from_thousandths;
use crate::draft::Meaning;
use crate::model::{Kind, Value};
use crate::remark::{Field, Finding};

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
}
