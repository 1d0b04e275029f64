//! The facade as a language sees it: one story, and each error with what it carries.
#![allow(clippy::unwrap_used, reason = "a test fails by it")]

mod deeds;

use std::sync::Arc;

use kitaab_ffi::{
    Amount, Below, Book, Client, Condition, Day, DeedId, DueOptions, EntryQuery, EntryValue, GroupId, ItemId,
    KitaabError, Match, Measure, NewDeed, NewEntry, NewItem, NewMerit, NewTarget, OpenOptions, Outcome, Reason, Result,
    Rule, ScaleValue, Schedule, SettingsEdit, TargetState, Test, UserId, ValueInput, Weekday, block_on,
};

use deeds::named;

const OWNER: &str = "00000000-0000-0000-0000-000000000001";

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

async fn open(location: &str) -> Result<Arc<Client>> {
    let now = "2024-02-10T12:00:00Z".parse().unwrap();
    let options = OpenOptions { device: None, now: Some(now), seed: Some(1) };
    Client::open(location.into(), Some(options)).await
}

async fn book() -> Arc<Book> {
    open("memory:").await.unwrap().book(OWNER.parse().unwrap())
}

fn item(name: &str) -> NewItem {
    NewItem {
        name: name.into(),
        description: None,
        hide: None,
        starts_on: None,
        goal: None,
        schedule: Some(Schedule::OnWeekdays { days: vec![Weekday::Fri, Weekday::Sat] }),
        excuses: None,
        make_up: None,
        fast: None,
        items: None,
    }
}

fn label(label: &str) -> ValueInput {
    ValueInput::Labelled { label: label.into() }
}

fn counted(amount: &str) -> ValueInput {
    ValueInput::Counted { amount: amount.parse().unwrap() }
}

async fn prayer(book: &Book) -> ItemId {
    let values = ["missed", "late", "on time"].map(Into::into).to_vec();
    let salah = NewDeed { values: Some(values), items: Some(vec![item("Fajr")]), ..named("Salah") };
    book.deeds().add(salah).await.unwrap().deed.items[1].id
}

async fn pages(book: &Book) -> ItemId {
    let quran = NewDeed { measure: Some(Measure::Count), unit: Some("pages".into()), ..named("Qur'an") };
    book.deeds().add(quran).await.unwrap().deed.items[0].id
}

#[test]
fn a_day_is_recorded_and_judged() {
    block_on(async {
        let book = book().await;
        let (fajr, quran) = (prayer(&book).await, pages(&book).await);
        assert_eq!(book.items().get(fajr).await?.path, "Salah/Fajr");
        assert_eq!(book.items().find("Salah/Fajr".into()).await?, fajr);

        let friday = day("2024-02-09");
        let committed = book.entries().put(fajr, friday, label("on time")).await?;
        assert_eq!(committed.seq, Some(3));
        book.entries().add(quran, friday, "2.5".parse()?).await?;
        let entry = book.entries().get(quran, friday).await?.unwrap();
        assert_eq!(entry.value, EntryValue::Counted { amount: "2.50".parse()?, unit: Some("pages".into()) });

        let condition = Condition {
            item: fajr,
            test: Test::EveryDay { matching: Match::ScoreAtLeast { score: 1 } },
            below: Some(Below::No),
        };
        let rule = Rule::Holds { condition: condition.clone() };
        let merit = NewMerit {
            title: "A Friday".into(),
            days: 1,
            rule: rule.clone(),
            category: None,
            description: None,
            active: None,
        };
        let merit = book.merits().add(merit).await?.merit;
        assert_eq!(merit.rule, rule);
        let verdict = book.merits().evaluate(merit.id, friday, None).await?;
        assert_eq!(verdict.outcome, Outcome::Earned);
        assert!(verdict.why.starts_with("Salah > Fajr: 1 of 1"));

        let target = NewTarget {
            title: "A week".into(),
            first_day: friday,
            last_day: day("2024-02-16"),
            items: vec![condition],
            description: None,
        };
        let target = book.targets().add(target).await?.target;
        assert_eq!(book.targets().progress(target.id).await?.state, TargetState::Active);
        Ok(())
    })
    .unwrap();
}

#[test]
fn negations_of_one_and_of_several_parts_are_told_apart() {
    block_on(async {
        let book = book().await;
        let fajr = prayer(&book).await;
        let logged = |n: i32| Rule::Holds {
            condition: Condition { item: fajr, test: Test::DaysAtLeast { n, matching: Match::Logged {} }, below: None },
        };
        for rules in [vec![logged(1)], vec![logged(1), logged(2)]] {
            let count = rules.len();
            let merit = NewMerit {
                title: "None of it".into(),
                days: 7,
                rule: Rule::Not { rules },
                category: None,
                description: None,
                active: None,
            };
            let merit = book.merits().add(merit).await?.merit;
            let Rule::Not { rules } = merit.rule else { panic!("{:?} is no negation", merit.rule) };
            let parts = match &rules[..] {
                [Rule::Any { rules }] => rules.len(),
                rules => rules.len(),
            };
            assert_eq!(parts, count);
        }
        Ok(())
    })
    .unwrap();
}

