//! Books to measure on.

use kitaab::{Amount, Book, Category, Day, DayRange, ItemId, NewDeed, NewEntry};

/// A deed with so many counted items.
pub(crate) async fn items(book: &Book, count: usize) -> Vec<ItemId> {
    let names = (0..count).map(|number| format!("Item {number:02}"));
    let deed = NewDeed::count("Practice", Category::Hasanaat).items(names).starts_on(Day::MIN);
    let deed = book.deeds().add(deed).await.unwrap();
    let catalogue = book.catalogue().await.unwrap();
    catalogue.children(deed.root()).iter().map(|item| item.id).collect()
}

/// The days of so many years that end with `today`.
pub(crate) fn years_before(today: Day, years: i32) -> DayRange {
    DayRange::new(today.saturating_plus(-365 * years + 1), today).unwrap()
}

/// An entry for every item on every day.
pub(crate) async fn fill(book: &Book, items: &[ItemId], days: DayRange) {
    for item in items {
        let entries: Vec<NewEntry> = days
            .days()
            .map(|day| NewEntry::new(*item, day, Amount::whole(day.epoch_days().unsigned_abs() % 40).unwrap()))
            .collect();
        book.entries().put_many(&entries).await.unwrap();
    }
}
