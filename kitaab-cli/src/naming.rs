//! How a user names things: an item by its path, a value by its label, a merit by its title.

use kitaab::{Catalogue, HostTime, ItemId, Kind, Measure, MeritId, ScaleValueRef, TargetId, TimeSource, ValueInput};

use crate::failure::{Code, Failure, Result};

/// The item at a path such as `Salah/Fajr`, or with an id. The end of a path is enough where only one
/// item in use has it, and letters' case then does not matter: `fajr`.
pub(crate) fn item(catalogue: &Catalogue, name: &str) -> Result<ItemId> {
    let failure = match catalogue.find_by_path(name) {
        Ok(item) => return Ok(item),
        Err(error) => Failure::from(error),
    };
    if failure.code() != Code::NotFound || name.trim_matches('/').is_empty() {
        return Err(failure);
    }
    let end = format!("/{}", name.trim_matches('/').to_lowercase());
    let mut found: Vec<(String, ItemId)> = Vec::new();
    let today = catalogue.settings.today(HostTime.now())?;
    for item in catalogue.items.values().filter(|item| item.is_live_on(today)) {
        let path = catalogue.path_text(item.id)?;
        if format!("/{}", path.to_lowercase()).ends_with(&end) {
            found.push((path, item.id));
        }
    }
    match found.as_slice() {
        [] => Err(failure.hint("`kitaab deeds` shows the items there are")),
        [(_, item)] => Ok(*item),
        several => {
            let paths: Vec<&str> = several.iter().map(|(path, _)| path.as_str()).take(5).collect();
            Err(Failure::conflict(
                Kind::Item,
                format!("{} items are called so: write the whole path, such as {}", several.len(), paths.join(" or ")),
            ))
        }
    }
}

/// A value for an item: an amount, or a label of its scale, whose letters' case does not matter.
pub(crate) fn value(catalogue: &Catalogue, item: ItemId, text: &str) -> Result<ValueInput> {
    let deed = catalogue.deed_of(item)?;
    Ok(match deed.measure {
        Measure::Count => {
            ValueInput::Amount(text.trim().parse().map_err(|error: kitaab::DomainError| match error {
                kitaab::DomainError::Invalid { rule, value, .. } => Failure::invalid("value", rule, value),
                other => other.into(),
            })?)
        }
        Measure::Scale => ValueInput::Label(label(catalogue, item, text)),
    })
}

/// The label that is meant, as the scale writes it; the text itself where there is none such, for the
/// SDK to say which there are.
fn label(catalogue: &Catalogue, item: ItemId, text: &str) -> String {
    let text = text.trim();
    let labels = || {
        let scale = catalogue.deed_of(item).ok().and_then(|deed| catalogue.active_scale(deed.id));
        scale.into_iter().flat_map(|scale| &scale.values).map(|value| value.label.as_str())
    };
    if labels().any(|label| label == text) {
        return text.to_owned();
    }
    let mut alike = labels().filter(|label| label.to_lowercase() == text.to_lowercase());
    match (alike.next(), alike.next()) {
        (Some(label), None) => label.to_owned(),
        _ => text.to_owned(),
    }
}

/// The value of an item's scale that a label names, with its score.
pub(crate) fn scale_value(
    catalogue: &Catalogue,
    item: ItemId,
    text: &str,
    today: kitaab::Day,
) -> Result<(ScaleValueRef, i32)> {
    let input = ValueInput::Label(label(catalogue, item, text));
    match catalogue.resolve_value(item, &input, today)? {
        kitaab::Value::Scale(value) => Ok((value, catalogue.scale_value(value)?.score)),
        kitaab::Value::Count(_) => Err(Failure::invalid("value", "must be an amount, since the deed is counted", text)),
    }
}

/// The merit with a title or an id.
pub(crate) fn merit(catalogue: &Catalogue, name: &str) -> Result<MeritId> {
    let titled = catalogue.merits.values().map(|merit| (merit.id, merit.title.as_str(), merit.id.to_string()));
    one(Kind::Merit, name, titled)
}

/// The target with a title or an id.
pub(crate) fn target(catalogue: &Catalogue, name: &str) -> Result<TargetId> {
    let titled = catalogue.targets.values().map(|target| (target.id, target.title.as_str(), target.id.to_string()));
    one(Kind::Target, name, titled)
}

/// The one thing with a title or an id.
fn one<'a, I>(kind: Kind, name: &str, all: impl Iterator<Item = (I, &'a str, String)>) -> Result<I> {
    let wanted = name.trim().to_lowercase();
    let mut found: Vec<I> =
        all.filter(|(_, title, id)| title.to_lowercase() == wanted || *id == wanted).map(|(id, ..)| id).collect();
    match (found.pop(), found.len()) {
        (Some(id), 0) => Ok(id),
        (None, _) => Err(Failure::not_found(kind, name)),
        (Some(_), more) => Err(Failure::conflict(kind, format!("{} have this title: name one by its id", more + 1))),
    }
}

/// The words to search for, as texts are searched.
pub(crate) fn search_words(field: &'static str, text: &str) -> Result<Vec<String>> {
    let query = kitaab::search::Query::words(text);
    if query.is_empty() {
        return Err(Failure::invalid(field, "must hold a word to search for", ""));
    }
    Ok(query.tokens().to_vec())
}
