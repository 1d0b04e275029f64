//! The report and plots.

use crate::convert::{Inward, Outward};
use crate::error::KitaabError;
use crate::scalar::{ItemId, Text};
use crate::types::{DaySpan, PlotOptions, ReportOptions};

operations! {
    /// A book on paper: one page to look back with, and plots. Both hold all that they show, and load nothing. Hidden items are
    /// never in the page, nor are notes of entries and exemptions.
    group Reports, reports, reports_table;

    /// The report of some days up to today: a whole HTML document.
    ///
    /// # Errors
    /// `unsupported` for a language without texts, `invalid` for what is no tag of a language.
    fn page(days: [DaySpan], options: [Option<ReportOptions>] = None) -> [Text] = |book| {
        Ok(kitaab_report::report(&book, &ReportOptions::of(options, days)?).await?.outward())
    };

    /// An item (with all below it) over time: a whole SVG document, with a bar for each part of the days. Of a deed that is
    /// counted it shows the totals, of one with a scale how much of what was due was kept.
    ///
    /// # Errors
    /// `not_found` for the item; `invalid` (field `bucket`) for more than 1,000 bars; for the language those of `page`.
    fn plot(item: [ItemId], days: [DaySpan], options: [Option<PlotOptions>] = None) -> [Text] = |book| {
        Ok(kitaab_report::plot(&book, item.inward()?, &PlotOptions::of(options, days)?).await?.outward())
    };
}
