//! The entries of many items, as they come in.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use kitaab_core::{Amount, Day, Error, ItemId, ScaleId, Series};
use uuid::Uuid;

use crate::error::{Fault, Result};
use crate::sql;

/// What the numbers of items or scale versions stand for.
pub(super) type Numbers = HashMap<u32, Uuid>;

/// Entries by the number of their item.
#[derive(Debug)]
pub(super) struct Collected(Vec<Option<(ItemId, Vec<Entry>)>>);

#[derive(Clone, Copy, Debug)]
struct Entry {
    day: Day,
    /// The number of the scale version; 0 of an amount.
    scale: u16,
    value: i64,
}

impl Collected {
    /// None yet, of these items.
    pub(super) fn new(items: &Numbers) -> Self {
        let most = items.keys().max().map_or(0, |most| *most);
        Self((0..=most).map(|number| items.get(&number).map(|item| (ItemId::new(*item), Vec::new()))).collect())
    }

    /// Adds an entry. `day`: in days since 1970-01-01.
    pub(super) fn add(&mut self, item: u32, day: i32, scale: u16, value: i64) -> Result<()> {
        let day = Day::from_epoch_days(day).map_err(|_| Fault::corrupt("an entry is of no day of a book"))?;
        let of_item = usize::try_from(item).ok().and_then(|item| self.0.get_mut(item)?.as_mut());
        let (_, entries) = of_item.ok_or_else(|| Fault::corrupt("an entry names an item that is not there"))?;
        entries.push(Entry { day, scale, value });
        Ok(())
    }

    /// Adds those of later days, of the same items.
    pub(super) fn append(&mut self, later: Self) {
        for (item, later) in self.0.iter_mut().zip(later.0) {
            if let (Some((_, entries)), Some((_, later))) = (item, later) {
                entries.extend(later);
            }
        }
    }

    /// The series of some of the items.
    pub(super) fn series(self, items: &BTreeSet<ItemId>, scales: &Numbers) -> Result<BTreeMap<ItemId, Series>> {
        let some = self.0.into_iter().flatten().filter(|(item, entries)| !entries.is_empty() && items.contains(item));
        some.map(|(item, entries)| Ok((item, series(entries, scales)?))).collect()
    }
}

fn series(mut entries: Vec<Entry>, scales: &Numbers) -> Result<Series> {
    // They mostly are: they were written day by day.
    if !entries.is_sorted_by_key(|entry| entry.day) {
        entries.sort_unstable_by_key(|entry| entry.day);
    }
    let days = entries.iter().map(|entry| entry.day).collect();
    if entries.iter().all(|entry| entry.scale == 0) {
        let amounts = entries.iter().map(|entry| Amount::from_hundredths(entry.value)).collect::<Result<_, _>>();
        let amounts = amounts.map_err(|_| Fault::corrupt("an entry's amount is out of its range"))?;
        return Ok(Series::count(days, amounts)?);
    }
    let (mut numbers, mut versions) = (Vec::new(), Vec::new());
    let mut values = Vec::with_capacity(entries.len());
    for entry in &entries {
        // They change seldom: the last one is the likeliest.
        let place = match numbers.iter().rposition(|number| *number == entry.scale) {
            Some(place) => place,
            None => {
                let unknown = || Fault::corrupt("an entry names a scale version that is not there");
                versions.push(ScaleId::new(*scales.get(&entry.scale.into()).ok_or_else(unknown)?));
                numbers.push(entry.scale);
                numbers.len() - 1
            }
        };
        let place = u8::try_from(place).map_err(|_| Error::unsupported("more than 256 scale versions in use"))?;
        values.push((place, sql::small(entry.value)?));
    }
    Ok(Series::scale(days, versions, values)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: i32 = 20_000;

    fn collected(entries: &[(i32, u16, i64)]) -> Result<Option<Series>> {
        let item = Uuid::from_u128(7);
        let mut collected = Collected::new(&Numbers::from([(3, item)]));
        for (day, scale, value) in entries {
            collected.add(3, *day, *scale, *value)?;
        }
        let scales = Numbers::from([(1, Uuid::from_u128(1)), (2, Uuid::from_u128(2))]);
        Ok(collected.series(&BTreeSet::from([ItemId::new(item)]), &scales)?.remove(&ItemId::new(item)))
    }

    #[test]
    fn entries_are_put_in_the_order_of_their_days() {
        let series = collected(&[(DAY + 1, 2, 1), (DAY + 2, 1, 0), (DAY, 1, 3)]).unwrap().unwrap();
        let days = [DAY, DAY + 1, DAY + 2].map(|day| Day::from_epoch_days(day).unwrap());
        let versions = [1, 2].map(|number| ScaleId::new(Uuid::from_u128(number)));
        let made = Series::scale(days.to_vec(), versions.to_vec(), vec![(0, 3), (1, 1), (0, 0)]);
        assert_eq!(series, made.unwrap());
        let most = 9_999_999_999;
        let (first, last) = (Day::MIN.epoch_days(), Day::MAX.epoch_days());
        let amounts = collected(&[(last, 0, most), (first, 0, 0)]).unwrap().unwrap();
        let hundredths = |amount| Amount::from_hundredths(amount).unwrap();
        assert_eq!(amounts, Series::count(vec![Day::MIN, Day::MAX], vec![hundredths(0), hundredths(most)]).unwrap());
    }

    #[test]
    fn only_what_is_asked_for_and_has_entries_is_told() {
        assert_eq!(collected(&[]).unwrap(), None);
        let mut others = Collected::new(&Numbers::from([(3, Uuid::from_u128(7))]));
        others.add(3, DAY, 0, 1).unwrap();
        assert_eq!(others.series(&BTreeSet::new(), &Numbers::new()).unwrap(), BTreeMap::new());
    }

    #[test]
    fn what_is_damaged_is_told() {
        for entries in [
            &[(DAY, 0, 1), (DAY + 1, 1, 2)][..],
            &[(DAY, 3, 1)],
            &[(DAY, 1, 256)],
            &[(DAY, 0, -1)],
            &[(Day::MAX.epoch_days() + 1, 0, 1)],
            &[(DAY, 0, 1), (DAY, 0, 2)],
        ] {
            let told = collected(entries).map_err(kitaab_store::StoreError::from);
            assert!(told.is_err(), "{entries:?}: {told:?}");
        }
        for item in [0, 2, 4, u32::MAX] {
            assert!(Collected::new(&Numbers::from([(3, Uuid::nil())])).add(item, DAY, 0, 1).is_err(), "item {item}");
        }
    }
}
