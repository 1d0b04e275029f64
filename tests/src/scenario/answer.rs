//! Answers as JSON, in the shapes of `docs/cli.md`.

use kitaab::words::Locale;
use kitaab::{
    Catalogue, Committed, DayPage, DeedView, DomainError, Entry, Error, ImportReport, ItemId, ItemView, LedgerEvent,
    Origin, RecordImage, TargetProgress, TargetState, Value, Verdict,
};
use serde::Serialize;
use serde_json::{Value as Json, json};

/// What serialises by itself.
pub(super) fn plain(value: &impl Serialize) -> Json {
    serde_json::to_value(value).expect("it has a shape in JSON")
}

pub(super) fn error(error: &Error) -> Json {
    let mut told = json!({ "code": error.code(), "message": error.to_string() });
    let mut tell = |name: &str, value: Json| told[name] = value;
    if let Error::Domain(error) = error {
        match error {
            DomainError::Invalid { field, rule, value } => {
                tell("field", plain(field));
                tell("rule", plain(rule));
                tell("value", plain(value));
            }
            DomainError::NotFound { kind, id } => {
                tell("kind", plain(kind));
                tell("id", plain(id));
            }
            DomainError::Conflict { kind, what } => {
                tell("kind", plain(kind));
                tell("what", plain(what));
            }
            DomainError::Denied { action, kind, id } => {
                tell("action", plain(action));
                tell("kind", plain(kind));
                tell("id", plain(id));
            }
            DomainError::Corrupt { place } => tell("place", plain(place)),
            DomainError::Unsupported { what } => tell("what", plain(what)),
            _ => {}
        }
    }
    told
}

/// What a write answered, beside what it made.
pub(super) fn written(catalogue: &Catalogue, committed: &Committed, made: Json) -> Json {
    let turned = committed.turned.iter().map(|turned| {
        let title = catalogue.merit(turned.merit).map(|merit| merit.title.to_string()).ok();
        json!({ "merit": turned.merit, "title": title, "day": turned.day, "from": turned.from, "to": turned.to })
    });
    let mut answer = if made.is_null() { json!({}) } else { made };
    answer["seq"] = plain(&committed.seq);
    answer["replayed"] = plain(&committed.replayed);
    answer["turned"] = turned.collect();
    answer
}

fn path(catalogue: &Catalogue, item: ItemId) -> Json {
    plain(&catalogue.path_text(item).ok())
}

pub(super) fn deed(catalogue: &Catalogue, view: &DeedView) -> Json {
    let items = view.items.iter().map(|view| item(catalogue, view));
    let scale = view.scale.as_ref();
    let scale = scale.map(|scale| json!({ "id": scale.id, "version": scale.version, "values": scale.values }));
    json!({
        "id": view.id, "name": view.name, "category": view.deed.category, "measure": view.deed.measure,
        "unit": view.deed.unit, "group": view.deed.group, "scale": scale, "items": items.collect::<Vec<_>>(),
    })
}

pub(super) fn item(catalogue: &Catalogue, view: &ItemView) -> Json {
    let item = &view.item;
    let goals = item.goals.versions().iter().map(|(day, goal)| json!({ "from_day": day, "goal": goal }));
    let schedules = item.schedules.versions().iter();
    let schedules = schedules.map(|(day, schedule)| json!({ "from_day": day, "schedule": schedule }));
    json!({
        "id": view.id, "deed": item.deed, "parent": item.parent, "path": path(catalogue, view.id), "name": item.name,
        "description": item.description, "level": view.level, "leaf": view.leaf, "hide": view.hide,
        "starts_on": item.starts_on, "archived_from": item.archived_from, "fast": item.fast,
        "goals": goals.collect::<Vec<_>>(), "schedules": schedules.collect::<Vec<_>>(),
        "excuses": item.excuses, "make_up": item.make_up,
    })
}

fn value(catalogue: &Catalogue, item: ItemId, value: Value) -> Json {
    match value {
        Value::Scale(named) => {
            let version = catalogue.scale(named.scale).map(|scale| scale.version).ok();
            let value = catalogue.scale_value(named).ok();
            json!({
                "measure": "scale", "label": value.map(|value| value.label.as_str()),
                "score": value.map(|value| value.score), "position": named.position, "version": version,
            })
        }
        Value::Count(amount) => {
            let unit = catalogue.deed_of(item).ok().and_then(|deed| deed.unit.clone());
            json!({ "measure": "count", "amount": amount, "unit": unit })
        }
    }
}

