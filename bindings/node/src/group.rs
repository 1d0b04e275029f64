//! The groups of a book's operations.
#![allow(clippy::wildcard_imports, reason = "the operations name most of the facade's types")]

use kitaab_ffi::*;
use napi::Env;
use napi::bindgen_prelude::{PromiseRaw, Utf16String};
use napi_derive::napi;

use crate::client::Book;
use crate::stop::{Stopped, unless};

/// Makes a class of a group. Each operation takes first what it is stopped by, if anything, and then its arguments, packed.
macro_rules! class {
    (
        $(#[doc = $doc:literal])*
        group $group:ident, $accessor:ident;
        $(
            $(#[doc = $mdoc:literal])*
            fn $method:ident($($argument:ident: [$($type:tt)*] $(= $default:ident)?),*) -> [$($answer:tt)*];
        )+
    ) => {
        $(#[doc = $doc])*
        #[napi]
        #[derive(Debug)]
        pub struct $group(std::sync::Arc<kitaab_ffi::$group>);

        #[napi]
        impl $group {
            $(
                $(#[doc = $mdoc])*
                #[napi]
                pub fn $method<'env>(
                    &self,
                    env: &'env Env,
                    stopped: Option<Stopped>,
                    texts: Utf16String,
                    marks: &[f64],
                ) -> napi::Result<PromiseRaw<'env, Answer<Told>>> {
                    // The call keeps what it works on: `self` goes with its worker thread, even while calls are pending.
                    let group = self.0.clone();
                    let parcel = Parcel::new(texts, marks);
                    let operation = async move {
                        #[allow(unused_mut, reason = "some take no arguments")]
                        let mut unpacking = parcel.unpacking();
                        $( let $argument = unpacking.argument::<$($type)*>(stringify!($argument))?; )*
                        drop(unpacking);
                        drop(parcel);
                        Ok(Told::new(&group.$method($($argument),*).await?))
                    };
                    env.spawn_future(async move { Ok(unless(stopped, operation).await) })
                }
            )+
        }

        #[napi]
        impl Book {
            $(#[doc = $doc])*
            #[napi]
            pub fn $accessor(&self) -> $group {
                $group(self.0.$accessor())
            }
        }
    };
}

kitaab_ffi::every_group!(class);
