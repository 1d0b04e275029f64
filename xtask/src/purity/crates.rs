//! The crates that kitaab-core may depend on, directly or not.

use std::collections::BTreeSet;

/// Every crate of the program, with the reason it is there. A crate earns its line by being pure itself: no I/O,
/// no runtime, no clock, no random source.
const IN_THE_PROGRAM: &[(&str, &str)] = &[
    ("block-buffer", "sha2"),
    ("calendrical_calculations", "icu_calendar"),
    ("cfg-if", "sha2: picks code for the processor"),
    ("chrono", "dates and times, without its clock (features `clock` and `now` stay off)"),
    ("const-oid", "sha2"),
    ("core_maths", "calendrical_calculations"),
    ("cpufeatures", "sha2: which instructions the processor has; the digest is the same with and without"),
    ("crypto-common", "sha2"),
    ("digest", "sha2"),
    ("hybrid-array", "sha2"),
    ("icu_calendar", "the Hijri months by the Umm al-Qura tables, which it has in its code"),
    ("icu_locale_core", "icu_calendar"),
    ("icu_provider", "icu_calendar: how it would be handed data of locales; nothing is asked for"),
    ("libc", "cpufeatures on ARM, to ask for the instructions"),
    ("libm", "core_maths"),
    ("litemap", "icu_locale_core"),
    ("minicbor", "the bytes of commits: canonical CBOR"),
    ("num-traits", "chrono"),
    ("serde", "values as JSON, for exports and other languages"),
    ("serde_core", "serde"),
    ("sha1_smol", "uuid: ids made from a name (version 5)"),
    ("sha2", "the hash chain of the ledger"),
    ("stable_deref_trait", "yoke"),
    ("thiserror", "error types"),
    ("tinystr", "icu_calendar"),
    ("tinyvec", "unicode-normalization"),
    ("typenum", "hybrid-array"),
    ("unicode-normalization", "text that looks the same is stored the same"),
    ("uuid", "ids; without v4 and v7, which draw random numbers"),
    ("writeable", "icu_locale_core"),
    ("yoke", "icu_provider"),
    ("zerofrom", "yoke"),
    ("zerovec", "tinystr"),
];

/// Crates that run while the core is compiled and are no part of it afterwards.
const AT_BUILD_TIME: &[(&str, &str)] = &[
    ("displaydoc", "icu_calendar"),
    ("minicbor-derive", "minicbor"),
    ("proc-macro2", "derive macros"),
    ("quote", "derive macros"),
    ("serde_derive", "serde"),
    ("syn", "derive macros"),
    ("synstructure", "yoke-derive"),
    ("thiserror-impl", "thiserror"),
    ("unicode-ident", "proc-macro2"),
    ("yoke-derive", "yoke"),
    ("zerofrom-derive", "zerofrom"),
    ("zerovec-derive", "zerovec"),
];

/// Compares the output of `cargo tree --prefix none` with the lists: crates too many, and lines too many.
pub(super) fn complaints(tree: &str) -> Vec<String> {
    let allowed: BTreeSet<&str> = IN_THE_PROGRAM.iter().chain(AT_BUILD_TIME).map(|(name, _)| *name).collect();
    let found: BTreeSet<&str> =
        tree.lines().filter_map(|line| line.split_whitespace().next()).filter(|name| *name != super::CORE).collect();
    let strangers = found.difference(&allowed).map(|name| {
        format!(
            "kitaab-core depends on `{name}`, which is not on the list; \
             `cargo tree --package kitaab-core --target all --invert {name}` tells why"
        )
    });
    let leftovers =
        allowed.difference(&found).map(|name| format!("`{name}` is on the list but no longer used: remove its line"));
    strangers.chain(leftovers).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(also: &[&str]) -> String {
        let mut lines = vec!["kitaab-core v0.1.0 (/somewhere/kitaab-core)".to_owned()];
        lines.extend(IN_THE_PROGRAM.iter().map(|(name, _)| format!("{name} v1.0.0")));
        lines.extend(AT_BUILD_TIME.iter().map(|(name, _)| format!("{name} v1.0.0 (proc-macro) (*)")));
        lines.extend(also.iter().map(|name| format!("{name} v1.0.0")));
        lines.join("\n")
    }

    #[test]
    fn the_listed_crates_pass() {
        assert_eq!(complaints(&tree(&[])), Vec::<String>::new());
    }

    #[test]
    fn any_other_crate_is_caught() {
        for stranger in ["tokio", "rusqlite", "sqlx", "getrandom", "rand", "futures"] {
            let complaints = complaints(&tree(&[stranger]));
            assert_eq!(complaints.len(), 1);
            assert!(complaints[0].contains(&format!("`{stranger}`")), "{complaints:?}");
        }
    }

    #[test]
    fn a_line_nobody_needs_is_caught() {
        let without_chrono = tree(&[]).replace("chrono v1.0.0", "");
        assert_eq!(complaints(&without_chrono), ["`chrono` is on the list but no longer used: remove its line"]);
    }

    #[test]
    fn no_crate_is_listed_twice() {
        let all: Vec<&str> = IN_THE_PROGRAM.iter().chain(AT_BUILD_TIME).map(|(name, _)| *name).collect();
        assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len());
    }
}
