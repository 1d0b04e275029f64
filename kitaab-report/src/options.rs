//! What is asked for.

use kitaab::words::Locale;
use kitaab::{Bucket, DayRange};

/// What a report is about.
#[derive(Clone, Debug)]
#[must_use]
pub struct ReportOptions {
    pub(crate) days: DayRange,
    pub(crate) locale: Locale,
    pub(crate) saiyyiaat: bool,
    pub(crate) reflections: bool,
}

impl ReportOptions {
    /// These days, in English, without bad deeds and reflections.
    pub fn new(days: DayRange) -> Self {
        Self { days, locale: Locale::english(), saiyyiaat: false, reflections: false }
    }

    /// In another language.
    pub fn in_language(mut self, locale: Locale) -> Self {
        self.locale = locale;
        self
    }

    /// With bad deeds, and the reflections on them if reflections are asked for.
    pub const fn with_saiyyiaat(mut self) -> Self {
        self.saiyyiaat = true;
        self
    }

    /// With reflections.
    pub const fn with_reflections(mut self) -> Self {
        self.reflections = true;
        self
    }
}

/// What a chart of an item shows.
#[derive(Clone, Debug)]
#[must_use]
pub struct PlotOptions {
    pub(crate) days: DayRange,
    pub(crate) bucket: Bucket,
    pub(crate) locale: Locale,
}

impl PlotOptions {
    /// These days, by months, with labels in English.
    pub fn new(days: DayRange) -> Self {
        Self { days, bucket: Bucket::Month, locale: Locale::english() }
    }

    /// By other parts: one bar or point for each.
    pub const fn by(mut self, bucket: Bucket) -> Self {
        self.bucket = bucket;
        self
    }

    /// With labels in another language.
    pub fn in_language(mut self, locale: Locale) -> Self {
        self.locale = locale;
        self
    }
}
