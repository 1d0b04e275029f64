//! Kitaab for Node: the native part of the package `kitaab`.
use kitaab_ffi::*;
use napi_derive::napi;

macro_rules! node {
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
        pub struct $group(kitaab_ffi::$group);

        #[napi]
        impl $group {
            $(
                $(#[doc = $mdoc])*
                #[napi]
                pub async fn $method(&self, $($argument: $($type)*),*) -> napi::Result<Answer<$($answer)*>> {
                    Ok(Answer(self.0.$method($($argument),*).await))
                }
            )+
        }
    };
}
kitaab_ffi::every_group!(node);
