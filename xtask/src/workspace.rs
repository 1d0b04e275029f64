//! What is built with the workspace's features.
//!
//! The features of all packages that are built at once add up, and for every other sum cargo builds what they are of anew, and
//! all that uses it: tokio, SQLx and the SDK, for a program that was asked for by itself. So the programs and libraries of the
//! tests are built as the tests of the workspace are, which had all of that built before.
//!
//! The bindings are not among them: a library for Python that also is one for Node does not load. One of them may join.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Result, bail};

use crate::command::{self, Repo};

/// The packages for other languages, each of which wants features of kitaab-ffi of its own, and what only serves them.
const BINDINGS: [&str; 4] = ["kitaab-uniffi", "kitaab-uniffi-bindgen", "kitaab-python", "kitaab-node"];

/// Tells cargo which packages: the workspace, without the bindings.
pub(crate) fn chosen(cargo: &mut Command) -> &mut Command {
    with(cargo, None)
}

fn with<'c>(cargo: &'c mut Command, binding: Option<&str>) -> &'c mut Command {
    let others = BINDINGS.iter().filter(|package| Some(**package) != binding);
    cargo.arg("--workspace").args(others.flat_map(|package| ["--exclude", package]))
}

/// What bindings are built with for their tests, and never to be handed out: a book that panics.
pub(crate) const PANICS: &str = "kitaab-ffi/panics";

/// The program that prints the facade's words.
///
/// An example: beside one, cargo counts the features of what only tests need, as it does for tests.
const WORDS: [&str; 2] = ["--example", "words"];

/// Builds a program of the workspace, and tells where it is.
pub(crate) fn program(repo: &Repo, name: &str) -> Result<PathBuf> {
    let mut build = repo.cargo(["build", "--locked"]);
    command::run(chosen(&mut build).args(["--bin", name]).args(WORDS))?;
    made(repo, name)
}

/// Builds the program that prints the facade's words, and tells where it is.
pub(crate) fn words(repo: &Repo) -> Result<PathBuf> {
    command::run(chosen(&mut repo.cargo(["build", "--locked"])).args(WORDS))?;
    made(repo, "examples/words")
}

/// Builds the library of a binding with features of packages (`package/feature`), and tells where it is.
pub(crate) fn library(repo: &Repo, binding: &str, features: &[&str], file: &str) -> Result<PathBuf> {
    let mut build = repo.cargo(["build", "--locked", "--lib"]);
    with(&mut build, Some(binding)).args(WORDS);
    command::run(build.args(features.iter().flat_map(|feature| ["--features", feature])))?;
    made(repo, file)
}

fn made(repo: &Repo, file: &str) -> Result<PathBuf> {
    let path = repo.path("target/debug").join(file);
    if !path.is_file() {
        bail!("{} was not made", path.display());
    }
    Ok(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn at_most_one_binding_is_chosen() {
        let arguments = |binding| {
            let mut command = Command::new("cargo");
            let shown: Vec<_> =
                with(&mut command, binding).get_args().map(|it| it.to_string_lossy().into_owned()).collect();
            shown.join(" ")
        };
        let of_all = arguments(None);
        assert!(BINDINGS.iter().all(|binding| of_all.contains(&format!("--exclude {binding}"))), "{of_all}");
        let with_node = arguments(Some("kitaab-node"));
        assert!(!with_node.contains("kitaab-node") && with_node.contains("--exclude kitaab-python"), "{with_node}");
    }
}
