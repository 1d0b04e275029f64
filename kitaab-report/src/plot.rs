//! One item over time, as a picture of its own.

use chrono::Datelike as _;
use kitaab::words::{Direction, Locale, Text};
use kitaab::{Book, Bucket, Calendar, Catalogue, DayRange, ItemId, Measure, Point, Subject};
use maud::{PreEscaped, html};
use plotters::chart::{ChartBuilder, LabelAreaPosition};
use plotters::element::Rectangle;
use plotters::style::{BLACK, Color as _, TRANSPARENT};

use crate::chart::{Anchor, Canvas, Chart, Painted, label, letters, running};
use crate::error::Result;
use crate::options::PlotOptions;

const WIDTH: u32 = 760;
const HEIGHT: u32 = 400;
/// The heading, the labels beside and below, and the margin.
const HEADING: i32 = 44;
const BESIDE: u32 = 64;
const BELOW: u32 = 34;
const MARGIN: i32 = 14;
const LETTERS: u32 = 12;
/// The room that each letter of a label takes, as a rule.
const LETTER: usize = 8;

/// More bars than these can't be told apart, nor be drawn in reasonable time.
const MOST_BARS: usize = 1_000;

/// The colours of a picture that stands by itself: as in the report.
const STYLE: &str = "svg{color:#1c1b19;background:#fdfcfa}\
    @media (prefers-color-scheme:dark){svg{color:#e9e5dd;background:#171614}}\
    text{font-family:system-ui,\"Noto Sans\",\"Noto Sans Arabic\",\"DejaVu Sans\",sans-serif}";

/// What is drawn.
struct Plot<'a> {
    locale: &'a Locale,
    calendar: Calendar,
    bucket: Bucket,
    unit: Option<String>,
    bars: Vec<(DayRange, Option<f64>)>,
    counted: bool,
}

/// Draws an item (with all below it) over time, as a whole SVG document: a bar for each part of the days. Of a deed that
/// is counted it shows the totals, of one with a scale how much of what was due was kept.
///
/// # Errors
/// `not_found` for the item; `invalid` for a bucket that parts the days into more than 1,000 bars.
pub async fn plot(book: &Book, item: ItemId, options: &PlotOptions) -> Result<String> {
    let catalogue = book.catalogue().await?;
    let locale = &options.locale;
    let deed = catalogue.deed_of(item)?;
    let counted = deed.measure == Measure::Count;
    // An item that is named is looked at, hidden or not.
    let bars = catalogue.calendar().periods(options.bucket, options.days).take(MOST_BARS + 1).count();
    if bars > MOST_BARS {
        let rule = format!("must part the days into at most {MOST_BARS} bars: name fewer days, or a longer bucket");
        return Err(kitaab::DomainError::invalid("bucket", rule, "").into());
    }
    let points = book.insights().with_hidden().series(Subject::Item(item), options.bucket, options.days).await?;
    let plot = Plot {
        locale,
        calendar: catalogue.calendar(),
        bucket: options.bucket,
        unit: deed.unit.as_ref().map(ToString::to_string),
        bars: points.points.iter().map(|point| (point.days, height(point, counted))).collect(),
        counted,
    };
    plot.document(&title(&catalogue, item, options)?)
}

fn title(catalogue: &Catalogue, item: ItemId, options: &PlotOptions) -> Result<String> {
    let name = options.locale.path(catalogue, item)?;
    let days = options.locale.span(options.days.first(), options.days.last());
    Ok(options.locale.put(Text::PLOT_TITLE, &[("item", (&name).into()), ("days", (&days).into())]))
}

#[allow(clippy::cast_precision_loss, reason = "to be drawn")]
fn height(point: &Point, counted: bool) -> Option<f64> {
    if counted { point.figures.total.map(|total| total.hundredths() as f64 / 100.0) } else { point.figures.rate }
}

