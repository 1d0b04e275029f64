//! Single days: what was due and kept of an item with all below it.

use kitaab_core::{Day, DayRange, ItemId, Subject, Weekday};

use super::{Corner, Look};

/// How an item stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct DayVerdict {
    pub(crate) kept: bool,
    /// Whether it is known that it was kept or not.
    pub(crate) known: bool,
}

/// A day of a heat map: due, kept, share, entries.
pub(crate) type HeatDay = (Day, u32, u32, Option<f64>, u32);

/// A weekday: entries, due, kept.
pub(crate) type WeekdayCounts = (Weekday, u64, u64, u64);

impl Look<'_> {
    /// The verdict on a day; none when nothing is due, or it is not over.
    pub(crate) fn day_verdict(&self, item: ItemId, x: Day) -> Option<DayVerdict> {
        if x > self.seen() || !self.records.contains(x) || !self.shown(item) {
            return None;
        }
        if !self.is_parent(item) {
            let fact = self.fact(item, x);
            let judged = fact.due && !self.pending(item, x);
            return judged.then_some(DayVerdict { kept: fact.reached, known: fact.kept.is_some() });
        }
        let mut leaves = self.items(Subject::Item(item));
        leaves.retain(|leaf| self.fact(*leaf, x).due && !self.fact(*leaf, x).quota);
        let (pending, judged): (Vec<_>, Vec<_>) = leaves.into_iter().partition(|leaf| self.pending(*leaf, x));
        let kept = judged.iter().all(|leaf| self.fact(*leaf, x).reached);
        let known = judged.iter().all(|leaf| self.fact(*leaf, x).kept.is_some());
        if kept && (judged.is_empty() || !pending.is_empty()) {
            self.note_if(!judged.is_empty(), Corner::ParentPending);
            return None;
        }
        self.note_if(kept, Corner::ParentKept);
        self.note_if(!kept, Corner::ParentNotKept);
        Some(DayVerdict { kept, known })
    }

    pub(crate) fn heat_map(&self, subject: Subject, days: DayRange) -> Vec<HeatDay> {
        let items = self.items(subject);
        if items.is_empty() {
            return Vec::new();
        }
        let mut found = Vec::new();
        for x in days.days().filter(|x| *x <= self.seen()) {
            let (mut due, mut kept, mut entries) = (0, 0, 0);
            for item in items.iter().filter(|_| self.records.contains(x)) {
                let fact = self.fact(*item, x);
                due += u32::from(fact.due && !fact.quota);
                kept += u32::from(fact.due && !fact.quota && fact.reached);
                entries += u32::from(fact.entry);
            }
            let logged = self.logged.contains(&x);
            self.note_if(due > 0 && !logged, Corner::DayShareUnknown);
            let share = (due > 0 && logged).then(|| f64::from(kept) / f64::from(due));
            found.push((x, due, kept, share, entries));
        }
        found
    }

    /// The seven weekdays from the owner's first on, with the best and the worst one.
    pub(crate) fn weekdays(
        &self,
        subject: Subject,
        days: DayRange,
    ) -> (Vec<WeekdayCounts>, Option<Weekday>, Option<Weekday>) {
        let mut weekday = Weekday::try_from(self.book.catalogue.settings.first_weekday).unwrap();
        let mut found = Vec::new();
        for _ in 0..7 {
            let (mut entries, mut due, mut kept) = (0, 0, 0);
            for x in self.known_days(days).into_iter().filter(|x| x.weekday() == weekday) {
                for item in self.items(subject) {
                    let fact = self.fact(item, x);
                    entries += u64::from(fact.entry);
                    if fact.due && !fact.quota && !self.pending(item, x) {
                        due += 1;
                        kept += u64::from(fact.reached);
                    }
                }
            }
            found.push((weekday, entries, due, kept));
            weekday = weekday.succ();
        }
        #[allow(clippy::cast_precision_loss)]
        let rate = |(_, _, due, kept): &WeekdayCounts| *kept as f64 / *due as f64;
        let rated: Vec<&WeekdayCounts> = found.iter().filter(|counts| counts.2 > 0).collect();
        let most = rated.iter().map(|counts| rate(counts)).fold(-1.0, f64::max);
        let least = rated.iter().map(|counts| rate(counts)).fold(2.0, f64::min);
        if !self.note_if(most > least, Corner::WeekdaysDiffer) {
            return (found, None, None);
        }
        let first_with = |wanted: f64| rated.iter().find(|counts| (rate(counts) - wanted).abs() < 1e-12).unwrap().0;
        let (best, worst) = (first_with(most), first_with(least));
        (found, Some(best), Some(worst))
    }

    /// Days on which it is known of both, both kept, only the first, only the second, neither; and phi.
    pub(crate) fn correlation(&self, a: ItemId, b: ItemId, days: DayRange) -> ([u32; 5], Option<f64>) {
        let (mut xs, mut ys) = (Vec::new(), Vec::new());
        let mut counts = [0; 5];
        for x in self.known_days(days) {
            let known = |item| self.day_verdict(item, x).filter(|verdict| verdict.known);
            if let (Some(first), Some(second)) = (known(a), known(b)) {
                counts[0] += 1;
                counts[match (first.kept, second.kept) {
                    (true, true) => 1,
                    (true, false) => 2,
                    (false, true) => 3,
                    (false, false) => 4,
                }] += 1;
                xs.push(f64::from(u8::from(first.kept)));
                ys.push(f64::from(u8::from(second.kept)));
            }
        }
        let phi = pearson(&xs, &ys);
        self.note_if(phi.is_some(), Corner::Phi);
        self.note_if(phi.is_none() && counts[0] > 0, Corner::NoPhi);
        (counts, phi)
    }
}

/// Pearson's coefficient, as it is defined; none where one side does not vary.
#[allow(clippy::cast_precision_loss)]
fn pearson(xs: &[f64], ys: &[f64]) -> Option<f64> {
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let varies = |values: &[f64]| values.iter().any(|value| (value - values[0]).abs() > 0.5);
    if !varies(xs) || !varies(ys) {
        return None;
    }
    let (mean_x, mean_y) = (mean(xs), mean(ys));
    let covariance: f64 = xs.iter().zip(ys).map(|(x, y)| (x - mean_x) * (y - mean_y)).sum();
    let variance = |values: &[f64], mean: f64| values.iter().map(|value| (value - mean).powi(2)).sum::<f64>();
    Some(covariance / (variance(xs, mean_x) * variance(ys, mean_y)).sqrt())
}
