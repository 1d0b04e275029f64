//! What is done on a server from time to time, on books that the SDK wrote.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that can't go on stops where it says why")]

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use kitaab::rules::{every_day, score_at_least, total_at_least};
use kitaab::{
    Amount, Book, Category, Day, DayRange, EntryQuery, ItemId, Kitaab, NewDeed, NewEntry, NewMerit, Outcome, UserId,
};
use kitaab_pg::maintain::{self, ArchivePlan, Evaluation, Kept, Retention, Wishes};
use kitaab_pg::{Options, PgStore};
use kitaab_test_pg::{Cluster, Database, Role, Settings, skipped};
use sqlx::{Connection as _, PgConnection};
use uuid::Uuid;

/// The last day of what is recorded.
const DAY: &str = "2024-03-31";

fn day() -> Day {
    DAY.parse().unwrap()
}

async fn served(database: &Database) -> Kitaab {
    let store = PgStore::connect(&database.url(Role::App), Options::new().connections(4)).await.unwrap();
    Kitaab::with_store(Arc::new(store)).unwrap()
}

/// A database with the schema, and the SDK on it.
async fn begin(cluster: &Cluster) -> (Database, Kitaab) {
    let database = cluster.blank().await;
    kitaab_pg::migrate(&database.url(Role::Owner)).await.unwrap();
    let kitaab = served(&database).await;
    (database, kitaab)
}

/// A book with two deeds, two merits and forty days, some of which keep the rules.
async fn book(kitaab: &Kitaab, number: u32) -> Book {
    let book = kitaab.book(UserId::new(Uuid::from_u128(0x1_0000 + u128::from(number))));
    let salah =
        NewDeed::scale("Salah", Category::Hasanaat).values(["missed", "late", "on time"]).items(["Fajr", "Zuhr"]);
    let salah = book.deeds().add(salah.starts_on("2015-01-01".parse().unwrap())).await.unwrap();
    let quran = NewDeed::count("Qur'an", Category::Hasanaat).starts_on("2015-01-01".parse().unwrap());
    let quran = book.deeds().add(quran).await.unwrap();
    let fajr = NewMerit::positive("Fajr").days(7).rule(every_day(salah["Fajr"], score_at_least(1)));
    book.merits().add(fajr).await.unwrap();
    let pages = NewMerit::positive("Pages").days(30).rule(total_at_least(quran.root(), Amount::whole(100).unwrap()));
    book.merits().add(pages).await.unwrap();
    let days = DayRange::ending(day(), 40);
    let mut entries = Vec::new();
    for (place, day) in (0..).zip(days.days()) {
        let late = place % 7 == number % 7 && number.is_multiple_of(3);
        entries.push(NewEntry::new(salah["Fajr"], day, if late { "missed" } else { "on time" }));
        entries.push(NewEntry::new(quran.root(), day, Amount::whole((place + number) % 9).unwrap()));
    }
    book.entries().put_many(&entries).await.unwrap();
    book
}

async fn recorded(book: &Book) -> BTreeMap<kitaab::MeritId, Outcome> {
    let mut recorded = BTreeMap::new();
    for merit in book.merits().list().await.unwrap() {
        for verdict in book.merits().history(merit.id, DayRange::single(day())).await.unwrap() {
            recorded.insert(verdict.merit, verdict.outcome);
        }
    }
    recorded
}

async fn listed(book: &Book, item: ItemId, days: DayRange) -> Vec<Day> {
    let mut query = EntryQuery::on(days, 10_000);
    query.items = Some(vec![item]);
    book.entries().list(&query).await.unwrap().rows.iter().map(|entry| entry.day).collect()
}

