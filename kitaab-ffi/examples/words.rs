//! Prints what the facade offers, in words and as JSON: what the languages' stubs are written from.
//!
//! `cargo run -p kitaab-ffi --example words`
#![allow(clippy::print_stdout, reason = "it is a program")]

use kitaab_ffi::words::{self, FieldWords, Shape, TypeWords, plain};
use serde_json::{Value, json};

fn main() {
    let codes = words::codes().iter().map(|code| json!({ "code": code.code, "name": code.name, "data": code.data }));
    let groups = words::groups().iter().map(|group| {
        let operations = group.operations.iter().map(|one| {
            let (arguments, answer) = (fields(one.arguments), plain(one.answer));
            json!({ "name": one.name, "doc": one.doc, "arguments": arguments, "answer": answer })
        });
        let operations: Vec<Value> = operations.collect();
        json!({ "name": group.name, "accessor": group.accessor, "doc": group.doc, "operations": operations })
    });
    let ids = words::ids().iter().map(|(name, doc)| json!({ "name": name, "doc": doc }));
    let all = json!({
        "ids": ids.collect::<Vec<_>>(), "errors": codes.collect::<Vec<_>>(),
        "types": words::types().map(of_type).collect::<Vec<_>>(), "groups": groups.collect::<Vec<_>>(),
    });
    println!("{all:#}");
}

fn of_type(words: &TypeWords) -> Value {
    let mut told = json!({ "name": words.name, "doc": words.doc });
    match words.shape {
        Shape::Record(of) => told["record"] = fields(of),
        Shape::Union(variants) => told["union"] = variants.iter().map(of_type).collect(),
        Shape::Choice(choices) => {
            let of_choice = choices.iter().map(|one| json!({ "name": one.name, "word": one.word, "doc": one.doc }));
            told["choice"] = of_choice.collect();
        }
    }
    told
}

fn fields(fields: &[FieldWords]) -> Value {
    let told = |field: &FieldWords| {
        json!({
            "name": field.name, "type": plain(field.type_name), "optional": field.optional, "private": field.private,
            "doc": field.doc,
        })
    };
    fields.iter().map(told).collect()
}
