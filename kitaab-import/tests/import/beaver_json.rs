//! The JSON export of Beaver Habits, and what can be wrong with it. The documents are self-made.

use kitaab_import::{Field, Finding, Format, Frequency, ImportError, Imported, Kind, Value};

use crate::fixture::{accounted, count, findings, habit, note, read_text, value};

fn one(fields: &str) -> Result<Imported, ImportError> {
    read_text(format!(r#"{{"habits":[{{"name":"Walk","id":"a1"{fields}}}],"order":["a1"]}}"#))
}

#[test]
fn a_whole_export() {
    let imported = read_text(
        r#"{"habits":[
            {"name":"Walk","id":"a1","tags":["Body","Outside"],"star":true,"status":"active",
             "period":{"period_type":"W","period_count":1,"target_count":3},
             "records":[{"day":"2024-01-02","done":true,"text":"by the sea"},{"day":"2024-01-01","done":false}]},
            {"name":"Sit","id":"b2","tags":[],"star":false,"status":"archive","period":null,"records":[]},
            {"name":"Old","id":"c3","status":"soft_delete","records":[{"day":"2024-01-01","done":true}]}],
          "order":["b2","a1"],"order_by":"manually","backup":{"token":"secret"}}"#,
    )
    .unwrap();
    assert_eq!(imported.format, Format::BeaverJson);
    let walk = habit(&imported, "Walk");
    assert_eq!((walk.source_key.as_str(), walk.kind, walk.position), ("a1", Kind::YesNo, Some(1)));
    assert_eq!((walk.group.as_deref(), walk.frequency), (Some("Body"), Frequency { times: 3, days: 7 }));
    assert_eq!((value(walk, "2024-01-02"), note(walk, "2024-01-02")), (Some(Value::Yes), Some("by the sea")));
    assert_eq!(value(walk, "2024-01-01"), Some(Value::No));
    let sit = habit(&imported, "Sit");
    assert_eq!((sit.archived, sit.frequency, sit.position), (true, Frequency::DAILY, Some(0)));
    assert_eq!(
        findings(&imported),
        [
            (Finding::NoPlace(Field::Star), 1),
            (Finding::MoreThanOne(Field::Group), 1),
            (Finding::DeletedHabit, 1),
            (Finding::DayOfDeletedHabit, 1),
            (Finding::UnknownField, 2),
        ]
    );
    assert_eq!(accounted(&imported), 3);
    assert!(!imported.remarks.iter().any(|remark| remark.to_string().contains("secret")));
}

#[test]
fn periods() {
    for (period, times, days) in [("D", 2, 10), ("W", 2, 70), ("M", 2, 300), ("Y", 2, 3_650)] {
        let fields =
            format!(r#","period":{{"period_type":"{period}","period_count":10,"target_count":{times}}},"records":[]"#);
        assert_eq!(one(&fields).unwrap().habits[0].frequency, Frequency { times, days });
    }
    for period in [
        r#"{"period_type":"X","period_count":1,"target_count":1}"#,
        r#"{"period_type":"W","period_count":0,"target_count":1}"#,
        r#"{"period_type":"W","period_count":9223372036854775807,"target_count":1}"#,
        r#"{"period_type":7}"#,
        "{}",
    ] {
        let imported = one(&format!(r#","period":{period},"records":[]"#)).unwrap();
        assert_eq!(imported.habits[0].frequency, Frequency::DAILY);
        assert_eq!(count(&imported, Finding::UnknownValue(Field::Frequency)), 1, "{period}");
    }
    assert_eq!(count(&one(r#","period":"weekly""#).unwrap(), Finding::Unreadable(Field::Frequency)), 1);
}

#[test]
fn records_that_are_wrong_are_told_and_the_others_stay() {
    let imported = one(
        r#","records":[{"day":"2024-01-01","done":true},{"day":"2024-01-01","done":true},{"day":"01/02/2024","done":true,
            "text":"lost"},{"day":5,"done":true},{"done":true},{"day":"2024-01-03","done":"yes"},{"day":"2024-01-04"},
            {"day":"2024-01-05","done":1,"text":7,"else":1},{"day":"1812-01-05","done":true}]"#,
    )
    .unwrap();
    assert_eq!(accounted(&imported), 9);
    let walk = habit(&imported, "Walk");
    assert_eq!((walk.days.len(), value(walk, "2024-01-04")), (3, Some(Value::No)));
    assert_eq!(count(&imported, Finding::DuplicateDay), 1);
    assert_eq!(count(&imported, Finding::Unreadable(Field::Day)), 3);
    assert_eq!(count(&imported, Finding::UnknownValue(Field::Value)), 1);
    assert_eq!(count(&imported, Finding::NoteLeftOut), 1);
    assert_eq!(count(&imported, Finding::Unreadable(Field::Note)), 1);
    assert_eq!(count(&imported, Finding::UnknownField), 1);
    assert_eq!(count(&imported, Finding::DayOutOfRange), 1);
}

#[test]
fn habits_that_say_little() {
    let imported = read_text(
        r#"{"habits":[{"name":"A","records":[{"day":"2024-01-01","done":true}]},{"name":"A","records":[]},
            {"name":7,"id":[1],"tags":"x","status":"gone"}]}"#,
    )
    .unwrap();
    let keys: Vec<_> = imported.habits.iter().map(|habit| habit.source_key.as_str()).collect();
    assert_eq!(keys, ["0:A", "0:2:A", "0:(unnamed)"]);
    assert_eq!(count(&imported, Finding::SameKey), 1);
    assert_eq!(count(&imported, Finding::Unreadable(Field::Name)), 1);
    assert_eq!(count(&imported, Finding::Unreadable(Field::Id)), 1);
    assert_eq!(count(&imported, Finding::Unreadable(Field::Group)), 1);
    assert_eq!(count(&imported, Finding::UnknownValue(Field::Status)), 1);
    assert!(read_text(r#"{"habits":[],"order":[]}"#).unwrap().habits.is_empty());
}
