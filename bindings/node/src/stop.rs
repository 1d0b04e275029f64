//! Telling an operation to stop: what an `AbortSignal` comes to.
#![allow(unsafe_code, reason = "napi's conversions work on raw handles")]

use std::future::Future;

use kitaab_ffi::{Answer, KitaabError};
use napi::bindgen_prelude::{FromNapiRef, FromNapiValue, TypeName, ValidateNapiValue};
use napi::{Result, ValueType, sys};
use napi_derive::napi;
use tokio::sync::watch;

/// Stops the operation that was called with it.
#[napi]
#[derive(Debug)]
pub struct Stop(watch::Sender<bool>);

#[napi]
impl Stop {
    /// One for a single call.
    #[napi(constructor)]
    #[allow(clippy::new_without_default, reason = "it is made by JavaScript")]
    pub fn new() -> Self {
        Self(watch::Sender::new(false))
    }

    /// Stops it, if it is still going on.
    #[napi]
    pub fn stop(&self) {
        self.0.send_replace(true);
    }
}

/// What the operation itself has of it.
#[derive(Debug)]
pub struct Stopped(watch::Receiver<bool>);

impl TypeName for Stopped {
    fn type_name() -> &'static str {
        "Stop"
    }

    fn value_type() -> ValueType {
        ValueType::Object
    }
}

impl ValidateNapiValue for Stopped {}

impl FromNapiValue for Stopped {
    unsafe fn from_napi_value(env: sys::napi_env, value: sys::napi_value) -> Result<Self> {
        let stop = unsafe { Stop::from_napi_ref(env, value)? };
        Ok(Self(stop.0.subscribe()))
    }
}

/// The answer of an operation, unless it is stopped before: dropping it cancels it, and what was not applied to the store by
/// then never is.
pub(crate) async fn unless<T>(
    stopped: Option<Stopped>,
    operation: impl Future<Output = kitaab_ffi::Result<T>>,
) -> Answer<T> {
    let Some(Stopped(mut stopped)) = stopped else { return Answer(operation.await) };
    tokio::select! {
        biased;
        Ok(_) = stopped.wait_for(|stopped| *stopped) => Answer(Err(KitaabError::Cancelled { text: "cancelled".into() })),
        answer = operation => Answer(answer),
    }
}
