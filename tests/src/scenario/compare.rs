//! Whether an answer holds what is expected of it.

use serde_json::Value;

/// How far two floats may be from each other: they are reckoned alike, but not necessarily in one order.
const CLOSE: f64 = 1e-9;

/// Where an answer is not as expected. Of an object the expected fields are compared, for later versions may add
/// others; a list must have the same length; floats must be close; everything else must be equal.
pub(super) fn differences(expected: &Value, answer: &Value) -> Vec<String> {
    let mut found = Vec::new();
    compare(expected, answer, "answer", &mut found);
    found
}

fn compare(expected: &Value, answer: &Value, path: &str, found: &mut Vec<String>) {
    match (expected, answer) {
        (Value::Object(fields), Value::Object(answered)) => {
            for (name, expected) in fields {
                match answered.get(name) {
                    Some(answer) => compare(expected, answer, &format!("{path}.{name}"), found),
                    None => found.push(format!("{path} has no {name}: {answer}")),
                }
            }
        }
        (Value::Array(parts), Value::Array(answered)) if parts.len() == answered.len() => {
            for (place, (expected, answer)) in parts.iter().zip(answered).enumerate() {
                compare(expected, answer, &format!("{path}[{place}]"), found);
            }
        }
        _ if expected == answer || are_close(expected, answer) => {}
        _ => found.push(format!("{path} should be {expected}, and is {answer}")),
    }
}

fn are_close(expected: &Value, answer: &Value) -> bool {
    let is_float = expected.is_f64() || answer.is_f64();
    let both = expected.as_f64().zip(answer.as_f64());
    is_float && both.is_some_and(|(expected, answer)| (expected - answer).abs() <= CLOSE)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn differences_are_found_where_they_are() {
        let answer = json!({ "a": [{ "b": 1, "c": 0.333_333_333_333 }], "d": null, "e": "1" });
        for alike in [json!({}), answer.clone(), json!({ "a": [{ "c": 0.333_333_333_334 }] }), json!({ "d": null })] {
            assert_eq!(differences(&alike, &answer), Vec::<String>::new(), "{alike}");
        }
        for (expected, path) in [
            (json!({ "a": [{ "b": 2 }] }), "answer.a[0].b"),
            (json!({ "a": [{ "c": 0.334 }] }), "answer.a[0].c"),
            (json!({ "a": [] }), "answer.a"),
            (json!({ "d": 1 }), "answer.d"),
            (json!({ "e": 1 }), "answer.e"),
            (json!({ "f": null }), "answer has no f"),
        ] {
            let found = differences(&expected, &answer);
            assert!(found.len() == 1 && found[0].starts_with(path), "{expected}: {found:?}");
        }
    }
}
