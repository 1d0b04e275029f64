//! The inputs that fuzzing started from and found, through the same checks as when they were found.

use std::fs;
use std::path::Path;

#[allow(unreachable_pub, reason = "it is a library's, beside the fuzz targets")]
#[path = "../../../fuzz/src/entry.rs"]
pub(crate) mod entry;

/// The formats, each with its target.
const TARGETS: [&str; 8] =
    ["beaver_json", "daylio", "habitbull", "loop_csv", "loop_db", "rewire", "table_json", "tickmate"];

#[test]
fn the_kept_corpus_is_read_without_harm() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/corpus");
    let mut folders: Vec<_> =
        fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    folders.sort_unstable();
    assert_eq!(folders, TARGETS, "each target has its corpus");
    for target in TARGETS {
        let inputs: Vec<_> = fs::read_dir(folder.join(target)).unwrap().map(|entry| entry.unwrap().path()).collect();
        assert!(inputs.len() >= 2, "{target} has hardly any inputs");
        for input in inputs {
            // A panic tells the input, whose name is that of its content where fuzzing found it.
            println!("{}", input.display());
            entry::run(target, &fs::read(input).unwrap());
        }
    }
}

#[test]
fn the_inputs_that_fuzzing_starts_from_are_of_their_formats() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/corpus");
    for (target, name) in [
        ("beaver_json", "whole"),
        ("daylio", "two_days"),
        ("habitbull", "two_habits"),
        ("loop_csv", "twelve_columns"),
        ("loop_db", "rows"),
        ("loop_db", "database"),
        ("rewire", "rows"),
        ("rewire", "database"),
        ("table_json", "whole"),
        ("tickmate", "rows"),
        ("tickmate", "database"),
    ] {
        let imported = entry::imported(target, &fs::read(folder.join(target).join(name)).unwrap()).unwrap();
        assert_eq!(imported.format.as_str(), target, "{name}");
        let days: usize = imported.habits.iter().map(|habit| habit.days.len()).sum();
        assert!(days + imported.reflections.len() > 0, "{target}/{name} holds days");
    }
}