/// The daily sums of a book in 2019: as they are kept in `days`, or as its entries come to in `day_figures`.
async fn summed(cluster: &Cluster, database: &Database, book: &Book, from: &str) -> Vec<String> {
    let asked = format!(
        "SELECT concat_ws(' ', day, entries, hasanaat_total, hasanaat_score, saiyyiaat_total, saiyyiaat_score, hasanaat_counted,
             hasanaat_scored, saiyyiaat_counted, saiyyiaat_scored, reviewed)
         FROM kitaab.{from} WHERE owner = $1 AND day BETWEEN '2019-01-01' AND '2019-12-31' ORDER BY day"
    );
    let mut sql = cluster.superuser(database.name()).await;
    sqlx::query_scalar(sqlx::AssertSqlSafe(asked)).bind(book.owner().uuid()).fetch_all(&mut sql).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_is_evaluated_for_all_books() {
    let Some(cluster) = Cluster::shared() else { return };
    let (database, kitaab) = begin(cluster).await;
    let url = database.url(Role::Owner);
    let mut books = Vec::new();
    for number in 0..9 {
        books.push(book(&kitaab, number).await);
    }
    let mut evaluation = Evaluation::of(day());
    evaluation.workers = 2;
    evaluation.books_at_once = 2;

    // Two hosts at once share the work; what one is told of is done.
    let seen = Arc::new(AtomicU64::new(0));
    let count = |seen: &Arc<AtomicU64>| {
        let seen = Arc::clone(seen);
        move |done, _| {
            seen.fetch_max(done, Ordering::Relaxed);
        }
    };
    let (one, other) = tokio::join!(
        maintain::evaluate(&url, evaluation, count(&seen)),
        maintain::evaluate(&url, evaluation, count(&seen))
    );
    let (one, other) = (one.unwrap(), other.unwrap());
    assert_eq!(one.failed + other.failed, 0);
    assert!(one.verdicts + other.verdicts >= 18, "{one:?} {other:?}");
    assert_eq!(one.changed + other.changed, 18, "{one:?} {other:?}");
    let mut outcomes = BTreeMap::<u8, u32>::new();
    for book in &books {
        let expected: BTreeMap<_, _> = book
            .merits()
            .evaluate_all(day())
            .await
            .unwrap()
            .into_iter()
            .map(|(merit, verdict)| (merit, verdict.outcome))
            .collect();
        assert_eq!(recorded(book).await, expected);
        for outcome in expected.values() {
            *outcomes.entry(*outcome as u8).or_default() += 1;
        }
    }
    assert!(outcomes.len() > 1, "all the same tells little: {outcomes:?}");

    // Again: nothing is new.
    let again = maintain::evaluate(&url, evaluation, |_, _| {}).await.unwrap();
    assert_eq!((again.books, again.verdicts, again.changed, again.resumed), (9, 18, 0, false));

    // Cut short before it began with the books: the next run goes on with that one.
    database.run(Role::Superuser, "SELECT kitaab.begin_evaluation('2024-03-30'); DELETE FROM kitaab.evaluation_work WHERE owner = '00000000-0000-0000-0000-000000010000'").await;
    let resumed = maintain::evaluate(&url, Evaluation::of("2024-03-30".parse().unwrap()), |_, _| {}).await.unwrap();
    assert_eq!((resumed.books, resumed.resumed), (8, true));
}

#[tokio::test]
async fn a_book_that_is_held_does_not_stop_the_others() {
    let Some(cluster) = Cluster::shared() else { return };
    let (database, kitaab) = begin(cluster).await;
    for number in 0..3 {
        book(&kitaab, number).await;
    }
    let url = database.url(Role::Superuser);
    let mut holder = PgConnection::connect(&url).await.unwrap();
    let mut held = holder.begin().await.unwrap();
    sqlx::query("SELECT FROM kitaab.books ORDER BY owner LIMIT 1 FOR UPDATE").execute(&mut *held).await.unwrap();
    let mut evaluation = Evaluation::of(day());
    evaluation.patience = Duration::from_millis(300);
    let done = maintain::evaluate(&database.url(Role::Owner), evaluation, |_, _| {}).await.unwrap();
    assert_eq!((done.books, done.verdicts, done.failed), (2, 4, 1), "{done:?}");
    // One that is given back in time is evaluated with the others.
    evaluation.patience = Duration::from_mins(1);
    let owner = database.url(Role::Owner);
    let waiting = tokio::spawn(async move { maintain::evaluate(&owner, evaluation, |_, _| {}).await });
    tokio::time::sleep(Duration::from_millis(500)).await;
    held.rollback().await.unwrap();
    let done = waiting.await.unwrap().unwrap();
    assert_eq!((done.books, done.verdicts, done.failed, done.resumed), (1, 2, 0, true), "{done:?}");
}

