//! The plural forms of a language.
//!
//! Reckoned by ICU4X rather than by fluent-bundle: the rules that it brings (intl_pluralrules 7.0.2) lose the "modulo
//! 100" of ranges, so that 103 days would get another Arabic form than 3.

use icu_plurals::{PluralCategory, PluralRules, PluralRulesPreferences};
use unic_langid::LanguageIdentifier;

/// The rules of a language; where there are no data, every number has the form `other`.
///
/// They are looked up for each number, which is quick: those that were looked up can't go to another thread.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Plurals(PluralRulesPreferences);

impl Plurals {
    pub(crate) fn of(language: &LanguageIdentifier) -> Self {
        let locale =
            icu_locale_core::Locale::try_from_str(&language.to_string()).unwrap_or(icu_locale_core::Locale::UNKNOWN);
        Self((&locale).into())
    }

    /// The form of a number, as messages name it.
    pub(crate) fn form(self, number: u64) -> &'static str {
        let rules = PluralRules::try_new_cardinal(self.0);
        match rules.map_or(PluralCategory::Other, |rules| rules.category_for(number)) {
            PluralCategory::Zero => "zero",
            PluralCategory::One => "one",
            PluralCategory::Two => "two",
            PluralCategory::Few => "few",
            PluralCategory::Many => "many",
            PluralCategory::Other => "other",
        }
    }
}
