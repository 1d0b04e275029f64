//! The plural forms of a language.
//!
//! Reckoned by ICU4X rather than by fluent-bundle: the rules that it brings (intl_pluralrules 7.0.2) lose the "modulo
//! 100" of ranges, so that 103 days would get another Arabic form than 3.

use icu_plurals::{PluralCategory, PluralRules};
use std::sync::Arc;
use unic_langid::LanguageIdentifier;

/// The rules of a language; none where there are no data, so that every number has the form `other`.
#[derive(Clone, Debug)]
pub(crate) struct Plurals(Option<Arc<PluralRules>>);

impl Plurals {
    pub(crate) fn of(language: &LanguageIdentifier) -> Self {
        let locale =
            icu_locale_core::Locale::try_from_str(&language.to_string()).unwrap_or(icu_locale_core::Locale::UNKNOWN);
        Self(PluralRules::try_new_cardinal((&locale).into()).ok().map(Arc::new))
    }

    /// The form of a number, as messages name it.
    pub(crate) fn form(&self, number: u64) -> &'static str {
        match self.0.as_ref().map_or(PluralCategory::Other, |rules| rules.category_for(number)) {
            PluralCategory::Zero => "zero",
            PluralCategory::One => "one",
            PluralCategory::Two => "two",
            PluralCategory::Few => "few",
            PluralCategory::Many => "many",
            PluralCategory::Other => "other",
        }
    }
}
