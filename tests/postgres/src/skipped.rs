//! Saying that a test did not run.

use std::io::Write as _;

/// Says in a line that starts with `SKIPPED:` that the running test is skipped, and why.
///
/// Past the harness, which keeps what a passing test prints to itself: a skip that nobody sees passes for a success.
pub fn skipped(why: &str) {
    let test = std::thread::current().name().unwrap_or("a test").to_owned();
    // The harness may stand in the middle of a line: `test name ... `.
    let _ = std::io::stdout().lock().write_all(format!("\nSKIPPED: {test}: {why}\n").as_bytes());
}
