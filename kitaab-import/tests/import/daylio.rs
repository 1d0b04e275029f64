//! Daylio's diary, and what can be wrong with it. The tables are self-made.

use kitaab_import::{Field, Finding, Format, REFLECTION_CHARS, Reflection};

use crate::fixture::{accounted, count, date, findings, read_text};

const HEADER: &str = "full_date,date,weekday,time,mood,activities,note_title,note\n";

fn table(rows: &str) -> String {
    format!("{HEADER}{rows}")
}

#[test]
fn a_day_becomes_a_reflection() {
    let imported = read_text(table(
        "2024-01-02,January 2,Tuesday,22:30,good,family | reading,The title,\"Line one\nline two\"\n\
         2024-01-02,January 2,Tuesday,8:05,meh,,,\n\
         2024-01-01,January 1,Monday,10:00 PM,rad ,\"work | \",,\n",
    ))
    .unwrap();
    assert_eq!(imported.format, Format::Daylio);
    assert!(imported.habits.is_empty());
    let reflection = |day: &str, text: &str| Reflection { day: date(day), text: text.to_owned() };
    assert_eq!(
        imported.reflections,
        [
            reflection("2024-01-01", "10:00 PM - rad - work"),
            reflection("2024-01-02", "8:05 - meh\n\n22:30 - good - family, reading\nThe title\nLine one\nline two"),
        ]
    );
    assert_eq!(findings(&imported), [(Finding::AddedUp, 1)]);
    assert_eq!(accounted(&imported), 3);
    assert_eq!(format!("{:?}", imported.reflections[0]), "Reflection(2024-01-01, 21 characters)");
}

#[test]
fn entries_without_a_readable_time_are_taken_for_newest_first() {
    let imported = read_text(table("2024-01-02,,,spät,b,,,\n2024-01-02,,,früh,a,,,\n2024-01-03,,,,,,,\n")).unwrap();
    assert_eq!(imported.reflections[0].text, "früh - a\n\nspät - b");
    assert_eq!(imported.reflections[1].text, "-", "an entry that says nothing is still one");
}

#[test]
fn rows_that_are_wrong_are_told_and_the_others_stay() {
    let long = "x".repeat(REFLECTION_CHARS + 5);
    let imported = read_text(table(&format!(
        "2024-02-30,,,,good,,,lost\n1812-01-01,,,,good,,,\n2024-01-01,,,9:00,good,,,{long}\n2024-01-02,,,,ok\n\
         2024-01-03,,,,ok,,,,more\n2024-01-04,,,,ok,,,a\0b\n"
    )))
    .unwrap();
    assert_eq!(accounted(&imported), 6);
    assert_eq!(imported.reflections.len(), 4);
    assert!(imported.reflections[0].text.chars().count() <= REFLECTION_CHARS);
    assert_eq!(count(&imported, Finding::Unreadable(Field::Day)), 1);
    assert_eq!(count(&imported, Finding::DayOutOfRange), 1);
    assert_eq!(count(&imported, Finding::NoteLeftOut), 1);
    assert_eq!(
        count(&imported, Finding::TextCut(Field::Note)),
        2,
        "in its row, and in its day with what stands before"
    );
    assert_eq!(count(&imported, Finding::TextRepaired(Field::Note)), 1);
    assert_eq!((count(&imported, Finding::MissingFields), count(&imported, Finding::ExtraFields)), (1, 1));
}

#[test]
fn columns() {
    let imported = read_text("full_date,mood,activities,scales\r\n2024-01-01,good,,3\r\n").unwrap();
    assert_eq!(imported.reflections[0].text, "good");
    assert_eq!(findings(&imported), [(Finding::UnknownField, 1)]);
    assert!(read_text(HEADER).unwrap().reflections.is_empty());
    // Exports of old versions, whose day is in the phone's language.
    assert_eq!(read_text("year,date,weekday,time,mood,activities,note\n").unwrap_err().code(), "unsupported");
    let twice = read_text("full_date,mood,activities,MOOD\n2024-01-01,a,b,c\n").unwrap_err();
    assert_eq!(twice.code(), "invalid");
    assert_eq!(read_text(table("2024-01-01,,,,\"good\n")).unwrap_err().code(), "corrupt");
}
