//! The starter set of deeds: what `kitaab init --starter` begins with, and the demo is about.

use kitaab::{Category, Day, Excuses, Goal, MakeUpPolicy, NewDeed, NewItem, Result, Schedule, Weekday, Weekdays};

/// The deeds of every starter set, due from a day on.
pub(crate) fn deeds(from: Day) -> Result<Vec<NewDeed>> {
    let times = |count: u32| Ok::<_, kitaab::Error>(Goal::AmountAtLeast(kitaab::Amount::whole(count)?));
    let good = Category::Hasanaat;
    let bad = Category::Saiyyiaat;
    Ok(vec![
        NewDeed::scale("Salah", good)
            .values(["missed", "late", "on time", "in congregation"])
            .items(["Fajr", "Zuhr", "Asr", "Maghrib", "Isha"])
            .excuses(Excuses::of_prayer())
            .starts_on(from),
        NewDeed::count("Qur'an", good).unit("pages").goal(times(2)?).starts_on(from),
        NewDeed::count("Dhikr", good)
            .unit("times")
            .items(["Subhanallah", "Alhamdulillah", "Allahu akbar"])
            .goal(times(33)?)
            .starts_on(from),
        NewDeed::scale("Fasting", good)
            .item(
                NewItem::named("Mondays and Thursdays")
                    .schedule(Schedule::Weekdays(Weekdays::new([Weekday::Mon, Weekday::Thu])?)),
            )
            .starts_on(from),
        NewDeed::count("Charity", good)
            .unit("EUR")
            .schedule(Schedule::TimesPerWeek { times: 1, week_start: 0 })
            .starts_on(from),
        NewDeed::scale("Backbiting", bad).values(["none", "some", "much"]).starts_on(from),
        NewDeed::count("Anger", bad).starts_on(from),
    ])
}

/// The fasts of a Ramadan that began on a day: whoever could not fast owes them.
pub(crate) fn ramadan(from: Day) -> NewItem {
    NewItem::named("Ramadan").starts_on(from).excuses(Excuses::of_fast()).make_up(MakeUpPolicy::new(2, from))
}
