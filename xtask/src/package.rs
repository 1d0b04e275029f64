//! `cargo xtask package`: what is handed out for each language, each installed into an empty project to prove it.
//!
//! It all lands in `target/package`. Each language's part is a list of steps in its own module.

use clap::ValueEnum as _;

use crate::kotlin;
use crate::node;
use crate::python;
use crate::step::Step;
use crate::swift;

/// What packages are made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Language {
    Node,
    Kotlin,
    Swift,
    Python,
}

impl Language {
    fn steps(self) -> Vec<Step> {
        match self {
            Self::Node => node::package(),
            Self::Kotlin => kotlin::package(),
            Self::Swift => swift::package(),
            Self::Python => python::package(),
        }
    }
}

/// The steps of the task, for some languages; for all, where none is named.
pub(crate) fn steps(languages: &[Language]) -> Vec<Step> {
    let languages = if languages.is_empty() { Language::value_variants() } else { languages };
    languages.iter().copied().flat_map(Language::steps).collect()
}
