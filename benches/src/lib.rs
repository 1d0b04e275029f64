//! Benchmarks of Kitaab, each against a baseline in the same run.