/// Compiling a plan to machine code takes longer than what a night asks of a book. A server does so by itself with plans that look
/// dear to it.
#[tokio::test]
async fn no_plan_of_a_night_is_compiled() {
    let settings = Settings::new()
        .with("shared_preload_libraries", "pg_stat_statements")
        .with("pg_stat_statements.track", "all")
        .with("jit", "on")
        .with("jit_above_cost", "0");
    let Some(cluster) = Cluster::start(&settings) else { return };
    let (database, kitaab) = begin(&cluster).await;
    book(&kitaab, 1).await;
    let mut sql = cluster.superuser(database.name()).await;
    let compiles: bool = sqlx::query_scalar("SELECT pg_jit_available()").fetch_one(&mut sql).await.unwrap();
    if !compiles {
        return skipped("this PostgreSQL compiles no plans");
    }
    database.run(Role::Superuser, "CREATE EXTENSION pg_stat_statements").await;
    let url = database.url(Role::Owner);
    maintain::evaluate(&url, Evaluation::of(day()), |_, _| {}).await.unwrap();
    maintain::maintain(&url, &Wishes::default()).await.unwrap();
    // The question itself is compiled, as the server is told to: what is counted can be counted.
    let compiled = "SELECT sum(calls)::bigint, sum(s.jit_functions)::bigint FROM pg_stat_statements s
                    WHERE (s.userid = 'kitaab_owner'::regrole) = $1 AND s.dbid = (SELECT oid FROM pg_database WHERE datname = current_database())";
    let mut counted =
        async |owners: bool| -> (i64, i64) { sqlx::query_as(compiled).bind(owners).fetch_one(&mut sql).await.unwrap() };
    counted(false).await;
    let (_, others) = counted(false).await;
    let (calls, ours) = counted(true).await;
    assert!(others > 0 && calls > 20, "{others} compiled elsewhere, {calls} questions");
    assert_eq!(ours, 0, "of {calls} questions");
}

#[tokio::test]
async fn a_book_that_is_damaged_does_not_stop_the_others() {
    let Some(cluster) = Cluster::shared() else { return };
    let (database, kitaab) = begin(cluster).await;
    for number in 0..3 {
        book(&kitaab, number).await;
    }
    let damage = "UPDATE kitaab.merits SET body = '\\x00' WHERE owner = '00000000-0000-0000-0000-000000010001'";
    database.run(Role::Superuser, damage).await;
    let url = database.url(Role::Owner);
    let done = maintain::evaluate(&url, Evaluation::of(day()), |_, _| {}).await.unwrap();
    assert_eq!((done.books, done.changed, done.failed), (3, 4, 1));
    let again = maintain::evaluate(&url, Evaluation::of(day()), |_, _| {}).await.unwrap();
    assert_eq!((again.books, again.failed, again.resumed), (1, 1, true));
}

#[tokio::test]
async fn partitions_are_made_ahead_and_take_what_went_astray() {
    let Some(cluster) = Cluster::shared() else { return };
    let (database, _kitaab) = begin(cluster).await;
    let url = database.url(Role::Owner);
    let year = "extract(year FROM now())::int + 1";
    let astray = format!(
        "DO $$ BEGIN EXECUTE format('DROP TABLE kitaab.ledger_%s', {year}); END $$;
         INSERT INTO kitaab.ledger (owner, seq, at, link, header, leaves)
         VALUES (gen_random_uuid(), 1, make_date({year}, 5, 5), '', '', '')"
    );
    database.run(Role::Superuser, &astray).await;
    let mut wishes = Wishes::default();
    wishes.dry_run = true;
    let told = maintain::maintain(&url, &wishes).await.unwrap();
    assert_eq!(told.steps.iter().map(|step| step.task).collect::<Vec<_>>(), ["add_partition"]);
    wishes.dry_run = false;
    let done = maintain::maintain(&url, &wishes).await.unwrap();
    assert_eq!(done.steps, told.steps);
    assert!(maintain::maintain(&url, &wishes).await.unwrap().steps.is_empty());
    let moved = format!("SELECT 1 / count(*) FROM kitaab.{}", done.steps[0].subject);
    database.run(Role::Superuser, &moved).await;
    let report = kitaab_pg::doctor::examine(&database.url(Role::Superuser)).await.unwrap();
    assert!(report.of("security").next().is_none(), "{report:?}");
    assert!(report.of("partitions").next().is_none(), "{report:?}");
}

fn archiving(folder: &Path) -> Wishes {
    let mut wishes = Wishes::default();
    wishes.archive = Some(ArchivePlan { before_year: 2020, entries: true, ledger: false, folder: folder.to_owned() });
    wishes
}

