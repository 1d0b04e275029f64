//! What row-level security lets through: random questions to a server with random books, against what was granted; and whether
//! those questions would notice a policy that is wrong, for every one that could be.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that can't go on stops where it says why")]

mod battery;
mod mutant;
mod oracle;
mod probe;
mod world;

use std::collections::{BTreeMap, BTreeSet};
use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use kitaab::UserId;
use kitaab_test_pg::Role as Login;
use kitaab_tests::extent::cases;
use kitaab_tests::random::Random;
use sqlx::{Connection as _, PgConnection};
use uuid::Uuid;

use crate::battery::Battery;
use crate::oracle::{Asker, Oracle, Role};
use crate::probe::{Answer, Probe, Question};

/// How many questions are asked about one world.
const PROBES: u64 = 2_000;
/// The world that the mutants are looked for in.
const WORLD: u64 = 20_240_210;

/// Mutants that show and let in what the schema itself does, and why.
const EQUIVALENT: [(&str, &str); 7] = [
    ("archives: NO FORCE ROW LEVEL SECURITY", MAINTAINED),
    ("erased: NO FORCE ROW LEVEL SECURITY", MAINTAINED),
    ("evaluation_work: NO FORCE ROW LEVEL SECURITY", MAINTAINED),
    ("evaluations: NO FORCE ROW LEVEL SECURITY", MAINTAINED),
    ("ledger_ends: NO FORCE ROW LEVEL SECURITY", MAINTAINED),
    ("left_out: NO FORCE ROW LEVEL SECURITY", MAINTAINED),
    (
        "theirs on scale_numbers: USING without (scores = '{}'::integer[])",
        "whoever sees an entry sees its deed, and with that every version of the deed's scale that is there",
    ),
];
const MAINTAINED: &str = "the owner role, for whom alone it is forced, sees this table as a whole";

/// The seeds of worlds that failed once: always probed first, and never taken out.
fn kept() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds/policies.txt")
}

/// Somebody who has no book and is in none.
fn stranger() -> UserId {
    UserId::new(Uuid::from_u128(0xff))
}

/// A world and all that is in it. `None` where there is no PostgreSQL.
async fn oracle(seed: u64) -> Option<Oracle> {
    let world = world::make(seed).await?;
    let mut superuser = PgConnection::connect(&world.database.url(Login::Superuser)).await.unwrap();
    let oracle = Oracle::of(world, &mut superuser).await;
    oracle.check_filled();
    oracle.check_shared();
    Some(oracle)
}

/// A random question of the app.
fn random_probe(random: &mut Random, oracle: &Oracle) -> Probe {
    let tables: Vec<&String> = oracle.tables.keys().collect();
    let people: Vec<Option<UserId>> =
        oracle.world.people.iter().copied().map(Some).chain([Some(stranger()), None]).collect();
    // There are many partitions, which answer nothing but no.
    let parents: Vec<&String> = tables.iter().copied().filter(|table| !oracle.tables[*table].is_partition).collect();
    let of = if random.chance(80) { &parents } else { &tables };
    let table = random.pick(of).unwrap();
    let asker = Asker {
        role: Role::App,
        actor: random.pick(&people).unwrap(),
        book: random.pick(&people).unwrap(),
        aggregating: random.chance(10),
    };
    let with_owners: Vec<&String> = tables.into_iter().filter(|table| oracle.tables[*table].has_owner).collect();
    let question = match random.below(6) {
        0 => Question::Count,
        1 if oracle.tables[table].has_owner => Question::RowsOf(random.pick(&oracle.world.people).unwrap()),
        2 if oracle.tables[table].has_owner => Question::RowsWith(random.pick(&with_owners).unwrap().clone()),
        _ => Question::Rows,
    };
    Probe { asker, table: table.clone(), question }
}

