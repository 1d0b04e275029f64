//! What random operations are about: few days, few words, so that they meet.

use kitaab_core::{Amount, Catalogue, Category, Day, DayRange, ItemId, Measure, ScaleId, ScaleValueRef, Value};

use crate::random::Random;

/// Words of notes and reflections, in several spellings.
pub(super) const WORDS: [&str; 12] =
    ["fajr", "Fajr", "late", "prayed", "with", "FATHER", "القرآن", "القران", "صَلَاة", "في", "naïve", "7"];

pub(super) fn day(random: &mut Random) -> Day {
    match random.below(40) {
        0 => Day::MIN,
        1 => Day::MAX,
        _ => Day::from_epoch_days(19_000 + random.between(0, 45)).unwrap(),
    }
}

pub(super) fn days(random: &mut Random) -> DayRange {
    if random.chance(20) {
        return DayRange::ALL;
    }
    let (one, other) = (day(random), day(random));
    DayRange::new(one.min(other), one.max(other)).unwrap()
}

pub(super) fn category(random: &mut Random) -> Category {
    if random.chance(50) { Category::Hasanaat } else { Category::Saiyyiaat }
}

pub(super) fn text(random: &mut Random) -> String {
    let count = 1 + random.below(6);
    let words: Vec<&str> = (0..count).filter_map(|_| random.pick(&WORDS)).collect();
    words.join(if random.chance(50) { " " } else { ", " })
}

pub(super) fn words(random: &mut Random) -> Vec<String> {
    let count = random.below(5).saturating_sub(2);
    let words = (0..count).filter_map(|_| random.pick(&WORDS));
    words.flat_map(kitaab_core::search::tokens).collect()
}

/// A limit: mostly small, at times the greatest, seldom one that is refused.
pub(super) fn limit(random: &mut Random) -> u32 {
    match random.below(30) {
        0 => 0,
        1 => kitaab_store::MAX_PAGE + 1,
        2..=7 => kitaab_store::MAX_PAGE,
        few => u32::try_from(few).unwrap() / 2,
    }
}

pub(super) fn amount(random: &mut Random) -> Amount {
    let hundredths = match random.below(10) {
        0 => 0,
        1 => Amount::MAX.hundredths(),
        _ => i64::from(random.between(1, 100_000)),
    };
    Amount::from_hundredths(hundredths).unwrap()
}

/// What entries of an item hold: amounts, or values of one of its deed's scales.
#[derive(Clone, Copy, Debug)]
pub(super) enum Holds {
    Amounts,
    Values { scale: ScaleId, count: u8 },
}

impl Holds {
    /// What an item's entries hold; none where its deed has no scale left.
    pub(super) fn of(catalogue: &Catalogue, item: ItemId, random: &mut Random) -> Option<Self> {
        let deed = catalogue.deed_of(item).ok()?;
        match deed.measure {
            Measure::Count => Some(Self::Amounts),
            Measure::Scale => {
                let versions: Vec<_> = catalogue.scale_versions(deed.id).iter().map(|scale| scale.id).collect();
                let scale = random.pick(&versions)?;
                let count = u8::try_from(catalogue.scale(scale).ok()?.values.len()).ok()?;
                Some(Self::Values { scale, count })
            }
        }
    }

    pub(super) fn value(self, random: &mut Random) -> Value {
        match self {
            Self::Amounts => Value::Count(amount(random)),
            Self::Values { scale, .. } => Value::Scale(ScaleValueRef { scale, position: self.position(random) }),
        }
    }

    /// A position in the scale; seldom one that it does not have.
    pub(super) fn position(self, random: &mut Random) -> u8 {
        match self {
            Self::Values { count, .. } if !random.chance(2) => u8::try_from(random.below(count.into())).unwrap_or(0),
            _ => 99,
        }
    }
}
