//! Worlds: small books full of corners, and questions about them.
//!
//! A plan is built into a book by patches, as every store builds it.

use std::collections::{BTreeMap, BTreeSet};

use icu_calendar::Date;
use icu_calendar::cal::Hijri;
use icu_calendar::types::RataDie;
use kitaab_core::{
    Amount, Below, Catalogue, Category, Change, Condition, Day, DayRange, DeedId, DeedPatch, Description, Excuse,
    Excuses, ExemptionId, ExemptionPatch, FidyaRate, Goal, Hide, HijriMonth, ItemId, ItemPatch, Label, MakeUpPace,
    MakeUpPolicy, Match, Measure, Name, Reason, ReasonKind, ReasonText, Records, Rule, ScaleId, ScalePatch, ScaleValue,
    ScaleValueRef, Schedule, Scope, Series, Settled, SightingPatch, Target, TargetId, TargetPatch, Test, Timeline,
    Title, Unit, UserId, Value, Weekdays,
};
use uuid::Uuid;

use super::Book;
use super::plans::{
    AFTER, BEFORE, ConditionPlan, DeedPlan, ExemptionPlan, FirstDay, ItemPlan, MatchPlan, RulePlan, SPAN, ScalePlan,
    SchedulePlan, TestPlan, WorldPlan,
};

/// A book and what is asked about it.
#[derive(Clone, Debug)]
pub(crate) struct World {
    /// The first day that may hold entries.
    #[allow(dead_code, reason = "only those who look back ask for it")]
    pub(crate) first: Day,
    pub(crate) book: Book,
    pub(crate) records: Records,
    pub(crate) rule: Rule,
    pub(crate) window: DayRange,
    pub(crate) duration: u16,
    pub(crate) days: DayRange,
    pub(crate) target: Target,
    pub(crate) today: Day,
    pub(crate) settled: Settled,
    pub(crate) pace: MakeUpPace,
}

/// Builds a world from its plan.
struct Builder {
    first: Day,
    catalogue: Catalogue,
    items: Vec<ItemId>,
    deeds: Vec<DeedId>,
    /// The scale versions of each deed, by rising number.
    scales: BTreeMap<DeedId, Vec<ScaleId>>,
}

