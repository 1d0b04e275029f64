//! Kitaab for Python: the native part of the package `kitaab`.
use kitaab_ffi::*;
use pyo3::prelude::*;

macro_rules! python {
    (
        $(#[doc = $doc:literal])*
        group $group:ident, $accessor:ident;
        $(
            $(#[doc = $mdoc:literal])*
            fn $method:ident($($argument:ident: [$($type:tt)*] $(= $default:ident)?),*) -> [$($answer:tt)*];
        )+
    ) => {
        $(#[doc = $doc])*
        #[pyclass(frozen, module = "kitaab")]
        struct $group(kitaab_ffi::$group);

        #[pymethods]
        impl $group {
            $(
                $(#[doc = $mdoc])*
                #[pyo3(signature = ($($argument $(= $default)?),*))]
                fn $method(&self, py: Python<'_>, $($argument: $($type)*),*) -> PyResult<$($answer)*> {
                    Ok(py.detach(|| kitaab_ffi::block_on(self.0.$method($($argument),*)))?)
                }
            )+
        }
    };
}
kitaab_ffi::every_group!(python);
