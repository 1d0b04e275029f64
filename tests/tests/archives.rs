//! What becomes of books while years of theirs are away in files, and when those come back.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that can't go on stops where it says why")]

use std::path::Path;
use std::sync::Arc;

use kitaab::rules::{amount_at_most, every_day};
use kitaab::{
    Amount, Book, Category, Day, DayRange, DeedPatch, DeviceId, EntryQuery, ForGood, Hide, ItemId, Kitaab, NewDeed,
    NewEntry, NewMerit, Outcome, RecordKey, Timestamp, UserId,
};
use kitaab_pg::maintain::{self, ArchivePlan, Wishes};
use kitaab_pg::{Options, PgStore};
use kitaab_store::{Answer, Applied, Context, Store as _};
use kitaab_test_pg::{Cluster, Database, Role};
use sqlx::{AssertSqlSafe, PgConnection};
use tempfile::TempDir;
use uuid::Uuid;

/// A database, the SDK on it, and the folder of its archives.
struct Place {
    database: Database,
    sql: PgConnection,
    store: Arc<PgStore>,
    kitaab: Kitaab,
    folder: TempDir,
}

/// A book with entries of a good and a bad deed on each day of 2019.
struct Written {
    book: Book,
    pages: ItemId,
    lies: ItemId,
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn of_2019() -> DayRange {
    DayRange::new(day("2019-01-01"), day("2019-12-31")).unwrap()
}

fn whole(amount: u32) -> Amount {
    Amount::whole(amount).unwrap()
}

impl Place {
    async fn new(cluster: &Cluster) -> Self {
        let database = cluster.blank().await;
        kitaab_pg::migrate(&database.url(Role::Owner)).await.unwrap();
        let options = Options::new().connections(4);
        let store = Arc::new(PgStore::connect(&database.url(Role::App), options).await.unwrap());
        let kitaab = Kitaab::with_store(Arc::clone(&store) as _).unwrap();
        let sql = cluster.superuser(database.name()).await;
        Self { database, sql, store, kitaab, folder: tempfile::tempdir().unwrap() }
    }

    fn url(&self) -> String {
        self.database.url(Role::Owner)
    }

    fn owner(number: u32) -> UserId {
        UserId::new(Uuid::from_u128(0x1_0000 + u128::from(number)))
    }

    async fn book(&self, number: u32) -> Written {
        let book = self.kitaab.book(Self::owner(number));
        let begun = |deed: NewDeed| deed.starts_on(day("2015-01-01"));
        let pages = book.deeds().add(begun(NewDeed::count("Pages", Category::Hasanaat))).await.unwrap().root();
        let lies = book.deeds().add(begun(NewDeed::count("Lies", Category::Saiyyiaat))).await.unwrap().root();
        let entries = |day| [NewEntry::new(pages, day, whole(2)), NewEntry::new(lies, day, whole(1))];
        let entries: Vec<NewEntry> = of_2019().days().flat_map(entries).collect();
        book.entries().put_many(&entries).await.unwrap();
        book.entries().put(pages, day("2024-03-31"), whole(7)).await.unwrap();
        Written { book, pages, lies }
    }

    fn file(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(format!("{name}.csv"))
    }

    async fn maintain(&self, wishes: Wishes) -> Vec<(&'static str, String, Option<u64>)> {
        let done = maintain::maintain(&self.url(), &wishes).await.unwrap();
        done.steps.into_iter().map(|step| (step.task, step.subject, step.rows)).collect()
    }

    async fn archive(&self, ledger: bool) -> Vec<(&'static str, String, Option<u64>)> {
        self.maintain(archiving(self.folder.path(), ledger)).await
    }

    async fn bring_back(&self, name: &str) -> u64 {
        maintain::bring_back(&self.url(), self.folder.path(), name).await.unwrap()
    }

    async fn run(&mut self, sql: &str) {
        sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&mut self.sql).await.unwrap();
    }

    async fn count(&mut self, of: &str) -> i64 {
        let asked = format!("SELECT count(*) FROM {of}");
        sqlx::query_scalar(AssertSqlSafe(asked)).fetch_one(&mut self.sql).await.unwrap()
    }

