//! One item on one day.

use chrono::Datelike;
use icu_calendar::Date;
use icu_calendar::cal::Hijri;
use icu_calendar::types::RataDie;
use kitaab_core::{
    Category, Day, DayItem, DeedId, Exemption, Goal, Item, ItemId, Match, Measure, Scale, ScaleValueRef, Schedule,
    Scope, Value,
};

use super::{Corner, Oracle};

impl Oracle<'_> {
    pub(crate) fn item(&self, id: ItemId) -> &Item {
        self.book.catalogue.items.get(&id).expect("worlds name no items that are not there")
    }

    pub(crate) fn live(&self, id: ItemId, x: Day) -> bool {
        match self.item(id).archived_from {
            Some(from) => x < from,
            None => true,
        }
    }

    pub(crate) fn running(&self, id: ItemId, x: Day) -> bool {
        self.live(id, x) && self.item(id).starts_on <= x
    }

    pub(crate) fn leaf(&self, id: ItemId, x: Day) -> bool {
        if !self.live(id, x) {
            return false;
        }
        for child in self.book.catalogue.items.values() {
            if child.parent == Some(id) && self.running(child.id, x) {
                return false;
            }
        }
        true
    }

    /// The item and the items above it, up to the root.
    pub(crate) fn lineage(&self, id: ItemId) -> Vec<ItemId> {
        let mut lineage = vec![id];
        let mut at = id;
        while let Some(parent) = self.item(at).parent {
            lineage.push(parent);
            at = parent;
        }
        lineage
    }

    /// The items of the subtree, the item itself included.
    pub(crate) fn subtree(&self, id: ItemId) -> Vec<ItemId> {
        self.book.catalogue.items.keys().copied().filter(|below| self.lineage(*below).contains(&id)).collect()
    }

    /// The items of the subtree that are leaves on that day.
    pub(crate) fn leaves(&self, id: ItemId, x: Day) -> Vec<ItemId> {
        self.subtree(id).into_iter().filter(|below| self.leaf(*below, x)).collect()
    }

    /// Which version of the schedule holds, and the schedule; daily before the first.
    pub(crate) fn schedule(&self, id: ItemId, x: Day) -> (Option<usize>, Schedule) {
        let mut holds = (None, Schedule::Daily);
        for (i, (from, schedule)) in self.item(id).schedules.versions().iter().enumerate() {
            if *from <= x {
                holds = (Some(i), schedule.clone());
            }
        }
        holds
    }

    /// The first day of the Hijri month that is so many months after Muharram 1300: the owner's, or the tables'.
    fn first_of_month(&self, months: i32) -> i32 {
        let (year, month) = (1300 + months / 12, u8::try_from(months % 12 + 1).unwrap());
        for sighting in self.book.catalogue.sightings.values() {
            if i32::from(sighting.id.year()) == year && sighting.id.month() == month {
                return sighting.first_day.epoch_days();
            }
        }
        let first = Date::try_new_hijri_with_calendar(year, month, 1, Hijri::new_umm_al_qura()).unwrap();
        i32::try_from(first.to_rata_die().to_i64_date()).unwrap() - 719_163
    }

    /// The month and the day of the month, of the Hijri calendar.
    pub(crate) fn hijri(&self, x: Day) -> (u8, u8) {
        let rata_die = RataDie::new(i64::from(x.epoch_days()) + 719_163);
        let by_table = Date::from_rata_die(rata_die, Hijri::new_umm_al_qura());
        let (year, month) = (by_table.year().extended_year(), by_table.month().ordinal);
        // From the month after it back to the one that has begun.
        let mut months = (year - 1300) * 12 + i32::from(month);
        while self.first_of_month(months) > x.epoch_days() {
            months -= 1;
        }
        let day = x.epoch_days() - self.first_of_month(months) + 1;
        let (month_here, day) = (u8::try_from(months % 12 + 1).unwrap(), u8::try_from(day).unwrap());
        self.corners.note_if((month, by_table.day_of_month().0) != (month_here, day), Corner::MovedBySighting);
        (month_here, day)
    }

    fn fasting_forbidden(&self, x: Day) -> bool {
        let (month, day) = self.hijri(x);
        (month == 10 && day == 1) || (month == 12 && (10..=13).contains(&day))
    }

    pub(crate) fn scheduled(&self, id: ItemId, x: Day) -> bool {
        let schedule = self.schedule(id, x).1;
        let named = match &schedule {
            Schedule::Daily | Schedule::TimesPerWeek { .. } | Schedule::TimesPerMonth { .. } => true,
            Schedule::Weekdays(days) => days.iter().any(|weekday| weekday == x.date().weekday()),
            Schedule::EveryNDays { n, from } => (x.epoch_days() - from.epoch_days()).abs() % i32::from(*n) == 0,
            Schedule::HijriMonthDays(days) => days.iter().any(|day| *day == self.hijri(x).1),
            Schedule::HijriMonths(months) => months.iter().any(|month| *month == self.hijri(x).0),
            Schedule::HijriDates(dates) => dates.iter().any(|date| *date == self.hijri(x)),
            Schedule::TimesInHijriMonth { month, .. } => *month == self.hijri(x).0,
            other => panic!("worlds hold no {other:?}"),
        };
        if !named {
            return false;
        }
        let by_hijri = !matches!(
            schedule,
            Schedule::Daily
                | Schedule::Weekdays(_)
                | Schedule::EveryNDays { .. }
                | Schedule::TimesPerWeek { .. }
                | Schedule::TimesPerMonth { .. }
        );
        self.corners.note_if(by_hijri, Corner::HijriScheduled);
        !(self.item(id).fast && self.corners.note_if(self.fasting_forbidden(x), Corner::FastForbidden))
    }

    pub(crate) fn has_quota(&self, id: ItemId, x: Day) -> bool {
        matches!(
            self.schedule(id, x).1,
            Schedule::TimesPerWeek { .. } | Schedule::TimesPerMonth { .. } | Schedule::TimesInHijriMonth { .. }
        )
    }

    /// The exemptions that hold on that day, cover the item and lift it.
    pub(crate) fn lifting(&self, id: ItemId, x: Day) -> Vec<&Exemption> {
        let mut lifting = Vec::new();
        for exemption in self.book.catalogue.exemptions.values() {
            let holds = exemption.first_day <= x && exemption.last_day.is_none_or(|last| x <= last);
            let covers = match exemption.scope {
                Scope::Hasanaat => self.category(id) == Category::Hasanaat,
                Scope::Deed(deed) => self.item(id).deed == deed,
                Scope::Item(above) => self.lineage(id).contains(&above),
            };
            let lifts = self.item(id).excuses.of(exemption.reason.kind()).lifts;
            self.corners.note_if(holds && covers && !lifts, Corner::NotLiftedByExcuse);
            if holds && covers && lifts {
                lifting.push(exemption);
            }
        }
        lifting
    }

    pub(crate) fn exempt(&self, id: ItemId, x: Day) -> bool {
        !self.lifting(id, x).is_empty()
    }

    pub(crate) fn due(&self, id: ItemId, x: Day) -> bool {
        self.running(id, x) && self.leaf(id, x) && self.scheduled(id, x) && !self.exempt(id, x)
    }

    pub(crate) fn logged(&self, x: Day) -> bool {
        self.book.reviewed.contains(&x) || self.book.entries.keys().any(|(_, day)| *day == x)
    }

    pub(crate) fn category(&self, id: ItemId) -> Category {
        self.book.catalogue.deeds[&self.item(id).deed].category
    }

    pub(crate) fn measure(&self, id: ItemId) -> Measure {
        self.book.catalogue.deeds[&self.item(id).deed].measure
    }

    fn versions(&self, deed: DeedId) -> Vec<&Scale> {
        let mut versions: Vec<&Scale> = self.book.catalogue.scales.values().filter(|s| s.deed == deed).collect();
        versions.sort_by_key(|scale| scale.version);
        versions
    }

    /// The scale version that was active: of those whose day had come the one with the highest
    /// number, before all of them the first.
    fn scale_on(&self, deed: DeedId, x: Day) -> &Scale {
        let versions = self.versions(deed);
        let mut active = versions[0];
        for version in &versions {
            if version.from_day <= x {
                active = version;
            }
        }
        self.corners.note_if(active.id != versions[versions.len() - 1].id, Corner::ScaleOfEarlierVersion);
        active
    }

    /// What was recorded.
    pub(crate) fn entry(&self, id: ItemId, x: Day) -> Option<Value> {
        let entry = self.book.entries.get(&(id, x)).copied();
        if x > self.until {
            self.corners.note_if(entry.is_some(), Corner::LaterEntryLeftOut);
            return None;
        }
        entry
    }

    /// What was recorded, or what a blank reads as.
    pub(crate) fn value(&self, id: ItemId, x: Day) -> Option<Value> {
        if x > self.until {
            return self.entry(id, x);
        }
        if let Some(value) = self.entry(id, x) {
            return Some(value);
        }
        if self.category(id) != Category::Saiyyiaat || !self.due(id, x) {
            return None;
        }
        if !self.logged(x) {
            self.corners.note(Corner::BlankUnknown);
            return None;
        }
        match self.measure(id) {
            Measure::Count => {
                self.corners.note(Corner::BlankReadAsZero);
                Some(Value::Count(kitaab_core::Amount::ZERO))
            }
            Measure::Scale => {
                self.corners.note(Corner::BlankReadAsLowest);
                let scale = self.scale_on(self.item(id).deed, x);
                let mut lowest = 0;
                for (position, value) in scale.values.iter().enumerate() {
                    if value.score < scale.values[lowest].score {
                        lowest = position;
                    }
                }
                Some(Value::Scale(ScaleValueRef { scale: scale.id, position: u8::try_from(lowest).unwrap() }))
            }
        }
    }

    pub(crate) fn score(&self, value: ScaleValueRef) -> i32 {
        self.book.catalogue.scales[&value.scale].values[usize::from(value.position)].score
    }

    /// The lowest score of the value's own version.
    pub(crate) fn lowest_score(&self, value: ScaleValueRef) -> i32 {
        self.book.catalogue.scales[&value.scale].values.iter().map(|v| v.score).min().unwrap()
    }

    pub(crate) fn matches(&self, matching: &Match, value: Option<Value>) -> bool {
        let Some(value) = value else { return false };
        match (matching, value) {
            (Match::Logged, _) => true,
            (Match::Is(wanted), Value::Scale(value)) => self.same(*wanted, value),
            (Match::ScoreAtLeast(s), Value::Scale(value)) => self.score(value) >= *s,
            (Match::ScoreAtMost(s), Value::Scale(value)) => self.score(value) <= *s,
            (Match::AmountAtLeast(a), Value::Count(amount)) => amount >= *a,
            (Match::AmountAtMost(a), Value::Count(amount)) => amount <= *a,
            _ => {
                self.corners.note(Corner::OtherMeasure);
                false
            }
        }
    }

    /// Whether the mappings lead from the one of the older version to the other.
    fn same(&self, a: ScaleValueRef, b: ScaleValueRef) -> bool {
        let scales = &self.book.catalogue.scales;
        if scales[&a.scale].deed != scales[&b.scale].deed {
            self.corners.note(Corner::ValueOfAnotherDeed);
            return false;
        }
        let (older, newer) = if scales[&a.scale].version <= scales[&b.scale].version { (a, b) } else { (b, a) };
        let mut at = older;
        for next in self.versions(scales[&a.scale].deed) {
            if next.version > scales[&older.scale].version && next.version <= scales[&newer.scale].version {
                match next.mapping[usize::from(at.position)] {
                    Some(position) => at = ScaleValueRef { scale: next.id, position },
                    None => {
                        self.corners.note(Corner::MapsToNothing);
                        return false;
                    }
                }
            }
        }
        if a.scale != b.scale {
            self.corners.note(if at == newer { Corner::MappedToSame } else { Corner::MappedToOther });
        }
        at == newer
    }

    /// Whether the goal that holds on that day is reached by what the item reads as.
    pub(crate) fn reaches_goal(&self, id: ItemId, x: Day) -> bool {
        let mut goal = None;
        for (from, version) in self.item(id).goals.versions() {
            if *from <= x {
                goal = Some(*version);
            }
        }
        let Some(value) = self.value(id, x) else { return false };
        match (goal, value) {
            (Some(Goal::AmountAtLeast(a)), Value::Count(amount)) => amount >= a,
            (Some(Goal::AmountAtMost(a)), Value::Count(amount)) => amount <= a,
            (Some(Goal::ScoreAtLeast(s)), Value::Scale(value)) => self.score(value) >= s,
            (Some(Goal::ScoreAtMost(s)), Value::Scale(value)) => self.score(value) <= s,
            (Some(_), _) => false,
            (None, Value::Count(amount)) => (amount.hundredths() == 0) == (self.category(id) == Category::Saiyyiaat),
            (None, Value::Scale(value)) => {
                (self.score(value) == self.lowest_score(value)) == (self.category(id) == Category::Saiyyiaat)
            }
        }
    }

    /// Everything about one item on one day.
    pub(crate) fn day_item(&self, id: ItemId, x: Day) -> DayItem {
        DayItem {
            due: self.due(id, x),
            exempt: self.exempt(id, x),
            leaf: self.leaf(id, x),
            recorded: self.entry(id, x),
            reads_as: self.value(id, x),
            kept: self.kept(id, x),
        }
    }

    /// Whether a due day was kept; unknown where it is blank and not logged.
    fn kept(&self, id: ItemId, x: Day) -> Option<bool> {
        if !self.due(id, x) {
            return None;
        }
        if self.value(id, x).is_none() && !self.logged(x) {
            self.corners.note(Corner::KeptUnknown);
            return None;
        }
        let kept = self.reaches_goal(id, x);
        self.corners.note(if kept { Corner::Kept } else { Corner::NotKept });
        Some(kept)
    }
}
