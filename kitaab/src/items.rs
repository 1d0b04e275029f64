//! Items: the nodes of a deed's tree.

use kitaab_core::{
    Day, Excuse, FidyaRate, Goal, Hide, Item, ItemEdit, ItemId, MakeUpPolicy, NewItem, ReasonKind, Schedule,
};

use crate::book::Book;
use crate::committed::{Added, Committed};
use crate::error::Result;

/// The items of a book's deeds.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> kitaab::Result<()> {
/// # let book = kitaab::Kitaab::open("memory:").await?.my_book().await?;
/// # use kitaab::{Category::Hasanaat, NewDeed};
/// # let today = book.today().await?;
/// use kitaab::{NewItem, Schedule};
/// let fasting = book.deeds().add(NewDeed::scale("Fasting", Hasanaat).items(["Ramadan"])).await?;
/// let more = book.items().add(fasting.root(), NewItem::named("Voluntary")).await?;
/// book.items().set_schedule(more.id, today, Schedule::TimesPerMonth { times: 3 }).await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Items<'b> {
    book: &'b Book,
}

impl Book {
    /// The items of its deeds.
    pub fn items(&self) -> Items<'_> {
        Items { book: self }
    }
}

impl Items<'_> {
    /// Makes an item, with those below it, under another one: after the items there. Under one that is to be archived
    /// on a day to come, it is archived with it.
    ///
    /// # Errors
    /// `invalid` for a part that breaks a rule, or a tree more than 8 levels deep; `conflict` for a name
    /// that a live sibling has, or an archived parent.
    pub async fn add(self, parent: ItemId, new: NewItem) -> Result<Added<Item>> {
        let done = self.book.commit(|now, ids| now.catalogue.add_item(parent, &new, now.today, ids)).await?;
        Ok(Added { added: done.catalogue.item(done.made)?.clone(), committed: done.committed })
    }

    /// An item.
    ///
    /// # Errors
    /// `not_found`.
    pub async fn get(self, id: ItemId) -> Result<Item> {
        Ok(self.book.catalogue().await?.item(id)?.clone())
    }

    /// The item at a path such as `Salah/Fajr`, or the one with this UUID. Of several with one path that is meant which
    /// is live longest.
    ///
    /// # Errors
    /// `not_found`, or `conflict` if several have this path.
    pub async fn find(self, path: &str) -> Result<ItemId> {
        Ok(self.book.catalogue().await?.find_by_path(path)?)
    }

    /// Edits an item.
    ///
    /// # Errors
    /// `conflict` for a name that a live sibling has.
    pub async fn edit(self, id: ItemId, edit: ItemEdit) -> Result<Committed> {
        self.book.change(|now| now.catalogue.edit_item(id, &edit, now.today)).await
    }

    /// Leaves an item out of insights, or also out of input lists; or shows it again.
    pub async fn hide(self, id: ItemId, hide: Hide) -> Result<Committed> {
        self.edit(id, ItemEdit::new().hide(hide)).await
    }

    /// Says whether an item is a fast: one is never due on the two Eids and 11 to 13 Dhul-Hijjah, whatever its schedule.
    pub async fn set_fast(self, id: ItemId, fast: bool) -> Result<Committed> {
        self.edit(id, ItemEdit::new().fast(fast)).await
    }

    /// Moves an item, with all below it, under another item of the same deed, after those there. Where that one is
    /// to be archived on a day to come, so is what is moved.
    pub async fn move_under(self, id: ItemId, parent: ItemId) -> Result<Committed> {
        self.book.change(|now| now.catalogue.move_item(id, parent, now.today)).await
    }

    /// Puts the items under a parent into a complete new order. Archived ones may be left out; they
    /// come last.
    pub async fn reorder(self, parent: ItemId, order: &[ItemId]) -> Result<Committed> {
        self.book.change(|now| now.catalogue.reorder_items(parent, order, now.today)).await
    }

    /// Archives an item with all below it: not due from that day on, history kept. The day may be one to come: until
    /// then the item is live in every way, and its name is taken.
    pub async fn archive(self, id: ItemId, from: Day) -> Result<Committed> {
        self.book.change(|now| now.catalogue.archive_item(id, from, now.today)).await
    }

    /// Makes an archived item live again, with those below it that were archived from the same day.
    pub async fn restore(self, id: ItemId) -> Result<Committed> {
        self.book.change(|now| now.catalogue.restore_item(id, now.today)).await
    }

    /// Sets what makes a day kept, from a day on until the next goal's day.
    pub async fn set_goal(self, id: ItemId, from_day: Day, goal: Goal) -> Result<Committed> {
        self.book.change(|now| now.catalogue.set_goal(id, from_day, goal)).await
    }

    /// Sets when an item is due, from a day on until the next schedule's day.
    pub async fn set_schedule(self, id: ItemId, from_day: Day, schedule: Schedule) -> Result<Committed> {
        self.book.change(|now| now.catalogue.set_schedule(id, from_day, schedule.clone())).await
    }

    /// Sets how an item's make-ups are reckoned; none if missed days are not owed.
    ///
    /// # Errors
    /// `invalid` for a fidya of 0, and for unlogged days confirmed as missed that are not over.
    pub async fn set_make_up(self, id: ItemId, policy: impl Into<Option<MakeUpPolicy>>) -> Result<Committed> {
        let policy = policy.into();
        self.book.change(|now| now.catalogue.set_make_up_policy(id, policy.clone(), now.today)).await
    }

    /// Sets how many make-ups were owed when their reckoning began: years before the book. All else about them stays.
    ///
    /// # Errors
    /// `conflict` for an item whose missed days are not owed.
    pub async fn set_opening(self, id: ItemId, opening: u32) -> Result<Committed> {
        self.book.change(|now| now.catalogue.set_opening(id, opening)).await
    }

    /// Sets what is given as fidya for one owed day, or that none is. All else about the make-ups stays.
    ///
    /// # Errors
    /// `invalid` for an amount of 0, `conflict` for an item whose missed days are not owed.
    pub async fn set_fidya_rate(self, id: ItemId, rate: impl Into<Option<FidyaRate>>) -> Result<Committed> {
        let rate = rate.into();
        self.book.change(|now| now.catalogue.set_fidya_rate(id, rate.clone())).await
    }

    /// Sets what reasons of exemption do for items: each of `items` gets these on top of what it has. Items have
    /// their own excuses; those above and below are left as they are.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> kitaab::Result<()> {
    /// # let book = kitaab::Kitaab::open("memory:").await?.my_book().await?;
    /// # use kitaab::{Category::Hasanaat, NewDeed};
    /// use kitaab::{Excuse, Excuses, ReasonKind};
    /// let fasting = book.deeds().add(NewDeed::scale("Fasting", Hasanaat).items(["Ramadan"])).await?;
    /// let ramadan = fasting.item("Ramadan")?;
    /// // As for all obligatory fasts: excused for all four reasons, and owed later ...
    /// let fasts: Vec<_> = Excuses::of_fast().all().collect();
    /// book.items().set_excuses(&[ramadan], &fasts).await?;
    /// // ... but this owner fasts on journeys.
    /// book.items().set_excuses(&[ramadan], &[(ReasonKind::Travel, Excuse::DUE)]).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn set_excuses(self, items: &[ItemId], excuses: &[(ReasonKind, Excuse)]) -> Result<Committed> {
        self.book.change(|now| now.catalogue.set_excuses(items, excuses)).await
    }
}
