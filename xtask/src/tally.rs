//! Counting what passed, failed and was skipped.

use std::fmt;
use std::ops::AddAssign;

/// How many tests (or steps without tests) passed, failed and were skipped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
    pub(crate) skipped: u64,
}

impl Tally {
    /// One thing that passed.
    pub(crate) const PASSED: Self = Self { passed: 1, failed: 0, skipped: 0 };
    /// One thing that failed.
    pub(crate) const FAILED: Self = Self { passed: 0, failed: 1, skipped: 0 };
    /// One thing that was skipped.
    pub(crate) const SKIPPED: Self = Self { passed: 0, failed: 0, skipped: 1 };

    /// Reads the summary that Rust's test harness prints for each test binary:
    /// `test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s`.
    ///
    /// Any other line is `None`.
    pub(crate) fn of_rust_tests(line: &str) -> Option<Self> {
        let (_verdict, counts) = line.strip_prefix("test result: ")?.split_once(". ")?;
        let mut tally = Self::default();
        for count in counts.split("; ") {
            match count.split_once(' ') {
                Some((number, "passed")) => tally.passed = number.parse().ok()?,
                Some((number, "failed")) => tally.failed = number.parse().ok()?,
                Some((number, "ignored")) => tally.skipped = number.parse().ok()?,
                _ => {}
            }
        }
        Some(tally)
    }

    /// Reads the sum that Maven's Surefire prints: `[INFO] Tests run: 12, Failures: 1, Errors: 0, Skipped: 2`. The line
    /// of one class, which goes on with a time, is none.
    pub(crate) fn of_maven(line: &str) -> Option<Self> {
        let (_, counts) = line.split_once("Tests run: ")?;
        let mut numbers = counts.split(", ").map(|count| count.rsplit(' ').next().unwrap_or_default().parse::<u64>());
        let [run, failures, errors, skipped] = std::array::from_fn(|_| numbers.next()?.ok());
        let (failed, skipped) = (failures? + errors?, skipped?);
        let passed = run?.checked_sub(failed + skipped)?;
        numbers.next().is_none().then_some(Self { passed, failed, skipped })
    }

    /// Reads what Swift Testing prints when a test ends: `✔ Test opens() passed after 0.070 seconds.`
    ///
    /// The sum that it prints does not say how many failed.
    pub(crate) fn of_swift(line: &str) -> Option<Self> {
        let (_mark, rest) = line.split_once(" Test ")?;
        if rest.starts_with("run with ") || rest.starts_with("case ") {
            None
        } else if rest.contains(" passed after ") {
            Some(Self::PASSED)
        } else if rest.contains(" failed after ") {
            Some(Self::FAILED)
        } else {
            rest.ends_with(" skipped.").then_some(Self::SKIPPED)
        }
    }

    /// Reads the sums that `node --test` prints at its end, each on a line of its own: `# pass 12`, `# fail 1`,
    /// `# cancelled 0`, `# skipped 2`.
    pub(crate) fn of_node(line: &str) -> Option<Self> {
        let (word, number) = line.strip_prefix("# ")?.split_once(' ')?;
        let number = number.parse().ok()?;
        match word {
            "pass" => Some(Self { passed: number, ..Self::default() }),
            // What could not run since something else failed has not passed.
            "fail" | "cancelled" => Some(Self { failed: number, ..Self::default() }),
            "skipped" => Some(Self { skipped: number, ..Self::default() }),
            _ => None,
        }
    }

    /// Reads the last line of pytest: `2 failed, 10 passed, 1 skipped, 3 warnings in 0.52s`.
    pub(crate) fn of_pytest(line: &str) -> Option<Self> {
        let (counts, _took) = line.trim_matches(['=', ' ']).split_once(" in ")?;
        let mut tally = Self::default();
        for count in counts.split(", ") {
            let (number, of) = count.split_once(' ')?;
            let number = number.parse::<u64>().ok()?;
            match of {
                "passed" => tally.passed = number,
                "failed" | "error" | "errors" => tally.failed += number,
                "skipped" => tally.skipped = number,
                "warning" | "warnings" | "deselected" => {}
                _ => return None,
            }
        }
        Some(tally)
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

/// The form that every task ends with, and that scripts read.
impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed, {} skipped", self.passed, self.failed, self.skipped)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_harness_summary_is_read() {
        let line = "test result: FAILED. 12 passed; 2 failed; 1 ignored; 0 measured; 4 filtered out; finished in 0.10s";
        assert_eq!(Tally::of_rust_tests(line), Some(Tally { passed: 12, failed: 2, skipped: 1 }));
    }

    #[test]
    fn other_lines_are_not_summaries() {
        for line in ["running 3 tests", "test result", "test result: odd", "12 passed; 0 failed", ""] {
            assert_eq!(Tally::of_rust_tests(line), None, "{line:?}");
        }
    }

    #[test]
    fn the_sum_of_maven_is_read_and_its_parts_are_not() {
        let sum = "[ERROR] Tests run: 12, Failures: 1, Errors: 1, Skipped: 2";
        assert_eq!(Tally::of_maven(sum), Some(Tally { passed: 8, failed: 2, skipped: 2 }));
        let part = "[INFO] Tests run: 3, Failures: 0, Errors: 0, Skipped: 0, Time elapsed: 0.1 s -- in io.Test";
        assert_eq!(Tally::of_maven(part), None);
        assert_eq!(Tally::of_maven("Tests run: no"), None);
    }

    #[test]
    fn the_tests_of_swift_are_read_one_by_one() {
        assert_eq!(Tally::of_swift("✔ Test opens() passed after 0.070 seconds."), Some(Tally::PASSED));
        assert_eq!(Tally::of_swift("✘ Test opens() failed after 0.070 seconds with 1 issue."), Some(Tally::FAILED));
        assert_eq!(Tally::of_swift("➜ Test opens() skipped."), Some(Tally::SKIPPED));
        for line in ["◇ Test opens() started.", "✔ Test run with 1 test passed after 0.071 seconds.", "✔ Suite passed"]
        {
            assert_eq!(Tally::of_swift(line), None, "{line}");
        }
    }

    #[test]
    fn the_sums_of_node_are_read_one_by_one() {
        let mut tally = Tally::default();
        for line in ["# tests 15", "# suites 1", "# pass 12", "# fail 1", "# cancelled 0", "# skipped 2", "# todo 0"] {
            tally += Tally::of_node(line).unwrap_or_default();
        }
        assert_eq!(tally, Tally { passed: 12, failed: 1, skipped: 2 });
        assert_eq!(Tally::of_node("# Subtest: pass 3"), None);
    }

    #[test]
    fn the_last_line_of_pytest_is_read() {
        let line = "2 failed, 10 passed, 1 skipped, 3 deselected, 1 warning, 1 error in 61.20s (0:01:01)";
        assert_eq!(Tally::of_pytest(line), Some(Tally { passed: 10, failed: 3, skipped: 1 }));
        for line in ["....s [ 99%]", "no tests ran in 0.01s", "SKIPPED [1] a.py:3: told in words"] {
            assert_eq!(Tally::of_pytest(line), None, "{line}");
        }
    }

    #[test]
    fn the_last_line_has_one_form() {
        let tally = Tally { passed: 12, failed: 0, skipped: 3 };
        assert_eq!(tally.to_string(), "12 passed, 0 failed, 3 skipped");
    }
}
