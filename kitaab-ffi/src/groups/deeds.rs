//! Deeds, their groups, items and scales.

use crate::convert::{InRange, Inward, Outward};
use crate::error::{KitaabError, Result};
use crate::scalar::{Day, DeedId, GroupId, Int, ItemId, ScaleId, Text};
use crate::types::{
    AddedDeed, AddedDeeds, AddedGroup, AddedItem, AddedScale, Committed, Deed, DeedEdit, Excuse, FidyaRate, Goal,
    Group, Hide, Item, ItemEdit, MakeUpPolicy, NewDeed, NewItem, Scale, ScaleValue, Schedule,
};

operations! {
    /// The groups of a book's deeds.
    group Groups, groups, groups_table;

    /// Makes a group, after the others.
    fn add(name: [Text]) -> [AddedGroup] = |book| {
        let done = book.groups().add(name).await?;
        Ok(AddedGroup { group: done.added.outward(), committed: done.committed.outward() })
    };

    /// All groups in their order.
    fn list() -> [Vec<Group>] = |book| Ok(book.groups().list().await?.outward());

    /// Renames a group.
    fn rename(id: [GroupId], name: [Text]) -> [Committed] = |book| {
        Ok(book.groups().rename(id.inward()?, name).await?.outward())
    };

    /// Puts the groups into a complete new order.
    fn reorder(order: [Vec<GroupId>]) -> [Committed] = |book| {
        let order: Vec<_> = order.inward()?;
        Ok(book.groups().reorder(&order).await?.outward())
    };

    /// Removes a group; its deeds are then in none.
    fn remove(id: [GroupId]) -> [Committed] = |book| Ok(book.groups().remove(id.inward()?).await?.outward());
}

operations! {
    /// The deeds of a book.
    group Deeds, deeds, deeds_table;

    /// Makes a deed with its scale and items, after the others.
    ///
    /// # Errors
    /// `invalid` for a part that breaks a rule, named as in `items[2].name`; `not_found` for its group.
    fn add(deed: [NewDeed]) -> [AddedDeed] = |book| {
        let done = book.deeds().add(deed.inward()?).await?;
        let deed = Deed::told(done.added, &*book.catalogue().await?)?;
        Ok(AddedDeed { deed, committed: done.committed.outward() })
    };

    /// Makes several deeds, after the others and in their order, as one commit.
    ///
    /// # Errors
    /// As `add`, the place in front: `deeds[3].name`. Nothing is made then.
    fn add_all(deeds: [Vec<NewDeed>]) -> [AddedDeeds] = |book| {
        let done = book.deeds().add_all(deeds.inward()?).await?;
        let catalogue = book.catalogue().await?;
        let deeds = done.added.into_iter().map(|deed| Deed::told(deed, &catalogue)).collect::<Result<_>>()?;
        Ok(AddedDeeds { deeds, committed: done.committed.outward() })
    };

    /// A deed with its items.
    ///
    /// # Errors
    /// `not_found`.
    fn get(id: [DeedId]) -> [Deed] = |book| {
        let deed = book.deeds().get(id.inward()?).await?;
        Deed::told(deed, &*book.catalogue().await?)
    };

    /// All deeds in their order, archived and hidden ones too.
    fn list() -> [Vec<Deed>] = |book| {
        let (deeds, catalogue) = (book.deeds().list().await?, book.catalogue().await?);
        deeds.into_iter().map(|deed| Deed::told(deed, &catalogue)).collect()
    };

    /// Edits a deed.
    ///
    /// # Errors
    /// `conflict` for another category or measure once there are entries, or while a rule relies on it.
    fn edit(id: [DeedId], edit: [DeedEdit]) -> [Committed] = |book| {
        Ok(book.deeds().edit(id.inward()?, edit.inward()?).await?.outward())
    };

    /// Renames a deed, and with it its root item.
    fn rename(id: [DeedId], name: [Text]) -> [Committed] = |book| {
        Ok(book.deeds().rename(id.inward()?, name).await?.outward())
    };

    /// Shows a deed in a group, or in none.
    fn assign_group(id: [DeedId], group: [Option<GroupId>] = None) -> [Committed] = |book| {
        let group: Option<kitaab::GroupId> = group.inward()?;
        Ok(book.deeds().assign_group(id.inward()?, group).await?.outward())
    };

    /// Puts the deeds into a complete new order. Archived ones may be left out; they come last.
    fn reorder(order: [Vec<DeedId>]) -> [Committed] = |book| {
        let order: Vec<_> = order.inward()?;
        Ok(book.deeds().reorder(&order).await?.outward())
    };

    /// Archives a deed with all its items: not due from that day on, history kept.
    fn archive(id: [DeedId], from_day: [Day]) -> [Committed] = |book| {
        Ok(book.deeds().archive(id.inward()?, from_day.inward()?).await?.outward())
    };

    /// Makes an archived deed live again.
    fn restore(id: [DeedId]) -> [Committed] = |book| Ok(book.deeds().restore(id.inward()?).await?.outward());
}

