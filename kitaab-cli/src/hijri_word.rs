//! The Hijri calendar in words: months as they are named and read, and days of meaning as they are told.

use kitaab::{HijriDate, HijriMonth, Occasion};

/// The months of the Hijri year, from the first on.
const MONTHS: [&str; 12] = [
    "Muharram",
    "Safar",
    "Rabi al-Awwal",
    "Rabi al-Thani",
    "Jumada al-Ula",
    "Jumada al-Akhirah",
    "Rajab",
    "Shaban",
    "Ramadan",
    "Shawwal",
    "Dhul-Qadah",
    "Dhul-Hijjah",
];

/// The name of a month by its number, 1 to 12.
pub(crate) fn month_name(number: u8) -> &'static str {
    usize::from(number).checked_sub(1).and_then(|place| MONTHS.get(place)).copied().unwrap_or("?")
}

/// The number of a month by its name, however it is spaced, or by the number itself.
pub(crate) fn month_number(word: &str) -> Option<u8> {
    let letters =
        |word: &str| -> String { word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect() };
    if let Ok(number @ 1..=12) = word.trim().parse() {
        return Some(number);
    }
    let named = letters(word);
    (1..=12).find(|number| letters(month_name(*number)) == named)
}

/// A month with its year: `Ramadan 1447`.
pub(crate) fn month(month: HijriMonth) -> String {
    format!("{} {}", month_name(month.month()), month.year())
}

/// A date: `1 Ramadan 1447`.
pub(crate) fn date(date: HijriDate) -> String {
    format!("{} {}", date.day(), month(date.hijri_month()))
}

/// An occasion, where it is told beside the date.
pub(crate) fn occasion(occasion: Occasion) -> &'static str {
    match occasion {
        Occasion::Ramadan => "Ramadan",
        Occasion::LastTenNights => "last ten nights",
        Occasion::EidAlFitr => "Eid al-Fitr",
        Occasion::SixOfShawwal => "six of Shawwal",
        Occasion::FirstNineOfDhulHijjah => "first nine of Dhul-Hijjah",
        Occasion::Arafah => "Arafah",
        Occasion::EidAlAdha => "Eid al-Adha",
        Occasion::Tashriq => "Tashriq",
        Occasion::Tasua => "Tasua",
        Occasion::Ashura => "Ashura",
        Occasion::WhiteDay => "white day",
        Occasion::Monday => "Monday fast",
        Occasion::Thursday => "Thursday fast",
        _ => "a day of meaning that a later version knows",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_read_by_name_and_number() {
        for (word, number) in [
            ("ramadan", Some(9)),
            ("Dhul Hijjah", Some(12)),
            ("dhul-hijjah", Some(12)),
            ("rabialawwal", Some(3)),
            ("10", Some(10)),
            ("0", None),
            ("13", None),
            ("january", None),
            ("", None),
        ] {
            assert_eq!(month_number(word), number, "{word}");
        }
        assert_eq!(date("1447-09-01".parse().unwrap()), "1 Ramadan 1447");
    }
}