    /// Fails where the sums of a day are not those that its entries come to.
    async fn check_sums(&mut self) {
        let columns =
            "owner, day, entries::numeric, hasanaat_total::numeric, hasanaat_score::numeric, saiyyiaat_total::numeric,
            saiyyiaat_score::numeric, hasanaat_counted::numeric, hasanaat_scored::numeric, saiyyiaat_counted::numeric,
            saiyyiaat_scored::numeric, reviewed";
        let (kept, reckoned) =
            (format!("SELECT {columns} FROM kitaab.days"), format!("SELECT {columns} FROM kitaab.day_figures"));
        let wrong = format!("(({kept} EXCEPT {reckoned}) UNION ALL ({reckoned} EXCEPT {kept})) wrong");
        assert_eq!(self.count(&wrong).await, 0);
    }

    /// Entries, amounts of good deeds and of bad ones of a day, as they are kept.
    async fn sums(&mut self, day: &str) -> Option<(i32, i64, i64)> {
        let asked = "SELECT entries, hasanaat_total, saiyyiaat_total FROM kitaab.days WHERE day = $1::text::date";
        sqlx::query_as(asked).bind(day).fetch_optional(&mut self.sql).await.unwrap()
    }

    /// Has a year of the ledger for the first commits of each book.
    async fn age(&mut self, commits: u32) {
        let sql = format!(
            "CREATE TABLE kitaab.ledger_2020 PARTITION OF kitaab.ledger
                 FOR VALUES FROM ('2020-01-01 00:00:00+00') TO ('2021-01-01 00:00:00+00');
             ALTER TABLE kitaab.ledger_2020 OWNER TO kitaab_owner;
             ALTER TABLE kitaab.ledger_2020 ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
             UPDATE kitaab.ledger SET at = '2020-06-01' WHERE seq <= {commits}"
        );
        self.run(&sql).await;
    }
}

fn archiving(folder: &Path, ledger: bool) -> Wishes {
    let mut wishes = Wishes::default();
    let (before_year, folder) = (if ledger { 2021 } else { 2020 }, folder.to_owned());
    wishes.archive = Some(ArchivePlan { before_year, entries: !ledger, ledger, folder });
    wishes
}

async fn listed(written: &Written, days: DayRange) -> usize {
    let query = EntryQuery::on(days, 10_000);
    written.book.entries().list(&query).await.unwrap().rows.len()
}

#[tokio::test]
async fn what_was_erased_stays_away_where_its_owner_began_anew() {
    let Some(cluster) = Cluster::shared() else { return };
    for scrubbed in [false, true] {
        for ledger in [false, true] {
            let mut place = Place::new(cluster).await;
            let gone = place.book(1).await;
            let kept = place.book(2).await;
            if ledger {
                place.age(3).await;
            }
            place.archive(ledger).await;
            let name = if ledger { "ledger_2020" } else { "entries_2019" };
            gone.book.ledger().erase_book(gone.book.owner()).await.unwrap();
            // The same numbers for other items.
            let anew = place.kitaab.book(gone.book.owner());
            let deed = NewDeed::count("Charity", Category::Hasanaat).starts_on(day("2015-01-01"));
            anew.deeds().add(deed).await.unwrap();
            let deed = NewDeed::scale("Salah", Category::Hasanaat).starts_on(day("2015-01-01"));
            anew.deeds().add(deed.values(["missed", "on time"])).await.unwrap();
            if scrubbed {
                let steps = place.archive(ledger).await;
                assert_eq!(steps, [("scrub", name.to_owned(), Some(if ledger { 3 } else { 730 }))]);
            }
            let rows = place.bring_back(name).await;
            assert_eq!(rows, if ledger { 3 } else { 730 }, "{scrubbed}");
            let query = EntryQuery::on(DayRange::ALL, 10);
            assert!(anew.entries().list(&query).await.unwrap().rows.is_empty());
            anew.ledger().verify(None).await.unwrap();
            kept.book.ledger().verify(None).await.unwrap();
            assert_eq!(listed(&kept, of_2019()).await, 730);
            place.check_sums().await;
        }
    }
}

