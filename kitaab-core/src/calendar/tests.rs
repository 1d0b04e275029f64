//! The calendar held against published dates and against its own definition, day by day.

use super::*;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn hijri(calendar: &Calendar, day: Day) -> String {
    calendar.hijri(day).date.to_string()
}

/// The first days of the months of 1440 to 1450 AH, as the Umm al-Qura calendar was published: those of the Python
/// package `hijridate` 2.6.0 (`Hijri(year, month, 1).to_gregorian()`), an implementation of its own whose table was
/// made from the printed calendars, and which shares no data with `icu_calendar`.
const PUBLISHED: [[&str; 12]; 11] = [
    [
        "2018-09-11",
        "2018-10-10",
        "2018-11-09",
        "2018-12-08",
        "2019-01-07",
        "2019-02-06",
        "2019-03-08",
        "2019-04-06",
        "2019-05-06",
        "2019-06-04",
        "2019-07-04",
        "2019-08-02",
    ],
    [
        "2019-08-31",
        "2019-09-30",
        "2019-10-29",
        "2019-11-28",
        "2019-12-27",
        "2020-01-26",
        "2020-02-25",
        "2020-03-25",
        "2020-04-24",
        "2020-05-24",
        "2020-06-22",
        "2020-07-22",
    ],
    [
        "2020-08-20",
        "2020-09-18",
        "2020-10-18",
        "2020-11-16",
        "2020-12-16",
        "2021-01-14",
        "2021-02-13",
        "2021-03-14",
        "2021-04-13",
        "2021-05-13",
        "2021-06-11",
        "2021-07-11",
    ],
    [
        "2021-08-09",
        "2021-09-08",
        "2021-10-07",
        "2021-11-06",
        "2021-12-05",
        "2022-01-04",
        "2022-02-02",
        "2022-03-04",
        "2022-04-02",
        "2022-05-02",
        "2022-05-31",
        "2022-06-30",
    ],
    [
        "2022-07-30",
        "2022-08-28",
        "2022-09-27",
        "2022-10-26",
        "2022-11-25",
        "2022-12-25",
        "2023-01-23",
        "2023-02-21",
        "2023-03-23",
        "2023-04-21",
        "2023-05-21",
        "2023-06-19",
    ],
    [
        "2023-07-19",
        "2023-08-17",
        "2023-09-16",
        "2023-10-16",
        "2023-11-15",
        "2023-12-14",
        "2024-01-13",
        "2024-02-11",
        "2024-03-11",
        "2024-04-10",
        "2024-05-09",
        "2024-06-07",
    ],
    [
        "2024-07-07",
        "2024-08-05",
        "2024-09-04",
        "2024-10-04",
        "2024-11-03",
        "2024-12-02",
        "2025-01-01",
        "2025-01-31",
        "2025-03-01",
        "2025-03-30",
        "2025-04-29",
        "2025-05-28",
    ],
    [
        "2025-06-26",
        "2025-07-26",
        "2025-08-24",
        "2025-09-23",
        "2025-10-23",
        "2025-11-22",
        "2025-12-21",
        "2026-01-20",
        "2026-02-18",
        "2026-03-20",
        "2026-04-18",
        "2026-05-18",
    ],
    [
        "2026-06-16",
        "2026-07-15",
        "2026-08-14",
        "2026-09-12",
        "2026-10-12",
        "2026-11-11",
        "2026-12-10",
        "2027-01-09",
        "2027-02-08",
        "2027-03-09",
        "2027-04-08",
        "2027-05-07",
    ],
    [
        "2027-06-06",
        "2027-07-05",
        "2027-08-03",
        "2027-09-02",
        "2027-10-01",
        "2027-10-31",
        "2027-11-29",
        "2027-12-29",
        "2028-01-28",
        "2028-02-26",
        "2028-03-27",
        "2028-04-26",
    ],
    [
        "2028-05-25",
        "2028-06-24",
        "2028-07-23",
        "2028-08-22",
        "2028-09-20",
        "2028-10-19",
        "2028-11-18",
        "2028-12-17",
        "2029-01-16",
        "2029-02-14",
        "2029-03-16",
        "2029-04-15",
    ],
];

#[test]
fn months_begin_as_published_from_1440_to_1450() {
    let calendar = Calendar::new(0);
    for (year, starts) in (1440..).zip(PUBLISHED) {
        for (month, start) in (1..).zip(starts) {
            let date = HijriDate::new(year, month, 1).unwrap();
            assert_eq!(calendar.day_of(date), Some(day(start)), "{date}");
            assert_eq!(calendar.hijri(day(start)), HijriDay { date, sighted: false, approximate: false });
        }
    }
}

