//! What tests record.

use kitaab_ffi::{Category, NewDeed};

/// A deed of which no more is said than its name, in use since February.
pub(crate) fn named(name: &str) -> NewDeed {
    NewDeed {
        name: name.into(),
        category: Category::Hasanaat,
        measure: None,
        values: None,
        scored_values: None,
        unit: None,
        group: None,
        description: None,
        hide: None,
        items: None,
        starts_on: Some("2024-02-01".parse().unwrap()),
        goal: None,
        schedule: None,
        excuses: None,
        make_up: None,
        fast: None,
    }
}
