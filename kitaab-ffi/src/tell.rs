//! The answers of operations for Node: told as JSON away from JavaScript's thread, which parses it. To make each object of an
//! answer through Node-API takes that thread longer than many an operation takes.
#![allow(unsafe_code, reason = "napi's conversions work on raw handles")]

use std::io::Write as _;

use napi::bindgen_prelude::{ToNapiValue, TypeName};
use napi::{Result, ValueType, sys};

/// A value as JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told(String);

impl Told {
    /// Tells a value.
    pub fn new(value: &impl Tell) -> Self {
        let mut json = Json(Vec::new());
        value.tell(&mut json);
        Self(String::from_utf8(json.0).unwrap_or_default())
    }
}

impl TypeName for Told {
    fn type_name() -> &'static str {
        "String"
    }

    fn value_type() -> ValueType {
        ValueType::String
    }
}

impl ToNapiValue for Told {
    unsafe fn to_napi_value(env: sys::napi_env, told: Self) -> Result<sys::napi_value> {
        unsafe { String::to_napi_value(env, told.0) }
    }
}

/// What can be told as JSON.
pub trait Tell {
    /// Tells it.
    #[doc(hidden)]
    fn tell(&self, json: &mut Json);

    /// Tells it as a field of an object. What is not there is left out.
    #[doc(hidden)]
    fn tell_field(&self, name: &'static str, json: &mut Json) {
        json.name(name);
        self.tell(json);
    }
}

/// JSON that is being written.
pub struct Json(Vec<u8>);

impl Json {
    pub(crate) fn object(&mut self, fields: impl FnOnce(&mut Self)) {
        self.0.push(b'{');
        fields(self);
        self.0.push(b'}');
    }

    /// A text, with what JSON escapes.
    pub(crate) fn text(&mut self, text: &str) {
        // Writing to memory does not fail, and a text can always be told.
        let _ = serde_json::to_writer(&mut self.0, text);
    }

    /// What is told as it is written, and holds nothing to escape.
    pub(crate) fn plain(&mut self, value: impl std::fmt::Display) {
        let _ = write!(self.0, "{value}");
    }

    /// The word for a variant: `on_scale` for `OnScale`.
    pub(crate) fn variant(&mut self, variant: &str) {
        self.name("is");
        self.0.push(b'"');
        for (place, letter) in variant.bytes().enumerate() {
            if place > 0 && letter.is_ascii_uppercase() {
                self.0.push(b'_');
            }
            self.0.push(letter.to_ascii_lowercase());
        }
        self.0.push(b'"');
    }

    /// The name of a field, as JavaScript writes it: `dayStart` for `day_start`.
    fn name(&mut self, name: &str) {
        if self.0.last() != Some(&b'{') {
            self.0.push(b',');
        }
        self.0.push(b'"');
        let mut begins = false;
        for letter in name.bytes() {
            if letter != b'_' {
                self.0.push(if begins { letter.to_ascii_uppercase() } else { letter });
            }
            begins = letter == b'_';
        }
        self.0.extend_from_slice(b"\":");
    }
}

impl Tell for () {
    fn tell(&self, json: &mut Json) {
        json.plain("null");
    }
}

impl Tell for bool {
    fn tell(&self, json: &mut Json) {
        json.plain(self);
    }
}

impl Tell for f64 {
    fn tell(&self, json: &mut Json) {
        let _ = serde_json::to_writer(&mut json.0, self);
    }
}

impl<T: Tell> Tell for Option<T> {
    fn tell(&self, json: &mut Json) {
        match self {
            Some(value) => value.tell(json),
            None => json.plain("null"),
        }
    }

    fn tell_field(&self, name: &'static str, json: &mut Json) {
        if let Some(value) = self {
            value.tell_field(name, json);
        }
    }
}

impl<T: Tell> Tell for Vec<T> {
    fn tell(&self, json: &mut Json) {
        json.0.push(b'[');
        for (place, value) in self.iter().enumerate() {
            if place > 0 {
                json.0.push(b',');
            }
            value.tell(json);
        }
        json.0.push(b']');
    }
}
