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

const ITEM: &str = "00000000-0000-0000-0000-0000000000a1";
const HIDDEN: &str = "00000000-0000-0000-0000-0000000000a2";
const RELATION: &str = "00000000-0000-0000-0000-0000000000d1";

/// A call of `apply` for a commit to the first book by an actor, with `given` in place of nothing; refused (22012) if it is not applied.
fn applying(actor: u8, given: &[(&str, &str)]) -> String {
    let id = |number: u8| format!("00000000-0000-0000-0000-00000000000{number}");
    let hex = |number: u8| id(number).replace('-', "");
    let editor = if actor == 1 { String::new() } else { format!("0150{}", hex(actor)) };
    let header = format!(r"'\x00000050{}{editor}0250{}'", hex(1), hex(9));
    let leaf = format!(r"'{{\\x815820{}}}'", "00".repeat(32));
    let (actor, owner, device) = (format!("'{}'", id(actor)), format!("'{}'", id(1)), format!("'{}'", id(9)));
    let mut call: Vec<(&str, &str)> = vec![
        ("p_actor", &actor),
        ("p_owner", &owner),
        ("p_device", &device),
        ("p_device_seq", "1"),
        ("p_request", "NULL"),
        ("p_header", &header),
        ("p_leaves", &leaf),
        ("e_catalogue", "NULL"),
        ("e_kind", "'{}'"),
        ("e_id", "'{}'"),
        ("e_day", "'{}'"),
        ("e_revision", "'{}'"),
        ("p_dirty", "NULL"),
        ("o_op", "'{}'"),
        ("o_leaf", "'{}'"),
        ("o_kind", "'{}'"),
        ("o_id", "'{}'"),
        ("o_day", "'{}'"),
        ("o_n", "'{}'"),
        ("o_text", "'{}'"),
        ("o_words", "'{}'"),
        ("p_items", "'{}'"),
        ("p_scales", "'{}'"),
        ("r_leaf", "'{}'"),
        ("r_item", "'{}'"),
        ("r_day", "'{}'"),
        ("r_op", "'{}'"),
        ("r_value", "'{}'"),
        ("r_scale", "'{}'"),
        ("r_note", "'{}'"),
        ("r_text", "'{}'"),
        ("r_words", "'{}'"),
        ("p_base", "1"),
        ("s_kind", "'{}'"),
        ("s_id", "'{}'"),
        ("s_body", "'{}'"),
        ("s_doc", "'[]'"),
        ("g_kind", "'{}'"),
        ("g_id", "'{}'"),
        ("c_item", "'{}'"),
        ("c_counted", "'{}'"),
        ("p_restructured", "false"),
        ("p_recount", "false"),
        ("p_rescored", "'{}'"),
        ("x_seq", "'{}'"),
        ("x_count", "'{}'"),
        ("x_leaves", "'{}'"),
        ("p_link", "NULL"),
        ("p_more", "NULL"),
        ("p_step", "false"),
        ("v_grantee", "'{}'"),
        ("v_count", "'{}'"),
        ("v_bodies", "'{}'"),
        ("v_scale_count", "'{}'"),
        ("v_scales", "'{}'"),
        ("h_grantee", "'{}'"),
        ("h_item", "'{}'"),
        ("h_level", "'{}'"),
    ];
    for (name, value) in given {
        call.iter_mut().find(|(known, _)| known == name).expect("a parameter of apply").1 = value;
    }
    let call: Vec<_> = call.iter().map(|(name, value)| format!("{name} => {value}")).collect();
    format!("SELECT 1 / (answer = 'applied')::integer FROM kitaab.apply({})", call.join(", "))
}

