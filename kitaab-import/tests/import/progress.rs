//! Progress, cancelling, and remarks that stay few.

use std::ops::ControlFlow;

use kitaab_import::{EXAMPLES, Finding, ImportError, Place, Progress, REMARKS, read};

use crate::fixture::{count, millis, v25};

fn thousands(statement: &str) -> String {
    format!(
        "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 2499) {}",
        statement.replace("START", &millis("2000-01-01").to_string())
    )
}

#[test]
fn progress_is_told_from_beginning_to_end() {
    let source =
        v25(&thousands("INSERT INTO Repetitions (habit, timestamp, value) SELECT 1, START + i * 86400000, 2 FROM n"));
    let mut told = Vec::new();
    read(source.path(), &mut |progress| {
        told.push(progress);
        ControlFlow::Continue(())
    })
    .unwrap();
    let total = Some(2_500);
    let expected = [(0, None), (0, total), (1_000, total), (2_000, total), (2_500, total)];
    assert_eq!(told, expected.map(|(rows, total)| Progress { rows, total }));
}

#[test]
fn the_caller_can_cancel_at_any_time() {
    let source =
        v25(&thousands("INSERT INTO Repetitions (habit, timestamp, value) SELECT 1, START + i * 86400000, 2 FROM n"));
    for stop in 0..5 {
        let mut calls = 0;
        let error = read(source.path(), &mut |_| {
            calls += 1;
            if calls > stop { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })
        .unwrap_err();
        assert!(matches!(error, ImportError::Cancelled { .. }), "{error}");
        assert_eq!((error.code(), calls), ("cancelled", stop + 1));
    }
}

#[test]
fn many_bad_rows_are_one_remark() {
    let source =
        v25(&thousands("INSERT INTO Repetitions (habit, timestamp, value) SELECT 1, START + i * 86400000, 7 FROM n"));
    let imported = read(source.path(), &mut |_| ControlFlow::Continue(())).unwrap();
    let [remark] = imported.remarks.as_slice() else { panic!("{:?}", imported.remarks) };
    assert_eq!((remark.count, remark.examples.len()), (2_500, EXAMPLES));
    assert_eq!(
        remark.to_string(),
        "Walk: value: not a value of this format (2500 times; row 1: 2000-01-01 7, \
         row 2: 2000-01-02 7, row 3: 2000-01-03 7)"
    );
}

#[test]
fn many_bad_habits_are_not_many_remarks() {
    let source = v25(&thousands("INSERT INTO Habits (name, freq_num, freq_den) SELECT '', 1, 1 FROM n"));
    let imported = read(source.path(), &mut |_| ControlFlow::Continue(())).unwrap();
    assert_eq!(imported.remarks.len(), REMARKS + 1);
    let last = imported.remarks.last().unwrap();
    assert_eq!((&last.place, last.count), (&Place::Source, 1_500));
    assert_eq!(count(&imported, Finding::Unnamed), 2_500);
}