operations! {
    /// The items of a book's deeds.
    group Items, items, items_table;

    /// Makes an item, with those below it, under another one: after the items there.
    ///
    /// # Errors
    /// `invalid` for a part that breaks a rule, or a tree more than 8 levels deep; `conflict` for a name that a live
    /// sibling has, or an archived parent.
    fn add(parent: [ItemId], item: [NewItem]) -> [AddedItem] = |book| {
        let done = book.items().add(parent.inward()?, item.inward()?).await?;
        Ok(AddedItem { item: item_of(&book, done.added.id).await?, committed: done.committed.outward() })
    };

    /// An item.
    ///
    /// # Errors
    /// `not_found`.
    fn get(id: [ItemId]) -> [Item] = |book| {
        let id = id.inward()?;
        item_of(&book, id).await
    };

    /// The item at a path such as `Salah/Fajr`, or the one with this UUID.
    ///
    /// # Errors
    /// `not_found`, or `conflict` if several have this path.
    fn find(path: [Text]) -> [ItemId] = |book| Ok(book.items().find(path.as_ref()).await?.outward());

    /// Edits an item.
    ///
    /// # Errors
    /// `conflict` for a name that a live sibling has.
    fn edit(id: [ItemId], edit: [ItemEdit]) -> [Committed] = |book| {
        Ok(book.items().edit(id.inward()?, edit.inward()?).await?.outward())
    };

    /// Leaves an item out of insights, or also out of input lists; or shows it again.
    fn hide(id: [ItemId], hide: [Hide]) -> [Committed] = |book| {
        Ok(book.items().hide(id.inward()?, hide.inward()?).await?.outward())
    };

    /// Moves an item, with all below it, under another item of the same deed, after those there.
    fn move_under(id: [ItemId], parent: [ItemId]) -> [Committed] = |book| {
        Ok(book.items().move_under(id.inward()?, parent.inward()?).await?.outward())
    };

    /// Puts the items under a parent into a complete new order. Archived ones may be left out; they come last.
    fn reorder(parent: [ItemId], order: [Vec<ItemId>]) -> [Committed] = |book| {
        let order: Vec<_> = order.inward()?;
        Ok(book.items().reorder(parent.inward()?, &order).await?.outward())
    };

    /// Archives an item with all below it: not due from that day on, history kept.
    fn archive(id: [ItemId], from_day: [Day]) -> [Committed] = |book| {
        Ok(book.items().archive(id.inward()?, from_day.inward()?).await?.outward())
    };

    /// Makes an archived item live again, with those below it that were archived from the same day.
    fn restore(id: [ItemId]) -> [Committed] = |book| Ok(book.items().restore(id.inward()?).await?.outward());

    /// Sets what makes a day kept, from a day on until the next goal's day.
    fn set_goal(id: [ItemId], from_day: [Day], goal: [Goal]) -> [Committed] = |book| {
        Ok(book.items().set_goal(id.inward()?, from_day.inward()?, goal.inward()?).await?.outward())
    };

    /// Sets when an item is due, from a day on until the next schedule's day.
    fn set_schedule(id: [ItemId], from_day: [Day], schedule: [Schedule]) -> [Committed] = |book| {
        Ok(book.items().set_schedule(id.inward()?, from_day.inward()?, schedule.inward()?).await?.outward())
    };

    /// Sets how an item's make-ups are reckoned; none if missed days are not owed.
    fn set_make_up(id: [ItemId], policy: [Option<MakeUpPolicy>] = None) -> [Committed] = |book| {
        let policy: Option<kitaab::MakeUpPolicy> = policy.inward()?;
        Ok(book.items().set_make_up(id.inward()?, policy).await?.outward())
    };

    /// Sets how many make-ups were owed when their reckoning began. All else about them stays.
    ///
    /// # Errors
    /// `conflict` for an item whose missed days are not owed.
    fn set_opening(id: [ItemId], opening: [Int]) -> [Committed] = |book| {
        Ok(book.items().set_opening(id.inward()?, opening.in_range("opening")?).await?.outward())
    };

    /// Sets what is given as fidya for one owed day, or that none is. All else about the make-ups stays.
    ///
    /// # Errors
    /// `invalid` for an amount of 0, `conflict` for an item whose missed days are not owed.
    fn set_fidya_rate(id: [ItemId], rate: [Option<FidyaRate>] = None) -> [Committed] = |book| {
        let rate: Option<kitaab::FidyaRate> = rate.inward()?;
        Ok(book.items().set_fidya_rate(id.inward()?, rate).await?.outward())
    };

    /// Sets what reasons of exemption do for items: each of them gets these on top of what it has.
    fn set_excuses(items: [Vec<ItemId>], excuses: [Vec<Excuse>]) -> [Committed] = |book| {
        let items: Vec<kitaab::ItemId> = items.inward()?;
        let excuses: Vec<(kitaab::ReasonKind, kitaab::Excuse)> = excuses.inward()?;
        Ok(book.items().set_excuses(&items, &excuses).await?.outward())
    };
}

