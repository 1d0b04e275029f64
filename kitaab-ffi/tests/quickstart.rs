//! The README shows each language by the first example of the language's own page, which runs there as a test.
#![allow(clippy::unwrap_used, reason = "a test fails by it")]

use std::fs;
use std::path::Path;

/// The first block of code in a language.
fn first_example<'t>(page: &'t str, language: &str) -> Option<&'t str> {
    let (_, rest) = page.split_once(&format!("```{language}\n"))?;
    rest.split_once("```").map(|(example, _)| example)
}

#[test]
fn the_readme_shows_the_languages_as_their_pages_do() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let readme = fs::read_to_string(root.join("README.md")).unwrap();
    for (language, binding) in [("python", "python"), ("js", "node"), ("kotlin", "kotlin"), ("swift", "swift")] {
        let page = fs::read_to_string(root.join("bindings").join(binding).join("README.md")).unwrap();
        let (shown, example) = (first_example(&readme, language), first_example(&page, language));
        assert!(shown.is_some() && shown == example, "README.md and bindings/{binding}/README.md differ");
    }
}