pub(super) fn entry(catalogue: &Catalogue, entry: &Entry) -> Json {
    json!({
        "item": entry.item, "path": path(catalogue, entry.item), "day": entry.day,
        "value": value(catalogue, entry.item, entry.value), "note": entry.note,
    })
}

pub(super) fn day(catalogue: &Catalogue, page: &DayPage) -> Json {
    let items = page.lines.iter().map(|line| {
        json!({
            "item": line.item, "path": path(catalogue, line.item), "deed": line.deed,
            "category": catalogue.deed(line.deed).map(|deed| deed.category).ok(),
            "due": line.state.due, "exempt": line.state.exempt, "kept": line.state.kept,
            "value": line.state.recorded.map(|recorded| value(catalogue, line.item, recorded)),
            "reads_as": line.state.reads_as.map(|reads_as| value(catalogue, line.item, reads_as)),
            "note": line.note,
        })
    });
    json!({
        "day": page.day, "hijri": page.hijri, "occasions": page.occasions, "logged": page.logged,
        "reviewed": page.reviewed, "items": items.collect::<Vec<_>>(),
    })
}

pub(super) fn verdict(catalogue: &Catalogue, verdict: &Verdict, locale: Option<&Locale>) -> Json {
    let why = locale.map_or_else(|| verdict.why(catalogue), |locale| locale.why(verdict, catalogue));
    json!({
        "window": verdict.days, "outcome": verdict.outcome, "why": why,
        "detail": verdict.detail.detail,
    })
}

pub(super) fn progress(progress: &TargetProgress) -> Json {
    let (state, completed_on) = match progress.state {
        TargetState::Completed { on } => (json!("completed"), Some(on)),
        state => (plain(&state), None),
    };
    json!({ "state": state, "completed_on": completed_on, "items": progress.items })
}

/// What a commit is, and which one it takes back or brings about again.
pub(super) const fn origin(origin: Origin) -> (&'static str, Option<u64>) {
    match origin {
        Origin::Undo(seq) => ("undo", Some(seq)),
        Origin::Redo(seq) => ("redo", Some(seq)),
        Origin::Erasure => ("erasure", None),
        Origin::Authored => ("authored", None),
    }
}

pub(super) fn event(catalogue: &Catalogue, event: &LedgerEvent) -> Json {
    let (origin, of) = origin(event.origin);
    let image = |held: &Option<RecordImage>| held.as_ref().map(|held| image(catalogue, held));
    json!({
        "seq": event.seq, "at": event.at, "actor": event.actor, "origin": origin, "of": of,
        "before": image(&event.before), "after": image(&event.after),
    })
}

/// What a record of a day held. Of the structure only the kind is told.
fn image(catalogue: &Catalogue, held: &RecordImage) -> Json {
    match held {
        RecordImage::Entry(entry) => {
            let value = match entry.value {
                Value::Count(amount) => json!({ "measure": "count", "amount": amount }),
                Value::Scale(named) => {
                    let label = catalogue.scale_value(named).map(|value| value.label.as_str()).ok();
                    json!({ "measure": "scale", "label": label, "position": named.position })
                }
            };
            json!({ "kind": "entry", "value": value, "note": entry.note })
        }
        RecordImage::Reflection(text) => json!({ "kind": "reflection", "text": text }),
        RecordImage::Reviewed => json!({ "kind": "reviewed" }),
        RecordImage::MakeUp(count) => json!({ "kind": "make_up", "count": count }),
        RecordImage::Fidya(count) => json!({ "kind": "fidya", "count": count }),
        _ => json!({ "kind": "record" }),
    }
}

pub(super) fn imported(report: &ImportReport) -> Json {
    let deeds = report.deeds.iter().map(
        |deed| json!({ "id": deed.deed, "name": deed.name, "new": deed.is_new, "entries_added": deed.entries_added }),
    );
    let not_carried = report
        .not_carried
        .iter()
        .map(|left| json!({ "habit": left.habit, "what": left.what.code(), "count": left.count, "days": left.days }));
    json!({
        "format": report.format.as_str(), "deeds": deeds.collect::<Vec<_>>(),
        "entries_added": report.entries_added, "entries_unchanged": report.entries_unchanged,
        "groups_added": report.groups_added, "not_carried": not_carried.collect::<Vec<_>>(),
    })
}