#[tokio::test]
async fn a_year_goes_to_a_file_and_comes_back() {
    let Some(cluster) = Cluster::shared() else { return };
    let (database, kitaab) = begin(cluster).await;
    let url = database.url(Role::Owner);
    let (kept, gone) = (book(&kitaab, 1).await, book(&kitaab, 2).await);
    let of_2019 = DayRange::new("2019-01-01".parse().unwrap(), "2019-12-31".parse().unwrap()).unwrap();
    let item = kept.catalogue().await.unwrap().items.keys().copied().next_back().unwrap();
    for book in [&kept, &gone] {
        let catalogue = book.catalogue().await.unwrap();
        let quran = catalogue.items.values().find(|item| item.name.as_str() == "Qur'an").unwrap().id;
        let entries: Vec<NewEntry> =
            of_2019.days().map(|day| NewEntry::new(quran, day, Amount::whole(2).unwrap())).collect();
        book.entries().put_many(&entries).await.unwrap();
    }
    let catalogue = kept.catalogue().await.unwrap();
    let quran = catalogue.items.values().find(|item| item.name.as_str() == "Qur'an").map_or(item, |item| item.id);
    let before = listed(&kept, quran, of_2019).await;
    assert_eq!(before.len(), 365);
    let sums = summed(cluster, &database, &kept, "days").await;
    assert_eq!(sums.len(), 365);

    let folder = tempfile::tempdir().unwrap();
    let done = maintain::maintain(&url, &archiving(folder.path())).await.unwrap();
    let archived = done.steps.iter().find(|step| step.subject == "entries_2019").unwrap();
    assert_eq!((archived.task, archived.rows), ("archive", Some(730)));
    let file = std::fs::read_to_string(folder.path().join("entries_2019.csv")).unwrap();
    assert_eq!(file.lines().count(), 731);
    assert_eq!(file.lines().next().unwrap().split(',').next(), Some("owner"));
    assert!(listed(&kept, quran, of_2019).await.is_empty());
    assert_eq!(summed(cluster, &database, &kept, "days").await, sums);
    // Nothing is archived twice, and no partition is made in the place of what is away.
    assert!(maintain::maintain(&url, &archiving(folder.path())).await.unwrap().steps.is_empty());

    // Meanwhile a whole book is erased: that goes from the file as well.
    gone.ledger().erase_book(gone.owner()).await.unwrap();
    let done = maintain::maintain(&url, &archiving(folder.path())).await.unwrap();
    let scrubbed = done.steps.iter().find(|step| step.subject == "entries_2019").unwrap();
    assert_eq!((scrubbed.task, scrubbed.rows), ("scrub", Some(365)));
    let file = folder.path().join("entries_2019.csv");
    let text = std::fs::read_to_string(&file).unwrap();
    assert_eq!(text.lines().count(), 366);

    // A file that somebody changed is refused, and nothing is done.
    std::fs::write(&file, text.replace(",200,", ",300,")).unwrap();
    let refused = maintain::bring_back(&url, folder.path(), "entries_2019").await.unwrap_err();
    assert_eq!(refused.code(), "corrupt");
    std::fs::write(&file, text).unwrap();
    assert_eq!(maintain::bring_back(&url, folder.path(), "entries_2019").await.unwrap(), 365);
    assert_eq!(listed(&kept, quran, of_2019).await, before);
    for from in ["days", "day_figures"] {
        assert_eq!(summed(cluster, &database, &kept, from).await, sums, "{from}");
    }
    kept.ledger().verify(None).await.unwrap();
    let missing = maintain::bring_back(&url, folder.path(), "entries_2019").await.unwrap_err();
    assert_eq!(missing.code(), "not_found");
    let report = kitaab_pg::doctor::examine(&database.url(Role::Superuser)).await.unwrap();
    assert!(report.of("security").next().is_none(), "{report:?}");
}

#[tokio::test]
async fn what_is_past_its_time_is_dropped_if_that_is_asked_for() {
    let Some(cluster) = Cluster::shared() else { return };
    let (database, kitaab) = begin(cluster).await;
    let url = database.url(Role::Owner);
    let book = book(&kitaab, 1).await;
    maintain::evaluate(&url, Evaluation::of(day()), |_, _| {}).await.unwrap();
    let mut wishes = Wishes::default();
    assert!(maintain::maintain(&url, &wishes).await.unwrap().steps.is_empty());
    wishes.retention = Retention::of(vec![(Kept::Verdicts, Duration::from_hours(24))]);
    wishes.dry_run = true;
    let told = maintain::maintain(&url, &wishes).await.unwrap().steps;
    assert_eq!((told[0].task, told[0].rows), ("prune", Some(2)));
    assert_eq!(recorded(&book).await.len(), 2);
    wishes.dry_run = false;
    assert_eq!(maintain::maintain(&url, &wishes).await.unwrap().steps, told);
    assert!(recorded(&book).await.is_empty());
}