#[tokio::test]
async fn a_ledger_with_a_year_away_says_so() {
    let Some(cluster) = Cluster::shared() else { return };
    let mut place = Place::new(cluster).await;
    let written = place.book(1).await;
    let (book, entry) = (&written.book, RecordKey::Entry(written.pages, day("2019-05-05")));
    book.entries().put(written.pages, day("2019-05-05"), whole(40)).await.unwrap();
    place.age(4).await;
    place.archive(true).await;
    assert_eq!(place.count("kitaab.ledger_ends").await, 1);

    let refused = [
        book.ledger().erase(entry, ForGood).await.map(drop).unwrap_err(),
        book.ledger().verify(None).await.map(drop).unwrap_err(),
        book.ledger().export(Vec::new(), None).await.map(drop).unwrap_err(),
        book.ledger().history(entry).await.map(drop).unwrap_err(),
    ];
    for error in refused {
        assert_eq!(error.code(), "unavailable", "{error}");
        assert!(error.to_string().contains("ledger_2020"), "{error}");
    }
    // The first commit that is there, sent again.
    let context = Context { actor: book.owner(), device: DeviceId::new(Uuid::nil()), now: Timestamp::from_micros(0) };
    let first = place.store.commits(&context, book.owner(), 4, 1).await.unwrap().remove(0);
    let again = place.store.apply(&context, &first.commit).await.unwrap();
    assert_eq!(again, Answer::Applied(Applied { seq: first.seq, link: first.link, replayed: true }));

    place.bring_back("ledger_2020").await;
    assert_eq!(place.count("kitaab.ledger_ends").await, 0);
    book.ledger().verify(None).await.unwrap();
    book.ledger().erase(entry, ForGood).await.unwrap();
    book.ledger().verify(None).await.unwrap();
    assert_eq!(listed(&written, of_2019()).await, 729);
}

#[tokio::test]
async fn sums_of_days_that_are_away_stay_and_are_right_again_when_they_are_back() {
    let Some(cluster) = Cluster::shared() else { return };
    let mut place = Place::new(cluster).await;
    let written = place.book(1).await;
    let (book, lies, pages) = (&written.book, written.lies, written.pages);
    assert_eq!(place.sums("2019-05-05").await, Some((2, 200, 100)));
    place.archive(false).await;

    // All days are reckoned anew.
    book.items().hide(lies, Hide::HideFromGraphs).await.unwrap();
    assert_eq!(place.sums("2019-05-05").await, Some((2, 200, 100)), "as they were when the year left");
    place.check_sums().await;
    book.items().hide(lies, Hide::None).await.unwrap();
    // What is there can't be replaced unseen: by one entry, by several, or by an addition.
    let may = day("2019-05-05");
    let several = [NewEntry::new(pages, day("2019-06-01"), whole(60)), NewEntry::new(pages, may, whole(60))];
    let refused = [
        book.entries().put(pages, may, whole(50)).await.map(drop).unwrap_err(),
        book.entries().put_many(&several).await.map(drop).unwrap_err(),
        book.entries().add(pages, may, whole(50)).await.map(drop).unwrap_err(),
    ];
    for error in refused {
        assert_eq!(error.code(), "unavailable", "{error}");
        assert!(error.to_string().contains("entries_2019"), "{error}");
    }
    assert_eq!(place.sums("2019-05-05").await, Some((2, 200, 100)));
    book.entries().set_reviewed(day("2019-06-03"), true).await.unwrap();
    assert_eq!(place.sums("2019-06-03").await, Some((2, 200, 100)));
    // A day of which nothing is away, of a year that is.
    book.entries().put(pages, day("2018-05-05"), whole(50)).await.unwrap();
    book.entries().put_many(&[NewEntry::new(lies, day("2018-05-05"), whole(3))]).await.unwrap();
    assert_eq!(place.sums("2018-05-05").await, Some((2, 5000, 300)));
    book.entries().remove(pages, day("2018-05-05")).await.unwrap();
    book.entries().remove(lies, day("2018-05-05")).await.unwrap();
    assert_eq!(place.sums("2018-05-05").await, None);
    place.check_sums().await;

    place.bring_back("entries_2019").await;
    place.bring_back("entries_2018").await;
    assert_eq!(place.sums("2019-05-05").await, Some((2, 200, 100)));
    assert_eq!(place.sums("2019-07-01").await, Some((2, 200, 100)));
    assert_eq!(place.count("kitaab.days_away").await, 0);
    place.check_sums().await;
    assert_eq!(listed(&written, of_2019()).await, 730);
    book.ledger().verify(None).await.unwrap();
    assert!(!place.file("entries_2019").exists(), "nothing scrubs it any more");

    // Away once more, hidden for good while it is: then the sums follow when it is back.
    place.archive(false).await;
    book.items().hide(lies, Hide::HideFromGraphs).await.unwrap();
    place.bring_back("entries_2019").await;
    assert_eq!(place.sums("2019-07-01").await, Some((2, 200, 0)));
    place.check_sums().await;
}

