//! Targets: goals over fixed dates.

use kitaab_core::{
    Catalogue, Day, DayRange, Evaluator, NewTarget, Target, TargetId, TargetPatch, TargetProgress, items_read,
};

use crate::book::Book;
use crate::committed::{Added, Committed};
use crate::error::Result;
use crate::snapshot::Wanted;

/// The targets of a book.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> kitaab::Result<()> {
/// # let book = kitaab::Kitaab::open("memory:").await?.my_book().await?;
/// # let today = book.today().await?;
/// # use kitaab::{Amount, Category::Hasanaat, NewDeed, Quantity, Total};
/// # let quran = book.deeds().add(NewDeed::count("Qur'an", Hasanaat).unit("pages")).await?;
/// use kitaab::{NewTarget, rules::total_at_least};
/// let khatm = book
///     .targets()
///     .add(
///         NewTarget::titled("The whole Qur'an")
///             .from(today)
///             .to(today.saturating_plus(29))
///             .item(total_at_least(quran.root(), "604".parse()?)),
///     )
///     .await?;
/// book.entries().put(quran.root(), today, Amount::whole(20)?).await?;
/// let progress = book.targets().progress(khatm.id).await?;
/// assert_eq!(progress.items[0].have, Quantity::Amount(Total::new(20_00)));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Targets<'b> {
    book: &'b Book,
}

impl Book {
    /// Its targets.
    pub fn targets(&self) -> Targets<'_> {
        Targets { book: self }
    }
}

impl Targets<'_> {
    /// Makes a target.
    ///
    /// # Errors
    /// `invalid` for dates and conditions that break the rules, named as in `items[1].days`; `conflict`
    /// for a title and first day that another target has.
    pub async fn add(self, new: NewTarget) -> Result<Added<Target>> {
        let done = self.book.commit(|now, ids| now.catalogue.add_target(&new, now.today, ids)).await?;
        Ok(Added { added: done.catalogue.target(done.made)?.clone(), committed: done.committed })
    }

    /// A target.
    ///
    /// # Errors
    /// `not_found`.
    pub async fn get(self, id: TargetId) -> Result<Target> {
        Ok(self.book.catalogue().await?.target(id)?.clone())
    }

    /// All targets, the latest first.
    pub async fn list(self) -> Result<Vec<Target>> {
        let catalogue = self.book.catalogue().await?;
        Ok(in_order(&catalogue).into_iter().cloned().collect())
    }

    /// Edits a target.
    ///
    /// # Errors
    /// As [`Targets::add`]; whether it is over does not matter.
    pub async fn edit(self, id: TargetId, patch: TargetPatch) -> Result<Committed> {
        self.book.change(|now| now.catalogue.edit_target(id, patch.clone(), now.today)).await
    }

    /// Removes a target.
    pub async fn remove(self, id: TargetId) -> Result<Committed> {
        self.book.change(|now| now.catalogue.remove_target(id)).await
    }

    /// How a target stands today.
    ///
    /// # Errors
    /// `not_found`.
    pub async fn progress(self, id: TargetId) -> Result<TargetProgress> {
        let now = self.book.shared().time.now();
        let snapshot = self
            .book
            .snapshot(|catalogue| Ok(read_for(catalogue, &[catalogue.target(id)?], catalogue.settings.today(now)?)))
            .await?;
        let today = snapshot.catalogue.settings.today(now)?;
        let target = snapshot.catalogue.target(id)?;
        Ok(Evaluator::new(&snapshot.catalogue, &snapshot.records).progress(target, today)?)
    }

    /// How all targets in use stand today, the latest first.
    pub async fn progress_all(self) -> Result<Vec<(TargetId, TargetProgress)>> {
        let now = self.book.shared().time.now();
        let snapshot = self
            .book
            .snapshot(|catalogue| Ok(read_for(catalogue, &in_use(catalogue), catalogue.settings.today(now)?)))
            .await?;
        let today = snapshot.catalogue.settings.today(now)?;
        let evaluator = Evaluator::new(&snapshot.catalogue, &snapshot.records);
        let progress = |target: &Target| Ok((target.id, evaluator.progress(target, today)?));
        in_use(&snapshot.catalogue).into_iter().map(progress).collect()
    }
}

fn in_order(catalogue: &Catalogue) -> Vec<&Target> {
    let mut targets: Vec<&Target> = catalogue.targets.values().collect();
    targets.sort_by_key(|target| (std::cmp::Reverse(target.first_day), &target.title, target.id));
    targets
}

fn in_use(catalogue: &Catalogue) -> Vec<&Target> {
    let mut targets = in_order(catalogue);
    targets.retain(|target| target.active);
    targets
}

/// What the progress of some targets reads: their items, over their dates up to today.
fn read_for(catalogue: &Catalogue, targets: &[&Target], today: Day) -> Wanted {
    let past = targets.iter().filter_map(|target| DayRange::new(target.first_day, target.last_day.min(today)).ok());
    Wanted {
        items: items_read(catalogue, targets.iter().flat_map(|target| &target.items)).into_iter().collect(),
        days: past.reduce(DayRange::hull).unwrap_or(DayRange::single(today)),
    }
}