/// Every valid day has the date after that of the day before, and leads back to itself.
fn walks_on(calendar: &Calendar) {
    let mut before: Option<HijriDate> = None;
    for day in DayRange::ALL.days() {
        let date = calendar.hijri(day).date;
        if let Some(before) = before {
            let within = before.hijri_month() == date.hijri_month() && before.day() + 1 == date.day();
            let over = before.hijri_month().next() == Some(date.hijri_month()) && date.day() == 1;
            assert!(within || over, "{day}: {date} after {before}");
        }
        assert_eq!(calendar.day_of(date), Some(day), "{date}");
        let span = calendar.span(date.hijri_month());
        assert_eq!(span.day(date.day()), Some(day));
        assert!(span.days().unwrap().contains(day) && span.length() >= i32::from(date.day()));
        before = Some(date);
    }
}

#[test]
fn every_day_has_one_date_and_every_date_one_day() {
    walks_on(&Calendar::new(0));
}

#[test]
fn a_sighting_moves_only_what_lies_in_its_month() {
    let table = Calendar::new(0);
    let ramadan = HijriMonth::new(1447, 9).unwrap();
    // By the table, 1 Ramadan 1447 is 2026-02-18, and Sha'ban has 29 days.
    for (first, moved) in [("2026-02-17", -1), ("2026-02-19", 1), ("2026-02-20", 2), ("2026-02-16", -2)] {
        let sighted = Calendar::new(0).with_sightings([(ramadan, day(first))]);
        walks_on(&sighted);
        for day in DayRange::ALL.days() {
            let (before, after) = (table.hijri(day), sighted.hijri(day));
            let concerned = before.date.hijri_month() == ramadan || after.date.hijri_month() == ramadan;
            assert_eq!(before == after, !concerned, "{day} by {first}");
            if before.date.hijri_month() == ramadan && after.date.hijri_month() == ramadan {
                assert_eq!(i32::from(after.date.day()), i32::from(before.date.day()) - moved);
                assert!(after.sighted && !before.sighted);
            }
        }
    }
}

#[test]
fn any_sightings_leave_a_calendar_whole() {
    let mut seed = 0x5eed_u64;
    let mut random = move |below: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % below
    };
    for _ in 0..20 {
        let table = Calendar::new(0);
        let sightings: Vec<_> = (0..60)
            .map(|_| {
                let year = 1440 + u16::try_from(random(4)).unwrap();
                let month = HijriMonth::new(year, u8::try_from(1 + random(12)).unwrap()).unwrap();
                let off = i32::try_from(random(25)).unwrap() - 12;
                (month, table.span(month).days().unwrap().first().plus(off).unwrap())
            })
            .collect();
        walks_on(&table.with_sightings(sightings));
    }
}

#[test]
fn periods_divide_the_days_asked_for() {
    let ramadan = HijriMonth::new(1447, 9).unwrap();
    let calendar = Calendar::new(6).with_sightings([(ramadan, day("2026-02-19"))]);
    let (first, last) = (day("2025-01-15"), day("2027-03-10"));
    for bucket in
        [Bucket::Day, Bucket::Week, Bucket::Month, Bucket::Year, Bucket::HijriMonth, Bucket::HijriYear, Bucket::Whole]
    {
        let mut next = first;
        for period in calendar.periods(bucket, DayRange::new(first, last).unwrap()) {
            assert_eq!(period.first(), next, "{bucket:?}");
            for day in period.days() {
                let whole = calendar.period(bucket, day);
                assert_eq!(whole, calendar.period(bucket, period.first()));
                assert_eq!(whole.intersection(DayRange::new(first, last).unwrap()), Some(period));
            }
            next = period.last().next().unwrap();
        }
        assert_eq!(next, last.next().unwrap(), "{bucket:?}");
    }
    let ends = |bucket, on: &str| {
        let period = calendar.period(bucket, day(on));
        (period.first().to_string(), period.last().to_string())
    };
    let of = |first: &str, last: &str| (first.to_string(), last.to_string());
    assert_eq!(ends(Bucket::Month, "2024-02-29"), of("2024-02-01", "2024-02-29"));
    assert_eq!(ends(Bucket::Year, "2024-12-31"), of("2024-01-01", "2024-12-31"));
    assert_eq!(ends(Bucket::HijriMonth, "2026-03-01"), of("2026-02-19", "2026-03-19"));
    assert_eq!(ends(Bucket::HijriYear, "2026-03-01"), of("2025-06-26", "2026-06-15"));
    assert_eq!(ends(Bucket::HijriYear, "1900-01-01"), of("1900-01-01", "1900-04-29"));
    assert_eq!(ends(Bucket::HijriMonth, "2100-12-31").1, "2100-12-31");
}

