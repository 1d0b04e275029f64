//! The first example of a README, which its language's tests compile and run.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};

/// The imports and the other lines of the first example in a language. It works on books in memory.
pub(crate) fn first_example(readme: &Path, language: &str) -> Result<(String, String)> {
    let text = fs::read_to_string(readme).with_context(|| format!("reading {}", readme.display()))?;
    let example = between(&text, &format!("```{language}\n"), "```").context("there is no example in the README")?;
    let example = example.replace("book.db", "memory:");
    let (imports, rest): (Vec<&str>, Vec<&str>) = example.lines().partition(|line| line.starts_with("import "));
    Ok((imports.join("\n"), rest.join("\n").trim().to_owned()))
}

fn between<'t>(text: &'t str, before: &str, after: &str) -> Option<&'t str> {
    Some(text.split_once(before)?.1.split_once(after)?.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_block_of_the_language_is_taken() {
        let text = "# A\n```sh\nls\n```\n```kotlin\nimport a\n\nrun(\"book.db\")\n```\n```kotlin\nno\n```\n";
        assert_eq!(between(text, "```kotlin\n", "```"), Some("import a\n\nrun(\"book.db\")\n"));
        assert_eq!(between(text, "```swift\n", "```"), None);
    }
}
