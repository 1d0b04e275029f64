//! Verdicts, errors and schedules in words.

#![allow(clippy::unwrap_used, reason = "a test that can't go on should stop at the line that says why")]

use kitaab_core::{
    Below, Calendar, Catalogue, Category, Condition, ConditionVerdict, DayRange, Error, Goal, HijriDay, ItemId, Kind,
    Match, NewDeed, Occasion, Outcome, Quantity, RuleDetail, RuleVerdict, Schedule, Test, Verdict, Weekday, Weekdays,
};
use kitaab_words::Locale;

/// A book with prayers and pages, and their roots.
fn book(salah: &str, quran: &str) -> (Catalogue, ItemId, ItemId, ItemId) {
    let mut catalogue = Catalogue::new(uuid::Uuid::from_u128(1_000).into());
    let mut id = 0;
    let mut ids = || {
        id += 1;
        uuid::Uuid::from_u128(id)
    };
    let deeds = [
        NewDeed::scale(salah, Category::Hasanaat).values(["missed", "late", "on time"]).items(["Fajr"]),
        NewDeed::count(quran, Category::Hasanaat).unit("pages"),
    ];
    let (_, changes) = catalogue.add_deeds(&deeds, "2024-01-01".parse().unwrap(), &mut ids).unwrap();
    for change in changes {
        catalogue.apply(&change, 1).unwrap();
    }
    let find = |name: &str| catalogue.items.values().find(|item| item.name.as_str() == name).unwrap().id;
    let (salah, fajr, quran) = (find(salah), find("Fajr"), find(quran));
    (catalogue, salah, fajr, quran)
}

fn condition(item: ItemId, below: Below, test: Test, outcome: Outcome, have: Quantity, need: Quantity) -> RuleVerdict {
    let condition = Condition { item, below, test };
    let first_unmet =
        matches!((test, outcome), (Test::EveryDay(_), Outcome::NotEarned)).then(|| "2024-01-04".parse().unwrap());
    let detail = RuleDetail::Condition(ConditionVerdict { condition, outcome, have, need, first_unmet });
    RuleVerdict { outcome, detail }
}

fn verdict(detail: RuleVerdict) -> Verdict {
    let day = "2024-01-05".parse().unwrap();
    Verdict { days: DayRange::single(day), outcome: detail.outcome, detail }
}

fn amount(text: &str) -> Quantity {
    let amount: kitaab_core::Amount = text.parse().unwrap();
    Quantity::Amount(kitaab_core::Total::from(amount))
}

/// One verdict of every kind.
fn verdicts(catalogue: &Catalogue, salah: ItemId, fajr: ItemId, quran: ItemId) -> Vec<Verdict> {
    use Outcome::{Earned, NotEarned, Undetermined};
    let late = Match::ScoreAtLeast(1);
    let days = |n, matching| Test::DaysAtLeast { n, matching };
    let scale = catalogue.active_scale(catalogue.item(fajr).unwrap().deed).unwrap();
    let on_time = Match::Is(scale.labelled("on time").unwrap());
    let d = Quantity::Days;
    let thirty = "30".parse().unwrap();
    let parts = vec![
        condition(fajr, Below::No, Test::EveryDay(late), NotEarned, d(4), d(5)),
        condition(fajr, Below::No, Test::EveryDay(late), Undetermined, d(0), d(0)),
        condition(salah, Below::Each, days(3, late), Earned, d(4), d(3)),
        condition(salah, Below::Any, days(1, Match::ScoreAtMost(7)), Earned, d(5), d(1)),
        condition(fajr, Below::No, days(2, on_time), NotEarned, d(1), d(2)),
        condition(quran, Below::No, Test::TotalAtLeast(thirty), NotEarned, amount("12.5"), amount("30")),
        condition(quran, Below::No, days(2, Match::AmountAtLeast("2.5".parse().unwrap())), NotEarned, d(1), d(2)),
        condition(quran, Below::No, days(2, Match::AmountAtMost(thirty)), NotEarned, d(0), d(2)),
        condition(quran, Below::No, days(2, Match::Logged), NotEarned, d(1), d(2)),
        condition(ItemId::new(uuid::Uuid::from_u128(99)), Below::No, days(2, Match::Logged), NotEarned, d(1), d(2)),
    ];
    let joined = |outcome, detail| RuleVerdict { outcome, detail };
    let nested = joined(
        NotEarned,
        RuleDetail::All(vec![
            joined(Earned, RuleDetail::Any(parts[..3].to_vec())),
            joined(Earned, RuleDetail::AtLeast { n: 2, rules: parts[3..7].to_vec() }),
            joined(NotEarned, RuleDetail::Not(Box::new(parts[2].clone()))),
        ]),
    );
    parts.into_iter().chain([nested]).map(verdict).collect()
}

#[test]
fn english_says_what_the_core_says() {
    let (mut catalogue, salah, fajr, quran) = book("Salah", "Qur'an");
    let english = Locale::english();
    let compare = |catalogue: &Catalogue| {
        for verdict in verdicts(catalogue, salah, fajr, quran) {
            // The core writes dates as programs do.
            let cores = verdict.why(catalogue).replace("2024-01-04", "4 January 2024");
            assert_eq!(english.why(&verdict, catalogue), cores);
        }
    };
    compare(&catalogue);
    let quota = Schedule::TimesPerWeek { times: 3, week_start: 0 };
    let from = "2024-01-01".parse().unwrap();
    for change in catalogue.set_schedule(fajr, from, quota).unwrap() {
        catalogue.apply(&change, 2).unwrap();
    }
    compare(&catalogue);
}

