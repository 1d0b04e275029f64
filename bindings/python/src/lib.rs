//! Kitaab for Python: the native part of the package `kitaab`, whose Python part is in `python/kitaab`.
//!
//! No logic is here. Calls wait without the interpreter's lock ([`waiting`]) and only in the process that opened the
//! client ([`process`]); tables leave as Arrow ([`table`]).

mod client;
mod entries;
mod groups;
mod insights;
mod process;
mod table;
mod waiting;
mod words;

use pyo3::prelude::*;

#[pymodule]
fn _kitaab(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add_class::<client::Client>()?;
    module.add_class::<client::Book>()?;
    module.add_class::<table::Table>()?;
    // Not for others: `add` would list them among the module's names.
    module.setattr("_Stop", module.py().get_type::<waiting::Stop>())?;
    module.setattr("_words", wrap_pyfunction!(words::all_words, module)?)?;
    kitaab_ffi::add_types(module)?;
    groups::add_to(module)
}
