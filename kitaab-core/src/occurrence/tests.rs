#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;

use chrono::{NaiveDateTime, TimeDelta};
use uuid::Uuid;

use super::*;
use crate::amount::Amount;
use crate::deed::{Category, Deed, DeedPatch, Measure};
use crate::entry::Value;
use crate::exemption::{Exemption, ExemptionPatch, Reason, Scope};
use crate::id::{DeedId, ExemptionId, UserId};
use crate::item::{Item, ItemPatch};
use crate::reminder::ReminderPatch;
use crate::schedule::{Schedule, Weekdays};
use crate::series::{Records, Series};
use crate::time::DayStart;

const MINUTE: i64 = 60_000_000;

/// Clock changes of many kinds: forward and back by an hour and by half of one, at midnight, over
/// midnight, a whole day left out, and none at all.
const CHANGES: [(&str, &str); 12] = [
    ("Europe/Berlin", "2024-03-31T01:00:00Z"),
    ("Europe/Berlin", "2024-10-27T01:00:00Z"),
    ("Africa/Cairo", "2014-05-15T22:00:00Z"),
    ("Africa/Casablanca", "2024-03-10T02:00:00Z"),
    ("America/Havana", "2024-03-10T05:00:00Z"),
    ("America/Havana", "2024-11-03T05:00:00Z"),
    ("America/Sao_Paulo", "2018-02-18T02:00:00Z"),
    ("America/Sao_Paulo", "2018-11-04T03:00:00Z"),
    ("Australia/Lord_Howe", "2024-04-06T15:00:00Z"),
    ("Australia/Lord_Howe", "2024-10-05T15:30:00Z"),
    ("Pacific/Apia", "2011-12-30T10:00:00Z"),
    ("Asia/Riyadh", "2024-03-10T00:00:00Z"),
];