impl WorldPlan {
    /// The world that it plans.
    pub(crate) fn build(&self) -> World {
        let first = match self.first {
            FirstDay::FebruaryOf(year, before) => {
                let march = Day::new(year, 3, 1).unwrap();
                march.saturating_plus(-1 - before)
            }
            FirstDay::Plain(days) => Day::from_epoch_days(days).unwrap(),
            FirstDay::BeforeHijri(year, month, before) => {
                let first = Date::try_new_hijri_with_calendar(year.into(), month, 1, Hijri::new_umm_al_qura()).unwrap();
                let days = i32::try_from(first.to_rata_die().to_i64_date()).unwrap() - 719_163;
                Day::from_epoch_days(days - before).unwrap()
            }
            FirstDay::Earliest => Day::MIN,
            FirstDay::Latest => Day::MAX.saturating_plus(-SPAN),
        };
        let catalogue = Catalogue::new(UserId::new(Uuid::from_u128(1)));
        let mut builder = Builder { first, catalogue, items: vec![], deeds: vec![], scales: BTreeMap::new() };
        self.sightings.iter().for_each(|(month, late)| builder.sighting(*month, *late));
        let mut entries = BTreeMap::new();
        for (number, deed) in (0..).zip(&self.deeds) {
            builder.deed(number, deed);
        }
        let mut item = 0;
        for (number, deed) in self.deeds.iter().enumerate() {
            for plan in &deed.items {
                builder.entries(builder.deeds[number], builder.items[item], plan, self.logged_days, &mut entries);
                item += 1;
            }
        }
        for (number, exemption) in (0..).zip(&self.exemptions) {
            builder.exemption(number, exemption);
        }
        let reviewed: BTreeSet<Day> = self.reviewed.iter().map(|x| builder.day(*x)).collect();

        let question = &self.question;
        let rule = builder.rule(&question.rule);
        let window = DayRange::ending(builder.day(question.window.0), question.window.1);
        let days_first = builder.day(question.days.0);
        let days = DayRange::new(days_first, days_first.saturating_plus(question.days.1 - 1)).unwrap();
        let target_first = builder.day(question.target.first);
        let target = Target::create(
            TargetId::new(Uuid::from_u128(1)),
            TargetPatch {
                title: Some(Title::new("target").unwrap()),
                first_day: Some(target_first),
                last_day: Some(target_first.saturating_plus(question.target.length)),
                items: Some(question.target.items.iter().map(|condition| builder.condition(condition)).collect()),
                ..TargetPatch::default()
            },
        )
        .unwrap();
        // From three days before its dates to five days after.
        let today = target_first.saturating_plus(i32::from(question.today) * (question.target.length + 9) / 256 - 3);
        let counts = |plan: &[(i32, u32)]| plan.iter().map(|(x, count)| (builder.day(*x), *count)).collect();
        let settled = Settled { made_up: counts(&question.made_up), fidya: counts(&question.fidya) };
        let pace = match question.pace {
            (true, _, days) => MakeUpPace::LastDays(days),
            (false, make_ups, days) => MakeUpPace::Given { make_ups, days },
        };

        let book = Book { catalogue: builder.catalogue, entries, reviewed };
        let span = DayRange::new(first.saturating_plus(-BEFORE), first.saturating_plus(SPAN + AFTER + 60)).unwrap();
        let records = book.records(span, &book.catalogue.items.keys().copied().collect());
        World { first, book, records, rule, window, duration: question.duration, days, target, today, settled, pace }
    }
}

impl Book {
    /// What a store hands out of it: the entries of some items, and the logged days.
    pub(crate) fn records(&self, span: DayRange, items: &BTreeSet<ItemId>) -> Records {
        let mut series: BTreeMap<ItemId, Series> = BTreeMap::new();
        let mut logged: BTreeSet<Day> = self.reviewed.iter().copied().filter(|day| span.contains(*day)).collect();
        for ((item, day), value) in self.entries.iter().filter(|((_, day), _)| span.contains(*day)) {
            if items.contains(item) {
                series.entry(*item).or_insert_with(Series::empty_count).push(*day, *value).unwrap();
            }
            logged.insert(*day);
        }
        Records::new(span, series, logged.into_iter().collect())
    }
}

fn timeline<T: Clone>(versions: &[(Day, T)]) -> Timeline<T> {
    versions.iter().fold(Timeline::default(), |line, (from, value)| line.with(*from, value.clone()))
}

/// Each of them once.
fn once<T: Ord>(named: impl Iterator<Item = T>) -> Vec<T> {
    named.collect::<BTreeSet<T>>().into_iter().collect()
}

fn amount(number: usize) -> Amount {
    let hundredths = [0, 50, 100, 133, 200, 1000];
    Amount::from_hundredths(hundredths[number % hundredths.len()]).unwrap()
}

/// A UUID per number, in no order: nothing may hang on parents having lower ids.
fn scattered(number: u64) -> Uuid {
    Uuid::from_u64_pair((number + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15), number)
}

const REASONS: [ReasonKind; 5] =
    [ReasonKind::Menstruation, ReasonKind::Postnatal, ReasonKind::Travel, ReasonKind::Illness, ReasonKind::Other];

impl Builder {
    fn day(&self, offset: i32) -> Day {
        self.first.saturating_plus(offset)
    }

    fn apply(&mut self, change: &Change) {
        let seq = self.catalogue.version + 1;
        assert!(self.catalogue.apply(change, seq).unwrap());
    }

