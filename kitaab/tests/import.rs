//! Importing real files and self-made ones, on every store.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use std::path::{Path, PathBuf};

use kitaab::{
    Amount, Book, Category, Day, DayRange, EntryQuery, ImportOptions, ImportReport, ItemId, Kitaab, NotCarried, Reason,
    ReminderTime, Schedule, Value, Weekday, Weekdays,
};
use rusqlite::{Connection, params};

/// The folder of real files, if it is at hand.
fn samples() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/import-samples/uhabits");
    if folder.is_dir() {
        return Some(folder);
    }
    println!("SKIPPED: {} is not at hand", folder.display());
    None
}

/// A book in memory, and one in a file.
async fn books() -> Vec<(Book, tempfile::TempDir)> {
    let folder = || tempfile::tempdir().unwrap();
    let (one, other) = (folder(), folder());
    let file = other.path().join("book.db");
    let memory = Kitaab::open("memory:").await.unwrap().my_book().await.unwrap();
    let sqlite = Kitaab::open(file.to_str().unwrap()).await.unwrap().my_book().await.unwrap();
    vec![(memory, one), (sqlite, other)]
}

async fn import(book: &Book, file: &Path) -> ImportReport {
    book.import(file, ImportOptions::new()).await.unwrap()
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// The label or amount recorded for an item on a day.
async fn recorded(book: &Book, item: ItemId, on: &str) -> Option<String> {
    let entry = book.entries().get(item, day(on)).await.unwrap()?;
    let catalogue = book.catalogue().await.unwrap();
    Some(match entry.value {
        Value::Scale(value) => catalogue.scale_value(value).unwrap().label.to_string(),
        Value::Count(amount) => amount.to_string(),
    })
}

#[tokio::test]
async fn the_facts_of_a_real_backup_hold() {
    let Some(samples) = samples() else { return };
    for (book, _folder) in books().await {
        let report = import(&book, &samples.join("loop.db")).await;
        assert_eq!((report.version, report.deeds.len(), report.entries_added), (Some(12), 9, 164));
        let wake = book.items().find("Wake up early").await.unwrap();
        let yes = |on| recorded(&book, wake, on);
        assert_eq!(yes("2016-03-14").await.as_deref(), Some("Yes"));
        assert_eq!(yes("2016-03-16").await.as_deref(), Some("Yes"));
        assert_eq!(yes("2016-03-17").await, None);
        let catalogue = book.catalogue().await.unwrap();
        let item = catalogue.item(wake).unwrap();
        assert_eq!(item.schedule_on(day("2016-03-14")), &Schedule::TimesPerWeek { times: 3, week_start: 0 });
        // Two habits of one name are two deeds of one name.
        assert_eq!(report.deeds.iter().filter(|deed| deed.name == "Vegan").count(), 2);
        assert!(book.items().find("Vegan").await.is_err_and(|error| error.code() == "conflict"));

        let head = book.head().await.unwrap();
        let again = import(&book, &samples.join("loop.db")).await;
        assert_eq!((again.entries_added, again.entries_unchanged, again.committed.seq), (0, 164, None));
        assert_eq!(book.head().await.unwrap(), head);
    }
}

#[tokio::test]
async fn a_real_export_is_read_with_its_notes() {
    let Some(samples) = samples() else { return };
    for (book, _folder) in books().await {
        let report = import(&book, &samples.join("Loop Habits CSV 2015-01-25.zip")).await;
        assert_eq!(report.deeds.len(), 2);
        let wake = book.items().find("Wake up early").await.unwrap();
        assert_eq!(recorded(&book, wake, "2015-01-25").await.as_deref(), Some("Yes"));
        assert_eq!(recorded(&book, wake, "2015-01-24").await.as_deref(), Some("No"));
        assert_eq!(recorded(&book, wake, "2015-01-23").await, None, "what Loop worked out itself is left out");
        let sick = book.entries().get(wake, day("2015-01-24")).await.unwrap().unwrap();
        assert_eq!(sick.note.unwrap().as_str(), "Sick");
        assert!(!report.remarks.is_empty());
        assert!(report.not_carried.iter().any(|left| left.what == NotCarried::FrequencyApproximated));
    }
}

/// The entries of a file come to the book with these figures, and the same file again changes nothing.
async fn imported_once(book: &Book, file: &Path, deeds: usize, entries: usize) -> ImportReport {
    let report = import(book, file).await;
    assert_eq!((report.deeds.len(), report.entries_added), (deeds, entries), "{}", file.display());
    let head = book.head().await.unwrap();
    let again = import(book, file).await;
    assert_eq!((again.entries_added, again.entries_unchanged, again.committed.seq), (0, entries, None));
    assert_eq!((again.groups_added, again.reminders_added, again.exemptions_added), (0, 0, 0));
    assert_eq!(book.head().await.unwrap(), head);
    report
}

#[tokio::test]
async fn the_facts_of_real_habitbull_exports_hold() {
    let Some(samples) = samples() else { return };
    for (book, _folder) in books().await {
        let report = imported_once(&book, &samples.join("habitbull.csv"), 4, 14).await;
        assert_eq!((report.groups_added, report.format.as_str()), (4, "habitbull"));
        let dragons = book.items().find("Breed dragons").await.unwrap();
        assert_eq!(recorded(&book, dragons, "2016-03-19").await.as_deref(), Some("Yes"));
        assert_eq!(recorded(&book, dragons, "2016-03-20").await, None);
        let entry = book.entries().get(dragons, day("2016-03-18")).await.unwrap().unwrap();
        assert_eq!(entry.note.unwrap().as_str(), "text");
        let catalogue = book.catalogue().await.unwrap();
        let deed = catalogue.deed(catalogue.item(dragons).unwrap().deed).unwrap();
        assert_eq!(catalogue.group(deed.group.unwrap()).unwrap().name.as_str(), "Diet & Food");

        let rows = std::fs::read_to_string(samples.join("habitbull2.csv")).unwrap().lines().count() - 1;
        imported_once(&book, &samples.join("habitbull2.csv"), 6, rows - 2).await;
        let h3 = book.items().find("H3").await.unwrap();
        assert_eq!(recorded(&book, h3, "2019-04-11").await.as_deref(), Some("Yes"));
        assert_eq!(recorded(&book, h3, "2019-05-07").await.as_deref(), Some("Yes"));
        let no = book.entries().get(h3, day("2019-06-14")).await.unwrap().unwrap();
        assert_eq!(recorded(&book, h3, "2019-06-14").await.as_deref(), Some("No"));
        assert_eq!(no.note.unwrap().as_str(), "Habit 3 notes");

        imported_once(&book, &samples.join("habitbull3.csv"), 2, 10).await;
        let pushups = book.items().find("Pushups").await.unwrap();
        assert_eq!(recorded(&book, pushups, "2021-09-01").await.as_deref(), Some("30"));
        assert_eq!(recorded(&book, pushups, "2022-01-08").await.as_deref(), Some("100"));
    }
}

#[tokio::test]
async fn the_facts_of_real_tickmate_and_rewire_backups_hold() {
    let Some(samples) = samples() else { return };
    for (book, _folder) in books().await {
        imported_once(&book, &samples.join("tickmate.db"), 3, 68).await;
        let vegan = book.items().find("Vegan").await.unwrap();
        for (on, ticks) in [("2016-01-24", Some("1")), ("2016-02-05", Some("1")), ("2016-03-18", Some("3"))] {
            assert_eq!(recorded(&book, vegan, on).await.as_deref(), ticks, "{on}");
        }
        assert_eq!(recorded(&book, vegan, "2016-03-14").await, None);

        let report = imported_once(&book, &samples.join("rewire.db"), 3, 56).await;
        assert_eq!(report.reminders_added, 1);
        let brush = book.items().find("brush teeth").await.unwrap();
        let catalogue = book.catalogue().await.unwrap();
        let item = catalogue.item(brush).unwrap();
        assert_eq!(item.schedule_on(day("2016-03-14")), &Schedule::TimesPerWeek { times: 3, week_start: 0 });
        let reminder = catalogue.reminders.values().find(|reminder| reminder.item == Some(brush)).unwrap();
        let days = [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Sun];
        let schedule = Schedule::Weekdays(Weekdays::new(days).unwrap());
        assert_eq!(reminder.time, ReminderTime::Recurring { minute: 480, schedule });
        assert!(report.not_carried.iter().any(|left| left.what == NotCarried::StartDay));
        let sleep = book.items().find("Sleep early").await.unwrap();
        // Every fifth day, as the program counts them.
        let every_fifth = Schedule::EveryNDays { n: 5, from: day("2016-03-21") };
        assert_eq!(catalogue.item(sleep).unwrap().schedule_on(day("2016-03-21")), &every_fifth);
    }
}

#[tokio::test]
async fn a_habit_that_became_a_number_since_goes_on_as_the_deed_is() {
    for (book, folder) in books().await {
        let file = folder.path().join("HabitBull.csv");
        let write = |rows: &str| {
            let header = "HabitName,HabitDescription,HabitCategory,CalendarDate,Value,CommentText\n";
            std::fs::write(&file, format!("{header}{rows}")).unwrap();
        };
        book.groups().add("Sport").await.unwrap();
        write("Run,,Sport,2024-01-01,1,\nRun,,Sport,2024-01-02,0,\n");
        let report = import(&book, &file).await;
        assert_eq!((report.entries_added, report.groups_added), (2, 0), "the group of that name is there");
        write(
            "Run,,Sport,2024-01-01,1,\nRun,,Sport,2024-01-02,0,\nRun,,Sport,2024-01-03,1,\nRun,,Sport,2024-01-04,5,\n",
        );
        let report = import(&book, &file).await;
        assert_eq!((report.entries_added, report.entries_unchanged), (1, 2));
        let refused = report.not_carried.iter().find(|left| left.what == NotCarried::Refused).unwrap();
        assert_eq!((refused.count, refused.days.as_slice()), (1, &[day("2024-01-04")][..]));
        let run = book.items().find("Run").await.unwrap();
        assert_eq!(recorded(&book, run, "2024-01-03").await.as_deref(), Some("Yes"));
    }
}

#[tokio::test]
async fn json_exports_find_their_place() {
    let table = r#"{"habits":[
        {"create_t":1,"type":2,"status":1,"name":"Coffee","daily_goal":2,"daily_goal_unit":"cups","freq_type":3,
         "freq_custom":"[1,1]","start_date":19722,"group_id":"g","sort_position":2,"records":[
            {"record_date":19723,"record_type":1,"record_value":1.5,"reason":"late"},
            {"record_date":19724,"record_type":2,"record_value":0}]},
        {"create_t":2,"type":1,"status":3,"name":"Read","daily_goal":1,"freq_type":2,"freq_custom":"[10]",
         "sort_position":1,"records":[]}],
        "groups":[{"uuid":"g","name":"Body"}]}"#;
    let beaver = r#"{"habits":[{"name":"Walk","id":"x","tags":["Body"],"status":"active","period":{"period_type":"W",
        "period_count":1,"target_count":3},"records":[{"day":"2024-01-01","done":true,"text":"by the sea"},
        {"day":"2024-01-02","done":false}]}],"order":["x"]}"#;
    for (book, folder) in books().await {
        let file = folder.path().join("export");
        std::fs::write(&file, table).unwrap();
        let report = imported_once(&book, &file, 2, 1).await;
        assert_eq!((report.groups_added, report.exemptions_added), (1, 1));
        assert!(report.not_carried.iter().any(|left| left.what == NotCarried::StartDay));
        let catalogue = book.catalogue().await.unwrap();
        let coffee = catalogue.item(book.items().find("Coffee").await.unwrap()).unwrap();
        assert_eq!(catalogue.deed(coffee.deed).unwrap().category, Category::Saiyyiaat);
        assert_eq!(coffee.goals.on(day("2024-01-01")).unwrap(), &kitaab::Goal::AmountAtMost(Amount::whole(2).unwrap()));
        let read = catalogue.item(book.items().find("Read").await.unwrap()).unwrap();
        assert_eq!(read.schedule_on(day("2100-01-01")), &Schedule::TimesPerMonth { times: 10 });
        let place = |item: &kitaab::Item| catalogue.deed(item.deed).unwrap().display_order;
        assert!(place(read) < place(coffee), "in the program's order, not the file's");

        std::fs::write(&file, beaver).unwrap();
        let report = imported_once(&book, &file, 1, 2).await;
        assert_eq!(report.groups_added, 0, "the other program's group of that name is taken");
        let walk = book.items().find("Walk").await.unwrap();
        assert_eq!(recorded(&book, walk, "2024-01-02").await.as_deref(), Some("No"));
    }
}

