//! `cargo xtask package`: what is handed out for each language, each installed into an empty project to prove it.
//!
//! It all lands in `target/package`. Each language's part is a list of steps in its own module.

use crate::kotlin;
use crate::node;
use crate::python;
use crate::step::Step;
use crate::swift;

/// The steps of the task.
pub(crate) fn steps() -> Vec<Step> {
    let mut steps = node::package();
    steps.extend(kotlin::package());
    steps.extend(swift::package());
    steps.extend(python::package());
    steps
}
