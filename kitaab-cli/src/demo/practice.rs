//! What the demo's person records: their year, day by day, in the labels and amounts of the starter set.

use kitaab::{Day, ValueInput, Weekday};

use super::random::Chance;
use super::year::Year;

/// The seed of the story.
const SEED: u64 = 1_447;
/// In the last so many days no day was forgotten: forty days of Fajr were the aim.
const STEADY_DAYS: i32 = 45;
/// Notes that are now and then written to a prayer.
const PRAYER_NOTES: [&str; 6] = [
    "overslept after a late night",
    "in the mosque, with my brother",
    "between two meetings",
    "on the road, at a rest stop",
    "first row",
    "the baby woke everyone up in time",
];
/// Notes to what was given.
const CHARITY_NOTES: [&str; 4] = ["food bank", "for the new well", "a neighbour in need", "Friday collection"];

/// One value for one item, as a person would say it.
#[derive(Clone, Debug)]
pub(crate) struct Saying {
    /// The item's path.
    pub(crate) item: &'static str,
    pub(crate) value: String,
    pub(crate) note: Option<&'static str>,
}

impl Saying {
    /// The value as the SDK takes it.
    pub(crate) fn input(&self) -> kitaab::Result<ValueInput> {
        Ok(match self.item.split('/').next() {
            Some("Qur'an" | "Dhikr" | "Charity" | "Anger") => ValueInput::Amount(self.value.parse()?),
            _ => ValueInput::Label(self.value.clone()),
        })
    }
}

/// What was recorded about one day.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    pub(crate) day: Day,
    pub(crate) sayings: Vec<Saying>,
    pub(crate) reviewed: bool,
    /// How many days later it was written down.
    pub(crate) late_by: u8,
}

/// The five prayers, by their paths.
pub(crate) const PRAYERS: [&str; 5] = ["Salah/Fajr", "Salah/Zuhr", "Salah/Asr", "Salah/Maghrib", "Salah/Isha"];
/// The words of remembrance, by their paths.
pub(crate) const DHIKR: [&str; 3] = ["Dhikr/Subhanallah", "Dhikr/Alhamdulillah", "Dhikr/Allahu akbar"];

/// The whole year; days on which nothing was written are left out.
pub(crate) fn pages(year: &Year) -> Vec<Page> {
    let mut chance = Chance::new(SEED);
    year.days.days().filter_map(|day| page(year, day, &mut chance)).collect()
}

fn page(year: &Year, day: Day, chance: &mut Chance) -> Option<Page> {
    let today = day == year.days.last();
    // Drawn for every day, so that one day's fate does not depend on how the year's edges fall.
    let forgotten = chance.percent(4) && year.days.last().since(day) > STEADY_DAYS;
    let late_by = u8::from(chance.percent(12));
    if !today && (forgotten || year.gap.contains(day)) {
        return None;
    }
    let mut writing = Writing { year, day, chance, sayings: Vec::new() };
    if today {
        writing.morning();
        return Some(Page { day, sayings: writing.sayings, reviewed: false, late_by: 0 });
    }
    writing.prayers();
    writing.reading();
    writing.remembrance();
    writing.fasting();
    writing.charity();
    writing.faults();
    let clean = !writing.sayings.iter().any(|saying| ["Backbiting", "Anger"].contains(&saying.item));
    let reviewed = clean && writing.chance.percent(45);
    let last_but_one = day.next() == Some(year.days.last());
    Some(Page { day, sayings: writing.sayings, reviewed, late_by: if last_but_one { 0 } else { late_by } })
}

/// One day under way.
struct Writing<'a> {
    year: &'a Year,
    day: Day,
    chance: &'a mut Chance,
    sayings: Vec<Saying>,
}

