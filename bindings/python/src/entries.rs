//! Entries as a table.

use std::collections::HashMap;
use std::sync::Arc;

use arrow_array::builder::{Date32Builder, Decimal128Builder, Int32Builder};
use arrow_array::types::Int32Type;
use arrow_array::{ArrayRef, DictionaryArray, RecordBatch, StringArray};
use arrow_schema::{ArrowError, DataType, Field, Schema};
use kitaab_ffi::sdk::{Catalogue, Category, Columns, ItemId, ScaleId, ScaleValueRef, Series, SeriesValues};

use crate::table::Failure;

/// The digits of an amount, and of these the digits of its fraction.
const AMOUNT: DataType = DataType::Decimal128(10, 2);

/// The entries by item and day: `item` and `deed` (their ids), `path`, `category`, `day`; `label` and `score` of a
/// scale's value, `amount` of a count. Texts are dictionaries, since they repeat.
///
/// # Errors
/// `corrupt` if the columns speak of what the catalogue doesn't hold.
pub(crate) fn table(columns: &Columns) -> Result<RecordBatch, Failure> {
    let mut rows = Rows::new(columns.records.all_series().values().map(Series::len).sum());
    for (item, series) in columns.records.all_series() {
        rows.add(&columns.catalogue, *item, series)?;
    }
    Ok(rows.finish()?)
}

/// Texts that repeat: each once, and for each row which.
struct Texts {
    keys: Int32Builder,
    distinct: Vec<String>,
    known: HashMap<String, i32>,
}

impl Texts {
    fn new(rows: usize) -> Self {
        Self { keys: Int32Builder::with_capacity(rows), distinct: Vec::new(), known: HashMap::new() }
    }

    /// What stands for a text.
    fn key(&mut self, text: &str) -> i32 {
        if let Some(key) = self.known.get(text) {
            return *key;
        }
        // Items and labels of a book are far fewer.
        let key = i32::try_from(self.distinct.len()).unwrap_or(i32::MAX);
        self.distinct.push(text.to_owned());
        self.known.insert(text.to_owned(), key);
        key
    }

    fn repeat(&mut self, text: &str, times: usize) {
        let key = self.key(text);
        self.keys.append_value_n(key, times);
    }

    fn finish(mut self) -> Result<ArrayRef, ArrowError> {
        let texts = Arc::new(StringArray::from(self.distinct));
        Ok(Arc::new(DictionaryArray::<Int32Type>::try_new(self.keys.finish(), texts)?))
    }
}

/// The word for a category.
const fn category(category: Category) -> &'static str {
    match category {
        Category::Hasanaat => "hasanaat",
        Category::Saiyyiaat => "saiyyiaat",
    }
}

/// The columns as they grow.
struct Rows {
    item: Texts,
    path: Texts,
    deed: Texts,
    category: Texts,
    day: Date32Builder,
    label: Texts,
    score: Int32Builder,
    amount: Decimal128Builder,
}

impl Rows {
    fn new(rows: usize) -> Self {
        Self {
            item: Texts::new(rows),
            path: Texts::new(rows),
            deed: Texts::new(rows),
            category: Texts::new(rows),
            day: Date32Builder::with_capacity(rows),
            label: Texts::new(rows),
            score: Int32Builder::with_capacity(rows),
            amount: Decimal128Builder::with_capacity(rows).with_data_type(AMOUNT),
        }
    }

    fn add(&mut self, catalogue: &Catalogue, item: ItemId, series: &Series) -> Result<(), Failure> {
        let (deed, rows) = (catalogue.deed_of(item)?, series.len());
        self.item.repeat(&item.to_string(), rows);
        self.path.repeat(&catalogue.path_text(item)?, rows);
        self.deed.repeat(&deed.id.to_string(), rows);
        self.category.repeat(category(deed.category), rows);
        for day in series.days() {
            self.day.append_value(day.epoch_days());
        }
        match series.values() {
            SeriesValues::Count(amounts) => {
                self.label.keys.append_nulls(rows);
                self.score.append_nulls(rows);
                for amount in amounts {
                    self.amount.append_value(amount.hundredths().into());
                }
            }
            SeriesValues::Scale { versions, values } => {
                self.amount.append_nulls(rows);
                self.add_scaled(catalogue, versions, values)?;
            }
        }
        Ok(())
    }

    /// Labels and scores are looked up once for each value of each version.
    fn add_scaled(&mut self, catalogue: &Catalogue, versions: &[ScaleId], values: &[(u8, u8)]) -> Result<(), Failure> {
        let mut known = vec![[None; 256]; versions.len()];
        for (version, position) in values {
            let (version, place) = (usize::from(*version), usize::from(*position));
            let (label, score) = match known[version][place] {
                Some(found) => found,
                None => {
                    let named = ScaleValueRef { scale: versions[version], position: *position };
                    let value = catalogue.scale_value(named)?;
                    let found = (self.label.key(value.label.as_str()), value.score);
                    known[version][place] = Some(found);
                    found
                }
            };
            self.label.keys.append_value(label);
            self.score.append_value(score);
        }
        Ok(())
    }

    fn finish(mut self) -> Result<RecordBatch, ArrowError> {
        let text = || DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
        let schema = Schema::new(vec![
            Field::new("item", text(), false),
            Field::new("path", text(), false),
            Field::new("deed", text(), false),
            Field::new("category", text(), false),
            Field::new("day", DataType::Date32, false),
            Field::new("label", text(), true),
            Field::new("score", DataType::Int32, true),
            Field::new("amount", AMOUNT, true),
        ]);
        let columns: Vec<ArrayRef> = vec![
            self.item.finish()?,
            self.path.finish()?,
            self.deed.finish()?,
            self.category.finish()?,
            Arc::new(self.day.finish()),
            self.label.finish()?,
            Arc::new(self.score.finish()),
            Arc::new(self.amount.finish()),
        ];
        RecordBatch::try_new(Arc::new(schema), columns)
    }
}
