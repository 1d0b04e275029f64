//! The report and plots: of a document that is told which begins how, and which of some texts are in it.

use kitaab::words::Locale;
use kitaab::{Book, DayRange, DomainError, Error};
use kitaab_report::{PlotOptions, ReportOptions};
use serde_json::{Value as Json, json};

use super::operation::{PageInput, PlotInput};

pub(super) async fn page(book: &Book, with: PageInput) -> Result<Json, Error> {
    let mut options = ReportOptions::new(DayRange::new(with.first_day, with.last_day)?);
    if let Some(tag) = with.language {
        options = options.in_language(Locale::named(&tag)?);
    }
    if with.saiyyiaat == Some(true) {
        options = options.with_saiyyiaat();
    }
    if with.reflections == Some(true) {
        options = options.with_reflections();
    }
    let page = kitaab_report::report(book, &options).await.map_err(plain)?;
    Ok(told(&page, with.look_for))
}

pub(super) async fn plot(book: &Book, with: PlotInput) -> Result<Json, Error> {
    let mut options = PlotOptions::new(DayRange::new(with.first_day, with.last_day)?);
    if let Some(tag) = with.language {
        options = options.in_language(Locale::named(&tag)?);
    }
    if let Some(bucket) = with.bucket {
        options = options.by(bucket);
    }
    let plot = kitaab_report::plot(book, with.item, &options).await.map_err(plain)?;
    Ok(told(&plot, with.look_for))
}

fn told(document: &str, look_for: Vec<String>) -> Json {
    let found: Vec<String> = look_for.into_iter().filter(|text| document.contains(text.as_str())).collect();
    json!({ "begins": document.split(' ').next(), "found": found })
}

fn plain(error: kitaab_report::Error) -> Error {
    match error {
        kitaab_report::Error::Book(error) => error,
        drawing => DomainError::unsupported(drawing.to_string()).into(),
    }
}
