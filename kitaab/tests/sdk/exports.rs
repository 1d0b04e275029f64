//! Tables for spreadsheets and calendars, read back by other programs' readers.

use calcard::icalendar::{ICalendar, ICalendarComponentType, ICalendarProperty};
use kitaab::{
    Below, CalendarExport, Category, Condition, CsvExport, DayRange, NewDeed, NewExemption, NewReminder, NewTarget,
    Reason, Schedule, Scope, Test, Weekday, Weekdays, restored,
};

use crate::world::{World, amount, day, today};

super::world::on_every_store!(
    every_entry_is_a_row,
    nothing_in_a_table_is_a_formula,
    a_table_holds_what_was_asked_for,
    many_entries_are_read_page_by_page,
    a_calendar_is_read_by_another_reader,
    a_calendar_holds_what_was_asked_for_and_is_the_same_again,
);

async fn table(world: &World, export: &CsvExport) -> (csv::StringRecord, Vec<csv::StringRecord>) {
    let mut bytes = Vec::new();
    let rows = world.book.exports().csv(&mut bytes, export).await.unwrap();
    let mut reader = csv::Reader::from_reader(bytes.as_slice());
    let header = reader.headers().unwrap().clone();
    let records: Vec<_> = reader.records().map(Result::unwrap).collect();
    assert_eq!(records.len() as u64, rows);
    (header, records)
}

async fn every_entry_is_a_row(world: World) {
    let (salah, quran, lying) = (world.salah().await, world.quran().await, world.lying().await);
    world.book.settings().set_zone("Asia/Riyadh".parse().unwrap()).await.unwrap();
    let entries = world.book.entries();
    entries.put(salah["Fajr"], day("2024-02-01"), "on time").await.unwrap();
    entries.put(quran.root(), day("2024-02-02"), amount("2.50")).await.unwrap();
    entries.put(lying.root(), today(), "No").await.unwrap();
    let (header, rows) = table(&world, &CsvExport::new()).await;
    let columns = "day,deed,item,category,label,score,amount,unit,written_at,written_at_utc,item_id,revision";
    assert_eq!(header.iter().collect::<Vec<_>>(), columns.split(',').collect::<Vec<_>>());
    let cells = |row: usize| rows[row].iter().take(10).collect::<Vec<_>>();
    let at = ["2024-02-10 15:00:00", "2024-02-10T12:00:00Z"];
    assert_eq!(cells(0), [["2024-02-10", "Lying", "Lying", "saiyyiaat", "No", "0", "", ""].as_slice(), &at].concat());
    let pages = ["2024-02-02", "Qur'an", "Qur'an", "hasanaat", "", "", "2.5", "pages"];
    assert_eq!(cells(1), [pages.as_slice(), &at].concat());
    let fajr = ["2024-02-01", "Salah", "Salah/Fajr", "hasanaat", "on time", "2", "", ""];
    assert_eq!(cells(2), [fajr.as_slice(), &at].concat());
    assert_eq!(rows[2][10], salah["Fajr"].to_string());
}

async fn nothing_in_a_table_is_a_formula(world: World) {
    let nasty = ["=1+1", "+1", "-1", "@SUM(A1)", "'quoted", "\"=1\"", "a,b;c", "＝1", "نص"];
    let mut items = Vec::new();
    for name in nasty {
        let deed = NewDeed::scale(name, Category::Hasanaat).values(["no", "=cmd|' /C calc'!A0"]);
        items.push(world.book.deeds().add(deed.starts_on(day("2024-01-01"))).await.unwrap().root());
    }
    let entries = world.book.entries();
    let notes = ["=HYPERLINK(\"http://x\")", "\ttab", "line\n=1", "@x", "plain", "+", "-", "'", "\"\""];
    for (item, note) in items.iter().zip(notes) {
        entries.put(*item, today(), "=cmd|' /C calc'!A0").await.unwrap();
        entries.note(*item, today(), note).await.unwrap();
    }
    let (_, rows) = table(&world, &CsvExport::new().with_notes()).await;
    for row in &rows {
        for cell in row {
            assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r', '＝']), "{cell:?}");
        }
        assert_eq!(restored(&row[4]), "=cmd|' /C calc'!A0");
    }
    let mut names: Vec<&str> = rows.iter().map(|row| restored(&row[1])).collect();
    let mut expected = nasty.to_vec();
    names.sort_unstable();
    expected.sort_unstable();
    assert_eq!(names, expected);
    let mut told: Vec<&str> = rows.iter().map(|row| restored(&row[12])).collect();
    let mut expected: Vec<String> = Vec::new();
    for item in &items {
        expected.push(entries.get(*item, today()).await.unwrap().unwrap().note.unwrap().as_str().to_owned());
    }
    told.sort_unstable();
    expected.sort_unstable();
    assert_eq!(told, expected);
}

