//! What goes into a report, read from the book.

use std::sync::Arc;

use kitaab::{
    Book, Calendar, Catalogue, Category, Dashboard, DashboardRequest, Day, DayRange, Hide, ItemId, Merit, Outcome,
    Reflection, ReflectionQuery, Target, TargetProgress,
};

use crate::error::Result;
use crate::options::ReportOptions;

/// How many reflections are read at a time.
const PAGE: u32 = 1_000;

/// Everything that is shown.
#[derive(Debug)]
pub(crate) struct Contents {
    pub(crate) catalogue: Arc<Catalogue>,
    pub(crate) calendar: Calendar,
    pub(crate) today: Day,
    /// The days asked for, from the first on which there is anything, up to today.
    pub(crate) days: DayRange,
    pub(crate) dashboard: Dashboard,
    /// The categories that are shown.
    pub(crate) categories: Vec<Category>,
    pub(crate) merits: Vec<(Merit, Vec<Outcome>)>,
    /// How many merits speak of what is not shown.
    pub(crate) merits_left_out: usize,
    pub(crate) targets: Vec<(Target, TargetProgress)>,
    pub(crate) targets_left_out: usize,
    /// The oldest first.
    pub(crate) reflections: Vec<Reflection>,
}

impl Contents {
    pub(crate) async fn of(book: &Book, options: &ReportOptions) -> Result<Self> {
        let catalogue = book.catalogue().await?;
        let today = book.today().await?;
        let asked = DayRange::new(options.days.first(), options.days.last().min(today))
            .unwrap_or(DayRange::single(options.days.first()));
        let mut dashboard = book.insights().dashboard(&DashboardRequest::new(asked)).await?;
        let days = lived(&dashboard, asked);
        if days != asked {
            dashboard = book.insights().dashboard(&DashboardRequest::new(days)).await?;
        }
        let categories: Vec<Category> = [Category::Hasanaat, Category::Saiyyiaat]
            .into_iter()
            .filter(|category| options.saiyyiaat || *category == Category::Hasanaat)
            .collect();

        let shown = |item: ItemId| {
            catalogue.deed_of(item).is_ok_and(|deed| categories.contains(&deed.category))
                && catalogue.hide_of(item).is_ok_and(|hide| hide == Hide::None)
        };
        let judged = book.merits().outcomes(days).await?;
        let known: Vec<_> = judged
            .into_iter()
            .filter_map(|(id, outcomes)| Some((catalogue.merits.get(&id)?.clone(), outcomes)))
            .collect();
        let all_merits = known.len();
        let merits: Vec<_> = known
            .into_iter()
            .filter(|(merit, _)| merit.rule.conditions().iter().all(|condition| shown(condition.item)))
            .collect();

        let progress = book.targets().progress_all().await?;
        // A target belongs to the report if it runs on any of its days.
        let within: Vec<_> = progress
            .into_iter()
            .filter_map(|(id, progress)| Some((catalogue.targets.get(&id)?.clone(), progress)))
            .filter(|(target, _)| target.first_day <= days.last() && days.first() <= target.last_day)
            .collect();
        let all_targets = within.len();
        let targets: Vec<_> = within
            .into_iter()
            .filter(|(_, progress)| progress.items.iter().all(|item| shown(item.condition.item)))
            .collect();

        let reflections = if options.reflections { reflections(book, days, &categories).await? } else { Vec::new() };
        Ok(Self {
            calendar: catalogue.calendar(),
            today,
            days,
            dashboard,
            merits_left_out: all_merits - merits.len(),
            merits,
            targets_left_out: all_targets - targets.len(),
            targets,
            reflections,
            categories,
            catalogue,
        })
    }

    /// Whether deeds of a category are shown.
    pub(crate) fn shows(&self, category: Category) -> bool {
        self.categories.contains(&category)
    }
}

/// The days from the first on which something was due or recorded: what is before a book began has nothing to tell.
fn lived(dashboard: &Dashboard, asked: DayRange) -> DayRange {
    let days = dashboard.heat_maps.iter().flat_map(|map| &map.days);
    let first = days.filter(|day| day.due > 0 || day.entries > 0).map(|day| day.day).min();
    first.and_then(|first| DayRange::new(first, asked.last()).ok()).unwrap_or(asked)
}

/// The reflections on some days, the oldest first.
async fn reflections(book: &Book, days: DayRange, categories: &[Category]) -> Result<Vec<Reflection>> {
    let mut query = ReflectionQuery { days, category: None, words: Vec::new(), after: None, limit: PAGE };
    let mut found = Vec::new();
    loop {
        let page = book.reflections().list(&query).await?;
        found.extend(page.rows.into_iter().filter(|reflection| categories.contains(&reflection.category)));
        query.after = page.next;
        if query.after.is_none() {
            found.sort_by_key(|reflection| (reflection.day, reflection.category));
            return Ok(found);
        }
    }
}
