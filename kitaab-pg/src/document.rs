//! Structural records as JSON documents, from which the database fills its columns.

use kitaab_core::{Catalogue, Exemption, Merit, Reason, RecordKey, Scope, Sighting};
use serde::Serialize;
use serde_json::{Value, json};

use crate::error::{Fault, Result};

/// The document of a record of this catalogue; null where it holds none.
pub(crate) fn document(catalogue: &Catalogue, key: &RecordKey) -> Result<Value> {
    match key {
        RecordKey::Settings => of(&catalogue.settings),
        RecordKey::Group(id) => of_one(catalogue.groups.get(id)),
        RecordKey::Deed(id) => of_one(catalogue.deeds.get(id)),
        RecordKey::Item(id) => of_one(catalogue.items.get(id)),
        RecordKey::Scale(id) => of_one(catalogue.scales.get(id)),
        RecordKey::Exemption(id) => Ok(catalogue.exemptions.get(id).map_or(Value::Null, exemption)),
        RecordKey::Merit(id) => catalogue.merits.get(id).map_or(Ok(Value::Null), merit),
        RecordKey::Target(id) => of_one(catalogue.targets.get(id)),
        RecordKey::Reminder(id) => of_one(catalogue.reminders.get(id)),
        RecordKey::Sighting(month) => Ok(catalogue.sightings.get(month).map_or(Value::Null, sighting)),
        RecordKey::Relation(id) => of_one(catalogue.relations.get(id)),
        RecordKey::Block(user) => of_one(catalogue.blocks.get(user)),
        RecordKey::Permission(id) => of_one(catalogue.permissions.get(id)),
        _ => Ok(Value::Null),
    }
}

fn of_one<T: Serialize>(record: Option<&T>) -> Result<Value> {
    record.map_or(Ok(Value::Null), of)
}

fn of<T: Serialize>(record: &T) -> Result<Value> {
    serde_json::to_value(record).map_err(|error| Fault::corrupt(format!("a record has no document: {error}")))
}

fn exemption(exemption: &Exemption) -> Value {
    let (scope, deed, item) = match exemption.scope {
        Scope::Hasanaat => ("hasanaat", None, None),
        Scope::Deed(deed) => ("deed", Some(deed), None),
        Scope::Item(item) => ("item", None, Some(item)),
    };
    let words = match &exemption.reason {
        Reason::Other(words) => Some(words),
        _ => None,
    };
    json!({
        "first_day": exemption.first_day,
        "last_day": exemption.last_day,
        "scope": scope,
        "deed": deed,
        "item": item,
        "reason": exemption.reason.kind(),
        "words": words,
    })
}

fn merit(merit: &Merit) -> Result<Value> {
    let mut document = of(merit)?;
    document["conditions"] = of(&merit.rule.conditions())?;
    Ok(document)
}

fn sighting(sighting: &Sighting) -> Value {
    json!({ "month": sighting.id.number(), "first_day": sighting.first_day })
}