/// An item with its place in its deed's tree.
async fn item_of(book: &kitaab::Book, id: kitaab::ItemId) -> Result<Item> {
    let deed = book.items().get(id).await?.deed;
    let deed = Deed::told(book.deeds().get(deed).await?, &*book.catalogue().await?)?;
    let gone = || kitaab::DomainError::not_found(kitaab::Kind::Item, id);
    deed.items.into_iter().find(|item| item.id.0 == id.uuid()).ok_or_else(|| gone().into())
}

operations! {
    /// The scales of a book's deeds.
    group Scales, scales, scales_table;

    /// The versions of a deed's scale, in order of their numbers; none for a counted deed.
    fn versions(deed: [DeedId]) -> [Vec<Scale>] = |book| Ok(book.scales().versions(deed.inward()?).await?.outward());

    /// Makes the next version of a deed's scale, active from today on. Entries keep the values they were given.
    ///
    /// `mapping` tells for each value of the version before, by position, which one it is now, if any; without it, the one
    /// with the same label.
    ///
    /// # Errors
    /// `invalid` for values that are no scale, a mapping that does not fit, or a counted deed.
    fn redefine(
        deed: [DeedId],
        values: [Vec<ScaleValue>],
        mapping: [Option<Vec<Option<Int>>>] = None,
    ) -> [AddedScale] = |book| {
        let done = book.scales().redefine(deed.inward()?, values.inward()?, mapping.in_range("mapping")?).await?;
        Ok(AddedScale { scale: done.added.outward(), committed: done.committed.outward() })
    };

    /// Corrects the spelling of a version's labels, in order. Neither version nor scores change.
    fn correct_labels(id: [ScaleId], labels: [Vec<Text>]) -> [Committed] = |book| {
        let labels: Vec<&str> = labels.iter().map(AsRef::as_ref).collect();
        Ok(book.scales().correct_labels(id.inward()?, &labels).await?.outward())
    };
}
