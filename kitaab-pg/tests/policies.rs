//! What the database itself refuses, whoever writes the SQL: as the role that serves, for an actor that is set.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that can't go on stops where it says why")]

mod server;

use kitaab_test_pg::{Cluster, Database, Role};
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, Row as _};

/// Two owners with an item and an entry each; the first shares hers with a third.
const BOOKS: &str = "
    SET session_replication_role = replica;
    INSERT INTO kitaab.books (owner, seq, catalogue, last_item)
    VALUES ('00000000-0000-0000-0000-000000000001', 1, 1, 2), ('00000000-0000-0000-0000-000000000002', 1, 1, 1);
    INSERT INTO kitaab.items (owner, id, no, deed, name, display_order, hide, starts_on, fast, counted, body)
    SELECT owner, ('00000000-0000-0000-0000-0000000000a' || no)::uuid, no, owner, 'Fajr', 0, 'none', '2024-01-01', false, 0, ''
    FROM kitaab.books, generate_series(1, last_item) no;
    INSERT INTO kitaab.entries (owner, value, day, item_no, seq, scale_no, noted)
    SELECT owner, 100, '2024-01-01', no, 1, 0, false FROM kitaab.items;
    INSERT INTO kitaab.notes (owner, day, item_no, note, words) SELECT owner, '2024-01-01', no, 'secret', '{secret}' FROM kitaab.items;
    INSERT INTO kitaab.days
    SELECT owner, '2024-01-01', 1, 100, 0, 0, 0, 1, 0, 0, 0, false FROM kitaab.books;
    INSERT INTO kitaab.ledger (owner, seq, at, link, header, leaves)
    SELECT owner, 1, now(), decode(repeat('11', 32), 'hex'), '\\x01', '\\x80' FROM kitaab.books;
    INSERT INTO kitaab.views (owner, grantee, bodies, scales)
    VALUES ('00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-000000000003', '{}', '{}');
    INSERT INTO kitaab.shared (owner, grantee, item, item_no, level)
    VALUES ('00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-000000000003',
            '00000000-0000-0000-0000-0000000000a1', 1, 1);
";

/// A database with the books in it, and a connection as the role that serves.
async fn books() -> Option<(Database, PgConnection)> {
    let cluster = Cluster::shared()?;
    let database = server::database(cluster).await;
    database.run(Role::Superuser, BOOKS).await;
    let conn = PgConnection::connect(&database.url(Role::App)).await.expect("the role connects");
    Some((database, conn))
}

/// Runs SQL as an actor, in a book, within one transaction that is rolled back: how many rows, or the code of the refusal.
async fn asked(conn: &mut PgConnection, actor: &str, book: &str, sql: &str) -> Result<usize, String> {
    asked_after(conn, actor, book, &[sql]).await
}

/// The same of several statements, one after the other: how many rows the last of them has.
async fn asked_after(conn: &mut PgConnection, actor: &str, book: &str, statements: &[&str]) -> Result<usize, String> {
    let id = |number: &str| {
        if number.is_empty() { String::new() } else { format!("00000000-0000-0000-0000-00000000000{number}") }
    };
    let mut tx = conn.begin().await.expect("a transaction");
    sqlx::query("SELECT set_config('kitaab.actor', $1, true), set_config('kitaab.book', $2, true)")
        .bind(id(actor))
        .bind(id(book))
        .execute(&mut *tx)
        .await
        .expect("the context");
    let mut rows = 0;
    for sql in statements {
        let answer = sqlx::query(AssertSqlSafe((*sql).to_owned())).fetch_all(&mut *tx).await;
        rows = answer.map(|rows| rows.len()).map_err(|error| {
            let code = error.as_database_error().and_then(|error| error.code().map(std::borrow::Cow::into_owned));
            code.unwrap_or_else(|| error.to_string())
        })?;
    }
    Ok(rows)
}

#[tokio::test]
async fn an_actor_sees_their_own_rows_and_what_was_shared() {
    let Some((_database, mut conn)) = books().await else { return };
    for (table, owner, friend, stranger) in [
        ("entries", 2, 1, 0),
        ("items", 2, 0, 0),
        ("notes", 2, 0, 0),
        ("days", 1, 0, 0),
        ("views", 0, 1, 0),
        ("shared", 0, 1, 0),
    ] {
        let sql = format!("SELECT 1 FROM kitaab.{table}");
        for (actor, seen) in [("1", owner), ("3", friend), ("4", stranger), ("", 0)] {
            assert_eq!(asked(&mut conn, actor, "1", &sql).await, Ok(seen), "{table} as {actor}");
        }
        assert_eq!(asked(&mut conn, "3", "2", &sql).await, Ok(0), "{table} of a book that shares nothing");
    }
    // Without a context there is nothing, and no error.
    assert_eq!(asked(&mut conn, "", "", "SELECT 1 FROM kitaab.entries").await, Ok(0));
}