/// Of a year that is away nobody knows which deeds its entries are of: each keeps its category until the year is back.
#[tokio::test]
async fn a_deed_whose_entries_may_be_away_keeps_its_category() {
    let Some(cluster) = Cluster::shared() else { return };
    let place = Place::new(cluster).await;
    let (written, other) = (place.book(1).await, place.kitaab.book(Place::owner(2)));
    let good = || DeedPatch { category: Some(Category::Hasanaat), ..DeedPatch::default() };
    let deed = |item: ItemId| {
        let book = written.book.clone();
        async move { book.catalogue().await.unwrap().item(item).unwrap().deed }
    };
    let lies = deed(written.lies).await;
    let bad = other.deeds().add(NewDeed::count("Lies", Category::Saiyyiaat)).await.unwrap().added.id;
    place.archive(false).await;
    let refused = written.book.deeds().edit(lies, good()).await.unwrap_err();
    assert_eq!(refused.code(), "unavailable");
    assert!(refused.to_string().contains("entries_2019"), "{refused}");
    other.deeds().edit(bad, good()).await.unwrap();
    place.bring_back("entries_2019").await;
    assert_eq!(written.book.deeds().edit(lies, good()).await.unwrap_err().code(), "conflict");
    assert_eq!(listed(&written, of_2019()).await, 2 * 365);
    written.book.ledger().verify(None).await.unwrap();
}

#[tokio::test]
async fn days_that_are_away_are_unknown_to_verdicts() {
    let Some(cluster) = Cluster::shared() else { return };
    let place = Place::new(cluster).await;
    let written = place.book(1).await;
    let book = &written.book;
    let rule = every_day(written.lies, amount_at_most(Amount::ZERO));
    let clean = book.merits().add(NewMerit::positive("No lies").days(7).rule(rule)).await.unwrap().id;
    let rule = every_day(written.lies, amount_at_most(whole(1)));
    let few = book.merits().add(NewMerit::positive("Few lies").days(7).rule(rule)).await.unwrap().id;
    let (then, days) = (day("2019-05-05"), DayRange::single(day("2019-05-05")));
    for (merit, outcome) in [(clean, Outcome::NotEarned), (few, Outcome::Earned)] {
        assert_eq!(book.merits().record(merit, then).await.unwrap().outcome, outcome);
    }
    place.archive(false).await;

    // Its days had lies: that they are away does not make them clean.
    assert_eq!(book.merits().evaluate(clean, then).await.unwrap().outcome, Outcome::NotEarned);
    // What was recorded stays as it was judged, even where something is noted in its window.
    book.entries().set_reviewed(then, true).await.unwrap();
    book.merits().recompute().await.unwrap();
    for (merit, outcome) in [(clean, Outcome::NotEarned), (few, Outcome::Earned)] {
        assert_eq!(book.merits().history(merit, days).await.unwrap()[0].outcome, outcome);
    }
    // One that is judged while they are away is judged again once they are back.
    let later = day("2019-07-07");
    assert_eq!(book.merits().record(few, later).await.unwrap().outcome, Outcome::NotEarned);
    place.bring_back("entries_2019").await;
    let book = served(&place).await.book(book.owner());
    book.merits().recompute().await.unwrap();
    let judged = book.merits().history(few, DayRange::single(later)).await.unwrap();
    assert_eq!(judged[0].outcome, Outcome::Earned);
}

