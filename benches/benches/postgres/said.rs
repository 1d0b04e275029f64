//! What a store says to the server, made into a script for pgbench: so that the peer calls the same function in the same
//! way, whatever that is.

use kitaab_core::{Amount, Change, DeviceId, NoteWrite, Value, ValueWrite};
use kitaab_test_pg::{Database, Role};
use sqlx::Row as _;
use uuid::Uuid;

use crate::world::{COUNTED, ITEMS, RECORDED_FROM, World, apply, commit, serve};

/// A device and a number that stand out among what is said.
const DEVICE: &str = "dededede-dede-dede-dede-dededededede";
const NUMBER: u64 = 777_000_777;

/// A script that records an entry as the store does, for any owner, item and day.
pub(crate) async fn recording_script(world: &World, database: &Database) -> String {
    let (book, item) = (&world.books[0], world.books[0].items[COUNTED[0] as usize]);
    let (statement, values) = overheard(world, database).await;
    let mut sql = world.cluster.superuser(database.name()).await;
    let function = statement.split("kitaab.").nth(1).and_then(|rest| rest.split('(').next()).unwrap().trim();
    let types = "SELECT format_type(t, NULL) AS type FROM pg_proc, unnest(proargtypes) WITH ORDINALITY AS a (t, n)
                 WHERE pronamespace = 'kitaab'::regnamespace AND proname = $1 ORDER BY n";
    let types: Vec<String> =
        sqlx::query(types).bind(function).fetch_all(&mut sql).await.unwrap().iter().map(|row| row.get(0)).collect();
    assert_eq!(types.len(), values.len(), "each argument is a value of its own: {statement}");

    let (owner, item) = (book.owner.uuid(), item.uuid());
    let device: Uuid = DEVICE.parse().unwrap();
    // A pattern, and what stands in its place for another owner, item, day or client.
    let owner_hex = "md5('u'||:i)";
    let variables = [
        (owner.to_string(), format!("{owner_hex}::uuid::text")),
        (owner.simple().to_string(), owner_hex.to_owned()),
        (item.to_string(), "md5('i'||:i||'_'||:k)::uuid::text".to_owned()),
        (item.simple().to_string(), "md5('i'||:i||'_'||:k)".to_owned()),
        (device.to_string(), "lpad(:client_id::text, 32, '0')::uuid::text".to_owned()),
        (device.simple().to_string(), "lpad(:client_id::text, 32, '0')".to_owned()),
        (RECORDED_FROM.to_owned(), format!("(date '{RECORDED_FROM}' + :d::int)::text")),
        (NUMBER.to_string(), "(:n)::text".to_owned()),
    ];
    let argument = |(value, kind): (&Option<String>, &String)| {
        let Some(value) = value else { return format!("NULL::{kind}") };
        let expression = made_up(value, &variables);
        if expression.contains("||") { format!("({expression})::{kind}") } else { format!("{expression}::{kind}") }
    };
    let arguments: Vec<String> = values.iter().zip(&types).map(argument).collect();
    format!(
        "\\set i random(0, :owners - 1)\n\\set k {ITEMS}\n\\set d random(0, 329)\n\\set n :n + 1\nSELECT * FROM kitaab.{function}({});\n",
        arguments.join(", ")
    )
}

/// A value as an expression in which the patterns are what stands in their place: pieces, put together, since the peer shall not
/// be measured making its arguments.
fn made_up(value: &str, variables: &[(String, String)]) -> String {
    let (mut pieces, mut rest) = (Vec::new(), value);
    let literal = |text: &str| format!("'{}'", text.replace('\'', "''"));
    loop {
        let found = variables.iter().filter_map(|(pattern, with)| Some((rest.find(pattern.as_str())?, pattern, with)));
        let Some((place, pattern, with)) = found.min_by_key(|(place, ..)| *place) else { break };
        if place > 0 {
            pieces.push(literal(&rest[..place]));
        }
        pieces.push(with.clone());
        rest = &rest[place + pattern.len()..];
    }
    if !rest.is_empty() || pieces.is_empty() {
        pieces.push(literal(rest));
    }
    pieces.join(" || ")
}

/// What the store says to record one entry: the statement, and its parameters as text.
async fn overheard(world: &World, database: &Database) -> (String, Vec<Option<String>>) {
    let log = world.cluster.folder().join("log");
    let listen = "ALTER ROLE test_app SET log_statement = 'all'; ALTER ROLE test_app SET log_parameter_max_length = -1";
    database.run(Role::Superuser, listen).await;
    let before = std::fs::read_to_string(&log).unwrap().len();
    let store = serve(database, 1).await;
    let book = &world.books[0];
    let value = ValueWrite::Put(Value::Count(Amount::whole(7).unwrap()));
    let change = Change::Entry {
        item: book.items[COUNTED[0] as usize],
        day: RECORDED_FROM.parse().unwrap(),
        value,
        note: NoteWrite::Keep,
    };
    apply(&store, &commit(book.owner, DeviceId::new(DEVICE.parse().unwrap()), NUMBER, vec![change])).await;
    database.run(Role::Superuser, "ALTER ROLE test_app RESET ALL").await;
    let text = std::fs::read_to_string(&log).unwrap();
    // Lines of a message that go on begin with a tab.
    let said = text[before..].replace("\n\t", "\n");
    let at = said.rfind("kitaab.").and_then(|last| said[..last].rfind("execute ")).expect("the store's statement");
    let mut parts = said[at..].splitn(2, "DETAIL:");
    let statement = parts.next().unwrap().split_once(": ").unwrap().1;
    let statement = statement.rsplit_once('\n').map_or(statement, |(statement, _)| statement).to_owned();
    (statement, parameters(parts.next().expect("its parameters")))
}

/// Reads `parameters: $1 = 'a', $2 = NULL`.
fn parameters(text: &str) -> Vec<Option<String>> {
    let mut rest = text.split_once("parameters: ").unwrap().1;
    let mut values = Vec::new();
    while let Some((_, after)) = rest.split_once(" = ") {
        if let Some(after) = after.strip_prefix("NULL") {
            values.push(None);
            rest = after;
        } else {
            let mut value = String::new();
            let mut characters = after[1..].char_indices().peekable();
            let mut end = after.len() - 1;
            while let Some((place, character)) = characters.next() {
                if character != '\'' {
                    value.push(character);
                } else if characters.next_if(|(_, next)| *next == '\'').is_some() {
                    value.push('\'');
                } else {
                    end = place + 1;
                    break;
                }
            }
            values.push(Some(value));
            rest = &after[1 + end..];
        }
        if !rest.starts_with(", $") {
            break;
        }
    }
    values
}