async fn a_table_holds_what_was_asked_for(world: World) {
    let (salah, lying) = (world.salah().await, world.lying().await);
    let entries = world.book.entries();
    for item in [salah["Fajr"], salah["Isha"]] {
        entries.put(item, day("2024-02-01"), "late").await.unwrap();
        entries.put(item, day("2024-02-05"), "late").await.unwrap();
    }
    entries.put(lying.root(), day("2024-02-05"), "Yes").await.unwrap();
    entries.note(lying.root(), day("2024-02-05"), "secret").await.unwrap();
    let count = async |export: CsvExport| table(&world, &export).await.1.len();
    assert_eq!(count(CsvExport::new()).await, 5);
    assert_eq!(count(CsvExport::new().days(DayRange::single(day("2024-02-05")))).await, 3);
    assert_eq!(count(CsvExport::new().items([salah["Fajr"]])).await, 2);
    assert_eq!(count(CsvExport::new().items([salah.root()])).await, 4);
    assert_eq!(count(CsvExport::new().category(Category::Saiyyiaat)).await, 1);
    assert_eq!(count(CsvExport::new().items([salah.root()]).category(Category::Saiyyiaat)).await, 0);
    let none = world.book.exports().csv(Vec::new(), &CsvExport::new().items([crate::world::unknown()])).await;
    assert_eq!(none.unwrap_err().code(), "not_found");

    let mut bytes = Vec::new();
    world.book.exports().csv(&mut bytes, &CsvExport::new().with_bom()).await.unwrap();
    assert!(bytes.starts_with(b"\xef\xbb\xbfday,") && bytes.ends_with(b"\r\n"));
    assert!(!String::from_utf8(bytes).unwrap().contains("secret"), "notes are told on request only");
    let failing = world.book.exports().csv(Failing, &CsvExport::new()).await.unwrap_err();
    assert_eq!(failing.code(), "unavailable");
    // The reason is told as it was, so that a host can tell a full disk from a reader that went away.
    let mut reason: &dyn std::error::Error = &failing;
    while let Some(source) = reason.source() {
        reason = source;
    }
    assert_eq!(reason.downcast_ref::<std::io::Error>().unwrap().kind(), std::io::ErrorKind::StorageFull);
}

/// A full disk.
struct Failing;

