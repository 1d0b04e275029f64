//! What a record held at some time.

use std::collections::BTreeSet;

use kitaab::{Catalogue, RecordImage, RecordKey};
use serde::Serialize;
use serde_json::{Map, Value};

use super::ValueView;
use crate::failure::{Code, Failure, Result};

/// A record as it was.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum ImageView {
    /// An entry.
    Entry { value: ValueView, note: Option<String> },
    /// A reflection.
    Reflection { text: String },
    /// The mark that a day was reviewed.
    Reviewed,
    /// Make-ups done.
    MakeUp { count: u32 },
    /// Owed days settled by fidya.
    Fidya { count: u32 },
    /// A record of the book's structure, field by field.
    Record { fields: Map<String, Value> },
}

impl ImageView {
    /// What the record of a key held.
    pub(crate) fn of(catalogue: &Catalogue, key: &RecordKey, image: &RecordImage) -> Result<Self> {
        Ok(match (image, key) {
            (RecordImage::Entry(entry), RecordKey::Entry(item, _)) => Self::Entry {
                value: ValueView::of(catalogue, *item, entry.value)?,
                note: entry.note.as_ref().map(|note| note.as_str().to_owned()),
            },
            (RecordImage::Reflection(text), _) => Self::Reflection { text: text.as_str().to_owned() },
            (RecordImage::Reviewed, _) => Self::Reviewed,
            (RecordImage::MakeUp(count), _) => Self::MakeUp { count: *count },
            (RecordImage::Fidya(count), _) => Self::Fidya { count: *count },
            (RecordImage::Settings(record), _) => Self::record(record)?,
            (RecordImage::Group(record), _) => Self::record(record)?,
            (RecordImage::Deed(record), _) => Self::record(record)?,
            (RecordImage::Item(record), _) => Self::record(record)?,
            (RecordImage::Scale(record), _) => Self::record(record)?,
            (RecordImage::Exemption(record), _) => Self::record(record)?,
            (RecordImage::Merit(record), _) => Self::record(record)?,
            (RecordImage::Target(record), _) => Self::record(record)?,
            (RecordImage::Reminder(record), _) => Self::record(record)?,
            (RecordImage::Sighting(record), _) => Self::record(record)?,
            _ => return Err(Failure::new(Code::Unexpected, "a record of a kind that this program does not know")),
        })
    }

    fn record(record: &impl Serialize) -> Result<Self> {
        match serde_json::to_value(record) {
            Ok(Value::Object(fields)) => Ok(Self::Record { fields }),
            _ => Err(Failure::new(Code::Unexpected, "a record that can't be told")),
        }
    }

    /// A step from one image to the next, in words.
    pub(crate) fn change(before: Option<&Self>, after: Option<&Self>) -> String {
        match (before, after) {
            (Some(Self::Record { fields: before }), Some(Self::Record { fields: after })) => {
                let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
                let changed = names.into_iter().filter(|name| before.get(*name) != after.get(*name));
                let told = |name: &String| format!("{name}: {}", told(after.get(name)));
                changed.map(told).collect::<Vec<_>>().join("; ")
            }
            (None, Some(Self::Record { .. })) => "made".to_owned(),
            (_, Some(after)) => after.told(),
            (_, None) => "removed".to_owned(),
        }
    }

    fn told(&self) -> String {
        match self {
            Self::Entry { value, note: Some(note) } => format!("{} ({note})", value.text()),
            Self::Entry { value, note: None } => value.text(),
            Self::Reflection { text } => text.clone(),
            Self::Reviewed => "reviewed".to_owned(),
            Self::MakeUp { count } => format!("{count} made up"),
            Self::Fidya { count } => format!("{count} settled by fidya"),
            Self::Record { .. } => String::new(),
        }
    }
}

/// A field in words: text as it is, and anything else as JSON.
fn told(value: Option<&Value>) -> String {
    match value {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Null) | None => "none".to_owned(),
        Some(value) => value.to_string(),
    }
}