#[test]
fn weeks_begin_on_the_first_weekday() {
    for first_weekday in 0..7 {
        let calendar = Calendar::new(first_weekday);
        for day in DayRange::new(day("2024-02-20"), day("2024-03-10")).unwrap().days() {
            let week = calendar.period(Bucket::Week, day);
            assert_eq!(week.first().weekday().num_days_from_monday(), u32::from(first_weekday));
            assert!(week.contains(day) && week.count() == 7);
        }
    }
    assert_eq!(Calendar::new(0).period(Bucket::Week, Day::MAX).last(), Day::MAX);
}

#[test]
fn days_of_meaning_are_told() {
    let calendar = Calendar::new(0);
    for (on, expected) in [
        ("2026-02-17", vec![]),                                                  // 29 Sha'ban, a Tuesday
        ("2026-02-18", vec![Occasion::Ramadan]),                                 // 1 Ramadan, a Wednesday
        ("2026-03-09", vec![Occasion::Ramadan, Occasion::Monday]),               // 20 Ramadan
        ("2026-03-10", vec![Occasion::Ramadan, Occasion::LastTenNights]),        // 21 Ramadan
        ("2026-03-20", vec![Occasion::EidAlFitr]),                               // 1 Shawwal
        ("2026-03-21", vec![Occasion::SixOfShawwal]),                            // 2 Shawwal
        ("2026-04-17", vec![Occasion::SixOfShawwal]),                            // 29 Shawwal, its end
        ("2026-04-18", vec![]),                                                  // 1 Dhul-Qa'dah
        ("2026-05-01", vec![Occasion::WhiteDay]),                                // 14 Dhul-Qa'dah
        ("2026-05-18", vec![Occasion::FirstNineOfDhulHijjah, Occasion::Monday]), // 1 Dhul-Hijjah
        ("2026-05-26", vec![Occasion::FirstNineOfDhulHijjah, Occasion::Arafah]), // 9 Dhul-Hijjah
        ("2026-05-27", vec![Occasion::EidAlAdha]),                               // 10 Dhul-Hijjah
        ("2026-05-28", vec![Occasion::Tashriq]),                                 // 11th, a Thursday
        ("2026-05-30", vec![Occasion::Tashriq]),                                 // 13 Dhul-Hijjah
        ("2026-05-31", vec![Occasion::WhiteDay]),                                // 14 Dhul-Hijjah
        ("2026-06-24", vec![Occasion::Tasua]),                                   // 9 Muharram
        ("2026-06-25", vec![Occasion::Ashura, Occasion::Thursday]),              // 10 Muharram
    ] {
        let found = calendar.occasions(day(on));
        assert_eq!(found.iter().collect::<Vec<_>>(), expected, "{on}, {}", hijri(&calendar, day(on)));
        assert_eq!(found.is_empty(), expected.is_empty());
    }
    let forbidden = |on: &str| calendar.forbids_fasting(day(on));
    assert_eq!(
        ["2026-03-19", "2026-03-20", "2026-03-21", "2026-05-26", "2026-05-27", "2026-05-30", "2026-05-31"]
            .map(forbidden),
        [false, true, false, false, true, true, false]
    );
}

#[test]
fn dates_are_read_and_written_alike() {
    for text in ["1447-09-01", "1300-01-30", "1600-12-29"] {
        assert_eq!(text.parse::<HijriDate>().unwrap().to_string(), text);
        assert_eq!(text[..7].parse::<HijriMonth>().unwrap().to_string(), text[..7]);
    }
    for bad in ["1447-9-01", "1447-09", "1447-13-01", "1447-09-31", "1447-09-00", "1299-01-01", "1601-01-01", "", "-"] {
        assert_eq!(bad.parse::<HijriDate>().unwrap_err().code(), "invalid", "{bad}");
    }
    for bad in ["1447", "1447-00", "1447-99", "1447-09-01", "14470-1", "٠١٢٣-٠١"] {
        assert_eq!(bad.parse::<HijriMonth>().unwrap_err().code(), "invalid", "{bad}");
    }
    let month: HijriMonth = "1447-09".parse().unwrap();
    let bytes = minicbor::to_vec(month).unwrap();
    assert_eq!(minicbor::decode::<HijriMonth>(&bytes).unwrap(), month);
    assert!(minicbor::decode::<HijriMonth>(&minicbor::to_vec((1447, 13)).unwrap()).is_err());
    // A month of 29 days has no 30th.
    assert_eq!(Calendar::new(0).day_of("1447-08-30".parse().unwrap()), None);
}
