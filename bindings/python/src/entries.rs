//! Entries as a table.

use std::collections::HashMap;
use std::sync::Arc;

use arrow_array::builder::NullBufferBuilder;
use arrow_array::types::Int32Type;
use arrow_array::{ArrayRef, Date32Array, Decimal128Array, DictionaryArray, Int32Array, RecordBatch, StringArray};
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
    keys: Vec<i32>,
    distinct: Vec<String>,
    known: HashMap<String, i32>,
}

impl Texts {
    fn new(rows: usize) -> Self {
        Self { keys: Vec::with_capacity(rows), distinct: Vec::new(), known: HashMap::new() }
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
        fill(&mut self.keys, key, times);
    }

    /// `given`: which rows have one, unless all do.
    fn finish(self, given: Option<&NullBufferBuilder>) -> Result<ArrayRef, ArrowError> {
        let texts = Arc::new(StringArray::from(self.distinct));
        let keys = Int32Array::try_new(self.keys.into(), given.and_then(NullBufferBuilder::finish_cloned))?;
        Ok(Arc::new(DictionaryArray::<Int32Type>::try_new(keys, texts)?))
    }
}

/// Appends a value, again and again.
fn fill<T: Copy>(values: &mut Vec<T>, value: T, times: usize) {
    values.resize(values.len() + times, value);
}

/// The word for a category.
const fn category(category: Category) -> &'static str {
    match category {
        Category::Hasanaat => "hasanaat",
        Category::Saiyyiaat => "saiyyiaat",
    }
}

/// The columns as they grow. A row has a label and a score, or an amount; 0 stands in the place of what it has not.
struct Rows {
    item: Texts,
    path: Texts,
    deed: Texts,
    category: Texts,
    day: Vec<i32>,
    label: Texts,
    score: Vec<i32>,
    scaled: NullBufferBuilder,
    amount: Vec<i128>,
    counted: NullBufferBuilder,
}

impl Rows {
    fn new(rows: usize) -> Self {
        Self {
            item: Texts::new(rows),
            path: Texts::new(rows),
            deed: Texts::new(rows),
            category: Texts::new(rows),
            day: Vec::with_capacity(rows),
            label: Texts::new(rows),
            score: Vec::with_capacity(rows),
            scaled: NullBufferBuilder::new(rows),
            amount: Vec::with_capacity(rows),
            counted: NullBufferBuilder::new(rows),
        }
    }

    fn add(&mut self, catalogue: &Catalogue, item: ItemId, series: &Series) -> Result<(), Failure> {
        let (deed, rows) = (catalogue.deed_of(item)?, series.len());
        self.item.repeat(&item.to_string(), rows);
        self.path.repeat(&catalogue.path_text(item)?, rows);
        self.deed.repeat(&deed.id.to_string(), rows);
        self.category.repeat(category(deed.category), rows);
        self.day.extend(series.days().iter().map(|day| day.epoch_days()));
        match series.values() {
            SeriesValues::Count(amounts) => {
                fill(&mut self.label.keys, 0, rows);
                fill(&mut self.score, 0, rows);
                self.scaled.append_n_nulls(rows);
                self.amount.extend(amounts.iter().map(|amount| i128::from(amount.hundredths())));
                self.counted.append_n_non_nulls(rows);
            }
            SeriesValues::Scale { versions, values } => {
                fill(&mut self.amount, 0, rows);
                self.counted.append_n_nulls(rows);
                self.add_scaled(catalogue, versions, values)?;
                self.scaled.append_n_non_nulls(rows);
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
            self.label.keys.push(label);
            self.score.push(score);
        }
        Ok(())
    }

    fn finish(self) -> Result<RecordBatch, ArrowError> {
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
        let score = Int32Array::try_new(self.score.into(), self.scaled.finish_cloned())?;
        let amount = Decimal128Array::try_new(self.amount.into(), self.counted.finish_cloned())?;
        let columns: Vec<ArrayRef> = vec![
            self.item.finish(None)?,
            self.path.finish(None)?,
            self.deed.finish(None)?,
            self.category.finish(None)?,
            Arc::new(Date32Array::from(self.day)),
            self.label.finish(Some(&self.scaled))?,
            Arc::new(score),
            Arc::new(amount.with_data_type(AMOUNT)),
        ];
        RecordBatch::try_new(Arc::new(schema), columns)
    }
}
