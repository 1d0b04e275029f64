//! The daily rollup: what one day of a book comes to, kept current with every write.

use kitaab_core::{Amount, Catalogue, Category, Day, Hide, ItemId, Total, Value};

/// What one day comes to. Derived from the day's entries; items that are hidden from graphs, or from
/// all, are left out of the figures, but count for `entries`, which tells whether the day is logged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayRollup {
    /// The day.
    pub day: Day,
    /// Whether the owner marked it as reviewed.
    pub reviewed: bool,
    /// How many entries it holds, hidden ones too.
    pub entries: u32,
    /// The figures of good deeds.
    pub hasanaat: CategoryRollup,
    /// The figures of bad deeds.
    pub saiyyiaat: CategoryRollup,
}

/// What the visible items of one category come to on a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CategoryRollup {
    /// How many entries of count deeds.
    pub counted: u32,
    /// The sum of their amounts.
    pub total: Total,
    /// How many entries of scale deeds.
    pub scored: u32,
    /// The sum of their scores.
    pub score: i64,
}

impl DayRollup {
    /// A day without anything.
    pub fn new(day: Day) -> Self {
        Self {
            day,
            reviewed: false,
            entries: 0,
            hasanaat: CategoryRollup::default(),
            saiyyiaat: CategoryRollup::default(),
        }
    }

    /// Whether it is a logged day.
    pub const fn is_logged(&self) -> bool {
        self.reviewed || self.entries > 0
    }

    /// Counts one entry in, as the catalogue says: in which category, whether the item is in graphs,
    /// and at which score (0 where the scale is gone).
    pub fn add_entry(&mut self, catalogue: &Catalogue, item: ItemId, value: Value) {
        let score = match value {
            Value::Scale(value) => catalogue.scale_value(value).map_or(0, |value| value.score),
            Value::Count(_) => 0,
        };
        match counted_as(catalogue, item) {
            Some(category) => self.add(category, value, score, true),
            None => self.add(Category::Hasanaat, value, score, false),
        }
    }

    /// Counts one entry in. `score` is that of a scale value; `visible` whether the item is in graphs.
    pub fn add(&mut self, category: Category, value: Value, score: i32, visible: bool) {
        self.entries += 1;
        if !visible {
            return;
        }
        let figures = match category {
            Category::Hasanaat => &mut self.hasanaat,
            Category::Saiyyiaat => &mut self.saiyyiaat,
        };
        match value {
            Value::Count(amount) => figures.add_amount(amount),
            Value::Scale(_) => {
                figures.scored += 1;
                figures.score += i64::from(score);
            }
        }
    }
}

impl CategoryRollup {
    fn add_amount(&mut self, amount: Amount) {
        self.counted += 1;
        self.total = Total::new(self.total.hundredths() + i128::from(amount.hundredths()));
    }
}

/// The category whose figures an item's entries count for; none if it is hidden, or one above it is.
pub fn counted_as(catalogue: &Catalogue, item: ItemId) -> Option<Category> {
    let mut next = Some(item);
    // A tree is a few levels deep; the bound is for damaged ones that turn back on themselves.
    for _ in 0..=catalogue.items.len() {
        match next.and_then(|above| catalogue.items.get(&above)) {
            Some(above) if above.hide != Hide::None => return None,
            Some(above) => next = above.parent,
            None => return catalogue.deed_of(item).ok().map(|deed| deed.category),
        }
    }
    None
}
