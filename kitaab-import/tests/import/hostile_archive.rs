//! Archives and folders made to do harm: each ends in an error of its kind, and nothing is ever written.

use std::ops::ControlFlow;

use kitaab_import::{Field, Finding, ImportError, Imported, Limits, read_bytes};

use crate::fixture::{Source, count, habit, note, read_zip, zip, zip_of_bytes};

const HABITS: &str = "Position,Name,Question,Description,NumRepetitions,Interval,Color\n001,Walk,,,1,1,#00897B\n";
const DAYS: &str = "Date,Value,Notes\n2024-01-01,YES_MANUAL,\n";

fn within(bytes: &[u8], change: impl FnOnce(&mut Limits)) -> Result<Imported, ImportError> {
    let mut limits = Limits::default();
    change(&mut limits);
    read_bytes(bytes, &limits, &mut |_| ControlFlow::Continue(()))
}

fn refused(bytes: &[u8], change: impl FnOnce(&mut Limits), reason: &str) {
    let error = within(bytes, change).unwrap_err();
    assert_eq!(error.code(), "invalid", "{error}");
    assert!(error.to_string().contains(reason), "{error}");
}

#[test]
fn nothing_and_no_archive() {
    assert_eq!(within(b"", |_| {}).unwrap_err().code(), "invalid");
    assert_eq!(within(b"hello", |_| {}).unwrap_err().code(), "unsupported");
    assert_eq!(within(b"SQLite format 3\0", |_| {}).unwrap_err().code(), "corrupt");
    assert_eq!(Source::bytes(b"").read().unwrap_err().to_string(), "some file: the file is empty");
    assert_eq!(Source::bytes(b"PK\x03\x04 and no more").read().unwrap_err().code(), "corrupt");
    assert_eq!(Source::new().read().unwrap_err().code(), "unavailable");
}

#[test]
fn a_truncated_archive_is_damaged_wherever_it_ends() {
    let whole = zip(&[("Habits.csv", HABITS), ("001 Walk/Checkmarks.csv", DAYS)]);
    for length in 4..whole.len() {
        assert_eq!(within(&whole[..length], |_| {}).unwrap_err().code(), "corrupt", "{length} bytes");
    }
}

#[test]
fn damaged_content_is_found_by_its_checksum() {
    let mut bytes = zip_stored(&[("Habits.csv", HABITS), ("001 Walk/Checkmarks.csv", DAYS)]);
    let at = bytes.windows(10).position(|window| window == b"2024-01-01").unwrap();
    bytes[at + 3] = b'3';
    assert_eq!(within(&bytes, |_| {}).unwrap_err().code(), "corrupt");
}

