//! Each instant lies in exactly one day, whatever clocks do.
//!
//! Around every clock change of some zones (of all zones with `KITAAB_FIGURES=full`), `today` and
//! `start_of_day` are held against their definition, worked out from the bare offsets.

#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use std::collections::BTreeSet;

use jiff::tz::{TimeZone, TimeZoneDatabase};
use kitaab_core::{Day, DayStart, Timestamp, Zone, start_of_day, today};

const HOUR: i64 = 3_600;
const MICROS: i64 = 1_000_000;

/// Zones with unusual changes: over midnight, at a minute past it (so that the date shown runs back),
/// over whole days, by half an hour or two hours, twice and four times a year, announced late, or
/// negative in winter.
const ODD: [&str; 25] = [
    "Africa/Cairo",
    "Africa/Casablanca",
    "America/Caracas",
    "America/Havana",
    "America/New_York",
    "America/Sao_Paulo",
    "America/Scoresbysund",
    "America/St_Johns",
    "Antarctica/Troll",
    "Asia/Amman",
    "Asia/Beirut",
    "Asia/Dhaka",
    "Asia/Gaza",
    "Asia/Jakarta",
    "Asia/Kolkata",
    "Asia/Pyongyang",
    "Asia/Riyadh",
    "Asia/Tehran",
    "Australia/Lord_Howe",
    "Europe/Dublin",
    "Europe/London",
    "Pacific/Apia",
    "Pacific/Chatham",
    "Pacific/Kiritimati",
    "Pacific/Kwajalein",
];

/// A stretch of time, in seconds since 1970, over which a zone's offset stays the same.
#[derive(Clone, Copy, Debug)]
struct Stretch {
    from: i64,
    offset: i64,
}

/// The stretches from 1969 to 2038, from the very data.
fn stretches(name: &str) -> Vec<Stretch> {
    let (start, end) = (-365 * 24 * HOUR, 69 * 366 * 24 * HOUR);
    changes(&TimeZoneDatabase::bundled().get(name).unwrap(), start, end)
}

/// What jiff tells of a zone between two seconds since 1970.
fn changes(tz: &TimeZone, start: i64, end: i64) -> Vec<Stretch> {
    let instant = |second| jiff::Timestamp::from_second(second).unwrap();
    let mut found = vec![Stretch { from: start, offset: tz.to_offset(instant(start)).seconds().into() }];
    for change in tz.following(instant(start)).take_while(|change| change.timestamp() < instant(end)) {
        let offset = change.offset().seconds().into();
        if found.last().unwrap().offset != offset {
            found.push(Stretch { from: change.timestamp().as_second(), offset });
        }
    }
    found
}

/// By how many seconds clocks are ahead of UTC.
fn offset(zone: Zone, second: i64) -> i64 {
    zone.local(Timestamp::from_micros(second * MICROS)).and_utc().timestamp() - second
}

#[test]
fn clocks_show_what_the_data_says() {
    let database = TimeZoneDatabase::bundled();
    let names: BTreeSet<String> = database.available().map(|name| name.to_string()).collect();
    assert!(Zone::all().map(Zone::name).eq(&names), "all names in their order");
    let second = |text: &str| text.parse::<jiff::Timestamp>().unwrap().as_second();
    let (start, end) = (second("1700-01-01T00:00:00Z"), second("2101-01-02T00:00:00Z"));
    let mut seen = 0;
    for zone in Zone::all() {
        let changes = changes(&database.get(zone.name()).unwrap(), start, end);
        assert_eq!(offset(zone, start - 100 * 366 * 24 * HOUR), changes[0].offset, "{zone}, long ago");
        for (i, change) in changes.iter().enumerate() {
            let last = changes.get(i + 1).map_or(end, |next| next.from) - 1;
            for at in [change.from, change.from + 1, change.from + 1_000, last - 1_000, last - 1, last] {
                if (change.from..=last).contains(&at) {
                    assert_eq!(offset(zone, at), change.offset, "{zone} at {at}");
                }
            }
            seen += 1;
        }
    }
    assert!(seen > 60_000, "{seen} changes");
}

#[test]
fn a_zone_is_found_by_its_name_as_it_is_written() {
    for zone in Zone::all() {
        assert_eq!(zone.name().parse(), Ok(zone));
        assert_eq!(serde_json::to_string(&zone).unwrap(), format!("\"{zone}\""));
    }
    assert_eq!(Zone::UTC.name(), "UTC");
    for wrong in ["", "A", "Asia", "Asia/Riyad", "Asia/Riyadh ", "asia/riyadh", "Zulu/", "\u{10ffff}"] {
        assert_eq!(wrong.parse::<Zone>().unwrap_err().code(), "invalid");
    }
}

