//! Whose work is in a library that is handed out, and on what terms: most licences ask that their text goes with it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use crate::command::{self, Repo};
use crate::small::{self, Small};
use crate::uniffi::{lay, lay_bytes};

/// Lays the project's own licences into a folder, and beside them those of the crates that a library is made of.
pub(crate) fn lay_licences(repo: &Repo, library: &Small, folder: &Path) -> Result<()> {
    for licence in ["LICENSE-APACHE", "LICENSE-MIT"] {
        lay(&repo.path(licence), &folder.join(licence))?;
    }
    lay_bytes(others(repo, library)?.as_bytes(), &folder.join("LICENSES-OF-OTHERS.txt"))
}

/// A crate of which a library is made.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Crate<'t> {
    name: &'t str,
    version: &'t str,
    licence: &'t str,
    repository: &'t str,
}

const FORMAT: &str = "{p}|{l}|{r}";

impl<'t> Crate<'t> {
    /// Reads [`FORMAT`]; nothing of a crate of this repository, behind which its folder stands.
    fn read(line: &'t str) -> Option<Self> {
        let mut fields = line.split('|');
        let mut package = fields.next()?.split(' ');
        let (name, version, None) = (package.next()?, package.next()?.strip_prefix('v')?, package.next()) else {
            return None;
        };
        Some(Self { name, version, licence: fields.next()?, repository: fields.next()? })
    }

    /// Whether it may be taken under the licence of Apache alone, as this project may.
    fn is_under_apache(&self) -> bool {
        self.licence.split(" OR ").flat_map(|licence| licence.split('/')).any(|licence| licence.trim() == "Apache-2.0")
    }

    /// The texts that it comes with whose names begin so.
    fn texts(&self, beginnings: &[&str]) -> Result<String> {
        let registries = small::registries()?;
        let mut folders =
            registries.into_iter().map(|registry| registry.join(format!("{}-{}", self.name, self.version)));
        let folder = folders.find(|folder| folder.is_dir());
        let folder = folder.with_context(|| format!("the source of {} {} is not there", self.name, self.version))?;
        let mut files: Vec<PathBuf> = Vec::new();
        for file in fs::read_dir(&folder)? {
            let file = file?;
            let name = file.file_name().to_string_lossy().to_uppercase();
            if beginnings.iter().any(|beginning| name.starts_with(beginning)) && file.path().is_file() {
                files.push(file.path());
            }
        }
        files.sort();
        let mut text = String::new();
        for file in files {
            let read = fs::read_to_string(&file).with_context(|| format!("reading {}", file.display()))?;
            text.extend([read.trim(), "\n\n"]);
        }
        Ok(text)
    }
}

/// The licences of the crates that a library is made of.
fn others(repo: &Repo, library: &Small) -> Result<String> {
    let tree =
        ["tree", "--locked", "--edges", "normal,no-proc-macro", "--no-dedupe", "--prefix", "none", "--format", FORMAT];
    let printed = command::output(repo.cargo(tree).args(["--package", library.package]).args(library.features))?;
    let crates: BTreeSet<Crate> = printed.lines().filter_map(Crate::read).collect();
    let mut told = String::from(
        "The library of Kitaab holds the work of others.\n\n\
        SQLite is in the public domain. Rust's standard library and the following crates are used under the Apache License, \
        Version 2.0, which is in LICENSE-APACHE:\n\n",
    );
    // Crates of one family have the same text.
    let mut by_text: BTreeMap<String, Vec<&Crate>> = BTreeMap::new();
    for it in &crates {
        if it.is_under_apache() {
            writeln!(told, "    {} {}", it.name, it.version)?;
            let notice = it.texts(&["NOTICE"])?;
            if !notice.is_empty() {
                by_text.entry(notice).or_default().push(it);
            }
        } else {
            let mut text = it.texts(&["LICENSE", "LICENCE", "COPYING", "NOTICE", "UNLICENSE"])?;
            if text.is_empty() {
                text = format!("Its licence and its source are at {}.\n\n", it.repository);
            }
            by_text.entry(text).or_default().push(it);
        }
    }
    let mut by_text: Vec<(String, Vec<&Crate>)> = by_text.into_iter().collect();
    by_text.sort_by(|(_, one), (_, other)| one.cmp(other));
    for (text, crates) in by_text {
        told += "\n----------------------------------------------------------------------\n\n";
        for it in crates {
            writeln!(told, "{} {} ({})", it.name, it.version, it.licence)?;
        }
        write!(told, "\n{}\n", text.trim_end())?;
    }
    Ok(told)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn crates_of_others_are_told_from_ours() {
        let bytes = Crate::read("bytes v1.12.1|MIT|https://example.org/bytes").unwrap();
        assert_eq!((bytes.name, bytes.version, bytes.repository), ("bytes", "1.12.1", "https://example.org/bytes"));
        assert_eq!(Crate::read("kitaab v0.1.0 (/somewhere/kitaab)|Apache-2.0 OR MIT|"), None);
    }

    #[test]
    fn apaches_licence_is_taken_only_where_it_is_enough() {
        let under_apache = |licence| Crate { name: "x", version: "1.0.0", licence, repository: "" }.is_under_apache();
        for licence in ["Apache-2.0", "MIT OR Apache-2.0", "Apache-2.0/MIT", "Zlib OR Apache-2.0 OR MIT"] {
            assert!(under_apache(licence), "{licence}");
        }
        for licence in ["MIT", "Apache-2.0 AND ISC", "(MIT OR Apache-2.0) AND Unicode-3.0"] {
            assert!(!under_apache(licence), "{licence}");
        }
    }
}
