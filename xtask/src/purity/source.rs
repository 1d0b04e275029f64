//! Looks for forbidden names in source code.
//!
//! Two passes over a file. The first parses it, for its imports and for which lines are only compiled for tests.
//! The second walks over its tokens, because macros hold code that a parser does not look into: it puts paths
//! together (`std :: fs`), replaces what was imported by its full path, and asks the [`rules`](super::rules).

mod imports;
mod tokens;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};

use super::rules::Rule;
use imports::Imports;

/// A forbidden name at a line.
///
/// The order is that of the text, and equal findings (an import is seen by both passes) count once.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Finding {
    line: usize,
    name: &'static str,
    why: &'static str,
}

impl Finding {
    fn new(line: usize, rule: &'static Rule) -> Self {
        Self { line, name: rule.name, why: rule.why }
    }
}

/// What scanning one file yields.
#[derive(Debug, Default)]
struct Scan {
    findings: BTreeSet<Finding>,
    /// Modules in other files that are only compiled for tests, as paths from this file's module.
    test_modules: Vec<PathBuf>,
}

/// Scans all of a crate's source but its tests; each complaint is `file:line: reason`.
pub(super) fn complaints(root: &Path, package: &str) -> Result<Vec<String>> {
    let mut files = Vec::new();
    rust_files(&root.join(package).join("src"), &mut files)?;
    ensure!(!files.is_empty(), "{package}/src holds no Rust files: was the crate moved?");

    let mut scans = Vec::new();
    let mut tests = BTreeSet::new();
    for file in &files {
        let text = fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))?;
        let scan = scan(&text).with_context(|| format!("parsing {}", file.display()))?;
        let children = children_of(file);
        tests.extend(scan.test_modules.iter().map(|module| children.join(module)));
        scans.push((file, scan));
    }
    let for_tests = |file: &Path| file.with_extension("").ancestors().any(|module| tests.contains(module));
    Ok(scans
        .iter()
        .filter(|(file, _)| !for_tests(file))
        .flat_map(|(file, scan)| {
            let file = file.strip_prefix(root).unwrap_or(file).display();
            scan.findings
                .iter()
                .map(move |finding| format!("{file}:{}: `{}`: {}", finding.line, finding.name, finding.why))
        })
        .collect())
}

fn scan(text: &str) -> Result<Scan> {
    let imports = Imports::of(&syn::parse_file(text)?);
    let mut findings = imports.findings.clone();
    let in_tests = |line: usize| imports.test_lines.iter().any(|lines| lines.contains(&line));
    let named = tokens::findings(text.parse().map_err(syn::Error::from)?, &imports.names);
    findings.extend(named.into_iter().filter(|finding| !in_tests(finding.line)));
    Ok(Scan { findings, test_modules: imports.test_modules })
}

/// All `.rs` files below a directory, in a fixed order.
fn rust_files(directory: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    let reading = || format!("reading the directory {}", directory.display());
    let mut entries = Vec::new();
    for entry in fs::read_dir(directory).with_context(reading)? {
        entries.push(entry.with_context(reading)?.path());
    }
    entries.sort();
    for path in entries {
        if path.is_dir() {
            rust_files(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    Ok(())
}

/// The directory in which a file's `mod name;` are looked for.
fn children_of(file: &Path) -> PathBuf {
    let module = file.with_extension("");
    match module.file_name().and_then(|name| name.to_str()) {
        Some("lib" | "main" | "mod") => module.parent().map(Path::to_owned).unwrap_or_default(),
        _ => module,
    }
}