fn instant(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn reminder(time: ReminderTime) -> Reminder {
    let patch = ReminderPatch { title: Some("Rise".parse().unwrap()), time: Some(time), ..ReminderPatch::default() };
    Reminder::create(ReminderId::new(Uuid::from_u128(0x91)), patch).unwrap()
}

/// When clocks first show each minute or a later one, found by watching them minute by minute.
fn watched(zone: Zone, from: Timestamp, minutes: i64) -> BTreeMap<NaiveDateTime, Timestamp> {
    let shown = |at: i64| zone.local(Timestamp::from_micros(at));
    let mut reached = BTreeMap::new();
    let mut highest = shown(from.micros() - MINUTE);
    for minute in 0..minutes {
        let at = from.micros() + minute * MINUTE;
        while highest < shown(at) {
            highest += TimeDelta::minutes(1);
            reached.insert(highest, Timestamp::from_micros(at));
        }
    }
    reached
}

#[test]
fn occurrences_are_those_that_one_who_watches_the_clock_finds() {
    let calendar = Calendar::new(crate::settings::Settings::new(UserId::new(Uuid::nil())).first_weekday);
    let schedules = [
        Schedule::Daily,
        Schedule::Weekdays(Weekdays::new([crate::day::Weekday::Sun, crate::day::Weekday::Fri]).unwrap()),
        Schedule::EveryNDays { n: 2, from: "2024-03-31".parse().unwrap() },
    ];
    for (zone, change) in CHANGES {
        let (zone, change) = (zone.parse::<Zone>().unwrap(), instant(change).micros());
        let reached = watched(zone, Timestamp::from_micros(change - 8 * 1_440 * MINUTE), 16 * 1_440);
        for schedule in &schedules {
            // Each half hour, and what stands just before it.
            for minute in (0..1_440).step_by(30).flat_map(|minute| [minute, (minute + 1_439) % 1_440]) {
                let expected: Vec<Occurrence> = reached
                    .iter()
                    .filter(|(local, _)| local.and_utc().timestamp().rem_euclid(86_400) == i64::from(minute) * 60)
                    .map(|(local, at)| (Day::from_date(local.date()).unwrap(), *at))
                    .filter(|(day, _)| schedule.names(*day, &calendar))
                    .map(|(day, at)| Occurrence {
                        at,
                        reminder: ReminderId::new(Uuid::from_u128(0x91)),
                        slot: Slot::Planned { day, minute },
                    })
                    .collect();
                let recurring = reminder(ReminderTime::Recurring { minute, schedule: schedule.clone() });
                for (start, length) in [(-5_000, 9_000), (-1_440, 1_440), (-90, 60), (-1, 1), (-1, 2), (0, 90), (0, 0)]
                {
                    let after = Timestamp::from_micros(change + start * MINUTE);
                    let until = Timestamp::from_micros(change + (start + length) * MINUTE);
                    let within: Vec<Occurrence> =
                        expected.iter().filter(|found| after < found.at && found.at <= until).copied().collect();
                    let found = recurring.occurrences(&calendar, zone, after, until).unwrap();
                    assert_eq!(found, within, "{minute} minutes after midnight in {zone}, after {after}");
                    for one in within {
                        let Slot::Planned { day, .. } = one.slot else { panic!("it was never put off") };
                        let once = reminder(ReminderTime::Once { day, minute });
                        assert_eq!(once.occurrences(&calendar, zone, after, until).unwrap(), [one]);
                    }
                }
            }
        }
    }
}

#[test]
fn a_skipped_time_is_due_at_the_change_and_a_repeated_one_once() {
    let calendar = Calendar::new(0);
    let half_past_two = reminder(ReminderTime::Recurring { minute: 150, schedule: Schedule::Daily });
    let in_berlin = |after: &str, until: &str| {
        let found =
            half_past_two.occurrences(&calendar, "Europe/Berlin".parse().unwrap(), instant(after), instant(until));
        found.unwrap().iter().map(|found| found.at.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(in_berlin("2024-03-31T00:00:00Z", "2024-03-31T23:00:00Z"), ["2024-03-31T01:00:00.000000Z"]);
    assert_eq!(in_berlin("2024-10-26T12:00:00Z", "2024-10-27T12:00:00Z"), ["2024-10-27T00:30:00.000000Z"]);
}

#[test]
fn what_is_put_off_completed_or_not_in_use_is_not_due_as_planned() {
    let calendar = Calendar::new(0);
    let mut once = reminder(ReminderTime::Once { day: "2024-02-10".parse().unwrap(), minute: 600 });
    let due = |once: &Reminder| {
        let found =
            once.occurrences(&calendar, Zone::UTC, instant("2024-02-10T00:00:00Z"), instant("2024-02-11T00:00:00Z"));
        found.unwrap()
    };
    assert_eq!(due(&once)[0].at, instant("2024-02-10T10:00:00Z"));
    let later = instant("2024-02-10T10:00:30Z");
    once.snoozed_until = Some(later);
    assert_eq!(due(&once), [Occurrence { at: later, reminder: once.id, slot: Slot::PutOff(later) }]);
    once.snoozed_until = Some(instant("2024-02-11T00:00:01Z"));
    assert_eq!(due(&once), []);
    once.snoozed_until = None;
    once.active = false;
    assert_eq!(due(&once), []);
    once.active = true;
    once.completed_at = Some(later);
    assert_eq!(due(&once), []);
    let far = once.occurrences(&calendar, Zone::UTC, Timestamp::from_micros(i64::MIN), later);
    assert_eq!(far, Ok(vec![]));
    once.completed_at = None;
    once.time = ReminderTime::Recurring { minute: 0, schedule: Schedule::Daily };
    let far = once.occurrences(&calendar, Zone::UTC, Timestamp::from_micros(i64::MIN), later);
    assert_eq!(far.unwrap_err().code(), "invalid");
}

/// A deed with two leaves, and a reminder at 01:00 UTC that belongs to an item of it.
struct Book {
    catalogue: Catalogue,
    written: Vec<(ItemId, Day)>,
}

const ROOT: ItemId = ItemId::new(Uuid::from_u128(0xa0));
const FAJR: ItemId = ItemId::new(Uuid::from_u128(0xa1));
const ISHA: ItemId = ItemId::new(Uuid::from_u128(0xa2));

impl Book {
    fn new(belongs_to: ItemId) -> Self {
        let mut catalogue = Catalogue::new(UserId::new(Uuid::from_u128(1)));
        catalogue.settings.zone = Zone::UTC;
        let deed = DeedId::new(Uuid::from_u128(0xd0));
        let patch =
            DeedPatch { category: Some(Category::Hasanaat), measure: Some(Measure::Count), ..DeedPatch::default() };
        catalogue.deeds.insert(deed, Deed::create(deed, patch).unwrap());
        for (id, parent, name) in [(ROOT, None, "Salah"), (FAJR, Some(ROOT), "Fajr"), (ISHA, Some(ROOT), "Isha")] {
            let patch = ItemPatch {
                deed: Some(deed),
                parent: Some(parent),
                name: Some(name.parse().unwrap()),
                starts_on: Some("2024-01-01".parse().unwrap()),
                ..ItemPatch::default()
            };
            catalogue.items.insert(id, Item::create(id, patch).unwrap());
        }
        let mut reminder = reminder(ReminderTime::Recurring { minute: 60, schedule: Schedule::Daily });
        reminder.item = Some(belongs_to);
        catalogue.reminders.insert(reminder.id, reminder);
        Self { catalogue, written: Vec::new() }
    }

    fn write(&mut self, item: ItemId, day: &str) {
        self.written.push((item, day.parse().unwrap()));
    }

    fn exempt(&mut self, day: &str, scope: Scope) {
        let id = ExemptionId::new(Uuid::from_u128(0xe0));
        let day: Day = day.parse().unwrap();
        let patch = ExemptionPatch {
            first_day: Some(day),
            last_day: Some(Some(day)),
            scope: Some(scope),
            reason: Some(Reason::Travel),
        };
        self.catalogue.exemptions.insert(id, Exemption::create(id, patch).unwrap());
    }

    /// The dates from 2024-02-05 to 07 on which the reminder is heard.
    fn heard(&self) -> Vec<String> {
        self.heard_between("2024-02-05T00:00:00Z", "2024-02-07T12:00:00Z")
    }

    fn heard_between(&self, after: &str, until: &str) -> Vec<String> {
        let (after, until) = (instant(after), instant(until));
        let occurrences = self.catalogue.occurrences(after, until).unwrap();
        let (items, days) = match self.catalogue.read_for_silence(&occurrences).unwrap() {
            Some(read) => read,
            None => (Vec::new(), DayRange::single("2024-02-05".parse().unwrap())),
        };
        let mut series: BTreeMap<ItemId, Series> = BTreeMap::new();
        for (item, day) in self.written.iter().filter(|(item, day)| items.contains(item) && days.contains(*day)) {
            let value = Value::Count(Amount::whole(1).unwrap());
            series.entry(*item).or_insert_with(Series::empty_count).push(*day, value).unwrap();
        }
        let records = Records::new(days, series, Vec::new());
        let evaluator = Evaluator::new(&self.catalogue, &records);
        let heard = occurrences.iter().filter(|one| !self.catalogue.silences(&evaluator, one).unwrap());
        heard.map(|one| one.at.to_string()[..10].to_owned()).collect()
    }
}

const ALL: [&str; 3] = ["2024-02-05", "2024-02-06", "2024-02-07"];

#[test]
fn the_days_entry_silences_a_recurring_reminder() {
    let mut book = Book::new(FAJR);
    assert_eq!(book.heard(), ALL);
    book.write(ISHA, "2024-02-05");
    assert_eq!(book.heard(), ALL);
    book.write(FAJR, "2024-02-06");
    assert_eq!(book.heard(), ["2024-02-05", "2024-02-07"]);
    // At 01:00 someone whose day begins at 03:00 is still in yesterday.
    book.catalogue.settings.day_start = DayStart::from_minutes(180).unwrap();
    assert_eq!(book.heard(), ["2024-02-05", "2024-02-06"]);
}

#[test]
fn a_parent_is_silent_once_nothing_below_it_is_left() {
    let mut book = Book::new(ROOT);
    book.write(ISHA, "2024-02-05");
    book.write(ISHA, "2024-02-06");
    assert_eq!(book.heard(), ALL);
    book.write(FAJR, "2024-02-06");
    assert_eq!(book.heard(), ["2024-02-05", "2024-02-07"]);
    book.exempt("2024-02-05", Scope::Item(FAJR));
    assert_eq!(book.heard(), ["2024-02-07"]);
}

#[test]
fn days_on_which_the_item_is_not_due_are_silent() {
    let mut book = Book::new(FAJR);
    book.exempt("2024-02-06", Scope::Hasanaat);
    assert_eq!(book.heard(), ["2024-02-05", "2024-02-07"]);
    book.catalogue.items.get_mut(&FAJR).unwrap().archived_from = Some("2024-02-07".parse().unwrap());
    assert_eq!(book.heard(), ["2024-02-05"]);
    book.catalogue.items.get_mut(&FAJR).unwrap().starts_on = "2024-02-06".parse().unwrap();
    assert_eq!(book.heard(), [""; 0]);
}

#[test]
fn a_fast_is_silent_on_days_on_which_fasting_is_forbidden() {
    let mut book = Book::new(FAJR);
    book.catalogue.items.get_mut(&FAJR).unwrap().fast = true;
    // From 9 to 14 Dhul-Hijjah 1445: Arafah, the Eid, and the three days after it.
    let heard = book.heard_between("2024-06-15T00:00:00Z", "2024-06-20T12:00:00Z");
    assert_eq!(heard, ["2024-06-15", "2024-06-20"]);
}

#[test]
fn a_one_off_is_never_silent() {
    let mut book = Book::new(FAJR);
    book.write(FAJR, "2024-02-06");
    let day = "2024-02-06".parse().unwrap();
    book.catalogue.reminders.values_mut().for_each(|one| one.time = ReminderTime::Once { day, minute: 60 });
    assert_eq!(book.heard(), ["2024-02-06"]);
}