impl Writing<'_> {
    fn say(&mut self, item: &'static str, value: impl Into<String>, note: Option<&'static str>) {
        self.sayings.push(Saying { item, value: value.into(), note });
    }

    fn in_ramadan(&self) -> bool {
        Year::is_in_ramadan(self.day)
    }

    fn is_ill(&self) -> bool {
        self.year.illness.contains(self.day)
    }

    fn is_travelling(&self) -> bool {
        self.year.travel.contains(self.day)
    }

    /// How far into the year it is, from 0 to 12: the person gets steadier.
    fn month(&self) -> u32 {
        u32::try_from(self.day.since(self.year.days.first()) / 30).unwrap_or(0)
    }

    /// Today, of which the evening is still to come.
    fn morning(&mut self) {
        self.say(PRAYERS[0], "in congregation", Some("first row, before the rain"));
        self.say(PRAYERS[1], "on time", None);
        self.say("Qur'an", "4.5", None);
        self.say(DHIKR[0], "33", None);
    }

    /// The five prayers: missed, late, on time, in congregation.
    fn prayers(&mut self) {
        let weekend = matches!(self.day.weekday(), Weekday::Sat | Weekday::Sun);
        let steadier = self.month();
        for (place, item) in PRAYERS.into_iter().enumerate() {
            let mut weights = match place {
                0 => [12 - steadier, if weekend { 34 } else { 22 }, 50 + steadier, 12],
                1 if self.day.weekday() == Weekday::Fri => [0, 1, 7, 92],
                1 => [3 - steadier / 4, 14, 68, 15],
                2 => [5 - steadier / 3, if weekend { 8 } else { 22 }, 66, 8],
                3 => [1, 7, 67, 25],
                _ => [5 - steadier / 3, 14, 51, 30],
            };
            if self.in_ramadan() {
                weights = [weights[0] / 5, weights[1] / 3, weights[2], weights[3] + 60];
            }
            if self.is_ill() || self.is_travelling() {
                weights[1] += 40;
                weights[3] /= 4;
            }
            let value = ["missed", "late", "on time", "in congregation"][self.chance.weighted(&weights)];
            let note = match value {
                "missed" if place == 0 => self.chance.percent(30).then_some(PRAYER_NOTES[0]),
                "late" if self.is_travelling() => self.chance.percent(50).then_some(PRAYER_NOTES[3]),
                "late" if place == 2 => self.chance.percent(12).then_some(PRAYER_NOTES[2]),
                "in congregation" if self.chance.percent(6) => {
                    Some(PRAYER_NOTES[if place == 0 { 5 } else { [1, 4][self.chance.below(2) as usize] }])
                }
                _ => None,
            };
            self.say(item, value, note);
        }
    }

    fn reading(&mut self) {
        let pages = if self.in_ramadan() {
            12 + self.chance.below(12)
        } else if self.chance.percent(80) {
            2 + self.chance.below(4) + if self.day.weekday() == Weekday::Fri { 3 } else { 0 }
        } else {
            return;
        };
        let half = self.chance.percent(15);
        self.say("Qur'an", if half { format!("{pages}.5") } else { pages.to_string() }, None);
    }

    fn remembrance(&mut self) {
        if !self.chance.percent(62) {
            return;
        }
        for item in DHIKR {
            let times = if self.chance.percent(75) { 33 } else { [10, 20, 66, 99][self.chance.below(4) as usize] };
            self.say(item, times.to_string(), None);
        }
    }

    fn fasting(&mut self) {
        if self.in_ramadan() {
            // Ill, one does not fast; the day is owed. One more was broken and is owed too.
            let broken = self.day.since(self.year.ramadan.first()) == 20;
            if !self.is_ill() {
                self.say(
                    "Fasting/Ramadan",
                    if broken { "No" } else { "Yes" },
                    broken.then_some("broke it, felt faint"),
                );
            }
        } else if Year::is_monday_or_thursday(self.day) && !self.is_travelling() {
            let fasted = self.chance.percent(48);
            self.say("Fasting/Mondays and Thursdays", if fasted { "Yes" } else { "No" }, None);
        }
    }

    fn charity(&mut self) {
        let likely = match self.day.weekday() {
            Weekday::Fri => 75,
            _ if self.in_ramadan() => 40,
            _ => 7,
        };
        if self.chance.percent(likely) {
            let amount = ["5", "7.50", "10", "12.50", "20", "50"][self.chance.weighted(&[30, 15, 30, 10, 12, 3])];
            let note = self.chance.percent(25).then(|| CHARITY_NOTES[self.chance.below(4) as usize]);
            self.say("Charity", amount, note);
        }
    }

    /// Faults are written down when they happened; the other days are reviewed, or say nothing.
    fn faults(&mut self) {
        let workday = !matches!(self.day.weekday(), Weekday::Sat | Weekday::Sun);
        let quieter = if self.in_ramadan() { 4 } else { 1 };
        let likely = (if workday { 16 } else { 8 } + 6_u32.saturating_sub(self.month())) / quieter;
        if self.chance.percent(likely) {
            let much = self.chance.percent(20);
            self.say("Backbiting", if much { "much" } else { "some" }, None);
        }
        if self.chance.percent(18 / quieter) {
            let times = 1 + u32::from(self.chance.percent(25));
            self.say("Anger", times.to_string(), None);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn year() -> Year {
        Year::ending("2026-11-20".parse().unwrap())
    }

    #[test]
    fn the_story_is_the_same_each_time() {
        assert_eq!(format!("{:?}", pages(&year())), format!("{:?}", pages(&year())));
    }

    #[test]
    fn it_reads_like_a_life() {
        let (year, pages) = (year(), pages(&year()));
        let said = |item: &str, value: &str| {
            pages.iter().flat_map(|page| &page.sayings).filter(|s| s.item == item && s.value == value).count()
        };
        assert!((330..365).contains(&pages.len()), "days go unlogged: {}", pages.len());
        assert!(said("Salah/Fajr", "missed") > 5 && said("Salah/Fajr", "missed") < 60);
        assert!(said("Salah/Fajr", "late") > said("Salah/Maghrib", "late"), "Fajr is the hardest");
        assert_eq!(said("Fasting/Ramadan", "No"), 1);
        assert!(said("Fasting/Ramadan", "Yes") > 20);
        assert!(pages.iter().filter(|page| page.reviewed).count() > 50);
        assert!(pages.iter().any(|page| page.late_by > 0));
        assert!(pages.iter().all(|page| !year.gap.contains(page.day)));
        assert!(pages.iter().flat_map(|page| &page.sayings).filter(|saying| saying.note.is_some()).count() > 20);
        assert_eq!(pages.last().map(|page| page.day), Some(year.days.last()), "it ends today");
    }
}
