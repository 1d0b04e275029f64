//! What Kitaab says, in the languages it speaks.
//!
//! A [`Locale`] is a language with its way of writing numbers and dates, and all texts: names of days, months and
//! reasons, verdicts in words, errors by their codes, the names of the starter catalogue, the labels of the report.
//!
//! ```
//! use kitaab_words::{Direction, Locale};
//! let arabic = Locale::named("ar")?;
//! let day = "2026-03-04".parse()?;
//! assert_eq!(arabic.direction(), Direction::RightToLeft);
//! assert_eq!(arabic.day(day), "٤ مارس ٢٠٢٦");
//! assert_eq!(Locale::named("ar-MA")?.day(day), "4 مارس 2026");
//! assert_eq!(Locale::english().day_with_weekday(day), "Wednesday, 4 March 2026");
//! # Ok::<(), kitaab_core::Error>(())
//! ```
//!
//! # Another language
//!
//! The texts are [Fluent](https://projectfluent.org) files in `locales/`, one folder for each language, compiled in.
//! Copy `locales/en` to a folder named by the language's tag, translate, build: nothing else has to be changed. A test
//! names the messages and variables that are missing. Where a text depends on a number `$days`, it chooses among the
//! forms of its language by `$days-form` (`zero`, `one`, `two`, `few`, `many`, `other`, as Unicode's CLDR has them). What a language lacks is said in English.
//!
//! **The Arabic texts are a draft: a native reader has yet to review them.** So says the head of each file.

mod dates;
mod errors;
mod locale;
mod names;
mod numbers;
mod plans;
mod plurals;
mod text;
mod why;

pub use locale::{Direction, Locale};
pub use text::{Arg, Text};
