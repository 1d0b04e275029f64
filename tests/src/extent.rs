//! How much a reliability test does.

/// How many cases a test runs: `KITAAB_CASES` if it is set, else as many as `KITAAB_FIGURES` (`quick`
/// or `full`) asks for, else a `handful`, for an ordinary `cargo test`.
pub fn cases(handful: u64, quick: u64, full: u64) -> u64 {
    let asked = |name| std::env::var(name).ok();
    match asked("KITAAB_CASES").map(|cases| cases.parse()) {
        Some(Ok(cases)) => return cases,
        Some(Err(error)) => panic!("KITAAB_CASES is not a number: {error}"),
        None => {}
    }
    match asked("KITAAB_FIGURES").as_deref() {
        None => handful,
        Some("quick") => quick,
        Some("full") => full,
        Some(other) => panic!("KITAAB_FIGURES is {other}: it must be quick or full"),
    }
}
