//! The starter catalogue: deeds that people commonly keep, to pick from.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> kitaab::Result<()> {
//! # let book = kitaab::Kitaab::open("memory:").await?.my_book().await?;
//! use kitaab::starter;
//! use kitaab::words::Locale;
//!
//! let arabic = Locale::named("ar")?;
//! for deed in starter::list(&arabic)? {
//!     println!("{}: {}", deed.key, deed.name);
//! }
//! let today = book.today().await?;
//! let picked = starter::pick(["salah", "fasting/ramadan"], today).in_language(&arabic).deeds()?;
//! let added = book.deeds().add_all(picked).await?; // one commit
//! assert_eq!(added[0].name.as_str(), "الصلاة");
//! # Ok(())
//! # }
//! ```
//!
//! What a deed is (scale, schedule, goal, what excuses it, whether missed days are owed) stands in
//! `starter/catalogue.toml`, its names in the files of `kitaab-words`. What was picked is the owner's: everything can be
//! edited, and nothing remembers where it came from.

mod catalogue;
mod pick;

use kitaab_core::{Category, Goal, Measure, Schedule};
use kitaab_words::Locale;

use crate::error::Result;

pub use pick::{StarterPick, pick};

/// A deed of the catalogue, in a language.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct StarterDeed {
    /// What it is picked by: `salah`.
    pub key: String,
    /// What it belongs to: `Prayer`.
    pub group: String,
    /// Its name.
    pub name: String,
    /// What it means.
    pub about: String,
    /// Good or bad.
    pub category: Category,
    /// Scale or count.
    pub measure: Measure,
    /// The unit of its amounts, where it has one.
    pub unit: Option<String>,
    /// The labels of its scale, the lowest first; empty for a deed that is counted.
    pub values: Vec<String>,
    /// Whether it belongs to the set that is suggested to beginners.
    pub suggested: bool,
    /// The items under it; for a deed without any, the deed itself, by its own key and name.
    pub items: Vec<StarterItem>,
}

/// An item of a deed of the catalogue, in a language.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct StarterItem {
    /// What it is picked by: `salah/fajr`.
    pub key: String,
    /// Its name.
    pub name: String,
    /// When it is due. Weeks start on Monday here; what is picked follows the book.
    pub schedule: Schedule,
    /// What makes a day kept, where the default of its category is not meant.
    pub goal: Option<Goal>,
    /// Whether missed days are owed.
    pub make_up: bool,
    /// Whether it is a fast, and so never due on the two Eids and 11 to 13 Dhul-Hijjah.
    pub fast: bool,
    /// Whether it belongs to the set that is suggested to beginners.
    pub suggested: bool,
}

/// The whole catalogue, in a language.
///
/// # Errors
/// None but `corrupt`, for a program that was built with a broken catalogue.
pub fn list(locale: &Locale) -> Result<Vec<StarterDeed>> {
    catalogue::listed(locale)
}

/// The keys of the set that is suggested to beginners: what `kitaab init --starter` begins with.
pub fn suggested() -> Result<Vec<String>> {
    let mut keys = Vec::new();
    for deed in list(&Locale::english())? {
        let (all, some) = (deed.items.len(), deed.items.iter().filter(|item| item.suggested).count());
        if some == all {
            keys.push(deed.key);
        } else {
            keys.extend(deed.items.into_iter().filter(|item| item.suggested).map(|item| item.key));
        }
    }
    Ok(keys)
}