impl Plot<'_> {
    fn document(&self, title: &str) -> Result<String> {
        let chart = Chart::paint(WIDTH, HEIGHT, |canvas| self.paint(canvas, title))?;
        let described: Vec<String> = self
            .bars
            .iter()
            .map(|(days, height)| {
                let height = height.map_or_else(|| "–".to_owned(), |height| self.told(height));
                format!("{}: {height}", self.name(*days))
            })
            .collect();
        let document = html! {
            svg xmlns="http://www.w3.org/2000/svg" viewBox=(format!("0 0 {WIDTH} {HEIGHT}")) width=(WIDTH)
                height=(HEIGHT) role="img" aria-labelledby="title described" lang=(self.locale.tag()) direction="ltr" {
                title id="title" { (title) }
                desc id="described" { (self.measure()) ". " (described.join("; ")) }
                style { (PreEscaped(STYLE)) }
                (PreEscaped(&chart.elements))
            }
        };
        Ok(document.into_string())
    }

    #[allow(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "to be drawn"
    )]
    fn paint(&self, canvas: &Canvas<'_>, title: &str) -> Painted {
        let direction = self.locale.direction();
        let rtl = direction == Direction::RightToLeft;
        let width = i32::try_from(WIDTH).unwrap_or(i32::MAX);
        let (edge, anchor) = if rtl { (width - MARGIN, Anchor::End) } else { (MARGIN, Anchor::Start) };
        label(canvas, &running(title, direction), edge, MARGIN + 6, LETTERS + 2, anchor)?;
        label(canvas, &running(&self.measure(), direction), edge, MARGIN + 26, LETTERS, anchor)?;

        let count = self.bars.len().max(1);
        let highest = self.bars.iter().filter_map(|(_, height)| *height).fold(0.0, f64::max);
        let top = if !self.counted {
            1.0
        } else if highest > 0.0 {
            highest * 1.05
        } else {
            1.0
        };
        let beside = if rtl { LabelAreaPosition::Right } else { LabelAreaPosition::Left };
        let longest = self.bars.iter().map(|(days, _)| self.name(*days).chars().count()).max().unwrap_or(1);
        let room = (WIDTH - BESIDE) as usize / (longest * LETTER).max(1);
        let place = |index: usize| if rtl { count - 1 - index } else { index };
        let mut chart = ChartBuilder::on(canvas)
            .margin(MARGIN)
            .margin_top(MARGIN + HEADING)
            .set_label_area_size(beside, BESIDE)
            .x_label_area_size(BELOW)
            .build_cartesian_2d(-0.5..count as f64 - 0.5, 0.0..top)?;
        chart
            .configure_mesh()
            .disable_x_mesh()
            .light_line_style(TRANSPARENT)
            .bold_line_style(BLACK.mix(0.15))
            .axis_style(BLACK.mix(0.4))
            .x_labels(room.clamp(1, count))
            .y_labels(5)
            .x_label_formatter(&|x| {
                // Only whole places are bars.
                let index = x.round();
                if (x - index).abs() > 1e-6 || index < 0.0 {
                    return String::new();
                }
                self.bars
                    .get(place(index as usize))
                    .map(|(days, _)| running(&self.name(*days), direction))
                    .unwrap_or_default()
            })
            .y_label_formatter(&|y| running(&self.told(*y), direction))
            .label_style(letters(LETTERS, Anchor::Middle))
            .draw()?;
        let bars = self.bars.iter().enumerate().filter_map(|(index, (_, height))| Some((place(index), (*height)?)));
        chart.draw_series(bars.map(|(index, height)| {
            let middle = index as f64;
            Rectangle::new([(middle - 0.36, 0.0), (middle + 0.36, height)], BLACK.mix(0.75).filled())
        }))?;
        Ok(())
    }

    /// What the bars measure.
    fn measure(&self) -> String {
        match (&self.unit, self.counted) {
            (Some(unit), true) => self.locale.put(Text::PLOT_TOTAL_UNIT, &[("unit", unit.into())]),
            (None, true) => self.locale.say(Text::PLOT_TOTAL),
            _ => self.locale.say(Text::PLOT_KEPT),
        }
    }

    fn told(&self, height: f64) -> String {
        if self.counted {
            let plain = format!("{height:.2}");
            self.locale.decimal(plain.trim_end_matches('0').trim_end_matches('.'))
        } else {
            self.locale.percent(height)
        }
    }

    /// The name of a part of the days, as short as may be.
    fn name(&self, days: DayRange) -> String {
        let first = days.first();
        let hijri = || self.calendar.hijri(first).date;
        match self.bucket {
            Bucket::Month => {
                let month = self.locale.month_short(first.date().month());
                // A year is told where it begins.
                if first.date().month() == 1 { self.locale.month_of(first) } else { month }
            }
            Bucket::Year => self.locale.year(first.date().year()),
            Bucket::HijriMonth => self.locale.hijri_month_short(hijri().month()),
            Bucket::HijriYear => self.locale.year(hijri().year().into()),
            Bucket::Whole => self.locale.span(first, days.last()),
            _ => self.locale.day_short(first),
        }
    }
}
