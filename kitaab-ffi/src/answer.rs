//! What Node is answered: a value, or an error with its code.
#![allow(unsafe_code, reason = "napi's conversions work on raw handles")]

use napi::bindgen_prelude::{Env, Object, ToNapiValue, TypeName};
use napi::{JsValue, Result, ValueType, sys};

use crate::error::KitaabError;

/// The answer of an operation. An error becomes a JavaScript error with `code` and what else it carries, made on
/// the thread of JavaScript; napi's own errors can't carry that out of an async method.
#[derive(Debug)]
pub struct Answer<T>(pub std::result::Result<T, KitaabError>);

impl<T: ToNapiValue> TypeName for Answer<T> {
    fn type_name() -> &'static str {
        "Answer"
    }

    fn value_type() -> ValueType {
        ValueType::Unknown
    }
}

impl<T: ToNapiValue> ToNapiValue for Answer<T> {
    unsafe fn to_napi_value(env: sys::napi_env, answer: Self) -> Result<sys::napi_value> {
        match answer.0 {
            Ok(value) => unsafe { T::to_napi_value(env, value) },
            Err(error) => unsafe { told(env, &error) },
        }
    }
}

/// The error as a value, which the package's JavaScript throws: one that is thrown here, where an answer is made of a
/// promise, is caught by nobody.
unsafe fn told(env: sys::napi_env, error: &KitaabError) -> Result<sys::napi_value> {
    let env = Env::from_raw(env);
    let mut made: Object<'_> = env.create_error(napi::Error::from_reason(error.text()))?;
    made.set("code", error.code())?;
    for (name, value) in error.data() {
        made.set(name, value)?;
    }
    Ok(made.raw())
}
