//! Medians, ratios, and how they are told.

use std::time::{Duration, Instant};

/// What a figure has to come to.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Goal {
    AtLeast(f64),
    AtMost(f64),
}

/// Prints a figure with its goal.
pub(crate) fn figure(what: &str, value: f64, unit: &str, goal: Goal, detail: &str) {
    let (words, bound, met) = match goal {
        Goal::AtLeast(bound) => ("at least", bound, value >= bound),
        Goal::AtMost(bound) => ("at most", bound, value <= bound),
    };
    let met = if met { "met" } else { "MISSED" };
    let value = if value < 10.0 { format!("{value:.2}") } else { format!("{value:.0}") };
    println!("figure: {what}: {value}{unit} ({detail}; goal: {words} {bound}{unit}, {met})");
}

/// The middle one of some numbers.
pub(crate) fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_unstable_by(f64::total_cmp);
    numbers.get(numbers.len() / 2).copied().unwrap_or(f64::NAN)
}

/// How long something took, in microseconds.
pub(crate) async fn micros<F: Future>(work: F) -> f64 {
    let begin = Instant::now();
    work.await;
    begin.elapsed().as_secs_f64() * 1e6
}

/// A value that as many per cent of some durations do not exceed, in milliseconds.
pub(crate) fn percentile(sorted: &[Duration], percent: usize) -> f64 {
    let place = (sorted.len() * percent / 100).min(sorted.len().saturating_sub(1));
    sorted.get(place).map_or(f64::NAN, |duration| duration.as_secs_f64() * 1e3)
}
