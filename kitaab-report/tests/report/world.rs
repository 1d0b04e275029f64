//! A book with something of everything.

use kitaab::rules::{amount_at_least, days_at_least, every_day, score_at_least, total_at_least};
use kitaab::{
    Amount, Book, Category, Day, DayRange, FixedTime, Goal, Hide, ItemEdit, Kitaab, NewDeed, NewEntry, NewMerit,
    NewTarget,
};
use kitaab_report::{ReportOptions, report};

/// A name that would be a program if it were not set as text.
pub(crate) const HOSTILE: &str = "<script>alert('x')</script>\"&amp;";

pub(crate) fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// The days that are looked at: Ramadan 1447 lies in them.
pub(crate) fn days() -> DayRange {
    DayRange::new(day("2026-01-10"), day("2026-04-20")).unwrap()
}

/// A book in which every text is hostile.
pub(crate) async fn book() -> Book {
    let time = FixedTime::at("2026-04-20T12:00:00Z".parse().unwrap());
    let kitaab = Kitaab::builder().time(time).open("memory:").await.unwrap();
    let book = kitaab.my_book().await.unwrap();
    let first = days().first();
    let salah = NewDeed::scale(format!("Salah {HOSTILE}"), Category::Hasanaat)
        .values(["missed", HOSTILE, "on time"])
        .items([format!("Fajr {HOSTILE}"), "Isha".to_owned()])
        .starts_on(first);
    let salah = book.deeds().add(salah).await.unwrap();
    let quran = NewDeed::count("Qur'an", Category::Hasanaat).unit(format!("pages {}", &HOSTILE[..8])).starts_on(first);
    let quran = book.deeds().add(quran).await.unwrap().root();
    let hidden = NewDeed::count("Hidden deed", Category::Hasanaat).hide(Hide::HideFromGraphs).starts_on(first);
    let hidden = book.deeds().add(hidden).await.unwrap().root();
    let lying = NewDeed::count("Lying", Category::Saiyyiaat).goal(Goal::AmountAtMost(Amount::ZERO)).starts_on(first);
    let lying = book.deeds().add(lying).await.unwrap().root();
    let (fajr, isha) = (salah.items[1].id, salah.items[2].id);

    let mut entries = Vec::new();
    for (place, day) in days().days().enumerate().filter(|(place, _)| place % 9 != 8) {
        let value = ["on time", "missed", HOSTILE][place % 3];
        entries.push(NewEntry::new(fajr, day, value).note("A secret note"));
        entries.push(NewEntry::new(isha, day, "on time"));
        entries.push(NewEntry::new(quran, day, "2.5".parse::<Amount>().unwrap()));
        entries.push(NewEntry::new(hidden, day, Amount::whole(1).unwrap()));
        if place % 5 == 0 {
            entries.push(NewEntry::new(lying, day, Amount::whole(1).unwrap()));
        }
    }
    book.entries().put_many(&entries).await.unwrap();

    for merit in [
        NewMerit::positive(format!("Merit {HOSTILE}"))
            .description(HOSTILE)
            .days(7)
            .rule(every_day(fajr, score_at_least(1))),
        NewMerit::negative("Demerit of lies").days(7).rule(days_at_least(
            lying,
            1,
            amount_at_least(Amount::whole(1).unwrap()),
        )),
        NewMerit::positive("Merit of hidden").days(7).rule(total_at_least(hidden, Amount::whole(3).unwrap())),
    ] {
        book.merits().add(merit).await.unwrap();
    }
    let last = day("2026-05-10");
    for target in [
        NewTarget::titled(format!("Target {HOSTILE}"))
            .from(day("2026-04-20"))
            .to(last)
            .description(HOSTILE)
            .item(total_at_least(quran, Amount::whole(100).unwrap())),
        NewTarget::titled("Target of lies").from(day("2026-04-20")).to(last).item(days_at_least(
            lying,
            1,
            amount_at_least(Amount::whole(1).unwrap()),
        )),
    ] {
        book.targets().add(target).await.unwrap();
    }
    let reflections = book.reflections();
    reflections
        .write(day("2026-03-01"), Category::Hasanaat, format!("Good thoughts {HOSTILE}\nsecond line"))
        .await
        .unwrap();
    reflections.write(day("2026-03-01"), Category::Saiyyiaat, "Bad thoughts").await.unwrap();
    reflections.write(day("2025-12-01"), Category::Hasanaat, "Of another year").await.unwrap();
    book.items().edit(quran, ItemEdit::new().name("القرآن")).await.unwrap();
    book
}

pub(crate) async fn page(options: impl FnOnce(ReportOptions) -> ReportOptions) -> String {
    report(&book().await, &options(ReportOptions::new(days()))).await.unwrap()
}