#[tokio::test]
async fn one_host_maintains_at_a_time() {
    let Some(cluster) = Cluster::shared() else { return };
    let (database, _kitaab) = begin(cluster).await;
    let mut other = cluster.superuser(database.name()).await;
    sqlx::query("SELECT pg_advisory_lock(hashtext('kitaab.maintain'))").execute(&mut other).await.unwrap();
    let done = maintain::maintain(&database.url(Role::Owner), &Wishes::default()).await.unwrap();
    assert!(done.busy && done.steps.is_empty());
}

#[tokio::test]
async fn a_restore_does_not_bring_the_erased_back() {
    let Some(cluster) = Cluster::shared() else { return };
    let (database, kitaab) = begin(cluster).await;
    let (erased, kept) = (book(&kitaab, 1).await, book(&kitaab, 2).await);
    drop(kitaab);
    // As it was before: a backup.
    let terminate = format!(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{}' AND pid <> pg_backend_pid()",
        database.name()
    );
    database.run(Role::Superuser, &terminate).await;
    tokio::time::sleep(Duration::from_millis(100)).await;
    let restored = cluster.copy_of(database.name()).await;

    erased.ledger().erase_book(erased.owner()).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let list = folder.path().join("erased");
    assert_eq!(maintain::write_erased(&database.url(Role::Owner), &list).await.unwrap(), 1);
    assert!(!std::fs::read_to_string(&list).unwrap().contains(&erased.owner().to_string()));

    let url = restored.url(Role::Owner);
    let kitaab = served(&restored).await;
    assert_eq!(kitaab.owners().await.unwrap().len(), 2);
    assert_eq!(maintain::erase_again(&url, &list).await.unwrap(), 1);
    assert_eq!(kitaab.owners().await.unwrap(), [kept.owner()]);
    assert_eq!(maintain::erase_again(&url, &list).await.unwrap(), 0);
    // Begun anew after the erasure, a book stays.
    book(&kitaab, 1).await;
    assert_eq!(maintain::erase_again(&url, &list).await.unwrap(), 0);
    assert_eq!(maintain::write_erased(&url, &list).await.unwrap(), 1);
}

#[tokio::test]
async fn a_book_whose_clock_is_ahead_is_erased_for_good() {
    let Some(cluster) = Cluster::shared() else { return };
    let (database, kitaab) = begin(cluster).await;
    let erased = book(&kitaab, 1).await;
    // The server's clock went back since.
    database.run(Role::Superuser, "UPDATE kitaab.books SET written_at = now() + interval '1 hour'").await;
    drop(kitaab);
    let terminate = format!(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{}' AND pid <> pg_backend_pid()",
        database.name()
    );
    database.run(Role::Superuser, &terminate).await;
    tokio::time::sleep(Duration::from_millis(100)).await;
    let restored = cluster.copy_of(database.name()).await;

    let url = database.url(Role::Owner);
    maintain::evaluate(&url, Evaluation::of(day()), |_, _| {}).await.unwrap();
    let work = "INSERT INTO kitaab.evaluation_work (day, owner) SELECT '2024-03-30', owner FROM kitaab.books";
    database.run(Role::Superuser, work).await;
    erased.ledger().erase_book(erased.owner()).await.unwrap();
    let mut sql = cluster.superuser(database.name()).await;
    let left: i64 =
        sqlx::query_scalar("SELECT count(*) FROM kitaab.evaluation_work").fetch_one(&mut sql).await.unwrap();
    assert_eq!(left, 0, "nothing names the owner");
    let folder = tempfile::tempdir().unwrap();
    let list = folder.path().join("erased");
    maintain::write_erased(&url, &list).await.unwrap();
    assert_eq!(maintain::erase_again(&restored.url(Role::Owner), &list).await.unwrap(), 1);
    // Begun anew within the hour, it is another book.
    let kitaab = served(&database).await;
    book(&kitaab, 1).await;
    assert_eq!(maintain::erase_again(&url, &list).await.unwrap(), 0);
    assert_eq!(kitaab.owners().await.unwrap(), [erased.owner()]);
}

#[tokio::test]
async fn claims_that_count_are_not_dropped() {
    let Some(cluster) = Cluster::shared() else { return };
    let (database, _kitaab) = begin(cluster).await;
    let url = database.url(Role::Owner);
    let mut wishes = Wishes::default();
    wishes.retention = Retention::of(vec![(Kept::Claims, Duration::from_hours(6 * 24))]);
    assert_eq!(maintain::maintain(&url, &wishes).await.unwrap_err().code(), "invalid");
    wishes.retention = Retention::of(vec![(Kept::Claims, Duration::from_hours(7 * 24))]);
    maintain::maintain(&url, &wishes).await.unwrap();
}
