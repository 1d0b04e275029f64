//! Reflections: the words written about one day.

use crate::day::Day;
use crate::deed::Category;
use crate::text::ReflectionText;

/// The words written about one day, one text per category. Never shared.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Reflection {
    /// The day.
    pub day: Day,
    /// On good deeds or on bad ones.
    pub category: Category,
    /// The words.
    pub text: ReflectionText,
    /// The ledger's sequence number of its last change.
    pub revision: u64,
}

impl Reflection {
    /// A reflection as a store reads it back.
    pub const fn new(day: Day, category: Category, text: ReflectionText, revision: u64) -> Self {
        Self { day, category, text, revision }
    }
}