/// Another host of the same database.
async fn served(place: &Place) -> Kitaab {
    let store = PgStore::connect(&place.database.url(Role::App), Options::new().connections(2)).await.unwrap();
    Kitaab::with_store(Arc::new(store)).unwrap()
}

#[tokio::test]
async fn scrubbing_that_is_cut_short_goes_on() {
    let Some(cluster) = Cluster::shared() else { return };
    let mut place = Place::new(cluster).await;
    let (gone, kept) = (place.book(1).await, place.book(2).await);
    place.archive(false).await;
    gone.book.ledger().erase_book(gone.book.owner()).await.unwrap();
    // The file is in its place, and the database does not hear of it.
    place
        .run(
            "CREATE FUNCTION public.cut() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'cut short'; END $$;
             CREATE TRIGGER cut BEFORE UPDATE OF sha256 ON kitaab.archives FOR EACH ROW EXECUTE FUNCTION public.cut();",
        )
        .await;
    let cut = maintain::maintain(&place.url(), &archiving(place.folder.path(), false)).await;
    assert!(cut.is_err());
    assert_eq!(std::fs::read_to_string(place.file("entries_2019")).unwrap().lines().count(), 731);
    place.run("DROP TRIGGER cut ON kitaab.archives").await;

    place.archive(false).await;
    assert_eq!(place.archive(false).await, []);
    assert_eq!(place.bring_back("entries_2019").await, 730);
    assert_eq!(listed(&kept, of_2019()).await, 730);
    let left = std::fs::read_dir(place.folder.path()).unwrap().map(|file| file.unwrap().file_name());
    assert!(!left.into_iter().any(|name| name.to_string_lossy().starts_with("entries_2019")));
}

#[tokio::test]
async fn what_was_erased_leaves_tables_and_files_of_years_that_are_away() {
    let Some(cluster) = Cluster::shared() else { return };
    let mut place = Place::new(cluster).await;
    let (gone, kept) = (place.book(1).await, place.book(2).await);
    let book = &kept.book;
    let extra = NewDeed::count("Charity", Category::Hasanaat).items(["Given", "Lent"]).starts_on(day("2015-01-01"));
    let extra = book.deeds().add(extra).await.unwrap();
    book.entries().put(extra["Given"], day("2019-02-02"), whole(9)).await.unwrap();
    let detach = "SET ROLE kitaab_owner; SELECT kitaab.detach_year('entries_2019'); RESET ROLE";
    place.run(detach).await;
    // Detached, and in no file yet: any run takes out what was erased.
    gone.book.ledger().erase_book(gone.book.owner()).await.unwrap();
    let steps = place.maintain(Wishes::default()).await;
    assert_eq!(steps, [("scrub", "entries_2019".to_owned(), Some(730))]);
    place.archive(false).await;
    let lines = |place: &Place| std::fs::read_to_string(place.file("entries_2019")).unwrap().lines().count();
    assert_eq!(lines(&place), 732);

    // An item goes from the file, too.
    book.ledger().erase(RecordKey::Item(extra["Given"]), ForGood).await.unwrap();
    let steps = place.archive(false).await;
    assert_eq!(steps, [("scrub", "entries_2019".to_owned(), Some(1))]);
    assert_eq!(lines(&place), 731);
    let entry = RecordKey::Entry(kept.pages, day("2019-05-05"));
    place.bring_back("entries_2019").await;
    book.ledger().erase(entry, ForGood).await.unwrap();
    assert_eq!(listed(&kept, of_2019()).await, 729);
    book.ledger().verify(None).await.unwrap();
    place.check_sums().await;
}

#[tokio::test]
async fn nobody_else_maintains_while_a_year_is_brought_back() {
    let Some(cluster) = Cluster::shared() else { return };
    let mut place = Place::new(cluster).await;
    place.book(1).await;
    place.archive(false).await;
    place.run("SELECT pg_advisory_lock(hashtext('kitaab.maintain'))").await;
    let busy = maintain::bring_back(&place.url(), place.folder.path(), "entries_2019").await.unwrap_err();
    assert_eq!(busy.code(), "unavailable");
    place.run("SELECT pg_advisory_unlock(hashtext('kitaab.maintain'))").await;
    assert_eq!(place.bring_back("entries_2019").await, 730);
}