/// An error of one code, with what it carries.
fn assert_error<T: std::fmt::Debug>(answer: Result<T>, code: &str, data: &[(&str, &str)]) {
    let error = answer.unwrap_err();
    assert_eq!(error.code(), code, "{error}");
    for (name, value) in data {
        assert!(error.data().contains(&(*name, *value)), "{name} should be {value:?} in {:?}", error.data());
    }
    assert!(!error.text().is_empty());
}

#[test]
fn each_error_carries_its_data() {
    block_on(async {
        let client = open("memory:").await?;
        let owner: UserId = OWNER.parse()?;
        let book = client.book(owner);
        let quran = pages(&book).await;
        let today = day("2024-02-10");

        let many = vec![
            NewEntry { item: quran, day: today, value: counted("1"), note: None },
            NewEntry { item: quran, day: day("2024-03-01"), value: counted("1"), note: None },
        ];
        assert_error(book.entries().put_many(many).await, "invalid", &[("field", "entries[1].day")]);
        let unknown = "00000000-0000-0000-0000-000000000009";
        let gone = book.deeds().get(unknown.parse::<DeedId>()?).await;
        assert_error(gone, "not_found", &[("kind", "deed"), ("id", unknown)]);
        assert_error(book.make_ups().balance(quran).await, "conflict", &[("kind", "make_up")]);
        assert_error(client.backup("anywhere.db".into()).await, "unsupported", &[]);
        let other = book.acting_as(unknown.parse()?);
        assert_eq!(other.actor(), unknown.parse()?);
        assert_error(other.entries().get(quran, today).await, "not_found", &[]);
        let directory = std::env::temp_dir();
        let directory = directory.to_str().unwrap();
        assert_error(open(directory).await, "unavailable", &[]);
        assert_error(open("mysql://host").await, "invalid", &[("field", "location")]);

        client.close();
        assert!(client.is_closed());
        assert_error(book.deeds().list().await, "closed", &[]);
        assert_error(client.owners().await, "closed", &[]);
        Ok(())
    })
    .unwrap();
}

#[test]
fn what_is_damaged_and_what_may_not_be_done_is_told() {
    let directory = std::env::temp_dir().join(format!("kitaab-ffi-{}", std::process::id()));
    std::fs::create_dir_all(&directory).unwrap();
    let file = |name: &str| directory.join(name).to_str().unwrap().to_owned();
    block_on(async {
        let client = open("memory:").await?;
        let owner: UserId = OWNER.parse()?;
        let book = client.book(owner);
        let quran = pages(&book).await;
        book.entries().put(quran, day("2024-02-10"), counted("1")).await?;

        let export = file("book.jsonl");
        let checkpoint = book.ledger().export(export.as_str().into(), None).await?;
        assert_eq!(book.ledger().verify(Some(checkpoint)).await?.commits, 2);
        let again = book.ledger().export(export.as_str().into(), None).await;
        assert_error(again, "conflict", &[("kind", "file")]);
        assert_error(client.restore(export.as_str().into(), None).await, "conflict", &[("kind", "book")]);

        let whole = std::fs::read_to_string(&export).unwrap();
        let cut = file("cut.jsonl");
        std::fs::write(&cut, &whole[..whole.len() / 2]).unwrap();
        let elsewhere = open("memory:").await?;
        assert_error(elsewhere.restore(cut.as_str().into(), None).await, "corrupt", &[]);
        assert_eq!(elsewhere.restore(export.as_str().into(), None).await?, owner);

        assert_eq!(book.exports().csv(file("entries.csv").as_str().into(), None).await?, 1);
        assert!(std::fs::read_to_string(file("entries.csv")).unwrap().contains("Qur'an"));
        let missing = book.imports().file(file("nothing").as_str().into(), None).await;
        assert_error(missing, "unavailable", &[]);
        assert!(std::fs::read_dir(&directory).unwrap().all(|file| file.unwrap().path().extension().unwrap() != "part"));
        Ok(())
    })
    .unwrap();
    std::fs::remove_dir_all(&directory).unwrap();
}