/// What a host hands in is believed only as far as it is the actor's to say.
#[tokio::test]
async fn what_is_handed_in_is_looked_at_as_a_whole() {
    let Some((database, mut conn)) = books().await else { return };
    let name = database.name();
    let before = format!(
        // With the mark that `applying` names.
        "UPDATE kitaab.books SET begun = 0;
         UPDATE kitaab.shared SET level = 2;
         SET session_replication_role = replica;
         INSERT INTO kitaab.deeds (owner, id, category, measure, display_order, body)
         VALUES ('00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-000000000001', 'hasanaat', 'count', 0, '');
         INSERT INTO kitaab.relations (owner, id, \"with\", kind, role, state, requested_at, accepted_at, changed_at, body)
         VALUES ('00000000-0000-0000-0000-000000000001', '{RELATION}', '00000000-0000-0000-0000-000000000003', 'friend',
                 'requester', 'accepted', now(), now(), now(), '');
         ALTER DATABASE \"{name}\" RESET kitaab.future_days"
    );
    database.run(Role::Superuser, &before).await;
    let grantee = "'{00000000-0000-0000-0000-000000000003}'";
    let (item, hidden, relation) = (format!("'{{{ITEM}}}'"), format!("'{{{HIDDEN}}}'"), format!("'{{{RELATION}}}'"));
    let denied = || Err("KT003".to_owned());

    // Who may write an item takes its entry out, and does nothing else to the book.
    let removal = |more: &[(&'static str, &str)]| {
        let removal = [
            ("o_op", "'{2}'"),
            ("o_leaf", "'{1}'"),
            ("o_kind", "'{9}'"),
            ("o_id", item.as_str()),
            ("o_day", "'{2024-01-01}'"),
            ("o_n", "'{0}'"),
            ("o_text", "'{NULL}'"),
            ("o_words", "'{NULL}'"),
        ];
        applying(3, &[&removal, more].concat())
    };
    assert_eq!(asked(&mut conn, "3", "1", &removal(&[])).await, Ok(1));
    let settings = "'[{\"zone\": \"UTC\", \"day_start\": 0, \"first_weekday\": 0}]'";
    for more in [
        vec![("s_kind", "'{0}'"), ("s_id", item.as_str()), ("s_body", r"'{\\x}'"), ("s_doc", settings)],
        vec![("g_kind", "'{15}'"), ("g_id", relation.as_str())],
        vec![("c_item", item.as_str()), ("c_counted", "'{1}'")],
        vec![("v_grantee", grantee), ("v_count", "'{0}'"), ("v_scale_count", "'{0}'")],
        vec![("h_grantee", grantee), ("h_item", hidden.as_str()), ("h_level", "'{1}'")],
    ] {
        assert_eq!(asked(&mut conn, "3", "1", &removal(&more)).await, denied(), "{more:?}");
    }

    // Who ends a relation does that, and sees no more of the book than before.
    let ended = "'[{\"with\": \"00000000-0000-0000-0000-000000000003\", \"kind\": \"friend\", \"role\": \"requester\", \"state\": \"ended\", \"requested_at\": \"2024-01-01Z\", \"changed_at\": \"2024-01-02Z\"}]'";
    let step = |more: &[(&'static str, &str)]| {
        let step = [
            ("p_step", "true"),
            ("p_restructured", "true"),
            ("o_op", "'{7}'"),
            ("o_leaf", "'{1}'"),
            ("o_kind", "'{15}'"),
            ("o_id", relation.as_str()),
            ("o_day", "'{NULL}'"),
            ("o_n", "'{0}'"),
            ("o_text", "'{NULL}'"),
            ("o_words", "'{NULL}'"),
            ("s_kind", "'{15}'"),
            ("s_id", relation.as_str()),
            ("s_body", r"'{\\x}'"),
            ("s_doc", ended),
            ("v_grantee", grantee),
            ("v_count", "'{0}'"),
            ("v_scale_count", "'{0}'"),
        ];
        let changed = step.iter().filter(|(name, _)| more.iter().all(|(other, _)| other != name)).copied();
        applying(3, &changed.chain(more.iter().copied()).collect::<Vec<_>>())
    };
    assert_eq!(asked(&mut conn, "3", "1", &step(&[])).await, Ok(1));
    assert_eq!(
        asked(&mut conn, "3", "1", &step(&[("h_grantee", grantee), ("h_item", &item), ("h_level", "'{1}'")])).await,
        Ok(1)
    );
    let unknown = "'{00000000-0000-0000-0000-0000000000d2}'";
    for more in [
        vec![("h_grantee", grantee), ("h_item", hidden.as_str()), ("h_level", "'{1}'")],
        vec![("v_scales", unknown), ("v_scale_count", "'{1}'")],
        vec![("s_id", unknown), ("o_id", unknown)],
        vec![("o_id", unknown)],
        vec![("o_kind", "'{16}'")],
        vec![("p_request", "'00000000-0000-0000-0000-0000000000e1'")],
        vec![("p_items", item.as_str())],
    ] {
        assert_eq!(asked(&mut conn, "3", "1", &step(&more)).await, denied(), "{more:?}");
    }
    // One who was blocked, or with whom it is over, does not come back by ending it once more.
    database.run(Role::Superuser, "UPDATE kitaab.relations SET state = 'ended', accepted_at = NULL").await;
    assert_eq!(asked(&mut conn, "3", "1", &step(&[])).await, denied());

    // The owner: a deed keeps its category while it has entries; no chain comes after what is there; tomorrow is the database's.
    let deed = "'{00000000-0000-0000-0000-000000000001}'";
    let bad = "'[{\"category\": \"saiyyiaat\", \"measure\": \"count\", \"display_order\": 0}]'";
    let anew = [("s_kind", "'{2}'"), ("s_id", deed), ("s_body", r"'{\\x}'"), ("s_doc", bad)];
    assert_eq!(asked(&mut conn, "1", "1", &applying(1, &anew)).await, Err("KT004".to_owned()));
    let gone = "DELETE FROM kitaab.entries WHERE owner = '00000000-0000-0000-0000-000000000001'";
    let adopted = applying(1, &[("p_link", r"'\x00'"), ("p_more", "true")]);
    assert_eq!(asked(&mut conn, "1", "1", &adopted).await, Err("KT004".to_owned()));
    let later = [
        ("o_op", "'{1}'"),
        ("o_leaf", "'{0}'"),
        ("o_kind", "'{0}'"),
        ("o_id", item.as_str()),
        ("o_day", "'{NULL}'"),
        ("o_n", "'{1}'"),
        ("o_text", "'{NULL}'"),
        ("o_words", "'{NULL}'"),
        ("p_items", item.as_str()),
        ("r_leaf", "'{1}'"),
        ("r_item", "'{1}'"),
        ("r_day", "'{2100-01-01}'"),
        ("r_op", "'{1}'"),
        ("r_value", "'{100}'"),
        ("r_scale", "'{0}'"),
        ("r_note", "'{0}'"),
        ("r_text", "'{NULL}'"),
        ("r_words", "'{NULL}'"),
    ];
    let later = applying(1, &later);
    let said = ["SET kitaab.future_days = 'allowed'", later.as_str()];
    assert_eq!(asked_after(&mut conn, "1", "1", &said).await, Err("KT005".to_owned()));
    database.run(Role::Superuser, &format!("ALTER DATABASE \"{name}\" SET kitaab.future_days = 'allowed'")).await;
    assert_eq!(asked(&mut conn, "1", "1", &later).await, Ok(1));
    database.run(Role::Superuser, gone).await;
    assert_eq!(asked(&mut conn, "1", "1", &applying(1, &anew)).await, Ok(1));
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