#[tokio::test]
async fn years_of_the_ledger_begin_in_utc() {
    let Some(cluster) = Cluster::shared() else { return };
    let database = cluster.blank().await;
    let zone = |zone: &str| format!("ALTER DATABASE \"{}\" SET timezone = '{zone}'", database.name());
    database.run(Role::Superuser, &zone("Asia/Riyadh")).await;
    kitaab_pg::migrate(&database.url(Role::Owner)).await.unwrap();
    let begins = "SELECT c.relname::text, pg_get_expr(c.relpartbound, c.oid) FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
        WHERE i.inhparent = 'kitaab.ledger'::regclass AND c.relname ~ '\\d{4}$' ORDER BY 1";
    let check = async |least: usize| {
        let mut sql = cluster.superuser(database.name()).await;
        sqlx::raw_sql("SET timezone = 'UTC'").execute(&mut sql).await.unwrap();
        let found: Vec<(String, String)> = sqlx::query_as(begins).fetch_all(&mut sql).await.unwrap();
        assert!(found.len() >= least, "{found:?}");
        for (name, bounds) in found {
            let year: i32 = name.trim_start_matches("ledger_").parse().unwrap();
            let expected =
                format!("FOR VALUES FROM ('{year}-01-01 00:00:00+00') TO ('{}-01-01 00:00:00+00')", year + 1);
            assert_eq!(bounds, expected, "{name}");
        }
    };
    check(2).await;
    // Further years, from somewhere else.
    database.run(Role::Superuser, &zone("America/Lima")).await;
    let mut wishes = Wishes::default();
    wishes.years_ahead = 3;
    maintain::maintain(&database.url(Role::Owner), &wishes).await.unwrap();
    check(4).await;
    let add = "SET ROLE kitaab_owner; SELECT kitaab.add_partitions(extract(year FROM now())::integer + 5)";
    database.run(Role::Superuser, add).await;
    check(6).await;

    // Years that were made elsewhere, before that was so, with a commit in the hours between.
    let shifted = "DO $$ DECLARE v_year integer := extract(year FROM now())::integer + 4; BEGIN
        EXECUTE format('ALTER TABLE kitaab.ledger DETACH PARTITION kitaab.ledger_%s', v_year);
        EXECUTE format('ALTER TABLE kitaab.ledger DETACH PARTITION kitaab.ledger_%s', v_year + 1);
        EXECUTE format('ALTER TABLE kitaab.ledger ATTACH PARTITION kitaab.ledger_%s FOR VALUES FROM (%L) TO (%L)', v_year,
            v_year || '-01-01 00:00:00-05', v_year + 1 || '-01-01 00:00:00-05');
        EXECUTE format('ALTER TABLE kitaab.ledger ATTACH PARTITION kitaab.ledger_%s FOR VALUES FROM (%L) TO (%L)', v_year + 1,
            v_year + 1 || '-01-01 00:00:00-05', v_year + 2 || '-01-01 00:00:00-05');
        INSERT INTO kitaab.ledger (owner, seq, at, link, header, leaves)
        SELECT gen_random_uuid(), 1, ((v_year + n) || '-01-01 02:00:00+00')::timestamptz, '', '', '' FROM generate_series(0, 2) n;
    END $$";
    database.run(Role::Superuser, shifted).await;
    maintain::maintain(&database.url(Role::Owner), &wishes).await.unwrap();
    check(6).await;
    let mut sql = cluster.superuser(database.name()).await;
    let places = "SELECT count(DISTINCT tableoid) FROM kitaab.ledger WHERE tableoid::regclass::text = 'kitaab.ledger_' || extract(year FROM at AT TIME ZONE 'UTC')";
    let found: i64 = sqlx::query_scalar(places).fetch_one(&mut sql).await.unwrap();
    assert_eq!(found, 2, "the third one is of a year that has no partition yet");
    let report = kitaab_pg::doctor::examine(&database.url(Role::Superuser)).await.unwrap();
    assert!(report.of("security").next().is_none(), "{report:?}");
}