#[test]
fn arabic_says_it_in_arabic() {
    let (catalogue, salah, fajr, quran) = book("الصلاة", "القرآن");
    let arabic = Locale::named("ar").unwrap();
    let said: Vec<String> =
        verdicts(&catalogue, salah, fajr, quran).iter().map(|verdict| arabic.why(verdict, &catalogue)).collect();
    // The Latin name within is set apart, so that it does not turn the line around.
    assert_eq!(
        said[0],
        "الصلاة > \u{2068}Fajr\u{2069}: ٤ من ٥ أيام مطلوبة: «\u{2068}late\u{2069}» على الأقل؛ أول ما فات في ٤ يناير ٢٠٢٤"
    );
    assert_eq!(said.last().unwrap().lines().count(), 12);
}

#[test]
fn names_in_the_other_direction_are_set_apart() {
    let (english, arabic) = (Locale::english(), Locale::named("ar").unwrap());
    assert_eq!(english.isolated("Fajr"), "Fajr");
    assert_eq!(english.isolated("الفجر"), "\u{2068}الفجر\u{2069}");
    assert_eq!(arabic.isolated("الفجر ٣"), "الفجر ٣");
    assert_eq!(arabic.isolated("Fajr"), "\u{2068}Fajr\u{2069}");
    assert_eq!(english.isolated("12 ٣"), "12 ٣", "digits are not letters");
    let nested = "الصلاة > \u{2068}Fajr\u{2069}";
    assert_eq!(arabic.isolated(nested), nested, "once is enough");
    for hostile in ["a\u{202e}b", "a\u{2068}b", "a\u{2069}b", "\u{2066}a\u{2067}b\u{2069}"] {
        assert_eq!(english.isolated(hostile), "ab");
        assert_eq!(arabic.isolated(hostile), "\u{2068}ab\u{2069}");
    }
}

#[test]
fn errors_are_told_by_their_codes() {
    let arabic = Locale::named("ar").unwrap();
    for (error, words) in [
        (Error::not_found(Kind::Deed, "x"), "غير موجود (العمل): \u{2068}x\u{2069}."),
        (Error::unsupported("اختبار"), "لا يمكن فعل هذا هنا: اختبار."),
    ] {
        assert_eq!(arabic.error(&error), words);
    }
    let english = Locale::english();
    assert_eq!(
        english.error(&Error::conflict(Kind::Merit, "it is there already")),
        "Something stands against it (merit): it is there already."
    );
    assert_eq!(english.error_code("unavailable", "disk"), "The storage can't be reached now; trying again may work.");
    assert_eq!(english.error_code("later", ""), "Something unexpected went wrong.");
}

#[test]
fn schedules_goals_and_dates_are_told() {
    let (english, arabic) = (Locale::english(), Locale::named("ar").unwrap());
    let days = Weekdays::new([Weekday::Mon, Weekday::Thu]).unwrap();
    for (schedule, in_english, in_arabic) in [
        (Schedule::Daily, "every day", "كل يوم"),
        (Schedule::Weekdays(days), "Monday, Thursday", "الاثنين، الخميس"),
        (Schedule::TimesPerWeek { times: 1, week_start: 0 }, "once a week", "مرة في الأسبوع"),
        (Schedule::TimesPerMonth { times: 2 }, "2 times a month", "مرتان في الشهر"),
        (Schedule::TimesInHijriMonth { month: 10, times: 6 }, "6 times in Shawwal", "٦ مرات في شوال"),
        (Schedule::HijriMonths(vec![9]), "in Ramadan", "في رمضان"),
        (Schedule::HijriDates(vec![(1, 9), (1, 10)]), "on 9 Muharram, 10 Muharram", "في ٩ محرم، ١٠ محرم"),
    ] {
        assert_eq!(english.schedule(&schedule), in_english);
        assert_eq!(arabic.schedule(&schedule), in_arabic);
    }
    let (catalogue, salah, _, quran) = book("Salah", "Qur'an");
    let goal = |goal: Goal, item: ItemId| english.goal(&goal, catalogue.item(item).unwrap().deed, &catalogue);
    assert_eq!(goal(Goal::AmountAtLeast("1250.5".parse().unwrap()), quran), "at least 1,250.5 pages");
    assert_eq!(goal(Goal::ScoreAtMost(1), salah), "at most 'late'");
    let day = Calendar::new(0).hijri("2026-03-03".parse().unwrap());
    assert_eq!(english.hijri(day), "14 Ramadan 1447 AH");
    assert_eq!(arabic.hijri(HijriDay { approximate: true, ..day }), "١٤ رمضان ١٤٤٧ هـ تقريبًا");
    assert_eq!(english.hijri_month_of(day.date.hijri_month()), "Ramadan 1447 AH");
    for occasion in Occasion::ALL {
        assert!(!english.occasion(occasion).is_empty() && !arabic.occasion(occasion).is_empty());
    }
    let (first, last) = ("2026-03-04".parse().unwrap(), "2026-03-06".parse().unwrap());
    assert_eq!(english.span(first, last), "4 March 2026 to 6 March 2026");
    assert_eq!(arabic.day_with_weekday(first), "الأربعاء، ٤ مارس ٢٠٢٦");
    assert_eq!(english.percent(0.126), "13%");
    assert_eq!(arabic.percent(1.0), "١٠٠٪");
}
