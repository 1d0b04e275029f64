//! The names that a story gives to what its steps answered.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

/// What was named so far.
#[derive(Debug, Default)]
pub(super) struct Names(BTreeMap<String, Value>);

impl Names {
    pub(super) fn bind(&mut self, name: &str, answer: Value) -> Result<(), String> {
        match self.0.insert(name.to_owned(), answer) {
            None => Ok(()),
            Some(_) => Err(format!("{name} is named twice")),
        }
    }

    /// A value with what stands for something else in it replaced: `"$name"`, and `{"$repeat": [text, times]}`.
    pub(super) fn resolve(&self, value: &Value) -> Result<Value, String> {
        Ok(match value {
            Value::String(text) => match text.strip_prefix('$') {
                None => value.clone(),
                Some(literal) if literal.starts_with('$') => Value::String(literal.to_owned()),
                Some(reference) => self.look_up(reference).ok_or_else(|| format!("${reference} names nothing"))?,
            },
            Value::Array(parts) => Value::Array(parts.iter().map(|part| self.resolve(part)).collect::<Result<_, _>>()?),
            Value::Object(fields) => match fields.get("$repeat") {
                Some(of) => repeated(of).ok_or("$repeat takes a text and how often")?,
                None => {
                    let resolved = fields.iter().map(|(name, value)| Ok((name.clone(), self.resolve(value)?)));
                    Value::Object(resolved.collect::<Result<Map<_, _>, String>>()?)
                }
            },
            _ => value.clone(),
        })
    }

    /// `salah`: the id in its answer. `salah.scale.id`: that field of it. `salah/Fajr`: the item below its root by
    /// that path; `salah/`: its root.
    fn look_up(&self, reference: &str) -> Option<Value> {
        let end = reference.find(['/', '.']).unwrap_or(reference.len());
        let (name, rest) = reference.split_at(end);
        let answer = self.0.get(name)?;
        if let Some(path) = rest.strip_prefix('/') {
            let items = answer.get("items")?.as_array()?;
            let root = items.first()?.get("path")?.as_str()?;
            let path = if path.is_empty() { root.to_owned() } else { format!("{root}/{path}") };
            return items.iter().find(|item| item["path"] == path.as_str())?.get("id").cloned();
        }
        let fields = if rest.is_empty() { "id" } else { &rest[1..] };
        answer.pointer(&format!("/{}", fields.replace('.', "/"))).cloned()
    }

    /// A message with ids told by their names.
    pub(super) fn told(&self, message: &str) -> String {
        let mut told = message.to_owned();
        for (name, answer) in &self.0 {
            let mut replace = |id: Option<&Value>, name: &str| {
                if let Some(id) = id.and_then(Value::as_str) {
                    told = told.replace(id, name);
                }
            };
            replace(answer.get("id"), &format!("${name}"));
            for item in answer.get("items").and_then(Value::as_array).into_iter().flatten() {
                let path = item.get("path").and_then(Value::as_str).unwrap_or_default();
                replace(item.get("id"), &format!("${name}/{}", path.split_once('/').map_or("", |(_, below)| below)));
            }
        }
        told
    }
}

fn repeated(of: &Value) -> Option<Value> {
    let times = usize::try_from(of.get(1)?.as_u64()?).ok()?;
    Some(Value::String(of.get(0)?.as_str()?.repeat(times)))
}