impl std::io::Write for Failing {
    fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
        Err(std::io::ErrorKind::StorageFull.into())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

async fn many_entries_are_read_page_by_page(world: World) {
    let quran = world.quran().await.root();
    let days: Vec<_> = DayRange::new(day("2001-01-01"), today()).unwrap().days().collect();
    let new: Vec<_> = days.iter().map(|day| kitaab::NewEntry::new(quran, *day, amount("1"))).collect();
    for part in new.chunks(3_000) {
        world.book.entries().put_many(part).await.unwrap();
    }
    let (_, rows) = table(&world, &CsvExport::new()).await;
    assert_eq!(rows.len(), days.len());
    assert!(rows.iter().zip(days.iter().rev()).all(|(row, day)| row[0] == day.to_string()));
    assert!(rows.iter().all(|row| &row[9] == "2024-02-10T12:00:00Z"));
}

/// The events, each with its properties as text.
async fn calendar(world: &World, export: &CalendarExport) -> (String, ICalendar) {
    let mut bytes = Vec::new();
    let events = world.book.exports().calendar(&mut bytes, export).await.unwrap();
    let text = String::from_utf8(bytes).unwrap();
    let read = ICalendar::parse(&text).unwrap();
    let found = read.components.iter().filter(|part| part.component_type == ICalendarComponentType::VEvent);
    assert_eq!(found.count() as u64, events);
    (text, read)
}

/// The first value of a property of the event with a summary.
fn of(read: &ICalendar, summary: &str, property: &ICalendarProperty) -> Option<String> {
    let text = |part: &calcard::icalendar::ICalendarComponent, property: &ICalendarProperty| {
        let entry = part.property(property)?;
        let mut line = String::new();
        let alone = ICalendar {
            components: vec![calcard::icalendar::ICalendarComponent {
                component_type: ICalendarComponentType::VEvent,
                entries: vec![entry.clone()],
                component_ids: vec![],
            }],
        };
        alone.write_to(&mut line).ok()?;
        let line = line.replace("\r\n ", "");
        line.lines().find(|line| !line.starts_with("BEGIN") && !line.starts_with("END")).map(str::to_owned)
    };
    let event = read.components.iter().find(|part| {
        part.property(&ICalendarProperty::Summary).and_then(|entry| entry.values.first()?.as_text().map(str::to_owned))
            == Some(summary.to_owned())
    })?;
    text(event, property)
}

async fn a_calendar_is_read_by_another_reader(world: World) {
    let reminders = world.book.reminders();
    let add = async |new: NewReminder| {
        let text = "Rise; pray, and\nthen \\ rest 🌙 ".repeat(9);
        reminders.add(new.text(text.trim()).priority(1)).await.unwrap();
    };
    let recurring = |title, schedule| NewReminder::recurring(title, 5 * 60 + 7, schedule);
    add(recurring("Daily", Schedule::Daily)).await;
    let weekdays = Weekdays::new([Weekday::Mon, Weekday::Thu]).unwrap();
    add(recurring("Fast", Schedule::Weekdays(weekdays))).await;
    add(recurring("Third", Schedule::EveryNDays { n: 3, from: day("2024-02-09") })).await;
    add(recurring("White", Schedule::HijriMonthDays(vec![13, 14, 15]))).await;
    add(NewReminder::once("Once", day("2024-03-01"), 1_439)).await;
    add(NewReminder::once("Past", day("2024-01-01"), 0)).await;
    let quran = world.quran().await.root();
    let khatm = NewTarget::titled("A khatm; of pages, all").from(day("2024-02-15")).to(day("2024-03-10"));
    let test = Test::TotalAtLeast(amount("604"));
    let khatm = khatm.item(Condition { item: quran, below: Below::No, test });
    world.book.targets().add(khatm).await.unwrap();
    let journey = NewExemption::new(Scope::Hasanaat, Reason::Travel, day("2024-02-09"));
    world.book.exemptions().add(journey).await.unwrap();

    let days = DayRange::new(today(), day("2024-12-31")).unwrap();
    let all = CalendarExport::new(days).with_reminders().with_targets().with_exemptions().with_occasions();
    let (text, read) = calendar(&world, &all).await;
    assert!(
        text.split("\r\n").all(|line| line.len() <= 75 && !line.contains('\n')),
        "lines are folded and end in CRLF"
    );
    let told = |summary: &str, property| of(&read, summary, &property).unwrap_or_default();
    assert_eq!(told("Daily", ICalendarProperty::Dtstart), "DTSTART:20240210T050700");
    assert_eq!(told("Daily", ICalendarProperty::Rrule), "RRULE:FREQ=DAILY");
    assert_eq!(told("Daily", ICalendarProperty::Priority), "PRIORITY:1");
    assert_eq!(told("Fast", ICalendarProperty::Dtstart), "DTSTART:20240212T050700");
    assert_eq!(told("Fast", ICalendarProperty::Rrule), "RRULE:FREQ=WEEKLY;BYDAY=MO,TH");
    assert_eq!(told("Third", ICalendarProperty::Dtstart), "DTSTART:20240212T050700");
    assert_eq!(told("Third", ICalendarProperty::Rrule), "RRULE:FREQ=DAILY;INTERVAL=3");
    assert_eq!(told("Once", ICalendarProperty::Dtstart), "DTSTART:20240301T235900");
    // The white days of Sha'ban 1445 and later are listed: no rule tells them.
    assert_eq!(told("White", ICalendarProperty::Dtstart), "DTSTART:20240223T050700");
    assert_eq!(told("White", ICalendarProperty::Rrule), "");
    assert!(text.contains("RDATE:20240224T050700\r\nRDATE:20240225T050700\r\nRDATE:20240323T050700\r\n"), "{text}");
    assert_eq!(of(&read, "Past", &ICalendarProperty::Dtstart), None);
    assert_eq!(told("A khatm; of pages, all", ICalendarProperty::Dtstart), "DTSTART;VALUE=DATE:20240215");
    assert_eq!(told("A khatm; of pages, all", ICalendarProperty::Dtend), "DTEND;VALUE=DATE:20240311");
    assert_eq!(told("Travel", ICalendarProperty::Dtend), "DTEND;VALUE=DATE:20250101", "open to the end of the days");
    // Ramadan 1445 began on 2024-03-11 and had 30 days.
    assert_eq!(told("Ramadan", ICalendarProperty::Dtstart), "DTSTART;VALUE=DATE:20240311");
    assert_eq!(told("Ramadan", ICalendarProperty::Dtend), "DTEND;VALUE=DATE:20240410");
    assert_eq!(told("Eid al-Fitr", ICalendarProperty::Dtstart), "DTSTART;VALUE=DATE:20240410");
    let alarms = read.components.iter().filter(|part| part.component_type == ICalendarComponentType::VAlarm).count();
    assert_eq!(alarms, 5);
    let daily = read.components.iter().find(|part| {
        part.property(&ICalendarProperty::Description).is_some_and(|entry| {
            entry.values.first().and_then(|value| value.as_text()).is_some_and(|text| text.contains("then \\ rest 🌙"))
        })
    });
    assert!(daily.is_some(), "words are read back as they were");
}

async fn a_calendar_holds_what_was_asked_for_and_is_the_same_again(world: World) {
    let travel = NewExemption::new(Scope::Hasanaat, Reason::Menstruation, day("2024-02-09"));
    world.book.exemptions().add(travel).await.unwrap();
    let rise = NewReminder::recurring("Rise", 60, Schedule::Daily);
    let reminder = world.book.reminders().add(rise).await.unwrap().added;
    let days = DayRange::new(today(), day("2024-12-31")).unwrap();
    let (none, _) = calendar(&world, &CalendarExport::new(days)).await;
    assert!(!none.contains("VEVENT"));
    let (text, _) = calendar(&world, &CalendarExport::new(days).with_reminders().with_targets()).await;
    assert!(!text.contains("Menstruation"), "exemptions are told on request only");
    assert!(text.contains(&format!("UID:{}@kitaab\r\nDTSTAMP:20240210T120000Z", reminder.id)));
    let (again, _) = calendar(&world, &CalendarExport::new(days).with_reminders().with_targets()).await;
    assert_eq!(text, again);
    // A part of Ramadan is told as the whole, under the same id whatever days are asked for.
    for (first, last) in [("2024-01-01", "2024-12-31"), ("2024-04-01", "2024-04-02"), ("2024-03-01", "2024-03-11")] {
        let days = DayRange::new(day(first), day(last)).unwrap();
        let (text, _) = calendar(&world, &CalendarExport::new(days).with_occasions()).await;
        let ramadan = "UID:ramadan-1445-09@kitaab\r\nDTSTAMP:20240210T120000Z\r\n\
                       DTSTART;VALUE=DATE:20240311\r\nDTEND;VALUE=DATE:20240410\r\n";
        assert!(text.contains(ramadan), "{text}");
        let ids: Vec<&str> = text.lines().filter(|line| line.starts_with("UID:")).collect();
        assert_eq!(ids.iter().collect::<std::collections::BTreeSet<_>>().len(), ids.len());
    }
    let long = DayRange::new(today(), day("2040-01-01")).unwrap();
    let error = world.book.exports().calendar(Vec::new(), &CalendarExport::new(long)).await.unwrap_err();
    assert_eq!(error.field(), Some("days"));
}
