//! The demo's merits, its demerit and its targets.

use kitaab::rules::{
    all, amount_at_least, at_least_of, days_at_least, every_day, not, score_at_least, score_at_most, total_at_least,
};
use kitaab::{Amount, Catalogue, Day, ItemId, NewMerit, NewTarget, Result};

use super::year::Year;

/// Finds an item of the starter set.
fn item(catalogue: &Catalogue, path: &str) -> Result<ItemId> {
    Ok(catalogue.find_by_path(path)?)
}

/// Three merits, of which one is nested, and a demerit.
pub(crate) fn merits(catalogue: &Catalogue) -> Result<Vec<NewMerit>> {
    let (salah, fajr) = (item(catalogue, "Salah")?, item(catalogue, "Salah/Fajr")?);
    let (quran, dhikr) = (item(catalogue, "Qur'an")?, item(catalogue, "Dhikr")?);
    let (charity, backbiting) = (item(catalogue, "Charity")?, item(catalogue, "Backbiting")?);
    Ok(vec![
        NewMerit::positive("Forty days of Fajr")
            .description("Fajr prayed every day for forty days, late at worst.")
            .days(40)
            .rule(every_day(fajr, score_at_least(1))),
        NewMerit::positive("A full week")
            .description("No prayer missed, two of three good habits kept up, and no backbiting worth the name.")
            .days(7)
            .rule(all([
                every_day(salah, score_at_least(1)).each().into(),
                at_least_of(
                    2,
                    [
                        total_at_least(quran, Amount::whole(20)?),
                        days_at_least(dhikr, 4, amount_at_least(Amount::whole(33)?)).each(),
                        total_at_least(charity, Amount::whole(10)?),
                    ],
                ),
                not(days_at_least(backbiting, 2, score_at_least(1))),
            ])),
        NewMerit::positive("In good company")
            .description("A prayer in congregation on eight days out of fourteen.")
            .days(14)
            .rule(days_at_least(salah, 8, score_at_least(3)).any()),
        NewMerit::negative("Fajr slipping away")
            .description("Fajr late or missed on half the days of a week or more.")
            .days(7)
            .rule(days_at_least(fajr, 4, score_at_most(1))),
    ])
}

/// The targets that are made on `day`: one over many months, and one of two conditions. Each is made on
/// its first day.
pub(crate) fn targets(catalogue: &Catalogue, year: &Year, day: Day) -> Result<Vec<NewTarget>> {
    let ahead = |days: i32| -> Day { year.days.last().saturating_plus(days) };
    if day == ahead(-150) {
        return Ok(vec![
            NewTarget::titled("Read the Qur'an once through")
                .description("604 pages, a few each day.")
                .from(day)
                .to(ahead(60))
                .item(total_at_least(item(catalogue, "Qur'an")?, Amount::whole(604)?)),
        ]);
    }
    if day == ahead(-70) {
        let fasts = item(catalogue, "Fasting/Mondays and Thursdays")?;
        return Ok(vec![
            NewTarget::titled("A generous season")
                .from(day)
                .to(ahead(30))
                .item(total_at_least(item(catalogue, "Charity")?, Amount::whole(150)?))
                .item(days_at_least(fasts, 12, score_at_least(1))),
        ]);
    }
    Ok(Vec::new())
}