/// The first second at which clocks show the day's date and day start, or later: looked for in one
/// stretch after the other.
fn naive_start(stretches: &[Stretch], day: Day, minutes: u16) -> i64 {
    let shown = i64::from(day.epoch_days()) * 24 * HOUR + i64::from(minutes) * 60;
    for (i, stretch) in stretches.iter().enumerate() {
        let first = stretch.from.max(shown - stretch.offset);
        if stretches.get(i + 1).is_none_or(|next| first < next.from) {
            return first;
        }
    }
    unreachable!("the last stretch has no end")
}

/// Checks one clock change under one day start; says how many instants it looked at.
fn check(zone: Zone, near: &[Stretch], change: i64, minutes: u16) -> usize {
    let day_start = DayStart::from_minutes(minutes).unwrap();
    let start = |day: Day| start_of_day(day, zone, day_start).micros();
    let what = |day: Day| format!("{zone}, day start {minutes}, {day}, change at {change}");

    // Days that may hold anything within two days of the change, and where each starts.
    let middle = i32::try_from(change.div_euclid(24 * HOUR)).unwrap();
    let days: Vec<Day> = (-4..=4).map(|d| Day::from_epoch_days(middle + d).unwrap()).collect();
    let starts: Vec<i64> = days.iter().map(|day| start(*day)).collect();
    for (day, start) in days.iter().zip(&starts) {
        assert_eq!(*start, naive_start(near, *day, minutes) * MICROS, "{}", what(*day));
    }
    assert!(starts.is_sorted(), "days of {zone} start in their order, change at {change}");

    let far = i64::from(minutes) * 60;
    let mut instants: Vec<i64> = [0, 1, HOUR, 2 * HOUR, far, far + 1, 24 * HOUR]
        .into_iter()
        .flat_map(|seconds| [change - seconds, change + seconds])
        .map(|seconds| seconds * MICROS)
        .collect();
    instants.push(change * MICROS - 1);
    instants.extend(starts[2..7].iter().flat_map(|start| [start - 1, *start, start + MICROS]));
    instants.sort_unstable();
    instants.dedup();

    let mut latest = Day::MIN;
    for instant in &instants {
        let day = today(Timestamp::from_micros(*instant), zone, day_start).unwrap();
        let holding: Vec<Day> = (0..days.len() - 1)
            .filter(|i| starts[*i] <= *instant && *instant < starts[i + 1])
            .map(|i| days[i])
            .collect();
        assert_eq!(holding, [day], "{} at {instant}", what(day));
        assert!(latest <= day, "days run backwards: {} at {instant}", what(day));
        latest = day;
    }
    instants.len()
}

#[test]
fn each_instant_is_in_exactly_one_day() {
    let full = std::env::var("KITAAB_FIGURES").is_ok_and(|figures| figures == "full");
    let zones: Vec<Zone> =
        if full { Zone::all().collect() } else { ODD.iter().map(|name| name.parse().unwrap()).collect() };
    let (mut changes, mut instants) = (0, 0);
    for zone in &zones {
        let stretches = stretches(zone.name());
        for (i, stretch) in stretches.iter().enumerate().skip(1) {
            // What happens weeks away moves no day here, so few stretches need to be looked at.
            let near = &stretches[i.saturating_sub(8)..stretches.len().min(i + 8)];
            changes += 1;
            for minutes in (0..=720).step_by(30) {
                instants += check(*zone, near, stretch.from, minutes);
            }
        }
    }
    assert!(changes > 40 * ODD.len(), "{changes} changes are too few to tell anything");
    println!(
        "figure: each instant in exactly one day: {} zones, {changes} clock changes, 25 day starts, \
         {instants} instants, 0 differences",
        zones.len()
    );
}

#[test]
fn a_date_that_a_zone_skips_holds_no_instant() {
    for (zone, skipped) in
        [("Pacific/Apia", "2011-12-30"), ("Pacific/Kwajalein", "1993-08-21"), ("Pacific/Kiritimati", "1994-12-31")]
    {
        let (zone, skipped): (Zone, Day) = (zone.parse().unwrap(), skipped.parse().unwrap());
        for minutes in [0, 180, 720] {
            let day_start = DayStart::from_minutes(minutes).unwrap();
            let start = |day| start_of_day(day, zone, day_start);
            let (before, after) = (skipped.previous().unwrap(), skipped.next().unwrap());
            if minutes == 0 {
                assert_eq!(start(skipped), start(after), "{zone}");
            }
            // Whoever starts their days later is still in the day before as the date is skipped, and
            // the skipped day lasts until the clocks show the day start of the next.
            let last = Timestamp::from_micros(start(skipped).micros() - 1);
            assert_eq!(today(last, zone, day_start).unwrap(), before, "{zone}");
            let first = today(start(after), zone, day_start).unwrap();
            assert_eq!(first, after, "{zone}");
        }
    }
}