#[tokio::test]
async fn a_diary_becomes_reflections() {
    let header = "full_date,date,weekday,time,mood,activities,note_title,note";
    let text =
        format!("{header}\n2024-01-02,,,22:00,good,a | b,,well\n2024-01-01,,,22:00,meh,,,\n2099-01-01,,,,,,,no\n");
    for (book, folder) in books().await {
        let file = folder.path().join("diary");
        std::fs::write(&file, &text).unwrap();
        book.reflections().write(day("2024-01-01"), Category::Hasanaat, "My own words").await.unwrap();
        let report = import(&book, &file).await;
        assert_eq!((report.reflections_added, report.reflections_unchanged), (1, 0));
        let left: Vec<_> = report.not_carried.iter().map(|left| (left.what, left.count)).collect();
        assert_eq!(left, [(NotCarried::KeptInBook, 1), (NotCarried::FutureDay, 1)]);
        let book = &book;
        let read = |on| async move { book.reflections().read(day(on), Category::Hasanaat).await.unwrap() };
        assert_eq!(read("2024-01-02").await.unwrap().text.as_str(), "22:00 - good - a, b\nwell");
        assert_eq!(read("2024-01-01").await.unwrap().text.as_str(), "My own words");

        let again = import(book, &file).await;
        assert_eq!((again.reflections_added, again.reflections_unchanged, again.committed.seq), (0, 1, None));
        book.reflections().remove(day("2024-01-02"), Category::Hasanaat).await.unwrap();
        let again = import(book, &file).await;
        assert_eq!((again.reflections_added, again.committed.seq), (0, None), "what was removed stays so");
    }
}

