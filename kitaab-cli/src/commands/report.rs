//! The report, and charts: what a person sees when they look back.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use kitaab::words::Locale;
use kitaab::{Bucket, Day, DayRange, Kind};
use kitaab_report::{PlotOptions, ReportOptions};
use serde::Serialize;

use crate::app::{App, Opened};
use crate::day_word::DayWord;
use crate::failure::{Code, Failure, Result};
use crate::naming;
use crate::output::{Page, View, put_text};

/// How many days are looked at where none are named.
const YEAR: u16 = 365;

/// Which days, in which language, into which file.
#[derive(Args, Debug)]
struct LookArgs {
    /// The first day; without it, 364 days before the last.
    #[arg(long, value_name = "DAY")]
    from: Option<DayWord>,
    /// The last day; today without it.
    #[arg(long, value_name = "DAY")]
    to: Option<DayWord>,
    /// The language: en or ar.
    #[arg(long, value_name = "TAG", default_value = "en")]
    language: String,
    /// Write over a file that is there already.
    #[arg(long)]
    overwrite: bool,
}

impl LookArgs {
    fn days(&self, today: Day) -> Result<DayRange> {
        let last = self.to.map_or(today, |word| word.on(today));
        match self.from {
            Some(word) => Ok(DayRange::new(word.on(today), last)?),
            None => Ok(DayRange::ending(last, YEAR)),
        }
    }
}

/// Write a page to look back with: days, values, the week, merits, targets
///
/// It is one HTML file that opens in any browser, without a network, on a screen or on paper. Bad deeds and reflections
/// are in it only if you ask for them.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  kitaab report
  kitaab report --from 2026-01-01 --to 2026-12-31 --with-reflections -o 2026.html
  kitaab report --language ar -o taqrir.html")]
pub(crate) struct ReportArgs {
    #[command(flatten)]
    look: LookArgs,
    /// With bad deeds (saiyyiaat), and what speaks of them.
    #[arg(long)]
    with_saiyyiaat: bool,
    /// With reflections: those on bad deeds only together with --with-saiyyiaat.
    #[arg(long)]
    with_reflections: bool,
    /// The file to write; - for standard output.
    #[arg(long, short, value_name = "FILE", default_value = "report.html")]
    output: PathBuf,
}

/// Draw one item over time, as SVG or PNG
///
/// Of a deed that is counted it shows totals, of one with a scale how much of what was due was kept.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  kitaab plot Salah/Fajr -o fajr.svg
  kitaab plot \"Qur'an\" --from 2026-01-01 --bucket week -o quran.png")]
pub(crate) struct PlotArgs {
    /// The item; what is below it is counted in.
    item: String,
    #[command(flatten)]
    look: LookArgs,
    /// What each bar stands for.
    #[arg(long, value_enum, default_value = "month")]
    bucket: BucketWord,
    /// The file to write, ending in .svg or .png; - for an SVG on standard output.
    #[arg(long, short, value_name = "FILE")]
    output: PathBuf,
}

/// A part of the calendar.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum BucketWord {
    /// Days.
    Day,
    /// Weeks, from your first weekday on.
    Week,
    /// Gregorian months.
    Month,
    /// Gregorian years.
    Year,
    /// Hijri months.
    HijriMonth,
    /// Hijri years.
    HijriYear,
}

impl From<BucketWord> for Bucket {
    fn from(word: BucketWord) -> Self {
        match word {
            BucketWord::Day => Self::Day,
            BucketWord::Week => Self::Week,
            BucketWord::Month => Self::Month,
            BucketWord::Year => Self::Year,
            BucketWord::HijriMonth => Self::HijriMonth,
            BucketWord::HijriYear => Self::HijriYear,
        }
    }
}

/// A page or a picture that was written.
#[derive(Debug, Serialize)]
struct LookedView {
    file: PathBuf,
    bytes: usize,
    language: String,
    first_day: Day,
    last_day: Day,
    /// Why something is missing in it; null where nothing is.
    remark: Option<&'static str>,
}

