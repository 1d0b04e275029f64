//! What a report and a plot are to show.

use super::{Bucket, DaySpan};
use crate::convert::Inward;
use crate::error::Result;
use crate::groups::locale;
use crate::scalar::Text;

records! {
    /// What a report is to show. Bad deeds and reflections are in it only where they are asked for.
    record ReportOptions {
        /// In which language (`en`, `ar`, `ar-EG` …); English if left out.
        language: [Option<Text>] = None,
        /// With bad deeds, and the reflections on them if reflections are asked for.
        saiyyiaat: [Option<bool>] = None,
        /// With reflections.
        reflections: [Option<bool>] = None,
    }

    /// How a plot is to show an item.
    record PlotOptions {
        /// What each bar stands for; a month if left out.
        bucket: [Option<Bucket>] = None,
        /// In which language (`en`, `ar`, `ar-EG` …); English if left out.
        language: [Option<Text>] = None,
    }
}

impl ReportOptions {
    /// The report of some days.
    pub(crate) fn of(options: Option<Self>, days: DaySpan) -> Result<kitaab_report::ReportOptions> {
        let mut report = kitaab_report::ReportOptions::new(days.inward()?);
        let Some(Self { language, saiyyiaat, reflections }) = options else { return Ok(report) };
        report = report.in_language(locale(language)?);
        if saiyyiaat == Some(true) {
            report = report.with_saiyyiaat();
        }
        Ok(if reflections == Some(true) { report.with_reflections() } else { report })
    }
}

impl PlotOptions {
    /// The plot of some days.
    pub(crate) fn of(options: Option<Self>, days: DaySpan) -> Result<kitaab_report::PlotOptions> {
        let plot = kitaab_report::PlotOptions::new(days.inward()?);
        let Some(Self { bucket, language }) = options else { return Ok(plot) };
        let plot = plot.in_language(locale(language)?);
        Ok(match bucket {
            Some(bucket) => plot.by(bucket.inward()?),
            None => plot,
        })
    }
}
