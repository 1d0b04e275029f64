//! Gathers the files of `locales/`: each folder is a language, and each message of the English ones a constant.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?;
    let locales = Path::new(&root).join("locales");
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed={}", locales.display());

    let mut files = String::from("/// Every file of every language: its tag, its name, its text.\n");
    files.push_str("pub(crate) const FILES: &[(&str, &str, &str)] = &[\n");
    let mut english = BTreeMap::new();
    for folder in sorted(&locales)? {
        let tag = name(&folder);
        for file in
            sorted(&folder)?.into_iter().filter(|file| Path::new(file).extension().is_some_and(|end| end == "ftl"))
        {
            println!("cargo:rerun-if-changed={file}");
            let _ = writeln!(files, "    ({tag:?}, {:?}, include_str!({file:?})),", name(&file));
            if tag == "en" {
                english.extend(messages(&fs::read_to_string(&file)?));
            }
        }
    }
    files.push_str("];\n");

    let mut texts = String::from("impl Text {\n");
    let mut all = String::from("    /// Every message.\n    pub const ALL: &[Self] = &[");
    for (id, words) in &english {
        let constant = id.to_uppercase().replace('-', "_");
        let _ =
            writeln!(texts, "    /// In English: `{}`\n    pub const {constant}: Self = Self({id:?});", words.trim());
        let _ = write!(all, "Self::{constant}, ");
    }
    let _ = writeln!(texts, "{all}];\n}}");
    let out = env::var("OUT_DIR").map_err(io::Error::other)?;
    fs::write(Path::new(&out).join("texts.rs"), files + &texts)
}

/// The ids of a file's messages with the first line of their texts.
fn messages(text: &str) -> Vec<(String, String)> {
    let mut lines = text.lines().peekable();
    let mut found = Vec::new();
    while let Some(line) = lines.next() {
        let Some((id, words)) = line.split_once(" =") else { continue };
        if id.starts_with(|c: char| c.is_ascii_lowercase()) && !id.contains(' ') {
            // A text that goes over several lines is shown by its last case.
            let mut shown = words.replace('`', "'");
            while let Some(more) = lines.next_if(|line| line.starts_with(' ')) {
                if let Some((_, words)) = more.split_once("*[other]") {
                    shown = words.replace('`', "'");
                }
            }
            found.push((id.to_owned(), shown));
        }
    }
    found
}

fn sorted(folder: impl AsRef<Path>) -> io::Result<Vec<String>> {
    let entries = fs::read_dir(folder.as_ref())?.collect::<io::Result<Vec<_>>>()?;
    let mut paths: Vec<String> = entries.iter().map(|entry| entry.path().to_string_lossy().into_owned()).collect();
    paths.sort();
    Ok(paths)
}

fn name(path: impl AsRef<Path>) -> String {
    path.as_ref().file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}