    fn deed(&mut self, number: u64, plan: &DeedPlan) {
        let id = DeedId::new(scattered(number));
        let patch = DeedPatch {
            category: Some(if plan.bad { Category::Saiyyiaat } else { Category::Hasanaat }),
            measure: Some(if plan.count { Measure::Count } else { Measure::Scale }),
            ..DeedPatch::default()
        };
        self.apply(&Change::Deed(id, patch));
        self.deeds.push(id);
        if !plan.count {
            self.scale_versions(number, id, &plan.scales);
        }
        let mut above: Vec<(ItemId, usize)> = Vec::new();
        for (i, item) in (0..).zip(&plan.items) {
            let item_id = ItemId::new(scattered(10 * number + i));
            // No deeper than three below the root.
            let parent = (i > 0)
                .then(|| above[usize::from(item.parent) % above.len()])
                .map(|at| if at.1 < 3 { at } else { above[0] });
            above.push((item_id, parent.map_or(0, |(_, depth)| depth + 1)));
            let patch = self.item_patch(id, plan.count, parent.map(|(parent, _)| parent), item);
            self.apply(&Change::Item(item_id, patch));
            if let Some(from) = item.archived {
                let patch = ItemPatch { archived_from: Some(Some(self.day(from))), ..ItemPatch::default() };
                self.apply(&Change::Item(item_id, patch));
            }
            self.items.push(item_id);
        }
    }

    fn scale_versions(&mut self, number: u64, deed: DeedId, plans: &[ScalePlan]) {
        let mut before = 0;
        for (i, plan) in (0_u32..).zip(plans) {
            let id = ScaleId::new(scattered(10 * number + u64::from(i)));
            let count = u8::try_from(plan.scores.len()).unwrap();
            let values = (0..).zip(&plan.scores).map(|(position, score)| ScaleValue {
                label: Label::new(format!("{i}.{position}")).unwrap(),
                score: if plan.by_position { position } else { *score },
            });
            let patch = ScalePatch {
                deed: Some(deed),
                version: Some(i + 1),
                values: Some(values.collect()),
                mapping: Some(plan.mapping.iter().take(before).map(|to| to.map(|to| to % count)).collect()),
                from_day: Some(self.day(plan.from)),
            };
            self.apply(&Change::Scale(id, patch));
            self.scales.entry(deed).or_default().push(id);
            before = plan.scores.len();
        }
    }

    fn item_patch(&self, deed: DeedId, count: bool, parent: Option<ItemId>, plan: &ItemPlan) -> ItemPatch {
        let schedules: Vec<(Day, Schedule)> =
            plan.schedules.iter().map(|(from, s)| (self.day(*from), self.schedule(s))).collect();
        let goal = |kind: u8, number: u8| match (count, kind % 2) {
            (true, 0) => Goal::AmountAtLeast(amount(number.into())),
            (true, _) => Goal::AmountAtMost(amount(number.into())),
            (false, 0) => Goal::ScoreAtLeast(number.into()),
            (false, _) => Goal::ScoreAtMost(number.into()),
        };
        let goals: Vec<(Day, Goal)> =
            plan.goals.iter().map(|(from, kind, number)| (self.day(*from), goal(*kind, *number))).collect();
        let excuses = plan.excuses.iter().fold(Excuses::new(), |excuses, (reason, lifts, owed)| {
            excuses.with(REASONS[usize::from(*reason)], Excuse { lifts: *lifts, owed: *owed })
        });
        let make_up = plan.make_up.map(|(opening, from, confirmed, rate)| {
            let policy = MakeUpPolicy::new(opening, self.day(from));
            let rate = rate
                .map(|rate| FidyaRate::new(Amount::from_hundredths(rate.into()).unwrap(), Unit::new("EUR").unwrap()));
            let policy = rate.map_or(policy.clone(), |rate| policy.fidya(rate));
            confirmed.map_or(policy.clone(), |until| policy.confirmed_until(self.day(until)))
        });
        ItemPatch {
            deed: Some(deed),
            parent: Some(parent),
            name: Some(Name::new("item").unwrap()),
            description: Some(Some(Description::new("of a world").unwrap())),
            fast: Some(plan.fast),
            hide: Some([Hide::None, Hide::HideFromGraphs, Hide::HideFromAll][usize::from(plan.hide)]),
            starts_on: Some(self.day(plan.starts)),
            goals: Some(timeline(&goals)),
            schedules: Some(timeline(&schedules)),
            excuses: Some(excuses),
            make_up: Some(make_up),
            ..ItemPatch::default()
        }
    }

