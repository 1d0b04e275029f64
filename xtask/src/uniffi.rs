//! The library for Kotlin and Swift, and the sources that uniffi writes for them.
//!
//! Both are made in `target/uniffi`. What uniffi writes is changed where it falls short: see [`kotlin`] and [`swift`].
//! A change that finds nothing to change fails, so that a new version of uniffi is looked at by a person.

mod golden;
mod kotlin;
mod swift;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use crate::command::{self, Repo};
use crate::small::Small;
use crate::workspace;

/// A language that uniffi writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Language {
    Kotlin,
    Swift,
}

/// What the library is built for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Use {
    /// To be built fast.
    Tests,
    /// To be handed out: as apps get it.
    Apps,
}

/// The library that apps carry.
pub(crate) const FOR_APPS: Small = Small { package: "kitaab-uniffi", features: &[], library: LIBRARY };

/// The same for those who also keep books on a server.
pub(crate) const FOR_SERVERS: Small = Small { features: &["--features", "postgres"], ..FOR_APPS };

impl Language {
    /// What is handed out for it.
    pub(crate) fn library(self) -> Small {
        match self {
            // It runs on servers, too.
            Self::Kotlin => FOR_SERVERS,
            Self::Swift => FOR_APPS,
        }
    }
}

/// The library and the sources of a language.
#[derive(Debug)]
pub(crate) struct Made {
    /// The library, to be loaded at run time.
    pub(crate) library: PathBuf,
    /// The folder of the sources.
    pub(crate) sources: PathBuf,
}

/// Builds the library and writes the sources of a language.
pub(crate) fn make(repo: &Repo, language: Language, what_for: Use) -> Result<Made> {
    let (named, library) = match what_for {
        Use::Apps => {
            let built = language.library().build(repo)?;
            (built.named, built.stripped)
        }
        // The tests of both languages have the same library, which is built once.
        Use::Tests => {
            let features = ["kitaab-uniffi/postgres", workspace::PANICS];
            let library = workspace::library(repo, "kitaab-uniffi", &features, LIBRARY)?;
            (library.clone(), library)
        }
    };
    let golden = golden_words(repo)?;
    let name = match language {
        Language::Kotlin => "kotlin",
        Language::Swift => "swift",
    };
    let change = |text: &str| match language {
        Language::Kotlin => kotlin::improved(text, &golden::private(&golden)),
        Language::Swift => swift::improved(text),
    };
    let sources = repo.path("target/uniffi").join(name);
    if sources.exists() {
        fs::remove_dir_all(&sources)?;
    }
    let mut generate =
        repo.cargo(["run", "--quiet", "--locked", "--package", "kitaab-uniffi-bindgen", "--", "generate"]);
    generate.args(["--no-format", "--language", name, "--out-dir"]).arg(&sources).arg(&named);
    command::run(&mut generate)?;
    let ending = if language == Language::Kotlin { "kt" } else { "swift" };
    let written = files(&sources)?.into_iter().filter(|file| file.extension().is_some_and(|it| it == ending));
    for file in written {
        let text = fs::read_to_string(&file)?;
        let text =
            change(&text).with_context(|| format!("what uniffi wrote into {} is not as it was", file.display()))?;
        fs::write(&file, text)?;
    }
    Ok(Made { library, sources })
}

/// Checks that the sources of a language, and those written by hand beside them, offer what `bindings/api.golden` tells of.
pub(crate) fn check_golden(repo: &Repo, language: Language, folders: &[&Path]) -> Result<()> {
    let golden = golden_words(repo)?;
    let mut sources = String::new();
    for folder in folders {
        for file in files(folder)? {
            sources += &fs::read_to_string(&file).with_context(|| format!("reading {}", file.display()))?;
        }
    }
    let found = golden::compare(&golden, language, &sources)?;
    println!("{language:?} offers the {found} declarations of api.golden");
    Ok(())
}

fn golden_words(repo: &Repo) -> Result<String> {
    fs::read_to_string(repo.path("bindings/api.golden")).context("reading bindings/api.golden")
}

/// The library's name here.
#[cfg(target_os = "linux")]
pub(crate) const LIBRARY: &str = "libkitaab_uniffi.so";
#[cfg(target_os = "macos")]
pub(crate) const LIBRARY: &str = "libkitaab_uniffi.dylib";
#[cfg(windows)]
pub(crate) const LIBRARY: &str = "kitaab_uniffi.dll";

/// Copies a file, unless it is there already as it is: what is newer is built again.
pub(crate) fn lay(from: &Path, to: &Path) -> Result<()> {
    lay_bytes(&fs::read(from).with_context(|| format!("reading {}", from.display()))?, to)
}

/// The same with what a file is to hold.
pub(crate) fn lay_bytes(bytes: &[u8], to: &Path) -> Result<()> {
    if fs::read(to).is_ok_and(|there| there == bytes) {
        return Ok(());
    }
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(to, bytes).with_context(|| format!("writing {}", to.display()))
}

/// All files in a folder, at any depth, in order.
pub(crate) fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let entries = fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// Types that hold lists of themselves, as what is given to the library.
const NESTED: [&str; 2] = ["Rule", "NewItem"];

/// What ids and amounts are on their way: no app has a use for it.
const WIRE: [&str; 2] = ["WireId", "WireAmount"];

/// Keeps what is [`WIRE`] within the package: its declarations, which begin so, begin otherwise.
fn kept(text: &str, beginnings: &[(&str, &str)]) -> Result<String> {
    let mut kept = String::with_capacity(text.len());
    let mut found = WIRE.map(|name| (name, 0));
    for line in text.lines() {
        let beginning = beginnings.iter().find_map(|(from, to)| {
            let rest = line.strip_prefix(from)?;
            let declared = rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or(rest);
            let declared =
                declared.trim_start_matches("FfiConverterType").trim_end_matches("_lift").trim_end_matches("_lower");
            let (_, count) = found.iter_mut().find(|(name, _)| *name == declared)?;
            *count += 1;
            Some((to, rest))
        });
        match beginning {
            Some((to, rest)) => kept.extend([to, rest, "\n"]),
            None => kept.extend([line, "\n"]),
        }
    }
    match found.iter().find(|(_, count)| *count < 2) {
        Some((name, _)) => bail!("{name} and what reads it are not declared"),
        None => Ok(kept),
    }
}

/// Replaces a text that is there exactly once.
fn replaced(text: &str, from: &str, to: &str) -> Result<String> {
    match text.matches(from).count() {
        1 => Ok(text.replacen(from, to, 1)),
        count => bail!("{from:?} is there {count} times"),
    }
}
