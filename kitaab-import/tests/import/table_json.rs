//! The JSON export of Table Habit, and what can be wrong with it. The documents are self-made.

use std::ops::ControlFlow;

use chrono::Weekday;
use kitaab_import::{
    Color, Field, Finding, Format, Frequency, ImportError, Imported, Kind, Limits, Target, Value, read_bytes,
};

use crate::fixture::{Source, accounted, count, date, findings, habit, note, read_text, value};

/// 2024-01-01, in days from 1970-01-01.
const JANUARY: i64 = 19_723;

/// A document of one habit with these fields and records.
fn one(fields: &str, records: &str) -> Result<Imported, ImportError> {
    read_text(format!(
        r#"{{"habits":[{{"create_t":1704067200,"type":1,"status":1,"name":"Read","daily_goal":1,"freq_type":3,
            "freq_custom":"[1,1]"{fields},"records":[{records}]}}],"groups":[]}}"#
    ))
}

#[test]
fn a_whole_export() {
    let text = format!(
        r#"{{"habits":[
            {{"create_t":1704067200,"modify_t":1704067300,"type":1,"status":1,"name":"Read","desc":"Every evening",
              "color":3,"daily_goal":2.5,"daily_goal_unit":"pages","daily_goal_extra":10,"freq_type":1,"freq_custom":"[3]",
              "reminder":"{{\"type\":3,\"time\":{{\"hour\":21,\"minute\":5}},\"extra\":[7,1]}}","reminder_quest":"Read yet?",
              "start_date":{JANUARY},"target_days":66,"sort_position":2,"group_id":"g1",
              "records":[
                {{"record_date":{},"record_type":1,"record_value":2.5,"create_t":1,"modify_t":2,"reason":"good"}},
                {{"record_date":{JANUARY},"record_type":2,"record_value":0,"reason":"ill"}}]}},
            {{"create_t":1704067201,"type":2,"status":3,"name":"Coffee","daily_goal":1,"daily_goal_unit":"cups",
              "custom_color":4278255360,"freq_type":2,"freq_custom":"[10]","records":[]}}],
          "groups":[{{"uuid":"g1","name":"Mind","desc":"","icon":7}}]}}"#,
        JANUARY + 1
    );
    let imported = read_text(&text).unwrap();
    assert_eq!(Source::bytes(text.as_bytes()).read().unwrap(), imported, "from a file as from memory");
    assert_eq!(imported.format, Format::TableJson);
    let read = habit(&imported, "Read");
    assert_eq!(read.source_key, "1704067200:Read");
    assert_eq!((read.question.as_deref(), read.description.as_deref()), (Some("Read yet?"), Some("Every evening")));
    assert_eq!((read.unit.as_deref(), read.group.as_deref()), (Some("pages"), Some("Mind")));
    assert_eq!(read.kind, Kind::Number { target: Some(Target::AtLeast(250)) });
    assert_eq!((read.frequency, read.position), (Frequency { times: 3, days: 7 }, Some(2)));
    assert_eq!((read.color, read.starts_on), (Some(Color::Palette(3)), Some(date("2024-01-01"))));
    let reminder = read.reminder.as_ref().unwrap();
    assert_eq!((reminder.hour, reminder.minute), (21, 5));
    assert_eq!(reminder.weekdays, [Weekday::Mon, Weekday::Sun]);
    assert_eq!((value(read, "2024-01-02"), note(read, "2024-01-02")), (Some(Value::Amount(250)), Some("good")));
    assert_eq!((value(read, "2024-01-01"), note(read, "2024-01-01")), (Some(Value::Skip), Some("ill")));
    let coffee = habit(&imported, "Coffee");
    assert_eq!(coffee.kind, Kind::Number { target: Some(Target::AtMost(100)) });
    assert_eq!((coffee.archived, coffee.frequency), (true, Frequency { times: 10, days: 30 }));
    assert_eq!(coffee.color, Some(Color::Rgb(0x00_ff00)));
    assert_eq!(count(&imported, Finding::NoPlace(Field::Instant)), 5);
    for field in [Field::ExtraGoal, Field::TargetDays, Field::Icon] {
        assert_eq!(count(&imported, Finding::NoPlace(field)), 1, "{field:?}");
    }
    assert_eq!(accounted(&imported), 2);
}

