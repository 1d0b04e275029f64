//! How often each operation was asked for, how it ended, and how long it took.
//!
//! Operations are told by their names alone: no owner, no item, nothing that was recorded.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use kitaab_store::Result;
use tracing::Instrument as _;

/// The upper ends of the classes that durations are counted in, in microseconds; one more class has what takes longer.
const CLASSES: [u64; 10] = [500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 500_000, 5_000_000];

/// What one operation came to since its store was opened.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Measured {
    /// How often it ended, in whatever way.
    pub count: u64,
    /// How often it failed, by the code of the error.
    pub failed: BTreeMap<&'static str, u64>,
    /// How long all of them took together.
    pub total: Duration,
    /// How many took at most so long, in rising order; each class includes those before it.
    pub within: Vec<(Duration, u64)>,
}

/// What all operations came to.
#[derive(Debug, Default)]
pub(crate) struct Measures {
    by_operation: Mutex<BTreeMap<&'static str, Counts>>,
}

#[derive(Clone, Debug, Default)]
struct Counts {
    failed: BTreeMap<&'static str, u64>,
    total: Duration,
    classes: [u64; CLASSES.len() + 1],
}

impl Measures {
    /// Does something as an operation of its name.
    pub(crate) async fn of<T>(
        &self,
        operation: &'static str,
        work: impl Future<Output = Result<T>> + Send,
    ) -> Result<T> {
        let begun = Instant::now();
        let done = work.instrument(tracing::debug_span!("kitaab_pg", operation)).await;
        let took = begun.elapsed();
        let code = done.as_ref().err().map(kitaab_store::StoreError::code);
        match code {
            Some(code) => tracing::debug!(operation, code, ?took, "failed"),
            None => tracing::trace!(operation, ?took, "done"),
        }
        self.count(operation, took, code);
        done
    }

    fn count(&self, operation: &'static str, took: Duration, code: Option<&'static str>) {
        let mut all = self.by_operation.lock().unwrap_or_else(PoisonError::into_inner);
        let counts = all.entry(operation).or_default();
        counts.total += took;
        let class = CLASSES.partition_point(|end| u128::from(*end) < took.as_micros());
        if let Some(class) = counts.classes.get_mut(class) {
            *class += 1;
        }
        if let Some(code) = code {
            *counts.failed.entry(code).or_default() += 1;
        }
    }

    pub(crate) fn all(&self) -> BTreeMap<&'static str, Measured> {
        let all = self.by_operation.lock().unwrap_or_else(PoisonError::into_inner);
        all.iter().map(|(operation, counts)| (*operation, counts.told())).collect()
    }
}

impl Counts {
    fn told(&self) -> Measured {
        let mut sum = 0;
        let within = CLASSES
            .iter()
            .zip(self.classes)
            .map(|(end, count)| {
                sum += count;
                (Duration::from_micros(*end), sum)
            })
            .collect();
        Measured { count: self.classes.iter().sum(), failed: self.failed.clone(), total: self.total, within }
    }
}

/// As the text that Prometheus and those like it collect.
pub(crate) fn text(measured: &BTreeMap<&'static str, Measured>) -> String {
    let mut text = String::from("# TYPE kitaab_operation_seconds histogram\n");
    // Writing to a String can't fail.
    for (operation, measured) in measured {
        for (end, count) in &measured.within {
            let end = end.as_secs_f64();
            let _ = writeln!(text, "kitaab_operation_seconds_bucket{{operation=\"{operation}\",le=\"{end}\"}} {count}");
        }
        let (count, total) = (measured.count, measured.total.as_secs_f64());
        let _ = writeln!(text, "kitaab_operation_seconds_bucket{{operation=\"{operation}\",le=\"+Inf\"}} {count}");
        let _ = writeln!(text, "kitaab_operation_seconds_sum{{operation=\"{operation}\"}} {total}");
        let _ = writeln!(text, "kitaab_operation_seconds_count{{operation=\"{operation}\"}} {count}");
    }
    text.push_str("# TYPE kitaab_operation_failures counter\n");
    for (operation, measured) in measured {
        for (code, count) in &measured.failed {
            let _ =
                writeln!(text, "kitaab_operation_failures_total{{operation=\"{operation}\",code=\"{code}\"}} {count}");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_are_counted_by_how_they_ended_and_how_long_they_took() {
        let measures = Measures::default();
        measures.count("head", Duration::from_micros(300), None);
        measures.count("head", Duration::from_micros(500), None);
        measures.count("head", Duration::from_mins(1), Some("unavailable"));
        let all = measures.all();
        let head = &all["head"];
        assert_eq!((head.count, head.failed["unavailable"]), (3, 1));
        assert_eq!(head.within.first(), Some(&(Duration::from_micros(500), 2)));
        assert_eq!(head.within.last(), Some(&(Duration::from_secs(5), 2)));
        let text = text(&all);
        assert!(text.contains("kitaab_operation_seconds_bucket{operation=\"head\",le=\"0.0005\"} 2\n"), "{text}");
        assert!(text.contains("kitaab_operation_seconds_count{operation=\"head\"} 3\n"), "{text}");
        assert!(
            text.contains("kitaab_operation_failures_total{operation=\"head\",code=\"unavailable\"} 1\n"),
            "{text}"
        );
    }
}
