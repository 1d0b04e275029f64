//! What the demo's person wrote about some days.

use kitaab::{Category, Day};

use super::year::Year;

/// Words about a day.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Words {
    pub(crate) day: Day,
    pub(crate) category: Category,
    pub(crate) text: &'static str,
}

/// So many days ago, and what was written then.
const GOOD: [(i32, &str); 8] = [
    (340, "Began this book today. I want to see my days as they are, not as I remember them."),
    (201, "Prayed Fajr beside my father. We walked home without a word, and it was enough."),
    (158, "Read to Maryam before bed, half a page of Qur'an each. She corrected me twice."),
    (88, "A week without opening this book, and it shows. Starting again is also something to be grateful for."),
    (41, "Gave without being asked, and told nobody until now."),
    (12, "Two Thursdays in a row. It gets lighter when I stop counting the hours."),
    (1, "Quiet day. None of the prayers hurried."),
    (0, "Woke before the alarm. May the rest of the day be like its first hour."),
];
const BAD: [(i32, &str); 4] = [
    (230, "Lost my temper over the car keys. I apologised, but late, and with excuses."),
    (117, "I spoke about K. at lunch when he was not there to answer. I should have changed the subject."),
    (47, "Angry twice before noon. I had slept four hours. That is a reason, not an excuse."),
    (4, "Joined in again when they spoke about her. Next time: stand up and fetch tea."),
];

/// What was written, in order of the days.
pub(crate) fn written(year: &Year) -> Vec<Words> {
    let on = |category, list: &'static [(i32, &'static str)]| {
        list.iter().map(move |(ago, text)| Words { day: year.days.last().saturating_plus(-ago), category, text })
    };
    let mut all: Vec<Words> = on(Category::Hasanaat, &GOOD).chain(on(Category::Saiyyiaat, &BAD)).collect();
    all.sort_by_key(|words| words.day);
    all
}
