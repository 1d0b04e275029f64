//! What the source of kitaab-core must not name.

/// A name that is forbidden, and why.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Rule {
    pub(super) name: &'static str,
    pub(super) why: &'static str,
}

const fn rule(name: &'static str, why: &'static str) -> Rule {
    Rule { name, why }
}

const IO: &str = "the core does no I/O: take the data as an argument, or return it";
const CLOCK: &str = "the core reads no clock: take `now` as an argument";
const RANDOM: &str = "the core draws no random numbers: take ids as arguments";
const THREADS: &str = "the core starts no threads: the caller decides where it runs";
const OUTPUT: &str = "the core prints nothing: return a value";
const ASYNC: &str = "the core is not async: nothing in it has to wait";

/// Paths; a path breaks a rule when it contains the rule's segments, one after the other.
const PATHS: &[Rule] = &[
    rule("std::env", IO),
    rule("std::fs", IO),
    rule("std::io", IO),
    rule("std::net", IO),
    rule("std::os", IO),
    rule("std::process", IO),
    rule("std::thread", THREADS),
    rule("std::time::Instant", CLOCK),
    rule("std::time::SystemTime", CLOCK),
    rule("chrono::Local", "the core has no local time zone: take the zone as an argument"),
    // Also without their crate, in case they were imported by way of another module.
    rule("Instant::now", CLOCK),
    rule("Local::now", CLOCK),
    rule("SystemTime::now", CLOCK),
    rule("Utc::now", CLOCK),
    rule("RandomState", RANDOM),
    rule("Uuid::new_v4", RANDOM),
    rule("Uuid::now_v1", RANDOM),
    rule("Uuid::now_v6", RANDOM),
    rule("Uuid::now_v7", RANDOM),
];

/// Macros, without the exclamation mark. `include_str` and `include_bytes` are fine: they are constants.
const MACROS: &[Rule] = &[
    rule("dbg", OUTPUT),
    rule("eprint", OUTPUT),
    rule("eprintln", OUTPUT),
    rule("print", OUTPUT),
    rule("println", OUTPUT),
    rule("include", "it brings in code that this check does not see"),
];

const KEYWORDS: &[Rule] = &[rule("async", ASYNC), rule("await", ASYNC)];

/// The rule that a path breaks.
pub(super) fn for_path(path: &[String]) -> Option<&'static Rule> {
    PATHS.iter().find(|rule| {
        let forbidden: Vec<&str> = rule.name.split("::").collect();
        path.windows(forbidden.len()).any(|window| window == forbidden)
    })
}

/// The rule that importing everything from a path breaks: it may bring in forbidden names unseen.
pub(super) fn for_glob(path: &[String]) -> Option<&'static Rule> {
    for_path(path).or_else(|| {
        PATHS.iter().find(|rule| {
            let mut forbidden = rule.name.split("::");
            // Something must be left: `use RandomState::*` is no import of RandomState.
            path.iter().all(|segment| forbidden.next() == Some(segment.as_str())) && forbidden.next().is_some()
        })
    })
}

/// The rule that calling a macro breaks.
pub(super) fn for_macro(name: &str) -> Option<&'static Rule> {
    MACROS.iter().find(|rule| rule.name == name)
}

/// The rule that a keyword breaks.
pub(super) fn for_keyword(word: &str) -> Option<&'static Rule> {
    KEYWORDS.iter().find(|rule| rule.name == word)
}
