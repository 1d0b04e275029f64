//! Figures as tables.

use std::sync::Arc;

use arrow_array::builder::Decimal128Builder;
use arrow_array::{
    ArrayRef, Date32Array, Decimal128Array, Float64Array, Int32Array, Int64Array, RecordBatch, StringArray,
};
use arrow_schema::{ArrowError, DataType, Field, Schema};
use kitaab_ffi::{Day, Figures, Int, Points, Summary};

/// The digits of a sum of amounts, and of these the digits of its fraction.
const TOTAL: DataType = DataType::Decimal128(38, 2);

/// A row for each part: `first` and `last` day, and its figures.
pub(crate) fn series(points: &Points) -> Result<RecordBatch, ArrowError> {
    let days = |day: fn(&kitaab_ffi::Point) -> Day| -> ArrayRef {
        Arc::new(Date32Array::from_iter_values(points.points.iter().map(|point| day(point).0.epoch_days())))
    };
    let of_days = vec![
        (Field::new("first", DataType::Date32, false), days(|point| point.days.first)),
        (Field::new("last", DataType::Date32, false), days(|point| point.days.last)),
    ];
    table(of_days, points.points.iter().map(|point| &point.figures).collect::<Vec<_>>().as_slice())
}

/// A row for each category, deed and item: which it is (the others are null), and its figures.
pub(crate) fn summary(summary: &Summary) -> Result<RecordBatch, ArrowError> {
    let mut names: [Vec<Option<String>>; 3] = [Vec::new(), Vec::new(), Vec::new()];
    let mut figures = Vec::new();
    let mut add = |row: [Option<String>; 3], of_row| {
        names.iter_mut().zip(row).for_each(|(column, name)| column.push(name));
        figures.push(of_row);
    };
    for category in &summary.categories {
        add([Some(category.category.word().to_owned()), None, None], &category.figures);
    }
    for deed in &summary.deeds {
        add([None, Some(deed.deed.to_string()), None], &deed.figures);
    }
    for item in &summary.items {
        add([None, Some(item.deed.to_string()), Some(item.item.to_string())], &item.figures);
    }
    let named = |(name, column): (&str, Vec<Option<String>>)| -> (Field, ArrayRef) {
        (Field::new(name, DataType::Utf8, true), Arc::new(StringArray::from(column)))
    };
    table(["category", "deed", "item"].into_iter().zip(names).map(named).collect(), &figures)
}

/// Columns, and those of figures after them.
fn table(columns: Vec<(Field, ArrayRef)>, figures: &[&Figures]) -> Result<RecordBatch, ArrowError> {
    let number = |of: fn(&Figures) -> Int| -> ArrayRef {
        Arc::new(figures.iter().map(|figures| i32::from(of(figures))).collect::<Int32Array>())
    };
    let entries = figures.iter().map(|figures| i64::from(figures.entries)).collect::<Int64Array>();
    let rates = figures.iter().map(|figures| figures.rate).collect::<Float64Array>();
    let (fields, arrays): (Vec<_>, Vec<_>) = columns
        .into_iter()
        .chain([
            (Field::new("entries", DataType::Int64, false), Arc::new(entries) as ArrayRef),
            (Field::new("days_logged", DataType::Int32, false), number(|figures| figures.days_logged)),
            (Field::new("total", TOTAL, true), Arc::new(totals(figures)) as ArrayRef),
            (Field::new("mean_score", DataType::Float64, true), Arc::new(means(figures)) as ArrayRef),
            (Field::new("due", DataType::Int32, false), number(|figures| figures.due)),
            (Field::new("kept", DataType::Int32, false), number(|figures| figures.kept)),
            (Field::new("unknown", DataType::Int32, false), number(|figures| figures.unknown)),
            (Field::new("rate", DataType::Float64, true), Arc::new(rates) as ArrayRef),
        ])
        .unzip();
    RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays)
}

fn totals(figures: &[&Figures]) -> Decimal128Array {
    let mut totals = Decimal128Builder::with_capacity(figures.len()).with_data_type(TOTAL);
    for figures in figures {
        totals.append_option(figures.total.map(|total| total.0.hundredths()));
    }
    totals.finish()
}

/// The mean score where one version of a scale judged; those of several can't be put together.
fn means(figures: &[&Figures]) -> Float64Array {
    let one = |figures: &&Figures| match figures.mean_scores.as_slice() {
        [mean] => Some(mean.mean),
        _ => None,
    };
    figures.iter().map(one).collect()
}