/// Asks the questions of a seed, as the role that serves; how many were answered with what.
async fn probe(seed: u64) -> Option<BTreeMap<&'static str, u64>> {
    let oracle = oracle(seed).await?;
    let mut random = Random::new(seed);
    let mut sorts = BTreeMap::new();
    let mut app = PgConnection::connect(&oracle.world.database.url(Login::App)).await.unwrap();
    let mut tx = app.begin().await.unwrap();
    for _ in 0..PROBES {
        let probe = random_probe(&mut random, &oracle);
        let answer = probe.ask(&mut tx).await;
        let difference = probe.expected(&oracle).differs(&probe, &answer);
        assert_eq!(difference, None);
        let of_others = probe.asker.actor.map(|actor| actor.to_string());
        let sort = match &answer {
            Answer::Error(_) => "refused",
            Answer::Rows(rows) if rows.is_empty() => "nothing",
            Answer::Rows(rows) if of_others.is_some_and(|own| rows.iter().any(|row| !row.contains(&own))) => {
                "of others"
            }
            Answer::Rows(_) => "rows",
        };
        *sorts.entry(sort).or_default() += 1;
    }
    Some(sorts)
}

/// Asks the questions of a seed, which is kept if one is answered wrongly.
async fn probe_and_keep(seed: u64) -> Option<BTreeMap<&'static str, u64>> {
    match tokio::spawn(probe(seed)).await {
        Ok(sorts) => sorts,
        Err(failed) => {
            let file = OpenOptions::new().append(true).create(true).open(kept());
            let written = file.and_then(|mut file| writeln!(file, "{seed}"));
            println!("The world of the seed {seed} failed; it is kept in {} ({written:?}).", kept().display());
            std::panic::resume_unwind(failed.into_panic())
        }
    }
}

#[tokio::test]
async fn whoever_asks_is_shown_what_was_granted_and_no_more() {
    let kept = std::fs::read_to_string(kept()).unwrap_or_default();
    for seed in kept.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
        probe(seed.parse().expect("the list of seeds holds numbers")).await;
    }
    let wanted = cases(PROBES, 5 * PROBES, 100 * PROBES);
    let first_seed = Random::fresh_seed();
    println!("The first seed is {first_seed}.");
    let mut seeds = Random::new(first_seed);
    let (mut asked, mut sorts) = (0, BTreeMap::<_, u64>::new());
    while asked < wanted {
        let Some(answered) = probe_and_keep(seeds.next() >> 16).await else { return };
        for (sort, count) in answered {
            *sorts.entry(sort).or_default() += count;
        }
        asked += PROBES;
    }
    println!("{sorts:?}");
    for sort in ["refused", "nothing", "of others", "rows"] {
        assert!(sorts.contains_key(sort), "never answered with {sort}: the questions don't reach far enough");
    }
    println!("figure: policies: {asked} random questions, 0 answered with more or less than was granted");
}

#[tokio::test]
async fn every_mutant_of_a_policy_is_caught() {
    let Some(oracle) = oracle(WORLD).await else { return };
    assert!(oracle.world.partly_seen() >= 3, "{} pairs in which one sees a part", oracle.world.partly_seen());
    let mut superuser = PgConnection::connect(&oracle.world.database.url(Login::Superuser)).await.unwrap();
    let mutants = mutant::all(&mut superuser).await;
    assert!(mutants.len() > 200, "only {} mutants", mutants.len());

    // The schema as it is passes.
    let mut tx = superuser.begin().await.unwrap();
    let battery = Battery::of(&oracle, stranger());
    assert_eq!(battery.difference("entries", &mut tx).await, None);
    tx.rollback().await.unwrap();

    let mut survivors = BTreeSet::new();
    for mutant in &mutants {
        // What changes the schema is undone with its transaction: nobody else sees it.
        let mut tx = superuser.begin().await.unwrap();
        mutant.apply(&mut tx).await;
        if battery.difference(&mutant.table, &mut tx).await.is_none() {
            survivors.insert(mutant.name.as_str());
        }
        tx.rollback().await.unwrap();
    }
    let equivalent: BTreeSet<&str> = EQUIVALENT.into_iter().map(|(name, _)| name).collect();
    let missed: Vec<_> = survivors.difference(&equivalent).collect();
    assert!(missed.is_empty(), "nobody notices these: {missed:#?}");
    let other: Vec<_> = equivalent.difference(&survivors).collect();
    assert!(other.is_empty(), "these are not among the mutants, or are noticed: {other:#?}");
    println!(
        "figure: policies: {} mutants, {} caught, {} the same as the schema",
        mutants.len(),
        mutants.len() - survivors.len(),
        survivors.len()
    );
}