    fn schedule(&self, plan: &SchedulePlan) -> Schedule {
        match plan {
            SchedulePlan::Daily => Schedule::Daily,
            SchedulePlan::Weekdays(bits) => Schedule::Weekdays(Weekdays::from_bits(*bits).unwrap()),
            SchedulePlan::PerWeek(times, week_start) => {
                Schedule::TimesPerWeek { times: *times, week_start: *week_start }
            }
            SchedulePlan::PerMonth(times) => Schedule::TimesPerMonth { times: *times },
            SchedulePlan::EveryNDays(n, from) => Schedule::EveryNDays { n: *n, from: self.day(*from) },
            SchedulePlan::HijriMonthDays(days) => Schedule::HijriMonthDays(once(days.iter().copied())),
            SchedulePlan::HijriMonths(months) => {
                Schedule::HijriMonths(once(months.iter().map(|months| self.hijri_month(*months))))
            }
            SchedulePlan::HijriDates(dates) => {
                Schedule::HijriDates(once(dates.iter().map(|(months, day)| (self.hijri_month(*months), *day))))
            }
            SchedulePlan::TimesInHijriMonth(months, times) => {
                Schedule::TimesInHijriMonth { month: self.hijri_month(*months), times: *times }
            }
        }
    }

    /// The Hijri month of the first day by the tables: its year, and its number counted from 0.
    fn first_month(&self) -> (i32, i32) {
        let rata_die = RataDie::new(i64::from(self.first.epoch_days()) + 719_163);
        let date = Date::from_rata_die(rata_die, Hijri::new_umm_al_qura());
        (date.year().extended_year(), i32::from(date.month().ordinal) - 1)
    }

    /// The number of the Hijri month so many after that of the first day.
    fn hijri_month(&self, months: u8) -> u8 {
        u8::try_from((self.first_month().1 + i32::from(months)) % 12 + 1).unwrap()
    }

    fn sighting(&mut self, months: i32, late: i32) {
        let (year, first) = self.first_month();
        let months = year * 12 + first + months;
        let (year, month) = (months / 12, u8::try_from(months % 12 + 1).unwrap());
        let date = Date::try_new_hijri_with_calendar(year, month, 1, Hijri::new_umm_al_qura()).unwrap();
        let by_table = i32::try_from(date.to_rata_die().to_i64_date()).unwrap() - 719_163;
        // At the ends of the calendar there are no such days.
        if let Ok(first_day) = Day::from_epoch_days(by_table + late) {
            let month = HijriMonth::new(u16::try_from(year).unwrap(), month).unwrap();
            self.apply(&Change::Sighting(month, SightingPatch { first_day: Some(first_day) }));
        }
    }

    fn entries(
        &self,
        deed: DeedId,
        item: ItemId,
        plan: &ItemPlan,
        logged_days: u8,
        entries: &mut BTreeMap<(ItemId, Day), Value>,
    ) {
        for (offset, drawn) in (0..).zip(&plan.entries) {
            // Which days stay blank is the same for all items.
            let blank = offset * 37 % 100 >= i32::from(logged_days);
            if *drawn == 0 || blank || drawn % 100 >= plan.density.into() {
                continue;
            }
            let number = usize::from(drawn / 100);
            let value = match self.scales.get(&deed) {
                None => Value::Count(amount(number % 5)),
                Some(versions) => {
                    // Mostly of the newest version; old ones were written before it, or late.
                    let behind = [0, 0, 0, 1, 1, 2][usize::from(drawn % 6)].min(versions.len() - 1);
                    Value::Scale(self.scale_value(versions[versions.len() - 1 - behind], number))
                }
            };
            entries.insert((item, self.day(offset)), value);
        }
    }