/// A backup as Loop's version 25 writes it, with one number and one yes/no habit.
fn make_backup(file: &Path, last_day: i64) {
    let connection = Connection::open(file).unwrap();
    connection
        .execute_batch(
            "PRAGMA user_version = 25;
             CREATE TABLE Habits (id INTEGER PRIMARY KEY, archived INTEGER, color INTEGER, description TEXT,
                 freq_den INTEGER, freq_num INTEGER, highlight INTEGER, name TEXT, position INTEGER,
                 reminder_hour INTEGER, reminder_min INTEGER, reminder_days INTEGER NOT NULL DEFAULT 127,
                 type INTEGER NOT NULL DEFAULT 0, target_type INTEGER NOT NULL DEFAULT 0,
                 target_value REAL NOT NULL DEFAULT 0, unit TEXT NOT NULL DEFAULT '', question TEXT, uuid TEXT);
             CREATE TABLE Repetitions (id INTEGER PRIMARY KEY, habit INTEGER NOT NULL REFERENCES Habits(id),
                 timestamp INTEGER NOT NULL, value INTEGER NOT NULL, notes TEXT);
             INSERT INTO Habits VALUES (1, 0, 1, 'Less is more', 1, 1, 0, 'Coffee', 0, 8, 30, 127, 1, 1, 2.0, 'cups',
                 'How many?', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa');
             INSERT INTO Habits VALUES (2, 1, 1, '', 1, 1, 0, 'Walk', 1, NULL, NULL, 127, 0, 0, 0, '', '',
                 'bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb');",
        )
        .unwrap();
    let mut insert =
        connection.prepare("INSERT INTO Repetitions (habit, timestamp, value, notes) VALUES (?1, ?2, ?3, ?4)").unwrap();
    for number in 0..last_day {
        // 2024-01-01 and the days after it.
        let at = (19_723 + number) * 86_400_000;
        let cups = if number % 5 == 4 { 3 } else { number % 4 * 1_000 + 500 };
        insert.execute(params![1, at, cups, (number == 2).then_some("too much")]).unwrap();
        insert.execute(params![2, at, 2, None::<String>]).unwrap();
    }
}

#[tokio::test]
async fn numbers_skips_goals_and_reminders_find_their_place() {
    for (book, folder) in books().await {
        let file = folder.path().join("backup.db");
        make_backup(&file, 20);
        let dry = book.import(&file, ImportOptions::new().dry_run()).await.unwrap();
        assert_eq!((dry.entries_added, dry.committed.seq), (36, None));
        assert_eq!(book.head().await.unwrap().seq, 0, "a dry run writes nothing");
        let report = import(&book, &file).await;
        assert_eq!((report.entries_added, report.exemptions_added, report.reminders_added), (36, 4, 1));

        let catalogue = book.catalogue().await.unwrap();
        let coffee = catalogue.item(book.items().find("Coffee").await.unwrap()).unwrap();
        assert_eq!(catalogue.deed(coffee.deed).unwrap().category, Category::Saiyyiaat);
        let goal = coffee.goals.on(day("2024-01-05")).unwrap();
        assert_eq!(goal, &kitaab::Goal::AmountAtMost(Amount::whole(2).unwrap()));
        assert_eq!(coffee.description.as_ref().unwrap().as_str(), "How many?\n\nLess is more");
        assert_eq!(recorded(&book, coffee.id, "2024-01-04").await.as_deref(), Some("3.5"));
        assert_eq!(recorded(&book, coffee.id, "2024-01-05").await, None, "3 means skipped");
        assert!(catalogue.exemptions.values().all(|exemption| matches!(exemption.reason, Reason::Other(_))));
        let walk = catalogue.item(book.items().find("Walk").await.unwrap()).unwrap();
        assert_eq!(walk.archived_from, Some(day("2024-01-21")));
    }
}

#[tokio::test]
async fn a_later_backup_adds_what_is_new_and_leaves_what_the_owner_changed() {
    for (book, folder) in books().await {
        let file = folder.path().join("backup.db");
        make_backup(&file, 10);
        import(&book, &file).await;
        let coffee = book.items().find("Coffee").await.unwrap();
        book.entries().put(coffee, day("2024-01-01"), Amount::whole(9).unwrap()).await.unwrap();
        book.entries().remove(coffee, day("2024-01-02")).await.unwrap();

        let later = folder.path().join("later.db");
        make_backup(&later, 12);
        let report = import(&book, &later).await;
        assert_eq!(report.entries_added, 2, "two days of coffee; the walk is archived by then");
        assert_eq!(recorded(&book, coffee, "2024-01-01").await.as_deref(), Some("9"));
        assert_eq!(recorded(&book, coffee, "2024-01-02").await, None);
        let kept = report.not_carried.iter().find(|left| left.what == NotCarried::KeptInBook).unwrap();
        assert_eq!((kept.count, kept.days.as_slice()), (2, &[day("2024-01-01"), day("2024-01-02")][..]));
        assert!(report.not_carried.iter().any(|left| left.what == NotCarried::Refused && left.habit == "Walk"));

        let page = book.entries().list(&EntryQuery::on(DayRange::ALL, 1_000)).await.unwrap();
        assert_eq!(page.rows.iter().filter(|entry| entry.note.is_some()).count(), 1);
    }
}

#[tokio::test]
async fn files_that_are_none_are_refused_and_nothing_is_written() {
    for (book, folder) in books().await {
        for (name, content, code) in [
            ("empty.db", &b""[..], "invalid"),
            ("words.csv", &b"a,b\n1,2\n"[..], "unsupported"),
            ("torn.zip", &b"PK\x03\x04 and no more"[..], "corrupt"),
        ] {
            let file = folder.path().join(name);
            std::fs::write(&file, content).unwrap();
            let error = book.import(&file, ImportOptions::new()).await.unwrap_err();
            assert_eq!(error.code(), code, "{name}: {error}");
        }
        let error = book.import(folder.path().join("absent.db"), ImportOptions::new()).await.unwrap_err();
        assert_eq!(error.code(), "unavailable", "{error}");
        assert_eq!(book.head().await.unwrap().seq, 0);

        let file = folder.path().join("backup.db");
        make_backup(&file, 2_000);
        let stop = ImportOptions::new().on_progress(|_| std::ops::ControlFlow::Break(()));
        assert_eq!(book.import(&file, stop).await.unwrap_err().code(), "cancelled");
        assert_eq!(book.head().await.unwrap().seq, 0);
    }
}