#[tokio::test]
async fn nothing_is_written_but_by_functions() {
    let Some((database, mut conn)) = books().await else { return };
    let mut superuser = PgConnection::connect(&database.url(Role::Superuser)).await.expect("a superuser");
    let tables = sqlx::query(
        "SELECT relname::text FROM pg_class WHERE relnamespace = 'kitaab'::regnamespace AND relkind IN ('r', 'p')",
    )
    .fetch_all(&mut superuser)
    .await
    .expect("the tables");
    assert!(tables.len() > 40, "only {} tables", tables.len());
    for table in tables {
        let table: String = table.get(0);
        for sql in [
            format!("DELETE FROM kitaab.{table}"),
            format!("INSERT INTO kitaab.{table} SELECT * FROM kitaab.{table}"),
            format!("TRUNCATE kitaab.{table}"),
        ] {
            assert_eq!(asked(&mut conn, "1", "1", &sql).await, Err("42501".to_owned()), "{sql}");
        }
    }
    for sql in [
        "UPDATE kitaab.books SET seq = 9",
        "UPDATE kitaab.ledger SET header = ''",
        "UPDATE kitaab.entries SET value = 1",
        "SELECT * FROM kitaab.ledger",
        "SELECT * FROM kitaab.books",
        "SELECT * FROM kitaab.devices",
        "SELECT * FROM kitaab.entries_2024",
        "SELECT * FROM kitaab.entries_default",
        "SELECT * FROM kitaab.ledger_default",
        "SELECT kitaab.put_record('00000000-0000-0000-0000-000000000001', 1::smallint, '00000000-0000-0000-0000-000000000001', '', '{}')",
        "SELECT kitaab.strip('00000000-0000-0000-0000-000000000001', '{1}', '{0}', '{}', '{}')",
        "SELECT kitaab.hold('00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-000000000001')",
        "SELECT kitaab.aggregate_days()",
        "SET LOCAL row_security = off; SELECT * FROM kitaab.ledger",
        "SET ROLE kitaab_owner",
        "CREATE TABLE kitaab.mine (id integer)",
    ] {
        let refused = asked(&mut conn, "1", "1", sql).await;
        assert!(matches!(refused.as_ref().map_err(String::as_str), Err("42501" | "42601")), "{sql}: {refused:?}");
    }
}

/// What a foreign key would say of each row by itself, triggers say for a statement.
#[tokio::test]
async fn a_verdict_is_of_a_merit_that_is_there() {
    let Some((database, _)) = books().await else { return };
    let mut owner = PgConnection::connect(&database.url(Role::Owner)).await.expect("the role that migrates");
    let merits = "INSERT INTO kitaab.merits (owner, id, title, category, duration, active, rule, display_order, body)
        SELECT '00000000-0000-0000-0000-000000000001', ('00000000-0000-0000-0000-0000000000b' || n)::uuid, 'Merit ' || n,
               'positive', 7, true, '{}', n, '' FROM generate_series(1, 2) n";
    let verdict = |merit: &str| {
        format!(
            "INSERT INTO kitaab.verdicts (owner, merit, day, outcome)
             VALUES ('00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-0000000000{merit}', '2024-01-01', 2)"
        )
    };
    let (first, second, unknown) = (verdict("b1"), verdict("b2"), verdict("b3"));
    let left = "SELECT 1 FROM kitaab.verdicts";
    let cases: [(&[&str], _); 6] = [
        (&[&first, &second, left], Ok(2)),
        (&[&first, &unknown], Err("23503".to_owned())),
        (&[&first, "UPDATE kitaab.verdicts SET outcome = 0", left], Ok(1)),
        (&[&first, "UPDATE kitaab.verdicts SET merit = gen_random_uuid()"], Err("23503".to_owned())),
        (&[&first, "UPDATE kitaab.merits SET id = gen_random_uuid()"], Err("23503".to_owned())),
        (&[&first, &second, "DELETE FROM kitaab.merits WHERE title = 'Merit 1'", left], Ok(1)),
    ];
    for (statements, answer) in cases {
        let statements = [&[merits], statements].concat();
        assert_eq!(asked_after(&mut owner, "", "1", &statements).await, answer, "{statements:?}");
    }
}