fn zip_stored(files: &[(&str, &str)]) -> Vec<u8> {
    use std::io::{Cursor, Write};
    let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files {
        writer.start_file(*name, options).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn compression_that_cannot_be_undone_is_told() {
    let mut bytes = zip(&[("Habits.csv", HABITS)]);
    let list = bytes.windows(4).position(|window| window == b"PK\x01\x02").unwrap();
    // The method stands in the list of entries and before the entry itself; 14 is LZMA.
    for at in [list + 10, 8] {
        bytes[at] = 14;
        let error = within(&bytes, |_| {}).unwrap_err();
        assert_eq!(error.code(), "unsupported", "{error}");
    }
}

#[test]
fn bombs_are_refused_by_what_comes_out_of_them() {
    let long = format!("{DAYS}{}", "\n".repeat(8 << 20));
    let bomb = zip(&[("Habits.csv", HABITS), ("001 Walk/Checkmarks.csv", &long)]);
    assert!(bomb.len() < 20_000);
    refused(&bomb, |_| {}, "compressed more than 200-fold");
    refused(&bomb, |limits| limits.entry_bytes = 1 << 19, "more than 524288 bytes");
    let two = zip(&[("Habits.csv", HABITS), ("001 Walk/Checkmarks.csv", DAYS)]);
    refused(&two, |limits| limits.total_bytes = 100, "more than 100 bytes in all files together");
    let line = zip(&[("Habits.csv", &",".repeat(2 << 20))]);
    refused(&line, |limits| limits.ratio = u64::MAX, "a line of more than 1048576 bytes");
}

#[test]
fn too_much_of_anything_is_refused() {
    let many = zip(&[("Habits.csv", HABITS), ("a", ""), ("b", "")]);
    refused(&many, |limits| limits.entries = 2, "3 entries");
    refused(&many, |limits| limits.archive_bytes = 10, "more than the 10 that are read");
    let listed = zip(&[("Habits.csv", &format!("{HABITS}002,Sit,,,1,1,\n"))]);
    refused(&listed, |limits| limits.habits = 1, "more than 1 habits");
    let days = "2024-01-01,2,abc\n2024-01-02,2,def\n";
    let rows = zip(&[("Habits.csv", HABITS), ("001 Walk/Checkmarks.csv", days)]);
    refused(&rows, |limits| limits.rows = 1, "more than 1 rows");
    refused(&rows, |limits| limits.text_bytes = 5, "more than 5 bytes of text");
    assert!(within(&rows, |limits| limits.text_bytes = 6).is_ok());
}

#[test]
fn a_list_of_entries_without_end_is_not_read() {
    let names: Vec<_> = (0..2_000).map(|index| format!("{index:0100}")).collect();
    let mut files = vec![("Habits.csv", HABITS)];
    files.extend(names.iter().map(|name| (name.as_str(), "")));
    let error = within(&zip(&files), |limits| limits.directory_bytes = 100_000).unwrap_err();
    assert!(error.to_string().contains("list of entries"), "{error}");
}

#[test]
fn names_that_climb_lead_nowhere() {
    let imported = read_zip(&[
        ("Habits.csv", HABITS),
        ("../001 Walk/Checkmarks.csv", DAYS),
        ("/001 Walk/Checkmarks.csv", DAYS),
        ("001 ../../etc/Checkmarks.csv", DAYS),
    ])
    .unwrap();
    assert!(imported.habits[0].days.is_empty());
    assert_eq!(count(&imported, Finding::MissingDays), 1);
    assert_eq!(count(&imported, Finding::UnclaimedFile), 3);
}

#[test]
fn an_open_quote_is_damage() {
    let error = read_zip(&[("Habits.csv", HABITS), ("001 Walk/Checkmarks.csv", "2024-01-02,2,\"a\n2024-01-01,2,b\n")])
        .unwrap_err();
    assert_eq!(
        (error.code(), error.to_string().as_str()),
        ("corrupt", "001 Walk/Checkmarks.csv is damaged: a quote is opened and never closed",)
    );
}

#[test]
fn other_encodings_are_told() {
    let utf16: Vec<u8> = HABITS.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(within(&zip_of_bytes(&[("Habits.csv", &utf16)]), |_| {}).unwrap_err().code(), "unsupported");
    let latin = b"2024-01-01,2,caf\xe9\n2024-01-02,2,a\0b\n";
    let imported =
        within(&zip_of_bytes(&[("Habits.csv", HABITS.as_bytes()), ("001 Walk/Checkmarks.csv", latin)]), |_| {})
            .unwrap();
    assert_eq!(note(habit(&imported, "Walk"), "2024-01-01"), Some("caf\u{fffd}"));
    assert_eq!(note(habit(&imported, "Walk"), "2024-01-02"), Some("ab"));
    assert_eq!(count(&imported, Finding::TextRepaired(Field::Note)), 2);
}

#[cfg(unix)]
#[test]
fn links_in_a_folder_are_not_followed() {
    let outside = Source::bytes(DAYS.as_bytes());
    let source = Source::new();
    std::fs::create_dir_all(source.path().join("001 Walk")).unwrap();
    std::fs::write(source.path().join("Habits.csv"), HABITS).unwrap();
    std::os::unix::fs::symlink(outside.path(), source.path().join("001 Walk/Checkmarks.csv")).unwrap();
    let imported = source.read().unwrap();
    assert!(imported.habits[0].days.is_empty());
    assert_eq!(count(&imported, Finding::MissingDays), 1);
}