#[test]
fn numbers_out_of_range_and_broken_texts_are_refused() {
    block_on(async {
        let book = book().await;
        let zone = SettingsEdit { zone: Some("Nowhere/None".into()), day_start: None, first_weekday: None };
        assert_error(book.settings().edit(zone).await, "invalid", &[("field", "zone")]);
        let start = SettingsEdit { zone: None, day_start: Some(-1), first_weekday: None };
        assert_error(book.settings().edit(start).await, "invalid", &[]);
        let start = SettingsEdit { zone: None, day_start: Some(721), first_weekday: None };
        assert_error(book.settings().edit(start).await, "invalid", &[]);
        let scored = ScaleValue { label: "a\0b".into(), score: 1 };
        let deed = NewDeed { scored_values: Some(vec![scored.clone(), scored]), ..named("Deed") };
        assert_error(book.deeds().add(deed).await, "invalid", &[]);
        assert_error(book.groups().add("x".repeat(10_000_000).as_str().into()).await, "invalid", &[("field", "name")]);
        for text in ["1e3", "NaN", "-1", "1.234", "100000000", ""] {
            assert_error(text.parse::<Amount>(), "invalid", &[("field", "amount")]);
        }
        assert_error("2024-02-30".parse::<Day>(), "invalid", &[("field", "day")]);
        assert_error("x".parse::<GroupId>(), "invalid", &[("field", "group")]);
        let mut rule = Rule::All { rules: Vec::new() };
        for _ in 0..10_000 {
            rule = Rule::All { rules: vec![rule] };
        }
        let deep = NewMerit { title: "Deep".into(), days: 1, rule, category: None, description: None, active: None };
        assert_error(book.merits().add(deep).await, "invalid", &[("field", "rule")]);
        Ok(())
    })
    .unwrap();
}

#[test]
fn what_is_private_is_shown_by_its_length() {
    let note = Some("a secret".into());
    let entry = NewEntry { item: OWNER.parse().unwrap(), day: day("2024-02-10"), value: counted("1"), note };
    let shown = format!("{entry:?}");
    assert!(shown.contains("note=<8 characters>") && !shown.contains("secret"), "{shown}");
    let error = KitaabError::Closed { text: "closed".into() };
    assert_eq!((error.code(), error.data()), ("closed", Vec::new()));
}

#[test]
fn what_is_out_of_range_is_called_as_it_was_given() {
    block_on(async {
        let book = book().await;
        let fajr = prayer(&book).await;
        let field = |error: KitaabError| match error {
            KitaabError::Invalid { field, .. } => field,
            other => panic!("{other:?}"),
        };
        let query = EntryQuery { items: None, days: None, after: None, limit: Some(-1) };
        assert_eq!(field(book.entries().list(Some(query)).await.unwrap_err()), "limit");
        assert_eq!(field(book.ledger().commits(Some(-1), None).await.unwrap_err()), "before");
        assert_eq!(field(book.ledger().undo_commit(-1).await.unwrap_err()), "seq");
        assert_eq!(field(book.make_ups().add(fajr, day("2024-02-09"), -1).await.unwrap_err()), "count");
        let edit = SettingsEdit { zone: None, day_start: Some(-1), first_weekday: None };
        assert_eq!(field(book.settings().edit(edit).await.unwrap_err()), "day_start");
        let rule = Rule::All { rules: Vec::new() };
        let merit = NewMerit { title: "M".into(), days: -1, rule, category: None, description: None, active: None };
        assert_eq!(field(book.merits().add(merit).await.unwrap_err()), "days");
        let options = DueOptions { grace: Some(-1), lease: None };
        assert_eq!(field(book.reminders().due(Some(options)).await.unwrap_err()), "grace");
        Ok(())
    })
    .unwrap();
}

#[test]
fn the_words_of_a_reason_are_not_shown() {
    let reason = Reason::Other { words: "a secret of mine".into() };
    assert_eq!(format!("{reason:?}"), "Reason.Other(words=<16 characters>)");
    let golden = kitaab_ffi::words::golden();
    for field in ["Entry.note", "NewEntry.note", "DayLine.note", "Reflection.text", "RecordImage.note", "Reason.words"]
    {
        assert!(golden.lines().any(|line| line == format!("private {field}")), "{field}");
    }
}

#[test]
fn values_and_scored_values_are_not_given_both() {
    block_on(async {
        let book = book().await;
        let scored = vec![ScaleValue { label: "no".into(), score: 0 }, ScaleValue { label: "yes".into(), score: 5 }];
        let values = Some(vec!["no".into(), "yes".into()]);
        let both = NewDeed { values, scored_values: Some(scored), ..named("Fasting") };
        assert_eq!(book.deeds().add(both).await.unwrap_err().code(), "invalid");
        assert!(book.deeds().list().await.unwrap().is_empty());
        Ok(())
    })
    .unwrap();
}

#[test]
fn a_closed_client_sets_no_clock() {
    block_on(async {
        let client = open("memory:").await.unwrap();
        client.close();
        assert_eq!(client.set_now("2024-02-11T12:00:00Z".parse().unwrap()).unwrap_err().code(), "closed");
        Ok(())
    })
    .unwrap();
}

#[test]
fn a_path_with_a_nul_is_invalid() {
    block_on(async {
        let client = open("memory:").await.unwrap();
        let book = client.book(OWNER.parse().unwrap());
        let path = || "book\0.db".into();
        for refused in [
            book.exports().csv(path(), None).await.map(drop),
            book.ledger().export(path(), None).await.map(drop),
            book.imports().file(path(), None).await.map(drop),
            client.backup(path()).await,
            client.restore(path(), None).await.map(drop),
        ] {
            assert!(matches!(refused, Err(KitaabError::Invalid { field, .. }) if field == "path"));
        }
        Ok(())
    })
    .unwrap();
}
