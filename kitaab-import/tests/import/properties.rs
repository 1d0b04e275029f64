//! Whatever the bytes: no panic, an error with a known code, or habits that keep their promises.

use std::fmt::Write as _;
use std::ops::ControlFlow;
use std::sync::LazyLock;

use kitaab_import::{ImportError, Imported, Limits, read_bytes};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::corpus::entry::sound;
use crate::fixture::{Source, accounted, millis, v25, zip, zip_of_bytes};

const HABITS: &str = "Position,Name,Question,Description,NumRepetitions,Interval,Color\n001,Walk,,,1,1,#00897B\n";

/// Dates and values that are right often enough.
const DATES: &str = "[0-9]{4}-[0-1][0-9]-[0-3][0-9]|[a-z]{0,3}";
const VALUES: &str = "-?[0-9]{1,20}|YES_MANUAL|NO|SKIP|[A-Z]{0,3}";

static DATABASE: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let source = v25(&format!(
        "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 400)
         INSERT INTO Repetitions (habit, timestamp, value, notes)
         SELECT 1 + i % 2, {} + i * 86400000, i % 4, 'note ' || i FROM n",
        millis("2020-01-01"),
    ));
    std::fs::read(source.path()).unwrap()
});

static ARCHIVE: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let days = "Date,Value,Notes\n2024-01-03,YES_MANUAL,\"a, b\"\n2024-01-02,NO,\n2024-01-01,12000,x\n";
    zip(&[("Habits.csv", HABITS), ("001 Walk/Checkmarks.csv", days), ("Scores.csv", "Date,Walk,\n")])
});

fn read_any(bytes: &[u8]) -> Result<Imported, ImportError> {
    read_bytes(bytes, &Limits::default(), &mut |_| ControlFlow::Continue(()))
}

fn mutated(original: &[u8], changes: &[(prop::sample::Index, u8)], end: Option<prop::sample::Index>) -> Vec<u8> {
    let mut bytes = original.to_vec();
    for (at, byte) in changes {
        let at = at.index(bytes.len());
        bytes[at] = *byte;
    }
    if let Some(end) = end {
        bytes.truncate(end.index(bytes.len()));
    }
    bytes
}

proptest! {
    #[test]
    fn any_bytes(bytes in vec(any::<u8>(), 0..300), magic in 0_usize..4) {
        let start: &[u8] = [&b""[..], b"PK\x03\x04", b"PK\x05\x06", b"SQLite format 3\0"][magic];
        let bytes = [start, &bytes].concat();
        sound(&read_any(&bytes));
        sound(&Source::bytes(&bytes).read());
    }

    #[test]
    fn any_tables(habits in vec(any::<u8>(), 0..300), days in vec(any::<u8>(), 0..300), header in any::<bool>()) {
        let habits = if header { [HABITS.as_bytes(), &habits].concat() } else { habits };
        sound(&read_any(&zip_of_bytes(&[("Habits.csv", &habits), ("001 Walk/Checkmarks.csv", &days)])));
    }

    #[test]
    fn any_rows_of_days_are_accounted_for(
        rows in vec((DATES, VALUES, "[a-z]{0,3}"), 0..40)
    ) {
        let mut days = String::from("Date,Value,Notes\n");
        for (date, value, note) in &rows {
            writeln!(days, "{date},{value},{note}").unwrap();
        }
        let result = read_any(&zip(&[("Habits.csv", HABITS), ("001 Walk/Checkmarks.csv", &days)]));
        sound(&result);
        prop_assert_eq!(accounted(&result.unwrap()), rows.len() as u64);
    }

    #[test]
    fn any_change_of_an_archive(
        changes in vec(any::<(prop::sample::Index, u8)>(), 0..8), end in any::<Option<prop::sample::Index>>()
    ) {
        sound(&read_any(&mutated(&ARCHIVE, &changes, end)));
    }

    #[test]
    fn any_change_of_a_database(
        changes in vec(any::<(prop::sample::Index, u8)>(), 0..8), end in any::<Option<prop::sample::Index>>()
    ) {
        let bytes = mutated(&DATABASE, &changes, end);
        sound(&Source::bytes(&bytes).read());
        sound(&read_any(&bytes));
    }

    #[test]
    fn any_cells_of_a_database_are_accounted_for(
        rows in vec((any::<i64>(), -3_i64..6_000, "[a-z]{0,3}"), 0..40), near in any::<bool>()
    ) {
        let values: Vec<_> = rows
            .iter()
            .map(|(stamp, value, note)| {
                let stamp = if near { stamp % 5_000_000_000_000 } else { *stamp };
                format!("({}, {stamp}, {value}, '{note}')", 1 + stamp.rem_euclid(3))
            })
            .collect();
        let insert = if values.is_empty() {
            String::new()
        } else {
            format!("INSERT INTO Repetitions (habit, timestamp, value, notes) VALUES {}", values.join(","))
        };
        let result = v25(&format!("DROP INDEX idx_repetitions_habit_timestamp; {insert}")).read();
        sound(&result);
        prop_assert_eq!(accounted(&result.unwrap()), rows.len() as u64);
    }
}