#[test]
fn frequencies() {
    for (fields, times, days) in [
        (r#","freq_type":1,"freq_custom":"[3]""#, 3, 7),
        (r#","freq_type":2,"freq_custom":"[10]""#, 10, 30),
        (r#","freq_type":3,"freq_custom":"[3,14]""#, 3, 14),
    ] {
        let text = format!(r#"{{"habits":[{{"name":"A","daily_goal":1,"records":[]{fields}}}]}}"#);
        let imported = read_text(text).unwrap();
        assert_eq!(imported.habits[0].frequency, Frequency { times, days });
        assert!(imported.remarks.is_empty());
    }
    for fields in [
        r#","freq_type":4,"freq_custom":"[3]""#,
        r#","freq_type":1,"freq_custom":"[0]""#,
        r#","freq_type":1,"freq_custom":"3""#,
        r#","freq_type":3,"freq_custom":"[3]""#,
        r#","freq_type":3,"freq_custom":"[""#,
        r#","freq_type":1,"freq_custom":[3]"#,
        "",
    ] {
        let text = format!(r#"{{"habits":[{{"name":"A","daily_goal":1,"records":[]{fields}}}]}}"#);
        let imported = read_text(text).unwrap();
        assert_eq!(imported.habits[0].frequency, Frequency::DAILY);
        assert_eq!(count(&imported, Finding::UnknownValue(Field::Frequency)), 1, "{fields}");
    }
}

#[test]
fn reminders_of_days_of_the_month_are_told() {
    for (reminder, found) in [
        (r#"{\"type\":2,\"time\":{\"hour\":8,\"minute\":0},\"extra\":[]}"#, true),
        (r#"{\"type\":1,\"time\":{\"hour\":8,\"minute\":0},\"extra\":[]}"#, true),
        (r#"{\"type\":4,\"time\":{\"hour\":8,\"minute\":0},\"extra\":[1]}"#, false),
        (r#"{\"type\":3,\"time\":{\"hour\":8,\"minute\":0},\"extra\":[]}"#, false),
        (r#"{\"type\":2,\"time\":{\"hour\":24,\"minute\":0},\"extra\":[]}"#, false),
        (r#"{\"type\":2}"#, false),
        ("x", false),
    ] {
        let imported = one(&format!(r#","reminder":"{reminder}""#), "").unwrap();
        assert_eq!(imported.habits[0].reminder.is_some(), found, "{reminder}");
        assert_eq!(count(&imported, Finding::UnknownValue(Field::Reminder)), u64::from(!found), "{reminder}");
    }
}

#[test]
fn what_was_deleted_is_left_out_and_told() {
    let imported = read_text(
        r#"{"habits":[{"type":1,"status":2,"name":"A","daily_goal":1,"records":[{"record_date":1},{"record_date":2}]}]}"#,
    )
    .unwrap();
    assert!(imported.habits.is_empty());
    assert_eq!(findings(&imported), [(Finding::DeletedHabit, 1), (Finding::DayOfDeletedHabit, 2)]);
    assert_eq!(accounted(&imported), 2);
}

#[test]
fn records_that_are_wrong_are_told_and_the_others_stay() {
    let imported = one(
        r#","mystery":5,"start_date":99999999"#,
        r#"{"record_date":19723,"record_type":1,"record_value":1},
           {"record_date":"2024-01-01","record_type":1,"record_value":1,"reason":"lost"},
           {"record_date":99999999,"record_type":1,"record_value":1},
           {"record_date":9223372036854775807,"record_type":1,"record_value":1},
           {"record_date":18446744073709551615,"record_type":1,"record_value":1},
           {"record_date":19724,"record_type":0,"record_value":1},
           {"record_date":19724,"record_type":1},
           {"record_date":19724,"record_type":1,"record_value":-1},
           {"record_date":19724,"record_type":1,"record_value":1e300},
           {"record_date":19724,"record_type":[1],"record_value":1},
           {"record_date":19723,"record_type":1,"record_value":2},
           {"record_date":19725,"record_type":1,"record_value":0.005,"reason":{"a":1},"else":[1,{"b":null}]},
           {}"#,
    )
    .unwrap();
    assert_eq!(accounted(&imported), 13);
    let read = habit(&imported, "Read");
    assert_eq!((read.days.len(), value(read, "2024-01-03")), (2, Some(Value::Amount(0))));
    assert_eq!(count(&imported, Finding::Unreadable(Field::Day)), 3);
    assert_eq!(count(&imported, Finding::DayOutOfRange), 2);
    assert_eq!(count(&imported, Finding::UnknownValue(Field::Value)), 1);
    assert_eq!(count(&imported, Finding::Unreadable(Field::Value)), 2);
    assert_eq!(count(&imported, Finding::Negative(Field::Value)), 1);
    assert_eq!(count(&imported, Finding::TooLarge(Field::Value)), 1);
    assert_eq!(count(&imported, Finding::DuplicateDay), 1);
    assert_eq!(count(&imported, Finding::Rounded(Field::Value)), 1);
    assert_eq!(count(&imported, Finding::NoteLeftOut), 1);
    assert_eq!(count(&imported, Finding::Unreadable(Field::Note)), 1);
    assert_eq!(count(&imported, Finding::UnknownValue(Field::Start)), 1);
    assert_eq!(count(&imported, Finding::UnknownField), 2);
}

#[test]
fn documents_that_are_wrong_are_refused() {
    for (text, code) in [
        (r#"{"habits":[{"type":1,"records":[]}]} x"#, "corrupt"),
        (r#"{"habits":[{"type":1,"records":[]}"#, "corrupt"),
        ("{", "corrupt"),
        (r#"{"habits":[{"type":1,"type":2}]}"#, "invalid"),
        (r#"{"habits":[{"type":1,"records":[],"records":[]}]}"#, "invalid"),
        (r#"{"groups":[],"habits":[],"habits":[]}"#, "invalid"),
        (r#"{"habits":[{"type":1,"records":{}}]}"#, "invalid"),
        (r#"{"habits":[{"type":1,"records":["secret"]}]}"#, "invalid"),
        (r#"{"habits":{}}"#, "invalid"),
        (r#"{"habits":[]}"#, "unsupported"),
        (r#"{"habits":[{"size":1}]}"#, "unsupported"),
        (r#"{"name":"package"}"#, "unsupported"),
        ("{}", "unsupported"),
        ("[]", "unsupported"),
        ("{\"habits\":[{\"type\":1,\"name\":\"caf\u{e9}\"}]}", "ok"),
        (r#"{"groups":[],"habits":[]}"#, "ok"),
        ("\u{feff} \r\n{\"groups\":[],\r\n\"habits\":[]}\r\n", "ok"),
    ] {
        match read_text(text) {
            Ok(_) => assert_eq!(code, "ok", "{text}"),
            Err(error) => {
                assert_eq!(error.code(), code, "{text}: {error}");
                assert!(!error.to_string().contains("secret"), "{error}");
            }
        }
    }
    let latin = b"{\"habits\":[{\"type\":1,\"name\":\"caf\xe9\"}]}";
    assert_eq!(read_text(latin).unwrap_err().code(), "corrupt");
    let deep = format!("{{\"habits\":[{{\"type\":{}", "[".repeat(100_000));
    assert_eq!(read_text(deep).unwrap_err().code(), "corrupt");
}

#[test]
fn a_truncated_document_is_damaged_wherever_it_ends() {
    let whole = r#"{"habits":[{"type":1,"name":"A","records":[{"record_date":19723,"record_type":1}]}],"groups":[]}"#;
    assert!(read_text(whole).is_ok());
    for length in 1..whole.len() {
        assert_eq!(read_text(&whole[..length]).unwrap_err().code(), "corrupt", "{length}");
    }
}

#[test]
fn limits() {
    let text = r#"{"groups":[{"uuid":"a","name":"abcdef"}],"habits":[
        {"type":1,"name":"A","records":[{"record_date":1,"reason":"abc"},{"record_date":2}]},{"type":1,"name":"B"}]}"#;
    let within = |change: &dyn Fn(&mut Limits)| {
        let mut limits = Limits::default();
        change(&mut limits);
        read_bytes(text.as_bytes(), &limits, &mut |_| ControlFlow::Continue(()))
    };
    assert!(within(&|_| {}).is_ok());
    for (change, reason) in [
        (&(|limits: &mut Limits| limits.rows = 1) as &dyn Fn(&mut Limits), "more than 1 rows"),
        (&|limits| limits.habits = 1, "more than 1 habits"),
        (&|limits| limits.text_bytes = 8, "more than 8 bytes of text"),
        (&|limits| limits.cell_bytes = 10, "a text of more than 10 bytes"),
        (&|limits| limits.text_file_bytes = 20, "more than the 20 that are read"),
    ] {
        let error = within(change).unwrap_err();
        assert_eq!((error.code(), error.to_string().contains(reason)), ("invalid", true), "{error}");
    }
    let wide = (0..300).fold(String::new(), |wide, index| format!(r#"{wide}"f{index}":1,"#));
    let error = read_text(format!(r#"{{"habits":[{{{wide}"type":1}}]}}"#)).unwrap_err();
    assert!(error.to_string().contains("more than 256 fields"), "{error}");
    let many = "0,".repeat(300_000);
    let error = read_text(format!(r#"{{"habits":[{{"type":1,"x":[{many}0]}}]}}"#)).unwrap_err();
    assert!(error.to_string().contains("beside the records"), "{error}");
}
