//! Books in PostgreSQL: against the seed's schema, and against bare statements, in the same run.
//!
//! `cargo bench -p kitaab-benches --bench postgres -- --entries 1000000`. Prints a line `figure: …` with each figure, the
//! goal beside it. One throw-away server, durable as in production, holds both schemas with equal data. Ratios are
//! medians of turns that alternate between the sides, so that a machine that slows down slows all of them.
//!
//! The seed's schema is read in place from the folder that `KITAAB_BENCH_SQL` names (`seed.sql`, `base_seed.sql`), by
//! default `../shared/bench` beside the repository; what is compared with it is skipped, and says so, where there is none.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a bench stops where it fails")]
#![allow(clippy::cast_precision_loss, reason = "the numbers of a bench are small")]

#[path = "postgres/bulk.rs"]
mod bulk;
#[path = "postgres/load.rs"]
mod load;
#[path = "postgres/measure.rs"]
mod measure;
#[path = "postgres/nightly.rs"]
mod nightly;
#[path = "postgres/partitions.rs"]
mod partitions;
#[path = "postgres/pgbench.rs"]
mod pgbench;
#[path = "postgres/recording.rs"]
mod recording;
#[path = "postgres/rollup.rs"]
mod rollup;
#[path = "postgres/rules.rs"]
mod rules;
#[path = "postgres/said.rs"]
mod said;
#[path = "postgres/seed.rs"]
mod seed;
#[path = "postgres/sharing.rs"]
mod sharing;
#[path = "postgres/world.rs"]
mod world;

use clap::{Parser, ValueEnum};

use world::World;

/// Measures books in PostgreSQL against the seed's schema and bare statements.
#[derive(Debug, Parser)]
struct Arguments {
    /// How many entries both schemas begin with: ten a day, in as many books as that takes, at most the 2,000 of the seed's.
    #[arg(long, default_value_t = 100_000)]
    entries: u32,
    /// For how many days each book has them. With few books, those who write at the same time wait for each other.
    #[arg(long, default_value_t = 500, value_parser = clap::value_parser!(u32).range(1..=500))]
    days: u32,
    /// How long a turn of a side takes where throughput is measured, and the open-loop load altogether times ten.
    #[arg(long, default_value_t = 4)]
    seconds: u32,
    /// How many turns each side has.
    #[arg(long, default_value_t = 3)]
    turns: u32,
    /// Only these parts.
    #[arg(long, value_enum, value_delimiter = ',')]
    only: Vec<Part>,
    /// What cargo tells benches.
    #[arg(long, hide = true)]
    bench: bool,
}

/// What can be measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Part {
    /// One entry at a time, and what it takes on disk.
    Recording,
    /// Thousands of entries at once.
    Bulk,
    /// Totals from the daily rollup, and what keeping it costs a write.
    Rollup,
    /// What a friend reads, and checking whether they may.
    Sharing,
    /// What partitions cost who reads a whole history.
    Partitions,
    /// The verdicts of a night.
    Nightly,
    /// Judging rules.
    Rules,
    /// The seeds' promises under an open-loop load.
    Load,
}

fn main() {
    let arguments = Arguments::parse();
    let wants = |part| arguments.only.is_empty() || arguments.only.contains(&part);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        if wants(Part::Rules) {
            rules::figures();
        }
        if arguments.only == [Part::Rules] {
            return;
        }
        let Some(world) = World::make(&arguments).await else { return };
        if wants(Part::Recording) {
            recording::figures(&world).await;
        }
        if wants(Part::Bulk) {
            bulk::figures(&world).await;
        }
        if wants(Part::Rollup) {
            rollup::figures(&world).await;
        }
        if wants(Part::Sharing) {
            sharing::figures(&world).await;
        }
        if wants(Part::Partitions) {
            partitions::figures(&world).await;
        }
        if wants(Part::Nightly) {
            nightly::figures(&world).await;
        }
        if wants(Part::Load) {
            load::figures(&world, arguments.seconds * 10).await;
        }
    });
}