#[tokio::test]
async fn functions_know_whose_book_it_is() {
    let Some((database, mut conn)) = books().await else { return };
    let call = |function: &str, actor: u8, rest: &str| {
        format!(
            "SELECT kitaab.{function}('00000000-0000-0000-0000-00000000000{actor}', '00000000-0000-0000-0000-000000000001'{rest})"
        )
    };
    for (function, rest) in [("head", ""), ("commits", ", 0, 10"), ("structure_seen", ", -1")] {
        assert_eq!(asked(&mut conn, "1", "1", &call(function, 4, rest)).await, Err("KT001".to_owned()), "{function}");
    }
    assert_eq!(asked(&mut conn, "1", "1", &call("head", 1, "")).await, Ok(1));
    assert_eq!(asked(&mut conn, "1", "1", &call("commits", 1, ", 0, 10")).await, Ok(1));
    // A reader sees commits of their own, and there are none.
    assert_eq!(asked(&mut conn, "3", "1", &call("commits", 3, ", 0, 10")).await, Ok(0));
    for (function, rest) in [("erase_book", ""), ("hold_book", ""), ("records_of", ""), ("commit_at", ", 1")] {
        assert_eq!(asked(&mut conn, "3", "1", &call(function, 3, rest)).await, Err("KT003".to_owned()), "{function}");
    }
    let history = ", 9::smallint, '00000000-0000-0000-0000-0000000000a1', '2024-01-01', NULL, false, 10";
    for (actor, answer) in [(1, Ok(1)), (3, Err("KT003".to_owned())), (4, Err("KT001".to_owned()))] {
        assert_eq!(asked(&mut conn, "1", "1", &call("history", actor, history)).await, answer, "as {actor}");
    }
    // Whoever may write an item needs what was written before.
    let writes = "UPDATE kitaab.shared SET level = 2 WHERE item_no = 1";
    database.run(Role::Superuser, writes).await;
    assert_eq!(asked(&mut conn, "3", "1", &call("history", 3, history)).await, Ok(1));
    let unshared = history.replace("a1", "a2");
    assert_eq!(asked(&mut conn, "3", "1", &call("history", 3, &unshared)).await, Err("KT001".to_owned()));
    // Another's row of the rollup is not among what a function for the reader counts.
    let seen =
        "SELECT * FROM kitaab.rollups('00000000-0000-0000-0000-000000000003', '00000000-0000-0000-0000-000000000001',
                '2024-01-01', '2024-12-31')";
    assert_eq!(asked(&mut conn, "3", "1", seen).await, Ok(0));
}

#[tokio::test]
async fn policies_are_forced_on_every_table_and_partition() {
    let Some((database, _conn)) = books().await else { return };
    let mut superuser = PgConnection::connect(&database.url(Role::Superuser)).await.expect("a superuser");
    let loose = sqlx::query(
        "SELECT relname::text FROM pg_class
         WHERE relnamespace = 'kitaab'::regnamespace AND relkind IN ('r', 'p') AND relname <> 'schema_migrations'
           AND NOT (relrowsecurity AND relforcerowsecurity)",
    )
    .fetch_all(&mut superuser)
    .await
    .expect("the tables");
    assert!(loose.is_empty(), "{} tables without forced policies", loose.len());
    let loose = sqlx::query(
        "SELECT proname::text FROM pg_proc WHERE pronamespace = 'kitaab'::regnamespace AND prosecdef
           AND NOT coalesce(array_to_string(proconfig, ' ') LIKE '%search_path=%', false)",
    )
    .fetch_all(&mut superuser)
    .await
    .expect("the functions");
    assert!(loose.is_empty(), "{} functions without a pinned path", loose.len());
    // Not even their owner sees rows past the policies.
    let mut owner = PgConnection::connect(&database.url(Role::Owner)).await.expect("the owner");
    for table in ["entries", "entries_2024", "notes", "ledger"] {
        assert_eq!(asked(&mut owner, "", "", &format!("SELECT 1 FROM kitaab.{table}")).await, Ok(0), "{table}");
    }
}

#[tokio::test]
async fn analysts_see_sums_over_many_owners() {
    let Some((database, _conn)) = books().await else { return };
    let mut analyst = PgConnection::connect(&database.url(Role::Readonly)).await.expect("the analyst");
    assert_eq!(asked(&mut analyst, "1", "1", "SELECT * FROM kitaab.daily_figures").await, Ok(0));
    database
        .run(
            Role::Superuser,
            "INSERT INTO kitaab.days SELECT gen_random_uuid(), '2024-01-01', 1, 100, 0, 0, 0, 1, 0, 0, 0, false FROM generate_series(1, 18)",
        )
        .await;
    assert_eq!(asked(&mut analyst, "1", "1", "SELECT * FROM kitaab.daily_figures WHERE owners = 20").await, Ok(1));
    for table in ["days", "entries", "books", "ledger"] {
        let refused = asked(&mut analyst, "1", "1", &format!("SELECT * FROM kitaab.{table}")).await;
        assert_eq!(refused, Err("42501".to_owned()), "{table}");
    }
}