impl View for LookedView {
    fn show(&self, page: &mut Page) {
        let (file, first, last) = (self.file.display(), self.first_day, self.last_day);
        page.line(&format!("Written: {file}, {first} to {last}, {} bytes.", self.bytes));
        if let Some(remark) = self.remark {
            page.line(remark);
        }
        page.faint("Whoever can read the file sees what is in it: keep it well.");
    }
}

pub(crate) async fn report(args: ReportArgs, app: &App) -> Result<()> {
    let locale = Locale::named(&args.look.language)?;
    let opened = app.opened().await?;
    let days = args.look.days(opened.today)?;
    must_be_free(&args.output, args.look.overwrite)?;
    let mut options = ReportOptions::new(days).in_language(locale.clone());
    if args.with_saiyyiaat {
        options = options.with_saiyyiaat();
    }
    if args.with_reflections {
        options = options.with_reflections();
    }
    let page = kitaab_report::report(&opened.book, &options).await?;
    written(app, &args.output, args.look.overwrite, page.as_bytes(), (days, &locale, None))
}

pub(crate) async fn plot(args: PlotArgs, app: &App) -> Result<()> {
    let locale = Locale::named(&args.look.language)?;
    let opened: Opened = app.opened().await?;
    let item = naming::item(&opened.catalogue, &args.item)?;
    let days = args.look.days(opened.today)?;
    let end = args.output.extension().map(std::ffi::OsStr::to_ascii_lowercase);
    let png = end.as_ref().is_some_and(|end| end == "png");
    if !png && args.output != Path::new("-") && end.as_ref().is_none_or(|end| end != "svg") {
        return Err(Failure::invalid("output", "must end in .svg or .png", args.output.display()));
    }
    must_be_free(&args.output, args.look.overwrite)?;
    let options = PlotOptions::new(days).by(args.bucket.into()).in_language(locale.clone());
    let svg = kitaab_report::plot(&opened.book, item, &options).await?;
    let (bytes, remark) = if png { drawn(&svg)? } else { (svg.into_bytes(), None) };
    written(app, &args.output, args.look.overwrite, &bytes, (days, &locale, remark))
}

/// The picture as PNG, and what is missing in it.
fn drawn(svg: &str) -> Result<(Vec<u8>, Option<&'static str>)> {
    let png = kitaab_report::png(svg)?;
    let remark = "No font was found on this machine, so the picture is without letters. An SVG needs none: -o FILE.svg";
    Ok((png.bytes, png.without_letters.then_some(remark)))
}

fn must_be_free(file: &Path, overwrite: bool) -> Result<()> {
    if overwrite || file == Path::new("-") || file.symlink_metadata().is_err() {
        return Ok(());
    }
    Err(Failure::conflict(Kind::File, format!("{} is there already", file.display()))
        .hint("name another one by -o, or write over it with --overwrite"))
}

/// Writes what was made, all of it or nothing, for its owner's eyes alone, and answers.
fn written(
    app: &App,
    file: &Path,
    overwrite: bool,
    bytes: &[u8],
    (days, locale, remark): (DayRange, &Locale, Option<&'static str>),
) -> Result<()> {
    if file == Path::new("-") {
        return put_text(bytes);
    }
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut draft = tempfile::NamedTempFile::new_in(folder).map_err(|error| Failure::file(folder, &error))?;
    draft.write_all(bytes).map_err(|error| Failure::file(file, &error))?;
    let kept = if overwrite { draft.persist(file) } else { draft.persist_noclobber(file) };
    kept.map_err(|error| Failure::file(file, &error.error))?;
    app.put(&LookedView {
        file: file.to_owned(),
        bytes: bytes.len(),
        language: locale.tag().to_owned(),
        first_day: days.first(),
        last_day: days.last(),
        remark,
    })
}

impl From<kitaab_report::Error> for Failure {
    fn from(error: kitaab_report::Error) -> Self {
        match error {
            kitaab_report::Error::Book(error) => error.into(),
            other => Self::new(Code::named(other.code()), &other),
        }
    }
}