    /// A value of a scale version.
    fn scale_value(&self, scale: ScaleId, number: usize) -> ScaleValueRef {
        let count = self.catalogue.scales[&scale].values.len();
        ScaleValueRef { scale, position: u8::try_from(number % count).unwrap() }
    }

    fn exemption(&mut self, number: u64, plan: &ExemptionPlan) {
        let named = usize::from(plan.scope.1);
        let scope = match plan.scope.0 {
            0 => Scope::Hasanaat,
            1 => Scope::Deed(self.deeds[named % self.deeds.len()]),
            _ => Scope::Item(self.items[named % self.items.len()]),
        };
        let reason = match plan.reason {
            0 => Reason::Menstruation,
            1 => Reason::Postnatal,
            2 => Reason::Travel,
            3 => Reason::Illness,
            _ => Reason::Other(ReasonText::new("another").unwrap()),
        };
        let patch = ExemptionPatch {
            first_day: Some(self.day(plan.first)),
            last_day: Some(plan.length.map(|length| self.day(plan.first + length - 1))),
            scope: Some(scope),
            reason: Some(reason),
        };
        self.apply(&Change::Exemption(ExemptionId::new(scattered(number)), patch));
    }

    fn rule(&self, plan: &RulePlan) -> Rule {
        let parts = |plans: &[RulePlan]| plans.iter().map(|plan| self.rule(plan)).collect::<Vec<_>>();
        match plan {
            RulePlan::Condition(condition) => Rule::Condition(self.condition(condition)),
            RulePlan::All(plans) => Rule::All(parts(plans)),
            RulePlan::Any(plans) => Rule::Any(parts(plans)),
            RulePlan::AtLeast(n, plans) => {
                Rule::AtLeast { n: u16::from(*n) % u16::try_from(plans.len()).unwrap() + 1, rules: parts(plans) }
            }
            RulePlan::Not(plan) => Rule::Not(Box::new(self.rule(plan))),
        }
    }

    fn condition(&self, plan: &ConditionPlan) -> Condition {
        let item = self.items[usize::from(plan.item) % self.items.len()];
        let test = match &plan.test {
            TestPlan::Total(units) => Test::TotalAtLeast(Amount::from_hundredths(i64::from(*units) * 50).unwrap()),
            TestPlan::Days(n, matching) => Test::DaysAtLeast { n: *n, matching: self.matching(item, matching) },
            TestPlan::EveryDay(matching) => Test::EveryDay(self.matching(item, matching)),
        };
        Condition { item, below: [Below::No, Below::Any, Below::Each][usize::from(plan.below)], test }
    }

    fn matching(&self, item: ItemId, plan: &MatchPlan) -> Match {
        let own = self.catalogue.items[&item].deed;
        let any = self.deeds[usize::from(plan.deed) % self.deeds.len()];
        let astray = plan.astray % 8 == 7;
        let deed = if astray { any } else { own };
        let count = (self.catalogue.deeds[&own].measure == Measure::Count) != (plan.astray % 16 == 14);
        match (plan.kind % 6, count, self.scales.get(&deed)) {
            (0 | 1, _, None) | (0, true, _) => Match::Logged,
            (1 | 2, true, _) => Match::AmountAtLeast(amount(plan.number.into())),
            (_, true, _) => Match::AmountAtMost(amount(plan.number.into())),
            (0..=2, false, Some(versions)) => {
                let scale = versions[usize::from(plan.scale) % versions.len()];
                Match::Is(self.scale_value(scale, plan.number.into()))
            }
            (2 | 3, false, _) => Match::ScoreAtLeast(plan.number.into()),
            (4, false, _) => Match::ScoreAtMost(plan.number.into()),
            (_, false, _) => Match::Logged,
        }
    }
}
